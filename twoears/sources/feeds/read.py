"""Read a feed by its address, by the address of a page that declares one, from a file, or from what a hub brings."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from twoears.activities.values import Activity, Post
from twoears.lib.dates import NoDate, when
from twoears.lib.http import Answer, NoAnswer, TryLater, fetch
from twoears.lib.urls import host, is_web, moved_to
from twoears.sources.feeds.discover import declared, usual
from twoears.sources.feeds.entries import NotAFeed, feed, looks_like_feed
from twoears.sources.feeds.marked import heard as heard_on
from twoears.sources.feeds.marked import marked
from twoears.sources.feeds.older import following, older
from twoears.sources.feeds.rhythm import SHORTEST, TOLD, USUAL, max_age, pause, rhythm
from twoears.sources.feeds.shape import Found, heard, memory, moments, overrun, remembered
from twoears.sources.feeds.websub import is_signed, offered
from twoears.sources.reading import (
    Asked,
    CannotRead,
    Cursor,
    Gone,
    Heard,
    Incoming,
    LookAgain,
    Missed,
    Reply,
    Source,
    Thing,
)

_MAX_FILE = 64 * 1024 * 1024
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}(?:/\S*)?", re.IGNORECASE)
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.8, */*;q=0.5"


def fits(thing: Thing) -> float:
    """A web address or a bare domain is a feed, or a page that declares one; a file shows it in its first bytes."""
    if thing.path is not None or thing.raw is not None:
        return 0.95 if looks_like_feed(thing.head(4096)) else 0.0
    text = thing.text.strip()
    return 0.6 if is_web(text) else 0.5 if _DOMAIN.fullmatch(text) else 0.0


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Yield the entries of the feed, newest first; then, for a live feed, older pages and where to go on."""
    if thing.path is not None or thing.raw is not None:
        yield from heard(_file(thing), thing.name, asked)
        return
    found = _live(_address(thing.text), asked)
    cursor = dict(asked.cursor)
    if found is not None:
        posts: list[Post] = []
        for one in heard_on(found, asked) if found.marks else heard(found, found.url, asked):
            if isinstance(one, Activity) and isinstance(one.object, Post):
                posts.append(one.object)
            yield one
        cursor = _cursor(found, posts, asked)
        if overrun(posts, asked.cursor) and "back" not in cursor:
            yield _hole(asked)
    yield Cursor(cursor)
    for one in older(cursor, asked, _page):
        cursor = dict(one.value) if isinstance(one, Cursor) else cursor
        yield one
    yield LookAgain(_pause(cursor, asked))


def takes(incoming: Incoming, asked: Asked) -> Iterator[Heard]:
    """What a hub brings: the feed, or the part of it that is new. Where it only rings, we look ourselves."""
    url = asked.cursor.get("topic", "")
    if not looks_like_feed(incoming.body):
        yield LookAgain(0)
        return
    try:
        found = Found(feed(incoming.body, url), url)
    except NotAFeed:
        yield LookAgain(0)
        return
    yield from heard(found, url, asked)


def answer(incoming: Incoming, asked: Asked) -> Reply:
    """A hub is told that we took it even where its mark is wrong, as the standard says: guessing must not pay."""
    return Reply(keep=is_signed(incoming.body, incoming.headers, asked.seal))


def _hole(asked: Asked) -> Missed:
    try:
        since = when(asked.cursor["newest"])
    except (KeyError, NoDate):
        since = None
    why = "Between two looks everything in the feed has changed. What came and went meanwhile is not there any more."
    return Missed(why=why, since=since)


def _pause(cursor: Mapping[str, str], asked: Asked) -> int:
    if cursor.get("back"):
        return SHORTEST
    if asked.told:
        return TOLD
    try:
        newest = when(cursor["newest"]) if cursor.get("newest") else None
        return pause(int(cursor.get("rhythm", 0)), newest, int(cursor.get("every", 0)), datetime.now(UTC))
    except (NoDate, ValueError):
        return USUAL


def _address(text: str) -> str:
    text = text.strip()
    return text if is_web(text) else f"https://{text}"


