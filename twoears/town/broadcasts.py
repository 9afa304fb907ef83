"""What the company posts of its own accord: announcements, promotion, help, jobs; and who may come by and see it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from twoears.activities.values import Actor
from twoears.town import speech
from twoears.town.chance import Luck
from twoears.town.clock import DAY, MONTH, MONTHS, SPAN, moment
from twoears.town.company import Member, speaks_from
from twoears.town.places import post_id
from twoears.town.population import Person
from twoears.town.thread import Thread

_SHAPES: Final = ("announce",) * 3 + ("promote",) * 3 + ("helpful",) * 6 + ("jobs",)
_KINDS: Final = {"announce": "announcement", "promote": "promotion", "helpful": "help", "jobs": "announcement"}
_LANGUAGES: Final = ("en",) * 15 + ("de",) * 3 + ("fr",) * 2 + ("es", "it")
_WEEKLY: Final = 10.0
"""Posts a week of a house in a town of 400: some thirty accounts, ten colleagues among them."""
_DRAWS: Final = {"helpful": 4, "announce": 3, "promote": 1, "jobs": 1}
"""Help is answered four times as often as promotion: few talk to an advertisement."""
_NEEDS: Final = {
    "firmware": "software",
    "room": "calibration",
    "certificates": "calibration",
    "accredited": "calibration",
    "tongues": "software",
    "prices": "price",
    "works": "alarm",
    "rent": "price",
    "starter": "price",
    "clipboard": "price",
    "course": "training",
    "cryotag": "battery",
    "hours": "export",
    "hanging": "probe",
    "icepoint": "calibration",
    "defrost": "alarm",
    "doors": "mapping",
    "inspectors": "rules",
    "glass": "calibration",
    "interval": "rules",
}
"""The need that somebody shows who asks below a post of this topic; with the others (a fair, trees, jobs) none."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One post of the house: when (seconds, UTC), by which account, what about."""

    at: float
    account: Actor
    shape: str
    topic: str
    language: str
    salt: int

    @property
    def id(self) -> str:
        """The id that the post will have."""
        return post_id(self.account, self.at, self.salt)[0]

    @property
    def need(self) -> str:
        """The need of those who ask below it, "" where it shows none."""
        return _NEEDS.get(self.topic, "")


def weekly(people: int) -> float:
    """Posts a week for a town of so many: a house that more people know has more to say, but not as many times more.

    >>> weekly(400), weekly(1600), weekly(1_000_000)
    (10.0, 20.0, 60.0)
    """
    return min(_WEEKLY * sqrt(people / 400), 60.0)


def planned(colleagues: tuple[Member, ...], seed: int, until: float, rate: float) -> list[Broadcast]:
    """All posts of the house over the eighteen months, `rate` a week, in order of time."""
    luck = Luck(seed, 5)
    start = until - SPAN
    found = []
    for week in range(int(SPAN / (7 * DAY)) + 1):
        low = start + week * 7 * DAY
        for _ in range(luck.times(rate) if low + DAY < until else 0):
            at = moment(luck, low, min(low + 7 * DAY, until), "Europe/Vienna")
            found.append(_planned(at, colleagues, luck))
    return sorted(found, key=lambda b: (b.at, b.salt))


def _planned(at: float, colleagues: tuple[Member, ...], luck: Luck) -> Broadcast:
    shape, wanted = luck.pick(_SHAPES), luck.pick(_LANGUAGES)
    language = wanted if speech.topics(shape, wanted) else "en"
    network = luck.pick(("x", "fediverse", "bluesky", "linkedin", "linkedin", "web" if shape == "helpful" else "x"))
    member = luck.pick(colleagues) if luck.chance(0.2) and network != "web" else None
    topic = luck.pick(speech.topics(shape, language))
    return Broadcast(at, speaks_from(member, network), shape, topic, language, int(luck() * 2**31))


def told(broadcast: Broadcast, seed: int) -> Thread:
    """The conversation that the post begins, with the post alone in it."""
    luck = Luck(seed, 6, broadcast.salt)
    network = broadcast.account.network
    facts = speech.house_facts(luck, broadcast.language)
    thread = Thread(network, broadcast.language, "", broadcast.salt, luck, facts)
    said = speech.ours(broadcast.shape, broadcast.topic, network, luck, facts, broadcast.language)
    thread.add(broadcast.account, -1, broadcast.at, _KINDS[broadcast.shape], said)
    return thread


class Wall:
    """All posts of the house, by month, as people come by them."""

    def __init__(self, posts: Sequence[Broadcast], start: float) -> None:
        self.posts = posts
        times = [post.at for post in posts]
        ends = [bisect_left(times, start + month * MONTH) for month in range(MONTHS)] + [len(posts)]
        self._tickets = [
            [at for at in range(low, high) for _ in range(_draws(posts[at]))]
            for low, high in zip(ends, ends[1:], strict=False)
        ]

    def seen(self, person: Person, month: int, luck: Luck) -> int | None:
        """The number of a post of `month` (0 to 17) that `person` would say something to: help sooner than promotion.

        None where of four posts none was on a network of theirs, in English or their own language.
        """
        tickets = self._tickets[month]
        for _ in range(4 if tickets else 0):
            number = luck.pick(tickets)
            post = self.posts[number]
            if post.language in {"en", person.language} and person.on(post.account.network):
                return number
        return None


def _draws(post: Broadcast) -> int:
    return 0 if post.account.network == "web" else _DRAWS[post.shape]
