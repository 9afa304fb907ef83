"""Reach, also of those who said what a kept query finds: `query:NAME` wherever people are told apart."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from twoears.activities.models import Actor
from twoears.people.models import Identity
from twoears.queries.actions import NoSuchQuery, the_query
from twoears.queries.models import Query
from twoears.queries.pages.heard import heard
from twoears.reach import pages
from twoears.reach.showing import IfShared, Reached
from twoears.reach.speaking import Among

QUERY: Final = "query:"
_AT_ONCE: Final = 10_000


def reached(*, by: str = "", days: int = pages.DAYS, speaker: str = "", now: datetime | None = None) -> Reached:
    """The same as `reach.pages.reached`; `by` may also be `query:` and the name of a kept query. Raises NoReach."""
    return pages.reached(by=by, days=days, speaker=speaker, now=now, among=among(by))


def if_shared(
    who: Sequence[int], *, by: str = "", days: int = pages.DAYS, now: datetime | None = None
) -> IfShared | None:
    """The same as `reach.pages.if_shared`, also for `query:NAME`."""
    return pages.if_shared(who, by=by, days=days, now=now, among=among(by))


def called(by: str) -> tuple[tuple[str, ...], ...]:
    """By what names each of those who said what `query:NAME` finds may stand in a table. Raises NoReach."""
    query = _query(by)
    authors = sorted(set(heard([query]).values_list("author", flat=True)))
    found: list[tuple[str, ...]] = []
    for at in range(0, len(authors), _AT_ONCE):
        some = Actor.objects.filter(pk__in=authors[at : at + _AT_ONCE]).order_by("pk")
        found += [(handle, f"@{handle}", uid) for handle, uid in some.values_list("handle", "uid")]
    return tuple(found)


def among(by: str) -> Among | None:
    """Those who said what the query finds that `by` names, without us and what members left out; None for others.

    Raises NoReach where there is no such query.
    """
    if not by.startswith(QUERY):
        return None
    query = _query(by)
    authors = list(heard([query]).values_list("author", flat=True).distinct())
    met: dict[int, int] = {}
    for at in range(0, len(authors), _AT_ONCE):
        some = Identity.objects.filter(actor__in=authors[at : at + _AT_ONCE])
        met.update(some.values_list("actor", "person"))
    return Among(name=query.name, who=tuple(sorted({met.get(author, -author) for author in authors})))


def _query(by: str) -> Query:
    try:
        return the_query(by.removeprefix(QUERY).strip())
    except NoSuchQuery as error:
        raise pages.NoReach(str(error)) from error
