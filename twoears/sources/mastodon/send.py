"""Speak at a server with Mastodon's API: answer, post, like, pass on; and look up whether it was done.

Servers keep our key for an hour at most, so it alone does not keep us from saying a thing twice.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode

from twoears.activities.values import Activity, Actor
from twoears.lib.html import plain
from twoears.lib.http import NoAnswer
from twoears.sources.mastodon.door import Door, NotAllowed, NotThere, SaidNo
from twoears.sources.mastodon.known import dict_of, word
from twoears.sources.mastodon.names import Account, place
from twoears.sources.mastodon.read import door_of
from twoears.sources.mastodon.shape import NotAStatus, moment, person, reaction
from twoears.sources.reading import CannotRead
from twoears.sources.sending import Access, Letter, NotSent, Sent

LINK: Final = 23  # characters that any address counts (configuration.statuses.characters_reserved_per_url)
_LONGEST: Final = 500
_SLACK: Final = timedelta(minutes=10)  # by which a server's posts may be older than its clock says
_MOST_PAGES: Final = 10
_VISIBLE: Final = ("public", "unlisted", "private", "direct")
_ADDRESS = re.compile(r"https?://[^\s<>()]*[^\s<>().,;:!?'\"]")
_NAMED = re.compile(r"@([\w.-]*\w)(?:@[\w.-]*\w(?::\d+)?)?")


def send(letter: Letter, access: Access) -> Sent:
    """Do what the letter says. Raises `NotSent` where surely nothing was done, `NoAnswer` where nobody can tell."""
    mouth = _mouth(access)
    try:
        about = mouth.found(letter) if letter.act != "post" else {}
        fields = mouth.words(letter, about) if letter.act in ("reply", "post") else {}
    except CannotRead as error:
        raise _not_sent(error) from error
    try:
        return _done(mouth, letter, about, fields)
    except SaidNo as error:
        raise NotSent(f"{mouth.door.host} refuses: {error}. Change that, then send it again.") from error


def _done(mouth: "_Mouth", letter: Letter, about: Mapping[str, Any], fields: Mapping[str, str]) -> Sent:
    here = quote(word(about, "id"), safe="")
    if letter.act == "like":
        mouth.door.tell(f"/api/v1/statuses/{here}/favourite", {})
        return mouth.liked(about, letter.since)
    if letter.act == "share":
        return _sent(mouth.door.tell(f"/api/v1/statuses/{here}/reblog", {}))
    return _sent(mouth.door.tell("/api/v1/statuses", fields, letter.key))


def find(letter: Letter, access: Access) -> Sent | None:
    """What the letter asked for, if it is there. Raises `CannotRead` and `NoAnswer` where that cannot be told."""
    mouth = _mouth(access)
    about = mouth.found(letter) if letter.act != "post" else {}
    if letter.act == "like":
        return mouth.liked(about, letter.since) if about.get("favourited") is True else None
    if letter.act == "share":
        return mouth.passed_on(about) if about.get("reblogged") is True else None
    return next((_sent(status) for status in mouth.candidates(letter, about) if mouth.says(status, letter.text)), None)


def length(text: str, link: int = LINK) -> int:
    """How long a server counts a text: any address as one length, of a mention only the name.

    >>> length("See https://norrvik.example/a/very/long/address/of/a/page, @ann@social.norrvik.example")
    33
    """
    return len(_NAMED.sub(lambda found: f"@{found[1]}", _ADDRESS.sub("x" * link, text)))


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same, however servers write mentions, spaces and addresses.

    >>> same_words("@ann@a.example It does.\\n\\nhttps://b.example", "@ann It does. https://b.example")
    True
    """
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return "".join(_NAMED.sub(lambda found: f"@{found[1]}", text).split()).casefold()


