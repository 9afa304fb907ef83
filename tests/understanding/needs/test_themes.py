"""Themes: proposed from people's own words, with evidence, and only where there is something to tell."""

import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.understanding.needs.embeddings import EmbeddingsError, embeddings_of
from twoears.understanding.needs.terms import terms_of
from twoears.understanding.needs.themes import Said, Themes, themes

NEEDS = {
    "battery": ("battery", "drains", "charger", "charging", "power"),
    "parcel": ("parcel", "courier", "delivery", "doorstep", "tracking"),
    "refund": ("refund", "invoice", "charged", "payment", "credit"),
    "login": ("password", "login", "locked", "reset", "email"),
}
AROUND = ("quick", "blue", "garden", "paper", "window", "coffee", "river", "stone", "cloud", "train", "hat", "table")


def posts(n: int, seed: int = 1, noise: int = 0) -> tuple[list[Said], list[str]]:
    """Posts of four needs in words of each, and of none; two posts a person. Also which need each is of."""
    draw = random.Random(seed)
    said, truth = [], []
    for number in range(n + noise):
        need = list(NEEDS)[number % 4] if number < n else ""
        words = [*draw.sample(NEEDS[need], 3), *draw.sample(AROUND, 2)] if need else draw.sample(AROUND, 4)
        draw.shuffle(words)
        said.append(Said(post=number + 1, text=f"@acme my {' the '.join(words)}", who=f"p{number // 2}"))
        truth.append(need)
    return said, truth


def most_of(found: Themes, truth: Sequence[str]) -> list[tuple[str, float]]:
    """For each theme that holds, the need that most of its posts are of, and how many are."""
    told = []
    for theme in found.themes:
        needs = [truth[post - 1] for post in theme.members]
        best = max(set(needs), key=needs.count)
        told.append((best, needs.count(best) / len(needs)))
    return told


def test_what_people_speak_of_in_their_own_words_comes_out_as_themes() -> None:
    said, truth = posts(160)
    found = themes(said)
    assert {need for need, _ in most_of(found, truth)} == set(NEEDS)
    assert all(share > 0.8 for _, share in most_of(found, truth))
    assert (found.texts, found.people) == (160, 80)
    for theme, (need, _) in zip(found.themes, most_of(found, truth), strict=True):
        assert set(theme.name.replace(",", " ").split()) & set(NEEDS[need])
        assert theme.posts.n == 160 and theme.people.n == 80 and theme.posts.low < theme.posts.estimate
        assert theme.people.k <= theme.posts.k
        assert len({quote.post for quote in theme.quotes}) == len(theme.quotes) <= 3


def test_the_same_posts_give_the_same_themes_again() -> None:
    said, _ = posts(120)
    first, again = themes(said), themes(said)
    assert first == again


def test_no_two_themes_have_one_name() -> None:
    found = themes(posts(400, noise=100)[0])
    assert len({theme.name for theme in found.themes}) == len(found.themes)


def test_a_theme_keeps_its_name_where_its_posts_are_mostly_the_same() -> None:
    said, truth = posts(160)
    first = themes(said)
    before = [(theme.words[1], frozenset(theme.members)) for theme in first.themes]
    more, _ = posts(168)
    assert {theme.name for theme in themes(more, before=before).themes} >= {name for name, _ in before[:3]}
    gone = [("nobody's", frozenset(first.themes[0].members)), (first.themes[0].words[1], frozenset({10_001, 10_002}))]
    assert [theme.name for theme in themes(said, before=gone).themes] == [theme.name for theme in first.themes]


def test_posts_without_anything_in_common_are_of_no_theme_that_holds() -> None:
    draw = random.Random(3)
    letters = "abcdefghijklmnopqrstuvwxyz"
    said = [
        Said(post=n, text=" ".join("".join(draw.choices(letters, k=7)) for _ in range(6)), who=str(n))
        for n in range(90)
    ]
    found = themes(said)
    assert not found.themes and "share words that tell something" in found.why_none
    assert (found.none.k, found.none.n) == (90, 90)
    spread = [Said(post=n, text=" ".join(draw.sample(AROUND, 4)), who=str(n)) for n in range(90)]
    assert sum(theme.holds for theme in themes(spread).themes) < len(themes(spread).themes) / 2


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ([], "there are 0 texts, and it takes 40"),
        (posts(39)[0], "there are 39 texts, and it takes 40"),
        ([Said(post=n, text="", who="a") for n in range(50)], "only 0 of 50 texts share words"),
        ([Said(post=n, text="https://a.example @ann 12", who="a") for n in range(50)], "only 0 of 50 texts"),
    ],
)
def test_of_too_little_nothing_is_proposed_and_it_is_said_why(said: list[Said], why: str) -> None:
    found = themes(said)
    assert found.themes == () and why in found.why_none and found.alike is None


def test_one_who_says_the_same_over_and_over_is_one_of_the_people_and_one_quote() -> None:
    said, _ = posts(120)
    loud = [Said(post=1000 + n, text="refund the invoice now refund", who="loud") for n in range(60)]
    theme = next(one for one in themes([*said, *loud]).themes if 1000 in one.members)
    assert theme.people.k < theme.posts.k - 50
    assert len([quote for quote in theme.quotes if quote.post >= 1000]) <= 1


def test_places_from_elsewhere_are_taken_in_place_of_words() -> None:
    said, truth = posts(80)
    where = np.array([[float(truth[n] == need) for need in NEEDS] for n in range(80)])
    where += np.random.default_rng(1).normal(0, 0.01, where.shape)
    found = themes(said, points=where)
    assert all(share == 1.0 for _, share in most_of(found, truth))
    some = where.copy()
    some[:20] = 0.0
    assert themes(said, points=some).none.k >= 0


def test_a_file_of_places_is_read_or_refused_in_a_sentence(tmp_path) -> None:
    path = tmp_path / "places.npy"
    np.save(path, np.ones((2, 3), np.float32))
    with pytest.raises(EmbeddingsError, match=r"places\.ids cannot be read"):
        embeddings_of(path)
    (tmp_path / "places.ids").write_text("a\nb\n")
    assert embeddings_of(path)[0] == ["a", "b"]
    (tmp_path / "places.ids").write_text("a\n")
    with pytest.raises(EmbeddingsError, match="They must be as many"):
        embeddings_of(path)
    np.save(path, np.array(["x"], dtype=object), allow_pickle=True)
    with pytest.raises(EmbeddingsError, match="no table of numbers"):
        embeddings_of(path)
    path.write_bytes(b"")
    with pytest.raises(EmbeddingsError):
        embeddings_of(path)


@given(st.lists(st.text(max_size=30), max_size=5))
def test_every_term_stands_where_it_is_said_to(texts: list[str]) -> None:
    found = terms_of(texts)
    assert found.texts == len(texts) and len(found.row) == len(found.where)
    for row, (start, end) in zip(found.row.tolist(), found.where.tolist(), strict=True):
        assert 0 <= start < end <= len(texts[row])


def test_words_of_five_languages_that_carry_nothing_are_no_terms() -> None:
    texts = [
        "Does it need the and?",
        "ist das nicht auch so",
        "est-ce que c'est pas",
        "¿por qué no está?",
        "perché non è",
    ]
    assert not len(terms_of(texts).keys)
