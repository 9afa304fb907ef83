"""Bursts against a rhythm of its own: seldom called where there is none, found where there is one."""

import numpy as np
import pytest

from twoears.listening.bursts import WEEK, bursts
from twoears.listening.stories import stories

MONTH = 720


def rhythm(rng: np.random.Generator, mean: float, hours: int, scatter: float) -> list[int]:
    """Counts an hour: loud by day, quiet by night and on Sundays, `scatter` times as uneven as a Poisson."""
    hour = np.arange(hours)
    rate = mean * (1 + 0.8 * np.sin(2 * np.pi * hour / 24)) * np.where(hour % WEEK >= 144, 0.4, 1.1)
    if scatter <= 1:
        return [int(n) for n in rng.poisson(rate)]
    size = rate / (scatter - 1)
    return [int(n) for n in rng.negative_binomial(np.maximum(size, 1e-6), 1 / scatter)]


@pytest.mark.parametrize("mean", [0.2, 2.0, 40.0])
@pytest.mark.parametrize("scatter", [1.0, 2.0])
def test_a_steady_stream_is_called_a_burst_at_most_once_a_month(mean: float, scatter: float) -> None:
    rng = np.random.default_rng(5)
    months, alarms = 0.0, 0
    for _ in range(6):
        counts = rhythm(rng, mean, 12 * WEEK, scatter)
        alarms += len(bursts(counts))
        months += (len(counts) - 2 * WEEK) / MONTH
    assert alarms / months <= 1, (alarms, months)


@pytest.mark.parametrize("mean", [0.5, 2.0, 40.0])
def test_what_is_five_times_as_loud_is_found(mean: float) -> None:
    rng = np.random.default_rng(6)
    found = 0
    for _ in range(10):
        counts = rhythm(rng, mean, 8 * WEEK, 1.0)
        at = 7 * WEEK + int(rng.integers(0, WEEK - 3))
        for hour in range(3):
            counts[at + hour] += int(rng.poisson(max(10, 5 * mean)))
        found += any(at <= hour.at <= at + 2 for hour in bursts(counts))
    assert found >= 9


def test_a_burst_is_told_once_and_does_not_hide_the_next() -> None:
    quiet = [2, 1, 3, 2] * 126
    found = bursts([*quiet, 40, 41, 39, *quiet[:48], 40])
    assert [hour.at for hour in found] == [504, 555]


def test_nothing_is_unusual_before_a_rhythm_is_known() -> None:
    assert bursts([0] * 100 + [50]) == []


def test_copies_are_one_story_whoever_tells_them() -> None:
    news = "The council has voted to close the old bridge over the river for repairs until the spring"
    texts = [
        news,
        f"RT @paper: {news} https://short.example/a",
        news.replace("until the spring", "until spring"),
        "The council has voted for a new school on the hill and nobody was against it",
        "Thank you!",
        "Thank you!",
        "thank you https://x.example",
        "",
        "",
    ]
    assert stories(texts) == [0, 0, 0, 3, 4, 4, 4, 7, 8]


def test_many_different_texts_stay_apart() -> None:
    rng = np.random.default_rng(3)
    words = [f"word{n}" for n in range(400)]
    texts = [" ".join(rng.choice(words, 12)) for _ in range(2000)]
    assert stories(texts) == list(range(2000))
