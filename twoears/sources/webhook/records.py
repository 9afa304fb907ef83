"""From a call to records of plain words: each field under the path that leads to it.

CloudEvents come alone, in batches, or with their envelope in the headers of the call.
https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/http-protocol-binding.md
"""

import base64
import binascii
import math
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any, Final
from urllib.parse import unquote

import msgspec

from twoears.lib.html import clean
from twoears.sources.reading import CannotRead, Incoming

MOST_BYTES: Final = 500 * 1024
ONE: Final = "#"  # the path under which a record is told from others, by its envelope or by all that it holds
_MOST_FIELDS, _DEEPEST, _MOST_ITEMS, _LONGEST = 300, 6, 3, 100_000
# Lists under one of these names are records themselves; others, such as the items of an order, belong to theirs.
_LISTS: Final = ("events", "records", "entries", "messages")
_ENVELOPE: Final = ("id", "source", "type", "subject", "time")

Record = dict[str, str]


def records(incoming: Incoming) -> list[Record]:
    """The records of a call. Raises `CannotRead` where it is no JSON.

    >>> from datetime import UTC, datetime
    >>> body = b'{"specversion": "1.0", "id": "7", "source": "/shop", "data": {"author": {"handle": "ann"}}}'
    >>> [sorted(r) for r in records(Incoming(body=body, at=datetime.now(UTC)))]
    [['#', 'ce.id', 'ce.source', 'data.author.handle']]
    """
    whole = _decoded(incoming.body)
    told = {name[3:]: unquote(value) for name, value in incoming.headers.items() if name.startswith("ce-")}
    if "specversion" in told:
        return [_enveloped({**told, "data": whole})]
    return [_enveloped(one) if "specversion" in one else _plain(one) for one in _items(whole)]


def _items(whole: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(whole, dict):
        inner = next((whole[name] for name in _LISTS if isinstance(whole.get(name), list)), None)
        whole = [whole] if inner is None or not all(isinstance(one, dict) for one in inner) else inner
    if not isinstance(whole, list):
        raise CannotRead("It is JSON, but neither an object nor a list of objects.")
    for one in whole:
        yield one if isinstance(one, dict) else {"value": one}


def _enveloped(event: Mapping[str, Any]) -> Record:
    data = event.get("data")
    if data is None and isinstance(event.get("data_base64"), str):
        data = _unpacked(event["data_base64"])
    told = {f"ce.{name}": _words(event[name]) for name in _ENVELOPE if event.get(name) is not None}
    flat = _flat(data) if isinstance(data, dict) else {"": _words(data)}
    inside = {f"data.{name}".rstrip("."): value for name, value in flat.items()}
    return {**inside, **told, ONE: _digest([told.get("ce.source"), told.get("ce.id")])}


def _plain(one: Mapping[str, Any]) -> Record:
    flat = _flat(one)
    return {**flat, ONE: _digest(sorted(flat.items()))}


def _unpacked(text: str) -> object:
    try:
        return msgspec.json.decode(base64.b64decode(text, validate=True))
    except (ValueError, RecursionError, binascii.Error):
        return None


def _flat(whole: Mapping[str, Any]) -> Record:
    """The words of an object by their paths, as far as it is reasonable to look."""
    found: Record = {}
    left: list[tuple[str, Any, int]] = [(name, value, 1) for name, value in reversed(list(whole.items()))]
    while left and len(found) < _MOST_FIELDS:
        path, value, depth = left.pop()
        if isinstance(value, dict) and depth < _DEEPEST:
            left += [(f"{path}.{name}", inner, depth + 1) for name, inner in reversed(list(value.items()))]
        elif isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
            left += [(f"{path}.{i}", inner, depth + 1) for i, inner in reversed(list(enumerate(value[:_MOST_ITEMS])))]
        elif not isinstance(value, dict):
            found[clean(path)[:200]] = _words(value)
    return found


def _words(value: object) -> str:
    if isinstance(value, list):
        return " ".join(filter(None, (_words(one) for one in value if not isinstance(one, (list, dict)))))[:_LONGEST]
    if isinstance(value, str):
        return clean(value).strip()[:_LONGEST]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else ""
    return str(value) if isinstance(value, int) and value.bit_length() < 200 else ""


def _digest(told: object) -> str:
    # A URN is taken as an id as it stands: what comes twice is one, whenever it comes.
    return f"urn:twoears:webhook:{blake2b(msgspec.json.encode(told), digest_size=12).hexdigest()}"


def _decoded(body: bytes) -> object:
    if len(body) > MOST_BYTES:
        raise CannotRead("It is larger than 500 KB. Send fewer records at once.")
    try:
        return msgspec.json.decode(body)
    except (ValueError, RecursionError) as error:
        raise CannotRead(f"It is not JSON: {str(error)[:100]}. Send JSON, or CloudEvents.") from error
