"""Where people stand in their own buying cycle: chances of each state within thirty days, learnt from the own record.

A weighing of recent signs, one for each state, scaled so that they sum to one. Where a record is too short or too thin
to learn from, or what was learnt is no better than the average on people that it was not learnt from, it says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.lib.counts import counted
from twoears.people.buying import chance
from twoears.people.buying.acts import SIGNS, WORDS, Act, Weeks
from twoears.people.buying.columns import NAMES, SPANS, columns
from twoears.people.buying.states import STATES, ahead

Array = NDArray[np.float64]
VERSION: Final = "cycle 1"
RIDGES: Final = (30.0, 100.0, 300.0, 1000.0, 3000.0)
BEGIN: Final = 12  # weeks that must lie behind a moment that teaches
EVERY: Final = 4  # weeks between two of them
ENOUGH_ORDERS: Final = 30
ENOUGH_PEOPLE: Final = 50
ENOUGH_ACTS: Final = 3  # of one person
SURE: Final = 0.5  # a state that is less likely is not told
_MOST: Final = 5_000  # people who teach
_REASONS: Final = 3
_LEAST: Final = 0.05  # of log odds that are worth a word
_MARGIN: Final = 5  # weeks at the end whose thirty days are not over


@dataclass(frozen=True, slots=True)
class Cycle:
    """What was learnt: one chance for each of STATES, and how good it was on people that it was not learnt from.

    `gain` is how much less log-loss than the average of everybody, in nats for each foretelling; `order_gain` the same
    of orders alone. Of a few ridges the best on those people is taken, so that both are a little too good. `orders`
    and `people` taught it; `usual` is how often an order followed within thirty days.
    """

    chances: tuple[chance.Chance, ...]
    gain: float
    order_gain: float
    usual: float
    orders: int
    people: int

    def tell(self, table: Weeks, week: int) -> Array:
        """people x STATES, each row sums to one."""
        return _scaled(self.chances, columns(table, week))


@dataclass(frozen=True, slots=True)
class CannotLearn:
    """Why nothing is told of anybody."""

    why: str


def learn(table: Weeks, acts: Sequence[Act]) -> Cycle | CannotLearn:
    """Learn from everybody's past; the same record gives the same."""
    if len(table.who) < ENOUGH_PEOPLE:
        return CannotLearn(
            f"only {counted(len(table.who), 'person', 'people')} did something that tells; it takes {ENOUGH_PEOPLE}"
        )
    orders = sum(act.kind == "order" for act in acts)
    if orders < ENOUGH_ORDERS:
        return CannotLearn(f"only {counted(orders, 'order')} heard; it takes {ENOUGH_ORDERS}")
    x, y, of = lessons(table, acts)
    if not len(x) or len(np.unique(y)) < 2:
        return CannotLearn("the record is shorter than the four months that it takes")
    gains = {ridge: _gains(x, y, of, ridge) for ridge in RIDGES}
    ridge = max(RIDGES, key=lambda one: gains[one][0])
    gain, order_gain = gains[ridge]
    if gain <= 0:
        return CannotLearn("what was learnt from one half of people foretold the other half no better than the average")
    usual = float((y == len(STATES) - 1).mean())
    return Cycle(fit(x, y, ridge), gain, order_gain, usual, orders, len(table.who))


