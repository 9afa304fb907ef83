"""A server with Mastodon's API, asked through our guarded door.

Only what the documentation promises is counted on: ids are words, versions are not looked at, pages are turned by the
`Link` header, and whatever an answer lacks is taken as empty.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import msgspec

from twoears.lib.dates import NoDate, when
from twoears.lib.http import Answer, Broken, NoAnswer, TryLater, exchange, fetch
from twoears.lib.urls import host, is_web, joined, site
from twoears.sources.reading import CannotRead, Limit

PAGE: Final = 40  # the most that Mastodon gives at once
_NEXT = re.compile(r'<([^<>]+)>\s*;[^,]*\brel="?next"?')
_TOKEN = re.compile(r"[\x21-\x7e]{1,4000}")
_LATER = "We look again later."


class NotThere(CannotRead):
    """The server does not know the account or the post."""


class NotAllowed(CannotRead):
    """The server wants another token."""


class SaidNo(Exception):
    """The server understood and refused; nothing was done. Says why in the server's own words."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, and the question that brings the one behind it; empty at the end."""

    items: list[Any]
    behind: str


def server_of(name: str, home: str) -> str:
    """The server where account `name` of the domain at `home` lives, empty where its domain does not say (RFC 7033).

    A handle may be on `norrvik.example` while its server is `social.norrvik.example`.
    """
    resource = quote(f"acct:{name}@{host(home)}", safe="")
    try:
        answer = fetch(
            f"{home}/.well-known/webfinger?resource={resource}", accept="application/jrd+json", limit=256 * 1024
        )
        told = msgspec.json.decode(answer.body) if answer.status == 200 else {}
    except (NoAnswer, ValueError):
        return ""
    found = told.get("links") if isinstance(told, dict) else None
    for link in found if isinstance(found, list) else ():
        if isinstance(link, dict) and link.get("rel") == "self" and is_web(str(link.get("href"))):
            return site(str(link["href"])).rstrip("/")
    return ""


