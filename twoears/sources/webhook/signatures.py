"""Whether a call is from whom it says: a keyed digest of its bytes, written in the ways that senders have."""

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

WINDOW: Final = 300  # seconds: a call that was signed longer ago may be one that somebody has listened in on
_MOST_SIGNATURES = 10


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a sender signs: the digest of `signed` stands in `header`, as `mark` and then its value.

    `signed` names what is put together: {body}, {time} and {id}. `time` and `id` are headers, or, where `parts` is set,
    names within the header itself. `prefix` of a secret is no part of the key; `coded` says how the key is written.
    """

    header: str
    algorithm: str = "sha256"
    mark: str = ""
    signed: bytes = b"{body}"
    written: str = "hex"
    time: str = ""
    id: str = ""
    parts: bool = False
    prefix: str = ""
    coded: str = ""


# docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries, docs.stripe.com/webhooks#verify-manually,
# api.slack.com/authentication/verifying-requests-from-slack, shopify.dev/docs/apps/build/webhooks/subscribe/https,
# www.standardwebhooks.com
SCHEMES: Final[Mapping[str, Scheme]] = {
    "github": Scheme("x-hub-signature-256", mark="sha256="),
    "stripe": Scheme("stripe-signature", signed=b"{time}.{body}", time="t", mark="v1=", parts=True),
    "slack": Scheme("x-slack-signature", signed=b"v0:{time}:{body}", time="x-slack-request-timestamp", mark="v0="),
    "shopify": Scheme("x-shopify-hmac-sha256", written="base64"),
    "standard": Scheme("webhook-signature", signed=b"{id}.{time}.{body}", time="webhook-timestamp", id="webhook-id",
                       mark="v1,", written="base64", prefix="whsec_", coded="base64"),
    "segment": Scheme("x-signature", algorithm="sha1"),
}  # fmt: skip


def scheme(name: str, header: str, algorithm: str) -> Scheme:
    """The scheme of a known sender, or the plain one: the digest of the body in a header.

    Raises `KeyError` with the name that is not known.

    >>> scheme("", "X-Signature", "sha1").header, scheme("slack", "", "").time
    ('x-signature', 'x-slack-request-timestamp')
    """
    if name:
        return SCHEMES[name.lower()]
    if algorithm not in ("", "sha256", "sha1"):
        raise KeyError(algorithm)
    return Scheme(header.lower() or "x-signature-256", algorithm=algorithm or "sha256")


def refused(how: Scheme, secret: str, body: bytes, headers: Mapping[str, str], at: datetime) -> str:
    """Why a call that came `at` is not believed, as a sentence; empty where it is."""
    told = headers.get(how.header, "").strip()[:4000]
    if not told:
        return f"The call is not signed: the header {how.header} is missing."
    inside = dict(part.strip().split("=", 1) for part in told.split(",") if "=" in part) if how.parts else headers
    time, name = inside.get(how.time, ""), headers.get(how.id, "")
    if how.time and not (time.isascii() and time.isdigit() and len(time) < 12):
        return "The call does not say when it was signed."
    if how.time and abs(at.timestamp() - int(time)) > WINDOW:
        return f"The call was signed more than {WINDOW // 60} minutes ago, or by a clock that is wrong."
    signed = how.signed.replace(b"{time}", time.encode()).replace(b"{id}", name.encode("utf8", "replace"))
    digest = hmac.new(_key(how, secret), signed.replace(b"{body}", body), how.algorithm).digest()
    return "" if any(hmac.compare_digest(digest, one) for one in _given(how, told)) else "Its signature is not ours."


def _given(how: Scheme, told: str) -> list[bytes]:
    """The digests that stand in a header; there are several while a secret is being changed."""
    words = told.split(",") if how.parts else told.split(" ")
    found = []
    for word in words[:_MOST_SIGNATURES]:
        plain = word.strip()
        if how.mark and not plain.startswith(how.mark):
            continue
        value = plain.removeprefix(how.mark).removeprefix(f"{how.algorithm}=")
        try:
            found.append(bytes.fromhex(value) if how.written == "hex" else base64.b64decode(value, validate=True))
        except (ValueError, binascii.Error):
            continue
    return found


def _key(how: Scheme, secret: str) -> bytes:
    plain = secret.removeprefix(how.prefix)
    if how.coded != "base64":
        return plain.encode()
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (ValueError, binascii.Error):
        return plain.encode()
