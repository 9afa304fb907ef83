"""Bluesky's public view, through the `atproto` client, plugged into our guarded door.

The client knows the protocol: addresses, parameters, errors. Its typed models are not used for reading, because they
refuse a whole page for one record that is not as it should be.
"""

from collections.abc import Mapping
from typing import Any

import httpx

from twoears.lib.http import NoAnswer, TryLater, exchange
from twoears.lib.urls import host
from twoears.sources.reading import CannotRead

PUBLIC = "https://public.api.bsky.app"
_OURS = ("content-encoding", "content-length", "transfer-encoding")  # the door has unpacked the answer already


class _Transport(httpx.BaseTransport):
    def __init__(self, allow: str) -> None:
        self._allow = allow

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = exchange(request.method, str(request.url), headers=dict(request.headers), body=request.read(),
                          allow=self._allow)  # fmt: skip
        headers = {name: value for name, value in answer.headers.items() if name not in _OURS}
        return httpx.Response(answer.status, headers=headers, content=answer.body, request=request)


class Door:
    """Asks one server. `base` is another than the public one, which may then be a private host."""

    def __init__(self, base: str) -> None:
        # Here, because the client's models take seconds to import and most runs do not read Bluesky.
        from atproto_client import Client  # type: ignore[import-untyped]
        from atproto_client.request import Request  # type: ignore[import-untyped]

        self._server = base or PUBLIC
        self._client = Client(base_url=self._server, request=Request(transport=_Transport(host(base))))

    def ask(self, name: str, **parameters: str | int) -> Mapping[str, Any]:
        """The answer of `name`. Raises `TryLater`, or `CannotRead` where there is no usable answer."""
        from atproto_client.exceptions import AtProtocolError  # type: ignore[import-untyped]
        from atproto_client.models.dot_dict import DotDict  # type: ignore[import-untyped]

        try:
            answer = self._client.invoke_query(name, params=DotDict(parameters))
        except TryLater:
            raise
        except NoAnswer as error:
            raise CannotRead(str(error)) from error
        except AtProtocolError as error:
            raise CannotRead(
                f"{host(self._server)} refuses {name}: {_why(error)}. Check the name; we look again later."
            ) from error
        except (ValueError, httpx.HTTPError) as error:
            raise CannotRead(f"{host(self._server)} answered {name} with broken JSON. We look again later.") from error
        if not isinstance(answer.content, dict):
            raise CannotRead(
                f"{host(self._server)} answered {name} with something that is not JSON. Is it a Bluesky server?"
            )
        return answer.content


def _why(error: Exception) -> str:
    content = getattr(getattr(error, "response", None), "content", None)
    status = getattr(getattr(error, "response", None), "status_code", "")
    said = getattr(content, "message", None) or getattr(content, "error", None)
    return str(said)[:200] if said else f"status {status}"
