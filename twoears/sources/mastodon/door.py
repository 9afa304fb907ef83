"""A server with Mastodon's API, through the `Mastodon.py` client, plugged into our guarded door.

Versions are not checked: servers that are not Mastodon write theirs in other ways. Rate limits are obeyed by the door;
their headers are kept from the client, which fails on those it cannot read. Ids stay words: GoToSocial's are ULIDs.
"""

import io
import os
import warnings
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import msgspec
from requests import PreparedRequest, Response, Session
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from twoears.lib.http import USER_AGENT, NoAnswer, TryLater, exchange, fetch
from twoears.lib.urls import host, is_web, site
from twoears.sources.reading import CannotRead

_OURS = ("content-encoding", "content-length", "transfer-encoding")  # the door has unpacked the answer already
_LIMITS = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")


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


class NotThere(CannotRead):
    """The server does not know the account or the post."""


class _Adapter(BaseAdapter):
    def __init__(self, allow: str) -> None:
        super().__init__()
        self._allow = allow

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        headers = {name: str(value) for name, value in request.headers.items()}
        body = request.body if isinstance(request.body, bytes) else str(request.body or "").encode()
        answer = exchange(str(request.method), str(request.url), headers=headers, body=body, allow=self._allow)
        reply = Response()
        reply.status_code, reply.url, reply.request = answer.status, answer.url, request
        reply.headers = CaseInsensitiveDict({k: v for k, v in answer.headers.items() if k not in (*_OURS, *_LIMITS)})
        reply.encoding = "utf-8"
        reply.raw = io.BytesIO(answer.body)
        return reply

    def close(self) -> None:
        """Connections belong to the door."""


class Door:
    """Asks one server, at `base`; it may be a private host where `named` says that a member gave it as such."""

    def __init__(self, base: str, *, named: bool, secret: str = "") -> None:
        from mastodon import Mastodon  # here, because it takes half a second and most runs do not read Mastodon

        if secret and os.path.exists(secret):  # the client would read a file of that name and send what it holds
            raise CannotRead("The token is the name of a file. Give the token itself.")
        session = Session()
        session.trust_env = False
        for scheme in ("https://", "http://"):
            session.mount(scheme, _Adapter(host(base) if named else ""))
        self.host = host(base)
        self._client = Mastodon(api_base_url=base, access_token=secret or None, session=session, user_agent=USER_AGENT,
                                version_check_mode="none", ratelimit_method="throw", request_timeout=30)  # fmt: skip

    def account(self, name: str) -> Mapping[str, Any]:
        """The account of that name on this server. Raises `NotThere`, `CannotRead` or `TryLater`."""
        found = self._asked(self._client.account_lookup, name)
        if not isinstance(found, Mapping) or not found.get("id"):
            raise CannotRead(f"{self.host} did not answer with an account. Does it speak Mastodon's API?")
        return found

    def statuses(self, account: str, before: str, most: int) -> list[Any]:
        """A page of what the account published, newest first, older than the post with the id `before`."""
        found = self._asked(self._client.account_statuses, account, max_id=before or None, limit=most)
        # The client makes a list of the names in an object where a list was promised: a list of no posts is no answer.
        if not isinstance(found, list) or (found and not any(isinstance(one, Mapping) for one in found)):
            raise CannotRead(f"{self.host} did not answer with a list of posts. We look again later.")
        return list(found)

    def context(self, status: str) -> Mapping[str, Any]:
        """What is above and below a post in its conversation."""
        found = self._asked(self._client.status_context, status)
        return found if isinstance(found, Mapping) else {}

    def _asked(self, ask: Callable[..., Any], *words: Any, **named: Any) -> Any:
        from mastodon import MastodonError, MastodonNotFoundError

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ask(*words, **named)
        except MastodonNotFoundError as error:
            raise NotThere(f"{self.host} does not know {words[0]}. Check how it is written.") from error
        except MastodonError as error:
            inner = error.__context__
            if isinstance(inner, TryLater):
                raise inner from error
            if isinstance(inner, NoAnswer):
                raise CannotRead(str(inner)) from inner
            raise CannotRead(f"{self.host} refuses: {_why(error)}. We look again later.") from error
        except (TypeError, ValueError, AttributeError, KeyError, RecursionError) as error:
            # The client casts answers to its types, and stumbles over those of a shape it does not expect.
            raise CannotRead(
                f"The answer of {self.host} is not built as Mastodon's are. We look again later."
            ) from error


def _why(error: Exception) -> str:
    said = [str(word) for word in error.args if word]
    return (" ".join(said) or type(error).__name__)[:200]
