"""What the doors show of queries. Nothing is changed here."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from django.db.models import Count as CountOf
from django.db.models import Max, Q

from twoears.activities.models import Position, Post
from twoears.lib.intervals import Number, share
from twoears.listening.advice import advice
from twoears.listening.bursts import WEEK, bursts
from twoears.listening.grammar import parse
from twoears.listening.said import Said
from twoears.listening.stories import stories
from twoears.listening.tree import Query as Asked
from twoears.listening.truth import why
from twoears.people.models import Identity
from twoears.queries.actions import Found, find
from twoears.queries.models import Hit, Mark, Query
from twoears.queries.shown import Advised, Burst, Count, HitShown, Preview, QueryShown, Volume
from twoears.queries.tasks import said
from twoears.threads.actions import us
from twoears.threads.models import Turn
from twoears.threads.tasks import STEP as THREADED
from twoears.understanding.models import Note
from twoears.understanding.notes import CANNOT_TELL

DAYS = 30
SAMPLE = 20
_MOST_COUNTED = 50_000  # hits in one look at the numbers
_LOUDEST = 5
_WORDS = 280
_ABOUT = 100  # characters before the first word that matched


def queries() -> tuple[QueryShown, ...]:
    """Those that are kept, by name."""
    kept = Query.objects.filter(removed_at=None).select_related("team").order_by("name")
    counted = kept.annotate(
        found=CountOf("hits", filter=Q(hits__excluded=None)),
        hidden=CountOf("hits", filter=~Q(hits__excluded=None)),
        last=Max("hits__at", filter=Q(hits__excluded=None)),
    )
    front = Position.objects.filter(step=THREADED).values_list("reached", flat=True).first() or 0
    marks = _marks_of(list(kept.values_list("pk", flat=True)))
    return tuple(
        QueryShown(
            id=q.public_id,
            name=q.name,
            text=q.text,
            team=str(q.team or ""),
            made_at=q.made_at,
            hits=q.found,
            hidden=q.hidden,
            last_at=q.last,
            caught_up=q.reached >= front,
            on_today=q.on_today,
            alerts=q.alerts,
            webhook=q.webhook,
            precision=_precision(*marks.get(q.pk, (0, 0))),
        )
        for q in counted
    )


def precision(query: Query) -> Number:
    """How much of what it finds is what it is after, by what members marked."""
    return _precision(*_marks_of([query.pk]).get(query.pk, (0, 0)))


def _marks_of(queries: Sequence[int]) -> dict[int, tuple[int, int]]:
    """query -> (marked right, marked at all); a post that members see differently counts for each of them."""
    rows = Mark.objects.filter(query__in=queries).values("query")
    counted = rows.annotate(right=CountOf("pk", filter=Q(right=True)), all=CountOf("pk"))
    return {row["query"]: (row["right"], row["all"]) for row in counted}


def _precision(right: int, marked: int) -> Number:
    return share(right, marked, key="precision", of="hits that were meant", question="Does it hear what we are after?")


def preview(text: str, *, days: int = DAYS, seed: int = 1) -> Preview:
    """What a query would have heard in the last `days` of what is recorded. Raises QueryError."""
    asked = parse(text)
    last = Post.objects.aggregate(last=Max("published"))["last"]
    until = min(last, datetime.now(UTC)) if last else None
    found = list(islice(find(text, since=until - timedelta(days=days)), _MOST_COUNTED)) if until else []
    drawn = random.Random(seed).sample(found, min(SAMPLE, len(found)))  # noqa: S311 a sample, no secret
    in_order = sorted(drawn, key=lambda one: one.post.published, reverse=True)
    looked = Post.objects.filter(published__gte=until - timedelta(days=days)).count() if until else 0
    return Preview(
        text=text,
        days=days,
        until=until,
        found=len(found),
        looked_at=looked,
        a_day=len(found) / days,
        advice=advised(text),
        sample=shown(in_order, asked),
    )


def advised(text: str) -> tuple[Advised, ...]:
    """What the linter says of a query. Raises QueryError."""
    return tuple(
        Advised(message=a.message, at=a.at, length=a.length, suggestion=a.suggestion) for a in advice(parse(text))
    )


def search(text: str, *, since: datetime | None = None, limit: int = 30, skip: int = 0) -> tuple[HitShown, ...]:
    """A query over history, once; the latest first. Raises QueryError."""
    found = islice(find(text, since=since), skip, skip + limit)
    return shown(list(found), parse(text))


def hits(query: Query, *, limit: int = 30, after: int = 0, hidden: bool = False) -> tuple[HitShown, ...]:
    """What a kept query has found, the latest first; those that are left out only where they are asked for."""
    rows = Hit.objects.filter(query=query, excluded__isnull=not hidden).order_by("-at", "-pk")
    posts = [hit.post for hit in rows.select_related("post__author")[after : after + limit]]
    heard = said(posts)
    found = [Found(post, one) for post, one in zip(posts, heard, strict=True)]
    right = dict(Mark.objects.filter(query=query, post__in=posts).order_by("at").values_list("post", "right"))
    return shown(found, parse(query.text), right)


def shown(found: Sequence[Found], asked: Asked, right: Mapping[int, bool] | None = None) -> tuple[HitShown, ...]:
    """Hits as values: their conversation, their person, and the words that matched."""
    posts = [one.post.pk for one in found]
    threads = dict(Turn.objects.filter(post__in=posts).values_list("post", "thread__public_id"))
    people = dict(
        Identity.objects.filter(actor__in={one.post.author_id for one in found}).values_list(
            "actor", "person__public_id"
        )
    )
    roots = stories([one.post.text for one in found])
    copies = Counter(roots)
    return tuple(
        _hit(one, asked, threads, people, copies[roots[at]] - 1, (right or {}).get(one.post.pk))
        for at, one in enumerate(found)
    )


def _hit(
    one: Found,
    asked: Asked,
    threads: Mapping[int, str],
    people: Mapping[int, str],
    copies: int,
    right: bool | None,
) -> HitShown:
    words, marks = _cut(one.said, asked)
    post = one.post
    return HitShown(
        post=post.pk,
        conversation=threads.get(post.pk, ""),
        person_id=people.get(post.author_id, ""),
        author=str(post.author),
        network=post.author.network,
        language=one.said.language,
        url=post.url,
        at=post.published,
        words=words,
        marks=marks,
        right=right,
        copies=copies,
    )


def _cut(heard: Said, asked: Asked) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words around the first match, and where the matches stand in them."""
    field = "text" if heard.text else "title"
    whole = heard.text or heard.title
    spans = [(span.start, span.end) for span in why(asked, heard) if span.field == field]
    start = max(0, spans[0][0] - _ABOUT) if spans else 0
    start = whole.rfind(" ", 0, start) + 1 if start else 0
    before = "…" if start else ""
    cut = whole[start : start + _WORDS]
    after = "…" if start + _WORDS < len(whole) else ""
    moved = len(before) - start
    inside = [(low + moved, min(high, start + _WORDS) + moved) for low, high in spans if low < start + _WORDS]
    return before + cut + after, tuple(inside)