def lessons(table: Weeks, acts: Sequence[Act]) -> tuple[Array, NDArray[np.int64], NDArray[np.int64]]:
    """(what was known, what came of it, whose) at a moment each four weeks of whom we knew then."""
    weeks = range(BEGIN, table.counts.shape[1] - _MARGIN, EVERY)
    some = np.arange(len(table.who)) < _MOST
    xs, ys, whose = [np.empty((0, len(NAMES)))], [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for week in weeks:
        known = np.flatnonzero((table.first <= week) & some)
        xs.append(columns(table, week)[known])
        ys.append(ahead(table, acts, week)[known])
        whose.append(known)
    return np.concatenate(xs), np.concatenate(ys), np.concatenate(whose)


def fit(x: Array, y: NDArray[np.int64], ridge: float = 100.0) -> tuple[chance.Chance, ...]:
    """One chance for each state."""
    return tuple(chance.learn(x, (y == at).astype(float), ridge) for at in range(len(STATES)))


def cost(y: NDArray[np.int64], told: Array) -> float:
    """Log-loss over all states, in nats; less is better."""
    return float(-np.log(np.clip(told[np.arange(len(y)), y], 1e-6, 1)).mean())


def reasons(cycle: Cycle, table: Weeks, week: int) -> list[tuple[str, ...]]:
    """For each person, what moved the chance of an order most, beside most people, in words; the strongest first."""
    rows = columns(table, week)
    parts = cycle.chances[-1].parts(rows) @ _GROUPS
    most = np.argsort(-np.abs(parts), axis=1, kind="stable")[:, :_REASONS]
    return [
        tuple(_words(at, float(row[_SHOWN[at]]), float(part[at])) for at in some.tolist() if abs(part[at]) > _LEAST)
        for row, part, some in zip(rows, parts, most, strict=True)
    ]


def furthest(told: Array) -> Array:
    """The chances of the state of the furthest of several people, each by themselves: people x STATES to STATES.

    >>> furthest(np.array([[0.5, 0.0, 0.0, 0.5], [0.5, 0.0, 0.0, 0.5]])).tolist()
    [0.25, 0.0, 0.0, 0.75]
    """
    below = np.cumsum(told, axis=1).prod(axis=0)
    below[-1] = 1.0
    return np.asarray(np.diff(below, prepend=0.0))


def thin(table: Weeks) -> NDArray[np.bool_]:
    """Of whom too little was heard to tell anything."""
    return np.asarray(table.counts[:, :, 0].sum(1) + table.counts[:, :, 3:].sum((1, 2)) < ENOUGH_ACTS)


def _gains(x: Array, y: NDArray[np.int64], of: NDArray[np.int64], ridge: float) -> tuple[float, float]:
    """What is gained on the half of people that did not teach, of all states and of orders; the mean of both halves."""
    found = []
    for half in (0, 1):
        there = of % 2 == half
        found.append(_gain(x[there], y[there], x[~there], y[~there], ridge))
    return float(np.mean([gain for gain, _ in found])), float(np.mean([gain for _, gain in found]))


def _gain(x: Array, y: NDArray[np.int64], other: Array, truth: NDArray[np.int64], ridge: float) -> tuple[float, float]:
    if not len(y) or not len(truth):
        return 0.0, 0.0
    told = _scaled(fit(x, y, ridge), other)
    usual = np.bincount(y, minlength=len(STATES)) / len(y)
    near = (truth == len(STATES) - 1).astype(float)
    flat = np.full(len(truth), usual[-1])
    return (
        cost(truth, np.tile(usual, (len(truth), 1))) - cost(truth, told),
        chance.log_loss(near, flat) - chance.log_loss(near, told[:, -1]),
    )


def _scaled(chances: Sequence[chance.Chance], rows: Array) -> Array:
    told = np.column_stack([one.of(rows) for one in chances])
    return np.asarray(told / told.sum(1, keepdims=True))


def _words(group: int, value: float, part: float) -> str:
    does = "likelier" if part > 0 else "less likely"
    if group == _BOUGHT:
        return f"{'ordered' if value else 'never ordered'} before ({does})"
    count = round(float(np.expm1(value)))
    if group < len(SIGNS):
        return f"{WORDS[SIGNS[group]]}, {count:,} in thirteen weeks ({does})"
    return f"{NAMES[_SHOWN[group]]}, {count:,} ({does})"


def _grouped() -> Array:
    """Columns x groups: one sign over all spans is one reason."""
    spans, signs = len(SPANS), len(SIGNS)
    groups = np.zeros((len(NAMES), len(NAMES) - (spans - 1) * signs))
    for at in range(len(NAMES)):
        groups[at, at % signs if at < spans * signs else at - (spans - 1) * signs] = 1
    return groups


_GROUPS: Final = _grouped()
_SHOWN: Final = [(len(SPANS) - 1) * len(SIGNS) + at for at in range(_GROUPS.shape[1])]  # the longest span is told
_BOUGHT: Final = _SHOWN.index(NAMES.index("ordered before"))
