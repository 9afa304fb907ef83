"""Two Ears: from listening to conversation to relationship to sale to referral, shown by ratios.

The front door for notebooks; nothing here needs Django to be set up:

>>> import twoears
>>> twoears.__version__
'0.1.0'
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_TEXTS = (
    *("read", "measure", "understand", "entities", "sides", "fit", "voices", "stances", "themes", "find"),
    *("stages", "buying"),
)
_KEPT = (
    *("kept_queries", "hits", "volume", "naming", "criticism", "improvements", "subject"),
    *("companies", "company", "cooling", "graph", "referrals", "strangers", "ties", "unsure"),
)
_FRONT_DOOR = {**dict.fromkeys(_TEXTS, "twoears.front"), **dict.fromkeys(_KEPT, "twoears.front.kept")}


def __getattr__(name: str) -> Any:
    # Loaded on first use: `twoears --help` must not pay for arrays and readers.
    if name in _FRONT_DOOR:
        return getattr(import_module(_FRONT_DOOR[name]), name)
    raise AttributeError(f"module 'twoears' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted((*_FRONT_DOOR, "__version__"))
