"""Try a query before it is kept: what would it have heard, how much, and is that what we are after?"""

import random
from collections.abc import Mapping
from typing import Final

from django.db.models import F, Max, QuerySet
from django.db.models.functions import Mod

from twoears.activities.models import Post
from twoears.lib.intervals import share
from twoears.listening.advice import advice
from twoears.listening.errors import QueryError
from twoears.listening.grammar import parse
from twoears.listening.tree import Query
from twoears.listening.writing import tidy
from twoears.queries.pages.heard import last_day, last_days
from twoears.queries.pages.history import Found, found_in, heard_between
from twoears.queries.pages.hits import shown
from twoears.queries.pages.lists import precision_of
from twoears.queries.shown import Advised, Mistake, Preview, Read
from twoears.queries.tasks import said as heard
from twoears.threads.actions import us

DAYS: Final = 30
SAMPLE: Final = 20
LOOKED_AT: Final = 10_000  # posts; where there are more, so many of them speak for all
LOOKED_BACK: Final = 50_000  # posts before those days, for something to judge where these hold too little


def read(text: str) -> Read:
    """What a text says as a query: what is wrong with it or what to look at, and how it would be written tidily."""
    try:
        asked = parse(text)
    except QueryError as error:
        wrong = Mistake(
            message=error.message,
            at=error.at,
            length=error.length,
            suggestion=error.suggestion,
            mended=mended(text, error),
        )
        return Read(text=text, mistake=wrong, advice=(), tidy="")
    return Read(text=text, mistake=None, advice=advised(text), tidy=tidy(asked))


def mended(text: str, error: QueryError) -> str:
    """The text with its first mistake put right, as the suggestion says or by closing what is open; else empty.

    >>> mended("(pump OR valve", QueryError("", "", 0))
    '(pump OR valve)'
    >>> mended("autor:bob crash", QueryError("", "", 0, 6, "Did you mean author:?", "author:"))
    'author:bob crash'
    >>> mended("pump AND", QueryError("", "", 5, 3, "Leave it out.", "")), mended("!! pump", QueryError("", "", 0, 2))
    ('pump', '')
    """
    tried = [f"{text})", f'{text}"', f'{text}")', f"{text}))"]
    if error.instead is not None:
        tried.append(text[: error.at] + error.instead + text[error.at + error.length :])
    return next((one.strip() for one in tried if one.strip() and _is_query(one)), "")


def _is_query(text: str) -> bool:
    try:
        parse(text)
    except QueryError:
        return False
    return True


def advised(text: str) -> tuple[Advised, ...]:
    """What the linter says of a query. Raises QueryError."""
    return tuple(
        Advised(
            message=a.message,
            at=a.at,
            length=a.length,
            suggestion=a.suggestion,
            mended=_meant(text, a.at, a.length, a.suggestion),
        )
        for a in advice(parse(text))
    )


def _meant(text: str, at: int, length: int, suggestion: str) -> str:
    """An operator that was written small, written large; empty where it was something else."""
    word = suggestion.removeprefix("Did you mean ").rstrip("?")
    changed = f"{text[:at]}{word}{text[at + length :]}"
    return changed if suggestion.startswith("Did you mean ") and _is_query(changed) else ""


def preview(
    text: str, *, days: int = DAYS, seed: int = 1, marks: Mapping[int, bool] | None = None, back: int = LOOKED_BACK
) -> Preview:
    """What a query would have heard in the last `days`, as its page counts them once it is kept. Raises QueryError.

    Where more than LOOKED_AT posts were said, every so-manieth of them is looked at, and the rest is likely alike.
    Where fewer than SAMPLE are found, the latest before those days are shown too: they are judged, and not counted.
    They are looked for among the `back` posts before, and the rest of the step that ends these.
    """
    asked, judged = parse(text), marks or {}
    (since, end), last = last_days(days), last_day()
    others = heard_between(None, end).exclude(author__in=us().actors)
    posts = others.filter(published__gte=since)
    until, said = posts.aggregate(last=Max("published"))["last"], posts.count()
    found, looked_at = _looked_through(_every(posts, -(-said // LOOKED_AT), seed), asked)
    earlier, looked_back = _looked_back(others.filter(published__lt=since), asked, SAMPLE - len(found), back)
    volume = share(len(found), looked_at, key="volume", of="posts that it finds", question="How much would it hear?")
    drawn = _whole([*_picked(found, seed), *earlier])
    return Preview(
        text=text,
        days=days,
        last_day=last,
        until=until,
        found=len(found),
        looked_at=looked_at,
        said=said,
        volume=volume,
        a_day=(volume.estimate or 0.0) * said / days,
        advice=advised(text),
        sample=shown(drawn, asked, judged),
        earlier=len(earlier),
        looked_back=looked_back,
        precision=precision_of({one.post.pk: judged[one.post.pk] for one in drawn if one.post.pk in judged}),
    )


def _every(posts: QuerySet[Post], step: int, seed: int) -> QuerySet[Post]:
    """Every so-manieth by number."""
    return posts.annotate(left=Mod(F("pk"), step)).filter(left=seed % step) if step > 1 else posts


def _looked_through(posts: QuerySet[Post], asked: Query) -> tuple[list[int], int]:
    """The keys of all that is found, and how many were looked at."""
    steps = [0]
    found = [key for batch in found_in(posts, asked, steps.append) for key in batch]
    return found, steps[-1]


def _looked_back(posts: QuerySet[Post], asked: Query, wanted: int, most: int) -> tuple[list[int], int]:
    """The keys of the latest `wanted` that are found, and how many were looked at: `most`, to the end of a step."""
    found, steps = list[int](), [0]
    if wanted <= 0:
        return found, 0
    for batch in found_in(posts, asked, steps.append):
        found += batch
        if len(found) >= wanted or steps[-1] >= most:
            break
    return found[:wanted], steps[-1]


def _picked(found: list[int], seed: int) -> list[int]:
    return random.Random(seed).sample(found, min(SAMPLE, len(found)))  # noqa: S311 a sample, no secret


def _whole(keys: list[int]) -> list[Found]:
    posts = Post.objects.filter(pk__in=keys).select_related("author").order_by("-published", "-pk")
    return [Found(post, one) for post, one in zip(posts, heard(list(posts)), strict=True)]
