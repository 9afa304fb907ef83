"""Hear the whole network: every post, like, repost and follow, as it happens."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from twoears.activities.values import Activity
from twoears.lib.http import Broken
from twoears.lib.sockets import frames
from twoears.lib.urls import host
from twoears.sources.bluesky.shape import NotAPost
from twoears.sources.jetstream.frames import Frame, counted_anew, frame, is_cut_short, told, whose
from twoears.sources.jetstream.messages import OVERLAP, message, passed_over, too_old
from twoears.sources.jetstream.messages import told as told_by_message
from twoears.sources.jetstream.wanted import Wanted, firehose, jetstream, wanted
from twoears.sources.reading import Alive, Asked, Cursor, Field, Heard, Missed, NothingToFollow, SetAside, Source, Thing

SILENCE = 30.0  # seconds after which we ask whether anybody is there
_PLACE_EVERY: Final = 100  # messages, or
_PLACE_AFTER: Final = 0.5  # seconds, between two places that are told
_MOST_ASIDES: Final = 200  # of one opening: what strangers' software writes wrongly must not fill the disk
_MAX_RAW: Final = 65536
_MAX_FILE: Final = 64 * 1024 * 1024
_STREAM = re.compile(r"wss?://[^\s/]+(?:/\S*)?", re.IGNORECASE)
_ADVICE = "Nothing to do, unless it is of somebody you listen to: then look at the original."


def fits(thing: Thing) -> float:
    """The words jetstream and firehose, the address of a stream, or lines that were captured from one."""
    if thing.path is not None or thing.raw is not None:
        head = thing.head(8192).lstrip()
        return 0.9 if head.startswith(b'{"') and b'"time_us":' in head and b'"kind":' in head else 0.0
    text = thing.text.strip()
    if text.lower() in ("jetstream", "firehose"):
        return 0.95
    if not _STREAM.fullmatch(text):
        return 0.0
    known = ("jetstream", "/subscribe", "subscriberepos")
    return 0.95 if any(word in text.lower() for word in known) else 0.5


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """What was captured of a stream. A stream itself has no past to look at: it yields nothing."""
    if thing.path is None and thing.raw is None:
        wanted(thing.text, asked)
        return
    with thing.open() as file:
        raw = file.read(_MAX_FILE)
    if not raw.lstrip().startswith(b"{"):
        yield from _Stretch(thing.name).frame(raw)
        return
    for number, line in enumerate(raw.splitlines(), 1):
        if line.strip():
            yield from _Stretch(thing.name, number).line(line)


def stream(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Everything from now on, or from where we were."""
    if thing.path is not None:
        raise NothingToFollow("Lines that were captured tell nothing new.")
    want = wanted(thing.text, asked)
    allow = host(asked.base)
    yield from (_firehose if want.is_firehose else _jetstream)(want, asked, allow)


def _jetstream(want: Wanted, asked: Asked, allow: str) -> Iterator[Heard]:
    place, ours = _place(asked, "time_us"), "ours" in asked.cursor
    address, first = jetstream(want, max(place - OVERLAP, 0))
    here = _Stretch(host(address))
    lost = list(too_old(place, datetime.now(UTC)))
    # At a place of our own making nothing lay that must come again.
    begun = bool(lost) or ours or not place
    for line in frames(address, first=first, silence=SILENCE, allow=allow):
        if not line:
            yield from here.quiet("time_us")
            yield from lost
            if not place and not here.reached:
                place = _now()
                yield Cursor({"time_us": str(place), "ours": "yes"})
            lost = []
            continue
        yield from here.line(line)
        if here.reached and not begun:
            begun = True
            yield from passed_over(place, here.reached)
        yield from here.place("time_us")


def _firehose(want: Wanted, asked: Asked, allow: str) -> Iterator[Heard]:
    place = _place(asked, "seq")
    address = firehose(want, place)
    here = _Stretch(host(address), want=want)
    begun = False
    for raw in frames(address, silence=SILENCE, allow=allow):
        if not raw:
            yield from here.quiet("seq")
            continue
        yield from here.frame(raw.encode() if isinstance(raw, str) else raw)
        if here.reached and not begun:
            begun = True
            yield from counted_anew(place, here.reached)
        yield from here.place("seq")


def _now() -> int:
    """A place to go on from where nothing has come yet, by our own clock; going back behind it allows for its error."""
    return int(time.time()) * 1_000_000


