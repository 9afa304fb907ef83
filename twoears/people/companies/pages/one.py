"""One company with its buying group, and where one person belongs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from django.db.models import Max

from twoears.activities.models import Activity
from twoears.people.actions import NobodyHere
from twoears.people.buying.models import BuyingView
from twoears.people.buying.tasks import ALL
from twoears.people.companies.pages import group
from twoears.people.companies.pages.history import decisions_of_company, decisions_of_person
from twoears.people.companies.pages.listing import customers, people_of, stamp, waiting
from twoears.people.companies.said import Place
from twoears.people.companies.tasks import house_named, houses, members_at, places_of
from twoears.people.companies.values import Company, OfCompany, PlaceShown, PlacesShown
from twoears.people.models import Identity, Person

_SHOWN: Final = 500
Told = Mapping[int, tuple[str, ...]]


def company(words: str, *, now: datetime | None = None) -> Company:
    """The company of a domain, or the one that members call so; raises NobodyHere where nobody of it was met."""
    clock, drawn = now or datetime.now(UTC), houses()
    house = house_named(words, drawn)
    there, gone = members_at(house, clock.date()) if house else ([], [])
    said = decisions_of_company(drawn.domains(house)) if house else ()
    if not (there or gone or said):
        raise NobodyHere(f"We have met nobody of {words.strip()[:80]!r}. `twoears companies` lists those that we know.")
    current, before = people_of(there), people_of([one for one in gone if one not in set(there)])
    as_of = _until(clock)
    spoken, waits = group.talks([*there, *gone]), waiting(there)
    view, usual = (BuyingView.objects.filter(organisation=one).first() for one in (house, ALL))
    rows = _shown(current, before, house, spoken, waits, clock)
    people = [one for one in rows if one.now]
    ties, pairs = group.inside(sorted(current, key=lambda one: (-stamp(one.last_at), one.pk)))
    return Company(
        domain=house,
        name=drawn.name(house),
        domains=drawn.domains(house),
        customers=customers(current),
        asked=group.asked(there),
        part=group.taking_part(there, spoken, as_of),
        pairs=pairs,
        parts=group.parts(people),
        people=tuple(people[:_SHOWN]),
        before=tuple(one for one in rows if not one.now)[:_SHOWN],
        more=max(len(people) - _SHOWN, 0),
        inside=ties,
        waits=sum(waits.values()),
        near=view.order_soon if view else None,
        usual=usual.order_soon if usual else None,
        state=view.state if view else "",
        reasons=tuple(view.reasons) if view else (),
        decisions=said,
        as_of=as_of,
    )


def company_of(person: Person) -> str:
    """The domain of the company that somebody belongs to now, of several the one that they were heard from last."""
    return next((one.house for one in places_of([person.pk])[person.pk] if one.now), "")


def places_shown(person: Person, *, now: datetime | None = None) -> PlacesShown:
    """Where somebody belongs now and belonged before, and what members decided of it."""
    drawn, day = houses(), (now or datetime.now(UTC)).date()
    return PlacesShown(
        person=person.public_id,
        places=tuple(
            PlaceShown(
                domain=one.house,
                name=drawn.name(one.house),
                now=one.now,
                decided=one.decided,
                works_since=one.since,
                works_until=one.until,
                since=one.heard.first,
                until=one.heard.last,
                roles=one.roles,
                sentence=told_by(one),
            )
            for one in places_of([person.pk], day)[person.pk]
        ),
        decisions=decisions_of_person(person),
    )


def told_by(one: Place) -> str:
    """How we know, and since when, in a sentence.

    >>> told_by(Place(house="a.example", now=True))
    'Nothing was heard from an address there.'
    """
    heard = one.heard
    mail = "Nothing was heard from an address there."
    if heard.first and heard.last:
        mail = f"Heard from an address there from {heard.first:%Y-%m-%d} to {heard.last:%Y-%m-%d}."
    if not one.decided:
        return mail
    spans = [f"from {one.since}" if one.since else "", f"until {one.until}" if one.until else ""]
    return f"As a member says{', ' if any(spans) else ''}{' '.join(filter(None, spans))}. {mail}"


def _until(clock: datetime) -> datetime:
    """An archive of years ago has its own today: the last thing that was heard."""
    return Activity.objects.filter(published__lte=clock).aggregate(last=Max("published"))["last"] or clock


def _shown(
    current: Sequence[Person],
    before: Sequence[Person],
    house: str,
    spoken: dict[int, group.Talk],
    waits: Mapping[int, int],
    clock: datetime,
) -> list[OfCompany]:
    """Who is there and who was, who was heard last first."""
    keys = [one.pk for one in (*current, *before)]
    places, about, quiet = places_of(keys, clock.date()), _about(keys), group.silences(current, spoken, clock)
    rows = [
        _of_company(
            one,
            next(place for place in places[one.pk] if place.house == house),
            about.get(one.pk, ""),
            spoken.get(one.pk, group.Talk()),
            waits.get(one.pk, 0),
            quiet.get(one.pk, (None, "")),
        )
        for one in (*current, *before)
    ]
    return sorted(rows, key=lambda one: (one.last_at is None, -stamp(one.last_at), one.name, one.id))


def _of_company(
    row: Person, place: Place, about: str, talk: group.Talk, waits: int, quiet: tuple[bool | None, str]
) -> OfCompany:
    return OfCompany(
        id=row.public_id,
        name=row.name,
        about=about,
        stage=row.stage,
        mails=place.heard.mails,
        since=place.heard.first,
        until=place.heard.last,
        last_at=row.last_at,
        waits=waits,
        now=place.now,
        decided=place.decided,
        works_since=place.since,
        works_until=place.until,
        roles=place.roles,
        they_spoke=talk.they,
        we_spoke=talk.we,
        we_by=talk.by,
        silent=quiet[0],
        silence=quiet[1],
    )


def _about(people: Iterable[int]) -> dict[int, str]:
    """person -> the first line of their own words about themselves."""
    rows = Identity.objects.filter(person__in=list(people)).exclude(actor__summary="").order_by("-actor")
    return {person: words.split("\n")[0][:120] for person, words in rows.values_list("person", "actor__summary")}
