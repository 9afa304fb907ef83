"""Read a mailbox over IMAP: what lies in it, and what comes as it comes."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from msgspec.structs import replace

from twoears.activities.values import Activity
from twoears.lib.text import whole
from twoears.sources.imap.door import PART, Door, Standing, opened
from twoears.sources.imap.folders import Folder, chosen
from twoears.sources.imap.place import FIELDS, address, is_place, place
from twoears.sources.imap.send import OUTGOING
from twoears.sources.imap.talk import WHOLE, Rejected
from twoears.sources.mail.message import NoMail, sent
from twoears.sources.reading import (
    Alive,
    Asked,
    CannotRead,
    Cursor,
    Heard,
    Missed,
    SetAside,
    Source,
    Thing,
    Total,
    ends_on,
)

_AT_ONCE = 200  # mails whose sizes are asked for together
_TOGETHER = 4 * 1024 * 1024  # bytes of mails that are fetched together, and held in memory
_WAIT = 120.0  # seconds of waiting, after which we look into the other folders and show that we are still there


def fits(thing: Thing) -> float:
    """A mail address, or the address of a mailbox on a server."""
    return 0.8 if thing.path is None and thing.raw is None and is_place(thing.text.strip()) else 0.0


def owner(thing: Thing) -> tuple[str, ...]:
    """Whose mailbox it is: what that address says, we say."""
    found = address(thing.text.strip())
    return (f"mailto:{found}",) if found else ()


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield what came into each folder since the last look, oldest first, with a cursor after each batch."""
    if thing.raw is not None:
        yield _heard(Folder("", sent=False), thing.name, thing.raw, len(thing.raw))
        return
    where = place(thing.text, asked.options, asked.base)
    with opened(where, asked.secrets.get("password", "")) as door:
        walk = _Walk(door, dict(asked.cursor), asked.since)
        folders = chosen(door.folders(), where.folders)
        if not asked.cursor and not asked.since:
            yield Total(sum(walk.count(folder) for folder in folders))
        for folder in folders:
            yield from walk.all_new(folder)


