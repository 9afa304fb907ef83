"""One conversation while it is told: its place, its language, what it is about, and the posts so far."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from twoears.activities.values import Activity, Actor, Post, created
from twoears.town.chance import Luck
from twoears.town.clock import utc
from twoears.town.places import post_id
from twoears.town.speech import Said
from twoears.town.truth import PostTruth


class Happening(NamedTuple):
    """An activity, when a source delivers it (seconds, UTC), and for a post what it really is."""

    at: float
    activity: Activity
    truth: PostTruth | None = None


@dataclass(slots=True)
class Thread:
    """A conversation on one network.

    `topic` is what a post of ours is about below which people talk; `host` the account that speaks for us throughout,
    where it is always the same.
    """

    network: str
    language: str
    need: str
    salt: int
    luck: Luck
    facts: dict[str, str]
    told: list[Happening] = field(default_factory=list)
    context: str = ""
    topic: str = ""
    host: Actor | None = None

    @property
    def about(self) -> str:
        """What the words are chosen by."""
        return self.topic or self.need

    @property
    def last(self) -> Post:
        """The post that was made last."""
        return self.posts()[-1]

    def posts(self) -> list[Post]:
        """The posts so far, in order."""
        return [h.activity.object for h in self.told if isinstance(h.activity.object, Post)]

    def add(
        self,
        author: Actor,
        person: int,
        at: float,
        kind: str,
        said: Said,
        *,
        to: Post | None = None,
        mentions: tuple[Actor, ...] = (),
        waits: bool = False,
    ) -> Post:
        """Let `author` post `said` at `at`, as an answer to the post `to` where there is one."""
        key, url = post_id(author, at, self.salt + len(self.told))
        if not self.context:
            self.context = self._context(author, key)
        addressed = tuple(dict.fromkeys(m.id for m in (*((to.author,) if to else ()), *mentions) if m.id != author.id))
        if to and to.author.id == author.id:
            # Who speaks again after themselves still speaks to the same people.
            addressed = tuple(dict.fromkeys((*to.mentions, *(m.id for m in mentions))))
        post = Post(
            id=key,
            author=author,
            published=utc(at),
            type="Article" if self.network == "web" else "Note",
            text=self._addressed(said.text, author, to, mentions),
            url=url,
            title=self._title(to, said),
            language=self.language,
            in_reply_to=to.id if to else "",
            context=self.context,
            mentions=addressed,
            tags=said.tags,
            private=self.network == "mail",
        )
        truth = PostTruth(
            post=key,
            kind=kind,
            need=self.need,
            waits=waits,
            language=self.language,
            person=person,
            trouble=said.trouble and person >= 0,
        )
        self.told.append(Happening(at, created(post), truth))
        return post

    def _context(self, author: Actor, key: str) -> str:
        if self.network == "fediverse":
            return f"https://{author.id.split('/')[2]}/contexts/{key.rsplit('/', 1)[-1]}"
        return key if self.network in {"mail", "x"} else ""

    def _addressed(self, text: str, author: Actor, to: Post | None, mentions: tuple[Actor, ...]) -> str:
        """The words with the handles before or after them, as each network's people write."""
        if self.network not in {"x", "fediverse", "bluesky"}:
            return text
        named = (
            [m for m in (to.author, *mentions) if m.id != author.id]
            if to
            else [m for m in mentions if m.id != author.id]
        )
        handles = " ".join(dict.fromkeys("@" + m.handle for m in named))
        if not handles or (to and self.network == "bluesky"):
            return text
        if to or self.luck.chance(0.6):
            return f"{handles} {text}"
        return f"{text} {handles}"

    def _title(self, to: Post | None, said: Said) -> str:
        if self.network == "web":
            return said.text.split(":")[0].split(". ")[0]
        if self.network != "mail":
            return ""
        if to:
            return to.title if to.title.startswith("Re: ") else f"Re: {to.title}"
        return (
            f"{self.facts.get('device', '')} {self.facts.get('site', '')}".strip()
            if len(said.text) % 3
            else self.facts.get("device", "")
        )


def waiting(told: list[Happening], number: int) -> None:
    """Mark the post at `number` as one that waits for our answer."""
    held = told[number]
    if held.truth:
        told[number] = held._replace(truth=replace(held.truth, waits=True))
