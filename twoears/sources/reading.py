"""What a reader is: it takes a thing and yields what was heard; it never saves.

A source is a folder beside this file with a `read.py` that holds one `SOURCE`. Nothing else names it.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, TypeAlias

from twoears.activities.values import Activity, Actor
from twoears.sources.sending import Outgoing


class CannotRead(Exception):
    """The whole thing cannot be read. Says what, why and what to do now; nothing of it was kept."""


class Unrecognised(CannotRead):
    """No source knows what it is; whoever can say so may."""


class Gone(CannotRead):
    """It is not there any more and will not come back: nobody looks again until a member says so."""


class NothingToFollow(CannotRead):
    """There is no stream to hold open here, for the reason given; looks go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """One record that could not be read. `raw` is enough for the same reader to try it again as a file `name`."""

    reason: str
    advice: str
    name: str
    line: int = 0
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a live source has come. What was yielded before it and the cursor itself are saved in one transaction."""

    value: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Total:
    """How many records there will be, for progress, where the source can tell before it has read them."""

    records: int


@dataclass(frozen=True, slots=True)
class Limit:
    """What a network lets us ask: `left` of `most` questions until `resets_at`."""

    most: int
    left: int
    resets_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A stretch of time that a stream knows it did not bring; `since` is None where it cannot tell from when on."""

    why: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Alive:
    """Nothing came, but the other side still talks to us: a heartbeat of a stream."""


@dataclass(frozen=True, slots=True)
class LookAgain:
    """When the next look is worth while, in `seconds` from now, where a source can tell better than its `every`."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Another:
    """Another thing to listen to, which this one names; it becomes a connection of its own."""

    text: str
    kind: str


Heard: TypeAlias = Activity | SetAside | Cursor | Total | Limit | Missed | Alive | LookAgain | Another


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What was brought to us over HTTP: header names in lower case, `path` what follows our address, with its query."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is said at the door to who brings us something, at once. `keep` says that the worker is to read it.

    `like` is a word of up to 40 letters that tells what was brought: while something alike still waits, it is not kept
    a second time. `who` is whom it comes from, for those who come too often.
    """

    status: int = 202
    body: str = ""
    type: str = "text/plain"
    keep: bool = True
    like: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the record holds under an address: the id of a post or an activity, who it is of, and its words.

    `published` is when a post was said as it was told first; None for an activity.
    """

    id: str
    author: Actor
    text: str = ""
    title: str = ""
    published: datetime | None = None
    withdrawn: bool = False


def _nothing_held(address: str) -> Held | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something that a source asks of a member, such as a password; secret ones are kept sealed and never shown."""

    name: str
    label: str
    help: str = ""
    secret: bool = False
    required: bool = False


