"""From the entries of a feed to our values; what was edited since we saw it is an `Update`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final
from urllib.parse import quote

import msgspec

from twoears.activities.values import Activity, Actor, Post, created
from twoears.lib.dates import NoDate, when
from twoears.lib.html import clean, links, plain
from twoears.lib.http import Answer
from twoears.lib.urls import host, is_web, site
from twoears.sources.feeds.entries import Entry, Feed
from twoears.sources.microformats.marks import Marks, dates
from twoears.sources.reading import Asked, Heard, SetAside

_MAX_TEXT = 100_000
_MAX_RAW = 65536
_REMEMBERED: Final = 300  # entries whose words we know again, so that an edit is seen
_COMMENT = re.compile(r"(.+)#comment-\d+")
_COMMENT_LINK = re.compile(r"(https?://[^#]+)#(?:comment|c)[-_]?\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A feed, the address it was found at, and the answer it came in where it was asked for.

    `at` is when its file was last changed, None where it is no file. `marks` are those of a page that is heard in place
    of a feed; then the feed holds no entries.
    """

    feed: Feed
    url: str
    answer: Answer | None = None
    at: datetime | None = None
    marks: Marks | None = None


def heard(found: Found, name: str, asked: Asked) -> Iterator[Heard]:
    """What the entries tell, newest first. An entry of which `asked.cursor` remembers other words was edited."""
    known = remembered(asked.cursor)
    for published, number, entry in _dated(found, asked):
        key = _key(entry)
        if not key:
            yield _aside(found, name, number, entry)
        elif not (asked.since and published < asked.since):
            post = _post(found, entry, key, published, asked)
            yield created(post)
            yield from edits(post, known, entry.updated)
    if found.feed.trouble:
        yield SetAside(
            name=name,
            reason=f"The feed could not be read to its end: {found.feed.trouble}.",
            advice="Nothing to do if it was cut on its way: we ask for it again. Else tell its owner.",
        )


def _dated(found: Found, asked: Asked) -> list[tuple[datetime, int, Entry]]:
    """The entries with their dates, newest first. One that says none has that of the feed, else that of this look."""
    otherwise = found.feed.updated or modified(found.answer) or found.at or datetime.now(UTC)
    numbered = enumerate(found.feed.entries, 1)
    dated = [(e.published or _told_first(found, e, asked) or otherwise, number, e) for number, e in numbered]
    return sorted(dated, key=lambda one: one[0], reverse=True)


def _told_first(found: Found, entry: Entry, asked: Asked) -> datetime | None:
    """The date that an entry was given when it was heard first: it must not be said anew at each look."""
    known = asked.held(_id(_key(entry), found)) if _key(entry) else None
    return known.published if known else None


def _key(entry: Entry) -> str:
    """What an entry is known by: its id, its address, what is attached to it, else its words."""
    key = entry.key or entry.url or next(iter(entry.attached), "")
    if key or not (entry.title or entry.markup):
        return key
    words = f"{entry.title}\n{entry.markup}".encode("utf8", "replace")
    return f"words-{blake2b(words, digest_size=12).hexdigest()}"


def _id(key: str, found: Found) -> str:
    return clean(_named(key, found))[:2000]


def moments(found: Found) -> list[datetime]:
    """When the entries were published, of those that say so themselves."""
    if found.marks:
        return dates(found.marks)
    return [entry.published for entry in found.feed.entries if entry.published]


def remembered(cursor: Mapping[str, str]) -> dict[str, str]:
    """What `memory` wrote down: short names of entries, with a digest of their words."""
    try:
        return msgspec.json.decode(cursor.get("seen", "{}"), type=dict[str, str])
    except msgspec.DecodeError:
        return {}


def memory(heard_now: list[Post], before: Mapping[str, str]) -> str:
    """The words of the entries, to be known again at the next look; of those that have left the feed the latest."""
    now = {_short(post.id): _words(post) for post in heard_now[:_REMEMBERED]}
    kept = {key: words for key, words in before.items() if key not in now}
    return msgspec.json.encode(dict([*now.items(), *kept.items()][:_REMEMBERED])).decode()


def overrun(heard_now: list[Post], cursor: Mapping[str, str]) -> bool:
    """Whether all that we knew has left the feed since the last look, so that more may have come and gone between."""
    known = remembered(cursor)
    return bool(known and heard_now) and not any(_short(post.id) in known for post in heard_now)


