"""Compile functions of whole numbers and arrays where numba is there; else they run as they are, only slower."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

_njit: Any
try:
    _njit = import_module("numba").njit
except ImportError:
    _njit = None


def inner(function: Callable[P, R]) -> Callable[P, R]:
    """`function` as machine code for other such functions only, which saves a third of the time it takes to make."""
    if _njit is None:
        return function
    return cast(Callable[P, R], _njit(nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function))


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """`function` as machine code, kept beside its source or in the user's cache, so that it is made once a machine.

    Where neither folder can be written it is made again in each process.
    """
    if _njit is None:
        return function
    try:
        made = _njit(cache=True, nogil=True)(function)
    except RuntimeError:
        made = _njit(nogil=True)(function)
    return cast(Callable[P, R], made)
