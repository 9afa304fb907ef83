"""What happens to the people of one neighbourhood over eighteen months: the mechanism, without a word being said.

Month by month each person asks, complains, talks, likes and looks; we answer in time, late or never; and by the causes
in `truth` somebody buys, praises and sends others. What comes out is a list of episodes to be told, and their truth.
"""

from dataclasses import dataclass, field
from enum import IntEnum
from math import exp
from typing import Final, NamedTuple

from twoears.town import truth
from twoears.town.broadcasts import Wall
from twoears.town.chance import Luck
from twoears.town.clock import DAY, MONTH, MONTHS, SPAN, awake, moment
from twoears.town.company import PRODUCTS
from twoears.town.population import BLOCK, Population


class Kind(IntEnum):
    """What an episode is about."""

    ASK = 0
    COMPLAIN = 1
    PRAISE = 2
    PEER = 3
    TALK = 4
    RECOMMEND = 5
    SHARE = 6
    LIKE = 7
    FOLLOW = 8
    VISIT = 9
    SUBMIT = 10
    ORDER = 11
    REFER = 12
    MEET = 13
    SPAM = 14
    COMPANY = 15
    JOIN = 16
    BELOW_ASK = 17
    BELOW_COMPLAIN = 18
    BELOW_SAY = 19


class Episode(NamedTuple):
    """Something that starts at `start` (seconds, UTC). `delay` is that of our answer in seconds, -1 for none;
    `other` the partner's number, the amount in euro, the page or the post of ours; `salt` chooses the words."""

    start: float
    person: int
    kind: int
    delay: int
    other: int
    salt: int


NEVER: Final = -1
OPEN: Final = 7 * DAY
"""Seconds to an answer that is on its way: it would come after `until`."""
_ASKS_BELOW: Final = {"helpful": 0.42, "announce": 0.45, "promote": 0.4, "jobs": 0.35}
_COMPLAINS_BELOW: Final = {"helpful": 0.03, "announce": 0.07, "promote": 0.22, "jobs": 0.0}
_STAGES: Final = ("stranger", "friend", "customer", "evangelist")


@dataclass(slots=True)
class Life:
    """One person's truth: since when (seconds) in each stage, and what drives them.

    `won` are the moments (seconds) of those answers of ours that would make a friend of a stranger.
    """

    number: int
    zone: str
    interest: float
    needy: float
    talkative: float
    would_refer: bool
    since: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0, 0.0])
    stage: int = 0
    opted_in: bool = False
    answered: list[float] = field(default_factory=list)
    left: list[float] = field(default_factory=list)
    won: set[float] = field(default_factory=set)
    met: float = 0.0
    sent: float = 0.0

    def reach(self, stage: int, at: float) -> None:
        """Move up to `stage` at `at`; nobody falls back, and nobody skips being a friend."""
        for lower in range(1, stage + 1):
            # Within a month things are drawn in no order: an order may come before the answer that made a friend.
            self.since[lower] = at if lower > self.stage else min(self.since[lower], at)
        self.stage = max(self.stage, stage)


