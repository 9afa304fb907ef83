"""Who is near a purchase: a weighing of recent signs beside a hidden Markov model, "stays as it is" and boosting.

Towns with some seeds teach, others are foretold; nothing of their truth is read but who owns which account. With a file
of web sessions whose last column says whether they bought (`--sessions FILE`), the same learner is tried on those,
without the value of pages, which knows the outcome. Run as `python -m benchmarks.buying`.
Needs scikit-learn for the boosting: `pip install scikit-learn`.
"""

import argparse
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from benchmarks import hidden
from benchmarks.sessions import fared
from twoears.people.buying import chance
from twoears.people.buying.acts import SIGNS, Act, Weeks, acts_of, weekly
from twoears.people.buying.columns import NAMES
from twoears.people.buying.cycle import BEGIN, EVERY, cost, fit, lessons
from twoears.people.buying.states import STATES, behind
from twoears.people.companies.houses import house_of
from twoears.town.town import build

UNTIL = datetime(2026, 11, 30, tzinfo=UTC)
WEEKS = 78
SHOWN = [SIGNS.index(sign) for sign in ("visit", "price", "submit", "ask", "meeting")]
HIDDEN, SHIPS, BOOSTING = "hidden Markov model", "weighing of signs (ships)", "boosting"
Told = np.ndarray


def heard(people: int, seed: int) -> tuple[Weeks, list[Act]]:
    """The signs of a town, week by week, with all accounts of one person together."""
    town = build(people, seed=seed, until=UNTIL)
    who = {account: one.person for one in town.truth().people for account in one.accounts}
    activities = list(town.activities())
    houses: dict[int, str] = {}
    for one in activities:
        if one.actor.id in who and one.actor.mail:
            houses.setdefault(who[one.actor.id], house_of([one.actor.mail]))
    acts = acts_of(activities, [actor.id for actor in town.our_actors], who)
    return weekly(acts, UNTIL, WEEKS, houses), acts


def towns(people: int, seeds: Sequence[int]) -> tuple[list[Weeks], np.ndarray, np.ndarray, np.ndarray]:
    """Tables, and what was known, what came of it, and where each stood before, over all `seeds`."""
    tables, xs, ys, befores = [], [], [], []
    for seed in seeds:
        table, acts = heard(people, seed)
        x, y, _ = lessons(table, acts)
        weeks = range(BEGIN, table.counts.shape[1] - 5, EVERY)
        befores.append(np.concatenate([behind(table, week)[table.first <= week] for week in weeks]))
        tables.append(table)
        xs.append(x)
        ys.append(y)
    return tables, np.concatenate(xs), np.concatenate(ys), np.concatenate(befores)


def posteriors(model: hidden.Hidden, tables: Sequence[Weeks]) -> np.ndarray:
    """The log of what the hidden model makes of each row of `towns`."""
    found = []
    for table in tables:
        told = model.filtered(table.counts[:, :, SHOWN], table.first)
        weeks = range(BEGIN, table.counts.shape[1] - 5, EVERY)
        found += [told[table.first <= week, week] for week in weeks]
    return np.log(np.concatenate(found) + 1e-4)


def scaled(chances: Sequence[chance.Chance], rows: np.ndarray) -> Told:
    told = np.column_stack([one.of(rows) for one in chances])
    return told / told.sum(1, keepdims=True)


def foretell(people: int, learnt: Sequence[int], foretold: Sequence[int]) -> tuple[np.ndarray, dict[str, Told]]:
    """What came of it on the towns that did not teach, and what each way told."""
    tables, x, y, was = towns(people, learnt)
    others, xs, ys, wases = towns(people, foretold)
    usual = np.bincount(y, minlength=len(STATES)) / len(y)
    counts = np.concatenate([t.counts[:, :, SHOWN] for t in tables])
    model = hidden.learn(counts, np.concatenate([t.first for t in tables]), 4, restarts=2)
    bought, boughts = (rows[:, [NAMES.index("ordered before")]] for rows in (x, xs))
    mixed, mixeds = (np.column_stack([posteriors(model, t), b]) for t, b in ((tables, bought), (others, boughts)))
    return ys, {
        "everybody alike": np.tile(usual, (len(ys), 1)),
        "stays as it is": stays(y, was, wases),
        HIDDEN: scaled(fit(mixed, y), mixeds),
        SHIPS: scaled(fit(x, y), xs),
        "both together": scaled(fit(np.column_stack([x, mixed]), y), np.column_stack([xs, mixeds])),
        BOOSTING: boosted(x, y, xs),
    }


def compare(ys: np.ndarray, told: dict[str, Told]) -> list[tuple[str, float, float, float]]:
    """(what, log-loss of states, log-loss of orders, area of orders)."""
    near = (ys == len(STATES) - 1).astype(float)
    return [
        (name, cost(ys, p), chance.log_loss(near, p[:, -1]), chance.area(near, p[:, -1])) for name, p in told.items()
    ]


def stays(y: np.ndarray, was: np.ndarray, wases: np.ndarray) -> Told:
    """Where they stood in the last four weeks, with how often that went on so."""
    table = np.array([np.bincount(y[was == at], minlength=len(STATES)) + 1.0 for at in range(len(STATES))])
    return (table / table.sum(1, keepdims=True))[wases]


def boosted(x: np.ndarray, y: np.ndarray, xs: np.ndarray) -> Told:
    from sklearn.ensemble import HistGradientBoostingClassifier

    made = HistGradientBoostingClassifier(max_iter=60, learning_rate=0.05, max_leaf_nodes=8, random_state=0)
    return made.fit(x, y).predict_proba(xs)


def main(say: Callable[[str], None] = print) -> None:
    """Print the comparisons."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--people", type=int, default=600)
    words.add_argument("--learnt", type=int, nargs="+", default=[2, 3])
    words.add_argument("--foretold", type=int, nargs="+", default=[4, 5])
    words.add_argument("--sessions", type=Path)
    given = words.parse_args()
    if given.sessions:
        for one in fared(given.sessions):
            areas = " ".join(f"{area:.4f}" for area in one.areas)
            say(f"{one.way:42} area {one.area:.4f} ({areas})  log-loss {one.loss:.4f}  gap {one.gap:.4f}")
        return
    for name, states, orders, area in compare(*foretell(given.people, given.learnt, given.foretold)):
        say(f"{name:28} states {states:.4f}  orders {orders:.5f}  area {area:.3f}")


if __name__ == "__main__":
    main()
