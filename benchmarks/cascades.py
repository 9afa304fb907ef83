"""Do made-up cascades look like real ones? One chance is fitted on the one half, and compared on the other.

`python benchmarks/cascades.py replies FILE…` of tables with the columns `tweet` and `parent`, and
`python benchmarks/cascades.py shares FILE…` with `cascade` and `followers` (of whoever shared).
"""

import csv
import sys
from pathlib import Path

import numpy as np

from twoears.lib.intervals import Number
from twoears.reach.observed import Observed, branched, observed, observed_sizes

_TIMES = 20  # made-up cascades for each that was seen
_MANY = 1000  # who hears a post, where nobody knows: then only the mean number of answers counts


def columns(path: Path, *names: str) -> list[np.ndarray]:
    """Columns of whole numbers."""
    with path.open(newline="", encoding="utf8") as file:
        rows = list(csv.DictReader(file))
    return [np.array([int(float(row[name])) for row in rows]) for name in names]


def words(number: Number) -> str:
    """A share with its interval."""
    return f"{number.estimate:.3f} ({number.low:.3f}–{number.high:.3f})" if number.n else "not known"


def row(name: str, of: Observed) -> None:
    """One line of the table."""
    deep = [words(of.deep(steps)) if of.depths.size else "not known" for steps in (2, 3, 5)]
    tail = f"{of.sizes.mean():.1f} | {np.quantile(of.sizes, 0.9):.0f} | {of.sizes.max()}"
    print(f"| {name} | {of.sizes.size:,} | {words(of.alone())} | {' | '.join(deep)} | {tail} |")


def head(title: str) -> None:
    """The head of a table."""
    print(f"\n{title}\n\n| | cascades | first post only | 2 steps or more | 3 | 5 | mean posts | 90 % at most | most |")
    print("| --- " + "| --: " * 8 + "|")


def replies(path: Path) -> None:
    """Who answers whom is known."""
    posts, parents = columns(path, "tweet", "parent")
    place = {int(post): at for at, post in enumerate(posts)}
    up = np.array([place.get(int(parent), at) for at, parent in enumerate(parents)])
    root = up.copy()
    while (root != up[root]).any():
        root = up[root]
    even = np.unique(root, return_inverse=True)[1] % 2 == 0
    seen, rest = (observed(parents[half], posts=posts[half]) for half in (even, ~even))
    one = (seen.sizes.sum() - seen.sizes.size) / seen.sizes.sum()
    head(path.stem)
    row("seen, other half", rest)
    firsts = np.full(rest.sizes.size * _TIMES, _MANY)
    row(f"one chance for all: {one:.2f} answers a post", branched(firsts, one / _MANY, [_MANY]))
    two = branched(firsts, seen.later / _MANY, [_MANY], first_chance=seen.first / _MANY)
    row(f"first posts {seen.first:.1f}, others {seen.later:.2f}", two)


def shares(path: Path) -> None:
    """Only how many have heard each who shared."""
    cascade, followers = columns(path, "cascade", "followers")
    first = np.unique(cascade, return_index=True)[1]
    later = np.ones(cascade.size, bool)
    later[first] = False
    even = cascade % 2 == 0
    chance = (even & later).sum() / followers[even].sum()
    first_chance, later_chance = even[later].sum() / followers[first][even[first]].sum(), 0.0
    head(path.stem)
    row("seen, other half", observed_sizes(cascade[~even]))
    firsts = np.repeat(followers[first][~even[first]], _TIMES)
    row(f"one chance for all: {chance:.6f}", branched(firsts, chance, followers[even & later]))
    row(
        f"as if all shared from the first: {first_chance:.6f}",
        branched(firsts, later_chance, [1], first_chance=first_chance),
    )


def main() -> None:
    """A table for each file."""
    for name in sys.argv[2:]:
        {"replies": replies, "shares": shares}[sys.argv[1]](Path(name))


if __name__ == "__main__":
    main()