def volume(query: Query, *, since: datetime | None = None, until: datetime | None = None) -> Volume:
    """How much was heard, when, where, in which language and by whom. Our own posts are left out; copies are counted
    in `posts`, and once in `stories`."""
    rows = _heard(query, since, until)
    roots = stories([text for *_, text in rows])
    days = Counter(at.date() for _, at, *_ in rows)
    actors = Counter(author for author, *_ in rows)
    people = _people(actors)
    voices = Counter[str]()
    for author, n in actors.items():
        voices[people.get(author, f"actor {author}")] += n
    languages = Counter(language or CANNOT_TELL for *_, language, _ in rows)
    return Volume(
        query=query.name,
        posts=len(rows),
        stories=len(set(roots)),
        voices=len(voices),
        days=tuple(_every_day(days)),
        networks=_counts(Counter(network for _, _, network, *_ in rows)),
        languages=_counts(languages),
        loudest=_counts(voices, _LOUDEST),
        bursts=burst_of(query, until=until),
    )


def _heard(query: Query, since: datetime | None, until: datetime | None) -> list[tuple[int, datetime, str, str, str]]:
    """(author, when, network, language, words) of each hit that is shown and not ours, the oldest first."""
    found = Hit.objects.filter(query=query, excluded=None).exclude(post__author__in=us().actors)
    if since is not None:
        found = found.filter(at__gte=since)
    if until is not None:
        found = found.filter(at__lt=until)
    rows = list(
        found.order_by("at", "pk").values_list("post", "post__author", "at", "post__author__network", "post__text")[
            :_MOST_COUNTED
        ]
    )
    languages = dict(
        Note.objects.filter(post__in=[post for post, *_ in rows], reader="language").values_list("post", "label")
    )
    return [(author, at, network, languages.get(post, ""), text) for post, author, at, network, text in rows]


