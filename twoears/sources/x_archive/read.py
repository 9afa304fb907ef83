"""Read an X archive: what we said, liked and followed, who follows us, and our private messages."""

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec
from msgspec.structs import replace

from twoears.activities.values import Activity
from twoears.lib.archives import Archive, BadArchive, opened
from twoears.lib.dates import NoDate, when
from twoears.lib.html import clean
from twoears.sources.reading import Asked, CannotRead, Heard, SetAside, Source, Thing, Total
from twoears.sources.x_archive import shapes
from twoears.sources.x_archive.speech import Owner, by_handle, follows, liked, messages, note_alone, said
from twoears.sources.x_archive.ytd import CONFIG, MAX_FILE, assignments, elements, is_ytd, kind_of

HEAD = 4096
MAX_RAW = 1 << 18
POSTS = ("tweets", "tweet", "community_tweet")
NOTES = ("note_tweet",)
MESSAGES = ("direct_messages", "direct_message", "direct_messages_group", "direct_message_group")
# Posts first: they give away the handles of accounts that the other files only number.
KINDS = (*POSTS, "like", "follower", "following", *MESSAGES)
_OUR_X = re.compile(r"(?:https?://(?:www\.)?(?:x|twitter)\.com/|@)?(\w{1,20})/?")
_AGAIN = "Download the archive again and read it once more."
_ADVICE = "Mend the record in the file and read it again, or leave it out."


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    kind: str
    value: bytes


def fits(thing: Thing) -> float:
    """Sure where a file assigns to `window.YTD`, alone or within a zip or folder."""
    if is_ytd(thing.head(HEAD)):
        return 0.98
    try:
        with opened(_source(thing)) as archive:
            return 0.98 if any(_kind(archive, name) for name in _scripts(archive)) else 0.0
    except (BadArchive, OSError):
        return 0.0


def part(thing: Thing) -> bool:
    """Whether a file is one of an archive."""
    return thing.name.endswith(".js") and is_ytd(thing.head(HEAD))


