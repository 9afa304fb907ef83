"""A query as typed, cut into signs: words, quotations, operators, brackets, names of fields."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from twoears.listening.errors import QueryError
from twoears.listening.tree import FACTS, ZONES

MAX_LENGTH: Final = 20_000  # characters of a query
MAX_SIGNS: Final = 4_000
FIELDS: Final = (*(zone for zone in ZONES if zone != "text"), *FACTS, "followers", "raw")
QUOTES: Final = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02'
_ELSEWHERE: Final = {
    "language": "lang", "country": "place", "location": "place", "domain": "site", "link": "links", "inurl": "url",
    "intitle": "title", "tag": "hashtag", "network": "source", "by": "from", "text": "", "content": "",
}  # fmt: skip
_FOREIGN: Final = {"&": "AND", "&&": "AND", "|": "OR", "||": "OR", "!": "NOT", "+": "AND"}
_NEAR: Final = re.compile(r"(O?)NEAR/(\d{1,6})([fF]?)\Z")
_NEAR_LIKE: Final = re.compile(r"O?NEAR(?:$|[/~:].*)\Z")
_FIELD: Final = re.compile(r"([A-Za-z]{1,20}):(?!//)")
_RANGE: Final = re.compile(r"\[\s*(\d[\d_]{0,14}|\*)\s+TO\s+(\d[\d_]{0,14}|\*)\s*\]")
_WORD_ENDS: Final = re.compile(rf"[\s()\uff08\uff09{QUOTES}]|\Z")
_CLOSING: Final = re.compile(f"[{QUOTES}]")
_WITHIN: Final = re.compile(r"~(\d{1,6})")


@dataclass(frozen=True, slots=True)
class Sign:
    """`kind` is what it is: word, quoted, and, or, not, near, field, range, open, close or end. `at` is in characters.

    `number` is the distance of NEAR and of a quotation with ~ (else -1); of NEAR in order it is in `text`.
    """

    kind: str
    text: str
    at: int
    length: int
    number: int = -1


def signs(query: str) -> list[Sign]:
    """All signs of `query`, the last one `end`. Raises QueryError for quotation marks, fields and operators gone wrong.

    >>> [sign.kind for sign in signs('-spam title:"a b"~3 NEAR/4 c')]
    ['not', 'word', 'field', 'quoted', 'near', 'word', 'end']
    """
    if len(query) > MAX_LENGTH:
        message = f"A query may have {MAX_LENGTH:,} characters, and this has {len(query):,}."
        raise QueryError(message, query, MAX_LENGTH, 1, "Make two queries of it.")
    found: list[Sign] = []
    for sign in _cut(query):
        found.append(sign)
        if len(found) > MAX_SIGNS:
            message = f"A query may have {MAX_SIGNS:,} words and operators."
            raise QueryError(message, query, sign.at, 1, "Make two queries of it.")
    return found


def _cut(query: str) -> Iterator[Sign]:
    at = 0
    while at < len(query):
        if query[at].isspace():
            at += 1
            continue
        sign = _sign(query, at)
        yield sign
        at += sign.length
    yield Sign("end", "", len(query), 0)


def _sign(query: str, at: int) -> Sign:
    letter = query[at]
    if letter in "(\uff08":
        return Sign("open", "(", at, 1)
    if letter in ")\uff09":
        return Sign("close", ")", at, 1)
    if letter in QUOTES:
        return _quoted(query, at)
    if letter == "-" and at + 1 < len(query) and not query[at + 1].isspace() and query[at + 1] not in "-)":
        return Sign("not", "-", at, 1)
    if letter in "#@" and re.match(r"\w", query[at + 1 : at + 2]):
        return Sign("field", "hashtag" if letter == "#" else "mention", at, 1)
    if letter == "[":
        return _range(query, at)
    if named := _FIELD.match(query, at):
        return _field(query, at, named[1])
    return _word(query, at)


def _quoted(query: str, at: int) -> Sign:
    end = _CLOSING.search(query, at + 1)
    if not end:
        suggestion = 'Write " where the quotation ends.'
        raise QueryError("This quotation mark is never closed.", query, at, 1, suggestion)
    inner, stop = query[at + 1 : end.start()], end.end()
    if stop < len(query) and query[stop] == "~":
        within = _WITHIN.match(query, stop)
        if not within:
            suggestion = 'How many words apart? For example "pump noise"~5.'
            raise QueryError("After ~ a number is missing.", query, stop, 1, suggestion)
        return Sign("quoted", inner, at, within.end() - at, int(within[1]))
    return Sign("quoted", inner, at, stop - at)


def _range(query: str, at: int) -> Sign:
    found = _RANGE.match(query, at)
    if not found:
        suggestion = "For example followers:[1000 TO 50000], or followers:[1000 TO *] without an end."
        raise QueryError("This is no range of numbers.", query, at, 1, suggestion)
    return Sign("range", f"{found[1]} {found[2]}".replace("_", ""), at, found.end() - at)


def _field(query: str, at: int, name: str) -> Sign:
    field = name.lower()
    if field not in FIELDS:
        suggestion, instead = (
            f"If it is a word, put it between quotation marks. Fields are {', '.join(sorted(FIELDS))}.",
            None,
        )
        known = _ELSEWHERE.get(field) or next(iter(difflib.get_close_matches(field, FIELDS, 1)), "")
        if known:
            suggestion, instead = f"Did you mean {known}: or the word in quotation marks?", f"{known}:"
        raise QueryError(f"There is no field {name}:.", query, at, len(name) + 1, suggestion, instead)
    after = query[at + len(name) + 1 : at + len(name) + 2]
    if not after or after.isspace() or after == ")":
        suggestion = f"Write it directly behind the colon, for example {field}:{_example(field)}."
        raise QueryError(f"After {field}: a value is missing.", query, at, len(name) + 1, suggestion)
    return Sign("field", field, at, len(name) + 1)


def _example(field: str) -> str:
    shown = {"site": "acme.example", "lang": "en", "from": "us", "to": "us", "followers": "[1000 TO *]", "raw": '"C++"'}
    return shown.get(field, "acme")


def _word(query: str, at: int) -> Sign:
    found = _WORD_ENDS.search(query, at)
    end = found.start() if found else len(query)
    text = query[at:end]
    if text in ("AND", "OR", "NOT"):
        return Sign(text.lower(), text, at, len(text))
    if near := _NEAR.match(text):
        order = "ordered" if near[1] or near[3] else ""
        return Sign("near", order, at, len(text), int(near[2]))
    if _NEAR_LIKE.match(text):
        suggestion = "How many words apart? For example NEAR/5, or ONEAR/5 in this order."
        instead = "ONEAR/5" if text[0] == "O" else "NEAR/5"
        raise QueryError("NEAR needs a number.", query, at, len(text), suggestion, instead)
    if text in _FOREIGN:
        meant = _FOREIGN[text]
        raise QueryError(f"{text} is no operator here.", query, at, len(text), f"Did you mean {meant}?", meant)
    return Sign("word", text, at, len(text))
