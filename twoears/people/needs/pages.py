"""Segments: people by what they need, with their own words as evidence. Queries only.

Somebody stands in a segment by what they said themselves: a post, or an interview with them. A call note is what we say
of them, and puts nobody in one. Strangers stay accounts.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from twoears.activities.models import Actor
from twoears.lib.intervals import Number, share
from twoears.people.models import Identity
from twoears.threads.actions import us
from twoears.understanding.needs.coding.coded import carried
from twoears.understanding.needs.coding.pages import rows_of
from twoears.understanding.needs.pages import ItemShown, codes, items_shown
from twoears.understanding.needs.trouble import BadWords, NothingToCode

_OWN_WORDS: Final = ("post", "interview")
_QUOTES: Final = 3
_LISTED: Final = 100


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
    speaks = carried(rows_of())
    shown = items_shown(speaks)
    own = {item: one for item, one in shown.items() if one.kind in _OWN_WORDS and one.actor}
    ours = us().actors
    behind = _behind({one.actor for one in own.values()} - ours)
    said: dict[int, dict[str, list[ItemShown]]] = defaultdict(lambda: defaultdict(list))
    for item, one in own.items():
        if one.actor in behind:
            for need in speaks[item]:
                said[need][behind[one.actor][0]].append(one)
    everybody = len({who for who, *_ in behind.values()})
    names = {who: (person, name, network) for who, person, name, network in behind.values()}
    wanted = [one for one in codes() if code is None or one.id == code]
    made = [_segment(one.id, one.name, said.get(one.id, {}), names, everybody, listed) for one in wanted]
    return Segments(
        people=everybody,
        aside=sum(item not in own for item in speaks if item in shown),
        segments=tuple(sorted(made, key=lambda one: (-one.people.k, one.name))),
    )


def _segment(
    code: int,
    name: str,
    said: Mapping[str, list[ItemShown]],
    names: Mapping[str, tuple[str, str, str]],
    everybody: int,
    listed: int,
) -> Segment:
    order = sorted(said, key=lambda who: (-len(said[who]), names[who][1], who))
    return Segment(
        code=code,
        name=name,
        people=share(
            len(said),
            everybody,
            key="people",
            of="of the people whose words were looked at",
            question="How many speak of it?",
        ),
        who=tuple(
            InSegment(
                person=names[who][0],
                name=names[who][1],
                network=names[who][2],
                quotes=tuple(sorted(said[who], key=lambda one: one.at, reverse=True)[:_QUOTES]),
                said=len(said[who]),
            )
            for who in order[:listed]
        ),
    )


def _behind(actors: Collection[int]) -> dict[int, tuple[str, str, str, str]]:
    """account -> who is behind it (the same for all accounts of a person), their public id, name and network."""
    known = {
        actor: (f"person:{person}", public_id, name)
        for actor, person, public_id, name in Identity.objects.filter(actor__in=actors).values_list(
            "actor", "person", "person__public_id", "person__name"
        )
    }
    found = {}
    for row in Actor.objects.filter(pk__in=actors):
        who, person, name = known.get(row.pk, (f"actor:{row.pk}", "", str(row)))
        found[row.pk] = (who, person, name, row.network)
    return found


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
