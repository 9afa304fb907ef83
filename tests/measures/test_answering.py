"""How long answers take, ours and theirs, each against a count done by hand."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.measures.answering import waits_of
from twoears.measures.pages import answer_times

LATER = datetime(2026, 3, 10, 9, tzinfo=UTC)


def test_who_still_waits_counts_as_waiting_until_now(heard):
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 10:00  acme  reply  ann   It does, out of the box.
    2026-03-02 09:00  bob   says   acme  Can you please send me the price list?
    2026-03-03 09:00  acme  reply  bob   It is on the way.
    2026-03-04 09:00  cleo  says   acme  How do I export my data to a spreadsheet?
    """
    heard("acme")
    ours = answer_times(now=LATER).ours
    assert (ours.n, ours.answered, ours.median) == (3, 2, 24.0)
    assert [(step.hours, round(step.share, 2)) for step in ours.curve] == [(1.0, 0.33), (24.0, 0.67)]
    assert ours.sentence == "Half were answered within 24 hours."
    assert (answer_times(now=LATER, since=datetime(2026, 3, 4, tzinfo=UTC)).ours.median) is None


def test_how_long_those_whom_we_answered_took(heard):
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 10:00  acme  reply  ann   It does, out of the box.
    2026-03-01 13:00  ann   reply  acme  Thank you, that helped a lot.
    2026-03-02 09:00  bob   says   acme  Can you please send me the price list?
    2026-03-03 09:00  acme  reply  bob   It is on the way.
    """
    heard("acme")
    theirs = answer_times(now=LATER).theirs
    assert (theirs.n, theirs.answered) == (2, 1)
    assert theirs.curve[0].hours == 3.0


def test_before_anything_was_heard_nobody_waited(db):
    told = answer_times(now=LATER)
    assert (told.ours.n, told.ours.within, told.theirs.median) == (0, (), None)
    assert told.ours.sentence == "Nobody waited, so there is nothing to tell."


def test_one_answer_of_one_is_not_all():
    day = waits_of([(2.0, True)], "How long?").within[2]
    assert (day.share, day.high) == (1.0, 1.0)
    assert 0.3 < day.low < 0.5


@given(st.lists(st.tuples(st.floats(0, 10_000), st.booleans()), max_size=300))
def test_what_is_told_of_any_waits_rises_within_its_range(waits):
    told = waits_of(waits, "How long?")
    assert len(told.curve) <= 100
    for steps in (told.within, told.curve):
        shares = [step.share for step in steps]
        assert shares == pytest.approx(sorted(shares))
        assert all(-1e-9 <= step.low <= step.share + 1e-9 <= step.high + 2e-9 for step in steps)
