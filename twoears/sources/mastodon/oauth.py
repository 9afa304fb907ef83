"""Permission to listen and speak for an account: the three steps of OAuth 2 as servers with Mastodon's API take them.

    app = register("https://social.norrvik.example")
    secret = verifier()
    show(authorize_url(app, verifier=secret))    # a member signs in there and is shown, or sent back with, a code
    token = exchange(app, code, verifier=secret)

https://docs.joinmastodon.org/spec/oauth/
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, Final
from urllib.parse import urlencode

import msgspec

from twoears.lib import http
from twoears.lib.http import Broken
from twoears.lib.urls import host, site
from twoears.sources.mastodon.door import Door
from twoears.sources.mastodon.known import word
from twoears.sources.reading import CannotRead

OUT_OF_BAND: Final = "urn:ietf:wg:oauth:2.0:oob"  # the code is shown, and the member copies it
# The least for what we do: read, find what we answer, speak, like.
_LEAST: Final = ("read:accounts", "read:notifications", "read:search", "read:statuses", "write:favourites",
                 "write:statuses")  # fmt: skip
_PLAIN: Final = ("read", "write")  # where a server does not say that it knows finer ones
_NAME: Final = "Two Ears"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """Our software as a server knows it. `proof` says that the server checks who asked for a code (PKCE, RFC 7636)."""

    server: str
    id: str
    secret: str
    redirect: str = OUT_OF_BAND
    scopes: tuple[str, ...] = _PLAIN
    proof: bool = False


def register(server: str, redirect: str = OUT_OF_BAND, *, website: str = "", allow: str = "") -> Registered:
    """Make our software known to `server`; `allow` is a private host that a member named.

    Raises `CannotRead` where it refuses, or speaks another language, and `NoAnswer`.
    """
    base = site(server).rstrip("/")
    if not base:
        raise CannotRead(f"{server} is not the address of a server. Write it like https://server.example.")
    can = _abilities(base, allow)
    known = can.get("scopes_supported")
    scopes = _LEAST if isinstance(known, list) and set(_LEAST) <= {s for s in known if isinstance(s, str)} else _PLAIN
    ways = can.get("code_challenge_methods_supported")
    fields = {"client_name": _NAME, "redirect_uris": redirect, "scopes": " ".join(scopes), "website": website}
    told = _told(base, "/api/v1/apps", {name: value for name, value in fields.items() if value}, allow)
    return Registered(
        server=base,
        id=_promised(told, "client_id", base),
        secret=_promised(told, "client_secret", base),
        redirect=redirect,
        scopes=scopes,
        proof=isinstance(ways, list) and "S256" in ways,
    )


def verifier() -> str:
    """A secret for one permission: who exchanges the code proves by it that they asked for it."""
    return token_urlsafe(48)


def authorize_url(app: Registered, *, verifier: str = "", state: str = "") -> str:
    """Where a member gives permission; `state` comes back with the code to a redirect.

    >>> app = Registered(server="https://a.example", id="1", secret="2", proof=True)
    >>> authorize_url(app, verifier="x").partition("code_challenge=")[2]
    'LXEWQrcmsEQBYnyp-6wy9chTD7GQPMTbAiWHF5IaSIE&code_challenge_method=S256'
    """
    asked = {
        "response_type": "code",
        "client_id": app.id,
        "redirect_uri": app.redirect,
        "scope": " ".join(app.scopes),
        "state": state,
    }
    if app.proof and verifier:
        proof = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked |= {"code_challenge": proof, "code_challenge_method": "S256"}
    return f"{app.server}/oauth/authorize?{urlencode({name: value for name, value in asked.items() if value})}"


def exchange(app: Registered, code: str, *, verifier: str = "", allow: str = "") -> str:
    """The access token for a code, which is good once. Raises `CannotRead` where it is refused, and `NoAnswer`."""
    asked = {
        "grant_type": "authorization_code",
        "code": code.strip(),
        "client_id": app.id,
        "client_secret": app.secret,
        "redirect_uri": app.redirect,
        "scope": " ".join(app.scopes),
        "code_verifier": verifier if app.proof else "",
    }
    told = _told(app.server, "/oauth/token", {name: value for name, value in asked.items() if value}, allow)
    return _promised(told, "access_token", app.server)


def revoke(app: Registered, token: str, *, allow: str = "") -> None:
    """Give a permission back. Raises `CannotRead` where it is refused, and `NoAnswer`."""
    _told(app.server, "/oauth/revoke", {"client_id": app.id, "client_secret": app.secret, "token": token}, allow)


def handle_of(server: str, token: str, *, allow: str = "") -> str:
    """Whose token it is, as a thing to connect: `@ann@server.example`. Raises `CannotRead` and `TryLater`."""
    door = Door(server, named=bool(allow), secret=token)
    name = word(door.own(), "acct") or word(door.own(), "username")
    return f"@{name}" if "@" in name else f"@{name}@{site(server).partition('://')[2].rstrip('/')}"


def _abilities(base: str, allow: str) -> Mapping[str, Any]:
    """What the server says of its OAuth (RFC 8414), empty where it says nothing."""
    try:
        answer = http.exchange("GET", f"{base}/.well-known/oauth-authorization-server", allow=allow)
        told = msgspec.json.decode(answer.body) if answer.status == 200 else {}
    except (Broken, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _told(base: str, path: str, fields: Mapping[str, str], allow: str) -> Mapping[str, Any]:
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
    answer = http.exchange("POST", base + path, headers=headers, body=urlencode(fields).encode(), allow=allow)
    try:
        told: Any = msgspec.json.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        told = None
    words = told if isinstance(told, dict) else {}
    if not 200 <= answer.status < 300:
        why = words.get("error_description") or words.get("error") or f"status {answer.status}"
        raise CannotRead(f"{host(base)} refuses: {str(why)[:200].rstrip('.')}. Begin again, and check the address.")
    return words


def _promised(told: Mapping[str, Any], name: str, base: str) -> str:
    value = word(told, name)
    if not value:
        raise CannotRead(f"{host(base)} did not answer as Mastodon does. Check whether it is the right server.")
    return value
