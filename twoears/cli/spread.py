"""`twoears cascade`, `messengers` and `introduce`: over a file of ties, how far a message goes and through whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from twoears.cli.edges import lines
from twoears.cli.saying import fail, hint, print_json, say
from twoears.reach.cascades import cascade
from twoears.reach.files import Named, read
from twoears.reach.graph import GraphError
from twoears.reach.introductions import Chain, introductions
from twoears.reach.messengers import Asked, Messenger, messengers
from twoears.reach.passing import Passing, passing

_FROM_FILE: Final = "file:"
_OF_QUERY: Final = "query:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the three have in common."""

    share: float = 0.1
    learn: str = ""
    seed: int = 0
    json: bool = False
    quiet: bool = False


def run_cascade(file: str, starts: Sequence[str], runs: int, words: Words) -> None:
    """Print whom a message from some is expected to reach."""
    try:
        named = _named(file, words)
        chance, how = _chance(named, words)
        found = cascade(named.graph, _vertices(named, starts), chance, runs=runs, seed=words.seed)
    except GraphError as wrong:
        fail(str(wrong), 2)
    if words.json:
        print_json({"cascade": found, "sentence": found.sentence, "chance": how})
        return
    say(found.sentence, "bold")
    say(f"{found.passes.people:,.1f} pass it on, those who start it among them ({found.passes.words}).")
    for step, people in enumerate(found.by_step[1:], 1):
        say(f"  after {step} step{'s' * (step > 1)}: {people:,.1f} more")
    say(how, "dim")


def choose(file: str, few: int, only: Sequence[str], audience: Sequence[str], one_of: str, words: Words) -> None:
    """Print whom to ask, what each adds, and what is proven."""
    try:
        named = _named(file, words)
        chance, how = _chance(named, words)
        expected = chance.chances() if isinstance(chance, Passing) else chance
        asked = messengers(
            named.graph,
            few,
            expected,
            only=_vertices(named, only) if only else None,
            audience=_vertices(named, audience) if audience else None,
            organisations=_organisations(named, one_of) if one_of else None,
            check=200,
            seed=words.seed,
        )
    except GraphError as wrong:
        fail(str(wrong), 2)
    if words.json:
        each = [{"name": named.names[one.vertex], "messenger": one} for one in asked.messengers]
        print_json({"messengers": each, "asked": asked, "sentence": asked.sentence, "chance": how})
        return
    _say_asked(named, asked, few, how)


def introduce(
    file: str, ours: Sequence[str], theirs: Sequence[str], never: Sequence[str], steps: int, ways: int, words: Words
) -> None:
    """Print who can introduce us, each way with its reasons; exit 1 where nobody leads there."""
    try:
        named = _named(file, words)
        allowed = np.ones(named.graph.people, bool)
        allowed[_vertices(named, never)] = False
        start, end = _vertices(named, ours), _vertices(named, theirs)
        found = introductions(named.graph, start, end, allowed=allowed, steps=steps, ways=ways)
    except GraphError as wrong:
        fail(str(wrong), 2)
    if words.json:
        each = [{"names": [named.names[one] for one in chain.people], "chain": chain} for chain in found.chains]
        print_json({"chains": each, "sentence": found.sentence})
    else:
        say(found.sentence, "bold")
        for chain in found.chains:
            _say_chain(named, chain)
    if not found.chains:
        raise SystemExit(1)


def _named(file: str, words: Words) -> Named:
    found = read(Path(file))
    if found.set_aside and not words.quiet:
        first = found.aside[0]
        many = f"{found.set_aside:,} lines are" if found.set_aside > 1 else "1 line is"
        hint(f"{many} set aside; line {first.line}: {first.reason}")
    return found.named


def _vertices(named: Named, names: Sequence[str]) -> list[int]:
    """The vertices of names; `file:PATH` stands for those of a file, one a line, `query:NAME` for who said so."""
    found: list[int] = []
    for name in names:
        if name.startswith(_OF_QUERY):
            found += _of_query(named, name)
            continue
        given = lines(Path(name.removeprefix(_FROM_FILE)), 1)[0] if name.startswith(_FROM_FILE) else [[name]]
        found += [named.vertex(row[0]) for row in given]
    return found


