"""What a server calls the posts and accounts that we met there.

A server's own ids hold nowhere else, but answers, mentions and deletions name only these. They are words: their order
means nothing, and GoToSocial's are no numbers.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from twoears.activities.values import Activity, Actor
from twoears.lib.html import clean

MOST_KEPT: Final = 2_000  # posts whose deletion can be told later; about 200 KB in the cursor
_MAX_WORD: Final = 2000


class Place(NamedTuple):
    """What is behind an id: the post or, where it only passes one on, the boost. `few` may see what is not public.

    `near` says that it belongs to the conversations of our own posts, which are looked at again for some days.
    """

    uri: str
    author: str
    type: str = "Person"
    at: str = "-"
    boost: bool = False
    few: bool = False
    near: bool = False


@dataclass(slots=True)
class Known:
    """The ids that hold everywhere, by those of the server."""

    server: str = ""
    us: str = ""  # whose notifications we hear
    posts: dict[str, Place] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)

    def meet(self, statuses: Iterable[Any], *, near: bool = False) -> None:
        """Remember the posts and their authors, also of what they pass on."""
        for status in statuses:
            if isinstance(status, Mapping):
                self._meet(status, near)
                self.meet([status.get("reblog")])

    def _meet(self, status: Mapping[str, Any], near: bool) -> None:
        key, uri, author = word(status, "id"), word(status, "uri") or word(status, "url"), dict_of(status, "account")
        self.meet_account(author)
        if key and uri:
            self.posts[key] = Place(
                uri[:_MAX_WORD],
                word(author, "uri") or word(author, "url"),
                kind_of(author),
                word(status, "created_at")[:19].replace(" ", "T") or "-",
                isinstance(status.get("reblog"), Mapping),
                word(status, "visibility") not in ("public", "unlisted"),
                near or (key in self.posts and self.posts[key].near),
            )

    def meet_account(self, account: Mapping[str, Any]) -> None:
        """Remember an account."""
        if word(account, "id"):
            self.accounts[word(account, "id")] = word(account, "uri") or word(account, "url")

    def post(self, key: str) -> str:
        """The id of a post. One that nobody can see any more keeps a name of its own, so that the answer stays one."""
        if not key:
            return ""
        return self.posts[key].uri if key in self.posts else f"mastodon:{self.server}/statuses/{key}"

    def knows_parent(self, status: Mapping[str, Any]) -> bool:
        """Whether it can be told what the status answers."""
        key = word(status, "in_reply_to_id")
        return not key or key in self.posts

    def withdrawn(self, key: str, at: datetime) -> Iterator[Activity]:
        """That the post behind an id was deleted, or the boost taken back; nothing where we never met it."""
        place = self.posts.get(key)
        if place is None or not place.author:
            return
        # A deletion says nothing of its author; an actor of another type would be taken for news.
        by = Actor(id=place.author, network="fediverse", type=place.type)
        verb = "Undo" if place.boost else "Delete"
        yield Activity(id=f"{place.uri}#{verb.lower()}", type=verb, actor=by, published=at, object=place.uri)


def kept(posts: Mapping[str, Place]) -> str:
    """The newest posts as words for a cursor, one a line.

    >>> kept({"7": Place("https://a.example/7", "https://a.example/ann", few=True)})
    '7 https://a.example/7 https://a.example/ann Person - .f.'
    """
    newest = sorted(posts.items(), key=lambda one: one[1].at)[-MOST_KEPT:]
    lines = [f"{key} {p.uri} {p.author} {p.type} {p.at} {_marks(p)}" for key, p in newest]
    return "\n".join(line for line in lines if len(line.split()) == 6)


def _marks(place: Place) -> str:
    return "".join(mark if there else "." for mark, there in zip("bfn", place[4:], strict=True))


def unkept(words: str) -> dict[str, Place]:
    """The posts in words of a cursor.

    >>> unkept("7 https://a.example/7 https://a.example/ann Person - .f.")["7"].few, unkept("what is this?")
    (True, {})
    """
    found = {}
    for line in words.split("\n"):
        if len(parts := line.split(" ")) == 6:
            key, uri, author, kind, at, marks = parts
            found[key] = Place(uri, author, kind, at, "b" in marks, "f" in marks, "n" in marks)
    return found


def kind_of(account: Mapping[str, Any]) -> str:
    """Group, Service or Person."""
    return "Group" if account.get("group") is True else "Service" if account.get("bot") is True else "Person"


def dict_of(thing: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The object under a name, empty where there is none."""
    value = thing.get(name)
    return value if isinstance(value, Mapping) else {}


def word(thing: Mapping[str, Any], name: str, most: int = 100_000) -> str:
    """The words or the number under a name, empty where there is neither."""
    value = thing.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(int(value))
    return str(clean(value))[:most] if isinstance(value, str) else ""
