"""`twoears evaluate --method`: the learner on public sets, taught from nothing, beside what is published."""

from pathlib import Path

from rich.table import Table

from twoears.cli.saying import fail, hint, out, print_json
from twoears.understanding.recipe.method import Made, measured


def method(folder: Path | None, name: str, *, json: bool, quiet: bool) -> None:
    """Print the figures; of one set where a part of its name is given."""
    if folder is None:
        fail("Say where the public sets are: twoears evaluate --method --data FOLDER", 2)
    made, missing = measured(folder, name)
    if not made:
        fail("\n".join(missing) or f"No set is called {name!r}.", 1 if missing else 2)
    if json:
        print_json({"figures": made, "missing": missing})
        return
    out.print(table(made))
    for one in missing:
        hint(one)
    if not quiet:
        hint("Told is what it was at least half sure of. Each learnt on one part, and was asked on another.")


def table(made: list[Made]) -> Table:
    """A row for each figure."""
    found = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("set", "figure"):
        found.add_column(name)
    for name in ("n", "percent", "range", "to reach"):
        found.add_column(name, justify="right", no_wrap=True)
    found.add_column("published")
    for name in ("told", "right of told", "gap", "seconds"):
        found.add_column(name, justify="right", no_wrap=True)
    for one in made:
        found.add_row(
            one.name,
            one.figure,
            f"{one.n:,}",
            f"{one.value * 100:.1f}",
            f"{one.low * 100:.1f} to {one.high * 100:.1f}",
            f"{one.reach:g}" if one.reach else "",
            one.published,
            f"{one.told:,}",
            f"{one.right / one.told:.1%}" if one.told else "cannot tell",
            f"{one.gap:.3f}",
            f"{one.seconds:.0f}",
        )
    return found
