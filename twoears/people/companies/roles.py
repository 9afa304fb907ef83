"""The parts that people have when a company buys: those of the buying centre (Webster and Wind 1972, Bonoma 1982)."""

from collections.abc import Iterable
from typing import Final

# Users, influencers, deciders, buyers and gatekeepers are those of F. E. Webster and Y. Wind, A General Model for
# Understanding Organizational Buying Behavior, Journal of Marketing 36(2), 1972; initiators came with T. V. Bonoma,
# Major Sales: Who Really Does the Buying?, Harvard Business Review 60(3), 1982.
ROLES: Final = {
    "initiator": "saw the need first",
    "user": "will work with it",
    "influencer": "recommends, or advises against",
    "decider": "decides",
    "buyer": "negotiates, orders and pays",
    "gatekeeper": "lets others and their words through, or not",
}


def ordered(roles: Iterable[str]) -> tuple[str, ...]:
    """Each once, in the order of ROLES; what is no role comes last, as it was said.

    >>> ordered(["buyer", "decider", "buyer"])
    ('decider', 'buyer')
    """
    said = list(dict.fromkeys(roles))
    return (*(one for one in ROLES if one in said), *(one for one in said if one not in ROLES))
