"""What a post is and what it wants: how our posts are coded, and what the readers make of them."""

import json
from collections import Counter
from pathlib import Path

import pytest

from twoears.understanding.intents import FUNCTIONS, INTENTS, KINDS, WANTS
from twoears.understanding.notes import CANNOT_TELL, Note, Text, says
from twoears.understanding.onestep_weights import INTENTS as FAMILY
from twoears.understanding.readers import read_all
from twoears.understanding.recipe.hints import HINTS, hints
from twoears.understanding.recipe.intent_sets import digest, own_intents, public_codes
from twoears.understanding.recipe.onestep import keys_of
from twoears.understanding.recipe.sets import CODED

ROOT = Path(__file__).parents[2]


def label(words: str, reader: str, language: str = "en") -> str:
    return next(note.label for note in read_all([Text(words, language)])[0] if note.reader == reader)


@pytest.mark.parametrize(("words", "reader", "wanted"), [
    ("Can anyone recommend a good plumber in Leeds?", "recommendation", "recommendation sought"),
    ("I recommend that you fix this.", "recommendation", "none"),
    ("My colleague Ann told me about you, she said you could help with our scales.", "referral", "referral"),
    ("Sorry to hear this! Send us a DM with your order number and we will look into it.", "offer", "offer of help"),
    ("We are excited to announce version 3.0, out today!", "announcement", "announcement"),
    ("Thinking of buying a new laptop this week, how much is the X2?", "buying", "buying intent"),
    ("Such a great team, best service I have ever had. Highly recommend!", "praise", "praise"),
    ("Well done, all of you.", "praise", "praise"),
    ("Good job on the ramp.", "praise", "praise"),
    ("Lovely work on the garden, well done.", "praise", "praise"),
    ("Great, another delay.", "praise", "none"),
    ("We open on Sundays from May.", "announcement", "announcement"),
    ("Eating a sandwich in the rain. Mondays.", "kind", "babble"),
    ("@acme how do I reset the FX-3?", "kind", "conversation"),
    ("Make $5000 a week from home, click here now!!!", "kind", "spam"),
    ("@acme how do I reset the FX-3?", "function", "converse"),
])  # fmt: skip
def test_plain_posts_are_read_as_what_they_are(words: str, reader: str, wanted: str) -> None:
    assert label(words, reader) == wanted


@pytest.mark.parametrize("language", ["de", "ja"])
@pytest.mark.parametrize("reader", INTENTS)
def test_in_other_languages_an_intent_cannot_be_told(reader: str, language: str) -> None:
    words = {"de": "Kann jemand einen guten Klempner empfehlen?", "ja": "いい配管工を知りませんか？"}[language]
    assert label(words, reader, language) == CANNOT_TELL


def test_that_an_intent_cannot_be_told_is_not_kept() -> None:
    assert not says(Note("need", "1", CANNOT_TELL, 0.5)) and says(Note("asks", "1", CANNOT_TELL, 0.5))
    assert says(Note("need", "1", "need", 0.9)) and not says(Note("need", "1", "none", 0.9))


def test_every_post_of_ours_is_coded_by_the_codebook() -> None:
    posts = own_intents()
    assert len({post.text for post in posts}) == len(posts) > 2000
    assert all(post.labels[reader] in INTENTS[reader] for post in posts for reader in post.labels)
    assert 0.15 < sum(post.held for post in posts) / len(posts) < 0.25
    for reader in WANTS:
        assert Counter(post.labels.get(reader) for post in posts)[WANTS[reader][0]] >= 95


def test_of_public_posts_there_are_codes_and_no_words() -> None:
    rows = [json.loads(line) for line in (CODED / "intents_public.jsonl").read_text("utf8").splitlines()]
    assert {len(row["digest"]) for row in rows} == {12} and not any("text" in row for row in rows)
    assert len(public_codes()) == len(rows) == 540
    assert digest("It works.") in {digest("It works.")} and digest("") != digest(" ")


def test_the_codebook_that_is_shown_defines_each_label() -> None:
    page = (ROOT / "docs" / "reference" / "codebook.md").read_text("utf8")
    for name, meaning in [*KINDS.items(), *FUNCTIONS.items(), *WANTS.values()]:
        assert f"**{name}**" in page and meaning.rstrip(".") in page


def test_hints_are_words_and_pairs_as_they_are_read() -> None:
    for name in HINTS:
        assert all(0 < hint.count(" ") + 1 < 3 for hint in hints(name)), name
        assert len(keys_of(hints(name))) > 0.9 * len(set(hints(name)))


def test_each_label_but_none_has_a_lane_and_the_file_is_small() -> None:
    assert sorted(FAMILY.lanes.values()) == list(range(16))
    assert FAMILY.file.stat().st_size < 3_000_000


@pytest.mark.parametrize(("reader", "least"), [
    ("kind", 0.7), ("function", 0.75), ("praise", 0.85), ("recommendation", 0.88), ("buying", 0.86),
    ("referral", 0.9), ("offer", 0.9), ("announcement", 0.9), ("need", 0.85),
])  # fmt: skip
def test_our_posts_held_out_are_mostly_told_right(reader: str, least: float) -> None:
    """The floor stands below what was measured, so that a worse model is seen and noise is not."""
    posts = [post for post in own_intents() if post.held and post.origin.endswith("intents") and reader in post.labels]
    place = list(INTENTS).index(reader) - len(INTENTS)
    notes = [made[place] for made in read_all([Text(post.text, "en") for post in posts])]
    told = [
        note.label == post.labels[reader] for note, post in zip(notes, posts, strict=True) if note.label != CANNOT_TELL
    ]
    assert {note.reader for note in notes} == {reader}
    assert len(told) >= 0.6 * len(posts) and sum(told) / len(told) >= least


def test_the_record_has_the_same_notes_but_for_the_words_of_kind_and_function() -> None:
    texts = [
        Text("@acme how do I reset the FX-3? The best scale we ever had!", "en"),
        Text("", "en"),
        Text("Hallo", "de"),
    ]
    for long, short in zip(read_all(texts), read_all(texts, brief=True), strict=True):
        for one, other in zip(long, short, strict=True):
            assert (one.reader, one.label, one.probability) == (other.reader, other.label, other.probability)
            assert other.spans == (() if one.reader in ("kind", "function") else one.spans)
    assert all(note.spans for note in read_all(texts)[0] if note.reader in ("kind", "function"))
