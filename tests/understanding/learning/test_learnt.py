"""What is taught by a few texts is told again, with its reasons; what is like none of them cannot be told."""

import numpy as np
import pytest

from tests.understanding.learning.texts import BATTERY, IDLE, INVOICE, SIGNAL
from twoears.understanding.learning import descent
from twoears.understanding.learning.learnt import MOST_LABELS, OUTSIDE, Learnt, learn
from twoears.understanding.learning.parts import parts_of
from twoears.understanding.learning.rows import KEYS, rows_of
from twoears.understanding.learning.trouble import NotAlike, TooLittle, TooMuch
from twoears.understanding.notes import CANNOT_TELL

TEXTS = [*SIGNAL, *INVOICE, *BATTERY]
LABELS = [name for name, some in (("signal", SIGNAL), ("invoice", INVOICE), ("battery", BATTERY)) for _ in some]


@pytest.fixture(scope="module")
def learnt() -> Learnt:
    """Three needs, eight texts each."""
    return learn(TEXTS, LABELS)


@pytest.fixture(scope="module")
def with_none() -> Learnt:
    """The same with texts of no need."""
    return learn([*TEXTS, *IDLE], [*LABELS, *["none"] * len(IDLE)])


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("there is no signal in the garden", "signal"),
        ("this invoice is wrong", "invoice"),
        ("the battery drains by noon", "battery"),
    ],
)
def test_a_text_like_those_of_a_label_is_told_to_be_of_it(learnt: Learnt, text: str, label: str) -> None:
    """Three fresh texts."""
    assert learnt.tell([text])[0][0] == label


def test_a_text_like_none_of_them_cannot_be_told(with_none: Learnt) -> None:
    """The cat, after texts of no need were given."""
    assert with_none.tell(["My cat had soup on Friday"])[0][0] == CANNOT_TELL
    assert with_none.tell(["no signal on floor three"])[0][0] == "signal"


def test_strangers_are_less_likely_inside_even_if_nobody_gave_an_example_of_one(learnt: Learnt) -> None:
    """Idle words against needs, by a learner that has only seen needs."""
    strange = learnt.inside(IDLE)
    known = learnt.inside(["no signal in the garden", "this invoice is wrong", "the battery drains by noon"])
    assert known.min() > strange.max()


def test_texts_of_no_label_are_no_label_of_their_own(with_none: Learnt) -> None:
    """Neither a column nor an answer."""
    assert with_none.labels == ("battery", "invoice", "signal")
    assert with_none.shares(["x"]).shape == (1, 3)
    assert {label for label, _ in with_none.tell([*TEXTS, *IDLE])} <= {*with_none.labels, CANNOT_TELL}


def test_shares_of_a_text_are_shares_of_one(learnt: Learnt) -> None:
    """A text of three labels, and an empty one."""
    shares = learnt.shares(["signal invoice battery", ""])
    assert np.allclose(shares.sum(axis=1), 1, atol=1e-5)
    assert shares[0].max() < learnt.shares(["no signal"])[0].max()


def test_the_words_that_decided_are_those_that_only_this_label_has(learnt: Learnt) -> None:
    """What stands at the first place."""
    text = "Hello, is there any signal at all?"
    assert [text[start:end] for start, end in learnt.words(text, "signal")][0] == "signal"


def test_no_word_decided_in_an_empty_text(learnt: Learnt) -> None:
    """Nothing to mark."""
    assert learnt.words("", "signal") == ()


def test_places_of_words_hold_in_texts_with_signs_of_all_kinds(learnt: Learnt) -> None:
    """Emoji, drawn-out letters and an address stand before the word."""
    text = "😀 sooooo https://acme.example/x  my signal"
    assert "signal" in [text[start:end] for start, end in learnt.words(text, "signal")]


