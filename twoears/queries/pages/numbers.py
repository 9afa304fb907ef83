"""How much a query heard: by day, where, in which language, by whom; whose words are heard; what is a burst.

Read from the hits alone, each number from one index, so that fifty thousand hits are counted while a page is made.
Our own posts are left out, and copies of a story are counted in posts, and once in stories.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count as CountOf
from django.db.models import Max, Min, QuerySet

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
_EPOCH = date(1970, 1, 1)


def volume(query: Query, *, since: datetime | None = None, until: datetime | None = None) -> Volume:
    """How much was heard, when, where, in which language and by whom; days are those of UTC.

    Both ends are taken to the full hour before them.
    """
    heard = _heard([query], since, until)
    hours = dict(heard.values_list("hour").annotate(n=CountOf("pk")).order_by())
    days = Counter[date]()
    for hour, n in hours.items():
        days[_EPOCH + timedelta(days=hour // _DAY)] += n
    voices = _voices(dict(heard.values_list("author").annotate(n=CountOf("pk")).order_by()))
    return Volume(
        query=query.name,
        posts=sum(hours.values()),
        stories=heard.aggregate(n=CountOf("story", distinct=True))["n"],
        voices=len(voices),
        days=tuple(_every_day(days)),
        networks=_counts(dict(heard.values_list("network").annotate(n=CountOf("pk")).order_by())),
        languages=_counts(_named(dict(heard.values_list("language").annotate(n=CountOf("pk")).order_by()))),
        loudest=_loudest(voices),
        bursts=burst_of(query, until=until),
    )


def _heard(queries: Sequence[Query], since: datetime | None, until: datetime | None) -> QuerySet[Hit]:
    found = Hit.objects.filter(query__in=queries, excluded=None).exclude(author__in=us().actors)
    if since is not None:
        found = found.filter(hour__gte=hour_of(since))
    return found if until is None else found.filter(hour__lt=hour_of(until))


def _voices(authors: Mapping[int, int]) -> dict[tuple[str, int], int]:
    """("person" or "actor", id) -> how often they said it; accounts of one person are one voice."""
    met: dict[int, int] = {}
    keys = list(authors)
    for start in range(0, len(keys), 10_000):
        met |= dict(Identity.objects.filter(actor__in=keys[start : start + 10_000]).values_list("actor", "person"))
    voices = Counter[tuple[str, int]]()
    for author, n in authors.items():
        voices[("person", met[author]) if author in met else ("actor", author)] += n
    return voices


def _loudest(voices: Mapping[tuple[str, int], int]) -> tuple[Count, ...]:
    first = sorted(voices.items(), key=lambda one: (-one[1], one[0]))[:_LOUDEST]
    people = dict(
        Identity.objects.filter(person__in=[key for (kind, key), _ in first if kind == "person"]).values_list(
            "person", "person__name"
        )
    )
    actors = Actor.objects.in_bulk([key for (kind, key), _ in first if kind == "actor"])
    return tuple(
        Count(of=people.get(key, "") if kind == "person" else str(actors.get(key, "")), n=n) for (kind, key), n in first
    )


def _named(languages: Mapping[str, int]) -> dict[str, int]:
    return {language or CANNOT_TELL: n for language, n in languages.items()}


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
    found = Hit.objects.filter(query=query, excluded=None)
    ends = found.aggregate(first=Min("hour"), last=Max("hour"))
    if ends["last"] is None:
        return ()
    end = hour_of(until) if until else ends["last"] + 1
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
