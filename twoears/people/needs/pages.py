"""Segments: people by what they need, with their own words as evidence. Queries only.

Somebody stands in a segment by what they said themselves: a post, or an interview with them. A call note is what we say
of them, and puts nobody in one. Strangers stay accounts.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.db.models import Q

from twoears.activities.models import Actor
from twoears.lib.intervals import Number, share
from twoears.people.models import Identity
from twoears.threads.actions import us
from twoears.understanding.needs.coding.coded import carried
from twoears.understanding.needs.coding.pages import rows_of
from twoears.understanding.needs.items import Item
from twoears.understanding.needs.pages import ItemShown, codes, items_placed, items_shown
from twoears.understanding.needs.trouble import BadWords, NothingToCode

_OWN_WORDS: Final = ("post", "interview")
_QUOTES: Final = 3
_LISTED: Final = 100


class _Who(NamedTuple):
    """Who is behind an account: a key, their public id (empty for a stranger), their name and network."""

    who: str
    person: str
    name: str
    network: str


class _Heard(NamedTuple):
    """need -> who -> what they said of it, the latest first; all who were looked at; what was left aside."""

    said: dict[int, dict[str, list[Item]]]
    people: dict[str, _Who]
    aside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InSegment:
    """Somebody, and what they said. `person` is empty for a stranger, who is shown by their account."""

    person: str
    name: str
    network: str
    quotes: tuple[ItemShown, ...]
    said: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Those who spoke of a need, of all whose words were looked at; who said it most first."""

    code: int
    name: str
    people: Number
    who: tuple[InSegment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """All segments, the largest first. `aside` is how much was coded that is not in somebody's own words."""

    people: int
    aside: int
    segments: tuple[Segment, ...]


def segments(code: int | None = None, *, listed: int = _LISTED) -> Segments:
    """People by need; by one need only, where a code is given."""
    heard = _heard()
    wanted = [one for one in codes() if code is None or one.id == code]
    order = {one.id: _order(heard.said[one.id], heard.people)[:listed] for one in wanted}
    quoted = (item for need, who in order.items() for one in who for item in heard.said[need][one][:_QUOTES])
    words = items_shown(dict.fromkeys(quoted))
    made = [
        Segment(
            code=one.id,
            name=one.name,
            people=_share(len(heard.said[one.id]), len(heard.people)),
            who=tuple(_in_segment(heard.people[who], heard.said[one.id][who], words) for who in order[one.id]),
        )
        for one in wanted
    ]
    order_of_all = sorted(made, key=lambda one: (-one.people.k, one.name))
    return Segments(people=len(heard.people), aside=heard.aside, segments=tuple(order_of_all))


def those_who_need(code: int) -> list[str]:
    """The public ids of the people who spoke of a need themselves; strangers have none."""
    heard = _heard()
    return [person for who in heard.said[code] if (person := heard.people[who].person)]


def _heard() -> _Heard:
    speaks = carried(rows_of())
    placed = items_placed(speaks)
    own = {item: one for item, one in placed.items() if one.kind in _OWN_WORDS and one.actor}
    behind = _behind({one.actor for one in own.values()} - us().actors)
    said: dict[int, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item, one in sorted(own.items(), key=lambda pair: pair[1].at, reverse=True):
        if one.actor in behind:
            for need in speaks[item]:
                said[need][behind[one.actor].who].append(item)
    return _Heard(said, {one.who: one for one in behind.values()}, sum(item not in own for item in placed))


def _order(said: Mapping[str, list[Item]], people: Mapping[str, _Who]) -> list[str]:
    return sorted(said, key=lambda who: (-len(said[who]), people[who].name, who))


def _share(k: int, n: int) -> Number:
    of = "of the people whose words were looked at"
    return share(k, n, key="people", of=of, question="How many speak of it?")


def _in_segment(who: _Who, said: Sequence[Item], words: Mapping[Item, ItemShown]) -> InSegment:
    quotes = tuple(words[item] for item in said[:_QUOTES] if item in words)
    return InSegment(person=who.person, name=who.name, network=who.network, quotes=quotes, said=len(said))


def _behind(actors: Collection[int]) -> dict[int, _Who]:
    """account -> who is behind it, the same for all accounts of a person."""
    known = {
        actor: (f"person:{person}", public_id, name)
        for actor, person, public_id, name in Identity.objects.filter(actor__in=actors).values_list(
            "actor", "person", "person__public_id", "person__name"
        )
    }
    return {
        row.pk: _Who(*known.get(row.pk, (f"actor:{row.pk}", "", str(row))), row.network)
        for row in Actor.objects.filter(pk__in=actors)
    }


def account_named(words: str) -> int:
    """The one account that a handle, an id, a mail address or a person's id names; raises NothingToCode."""
    said = words.strip()
    if "\x00" in said:
        raise BadWords("There is a NUL character in it: that is no text.")
    name = said.lstrip("@")
    by = Q(uid__iexact=said) | Q(handle__iexact=name) | Q(mail__iexact=name) | Q(identity__public_id=said)
    found = list(Actor.objects.filter(by).order_by("pk").distinct()[:2])
    if not found:
        raise NothingToCode(f"Nobody here is called {said[:80]!r}. Leave it empty where they are not known.")
    if len(found) > 1:
        raise NothingToCode(f"{said[:80]!r} can be {found[0].uid} or {found[1].uid}. Give one of these.")
    return found[0].pk
