"""The front door to what a data folder holds: only this needs Django, and sets it up by itself."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from twoears.queries.shown import HitShown, QueryShown, Volume
from twoears.reach.gathering import Named, told_apart
from twoears.reach.graph import Graph

if TYPE_CHECKING:  # they cannot be imported before a house is open
    from twoears.conversations.criticism.pages.improving import Improvements
    from twoears.conversations.criticism.pages.showing import Found
    from twoears.conversations.strangers.pages.showing import Strangers
    from twoears.conversations.voices.pages.showing import FromPosts
    from twoears.people.companies.values import Companies, Company
    from twoears.people.referrals.showing import ReferralsPage
    from twoears.people.showing import PersonCard
    from twoears.people.ties.showing import TiesPage
    from twoears.people.unsure.showing import Unsure

Anything = TypeVar("Anything")


def kept_queries(*, data: Path | str | None = None) -> tuple[QueryShown, ...]:
    """What is listened for in a data folder (default: that of this machine), by name: how much each heard, and whether
    that is meant."""
    return _in_house(data, lambda: _pages("lists").queries())


def hits(
    query: str,
    *,
    which: str = "heard",
    since: datetime | None = None,
    limit: int = 1000,
    data: Path | str | None = None,
) -> tuple[HitShown, ...]:
    """What a kept query (its name or id) heard of others, each post, the latest first. Raises NoSuchQuery.

    Other views are what we said ourselves (`ours`) and what members left out (`hidden`).
    """

    def look() -> tuple[HitShown, ...]:
        kept = _kept(query)
        found: tuple[HitShown, ...] = _pages("hits").each_of(
            kept, _pages("heard").VIEWS[which]([kept], since), limit=limit
        )
        return found

    return _in_house(data, look)


def volume(query: str, *, since: datetime | None = None, data: Path | str | None = None) -> Volume:
    """How much a kept query heard by day, where, in which language, by whom; without what we said ourselves."""
    heard: Volume = _in_house(data, lambda: _pages("numbers").volume(_kept(query), since=since))
    return heard


def naming(about: str, *, limit: int = 1000, data: Path | str | None = None) -> tuple[HitShown, ...]:
    """The posts heard in a data folder, strangers' too, that name something, such as `place:berlin`, latest first.

    `conversation` is empty where we take no part in it. Raises NotNamed.
    """
    found: tuple[HitShown, ...] = _in_house(data, lambda: _pages("named").named(about, limit=limit))
    return found


def criticism(*, data: Path | str | None = None) -> "Found":
    """What was criticised in a data folder: how much of it is taken up, and the rest by the need behind it."""
    there: Found = _in_house(data, lambda: _improving("found").found())
    return there


def improvements(*, data: Path | str | None = None) -> "Improvements":
    """What a team makes better for its critics, and how many of these heard back."""
    there: Improvements = _in_house(data, lambda: _improving("improving").improvements())
    return there


def companies(*, q: str = "", limit: int = 1000, data: Path | str | None = None) -> "Companies":
    """Companies of which somebody was met, by the domains of mail addresses; `q` is a part of a domain."""
    there: Companies = _in_house(
        data, lambda: import_module("twoears.people.companies.pages.listing").companies(q=q, limit=limit)
    )
    return there


def company(name: str, *, data: Path | str | None = None) -> "Company":
    """One company of a data folder by a domain of it or its name: its buying group, who has left, what members said.

    Raises NobodyHere where nobody of it was met.
    """
    there: Company = _in_house(data, lambda: import_module("twoears.people.companies.pages.one").company(name))
    return there


def strangers(*, days: int = 90, limit: int = 1000, data: Path | str | None = None) -> "Strangers":
    """Strangers heard in a data folder in so many days who spoke of something that may be helped with, and why."""
    pages = "twoears.conversations.strangers.pages.listing"
    there: Strangers = _in_house(data, lambda: import_module(pages).strangers(days=days, limit=limit))
    return there


def subject(name: str, *, most: int = 20_000, data: Path | str | None = None) -> "FromPosts":
    """What the posts of a subject (its name or number) tell, the latest `most` of them. Raises NoSuchSubject."""

    def look() -> "FromPosts":
        key = import_module("twoears.conversations.voices.pages.subjects").subject_named(name)
        found: FromPosts = import_module("twoears.conversations.voices.pages.heard").from_posts(key, most)
        return found

    return _in_house(data, look)


def unsure(*, limit: int = 100, data: Path | str | None = None) -> "Unsure":
    """Accounts that are likely one person, the likeliest first, with what speaks for it and against it; what members
    said of such pairs, and how right the proposals are."""

    def look() -> "Unsure":
        found: Unsure = import_module("twoears.people.unsure.pages").unsure(limit=limit)
        return found

    return _in_house(data, look)


def ties(person: str, *, data: Path | str | None = None) -> "TiesPage":
    """Whom a person (their public id) knows: where we stand with each other, colleagues, others. Raises NobodyHere."""

    def look() -> "TiesPage":
        found = import_module("twoears.people.actions").the_person(person)
        page: TiesPage = import_module("twoears.people.ties.pages").ties_of(found)
        return page

    return _in_house(data, look)


def cooling(*, limit: int = 1000, data: Path | str | None = None) -> "tuple[PersonCard, ...]":
    """Who is quieter than 19 of 20 of the pauses that they have had with us, those that went quiet last first."""

    def look() -> "tuple[PersonCard, ...]":
        cards: tuple[PersonCard, ...] = import_module("twoears.people.pages").people_list(view="cooling", limit=limit)[
            0
        ]
        return cards

    return _in_house(data, look)


def referrals(*, data: Path | str | None = None) -> "ReferralsPage":
    """Who sent whom in a data folder, what came of it, and who would likely send somebody if asked."""

    def look() -> "ReferralsPage":
        page: ReferralsPage = import_module("twoears.people.referrals.pages").referrals()
        return page

    return _in_house(data, look)


def graph(*, days: int = 0, data: Path | str | None = None) -> Named:
    """Who hears whom in a data folder, by what was heard: the graph, and the name of each of its vertices.

    Ties count that were told in the last `days`, and follows and connections however old; 0 counts all. Of several who
    are called the same, all but the first have a number behind their name. Without anything heard it is empty.
    """

    def look() -> Named:
        found = import_module("twoears.reach.pages").graph_now(days)
        arrays, names = found or (Graph.from_edges([], []), [])
        return Named.of(arrays, told_apart(names))

    return _in_house(data, look)


def _improving(name: str) -> Any:
    return import_module(f"twoears.conversations.criticism.pages.{name}")


def _in_house(data: Path | str | None, look: Callable[[], Anything]) -> Anything:
    """Look into the data folder. In a thread of its own: a notebook runs a loop, in which Django refuses to ask."""

    def inside() -> Anything:
        import_module("twoears.house").open_house(Path(data) if data is not None else None)
        return look()

    with ThreadPoolExecutor(1) as beside:
        return beside.submit(inside).result()


def _pages(name: str) -> Any:
    return import_module(f"twoears.queries.pages.{name}")


def _kept(query: str) -> Any:
    return import_module("twoears.queries.actions").the_query(query)
