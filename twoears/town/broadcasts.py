"""What the company posts of its own accord: announcements, promotion, help, jobs; five or so a week."""

from dataclasses import dataclass
from typing import Final

from twoears.activities.values import Actor
from twoears.town import speech
from twoears.town.chance import Luck
from twoears.town.clock import DAY, SPAN, moment
from twoears.town.company import Member, speaks_from
from twoears.town.places import post_id
from twoears.town.thread import Happening, Thread

_SHAPES: Final = ("announce", "announce", "promote", "promote", "promote", "helpful", "helpful", "helpful", "jobs")
_KINDS: Final = {"announce": "announcement", "promote": "promotion", "helpful": "help", "jobs": "announcement"}
_LANGUAGES: Final = ("en", "en", "en", "en", "en", "en", "de", "de", "fr")


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One post of the house: when (seconds, UTC), by which account, what."""

    at: float
    account: Actor
    shape: str
    language: str
    salt: int

    @property
    def id(self) -> str:
        """The id that the post will have."""
        return post_id(self.account, self.at, self.salt)[0]


def planned(colleagues: tuple[Member, ...], seed: int, until: float) -> list[Broadcast]:
    """All posts of the house over the eighteen months, in order of time."""
    luck = Luck(seed, 5)
    start = until - SPAN
    found = []
    for week in range(int(SPAN / (7 * DAY)) + 1):
        low = start + week * 7 * DAY
        for _ in range(luck.times(5.0) if low + DAY < until else 0):
            at = moment(luck, low, min(low + 7 * DAY, until), "Europe/Vienna")
            found.append(_planned(at, colleagues, luck))
    return sorted(found, key=lambda b: (b.at, b.salt))


def _planned(at: float, colleagues: tuple[Member, ...], luck: Luck) -> Broadcast:
    shape, language = luck.pick(_SHAPES), luck.pick(_LANGUAGES)
    network = luck.pick(("x", "fediverse", "bluesky", "linkedin", "linkedin", "web" if shape == "helpful" else "x"))
    member = luck.pick(colleagues) if luck.chance(0.2) and network != "web" else None
    return Broadcast(at, speaks_from(member, network), shape, language, int(luck() * 2**31))


def told(broadcast: Broadcast, seed: int) -> list[Happening]:
    """The post itself."""
    luck = Luck(seed, 6, broadcast.salt)
    network = broadcast.account.network
    facts = speech.house_facts(luck, broadcast.language)
    thread = Thread(network, broadcast.language, "", broadcast.salt, luck, facts)
    said = speech.ours(broadcast.shape, "", network, luck, facts, broadcast.language)
    thread.add(broadcast.account, -1, broadcast.at, _KINDS[broadcast.shape], said)
    return thread.told
