"""The buying group of a company: who speaks with us, who is silent, who has which part, and who knows whom."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import Max

from twoears.lib.intervals import Number, share
from twoears.people.companies.pages.listing import of_people
from twoears.people.companies.roles import ROLES
from twoears.people.companies.values import Inside, OfCompany, Part
from twoears.people.models import Person
from twoears.people.ties.pages import between, quiet_with_us
from twoears.threads.models import Turn
from twoears.threads.turns import UNSURE

DAYS: Final = 90
_AT_ONCE: Final = 5_000
_PAIRS_OF: Final = 500  # people among whom pairs are looked for


class Talk(NamedTuple):
    """The last words between us and somebody."""

    they: datetime | None = None
    we: datetime | None = None
    by: str = ""


def talks(people: Sequence[int]) -> dict[int, Talk]:
    """person -> when they last spoke to us, when we last answered them, and who of us did."""
    theirs = Turn.objects.filter(ours=False, to_us=True).values("actor__identity__person")
    spoke = {row["actor__identity__person"]: row["at"] for row in of_people(people, theirs.annotate(at=Max("at")))}
    ours = Turn.objects.filter(ours=True).values("replied_to__identity__person")
    rows = list(of_people(people, ours.annotate(at=Max("at")), "replied_to"))
    said = {row["replied_to__identity__person"]: row["at"] for row in rows}
    by = _by(said)
    return {one: Talk(spoke.get(one), said.get(one), by.get(one, "")) for one in spoke.keys() | said.keys()}


def _by(said: dict[int, datetime]) -> dict[int, str]:
    """person -> who of us said our last word to them."""
    found: dict[int, str] = {}
    columns = ("replied_to__identity__person", "at", "actor__name", "actor__handle")
    for start in range(0, len(said), _AT_ONCE):
        some = sorted(said)[start : start + _AT_ONCE]
        rows = Turn.objects.filter(ours=True, replied_to__identity__person__in=some, at__in={said[one] for one in some})
        for person, at, name, handle in rows.order_by("pk").values_list(*columns):
            if said[person] == at:
                found[person] = name or handle
    return found


def silences(people: Sequence[Person], spoken: dict[int, Talk], now: datetime) -> dict[int, tuple[bool | None, str]]:
    """person -> whether they are silent towards us, and in which words; None where that cannot be told."""
    told = quiet_with_us(people, now)
    found: dict[int, tuple[bool | None, str]] = {}
    for one in people:
        if one.pk not in spoken or spoken[one.pk].they is None:
            found[one.pk] = (True, "They have not spoken to us.")
        elif one.pk in told:
            found[one.pk] = (told[one.pk].cooling, told[one.pk].sentence)
        else:
            found[one.pk] = (None, "Cannot tell whether it is quieter than usual.")
    return found


def asked(people: Sequence[int]) -> Number:
    """How many of them asked us something."""
    rows = Turn.objects.exclude(waits__in=("", UNSURE)).values("actor__identity__person").distinct()
    found = {row["actor__identity__person"] for row in of_people(people, rows)}
    question = "Who of them talks with us?"
    return share(len(found), len(people), key="asked", of="of them asked us something", question=question)


def taking_part(people: Sequence[int], spoken: dict[int, Talk], as_of: datetime) -> Number:
    """How many of those who are known there spoke to us in the last ninety days."""
    since = as_of - min(timedelta(days=DAYS), as_of - datetime.min.replace(tzinfo=as_of.tzinfo))
    took = [one for one in people if (last := spoken.get(one, Talk()).they) and last >= since]
    return share(
        len(took),
        len(people),
        key="part",
        of=f"of those we know there spoke to us in {DAYS} days",
        question="How many of those who are known take part?",
    )


def parts(people: Sequence[OfCompany]) -> tuple[Part, ...]:
    """Each part in buying with who has it."""
    return tuple(
        Part(role=role, does=does, people=tuple(one.name for one in people if role in one.roles))
        for role, does in ROLES.items()
    )


def inside(people: Sequence[Person]) -> tuple[tuple[Inside, ...], Number]:
    """Who of them have to do with each other, the latest first; and how many of all pairs."""
    some = people[:_PAIRS_OF]
    by_account = {one.first_actor_id: one for one in some}
    found = tuple(
        Inside(
            left=by_account[tie.low].public_id,
            left_name=by_account[tie.low].name,
            right=by_account[tie.high].public_id,
            right_name=by_account[tie.high].name,
            together=tie.together,
            last_at=tie.last_at,
            sentence=tie.sentence,
        )
        for tie in between(list(by_account))
    )
    number = share(
        len(found),
        len(some) * (len(some) - 1) // 2,
        key="pairs",
        of="of the pairs among them were heard to have to do with each other",
        question="Who of them knows whom?",
    )
    return found, number
