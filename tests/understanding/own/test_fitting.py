"""A layer learns what is special here, changes nothing else, and is told by what it has not seen."""

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.understanding.own.gym import CLIMBING, CUSTOMERS, OTHERS, said
from twoears.lib.compiled import is_there
from twoears.understanding.notes import Note, Text
from twoears.understanding.own.fitting import Fitted, Taught, can_be_taught, fit
from twoears.understanding.own.layer import packed, unpacked
from twoears.understanding.own.terms import terms
from twoears.understanding.own.ways import AS_SHIPPED, Ways
from twoears.understanding.readers import LABELS, plainly, read_all, shares, swiftly

LABELLED = LABELS["complaint"]


def learn(none: list[str], complaint: list[str], around: list[str], version: int = 1) -> Fitted:
    def taught(texts: list[str], truth: list[int]) -> Taught:
        return Taught(texts, shares([Text(one) for one in texts], "complaint"), np.array(truth, dtype=np.int64))

    given = taught([*none, *complaint], [1] * len(none) + [0] * len(complaint))
    return fit(given, taught(around, []), reader="complaint", labels=LABELLED, version=version)


@pytest.fixture(scope="module")
def climbers() -> Fitted:
    return learn(said(CLIMBING, 0, 6), said(CUSTOMERS, 0, 6), said(OTHERS, 0, 12))


def note(text: str, ways: Ways) -> Note:
    return next(one for one in read_all([Text(text)], ways=ways)[0] if one.reader == "complaint")


def test_what_was_corrected_is_read_so_in_words_that_were_not(climbers: Fitted) -> None:
    ways = Ways(layers={"complaint": climbers.layer})
    for text in said(CLIMBING, 8, 12):
        assert note(text, ways).label == "none", text
    for text in said(CUSTOMERS, 8, 12):
        told = note(text, ways)
        assert told.label == "complaint" and told.version.endswith("+1"), text
    assert {note(text, AS_SHIPPED).label for text in said(CLIMBING, 8, 12)} >= {"complaint"}


def test_figures_are_of_corrections_that_were_not_seen(climbers: Fitted) -> None:
    assert climbers.n == 42 and climbers.helps
    assert climbers.right > climbers.shipped_right + 10
    assert climbers.loss < climbers.shipped_loss


def test_labels_by_lot_teach_nothing() -> None:
    lots = np.random.default_rng(3).integers(0, 2, 42)
    texts = said((*CLIMBING, *CUSTOMERS), 0, 6)
    none = [text for text, lot in zip(texts, lots, strict=True) if lot]
    complaint = [text for text, lot in zip(texts, lots, strict=True) if not lot]
    made = learn(none, complaint, said(OTHERS, 0, 12))
    assert made.right < 32, "what was drawn by lot cannot be foretold"


def test_one_sided_corrections_leave_others_as_they_are() -> None:
    """Members take back what is wrong only; posts around hold the reader where it was right."""
    made = learn(said(CLIMBING, 0, 6), said(CUSTOMERS[:1], 0, 5), [*said(OTHERS, 0, 12), *ELSEWHERE])
    ways = Ways(layers={"complaint": made.layer})
    assert [note(text, ways).label for text in ELSEWHERE] == [note(text, AS_SHIPPED).label for text in ELSEWHERE]


ELSEWHERE = [
    "I was charged twice this month, please fix it!",
    "Nobody picks up the phone, worst service ever.",
    "Thank you for the lovely evening.",
    "The parcel came late and the box was crushed, I want my money back.",
    "What a sunny day.",
]


def test_the_words_that_changed_a_label_are_shown(climbers: Fitted) -> None:
    text = "The green shoes you sold me fell apart after a week"
    told = note(text, Ways(layers={"complaint": climbers.layer}))
    assert note(text, AS_SHIPPED).label != "complaint" and told.label == "complaint"
    assert told.words(text) and all(word in text for word in told.words(text))


