"""`twoears evaluate`: how good the readers are, as shipped, on public sets, on a town, and on what members said."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich.table import Table

from twoears.cli.saying import clean, fail, hint, number_words, out, print_json, say
from twoears.cli.town_needs import CODED, needs_found
from twoears.cli.town_read import town_read
from twoears.cli.town_taught import DOES
from twoears.understanding.entities.coded import SETS, coded, mistakes, scored
from twoears.understanding.recipe.evaluate import weighers
from twoears.understanding.recipe.figures import Looked, kept, looked, looked_before, taken
from twoears.understanding.recipe.measure import Row
from twoears.understanding.recipe.sets import NoSet
from twoears.understanding.scoring import Score, either, scores
from twoears.understanding.teaching.pages import ReaderTaught, readers_taught

_BY_ANYBODY = ("promotion", "announcement")
_LONGEST = 160
_WRONG = 8  # mistakes that are shown of a set
ENTITIES = "entities"  # what is evaluated by this name are the finders of names


def evaluate(reader: str, *, folder: Path | None, town: int, json: bool, quiet: bool) -> None:
    """Print the figures; of one reader from data also what it takes for what, and its worst mistakes."""
    if reader == ENTITIES:
        _entities(json=json, quiet=quiet)
        return
    known = [*(one.name for one in weighers()), ENTITIES]
    if reader and reader not in known:
        fail(f"There is no reader {reader!r} to evaluate. There are: {', '.join(known)}.", 2)
    if town:
        _town(reader, town, json=json, quiet=quiet)
        return
    try:
        rows = taken(folder, reader) if folder else [row for row in kept() if reader in ("", row.reader)]
        inside = (looked(folder, reader) if folder else looked_before(reader)) if reader else None
    except NoSet as error:
        fail(str(error))
    ours = tuple(one for one in readers_taught() if reader in ("", one.name))
    if json:
        print_json({"figures": rows, "corrections": ours, "looked": inside})
        return
    out.print(_figures(rows))
    if inside:
        _say_inside(inside)
    _say_ours(ours)
    if not folder and not quiet:
        hint("These are the figures of the shipped weights. To take them again: twoears evaluate --data FOLDER")


def _entities(*, json: bool, quiet: bool) -> None:
    """How well what texts name is found, kind by kind, on both sets of sentences."""
    sets = {name: coded(file) for name, file in SETS.items()}
    found = {name: scored(sentences) for name, sentences in sets.items()}
    if json:
        print_json({name: {"scores": rows, "mistakes": mistakes(sets[name])} for name, rows in found.items()})
        return
    for name, rows in found.items():
        say(f"{name}: {len(sets[name])} sentences", "bold")
        out.print(_by_label(rows))
        for wrong in mistakes(sets[name])[:_WRONG]:
            what = "found, and is not there" if wrong.found else "there, and not found"
            say(f"  {wrong.kind}:{wrong.key}, {what}: {wrong.text[:_LONGEST]}", "dim")
        say()
    if not quiet:
        hint("Right is told of those that are found; whoever wrote the finders coded the sentences, too.")


def _figures(rows: Sequence[Row]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("reader", "texts"):
        table.add_column(name)
    for name in ("n", "told", "right", "range", "found", "F1", "gap"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        low, high = row.interval
        found = f"{row.found} of {row.there}" if row.there else f"{row.named} false"
        table.add_row(
            row.reader,
            row.group,
            f"{row.n:,}",
            f"{row.told / row.n:.0%}",
            f"{row.right / row.told:.0%}" if row.told else "",
            f"{low * 100:.0f} to {high * 100:.0f}",
            found,
            f"{row.f1[0] * 100:.1f}" if row.f1 else "",
            f"{row.gap:.3f}",
        )
    return table


def _say_inside(seen: Looked) -> None:
    say("\nWhat it is, and what it was taken for", "bold")
    table = Table(box=None, header_style="dim", pad_edge=False)
    table.add_column("")
    for label in seen.labels:
        table.add_column(label, justify="right")
    for truth, said in seen.confusion.items():
        table.add_row(truth, *(f"{said[label]:,}" for label in seen.labels))
    out.print(table)
    if seen.worst:
        say("\nWhere it was most sure, and wrong", "bold")
    for wrong in seen.worst:
        words = " ".join(wrong.text.split())[:_LONGEST]
        say(f"  {wrong.label}, {wrong.probability:.0%}; it is {wrong.truth} ({wrong.origin}): {words}")


def _say_ours(ours: Sequence[ReaderTaught]) -> None:
    said = [one for one in ours if one.right.n or one.right.aside]
    say("\nWhere members looked" if said else "\nNo member has said anything of a label yet: twoears teach", "bold")
    for one in said:
        agreed = "" if one.agreement is None else f" · members agree: alpha {one.agreement:.2f} over {one.twice}"
        say(f"  {one.name}: right {number_words(one.right)}{agreed}")


def _town(reader: str, people: int, *, json: bool, quiet: bool) -> None:
    found = town_scores(people, reader) + (() if reader else needs_found(people))
    if json:
        print_json(found)
        return
    out.print(_by_label(found))
    if not quiet:
        hint(f"No word of the town taught the readers; of each need {CODED} posts were coded, as members would.")


def _by_label(found: Sequence[Score]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("reader", "label", "found of what is there", "right of what is told", "cannot tell"):
        table.add_column(name)
    for one in found:
        table.add_row(one.reader, clean(one.label), number_words(one.found), number_words(one.right), f"{one.unsure:,}")
    return table


def town_scores(people: int, reader: str = "", seed: int = 1, until: datetime | None = None) -> tuple[Score, ...]:
    """How far the readers recover what the people of a town really do; of news and offers what anybody says. Of a
    reader with several labels also how far it tells any of them.
    """
    read = town_read(people, seed=seed, until=until)
    rows: list[Score] = []
    for name, kinds in DOES.items():
        if reader in ("", name):
            pairs = [
                (kinds.get(one.truth.kind, "none"), one.notes[name])
                for one in read
                if one.lives_there or name in _BY_ANYBODY
            ]
            labels = tuple(dict.fromkeys(kinds.values()))
            rows += scores(name, labels, pairs)
            # Whether it is a question or a request is a matter of definition; whether it asks is not.
            rows += [either(name, labels, pairs)] if len(labels) > 1 else []
    return tuple(rows)
