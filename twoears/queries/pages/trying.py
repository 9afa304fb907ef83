"""Try a query before it is kept: what would it have heard, how much, and is that what we are after?"""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db.models import F, Max, QuerySet
from django.db.models.functions import Mod

from twoears.activities.models import Post
from twoears.lib.intervals import share
from twoears.listening.advice import advice
from twoears.listening.errors import QueryError
from twoears.listening.grammar import parse
from twoears.listening.writing import tidy
from twoears.queries.pages.history import Found, find, heard_between
from twoears.queries.pages.hits import shown
from twoears.queries.pages.lists import precision_of
from twoears.queries.shown import Advised, Mistake, Preview, Read

DAYS: Final = 30
SAMPLE: Final = 20
LOOKED_AT: Final = 10_000  # posts; where there are more, so many of them speak for all


def read(text: str) -> Read:
    """What a text says as a query: what is wrong with it or what to look at, and how it would be written tidily."""
    try:
        asked = parse(text)
    except QueryError as error:
        wrong = Mistake(message=error.message, at=error.at, length=error.length, suggestion=error.suggestion)
        return Read(text=text, mistake=wrong, advice=(), tidy="")
    return Read(text=text, mistake=None, advice=advised(text), tidy=tidy(asked))


def advised(text: str) -> tuple[Advised, ...]:
    """What the linter says of a query. Raises QueryError."""
    return tuple(
        Advised(message=a.message, at=a.at, length=a.length, suggestion=a.suggestion) for a in advice(parse(text))
    )


def preview(text: str, *, days: int = DAYS, seed: int = 1, marks: Mapping[int, bool] | None = None) -> Preview:
    """What a query would have heard in the last `days` of what is recorded. Raises QueryError.

    Where more than LOOKED_AT posts were said, every so-manieth of them is looked at, and the rest is likely alike.
    """
    asked, judged = parse(text), marks or {}
    last = Post.objects.aggregate(last=Max("published"))["last"]
    until = min(last, datetime.now(UTC)) if last else None
    if until is None:
        return _nothing(text, days)
    posts = heard_between(until - timedelta(days=days), until + timedelta(microseconds=1))
    said, step = posts.count(), 1
    if said > LOOKED_AT:
        step = -(-said // LOOKED_AT)
    among = _every(posts, step, seed) if step > 1 else None
    found = list(find(text, since=until - timedelta(days=days), until=until + timedelta(microseconds=1), among=among))
    looked_at = said if among is None else len(among)
    volume = share(len(found), looked_at, key="volume", of="posts that it finds", question="How much would it hear?")
    drawn = _drawn(found, seed)
    return Preview(
        text=text,
        days=days,
        until=until,
        found=len(found),
        looked_at=looked_at,
        said=said,
        volume=volume,
        a_day=(volume.estimate or 0.0) * said / days,
        advice=advised(text),
        sample=shown(drawn, asked, judged),
        precision=precision_of({one.post.pk: judged[one.post.pk] for one in drawn if one.post.pk in judged}),
    )


def _every(posts: QuerySet[Post], step: int, seed: int) -> list[int]:
    """Every so-manieth by number: one look at the index of moments."""
    return list(posts.annotate(left=Mod(F("pk"), step)).filter(left=seed % step).values_list("pk", flat=True))


def _drawn(found: list[Found], seed: int) -> list[Found]:
    drawn = random.Random(seed).sample(found, min(SAMPLE, len(found)))  # noqa: S311 a sample, no secret
    return sorted(drawn, key=lambda one: one.post.published, reverse=True)


def _nothing(text: str, days: int) -> Preview:
    none = share(0, 0, key="volume", of="posts that it finds", question="How much would it hear?")
    return Preview(
        text=text, days=days, until=None, found=0, looked_at=0, said=0, volume=none, a_day=0.0, advice=advised(text),
        sample=(), precision=precision_of({}),
    )  # fmt: skip
