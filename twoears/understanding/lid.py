"""The file of the model that tells languages, as arrays: the same numbers that fastText would read from it.

The format is fastText's own, version 12, of a quantized model with a tree of labels; any other is refused.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

_MAGIC: Final = (793712314, 12)
_TREE, _SUPERVISED = 1, 3
_CENTROIDS: Final = 256
_DIMENSIONS: Final = 16
BUCKETS: Final = 2_000_000  # for runs of letters, of which few were kept
_BASIS, _PRIME = 2166136261, 16777619


class UnknownModel(Exception):
    """The file is of another kind than this reads. The library that it belongs to can still be asked."""


class Numbers(NamedTuple):
    """Words by their hash (`slots` leads to a row of `words`: hash, first byte, length), runs of letters by theirs
    (`runs` leads to a row of `vectors`), and the tree: for each inner node two below it, and its weights.

    `sieve` has a bit for each bucket that may be among the runs: most are not, and it is small enough to be near.
    `sizes` are: shortest run, longest run, how many labels, the word that ends a line.
    """

    slots: NDArray[np.int32]
    words: NDArray[np.int64]
    letters: NDArray[np.uint8]
    runs: NDArray[np.int32]
    sieve: NDArray[np.uint8]
    vectors: NDArray[np.float32]
    below: NDArray[np.int32]
    nodes: NDArray[np.float32]
    sizes: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lid:
    """A model: its numbers, and its labels in order."""

    numbers: Numbers
    labels: tuple[str, ...]


class _File:
    """Bytes that are read one after the other."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.at = 0

    def take(self, form: str) -> tuple[int, ...]:
        """Numbers as `struct` names them."""
        found = struct.unpack_from("<" + form, self.raw, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def word(self) -> bytes:
        """Up to the next zero."""
        end = self.raw.index(b"\0", self.at)
        found, self.at = self.raw[self.at : end], end + 1
        return found

    def entry(self) -> tuple[bytes, int, int]:
        """A word or label, how often it came, and whether it is a label."""
        word = self.word()
        often, label = self.take("qb")
        return word, often, label

    def floats(self, count: int) -> NDArray[np.float32]:
        """So many numbers of 32 bits."""
        found = np.frombuffer(self.raw, "<f4", count, self.at)
        self.at += 4 * count
        return found

    def bytes(self, count: int) -> NDArray[np.uint8]:
        """So many small numbers."""
        found = np.frombuffer(self.raw, np.uint8, count, self.at)
        self.at += count
        return found


def _known(right: object) -> None:
    if not right:
        raise UnknownModel("The model for languages is of a kind that is not read here.")


def read(path: Path) -> Lid:
    """The model in the file at `path`; UnknownModel where it is of another kind."""
    try:
        return _read(_File(path.read_bytes()))
    except (struct.error, ValueError, IndexError) as error:
        raise UnknownModel(f"{path.name} ends before its end.") from error


def _read(file: _File) -> Lid:
    _known(file.take("ii") == _MAGIC)
    dimensions, *_, pairs, loss, kind, bucket, least, most, _ = file.take("12i")
    file.take("d")
    _known((dimensions, pairs, loss, kind, bucket) == (_DIMENSIONS, 1, _TREE, _SUPERVISED, BUCKETS))
    size, count, labels, _, pruned = file.take("iiiqq")
    entries = [file.entry() for _ in range(size)]
    words = [word for word, _, label in entries[:count] if not label]
    names = [(word.decode(), often) for word, often, label in entries[count:] if label]
    _known((len(words), len(names)) == (count, labels) and pruned > 0 and b"</s>" in words)
    kept = np.frombuffer(file.raw, "<i4", 2 * pruned, file.at).reshape(-1, 2)
    file.at += 8 * pruned
    vectors = _vectors(file)
    _known(not file.take("?")[0])
    rows, columns = file.take("qq")
    _known(rows == labels and columns == dimensions)
    nodes = file.floats(rows * columns).reshape(rows, columns)
    _known(file.at == len(file.raw) and int(kept[:, 1].max()) + count < len(vectors))
    slots, seats, letters = _seated(words)
    sizes = np.array([least, most, labels, words.index(b"</s>")], dtype=np.int64)
    numbers = Numbers(
        slots,
        seats,
        letters,
        _runs(kept, count),
        _sieve(kept[:, 0]),
        vectors,
        _tree([often for _, often in names]),
        nodes.copy(),
        sizes,
    )
    return Lid(numbers, tuple(name.removeprefix("__label__") for name, _ in names))


def _vectors(file: _File) -> NDArray[np.float32]:
    """A row for each word and run. They are kept as places of parts and of lengths, which are put together here."""
    quantized, lengths = file.take("??")
    rows, columns, size = file.take("qqi")
    _known(quantized and lengths and columns == _DIMENSIONS)
    codes = file.bytes(size)
    dimensions, parts, each, last = file.take("iiii")
    _known(dimensions == columns and each == last and parts * each == columns and size == rows * parts)
    centroids = file.floats(columns * _CENTROIDS).reshape(parts, _CENTROIDS, each)
    norms = file.bytes(rows)
    _known(file.take("iiii") == (1, 1, 1, 1))
    norm = file.floats(_CENTROIDS)[norms]
    found = centroids[np.arange(parts), codes.reshape(rows, parts)].reshape(rows, columns)
    vectors: NDArray[np.float32] = (norm[:, None] * found).astype(np.float32)
    return vectors


def hashed(word: bytes) -> int:
    """The hash by which words and runs are found: FNV-1a, with bytes above 127 taken as negative.

    >>> hashed(b"a")
    3826002220
    """
    value = _BASIS
    for byte in word:
        value = (value ^ (byte if byte < 128 else byte | 0xFFFFFF00)) * _PRIME & 0xFFFFFFFF
    return value


def _seated(words: list[bytes]) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.uint8]]:
    slots = np.full(1 << 15, -1, dtype=np.int32)
    seats = np.zeros((len(words), 3), dtype=np.int64)
    _known(2 * len(words) < len(slots))
    first = 0
    for place, word in enumerate(words):
        seats[place] = hashed(word), first, len(word)
        first += len(word)
        at = int(seats[place, 0]) & (len(slots) - 1)
        while slots[at] >= 0:
            at = (at + 1) & (len(slots) - 1)
        slots[at] = place
    return slots, seats, np.frombuffer(b"".join(words), np.uint8)


