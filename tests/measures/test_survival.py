"""Answer times with those that are still open: by hand, and by a table that everybody has."""

import numpy as np
import pytest

from twoears.measures.survival import answered_by, between, survival, until

# Weeks in remission of 21 patients under 6-mercaptopurine; True where the illness came back (Freireich et al. 1963,
# Blood 21:699). The curve is in every textbook: Kalbfleisch and Prentice, table 1.2.
REMISSION = [
    (6, True), (6, True), (6, True), (6, False), (7, True), (9, False), (10, True), (10, False), (11, False),
    (13, True), (16, True), (17, False), (19, False), (20, False), (22, True), (23, True), (25, False), (32, False),
    (32, False), (34, False), (35, False),
]  # fmt: skip


def test_the_curve_of_the_textbook() -> None:
    curve = survival(REMISSION, level=0.95)
    shown = [(step.at, round(step.share, 4), step.left, step.came) for step in curve]
    assert shown == [
        (6, 0.8571, 21, 3), (7, 0.8067, 17, 1), (10, 0.7529, 15, 1), (13, 0.6902, 12, 1), (16, 0.6275, 11, 1),
        (22, 0.5378, 7, 1), (23, 0.4482, 6, 1),
    ]  # fmt: skip
    # As R's survfit(conf.type = "log-log") gives it for the step at 10 weeks.
    assert (round(curve[2].low, 3), round(curve[2].high, 3)) == (0.503, 0.889)
    assert until(curve) == 23


def test_those_that_still_wait_lengthen_the_times_that_are_told() -> None:
    answered = [(float(hour), True) for hour in range(1, 11)]
    waiting = [(20.0, False)] * 10
    assert until(survival(answered)) == 5
    assert until(survival(answered + waiting)) == 10
    assert until(survival(answered + waiting * 2)) is None, "too many still wait: we cannot tell"
    assert answered_by(survival(answered + waiting), 4)[0] == pytest.approx(0.2)


def test_nothing_is_told_of_nobody() -> None:
    nothing = survival([])
    assert len(nothing) == 0
    assert until(nothing) is None
    assert between(nothing) == (None, None)
    assert answered_by(nothing, 5) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("share", [0.3, 0.5])
def test_the_interval_holds_the_truth_as_often_as_it_says(share: float) -> None:
    rng = np.random.default_rng(4)
    truth = float(-np.log(1 - share))
    held = 0
    for _ in range(400):
        times, ends = rng.exponential(1.0, 80), rng.exponential(3.0, 80)
        waits = [(float(min(t, c)), bool(t <= c)) for t, c in zip(times, ends, strict=True)]
        low, high = between(survival(waits), share)
        held += (low or 0.0) <= truth <= (high or float("inf"))
    assert 0.75 <= held / 400 <= 0.86
