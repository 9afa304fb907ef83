"""The small steps that all tales share: we answer, they answer, they react, somebody else joins in."""

from collections.abc import Callable
from typing import Final

from twoears.activities.values import Actor, Post
from twoears.town import speech
from twoears.town.chance import Luck, mixed
from twoears.town.clock import DAY, awake
from twoears.town.company import PROMISE, Member, best_placed, speaks_from
from twoears.town.lives import Episode, Kind
from twoears.town.population import BLOCK, Person, Population
from twoears.town.thread import Thread, waiting

COMPLAINTS: Final = frozenset({Kind.COMPLAIN, Kind.BELOW_COMPLAIN})
TELLS, POLITE, OLD = 0.82, 0.1, 0.5
"""How often a friend whom an answer just won, and who has not written back at once, tells us later how it went; of the
strangers who would have written back, how many do so, only to thank; and how often a customer who would not says a word
as one."""


class Speakers:
    """Those who can speak in a tale: the people, and the colleagues who answer up to `until` (seconds, UTC)."""

    def __init__(
        self,
        people: Population,
        colleagues: tuple[Member, ...],
        until: float,
        stage_at: Callable[[int, float], int],
    ) -> None:
        self.people = people
        self.colleagues = colleagues
        self.until = until
        self.stage_at = stage_at

    def _answered(self, thread: Thread, person: Person, author: Actor, first: Post, episode: Episode) -> float:
        """Our answer and what comes of it; when the answer came."""
        member = self._placed(thread)
        at = episode.start + episode.delay
        late = episode.delay > PROMISE
        at = awake(at, at + DAY if late else episode.start + PROMISE - 60, member.zone)
        complains = episode.kind in COMPLAINTS
        self._we(thread, _here(thread, "remedy" if complains else "late" if late else "answer"), member, at, first)
        to = "complaint" if complains else "late" if late else "answer"
        self._writes_back(thread, person, author, at, to, member, episode, thread.luck.chance(0.6))
        return at

    def _writes_back(
        self,
        thread: Thread,
        person: Person,
        author: Actor,
        at: float,
        to: str,
        member: Member,
        episode: Episode,
        would: bool,
    ) -> None:
        """What comes after our answer of `at`: a friend goes on, a stranger falls silent, or thanks once.

        `would`: whether they write back at once if they are friends.
        """
        won = episode.start + episode.delay
        own = mixed(self.people.seed, 8, person.number, episode.salt) / 2**64
        if self.stage_at(person.number, won) < 1:
            if would and own < POLITE:
                self._thanks(thread, person, author, at, to)
        elif would:
            self._reacts(thread, person, author, at, to, member)
        elif self.stage_at(person.number, won) >= 2 and own < OLD:
            later = awake(at + thread.luck.between(600, DAY), at + 2 * DAY, person.zone)
            self._they(thread, "custom", person, author, later, "thanks", thread.last)
        elif own < TELLS and self.stage_at(person.number, won - 1) < 1:
            later = awake(at + thread.luck.between(0.8, 9) * DAY, at + 12 * DAY, person.zone)
            self._they(thread, "back", person, author, later, "thanks", thread.last)

    def _thanks(self, thread: Thread, person: Person, author: Actor, at: float, to: str) -> None:
        shape = {"complaint": "resolved", "late": "late thanks"}.get(to, _here(thread, "thanks"))
        at = awake(at + thread.luck.between(300, 0.7 * DAY), at + 2 * DAY, person.zone)
        self._they(thread, shape, person, author, at, "thanks", thread.last)

    def _reacts(self, thread: Thread, person: Person, author: Actor, at: float, to: str, member: Member) -> None:
        luck = thread.luck
        at = awake(at + luck.between(300, 0.7 * DAY), at + 2 * DAY, person.zone)
        if to == "complaint":
            shape = luck.pick(("resolved", "resolved", "grumble"))
        elif to == "late":
            shape = luck.pick(("late thanks", _here(thread, "thanks")))
        else:
            shape = _here(thread, luck.pick(("thanks", "thanks", "follow")))
        follows = shape.endswith("follow")
        kind = "complaint" if shape == "grumble" else "question" if follows else "thanks"
        post = self._they(thread, shape, person, author, at, kind, thread.last)
        if not follows:
            return
        number, answer_at = (
            len(thread.told) - 1,
            awake(at + luck.between(600, 0.4 * DAY), at + PROMISE - 60, member.zone),
        )
        self._we(thread, "assent", member, answer_at, post)
        if answer_at > self.until:
            waiting(thread.told, number)
        elif luck.chance(0.6):
            thanks_at = answer_at + luck.between(200, 0.5 * DAY)
            self._they(thread, _here(thread, "thanks"), person, author, thanks_at, "thanks", thread.last)

    def _placed(self, thread: Thread) -> Member:
        """Who of us answers: the colleague below whose post it is, else the one best placed."""
        hosts = [m for m in self.colleagues if thread.host and thread.host in m.accounts]
        return hosts[0] if hosts else best_placed(self.colleagues, thread.need, thread.language, thread.luck)

    def _we(self, thread: Thread, shape: str, member: Member, at: float, to: Post, kind: str = "answer") -> None:
        own = thread.luck.chance(0.3) or thread.network == "mail"
        account = thread.host or speaks_from(member if own else None, thread.network)
        sign = "" if account.type == "Person" else member.name.split(" ")[0]
        said = speech.ours(shape, thread.about, thread.network, thread.luck, thread.facts, thread.language, sign)
        thread.add(account, -1, at, kind, said, to=to)

    def _they(
        self,
        thread: Thread,
        shape: str,
        person: Person,
        author: Actor,
        at: float,
        kind: str,
        to: Post | None,
        about: tuple[Actor, ...] = (),
    ) -> Post:
        said = speech.speak(shape, person, thread.about, thread.network, thread.luck, thread.facts, thread.language)
        return thread.add(author, person.number, at, kind, said, to=to, mentions=about)

    def _peer_of(self, person: Person, thread: Thread, luck: Luck) -> tuple[Person, Actor] | None:
        """Somebody of the neighbourhood who is on the network and speaks the language."""
        first = person.number // BLOCK * BLOCK
        size = min(BLOCK, self.people.size - first)
        for _ in range(6):
            peer = self.people[first + luck.below(size)]
            account = peer.on(thread.network)
            if account and peer.number != person.number and peer.language == thread.language:
                return peer, account
        return None


def _here(thread: Thread, shape: str) -> str:
    """The words for `shape` where people talk below a post: shorter, and of what the post is about."""
    return f"below {shape}" if thread.topic else shape
