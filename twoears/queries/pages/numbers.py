"""How much a query heard: by day, where, in which language, by whom; whose words are heard; what is a burst.

Read from the hits alone, each number from one index, so that fifty thousand hits are counted while a page is made.
Counted is what others said (`heard`); copies of a story are counted in posts, and once in stories.
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
from twoears.queries.pages.heard import heard, left_out, said_by_us
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
    begin, end = _full_hour(since), _full_hour(until)
    return _counted(query.pk, query.name, begin, end, us().actors, _state(query), int(time.time() // _FRESH))


def _full_hour(moment: datetime | None) -> datetime | None:
    return moment and datetime.fromtimestamp(hour_of(moment) * 3600, UTC)


def _state(query: Query) -> tuple[object, ...]:
    """Changes whenever what a query found does."""
    hits = Hit.objects.filter(query=query)
    found = hits.aggregate(last=Max("pk"), n=CountOf("pk"))
    hidden = hits.exclude(excluded=None).aggregate(n=CountOf("pk"), sum=Sum("excluded"))
    return (query.made_at, query.changed_at, *found.values(), *hidden.values())


@lru_cache(maxsize=64)
def _counted(
    query: int,
    name: str,
    since: datetime | None,
    until: datetime | None,
    ours: frozenset[int],
    state: object,
    minute: int,
) -> Volume:
    kept = Query.objects.get(pk=query)
    found = heard([kept], since, until)
    hours = dict(found.values_list("hour").annotate(n=CountOf("pk")).order_by())
    days = Counter[date]()
    for hour, n in hours.items():
        days[_EPOCH + timedelta(days=hour // _DAY)] += n
    # One look instead of three: an account speaks on one network, and mostly in one language.
    authors, networks, languages = Counter[int](), Counter[str](), Counter[str]()
    spoken = found.values_list("author", "network", "language").annotate(n=CountOf("pk")).order_by()
    for author, network, language, n in spoken:
        authors[author] += n
        networks[network] += n
        languages[language or CANNOT_TELL] += n
    voices = _voices(authors, found)
    return Volume(
        query=name,
        posts=sum(hours.values()),
        stories=_stories(found),
        voices=len(voices),
        ours=said_by_us([kept], since, until).count(),
        hidden=left_out([kept], since, until).count(),
        days=tuple(_every_day(days)),
        networks=_counts(networks),
        languages=_counts(languages),
        loudest=_loudest(voices),
        bursts=tuple(burst for burst in burst_of(kept, until=until) if since is None or burst.at >= since),
    )


def _stories(found: QuerySet[Hit]) -> int:
    told: int = found.aggregate(n=CountOf("story", distinct=True))["n"]
    return told


def _voices(authors: Mapping[int, int], found: QuerySet[Hit]) -> dict[tuple[str, int], int]:
    """("person" or "actor", id) -> how often they said it; accounts of one person are one voice."""
    met = dict(Identity.objects.filter(actor__in=found.values("author")).values_list("actor", "person"))
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
    found = heard([query], until=until)
    ends = found.aggregate(first=Min("hour"), last=Max("hour"))
    if ends["last"] is None:
        return ()
    end = ends["last"] + 1 if until is None else hour_of(until)
    # Before it was ever heard there is no rhythm: empty weeks would make anything a burst.
    begin = max(end - weeks * WEEK, ends["first"])
    rows = found.filter(hour__gte=begin).values_list("hour").annotate(n=CountOf("pk")).order_by()
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
    whole = _stories(heard(kept, since, until))
    names = ", ".join(query.name for query in kept)
    return tuple(
        share(
            _stories(heard([query], since, until)),
            whole,
            key=query.public_id,
            of=f"{query.name}, of all stories that {names} heard",
            question="Whose words are heard?",
        )
        for query in kept
    )
