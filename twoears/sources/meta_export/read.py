"""Read an export of Facebook or Instagram: what we said, liked and followed, who follows us, and messages."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec

from twoears.activities.values import Activity, Actor
from twoears.lib.archives import Archive, BadArchive
from twoears.sources.meta_export import facebook, gram
from twoears.sources.meta_export.kinds import kind_of, records
from twoears.sources.meta_export.restored import tidy
from twoears.sources.meta_export.shape import Nothing, Unreadable, Us, conversation, instagram, named
from twoears.sources.packed import ADVICE, AGAIN, MAX_RAW, damaged, document, files, left_out, ours_name, since
from twoears.sources.reading import Asked, CannotRead, Heard, SetAside, Source, Thing

READS: Final[dict[str, Callable[[Any, Us], Iterator[Activity]]]] = {
    "facebook.post": facebook.post,
    "facebook.comment": facebook.comment,
    "facebook.reaction": facebook.reaction,
    "facebook.friend": facebook.friend,
    "facebook.page": facebook.page,
    "instagram.post": gram.post,
    "instagram.comment": gram.comment,
    "instagram.like": gram.like,
    "instagram.follower": gram.follower,
    "instagram.following": gram.following,
}
# A record that was set aside stands between these, with whose it is and what it is, so that it can be read alone.
OURS, KIND, RECORD = ours_name("whose"), ours_name("kind"), "record"
_HTML = "The export was made as web pages, which are not read."


def fits(thing: Thing) -> float:
    """By the names of its files, two of which are sure; or a record that was set aside."""
    head = thing.head(4096)
    if head.lstrip()[:1] in (b"{", b"["):
        alone = kind_of(thing.text.replace("\\", "/")) and (b'timestamp"' in head or b"timestamp_ms" in head)
        return 0.97 if OURS.encode() in head else 0.85 if alone else 0.0
    try:
        with files(thing) as archive:
            found = [kind for name in archive.names if (kind := kind_of(name))]
            pages = _is_html(archive)
    except (CannotRead, OSError):
        return 0.0
    return 0.96 if len(found) > 1 else 0.8 if found else 0.5 if pages else 0.0


def part(thing: Thing) -> bool:
    """Whether a file is one of an export, by where it lies."""
    return bool(kind_of(thing.text.replace("\\", "/")))


def owner(thing: Thing) -> tuple[str, ...]:
    """Our own account, as the export's profile names it."""
    try:
        with files(thing) as archive:
            found = [us for network in ("facebook", "instagram") if (us := _owner(archive, network, Asked()))]
    except (CannotRead, OSError):
        return ()
    return tuple(dict.fromkeys(part for us in found for part in (us.id, us.handle, us.name) if part))


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield what the export holds, file by file; a record that cannot be read is set aside with its file."""
    with files(thing) as archive:
        yield from since(_alone(archive, thing) if _is_alone(thing) else _export(archive, thing, asked), asked)


def _export(archive: Archive, thing: Thing, asked: Asked) -> Iterator[Heard]:
    known = [(name, kind) for name in sorted(archive.names) if (kind := _kind(archive, name, thing))]
    if not known and _is_html(archive):
        raise CannotRead(f"{thing.text}: {_HTML} Ask for it again and choose JSON as the format.")
    if not known:
        raise CannotRead(f"{thing.text} holds no file of Facebook or Instagram that we know. {AGAIN}")
    mainly = "instagram" if _is_instagram(archive) else "facebook"
    whose = {network: _owner(archive, network, asked) for network in ("facebook", "instagram")}
    for name, kind in known:
        if kind.endswith(".owner"):
            continue
        network = mainly if kind == "message" else kind.split(".")[0]
        yield from _file(archive, name, kind if kind != "message" else f"{network}.message", whose[network])
    yield from damaged(archive, ".json")
    yield from left_out(archive)


def _kind(archive: Archive, name: str, thing: Thing) -> str:
    """A file that was given alone is told by where it lay."""
    alone = len(archive.names) == 1 and thing.path is not None and thing.path.is_file()
    return kind_of(thing.path.as_posix() if alone and thing.path else name)


def _file(archive: Archive, name: str, kind: str, us: Actor | None) -> Iterator[Heard]:
    if us is None and not kind.endswith(".message"):
        yield SetAside(name=name, reason="Nothing says whose export this is: the file with our profile is missing.",
                       advice="Read the whole export, or say who you are: --us https://www.instagram.com/NAME, "
                              "or --us 'facebook:name:NAME'.")  # fmt: skip
        return
    try:
        found = records(tidy(document(archive, name)), "message" if kind.endswith(".message") else kind)
    except BadArchive as error:
        yield SetAside(name=name, reason=str(error), advice=AGAIN)
        return
    yield from _records(found, kind, us or Actor(id="meta:us", network="facebook"), name)


def _records(found: list[Any], kind: str, us: Actor, name: str) -> Iterator[Heard]:
    nothing = 0
    for number, record in enumerate(found, 1):
        try:
            yield from _one(record, kind, us, (name, number))
        except Nothing:
            nothing += 1
        except Unreadable as error:
            yield _aside(record, kind, us, (name, number), str(error))
    if nothing:
        yield SetAside(name=name, reason=f"{nothing:,} records say nothing: no words, no link, or nobody is named.",
                       advice="There is nothing to mend: the export gives no more.")  # fmt: skip


def _one(record: Any, kind: str, us: Actor, where: tuple[str, int]) -> Iterator[Heard]:
    network, _, what = kind.partition(".")
    if what != "message":
        yield from READS[kind](record, Us(us))
        return
    for heard in conversation(record, Us(us), network):
        if isinstance(heard, Activity):
            yield heard
        else:
            yield _aside(heard[0], kind, us, where, heard[1])


def _aside(record: Any, kind: str, us: Actor, where: tuple[str, int], reason: str) -> SetAside:
    raw = msgspec.json.encode({OURS: [us.id, us.handle, us.name], KIND: kind, RECORD: record})
    return SetAside(name=where[0], line=where[1], reason=reason, advice=ADVICE,
                    raw=raw if len(raw) <= MAX_RAW else b"")  # fmt: skip


def _is_alone(thing: Thing) -> bool:
    return OURS.encode() in thing.head(256)


def _alone(archive: Archive, thing: Thing) -> Iterator[Heard]:
    """One record tried again."""
    try:
        held = document(archive, thing.name)
    except BadArchive as error:
        raise CannotRead(str(error)) from error
    kind, said = held.get(KIND), held.get(OURS)
    if not (isinstance(said, list) and len(said) == 3 and all(isinstance(part, str) for part in said)):
        raise CannotRead(f"{thing.name} does not say whose record it is. Read the whole export again.")
    if kind not in READS and kind not in ("facebook.message", "instagram.message"):
        raise CannotRead(f"{thing.name} does not say what kind of record it is. Read the whole export again.")
    us = Actor(id=said[0], network=kind.split(".")[0], handle=said[1], name=said[2],
               url=said[0] if said[0].startswith("http") else "")  # fmt: skip
    yield from _records([held.get(RECORD)], kind, us, thing.name)


def _owner(archive: Archive, network: str, asked: Asked) -> Actor | None:
    tell = {"facebook": facebook.owner, "instagram": gram.owner}[network]
    for name in archive.names:
        if kind_of(name) == f"{network}.owner":
            try:
                if us := tell(tidy(document(archive, name))):
                    return us
            except (BadArchive, Nothing):
                continue  # said when the files are read
    for said in asked.us:
        if network == "instagram" and "instagram.com/" in said:
            return instagram(said.rstrip("/").rsplit("/", 1)[-1])
        if network == "facebook" and said.startswith("facebook:name:"):
            return named("facebook", said.removeprefix("facebook:name:"))
    return None


def _is_instagram(archive: Archive) -> bool:
    return any("instagram" in name.lower() or kind_of(name).startswith("instagram.") for name in archive.names)


def _is_html(archive: Archive) -> bool:
    pages = ("your_posts_1.html", "posts_1.html", "followers_1.html", "your_posts__check_ins__photos_and_videos_1.html")
    return bool(archive.ending(*pages, "messages/inbox.html"))


SOURCE = Source(
    kind="meta_export",
    title="Facebook and Instagram exports",
    mark="meta",
    sees="Your own posts, comments and likes, whom you follow, friends or followers, and private messages.",
    blind="What others said in public and who liked your posts. Facebook names people but gives no ids.",
    fits=fits,
    read=read,
    part=part,
)
