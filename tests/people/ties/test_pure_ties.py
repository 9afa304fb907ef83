"""Ties from plain columns: what pairs add up to, how strong they are, and when they have gone quiet."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from twoears.people.ties.exchanges import ANSWER, ASK, CLICK, SHARE, US, WORD, Exchanges
from twoears.people.ties.fit import fit, ordered_right, past_of
from twoears.people.ties.pauses import FEW, OF_TWENTY, SHIPPED, how_far_out, rhythm_of
from twoears.people.ties.shipped import SHIPPED as MODEL
from twoears.people.ties.showing import as_before, in_words, quiet
from twoears.people.ties.strength import AHEAD, FEATURES, features
from twoears.people.ties.tell import Told, pauses_of, tell

rows = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 7), st.integers(0, 400).map(lambda n: n / 4)),
    max_size=60,
)


def same(one: Told, other: Told) -> bool:
    return all(
        np.allclose(getattr(one, name), getattr(other, name), equal_nan=True) for name in Told.__dataclass_fields__
    )


@given(rows, st.randoms())
@settings(deadline=None)
def test_the_order_in_which_exchanges_come_changes_nothing(
    found: list[tuple[int, int, int, float]], chance: object
) -> None:
    mixed = found.copy()
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert same(tell(Exchanges.of(found)), tell(Exchanges.of(mixed)))


@given(rows)
@settings(deadline=None)
def test_each_exchange_is_counted_once_in_its_pair(found: list[tuple[int, int, int, float]]) -> None:
    told = tell(Exchanges.of(found))
    others = [row for row in found if row[0] != row[1]]
    assert told.counts.sum() == len(others)
    assert len(told) == len({frozenset(row[:2]) for row in others})
    assert (told.low < told.high).all()


@given(rows)
@settings(deadline=None)
def test_a_pair_is_told_the_same_alone_and_among_all(found: list[tuple[int, int, int, float]]) -> None:
    heard = Exchanges.of(found)
    told = tell(heard)
    for at in range(len(told)):
        mine = {int(told.low[at]), int(told.high[at])}
        alone = tell(Exchanges.of(row for row in found if set(row[:2]) == mine))
        assert (alone.counts == told.counts[at]).all()
        assert np.allclose(alone.faded, told.faded[at]) and np.allclose(alone.log_mean, told.log_mean[at])


def test_what_follows_within_hours_belongs_to_the_exchange_before_it() -> None:
    told = tell(Exchanges.of([(1, 2, ASK, 0.0), (2, 1, ANSWER, 0.1), (1, 2, WORD, 0.2), (2, 1, WORD, 9.0)]))
    assert told.began.tolist() == [[1, 1]] and told.pauses.tolist() == [1]


def test_a_like_is_no_word() -> None:
    told = tell(Exchanges.of([(1, 2, CLICK, 0.0), (2, 1, CLICK, 9.0)]))
    assert np.isnan(told.spoke).all() and told.words.sum() == 0 and told.first_by.tolist() == [-1]


def test_who_passes_on_and_who_answers_goes_out_of_their_way() -> None:
    told = tell(Exchanges.of([(1, 2, SHARE, 0.0), (2, 1, ASK, 1.0), (1, 2, ANSWER, 2.0), (2, 1, WORD, 3.0)]))
    assert told.of_way.tolist() == [[2, 0]]


def test_nothing_heard_is_no_tie() -> None:
    assert len(tell(Exchanges.of([]))) == 0
    assert past_of(Exchanges.of([])).came.size == 0
    assert rhythm_of(Exchanges.of([])) is SHIPPED


def weekly(weeks: int, low: int = US, high: int = 7) -> Exchanges:
    return Exchanges.of([(high, low, WORD, 7.0 * week) for week in range(weeks)])


def test_who_speaks_every_week_cools_sooner_than_who_speaks_every_third_month() -> None:
    often = SHIPPED.longest(tell(weekly(20)))[0]
    seldom = SHIPPED.longest(tell(Exchanges.of([(7, US, WORD, 91.0 * n) for n in range(20)])))[0]
    assert 7 < often < 60 < 91 < seldom


def test_under_five_pauses_nobody_can_tell() -> None:
    assert np.isnan(SHIPPED.longest(tell(weekly(FEW)))).all()
    assert not np.isnan(SHIPPED.longest(tell(weekly(FEW + 1)))).any()
    assert quiet(300, None, 4).cooling is None


def test_one_pause_in_twenty_is_longer_whatever_their_shape() -> None:
    luck = np.random.default_rng(4)
    found = []
    for person in range(1, 200):
        at = np.cumsum(0.6 + luck.exponential(5 + 60 * luck.random(), 40))
        found += [(person, US, WORD, float(day)) for day in at]
    heard = Exchanges.of(found)
    first, later = heard.where(heard.left < 100), heard.where(heard.left >= 100)
    rhythm = rhythm_of(first)
    pair, gaps = pauses_of(later)
    far, before = how_far_out(rhythm, pair, np.log(gaps))
    beyond = far[before >= FEW] > rhythm.out[3]
    assert 0.035 < beyond.mean() < 0.065 and OF_TWENTY == 19


def test_strength_falls_with_silence() -> None:
    told = tell(weekly(30))
    said = [float(MODEL.probability(features(told, 29 * 7.0 + days))[0]) for days in (1, 30, 200)]
    assert said == sorted(said, reverse=True)


def test_each_strength_has_three_reasons_in_words() -> None:
    (why,) = MODEL.reasons(features(tell(weekly(30)), 210.0))
    assert len(why) == 3 and all(reason.endswith(("(likelier)", "(less likely)")) for reason in why)


def lively(seed: int, people: int = 120) -> Exchanges:
    """People of whom half speak often; who spoke last says little, how much they speak says all."""
    luck, found = np.random.default_rng(seed), []
    for person in range(1, people):
        rate = 0.1 if person % 2 else 0.008
        for day in np.flatnonzero(luck.random(500) < rate):
            found.append((person, US, WORD, float(day)))
    return Exchanges.of(found)


def test_a_workspace_learns_what_the_silence_alone_does_not_tell() -> None:
    made = fit(past_of(lively(1)), MODEL)
    assert made.right is not None and made.by_silence is not None
    assert made.right > made.by_silence
    said = made.model.probability(past_of(lively(2)).rows)
    came = past_of(lively(2)).came
    assert ordered_right(came, said) > 0.75
    assert abs(float(said.mean()) - float(came.mean())) < 0.05, "what is said to be likely comes as often"


def test_where_little_was_heard_the_shipped_model_stands() -> None:
    made = fit(past_of(weekly(12)), MODEL)
    assert made.model == MODEL and made.weight == 1e9


def test_the_same_past_teaches_the_same() -> None:
    assert fit(past_of(lively(3)), MODEL) == fit(past_of(lively(3)), MODEL)


def test_features_do_not_look_ahead() -> None:
    heard = lively(4)
    cut = 400.0
    seen = features(tell(heard.where(heard.at <= cut)), cut)
    assert seen.shape[1] == len(FEATURES) and np.isfinite(seen).all()
    past = past_of(heard, months=1)
    end = float(heard.at.max())
    assert np.array_equal(past.rows, features(tell(heard.where(heard.at <= end - AHEAD)), end - AHEAD))


def test_a_probability_is_shown_with_how_often_it_held() -> None:
    bands = ((1, 100), *(((0, 0),) * 9), (8, 10))
    assert (as_before(0.03, bands).k, as_before(0.03, bands).n) == (1, 100)
    assert as_before(0.95, bands).estimate == 0.8
    assert as_before(0.95, ()).estimate is None
    assert in_words(0.98) == "About 9 in 10", "never certain"
