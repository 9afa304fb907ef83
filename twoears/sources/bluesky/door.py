"""Bluesky's servers through the `atproto` client, plugged into our guarded door: its public view, or an account's own.

The client knows the protocol: addresses, parameters, errors, tokens and when to renew them. Its typed models are not
used for reading, because they refuse a whole page for one record that is not as it should be.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, Final

import httpx

from twoears.lib.http import Answer, Broken, NoAnswer, TryLater, exchange
from twoears.lib.urls import host
from twoears.sources.reading import CannotRead, Limit
from twoears.sources.sending import NotSent

PUBLIC = "https://public.api.bsky.app"
HOME: Final = "https://bsky.social"
_OURS = ("content-encoding", "content-length", "transfer-encoding")  # the door has unpacked the answer already
_STALE: Final = frozenset({"ExpiredToken", "InvalidToken", "AuthMissing"})
_NEVER: Final = 2**35  # seconds; a token that holds longer than a thousand years is a mistake
_JSON: Final = {"input_encoding": "application/json"}
_NOT_SERVED: Final = frozenset({"MethodNotImplemented", "XRPCNotSupported"})


class Refusal(CannotRead):
    """The server answers that it will not. `error` is its own word for why, empty where it has none."""

    def __init__(self, message: str, *, status: int = 0, error: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.error = error

    @property
    def is_not_served(self) -> bool:
        """Whether the server does not know the question, as one that only keeps repositories."""
        return self.error in _NOT_SERVED or self.status in (404, 501) or "No service configured" in str(self)


class _Transport(httpx.BaseTransport):
    def __init__(self, allow: str) -> None:
        self._allow = allow
        self.limit: Limit | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        try:
            answer = exchange(request.method, str(request.url), headers=dict(request.headers), body=request.read(),
                              allow=self._allow)  # fmt: skip
        except TryLater as error:
            most = self.limit.most if self.limit else 0
            self.limit = Limit(most, 0, datetime.now(UTC) + timedelta(seconds=error.seconds))
            raise
        self.limit = _limit(answer) or self.limit
        headers = {name: value for name, value in answer.headers.items() if name not in _OURS}
        return httpx.Response(answer.status, headers=headers, content=answer.body, request=request)


def _limit(answer: Answer) -> Limit | None:
    told = [answer.headers.get(f"ratelimit-{name}", "") for name in ("limit", "remaining", "reset")]
    if not all(word.isascii() and word.isdigit() and len(word) < 12 for word in told):
        return None
    most, left, resets = map(int, told)
    return Limit(most, left, datetime.fromtimestamp(resets, UTC))


class Door:
    """Asks one server, as somebody where a name and a password are given; `did` is then who that is.

    `base` is another server than the usual one, which may then be a private host.
    """

    def __init__(self, base: str, name: str = "", password: str = "") -> None:  # noqa: S107 nobody
        # Here, because the client's models take seconds to import and most runs do not read Bluesky.
        from atproto_client import Client  # type: ignore[import-untyped]
        from atproto_client.request import Request  # type: ignore[import-untyped]

        self._server = base or (HOME if password else PUBLIC)
        self._transport = _Transport(host(base))
        self._client = Client(base_url=self._server, request=Request(transport=self._transport))
        self._name, self._password = name, password
        self.did = ""
        if password:
            self._sign_in()

    @property
    def limit(self) -> Limit | None:
        """How much the server lets us ask, as it said last."""
        return self._transport.limit

    def ask(self, name: str, **parameters: str | int | list[str]) -> Mapping[str, Any]:
        """The answer of `name`. Raises `TryLater`, `Refusal`, or `CannotRead` where there is no usable answer."""
        from atproto_client.models.dot_dict import DotDict  # type: ignore[import-untyped]

        try:
            answer = self._asked(name, lambda: self._client.invoke_query(name, params=DotDict(parameters)))
        except TryLater:
            raise
        except NoAnswer as error:
            raise CannotRead(str(error)) from error
        if not isinstance(answer, dict):
            raise CannotRead(
                f"{host(self._server)} answered {name} with something that is not JSON. Is it a Bluesky server?"
            )
        return answer

    def do(self, name: str, **data: Any) -> Mapping[str, Any]:
        """Have `name` done. Raises `NotSent` where surely nothing was, and `NoAnswer` where nobody can tell."""
        from atproto_client.models.dot_dict import DotDict

        try:
            answer = self._asked(name, lambda: self._client.invoke_procedure(name, data=DotDict(data), **_JSON))
        except Refusal as error:
            if 400 <= error.status < 500:
                raise NotSent(str(error)) from error
            raise Broken(str(error)) from error
        except CannotRead as error:
            raise Broken(str(error)) from error
        return answer if isinstance(answer, dict) else {}

    def _asked(self, name: str, call: Callable[[], Any]) -> Any:
        from atproto_client.exceptions import AtProtocolError  # type: ignore[import-untyped]

        try:
            return call().content
        except (AtProtocolError, OverflowError) as error:
            refusal = _refusal(error, f"{host(self._server)} refuses {name}")
            stale = refusal.status == 401 or refusal.error in _STALE or _is_no_token(error)
            if not self.did or not stale:
                raise refusal from error
        except (ValueError, httpx.HTTPError) as error:
            raise CannotRead(f"{host(self._server)} answered {name} with broken JSON. We look again later.") from error
        # What it refuses for a token that it does not know any more it has not done.
        self._sign_in()
        try:
            return call().content
        except (AtProtocolError, OverflowError, ValueError, httpx.HTTPError) as error:
            raise _refusal(error, f"{host(self._server)} refuses {name}") from error

    def _sign_in(self) -> None:
        from atproto_client.exceptions import AtProtocolError

        server = host(self._server)
        try:
            self._client.login(self._name, self._password, fetch_bsky_profile=False)
        except AtProtocolError as error:
            refusal = _refusal(error, f"{server} does not let us in as {self._name}")
            if refusal.status not in (400, 401):
                raise CannotRead(str(refusal)) from error
            raise Refusal(
                f"{server} does not let us in as {self._name}. Make a new app password there, under Settings, Privacy "
                "and security, and give it to us.",
                status=refusal.status,
                error=refusal.error,
            ) from error
        except (ValueError, httpx.HTTPError) as error:
            raise CannotRead(f"{server} answered with something broken. Is it a Bluesky server?") from error
        session = self._client._session
        if session is None or not _lasts(session):
            raise CannotRead(f"{server} lets us in with a token that cannot be read. Is it a Bluesky server?")
        self.did = str(session.did)


_doors: dict[tuple[str, str, str], Door] = {}
_opening = Lock()


def signed_in(base: str, name: str, password: str) -> Door:
    """The door of an account, opened once for this process: servers let nobody sign in more than 300 times a day.

    Tokens are kept in memory only. Raises `TryLater`, `CannotRead`.
    """
    key = (base, name, password)
    with _opening:
        if key not in _doors:
            try:
                _doors[key] = Door(base, name, password)
            except TryLater:
                raise
            except NoAnswer as error:
                raise CannotRead(str(error)) from error
        return _doors[key]


def _lasts(session: Any) -> bool:
    """Whether its tokens can be read and say until when they hold: the client looks there before each question."""
    from atproto_server.exceptions import TokenDecodeError  # type: ignore[import-untyped]

    try:
        ends = [payload.exp for payload in (session.access_jwt_payload, session.refresh_jwt_payload)]
    except (TokenDecodeError, ValueError):
        return False
    return all(isinstance(end, int) and 0 < end < _NEVER for end in ends)


def _is_no_token(error: Exception) -> bool:
    """Whether the client stumbled over the token that it was given last."""
    from atproto_server.exceptions import TokenDecodeError

    return isinstance(error, (OverflowError, TokenDecodeError))


def _refusal(error: Exception, what: str) -> Refusal:
    response = getattr(error, "response", None)
    content = getattr(response, "content", None)
    status = getattr(response, "status_code", 0)
    word = str(getattr(content, "error", None) or "")[:100]
    said = str(getattr(content, "message", None) or word or f"status {status}")[:200]
    return Refusal(f"{what}: {said}. Check the name; we look again later.", status=status, error=word)
