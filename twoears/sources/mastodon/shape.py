"""From the objects of Mastodon's API to our values.

https://docs.joinmastodon.org/entities/Status/
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from twoears.activities.values import Activity, Actor, Post, created
from twoears.lib.dates import NoDate, when
from twoears.lib.html import links, plain
from twoears.lib.urls import host, is_web
from twoears.sources.mastodon.known import Known, dict_of, kind_of, word

_MAX_TEXT = 100_000
_PRIVATE = ("private", "direct")
_NO_LINKS = frozenset({"mention", "hashtag"})


class NotAStatus(ValueError):
    """The object lacks what a post must have."""


def heard(status: Any, known: Known) -> Iterator[Activity]:
    """What a status tells: that somebody said something, mended it, or passed on what another said."""
    if not isinstance(status, Mapping):
        raise NotAStatus(f"A post is an object, this is a {type(status).__name__}.")
    passed_on = status.get("reblog")
    if isinstance(passed_on, Mapping):
        by, author = person(dict_of(status, "account")), person(dict_of(passed_on, "account"))
        # Of what we said ourselves a notification tells too, without the id of the boost: there it is one of ours.
        ours = author.id == known.us and by.id != known.us
        yield Activity(
            id=reaction("Announce", by.id, _key(passed_on)) if ours else _key(status),
            type="Announce",
            actor=by,
            published=_moment(status),
            object=_post(passed_on, known),
        )
        return
    post = _post(status, known)
    quoted = dict_of(dict_of(status, "quote"), "quoted_status")
    detail = (("quote", word(quoted, "uri")),) if word(quoted, "uri") else ()
    said = created(post)
    yield Activity(id=said.id, type=said.type, actor=post.author, published=post.published, object=post, detail=detail)
    # Its text as it is now came with the Create; a record that held it before is told by the Update.
    edited = _date(status.get("edited_at"))
    if edited:
        key = f"{post.id}#update-{int(edited.timestamp())}"
        yield Activity(id=key, type="Update", actor=post.author, published=edited, object=post, detail=detail)


def notified(note: Any, known: Known, us: Actor | None) -> Iterator[Activity]:
    """What a notification tells: who spoke to us, liked or passed on what we said, or follows us (where we know who).

    A like has no id of its own; it gets one of who and what, as in archives. Nor has a boost here: its own id is only
    told to those who follow who boosted.
    """
    if not isinstance(note, Mapping):
        raise NotAStatus(f"A notification is an object, this is a {type(note).__name__}.")
    kind, status = word(note, "type"), note.get("status")
    if kind == "follow":
        if us is None:
            raise NotAStatus("Nothing says who is followed. Say it with --us @name@server.example.")
        by = person(dict_of(note, "account"))
        key = f"{by.id}#follow-{us.handle.lower()}"
        yield Activity(id=key, type="Follow", actor=by, published=_moment(note), object=us)
    elif isinstance(status, Mapping) and kind == "reblog":
        yield _reacted("Announce", note, status, known)
    elif isinstance(status, Mapping) and (kind == "favourite" or kind.endswith("reaction")):
        yield _reacted("Like", note, status, known)
    elif isinstance(status, Mapping):
        yield from heard(status, known)


def _reacted(verb: str, note: Mapping[str, Any], status: Mapping[str, Any], known: Known) -> Activity:
    by, about = person(dict_of(note, "account")), _key(status)
    # A post whose parent we do not know would be recorded as an answer to nothing for ever.
    whole = known.knows_parent(status)
    emoji = word(note, "emoji") or word(note, "name")
    return Activity(
        id=reaction(verb, by.id, about),
        type=verb,
        actor=by,
        published=_moment(note),
        object=_post(status, known) if whole else about,
        detail=(("emoji", emoji[:100]),) if verb == "Like" and emoji else (),
    )


def reaction(verb: str, who: str, what: str) -> str:
    """The id of a like or a boost that has none of its own.

    >>> reaction("Like", "https://a.example/ann", "https://b.example/7")
    'https://a.example/ann#like-https://b.example/7'
    """
    return f"{who}#{verb.lower()}-{what}"


def person(account: Mapping[str, Any]) -> Actor:
    """The account, with the addresses that its server has verified to link back."""
    key, address = word(account, "uri") or word(account, "url"), word(account, "url")
    if not is_web(key):
        raise NotAStatus("Nobody can be named who wrote it.")
    name = word(account, "acct") or word(account, "username")
    fields = account.get("fields")
    proven = [f for f in fields if isinstance(f, Mapping) and f.get("verified_at")] if isinstance(fields, list) else []
    return Actor(
        id=key,
        network="fediverse",
        handle=name if "@" in name else f"{name}@{host(address or key)}",
        name=plain(word(account, "display_name"))[:200],
        type=kind_of(account),
        url=address if is_web(address) else key,
        summary=plain(word(account, "note"))[:2000],
        followers=_count(account.get("followers_count")),
        links=tuple(dict.fromkeys(address for f in proven for address in _proven(f))),
    )


def _count(told: Any) -> int | None:
    """Servers that do not tell it write -1."""
    return told if isinstance(told, int) and not isinstance(told, bool) and told >= 0 else None


def moment(status: Any) -> datetime | None:
    """When the status was published, or None."""
    return _date(status.get("created_at")) if isinstance(status, Mapping) else None


def _post(status: Mapping[str, Any], known: Known) -> Post:
    content = word(status, "content")
    mentions = [m for m in _list(status, "mentions") if isinstance(m, Mapping)]
    card = word(dict_of(status, "card"), "url")
    address = word(status, "url")
    return Post(
        id=_key(status),
        type="Question" if isinstance(status.get("poll"), Mapping) else "Note",
        author=person(dict_of(status, "account")),
        published=_moment(status),
        title=plain(word(status, "spoiler_text"))[:1000],
        text=plain(content)[:_MAX_TEXT],
        url=address if is_web(address) else "",
        language=word(status, "language")[:16],
        in_reply_to=known.post(word(status, "in_reply_to_id")),
        mentions=tuple(dict.fromkeys(known.accounts.get(word(m, "id")) or word(m, "url") for m in mentions)),
        links=tuple(dict.fromkeys([*links(content, without=_NO_LINKS), *([card] if is_web(card) else [])])),
        tags=tuple(word(t, "name") for t in _list(status, "tags") if isinstance(t, Mapping) and word(t, "name")),
        private=word(status, "visibility") in _PRIVATE,
    )


def _key(status: Mapping[str, Any]) -> str:
    key = word(status, "uri") or word(status, "url")
    if not key:
        raise NotAStatus("It has no address and no id that holds outside its server.")
    return key[:2000]


def _moment(status: Mapping[str, Any]) -> datetime:
    found = _date(status.get("created_at"))
    if found is None:
        raise NotAStatus("It has no date that can be read.")
    return found


def _proven(told: Mapping[str, Any]) -> tuple[str, ...]:
    value = word(told, "value")
    return links(value) or ((value,) if is_web(value) and " " not in value else ())


def _date(value: Any) -> datetime | None:
    """Words as the server sends them, or the datetime that the client makes of them."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    try:
        return when(value) if isinstance(value, str) and value else None
    except NoDate:
        return None


def _list(thing: Mapping[str, Any], name: str) -> list[Any]:
    value = thing.get(name)
    return value if isinstance(value, list) else []
