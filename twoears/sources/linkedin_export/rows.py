"""From the rows of a LinkedIn export to our values. A row is a mapping from lower-case column to text."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Final
from urllib.parse import unquote, urlsplit

from twoears.activities.values import Activity, Actor, Post, created
from twoears.lib.dates import NoDate, when
from twoears.lib.html import plain

Row = Mapping[str, str]
_IN = re.compile(r"(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/(in|company|school|pub)/([^/?#\s]+)", re.IGNORECASE)
_URN = re.compile(r"urn:li:(?:activity|share|ugcPost|groupPost):[\w-]+")
_COMMENT = re.compile(r"urn:li:comment:\([^)]*\)")


class Unreadable(ValueError):
    """The row lacks what it must have."""


class Hidden(ValueError):
    """The row is about somebody who hides from exports, or was never said: nothing to record, and no fault."""


@dataclass(frozen=True, slots=True)
class Us:
    """Whose export it is, and how its dates are written."""

    actor: Actor
    day_first: bool | None = None


def person(name: str, address: str = "") -> Actor:
    """A member by the address of the profile, else by name alone.

    >>> person("Ann Ek", "https://de.linkedin.com/in/Ann-Ek/").id, person(" Ann  Ek ").id
    ('https://www.linkedin.com/in/ann-ek', 'linkedin:name:Ann Ek')
    """
    name = " ".join(name.split())
    if found := _IN.search(address):
        place, slug = found[1].lower(), unquote(found[2]).lower()
        key = f"https://www.linkedin.com/{place}/{slug}"
        kind = "Person" if place in ("in", "pub") else "Organization"
        return Actor(id=key, network="linkedin", handle=slug, name=name, url=key, type=kind)
    if not name or name == "LinkedIn Member":
        raise Hidden("The member hides from exports.")
    return Actor(id=f"linkedin:name:{name}", network="linkedin", name=name)


def connection(row: Row, us: Us) -> Iterator[Activity]:
    """A connection: `Accept`, by the other, of us.

    LinkedIn does not say who asked. Both agreed, and the other's consent is what the table proves; one activity for
    each pair keeps a tie from being counted twice.
    """
    them = person(f"{row.get('first name', '')} {row.get('last name', '')}", row.get("url", ""))
    mail = row.get("email address", "").strip().lower()
    company, position = row.get("company", "").strip(), row.get("position", "").strip()
    them = Actor(id=them.id, network="linkedin", handle=them.handle, name=them.name, url=them.url, mail=mail,
                 summary=", ".join(part for part in (position, company) if part))  # fmt: skip
    detail = tuple((key, value) for key, value in (("company", company), ("position", position)) if value)
    yield Activity(id=f"{them.id}#connected-{us.actor.id}", type="Accept", actor=them, object=us.actor,
                   target=us.actor.id, published=_moment(row["connected on"], us), detail=detail)  # fmt: skip


def message(row: Row, us: Us) -> Iterator[Activity]:
    """A private message; drafts were never said."""
    if row.get("is message draft", "").strip().lower() in ("yes", "true"):
        raise Hidden("It is a draft, never sent.")
    author = person(row["from"], row.get("sender profile url", ""))
    text, title = plain(row["content"]).strip(), row.get("subject", "").strip()
    conversation = row.get("conversation id", "").strip()
    published = _moment(row["date"], us)
    to = [them.id for them in _addressed(row) if them.id != author.id]
    context = f"linkedin:conversation:{conversation}" if conversation else ""
    key = f"linkedin:message:{_digest(conversation, author.id, published.isoformat(), title, text)}"
    yield created(Post(id=key, author=author, published=published, text=text, title=title, context=context,
                       mentions=tuple(dict.fromkeys(to)), private=True))  # fmt: skip


def invitation(row: Row, us: Us) -> Iterator[Activity]:
    """Somebody asks to be connected, with or without words; the words are a private message."""
    asks = person(row["from"], row.get("inviterprofileurl", ""))
    asked = person(row["to"], row.get("inviteeprofileurl", ""))
    direction = row["direction"].strip().upper()
    asks, asked = (us.actor if direction == "OUTGOING" else asks), (us.actor if direction == "INCOMING" else asked)
    published = _moment(row["sent at"], us)
    key = f"linkedin:invitation:{_digest(asks.id, asked.id, published.isoformat())}"
    yield Activity(id=key, type="Invite", actor=asks, object=asked, target=asked.id, published=published)
    if words := plain(row.get("message", "")).strip():
        yield created(Post(id=f"{key}#words", author=asks, published=published, text=words, private=True,
                           mentions=(asked.id,), context=key))  # fmt: skip


def comment(row: Row, us: Us) -> Iterator[Activity]:
    """A comment of ours below a post."""
    published, link = _moment(row["date"], us), unquote(row["link"].strip())
    text = _unquoted(row["message"])
    own = _COMMENT.search(link)
    key = own[0] if own else f"linkedin:comment:{_digest(link, published.isoformat(), text)}"
    yield created(Post(id=key, author=us.actor, published=published, text=text, url=row["link"].strip(),
                       in_reply_to=_post(link), context=_post(link)))  # fmt: skip


def reaction(row: Row, us: Us) -> Iterator[Activity]:
    """A like of ours, of whatever kind."""
    published, post = _moment(row["date"], us), _post(row["link"])
    if not post:
        raise Unreadable("It has no link: nothing says what it is a reaction to.")
    yield Activity(id=f"{us.actor.id}#like-{post}", type="Like", actor=us.actor, published=published, object=post,
                   detail=(("reaction", row["type"].strip()),))  # fmt: skip


def share(row: Row, us: Us) -> Iterator[Activity]:
    """A post of ours; one without words of its own that shows another post is a share."""
    published, key = _moment(row["date"], us), _post(row["sharelink"])
    text, shown = _unquoted(row["sharecommentary"]), row.get("sharedurl", "").strip()
    key = key or f"linkedin:share:{_digest(us.actor.id, published.isoformat(), text)}"
    if not text and "linkedin.com/feed/update" in shown:
        yield Activity(id=key, type="Announce", actor=us.actor, published=published, object=_post(shown))
        return
    links = tuple(link for link in (shown, row.get("mediaurl", "").strip()) if link)
    yield created(Post(id=key, author=us.actor, published=published, text=text, url=key if ":/" in key else "",
                       links=links))  # fmt: skip


def repost(row: Row, us: Us) -> Iterator[Activity]:
    """A post of somebody that we shared as it stood."""
    published, post = _moment(row["date"], us), _post(row["link"])
    if not post:
        raise Unreadable("It has no link: nothing says what was shared.")
    key = f"{us.actor.id}#announce-{post}"
    yield Activity(id=key, type="Announce", actor=us.actor, published=published, object=post)


def company(row: Row, us: Us) -> Iterator[Activity]:
    """A page that we follow."""
    name = " ".join(row["organization"].split())
    if not name:
        raise Hidden("The page hides or is gone.")
    them = Actor(id=f"linkedin:name:{name}", network="linkedin", name=name, type="Organization")
    yield Activity(id=f"{us.actor.id}#follow-{them.id}", type="Follow", actor=us.actor, object=them,
                   published=_moment(row["followed on"], us))  # fmt: skip


READS: Final[dict[str, Callable[[Row, Us], Iterator[Activity]]]] = {
    "messages": message,
    "invitations": invitation,
    "connections": connection,
    "comments": comment,
    "reactions": reaction,
    "shares": share,
    "reposts": repost,
    "companies": company,
}
DATES: Final = {"connections": "connected on", "invitations": "sent at", "companies": "followed on"}


def _addressed(row: Row) -> Iterator[Actor]:
    """Those a message is for: by their addresses where the export has them (since 2020), else by name."""
    addresses = [a for a in re.split(r"[,\s]+", row.get("recipient profile urls", "")) if a]
    names = [n.strip() for n in row.get("to", "").split(",") if n.strip()]
    if addresses:
        same = len(names) == len(addresses)
        for at, address in enumerate(addresses):
            if _IN.search(address):
                yield person(names[at] if same else "", address)
        return
    yield from (person(name) for name in names if name != "LinkedIn Member")


def _post(link: str) -> str:
    """The address of a post, by its name within LinkedIn where the link has one.

    >>> _post("https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A71?x=1")
    'https://www.linkedin.com/feed/update/urn:li:activity:71'
    """
    link = unquote(link.strip())
    if found := _URN.search(link):
        return f"https://www.linkedin.com/feed/update/{found[0]}"
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}{parts.path}" if parts.scheme in ("http", "https") else ""


def _unquoted(text: str) -> str:
    """LinkedIn puts each line of a post in quotes of its own."""
    return plain(text.replace('"\r\n"', "\n").replace('"\n"', "\n")).strip()


def _digest(*parts: str) -> str:
    return blake2b("\x1f".join(parts).encode("utf8", "surrogatepass"), digest_size=10).hexdigest()


def _moment(text: str, us: Us) -> datetime:
    try:
        return when(text.strip(), day_first=us.day_first)
    except NoDate as error:
        raise Unreadable(f"Its date cannot be read: {error}.") from error