@dataclass(slots=True)
class _Mouth:
    """Our account at its server."""

    door: Door
    key: str
    us: Actor

    def found(self, letter: Letter) -> Mapping[str, Any]:
        """The post that the letter is about, as this server calls it. Raises `CannotRead`."""
        local = letter.target.removeprefix(f"mastodon:{self.door.host}/statuses/")
        if local != letter.target:
            return self.door.status(local)
        for address in dict.fromkeys(filter(None, (letter.target, letter.target_url))):
            for status in self._search(address):
                if letter.target in (word(status, "uri"), word(status, "url")):
                    return status
        for status in self._by_address(letter.target):
            return status
        raise NotThere(f"{self.door.host} does not find {letter.target}. It may be deleted: open it there and look.")

    def _search(self, address: str) -> list[Mapping[str, Any]]:
        asked = urlencode({"q": address, "resolve": "true", "type": "statuses", "limit": 5})
        told = self.door.ask(f"/api/v2/search?{asked}")
        found = told.get("statuses") if isinstance(told, Mapping) else None
        return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []

    def _by_address(self, address: str) -> Iterator[Mapping[str, Any]]:
        """A post of this very server, by the id at the end of its address."""
        if address.startswith(f"{self.door.base}/") and (key := address.rstrip("/").rsplit("/", 1)[-1]):
            status = self.door.status(key)
            if word(status, "uri") == address:
                yield status

    def words(self, letter: Letter, about: Mapping[str, Any]) -> dict[str, str]:
        """The fields of the post. Raises `NotSent` where it is too long for this server."""
        text = self._to(about, letter.text) + letter.text
        rules = dict_of(dict_of(self.door.instance(), "configuration"), "statuses")
        most, link = _number(rules, "max_characters", _LONGEST), _number(rules, "characters_reserved_per_url", LINK)
        if (long := length(text, link)) > most:
            raise NotSent(
                f"That has {long} characters with the name, and {self.door.host} takes {most}. Make it shorter."
            )
        fields = {"status": text, "language": letter.language[:2]}
        if about:
            fields |= {"in_reply_to_id": word(about, "id"), "visibility": _as_open_as(about)}
        return {name: value for name, value in fields.items() if value}

    def _to(self, about: Mapping[str, Any], text: str) -> str:
        """Whom we answer, as the network wants it in front of the text; nobody where it is there already, or is us."""
        author = dict_of(about, "account")
        name = word(author, "acct") or word(author, "username")
        if not name or word(author, "id") == self.key:
            return ""
        there = {found[0].lower() for found in _NAMED.finditer(text)}
        return "" if {f"@{name}".lower(), f"@{name}@{self.door.host}".lower()} & there else f"@{name} "

    def liked(self, about: Mapping[str, Any], at: datetime) -> Sent:
        """Our like of a post. Nobody notifies us of our own, so it is recorded as we did it."""
        about_id = word(about, "uri") or word(about, "url")
        key = reaction("Like", self.us.id, about_id)
        return Sent(
            id=key,
            url=word(about, "url"),
            heard=Activity(id=key, type="Like", actor=self.us, published=at, object=about_id),
        )

    def passed_on(self, about: Mapping[str, Any]) -> Sent:
        """Our boost of a post, among what we published last; its own id where it is far back there."""
        uri = word(about, "uri")
        for status in self._own(None):
            if word(dict_of(status, "reblog"), "uri") == uri:
                return _sent(status)
        return Sent(id=reaction("Announce", self.us.id, uri), url=word(about, "url"))

    def candidates(self, letter: Letter, about: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """What we published since the letter was first tried, and where it answers: in answer to the same post."""
        key, since = word(about, "id"), letter.since + self.door.ahead - _SLACK
        # Not every server lists what we said to one person alone; the conversation has it.
        below = self.door.context(key)[1] if key else []
        ours = [s for s in below if isinstance(s, Mapping) and word(dict_of(s, "account"), "id") == self.key]
        for status in (*ours, *self._own(since)):
            at = moment(status)
            if at is not None and at >= since and not status.get("reblog") and word(status, "in_reply_to_id") == key:
                yield status

    def _own(self, since: datetime | None) -> Iterator[Mapping[str, Any]]:
        path, behind = f"/api/v1/accounts/{quote(self.key, safe='')}/statuses", ""
        for _ in range(_MOST_PAGES):
            page = self.door.page(path, behind)
            items = [item for item in page.items if isinstance(item, Mapping)]
            yield from items
            old = since is not None and all((at := moment(item)) is not None and at < since for item in items)
            if not page.behind or old:
                return
            behind = page.behind

    def says(self, status: Mapping[str, Any], text: str) -> bool:
        """Whether a status of ours has these words, with or without whom it answers in front."""
        whole = self._source(status) or plain(word(status, "content"))
        return same_words(whole, text) or same_words(_NAMED.sub("", whole, count=1), text)

    def _source(self, status: Mapping[str, Any]) -> str:
        try:
            told = self.door.ask(f"/api/v1/statuses/{quote(word(status, 'id'), safe='')}/source")
        except (NotThere, NotAllowed):  # not every server has it
            return ""
        return word(told, "text") if isinstance(told, Mapping) else ""


def _mouth(access: Access) -> _Mouth:
    named = place(access.text)
    if not isinstance(named, Account) or not access.secrets.get("token"):
        raise NotSent("Here we only listen. Give an access token of the account on the Sources page.")
    try:
        door = door_of(named, access)
        own = door.own()
        return _Mouth(door, word(own, "id"), person(own))
    except NotAStatus as error:
        raise NotSent(f"The server does not say who we are. {error}") from error
    except CannotRead as error:
        raise _not_sent(error) from error


def _not_sent(error: CannotRead) -> Exception:
    """Refused is refused; where nothing came back, it is tried again."""
    return error.__cause__ if isinstance(error.__cause__, NoAnswer) else NotSent(str(error))


def _as_open_as(about: Mapping[str, Any]) -> str:
    """As open as what we answer and never more; a word that only this server knows is taken as said to us alone."""
    said = word(about, "visibility")
    return said if said in _VISIBLE else "direct"


def _number(rules: Mapping[str, Any], name: str, usual: int) -> int:
    value = rules.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else usual


def _sent(status: Any) -> Sent:
    told = status if isinstance(status, Mapping) else {}
    return Sent(id=word(told, "uri") or word(told, "url"), url=word(told, "url"))
