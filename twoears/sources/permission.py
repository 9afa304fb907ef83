"""Permission instead of a pasted token: a member signs in at the server, is shown a code, and brings it back.

A source that knows how has a module `oauth` in its folder, with `register`, `authorize_url`, `verifier` and `exchange`;
the token is kept under the first secret that it asks for.
"""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import msgspec

from twoears.lib.urls import host, site


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A permission that was asked for: our software as the server knows it, and the secret of this one question.

    `address` is where a member signs in; `allow` a host on a private network that a member named.
    """

    kind: str
    app: dict[str, Any]
    verifier: str
    address: str
    allow: str = ""


def can_ask(kind: str) -> bool:
    """Whether a source can be permitted by signing in.

    >>> can_ask("mastodon"), can_ask("tables")
    (True, False)
    """
    return find_spec(f"twoears.sources.{kind}.oauth") is not None


def begin(kind: str, text: str, *, base: str = "") -> Begun:
    """Make our software known to the server of an account, or to `base`, the server that a member named instead.

    Raises CannotRead where it refuses or none is named, and NoAnswer.
    """
    oauth = import_module(f"twoears.sources.{kind}.oauth")
    allow = host(base) if base else ""
    app, secret = oauth.register(base or server_of(text), allow=allow), oauth.verifier()
    return Begun(
        kind=kind,
        app=msgspec.to_builtins(app),
        verifier=secret,
        address=oauth.authorize_url(app, verifier=secret),
        allow=allow,
    )


def server_of(text: str) -> str:
    """The address of the server in a handle or in the address of an account.

    >>> server_of("@ann@norrvik.example"), server_of("https://norrvik.example/@ann"), server_of("ann")
    ('https://norrvik.example', 'https://norrvik.example', 'ann')
    """
    if host(text):
        return site(text).rstrip("/")
    _, at, server = text.rpartition("@")
    return f"https://{server}" if at else text


def finish(begun: Begun, code: str) -> str:
    """The token for a code. Raises CannotRead where it is refused, and NoAnswer."""
    oauth = import_module(f"twoears.sources.{begun.kind}.oauth")
    app = msgspec.convert(begun.app, oauth.Registered)
    token: str = oauth.exchange(app, code, verifier=begun.verifier, allow=begun.allow)
    return token
