"""What codings tell: what an item speaks of, agreement, saturation, and proposals with their words."""

from datetime import UTC, datetime, timedelta

import pytest

from twoears.understanding.needs.coding.coded import Row, agreement, carried, in_words, saturation
from twoears.understanding.needs.items import Item, item
from twoears.understanding.needs.proposing import Coded, propose
from twoears.understanding.needs.trouble import BadWords, NothingToCode
from twoears.understanding.needs.words import TALK, line, paragraphs

START = datetime(2026, 3, 1, tzinfo=UTC)


def row(post: int, code: int | None, member: int = 1, says: bool = True, at: int = 0) -> Row:
    return Row(item=Item("post", post), code=code, says=says, member=member, at=START + timedelta(minutes=at or post))


def test_the_last_forty_that_brought_nothing_new_are_said_so() -> None:
    rows = [row(n, n) for n in range(1, 6)] + [row(n, 1 + n % 5) for n in range(6, 46)]
    found = saturation(rows)
    assert (found.items, found.codes, found.last.k, found.last.n) == (45, 5, 0, 40)
    assert in_words(found) == "The last 40 brought nothing new."
    assert found.curve[0] == (0, 0) and found.curve[-1] == (45, 5)
    assert found.last.high is not None and found.last.high > 0, (
        "nothing new among forty does not mean that none is left"
    )
    fresh = saturation([*rows, row(46, 99)])
    assert in_words(fresh) == "1 of the last 40 brought a new need."


def test_of_few_it_cannot_be_told_whether_new_needs_come() -> None:
    assert "Cannot tell" in in_words(saturation([row(1, 1)]))
    assert "1 text was coded" in in_words(saturation([row(1, 1)]))


def test_none_fits_is_looked_at_and_brings_nothing() -> None:
    found = saturation([row(n, None) for n in range(1, 25)])
    assert (found.items, found.codes, found.last.k) == (24, 0, 0)


def test_a_code_that_as_many_deny_as_give_is_not_carried() -> None:
    rows = [row(1, 7), row(1, 7, member=2, says=False), row(2, 7), row(2, 7, 2), row(2, 7, 3, says=False)]
    speaks = carried(rows)
    assert speaks == {Item("post", 1): set(), Item("post", 2): {7}}


def test_members_who_say_the_same_agree_and_of_few_nothing_is_told() -> None:
    same = [row(n, n % 2, member) for n in range(1, 21) for member in (1, 2)]
    whole, zero, one = agreement(same, [0, 1])
    assert whole.alpha == zero.alpha == one.alpha == 1.0
    assert (whole.same.k, whole.same.n) == (20, 20)
    few = agreement(same[:18], [0, 1])
    assert all(each.alpha is None for each in few) and few[0].same.n == 9
    apart = [row(n, (n + member * (n % 4 == 0)) % 2, member) for n in range(1, 41) for member in (1, 2)]
    whole, zero, one = agreement(apart, [0, 1])
    assert whole.alpha is not None and 0 < whole.alpha < 1 and zero.alpha == one.alpha
    assert (whole.same.k, whole.same.n) == (30, 40)


def test_who_refused_a_proposal_counts_for_that_code_only() -> None:
    rows = [row(n, 1) for n in range(1, 13)] + [row(n, 1, member=2, says=False) for n in range(1, 13)]
    whole, one, other = agreement(rows, [1, 2])
    assert (one.same.k, one.same.n) == (0, 12)
    assert other.same.n == whole.same.n == 0


YES = ("the battery drains overnight", "my battery is flat by noon", "battery dies while charging",
       "battery again flat", "charging the battery takes ages", "flat battery after an hour")  # fmt: skip
NO = ("the parcel never came", "where is my parcel", "parcel left at the wrong door", "courier lost the parcel",
      "tracking of the parcel stopped", "late parcel")  # fmt: skip


def test_what_is_like_those_coded_so_is_proposed_with_the_words_that_decided() -> None:
    coded = [Coded(text=text, speaks=True) for text in YES] + [Coded(text=text, speaks=False) for text in NO]
    pool = ["Is a new Battery sold?", "my parcel is lost", "good morning", ""]
    made = propose(coded, pool)
    assert [one.place for one in made.proposals] == [0]
    assert [pool[0][start:end] for start, end in made.proposals[0].spans] == ["Battery"]
    assert made.precision.n > 0 and made.precision.k == made.precision.n
    assert made == propose(list(coded), list(pool))


def test_of_too_few_nothing_is_proposed_and_how_good_it_is_cannot_be_told() -> None:
    two = propose([Coded(text=text, speaks=True) for text in YES[:2]], ["battery"])
    assert two.proposals == () and "2 texts speak of it so far, and it takes 3" in two.why_none
    three = propose([Coded(text=text, speaks=True) for text in YES[:3]], ["a battery", "the weather", "such weather"])
    assert [one.place for one in three.proposals] == [0]
    assert three.precision.estimate is None, "nobody said of anything that it does not"
    assert propose([Coded(text=text, speaks=True) for text in YES], []).why_none


@pytest.mark.parametrize(
    "words", ["", "post", "post:", "post:0", "post:-1", "actor:1", "post:1x", "²", "9" * 30, "1:2:3"]
)
def test_what_names_no_item_is_refused(words: str) -> None:
    with pytest.raises(NothingToCode):
        item(words)


def test_words_that_no_table_keeps_are_refused() -> None:
    for text in ("", " \n ", "a\x00b", "a" * (TALK + 1), "a\n" * 2001):
        with pytest.raises(BadWords):
            paragraphs(text)
    with pytest.raises(BadWords, match="too long"):
        line("a" * 81, "the name", 80)
    assert [len(part) <= 4000 for part in paragraphs("word " * 5000)] == [True] * 7
