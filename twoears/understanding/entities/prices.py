"""Amounts of money with their currency."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from twoears.lib.text import listed
from twoears.understanding.entities.page import Page
from twoears.understanding.entities.values import Entity

_SIGNS: Final = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₪": "ILS",
    "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD",
    "R$": "BRL",
}  # fmt: skip
_CODES: Final = listed(
    "USD EUR GBP CHF JPY AUD CAD NZD SEK NOK DKK PLN CZK HUF INR CNY BRL MXN SGD HKD ZAR TRY KRW ILS"
)
_WORDS: Final = {
    "euro": "EUR", "euros": "EUR", "dollar": "USD", "dollars": "USD", "bucks": "USD", "pounds": "GBP", "quid": "GBP",
    "franken": "CHF", "yen": "JPY", "rupees": "INR", "dólares": "USD", "dollari": "USD", "sterling": "GBP",
}  # fmt: skip
_TIMES: Final = {
    "k": 1_000, "m": 1_000_000, "mn": 1_000_000, "mio": 1_000_000, "million": 1_000_000, "millions": 1_000_000,
    "millionen": 1_000_000, "bn": 10**9, "b": 10**9, "billion": 10**9, "mrd": 10**9, "milliarden": 10**9,
    "thousand": 1_000, "tsd": 1_000,
}  # fmt: skip
_SIGN: Final = re.compile(r"(?<![\w$])(US|AU|CA|NZ|HK|A|C|S|R)?([$€£¥₹₽₩₺₪])\s?(?=\d)")
_CODE: Final = re.compile(r"(?<!\w)(" + "|".join(sorted(_CODES)) + r")\s?(?=\d)")
_NUMBER: Final = re.compile(r"\d{1,12}(?:[.,'’\u202f\xa0]\d{1,3}){0,5}")
_TAIL: Final = re.compile(r"(?:\s?([A-Za-z]{1,9})\.?(?!\w))?")
_UNIT: Final = re.compile(r"(?:[-\u2013]|,-|,--|\.-)?\s?(?:([€£])|([A-Za-zó]{3,8})(?!\w))")
_ANY_SIGN: Final = frozenset("$€£¥₹₽₩₺₪")
_MANY: Final = 200  # numbers of one text that are looked at
_WHOLE: Final = ("JPY", "KRW")
_BEHIND: Final = frozenset(_WORDS) | {code.lower() for code in _CODES}


def prices(page: Page) -> Iterator[Entity]:
    """Amounts with a sign, a code or a word of a currency before or behind them."""
    text = page.text
    if not page.figures:
        return
    signs = not _ANY_SIGN.isdisjoint(text)
    if not signs and _BEHIND.isdisjoint(page.low):
        return
    for begin, found, code, reason, sure in _before(text):
        yield _priced(text, begin, found, code, reason, sure)
    for count, number in enumerate(_NUMBER.finditer(text)):
        if count >= _MANY:
            return
        if number.start() and (text[number.start() - 1].isalnum() or text[number.start() - 1] in "$€£¥₹#-."):
            continue
        yield from _behind(text, number)


def _before(text: str) -> Iterator[tuple[int, re.Match[str], str, str, float]]:
    for sign in _SIGN.finditer(text):
        code = _SIGNS.get((sign[1] or "") + sign[2], _SIGNS[sign[2]])
        number = _NUMBER.match(text, sign.end())
        if number:
            alone = sign[2] == "$" and not sign[1]
            reason = "a dollar sign alone is taken for that of the USA" if alone else f"{sign[2]} before a number"
            yield sign.start(), number, code, reason, 0.9 if alone else 0.97
    for word in _CODE.finditer(text):
        if number := _NUMBER.match(text, word.end()):
            yield word.start(), number, word[1], f"{word[1]} before a number", 0.97


def _behind(text: str, number: re.Match[str]) -> Iterator[Entity]:
    end = number.end()
    times = _TAIL.match(text, end)
    factor = _TIMES.get((times[1] or "").lower(), 1) if times else 1
    if times and factor > 1:
        end = times.end()
    unit = _UNIT.match(text, end)
    if unit is None:
        return
    word = unit[2] or ""
    code = _SIGNS[unit[1]] if unit[1] else word if word in _CODES else _WORDS.get(word.lower(), "")
    if code:
        yield _made(
            text, number.start(), unit.end(), number[0], factor, code, f"{unit[1] or word} behind a number", 0.96
        )


def _priced(text: str, begin: int, number: re.Match[str], code: str, reason: str, sure: float) -> Entity:
    end, factor = number.end(), 1
    tail = _TAIL.match(text, end)
    if tail and tail[1] and tail[1].lower() in _TIMES:
        factor, end = _TIMES[tail[1].lower()], tail.end(1)
    return _made(text, begin, end, number[0], factor, code, reason, sure)


def _made(text: str, start: int, end: int, digits: str, factor: int, code: str, reason: str, sure: float) -> Entity:
    amount = amount_of(digits) * factor
    key = f"{code} {amount:.0f}" if code in _WHOLE else f"{code} {amount:.2f}"
    return Entity("price", text[start:end], key, start, end, sure, reason)


def amount_of(digits: str) -> Decimal:
    """What a number means, however its thousands and its fraction are set apart.

    >>> [str(amount_of(one)) for one in ("20", "1,299.00", "1.299,00", "19,99", "1'299", "2.000", "1.5")]
    ['20', '1299.00', '1299.00', '19.99', '1299', '2000', '1.5']
    """
    marks = [sign for sign in digits if not sign.isdigit()]
    parts = "".join(sign if sign.isdigit() else " " for sign in digits).split()
    last = marks[-1] if marks else ""
    whole = not marks or last not in ".," or (len(parts[-1]) == 3 and len(set(marks)) == 1 and parts[0] != "0")
    if whole:
        return Decimal("".join(parts))
    return Decimal("".join(parts[:-1]) + "." + parts[-1])
