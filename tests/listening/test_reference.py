"""The page about queries says what queries do."""

import json
import re
from pathlib import Path

import pytest

from twoears.listening.advice import FAR
from twoears.listening.grammar import MAX_DEPTH, MAX_PHRASE, MAX_TERMS, MAX_WITHIN, parse
from twoears.listening.matcher import Matcher
from twoears.listening.said import Said
from twoears.listening.signs import FIELDS, MAX_LENGTH
from twoears.listening.truth import matches, why
from twoears.listening.words import LONGEST

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "queries.md").read_text("utf8")
EXAMPLES = re.findall(r"^```query\n(.+?)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def said(line: str) -> Said:
    if not line.startswith("{"):
        return Said(text=line)
    held = {name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(line).items()}
    return Said(**held)


@pytest.mark.parametrize(("query", "posts"), EXAMPLES, ids=[query for query, _ in EXAMPLES])
def test_every_example_finds_what_it_says(query: str, posts: str) -> None:
    lines = posts.splitlines()
    asked = parse(query)
    assert {line[0] for line in lines} == {"+", "-"}
    for at, line in enumerate(lines):
        one = said(line[2:])
        assert matches(asked, one) == (line[0] == "+"), line
        assert Matcher({"q": asked}).match([one]) == ([(0, "q")] if line[0] == "+" else []), at


def test_every_field_is_on_the_page_and_shown() -> None:
    shown = " ".join(query for query, _ in EXAMPLES)
    for field in FIELDS:
        assert f"`{field}:" in PAGE or f"## {field}:" in PAGE
        assert f"{field}:" in shown or field in ("hashtag", "mention")


def test_the_limits_on_the_page_are_the_limits() -> None:
    told = PAGE.split("## Limits")[1].split("## Many")[0]
    assert all(f"{n:,}" in told for n in (MAX_LENGTH, MAX_TERMS, MAX_DEPTH, MAX_PHRASE, LONGEST, FAR))
    assert f"{MAX_WITHIN} is the\nmost" in PAGE


@pytest.mark.parametrize(
    ("query", "one", "words"),
    [
        ("cafe", Said(text="Ein Cafe\u0301!"), ["Cafe\u0301"]),
        ('"leaking pump" OR valve', Said(text="My leaking pump. A pump."), ["leaking", "pump"]),
        ("pump AND NOT valve", Said(text="pump pump"), ["pump", "pump"]),
        ("a NEAR/2 b NEAR/2 c", Said(text="b c a x b x c a"), ["b", "c", "a", "b", "c"]),
        ("a ONEAR/1 b", Said(text="a x a b"), ["a", "b"]),
        ('"a b"~2', Said(text="a x x x a y b"), ["a", "b"]),
        ('raw:"C++"', Said(text="c++ C++"), ["C++"]),
        ("pump", Said(title="Pump", text="no pumps"), ["Pump"]),
        ("author:lee", Said(name="Ann Lee", handle="lee@x.example"), ["lee", "Lee"]),
        ("links:b", Said(links=("https://a.example", "https://b.example")), ["b"]),
        ("#help", Said(text="", tags=("x", "Help")), ["Help"]),
        ("NOT valve", Said(text="pump"), []),
        ("valve", Said(text="pump"), []),
    ],
)
def test_the_words_that_decided_are_told(query: str, one: Said, words: list[str]) -> None:
    found = []
    for span in why(parse(query), one):
        held = getattr(one, span.field)
        found.append((held[span.item] if isinstance(held, tuple) else held)[span.start : span.end])
    assert found == words
