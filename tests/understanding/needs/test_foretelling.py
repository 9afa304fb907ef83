"""Once enough was coded, what texts speak of is foretold: how surely, by which words, and how good that is."""

import pytest

from tests.understanding.learning.texts import BATTERY, IDLE, INVOICE, SIGNAL
from twoears.understanding.needs.foretelling import CodedSo, foretell

CODED = [CodedSo(text=text, code=code) for code, some in ((1, SIGNAL), (2, INVOICE), (3, BATTERY)) for text in some]
NONE = [CodedSo(text=text, code=None) for text in IDLE]


def test_what_texts_speak_of_is_foretold_with_the_words_that_decided() -> None:
    """Two fresh texts, the surest first."""
    pool = ["Soup again", "there is no signal in the garden", "this invoice is wrong"]
    found = foretell([*CODED, *NONE], pool, order="sure")
    told = {pool[one.place]: one for one in found.foretold if one.told}
    assert {text: one.code for text, one in told.items()} == {pool[1]: 1, pool[2]: 2}
    start, end = told[pool[1]].spans[0]
    assert pool[1][start:end] == "signal"


def test_those_that_teach_most_come_first_unless_the_surest_are_asked_for() -> None:
    """One plain text, one between two needs."""
    pool = ["no signal in the lab since noon", "battery or invoice", "the invoice is late again"]
    unsure, sure = (foretell([*CODED, *NONE], pool, order=order).foretold for order in ("unsure", "sure"))
    assert pool[unsure[0].place] == "battery or invoice"
    assert pool[sure[-1].place] == "battery or invoice"
    assert [one.sure for one in unsure] == sorted(one.sure for one in unsure)


def test_for_a_code_only_what_is_told_to_speak_of_it_is_shown() -> None:
    """Three texts, one of them of the code."""
    pool = ["no signal in the garden", "this invoice is wrong", "Soup again"]
    found = foretell([*CODED, *NONE], pool, code=2)
    assert [(one.place, one.told) for one in found.foretold] == [(1, True)]


def test_the_figures_are_of_texts_that_were_left_out() -> None:
    """24 of needs and 8 of none."""
    good = foretell([*CODED, *NONE], []).good
    assert good is not None
    assert (good.texts, good.codes, good.abstained.n) == (32, 3, 32)
    assert good.right.n + good.abstained.k == 32
    assert good.right.k > 0.7 * good.right.n


def test_a_text_that_was_said_twice_is_shown_once() -> None:
    """A post and its copy."""
    found = foretell(CODED, ["no signal in the garden"] * 2, order="sure")
    assert [one.place for one in found.foretold] == [0]


@pytest.mark.parametrize(
    ("coded", "code", "why"),
    [
        (CODED[:12], None, "12 texts are coded"),
        ([CodedSo(text=f"{one.text} {at}", code=1) for at, one in enumerate(CODED)], None, "two codes"),
        ([*CODED, CodedSo(text="alone", code=9)], 9, "fewer than 5"),
    ],
    ids=["few texts", "one kind", "a code of one text"],
)
def test_of_too_little_nothing_is_foretold_and_it_is_said_why(coded: list[CodedSo], code: int | None, why: str) -> None:
    """Below what it takes."""
    found = foretell(coded, ["no signal"], code=code)
    assert (found.foretold, found.good) == ((), None)
    assert why in found.why_none
