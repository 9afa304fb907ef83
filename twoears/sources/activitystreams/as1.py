"""ActivityStreams 1.0 in the shape of 2.0, so that one reader reads both.

https://activitystrea.ms/specs/json/1.0/
"""

from collections.abc import Mapping
from typing import Any, Final

from twoears.activities.vocabulary import PUBLIC

VERBS: Final = {
    "accept": "Accept", "access": "View", "add": "Add", "append": "Add", "attend": "Accept", "author": "Create",
    "block": "Block", "checkin": "Arrive", "create": "Create", "delete": "Delete", "deny": "Reject",
    "dislike": "Dislike", "experience": "View", "favorite": "Like", "flag": "Flag", "flag-as-inappropriate": "Flag",
    "follow": "Follow", "ignore": "Ignore", "invite": "Invite", "join": "Join", "leave": "Leave", "like": "Like",
    "listen": "Listen", "make-friend": "Follow", "play": "View", "post": "Create", "react": "Like", "read": "Read",
    "reject": "Reject", "remove": "Remove", "request-friend": "Offer", "rsvp-interested": "TentativeAccept",
    "rsvp-maybe": "TentativeAccept", "rsvp-no": "Reject", "rsvp-yes": "Accept", "save": "Add", "share": "Announce",
    "tag": "Add", "undo": "Undo", "update": "Update", "watch": "View",
}  # fmt: skip
_TAKEN_BACK: Final = {
    "remove-friend": "Follow", "stop-following": "Follow", "unfavorite": "Like", "unfollow": "Follow", "unlike": "Like",
    "unshare": "Announce",
}  # fmt: skip
TYPES: Final = {
    "application": "Application", "article": "Article", "audio": "Audio", "blog": "Page", "bookmark": "Page",
    "comment": "Note", "community": "Group", "document": "Document", "event": "Event", "file": "Document",
    "group": "Group", "image": "Image", "issue": "Note", "note": "Note", "offer": "Note",
    "organization": "Organization", "page": "Page", "person": "Person", "photo": "Image", "question": "Question",
    "review": "Note", "service": "Service", "status": "Note", "video": "Video",
}  # fmt: skip
_MENTIONED: Final = frozenset({"mention", "person", "organization", "group"})
_OPEN: Final = frozenset({"@public", "@unlisted"})
_OF_BOTH: Final = frozenset({"content", "published", "inReplyTo", "to", "cc"})
_LONGEST = 2000


def is_as1(item: Mapping[str, Any]) -> bool:
    """Whether an object speaks as version 1.0 does, which names its kind and what was done in words of its own.

    >>> is_as1({"objectType": "note"}), is_as1({"verb": "share"}), is_as1({"type": "Note", "objectType": "note"})
    (True, True, False)
    """
    return bool(_word(item, "objectType", "verb")) and "type" not in item and "@type" not in item


def as2(item: Mapping[str, Any]) -> dict[str, Any]:
    """The same in the words of version 2.0.

    >>> done = as2({"verb": "favorite", "actor": {"url": "https://a.example/ann"}, "object": "https://b.example/2"})
    >>> done["type"], done["actor"]["id"], done["object"]
    ('Like', 'https://a.example/ann', 'https://b.example/2')
    """
    return _done(item) if _is_done(item) else _thing(item)


def _is_done(item: Mapping[str, Any]) -> bool:
    return bool(_word(item, "verb")) or _word(item, "objectType") == "activity"


def _done(item: Mapping[str, Any]) -> dict[str, Any]:
    verb = _word(item, "verb") or "post"  # so the standard says
    about, by = _first(_renewed(item.get("object"))), _first(_renewed(item.get("actor") or item.get("author")))
    if verb in ("post", "update") and isinstance(about, dict):
        # What is said of the saying holds for what was said, and who said it for who does.
        about = {name: value for name, value in _thing(item).items() if name in _OF_BOTH} | about
        by = by or about.get("attributedTo")
    taken_back = _TAKEN_BACK.get(verb)
    return _filled({
        "id": _key(item),
        "type": "Undo" if taken_back else VERBS.get(verb, f"verb {verb[:100]}"),
        "actor": by,
        "published": _date(item),
        "object": {"type": taken_back, "object": about} if taken_back else about,
        "target": _key(_first(item.get("target"))),
    })  # fmt: skip


