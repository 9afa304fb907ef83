"""What was sent or is to be sent, as it is shown by every door."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryShown:
    """One thing that a member wants done out there. `state_words` and `said` are for people.

    `may` is what a member can do now: "take-back", "try-again", "it-is-there". `moving` says that it changes by itself
    within seconds. `about` is the id of the post that it answers, likes or shares; `sent_id` what the post of ours is
    called out there, as the source will hear it.
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
    made_at: datetime
    sent_at: datetime | None
    sent_id: str
    url: str
    may: tuple[str, ...]
    moving: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mouth:
    """A source through which we can speak: as whom, where, what it can do, and how long a text may be (0: no limit)."""

    source: int
    speaker: str
    network: str
    acts: tuple[str, ...]
    longest: int
