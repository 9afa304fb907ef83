"""What a member types for a place of the fediverse: an account, or a hashtag at a server."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from twoears.sources.reading import Asked, CannotRead

_SERVER: Final = r"(?:[\w-]{1,63}\.)+[\w-]{2,63}(?::\d{1,5})?|localhost(?::\d{1,5})?"
_HANDLE = re.compile(rf"@([\w.-]{{1,100}})@({_SERVER})")
_TAG = re.compile(rf"#(\w{{1,200}})@({_SERVER})")
_TAG_PAGE = re.compile(r"(https?://[^/\s@?#]+)/tags/([^/\s?#]{1,300})/?(?:[?#]\S*)?")
_PROFILE = re.compile(
    r"(?!\S+\.(?:rss|atom|xml|json)$)(https?://[^/\s@?#]+)/(?:@|users/)([\w.-]{1,100})(?:@([\w.-]+))?(?:[/?#]\S*)?"
)
# Places whose addresses look alike, but that do not speak Mastodon's API.
_OTHERS: Final = ("youtube.com", "medium.com", "tiktok.com", "threads.net", "threads.com", "substack.com", "x.com")


@dataclass(frozen=True, slots=True)
class Account:
    """An account and the server that was named with it; `name` holds another server where it lives there."""

    name: str
    server: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A hashtag, without its sign, as one server shows it."""

    word: str
    server: str


def place(text: str) -> Account | Tag:
    """What the text names.

    >>> place("@ann@social.norrvik.example")
    Account(name='ann', server='https://social.norrvik.example')
    >>> place("https://social.norrvik.example/@bob@other.example").name
    'bob@other.example'
    >>> place("#cargo@norrvik.example") == place("https://norrvik.example/tags/cargo")
    True
    """
    text = text.strip()
    if found := _HANDLE.fullmatch(text):
        return Account(found[1], f"https://{found[2].lower()}")
    if found := _TAG.fullmatch(text):
        return Tag(found[1], f"https://{found[2].lower()}")
    if (found := _TAG_PAGE.fullmatch(text)) and re.fullmatch(r"\w+", unquote(found[2])):
        return Tag(unquote(found[2]), found[1])
    if found := _PROFILE.fullmatch(text):
        return Account(found[2] + (f"@{found[3]}" if found[3] else ""), found[1])
    raise CannotRead(
        f"{text} is not a handle of the fediverse. Write it like @ann@server.example or #word@server.example."
    )


def surely(text: str) -> float:
    """How surely the text names such a place, 0 to 1.

    >>> surely("@ann@server.example"), surely("https://youtube.com/@ann")
    (0.95, 0.0)
    """
    try:
        found = place(text)
    except CannotRead:
        return 0.0
    server = found.server.partition("://")[2].lower().removeprefix("www.")
    if text.strip()[:1] in "@#":
        return 0.95
    if isinstance(found, Tag):
        return 0.7  # blogs have pages of that form too
    return 0.0 if server in _OTHERS else 0.85


def hashtags(asked: Asked) -> tuple[str, ...]:
    """The hashtags that a member named beside an account.

    >>> hashtags(Asked(options={"hashtags": "#cargo, Norrvik  #cargo"}))
    ('cargo', 'Norrvik')
    """
    words: dict[str, str] = {}
    for word in re.findall(r"\w+", asked.options.get("hashtags", "")):
        words.setdefault(word.lower(), word)
    return tuple(words.values())
