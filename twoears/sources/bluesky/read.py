"""Read an account of Bluesky: its posts, reposts and answers, what it answers, and what others answer to it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeGuard

import msgspec
from msgspec.structs import replace as changed

from twoears.activities.values import Activity, Post
from twoears.lib.dates import when
from twoears.lib.http import NoAnswer
from twoears.sources.bluesky.bell import KEYS, bell
from twoears.sources.bluesky.live import follow
from twoears.sources.bluesky.pages import items, tolerant
from twoears.sources.bluesky.send import OUTGOING
from twoears.sources.bluesky.shape import answers, followers, heard, moment, spoken
from twoears.sources.reading import (
    Asked,
    CannotRead,
    Cursor,
    Field,
    Heard,
    NothingToFollow,
    SetAside,
    Source,
    Thing,
    Total,
    once,
)

if TYPE_CHECKING:
    from twoears.sources.bluesky.door import Door

LOOK_BACK = timedelta(days=7)  # answers to posts of the last days are looked at again
_PAGE = 100
_PROFILE = re.compile(r"https?://(?:www\.)?bsky\.app/profile/([^/?#\s]+)", re.IGNORECASE)
_HANDLE = re.compile(r"@?((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62})", re.IGNORECASE)
_DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]{3,200}")
_MAX_FILE = 64 * 1024 * 1024


def fits(thing: Thing) -> float:
    """A handle of one domain with an @ (or of bsky.social), a did, a profile's address, or a captured answer."""
    if thing.path is not None or thing.raw is not None:
        head = thing.head(8192)
        return 0.7 if head.lstrip().startswith((b"{", b"[")) and b"app.bsky.feed." in head else 0.0
    text = thing.text.strip()
    if _DID.fullmatch(text) or _PROFILE.match(text):
        return 0.95
    return 0.9 if _HANDLE.fullmatch(text) and (text.startswith("@") or text.lower().endswith(".bsky.social")) else 0.0


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield what was said, newest first, with a cursor after each page."""
    if thing.path is not None or thing.raw is not None:
        yield from _file(thing)
        return
    door = _door(thing, asked)
    profile = door.ask("app.bsky.actor.getProfile", actor=actor(thing.text))
    did = _did(thing, profile)
    if not asked.cursor and isinstance(profile.get("postsCount"), int):
        yield Total(int(profile["postsCount"]))
    rang = {key: value for key, value in asked.cursor.items() if key in KEYS}
    spoken = {key: value for key, value in asked.cursor.items() if key not in KEYS}
    heard = _counted(_Walk(door, did, replace(asked, cursor=spoken)).heard(), did, followers(profile))
    for one in _beside(heard, rang):
        spoken = {key: value for key, value in one.value.items() if key not in KEYS} if _is_place(one) else spoken
        yield one
    if door.did == did:
        yield from _beside(bell(door, rang), spoken)
    if door.limit:
        yield door.limit


def _counted(heard: Iterator[Heard], did: str, count: int | None) -> Iterator[Heard]:
    """What the account says, with how many follow it: a post does not tell, only its profile does."""
    for one in heard:
        if isinstance(one, Activity) and one.actor.id == did and count is not None:
            them, about = changed(one.actor, followers=count), one.object
            about = changed(about, author=them) if isinstance(about, Post) and about.author.id == did else about
            yield changed(one, actor=them, object=about)
        else:
            yield one


def stream(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """What the account says, and with its password what others do to it, within seconds."""
    if thing.path is not None:
        raise NothingToFollow("A file that was captured tells nothing new.")
    door = _door(thing, asked)
    yield from follow(door, _did(thing, door.ask("app.bsky.actor.getProfile", actor=actor(thing.text))), asked.cursor)


def _door(thing: Thing, asked: Asked) -> "Door":
    """As the account where a member gave its password, else as anybody."""
    from twoears.sources.bluesky.door import (
        Door,
        signed_in,
    )  # here: the client is slow to import, the catalogue reads us

    password = asked.secrets.get("password", "")
    if not password:
        return Door(asked.base)
    return signed_in(asked.base, asked.options.get("handle", "") or actor(thing.text), password)


def _did(thing: Thing, profile: Mapping[str, Any]) -> str:
    did = str(profile.get("did") or "")
    if not did.startswith("did:"):
        raise CannotRead(f"{thing.text} could not be found on Bluesky. Check how the handle is written.")
    return did


def _is_place(one: Heard) -> TypeGuard[Cursor]:
    return isinstance(one, Cursor)


def _beside(found: Iterator[Heard], other: Mapping[str, str]) -> Iterator[Heard]:
    """Each place together with the other one."""
    for one in found:
        yield Cursor({**other, **one.value}) if isinstance(one, Cursor) else one


def actor(text: str) -> str:
    """The handle or did in what was typed.

    >>> actor("https://bsky.app/profile/ann.example/post/3k1"), actor("@Ann.example"), actor("did:plc:abc")
    ('ann.example', 'ann.example', 'did:plc:abc')
    """
    text = text.strip()
    found = _PROFILE.match(text)
    name = found[1] if found else text.removeprefix("@")
    if _DID.fullmatch(name):
        return name
    if _HANDLE.fullmatch(name):
        return name.lower()
    raise CannotRead(f"{text} is not a handle of Bluesky. Write it like @ann.bsky.social.")


@dataclass(slots=True)
class _Walk:
    """One look at an account. What is before `until` was heard on earlier looks; `top` is the newest of this one.

    A look that was broken off goes on at `page`. What came since is heard by the look after it, for `top` was kept.
    """

    door: "Door"
    did: str
    asked: Asked
    seen: set[str] = field(default_factory=set)

    def heard(self) -> Iterator[Heard]:
        cursor = self.asked.cursor
        until, page, top = cursor.get("until", ""), cursor.get("page", ""), cursor.get("top", "")
        stop = self._stop(until)
        while True:
            asked_page = {"cursor": page} if page else {}
            answer = self.door.ask("app.bsky.feed.getAuthorFeed", actor=self.did, limit=_PAGE, **asked_page)
            found = items(answer, "feed")
            top = top or next((at.isoformat() for at in map(_moment, found) if at), "")
            yield from self._page([item for item in found if not _before(item, stop)])
            following = str(answer.get("cursor") or "")
            if not found or not following or following == page or (stop and all(_before(item, stop) for item in found)):
                yield Cursor({"until": max(top, until)} if top or until else {})
                return
            page = following
            yield Cursor({name: value for name, value in (("until", until), ("page", page), ("top", top)) if value})

    def _stop(self, until: str) -> datetime | None:
        known = min(when(until), datetime.now(UTC) - LOOK_BACK) if until else None
        since = self.asked.since
        return max(known, since) if known and since else known or since

    def _page(self, items: list[Any]) -> Iterator[Heard]:
        for item in items:
            yield from once(tolerant(item, heard), self.seen)
            post = item.get("post") if isinstance(item, dict) else None
            if isinstance(post, dict) and post.get("replyCount") and self._is_ours(post):
                yield from self._answers(str(post.get("uri")))

    def _answers(self, uri: str) -> Iterator[Heard]:
        try:
            thread = self.door.ask("app.bsky.feed.getPostThread", uri=uri, depth=50, parentHeight=0).get("thread")
        except CannotRead as error:
            if isinstance(error.__cause__, NoAnswer):
                raise
            yield SetAside(name=uri, reason=f"The answers to it could not be read. {error}",
                           advice="Nothing to do: while the post is new we ask again.")  # fmt: skip
            return
        for view in answers(thread) if isinstance(thread, dict) else ():
            yield from once(tolerant(view, lambda view: iter((spoken(view),))), self.seen)

    def _is_ours(self, post: Mapping[str, Any]) -> bool:
        author = post.get("author")
        return isinstance(author, dict) and author.get("did") == self.did


def _moment(item: Any) -> datetime | None:
    return moment(item) if isinstance(item, dict) else None


def _before(item: Any, stop: datetime | None) -> bool:
    at = _moment(item)
    return stop is not None and at is not None and at < stop


def _file(thing: Thing) -> Iterator[Heard]:
    """A captured answer: an author's feed, a thread, one item or one post."""
    with thing.open() as file:
        raw = file.read(_MAX_FILE)
    try:
        document = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CannotRead(f"{thing.name} is not whole JSON: {error}. Capture it again.") from error
    if not isinstance(document, dict):
        raise CannotRead(f"{thing.name} holds no answer of Bluesky. Check which file it is.")
    if isinstance(document.get("feed"), list):
        for item in document["feed"]:
            yield from tolerant(item, heard)
    elif isinstance(document.get("thread"), dict):
        yield from tolerant(document["thread"], heard)
        for view in answers(document["thread"]):
            yield from tolerant({"post": view}, heard)
    else:
        yield from tolerant(document if "post" in document else {"post": document}, heard)


SOURCE = Source(
    kind="bluesky",
    title="Bluesky",
    mark="bsky",
    sees="Public posts, answers and reposts of the account, what it answers, and what others answer to it; with its "
    "app password also who likes, passes on, follows, names and quotes it.",
    blind="Direct messages and deletions; without an app password also likes, follows and mentions elsewhere.",
    fits=fits,
    read=read,
    live=True,
    every=300,
    stream=stream,
    post=OUTGOING,
    fields=(
        Field(name="handle", label="Sign in as", help="Only where it is not the account above, such as by its mail."),
        Field(name="password", label="App password", secret=True,
              help="To hear who likes, follows and names it, and to answer. Made in the app, under Privacy."),
    ),
)  # fmt: skip
