"""Read a feed by its address, by the address of a page that declares one, or from a file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

import msgspec

from twoears.activities.values import Actor, Post, created
from twoears.lib.dates import NoDate, when
from twoears.lib.html import clean, links, plain
from twoears.lib.http import Answer, NoAnswer, TryLater, fetch
from twoears.lib.urls import host, is_web, moved_to, site
from twoears.sources.feeds.discover import declared, usual
from twoears.sources.feeds.entries import Entry, Feed, NotAFeed, feed, looks_like_feed
from twoears.sources.reading import Asked, CannotRead, Cursor, Heard, SetAside, Source, Thing

_MAX_TEXT = 100_000
_MAX_FILE = 64 * 1024 * 1024
_MAX_RAW = 65536
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}(?:/\S*)?", re.IGNORECASE)
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.8, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class _Found:
    feed: Feed
    url: str
    answer: Answer | None = None


def fits(thing: Thing) -> float:
    """A web address or a bare domain is a feed, or a page that declares one; a file shows it in its first bytes."""
    if thing.path is not None or thing.raw is not None:
        return 0.95 if looks_like_feed(thing.head(4096)) else 0.0
    text = thing.text.strip()
    return 0.6 if is_web(text) else 0.5 if _DOMAIN.fullmatch(text) else 0.0


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield the entries of the feed, newest first; then, for a live feed, where to go on."""
    if thing.path is not None or thing.raw is not None:
        yield from _heard(_file(thing), thing.name, asked)
        return
    found = _live(_address(thing.text), asked)
    if found is None:
        yield Cursor(dict(asked.cursor))
        return
    yield from _heard(found, found.url, asked)
    yield Cursor(_cursor(found))


def _address(text: str) -> str:
    text = text.strip()
    return text if is_web(text) else f"https://{text}"


def _file(thing: Thing) -> _Found:
    with thing.open() as file:
        raw = file.read(_MAX_FILE + 1)
    if len(raw) > _MAX_FILE:
        raise CannotRead(f"{thing.name} is larger than 64 MB. That is no feed; check which file it is.")
    try:
        return _Found(feed(raw), "")
    except NotAFeed as error:
        raise CannotRead(f"{thing.name} is not a feed. {error}. Download it again.") from error


def _live(url: str, asked: Asked) -> _Found | None:
    """The feed at `url`, or that the page there declares; None where nothing changed since last time."""
    known = asked.cursor.get("feed", "")
    answer = _get(known or url, asked)
    if answer.status == 304:
        return None
    if looks_like_feed(answer.body):
        return _parsed(answer, known or url)
    return _discovered(answer, url, asked)


def _discovered(page: Answer, url: str, asked: Asked) -> _Found:
    seen = declared(page.body, url)
    for address in seen[:3] or usual(url):
        try:
            answer = _get(address, Asked(base=asked.base))
        except CannotRead:
            continue
        if looks_like_feed(answer.body):
            return _parsed(answer, address)
    raise CannotRead(
        f"{url} is a web page, and we found no feed for it"
        f"{': what it declares is none' if seen else ''}. Give the address of the feed itself."
    )


def _get(url: str, asked: Asked) -> Answer:
    try:
        answer = fetch(moved_to(url, asked.base), accept=_ACCEPT, allow=host(asked.base),
                       etag=asked.cursor.get("etag", ""), modified=asked.cursor.get("modified", ""))  # fmt: skip
    except TryLater:
        raise
    except NoAnswer as error:
        raise CannotRead(str(error)) from error
    if answer.status == 410:
        raise CannotRead(f"{url} is gone for good, says its server (410). Take this source out.")
    if answer.status >= 400:
        raise CannotRead(f"{url} answers with status {answer.status}. Check the address; we look again later.")
    return answer


def _parsed(answer: Answer, url: str) -> _Found:
    try:
        return _Found(feed(answer.body, url), url, answer)
    except NotAFeed as error:
        raise CannotRead(f"{url} is not a whole feed. {error}. We look again later.") from error


