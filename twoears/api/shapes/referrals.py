"""Referrals: who sent whom, what came of it, and who would send somebody."""

import datetime as dt

from ninja import Schema

from twoears.api.shapes.measures import Number


class ReferralFound(Schema):
    """Who sent whom: `activity` shows it (0 where a member said so), `decision` is a member's word on it (0: none).

    `how` is words, deed, form or said. Ids of people are empty where nobody is certain. `quotes` are all words that say
    so, the first of them first; `place` is where it was said, where a member told so."""

    activity: int
    decision: int
    how: str
    referrer: str
    referrer_name: str
    referred: str
    referred_name: str
    at: dt.datetime
    why: str
    probability: float
    talked: bool
    ordered: bool
    quotes: list[str]
    place: str


class WouldRefer(Schema):
    """Somebody who would likely send others if asked: the reasons, and why it is not too early. There is no score."""

    id: str
    name: str
    stage: str
    why: list[str]
    not_too_early: list[str]
    latest: dt.datetime


class Referrals(Schema):
    """The referral rate and what came of referrals, those that are known, open and denied, chains, and whom to ask."""

    numbers: list[Number]
    known: list[ReferralFound]
    open: list[ReferralFound]
    denied: list[ReferralFound]
    chains: list[list[str]]
    ready: list[WouldRefer]


class ReferralDecided(Schema):
    """A decision about a referral as it was just made; `id` takes it back."""

    id: int
    kind: str
    at: dt.datetime
    undone: bool
