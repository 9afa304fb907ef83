"""What names somebody is taken out of a text before it is sent, and places in the rest are found again in the whole.

Taken out are handles, mail addresses, web addresses, long numbers, and the names that are known: of the author and of
those who are mentioned. A name that nobody told us, such as that of a neighbour, stays.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

Span = tuple[int, int]

_LONGEST: Final = 4000  # characters that are sent of a post
_FEWEST: Final = 3  # letters in a part of a name that is taken out by itself
_KINDS: Final = (
    ("mail", r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    # Many write no https:// before an address; one with a path often leads to somebody.
    ("link", r"(?:\b[a-z][a-z0-9+.-]*://|www\.|(?<![\w.@-])(?:[\w-]+\.)+[a-z]{2,}/|\bdid:[a-z]+:)\S+"),
    ("handle", r"[@\uff20][\w][\w.-]*(?:@[\w.-]+\w)?|(?<![\w/])/?u/[\w-]{3,}"),
    ("number", r"(?<!\w)\+?\d(?:[\s()/.-]?\d){6,}(?!\w)"),
)


@dataclass(frozen=True, slots=True)
class Masked:
    """`words` as they are sent. `kept` are the stretches that stayed, as (place there, place in the text, length)."""

    words: str
    kept: tuple[tuple[int, int, int], ...]

    def places(self, said: str) -> Span | None:
        """Where `said` stands in the text, letter by letter; None where it does not, or touches what was taken out.

        >>> masked("Thanks @ann, well done!").places("well done")
        (13, 22)
        >>> masked("Thanks @ann, well done!").places("Thanks [handle 1]") is None
        True
        """
        at = self.words.find(said) if said.strip() else -1
        while at >= 0:
            for start, origin, length in self.kept:
                if start <= at and at + len(said) <= start + length:
                    return origin + at - start, origin + at - start + len(said)
            at = self.words.find(said, at + 1)
        return None


def masked(text: str, names: Iterable[str] = ()) -> Masked:
    """`text` without what names somebody; the same name has the same number throughout.

    >>> masked("Ann Vale (ann@vale.example) thanks @bo. Well done, @bo!", ["Ann Vale"]).words
    '[name 1] ([mail 1]) thanks [handle 1]. Well done, [handle 1]!'
    """
    text = text[:_LONGEST]
    known: dict[tuple[str, str], int] = {}
    counts: dict[str, int] = {}
    words, kept, end = "", [], 0
    for found in _pattern(names).finditer(text):
        kind = found.lastgroup or ""
        said = found[0].rstrip(".,;:!?)") if kind in ("link", "handle") else found[0]
        if len(said) < 2:
            continue
        key = (kind, said.casefold())
        if key not in known:
            known[key] = counts[kind] = counts.get(kind, 0) + 1
        kept.append((len(words), end, found.start() - end))
        words += text[end : found.start()] + f"[{kind} {known[key]}]"
        end = found.start() + len(said)
    kept.append((len(words), end, len(text) - end))
    return Masked(words + text[end:], tuple(part for part in kept if part[2]))


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    kinds = [f"(?P<{kind}>(?i:{pattern}))" for kind, pattern in _KINDS]
    # An accent is a sign of its own or part of its letter, as a keyboard has it.
    forms = (unicodedata.normalize(form, name.strip()) for name in names for form in ("NFC", "NFD"))
    whole = {name for name in forms if _is_long_enough(name)}
    # Most write only the first name; in small letters that may be a word, such as mark or will.
    split = {part for name in whole for part in re.split(r"[\s,]+", name)}
    parts = {part for part in split if _is_long_enough(part) and not part[0].islower()}
    if whole:
        kinds.append(f"(?P<name>(?i:{_any_of(whole)}){f'|{_any_of(parts)}' if parts else ''})")
    return re.compile("|".join(kinds))


def _is_long_enough(name: str) -> bool:
    return len(name) >= (_FEWEST if _has_cases(name) else _FEWEST - 1)


def _has_cases(name: str) -> bool:
    """Whether it is of a writing with small and capital letters, which sets blanks between words."""
    return name.lower() != name.upper()


def _any_of(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(rf"(?<!\w){re.escape(one)}(?!\w)" if _has_cases(one) else re.escape(one) for one in longest_first)
