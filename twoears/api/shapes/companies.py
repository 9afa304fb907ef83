"""Companies, whom we know of each, their buying groups, and what members decided of them."""

import datetime as dt

from ninja import Schema

from twoears.api.shapes.measures import Number


class CompanyDecision(Schema):
    """What a member said of a company, in a sentence; `person` is empty where it is about domains alone.

    `kind` is works, not, role, join, apart, name or anybody.
    """

    id: int
    kind: str
    sentence: str
    domain: str
    person: str
    person_name: str
    reason: str
    member: str
    at: dt.datetime
    undone: bool


class OfCompany(Schema):
    """Somebody of a company; `since` and `until` they were heard from an address of it, null where nothing was.

    `decided` is the number of the decision that they belong there, 0 where only their mail tells it; `works_since` and
    `works_until` are what it says. `silent` is null where it cannot be told.
    """

    id: str
    name: str
    about: str
    stage: str
    mails: list[str]
    since: dt.datetime | None
    until: dt.datetime | None
    last_at: dt.datetime | None
    waits: int
    now: bool
    decided: int
    works_since: dt.date | None
    works_until: dt.date | None
    roles: list[str]
    they_spoke: dt.datetime | None
    we_spoke: dt.datetime | None
    we_by: str
    silent: bool | None
    silence: str


class CompanyCard(Schema):
    """A company by its domain. `near`: the chance of an order within thirty days, null where it cannot be told.

    `people` are there now, `before` were there.
    """

    domain: str
    name: str
    people: int
    before: int
    customers: Number
    last_at: dt.datetime | None
    names: list[str]
    waits: int
    near: float | None


class Companies(Schema):
    """A page of companies; `told` is for how many people a company can be told."""

    told: Number
    items: list[CompanyCard]
    total: int
    next: str | None


class BuyingPart(Schema):
    """A part in buying, and the names of those who have it as members said."""

    role: str
    does: str
    people: list[str]


class CompanyTie(Schema):
    """Two of a company who were heard to have to do with each other."""

    left: str
    left_name: str
    right: str
    right_name: str
    together: int
    last_at: dt.datetime
    sentence: str


class Company(Schema):
    """One company with everybody of it whom we know; `usual` is the chance of an order by anybody.

    `part`: who of them spoke to us in the ninety days up to `as_of`. `before` have left; `more` are not listed.
    """

    domain: str
    name: str
    domains: list[str]
    customers: Number
    asked: Number
    part: Number
    pairs: Number
    parts: list[BuyingPart]
    people: list[OfCompany]
    before: list[OfCompany]
    more: int
    inside: list[CompanyTie]
    waits: int
    near: float | None
    usual: float | None
    state: str
    reasons: list[str]
    decisions: list[CompanyDecision]
    as_of: dt.datetime


class PersonPlace(Schema):
    """Where somebody belongs, or did; the fields are those of a company's people."""

    domain: str
    name: str
    now: bool
    decided: int
    works_since: dt.date | None
    works_until: dt.date | None
    since: dt.datetime | None
    until: dt.datetime | None
    roles: list[str]
    sentence: str


class PersonCompanies(Schema):
    """Where somebody belongs now and belonged before, and what members decided of it, newest first."""

    person: str
    places: list[PersonPlace]
    decisions: list[CompanyDecision]
