"""From records of a repository to our values: the same ids as the live source forms, so that each thing is once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from msgspec.structs import replace

from twoears.activities.values import Activity, Actor, Post
from twoears.lib.dates import NoDate, when
from twoears.lib.html import clean
from twoears.sources.bluesky.shape import NotAPost, person, spoken

POST: Final = "app.bsky.feed.post"
PROFILE: Final = "app.bsky.actor.profile"
_DONE: Final = {
    "app.bsky.feed.like": "Like",
    "app.bsky.feed.repost": "Announce",
    "app.bsky.graph.follow": "Follow",
    "app.bsky.graph.block": "Block",
}
READ: Final = frozenset({POST, *_DONE})


def account(did: str, profile: Any = None) -> Actor:
    """Whose repository it is. A repository does not tell the handle, which must not replace one that is known."""
    view = dict(profile) if isinstance(profile, Mapping) else {}
    return replace(person(view | {"did": did}), handle="")


def activity(uri: str, record: Any, us: Actor) -> Activity:
    """What a record says that we did; raises `NotAPost`.

    >>> ann = account("did:plc:ann")
    >>> follow = {"subject": "did:plc:bob", "createdAt": "2026-03-01"}
    >>> activity("at://did:plc:ann/app.bsky.graph.follow/3k1", follow, ann).type
    'Follow'
    """
    if not isinstance(record, Mapping):
        raise NotAPost("Its block is missing or damaged.")
    collection = uri.removeprefix("at://").split("/")[1]
    if collection == POST:
        return _said(uri, record, us)
    subject = record.get("subject")
    about = subject.get("uri") if isinstance(subject, Mapping) else subject
    if not isinstance(about, str) or not about:
        raise NotAPost("It does not say what it is about.")
    about = clean(about)[:2000]
    them = account(about) if about.startswith("did:") else about
    return Activity(id=uri, type=_DONE[collection], actor=us, published=_moment(record), object=them)


def _said(uri: str, record: Mapping[str, Any], us: Actor) -> Activity:
    said = spoken({"uri": uri, "record": record, "author": {"did": us.id}})
    post = said.object
    return replace(said, actor=us, object=replace(post, author=us)) if isinstance(post, Post) else said


def _moment(record: Mapping[str, Any]) -> datetime:
    try:
        return when(str(record.get("createdAt")))
    except NoDate as error:
        raise NotAPost(f"Its date cannot be read: {error}.") from error
