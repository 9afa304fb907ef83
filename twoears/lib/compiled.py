"""Compile functions of whole numbers and arrays where numba is there; else they run as they are, only slower.

Numba is imported and machine code is made or loaded at the first call: nobody waits for it who does not need it.
"""

import dis
from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from sys import modules
from threading import RLock
from types import FunctionType
from typing import Any, Final, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_MAKER: Final = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
# Without a runtime that counts who holds an array: counting takes longer than what is done for a word.
_INNER: Final = {**_MAKER, "_nrt": False}
_DIGESTS: Final[dict[object, str]] = {}  # of what was made, by the function as numba knows it
_ONE: Final = RLock()  # of several threads that call first, one makes, as parts are put in place one after the other


def is_there() -> bool:
    """Whether there is numba, and it was not told to leave functions as they are."""
    try:
        return not import_module("numba").config.DISABLE_JIT
    except ImportError:
        return False


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
        with _ONE:
            if self._made is None:
                digest = _digest(
                    self.function, [*self._known(), *((name, str(on)) for name, on in self.options.items())]
                )
                self._made = self._compiled(digest)
                _DIGESTS[self._made] = digest
            return self._made

    def _known(self) -> list[tuple[str, str]]:
        """Makes what the function calls, puts it in its place, and tells of all that it refers to."""
        within, known = self.function.__globals__, []
        for name in _globals(self.function):
            if isinstance(within.get(name), Compiled):
                within[name] = within[name].made()
            known.append((name, _told(within.get(name))))
        return known

    def _compiled(self, digest: str) -> Callable[P, R]:
        try:
            njit: Any = import_module("numba").njit
        except ImportError:
            return self.function
        made: Callable[P, R]
        try:
            made = njit(nogil=True, **_understood(self.options))(_named(self.function, digest))
        except RuntimeError:  # neither the folder of the source nor that of the user can be written
            made = njit(nogil=True)(self.function)
        return made


def _understood(options: dict[str, bool]) -> dict[str, bool]:
    """Those that this numba knows: one that is not for everybody may be gone in the next, which would refuse it."""
    known = getattr(modules.get("numba.core.cpu"), "CPUTargetOptions", None)
    return {name: on for name, on in options.items() if not name.startswith("_") or hasattr(known, name)}


def _globals(function: Callable[..., object]) -> list[str]:
    return sorted({str(one.argval) for one in dis.get_instructions(function) if one.opname == "LOAD_GLOBAL"})


def _told(value: object) -> str:
    """What of a global is worked into machine code: numbers, and functions that were made before."""
    return repr(value) if isinstance(value, bool | int | float) else _DIGESTS.get(value, "") if callable(value) else ""


def _digest(function: Callable[..., object], known: list[tuple[str, str]]) -> str:
    code = function.__code__
    return sha256(repr((code.co_code.hex(), code.co_consts, code.co_names, known)).encode()).hexdigest()[:16]


def _named(function: Callable[P, R], digest: str) -> Callable[P, R]:
    """The function under a name that changes with whatever it is made of, as kept machine code is found by its name.

    Numba itself would notice only a change of the file in which the function stands, and go on with an old part.
    """
    same = FunctionType(
        function.__code__, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    same.__qualname__, same.__module__ = f"{function.__qualname__}_{digest}", function.__module__
    same.__annotations__ = function.__annotations__
    return same


def inner(function: Callable[P, R]) -> Compiled[P, R]:
    """`function` is called by other such functions only, which saves a third of the time it takes to make.

    It makes no array, nor calls anything that does, as sorting: numba then leaves out to count who holds each, which
    takes a quarter of the time of a loop over short texts.
    """
    return Compiled(function, _INNER)


def maker(function: Callable[P, R]) -> Compiled[P, R]:
    """`function` is called by such functions only, too, and makes arrays."""
    return Compiled(function, _MAKER)


def compiled(function: Callable[P, R]) -> Compiled[P, R]:
    """`function` is called from outside. Its machine code is kept beside its source or in the user's cache folder.

    Where neither can be written it is made again in each process.
    """
    return Compiled(function, {"cache": True})
