"""Texts that were written to break it: bounded in time and in number."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.understanding.entities.finding import entities
from twoears.understanding.entities.values import KINDS, LONGEST, MOST, READ, known_names

NOW = datetime(2026, 3, 4, tzinfo=UTC)
PIECES = (
    *("Anna", "Berg", "in", "Berlin", ",", "$", "20", "EUR", "on", "May", "4", "GmbH"),
    *("works", "at", "@ann", "FX-3", "next", "week"),
)
BOMBS = {
    "a megabyte": "Aa " * 350_000,
    "stacked accents": "Z\u0310\u0311\u0312" * 100_000,
    "hashtags": "#Tag " * 1000,
    "at signs": "@" * READ,
    "half addresses": "a@" * 2000,
    "dots": "a." * 2000,
    "a long name before an at": "a" * 3999 + "@",
    "signs": "$" * READ,
    "figures": "1" * READ,
    "commas": "$1," * 1300,
    "legal forms": "Inc " * 1000,
    "names": "Anna Berg " * 400,
    "particles": "Anna " + "von " * 900,
    "addresses": "http://" * 500,
    "spelled forms": "S.p." * 1000,
    "months": "May 4 " * 600,
    "cities": "Berlin, " * 500,
    "half cities": "New " * 1000,
    "models": "A-1-" * 1000,
    "apostrophes": "a'" * 2000,
    "counted days": "in 3 days " * 400,
    "initials": "M. " * 1300,
    "nothing": "\0\u202e\ud83d" * 1000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_in_bounded_time(name: str) -> None:
    entities("Berlin", language="en")  # the names of places are loaded
    begin = time.process_time()
    for language in ("en", "de", "fr", "es", "it"):
        named = entities(BOMBS[name], language=language, said_at=NOW, known=known_names(people=["Anna Berg"]))
        assert len(named) <= MOST and all(one.end <= READ for one in named)
    assert time.process_time() - begin < 1.0


@given(st.text(max_size=300), st.sampled_from(["", "en", "de", "fr", "es", "it", "xx-YY"]))
def test_whatever_is_written_each_find_is_a_piece_of_it(text: str, language: str) -> None:
    for one in entities(text, language=language, said_at=NOW, network="x"):
        assert one.kind in KINDS and 0 <= one.start < one.end <= len(text) and one.key
        assert len(one.key) <= LONGEST and one.name == text[one.start : one.end][:LONGEST]


@given(st.lists(st.sampled_from(PIECES)))
def test_pieces_of_names_in_any_order_stand_beside_each_other(words: list[str]) -> None:
    named = entities(" ".join(words), language="en", said_at=NOW)
    assert all(one.end <= other.start for one, other in zip(named, named[1:], strict=False))
