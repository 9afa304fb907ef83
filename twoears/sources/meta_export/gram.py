"""Records of an Instagram export: people by their handles, things by their addresses where it has them."""

from collections.abc import Iterator, Mapping
from typing import Any

from twoears.activities.values import Activity, Actor, Post, created
from twoears.sources.meta_export.shape import (
    MAX_TEXT,
    Nothing,
    Unreadable,
    Us,
    digest,
    instagram,
    items,
    moment,
    part,
    word,
)


def post(record: Any, us: Us) -> Iterator[Activity]:
    """A post or reel of ours. The export gives no address: a digest of its time and its first file names it."""
    media = [one for one in items(record, "media") if isinstance(one, Mapping)] or [record]
    text = word(record, "title") or word(media[0], "title")
    uri = word(media[0], "uri")
    if not text and not uri:
        raise Nothing("It shows nothing.")
    stamp = record.get("creation_timestamp") if isinstance(record, Mapping) else None
    published = moment(stamp or media[0].get("creation_timestamp"))
    file = uri.rsplit("/", 1)[-1]
    key = f"instagram:post:{digest(us.actor.id, published.isoformat(), file or text)}"
    yield created(Post(id=key, type="Note" if text else "Image", author=us.actor, published=published,
                       text=text[:MAX_TEXT], tags=_tags(text), mentions=_mentioned(text)))  # fmt: skip


def comment(record: Any, us: Us) -> Iterator[Activity]:
    """A comment of ours, to whose post it was made. Labels are translated, so they are told by their order."""
    said = part(record, "string_map_data")
    values = [word(one, "value") for one in said.values() if word(one, "value")]
    text = word(part(said, "Comment"), "value") or next(iter(values), "")
    to = word(part(said, "Media Owner"), "value") or (values[1] if len(values) > 1 else word(record, "title"))
    stamp = next(
        (one.get("timestamp") for one in said.values() if isinstance(one, Mapping) and one.get("timestamp")), 0
    )
    if not text:
        raise Unreadable("It has no words.")
    published = moment(stamp)
    key = f"instagram:comment:{digest(us.actor.id, published.isoformat(), to, text)}"
    named = (instagram(to).id,) if to else ()
    yield created(Post(id=key, author=us.actor, published=published, text=text[:MAX_TEXT], tags=_tags(text),
                       mentions=tuple(dict.fromkeys([*named, *_mentioned(text)]))))  # fmt: skip


def like(record: Any, us: Us) -> Iterator[Activity]:
    """A like of ours: the address of what we liked, and whose it is."""
    one = next((x for x in items(record, "string_list_data") if isinstance(x, Mapping)), {})
    labels = {word(x, "label"): x for x in items(record, "label_values")}
    address = word(one, "href") or word(labels.get("URL"), "value") or word(labels.get("URL"), "href")
    if not address.startswith("http"):
        raise Unreadable("It does not say what was liked.")
    stamp = one.get("timestamp") or (record.get("timestamp") if isinstance(record, Mapping) else None)
    owner = word(record, "title") or word(labels.get("Username"), "value")
    yield Activity(id=f"{us.actor.id}#like-{address}", type="Like", actor=us.actor, published=moment(stamp),
                   object=address[:2000], target=instagram(owner).id if owner else "")  # fmt: skip


def follower(record: Any, us: Us) -> Iterator[Activity]:
    """An account that follows us."""
    them, stamp = _listed(record)
    yield _follows(them, us.actor, stamp)


def following(record: Any, us: Us) -> Iterator[Activity]:
    """An account that we follow."""
    them, stamp = _listed(record)
    yield _follows(us.actor, them, stamp)


def owner(document: Any) -> Actor | None:
    """Who we are, from `personal_information.json`: handle and name, the handle under whatever label."""
    user = next(iter(items(document, "profile_user")), None)
    said = part(user, "string_map_data")
    handle = word(part(said, "Username"), "value") or word(part(said, "Benutzername"), "value")
    handle = handle or next((v for v in (word(x, "value") for x in said.values()) if _is_handle(v)), "")
    return instagram(handle, word(part(said, "Name"), "value")) if handle else None


def _follows(who: Actor, whom: Actor, stamp: Any) -> Activity:
    return Activity(id=f"{who.id}#follow-{whom.id}", type="Follow", actor=who, object=whom, published=moment(stamp))


def _listed(record: Any) -> tuple[Actor, Any]:
    """The account in a list, and since when. Since 2025 the handle of those we follow is the title."""
    one = next((x for x in items(record, "string_list_data") if isinstance(x, Mapping)), {})
    handle = word(one, "value") or word(record, "title") or word(one, "href").rstrip("/").rsplit("/", 1)[-1]
    if not handle:
        raise Unreadable("It names no account.")
    return instagram(handle), one.get("timestamp")


def _is_handle(text: str) -> bool:
    return 0 < len(text) <= 30 and text == text.lower() and text.replace(".", "").replace("_", "").isalnum()


def _tags(text: str) -> tuple[str, ...]:
    words = (part.strip("#.,!?:;()") for part in text.split() if part.startswith("#"))
    return tuple(dict.fromkeys(filter(None, words)))[:100]


def _mentioned(text: str) -> tuple[str, ...]:
    names = (part.strip("@.,!?:;()") for part in text.split() if part.startswith("@"))
    return tuple(dict.fromkeys(instagram(name).id for name in names if _is_handle(name.lower())))[:100]
