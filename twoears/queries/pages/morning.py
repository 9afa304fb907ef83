"""What queries have to say in the morning: what is new since yesterday, and what was said unusually often."""

from datetime import datetime
from typing import Final

from django.db.models import Count

from twoears.queries.models import Hit, Query
from twoears.queries.pages.numbers import burst_of
from twoears.queries.shown import Loud, OnToday
from twoears.queries.tasks import hour_of

_LOUD: Final = 5  # posts in a day, below which no hour can be a burst
_MOST: Final = 20  # queries that are named


def new_since(since: datetime) -> tuple[OnToday, ...]:
    """Queries that members want on their morning page and that heard something since, the loudest first."""
    kept = Query.objects.filter(on_today=True, removed_at=None)
    rows = Hit.objects.filter(query__in=kept, excluded=None, hour__gte=hour_of(since)).values("query")
    counted = list(rows.annotate(n=Count("pk"), stories=Count("story", distinct=True)).order_by("-n", "query")[:_MOST])
    held = kept.in_bulk([row["query"] for row in counted])
    return tuple(
        OnToday(id=held[row["query"]].public_id, name=held[row["query"]].name, n=row["n"], stories=row["stories"])
        for row in counted
    )


def bursts_since(since: datetime) -> tuple[Loud, ...]:
    """Queries with alerts that were said unusually often since, by name, each with its latest burst."""
    begin = hour_of(since)
    found = ((query, next(iter(burst_of(query)), None)) for query in _often(begin))
    return tuple(
        Loud(id=query.public_id, name=query.name, burst=burst)
        for query, burst in found
        if burst is not None and hour_of(burst.at) >= begin
    )


def _often(hour: int) -> list[Query]:
    """Those that were heard often enough since to be looked at for bursts."""
    kept = Query.objects.filter(alerts=True, removed_at=None)
    rows = Hit.objects.filter(query__in=kept, excluded=None, hour__gte=hour).values("query")
    counted = rows.annotate(n=Count("pk")).filter(n__gte=_LOUD).order_by("-n", "query")[:_MOST]
    return list(kept.filter(pk__in=[row["query"] for row in counted]).order_by("name"))
