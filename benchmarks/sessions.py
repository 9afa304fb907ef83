"""Who of a shop's visitors buys, by one session: the product's weighing beside boosting, without the value of pages.

A file of sessions whose last column says whether they bought. Folds are stratified and drawn anew `DRAWN` times; every
figure is of sessions that did not teach. Used by `python -m benchmarks.buying --sessions FILE`.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from twoears.people.buying import chance

FOLDS: Final = 5
DRAWN: Final = 3
_COUNTED: Final = ("Administrative", "Informational", "ProductRelated")
_PLAIN: Final = (*_COUNTED, *(f"{name}_Duration" for name in _COUNTED), "BounceRates", "ExitRates", "SpecialDay")
_NAMED: Final = ("Month", "OperatingSystems", "Browser", "Region", "TrafficType", "VisitorType", "Weekend")
_BAGS: Final = 5
_LANDMARKS: Final = 1000
_KINDS: Final = "boosting of kinds and rates, five at once"
_NEAR: Final = "nearness to a thousand sessions, weighed"
_BOTH: Final = "three parts of boosting, one of nearness"
Table = np.ndarray


@dataclass(frozen=True, slots=True)
class Sessions:
    """`plain` numbers with what can be reckoned from two or three of them (`rates`), a flag for each kind (`flags`),
    the kinds as numbers of their own (`kinds`), and whether each session bought."""

    plain: Table
    rates: Table
    flags: Table
    kinds: Table
    so: Table

    def wide(self) -> Table:
        """Numbers, rates and kinds; the kinds are the last columns."""
        return np.column_stack([self.plain, self.rates, self.kinds])

    def flat(self) -> Table:
        """Numbers, the time for each page, and flags."""
        each = np.log1p(self.plain[:, 3:6] / np.maximum(self.plain[:, :3], 1))
        return np.column_stack([self.plain, each, self.flags])


@dataclass(frozen=True, slots=True, kw_only=True)
class Fared:
    """How a way fared: `areas` one for each time that folds were drawn, the others the mean of them."""

    way: str
    areas: tuple[float, ...]
    loss: float
    gap: float

    @property
    def area(self) -> float:
        return float(np.mean(self.areas))


def fared(file: Path) -> Iterator[Fared]:
    """Each way on the sessions in `file`, and the last two together."""
    some = read(file)
    told: dict[str, list[Table]] = {}
    for way, tell in _WAYS.items():
        told[way] = [_out_of_fold(some, tell, seed) for seed in range(DRAWN)]
        yield _fared(way, some, told[way])
    parts = zip(told[_KINDS], told[_NEAR], strict=True)
    yield _fared(_BOTH, some, [0.75 * kinds + 0.25 * close for kinds, close in parts])


def _fared(way: str, some: Sessions, told: Sequence[Table]) -> Fared:
    return Fared(
        way=way,
        areas=tuple(chance.area(some.so, one) for one in told),
        loss=float(np.mean([chance.log_loss(some.so, one) for one in told])),
        gap=float(np.mean([gap(some.so, one) for one in told])),
    )


def read(file: Path) -> Sessions:
    with file.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    plain = np.array([[float(row[name]) for name in _PLAIN] for row in rows])
    flags = np.array(
        [[row[name] == kind for name in _NAMED for kind in sorted({row[name] for row in rows})] for row in rows], float
    )
    kinds = np.column_stack([np.unique([row[name] for row in rows], return_inverse=True)[1] for name in _NAMED])
    so = np.array([row["Revenue"].upper() == "TRUE" for row in rows], float)
    return Sessions(plain, _rates(plain), flags[:, flags.sum(0) >= 20], kinds, so)


def _rates(plain: Table) -> Table:
    """Time for each page by kind and over all, shares of pages and of time, exits without bounces, and how many."""
    pages, time = plain[:, :3], plain[:, 3:6]
    bounced, left = plain[:, 6], plain[:, 7]
    count, seconds = pages.sum(1), time.sum(1)
    return np.column_stack(
        [
            np.log1p(time / np.maximum(pages, 1)),
            count,
            np.log1p(seconds),
            seconds / np.maximum(count, 1),
            pages[:, 0] / np.maximum(count, 1),
            time[:, [0, 2]] / np.maximum(seconds, 1)[:, None],
            left - bounced,
            bounced / (left + 1e-6),
            left * count,
            bounced * count,
            np.log1p(pages[:, 2]) * left,
        ]
    )


def _out_of_fold(some: Sessions, tell: "Tell", seed: int) -> Table:
    fold = np.zeros(len(some.so), int)
    lot = np.random.default_rng(seed)
    for bought in (0, 1):
        these = lot.permutation(np.flatnonzero(some.so == bought))
        fold[these] = np.arange(len(these)) % FOLDS
    told = np.zeros(len(some.so))
    for out in range(FOLDS):
        told[fold == out] = tell(some, np.flatnonzero(fold != out), np.flatnonzero(fold == out))
    return told


def gap(so: Table, told: Table) -> float:
    """By how much tenths of the sessions, by their told chance, bought more or less than told, on the mean."""
    tenths = np.array_split(np.argsort(told, kind="stable"), 10)
    return float(sum(abs(so[one].mean() - told[one].mean()) * len(one) for one in tenths) / len(so))


def weighed(some: Sessions, there: Table, out: Table) -> Table:
    """Steps of each number, weighed."""
    x = some.flat()
    edges = _edges(x[there], 9)
    parts = [np.column_stack([x[at], np.log1p(x[at]), steps(x[at], edges)]) for at in (there, out)]
    return chance.learn(parts[0], some.so[there], 100.0).of(parts[1])


def paired(some: Sessions, there: Table, out: Table) -> Table:
    """The same with each two coarse steps (or kinds) that come together often enough; a stronger ridge for so many."""
    x = some.flat()
    edges = _edges(x[there], 7)
    coarse, coarses = steps(x[there], edges), steps(x[out], edges)
    pairs = [
        (i, j)
        for i in range(coarse.shape[1])
        for j in range(i)
        if 150 <= (coarse[:, i] * coarse[:, j]).sum() <= len(there) - 150
    ][:1500]
    parts = [
        np.column_stack([x[at], np.log1p(x[at]), c, *(c[:, i] * c[:, j] for i, j in pairs)])
        for at, c in ((there, coarse), (out, coarses))
    ]
    return chance.learn(parts[0], some.so[there], 1000.0).of(parts[1])


def near(some: Sessions, there: Table, out: Table) -> Table:
    """How near a session is to each of a thousand others (Nyström; Williams and Seeger 2001), weighed.

    Numbers are put in the order of those that teach and spread as a normal distribution.
    """
    from sklearn.preprocessing import QuantileTransformer

    spread = QuantileTransformer(n_quantiles=300, output_distribution="normal", random_state=0)
    numbers = np.column_stack([some.plain, some.rates])
    scale = spread.fit(numbers[there])
    x = [np.column_stack([np.clip(scale.transform(numbers[at]), -2.5, 2.5), some.flags[at]]) for at in (there, out)]
    marks = x[0][np.random.default_rng(0).choice(len(there), _LANDMARKS, replace=False)]
    values, ways = np.linalg.eigh(_alike(marks, marks))
    kept = values > 1e-6
    turn = ways[:, kept] / np.sqrt(values[kept])
    rows = [_alike(one, marks) @ turn for one in x]
    # Standardised by `learn`: rarer directions would count as much as common ones, so they are put on one scale here.
    return _ridged(rows[0], some.so[there], rows[1])


def _alike(one: Table, other: Table) -> Table:
    apart = (one**2).sum(1)[:, None] + (other**2).sum(1) - 2 * one @ other.T
    return np.exp(-0.01 * np.maximum(apart, 0))


def _ridged(x: Table, so: Table, xs: Table) -> Table:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=10, max_iter=1000).fit(x - x.mean(0), so).predict_proba(xs - x.mean(0))[:, 1]


def boosted(some: Sessions, there: Table, out: Table) -> Table:
    """Boosted trees on numbers and flags."""
    return _boosted(some.flat(), some.so, there, out, max_iter=400, max_leaf_nodes=6, max_features=0.3, ridge=5)


def boosted_kinds(some: Sessions, there: Table, out: Table) -> Table:
    """Boosted trees that part kinds as they like, with rates, five of them from other draws of columns."""
    x = some.wide()
    kinds = list(range(x.shape[1] - some.kinds.shape[1], x.shape[1]))
    tell = [
        _boosted(x, some.so, there, out, max_iter=450, max_leaf_nodes=8, max_features=0.15, ridge=20,
                 kinds=kinds, seed=seed)
        for seed in range(_BAGS)
    ]  # fmt: skip
    return np.mean(tell, axis=0)


def _boosted(
    x: Table, so: Table, there: Table, out: Table, *, max_iter: int, max_leaf_nodes: int, max_features: float,
    ridge: float, kinds: Sequence[int] | None = None, seed: int = 0,
) -> Table:  # fmt: skip
    from sklearn.ensemble import HistGradientBoostingClassifier

    made = HistGradientBoostingClassifier(
        max_iter=max_iter, learning_rate=0.02, max_leaf_nodes=max_leaf_nodes, min_samples_leaf=30,
        max_features=max_features, l2_regularization=ridge, categorical_features=kinds, random_state=seed,
    )  # fmt: skip
    return made.fit(x[there], so[there]).predict_proba(x[out])[:, 1]


def _edges(x: Table, parts: int) -> list[Table]:
    return [np.unique(np.quantile(column, np.linspace(0, 1, parts)[1:-1])) for column in x.T]


def steps(rows: Table, edges: Sequence[Table]) -> Table:
    return np.column_stack([column > edge for column, some in zip(rows.T, edges, strict=True) for edge in some]).astype(
        float
    )


Tell = Callable[[Sessions, Table, Table], Table]
_WAYS: Final[dict[str, Tell]] = {
    "weighing of steps": weighed,
    "and of their pairs": paired,
    "boosting": boosted,
    _KINDS: boosted_kinds,
    _NEAR: near,
}
