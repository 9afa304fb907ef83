"""An example to learn from: a text, what is known of it, and how surely. What is not known of it is left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from re import IGNORECASE, compile
from typing import Final
from zlib import crc32

ASKS: Final = "asks"  # it asks, but whether it is a question or a request is not known
_THANKS = compile(r"\b(?:thank|thanks|thx|thankyou|ty|cheers|grateful|appreciate|kudos|tanks)", IGNORECASE)
_QUESTION = compile(
    r"^(?:so |and |but |hi |hey |hello |ok |,)*(?:how|what|whats|what's|when|where|who|which|why|is|are|do|does|did|"
    r"can i|could i|can we|may i|should|will|am i|was|were|has|have)\b",
    IGNORECASE,
)
_BEGS = compile(
    r"^(?:please|can you|could you|would you|will you|can someone|help|i need|i want|i'd like|i would like)\b",
    IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Example:
    """`labels` by reader, where known. `held` examples are never learnt from. `weight` is trust, 0 to 1."""

    text: str
    labels: Mapping[str, str]
    origin: str
    held: bool
    language: str = "en"
    weight: float = 1.0


def kept_out(key: str, of_ten: int = 2) -> bool:
    """Whether the text or conversation `key` is held out: `of_ten` in ten are, the same ones on every machine.

    >>> kept_out("Does it run on SQLite?", 0), kept_out("Does it run on SQLite?", 10)
    (False, True)
    """
    return crc32(key.encode("utf8", "surrogatepass")) % 10 < of_ten


def unthanked(text: str) -> dict[str, str]:
    """A text without a word of thanks thanks nobody; of one with such a word nothing is known.

    >>> unthanked("It works."), unthanked("thanks a lot")
    ({'thanks': 'none'}, {})
    """
    return {} if _THANKS.search(text) else {"thanks": "none"}


def asked(text: str) -> str:
    """How a text that is known to ask does so, by its form; ASKS where the form does not tell.

    >>> asked("how do i reset my pin"), asked("please freeze my card"), asked("my card is gone")
    ('question', 'request', 'request')
    >>> asked("can you tell me what it costs?")
    'asks'
    """
    if _BEGS.match(text):
        return ASKS if "?" in text else "request"
    if _QUESTION.match(text) or text.rstrip().endswith("?"):
        return "question"
    return ASKS if "?" in text else "request"