def stream(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield what comes from now on, or from the cursor on, as the server tells us of it.

    It waits at the first folder, and looks into the others every two minutes.
    """
    where = place(thing.text, asked.options, asked.base)
    with opened(where, asked.secrets.get("password", "")) as door:
        first, *others = chosen(door.folders(), where.folders)
        walk = _Walk(door, dict(asked.cursor), None)
        while True:
            for folder in (*others, first):
                yield from walk.new_to_stream(folder)
            yield Alive()
            until = time.monotonic() + _WAIT
            while (left := until - time.monotonic()) > 0:
                if door.wait(left):
                    yield from walk.after_mark(first)


@dataclass(slots=True)
class _Walk:
    """One walk through a mailbox. `marks`: folder -> validity:number of the last mail that was heard."""

    door: Door
    marks: dict[str, str]
    since: datetime | None

    def count(self, folder: Folder) -> int:
        """How many mails a folder holds."""
        return self._asked(folder, self.door.standing).mails

    def all_new(self, folder: Folder) -> Iterator[Heard]:
        """What came since the last look; where the server has numbered anew, everything: what is known stays known."""
        standing = self._asked(folder, self.door.open)
        if self._validity(folder) != standing.validity:
            self.marks[folder.name] = f"{standing.validity}:0"
        yield from self.after_mark(folder)
        yield Cursor(dict(self.marks))

    def new_to_stream(self, folder: Folder) -> Iterator[Heard]:
        """What came since the mark. A folder that is new here, or numbered anew, is heard from now on."""
        standing = self._asked(folder, self.door.open)
        known = self._validity(folder)
        if known != standing.validity:
            self.marks[folder.name] = f"{standing.validity}:{standing.following - 1}"
            if known is not None:
                yield Missed(why=f"The server has numbered {folder.title} anew. The next look reads it again.")
            yield Cursor(dict(self.marks))
        yield from self.after_mark(folder)

    def after_mark(self, folder: Folder) -> Iterator[Heard]:
        """The mails of the open folder after its mark, with a cursor after each batch."""
        validity, _, last = self.marks[folder.name].partition(":")
        uids = self.door.after(int(last), self.since.date() if self.since else None)
        for start in range(0, len(uids), _AT_ONCE):
            chunk = uids[start : start + _AT_ONCE]
            sizes = self.door.sizes(chunk)
            for group in _groups(chunk, sizes):
                yield from self._mails(folder, group, sizes)
                self.marks[folder.name] = f"{validity}:{group[-1]}"
                yield Cursor(dict(self.marks))

    def _mails(self, folder: Folder, group: Sequence[int], sizes: Mapping[int, int]) -> Iterator[Heard]:
        if sizes.get(group[0], 0) > WHOLE:
            found = self._one(group[0], self.door.beginning)
        else:
            try:
                found = dict(self.door.contents(group))
            except Rejected:  # one of them, perhaps: the others are to be had
                found = {n: got for uid in group for n, got in self._one(uid, self._whole).items()}
        for uid in group:
            content = found.get(uid)  # not there: it was moved or deleted meanwhile
            if content is not None:
                heard = _heard(folder, f"{folder.title} {uid}.eml", content, sizes.get(uid, 0))
                if not (isinstance(heard, Activity) and self.since and heard.published < self.since):
                    yield heard

    def _whole(self, uid: int) -> bytes | None:
        return self.door.contents([uid]).get(uid)

    def _one(self, uid: int, fetch: Callable[[int], bytes | None]) -> dict[int, bytes | str]:
        """A mail, or what the server says instead; nothing where it is gone."""
        try:
            content = fetch(uid)
        except Rejected as error:
            return {uid: str(error)}
        return {} if content is None else {uid: content}

    def _validity(self, folder: Folder) -> int | None:
        known = self.marks.get(folder.name, "").partition(":")[0]
        return whole(known)

    def _asked(self, folder: Folder, ask: Callable[[str], Standing]) -> Standing:
        try:
            return ask(folder.name)
        except Rejected as error:
            raise CannotRead(f"The folder {folder.title} cannot be opened: {error}.") from error


def _groups(uids: Sequence[int], sizes: Mapping[int, int]) -> Iterator[list[int]]:
    """Mails that are fetched together; a long one alone.

    >>> list(_groups([1, 2, 3, 4], {1: 10, 2: 3 * 1024**2, 3: 10, 4: 10}))
    [[1], [2], [3, 4]]
    """
    group: list[int] = []
    held = 0
    for uid in uids:
        size = sizes.get(uid, 0)
        if group and (held + size > _TOGETHER or size > WHOLE or held > WHOLE):
            yield group
            group, held = [], 0
        group.append(uid)
        held += size
    if group:
        yield group


def _heard(folder: Folder, name: str, content: bytes | str, size: int) -> Heard:
    if isinstance(content, str):
        return SetAside(
            name=name, reason=f"The server does not give it: {content}.", advice="Open it in a mail program."
        )
    try:
        activity = sent(content, datetime.now(UTC))
    except NoMail as error:
        advice = "Mend its headers and read it again, or leave it out."
        return SetAside(name=name, reason=str(error), advice=advice, raw=content[:65536])
    whole = max(size, len(content))
    cut = (("cut", f"the first {PART // 1024**2} MB of {whole // 1024**2}"),) if whole >= WHOLE else ()
    box = (("box", "sent"),) if folder.sent else ()
    return replace(activity, detail=(*activity.detail, *box, *cut)) if box or cut else activity


SOURCE = Source(
    kind="imap",
    title="A mailbox (IMAP), answered by mail (SMTP)",
    mark="mail",
    sees="Each mail of the inbox and of sent mail as it comes, with its new words and what it answers.",
    blind="Attachments, other folders unless you name them, and mail that was deleted before we looked.",
    fits=fits,
    read=read,
    live=True,
    every=600,
    stream=stream,
    post=OUTGOING,
    fields=FIELDS,
    renewal=ends_on,
)
