"""From the entries of a page to our values: who said or did what, when, and towards what."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

import msgspec

from twoears.activities.values import Activity, Actor, Post, created
from twoears.lib.html import clean, links, plain
from twoears.lib.ids import short_id
from twoears.lib.urls import is_web
from twoears.sources.microformats.authors import Other, author
from twoears.sources.microformats.marks import (
    RSVP,
    TOWARDS,
    Entry,
    Marks,
    Told,
    addresses,
    entries,
    first,
    kinds_of,
    markups,
    moment,
    properties,
    published,
    text,
    title,
    values,
)
from twoears.sources.packed import MAX_RAW
from twoears.sources.reading import Asked, Heard, SetAside

_DONE: Final = {"like": "Like", "share": "Announce"}
_ATTACHED = ("photo", "video", "audio", "featured")
_ENTRIES = ("h-entry", "h-cite")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}:\S")


class Unreadable(ValueError):
    """The entry lacks what it must have. Says what, and what to do now."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Shown:
    """The marks of a page, the name of the file that it lies in, and the one entry that it is all about."""

    marks: Marks
    name: str
    main: Told | None
    otherwise: datetime | None = None


def heard(
    marks: Marks, name: str, asked: Asked, other: Other = lambda url: None, otherwise: datetime | None = None
) -> Iterator[Heard]:
    """What each entry says or does, in the order of the page, with the comments below it.

    `other` gives one more page of the same site, for an author. `otherwise` is the date of what says none and is not
    known; without it that is set aside.
    """
    found = list(entries(marks.items))
    shown = Shown(marks, name, _main(found), otherwise)
    for number, entry in enumerate(_with_comments(found), 1):
        try:
            yield from _acts(entry, shown, asked, other)
        except Unreadable as error:
            yield SetAside(name=name, line=number, reason=str(error), advice=error.advice, raw=_alone(entry, marks))


def _main(found: Sequence[Entry]) -> Told | None:
    """The entry that a page is all about has no address of its own there; comments behind it have one."""
    nameless = [number for number, entry in enumerate(found) if not (_uid(entry.told) or _address(entry.told))]
    return found[0].item if nameless == [0] else None


def done(url: str, target: str) -> str:
    """The id of what the page at `url` does to `target`, such as a like: one page may like several."""
    return f"{url}#{short_id('does', target)}"


def _with_comments(found: list[Entry]) -> Iterator[Entry]:
    for entry in found:
        yield entry
        for value in values(entry.told, "comment"):
            if isinstance(value, dict) and any(kind in kinds_of(value) for kind in _ENTRIES):
                yield Entry(value, None, entry.item)


def _acts(entry: Entry, shown: Shown, asked: Asked, other: Other) -> Iterator[Activity]:
    told = entry.told
    if first(told, "post-status").lower() == "draft":
        raise Unreadable("It is a draft.", "There is nothing to mend.")
    kind, targets = _towards(told)
    verb = RSVP.get(first(told, "rsvp").lower(), "") if kind == "reply" else _DONE.get(kind, "")
    at, key, writer = _when(entry, shown, asked), _key(entry, shown), _writer(entry, shown, other)
    for target in targets if verb else ():
        name = done(_address(told) or key, target)
        yield Activity(id=name, type=verb, actor=writer, published=at, object=_held(target, asked))
    if not verb:
        yield _said(entry, shown, writer, at, asked)


def _held(address: str, asked: Asked) -> str:
    """The id under which the record knows an address, else the address."""
    known = asked.held(address) if address else None
    return known.id if known else address


def _when(entry: Entry, shown: Shown, asked: Asked) -> datetime:
    """The date that an entry says, else that with which it was heard first: it must not be said anew at each look."""
    at = published(entry.told)
    if at is None and shown.otherwise is not None:
        known = asked.held(_address(entry.told) or _key(entry, shown))
        at = (known.published if known else None) or shown.otherwise
    if at is None:
        raise Unreadable(
            "It does not say when it was published.",
            "Fill in `published` (`dt-published` on a page) and read it again, or leave it out.",
        )
    return at


def _writer(entry: Entry, shown: Shown, other: Other) -> Actor:
    # Where nobody knows where the page lies, an entry speaks for where it lies itself.
    page = shown.marks.url or _address(properties(entry.below or entry.item))
    rels = {} if entry.below else shown.marks.rels  # the page is not by those who comment below it
    found = author(entry, Marks(page, shown.marks.items, rels), other)
    if not found.id or (entry.below and not values(entry.told, "author")):
        raise Unreadable(
            "It does not say who wrote it.",
            "Fill in `author` (`p-author h-card` on a page), or where the page lies (`<link rel=canonical>`), and read "
            "it again, or leave it out.",
        )
    return found


