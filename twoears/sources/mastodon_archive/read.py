"""Read a Mastodon archive: what we said, shared, liked, and whom we follow."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from twoears.activities.values import Activity, Actor
from twoears.lib.archives import Archive, BadArchive, opened
from twoears.lib.dates import NoDate, when
from twoears.lib.delimited import Broken, decoded, records, written
from twoears.sources.activitystreams.shape import NotActivity, activities
from twoears.sources.reading import Asked, CannotRead, Heard, SetAside, Source, Thing, Total

FILES = ("outbox.json", "actor.json", "likes.json", "following_accounts.csv")
FOLLOWED = "Account address"
MAX_RAW = 1 << 18
# Our own columns behind a line of the list of followed accounts, so that it can be tried again without the archive.
OURS, AS_OF = "Two Ears: whose", "Two Ears: as of"
_ADVICE = "Mend the record in the file and read it again, or leave it out."
_AGAIN = "Ask your server for the archive again and read it once more."


@dataclass(frozen=True, slots=True)
class _Known:
    """Whose archive it is, until when it reaches, and the ids behind the addresses that its posts mention."""

    us: Actor
    until: datetime | None
    ids: dict[str, str]


def fits(thing: Thing) -> float:
    """Sure where an archive or folder holds an outbox beside an actor."""
    if thing.head(len(FOLLOWED) + 3).removeprefix(b"\xef\xbb\xbf").startswith(FOLLOWED.encode()):
        return 0.9
    if thing.head(64).lstrip()[:1] in (b"{", b"["):
        return 0.0  # one ActivityStreams document: its own reader knows it
    try:
        with opened(_source(thing)) as archive:
            held = [bool(archive.ending(name)) for name in FILES]
    except (BadArchive, OSError):
        return 0.0
    return 0.97 if held[0] and held[1] else 0.5 if held[0] else 0.0


def part(thing: Thing) -> bool:
    """Whether a file is one of an archive, by its name: alone each is a document of ActivityStreams."""
    return thing.name in FILES


def owner(thing: Thing) -> tuple[str, ...]:
    """Our own account as actor.json names it: its id, its page and its handle; empty where it is missing."""
    try:
        with opened(_source(thing)) as archive:
            us = _us(_document(archive, "actor.json", []))
    except (BadArchive, OSError):
        return ()
    return tuple(dict.fromkeys(name for name in (us.id, us.url, us.handle) if name)) if us else ()


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield each activity of the archive; a record that cannot be read is set aside with its file."""
    for heard in _single(thing) if _is_single(thing) else _archive(thing):
        if isinstance(heard, Activity) and asked.since and heard.published < asked.since:
            continue
        yield heard


def _archive(thing: Thing) -> Iterator[Heard]:
    asides: list[SetAside] = []
    try:
        with opened(_source(thing)) as archive:
            if not archive.ending(*FILES):
                raise CannotRead(f"{thing.text} holds no outbox.json. Ask your server for the archive again.")
            items = _items(_document(archive, "outbox.json", asides))
            likes = _items(_document(archive, "likes.json", asides))
            us = _us(_document(archive, "actor.json", asides)) or _who_said(items)
            yield Total(len(items) + len(likes))
            yield from _outbox(items)
            if us:
                known = _Known(us, max(_dates(items), default=None), dict(_mentioned(items)))
                yield from _likes(likes, known)
                yield from _following(archive, known, asides)
            elif likes:
                asides.append(SetAside(name="likes.json", reason="Nothing says whose archive it is.", advice=_AGAIN))
            yield from asides
            yield from _left_out(archive)
    except BadArchive as error:
        raise CannotRead(f"{thing.text}: {error}") from error


def _outbox(items: list[Any]) -> Iterator[Heard]:
    for number, item in enumerate(items, 1):
        try:
            yield from activities(item)
        except NotActivity as error:
            raw = msgspec.json.encode(item)[:MAX_RAW]
            yield SetAside(name="outbox.json", line=number, raw=raw, reason=str(error), advice=_ADVICE)


