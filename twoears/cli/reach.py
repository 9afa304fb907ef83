"""`twoears reach`: how many people are one, two and three steps away, by a file of who hears whom."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from twoears.cli.saying import clean, err, fail, hint, print_json, say
from twoears.lib.counts import counted
from twoears.lib.spark import SparkError, engine
from twoears.reach import Added, GraphError, Prepared, adds, degrees, each
from twoears.reach.everyone import Everyone, everyone
from twoears.reach.files import Imported, Means, read, write

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a file: from whom, how many steps, each alone or all as one, everybody, another file."""

    names: Sequence[str] = ()
    steps: int = 3
    each: bool = False
    everyone: bool = False
    to: Path | None = None
    means: Means = "speaks"
    followers_of: str = ""
    limit: int = 20
    error: float | None = None


def reach(file: Path, asked: Asked, *, json: bool, quiet: bool) -> None:
    """Read `file`, and print what is asked of it, by the engine that the environment names."""
    try:
        if engine() == "spark":
            import_module("twoears.cli.reach_on_spark").reach(file, asked, json=json, quiet=quiet)
            return
        _reach(file, asked, json=json, quiet=quiet)
    except (GraphError, SparkError) as wrong:
        fail(str(wrong))


def _reach(file: Path, asked: Asked, *, json: bool, quiet: bool) -> None:
    with nullcontext() if quiet or not err.is_terminal else err.status(f"reading {clean(file.name)}"):
        found = read(file, means=asked.means, followers_of=asked.followers_of)
    told: dict[str, Any] = _read(found, quiet=quiet or json)
    if asked.names:
        told |= _each(found, asked, json) if asked.each else _as_one(found, asked, json)
    if asked.everyone:
        told |= _everyone(found, asked, json)
    if asked.to:
        write(found.named, asked.to)
        hint(f"Written to {asked.to}.")
    if json:
        print_json(told)
    elif not (asked.names or asked.everyone or asked.to):
        hint("Ask how far somebody's word goes: twoears reach FILE --from NAME")


def _read(found: Imported, *, quiet: bool) -> dict[str, Any]:
    """What came of the file; said beside the result, as it is none."""
    graph = found.named.graph
    if not quiet:
        hint(
            f"{counted(found.read, 'line')} read: {found.new:,} new, {found.known:,} already known, "
            f"{found.set_aside:,} set aside. {counted(graph.people, 'person', 'people')}, {counted(graph.ties, 'tie')}."
            " Counted by the local engine."
        )
        for one in found.aside[:_SHOWN]:
            hint(f"  line {one.line}: {one.reason}")
        if found.set_aside > _SHOWN:
            hint(f"  and {found.set_aside - _SHOWN:,} more; --json names the first thousand.")
    return {
        **{key: getattr(found, key) for key in ("read", "new", "known", "set_aside", "aside")},
        "people": graph.people,
        "ties": graph.ties,
        "engine": "local",
    }


def _as_one(found: Imported, asked: Asked, json: bool) -> dict[str, Any]:
    """How far the word of all who are named goes, and what each adds where they are several."""
    graph, starts = _prepared(found), [found.named.vertex(name) for name in asked.names]
    told = degrees(graph, starts, asked.steps)
    added = adds(graph, starts, asked.steps) if told.starts > 1 else ()
    names = [found.named.names[start] for start in starts]
    if not json:
        say_steps(" and ".join(names), told.at, told.within, told.others)
    listed = say_added(names, added, json)
    return {"from": names, "at": told.at, "within": told.within, "of": told.others, "adds": listed}


def say_added(names: Sequence[str], added: Sequence[Added], json: bool) -> list[dict[str, Any]]:
    """What each of several adds, in words unless it is wanted as JSON, and as that."""
    for one in () if json else added:
        say(
            f"{names[one.start]} reaches {one.reach:,}; {one.only:,} of them nobody else; "
            f"adds {one.new:,} to {one.together - one.new:,}",
            "dim",
        )
    return [{"name": names[one.start], **{k: getattr(one, k) for k in ("reach", "only", "new")}} for one in added]


def _each(found: Imported, asked: Asked, json: bool) -> dict[str, Any]:
    """How far the word of each goes alone."""
    starts = [found.named.vertex(name) for name in asked.names]
    counts, others = each(_prepared(found), starts, asked.steps), found.named.graph.people - 1
    rows = []
    for start, at in zip(starts, counts, strict=True):
        name, within = found.named.names[start], at.cumsum().tolist()
        rows.append({"name": name, "at": at.tolist(), "within": within, "of": others})
        if not json:
            say_steps(name, at.tolist(), within, others)
    return {"each": rows}


def _everyone(found: Imported, asked: Asked, json: bool) -> dict[str, Any]:
    """Who reaches most, about."""
    told: Everyone = everyone(_prepared(found), asked.steps)
    rows = [
        {"name": found.named.names[vertex], "within": [round(float(size)) for size in told.within[vertex]]}
        for vertex in told.furthest(asked.limit)
    ]
    if not json:
        say(f"Who reaches most people within {counted(asked.steps, 'step')}, estimated:", "bold")
        for row in rows:
            say(f"  {row['name']}  about {row['within'][-1]:,} of {found.named.graph.people - 1:,}")
        hint(f"One step is counted. Beyond it two estimates in three lie within {told.error:.0%}; --from NAME counts.")
    return {"everyone": rows, "error": told.error, "of": max(found.named.graph.people - 1, 0)}


def _prepared(found: Imported) -> Prepared:
    return Prepared.of(found.named.graph)


def say_steps(name: str, at: Sequence[int], within: Sequence[int], others: int, about: str = "") -> None:
    """How far a word goes, step by step; `about` is said before what is an estimate."""
    share = f", {within[-1] / others:.0%}" if others >= 20 else ""
    say(f"{name}: {about}{within[-1]:,} of {others:,} people within {counted(len(at), 'step')}{share}", "bold")
    for step, (new, sofar) in enumerate(zip(at, within, strict=True), 1):
        say(f"  {counted(step, 'step'):8} {counted(new, 'person', 'people')}, {sofar:,} in all")
