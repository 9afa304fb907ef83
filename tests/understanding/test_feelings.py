"""What the readers of feelings make of single posts, what must hold for every text, and what their lists are."""

import json
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoears.understanding import recipe
from twoears.understanding.evidence import weigh
from twoears.understanding.grams import grams, open_page
from twoears.understanding.looking import look
from twoears.understanding.notes import CANNOT_TELL, Note, Text
from twoears.understanding.onestep import feel, stepped
from twoears.understanding.onestep_places import ByPage
from twoears.understanding.onestep_weights import FEELINGS, shipped_with, unpack
from twoears.understanding.readers import read_all, readers
from twoears.understanding.recipe.feelings_sets import MEASURED, TAUGHT, calm, coded_feelings, measured
from twoears.understanding.recipe.measure import macro
from twoears.understanding.recipe.sets import NoSet
from twoears.understanding.tones import TONES, entries, tones, unread
from twoears.understanding.weights import BadWeights, shipped

CODED = Path(recipe.__file__).parent.parent / "coded"
PIECES = [
    "love",
    "not",
    "you idiot",
    "f*ck",
    ":)",
    "😡",
    "GREAT",
    "soooo",
    "but",
    "\u202e",
    "\x00",
    "\ud800",
    "\n",
    "?!",
]
TEXTS = st.text(max_size=300) | st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)


def note(words: str, reader: str, language: str = "") -> Note:
    found = {one.reader: one for one in read_all([Text(words, language)])[0]}
    return found[reader]


def signs(*texts: str, language: str = "en") -> dict[str, list[float]]:
    evidence = weigh(open_page(texts), np.array([language == "en"] * len(texts)), shipped().table)
    found = tones(texts, [language] * len(texts), evidence.page, evidence.signs).signs
    return {name: found[:, place].tolist() for place, name in enumerate(TONES)}


@pytest.mark.parametrize(
    ("words", "mood"),
    [
        ("I love this update, everything is so fast now!", "positive"),
        ("Thanks for the quick help, works again!", "positive"),
        ("Worst support ever, three weeks and still no answer.", "negative"),
        ("The app crashes whenever I open it, this is terrible.", "negative"),
        ("The meeting is on Thursday at ten in room 4.", "neutral"),
        ("Der Service ist furchtbar und das Gerät schon wieder kaputt.", "negative"),
        ("Vielen Dank, das ist wunderbar, ich freue mich sehr!", "positive"),
        ("Je suis très content de ce produit, il est génial, merci !", "positive"),
        ("Esto es un desastre, no funciona nada y nadie responde.", "negative"),
        ("Che bello, grazie mille, siete bravissimi!", "positive"),
    ],
)
def test_a_post_is_good_news_bad_news_or_neither(words: str, mood: str) -> None:
    assert note(words, "sentiment").label == mood


def test_a_denied_praise_is_no_praise() -> None:
    good, bad = "It is good and it works well", "It is not good and it does not work well"
    assert note(good, "sentiment").label == "positive"
    assert note(bad, "sentiment").label != "positive"


@pytest.mark.parametrize(
    ("words", "feeling"),
    [
        ("I am furious, how dare they charge me twice again!", "anger"),
        ("Best day ever, we won the cup, I am so happy!", "joy"),
        ("Never give up, tomorrow will be better, I believe in you", "optimism"),
        ("I miss my dad so much, crying all day, feeling lonely", "sadness"),
        ("The parcel leaves the warehouse in Leeds on Tuesday.", "none"),
    ],
)
def test_a_feeling_is_told_where_words_speak_of_it(words: str, feeling: str) -> None:
    assert note(words, "emotion").label == feeling


@pytest.mark.parametrize(
    ("words", "offence"),
    [
        ("You are a stupid idiot, shut up.", "offensive"),
        ("@user go f*ck yourself", "offensive"),
        ("he is a pathetic lying scumbag", "offensive"),
        ("I will find you and break your legs, you piece of shit", "offensive"),
        ("Your service is too slow and I want my money back.", "none"),
        ("How do I kill the process and shoot the log into a file?", "none"),
        ("You are the best, thank you!", "none"),
    ],
)
def test_an_insult_is_told_from_blame(words: str, offence: str) -> None:
    assert note(words, "offence").label == offence


@pytest.mark.parametrize(("words", "language"), [("Du bist so ein dummer Idiot, halt endlich den Mund.", "de")])
def test_feelings_and_offence_are_told_in_english_only(words: str, language: str) -> None:
    found = {one.reader: one.label for one in read_all([Text(words)])[0]}
    assert (found["language"], found["emotion"], found["offence"]) == (language, CANNOT_TELL, CANNOT_TELL)


@pytest.mark.parametrize(
    "words", ["このサービスは最高です、ありがとう！", "De dienst is verschrikkelijk slecht, nooit meer.", "🙏", ""]
)
def test_a_mood_is_not_told_in_languages_that_were_not_taught(words: str) -> None:
    assert note(words, "sentiment").label == CANNOT_TELL


def test_the_words_that_decided_are_shown() -> None:
    words = "We met the new team. The support was terrible and rude."
    found = note(words, "sentiment")
    assert found.label == "negative" and "terrible" in " ".join(found.words(words))
    assert note("You are a stupid idiot", "offence").words("You are a stupid idiot")[0].endswith("stupid idiot")


@settings(deadline=None, max_examples=100)
@given(TEXTS, st.sampled_from(["", "en", "de", "it", "nl"]))
def test_feelings_are_sound_whatever_is_said(words: str, language: str) -> None:
    known = {reader.name: reader for reader in readers()}
    for found in read_all([Text(words, language)])[0]:
        if found.reader in FEELINGS.labels:
            assert found.label in known[found.reader].labels
            assert 0 <= found.probability <= 1
            assert all(0 <= start < end <= len(words) for start, end in found.spans)
            assert not found.spans or found.label not in (FEELINGS.silent[found.reader], CANNOT_TELL)


