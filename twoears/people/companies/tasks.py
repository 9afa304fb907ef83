"""Who belongs to which company, told from mail addresses and from what members decided; made anew each time.

An opinion: the same record and the same decisions give the same. Nothing of it is kept.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Final

from django.db.models import Max, Min, QuerySet

from twoears.activities.models import Activity
from twoears.people.companies.houses import domain_in, domain_of
from twoears.people.companies.models import CompanyDecision
from twoears.people.companies.said import JOIN, Heard, Houses, Place, Said, places
from twoears.people.models import Identity
from twoears.threads.actions import us

_AT_ONCE: Final = 10_000
LONGEST: Final = 500  # characters of what a company is asked for by
_ABOUT_PEOPLE: Final = ("works", "not", "role")
_COLUMNS: Final = ("id", "kind", "domain", "actor__identity__person", "other", "name", "roles", "since", "until")


def houses() -> Houses:
    """The companies as members drew them."""
    return Houses(_said(CompanyDecision.objects.exclude(kind__in=_ABOUT_PEOPLE)))


def places_of(people: Collection[int], today: date | None = None) -> dict[int, tuple[Place, ...]]:
    """person -> where they belong, now and before, with when they were heard from there."""
    drawn, mails, said = houses(), _mails(people), _words(people)
    heard = _dated(mails, drawn)
    day = today or datetime.now(UTC).date()
    return {one: places(drawn, said.get(one, ()), heard.get(one, {}), day) for one in people}


def members_of(today: date | None = None) -> dict[str, tuple[list[int], list[int]]]:
    """company -> the people who belong there now, and who did before; our own left out."""
    drawn, mails, said = houses(), _mails(None), _words(None)
    day = today or datetime.now(UTC).date()
    # Only who has two places may have left one of them: nobody else is looked up in the record.
    several = {one: some for one, some in mails.items() if one in said or len(_undated(some, drawn)) > 1}
    dated = _dated(several, drawn)
    found: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for person in sorted(mails.keys() | said.keys()):
        heard = dated.get(person) or _undated(mails.get(person, {}), drawn)
        for one in _once(places(drawn, said.get(person, ()), heard, day)):
            found[one.house][0 if one.now else 1].append(person)
    return dict(found)


def members_at(house: str, today: date | None = None) -> tuple[list[int], list[int]]:
    """The people who belong to one company now, and who did before, as in `members_of`; nobody else is looked at."""
    drawn, ours = houses(), us().actors
    told: dict[str, bool] = {}
    rows = Identity.objects.exclude(actor__mail="").exclude(actor__in=ours).values_list("person", "actor__mail")
    some = set()
    for person, mail in rows.iterator(chunk_size=_AT_ONCE):
        domain = mail.rpartition("@")[2]
        if domain not in told:
            told[domain] = drawn.of(domain_of(mail)) == house
        if told[domain]:
            some.add(person)
    about = CompanyDecision.objects.filter(kind__in=_ABOUT_PEOPLE, domain__in=drawn.domains(house), undone_at=None)
    some.update(about.exclude(actor__identity=None).values_list("actor__identity__person", flat=True))
    found: tuple[list[int], list[int]] = ([], [])
    for person, where in places_of(some, today).items():
        for one in _once(where):
            if one.house == house:
                found[0 if one.now else 1].append(person)
    return sorted(found[0]), sorted(found[1])


def house_by_person(today: date | None = None) -> dict[int, str]:
    """person -> the company that they belong to now: of several the one that they were heard from last."""
    several = houses_by_person(today)
    found = {person: some[0] for person, some in several.items() if len(some) == 1}
    for part in _parts([person for person, some in several.items() if len(some) > 1]):
        found |= {person: some[0].house for person, some in places_of(part, today).items() if some}
    return found


def people_at(words: str, today: date | None = None) -> tuple[str, tuple[int, ...]]:
    """The domain that a company goes by, by any of its domains or its name, and who belongs there now."""
    house = house_named(words, houses())
    return house, tuple(members_at(house, today)[0]) if house else ()


def house_named(words: str, drawn: Houses) -> str:
    """The domain that a company goes by, by any of its domains or its name; empty where words are neither."""
    domain = domain_in(words[:LONGEST]) or drawn.named(words[:LONGEST])
    return drawn.key(domain) if domain else ""


def houses_by_person(today: date | None = None) -> dict[int, list[str]]:
    """person -> the companies that they belong to now."""
    found: dict[int, list[str]] = defaultdict(list)
    for house, (now, _) in members_of(today).items():
        for person in now:
            found[person].append(house)
    return dict(found)


def _once(some: Iterable[Place]) -> Iterator[Place]:
    """Each company once: who was there twice is there now, if they are."""
    seen: set[str] = set()
    for one in some:
        if one.house not in seen:
            seen.add(one.house)
            yield one


def _said(rows: QuerySet[CompanyDecision]) -> list[Said]:
    """What stands of them, the oldest first."""
    found = rows.filter(undone_at=None).order_by("pk").values_list(*_COLUMNS)
    return [
        Said(id=pk, kind=kind, domain=domain, person=person or 0, other=other if kind == JOIN else "", name=name,
             roles=tuple(roles), since=since, until=until)
        for pk, kind, domain, person, other, name, roles, since, until in found
    ]  # fmt: skip


def _words(people: Collection[int] | None) -> dict[int, list[Said]]:
    """person -> what members decided of where they belong, the oldest first; nothing of whom nobody has met."""
    rows = CompanyDecision.objects.filter(kind__in=_ABOUT_PEOPLE, actor__identity__isnull=False)
    found: dict[int, list[Said]] = defaultdict(list)
    for some in (rows,) if people is None else (rows.filter(actor__identity__person__in=p) for p in _parts(people)):
        for one in _said(some):
            found[one.person].append(one)
    return dict(found)


def _mails(people: Collection[int] | None) -> dict[int, dict[int, str]]:
    """person -> account -> its mail address, our own accounts left out."""
    rows = Identity.objects.exclude(actor__mail="").exclude(actor__in=us().actors).order_by("person", "actor")
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for some in (rows,) if people is None else (rows.filter(person__in=part) for part in _parts(people)):
        for person, actor, mail in some.values_list("person", "actor", "actor__mail").iterator(chunk_size=_AT_ONCE):
            found[person][actor] = mail
    return dict(found)


def _undated(mails: Mapping[int, str], drawn: Houses) -> dict[str, Heard]:
    found: dict[str, Heard] = {}
    for mail in mails.values():
        if house := drawn.of(domain_of(mail)):
            found[house] = found.get(house, Heard()) + Heard(mails=(mail,))
    return found


def _dated(mails: Mapping[int, Mapping[int, str]], drawn: Houses) -> dict[int, dict[str, Heard]]:
    """person -> company -> when they were heard from there."""
    told = {actor: drawn.of(domain_of(mail)) for some in mails.values() for actor, mail in some.items()}
    when = _first_and_last([actor for actor, house in told.items() if house])
    found: dict[int, dict[str, Heard]] = {}
    for person, some in mails.items():
        by_house = found.setdefault(person, {})
        for actor, mail in some.items():
            if house := told[actor]:
                first, last = when.get(actor, (None, None))
                by_house[house] = by_house.get(house, Heard()) + Heard(first, last, (mail,))
    return found


def _first_and_last(actors: Collection[int]) -> dict[int, tuple[datetime, datetime]]:
    found: dict[int, tuple[datetime, datetime]] = {}
    for some in _parts(actors):
        rows = Activity.objects.filter(actor__in=some).order_by().values("actor")
        for row in rows.annotate(first=Min("published"), last=Max("published")):
            found[row["actor"]] = (row["first"], row["last"])
    return found


def _parts(keys: Collection[int]) -> Iterator[list[int]]:
    every = sorted(keys)
    return (every[at : at + _AT_ONCE] for at in range(0, len(every), _AT_ONCE))
