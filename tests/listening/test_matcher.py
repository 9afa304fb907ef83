"""Many queries at once find what the definition finds, however they came in and however the batch is cut."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.listening.queries import queries, said
from twoears.listening.grammar import parse
from twoears.listening.matcher import Matcher
from twoears.listening.said import Said
from twoears.listening.tree import Query
from twoears.listening.truth import matches


def by_definition(asked: dict[str, Query], batch: list[Said]) -> list[tuple[int, str]]:
    return [(at, key) for at, one in enumerate(batch) for key, query in asked.items() if matches(query, one)]


def read(texts: list[str]) -> dict[str, Query]:
    return {str(number): parse(text) for number, text in enumerate(texts)}


@settings(max_examples=120, deadline=None)
@given(st.lists(queries, min_size=1, max_size=12), st.lists(said, max_size=12), st.integers(0, 12))
def test_all_at_once_finds_what_each_finds(texts: list[str], batch: list[Said], cut: int) -> None:
    asked = read(texts)
    matcher = Matcher(asked)
    found = matcher.match(batch[:cut])
    found += [(at + len(batch[:cut]), key) for at, key in matcher.match(batch[cut:])]
    assert sorted(found) == sorted(by_definition(asked, batch))


@settings(deadline=None)
@given(st.lists(queries, min_size=2, max_size=8), st.lists(said, min_size=1, max_size=6), st.data())
def test_queries_come_and_go(texts: list[str], batch: list[Said], data: st.DataObject) -> None:
    asked = read(texts)
    matcher = Matcher()
    for key in data.draw(st.permutations(list(asked))):
        matcher.add(key, asked[key])
        matcher.match(batch)
    for key in data.draw(st.lists(st.sampled_from(list(asked)))):
        matcher.remove(key)
        asked.pop(key, None)
    assert len(matcher) == len(asked)
    assert sorted(matcher.match(batch)) == sorted(by_definition(asked, batch))


def test_a_query_with_the_same_key_takes_the_place() -> None:
    matcher = Matcher({"one": parse("pump")})
    matcher.add("one", parse("valve"))
    assert matcher.match([Said(text="pump"), Said(text="valve")]) == [(1, "one")]


def test_arrays_say_the_same() -> None:
    matcher = Matcher({"one": parse("pump"), "two": parse('valve OR raw:"C++"')})
    batch = [Said(text="pump valve")] * 2100 + [Said(text="c++"), Said(text="C++")]
    posts, numbers = matcher.hits(batch)
    assert [(int(post), matcher.key(int(n))) for post, n in zip(posts, numbers, strict=True)] == matcher.match(batch)
    assert (matcher.match(batch)[-1], len(posts)) == ((2101, "two"), 4201)


def test_anchors_chosen_anew_lose_nothing() -> None:
    asked = read(["common AND rare", "common rare2", '"common words"', "rare OR rare2", "NOT common", "com* rare"])
    batch = [Said(text=f"common words {'rare' if n % 7 == 0 else 'rare2' if n % 5 == 0 else ''}") for n in range(3000)]
    matcher = Matcher(asked)
    truth = sorted(by_definition(asked, batch))
    assert sorted(matcher.match(batch)) == truth
    assert sorted(matcher.match(batch)) == truth


def test_many_queries_taken_out_make_room() -> None:
    matcher = Matcher(read([f"word{n}" for n in range(3000)]))
    for number in range(2900):
        matcher.remove(str(number))
    assert (len(matcher), len(matcher._queries) < 2000) == (100, True)
    assert matcher.match([Said(text="word2999 word1")]) == [(0, "2999")]


def test_more_terms_than_there_was_room_for() -> None:
    asked = read([f"word{n} OR w{n}*" for n in range(6000)])
    matcher = Matcher(asked)
    assert {key for _, key in matcher.match([Said(text=" ".join(f"word{n}" for n in range(6000)))])} == set(asked)


@pytest.mark.parametrize(
    "text",
    [
        "ab " * 20_000,
        "a" * 200_000,
        "ab cd " * 10_000,
        "\x1e" * 200_000 + "ab",
        "ab\x1e" * 10_000,
        "\ufdfa" * 20_000,
        "👍" * 20_000,
        "\u0301" * 100_000,
    ],
    ids=["words", "word", "pairs", "breaks", "parts", "ligatures", "emoji", "accents"],
)
def test_a_hostile_text_takes_no_time_without_end(text: str) -> None:
    asked = read(
        [
            "ab",
            '"ab ab ab ab cd cd"',
            "ab NEAR/100 cd NEAR/100 ab",
            '"ab cd ab"~50',
            "a*b*c*a",
            "*ab",
            "NOT ab",
            'raw:"ab"',
        ]
    )
    one = Said(text=text, title="ab", links=("https://x.example/",) * 50)
    assert sorted(Matcher(asked).match([one])) == by_definition(asked, [one])


def test_authors_and_addresses_that_never_repeat_are_forgotten() -> None:
    asked = read(["followers:[10 TO *]", "from:ann", "site:acme.example"])
    matcher = Matcher(asked)
    batch = [Said(followers=n, handle=f"h{n}", url=f"https://h{n}.acme.example/{n}") for n in range(300)]
    assert sorted(matcher.match(batch)) == sorted(by_definition(asked, batch))


WITHOUT = """
import sys
sys.modules["numba"] = None
from tests.listening.test_matcher import by_definition, read
from twoears.listening.matcher import Matcher
from twoears.listening.said import Said
asked = read(["pump* NEAR/3 leak", '"my pump"', "NOT pump", "title:caf? OR from:us", "(a OR \\"b c\\") ONEAR/2 *ing"])
batch = [Said(text="My pumps leak"), Said(text="my PUMP"), Said(title="Café", ours=True), Said(text="x b c leaking")]
assert sorted(Matcher(asked).match(batch)) == sorted(by_definition(asked, batch)) != []
from twoears.listening.kernel import scan
assert scan.made() is scan.function
"""


def test_without_numba_the_finds_are_the_same() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-W", "error", "-c", WITHOUT], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_where_nothing_can_be_written_it_works_all_the_same(tmp_path: Path) -> None:
    code = "from twoears.listening.noting import slot_of; print(slot_of(1, 0, 7) >= 0)"
    gone = str(tmp_path / "file" / "below")
    (tmp_path / "file").write_text("no folder")
    env = {**os.environ, "NUMBA_CACHE_DIR": gone, "HOME": gone, "XDG_CACHE_HOME": gone, "TWOEARS_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], env=env, capture_output=True, text=True
    )
    assert (done.stdout, done.returncode) == ("True\n", 0), done.stderr