def _people(actors: Iterable[int]) -> dict[int, str]:
    """actor -> who that is: a person where we met, else the account itself."""
    met = dict(Identity.objects.filter(actor__in=list(actors)).values_list("actor", "person__name"))
    named = {
        post.author_id: str(post.author)
        for post in Post.objects.filter(author__in=[a for a in actors if a not in met]).select_related("author")
    }
    return named | met


def _every_day(days: Mapping[date, int]) -> Iterable[tuple[date, int]]:
    if not days:
        return
    first, last = min(days), max(days)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        yield day, days.get(day, 0)


def _counts(counted: Mapping[str, int], most: int | None = None) -> tuple[Count, ...]:
    in_order = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Count(of=of, n=n) for of, n in in_order[:most])


def burst_of(query: Query, *, until: datetime | None = None, weeks: int = 12) -> tuple[Burst, ...]:
    """Hours of the last `weeks` in which it was said unusually often, the latest first."""
    found = Hit.objects.filter(query=query, excluded=None)
    end = until or found.aggregate(last=Max("at"))["last"]
    if end is None:
        return ()
    end = end.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    start = end - timedelta(hours=weeks * WEEK)
    moments = found.filter(at__gte=start, at__lt=end).values_list("at", flat=True)
    counted = Counter(int((at - start).total_seconds() // 3600) for at in moments)
    first = found.order_by("at").values_list("at", flat=True).first()
    # Before it was ever heard there is no rhythm: empty weeks would make anything a burst.
    begins = max(0, int((first - start).total_seconds() // 3600)) if first and first > start else 0
    counts = [counted.get(hour, 0) for hour in range(begins, weeks * WEEK)]
    zero = start + timedelta(hours=begins)
    made = [
        Burst(at=zero + timedelta(hours=hour.at), n=hour.n, expected=hour.expected, probability=hour.probability)
        for hour in bursts(counts)
    ]
    return tuple(reversed(made))


def share_of_voice(
    kept: Sequence[Query], *, since: datetime | None = None, until: datetime | None = None
) -> tuple[Number, ...]:
    """For each query its share of all stories that any of them heard; our own posts are left out, copies count once.

    A post that two of them find counts for both, and once in the denominator.
    """
    rows: dict[int, tuple[datetime, str]] = {}
    of: dict[int, set[int]] = {}
    for query in kept:
        found = Hit.objects.filter(query=query, excluded=None).exclude(post__author__in=us().actors)
        if since is not None:
            found = found.filter(at__gte=since)
        if until is not None:
            found = found.filter(at__lt=until)
        for post, at, text in found.order_by("at", "pk").values_list("post", "at", "post__text")[:_MOST_COUNTED]:
            rows[post] = (at, text)
            of.setdefault(query.pk, set()).add(post)
    posts = sorted(rows, key=lambda post: (rows[post][0], post))
    roots = dict(zip(posts, stories([rows[post][1] for post in posts]), strict=True))
    whole = len(set(roots.values()))
    names = ", ".join(query.name for query in kept)
    return tuple(
        share(
            len({roots[post] for post in of.get(query.pk, ())}),
            whole,
            key=query.public_id,
            of=f"{query.name}, of all stories that {names} heard",
            question="Whose words are heard?",
        )
        for query in kept
    )