def test_what_is_told_where_a_reader_was_not_taught_stays_untold(climbers: Fitted) -> None:
    dutch = "Mijn huurgordel was kapot en niemand gaf er iets om, ik wil mijn geld terug."
    assert note(dutch, Ways(layers={"complaint": climbers.layer})).label == note(dutch, AS_SHIPPED).label


def test_a_layer_is_the_same_after_it_was_kept(climbers: Fitted) -> None:
    again = unpacked(packed(climbers.layer), "complaint", 1)
    ways = [Ways(layers={"complaint": one}) for one in (climbers.layer, again)]
    texts = [Text(text) for text in said((*CLIMBING, *CUSTOMERS, *OTHERS), 0, 12)]
    assert read_all(texts, ways=ways[0]) == read_all(texts, ways=ways[1])


def test_a_reader_that_must_be_surer_tells_less_and_says_the_same() -> None:
    texts = [Text(text) for text in said((*CLIMBING, *CUSTOMERS, *OTHERS), 0, 12)]
    for some, few in zip(read_all(texts), read_all(texts, ways=Ways(enough={"complaint": 0.9})), strict=True):
        for before, now in zip(some, few, strict=True):
            assert now == before or (now.reader, now.label) == ("complaint", "cannot tell")
            assert now.label == "cannot tell" or now.reader != "complaint" or now.probability >= 0.9


@pytest.mark.skipif(not is_there(), reason="there is no compiler of machine code")
@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=60) | st.sampled_from(said(CLIMBING + CUSTOMERS, 0, 6)), min_size=1, max_size=6))
def test_machine_code_reads_in_our_ways_as_numpy_does(words: list[str]) -> None:
    ways = Ways({"thanks": 0.9, "kind": 0.3}, {"complaint": LEARNT.layer})
    texts = [Text(one) for one in words]
    assert swiftly(texts, ways=ways) == plainly(texts, ways=ways)
    alone = [plainly([one], ways=ways)[0] for one in texts]
    assert plainly(texts, ways=ways) == alone


LEARNT = learn(said(CLIMBING, 0, 4), said(CUSTOMERS, 0, 4), said(OTHERS, 0, 6))


def test_too_few_corrections_teach_nothing() -> None:
    assert not can_be_taught(["none"] * 40)
    assert not can_be_taught(["none"] * 10 + ["complaint"] * 9)
    assert can_be_taught(["none"] * 15 + ["complaint"] * 5)


def test_a_reader_that_is_wrong_about_a_place_is_listened_to_less() -> None:
    """Whatever it takes for a complaint here is none: the layer turns from it as a whole, not word by word."""
    words = ("amber", "birch", "cedar", "dune", "elm", "fern", "gale", "hill", "iris", "jade", "kelp", "lime")
    texts = [f"{one} {two}" for one in words for two in words if one != two]
    told = np.tile([[0.9, 0.1], [0.1, 0.9]], (len(texts) // 2, 1))
    truth = np.ones(len(texts), dtype=np.int64)
    truth[:8] = 0
    made = fit(
        Taught(texts[:60], told[:60], truth[:60]),
        Taught(texts[60:], told[60:], truth[60:][:0]),
        reader="complaint",
        labels=LABELLED,
        version=1,
    )
    assert made.layer.turn[0, 0] < -0.05
    before = np.array([[0.9, 0.1]])
    assert made.layer.over(before, terms(["moss"]))[0, 0] < 0.85
    assert (made.layer.over(np.zeros((1, 2)), terms(["moss"])) == 0).all(), "of what is not read nothing is told"


def test_a_layer_of_an_older_version_adds_as_it_did(climbers: Fitted) -> None:
    file = BytesIO()
    with np.load(BytesIO(packed(climbers.layer)), allow_pickle=False) as held:
        np.savez_compressed(file, **{name: held[name] for name in held if name != "turn"})
    older = unpacked(file.getvalue(), "complaint", 1)
    assert (older.turn == 0).all() and (older.weights == climbers.layer.weights).all()
