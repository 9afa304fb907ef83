"""How much a query heard: by day, where, in which language, by whom; whose words are heard; what is a burst.

Read from the hits alone, each number from one index, so that fifty thousand hits are counted while a page is made.
Our own posts are left out, and copies of a story are counted in posts, and once in stories.
"""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from heapq import nsmallest

from django.db.models import Count as CountOf
from django.db.models import Max, Min, QuerySet, Sum

from twoears.activities.models import Actor
from twoears.lib.intervals import Number, share
from twoears.listening.bursts import WEEK, bursts
from twoears.people.models import Identity
from twoears.queries.models import Hit, Query
from twoears.queries.shown import Burst, Count, Volume
from twoears.queries.tasks import hour_of
from twoears.threads.actions import us
from twoears.understanding.notes import CANNOT_TELL

_LOUDEST = 5
_DAY = 24  # hours
_FRESH = 60.0  # seconds
_EPOCH = date(1970, 1, 1)


def volume(query: Query, *, since: datetime | None = None, until: datetime | None = None) -> Volume:
    """How much was heard, when, where, in which language and by whom; days are those of UTC.

    Both ends are taken to the full hour before them. What was counted is kept until something changes; who is who may
    be a minute old.
    """
    first, last = hour_of(since) if since else None, hour_of(until) if until else None
    return _counted(query.pk, query.name, first, last, us().actors, _state(query), int(time.time() // _FRESH))


def _state(query: Query) -> tuple[object, ...]:
    """Changes whenever what a query found does."""
    hits = Hit.objects.filter(query=query)
    found = hits.aggregate(last=Max("pk"), n=CountOf("pk"))
    hidden = hits.exclude(excluded=None).aggregate(n=CountOf("pk"), sum=Sum("excluded"))
    return (query.made_at, query.changed_at, *found.values(), *hidden.values())


@lru_cache(maxsize=64)
def _counted(
    query: int, name: str, first: int | None, last: int | None, ours: frozenset[int], state: object, minute: int
) -> Volume:
    kept = Query.objects.get(pk=query)
    heard = _between([kept], first, last, ours)
    hours = dict(heard.values_list("hour").annotate(n=CountOf("pk")).order_by())
    days = Counter[date]()
    for hour, n in hours.items():
        days[_EPOCH + timedelta(days=hour // _DAY)] += n
    # One look instead of three: an account speaks on one network, and mostly in one language.
    authors, networks, languages = Counter[int](), Counter[str](), Counter[str]()
    spoken = heard.values_list("author", "network", "language").annotate(n=CountOf("pk")).order_by()
    for author, network, language, n in spoken:
        authors[author] += n
        networks[network] += n
        languages[language or CANNOT_TELL] += n
    voices = _voices(authors, heard)
    return Volume(
        query=name,
        posts=sum(hours.values()),
        stories=heard.aggregate(n=CountOf("story", distinct=True))["n"],
        voices=len(voices),
        days=tuple(_every_day(days)),
        networks=_counts(networks),
        languages=_counts(languages),
        loudest=_loudest(voices),
        bursts=_bursts(kept, last),
    )


def _heard(queries: Sequence[Query], since: datetime | None, until: datetime | None) -> QuerySet[Hit]:
    return _between(queries, hour_of(since) if since else None, hour_of(until) if until else None, us().actors)


def _between(queries: Sequence[Query], first: int | None, last: int | None, ours: frozenset[int]) -> QuerySet[Hit]:
    found = Hit.objects.filter(query__in=queries, excluded=None).exclude(author__in=ours)
    found = found if first is None else found.filter(hour__gte=first)
    return found if last is None else found.filter(hour__lt=last)


def _voices(authors: Mapping[int, int], heard: QuerySet[Hit]) -> dict[tuple[str, int], int]:
    """("person" or "actor", id) -> how often they said it; accounts of one person are one voice."""
    met = dict(Identity.objects.filter(actor__in=heard.values("author")).values_list("actor", "person"))
    voices = Counter[tuple[str, int]]()
    for author, n in authors.items():
        voices[("person", met[author]) if author in met else ("actor", author)] += n
    return voices


def _loudest(voices: Mapping[tuple[str, int], int]) -> tuple[Count, ...]:
    first = nsmallest(_LOUDEST, voices.items(), key=lambda one: (-one[1], one[0]))
    people = dict(
        Identity.objects.filter(person__in=[key for (kind, key), _ in first if kind == "person"]).values_list(
            "person", "person__name"
        )
    )
    actors = Actor.objects.in_bulk([key for (kind, key), _ in first if kind == "actor"])
    return tuple(
        Count(of=people.get(key, "") if kind == "person" else str(actors.get(key, "")), n=n) for (kind, key), n in first
    )


def _every_day(days: Mapping[date, int]) -> Iterable[tuple[date, int]]:
    if not days:
        return
    first, last = min(days), max(days)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        yield day, days.get(day, 0)


def _counts(counted: Mapping[str, int]) -> tuple[Count, ...]:
    return tuple(Count(of=of, n=n) for of, n in sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def burst_of(query: Query, *, until: datetime | None = None, weeks: int = 12) -> tuple[Burst, ...]:
    """Hours of the last `weeks` in which it was said unusually often, the latest first."""
    return _bursts(query, hour_of(until) if until else None, weeks)


def _bursts(query: Query, last: int | None, weeks: int = 12) -> tuple[Burst, ...]:
    found = Hit.objects.filter(query=query, excluded=None)
    ends = found.aggregate(first=Min("hour"), last=Max("hour"))
    if ends["last"] is None:
        return ()
    end = ends["last"] + 1 if last is None else last
    # Before it was ever heard there is no rhythm: empty weeks would make anything a burst.
    begin = max(end - weeks * WEEK, ends["first"])
    rows = found.filter(hour__gte=begin, hour__lt=end).values_list("hour").annotate(n=CountOf("pk")).order_by()
    counted = dict(rows)
    counts = [counted.get(hour, 0) for hour in range(begin, end)]
    zero = datetime.fromtimestamp(begin * 3600, UTC)
    made = [
        Burst(at=zero + timedelta(hours=hour.at), n=hour.n, expected=hour.expected, probability=hour.probability)
        for hour in bursts(counts)
    ]
    return tuple(reversed(made))


def share_of_voice(
    kept: Sequence[Query], *, since: datetime | None = None, until: datetime | None = None
) -> tuple[Number, ...]:
    """For each query its share of all stories that any of them heard.

    A post that two of them find counts for both, and once in the denominator.
    """
    whole = _heard(kept, since, until).aggregate(n=CountOf("story", distinct=True))["n"]
    names = ", ".join(query.name for query in kept)
    return tuple(
        share(
            _heard([query], since, until).aggregate(n=CountOf("story", distinct=True))["n"],
            whole,
            key=query.public_id,
            of=f"{query.name}, of all stories that {names} heard",
            question="Whose words are heard?",
        )
        for query in kept
    )