def _thing(item: Mapping[str, Any]) -> dict[str, Any]:
    kind, tags = _word(item, "objectType"), [t for t in _list(item.get("tags")) if isinstance(t, Mapping)]
    words = _word(item, "content", "body")
    return _filled({
        "id": _key(item),
        "type": TYPES.get(kind, kind) or ("Note" if words else ""),
        "name": _word(item, "displayName", "title"),
        "preferredUsername": _word(item, "username", "preferredUsername"),
        "summary": _word(item, "summary"),
        "location": _place(item.get("location")),
        "content": words,
        "published": _date(item),
        "url": _address(item),
        "attributedTo": _first(_renewed(item.get("author") or item.get("authors"))),
        "inReplyTo": [_key(t) for t in _answered(item)],
        "tag": [_named(tag) for tag in tags if _kind(tag)],
        "attachment": [{"type": "Link", "href": link} for link in _links(item, tags)],
        "to": [_who(one) for one in _list(item.get("to"))],
        "cc": [_who(one) for one in _list(item.get("cc"))],
    })  # fmt: skip


def _renewed(thing: Any) -> Any:
    """What stands for somebody or something: words stay, an object is turned; what was posted stands for itself."""
    if isinstance(thing, list):
        return [_renewed(one) for one in thing[:1]]
    if not isinstance(thing, Mapping):
        return thing if isinstance(thing, str) else None
    if not _is_done(thing):
        return _thing(thing)
    done = _done(thing)
    about = done.get("object")
    if done["type"] != "Create" or not isinstance(about, dict):
        return done
    return _filled({"attributedTo": done.get("actor")}) | about


def _place(place: Any) -> dict[str, str]:
    name = _word(place, "displayName") if isinstance(place, Mapping) else place if isinstance(place, str) else ""
    return {"type": "Place", "name": name} if name else {}


def _answered(item: Mapping[str, Any]) -> list[Any]:
    context = item.get("context")
    inside = context.get("inReplyTo") if isinstance(context, Mapping) else None
    return _list(item.get("inReplyTo") or inside)


def _named(tag: Mapping[str, Any]) -> dict[str, str]:
    name = _word(tag, "displayName")
    return {"type": _kind(tag), "name": name, "href": "" if _kind(tag) == "Hashtag" else _key(tag)}


def _kind(tag: Mapping[str, Any]) -> str:
    kind = _word(tag, "objectType")
    return "Mention" if kind in _MENTIONED else "Hashtag" if kind == "hashtag" else ""


def _links(item: Mapping[str, Any], tags: list[Mapping[str, Any]]) -> list[str]:
    """Where it leads: what is attached, what its words link to, and what a bookmark is of."""
    attached = [one for one in _list(item.get("attachments")) if isinstance(one, Mapping)]
    shown = [_address(one) or _inside(one, "stream") or _inside(one, "image") or _key(one) for one in attached]
    linked = [_address(tag) for tag in tags if not _kind(tag)]
    return list(dict.fromkeys(filter(None, [_word(item, "targetUrl"), *shown, *linked])))


def _inside(item: Mapping[str, Any], name: str) -> str:
    one = _first(item.get(name))
    return _address(one) if isinstance(one, Mapping) else ""


def _who(one: Any) -> str:
    """Whom it is for. What is for everybody has a name of its own in 2.0; what is for some stays a name."""
    alias = _word(one, "alias") if isinstance(one, Mapping) else ""
    return PUBLIC if alias in _OPEN else _key(one) or alias or "@somebody"


def _key(thing: Any) -> str:
    """What a thing is known by: its id, else its address."""
    if not isinstance(thing, Mapping):
        return thing[:_LONGEST] if isinstance(thing, str) else ""
    number = thing.get("id")
    known = str(number) if isinstance(number, int) and not isinstance(number, bool) else _word(thing, "id")
    return (known or _address(thing))[:_LONGEST]


def _address(thing: Mapping[str, Any]) -> str:
    return _word(thing, "url", "link") or _word({"": _first(thing.get("urls"))}, "")


def _date(item: Mapping[str, Any]) -> str:
    return _word(item, "published", "postedTime", "updated")


def _first(value: Any) -> Any:
    return (value[0] if value else None) if isinstance(value, list) else value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _word(thing: Mapping[str, Any], *names: str) -> str:
    return next((thing[name] for name in names if isinstance(thing.get(name), str) and thing[name]), "")


def _filled(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if value}
