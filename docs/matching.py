"""`python -m docs.matching`: how far the accounts of one person of a town are found. It takes some minutes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from twoears.cli.saying import number_words
from twoears.lib.intervals import share
from twoears.people.matching import SHIPPED
from twoears.people.matching.levels import COMPARISONS, LEVELS
from twoears.people.matching.measuring import Figures, figures
from twoears.people.matching.recipe import TOWNS
from twoears.people.matching.towns import UNTIL, town

PAGE: Final = Path(__file__).parent / "reference" / "who-is-who.md"
SHOWN: Final = ((400, 1), (5000, 2))
LINKS: Final = "\n## Links that people give as their own\n"
_HEAD: Final = """\
# How well accounts of one person are found

*Written by `python -m docs.matching`. What it means stands in [who is who](../explanation/who-is-who.md).*

Towns whose truth is known, up to {until:%-d %B %Y}. The weights were learnt from other towns, of {taught}.
Counted are pairs of accounts that do anything in the stream and come together when pairs are joined best first, never
two of one network. Some accounts say nothing of themselves at all, visitors without a mail address: nobody can tell
whose they are. So both are shown, how much is found of what can be told, and of everything.

A town is kinder than the world: nobody pretends to be somebody else, and in a small one nobody has a namesake. It is
harder in one thing: in a large one a dozen people share each name, and there are no places, employers or profiles to
tell them apart by.
"""
_TOWN: Final = """
## {people:,} people (seed {seed})

{accounts:,} accounts, {true:,} pairs of one person; {tellable:,} of them can be told. {left_out:,} signs were shared by
too many accounts to bring any two of them together.

| joined are | right | found of what can be told | found of all | F1 |
| --- | --- | --- | --- | --: |
{rows}

How sure it says to be, where no certain rule joins; calibration error {error:.3f}:

| said to be | pairs | said, mean | one person |
| --- | --: | --: | --- |
{tens}
"""
_WEIGHTS: Final = """
## The weights

In bits: 1 doubles the odds, -1 halves them. *Rarity* says that the rarity of what is shared counts on top, which is
most of it: a name that two of 4,000 people bear is worth 12 bits, one that a single one bears 17. A pair starts from
{overlap} in as many as there are accounts on the largest network, and the sum is stretched by {slope}. Version
{version}.

| what is compared | outcome | bits | rarity |
| --- | --- | --: | --- |
{rows}
"""
_RARE: Final = {
    "name": LEVELS["name"][1:8],
    "handle": LEVELS["handle"][1:4],
    "work": LEVELS["work"][1:3],
    "link": LEVELS["link"][3:],
    "place": LEVELS["place"][1:2],
}


def main() -> None:
    """Write the page."""
    taught = ", ".join(f"{people:,}" for people, _ in TOWNS[:-1]) + f" and {TOWNS[-1][0]:,} people"
    towns = [_town(people, seed, figures(*town(people, seed))) for people, seed in SHOWN]
    # What `docs.links` wrote stands at the end; it needs data that is not in the repository.
    _, begins, links = PAGE.read_text("utf8").partition(LINKS)
    written = _HEAD.format(until=UNTIL, taught=taught) + "".join(towns) + _weights()
    PAGE.write_text(written + begins + links, "utf8")


def _town(people: int, seed: int, told: Figures) -> str:
    tens = [
        f"| {100 * ten.low:.0f} to {100 * ten.low + 10:.0f} % | {ten.n:,} | {ten.said:.3f} "
        f"| {_share(ten.k, ten.n, 'pairs, true')} |"
        for ten in told.tens
    ]
    return _TOWN.format(
        people=people,
        seed=seed,
        accounts=told.accounts,
        true=told.true,
        tellable=told.tellable,
        left_out=told.left_out,
        rows="\n".join(_rows(told)),
        error=told.error,
        tens="\n".join(tens),
    )


def _rows(told: Figures) -> Iterator[str]:
    for row in told.rows:
        of = ((row.joined, "pairs, right"), (row.tellable, "pairs, found"), (row.all, "pairs, found of all"))
        shares = " | ".join(_share(row.k, n, what) for n, what in of)
        yield f"| {row.what} | {shares} | {row.f1:.3f} |"


def _share(k: int, n: int, of: str) -> str:
    return number_words(share(k, n, of=of, question="Of so many, how many?"))


def _weights() -> str:
    rows = [
        f"| {name} | {level} | {SHIPPED.weights[f'{name}: {level}']:+.1f} "
        f"| {'yes' if level in _RARE.get(name, ()) else ''} |"
        for name in COMPARISONS
        for level in LEVELS[name][1:]
    ]
    return _WEIGHTS.format(version=SHIPPED.version, overlap=SHIPPED.overlap, slope=SHIPPED.slope, rows="\n".join(rows))


if __name__ == "__main__":
    main()
