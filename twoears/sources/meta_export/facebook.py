"""Records of a Facebook export. It gives no ids: a digest of author, time and words names what was said."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from twoears.activities.values import Activity, Actor, Post, created
from twoears.sources.meta_export.shape import (
    MAX_TEXT,
    Nothing,
    Unreadable,
    Us,
    digest,
    items,
    moment,
    named,
    part,
    word,
)

# English exports say in a sentence to whom; others only there as well, so they are not read for it.
_TO = re.compile(
    r".{1,200}? (?:commented on|replied to|likes|liked|loved|reacted to|was amused by|was saddened by|was angered by|"
    r"was surprised by) (.{1,200}?)['’]s? (?:own )?(?:post|photo|comment|video|album|link|status|reply|activity|reel)\b"
)
_OWN = ("his own", "her own", "their own", "his", "her", "their")


def post(record: Any, us: Us) -> Iterator[Activity]:
    """A post of ours, with or without words, if it shows anything."""
    text = next((said for one in items(record, "data") if (said := word(one, "post"))), "")
    shown = [one for group in items(record, "attachments") for one in items(group, "data")]
    links = tuple(dict.fromkeys(url for one in shown if (url := word(part(one, "external_context"), "url"))))
    media = [part(one, "media") for one in shown if part(one, "media")]
    text = text or next((said for one in media if (said := word(one, "description"))), "")
    text = text or next((said for one in shown if (said := word(part(one, "note"), "text"))), "")
    links = tuple(link for link in links if link.startswith("http"))
    if not (text or links or media):
        raise Nothing("It shows nothing.")
    published = moment(_field(record, "timestamp"))
    key = _key(record, "post", us.actor.id, published.isoformat(), text, *links, *(word(one, "uri") for one in media))
    kind = "Note" if text or links else "Image"
    yield _told(record, created(Post(id=key, type=kind, author=us.actor, published=published, text=text[:MAX_TEXT],
                                     links=links, mentions=_tagged(record))))  # fmt: skip


def comment(record: Any, us: Us) -> Iterator[Activity]:
    """A comment of ours. The export does not show below what, and in English names to whom."""
    said = next((part(one, "comment") for one in items(record, "data") if part(one, "comment")), {})
    text = word(said, "comment")
    links = tuple(url for group in items(record, "attachments") for one in items(group, "data")
                  if (url := word(part(one, "external_context"), "url")).startswith("http"))  # fmt: skip
    if not said:
        raise Unreadable("It holds no comment.")
    if not text and not links:
        raise Nothing("It has no words.")
    author = _author(word(said, "author"), us)
    published = moment(said.get("timestamp") or _field(record, "timestamp"))
    title = word(record, "title")
    key = _key(record, "comment", author.id, published.isoformat(), text, title)
    yield _told(record, created(Post(id=key, author=author, published=published, text=text[:MAX_TEXT], links=links,
                                     mentions=_spoken_to(title))))  # fmt: skip


def reaction(record: Any, us: Us) -> Iterator[Activity]:
    """A like of ours, of whatever kind, of something that the export does not show."""
    gave = next((part(one, "reaction") for one in items(record, "data") if part(one, "reaction")), {})
    title, kind = word(record, "title"), word(gave, "reaction")
    if not gave and not title:
        raise Unreadable("It holds no reaction.")
    published = moment(_field(record, "timestamp"))
    author = _author(word(gave, "actor"), us)
    name = digest(author.id, published.isoformat(), title)
    shown = [one for group in items(record, "attachments") for one in items(group, "data")]
    links = (word(part(one, "external_context"), "url") for one in shown)
    about = next((url for url in links if url.startswith("http")), f"facebook:unnamed:{name}")
    to = next(iter(_spoken_to(title)), "")
    detail = tuple((key, value) for key, value in (("reaction", kind), ("said", title[:500])) if value)
    yield Activity(id=f"facebook:reaction:{name}", type="Like", actor=author, published=published, object=about,
                   target=to, detail=detail)  # fmt: skip


def friend(record: Any, us: Us) -> Iterator[Activity]:
    """A friend: `Accept`, by the other, of us. Both agreed; the other's consent is what the list proves."""
    them = named("facebook", word(record, "name"))
    yield Activity(id=f"{them.id}#connected-{us.actor.id}", type="Accept", actor=them, object=us.actor,
                   target=us.actor.id, published=moment(_field(record, "timestamp")))  # fmt: skip


def page(record: Any, us: Us) -> Iterator[Activity]:
    """A page or a person that we like or follow."""
    name = word(record, "name") or next((word(one, "name") for one in items(record, "data") if word(one, "name")), "")
    them = named("facebook", name or word(record, "title"), "Organization")
    yield Activity(id=f"{us.actor.id}#follow-{them.id}", type="Follow", actor=us.actor, object=them,
                   published=moment(_field(record, "timestamp")))  # fmt: skip


def owner(document: Any) -> Actor | None:
    """Who we are, from `profile_information.json`."""
    profile = part(document, "profile_v2") or part(document, "profile") or part(document, "profile_information")
    name = word(part(profile, "name"), "full_name") or word(profile, "name")
    return named("facebook", name) if name else None


def _author(name: str, us: Us) -> Actor:
    return us.actor if not name or name == us.actor.name else named("facebook", name)


def _key(record: Any, kind: str, *parts: str) -> str:
    """The export's own number where it has one (since 2024), else a digest."""
    number = word(record, "fbid")
    return f"facebook:{number}" if number.isdigit() else f"facebook:{kind}:{digest(*parts)}"


def _told(record: Any, activity: Activity) -> Activity:
    """With the sentence in which Facebook says what happened."""
    title = word(record, "title")[:500]
    if not title:
        return activity
    return Activity(id=activity.id, type=activity.type, actor=activity.actor, published=activity.published,
                    object=activity.object, detail=(("said", title),))  # fmt: skip


def _tagged(record: Any) -> tuple[str, ...]:
    names = (word(one, "name") or (one if isinstance(one, str) else "") for one in items(record, "tags"))
    return tuple(dict.fromkeys(named("facebook", name).id for name in names if name.strip()))


def _spoken_to(title: str) -> tuple[str, ...]:
    found = _TO.match(title)
    return (named("facebook", found[1]).id,) if found and found[1] not in _OWN and found[1].strip() else ()


def _field(record: Any, name: str) -> Any:
    return record.get(name) if isinstance(record, Mapping) else None
