"""Read what programs call us with, once it is known what their fields mean; until then every call waits."""

from collections.abc import Iterator
from hashlib import blake2b

import msgspec

from twoears.lib.dates import when
from twoears.sources.reading import (
    ENDS,
    Asked,
    CannotRead,
    Field,
    Heard,
    Incoming,
    Reply,
    SetAside,
    Source,
    Thing,
    ends_on,
)
from twoears.sources.tables.rows import Open, Unreadable
from twoears.sources.webhook.mapping import acts
from twoears.sources.webhook.records import MOST_BYTES, ONE, Record, records
from twoears.sources.webhook.signatures import SCHEMES, refused, scheme

_ADVICE = "Say what its fields mean, or mend it where it comes from; then read it again."


def fits(thing: Thing) -> float:
    """`webhook`, with a name for who calls."""
    return 0.9 if thing.path is None and thing.text.split(" ", 1)[0] == "webhook" else 0.0


def read(thing: Thing, asked: Asked) -> Iterator[Heard]:
    """Nothing is fetched: calls are brought. A record that was set aside is read again."""
    if thing.raw is None:
        return
    try:
        kept = msgspec.json.decode(thing.raw, type=dict[str, Record])
        at = when(kept["at"][""])
    except (ValueError, KeyError) as error:
        raise CannotRead(f"{thing.text} cannot be read again: {error}.") from error
    yield from _read(kept["record"], asked, Incoming(body=b"", at=at))


def ready(asked: Asked) -> bool:
    """Whether a member has said what the fields mean."""
    return bool(asked.columns)


def answer(incoming: Incoming, asked: Asked) -> Reply:
    """Whether it is from whom it says, and of a size and kind that can be read."""
    if why := _not_believed(incoming, asked):
        return Reply(status=401, body=why, keep=False)
    if len(incoming.body) > MOST_BYTES:
        return Reply(status=413, body="A call may have 500 KB. Send fewer records at once.", keep=False)
    try:
        found = records(incoming)
    except CannotRead as error:
        return Reply(status=400, body=str(error), keep=False)
    if len(found) == 1 and found[0].get("type") == "url_verification" and found[0].get("challenge"):
        # Slack asks once whether the address is ours.
        return Reply(status=200, body=found[0]["challenge"][:200], keep=False)
    named = "".join(sorted(one[ONE] for one in found))
    return Reply(status=202, body="Taken.", like=blake2b(named.encode(), digest_size=20).hexdigest())


def _not_believed(incoming: Incoming, asked: Asked) -> str:
    secret = asked.secrets.get("secret", "")
    wanted = {name: asked.options.get(name, "").strip() for name in ("scheme", "header", "algorithm")}
    if not secret:
        if any(wanted.values()):
            raise CannotRead("Calls are to be signed, but the secret is missing here.")
        return ""
    try:
        how = scheme(wanted["scheme"], wanted["header"], wanted["algorithm"])
    except KeyError as error:
        raise CannotRead(f"There is no way to sign named {error}. There are: {', '.join(SCHEMES)}.") from error
    return refused(how, secret, incoming.body, incoming.headers, incoming.at)


def takes(incoming: Incoming, asked: Asked) -> Iterator[Heard]:
    """Every record of a call; one that cannot be read is set aside, and the rest is read."""
    for flat in records(incoming):
        yield from _read(flat, asked, incoming)


def _read(flat: Record, asked: Asked, incoming: Incoming) -> Iterator[Heard]:
    try:
        yield from list(acts(flat, asked.columns, incoming.at))
    except Open as error:
        yield _aside(flat, incoming, f"It is of a deal that is still open ({error}): nothing has been ordered yet.")
    except (CannotRead, Unreadable) as error:
        yield _aside(flat, incoming, str(error))


def _aside(flat: Record, incoming: Incoming, reason: str) -> SetAside:
    raw = msgspec.json.encode({"record": flat, "at": {"": incoming.at.isoformat()}})
    return SetAside(name=flat[ONE], reason=reason, advice=_ADVICE, raw=raw[:65536])


SOURCE = Source(
    kind="webhook",
    title="Webhook (CloudEvents or any JSON)",
    mark="hook",
    sees="Each record that a program sends: as a post, or as an order where it tells who paid how much.",
    blind="What the program does not send. Nothing is read before a member has said what its fields mean.",
    fits=fits,
    read=read,
    takes=takes,
    answer=answer,
    ready=ready,
    fields=(
        Field(name="secret", label="Secret", help="Shared with who calls, to sign with.", secret=True),
        Field(name="scheme", label="Signed as by", help=f"One of {', '.join(SCHEMES)}; empty for a plain header."),
        Field(name="header", label="Header of the signature", help="Such as X-Signature-256, for a plain header."),
        Field(name="algorithm", label="Digest", help="sha256, where nothing is said, or sha1."),
        ENDS,
    ),
    renewal=ends_on,
)
