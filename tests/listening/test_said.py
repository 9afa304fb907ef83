"""What a query sees of a post, where the network says less than the words do."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.activities.values import Actor, Post
from twoears.listening.grammar import parse
from twoears.listening.said import links_in, said_of
from twoears.listening.truth import matches

ANN = Actor(id="a", network="x", handle="ann")


@pytest.mark.parametrize(
    ("words", "addresses"),
    [
        ("see https://acme.example/blog now", ["https://acme.example/blog"]),
        ("(https://acme.example/a), and HTTP://acme.example/B!", ["https://acme.example/a", "HTTP://acme.example/B"]),
        ("https://acme.example/wiki/Pump_(valve)…", ["https://acme.example/wiki/Pump_(valve)"]),
        ("[it](https://acme.example/[x]).", ["https://acme.example/[x]"]),
        ("“www.acme.example”", ["www.acme.example"]),
        ("twice https://a.example https://a.example", ["https://a.example"]),
        ("ann@www.acme.example, //acme.example and acme.example", []),
        ("https:// and https://)", []),
    ],
)
def test_an_address_ends_where_its_sentence_goes_on(words: str, addresses: list[str]) -> None:
    assert list(links_in(words)) == addresses


def test_an_address_in_plain_words_is_a_link() -> None:
    post = Post(id="1", author=ANN, published=datetime(2026, 3, 1, tzinfo=UTC), text="Look: https://acme.example/mail.")
    assert matches(parse("links:acme.example"), said_of(post))
    assert not matches(parse("links:norrvik.example"), said_of(post))


@given(st.text(alphabet="htps:/w. ()[]a,!'", max_size=60).map(lambda tail: f"https://{tail} www.{tail}"))
def test_whatever_stands_in_words_is_cut_into_addresses(words: str) -> None:
    for address in links_in(words):
        assert address in words
        assert address.lower().startswith(("http", "www."))