def _likes(items: list[Any], known: _Known) -> Iterator[Heard]:
    """Likes are bare addresses without a time: dated as of the newest post, when they surely were."""
    for number, item in enumerate(items, 1):
        if not isinstance(item, str) or known.until is None:
            why = "It is not the address of a post." if known.until else "Nothing says until when the archive reaches."
            yield SetAside(name="likes.json", line=number, raw=b"", reason=why, advice=_AGAIN)
            continue
        yield Activity(id=f"{known.us.id}#like-{item}", type="Like", actor=known.us, published=known.until, object=item)


def _following(archive: Archive, known: _Known, asides: list[SetAside]) -> Iterator[Heard]:
    for name in archive.ending("following_accounts.csv")[:1]:
        try:
            with archive.open(name) as file:
                yield from _followed(file, name, known)
        except BadArchive as error:
            asides.append(SetAside(name=name, reason=str(error), advice=_AGAIN))


def _followed(file: Any, name: str, known: _Known | None) -> Iterator[Heard]:
    """The accounts we follow, one a line; without a time, so dated as of the newest post."""
    found = records(file, ",")
    header = next(found, None)
    if header is None or isinstance(header, Broken) or FOLLOWED not in header.cells:
        raise BadArchive(f"{name} has no column {FOLLOWED!r}. Export it again.")
    at = header.cells.index(FOLLOWED)
    for record in found:
        cells = [] if isinstance(record, Broken) else record.cells
        row = dict(zip(header.cells, cells, strict=False))
        here = known or _from_row(row)
        account = cells[at].strip().lstrip("@") if len(cells) > at else ""
        if account.count("@") == 1 and not account.startswith("@") and here and here.until:
            them = _account(account, here.ids)
            yield Activity(id=f"{here.us.id}#follow-{account.lower()}", type="Follow", actor=here.us,
                           published=here.until, object=them)  # fmt: skip
        else:
            reason = f"{account[:80]!r} is no address like ann@norrvik.example."
            reason = record.reason if isinstance(record, Broken) else reason
            yield _aside(name, record.line, header.cells, cells or [record.raw], here, reason)


def _aside(name: str, line: int, header: list[str], cells: list[str], known: _Known | None, reason: str) -> SetAside:
    extra = [known.us.id, known.until.isoformat()] if known and known.until and OURS not in header else []
    padded = [*cells, *[""] * (len(header) - len(cells))]
    raw = written([*header, *([OURS, AS_OF] if extra else [])]) + written([*padded[: len(header)], *extra])
    return SetAside(name=name, line=line, raw=raw.encode()[:MAX_RAW], reason=reason, advice=_ADVICE)


def _from_row(row: dict[str, str]) -> _Known | None:
    try:
        return _Known(_named(row[OURS]), when(row[AS_OF]), {}) if row.get(OURS) else None
    except (KeyError, NoDate):
        return None


def _single(thing: Thing) -> Iterator[Heard]:
    """One record tried again: an activity, or a line of the followed accounts."""
    head = thing.head()
    if head.lstrip()[:1] in (b"{", b"["):
        item = _json(decoded(head))
        if item is None:
            raise CannotRead(f"{thing.name} is not whole JSON. Mend it and read it again.")
        yield from _outbox(_items(item) or [item])
        return
    if OURS.encode() not in head:
        raise CannotRead(f"{thing.name} does not say whose list it is, or as of when. Give the whole archive.")
    try:
        with thing.open() as file:
            yield from _followed(file, thing.name, None)
    except BadArchive as error:
        raise CannotRead(f"{thing.name}: {error}") from error


def _is_single(thing: Thing) -> bool:
    head = thing.head(64)
    return head.lstrip()[:1] in (b"{", b"[") or head.removeprefix(b"\xef\xbb\xbf").startswith(FOLLOWED.encode())


