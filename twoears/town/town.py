"""A town: build it from a number of people and a seed, walk through its activities, and look up what is really so."""

from array import array
from collections.abc import Iterator
from datetime import datetime
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from twoears.activities.values import Activity, Actor
from twoears.town.broadcasts import Wall, planned, weekly
from twoears.town.clock import SPAN, utc
from twoears.town.company import HOUSE, PRODUCTS, Member, members
from twoears.town.deeds import order, refer
from twoears.town.friends import episodes_of
from twoears.town.lives import Episode, Kind, Life, Neighbourhood, stage
from twoears.town.population import BLOCK, Population
from twoears.town.tales import Teller
from twoears.town.thread import Happening
from twoears.town.truth import CAUSES, Deal, PersonTruth, Referral, Truth

_HOUSE = -1  # the "person" of an episode that is a post of the company's own


class Town:
    """Halden Instruments and its market. Held in memory are 29 bytes an episode and 33 a person, and no text."""

    def __init__(self, people: int, seed: int, until: datetime) -> None:
        if people < BLOCK:
            raise ValueError(
                f"A town needs at least {BLOCK} people to talk to each other, not {people}. Give a larger number."
            )
        if until.tzinfo is None:
            raise ValueError("`until` has no time zone, so nobody knows when the town ends. Give an aware datetime.")
        self.seed = seed
        self.until = until
        self.members: tuple[Member, ...] = members()
        self._end = until.timestamp()
        self._people = Population(people, seed)
        self._house = planned(self.members, seed, self._end, weekly(people))
        self._since: NDArray[np.float64] = np.zeros((people, 4))
        self._stage: NDArray[np.int8] = np.zeros(people, dtype=np.int8)
        self._refers: NDArray[np.bool_] = np.zeros(people, dtype=np.bool_)
        self._starts = array("d")
        self._columns = (array("i"), array("b"), array("i"), array("i"), array("i"))
        self._live()
        self._order = np.argsort(np.frombuffer(self._starts), kind="stable")

    @property
    def us(self) -> tuple[str, ...]:
        """The handles of the house and of its colleagues, on all networks."""
        return tuple(dict.fromkeys(actor.handle for actor in self.our_actors))

    @property
    def our_actors(self) -> tuple[Actor, ...]:
        """The accounts of the house and of its colleagues."""
        return (*HOUSE.values(), *(account for member in self.members for account in member.accounts))

    def activities(self) -> Iterator[Activity]:
        """Every activity in the order in which sources deliver it.

        That is the order of time, but for one conversation in forty, whose first post comes after its answer.
        """
        return (happening.activity for happening in self.happenings())

    def happenings(self) -> Iterator[Happening]:
        """Every activity with what it really is; needs no more memory than the conversations that are under way."""
        teller = Teller(self._people, self.members, self.seed, self._end, self.stage_at, self._house)
        under_way: list[tuple[float, int, Happening]] = []
        number = 0
        for episode in self._episodes():
            while under_way and under_way[0][0] <= episode.start:
                yield heappop(under_way)[2]
            for happening in teller.tell(episode):
                heappush(under_way, (happening.at, number, happening))
                number += 1
        while under_way:
            yield heappop(under_way)[2]

    def stage_at(self, person: int, at: float) -> int:
        """The stage of `person` (0 stranger to 3 evangelist) at `at` (seconds, UTC)."""
        since, last = self._since[person], int(self._stage[person])
        return max(n for n in range(last + 1) if n == 0 or since[n] <= at)

    def truth(self) -> Truth:
        """All that is really so, as tables in memory."""
        deals, referrals = self._deals()
        return Truth(
            people=tuple(self.people()),
            posts=tuple(h.truth for h in self.happenings() if h.truth),
            deals=deals,
            referrals=referrals,
            causes=CAUSES,
        )

    def people(self) -> Iterator[PersonTruth]:
        """Everybody as they really are, one after the other: for towns too large to hold in memory."""
        return (self._person(number) for number in range(self._people.size))

    def workplaces(self) -> list[tuple[str, str]]:
        """The companies that people of the town work for: the trade and the domain of each, in order."""
        everybody = (self._people[number] for number in range(self._people.size))
        return sorted({(one.trade, one.domain) for one in everybody})

    def _live(self) -> None:
        wall = Wall(self._house, self._end - SPAN)
        for block in range(-(-self._people.size // BLOCK)):
            lived = Neighbourhood(block, self._people, wall, self.seed, self._end)
            for episode in episodes_of(lived, self.seed):
                self._keep(episode)
            for life in lived.lives:
                self._remember(life)
        for number, broadcast in enumerate(self._house):
            self._keep(Episode(broadcast.at, _HOUSE, Kind.COMPANY, 0, 0, number))

    def _keep(self, episode: Episode) -> None:
        self._starts.append(episode.start)
        for column, value in zip(self._columns, episode[1:], strict=True):
            column.append(value)

    def _remember(self, life: Life) -> None:
        self._since[life.number] = life.since
        self._stage[life.number] = life.stage
        self._refers[life.number] = life.would_refer

    def _episodes(self) -> Iterator[Episode]:
        start, (person, kind, delay, other, salt) = self._starts, self._columns
        for at in self._order:
            yield Episode(start[at], person[at], kind[at], delay[at], other[at], salt[at])

    def _person(self, number: int) -> PersonTruth:
        person = self._people[number]
        reached: dict[float, str] = {}
        for n in range(int(self._stage[number]) + 1):
            reached[float(self._since[number][n])] = stage(n)  # of stages reached at once the last is what holds
        return PersonTruth(
            person=number,
            name=person.name,
            company=person.company,
            role=person.role,
            language=person.language,
            zone=person.zone,
            need=person.need,
            would_refer=bool(self._refers[number]),
            stages=tuple((utc(at), s) for at, s in reached.items()),
            accounts=tuple(a.id for a in person.accounts),
        )

    def _deals(self) -> tuple[tuple[Deal, ...], tuple[Referral, ...]]:
        deals: list[Deal] = []
        sent: list[tuple[Episode, Activity]] = []
        for episode in self._episodes():
            if episode.kind == Kind.ORDER:
                act = order(episode, self._people[episode.person])
                deals.append(
                    Deal(
                        activity=act.id,
                        person=episode.person,
                        at=act.published,
                        product=PRODUCTS[episode.delay][0],
                        amount=episode.other,
                    )
                )
            elif episode.kind == Kind.REFER:
                sent.append((episode, refer(episode, self._people[episode.person], self._people[episode.other])))
        bought = {deal.person: deal.at for deal in deals}  # the last order of each: later than the referral or not
        referrals = tuple(
            Referral(
                activity=act.id,
                person=e.person,
                referred=e.other,
                at=act.published,
                bought=e.other in bought and bought[e.other] > act.published,
            )
            for e, act in sent
        )
        return tuple(deals), referrals


def build(people: int = 400, *, seed: int = 1, until: datetime) -> Town:
    """A town of `people` (20 to a million) over the eighteen months up to `until`; the same three, the same bytes.

    >>> from datetime import UTC
    >>> town = build(40, until=datetime(2026, 11, 1, tzinfo=UTC))
    >>> next(town.activities()).id == next(build(40, until=datetime(2026, 11, 1, tzinfo=UTC)).activities()).id
    True
    """
    return Town(people, seed, until)