def _place(asked: Asked, name: str) -> int:
    kept = asked.cursor.get(name, "")
    return int(kept) if kept.isascii() and kept.isdigit() else 0


@dataclass(slots=True)
class _Stretch:
    """A stream from its opening to its cut: how far it came, and what of that was told."""

    name: str
    number: int = 0
    want: Wanted | None = None
    reached: int = 0
    at: int = 0
    since: int = 0
    then: float = field(default_factory=time.monotonic)
    asides: int = 0

    def line(self, line: str | bytes) -> Iterator[Heard]:
        """What a message of a Jetstream tells."""
        try:
            said = message(line)
            self.reached, self.since = said.time_us, self.since + 1
            found = told_by_message(said)
        except NotAPost as error:
            yield from self._aside(error, line)
            return
        if found is not None:
            yield found

    def frame(self, raw: bytes) -> Iterator[Heard]:
        """What a frame of a firehose tells; raises `NoAnswer` where the server says that it ends."""
        try:
            said = frame(raw)
        except NotAPost as error:
            yield from self._aside(error, raw)
            return
        if said.kind in ("error", "#info"):
            yield from _notice(self.name, said)
            return
        self.reached, self.since = said.seq or self.reached, self.since + 1
        if self.want and self.want.dids and whose(said) not in self.want.dids:
            return
        if self.want and self.want.dids and is_cut_short(said):
            yield Missed(why=f"{self.name} did not tell what changed with {whose(said)}.")
        for one in told(said):
            if isinstance(one, Activity):
                yield from (one,) if self._is_wanted(one) else ()
            else:
                yield from self._aside(one, raw)

    def place(self, name: str) -> Iterator[Cursor]:
        """Where we are, now and then: a place for each message would cost as much as the message."""
        if self.since >= _PLACE_EVERY or (self.since and time.monotonic() - self.then > _PLACE_AFTER):
            yield from self._said(name)

    def quiet(self, name: str) -> Iterator[Heard]:
        """Nothing comes at the moment."""
        yield Alive()
        if self.since:
            yield from self._said(name)

    def _said(self, name: str) -> Iterator[Cursor]:
        self.since, self.then = 0, time.monotonic()
        if self.reached:
            yield Cursor({name: str(self.reached)})

    def _is_wanted(self, one: Activity) -> bool:
        if self.want is None or not one.id.startswith("at://"):
            return True
        return one.id.split("/")[3] in self.want.collections

    def _aside(self, error: NotAPost, raw: str | bytes) -> Iterator[SetAside]:
        self.asides += 1
        if self.asides <= _MOST_ASIDES:
            kept = raw.encode("utf8", "replace") if isinstance(raw, str) else raw
            yield SetAside(name=self.name, line=self.number, reason=str(error), advice=_ADVICE, raw=kept[:_MAX_RAW])


def _notice(name: str, said: Frame) -> Iterator[Heard]:
    word = str(said.body.get("error") or said.body.get("name") or "")[:100]
    if word == "OutdatedCursor":
        yield Missed(why=f"{name} does not hold our place any more; it began later.")
    elif word == "FutureCursor":
        # It has begun to count anew. From our place it would tell us nothing for ever.
        yield Missed(why=f"{name} has begun to count anew; what came between cannot be told.")
        yield Cursor({})
        raise Broken(f"{name} does not know our place. We connect again without it.")
    elif word == "ConsumerTooSlow":
        raise Broken(f"{name} cut us off because we were too slow. We connect again and go on where we were.")
    elif said.kind == "error":
        raise Broken(f"{name} ended the stream: {word or 'it does not say why'}. We connect again.")


SOURCE = Source(
    kind="jetstream",
    title="Bluesky, the whole network (Jetstream, firehose)",
    mark="bsky",
    sees="Every public post, edit, deletion, like, repost and follow of the network within seconds; of these what you "
    "listen for is kept.",
    blind="What was said before it was connected, or while we were away for longer than the server keeps it.",
    fits=fits,
    read=read,
    stream=stream,
    everything=True,
    fields=(
        Field(name="dids", label="Only these accounts", help="Their dids with blanks between; empty for everybody."),
        Field(name="collections", label="Only these records", help="Such as app.bsky.feed.post; empty for posts, "
              "likes, reposts and follows."),
    ),
)  # fmt: skip