def _account(address: str, ids: dict[str, str]) -> Actor:
    """The account behind `ann@norrvik.example`: by the id that our posts give, else as Mastodon itself forms ids."""
    name, host = address.split("@")
    key = ids.get(address.lower()) or f"https://{host.lower()}/users/{name}"
    return Actor(id=key, network="fediverse", handle=address, url=f"https://{host.lower()}/@{name}")


def _named(key: str) -> Actor:
    return Actor(id=key, network="fediverse", handle=key.rstrip("/").rsplit("/", 1)[-1], url=key)


def _us(document: Any) -> Actor | None:
    if not isinstance(document, dict) or not isinstance(document.get("id"), str):
        return None
    try:
        activity = next(activities({"type": "View", "actor": document, "object": document["id"],
                                    "published": "2000-01-01T00:00:00Z"}))  # fmt: skip
    except NotActivity:
        return None
    return replace(activity.actor, links=())


def _who_said(items: list[Any]) -> Actor | None:
    said_by = next((i["actor"] for i in items if isinstance(i, dict) and isinstance(i.get("actor"), str)), "")
    return _named(said_by) if said_by else None


def _mentioned(items: list[Any]) -> Iterator[tuple[str, str]]:
    for item in items:
        note = item.get("object") if isinstance(item, dict) else None
        tags = note.get("tag") if isinstance(note, dict) else None
        for tag in tags if isinstance(tags, list) else []:
            name, href = (tag.get("name"), tag.get("href")) if isinstance(tag, dict) else ("", "")
            if isinstance(name, str) and isinstance(href, str) and name.count("@") == 2:
                yield name.lstrip("@").lower(), href


def _dates(items: list[Any]) -> Iterator[datetime]:
    for item in items:
        try:
            yield when(item["published"])
        except (NoDate, KeyError, TypeError, AttributeError):
            continue


def _items(document: Any) -> list[Any]:
    items = document.get("orderedItems") if isinstance(document, dict) else document
    return items if isinstance(items, list) else []


def _document(archive: Archive, ending: str, asides: list[SetAside]) -> Any:
    """A JSON file of the archive, None where there is none; one that is damaged goes to `asides`."""
    for name in archive.ending(ending)[:1]:
        try:
            text = decoded(archive.read(name))
        except BadArchive as error:
            asides.append(SetAside(name=name, reason=str(error), advice=_AGAIN))
            return None
        document = _json(text)
        if document is None:
            asides.append(SetAside(name=name, reason="It is not whole JSON: it is cut or nested too deep.",
                                   advice=_AGAIN, raw=text[:1000].encode()))  # fmt: skip
            return _before_the_cut(text)
        return document
    return None


def _json(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None


def _before_the_cut(text: str) -> Any:
    """The items of a collection that are whole, in front of where its file was cut."""
    start = text.find("[", text.find('"orderedItems"'))
    end = len(text)
    for _ in range(64) if start >= 0 and '"orderedItems"' in text else ():
        end = text.rfind("}", 0, end)
        if end < 0:
            break
        items = _json(text[start : end + 1] + "]")
        if items is not None:
            return {"orderedItems": items}
    return None


def _left_out(archive: Archive) -> Iterator[SetAside]:
    for refused in archive.refused:
        yield SetAside(name=refused.name, reason=refused.reason, advice="Leave it out, or ask for the archive again.")
    if archive.cut:
        yield SetAside(name="the archive", reason=archive.cut, advice=_AGAIN)


def _source(thing: Thing) -> "Path | io.BytesIO":
    if thing.raw is not None:
        return io.BytesIO(thing.raw)
    return thing.path if thing.path is not None else io.BytesIO(b"")


SOURCE = Source(
    kind="mastodon_archive",
    title="Mastodon archive",
    mark="fediverse",
    sees="Your own posts and replies, what you shared and liked, and whom you follow.",
    blind="What others said to you, who follows you, and when you liked or followed: the archive leaves it out.",
    fits=fits,
    read=read,
    part=part,
)
