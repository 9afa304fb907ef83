"""Repositories in CAR files, made here: blocks named by their digest, and a tree of two floors over the records."""

import hashlib
from collections.abc import Mapping
from typing import Any

from libipld import encode_dag_cbor

DID = "did:plc:annek0123456789abcdefgh"


def name(block: bytes) -> bytes:
    """A CID of version 1, DAG-CBOR, SHA-256."""
    return b"\x01\x71\x12\x20" + hashlib.sha256(block).digest()


def framed(data: bytes) -> bytes:
    """Bytes behind their length as a varint."""
    size, out = len(data), b""
    while size > 0x7F:
        out, size = out + bytes([size & 0x7F | 0x80]), size >> 7
    return out + bytes([size]) + data


def node(entries: list[tuple[str, bytes]], left: bytes | None = None) -> bytes:
    """A node of the tree: each key repeats only what differs from the one before it."""
    told, before = [], b""
    for key, value in entries:
        now = key.encode()
        shared = next(
            (i for i, (a, b) in enumerate(zip(before, now, strict=False)) if a != b), min(len(before), len(now))
        )
        told.append({"p": shared, "k": now[shared:], "v": value, "t": None})
        before = now
    return encode_dag_cbor({"l": left, "e": told})


def packed(blocks: list[bytes], root: bytes) -> bytes:
    """A CAR file of blocks."""
    header = encode_dag_cbor({"version": 1, "roots": [root]})
    return framed(header) + b"".join(framed(name(block) + block) for block in blocks)


def car(records: Mapping[str, Any], did: str = DID) -> bytes:
    """A repository with these records, by collection/key."""
    blocks = {key: encode_dag_cbor(value) for key, value in sorted(records.items())}
    entries = [(key, name(block)) for key, block in blocks.items()]
    below = node(entries[: len(entries) // 2])
    top = node(entries[len(entries) // 2 :], name(below))
    commit = encode_dag_cbor({"did": did, "version": 3, "data": name(top), "rev": "3k", "prev": None, "sig": b"s"})
    return packed([commit, top, below, *blocks.values()], name(commit))