def owner(thing: Thing) -> tuple[str, ...]:
    """Our own account as the archive names it: its id, the same by number, and its handle; empty where it does not."""
    try:
        known = _owner(list(_files(thing, ("account", CONFIG), [])), Asked())
    except CannotRead:
        return ()
    return (known.actor.id, f"https://x.com/i/user/{known.number}", known.actor.handle) if known.number else ()


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield what the archive holds, file by file; a record that cannot be read is set aside with its file."""
    for heard in _read(thing, asked):
        if isinstance(heard, Activity) and asked.since and heard.published < asked.since:
            continue
        yield heard


def _read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    asides: list[SetAside] = []
    first = list(_files(thing, ("account", "profile", CONFIG, *NOTES), asides))
    us = _owner(first, asked)
    yield from _total(first)
    for file in first:
        if file.kind in NOTES:
            yield from _keep_notes(file, us)
    for file in _files(thing, KINDS, asides):
        yield from _file(file, us)
    for notes in us.notes.values():
        yield from (note_alone(note, us) for note in notes)
    yield from asides


def _file(file: _File, us: Owner) -> Iterator[Heard]:
    say = _conversation if file.kind in MESSAGES else _one
    for number, raw in enumerate(elements(file.value), 1):
        aside = partial(_aside, us, file, number)
        try:
            yield from say(file.kind, raw, us, aside)
        except shapes.Unreadable as error:
            yield aside(raw, str(error))


def _one(kind: str, raw: bytes, us: Owner, aside: "partial[SetAside]") -> Iterator[Heard]:
    if kind in POSTS:
        yield said(_tweet(raw), us)
    elif kind == "like":
        yield liked(shapes.decode(raw, shapes.Likes).like, us)
    else:
        either = shapes.decode(raw, shapes.Follows)
        other = either.follower or either.following
        if other is None or not other.account_id:
            raise shapes.Unreadable("It names no account.")
        ours = us.number or us.actor.handle.lower()
        pair = (other.account_id, ours) if either.follower else (ours, other.account_id)
        yield follows(*pair, us)


def _tweet(raw: bytes) -> shapes.Tweet:
    """Since 2019 a post is wrapped in `tweet`; before, it stood alone."""
    try:
        return shapes.decode(raw, shapes.Tweets).tweet
    except shapes.Unreadable as error:
        try:
            return shapes.decode(raw, shapes.Tweet)
        except shapes.Unreadable:
            raise error from None


def _conversation(kind: str, raw: bytes, us: Owner, aside: "partial[SetAside]") -> Iterator[Heard]:
    conversation = shapes.decode(raw, shapes.Conversations).dm_conversation
    for message in messages(conversation, us):
        if isinstance(message, Activity):
            yield message
        else:
            only = {"conversationId": conversation.conversation_id, "messages": [msgspec.Raw(message[0])]}
            yield aside(msgspec.json.encode({"dmConversation": only}), message[1])


def _keep_notes(file: _File, us: Owner) -> Iterator[Heard]:
    for number, raw in enumerate(elements(file.value), 1):
        try:
            note = shapes.decode(raw, shapes.Notes).note_tweet
            us.notes.setdefault(int(when(note.created_at).timestamp()), []).append(note)
        except (shapes.Unreadable, NoDate) as error:
            yield _aside(us, file, number, raw, str(error))


def _owner(files: list[_File], asked: Asked) -> Owner:
    config, account = shapes.Config(), shapes.Account()
    for file in files:
        try:
            if file.kind == CONFIG:
                config = shapes.decode(file.value, shapes.Config)
            elif file.kind == "account":
                account = shapes.decode((elements(file.value) or [b""])[0], shapes.Accounts).account
        except shapes.Unreadable:
            continue  # the other one may still name us; if none does, that is said below
    number, handle, name = account.account_id, account.username, account.account_display_name
    handle = handle or _handle_of(config, asked)
    if not handle:
        raise CannotRead("Nothing says whose archive this is: account.js is missing or damaged. Give the whole "
                         "archive, or say who you are on X, as https://x.com/HANDLE.")  # fmt: skip
    number = number or config.user_info.account_id
    us = replace(by_handle(handle, name), place=_place(files))
    return Owner(actor=us, number=number, made=_made(config, account))


def _place(files: list[_File]) -> str:
    """Where we say to be, in our profile."""
    for file in files:
        if file.kind == "profile":
            with suppress(shapes.Unreadable):
                found = shapes.decode((elements(file.value) or [b""])[0], shapes.Profiles)
                return clean(found.profile.description.location)[:200]
    return ""


def _handle_of(config: shapes.Config, asked: Asked) -> str:
    """From the manifest, else from how we call ourselves: first an address on X, then a bare handle."""
    if config.user_info.username:
        return config.user_info.username
    ours = sorted(asked.us, key=lambda us: not re.match(r"https?://(www\.)?(x|twitter)\.com/", us))
    return next((found[1] for us in ours if (found := _OUR_X.fullmatch(us))), "")


def _made(config: shapes.Config, account: shapes.Account) -> datetime | None:
    for text in (config.archive_info.generation_date, account.created_at):
        try:
            return when(text)
        except NoDate:
            continue
    return None


def _total(files: list[_File]) -> Iterator[Total]:
    for file in files:
        if file.kind != CONFIG:
            continue
        try:
            parts = [p for kind in shapes.decode(file.value, shapes.Config).data_types.values() for p in kind.files]
        except shapes.Unreadable:
            return
        kinds = {f"YTD.{kind}.part" for kind in KINDS}
        counts = [str(p.count) for p in parts if p.global_name.rstrip("0123456789") in kinds]
        if counts and all(count.isascii() and count.isdecimal() for count in counts):
            yield Total(sum(map(int, counts)))


def _files(thing: Thing, kinds: tuple[str, ...], asides: list[SetAside]) -> Iterator[_File]:
    """The files of these kinds, in the order of kinds; what cannot be read or is not looked at goes to `asides`."""
    if is_ytd(thing.head(HEAD)):
        data = _whole(thing)
        found = [_File(thing.name, kind, value) for kind, value in assignments(data) if kind in kinds]
        yield from sorted(found, key=lambda file: kinds.index(file.kind))
        return
    try:
        with opened(_source(thing)) as archive:
            yield from _members(archive, kinds, asides)
    except BadArchive as error:
        raise CannotRead(f"{thing.text}: {error}") from error


def _members(archive: Archive, kinds: tuple[str, ...], asides: list[SetAside]) -> Iterator[_File]:
    found = [(kind, name) for name in _scripts(archive) if (kind := _kind(archive, name)) in kinds]
    for _, name in sorted(found, key=lambda pair: (kinds.index(pair[0]), pair[1])):
        try:
            data = archive.read(name, MAX_FILE)
        except BadArchive as error:
            asides.append(SetAside(name=name, reason=str(error), advice=_AGAIN))
            continue
        yield from (_File(name, kind, value) for kind, value in assignments(data))
    if CONFIG in kinds:
        asides.extend(_left_out(archive))
        asides.extend(_damaged(archive))


def _left_out(archive: Archive) -> Iterator[SetAside]:
    for refused in archive.refused:
        yield SetAside(name=refused.name, reason=refused.reason, advice="Leave it out, or download it again.")
    if archive.cut:
        yield SetAside(name="the archive", reason=archive.cut, advice=_AGAIN)


def _damaged(archive: Archive) -> Iterator[SetAside]:
    """The files of which not even the first bytes can be read, so that nobody knows what they held."""
    for name in _scripts(archive):
        try:
            archive.read_head(name, HEAD)
        except BadArchive as error:
            yield SetAside(name=name, reason=str(error), advice=_AGAIN)


def _scripts(archive: Archive) -> list[str]:
    return [name for name in archive.names if name.endswith(".js") and "assets/" not in name]


def _kind(archive: Archive, name: str) -> str:
    try:
        return kind_of(archive.read_head(name, HEAD))
    except BadArchive:
        return ""


def _source(thing: Thing) -> "Path | io.BytesIO":
    if thing.raw is not None:
        return io.BytesIO(thing.raw)
    return thing.path if thing.path is not None else io.BytesIO(b"")


def _whole(thing: Thing) -> bytes:
    with thing.open() as file:
        data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise CannotRead(f"{thing.name} is larger than {MAX_FILE >> 30} GB. Ask X for the archive again, in parts.")
    return data


def _aside(us: Owner, file: _File, number: int, raw: bytes, reason: str) -> SetAside:
    """With whose archive it is from and when it was made, so that the record can be tried again on its own."""
    account = {"username": us.actor.handle, "accountId": us.number, "accountDisplayName": us.actor.name}
    made = {"archiveInfo": {"generationDate": us.made.isoformat() if us.made else ""}}
    again = b"window.__THAR_CONFIG = %b\nwindow.YTD.account.part0 = [ %b ]\nwindow.YTD.%b.part0 = [ %b ]" % (
        msgspec.json.encode(made), msgspec.json.encode({"account": account}), file.kind.encode(),
        raw.replace(b"\n", b" "),
    )  # fmt: skip
    return SetAside(name=file.name, line=number, raw=again[:MAX_RAW], reason=reason, advice=_ADVICE)


SOURCE = Source(
    kind="x_archive",
    title="X archive",
    mark="x",
    sees="Your own posts, shares, likes and private messages, whom you follow and who follows you.",
    blind="What others said to you in public: X leaves it out. When you liked or followed; who liked your posts.",
    fits=fits,
    read=read,
    part=part,
)
