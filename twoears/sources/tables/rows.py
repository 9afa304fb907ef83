"""From a row of a table to our values."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b

from twoears.activities.values import Activity, Actor, Post, created
from twoears.lib.dates import NoDate, when
from twoears.lib.html import plain
from twoears.sources.tables.columns import Columns

MAX_TEXT = 100_000
NETWORKS = {
    "x.com": "x", "twitter.com": "x", "twitter": "x", "x": "x", "linkedin.com": "linkedin", "linkedin": "linkedin",
    "bsky.app": "bluesky", "bluesky": "bluesky", "mastodon": "fediverse",
    "fediverse": "fediverse", "reddit.com": "reddit",
    "youtube.com": "youtube", "facebook.com": "facebook", "instagram.com": "instagram", "email": "mail", "mail": "mail",
}  # fmt: skip
_X_ADDRESS = re.compile(r"https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/(\w+)(?:/status(?:es)?/(\d+))?", re.IGNORECASE)
_LINKEDIN = re.compile(r"https?://(?:\w+\.)?linkedin\.com/in/([^/?#]+)", re.IGNORECASE)
_YES = {"1", "true", "yes", "ja", "oui", "si", "y", "dm", "private", "privat"}
_WON = {"won", "closed won", "gewonnen", "gagne", "ganado", "vinto", "paid", "completed", "complete", "bezahlt"}
_LOST = {"lost", "closed lost", "verloren", "perdu", "perdido", "perso", "cancelled", "canceled", "refunded"}
# What tools write where a post answers nothing: a number for none, or a gap that became a word.
_NO_PARENT = {"", "0", "0.0", "-1", "none", "null", "nan", "n/a", "-"}
_FLOAT = re.compile(r"(?<=\d)\.0\Z")  # a column of numbers with gaps is often written as one of fractions
_WHOLE = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?:[,.' \xa0\u202f’][0-9]{3}){1,4}")
_PARTS = re.compile(r"[,;\s]+")


class Unreadable(ValueError):
    """The row lacks what it must have."""


class Open(ValueError):
    """The deal is not closed: nobody has ordered anything yet, and there is no fault."""


def said(cells: Sequence[str], columns: Columns) -> Activity:
    """The row as something said. Without an id of its own it is named by a digest of its words, author and time."""
    text, title = plain(columns.get(cells, "text"))[:MAX_TEXT], columns.get(cells, "title")[:1000]
    if not text and not title:
        raise Unreadable("It has no words.")
    url = columns.get(cells, "url")
    network = _network(columns.get(cells, "network"), url, columns.get(cells, "author"))
    author = _author(cells, columns, network, url)
    published = _moment(columns.get(cells, "published"), columns)
    key = _post_id(columns.get(cells, "id"), url, network, answers="reply" in columns.at)
    digest = _digest(author.id, published.isoformat(), title, text, url)
    if key.startswith("web:post:") and "reply" not in columns.at:
        key += f"-{digest}"  # many tables count from 1: without it two of them would overwrite each other
    key = key or f"{network}:table:{digest}"
    mentions = (_actor_id(network, m) for m in _PARTS.split(columns.get(cells, "mentions")) if m)
    return created(Post(
        id=key, author=author, published=published, text=text, title=title,
        language=columns.get(cells, "language")[:16], url=url if url.startswith("http") else "",
        in_reply_to=_parent(columns.get(cells, "reply"), network, columns),
        mentions=tuple(dict.fromkeys(mentions)), private=columns.get(cells, "private").casefold() in _YES,
    ))  # fmt: skip


def deal(cells: Sequence[str], columns: Columns) -> Activity:
    """The row as an order, or as an offer that was rejected; a deal without a stage but with a date was won."""
    stage = " ".join(re.findall(r"[^\W_]+", columns.get(cells, "stage").casefold()))
    if stage and stage not in _WON | _LOST:
        raise Open(stage)
    closed = columns.get(cells, "won") or columns.get(cells, "published")
    if not closed and not stage:
        raise Open("no date")
    who = _buyer(cells, columns)
    published = _moment(closed, columns)
    number = columns.get(cells, "deal") or columns.get(cells, "id")
    key = f"deal:{number}" if number else f"deal:{_digest(who.id, published.isoformat(), *map(str.strip, cells))}"
    wanted = ("amount", "currency", "product")
    detail = tuple((name, value) for name in wanted if (value := columns.get(cells, name)))
    kind = "Reject" if stage in _LOST else "order"
    return Activity(id=f"{key}#{kind.lower()}", type=kind, actor=who, published=published, object=key, detail=detail)


def _buyer(cells: Sequence[str], columns: Columns) -> Actor:
    mail, name, handle = (columns.get(cells, field) for field in ("mail", "name", "author"))
    if mail:
        return Actor(id=f"mailto:{mail.lower()}", network="mail", handle=mail.lower(), mail=mail.lower(), name=name)
    if name:
        return Actor(id=f"web:name:{' '.join(name.split())}", network="web", name=name, type="Organization")
    if handle:
        return Actor(id=_actor_id("web", handle), network="web", handle=handle)
    raise Unreadable("It names nobody who bought.")


def _author(cells: Sequence[str], columns: Columns, network: str, url: str) -> Actor:
    """Who said it. A table without authors has one nameless crowd for each network: never a person of its own."""
    mail, name, handle = columns.get(cells, "mail").lower(), columns.get(cells, "name"), columns.get(cells, "author")
    if not handle and (found := _X_ADDRESS.match(url)) and found[2] and found[1] != "i":
        handle = found[1]
    if handle:
        key = _actor_id(network, handle)
    elif mail or name:
        key = f"mailto:{mail}" if mail else f"{network}:name:{' '.join(name.split())}"
    elif columns.at.keys() & {"author", "name", "mail"}:
        raise Unreadable("It names no author.")
    else:
        return Actor(id=f"{network}:unnamed", network=network, name="", type="Group")
    shown = handle.lstrip("@") if not handle.startswith("http") else key.rsplit("/", 1)[-1]
    return Actor(id=key, network=network, handle=shown or mail, name=name, mail=mail,
                 place=plain(columns.get(cells, "place"))[:200], followers=_count(columns.get(cells, "followers")),
                 url=key if key.startswith("http") else "")  # fmt: skip


def _count(text: str) -> int | None:
    """A whole number, however its thousands are set apart.

    >>> _count("5,000"), _count("5000.0"), _count("1 234 567"), _count("12K"), _count("")
    (5000, 5000, 1234567, None, None)
    """
    text = _FLOAT.sub("", text)
    return int("".join(filter(str.isdigit, text))) if _WHOLE.fullmatch(text) else None


@lru_cache(4096)
def _actor_id(network: str, handle: str) -> str:
    """The account's id as all sources form it.

    >>> _actor_id("x", "@ann"), _actor_id("web", "Ann@Norrvik.example"), _actor_id("fediverse", "@ann@norrvik.example")
    ('https://x.com/ann', 'mailto:ann@norrvik.example', 'https://norrvik.example/users/ann')
    """
    if found := _X_ADDRESS.match(handle):
        return f"https://x.com/{found[1].lower()}"
    if found := _LINKEDIN.match(handle):
        return f"https://www.linkedin.com/in/{found[1].lower()}"
    bare = handle.lstrip("@")
    if ":" in handle:
        return handle[:2000]
    if bare.count("@") == 1 and " " not in bare:
        name, host = bare.split("@")
        fediverse = network == "fediverse" or handle.startswith("@")
        return f"https://{host.lower()}/users/{name}" if fediverse else f"mailto:{bare.lower()}"
    if network == "x":
        return f"https://x.com/{bare.lower()}" if not bare.isdigit() else f"https://x.com/i/user/{bare}"
    if network == "linkedin":
        return f"linkedin:name:{' '.join(bare.split())}"
    return f"{network}:{bare}"[:2000]


def _post_id(number: str, url: str, network: str, *, answers: bool) -> str:
    """The post's own id: its number on X, else its address or its number on that network.

    Where the table has a column of `answers`, these name posts by what stands in the column of ids, and so do we.
    """
    if (found := _X_ADDRESS.match(url)) and found[2]:
        return f"https://x.com/i/status/{found[2]}"
    key = _named(number, network)
    return url[:2000] if number and number in url and network == "web" and not answers else key


def _parent(reply: str, network: str, columns: Columns) -> str:
    """The id of the post that is answered, made as its own row makes it; nothing where the cell says "none"."""
    return "" if reply.casefold() in _NO_PARENT else (columns.own or {}).get(reply) or _named(reply, network)


def own_number(cells: Sequence[str], columns: Columns) -> tuple[str, str] | None:
    """The number that a table gives a post, and the post's id, where its address says another one."""
    number, url = columns.get(cells, "id"), columns.get(cells, "url")
    network = _network(columns.get(cells, "network"), url, columns.get(cells, "author"))
    key = _post_id(number, url, network, answers=True)
    return (number, key) if number and key != _named(number, network) else None


