"""The five ratios, each against a count done by hand."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import twoears
from twoears.activities.values import Activity
from twoears.lib.intervals import Number, flows, share, wilson
from twoears.measures.findings import headline, promise_kept
from twoears.measures.pages import measured

WEEK_LATER = datetime(2026, 3, 15, tzinfo=UTC)


def by_key(numbers: tuple[Number, ...]) -> dict[str, tuple[int, int]]:
    return {number.key: (number.k, number.n) for number in numbers}


def test_the_five_ratios_of_a_small_stream(stream: list[Activity]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 10:00  acme  reply  ann   It does, out of the box.
    2026-03-01 11:00  ann   reply  acme  Thank you, that helped a lot.
    2026-03-02 09:00  bob   says   acme  Can you please send me the price list?
    2026-03-03 09:00  acme  reply  bob   It is on the way.
    2026-03-04 09:00  cleo  says   acme  How do I export my data to a spreadsheet?
    2026-03-05 09:00  acme  says   -     Register now for our webinar and get 20% off your first order!
    """
    assert by_key(twoears.measure(stream, us=["acme"], now=WEEK_LATER)) == {
        "heard_for_each_said": (4, 3),  # ann twice, bob, cleo; two answers and one offer
        "answered_within_promise": (1, 3),  # ann within the hour; bob after a day; cleo never
        "they_answer_back": (1, 2),  # ann did, bob did not
        "turned_to_us_first": (2, 2),  # both exchanges began with them
        "promotion_in_what_we_say": (1, 3),
    }


def test_a_promise_that_still_runs_is_left_aside(stream: list[Activity]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    """
    soon = datetime(2026, 3, 1, 10, tzinfo=UTC)
    number = twoears.measure(stream, us=["acme"], now=soon)[1]
    assert (number.k, number.n, number.aside, number.estimate) == (0, 0, 1, None)


def test_a_slow_answer_breaks_the_promise(stream: list[Activity]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 22:00  acme  reply  ann   It does.
    """
    assert by_key(twoears.measure(stream, us=["acme"]))["answered_within_promise"] == (0, 1)
    assert by_key(twoears.measure(stream, us=["acme"], promise_minutes=24 * 60))["answered_within_promise"] == (1, 1)


def test_nothing_said_is_no_ratio(stream: list[Activity]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    """
    number = twoears.measure(stream, us=["acme"])[0]
    assert (number.k, number.n, number.estimate, number.low) == (1, 0, None, None)


@pytest.mark.django_db
def test_the_record_and_the_notebook_count_the_same(heard: Callable[..., None], stream: list[Activity]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 10:00  acme  reply  ann   It does. Which version do you use?
    2026-03-01 11:00  ann   reply  acme  The newest one.
    2026-03-02 09:00  bob   says   acme  The export has been broken for two weeks and nobody answers!
    2026-03-04 09:00  dora  says   acme  Do you ship to Norway?
    2026-03-04 23:00  acme  reply  dora  We do.
    2026-03-05 09:00  acme  says   -     We are proud to announce our new release, get it today!
    2026-03-06 09:00  eve   says   bob   Did they ever answer you?
    """
    heard("acme")
    assert by_key(measured(now=WEEK_LATER).numbers) == by_key(twoears.measure(stream, us=["acme"], now=WEEK_LATER))


@pytest.mark.django_db
def test_a_time_leaves_out_what_lies_outside(heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 10:00  acme  reply  ann   It does.
    2026-03-08 09:00  bob   says   acme  Does it run on SQLite?
    """
    heard("acme")
    second = measured(since=datetime(2026, 3, 8, tzinfo=UTC), until=datetime(2026, 3, 15, tzinfo=UTC), now=WEEK_LATER)
    assert by_key(second.numbers)["heard_for_each_said"] == (1, 0)
    assert by_key(second.before)["heard_for_each_said"] == (1, 1)


@pytest.mark.django_db
def test_before_anything_was_heard_there_is_no_number() -> None:
    assert measured().numbers == ()


def test_a_stronger_sentence_needs_the_interval() -> None:
    from twoears.lib.intervals import for_each

    few = for_each(5, 2, of="", question="")
    many = for_each(500, 200, of="", question="")
    assert "twice as much as you speak" not in headline([few], ["acme"]).split(";")[0]
    assert headline([many], ["acme"]) == "You listen more than twice as much as you speak"
    assert headline([many], []) == "Say which accounts are yours, and the ratios begin"


@pytest.mark.parametrize(("k", "n", "strong"), [
    (0, 0, "That is a quiet start."),
    (3, 3, "You kept your promise every time."),
    (24, 61, "You kept your promise 24 times and broke it 37 times."),
    (40, 61, "You kept your promise 40 times and broke it 21 times."),
])  # fmt: skip
def test_the_first_finding_says_what_was_counted(k: int, n: int, strong: str) -> None:
    assert promise_kept(share(k, n, of="", question="")) == strong


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_estimate(k: int, n: int) -> None:
    k = min(k, n)
    low, high = wilson(k, n)
    assert 0 <= low <= k / n + 1e-12 and k / n - 1e-12 <= high <= 1


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_ratio_of_flows_lies_in_its_interval(k: int, n: int) -> None:
    low, high = flows(k, n)
    assert low <= k / n + 1e-9
    assert high is None or high >= k / n - 1e-9


def test_eight_in_ten_intervals_hold_the_truth() -> None:
    import numpy as np

    chance = np.random.default_rng(5)
    held = 0
    draws = [(p, n) for p in (0.2, 0.4, 0.6, 0.8) for n in (50, 100, 200) for _ in range(500)]
    for p, n in draws:
        low, high = wilson(int(chance.binomial(n, p)), n)
        held += low <= p <= high
    assert 0.77 <= held / len(draws) <= 0.83