def _cursor(found: _Found) -> dict[str, str]:
    headers = found.answer.headers if found.answer else {}
    if found.feed.trouble:  # a cut answer must be asked for again in full
        return {"feed": found.url}
    told = {"feed": found.url, "etag": headers.get("etag", ""), "modified": headers.get("last-modified", "")}
    return {name: value for name, value in told.items() if value}


def _heard(found: _Found, name: str, asked: Asked) -> Iterator[Heard]:
    fallback = found.feed.updated or _modified(found.answer)
    dated = [(entry.published or fallback, number, entry) for number, entry in enumerate(found.feed.entries, 1)]
    dated.sort(key=lambda one: one[0] or datetime.min.replace(tzinfo=UTC), reverse=True)
    for published, number, entry in dated:
        key = entry.key or entry.url
        if published is None or not key:
            yield _aside(found, name, number, entry, "date" if published is None else "address and no id")
        elif not (asked.since and published < asked.since):
            yield created(_post(found, entry, key, published))
    if found.feed.trouble:
        yield SetAside(
            name=name,
            reason=f"The feed could not be read to its end: {found.feed.trouble}.",
            advice="Nothing to do if it was cut on its way: we ask for it again. Else tell its owner.",
        )


def _post(found: _Found, entry: Entry, key: str, published: datetime) -> Post:
    markup = entry.markup
    return Post(
        id=clean(_named(key, found))[:2000],
        type="Article",
        author=_author(found, entry),
        published=published,
        title=clean(plain(entry.title))[:1000],
        text=clean(plain(markup))[:_MAX_TEXT],
        url=clean(entry.url)[:2000] if is_web(entry.url) else "",
        language=(entry.language or found.feed.language)[:16],
        in_reply_to=clean(entry.answers)[:2000],
        links=tuple(dict.fromkeys([*links(markup), *filter(is_web, entry.attached)])),
        tags=tuple(clean(plain(tag))[:200] for tag in entry.tags),
    )


def _named(key: str, found: _Found) -> str:
    """An id that is no address (`1`, `post-7`) is only unique within its feed: the site's address goes before it."""
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}:", key):
        return key
    return f"{_home(found)}#{quote(key, safe='')}"


def _home(found: _Found) -> str:
    link = found.feed.url
    return link if is_web(link) else site(found.url) or "feed:" + quote(found.feed.title or "nameless", safe="")[:200]


def _author(found: _Found, entry: Entry) -> Actor:
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


def _modified(answer: Answer | None) -> datetime | None:
    try:
        return when(answer.headers["last-modified"]) if answer and "last-modified" in answer.headers else None
    except NoDate:
        return None


def _aside(found: _Found, name: str, number: int, entry: Entry, lacks: str) -> SetAside:
    """The entry alone, as a JSON Feed that this reader takes again when what it lacks was filled in."""
    item = {"id": entry.key, "url": entry.url, "title": entry.title, "content_html": entry.markup[: _MAX_RAW // 4],
            "tags": entry.tags, "authors": [{"name": entry.author, "url": entry.author_url}]}  # fmt: skip
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": found.feed.title,
        "home_page_url": found.feed.url,
        "items": [item],
    }
    return SetAside(name=name, line=number, raw=msgspec.json.encode(document), reason=f"The entry has no {lacks}.",
                    advice="Fill in `date_published`, `id` or `url` and read it again, or leave it out.")  # fmt: skip


SOURCE = Source(
    kind="feeds",
    title="Feeds (RSS, Atom, JSON Feed)",
    mark="feed",
    sees="What a blog, a newsroom or a forum publishes in its feed, as soon as we look.",
    blind="What has already dropped out of the feed, and comments that have no feed of their own.",
    fits=fits,
    read=read,
    live=True,
    every=900,
)
