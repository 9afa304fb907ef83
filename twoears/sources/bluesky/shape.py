"""From the views of Bluesky's API to our values.

https://docs.bsky.app/docs/api/app-bsky-feed-get-author-feed
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from twoears.activities.values import Activity, Actor, Post
from twoears.lib.dates import NoDate, when
from twoears.lib.html import clean
from twoears.lib.urls import is_web

_POST = "app.bsky.feed.post"
_MAX_TEXT = 100_000
_ALLOWED_AHEAD = 300  # seconds by which the clock of a client may be ahead of the server's


class NotAPost(ValueError):
    """The view lacks what a post must have."""


def heard(item: Mapping[str, Any]) -> Iterator[Activity]:
    """What one item of an author's feed tells: the post or the repost, and the posts that it answers.

    Parents that were deleted or that block us are left out: their id is still in `in_reply_to`.
    """
    post = item.get("post")
    if not isinstance(post, dict):
        raise NotAPost("It has no post.")
    said = spoken(post)
    reason = item.get("reason")
    if isinstance(reason, dict) and str(reason.get("$type", "")).endswith("#reasonRepost"):
        yield _repost(reason, said)
    yield said
    for name in ("parent", "root"):
        above = _dict(item, "reply").get(name)
        if isinstance(above, dict) and "record" in above:
            yield spoken(above)


def answers(thread: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Each view of a post below `thread`, however deep; deleted and blocked ones are passed over."""
    waiting = [thread]
    while waiting:
        node = waiting.pop()
        replies = node.get("replies")
        below = [r for r in replies if isinstance(r, dict)] if isinstance(replies, list) else []
        yield from (r["post"] for r in below if isinstance(r.get("post"), dict))
        waiting += below


def spoken(view: Mapping[str, Any]) -> Activity:
    """The creation of the post in `view`; what it quotes is in the detail."""
    uri, record = _word(view, "uri"), _dict(view, "record")
    if not uri.startswith("at://") or record.get("$type", _POST) != _POST:
        raise NotAPost("It is not a post of Bluesky.")
    return uttered(uri, record, person(_dict(view, "author")), _published(record, view))


def uttered(uri: str, record: Mapping[str, Any], author: Actor, published: datetime) -> Activity:
    """The creation of the post that `record` at `uri` holds."""
    reply, embed = _dict(record, "reply"), _dict(record, "embed")
    facets = _list(record, "facets")
    features = [f for facet in facets if isinstance(facet, dict) for f in _list(facet, "features")]
    quoted = _quoted(embed) if embed else ""
    post = Post(
        id=uri,
        author=author,
        published=published,
        text=_word(record, "text")[:_MAX_TEXT],
        url=page(uri),
        language=next((x for x in _list(record, "langs") if isinstance(x, str)), "")[:16],
        in_reply_to=_word(_dict(reply, "parent"), "uri") if reply else "",
        context=(_word(_dict(reply, "root"), "uri") if reply else "") or uri,
        mentions=_features(features, "did") if features else (),
        links=_links(features, embed) if features or embed else (),
        tags=_tags(features, record),
    )
    detail = (("quote", quoted),) if quoted else ()
    return Activity(id=f"{uri}#create", type="Create", actor=author, published=published, object=post, detail=detail)


def _links(features: list[Any], embed: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*_features(features, "uri"), *_card(embed)]))


def _tags(features: list[Any], record: Mapping[str, Any]) -> tuple[str, ...]:
    more = [tag for tag in _list(record, "tags") if isinstance(tag, str)]
    return tuple(dict.fromkeys([*_features(features, "tag"), *more])) if features or more else ()


def person(view: Mapping[str, Any]) -> Actor:
    """The account in `view`. A handle that no longer leads to its account is not shown as one."""
    did = _word(view, "did")
    if not did.startswith("did:"):
        raise NotAPost("Nobody can be named who wrote it.")
    handle = _word(view, "handle")
    handle = did if handle in ("", "handle.invalid") else handle
    return Actor(
        id=did,
        network="bluesky",
        handle=handle,
        name=_word(view, "displayName")[:200],
        summary=_word(view, "description")[:2000],
        followers=followers(view),
        url=f"https://bsky.app/profile/{did}",
    )


def followers(view: Mapping[str, Any]) -> int | None:
    """How many follow the account; only a whole profile tells."""
    told = view.get("followersCount")
    return told if isinstance(told, int) and not isinstance(told, bool) and told >= 0 else None


def page(uri: str) -> str:
    """The web page of a post. It names the account by its did, because handles change hands.

    >>> page("at://did:plc:ann/app.bsky.feed.post/3k1")
    'https://bsky.app/profile/did:plc:ann/post/3k1'
    """
    did, _, rest = uri.removeprefix("at://").partition("/")
    return f"https://bsky.app/profile/{did}/post/{rest.rpartition('/')[2]}"


def moment(item: Mapping[str, Any]) -> datetime | None:
    """When the item came into the feed: of a repost when it was passed on, else when the server first saw the post."""
    for source in (_dict(item, "reason"), _dict(item, "post"), _dict(_dict(item, "post"), "record")):
        found = _date(_word(source, "indexedAt") or _word(source, "createdAt"))
        if found:
            return found
    return None


def _repost(reason: Mapping[str, Any], said: Activity) -> Activity:
    by, at = person(_dict(reason, "by")), _date(_word(reason, "indexedAt"))
    if at is None or not isinstance(said.object, Post):
        raise NotAPost("The repost has no date.")
    key = _word(reason, "uri") or f"{said.object.id}#repost-{by.id}"
    return Activity(id=key, type="Announce", actor=by, published=at, object=said.object)


def _published(record: Mapping[str, Any], view: Mapping[str, Any]) -> datetime:
    """The author's clock writes `createdAt`; where it is broken or ahead of the server's, the server is believed."""
    created, indexed = _date(_word(record, "createdAt")), _date(_word(view, "indexedAt"))
    if created and (indexed is None or (created - indexed).total_seconds() <= _ALLOWED_AHEAD):
        return created
    if indexed:
        return indexed
    raise NotAPost("It has no date that can be read.")


def _quoted(embed: Mapping[str, Any]) -> str:
    inner = _dict(embed, "record")
    uri = _word(inner, "uri") or _word(_dict(inner, "record"), "uri")
    return uri if f"/{_POST}/" in uri else ""


def _card(embed: Mapping[str, Any]) -> Iterator[str]:
    for holder in (embed, _dict(embed, "media")):
        address = _word(_dict(holder, "external"), "uri")
        if is_web(address):
            yield address


def _features(features: list[Any], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_word(f, name) for f in features if isinstance(f, dict) and _word(f, name)))


def _date(text: str) -> datetime | None:
    try:
        return when(text) if text else None
    except NoDate:
        return None


def _dict(thing: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = thing.get(name)
    return value if isinstance(value, dict) else {}


def _list(thing: Mapping[str, Any], name: str) -> list[Any]:
    value = thing.get(name)
    return value if isinstance(value, list) else []


def _word(thing: Mapping[str, Any], name: str) -> str:
    value = thing.get(name)
    return clean(value)[:_MAX_TEXT] if isinstance(value, str) else ""
