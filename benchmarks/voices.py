"""Do opinion groups foretell votes? On conversations of Polis (CC BY 4.0, Computational Democracy Project), held out.

`python benchmarks/voices.py FOLDER [--deals 5]`, where FOLDER holds one folder for each conversation, with its
`participants-votes.csv` and `comments.csv`. Votes are dealt into ten folds, each foretold from the others, as often as
asked; what is counted is agree or disagree, passes left aside. Plain factors get the ridge that is best on the very
votes that are counted, which favours them.

`python benchmarks/voices.py --worlds 20` makes up worlds instead, of which it is known whether there are groups.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from twoears.lib.intervals import wilson
from twoears.understanding.voices.choosing import FOLDS, Foretold, accuracy, choose, foretold
from twoears.understanding.voices.grouping import groups_of
from twoears.understanding.voices.hearing import voices
from twoears.understanding.voices.means import rand_index
from twoears.understanding.voices.reading import read_votes
from twoears.understanding.voices.votes import Votes, votes_of

_FRESH = 1000  # worlds that nothing was tuned on
NAMES = {"group_means": "group means", "one_factor": "one factor", "two_factors": "two factors", "model": "this model"}


def shares(votes: Votes, dealt: Sequence[Foretold]) -> dict[str, float]:
    """Of each way the share of votes that it foretold, over all deals."""
    found: dict[str, list[float]] = {}
    for told in dealt:
        for number in accuracy(votes, told):
            found.setdefault(number.key, []).append(number.estimate or 0.0)
    return {key: float(np.mean(each)) for key, each in found.items()}


def gains(votes: Votes, told: Foretold) -> tuple[int, int]:
    """Of the votes on which this model and two factors differ: how many each of them foretold."""
    two = told.factors[2]
    best = two[:, int(((two - votes.value[:, None]) ** 2).mean(axis=0).argmin())]
    known = votes.value != 0
    ours = ((told.model.mean(axis=1) > 0) == (votes.value > 0))[known]
    theirs = ((best > 0) == (votes.value > 0))[known]
    return int((ours & ~theirs).sum()), int((theirs & ~ours).sum())


def world(kind: str, seed: int, people: int = 200, statements: int = 30) -> tuple[Votes, np.ndarray]:
    """Votes of a made-up world, and the true group of each person; each votes on six statements in ten."""
    chance = np.random.default_rng(seed)
    liked = chance.normal(size=statements)
    group = chance.integers(0, {"two groups": 2, "three groups": 3}.get(kind, 1), people)
    if kind == "no direction":
        leaning = liked + chance.normal(0, 0.5, (people, 1))
    elif kind == "a line":
        leaning = liked + 2 * np.outer(chance.normal(size=people), chance.normal(size=statements))
    elif kind == "a plane":
        leaning = liked + 1.5 * chance.normal(size=(people, 2)) @ chance.normal(size=(2, statements))
    else:
        leaning = chance.normal(0, 1.5, (int(group.max()) + 1, statements))[group]
    agree = chance.random(leaning.shape) < 1 / (1 + np.exp(-leaning))
    value = np.where(chance.random(leaning.shape) < 0.12, 0, np.where(agree, 1, -1))
    who, what = np.nonzero(chance.random(leaning.shape) < 0.6)
    rows = zip(map(str, who.tolist()), map(str, what.tolist()), value[who, what].tolist(), strict=True)
    return votes_of(rows), group


def worlds(many: int) -> None:
    """A row for each kind of world: what is told of it, and how like the true groups those are that are shown."""
    print("| world | cannot tell | parts of a whole | separate groups | numbers of groups | like the true ones |")
    print("| --- " * 6 + "|")
    for kind in ("no direction", "a line", "a plane", "two groups", "three groups"):
        told, numbers, alike = [0, 0, 0], [], []
        for seed in range(_FRESH, _FRESH + many):
            votes, group = world(kind, seed)
            chosen = choose(votes)
            found = groups_of(votes, chosen.dimensions)[1] if chosen.hangs_together else None
            told[0 if found is None or not found.n else 1 + found.separate] += 1
            if found is not None and found.n:
                numbers.append(found.n)
                alike.append(rand_index(found.group, group[[int(name) for name in votes.people]]))
        like = f"{np.median(alike):.2f}" if alike and group.any() else ""
        counts = ", ".join(f"{n}: {numbers.count(n)}" for n in sorted(set(numbers)))
        print(f"| {kind} | {told[0]} | {told[1]} | {told[2]} | {counts} | {like} |", flush=True)


def main() -> None:
    """A row for each conversation, or for each kind of made-up world."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path, nargs="?")
    asked.add_argument("--deals", type=int, default=5)
    asked.add_argument("--worlds", type=int, default=0)
    given = asked.parse_args()
    if given.worlds:
        worlds(given.worlds)
    if given.folder:
        conversations(given.folder, given.deals)


def conversations(folder: Path, deals: int) -> None:
    """A row for each conversation."""
    print(f"| conversation | votes counted | {' | '.join(NAMES.values())} | ours only : two factors only | told |")
    print("| --- " * (len(NAMES) + 4) + "|")
    for file in sorted(folder.glob("*/participants-votes.csv")):
        votes = read_votes(file)
        n = int((votes.value != 0).sum())
        dealt = [foretold(votes, 2 * FOLDS, seed=deal) for deal in range(deals)]
        found = shares(votes, dealt)
        cells = []
        for key in NAMES:
            low, high = wilson(found[key] * n, n)
            cells.append(f"{found[key]:.4f} ({low:.3f}–{high:.3f})")
        won, lost = np.mean([gains(votes, told) for told in dealt], axis=0)
        told = f"Directions: {choose(votes).dimensions}. {voices(votes).sentence}"
        print(f"| {file.parent.name} | {n:,} | {' | '.join(cells)} | {won:.0f} : {lost:.0f} | {told} |", flush=True)


if __name__ == "__main__":
    main()
