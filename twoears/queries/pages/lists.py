"""The queries that are kept, and how each of them does."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, Max, Q, QuerySet

from twoears.activities.models import Position
from twoears.lib.intervals import Number, share
from twoears.queries.models import Exclusion, Hit, Mark, Query
from twoears.queries.pages.heard import heard, last_day, last_days
from twoears.queries.shown import Delivered, ExclusionShown, QueryShown
from twoears.queries.tasks import hour_of
from twoears.threads.actions import us
from twoears.threads.tasks import STEP as THREADED

DAYS = 30
_DAY = 24  # hours


def queries(*, now: datetime | None = None, limit: int | None = None, after: int = 0) -> tuple[QueryShown, ...]:
    """Those that are kept, by name."""
    among = Query.objects.filter(removed_at=None).order_by("name", "pk")
    page = among[after : after + limit] if limit else among[after:] if after else among
    return _rows(page, now or datetime.now(UTC))


def removed(*, now: datetime | None = None) -> tuple[QueryShown, ...]:
    """Those that were removed, the latest first."""
    return _rows(Query.objects.exclude(removed_at=None).order_by("-removed_at"), now or datetime.now(UTC))


def query_shown(query: Query, *, now: datetime | None = None) -> QueryShown:
    """One query as it stands in the list."""
    return _rows(Query.objects.filter(pk=query.pk), now or datetime.now(UTC))[0]


def _rows(among: QuerySet[Query], now: datetime) -> tuple[QueryShown, ...]:
    """A few questions to the database, however many queries there are."""
    kept, last = list(among.select_related("team")), last_day(now)
    keys = [query.pk for query in kept]
    counted = _counted(keys)
    front = Position.objects.filter(step=THREADED).values_list("reached", flat=True).first() or 0
    marks, days = _marks_of(keys), _days(kept, now)
    return tuple(
        QueryShown(
            id=q.public_id,
            name=q.name,
            text=q.text,
            team=str(q.team or ""),
            made_at=q.made_at,
            hits=counted[q.pk].heard,
            ours=counted[q.pk].ours,
            hidden=counted[q.pk].hidden,
            last_at=_moment(counted[q.pk].last),
            caught_up=q.reached >= front,
            removed=q.removed_at is not None,
            on_today=q.on_today,
            in_mail=q.in_mail,
            alerts=q.alerts,
            days=days.get(q.pk, (0,) * DAYS),
            last_day=last,
            precision=_precision(*marks.get(q.pk, (0, 0))),
        )
        for q in kept
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """Posts that a query found: what was heard and in which hour last, what we said, what is left out."""

    heard: int = 0
    ours: int = 0
    hidden: int = 0
    last: int = 0


def _counted(queries: Sequence[int]) -> dict[int, _Counted]:
    rows = Hit.objects.filter(query__in=queries).values("query").order_by("query")
    shown, ours = Q(excluded=None), Q(author__in=us().actors)
    found = rows.annotate(
        heard=Count("pk", filter=shown & ~ours),
        ours=Count("pk", filter=shown & ours),
        hidden=Count("pk", filter=~shown),
        last=Max("hour", filter=shown & ~ours),
    )
    held = {row["query"]: _Counted(row["heard"], row["ours"], row["hidden"], row["last"] or 0) for row in found}
    return {query: held.get(query, _Counted()) for query in queries}


def _moment(hour: int) -> datetime | None:
    return datetime.fromtimestamp(hour * 3600, UTC) if hour else None


def _days(queries: Sequence[Query], now: datetime) -> dict[int, tuple[int, ...]]:
    """query -> how often it was heard on each of the last thirty days, the oldest first."""
    since, until = last_days(DAYS, now)
    rows, first = heard(queries, since, until), hour_of(since)
    made: dict[int, list[int]] = {}
    for query, hour, n in rows.values_list("query", "hour").annotate(n=Count("pk")).order_by():
        made.setdefault(query, [0] * DAYS)[(hour - first) // _DAY] += n
    return {query: tuple(days) for query, days in made.items()}


def precision(query: Query) -> Number:
    """How much of what it finds is what it is after, by what members marked."""
    return _precision(*_marks_of([query.pk]).get(query.pk, (0, 0)))


def precision_of(marks: Mapping[int, bool]) -> Number:
    """The same for marks that are not kept yet."""
    return _precision(sum(marks.values()), len(marks))


def _marks_of(queries: Sequence[int]) -> dict[int, tuple[int, int]]:
    """query -> (marked right, marked at all); a post that members see differently counts for each of them."""
    rows = Mark.objects.filter(query__in=queries, undone_at=None).values("query")
    counted = rows.annotate(right=Count("pk", filter=Q(right=True)), all=Count("pk"))
    return {row["query"]: (row["right"], row["all"]) for row in counted}


def _precision(right: int, marked: int) -> Number:
    return share(
        right, marked, key="precision", of="judged posts that were meant", question="Does it hear what we are after?"
    )


def exclusions(query: Query) -> tuple[ExclusionShown, ...]:
    """What is left out of a query, and how many hits each hides; the latest first."""
    kept = query.exclusions.filter(undone_at=None).select_related("member").order_by("-pk")
    return tuple(
        ExclusionShown(id=one.pk, text=one.text, member=str(one.member or ""), at=one.made_at, hides=hides)
        for one, hides in _with_hidden(kept)
    )


def _with_hidden(kept: QuerySet[Exclusion]) -> Iterable[tuple[Exclusion, int]]:
    hides = Counter[int]()
    for row in Hit.objects.filter(excluded__in=kept).values("excluded").annotate(n=Count("pk")).order_by():
        hides[row["excluded"]] = row["n"]
    return ((one, hides[one.pk]) for one in kept)


def delivered(query: Query) -> Delivered:
    """Where the hits of a query go."""
    return Delivered(
        on_today=query.on_today,
        in_mail=query.in_mail,
        alerts=query.alerts,
        with_words=query.with_words,
        webhook=query.webhook,
        trouble=query.trouble,
        next_at=query.tell_at if query.trouble and query.webhook else None,
        feed_key=query.feed_key,
    )
