"""The words: every bank can be said to its end, and a page of posts does not give the pattern away."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from twoears.activities.values import Post
from twoears.town.chance import Luck
from twoears.town.grammar import KEPT, Choice, Phrase, Slot, grammar, languages, rules_of
from twoears.town.population import NEEDS, Population
from twoears.town.speech import facts_of
from twoears.town.town import build
from twoears.town.troubles import LANGUAGE, LINES

UNTIL = datetime(2026, 11, 20, 15, tzinfo=UTC)
GIVEN = {"asker", "site", "device", "trade", "temp", "warm"}


def slots(phrase: Phrase) -> Iterator[str]:
    for part in phrase:
        if isinstance(part, Slot):
            yield part.name
        elif isinstance(part, Choice):
            for option in part.phrases:
                yield from slots(option)


@pytest.mark.parametrize("language", languages())
def test_every_slot_is_a_fact_or_a_rule(language):
    g = grammar(language)
    named = {(rule, slot) for rule, phrases in g.rules.items() for phrase in phrases for slot in slots(phrase)}
    general = {name.split(".")[0] for name in g.rules}
    assert {(r, s) for r, s in named if s not in GIVEN | g.rules.keys() and KEPT.get(s) not in general} == set()


@pytest.mark.parametrize("language", languages())
def test_questions_and_their_answers_stand_in_the_same_order(language):
    g = grammar(language)
    pairs = {
        need: (len(g.rules[f"ask.{need}"]), len(g.rules[f"answer.{need}"])) for need in NEEDS if g.knows(f"ask.{need}")
    }
    assert len(pairs) >= 5
    assert {need: pair for need, pair in pairs.items() if pair[0] != pair[1]} == {}


@pytest.mark.parametrize("line", ["cold {room", "cold} room", "{two words}", "{}"])
def test_a_line_with_a_wrong_bracket_is_named(line):
    with pytest.raises(ValueError, match="Mend the line"):
        rules_of(["= rule", line])


def test_a_fact_stays_the_same_for_the_whole_conversation():
    facts: dict[str, str] = {"trade": "dairy"}
    g, luck = grammar("en"), Luck(1)
    assert g.fact("room", luck, facts) == g.fact("room", luck, facts) == facts["room"]


@pytest.fixture(scope="module")
def pages() -> list[list[str]]:
    """Forty pages of 25 English posts each, as a reader may meet them."""
    town = build(300, seed=7, until=UNTIL)
    said = [a.object.text for a in town.activities() if isinstance(a.object, Post) and a.object.language == "en"]
    dice = random.Random(1)
    return [dice.sample([text for text in said if text], 25) for _ in range(40)]


def fives(text: str) -> list[tuple[str, ...]]:
    words = [word for word in text.lower().split() if not word.startswith(("@", "#"))]
    return [tuple(words[at : at + 5]) for at in range(len(words) - 4)]


def test_few_sequences_of_five_words_come_twice_on_a_page(pages):
    shares = []
    for page in pages:
        counted = Counter(five for text in page for five in fives(text))
        shares.append(sum(n - 1 for n in counted.values()) / sum(counted.values()))
    assert sum(shares) / len(shares) < 0.02
    assert max(shares) < 0.08


def test_posts_of_a_page_begin_differently(pages):
    def opening(text: str) -> str:
        return " ".join([word for word in text.lower().split() if not word.startswith("@")][:3])

    distinct = [len({opening(text) for text in page}) for page in pages]
    assert sum(distinct) / len(distinct) > 23
    assert min(distinct) >= 20


def test_posts_are_short_and_long(pages):
    lengths = sorted(len(text.split()) for page in pages for text in page)
    assert lengths[len(lengths) // 20] <= 6
    assert lengths[-len(lengths) // 20] >= 30
    assert 50 <= lengths[-1] <= 110


def test_amounts_and_degrees_are_written_as_the_language_writes_them():
    """1,240 and 2.5 in English; 1.240 and 2,5 in German, 1 240 in French."""
    said = {language: {say("eur", language, at) for at in range(60)} for language in ("en", "de", "fr")}
    assert "1,240" in said["en"]
    assert "1.240" in said["de"]
    assert not {amount for amount in said["de"] | said["fr"] if "," in amount}
    person = next(p for p in (Population(400, 1)[n] for n in range(400)) if p.language == "de" and p.trade == "pharma")
    temps = {facts_of(person, "price", Luck(at), "de")["temp"] for at in range(60)}
    assert "7,8 °C" in temps
    assert not {temp for temp in temps if "." in temp}


def say(rule: str, language: str, at: int) -> str:
    return grammar(language).say(rule, Luck(at), {})


def test_lines_that_are_marked_to_report_a_trouble_are_there():
    rules = grammar(LANGUAGE).rules
    assert {rule: [at for at in lines if at >= len(rules[rule])] for rule, lines in LINES.items()} == dict.fromkeys(
        LINES, []
    )
