"""A repository in a CAR file: blocks named by the digest of their bytes, and a tree that gives each record its key.

https://ipld.io/specs/transport/car/carv1/ and https://atproto.com/specs/repository. Blocks are read one by one and
checked against their names, so that damage costs the blocks it touches and a cut file is read as far as it goes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, BinaryIO, Final

from libipld import decode_dag_cbor

MAX_BLOCK: Final = 4 << 20
MAX_BLOCKS: Final = 5_000_000
_DEEPEST = 128  # a tree of a billion records is about 15 nodes deep
_NAME = b"\x01\x71\x12\x20"  # CID 1, DAG-CBOR, SHA-256, 32 bytes: the only form of records and nodes
_NAME_SIZE = 36


class NotARepository(ValueError):
    """The bytes are no CAR file, or hold no commit of a repository."""


@dataclass(frozen=True, slots=True)
class Repository:
    """Whose it is, its blocks by name, the name of its root, and what is wrong with the file (empty for nothing)."""

    did: str
    root: bytes
    blocks: Mapping[bytes, bytes]
    trouble: str = ""

    def records(self) -> Iterator[tuple[str, Any]]:
        """Each record as (collection/key, value), in the order of the tree; None where its block is lost."""
        for key, name in _entries(self.blocks, self.root):
            yield key, _decoded(self.blocks.get(name, b""))

    def lost(self) -> int:
        """How many nodes of the tree are missing, each with all records below it."""
        return sum(1 for name in _nodes(self.blocks, self.root) if name not in self.blocks)


def is_car(head: bytes) -> bool:
    """Whether a file that begins so is a CAR file of version 1.

    >>> is_car(b"\\x3a\\xa2eroots\\x81"), is_car(b'{"roots": []}')
    (True, False)
    """
    return b"eroots" in head[:16] and head[1:2] == b"\xa2"


def repository(file: BinaryIO) -> Repository:
    """The repository in a CAR file; raises `NotARepository`."""
    roots = _roots(_decoded(_block(file)))
    blocks: dict[bytes, bytes] = {}
    wrong, trouble = 0, ""
    while len(blocks) < MAX_BLOCKS:
        try:
            block = _block(file)
        except NotARepository as error:
            trouble = str(error)
            break
        if not block:
            break
        name, value = block[:_NAME_SIZE], block[_NAME_SIZE:]
        if not name.startswith(_NAME):
            continue  # a picture, or another form that no record has
        if sha256(value).digest() == name[len(_NAME) :]:
            blocks[name] = value
        else:
            wrong += 1
    commit = next((found for root in roots if isinstance(found := _decoded(blocks.get(root, b"")), dict)), {})
    did, root = commit.get("did"), commit.get("data")
    if not isinstance(did, str) or not did.startswith("did:") or not isinstance(root, bytes):
        raise NotARepository("No commit says whose repository it is")
    trouble = trouble or (f"{wrong:,} blocks do not match their names" if wrong else "")
    return Repository(did[:2000], root, blocks, trouble)


def _block(file: BinaryIO) -> bytes:
    """The next block with its name in front, empty at the end of the file."""
    size, shift = 0, 0
    while True:
        byte = file.read(1)
        if not byte:
            if shift:
                raise NotARepository("The file is cut")
            return b""
        size |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            break
        shift += 7
        if shift > 28:
            raise NotARepository("A block has no sensible size")
    if size > MAX_BLOCK:
        raise NotARepository(f"A block is larger than {MAX_BLOCK >> 20} MB")
    block = file.read(size)
    if len(block) < size:
        raise NotARepository("The file is cut")
    return block


def _roots(header: Any) -> list[bytes]:
    roots = header.get("roots") if isinstance(header, dict) and header.get("version") == 1 else None
    if not isinstance(roots, list):
        raise NotARepository("It does not begin as a CAR file of version 1")
    return [root for root in roots if isinstance(root, bytes)]


def _decoded(block: bytes) -> Any:
    try:
        return decode_dag_cbor(block) if block else None
    except (ValueError, RecursionError, OverflowError, MemoryError):
        return None


def _node(blocks: Mapping[bytes, bytes], name: bytes) -> tuple[Any, list[dict[str, Any]]]:
    node = _decoded(blocks.get(name, b""))
    entries = node.get("e") if isinstance(node, dict) else None
    rest = [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
    return (node.get("l") if isinstance(node, dict) else None), rest


def _nodes(blocks: Mapping[bytes, bytes], root: bytes) -> Iterator[bytes]:
    """The names of all nodes, each once: a tree that leads back into itself ends."""
    waiting, met = [(root, 0)], set[bytes]()
    while waiting:
        name, depth = waiting.pop()
        if name in met or depth > _DEEPEST:
            continue
        met.add(name)
        yield name
        left, entries = _node(blocks, name)
        below = [left, *(entry.get("t") for entry in entries)]
        waiting += [(one, depth + 1) for one in reversed(below) if isinstance(one, bytes)]


def _entries(blocks: Mapping[bytes, bytes], root: bytes) -> Iterator[tuple[str, bytes]]:
    """The keys of records with the names of their blocks. A key repeats only what differs from the one before it."""
    for name in _nodes(blocks, root):
        before = b""
        for entry in _node(blocks, name)[1]:
            shared, rest, value = entry.get("p"), entry.get("k"), entry.get("v")
            if not (isinstance(shared, int) and isinstance(rest, bytes) and isinstance(value, bytes)):
                continue
            before = (before[: max(shared, 0)] + rest)[:1024]
            yield before.decode("utf-8", "replace"), value