ENDS = Field(
    name="ends", label="Ends on", help="The last day of this token or password, if it has one, such as 2027-03-31."
)
"""Asked for by sources whose servers do not tell it. Where it is given, members are warned before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What a member gave us: the words that were typed, and the file or folder where they name one.

    Readers open it with `open`, `members` and `head`; `raw` stands for a file when one record is tried again.
    """

    text: str
    path: Path | None = None
    raw: bytes | None = None

    @property
    def name(self) -> str:
        return self.path.name if self.path else self.text

    def open(self) -> BinaryIO:
        """The bytes of the file, from the start."""
        if self.raw is not None:
            return io.BytesIO(self.raw)
        if self.path is None or not self.path.is_file():
            raise CannotRead(f"{self.text} is not a file.")
        return self.path.open("rb")

    def head(self, size: int = 65536) -> bytes:
        """The first bytes of the file, empty where there is none."""
        if self.raw is None and (self.path is None or not self.path.is_file()):
            return b""
        with self.open() as file:
            return file.read(size)

    def is_zip(self) -> bool:
        return self.head(4) == b"PK\x03\x04"

    def names(self) -> tuple[str, ...]:
        """The names of the files inside a zip or a folder, with `/` between the parts."""
        if self.path is not None and self.path.is_dir():
            return tuple(sorted(p.relative_to(self.path).as_posix() for p in self.path.rglob("*") if p.is_file()))
        if not self.is_zip():
            return ()
        try:
            with self.open() as file, zipfile.ZipFile(file) as archive:
                return tuple(archive.namelist())
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a member wants a thing to be read: `us` our own handles, `base` another server to ask, for live sources.

    `options` and `secrets` hold what the fields of the source asked for. `door` is the address to which others bring
    us things (empty where nobody can reach us) and `seal` a secret of that door; `told` says that somebody has promised
    to bring us all that is new there. `held` looks up what the record holds under an id or an address.
    `text` is what the member typed, for what is read without a `Thing`.
    """

    us: tuple[str, ...] = ()
    since: datetime | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    base: str = ""
    cursor: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    door: str = ""
    seal: str = ""
    told: bool = False
    text: str = ""
    held: Callable[[str], Held | None] = _nothing_held


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One place to listen to. `fits` says how surely a thing is of this kind, 0 to 1; the surest source reads it.

    `read` looks once. Where it `looks_back`, a look brings all that came since the one before it, and so fills what a
    stream has missed. `stream`, where there is one, is told everything as it happens: it opens, yields `Alive`, and
    goes on until it is cut off, which it says by raising `NoAnswer`; a clean end is a cut too. It goes on from the
    cursor where the network lets it. One that yields no cursor is given that of looks, and `read` fills its holes; so
    it does where a stream yields `Missed`. Where there is none it raises `NothingToFollow`.

    `everything` says that it
    carries a whole network, of which only what somebody listens for is recorded.

    `part` tells which files of a folder belong to what it reads as one, such as an export or a mailbox. Where it is
    None they are those that fit alone.

    `takes` reads what others bring to us, later and in the worker; `answer` is what they are told at the door, without
    any look at the network (where it is None: that we took it); what is brought waits until the source is `ready`, such
    as until a member has said what it means. `named` gives what was brought a name, and enough to try it again, for the
    list of what was set aside; what is heard later settles what was set aside under its name. `post` is the one way
    back (see `sending`). `renewal` is the day on which what it is built on (a dated version, a token) ends.
    """

    kind: str
    title: str
    mark: str
    sees: str
    blind: str
    fits: Callable[[Thing], float]
    read: Callable[[Thing, Asked], Iterator[Heard]]
    part: Callable[[Thing], bool] | None = None
    live: bool = False
    every: int = 0  # seconds between two looks, for live sources
    looks_back: bool = True
    stream: Callable[[Thing, Asked], Iterator[Heard]] | None = None
    everything: bool = False
    takes: Callable[[Incoming, Asked], Iterator[Heard]] | None = None
    answer: Callable[[Incoming, Asked], Reply] | None = None
    ready: Callable[[Asked], bool] | None = None
    named: Callable[[Incoming], Thing] | None = None
    post: Outgoing | None = None
    fields: tuple[Field, ...] = ()
    renewal: Callable[[Asked], date | None] | None = None


def ends_on(asked: Asked) -> date | None:
    """The `renewal` of sources that ask for `ENDS`: the day that a member gave, None where there is none.

    >>> ends_on(Asked(options={"ends": "2027-03-31"})), ends_on(Asked())
    (datetime.date(2027, 3, 31), None)
    """
    told = asked.options.get(ENDS.name, "").strip()
    try:
        return date.fromisoformat(told) if told else None
    except ValueError as error:
        raise CannotRead(f"{told[:40]} is no day. Write when it ends like 2027-03-31, or leave it empty.") from error


def silent(name: str, source: Source) -> SetAside:
    """A file that was read to its end and holds nothing: without a word nobody would know that it was looked at."""
    return SetAside(
        name=name,
        reason=f"It reads like {source.title}, and nothing that anybody said or did is in it.",
        advice="Check whether it is the right file, or read it as what it is with --as KIND.",
    )


def once(found: Iterable[Heard], seen: set[str]) -> Iterator[Heard]:
    """What was not heard before on this look: a conversation is met again for each of our posts in it.

    Ids of activities are added to `seen` as they pass.
    """
    for one in found:
        if isinstance(one, Activity):
            if one.id in seen:
                continue
            seen.add(one.id)
        yield one