def _runs(kept: NDArray[np.int32], words: int) -> NDArray[np.int32]:
    """Pairs of a bucket and the row of its vector, seated by the bucket; -1 where nobody sits."""
    seats = 1 << 17
    _known(2 * len(kept) < seats)
    table = np.full((seats, 2), -1, dtype=np.int32)
    for bucket, row in kept.tolist():
        at = bucket & (seats - 1)
        while table[at, 0] >= 0:
            at = (at + 1) & (seats - 1)
        table[at] = bucket, words + row
    return table


def _sieve(buckets: NDArray[np.int32]) -> NDArray[np.uint8]:
    sieve = np.zeros(1 << 16, dtype=np.uint8)
    np.bitwise_or.at(sieve, (buckets >> 3) & 0xFFFF, (1 << (buckets & 7)).astype(np.uint8))
    return sieve


def _tree(often: list[int]) -> NDArray[np.int32]:
    """The two nodes below each inner node: the two rarest are joined first, of equals those joined longest ago."""
    count = len(often)
    weights = [*often, *[10**15] * (count - 1)]
    below = np.zeros((count - 1, 2), dtype=np.int32)
    leaf, node = count - 1, count
    for inner in range(count, 2 * count - 1):
        chosen = []
        for _ in range(2):
            if leaf >= 0 and weights[leaf] < weights[node]:
                chosen.append(leaf)
                leaf -= 1
            else:
                chosen.append(node)
                node += 1
        below[inner - count] = chosen
        weights[inner] = weights[chosen[0]] + weights[chosen[1]]
    return below
