"""What members decide of companies: who belongs to which, and which domains are one. Kept, and taken back in any order.

A person is named by their public id, a company by a domain of it or by the name that members gave it.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from django.db import transaction

from twoears.activities.actions import append
from twoears.lib.text import one_line
from twoears.people.actions import the_person
from twoears.people.buying.tasks import retell
from twoears.people.companies.houses import domain_in, domain_of
from twoears.people.companies.models import CompanyDecision
from twoears.people.companies.roles import ROLES, ordered
from twoears.people.companies.said import APART, JOIN, NAME, NOT, ROLE, SHARED, WORKS, Houses
from twoears.people.companies.tasks import houses, places_of
from twoears.people.companies.trouble import (
    AlreadyOne,
    MayNotPlace,
    NoDomain,
    NoSuchCompanyDecision,
    NoSuchRole,
    NoSuchTime,
    NotCalled,
    NotThere,
    NoWhy,
)
from twoears.people.models import Person
from twoears.team.models import Member

LONGEST_NAME: Final = 120
_REASON: Final = 500
_FIRST: Final = date(1900, 1, 1)


@transaction.atomic
def works_at(
    *,
    member: Member,
    person: str,
    company: str,
    reason: str,
    since: date | None = None,
    until: date | None = None,
    roles: Sequence[str] = (),
    now: datetime | None = None,
) -> CompanyDecision:
    """This person works there, or did. Counts before what mail tells, and instead of what was said of the same days."""
    _may(member)
    moment = now or datetime.now(UTC)
    _time(since, until, moment.date())
    whole, domain = the_person(person), domain_meant(company)
    about = {"since": since, "until": until, "roles": _roles(roles)}
    return _kept(member, WORKS, domain, reason, moment, actor_id=_account(whole, domain), **about)


@transaction.atomic
def not_at(*, member: Member, person: str, company: str, reason: str, now: datetime | None = None) -> CompanyDecision:
    """This person does not belong there, whatever their mail tells, and never did."""
    _may(member)
    whole, domain = the_person(person), domain_meant(company)
    _placed(whole, domain)
    return _kept(member, NOT, domain, reason, now, actor_id=_account(whole, domain))


@transaction.atomic
def give_roles(
    *, member: Member, person: str, company: str, roles: Sequence[str], reason: str, now: datetime | None = None
) -> CompanyDecision:
    """These are their parts when the company buys, none where `roles` is empty: in place of what was said of them."""
    _may(member)
    known, whole, domain = _roles(roles), the_person(person), domain_meant(company)
    _placed(whole, domain)
    return _kept(member, ROLE, domain, reason, now, actor_id=_account(whole, domain), roles=known)


@transaction.atomic
def one_company(
    *, member: Member, company: str, other: str, reason: str, name: str = "", now: datetime | None = None
) -> CompanyDecision:
    """These two are one company, called `name` if one is given; it goes by the domain of the first."""
    _may(member)
    drawn, first, second = houses(), domain_meant(company), domain_meant(other)
    if second in drawn.domains(first):
        raise AlreadyOne(f"{first} and {second} are one company already.")
    for domain in (first, second):
        if drawn.anybody(domain):
            raise NoDomain(f"Anybody can have a mailbox at {domain}, so it is no company's own.")
    return _kept(member, JOIN, first, reason, now, other=second, name=_name(name) if name.strip() else "")


@transaction.atomic
def take_apart(*, member: Member, company: str, reason: str, now: datetime | None = None) -> CompanyDecision:
    """This domain is a company of its own again."""
    _may(member)
    domain = domain_meant(company)
    if len(houses().domains(domain)) == 1:
        raise AlreadyOne(f"{domain} is a company of its own already.")
    return _kept(member, APART, domain, reason, now)


@transaction.atomic
def call_company(
    *, member: Member, company: str, name: str, reason: str, now: datetime | None = None
) -> CompanyDecision:
    """The company of this domain is called so."""
    _may(member)
    drawn, domain, called = houses(), domain_meant(company), _name(name)
    if drawn.name(domain) == called:
        raise AlreadyOne(f"{domain} is called {called} already.")
    return _kept(member, NAME, domain, reason, now, name=called)


@transaction.atomic
def anybody_has(*, member: Member, company: str, reason: str, now: datetime | None = None) -> CompanyDecision:
    """Anybody may have a mailbox at this domain: an address there tells of no company."""
    _may(member)
    domain = domain_meant(company)
    if houses().anybody(domain):
        raise AlreadyOne(f"Anybody can have a mailbox at {domain}; that is known already.")
    return _kept(member, SHARED, domain, reason, now)


@transaction.atomic
def take_back(*, member: Member, decision: int, now: datetime | None = None) -> CompanyDecision:
    """A decision counts no more; what it had covered does again. Twice is as once."""
    _may(member)
    made = CompanyDecision.objects.filter(pk=decision).first()
    if made is None:
        raise NoSuchCompanyDecision(f"There is no decision {decision} about a company.")
    if made.undone_at is None:
        before = houses()
        made.undone_at = now or datetime.now(UTC)
        made.save(update_fields=["undone_at"])
        append(member, "reopen", f"company:{made.pk}:undo", made.undone_at)
        _retell(made, before)
    return made


def domain_meant(words: str) -> str:
    """The domain that a member names, as itself, by an address, or by the name of a company; raises NoDomain."""
    drawn = houses()
    domain = domain_in(words) or drawn.named(words)
    if not domain:
        shown = one_line(words.replace("\0", ""), 60)
        said = f"{shown!r} is no domain, and no company is called so" if shown else "No company is named"
        raise NoDomain(f"{said}. Write a domain such as north-dairy.example.")
    return domain


def _kept(member: Member, kind: str, domain: str, reason: str, now: datetime | None, **about: Any) -> CompanyDecision:
    moment, before = now or datetime.now(UTC), houses()
    made = CompanyDecision.objects.create(
        kind=kind, domain=domain, reason=_reason(reason), member=member, made_at=moment, **about
    )
    append(member, "place" if made.actor_id else "company", f"company:{made.pk}", moment)
    _retell(made, before)
    return made


def _retell(made: CompanyDecision, before: Houses) -> None:
    """What is told of these companies is told anew."""
    after = houses()
    retell(drawn.key(one) for drawn in (before, after) for one in (made.domain, made.other) if one)


def _account(whole: Person, domain: str) -> int:
    """Their account with a mail address at the company, else their first: what is said stays with it after a split."""
    group = houses().domains(domain)
    rows = whole.identities.order_by("actor").values_list("actor", "actor__mail")
    return next((actor for actor, mail in rows if mail and domain_of(mail) in group), whole.first_actor_id)


def _placed(whole: Person, domain: str) -> None:
    house = houses().key(domain)
    if not any(one.house == house for one in places_of([whole.pk])[whole.pk]):
        raise NotThere(f"{whole} is not known to belong to {house}.")


def _time(since: date | None, until: date | None, today: date) -> None:
    for day in (since, until):
        if day and not _FIRST <= day <= today:
            raise NoSuchTime(f"{day} lies {'ahead' if day > today else 'too far back'}. Give a day up to today.")
    if since and until and until < since:
        raise NoSuchTime(f"They cannot have left ({until}) before they came ({since}).")


def day_in(words: str) -> date | None:
    """A day as `2026-03-01`, None where nothing is written; raises NoSuchTime.

    >>> day_in("2026-03-01").isoformat(), day_in(" ")
    ('2026-03-01', None)
    """
    said = words.strip()
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise NoSuchTime(f"{one_line(said.replace(chr(0), ''), 40)!r} is no day. Write it as 2026-03-01.") from error


def _roles(roles: Iterable[str]) -> list[str]:
    said = ordered(role.strip().lower() for role in roles if role.strip())
    for one in said:
        if one not in ROLES:
            shown = one_line(one.replace("\0", ""), 40)
            raise NoSuchRole(f"There is no part {shown!r} in buying. There are: {', '.join(ROLES)}.")
    return list(said)


def _name(words: str) -> str:
    said = " ".join(words.split())
    if not said or not said.isprintable():
        raise NotCalled("A company needs a name of signs that can be shown.")
    if len(said) > LONGEST_NAME:
        raise NotCalled(f"That name is longer than {LONGEST_NAME} characters. Say it shorter.")
    return said


def _reason(words: str) -> str:
    said = one_line(words)
    if not said:
        raise NoWhy("Say why, so that others can follow it later.")
    if len(said) > _REASON:
        raise NoWhy(f"That reason is longer than {_REASON} characters. Say it shorter.")
    return said


def _may(member: Member) -> None:
    if not member.may_decide:
        raise MayNotPlace("Readers look; ask an owner to make you a member.")
