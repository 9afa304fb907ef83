"""From the objects of Mastodon's API to our values.

https://docs.joinmastodon.org/entities/Status/
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from twoears.activities.values import Activity, Actor, Post, created
from twoears.lib.dates import NoDate, when
from twoears.lib.html import clean, links, plain
from twoears.lib.urls import host, is_web

_MAX_TEXT = 100_000
_PRIVATE = ("private", "direct")
_NO_LINKS = frozenset({"mention", "hashtag"})


class NotAStatus(ValueError):
    """The object lacks what a post must have."""


@dataclass(slots=True)
class Known:
    """The global ids of posts and accounts that were met, by the server's own: answers and mentions name only these."""

    server: str = ""
    posts: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)

    def meet(self, statuses: Iterable[Any]) -> None:
        """Remember the posts and their authors, also of what they pass on."""
        for status in statuses:
            if isinstance(status, Mapping):
                self.posts[_word(status, "id")] = _word(status, "uri") or _word(status, "url")
                self.meet_account(_dict(status, "account"))
                self.meet([status.get("reblog")])

    def meet_account(self, account: Mapping[str, Any]) -> None:
        """Remember an account."""
        if _word(account, "id"):
            self.accounts[_word(account, "id")] = _word(account, "uri") or _word(account, "url")

    def post(self, key: str) -> str:
        """The id of a post. One that nobody can see any more keeps a name of its own, so that the answer stays one."""
        return (self.posts.get(key) or f"mastodon:{self.server}/statuses/{key}") if key else ""


def heard(status: Any, known: Known) -> Iterator[Activity]:
    """What a status tells: that somebody said something, mended it, or passed on what another said."""
    if not isinstance(status, Mapping):
        raise NotAStatus(f"A post is an object, this is a {type(status).__name__}.")
    passed_on = status.get("reblog")
    if isinstance(passed_on, Mapping):
        yield Activity(
            id=_key(status),
            type="Announce",
            actor=person(_dict(status, "account")),
            published=_moment(status),
            object=_post(passed_on, known),
        )
        return
    post = _post(status, known)
    quoted = _dict(_dict(status, "quote"), "quoted_status")
    detail = (("quote", _word(quoted, "uri")),) if _word(quoted, "uri") else ()
    said = created(post)
    yield Activity(id=said.id, type=said.type, actor=post.author, published=post.published, object=post, detail=detail)
    edited = _date(status.get("edited_at"))
    if edited:
        key = f"{post.id}#update-{int(edited.timestamp())}"
        yield Activity(id=key, type="Update", actor=post.author, published=edited, object=post, detail=detail)


def person(account: Mapping[str, Any]) -> Actor:
    """The account, with the addresses that its server has verified to link back."""
    key, address = _word(account, "uri") or _word(account, "url"), _word(account, "url")
    if not is_web(key):
        raise NotAStatus("Nobody can be named who wrote it.")
    name = _word(account, "acct") or _word(account, "username")
    fields = account.get("fields")
    proven = [f for f in fields if isinstance(f, Mapping) and f.get("verified_at")] if isinstance(fields, list) else []
    return Actor(
        id=key,
        network="fediverse",
        handle=name if "@" in name else f"{name}@{host(address or key)}",
        name=plain(_word(account, "display_name"))[:200],
        type="Group" if account.get("group") is True else "Service" if account.get("bot") is True else "Person",
        url=address if is_web(address) else key,
        summary=plain(_word(account, "note"))[:2000],
        links=tuple(dict.fromkeys(address for f in proven for address in _proven(f))),
    )


def moment(status: Any) -> datetime | None:
    """When the status was published, or None."""
    return _date(status.get("created_at")) if isinstance(status, Mapping) else None


def _post(status: Mapping[str, Any], known: Known) -> Post:
    content = _word(status, "content")
    mentions = [m for m in _list(status, "mentions") if isinstance(m, Mapping)]
    card = _word(_dict(status, "card"), "url")
    address = _word(status, "url")
    return Post(
        id=_key(status),
        type="Question" if isinstance(status.get("poll"), Mapping) else "Note",
        author=person(_dict(status, "account")),
        published=_moment(status),
        title=plain(_word(status, "spoiler_text"))[:1000],
        text=plain(content)[:_MAX_TEXT],
        url=address if is_web(address) else "",
        language=_word(status, "language")[:16],
        in_reply_to=known.post(_word(status, "in_reply_to_id")),
        mentions=tuple(dict.fromkeys(known.accounts.get(_word(m, "id")) or _word(m, "url") for m in mentions)),
        links=tuple(dict.fromkeys([*links(content, without=_NO_LINKS), *([card] if is_web(card) else [])])),
        tags=tuple(_word(t, "name") for t in _list(status, "tags") if isinstance(t, Mapping) and _word(t, "name")),
        private=_word(status, "visibility") in _PRIVATE,
    )


def _key(status: Mapping[str, Any]) -> str:
    key = _word(status, "uri") or _word(status, "url")
    if not key:
        raise NotAStatus("It has no address and no id that holds outside its server.")
    return key[:2000]


def _moment(status: Mapping[str, Any]) -> datetime:
    found = _date(status.get("created_at"))
    if found is None:
        raise NotAStatus("It has no date that can be read.")
    return found


def _proven(told: Mapping[str, Any]) -> tuple[str, ...]:
    value = _word(told, "value")
    return links(value) or ((value,) if is_web(value) and " " not in value else ())


def _date(value: Any) -> datetime | None:
    """Words as the server sends them, or the datetime that the client makes of them."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    try:
        return when(value) if isinstance(value, str) and value else None
    except NoDate:
        return None


def _dict(thing: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = thing.get(name)
    return value if isinstance(value, Mapping) else {}


def _list(thing: Mapping[str, Any], name: str) -> list[Any]:
    value = thing.get(name)
    return value if isinstance(value, list) else []


def _word(thing: Mapping[str, Any], name: str) -> str:
    value = thing.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(int(value))
    return str(clean(value))[:_MAX_TEXT] if isinstance(value, str) else ""