class Door:
    """Asks one server, at `base`; it may be a private host where `named` says that a member gave it as such.

    `limit` is what the server said last of how often it may be asked, `ahead` how far its clock is before ours.
    """

    def __init__(self, base: str, *, named: bool, secret: str = "") -> None:
        if secret and not _TOKEN.fullmatch(secret):
            raise CannotRead("A token is one word of letters and signs. Copy it once more, without spaces around it.")
        self.base = base.rstrip("/")
        self.host = host(base)
        self.allow = self.host if named else ""
        self.token = secret
        self.limit: Limit | None = None
        self.ahead = timedelta()

    def account(self, name: str) -> Mapping[str, Any]:
        """The account of that name on this server. Raises `NotThere`, `CannotRead` or `TryLater`."""
        return self._account(f"/api/v1/accounts/lookup?{urlencode({'acct': name})}")

    def own(self) -> Mapping[str, Any]:
        """The account that the token belongs to."""
        return self._account("/api/v1/accounts/verify_credentials")

    def _account(self, path: str) -> Mapping[str, Any]:
        found = self.ask(path)
        if not isinstance(found, Mapping) or not found.get("id"):
            raise CannotRead(f"{self.host} did not answer with an account. Does it speak Mastodon's API?")
        return found

    def instance(self) -> Mapping[str, Any]:
        """What the server tells of itself, empty where it tells nothing."""
        for path in ("/api/v2/instance", "/api/v1/instance"):
            try:
                found = self.ask(path)
            except (NotThere, NotAllowed):
                continue
            if isinstance(found, Mapping):
                return found
        return {}

    def page(self, path: str, question: str = "") -> Page:
        """A page of the list at `path`, newest first: the first one, or the one that `question` asks for."""
        asked = question or urlencode({"limit": PAGE})
        answer = self._answer("GET", f"{path}?{asked}")
        items = self._decoded(answer)
        # An object where a list was promised, or a list of no objects, is no answer.
        if not isinstance(items, list) or (items and not any(isinstance(one, Mapping) for one in items)):
            raise CannotRead(f"{self.host} did not answer with a list of posts. {_LATER}")
        return Page(items, _behind(answer, items, asked))

    def context(self, status: str) -> tuple[list[Any], list[Any]]:
        """What is above and what is below a post in its conversation."""
        found = self.ask(f"/api/v1/statuses/{quote(status, safe='')}/context")
        above, below = (found.get(n) if isinstance(found, Mapping) else None for n in ("ancestors", "descendants"))
        return above if isinstance(above, list) else [], below if isinstance(below, list) else []

    def status(self, key: str) -> Mapping[str, Any]:
        """One post. Raises `NotThere` where there is none, or none for us."""
        found = self.ask(f"/api/v1/statuses/{quote(key, safe='')}")
        if not isinstance(found, Mapping) or not found.get("id"):
            raise CannotRead(f"{self.host} did not answer with a post. {_LATER}")
        return found

    def ask(self, path: str) -> Any:
        """The answer to a question. Raises `NotThere`, `NotAllowed`, `CannotRead` or `TryLater`."""
        return self._decoded(self._answer("GET", path))

    def tell(self, path: str, fields: Mapping[str, str], key: str = "") -> Any:
        """Have something done. Raises `SaidNo` where surely nothing was, and `NoAnswer` where nobody can tell."""
        headers = {**self._headers(), "content-type": "application/x-www-form-urlencoded"}
        headers |= {"idempotency-key": key} if key else {}
        body = urlencode(fields).encode()
        answer = exchange("POST", self.base + path, headers=headers, body=body, allow=self.allow)
        self._heed(answer)
        if 300 <= answer.status < 500:
            raise SaidNo(_why(answer))
        if not 200 <= answer.status < 300:
            raise Broken(f"{self.host} answers with status {answer.status}. Perhaps it was done; we look.")
        try:
            return msgspec.json.decode(answer.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Broken(
                f"{self.host} answered with something that is not JSON. Perhaps it was done; we look."
            ) from error

    def _headers(self) -> dict[str, str]:
        return {"accept": "application/json"} | ({"authorization": f"Bearer {self.token}"} if self.token else {})

    def _answer(self, method: str, path: str) -> Answer:
        url = self.base + path
        try:
            for _ in range(3):
                answer = exchange(method, url, headers=self._headers(), allow=self.allow)
                there = joined(url, answer.headers.get("location", "")) if 301 <= answer.status <= 308 else ""
                # A token stays with the server it was given for.
                if not there or (self.token and host(there) != self.host):
                    break
                url = there
        except TryLater:
            raise
        except NoAnswer as error:
            raise CannotRead(str(error)) from error
        self._heed(answer)
        self._check(answer, path)
        return answer

    def _check(self, answer: Answer, path: str) -> None:
        if answer.status in (404, 410):
            raise NotThere(f"{self.host} does not know {_shown(path)}. Check how it is written.")
        if answer.status in (401, 403):
            again = "Give a new one." if self.token else "Give a token."
            raise NotAllowed(f"{self.host} refuses{' this token' if self.token else ''}: {_why(answer)}. {again}")
        if answer.status >= 300:
            raise CannotRead(f"{self.host} refuses: {_why(answer)}. {_LATER}")

    def _decoded(self, answer: Answer) -> Any:
        try:
            return msgspec.json.decode(answer.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise CannotRead(
                f"The answer of {self.host} is not whole JSON. Is it the right server? {_LATER}"
            ) from error

    def _heed(self, answer: Answer) -> None:
        """Keep what the server says of its clock and of its limit. The reset is a date here, elsewhere a number."""
        with suppress(NoDate):
            self.ahead = when(answer.headers["date"]) - datetime.now(UTC) if "date" in answer.headers else self.ahead
        most, left, reset = (answer.headers.get(f"x-ratelimit-{name}", "") for name in ("limit", "remaining", "reset"))
        if not (most.isdecimal() and left.isdecimal() and len(most) < 10 and len(left) < 10):
            return
        try:
            self.limit = Limit(int(most), int(left), when(reset))
        except NoDate:
            self.limit = None


def _behind(answer: Answer, items: list[Any], asked: str) -> str:
    """The question for the next page: of the `Link` header, and where there is none, of the last id."""
    link = answer.headers.get("link", "")
    if found := _NEXT.search(link):
        # Only its question: behind a proxy a server may not know its own address.
        behind = urlsplit(found[1]).query
        return behind if behind != asked else ""
    last = items[-1].get("id") if items and isinstance(items[-1], Mapping) else ""
    if 'rel="prev"' in link or not last:
        return ""
    behind = urlencode({**dict(parse_qsl(asked)), "max_id": str(last)})
    return behind if behind != asked else ""


def _shown(path: str) -> str:
    parts = urlsplit(path)
    return dict(parse_qsl(parts.query)).get("acct") or parts.path.removeprefix("/api/v1/")


def _why(answer: Answer) -> str:
    try:
        told = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        told = None
    said = (told.get("error_description") or told.get("error")) if isinstance(told, Mapping) else None
    return str(said)[:200].strip().rstrip(".") if said else f"status {answer.status}"