@settings(deadline=None, max_examples=40)
@given(st.lists(TEXTS, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_feelings_are_the_same_in_any_batch_and_order(words: list[str], random: Random) -> None:
    alone = {text: read_all([Text(text)])[0] for text in words}
    shuffled = words * 2
    random.shuffle(shuffled)
    assert [alone[text] for text in shuffled] == read_all([Text(text) for text in shuffled])


def test_the_quick_sum_is_the_sum_of_the_table() -> None:
    """A page of which one word is longer than a screen, so that sums grow."""
    page, weights = open_page(["You are great, not " + "abcdefgh" * 400, "", "ok 😀"]), shipped_with(FEELINGS)
    slow = np.zeros((len(page.codes), 8), dtype=np.int64)
    for places, keys in grams(page):
        slow[places] += weights.table[keys]
    texts = [Text("You are great, not " + "abcdefgh" * 400), Text(""), Text("ok 😀")]
    (felt,) = feel(texts, look(texts, shipped()), weights)
    assert isinstance(felt.places, ByPage)
    by_text = np.add.reduceat(slow, page.first[:-1], axis=0)
    assert np.allclose(felt.strength * felt.places.root[:, None], by_text)
    assert stepped(page, weights)[1][-1] == sum(len(places) for places, _ in grams(page))


def test_every_word_of_the_lists_is_written_as_it_is_read() -> None:
    assert unread() == []


def test_a_plus_stands_for_the_forms_of_a_verb() -> None:
    assert list(entries("impress+|agree+")) == [
        "impress", "impresses", "impressed", "impressing", "agree", "agrees", "agreed", "agreing"]  # fmt: skip


def test_signs_say_what_they_count() -> None:
    found = signs("It is NOT good :(", "good but slow, you idiot!", "heeeelp")
    assert found["praise, denied"][0] > 0 and found["praise"][0] == 0 and found["sad sign"][0] > 0
    assert found["capitals"] == [pytest.approx(np.log1p(1)), 0, 0]
    assert found["blame after a but"][1] > 0 and found["aimed at somebody"][1] > 0
    assert found["drawn out"] == [0, 0, pytest.approx(np.log1p(1))]


def test_a_you_of_the_neighbouring_text_is_not_near() -> None:
    assert signs("f*", "u", "f*")["aimed at somebody"] == [0, 0, 0]
    assert signs("love", "not", "love")["praise, denied"] == [0, 0, 0]
    assert signs("f* u")["aimed at somebody"][0] > 0


def test_a_word_of_another_language_is_not_read_as_english() -> None:
    assert signs("die", language="de")["blame"] == [0] and signs("die")["blame"][0] > 0
    assert signs("leider", language="de")["blame"][0] > 0 and signs("leider", language="fr")["blame"] == [0]


def test_weights_of_feelings_that_were_changed_are_refused() -> None:
    raw, expected = FEELINGS.file.read_bytes(), FEELINGS.check.read_text("utf8").strip()
    assert unpack(FEELINGS, raw, expected).version == shipped_with(FEELINGS).version
    with pytest.raises(BadWeights, match="checksum"):
        unpack(FEELINGS, raw[:-1] + b"x", expected)


def test_each_label_but_none_has_a_lane_of_its_own_and_the_file_is_small() -> None:
    assert sorted(FEELINGS.lanes.values()) == list(range(8))
    assert FEELINGS.file.stat().st_size < 3_000_000


def test_a_text_is_called_calm_only_where_no_word_of_the_lists_speaks() -> None:
    assert calm("The report is on page 12") == {"emotion": "none", "offence": "none"}
    assert "emotion" not in calm("I am so happy about the report")
    assert calm("he is an idiot") == {}


def test_our_posts_are_coded_for_all_three_and_a_quarter_is_held_out() -> None:
    posts = coded_feelings()
    assert all(post.labels[reader] in FEELINGS.labels[reader] for post in posts for reader in FEELINGS.labels)
    assert 0.15 < sum(post.held for post in posts) / len(posts) < 0.35
    assert len({post.text for post in posts}) == len(posts)


def test_sets_for_research_are_only_measured_on(tmp_path: Path) -> None:
    """Without them the recipe runs all the same."""
    assert measured(tmp_path) == []
    assert all("research" in one.files.licence and one.only_measured for one in MEASURED)
    assert not any("research" in one.files.licence or one.only_measured for one in TAUGHT)
    with pytest.raises(NoSet, match="Apache"):
        TAUGHT[1].examples(tmp_path)


def test_macro_f1_has_an_interval_around_it() -> None:
    truth = np.array([0, 1] * 50)
    found = np.array([0, 1] * 40 + [1, 1] * 10)
    middle, low, high = macro(truth, found, [0, 1])
    assert low < middle < high <= 1 and macro(truth, truth, [0, 1]) == (1, 1, 1)


@pytest.mark.parametrize(("reader", "least"), [("sentiment", 0.75), ("emotion", 0.68), ("offence", 0.9)])
def test_our_posts_held_out_are_mostly_told_right(reader: str, least: float) -> None:
    """The floor stands below what was measured, so that a worse model is seen and noise is not."""
    lines = (CODED / "feelings.jsonl").read_text("utf8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["part"] == "held"]
    pairs = [(note(row["text"], reader, "en").label, row[reader]) for row in rows]
    told = [found == truth for found, truth in pairs if found != CANNOT_TELL]
    assert len(told) >= 0.6 * len(rows)
    assert sum(told) / len(told) >= least
