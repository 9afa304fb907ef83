"""Words: what is one, what it is compared as, and where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.listening.queries import texts
from twoears.listening.words import DROPPED, TABLE, kind, tables, tokens


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Acme’s pump", "acme s pump"),
        ("e-mail snake_case", "e mail snake case"),
        ("Straße STRASSE", "strasse strasse"),
        ("Ёлка éclair e\u0301clair", "елка eclair eclair"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("İstanbul ISTANBUL", "istanbul istanbul"),
        ("東京 とう", "東 京 と う"),
        ("สวัสดี", "ส ว ั ส ด ี"),
        ("한국어를 쓴다", "한국어를 쓴다"),
        ("مَرْحَبًا مرحبا", "مرحبا مرحبا"),
        ("שָׁלוֹם שלום", "שלום שלום"),
        ("हिन्दी", "हिन्दी"),
        ("👍🏽👍 ❤️", "👍 👍 ❤"),
        ("👩‍🔧", "👩 🔧"),
        ("#Pump @acme https://x.example/a", "pump acme https x example a"),
        ("pu\u00admp ｐｕｍｐ 𝐩𝐮𝐦𝐩", "pump pump pump"),
        ("m² Ⅷ ½ ٣", "m2 viii ½ 3"),
        ("3.5 10:30", "3 5 10 30"),
        ("", ""),
        ("… -- !", ""),
    ],
)
def test_a_word_is_compared_without_case_accents_and_forms(text: str, keys: str) -> None:
    assert [word.key for word in tokens(text)] == keys.split()


@given(st.one_of(st.text(max_size=50), texts))
def test_each_word_stands_in_the_text_where_it_says(text: str) -> None:
    found = tokens(text)
    assert all(one.end <= two.start and one.place < two.place for one, two in zip(found, found[1:], strict=False))
    for word in found:
        again = tokens(text[word.start : word.end])
        assert [one.key for one in again] == [word.key]


def test_the_tables_say_what_the_rules_say() -> None:
    made = tables()
    assert [kind(chr(code)) for code in range(0, TABLE, 97)] == made.kinds[::97].tolist()
    assert kind(chr(0xE0062)) == DROPPED  # the letters that flags of regions are written with
