"""Letters to a webhook: new hits as CloudEvents, signed so that whoever gets them knows that they came from here.

Body: a batch of CloudEvents 1.0.2 in JSON. Headers: those of Standard Webhooks (`webhook-id`, `webhook-timestamp`,
`webhook-signature`), an HMAC-SHA256 of `id.timestamp.body`.
"""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

import msgspec

TYPE: Final = "io.twoears.query.heard.v1"
MEDIA_TYPE: Final = "application/cloudevents-batch+json; charset=utf-8"
_PREFIX: Final = "whsec_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A hit as others are told of it. `author` and `words` are empty where names and words stay in the house."""

    query: str
    name: str
    post: int
    url: str
    network: str
    language: str
    at: datetime
    author: str = ""
    words: str = ""


def event(told: Told) -> dict[str, object]:
    """One hit as a CloudEvent. Its `id` is the same however often it is sent: whoever knows it has had it.

    >>> from datetime import UTC
    >>> made = event(Told(query="q_1", name="Pumps", post=7, url="", network="x", language="en",
    ...                   at=datetime(2026, 3, 1, tzinfo=UTC)))
    >>> made["id"], made["subject"], sorted(made["data"])
    ('q_1.7', 'q_1', ['language', 'name', 'network', 'post', 'published', 'query', 'url'])
    """
    data: dict[str, object] = {
        "query": told.query, "name": told.name, "post": told.post, "url": told.url, "network": told.network,
        "language": told.language, "published": told.at,
    }  # fmt: skip
    data |= {key: value for key, value in (("author", told.author), ("words", told.words)) if value}
    return {
        "specversion": "1.0",
        "id": f"{told.query}.{told.post}",
        "source": f"/queries/{told.query}",
        "type": TYPE,
        "subject": told.query,
        "time": told.at,
        "datacontenttype": "application/json",
        "data": data,
    }


def letter(told: Sequence[Told]) -> bytes:
    """The body that is sent: all of `told` as one batch."""
    return msgspec.json.encode([event(one) for one in told])


def new_secret(random: bytes) -> str:
    """A secret as Standard Webhooks writes it.

    >>> new_secret(b"twoears")
    'whsec_dHdvZWFycw=='
    """
    return _PREFIX + b64encode(random).decode()


def signed(body: bytes, *, key: str, secret: str, at: datetime) -> Mapping[str, str]:
    """The headers of a letter that is sent `at`; `key` tells letters apart.

    >>> from datetime import UTC
    >>> made = signed(b"[]", key="m", secret=new_secret(b"twoears"), at=datetime(2026, 3, 1, tzinfo=UTC))
    >>> made["webhook-timestamp"], is_ours(b"[]", made, new_secret(b"twoears"))
    ('1772323200', True)
    """
    moment = str(int(at.timestamp()))
    return {
        "content-type": MEDIA_TYPE,
        "webhook-id": key,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{_mark(body, key, moment, secret)}",
    }


def is_ours(body: bytes, headers: Mapping[str, str], secret: str) -> bool:
    """Whether a letter was signed with `secret`: what whoever gets it asks. When it was sent is theirs to judge."""
    right = _mark(body, headers["webhook-id"], headers["webhook-timestamp"], secret)
    given = (one.removeprefix("v1,") for one in headers["webhook-signature"].split(" "))
    return any(hmac.compare_digest(one.encode(), right.encode()) for one in given)


def _mark(body: bytes, key: str, moment: str, secret: str) -> str:
    told = b".".join([key.encode(), moment.encode(), body])
    return b64encode(hmac.new(b64decode(secret.removeprefix(_PREFIX)), told, sha256).digest()).decode()
