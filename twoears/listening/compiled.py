"""Compile functions of whole numbers and arrays where numba is there; else they run as they are, only slower.

Numba is imported and machine code is made or loaded at the first call: nobody waits for it who does not listen.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_INNER: Final = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


class Compiled(Generic[P, R]):
    """A function that becomes machine code when it is first called, together with those of its kind that it calls."""

    def __init__(self, function: Callable[P, R], options: dict[str, bool]) -> None:
        self.function = function
        self.options = options
        self._made: Callable[P, R] | None = None

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call it; the first time this may take a while."""
        return (self._made or self.made())(*args, **kwargs)

    def made(self) -> Callable[P, R]:
        """The function as numba knows it, or as it is where there is no numba."""
        if self._made is None:
            within = self.function.__globals__
            for name in self.function.__code__.co_names:
                if isinstance(within.get(name), Compiled):
                    within[name] = within[name].made()
            self._made = self._compiled()
        return self._made

    def _compiled(self) -> Callable[P, R]:
        try:
            njit: Any = import_module("numba").njit
        except ImportError:
            return self.function
        made: Callable[P, R]
        try:
            made = njit(nogil=True, **self.options)(self.function)
        except RuntimeError:  # neither the folder of the source nor that of the user can be written
            made = njit(nogil=True)(self.function)
        return made


def inner(function: Callable[P, R]) -> Compiled[P, R]:
    """`function` is called by other such functions only, which saves a third of the time it takes to make."""
    return Compiled(function, _INNER)


def compiled(function: Callable[P, R]) -> Compiled[P, R]:
    """`function` is called from outside. Its machine code is kept beside its source or in the user's cache folder.

    Where neither can be written it is made again in each process.
    """
    return Compiled(function, {"cache": True})