def _named(number: str, network: str) -> str:
    """A post by what a column of ids or of answers holds.

    >>> _named("71", "x"), _named("https://twitter.com/Ann/status/71", "web"), _named("71.0", "youtube")
    ('https://x.com/i/status/71', 'https://x.com/i/status/71', 'youtube:post:71')
    """
    if (found := _X_ADDRESS.match(number)) and found[2]:
        return f"https://x.com/i/status/{found[2]}"
    if not number or "://" in number or number.startswith(("mailto:", "urn:")):
        return number[:2000]
    number = _FLOAT.sub("", number)
    return (
        f"https://x.com/i/status/{number}" if network == "x" and number.isdigit() else f"{network}:post:{number}"[:2000]
    )


def _network(said_so: str, url: str, author: str) -> str:
    """The network of a row: as it says, else by the address, else the web. A link to a program names no network."""
    name = said_so.casefold().strip()
    if name and "<" not in name and "://" not in name:
        return NETWORKS.get(name, re.sub(r"[^a-z0-9.]+", "-", name).strip("-")[:32] or "web")
    hosts = (address.split("/", 3)[2].lower() for address in (url, author) if address.count("/") >= 2)
    return next((found for host in hosts if (found := _of_host(host))), "web")


@lru_cache(4096)
def _of_host(host: str) -> str:
    """The network that a host belongs to, also under `www.` or `m.`, else nothing."""
    return next((network for name, network in NETWORKS.items() if f".{host}".endswith(f".{name}")), "")


def _moment(text: str, columns: Columns) -> datetime:
    if not text:
        raise Unreadable("It has no date.")
    try:
        return when(text, day_first=columns.day_first)
    except NoDate as error:
        raise Unreadable(f"Its date cannot be read: {error}.") from error


def _digest(*parts: str) -> str:
    return blake2b("\x1f".join(parts).encode("utf8", "surrogatepass"), digest_size=10).hexdigest()


def one(cells: Sequence[str], columns: Columns) -> Iterator[Activity]:
    """What a row stands for: an order where the table is one of deals, else something said."""
    yield deal(cells, columns) if columns.is_deals else said(cells, columns)
