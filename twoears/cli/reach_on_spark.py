"""`twoears reach FILE` where Spark counts: the same words, with the engine and with what is estimated."""

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from twoears.cli.reach import Asked, say_added, say_steps
from twoears.cli.saying import clean, err, hint, print_json
from twoears.lib.counts import counted
from twoears.lib.spark import master
from twoears.reach import GraphError, on_spark
from twoears.reach.on_spark import Reached

_HERE = "is done by the local engine: TWOEARS_ENGINE=local"


def reach(file: Path, asked: Asked, *, json: bool, quiet: bool) -> None:
    """Read `file`, and print what is asked of it. Raises GraphError, SparkError."""
    for wanted, words in ((asked.everyone, "--everyone"), (asked.to, "--to")):
        if wanted:
            raise GraphError(f"{words} {_HERE}")
    with nullcontext() if quiet or not err.is_terminal else err.status(f"Spark reads {clean(file.name)}"):
        found = on_spark.read(file, means=asked.means, followers_of=asked.followers_of)
    told = _read(found, quiet=quiet or json)
    if asked.names:
        told |= _each(found, asked, json) if asked.each else _as_one(found, asked, json)
    if json:
        print_json(told)
    elif not asked.names:
        hint("Ask how far somebody's word goes: twoears reach FILE --from NAME")


def _read(found: on_spark.Read, *, quiet: bool) -> dict[str, Any]:
    ties = found.ties
    if not quiet:
        hint(
            f"{counted(found.read, 'line')} read: {found.new:,} new, {found.known:,} already known, "
            f"{found.set_aside:,} set aside. {counted(ties.people, 'person', 'people')}, {counted(ties.ties, 'tie')}. "
            f"Counted by Spark at {master()}."
        )
        for reason, many in sorted(found.reasons.items(), key=lambda one: (-one[1], one[0])):
            hint(f"  {many:,} set aside: {reason}")
    counts = {key: getattr(found, key) for key in ("read", "new", "known", "set_aside")}
    return {
        **counts, "reasons": dict(found.reasons), "people": ties.people, "ties": ties.ties,
        "engine": "spark", "master": master(),
    }  # fmt: skip


def _as_one(found: on_spark.Read, asked: Asked, json: bool) -> dict[str, Any]:
    names = [found.ties.named([name])[name] for name in asked.names]
    told = on_spark.degrees(found.ties, names, asked.steps, error=asked.error)
    _say(" and ".join(names), told, json)
    several = told.starts > 1 and not told.error and len(names) <= on_spark.MOST_ADDING
    added = on_spark.adds(found.ties, names, asked.steps) if several else ()
    return {"from": names, **_numbers(told), "adds": say_added(names, added, json)}


def _each(found: on_spark.Read, asked: Asked, json: bool) -> dict[str, Any]:
    every = on_spark.each(found.ties, asked.names, asked.steps, error=asked.error)
    for name, told in zip(asked.names, every, strict=True):
        _say(name, told, json)
    return {"each": [{"name": name, **_numbers(told)} for name, told in zip(asked.names, every, strict=True)]}


def _numbers(told: Reached) -> dict[str, Any]:
    return {"at": told.at, "within": told.within, "of": told.others, "error": told.error}


def _say(name: str, told: Reached, json: bool) -> None:
    if json:
        return
    say_steps(name, told.at, told.within, told.others, "about " if told.error else "")
    if told.error:
        hint(_error(told.at, told.error))


def _error(at: Sequence[int], error: float) -> str:
    how = f"{counted(len(at) - 1, 'step')} counted, the last estimated" if len(at) > 1 else "The step is estimated"
    return f"  {how}: of what is reached in all two estimates in three lie within {error:.1%}; --error 0 counts."