class Neighbourhood:
    """Twenty people, lived through. `episodes` are in no order; `lives` in that of their numbers."""

    def __init__(self, block: int, people: Population, wall: Wall, seed: int, until: float) -> None:
        self.people = people
        self.wall = wall
        self.luck = Luck(seed, 1, block)
        self.until = until
        self.start = until - SPAN
        self.size = people.size
        numbers = range(block * BLOCK, min((block + 1) * BLOCK, people.size))
        self.firms = [people.firm(n) for n in numbers]
        self.lives = [self._born(n, people[n].zone) for n in numbers]
        self.episodes: list[Episode] = []
        for month in range(MONTHS):
            for at, life in enumerate(self.lives):
                self._month(life, self.firms[at], self.start + month * MONTH, 0.8 + 0.4 * month / MONTHS)
                self._comments(life, month)
        self._still_open(block)

    def _born(self, number: int, zone: str) -> Life:
        luck = self.luck
        life = Life(
            number,
            zone,
            interest=luck(),
            needy=0.4 + 1.2 * luck(),
            talkative=0.3 + 1.4 * luck(),
            would_refer=luck.chance(0.4),
        )
        first = luck()
        life.since[0] = self.start
        life.reach(
            0 if first < 0.74 else 1 if first < 0.88 else 2 if first < 0.97 or not life.would_refer else 3, self.start
        )
        return life

    def _month(self, life: Life, firm: int, start: float, trend: float) -> None:
        self._asks(life, start, trend)
        self._talks(life, start, trend)
        self._looks(life, start, trend)
        if life.stage < 2:
            self._asks_the_trade(life, start)
            self._may_meet(life, start)
            self._may_buy(life, firm, start)
        else:
            self._is_customer(life, start)

    def _add(self, life: Life, kind: Kind, low: float, high: float, delay: int = NEVER, other: int = 0) -> float:
        at = moment(self.luck, low, min(high, self.until), life.zone)
        self.episodes.append(Episode(at, life.number, kind, delay, other, int(self.luck() * 2**31)))
        return at

    def _some(self, life: Life, kind: Kind, rate: float, start: float) -> None:
        for _ in range(self.luck.times(rate)):
            self._add(life, kind, start, start + MONTH, other=self._neighbour(life))

    def _neighbour(self, life: Life) -> int:
        if self.luck.chance(0.8) or self.size <= BLOCK:
            first = life.number // BLOCK * BLOCK
            other = first + self.luck.below(len(self.lives))
        else:
            other = self.luck.below(self.size)
        return other if other != life.number else (other + 1) % self.size

    def _asks(self, life: Life, start: float, trend: float) -> None:
        for _ in range(self.luck.times(0.13 * life.needy * trend)):
            self._asked(life, Kind.ASK, start)
        for _ in range(self.luck.times(0.045 if life.stage >= 2 else 0.006)):
            self._asked(life, Kind.COMPLAIN, start)

    def _asked(self, life: Life, kind: Kind, start: float) -> None:
        delay = self._delay(start)
        self._came_of(life, self._add(life, kind, start, start + MONTH, delay, self._neighbour(life)), delay)

    def _came_of(self, life: Life, at: float, delay: int) -> None:
        """What our answer, or that there is none, does to the one who asked."""
        if delay == NEVER:
            life.left.append(at)
        elif at + delay < self.until:
            life.answered.append(at + delay)
            if self.luck.chance(0.4):
                life.won.add(at + delay)
                life.reach(1, at + delay)

    def _comments(self, life: Life, month: int) -> None:
        """What somebody says below our posts of this month."""
        for _ in range(self.luck.times(0.18 * life.talkative)):
            number = self.wall.seen(self.people[life.number], month, self.luck)
            if number is not None:
                self._commented(life, number, self.start + month * MONTH)

    def _commented(self, life: Life, number: int, start: float) -> None:
        luck, post = self.luck, self.wall.posts[number]
        at = post.at + 600 + luck() * luck() * 2.5 * DAY
        at, what = awake(at, at + DAY, life.zone), luck()
        if at >= self.until:
            return
        complains = what < _COMPLAINS_BELOW[post.shape]
        asks = complains or what < _COMPLAINS_BELOW[post.shape] + _ASKS_BELOW[post.shape]
        kind = Kind.BELOW_COMPLAIN if complains else Kind.BELOW_ASK if asks else Kind.BELOW_SAY
        delay = self._delay(start) if asks else NEVER
        self.episodes.append(Episode(at, life.number, kind, delay, number, int(luck() * 2**31)))
        if asks:
            self._came_of(life, at, delay)

    def _asks_the_trade(self, life: Life, start: float) -> None:
        """A need shown to everybody; a colleague sees it and helps within half a day."""
        if self.luck.chance(0.017):
            delay = int(1200 + self.luck() * self.luck() * 40_000)
            self._came_of(life, self._add(life, Kind.JOIN, start, start + MONTH, delay), delay)

    def _delay(self, start: float) -> int:
        """Promises kept: 66 in a hundred, 78 in the last two months. Of the others two in three are late."""
        kept = 0.78 if start > self.until - 2.1 * MONTH else 0.66
        luck = self.luck
        if luck.chance(kept):
            return int(300 + luck() * luck() * 39_000)
        return int(13 * 3600 + luck() * luck() * 6 * DAY) if luck.chance(0.68) else NEVER

    def _talks(self, life: Life, start: float, trend: float) -> None:
        self._some(life, Kind.TALK, 0.24 * life.talkative * trend, start)
        self._some(life, Kind.PEER, 0.13 * life.talkative * trend, start)
        self._some(life, Kind.SHARE, 0.08 * life.talkative, start)
        self._some(life, Kind.LIKE, 0.5 * life.talkative, start)
        self._some(life, Kind.FOLLOW, 0.04 * life.talkative, start)
        self._some(life, Kind.SPAM, 0.012, start)

    def _looks(self, life: Life, start: float, trend: float) -> None:
        for _ in range(self.luck.times((0.1 + 0.35 * life.interest) * trend)):
            self._add(
                life,
                Kind.VISIT,
                start,
                start + MONTH,
                other=self.luck.below(1000) + (1000 if life.interest > 0.6 else 0),
            )
        if not life.opted_in and self.luck.chance(0.03 * life.interest):
            life.opted_in = True
            self._add(life, Kind.SUBMIT, start, start + MONTH)

    def _may_meet(self, life: Life, start: float) -> None:
        if life.stage == 1 and self.luck.chance(0.035):
            life.met = self._add(life, Kind.MEET, start, start + MONTH)

    def _may_buy(self, life: Life, firm: int, start: float) -> None:
        if self.luck.chance(1 / (1 + exp(-self._log_odds(life, firm, start)))):
            at = self._order(life, start)
            life.reach(1, at)
            life.reach(2, at)

    def _log_odds(self, life: Life, firm: int, now: float) -> float:
        since = now - 3 * MONTH
        colleagues = (m for at, m in enumerate(self.lives) if self.firms[at] == firm and m is not life)
        return (
            truth.BASE
            + truth.INTEREST * life.interest
            + truth.ANSWERED * min(sum(since < at <= now for at in life.answered), 3)
            + truth.UNANSWERED * sum(since < at <= now for at in life.left)
            + truth.MET * (since < life.met <= now)
            + truth.COLLEAGUE * any(since < at <= now for m in colleagues for at in m.answered[-3:])
            + truth.REFERRED * (now - 6 * MONTH < life.sent <= now)
        )

    def _order(self, life: Life, start: float) -> float:
        product = self.luck.below(len(PRODUCTS))
        pieces = 1 if product == 6 else 2 + int(40 * self.luck() ** 3)
        return self._add(life, Kind.ORDER, start, start + MONTH, product, pieces * PRODUCTS[product][1])

    def _is_customer(self, life: Life, start: float) -> None:
        if self.luck.chance(0.05):
            self._order(life, start)
        self._some(life, Kind.PRAISE, 0.08 if life.would_refer else 0.03, start)
        if not life.would_refer or start < life.since[2] or not self.luck.chance(0.1 if life.stage == 3 else 0.045):
            return
        at = self._add(life, Kind.RECOMMEND, start, start + MONTH, other=self._neighbour(life))
        life.reach(3, at)
        self._send_somebody(life, at)

    def _send_somebody(self, life: Life, at: float) -> None:
        ready = [m for m in self.lives if m.stage < 2 and not m.sent and m is not life]
        if ready and at + 5 * DAY < self.until and self.luck.chance(0.75):
            sent = self.luck.pick(ready)
            sent.sent = self._add(life, Kind.REFER, at, at + 5 * DAY, other=sent.number)

    def _still_open(self, block: int) -> None:
        """Questions of the last days that nobody has answered yet, spread evenly over the neighbourhoods.

        The golden ratio spreads them: a small town has its share too, where plain chance would leave some with none.
        """
        share = (block * 0.6180339887 + 0.35) % 1.0
        if share >= 0.42:
            return
        life = self.luck.pick(self.lives)
        days = (3.0, 6.0) if share < 0.09 else (0.02, 2.6)
        kind = Kind.COMPLAIN if share > 0.36 else Kind.ASK
        self._add(life, kind, self.until - days[1] * DAY, self.until - days[0] * DAY, delay=OPEN)


def stage(number: int) -> str:
    """The name of a stage.

    >>> stage(3)
    'evangelist'
    """
    return _STAGES[number]
