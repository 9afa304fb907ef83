"""What the names of events mean: those of Segment's own lists, and those that most sites use beside them.

https://segment.com/docs/connections/spec/semantic/
"""

from functools import lru_cache
from typing import Final

from twoears.sources.tables.columns import plain_name

_NAMES: Final = {
    "order": "order completed|order paid|purchase|purchased|purchase completed|checkout completed|deal won",
    "Undo": "order refunded|order cancelled|order canceled",
    "submit":
        "signed up|sign up|signup|account created|form submitted|trial started|lead generated|lead captured|lead|"
        "demo requested|contact requested|quote requested|registered|user registered|registration completed|"
        "complete registration|subscribed|newsletter subscribed|email subscribed|download requested|meeting booked",
    "View": "product viewed|product list viewed|promotion viewed|article viewed|page viewed|viewed page|pageview",
    "Listen": "video playback started|video content started",
    "Announce": "product shared|cart shared|shared",
    "Invite": "invite sent|user invited",
    "Read": "email opened",
    "Leave": "unsubscribed|account deleted|subscription cancelled|subscription canceled|trial ended",
    "Flag": "email marked as spam",
    "Join": "account added user",
}  # fmt: skip
_VERBS: Final = {name: verb for verb, names in _NAMES.items() for name in names.split("|")}


@lru_cache(4096)
def verb(name: str) -> str:
    """What was done, by the name of the event in whatever spelling; of others only that somebody was there.

    >>> verb("Order Completed"), verb("form_submitted"), verb("signedUp"), verb("Song Played")
    ('order', 'submit', 'submit', 'visit')
    """
    return _VERBS.get(plain_name(name), "visit")
