"""What Facebook and Instagram exports have in common: names instead of ids, seconds since 1970, conversations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from twoears.activities.values import Activity, Actor, Post, created

MAX_TEXT = 100_000
_EARLIEST, _LATEST = 1_000_000_000, 4_000_000_000  # 2001 to 2096, in seconds


class Unreadable(ValueError):
    """The record lacks what it must have."""


class Nothing(ValueError):
    """The record says nothing to anybody, and that is no fault: a changed picture, a message taken back."""


@dataclass(frozen=True, slots=True)
class Us:
    """Whose export it is."""

    actor: Actor


def named(network: str, name: str, kind: str = "Person") -> Actor:
    """Somebody of whom the export tells only the name.

    >>> named("facebook", " Ann  Ek ").id
    'facebook:name:Ann Ek'
    """
    name = " ".join(name.split())[:200]
    if not name:
        raise Nothing("It names nobody: the account is gone.")
    return Actor(id=f"{network}:name:{name}", network=network, name=name, type=kind)


def instagram(handle: str, name: str = "") -> Actor:
    """An account of Instagram by its handle.

    >>> instagram("Ann_Ek").id
    'https://www.instagram.com/ann_ek'
    """
    handle = handle.strip().lstrip("@").lower()[:100]
    if not handle:
        raise Nothing("It names nobody: the account is gone.")
    address = f"https://www.instagram.com/{handle}"
    return Actor(id=address, network="instagram", handle=handle, name=name[:200], url=address)


def conversation(record: Any, us: Us, network: str) -> Iterator[Activity | tuple[Any, str]]:
    """The private messages of a conversation; of one that cannot be read the record and why."""
    if not isinstance(record, Mapping) or not isinstance(record.get("messages"), list):
        raise Unreadable("It is no conversation: it has no messages.")
    people = [word(one, "name") or (one if isinstance(one, str) else "") for one in items(record, "participants")]
    thread = word(record, "thread_path") or word(record, "threadName") or digest(*sorted(people))
    for message in record["messages"]:
        try:
            yield _message(message, us, network, (thread, people))
        except Nothing:
            continue  # taken back, a call, or a picture without words
        except Unreadable as error:
            yield (
                {**{key: record.get(key) for key in ("participants", "thread_path")}, "messages": [message]},
                str(error),
            )


def _message(message: Any, us: Us, network: str, where: tuple[str, list[str]]) -> Activity:
    thread, people = where
    if not isinstance(message, Mapping):
        raise Unreadable("A message is an object.")
    sender = word(message, "sender_name") or word(message, "senderName")
    text = word(message, "content") or word(message, "text")
    link = word(part(message, "share"), "link")
    if message.get("is_unsent") or message.get("isUnsent") or not (text or link):
        raise Nothing("It has no words.")
    author = _speaker(sender, us, network)
    published = moment(message.get("timestamp_ms") or message.get("timestamp"))
    to = (_speaker(name, us, network).id for name in people if name and name != sender)
    key = f"{network}:message:{digest(thread, sender, published.isoformat(), text, link)}"
    return created(Post(id=key, author=author, published=published, text=text[:MAX_TEXT],
                        context=f"{network}:conversation:{thread}"[:2000], mentions=tuple(dict.fromkeys(to)),
                        links=(link,) if link.startswith("http") else (), private=True))  # fmt: skip


def _speaker(name: str, us: Us, network: str) -> Actor:
    """Conversations name people as they call themselves; our own name leads to our own account."""
    return us.actor if name and name == us.actor.name else named(network, name)


def moment(value: Any) -> datetime:
    """Seconds or milliseconds since 1970; raises `Unreadable`.

    >>> moment(1772614200).isoformat(), moment(1772614200000) == moment(1772614200)
    ('2026-03-04T08:50:00+00:00', True)
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if value > _LATEST else value
        if _EARLIEST <= seconds <= _LATEST:
            return datetime.fromtimestamp(seconds, UTC)
    raise Unreadable(f"Its date cannot be read: {str(value)[:40]!r} is no time in seconds.")


def digest(*parts: str) -> str:
    """A name for what the export gives none."""
    return blake2b("\x1f".join(parts).encode("utf8", "surrogatepass"), digest_size=10).hexdigest()


def part(thing: Any, name: str) -> Mapping[str, Any]:
    """What stands under a name, empty where it is no object."""
    value = thing.get(name) if isinstance(thing, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def items(thing: Any, name: str) -> list[Any]:
    """The list that stands under a name, empty where there is none."""
    value = thing.get(name) if isinstance(thing, Mapping) else None
    return value if isinstance(value, list) else []


def word(thing: Any, name: str) -> str:
    """The text that stands under a name, empty where there is none."""
    value = thing.get(name) if isinstance(thing, Mapping) else None
    return value.strip() if isinstance(value, str) else ""