def _of_query(named: Named, words: str) -> list[int]:
    """Those in the table who said what a kept query finds; how many it does not name is told."""
    # Only here, as only here a house is open.
    from twoears.queries.audience.pages import called
    from twoears.reach.pages import NoReach

    try:
        said = called(words)
    except NoReach as wrong:
        raise GraphError(str(wrong)) from wrong
    there = [next((named.places[one] for one in each if one in named.places), None) for each in said]
    found = [vertex for vertex in there if vertex is not None]
    if not found:
        raise GraphError(f"Of {len(said):,} people who said what it finds the table names nobody.")
    if len(found) < len(said):
        hint(f"Of {len(said):,} people who said what it finds the table names {len(found):,}.")
    return found


def _chance(named: Named, words: Words) -> tuple[float | Passing, str]:
    """How likely each passes on what they hear, and in words where that is from."""
    if not words.learn:
        return words.share, f"Assumed: of all that they hear, people pass on {words.share:.1%} (--share)."
    graph = named.graph
    ties, heard, passed = [], [], []
    for speaker, hearer, of, k in (row[:4] for row in lines(Path(words.learn), 4)[0]):
        row = graph.heard_by(named.vertex(speaker))
        at = int(np.searchsorted(row, named.vertex(hearer)))
        if at < row.size and row[at] == named.vertex(hearer):
            ties.append(int(graph.offsets[named.vertex(speaker)]) + at)
            heard.append(_count(of))
            passed.append(_count(k))
    learnt = passing(graph, ties, heard, passed)
    learnt.chances()  # says where too little was heard
    return learnt, f"Learnt from {learnt.passed:,} passed on of {learnt.heard:,} posts heard, along {len(ties):,} ties."


def _count(words: str) -> int:
    if not (words.isascii() and words.isdecimal()) or len(words) > 15:
        raise GraphError(f"{words[:40]!r} is no number of posts.")
    return int(words)


def _organisations(named: Named, file: str) -> list[int]:
    """A number for the organisation of each vertex, -1 for those of none, from a table of person and organisation."""
    numbers: dict[str, int] = {}
    of = [-1] * named.graph.people
    for name, organisation in (row[:2] for row in lines(Path(file), 2)[0]):
        of[named.vertex(name)] = numbers.setdefault(organisation, len(numbers))
    return of


def _say_asked(named: Named, asked: Asked, few: int, how: str) -> None:
    for place, one in enumerate(asked.messengers, 1):
        say(f"{place}. {named.names[one.vertex]}: {_adds(one)}")
    if asked.messengers:
        say(f"Together {asked.together.people:,.1f} are expected to see it ({asked.together.words}).", "bold")
    if asked.checked is not None:
        say(f"Run from them {asked.checked.tries:,} times: {asked.checked.people:,.1f} ({asked.checked.words}).", "dim")
    say(asked.sentence, "dim")
    if 0 < len(asked.messengers) < few:
        say("Nobody else was seen to add anything.", "dim")
    say(how, "dim")


def _adds(one: Messenger) -> str:
    return (
        f"adds {one.adds.people:,.1f} ({one.adds.words}); alone {one.alone.people:,.1f}, "
        f"without them {one.lost.people:,.1f} fewer"
    )


def _say_chain(named: Named, chain: Chain) -> None:
    say(f"{' → '.join(named.names[one] for one in chain.people)}  ({chain.likely:.0%} if ties hold apart)")
    for link in chain.links:
        kinds = ", ".join(link.kinds) or "a tie"
        last = f", last {link.last.isoformat()}" if link.last else ""
        say(
            f"    {named.names[link.hearer]} hears {named.names[link.speaker]}: {kinds}, {link.times:g} times{last}; "
            f"strength {link.strength:.2f}",
            "dim",
        )
