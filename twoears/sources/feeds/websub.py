"""WebSub (https://www.w3.org/TR/websub/): a hub brings us what is new, signed with a secret that we gave it."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from twoears.lib.http import Answer, NoAnswer, exchange
from twoears.lib.urls import is_web
from twoears.lib.weblinks import web_links
from twoears.sources.feeds.entries import Feed

LEASE: Final = 10 * 24 * 3600  # seconds that we ask for
_LONGEST_REPLY = 64 * 1024
_ALGORITHMS = frozenset({"sha1", "sha256", "sha384", "sha512"})


class HubRefuses(Exception):
    """The hub will not bring us this feed. Says why."""


def offered(feed: Feed, answer: Answer | None) -> tuple[str, str]:
    """The hub that a feed names and the name under which the hub knows it, both empty where there is none.

    The `Link` header goes before what stands in the feed.

    >>> links = '<https://hub.example/>; rel="hub", </feed>; rel="self"'
    >>> offered(Feed(entries=()), Answer(200, {"link": links}, b"", "https://norrvik.example/feed?x"))
    ('https://hub.example/', 'https://norrvik.example/feed')
    """
    url = answer.url if answer else ""
    told: dict[str, str] = {}
    for rel, address in web_links(answer.headers.get("link", "") if answer else "", url):
        told.setdefault(rel, address)
    hub = told.get("hub") or feed.links.get("hub", "")
    topic = told.get("self") or feed.links.get("self", "") or url
    return (hub[:2000], topic[:2000]) if is_web(hub) and is_web(topic) else ("", "")


def ask(mode: str, *, hub: str, topic: str, callback: str, secret: str) -> None:
    """Ask `hub` to `subscribe` or to `unsubscribe`; it asks back at `callback`. Raises HubRefuses and NoAnswer."""
    told = {
        "hub.mode": mode,
        "hub.topic": topic,
        "hub.callback": callback,
        "hub.lease_seconds": str(LEASE),
        "hub.secret": secret,
    }
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = exchange("POST", hub, headers=headers, body=urlencode(told).encode(), limit=_LONGEST_REPLY)
    if answer.status >= 500:
        raise NoAnswer(f"The hub {hub} answers with status {answer.status}. We ask it again later.")
    if answer.status >= 300:
        said = answer.body[:200].decode("utf8", "replace").strip()
        raise HubRefuses(f"The hub {hub} does not take us (status {answer.status}{': ' + said if said else ''}).")


def is_signed(body: bytes, headers: Mapping[str, str], secret: str) -> bool:
    """Whether `body` was signed with `secret`, by any of the four methods of the standard.

    >>> mark = hmac.new(b"s", b"news", hashlib.sha512).hexdigest()
    >>> is_signed(b"news", {"x-hub-signature": f"sha512={mark}"}, "s"), is_signed(b"news", {}, "s")
    (True, False)
    """
    method, _, mark = headers.get("x-hub-signature", "").partition("=")
    if not secret or method.lower() not in _ALGORITHMS:
        return False
    right = hmac.new(secret.encode(), body, getattr(hashlib, method.lower())).hexdigest()
    return hmac.compare_digest(right.encode(), mark.strip().lower().encode("utf8", "replace"))
