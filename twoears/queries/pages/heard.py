"""Which hits count, and over which days: numbers and lists begin here, so that they tell of the same posts.

Heard is what others said and no member left out. What we said ourselves and what is left out are views of their own.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.db.models import QuerySet

from twoears.activities.models import Post
from twoears.queries.models import Hit, Query
from twoears.queries.tasks import hour_of
from twoears.threads.actions import us


def last_day(now: datetime | None = None) -> date:
    """The last day (UTC) on which anything was heard, today where nothing was.

    Days are counted back from there: an archive of three years ago has its own last thirty days.
    """
    moment = now or datetime.now(UTC)
    heard = Post.objects.filter(published__lte=moment).order_by("-published").values_list("published", flat=True)
    return (heard.first() or moment).astimezone(UTC).date()


def last_days(days: int, now: datetime | None = None) -> tuple[datetime, datetime]:
    """Where the last so many days begin, and where they end: whole days, so that columns by day add up to the sum."""
    end = datetime.combine(last_day(now), time(), UTC) + timedelta(days=1)
    return end - timedelta(days=days), end


def heard(queries: Iterable[Query], since: datetime | None = None, until: datetime | None = None) -> QuerySet[Hit]:
    """What others said. Both ends are taken to the full hour before them, here and below."""
    return _found(queries, since, until).filter(excluded=None).exclude(author__in=us().actors)


def said_by_us(queries: Iterable[Query], since: datetime | None = None, until: datetime | None = None) -> QuerySet[Hit]:
    """What we said ourselves, without what members left out."""
    return _found(queries, since, until).filter(excluded=None, author__in=us().actors)


def left_out(queries: Iterable[Query], since: datetime | None = None, until: datetime | None = None) -> QuerySet[Hit]:
    """What members left out, whoever said it."""
    return _found(queries, since, until).exclude(excluded=None)


VIEWS: Final = {"heard": heard, "ours": said_by_us, "hidden": left_out}


def _found(queries: Iterable[Query], since: datetime | None, until: datetime | None) -> QuerySet[Hit]:
    found = Hit.objects.filter(query__in=queries)
    found = found if since is None else found.filter(hour__gte=hour_of(since))
    return found if until is None else found.filter(hour__lt=hour_of(until))
