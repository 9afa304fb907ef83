"""What a path within an object means: by its last words, and by where it stands, beside the words or in a person."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from twoears.sources.tables.columns import WORDINGS, plain_name, values_fit

_SPEECH: Final = frozenset({"comment", "message", "reply", "note", "review", "answer", "post", "feedback"})
_THREADS: Final = frozenset({"issue", "ticket", "pull request", "discussion", "conversation", "thread", "article"})
_PEOPLE: Final = frozenset({
    "user", "author", "sender", "requester", "submitter", "from", "customer", "contact", "commenter", "creator",
    "member", "actor", "buyer", "reviewer", "billing address", "default address",
})  # fmt: skip
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "text": tuple(WORDINGS["text"].split("|")),
    "amount": tuple(WORDINGS["amount"].split("|")),
    "currency": tuple(WORDINGS["currency"].split("|")),
    "published": ("published at", "created at", "posted at", "submitted at", "sent at", "created", "published", "date",
                  "timestamp", "time", "ts", "event time"),
    "author": ("login", "handle", "username", "user name", "screen name", "nickname"),
    "name": ("name", "full name", "display name", "real name"),
    "mail": tuple(WORDINGS["mail"].split("|")),
    "title": ("title", "subject", "headline"),
    "url": ("html url", "permalink", "web url", "url", "link"),
    "id": ("id",),
}  # fmt: skip
"""field -> the last words of a path that mean it, the most telling first. What is said first is looked for first."""

_OF_PEOPLE: Final = ("author", "name", "mail")
_LISTED: Final = re.compile(r"\.\d+(?=\.|\Z)")


@dataclass(frozen=True, slots=True)
class _Path:
    """A path in plain words: what leads to it, and its last word. `listed` says that it is one of several things."""

    above: tuple[str, ...]
    last: str
    listed: bool


def nested(paths: Sequence[str], samples: Sequence[Sequence[str]], fields: Mapping[str, int]) -> dict[str, int]:
    """Where the fields stand that `fields`, found by whole names, does not have.

    >>> paths = ["comment.body", "comment.user.login", "comment.html_url", "comment.created_at"]
    >>> rows = [["It leaks.", "ann", "https://forge.example/1", "2026-03-01T09:00:00Z"]]
    >>> list(nested(paths, rows, {"text": 0}))
    ['published', 'author', 'url']
    """
    cut = [_path(path) for path in paths]
    found: dict[str, int] = {}
    for field, words in _WORDS.items():
        if field in fields or (field == "text" and "title" in fields and "amount" in fields):
            continue
        home = _home(cut, {**fields, **found})
        taken = {*fields.values(), *found.values()}
        whose = next((cut[found[name]].above for name in _OF_PEOPLE if name in found), None)
        near = _nearness(field, home, whose)
        fitting = sorted(
            (how, words.index(path.last), len(path.above), at)
            for at, path in enumerate(cut)
            if at not in taken and path.above and path.last in words and (how := near(path)) is not None
        )
        place = next((at for *_, at in fitting if _is_told(field, samples, at)), None)
        if place is not None:
            found[field] = place
    return found


def _is_told(field: str, samples: Sequence[Sequence[str]], at: int) -> bool:
    held = [row[at] for row in samples if row[at].strip()]
    return bool(held) and values_fit(field, held)


def foremost(path: str) -> tuple[bool, int, str]:
    """Which of two paths of one meaning counts, where a record has both: what somebody said before what it is about."""
    cut = _path(path)
    return (_SPEECH.isdisjoint(cut.above), len(cut.above), path)


def _path(path: str) -> _Path:
    parts = [plain_name(part) for part in _LISTED.sub("", path).split(".")]
    return _Path(tuple(parts[:-1]), parts[-1], bool(_LISTED.search(path)))


def _home(cut: Sequence[_Path], fields: Mapping[str, int]) -> tuple[str, ...] | None:
    """The object in which the words stand, or what was paid; None where neither is known yet."""
    place = next((fields[field] for field in ("text", "title", "amount") if field in fields), None)
    return None if place is None else cut[place].above


def _nearness(field: str, home: tuple[str, ...] | None, whose: tuple[str, ...] | None) -> Callable[[_Path], int | None]:
    """How near a path stands to the words, 0 the nearest; None where it tells of something else.

    Once somebody is named, `whose` is where: the address of another must not become his.
    """

    def of_words(path: _Path) -> int | None:
        return 3 * path.listed + (path.above[-1] not in _SPEECH)

    def near(path: _Path) -> int | None:
        if home is None or path.listed:
            return None
        person = path.above[-1] in _PEOPLE
        if field in _OF_PEOPLE and whose not in (None, path.above):
            return None
        owner = path.above
        while owner and owner[-1] in _PEOPLE:
            owner = owner[:-1]
        if owner != home[: len(owner)]:
            return 9 if field == "title" and path.above[-1] in _THREADS else None
        if (field in _OF_PEOPLE) != person and field != "mail":
            return None
        return len(home) - len(owner)

    return of_words if field in ("text", "amount", "currency") else near
