"""A company, and those of it whom we know, as every door shows them."""

from dataclasses import dataclass
from datetime import date, datetime

from twoears.lib.intervals import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanySaid:
    """A decision of a member on a company. `person` and `person_name` are empty where it is about domains alone."""

    id: int
    kind: str
    sentence: str
    domain: str
    person: str
    person_name: str
    reason: str
    member: str
    at: datetime
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCompany:
    """Somebody of a company. `since` and `until`: when they were first and last heard from an address of it.

    Both are None where nothing was heard from there, as with an address that only stands in a profile. `decided` is the
    decision of a member that they belong there (0: only their mail tells it), `works_since` and `works_until` what it
    says. `roles` are their parts in buying, as members said. `they_spoke` and `we_spoke` date the last word of each
    side, `we_by` is who of us said it. `silent`: quieter than usual with us, or never heard; None where that cannot be
    told.
    """

    id: str
    name: str
    about: str
    stage: str
    mails: tuple[str, ...]
    since: datetime | None
    until: datetime | None
    last_at: datetime | None
    waits: int
    now: bool
    decided: int
    works_since: date | None
    works_until: date | None
    roles: tuple[str, ...]
    they_spoke: datetime | None
    we_spoke: datetime | None
    we_by: str
    silent: bool | None
    silence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """Two of a company who have to do with each other, as far as it was heard."""

    left: str
    left_name: str
    right: str
    right_name: str
    together: int
    last_at: datetime
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part in buying, what it does, and who has it as members said; nobody where nobody is known to."""

    role: str
    does: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyCard:
    """A company by its domain: how many we know, how many of these have ordered, and who was heard last."""

    domain: str
    name: str
    people: int
    before: int
    customers: Number
    last_at: datetime | None
    names: tuple[str, ...]
    waits: int
    near: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company with everybody of it whom we know, who was heard last first; `before` are those who have left.

    `asked`, `customers`, `part`: who of those there now asked us something, has ordered, took part in the ninety days
    up to `as_of`: so much of the buying group is known. `pairs` of them have to do with each other, as far as heard.
    """

    domain: str
    name: str
    domains: tuple[str, ...]
    customers: Number
    asked: Number
    part: Number
    pairs: Number
    parts: tuple[Part, ...]
    people: tuple[OfCompany, ...]
    before: tuple[OfCompany, ...]
    more: int
    inside: tuple[Inside, ...]
    waits: int
    near: float | None
    usual: float | None
    state: str
    reasons: tuple[str, ...]
    decisions: tuple[CompanySaid, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Companies:
    """A page of companies; `told` is for how many people a company can be told, of all whom we have met."""

    told: Number
    companies: tuple[CompanyCard, ...]
    total: int
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceShown:
    """Where somebody belongs, or did. Dates as in `OfCompany`; `sentence` says how we know, and since when."""

    domain: str
    name: str
    now: bool
    decided: int
    works_since: date | None
    works_until: date | None
    since: datetime | None
    until: datetime | None
    roles: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesShown:
    """Where somebody belongs now and belonged before, and what members decided of it, newest first."""

    person: str
    places: tuple[PlaceShown, ...]
    decisions: tuple[CompanySaid, ...]
