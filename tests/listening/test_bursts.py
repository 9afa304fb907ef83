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


NEWS = "Acme opens a new pump plant in Turin on Monday, says its boss"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (NEWS, f"{NEWS}. Read more on our site."),
        (f"{NEWS}. Read more on our site.", NEWS),
        (f"Look at that, I knew it for years and nobody would hear it: {NEWS}", NEWS),
        (NEWS, f"Look at that, I knew it for years: {NEWS} ... what do you think of it, my friends?"),
        (f"{NEWS}. The plant will make forty thousand of them a year and give work to two hundred people", NEWS),
        (
            "アクメ社は月曜日にトリノで新しいポンプ工場を開設すると発表した",
            "アクメ社は月曜日にトリノで新しいポンプ工場を開設すると発表した。詳しくは公式サイトの特集ページをご覧ください",
        ),
    ],
)
def test_an_extended_copy_and_an_excerpt_tell_the_same_story(first: str, then: str) -> None:
    assert stories([first, then]) == [0, 0]


@pytest.mark.parametrize(
    ("phrase", "more"),
    [
        ("Thank you very much for your help and have a nice day", "My pump sings at night, what can I do?"),
        ("Good morning everyone and a very happy new year to all of you", "Our shop is open from nine today"),
        ("Vielen Dank für Ihre Hilfe und einen schönen Tag wünsche ich Ihnen", "Die Pumpe tropft seit Montag wieder"),
        ("Merci beaucoup et bonne journée à vous toutes et à vous tous", "La pompe fuit encore depuis lundi"),
        ("いつもお世話になっております。どうぞよろしくお願いいたします", "ポンプが故障しました、修理の見積をください"),
        ("谢谢您的支持和帮助", "水泵昨天又漏水了请告诉我怎么修理"),
        ("The new pump plant in Turin opens", "with a party, as the mayor says, on Monday at noon"),
    ],
)
def test_a_phrase_on_everybody_s_lips_makes_no_story_of_those_who_say_it(phrase: str, more: str) -> None:
    assert stories([phrase, f"{more} {phrase}"]) == [0, 1]


def test_who_says_much_more_than_what_he_quotes_tells_a_story_of_his_own() -> None:
    rng = np.random.default_rng(5)
    own = " ".join(f"word{n}" for n in rng.integers(0, 10_000, 40))
    assert stories([NEWS, f"{NEWS} {own}"]) == [0, 1]


def test_what_is_told_again_is_found_among_many() -> None:
    rng = np.random.default_rng(4)
    words = [f"word{n}" for n in range(400)]
    texts = [" ".join(rng.choice(words, 24)) for _ in range(400)]
    longer = [" ".join((*rng.choice(words, 11), text, *rng.choice(words, 11))) for text in texts]
    excerpts = [" ".join(text.split()[6:18]) for text in texts]
    assert stories(texts + longer + excerpts) == [*range(400)] * 3


def test_many_different_texts_stay_apart() -> None:
    rng = np.random.default_rng(3)
    words = [f"word{n}" for n in range(400)]
    texts = [" ".join(rng.choice(words, 12)) for _ in range(2000)]
    assert stories(texts) == list(range(2000))
