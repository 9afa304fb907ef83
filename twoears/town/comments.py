"""What people say below the posts of the company, and what it answers."""

from collections.abc import Callable
from typing import Final, NamedTuple

from twoears.activities.values import Actor, Post
from twoears.town import speech
from twoears.town.broadcasts import Broadcast, told
from twoears.town.chance import Luck
from twoears.town.clock import DAY, awake
from twoears.town.company import Member
from twoears.town.lives import NEVER, Episode, Kind
from twoears.town.population import Person, Population
from twoears.town.speakers import Speakers
from twoears.town.thread import Happening, Thread, waiting

_SAID: Final = {
    "helpful": ("thanks", "thanks", "praise", "praise", "story", "story", "joke"),
    "announce": ("praise", "praise", "joke", "story", "thanks"),
    "promote": ("joke", "story", "praise"),
    "jobs": ("praise", "joke"),
}
_KINDS: Final = {"thanks": "thanks", "praise": "praise", "story": "smalltalk", "joke": "smalltalk"}
_NAMES: Final = ("device", "firmware", "site", "helper", "them")  # the same in every language
_HELD: Final = 400  # posts that people may still talk below: more than the house makes in the days in which they do


class _Held(NamedTuple):
    """A post of ours, and what it speaks of."""

    post: Post
    broadcast: Broadcast
    facts: dict[str, str]


class Comments(Speakers):
    """Tells our posts, and then what goes on below them; it remembers the last of them."""

    def __init__(
        self,
        people: Population,
        colleagues: tuple[Member, ...],
        until: float,
        stage_at: Callable[[int, float], int],
    ) -> None:
        super().__init__(people, colleagues, until, stage_at)
        self._held: dict[int, _Held] = {}

    def posted(self, number: int, broadcast: Broadcast, seed: int) -> list[Happening]:
        """The post `number` of the house."""
        thread = told(broadcast, seed)
        self._held[number] = _Held(thread.last, broadcast, thread.facts)
        if len(self._held) > _HELD:
            del self._held[next(iter(self._held))]
        return thread.told

    def ask(self, episode: Episode, luck: Luck) -> list[Happening]:
        """A question or a complaint below a post of ours, answered in time, late or never."""
        person, held = self.people[episode.person], self._held[episode.other]
        thread, author = _below(held, person, luck, episode.salt)
        thread.need = held.broadcast.need
        complains = episode.kind == Kind.BELOW_COMPLAIN
        shape, kind = ("below complaint", "complaint") if complains else ("below ask", "question")
        first = self._they(thread, shape, person, author, episode.start, kind, held.post)
        if episode.delay == NEVER:
            closed = awake(episode.start + luck.between(1.5, 6) * DAY, self.until + DAY, person.zone)
            self._they(thread, "closed", person, author, closed, "smalltalk", first)
        else:
            closed = self._answered(thread, person, author, first, episode)
        if closed > self.until:
            waiting(thread.told, 0)
        return thread.told

    def say(self, episode: Episode, luck: Luck) -> list[Happening]:
        """Thanks, praise, a joke or a story of their own; we, or another reader, may take it up."""
        person, held = self.people[episode.person], self._held[episode.other]
        thread, author = _below(held, person, luck, episode.salt)
        said = luck.pick(_SAID[held.broadcast.shape])
        first = self._they(thread, f"below {said}", person, author, episode.start, _KINDS[said], held.post)
        if luck.chance(0.1):
            self._another_joins(thread, person, first)
        if luck.chance(0.4):
            self._we_take_it_up(thread, person, author, first)
        return thread.told

    def _another_joins(self, thread: Thread, person: Person, first: Post) -> None:
        peer = self._peer_of(person, thread, thread.luck)
        if peer:
            at = first.published.timestamp() + thread.luck.between(400, 0.6 * DAY)
            self._they(thread, "small reply", peer[0], peer[1], at, "smalltalk", first)

    def _we_take_it_up(self, thread: Thread, person: Person, author: Actor, first: Post) -> None:
        luck, member = thread.luck, self._placed(thread)
        at = first.published.timestamp() + luck.between(900, 0.8 * DAY)
        at = awake(at, at + DAY, member.zone)
        self._we(thread, "below wave", member, at, first, "thanks")
        if luck.chance(0.2) and self.stage_at(person.number, at):
            at = awake(at + luck.between(300, 0.5 * DAY), at + DAY, person.zone)
            self._they(thread, "below story", person, author, at, "smalltalk", thread.last)


def _below(held: _Held, person: Person, luck: Luck, salt: int) -> tuple[Thread, Actor]:
    """A talk below a post, and the account of the one who begins it."""
    post, topic = held.post, held.broadcast.topic
    language = _tongue(person, held.broadcast.language, luck)
    same = language == held.broadcast.language
    of_post = {name: said for name, said in held.facts.items() if name != "trade" and (same or name in _NAMES)}
    facts = speech.facts_of(person, "price", luck, language) | of_post
    host = post.author if post.author.type == "Person" else None
    thread = Thread(post.author.network, language, "", salt, luck, facts, context=post.context, topic=topic, host=host)
    return thread, person.on(post.author.network) or person.accounts[0]


def _tongue(person: Person, spoken: str, luck: Luck) -> str:
    """What somebody writes below a post: its language, or now and then their own where we have words for it."""
    if person.language == spoken or not luck.chance(0.5):
        return spoken
    return person.language if speech.spoken(person.language, "below.ask") == person.language else spoken
