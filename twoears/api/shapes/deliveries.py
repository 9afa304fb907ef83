"""What is sent from here, and how far it has come."""

import datetime as dt

from ninja import Schema


class Delivery(Schema):
    """One thing that a member wants done out there. `state` is pending, sending, sent, failed, unknown or withdrawn.

    `may` is what can be decided now: take-back, try-again, it-is-there. `moving` says that it changes by itself.
    """

    id: int
    act: str
    state: str
    state_words: str
    said: str
    text: str
    source: int
    speaker: str
    network: str
    about: str
    about_post: int | None
    member: str
    made_at: dt.datetime
    sent_at: dt.datetime | None
    sent_id: str
    url: str
    may: list[str]
    moving: bool


class Deliveries(Schema):
    """What was sent and is to be sent, the latest first."""

    items: list[Delivery]
    next: str | None


class Mouth(Schema):
    """A source through which we can speak. `longest` is how many characters a text may have, 0 for any."""

    source: int
    speaker: str
    network: str
    acts: list[str]
    longest: int


class Mouths(Schema):
    """Every source through which we can speak."""

    items: list[Mouth]
