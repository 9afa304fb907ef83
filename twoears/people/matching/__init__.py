"""Which accounts are likely one person: probabilities with reasons. Nothing is joined here."""

from twoears.people.matching.finding import Index, likely
from twoears.people.matching.learning import learn
from twoears.people.matching.model import SHIPPED, Model
from twoears.people.matching.values import JOINED, PROPOSED, Decided, Found, Likely, Profile, Reason, TooMany

__all__ = [
    "JOINED",
    "PROPOSED",
    "SHIPPED",
    "Decided",
    "Found",
    "Index",
    "Likely",
    "Model",
    "Profile",
    "Reason",
    "TooMany",
    "learn",
    "likely",
]