def _key(entry: Entry, shown: Shown) -> str:
    """What an entry is known by: its own id or address, else its place on the page, else its words."""
    told, page = entry.told, shown.marks.url
    if named := _uid(told) or _address(told):
        return named
    home = page or f"microformats:{quote(shown.name)[:500]}"
    if entry.item is shown.main:
        return home
    place = clean(first(told, "uid")) or entry.item.get("id")
    if page and isinstance(place, str) and place:
        return f"{page}#{quote(place, safe='')}"[:2000]
    words = " ".join((first(told, "published"), first(told, "name"), text(told)))
    return f"{home}#{short_id('e', words)}"


def _uid(told: Told) -> str:
    uid = clean(first(told, "uid"))[:2000]
    return uid if _SCHEME.match(uid) else ""


def _address(told: Told) -> str:
    return next((clean(address)[:2000] for address in addresses(told, "url") if is_web(address)), "")


def _towards(told: Told) -> tuple[str, Sequence[str]]:
    """What an entry does, and to which addresses; the likes that a page shows below an entry are not its own."""
    for kind, names in TOWARDS:
        found: dict[str, None] = {}
        for name in names:
            for value in values(told, name):
                if isinstance(value, str) or name.endswith(("-of", "-to")):
                    one = (address for address in addresses({name: [value]}, name) if is_web(address))
                    found.update(dict.fromkeys([clean(address)[:2000] for address in one][:1]))
        if found:
            return kind, list(found)
    return "mention", ()


def _said(entry: Entry, shown: Shown, writer: Actor, at: datetime, asked: Asked) -> Activity:
    told, url, key = entry.told, _address(entry.told), _key(entry, shown)
    kind, targets = _towards(told)
    words = text(told)
    name, attached = title(told, words), [one for name in _ATTACHED for one in addresses(told, name)]
    if not (words or name or targets or attached):
        raise Unreadable("It says nothing.", "Fill in `content` (`e-content` on a page) or leave it out.")
    known = _held(url, asked) if url else ""
    post = Post(
        # A page that is all of a site must not have the name of whoever speaks there.
        id=known if known != url else f"{key}#page" if key == writer.id else key,
        type=_type(entry, kind, words, name),
        author=writer,
        published=at,
        title=name,
        text=words,
        url=url,
        language=_language(entry),
        in_reply_to=_held(_answered(entry, shown), asked),
        mentions=tuple(dict.fromkeys(_named(told))),
        tags=tuple(dict.fromkeys(_tags(told))),
        links=_links(told, [*(targets[1:] if kind == "reply" else targets), *attached]),
        private=first(told, "visibility").lower() == "private",
    )
    return msgspec.structs.replace(created(post), detail=_takes_place(entry))


def _language(entry: Entry) -> str:
    told = entry.item.get("lang")
    return clean(told)[:16] if isinstance(told, str) else ""


def _answered(entry: Entry, shown: Shown) -> str:
    kind, targets = _towards(entry.told)
    if kind == "reply":
        return targets[0]
    return _key(Entry(entry.below), shown) if entry.below else ""


def _links(told: Told, more: Sequence[str]) -> tuple[str, ...]:
    found = [*links("".join(markups(told))), *more]
    return tuple(dict.fromkeys(clean(address)[:2000] for address in found if is_web(address)))


def _type(entry: Entry, kind: str, words: str, name: str) -> str:
    if "h-event" in kinds_of(entry.item):
        return "Event"
    if kind == "reply" or entry.below:
        return "Note"
    return "Article" if words and name else "Note" if words else "Page"


def _takes_place(entry: Entry) -> tuple[tuple[str, str], ...]:
    """When an event takes place, which is not when it was said."""
    if "h-event" not in kinds_of(entry.item):
        return ()
    moments = ((name, moment(entry.told, name)) for name in ("start", "end"))
    return tuple((name, at.isoformat()) for name, at in moments if at)


def _named(told: Told) -> Iterator[str]:
    """The addresses of the people that an entry tags or invites."""
    for name in ("category", "invitee"):
        for value in values(told, name):
            if isinstance(value, dict) and "h-card" in kinds_of(value) and (url := _address(properties(value))):
                yield url


def _tags(told: Told) -> Iterator[str]:
    for value in values(told, "category"):
        if isinstance(value, str) and value.strip() and not is_web(value):
            yield clean(plain(value.strip()))[:200]


def _alone(entry: Entry, marks: Marks) -> bytes:
    """The entry in a document of its own, with its feed's author and where it lies; nothing where it is too large."""
    if entry.below:
        return b""  # a comment is nothing without what it stands below
    item: dict[str, Any] = {name: value for name, value in entry.item.items() if name != "children"}
    if entry.feed is not None:
        whose = {"author": values(properties(entry.feed), "author")}
        item = {"type": ["h-feed"], "properties": whose, "children": [item]}
    rels = {"canonical": [marks.url] if marks.url else [], "author": values(marks.rels, "author")}
    try:
        raw = msgspec.json.encode({"items": [item], "rels": rels})
    except (TypeError, ValueError, RecursionError):
        return b""
    return raw if len(raw) <= MAX_RAW else b""
