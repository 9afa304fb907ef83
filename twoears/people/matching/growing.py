"""Arrays that grow at their end, and numbers for words."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T", bound=np.generic)


class Growing(Generic[T]):
    """An array to whose end values are put; `values` is a view that holds until the next is put."""

    def __init__(self, dtype: type[T], width: int = 0) -> None:
        self._held: NDArray[T] = np.zeros((16, width) if width else 16, dtype)
        self.n = 0

    @property
    def values(self) -> NDArray[T]:
        return self._held[: self.n]

    def extend(self, values: Sequence[object] | NDArray[Any]) -> None:
        """Put all of `values` to the end."""
        new = np.asarray(values, dtype=self._held.dtype)
        self.reserve(self.n + len(new))
        if len(new):
            self._held[self.n : self.n + len(new)] = new
        self.n += len(new)

    def reserve(self, n: int) -> None:
        """Room for `n` values; what was not put there is nought."""
        if n > len(self._held):
            wider = np.zeros((max(n, 2 * len(self._held)), *self._held.shape[1:]), self._held.dtype)
            wider[: self.n] = self._held[: self.n]
            self._held = wider

    def cut(self, n: int) -> None:
        """Keep the first `n`."""
        self._held[n : self.n] = 0
        self.n = n


class Numbers(dict[str, int]):
    """A number for each word, in the order in which they were first met; `words` are they."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self.words)
        self.words.append(word)
        return number

    def keep(self, n: int) -> None:
        """Forget all but the first `n`."""
        for word in self.words[n:]:
            del self[word]
        del self.words[n:]
