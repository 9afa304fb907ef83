"""The way back: what a source needs to put our words where the conversation is, and never twice.

A source that can send has one `Outgoing`. `send` does it once; where the answer was lost nobody knows whether it was
done, and `find` looks it up. What a network offers against doing it twice (a key of our own for each act, a record name
that we choose) is made from `Letter.key`, which is the same at every try.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from twoears.activities.values import Activity


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a member wants done: `act` is reply, post, like, share or mention.

    `target` is the id of the post it is about, `target_url` its address, `thread` the ids of the posts from the first
    one to it, `people` whom it names, as the record names them. `subject` is for mail. `since` is when it was first
    tried: it cannot have been done before. To mention is to tell the page at `text` that ours at
    `target_url` links to it.
    """

    key: str
    act: str
    text: str = ""
    language: str = ""
    subject: str = ""
    target: str = ""
    target_url: str = ""
    target_mail: str = ""
    thread: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """It is there: its id as our sources will hear it, and its address for people.

    `heard` is what was done as the source would yield it, where nothing else will tell us of it, such as sent mail.
    """

    id: str
    url: str = ""
    heard: Activity | None = None


class NotSent(Exception):
    """The network refused, and nothing was done. Says why and what to do now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """As whom and where: what a member gave for the fields of the source, and another server than the usual."""

    text: str
    base: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """How a source sends. `send` raises `NotSent` where surely nothing was done, and `NoAnswer` where nobody can tell.

    `find` is None where it is not there. `again` says that `send` with the same key is safe at any time: the network
    knows the key. `longest` is how many characters a text may have there (0: no limit), counted by `count`. `free`
    says that it takes no password.
    """

    acts: tuple[str, ...]
    send: Callable[[Letter, Access], Sent]
    find: Callable[[Letter, Access], Sent | None] | None = None
    again: bool = False
    longest: int = 0
    count: Callable[[str], int] = len
    free: bool = False
