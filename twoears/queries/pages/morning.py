"""What queries have to say in the morning: what is new since yesterday, and what was said unusually often."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q

from twoears.queries.models import Query
from twoears.queries.pages.heard import heard
from twoears.queries.pages.hits import once_of
from twoears.queries.pages.numbers import burst_of
from twoears.queries.shown import Burst, Loud, News, OnToday
from twoears.queries.tasks import hour_of
from twoears.team.models import Member

_LOUD: Final = 5  # posts in a day, below which no hour can be a burst
_MOST: Final = 20  # queries that are named
_SENTENCES: Final = 3  # of each in a mail
_DAY, _LATE = timedelta(days=1), timedelta(days=7)  # a place that is looked at seldom tells days later


def new_since(since: datetime) -> tuple[OnToday, ...]:
    """Queries that members want on their morning page and that heard something since, the loudest first."""
    kept = Query.objects.filter(on_today=True, removed_at=None)
    rows = heard(kept, since).values("query")
    counted = list(rows.annotate(n=Count("pk"), stories=Count("story", distinct=True)).order_by("-n", "query")[:_MOST])
    held = kept.in_bulk([row["query"] for row in counted])
    return tuple(
        OnToday(id=held[row["query"]].public_id, name=held[row["query"]].name, n=row["n"], stories=row["stories"])
        for row in counted
    )


def news(member: Member, told: Mapping[int, int], *, since: datetime, now: datetime) -> tuple[News, ...]:
    """What each query in the morning mail of `member` heard, the loudest first; those that heard nothing too.

    `told` is, by query, the last post up to which the mail of `since` had told: what came after it is new, also where
    it was said before. What was history when a query was kept is no news, and neither is what we said ourselves.
    """
    theirs = Q(team=None) | Q(team__in=member.teams.all())
    kept = Query.objects.filter(theirs, in_mail=True, removed_at=None).order_by("pk")
    found = [_news(query, told.get(query.pk), since, now) for query in kept]
    return tuple(sorted(found, key=lambda one: (-one.n, one.name)))


def _news(query: Query, told: int | None, since: datetime, now: datetime) -> News:
    begin = since if told is None else since - _LATE
    new = heard([query], min(begin, now - _DAY)).filter(
        post__gt=max(told or 0, query.fresh_from), post__lte=query.reached
    )
    counted = new.aggregate(n=Count("pk"), stories=Count("story", distinct=True))
    return News(
        key=query.pk,
        reached=query.reached,
        id=query.public_id,
        name=query.name,
        n=counted["n"],
        stories=counted["stories"],
        hits=once_of(query, new, limit=_SENTENCES) if counted["n"] else (),
        burst=_loud(query, since) if query.alerts and counted["n"] >= _LOUD else None,
    )


def _loud(query: Query, since: datetime) -> Burst | None:
    latest = next(iter(burst_of(query)), None)
    return latest if latest and hour_of(latest.at) >= hour_of(since) else None


def bursts_since(since: datetime) -> tuple[Loud, ...]:
    """Queries with alerts that were said unusually often since, by name, each with its latest burst."""
    begin = hour_of(since)
    found = ((query, next(iter(burst_of(query)), None)) for query in _often(since))
    return tuple(
        Loud(id=query.public_id, name=query.name, burst=burst)
        for query, burst in found
        if burst is not None and hour_of(burst.at) >= begin
    )


def _often(since: datetime) -> list[Query]:
    """Those that were heard often enough since to be looked at for bursts."""
    kept = Query.objects.filter(alerts=True, removed_at=None)
    rows = heard(kept, since).values("query")
    counted = rows.annotate(n=Count("pk")).filter(n__gte=_LOUD).order_by("-n", "query")[:_MOST]
    return list(kept.filter(pk__in=[row["query"] for row in counted]).order_by("name"))
