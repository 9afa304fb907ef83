"""From an episode to what a source would deliver: the posts of a conversation, in the words of those who take part."""

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from twoears.activities.values import Activity, Actor, Post
from twoears.town import deeds, speech
from twoears.town.broadcasts import Broadcast
from twoears.town.chance import Luck
from twoears.town.clock import DAY, awake
from twoears.town.comments import Comments
from twoears.town.company import HOUSE, Member, best_placed, speaks_from
from twoears.town.lives import NEVER, Episode, Kind
from twoears.town.population import Person, Population
from twoears.town.speakers import Speakers
from twoears.town.thread import Happening, Thread, waiting

_ORDERS: Final = {"price", "delivery"}


class Teller(Speakers):
    """Tells episodes in order of their start. It remembers the last public posts, for those who like and share."""

    def __init__(
        self,
        people: Population,
        colleagues: tuple[Member, ...],
        seed: int,
        until: float,
        stage_at: Callable[[int, float], int],
        house: Sequence[Broadcast],
    ) -> None:
        super().__init__(people, colleagues, until, stage_at)
        self.seed = seed
        self.house = house
        self.comments = Comments(people, colleagues, until, stage_at)
        self._times = [broadcast.at for broadcast in house]
        self._recent: deque[Post] = deque(maxlen=200)
        self._tales: dict[int, Callable[[Episode, Luck], list[Happening]]] = {
            Kind.ASK: self._ask,
            Kind.COMPLAIN: self._ask,
            Kind.PRAISE: self._praise,
            Kind.PEER: self._peer,
            Kind.TALK: self._talk,
            Kind.RECOMMEND: self._recommend,
            Kind.REFER: self._refer,
            Kind.MEET: self._meet,
            Kind.SPAM: self._spam,
            Kind.JOIN: self._join,
            Kind.BELOW_ASK: self.comments.ask,
            Kind.BELOW_COMPLAIN: self.comments.ask,
            Kind.BELOW_SAY: self.comments.say,
        }

    def tell(self, episode: Episode) -> list[Happening]:
        """Everything that `episode` leads to up to the end, in order of time."""
        if episode.kind == Kind.COMPANY:
            return self.comments.posted(episode.salt, self.house[episode.salt], self.seed)
        tale = self._tales.get(episode.kind)
        if tale is None:
            return self._deed(episode)
        told = tale(episode, Luck(self.seed, 3, episode.person, episode.salt))
        return _by_delivery([h for h in told if h.at <= self.until], episode, self.until)

    # Questions and complaints: asked of us, answered in time, late or never.

    def _ask(self, episode: Episode, luck: Luck) -> list[Happening]:
        person = self.people[episode.person]
        author = self._voice(person, luck, mail=0.5)
        complains = episode.kind == Kind.COMPLAIN
        thread = self._thread(person, author.network, luck, episode.salt, "trouble" if complains else "ask")
        if complains:
            said = speech.speak("complaint", person, thread.need, thread.network, luck, thread.facts, thread.language)
        else:
            said = speech.question(person, thread.need, thread.network, luck, thread.facts, thread.language)
        kind = "complaint" if complains else "request" if thread.need in _ORDERS else "question"
        first = thread.add(author, person.number, episode.start, kind, said, mentions=(self._house(author, luck),))
        if episode.delay == NEVER:
            closed = self._left_alone(thread, person, author, first)
        else:
            closed = self._answered(thread, person, author, first, episode)
        if closed > self.until:
            waiting(thread.told, 0)
        self._heard(first)
        return thread.told

    def _left_alone(self, thread: Thread, person: Person, author: Actor, first: Post) -> float:
        """Nobody of us answers: after some days a peer does, or the one who asked closes it. When that was."""
        luck = thread.luck
        at = awake(first.published.timestamp() + luck.between(1.5, 6) * DAY, self.until + DAY, person.zone)
        peer = self._peer_of(person, thread, luck) if luck.chance(0.4) and not first.private else None
        if peer:
            said = speech.speak("answer", peer[0], thread.need, thread.network, luck, thread.facts, thread.language)
            thread.add(peer[1], peer[0].number, at - 3600, "answer", said, to=first)
        self._they(
            thread,
            "thanks" if peer else "closed",
            person,
            author,
            at,
            "thanks" if peer else "smalltalk",
            thread.last if peer else first,
        )
        return at

    # Talk among people of the trade.

    def _peer(self, episode: Episode, luck: Luck) -> list[Happening]:
        person = self.people[episode.person]
        author = self._voice(person, luck, mail=0.0)
        thread = self._thread(person, author.network, luck, episode.salt, "")
        wants_names = luck.chance(0.22)
        said = speech.speak(
            "peer request" if wants_names else "peer", person, "", thread.network, luck, thread.facts, thread.language
        )
        first = thread.add(author, person.number, episode.start, "request" if wants_names else "question", said)
        at = episode.start
        for _ in range(luck.below(4)):
            at = at + luck.between(400, 0.6 * DAY)
            self._peer_answers(thread, person, first, at, wants_names)
        if len(thread.told) > 1 and luck.chance(0.45):
            self._they(thread, "peer thanks", person, author, at + luck.between(300, DAY), "thanks", thread.last)
        self._heard(first)
        return thread.told

    def _peer_answers(self, thread: Thread, person: Person, first: Post, at: float, wants_names: bool) -> None:
        peer = self._peer_of(person, thread, thread.luck)
        if not peer:
            return
        knows_us = self.stage_at(peer[0].number, at) >= 2
        if wants_names and not knows_us:
            return
        shape = "recommend" if wants_names else "peer answer"
        said = speech.speak(shape, peer[0], thread.need, thread.network, thread.luck, thread.facts, thread.language)
        about = (HOUSE[thread.network],) if wants_names and thread.luck.chance(0.5) else ()
        to = first if thread.luck.chance(0.75) else thread.last
        thread.add(
            peer[1], peer[0].number, at, "recommendation" if wants_names else "answer", said, to=to, mentions=about
        )

    def _join(self, episode: Episode, luck: Luck) -> list[Happening]:
        """Somebody asks the trade, not us; a colleague of sales or service helps, and sells nothing."""
        person = self.people[episode.person]
        author = self._voice(person, luck, mail=0.0)
        thread = self._thread(person, author.network, luck, episode.salt)
        known = speech.spoken(thread.language, "peer.need") == thread.language
        thread.topic = thread.need if known else ""
        helpers = tuple(m for m in self.colleagues if m.team in {"sales", "service"})
        member = best_placed(helpers, thread.need, thread.language, luck)
        thread.host = speaks_from(member, thread.network)
        first = self._they(thread, "need" if known else "peer", person, author, episode.start, "question", None)
        self._heard(first)
        at = awake(episode.start + episode.delay, episode.start + DAY, member.zone)
        self._we(thread, "help" if known else "peer answer", member, at, first)
        self._writes_back(thread, person, author, at, "answer", member, episode, luck.chance(0.65))
        return thread.told

    def _talk(self, episode: Episode, luck: Luck) -> list[Happening]:
        person = self.people[episode.person]
        author = self._voice(person, luck, mail=0.0)
        thread = self._thread(person, author.network, luck, episode.salt, "")
        if luck.chance(0.5):
            progress = min(int(5 * deeds.share_of_span(episode.start, self.until)), 4)
            said = speech.story(person, progress, thread.network, luck, thread.facts, thread.language)
        else:
            said = speech.speak("small", person, "", thread.network, luck, thread.facts, thread.language)
        first = thread.add(author, person.number, episode.start, "smalltalk", said)
        at = episode.start
        for _ in range(max(luck.below(5) - 2, 0)):
            at += luck.between(300, 0.5 * DAY)
            peer = self._peer_of(person, thread, luck)
            if peer:
                self._they(thread, "small reply", peer[0], peer[1], at, "smalltalk", first)
        self._heard(first)
        return thread.told

    def _spam(self, episode: Episode, luck: Luck) -> list[Happening]:
        person = self.people[episode.person]
        author = self._voice(person, luck, mail=0.0)
        thread = self._thread(person, author.network, luck, episode.salt, "")
        about = (HOUSE[author.network],) if luck.chance(0.5) else ()
        self._they(thread, "spam", person, author, episode.start, "promotion", None, about)
        return thread.told

    # What customers say of us.

    def _praise(self, episode: Episode, luck: Luck) -> list[Happening]:
        person = self.people[episode.person]
        author = self._voice(person, luck, mail=0.1)
        thread = self._thread(person, author.network, luck, episode.salt, "praise")
        first = self._they(
            thread, "praise", person, author, episode.start, "praise", None, (self._house(author, luck),)
        )
        if luck.chance(0.6):
            member = best_placed(self.colleagues, thread.need, thread.language, luck)
            self._we(
                thread,
                "ack",
                member,
                awake(episode.start + luck.between(900, DAY), episode.start + 2 * DAY, member.zone),
                first,
                "thanks",
            )
        self._heard(first)
        return thread.told

    def _recommend(self, episode: Episode, luck: Luck) -> list[Happening]:
        person = self.people[episode.person]
        author = self._voice(person, luck, mail=0.0)
        thread = self._thread(person, author.network, luck, episode.salt, "praise")
        about = (HOUSE[author.network],) if luck.chance(0.6) else ()
        first = self._they(thread, "recommend", person, author, episode.start, "recommendation", None, about)
        self._heard(first)
        if luck.chance(0.9):
            self._send(thread, person, author, episode.start)
        return thread.told

    def _send(self, thread: Thread, person: Person, author: Actor, at: float) -> None:
        """They tell one of the neighbourhood by name to come to us, where somebody of it is there."""
        peer = self._peer_of(person, thread, thread.luck)
        if peer:
            at = awake(at + thread.luck.between(600, 2 * DAY), at + 3 * DAY, person.zone)
            self._they(thread, "send", person, author, at, "recommendation", thread.last, (peer[1],))

    def _refer(self, episode: Episode, luck: Luck) -> list[Happening]:
        person, other = self.people[episode.person], self.people[episode.other]
        act = deeds.refer(episode, person, other)
        mail, to = person.on("mail"), other.on("mail")
        if not mail or not to:
            return [Happening(episode.start, act)]
        thread = self._thread(person, "mail", luck, episode.salt, "praise")
        thread.facts["colleague"] = other.name.split(" ")[0]
        self._they(thread, "refer", person, mail, episode.start, "recommendation", None, (to, HOUSE["mail"]))
        return [*thread.told, Happening(episode.start, act)]

    def _meet(self, episode: Episode, luck: Luck) -> list[Happening]:
        person = self.people[episode.person]
        sellers = tuple(m for m in self.colleagues if m.team == "sales")
        seller = best_placed(sellers, "price", person.language, luck)
        language = speech.spoken(person.language, "invite")
        facts = speech.facts_of(person, person.need, luck, language)
        title = speech.ours("event title", "", "web", luck, facts, language).text.rstrip(".")
        text = speech.ours("invite", "", "mail", luck, facts, language, seller.name.split(" ")[0]).text
        return deeds.meet(episode, person, seller, title, text, language)

    # Deeds without words.

    def _deed(self, episode: Episode) -> list[Happening]:
        person = self.people[episode.person]
        if episode.kind in {Kind.LIKE, Kind.SHARE}:
            return deeds.reaction(episode, person, self._target(episode, person))
        if episode.kind == Kind.FOLLOW:
            return deeds.follow(episode, person, self.people[episode.other])
        act: Activity = {Kind.VISIT: deeds.visit, Kind.SUBMIT: deeds.submit, Kind.ORDER: deeds.order}[
            Kind(episode.kind)
        ](episode, person)
        return [Happening(episode.start, act)]

    def _target(self, episode: Episode, person: Person) -> str:
        """A post that was there before: one of ours, or of somebody on a network where this person is."""
        salt, recent = episode.salt, self._recent
        for turn in range(3 if salt % 5 < 3 else 0):
            post = recent[(salt >> 4 + turn) % len(recent)] if recent else None
            if post and person.on(post.author.network) and post.published.timestamp() < episode.start:
                return post.id
        before = bisect_right(self._times, episode.start)
        return self.house[max(before - 1 - salt % 6, 0)].id if before else HOUSE["x"].id

    # Small steps that all tales share.

    def _thread(self, person: Person, network: str, luck: Luck, salt: int, about: str = "ask") -> Thread:
        """A new conversation; `about` is the rule that limits the needs, "" where none of them comes up."""
        needs = speech.needs_of(person, about or "ask")
        need = person.need if person.need in needs and luck.chance(0.6) else luck.pick(needs)
        facts = speech.facts_of(person, need, luck, person.language)
        return Thread(network, person.language, need if about else "", salt, luck, facts)

    def _voice(self, person: Person, luck: Luck, mail: float) -> Actor:
        public = [a for a in person.accounts if a.network not in {"mail", "web"}]
        by_mail = person.on("mail")
        return by_mail if by_mail and luck.chance(mail) else luck.pick(public)

    def _house(self, author: Actor, luck: Luck) -> Actor:
        """Whom of us somebody addresses: mostly the house, now and then a colleague."""
        if luck.chance(0.85):
            return HOUSE[author.network]
        return speaks_from(luck.pick(self.colleagues), author.network)

    def _heard(self, post: Post) -> None:
        if not post.private:
            self._recent.append(post)


def _by_delivery(told: list[Happening], episode: Episode, until: float) -> list[Happening]:
    """As the source delivers it: of some conversations the first post is missing, of some it comes after its answer."""
    if len(told) < 2 or not isinstance(told[1].activity.object, Post):
        return told
    if episode.kind in {Kind.PEER, Kind.TALK} and episode.salt % 25 == 0:
        return told[1:]
    if episode.salt % 40 == 1 and told[1].at + 1 <= until:
        return [told[1], told[0]._replace(at=told[1].at + 1), *told[2:]]
    return told