def _file(thing: Thing) -> Found:
    with thing.open() as file:
        raw = file.read(_MAX_FILE + 1)
    if len(raw) > _MAX_FILE:
        raise CannotRead(f"{thing.name} is larger than 64 MB. That is no feed; check which file it is.")
    at = datetime.fromtimestamp(thing.path.stat().st_mtime, UTC) if thing.path is not None else None
    try:
        return Found(feed(raw), "", at=at)
    except NotAFeed as error:
        raise CannotRead(f"{thing.name} is not a feed. {error}. Download it again.") from error


def _live(url: str, asked: Asked) -> Found | None:
    """The feed at `url`, or that the page there declares; None where nothing changed since last time."""
    known = asked.cursor.get("feed", "")
    answer = _get(known or url, asked)
    if answer.status == 304:
        return None
    if looks_like_feed(answer.body):
        return _parsed(answer, known or url)
    return _discovered(answer, url, asked)


def _discovered(page: Answer, url: str, asked: Asked) -> Found:
    seen, where = declared(page.body, url), url if asked.base else page.url
    # A page that is heard itself is not asked at each look whether it has a feed: it may declare one.
    if asked.cursor.get("marked") and not seen and (found := marked(page, url, where)):
        return found
    for address in seen[:3] or usual(url):
        try:
            answer = _get(address, Asked(base=asked.base))
        except CannotRead:
            continue
        if looks_like_feed(answer.body):
            return _parsed(answer, address)
    if found := marked(page, url, where):
        return found
    raise CannotRead(
        f"{url} is a web page, and we found no feed for it"
        f"{': what it declares is none' if seen else ''}. Give the address of the feed itself."
    )


def _page(url: str, asked: Asked) -> Found:
    return _parsed(_get(url, replace(asked, cursor={})), url)


def _get(url: str, asked: Asked) -> Answer:
    try:
        answer = fetch(moved_to(url, asked.base), accept=_ACCEPT, allow=host(asked.base),
                       etag=asked.cursor.get("etag", ""), modified=asked.cursor.get("modified", ""))  # fmt: skip
    except TryLater:
        raise
    except NoAnswer as error:
        raise CannotRead(str(error)) from error
    if answer.status == 410:
        raise Gone(f"{url} is gone for good, says its server (410). We do not look again; take this source out.")
    if answer.status >= 400:
        raise CannotRead(f"{url} answers with status {answer.status}. Check the address; we look again later.")
    return answer


def _parsed(answer: Answer, url: str) -> Found:
    try:
        return Found(feed(answer.body, url), url, answer)
    except NotAFeed as error:
        raise CannotRead(f"{url} is not a whole feed. {error}. We look again later.") from error


def _cursor(found: Found, posts: list[Post], asked: Asked) -> dict[str, str]:
    """Where the feed lies, what it was when we saw it, and what tells when to look again."""
    headers = found.answer.headers if found.answer else {}
    dates = moments(found)
    hub, topic = offered(found.feed, found.answer)
    # A cut answer must be asked for again in full.
    whole = {} if found.feed.trouble else headers
    back, upto = asked.cursor.get("back", ""), asked.cursor.get("upto", "")
    if not asked.cursor.get("feed"):
        back = following(found, 1)
    elif overrun(posts, asked.cursor):
        back, upto = following(found, 1), asked.cursor.get("newest", "")
    told = {
        "feed": _moved(found, asked),
        "etag": whole.get("etag", ""),
        "modified": whole.get("last-modified", ""),
        "hub": hub,
        "topic": topic,
        "rhythm": str(rhythm(dates) or ""),
        "newest": max(dates).isoformat() if dates else "",
        "every": str(max(found.feed.every, max_age(headers)) or ""),
        "seen": memory(posts, remembered(asked.cursor)),
        "back": back,
        "upto": upto if back else "",
        "marked": "1" if found.marks else "",
        "page": asked.cursor.get("page", ""),
    }
    return {name: value for name, value in told.items() if value}


def _moved(found: Found, asked: Asked) -> str:
    """Where to ask from now on; with another server in between (`base`) addresses are not the feed's own."""
    return found.answer.moved if found.answer and found.answer.moved and not asked.base else found.url


SOURCE = Source(
    kind="feeds",
    title="Feeds (RSS, Atom, JSON Feed)",
    mark="feed",
    sees="What a blog, a newsroom or a forum publishes in its feed, as soon as we look.",
    blind="What has already dropped out of the feed, and comments that have no feed of their own.",
    fits=fits,
    read=read,
    live=True,
    looks_back=False,
    every=USUAL,
    takes=takes,
    answer=answer,
)
