"""Companies, and whom we know of each."""

import datetime as dt

from ninja import Schema

from twoears.api.shapes.measures import Number


class OfCompany(Schema):
    """Somebody of a company; `since` and `until` they were heard from an address of it, null where nothing was."""

    id: str
    name: str
    about: str
    stage: str
    mails: list[str]
    since: dt.datetime | None
    until: dt.datetime | None
    last_at: dt.datetime | None
    waits: int


class CompanyCard(Schema):
    """A company by its domain. `near`: the chance of an order within thirty days, null where it cannot be told."""

    domain: str
    people: int
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


class Company(Schema):
    """One company with everybody of it whom we know; `usual` is the chance of an order by anybody."""

    domain: str
    customers: Number
    asked: Number
    people: list[OfCompany]
    waits: int
    near: float | None
    usual: float | None
    state: str
    reasons: list[str]
