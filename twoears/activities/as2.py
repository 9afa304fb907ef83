"""Write activities as ActivityStreams 2.0, and take up again what only our own terms can carry.

AS2 has no place for the network of an account, its declared links, its mail address or the amount of an order. These go
under our namespace, so that any other reader of AS2 sees a valid document and passes them over.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from typing import Any, Final

from msgspec.structs import replace

from twoears.activities.values import Activity, Actor, Post
from twoears.activities.vocabulary import CONTEXT, NAMESPACE, PUBLIC

_PREFIX: Final = "ear:"
_CONTEXT: Final = [CONTEXT, {"ear": NAMESPACE}]


def document(activity: Activity) -> dict[str, Any]:
    """`activity` as one AS2 object, ready for JSON; empty values are left out.

    >>> from datetime import datetime, UTC
    >>> ann = Actor(id="https://a.example/ann", network="fediverse", handle="ann")
    >>> liked = Activity(id="https://a.example/1", type="Like", actor=ann, published=datetime(2026, 3, 1, tzinfo=UTC), object="https://b.example/2")
    >>> [document(liked)[key] for key in ("type", "object", "published")]
    ['Like', 'https://b.example/2', '2026-03-01T00:00:00Z']
    """
    return {"@context": _CONTEXT} | _filled({
        "id": activity.id,
        "type": activity.type,
        "actor": _actor(activity.actor),
        "published": _moment(activity.published),
        "object": _object(activity),
        "target": activity.target,
        _PREFIX + "detail": dict(activity.detail),
    })  # fmt: skip


def taken_up(item: Mapping[str, Any], activity: Activity) -> Activity:
    """`activity`, as a reader of plain AS2 made it of `item`, with what our own terms in `item` add.

    An item without our terms gives back the same activity. Values that are not of the kind we write are passed over.
    """
    about, thing = activity.object, item.get("object")
    if isinstance(about, Post) and isinstance(thing, Mapping):
        about = _post_taken_up(thing, about)
    elif isinstance(about, Actor) and isinstance(thing, Mapping):
        about = _actor_taken_up(thing, about)
    detail = item.get(_PREFIX + "detail")
    pairs = tuple((str(k), str(v)) for k, v in detail.items()) if isinstance(detail, Mapping) else activity.detail
    actor = _actor_taken_up(item.get("actor"), activity.actor)
    if isinstance(about, Post) and about.author.id == actor.id:
        about = replace(about, author=actor)
    return replace(activity, actor=actor, object=about, detail=pairs)


def _object(activity: Activity) -> Any:
    about = activity.object
    if isinstance(about, Post):
        return _post(about, activity.actor)
    return _actor(about) if isinstance(about, Actor) else about


def _actor(actor: Actor) -> dict[str, Any]:
    return _filled({
        "id": actor.id,
        "type": actor.type,
        "preferredUsername": actor.handle,
        "name": escape(actor.name, quote=False),
        "summary": _html(actor.summary),
        "url": actor.url,
        "location": {"type": "Place", "name": actor.place} if actor.place else {},
        "followers": {} if actor.followers is None else {"type": "Collection", "totalItems": actor.followers},
        _PREFIX + "network": actor.network,
        _PREFIX + "mail": actor.mail,
        _PREFIX + "links": list(actor.links),
    })  # fmt: skip


def _post(post: Post, actor: Actor) -> dict[str, Any]:
    html = _html(post.text)
    return _filled({
        "id": post.id,
        "type": post.type,
        "attributedTo": post.author.id if post.author == actor else _actor(post.author),
        "published": _moment(post.published),
        "name": escape(post.title, quote=False),
        "content": "" if post.language else html,
        "contentMap": {post.language: html} if post.language and html else {},
        _PREFIX + "language": "" if html else post.language,
        "url": post.url,
        "inReplyTo": post.in_reply_to,
        "context": post.context,
        "tag": [{"type": "Mention", "href": m} if ":" in m else {"type": "Mention", "name": m} for m in post.mentions]
        + [{"type": "Hashtag", "name": f"#{tag}"} for tag in post.tags],
        "attachment": [{"type": "Link", "href": link} for link in post.links],
        # Somebody must be named where a post is private: without an audience a reader takes it for public.
        "to": (list(post.mentions) or [post.author.id]) if post.private else [PUBLIC],
    })  # fmt: skip


def _html(text: str) -> str:
    """Line breaks as HTML, which is what `content` holds.

    An empty line stays two breaks: readers take the end of a paragraph for one, and a letter would lose its form.
    """
    return f"<p>{escape(text, quote=False).replace(chr(10), '<br>')}</p>" if text else ""


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _filled(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value}


def _post_taken_up(thing: Mapping[str, Any], post: Post) -> Post:
    author = _actor_taken_up(thing.get("attributedTo"), post.author)
    return replace(post, author=author, language=post.language or _word(thing, "language"))


def _actor_taken_up(thing: Any, actor: Actor) -> Actor:
    if not isinstance(thing, Mapping):
        return actor
    links = thing.get(_PREFIX + "links")
    own = tuple(link for link in links if isinstance(link, str)) if isinstance(links, list) else actor.links
    network, mail = _word(thing, "network") or actor.network, _word(thing, "mail") or actor.mail
    return replace(
        actor,
        network=network[:32],
        mail=mail[:320],
        links=own,
        # A reader of plain AS2 makes these up of the id where they are missing; in what we wrote they were empty.
        url=actor.url if thing.get("url") or not _ours(thing) else "",
        handle=actor.handle if thing.get("preferredUsername") or not _ours(thing) else "",
    )


def _ours(thing: Mapping[str, Any]) -> bool:
    return _PREFIX + "network" in thing


def _word(thing: Mapping[str, Any], name: str) -> str:
    value = thing.get(_PREFIX + name)
    return value if isinstance(value, str) else ""
