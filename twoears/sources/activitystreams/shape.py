"""From a decoded ActivityStreams object to our values. Mastodon's outbox has the same shape."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import replace

from twoears.activities.as2 import taken_up
from twoears.activities.values import Activity, Actor, Post
from twoears.activities.vocabulary import ACTIVITIES, ACTORS, POSTS, PUBLIC
from twoears.lib.dates import NoDate, when
from twoears.lib.html import links, plain
from twoears.lib.urls import host
from twoears.sources.activitystreams.as1 import as2, is_as1

MAX_TEXT = 100_000
MAX_WORD = 2000  # of an id, an address, a name of a tag
_HOSTS = {
    "x.com": "x",
    "twitter.com": "x",
    "bsky.app": "bluesky",
    "linkedin.com": "linkedin",
    "www.linkedin.com": "linkedin",
}
_NO_LINKS = frozenset({"mention", "hashtag"})
_OLD_IDS = {"as:Public", "Public", PUBLIC}


class NotActivity(ValueError):
    """The object is no activity and no post, or lacks what one must have."""


def activities(item: Any) -> Iterator[Activity]:
    """The activities that `item` stands for: an activity, or a bare post as its creation.

    >>> note = {"type": "Note", "id": "https://a.example/1", "attributedTo": "https://a.example/ann",
    ...         "content": "<p>Hi</p>", "published": "2026-03-01T09:00:00Z"}
    >>> [(a.type, a.actor.handle, a.object.text) for a in activities(note)]
    [('Create', 'ann', 'Hi')]
    """
    if not isinstance(item, dict):
        raise NotActivity(f"An activity is an object, this is a {type(item).__name__}.")
    item = as2(item) if is_as1(item) else item
    kind = _kind(item)
    if kind in POSTS and not (kind == "Question" and "actor" in item):
        if not _reference(item):
            raise NotActivity("It has no id and no address: it could not be known again.")
        item = {
            "id": _reference(item) + "#create",
            "type": "Create",
            "actor": item.get("attributedTo"),
            "object": item,
            "published": item.get("published"),
        }
    elif kind in ACTORS:
        raise NotActivity("It tells of an account alone, and of nothing that was said or done.")
    elif kind not in ACTIVITIES:
        raise NotActivity(f"{kind or 'no type'!r} is not an activity or a post of ActivityStreams.")
    activity = _activity(item, _kind(item))
    # A list as context may name our own terms, which carry what AS2 has no words for.
    yield taken_up(item, activity) if isinstance(item.get("@context"), list) else activity


def _activity(item: dict[str, Any], kind: str) -> Activity:
    actor = _actor(item.get("actor"))
    thing = item.get("object")
    published = _deleted(item, thing) if kind == "Delete" else _moment(item.get("published") or _of(thing, "published"))
    about = _object(thing, actor, published)
    key = _word(item, "id") or f"{about if isinstance(about, str) else about.id}#{kind.lower()}"
    if not about and not item.get("target"):
        raise NotActivity("It has no object.")
    return Activity(
        id=key, type=kind, actor=actor, published=published, object=about, target=_reference(item.get("target"))
    )


def _deleted(item: dict[str, Any], thing: Any) -> datetime:
    """When something was deleted; where nobody says, before we heard of it: set aside, the words would stay."""
    said = item.get("published") or _of(thing, "deleted")
    return _moment(said) if said else datetime.now(UTC)


def _of(thing: Any, key: str) -> Any:
    return thing.get(key) if isinstance(thing, dict) else None


def _object(thing: Any, actor: Actor, published: datetime) -> Post | Actor | str:
    if isinstance(thing, list):
        thing = thing[0] if thing else ""
    if not isinstance(thing, dict):
        return _reference(thing)
    kind = _kind(thing)
    if kind in ACTORS:
        return _actor(thing)
    if kind in POSTS and _reference(thing):
        return _post(thing, actor, published)
    # An activity within another may have no id of its own: what is taken back or accepted is then what it was about.
    return _reference(thing) or (_reference(thing.get("object")) if kind in ACTIVITIES else "")


def _post(thing: dict[str, Any], actor: Actor, published: datetime) -> Post:
    said_by = thing.get("attributedTo")
    author = actor if not said_by or _reference(said_by) == actor.id else _actor(said_by)
    tags = [t for t in _list(thing.get("tag")) if isinstance(t, dict)]
    return Post(
        id=_reference(thing),
        type=_kind(thing),
        author=author,
        published=_moment(thing["published"]) if thing.get("published") else published,
        title=plain(_words(thing, "name") or _words(thing, "summary"))[:1000],
        text=plain(_words(thing, "content"))[:MAX_TEXT],
        url=_address(thing.get("url")),
        language=_language(thing),
        in_reply_to=_reference(thing.get("inReplyTo")),
        context=_reference(thing.get("context")) or _word(thing, "conversation"),
        mentions=tuple(_word(t, "href") or _word(t, "name") for t in tags if t.get("type") == "Mention"),
        links=linked(_words(thing, "content"), [_address(x) for x in _list(thing.get("attachment"))]),
        tags=tuple(_word(t, "name").lstrip("#") for t in tags if t.get("type") == "Hashtag"),
        private=private([_reference(a) for a in _list(thing.get("to")) + _list(thing.get("cc"))]),
    )


def linked(markup: str, attached: list[str]) -> tuple[str, ...]:
    """The addresses that a post leads to, in its words and beside them; accounts and tags have places of their own.

    >>> linked('<a class="mention" href="https://a.example/ann">@ann</a> <a href="https://b.example/">b</a>', [])
    ('https://b.example/',)
    """
    found = links(markup, without=_NO_LINKS) if "href" in markup else ()
    return tuple(dict.fromkeys([*found, *filter(None, attached)])) if found or attached else ()


def private(audience: list[str]) -> bool:
    """Whether what was said to `audience` is for its eyes only: it names somebody, but not the public or followers.

    >>> private(["https://a.example/bob"]), private(["https://a.example/bob", PUBLIC]), private([])
    (True, False, False)
    """
    return bool(audience) and _OLD_IDS.isdisjoint(audience) and not any(a.endswith("/followers") for a in audience)


def _actor(thing: Any) -> Actor:
    if isinstance(thing, list):
        thing = thing[0] if thing else None
    key = _reference(thing)
    if not key:
        raise NotActivity("It has no actor: nobody can be named who did it.")
    if not isinstance(thing, dict):
        return bare(key)
    kind = _kind(thing)
    actor = Actor(id=key, network=_network(key), handle=_word(thing, "preferredUsername") or _handle(key),
                  name=plain(_words(thing, "name"))[:200], summary=plain(_words(thing, "summary"))[:2000],
                  place=_place(thing.get("location")), followers=_followers(thing.get("followers")),
                  url=_address(thing.get("url")) or (key if key.startswith("http") else ""))  # fmt: skip
    return replace(actor, type=kind) if kind in ACTORS else actor


def _place(thing: Any) -> str:
    """Where somebody says to be: a place with a name, or its name alone."""
    thing = thing[0] if isinstance(thing, list) and thing else thing
    name = _words(thing, "name") if isinstance(thing, dict) else thing if isinstance(thing, str) else ""
    return "" if name.startswith(("http://", "https://")) else plain(name)[:200]


def _followers(thing: Any) -> int | None:
    """How many follow, where the collection itself is given; its address alone does not tell."""
    told = thing.get("totalItems") if isinstance(thing, dict) else None
    return told if isinstance(told, int) and not isinstance(told, bool) and told >= 0 else None


@lru_cache(maxsize=65536)
def bare(key: str) -> Actor:
    """An actor of whom only the id is known. Most speak more than once."""
    return Actor(id=key, network=_network(key), handle=_handle(key), url=key if key.startswith("http") else "")


@lru_cache(maxsize=65536)
def _network(key: str) -> str:
    there = host(key)
    scheme = key.split(":", 1)[0][:32]
    return _HOSTS.get(there, "fediverse") if there else "bluesky" if scheme == "did" else scheme


@lru_cache(maxsize=65536)
def _handle(key: str) -> str:
    if key.startswith("did:"):  # the account has a handle, and says elsewhere which
        return key
    try:
        path = urlsplit(key).path
    except ValueError:  # a broken address is still an id, and one record must not end the reading of all
        path = key
    return path.rstrip("/").rsplit("/", 1)[-1].lstrip("@")


def _kind(item: dict[str, Any]) -> str:
    kind = item.get("type") or item.get("@type") or ""
    if isinstance(kind, list):
        kind = next((k for k in kind if k in ACTIVITIES | POSTS | ACTORS), "")
    return str(kind).removeprefix("as:")


def _moment(text: Any) -> datetime:
    if not isinstance(text, str):
        raise NotActivity("It has no date in `published`.")
    return moment(text)


@lru_cache(maxsize=4096)
def moment(text: str) -> datetime:
    """The moment that `text` names; raises NotActivity. An activity and its post name the same one."""
    try:
        return when(text)
    except NoDate as error:
        raise NotActivity(f"Its date cannot be read: {error}.") from error


def _reference(thing: Any) -> str:
    if isinstance(thing, list):
        thing = thing[0] if thing else ""
    if isinstance(thing, dict):
        return _word(thing, "id") or _word(thing, "@id") or _word(thing, "href") or _address(thing.get("url"))
    return thing[:MAX_WORD] if isinstance(thing, str) else ""


def _address(thing: Any) -> str:
    if isinstance(thing, list):
        thing = next((t for t in thing if isinstance(t, str) or (isinstance(t, dict) and t.get("href"))), "")
    if isinstance(thing, dict):
        thing = thing.get("href") or thing.get("url") or ""
    return thing[:MAX_WORD] if isinstance(thing, str) and thing.startswith(("http://", "https://")) else ""


def _words(thing: dict[str, Any], key: str) -> str:
    """A natural-language value: itself, or the first of its map by language."""
    value = thing.get(key)
    if isinstance(value, str):
        return value
    by_language = thing.get(f"{key}Map")
    return next((v for v in by_language.values() if isinstance(v, str)), "") if isinstance(by_language, dict) else ""


def _language(thing: dict[str, Any]) -> str:
    by_language = thing.get("contentMap")
    return next(iter(by_language), "")[:16] if isinstance(by_language, dict) and len(by_language) == 1 else ""


def _word(thing: dict[str, Any], key: str) -> str:
    value = thing.get(key)
    return value[:MAX_WORD] if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
