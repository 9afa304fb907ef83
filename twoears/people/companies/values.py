"""A company, and those of it whom we know, as every door shows them."""

from dataclasses import dataclass
from datetime import datetime

from twoears.lib.intervals import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCompany:
    """Somebody of a company. `since` and `until`: when they were first and last heard from an address of it.

    Both are None where nothing was heard from there, as with an address that only stands in a profile.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyCard:
    """A company by its domain: how many we know, how many of these have ordered, and who was heard last."""

    domain: str
    people: int
    customers: Number
    last_at: datetime | None
    names: tuple[str, ...]
    waits: int
    near: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A company with everybody of it whom we know, who was heard last first.

    `asked`, `ordered`: who of them asked us something, who has ordered: so much of the buying group is known.
    """

    domain: str
    customers: Number
    asked: Number
    people: tuple[OfCompany, ...]
    waits: int
    near: float | None
    usual: float | None
    state: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Companies:
    """A page of companies; `told` is for how many people a company can be told, of all whom we have met."""

    told: Number
    companies: tuple[CompanyCard, ...]
    total: int
    after: str