def _short(key: str) -> str:
    return blake2b(key.encode("utf8", "replace"), digest_size=6).hexdigest()


def _words(post: Post) -> str:
    return blake2b(f"{post.title}\n{post.text}".encode("utf8", "replace"), digest_size=5).hexdigest()


def edits(post: Post, known: Mapping[str, str], updated: datetime | None) -> Iterator[Activity]:
    """An edit, where other words are known of a post.

    It is named after the words it led to: the same edit is one, whether a look or a hub brings it.
    """
    before = known.get(_short(post.id))
    if before is not None and before != _words(post):
        at = updated if updated and updated > post.published else datetime.now(UTC)
        key = f"{post.id}#update-{_words(post)}"
        yield Activity(id=key, type="Update", actor=post.author, published=at, object=post)


def _post(found: Found, entry: Entry, key: str, published: datetime, asked: Asked) -> Post:
    markup, answers = entry.markup, clean(_answered(entry, key, asked))[:2000]
    return Post(
        id=_id(key, found),
        type="Note" if answers else "Article",
        author=_author(found, entry),
        published=published,
        title=clean(plain(entry.title))[:1000],
        text=clean(plain(markup))[:_MAX_TEXT],
        url=clean(entry.url)[:2000] if is_web(entry.url) else "",
        language=(entry.language or found.feed.language)[:16],
        in_reply_to=answers,
        links=tuple(dict.fromkeys([*links(markup), *filter(is_web, entry.attached)])),
        tags=tuple(clean(plain(tag))[:200] for tag in entry.tags),
    )


def _answered(entry: Entry, key: str, asked: Asked) -> str:
    """The id of what a comment answers: as it says itself, or as it is named after it (`…/?p=1#comment-7`)."""
    if entry.answers:
        return entry.answers
    if named := _COMMENT.fullmatch(key):
        return named[1]
    linked = _COMMENT_LINK.fullmatch(entry.url)
    if linked is None:
        return ""
    known = asked.held(linked[1])
    return known.id if known else linked[1]


def _named(key: str, found: Found) -> str:
    """An id that is no address (`1`, `post-7`) is only unique within its feed: the site's address goes before it."""
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}:", key):
        return key
    return f"{_home(found)}#{quote(key, safe='')}"


def _home(found: Found) -> str:
    link = found.feed.url
    return link if is_web(link) else site(found.url) or "feed:" + quote(found.feed.title or "nameless", safe="")[:200]


def _author(found: Found, entry: Entry) -> Actor:
    home = clean(_home(found))[:1000]
    name, mail = clean(plain(entry.author))[:200], entry.author_mail.lower()[:320]
    if is_web(entry.author_url):
        return Actor(
            id=clean(entry.author_url)[:2000], network="web", name=name, url=clean(entry.author_url)[:2000], mail=mail
        )
    if name or mail:
        return Actor(
            id=f"{home}#{quote(name or mail, safe='@')}", network="web", name=name or mail, url=home, mail=mail
        )
    title = clean(plain(found.feed.title))[:200]
    return Actor(
        id=home, network="web", type="Organization", handle=host(home), name=title, url=home if is_web(home) else ""
    )


def modified(answer: Answer | None) -> datetime | None:
    """When the server says that it was changed last."""
    try:
        return when(answer.headers["last-modified"]) if answer and "last-modified" in answer.headers else None
    except NoDate:
        return None


def _aside(found: Found, name: str, number: int, entry: Entry) -> SetAside:
    """The entry alone, as a JSON Feed that this reader takes again when what it lacks was filled in."""
    item = {"id": entry.key, "url": entry.url, "title": entry.title, "content_html": entry.markup[: _MAX_RAW // 4],
            "tags": entry.tags, "authors": [{"name": entry.author, "url": entry.author_url}]}  # fmt: skip
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": found.feed.title,
        "home_page_url": found.feed.url,
        "items": [item],
    }
    return SetAside(name=name, line=number, raw=msgspec.json.encode(document),
                    reason="The entry has no id, no address and no words: nothing was said in it.",
                    advice="Fill in `id`, `url` or `title` and read it again, or leave it out.")  # fmt: skip