def test_the_same_texts_give_the_same_result_in_any_batch(learnt: Learnt) -> None:
    """Learnt twice, asked at once and one by one."""
    again = learn(TEXTS, LABELS)
    asked = [*IDLE, "no signal"]
    assert np.array_equal(learnt.shares(asked), again.shares(asked))
    assert learnt.tell(asked) == [learnt.tell([one])[0] for one in asked]


def test_each_text_was_left_out_when_its_proof_was_made(learnt: Learnt) -> None:
    """The same words under two labels: whoever had seen them would be right half the time, and surely."""
    twins = ["the same words for both"] * 2
    proof = learn([*TEXTS, *twins], [*LABELS, "signal", "battery"]).proof
    assert proof.right(0.0).n == len(TEXTS) + 2
    assert proof.sure()[-2:].max() < learnt.proof.sure()[: len(TEXTS)].max()


def test_proof_counts_what_was_told_and_what_could_not_be(learnt: Learnt) -> None:
    """Whatever is not told is set aside, and both are all."""
    for enough in (0.0, 0.5, 1.1):
        right, unsure = learnt.proof.right(enough), learnt.proof.abstained(enough)
        assert (right.n + unsure.k, right.aside) == (len(TEXTS), unsure.k)
    assert learnt.proof.right(1.1).estimate is None


def test_texts_that_are_the_same_are_left_out_together() -> None:
    """A text that was labelled twice."""
    part = parts_of(["a", "b", "c", "a"], np.array([0, 0, 0, 1]))
    assert part[0] == part[3]


def test_machine_code_and_numpy_find_the_same_weights() -> None:
    """Both ways of descending, and of asking."""
    rows = rows_of(TEXTS)
    rows = rows.weighed(np.ones(KEYS))
    sign = descent.signs([("signal", "invoice", "battery").index(one) for one in LABELS], 3)
    cost = np.ones(3)
    order = np.array([np.random.default_rng(1).permutation(len(rows))] * 2)
    one, two = np.zeros((2, KEYS, 3))
    args = (rows.first, rows.key, rows.times, sign, cost, order)
    descent._rounds(*args, one, np.zeros(sign.shape))
    descent._plain_rounds(rows, sign, cost, order, two, np.zeros(sign.shape))
    assert np.allclose(one, two, rtol=0, atol=1e-12)
    assert np.abs(one).max() > 0.01
    assert np.allclose(descent.score(rows, one), descent.plain_score(rows, two), rtol=0, atol=1e-12)


def test_one_label_is_learnt_where_texts_of_none_were_given() -> None:
    """A code of one, and what is not of it."""
    learnt = learn([*SIGNAL, *IDLE], ["signal"] * 8 + ["none"] * 8)
    assert learnt.inside(["no signal here"])[0] > learnt.inside(["the cat sleeps on the hill"])[0]


@pytest.mark.parametrize("labels", [["a"], ["none"], []], ids=["one label", "only none", "nothing"])
def test_nothing_is_learnt_where_there_is_nothing_to_tell_apart(labels: list[str]) -> None:
    """Too little."""
    with pytest.raises(TooLittle, match="two labels"):
        learn(["text"] * len(labels), labels)


def test_more_labels_than_can_be_learnt_are_refused_with_their_number() -> None:
    """One more than there may be."""
    many = [f"label {at}" for at in range(MOST_LABELS + 1)]
    with pytest.raises(TooMuch, match=f"{MOST_LABELS + 1} labels"):
        learn(many, many)


def test_as_many_labels_as_texts_are_needed() -> None:
    """Two texts, one label."""
    with pytest.raises(NotAlike, match="2 texts and 1 labels"):
        learn(["a", "b"], ["x"])


@pytest.mark.parametrize("name", sorted(OUTSIDE))
def test_labels_that_mean_none_are_known(name: str) -> None:
    """All of their names."""
    assert learn([*SIGNAL, *IDLE], ["signal"] * 8 + [name] * 8).labels == ("signal",)
