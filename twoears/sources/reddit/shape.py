"""From Reddit's posts, comments and votes to our values.

https://www.reddit.com/dev/api/ ; the tables are those of https://www.reddit.com/settings/data-request
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from twoears.activities.values import Activity, Actor, Post, created
from twoears.lib.dates import NoDate, when
from twoears.lib.html import clean, plain
from twoears.lib.urls import is_web

HOME: Final = "https://www.reddit.com"
NOBODY: Final = Actor(id="reddit:unnamed", network="reddit", type="Group")
_MAX_TEXT = 100_000
_GONE = ("[deleted]", "[removed]")
_PERMALINK = re.compile(r"/comments/([a-z0-9]+)(?:/[^/]*/([a-z0-9]+))?", re.IGNORECASE)
_USER = re.compile(r"(?<![\w/])/?u/([\w-]{3,20})\b")
_VOTES: Final = {"up": "Like", "down": "Dislike"}

Row = Mapping[str, Any]


class Unreadable(ValueError):
    """The record lacks what it must have."""


class Nothing(ValueError):
    """The record says nothing that could be heard, and that is no fault: deleted words, a vote taken back."""


def person(name: str) -> Actor:
    """A member by name.

    >>> person("u/ann_ek").id
    'https://www.reddit.com/user/ann_ek'
    """
    name = clean(name).strip().removeprefix("/").removeprefix("u/")[:100]
    if not name or name in _GONE:
        return NOBODY
    address = f"{HOME}/user/{name}"
    return Actor(id=address, network="reddit", handle=name, url=address)


def subreddit(name: str) -> Actor:
    """A subreddit, which is a group that one follows.

    >>> subreddit("r/pumps").id
    'https://www.reddit.com/r/pumps'
    """
    name = clean(name).strip().removeprefix("/").removeprefix("r/")[:100]
    address = f"{HOME}/r/{name}"
    return Actor(id=address, network="reddit", handle=f"r/{name}", name=f"r/{name}", type="Group", url=address)


def address(post: str, comment: str = "") -> str:
    """The short address of a post or of a comment below it, which stays when titles and subreddits change.

    >>> address("1bzygs"), address("t3_1bzygs", "t1_c9bp")
    ('https://www.reddit.com/comments/1bzygs', 'https://www.reddit.com/comments/1bzygs/_/c9bp')
    """
    post, comment = post.removeprefix("t3_").lower(), comment.removeprefix("t1_").lower()
    return f"{HOME}/comments/{post}" + (f"/_/{comment}" if comment else "")


def of_permalink(link: str) -> str:
    """The short address behind a long one; raises `Unreadable`."""
    found = _PERMALINK.search(link)
    if not found:
        raise Unreadable(f"{link[:80]!r} is not the address of a post or comment of Reddit.")
    return address(found[1], found[2] or "")


def listed(data: Row) -> Iterator[Activity]:
    """A post or comment as a listing shows it."""
    number, link = _word(data, "id").removeprefix("t3_").removeprefix("t1_"), _word(data, "link_id")
    if not number:
        raise Unreadable("It has no id.")
    key, root = (address(link, number), address(link)) if link else (address(number), address(number))
    parent = _word(data, "parent_id")
    above = root if parent.startswith("t3_") else address(link, parent) if parent else ""
    detail = tuple((ours, value) for ours, name in (("score", "score"), ("answers", "num_comments"))
                   if (value := _word(data, name)))  # fmt: skip
    yield from _said(
        data,
        person(_word(data, "author")),
        (key, root, above),
        _word(data, "created_utc"),
        _word(data, "body" if link else "selftext"),
        detail,
    )


def own_post(row: Row, us: Actor, until: datetime | None) -> Iterator[Activity]:
    """A post of ours."""
    key = address(_word(row, "id"))
    yield from _said(row, us, (key, key, ""), _word(row, "date"), _word(row, "body"))


def own_comment(row: Row, us: Actor, until: datetime | None) -> Iterator[Activity]:
    """A comment of ours."""
    root = of_permalink(_word(row, "link") or _word(row, "permalink")).split("/_/")[0]
    post, parent = root.rsplit("/", 1)[-1], _word(row, "parent")
    above = root if not parent or parent.startswith("t3_") or parent == post else address(post, parent)
    key = address(post, _word(row, "id"))
    yield from _said(row, us, (key, root, above), _word(row, "date"), _word(row, "body"))


def message(row: Row, us: Actor, until: datetime | None) -> Iterator[Activity]:
    """A private message."""
    number, author, to = _word(row, "id"), person(_word(row, "from")), _word(row, "to")
    text = plain(_word(row, "body"))[:_MAX_TEXT]
    if not number or not text:
        raise Nothing("It has no words.")
    thread = _word(row, "thread_id") or number
    yield created(Post(id=f"{HOME}/message/messages/{number}", author=author, published=_moment(_word(row, "date")),
                       title=_word(row, "subject")[:1000], text=text, context=f"{HOME}/message/messages/{thread}",
                       mentions=(person(to).id,) if to else (), private=True))  # fmt: skip


def chat(row: Row, us: Actor, until: datetime | None) -> Iterator[Activity]:
    """A line of a private chat. Public channels are told by their subreddit."""
    text = plain(_word(row, "message"))[:_MAX_TEXT]
    if not text:
        raise Nothing("It has no words.")
    parent = _word(row, "thread_parent_message_id")
    yield created(Post(id=f"reddit:chat:{_word(row, 'message_id')}", author=person(_word(row, "username")),
                       published=_moment(_word(row, "created_at")), text=text,
                       in_reply_to=f"reddit:chat:{parent}" if parent else "",
                       context=f"reddit:channel:{_word(row, 'channel_url')}"[:2000],
                       private=not _word(row, "subreddit")))  # fmt: skip


def vote(row: Row, us: Actor, until: datetime | None) -> Iterator[Activity]:
    """A vote of ours. Reddit does not say when: dated as of the export, when it surely was."""
    kind = _VOTES.get(_word(row, "direction").lower())
    if kind is None:
        raise Nothing("The vote was taken back.")
    about = of_permalink(_word(row, "permalink"))
    yield Activity(id=f"{us.id}#{kind.lower()}-{about}", type=kind, actor=us, published=_known(until), object=about)


def followed(row: Row, us: Actor, until: datetime | None) -> Iterator[Activity]:
    """A subreddit that we read; without a time, as a vote."""
    name = _word(row, "subreddit")
    if not name:
        raise Unreadable("It names no subreddit.")
    them = subreddit(name)
    yield Activity(id=f"{us.id}#follow-{them.id}", type="Follow", actor=us, published=_known(until), object=them)


def _said(row: Row, author: Actor, where: tuple[str, str, str], date: str, words: str,
          detail: tuple[tuple[str, str], ...] = ()) -> Iterator[Activity]:  # fmt: skip
    """`where`: its own address, that of the post at the top, and that of what it answers."""
    key, root, above = where
    text = "" if words.strip() in _GONE else plain(words)[:_MAX_TEXT].strip()
    title, url = plain(_word(row, "title"))[:1000], _word(row, "url")
    if not text and not title:
        raise Nothing("Its words were deleted.")
    group = _word(row, "subreddit")
    post = Post(
        id=key,
        author=author,
        published=_moment(date),
        type="Article" if title else "Note",
        title=title,
        text=text,
        url=key,
        in_reply_to=above,
        context=root,
        mentions=tuple(dict.fromkeys(person(name).id for name in _USER.findall(text))),
        links=(url,) if is_web(url) and "/comments/" not in url else (),
        tags=tuple(filter(None, (_word(row, "link_flair_text"),))),
    )
    activity = created(post)
    yield Activity(id=activity.id, type="Create", actor=author, published=post.published, object=post,
                   target=subreddit(group).id if group else "", detail=detail)  # fmt: skip


def _moment(text: str) -> datetime:
    try:
        return when(text)
    except NoDate as error:
        raise Unreadable(f"Its date cannot be read: {error}.") from error


def _known(until: datetime | None) -> datetime:
    if until is None:
        raise Unreadable("Nothing says until when the export reaches: statistics.csv and all dates are missing.")
    return until


def _word(row: Row, name: str) -> str:
    value = row.get(name)
    if isinstance(value, str):
        return clean(value).strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
