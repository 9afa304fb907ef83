"""Reach for other programs: tables, and the graph as GraphML or as a list of ties."""

import csv
from collections.abc import Iterator, Sequence
from html import escape
from io import StringIO
from typing import Final, TextIO

from twoears.reach.graph import KINDS, Graph
from twoears.reach.showing import Reached

_COLUMNS: Final = ("step_1", "step_2", "step_3", "not_reached", "cannot_tell", "reached", "of", "share", "low", "high")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def rows(page: Reached) -> list[list[object]]:
    """The table of audiences, and all of them last."""
    return [
        [one.name, *one.at, one.outside, one.reached.aside, one.reached.k, one.reached.n, one.reached.estimate,
         one.reached.low, one.reached.high]
        for one in (*page.audiences, page.all)
    ]  # fmt: skip


def as_csv(page: Reached) -> str:
    """The audiences as a table."""
    out = StringIO()
    table = csv.writer(out)
    table.writerow([page.by, *_COLUMNS])
    table.writerows([[_plain(str(row[0])), *row[1:]] for row in rows(page)])
    return out.getvalue()


def as_graphml(graph: Graph, names: Sequence[str]) -> str:
    """The graph as GraphML: http://graphml.graphdrawing.org/specification.html"""
    out = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
           '<key id="name" for="node" attr.name="name" attr.type="string"/>',
           '<key id="kinds" for="edge" attr.name="kinds" attr.type="string"/>',
           '<key id="weight" for="edge" attr.name="weight" attr.type="double"/>',
           '<graph id="reach" edgedefault="directed">']  # fmt: skip
    out += [f'<node id="n{at}"><data key="name">{_words(name)}</data></node>' for at, name in enumerate(names)]
    out += [
        f'<edge source="n{speaker}" target="n{hearer}"><data key="kinds">{did}</data>'
        f'<data key="weight">{often:g}</data></edge>'
        for speaker, hearer, did, often, _ in ties(graph)
    ]
    return "\n".join([*out, "</graph>", "</graphml>", ""])


def write_edges(graph: Graph, names: Sequence[str], out: TextIO) -> None:
    """Each tie on a line: who speaks, who hears, what the one who hears did, how often, and on which day last."""
    table = csv.writer(out)
    table.writerow(["speaker", "hearer", "speaker_name", "hearer_name", "kinds", "weight", "day"])
    plain = [_plain(name) for name in names]
    for speaker, hearer, did, often, day in ties(graph):
        table.writerow([speaker, hearer, plain[speaker], plain[hearer], did, f"{often:g}", day])


def ties(graph: Graph) -> Iterator[tuple[int, int, str, float, int]]:
    """Each tie: who speaks, who hears, what the one who hears did, how often, on which day last (since 1970).

    >>> list(ties(Graph.from_edges([0, 0], [1, 1], kinds=[1, 8])))
    [(0, 1, 'follows shares', 2.0, -1)]
    """
    for speaker in range(graph.people):
        for tie in range(int(graph.offsets[speaker]), int(graph.offsets[speaker + 1])):
            did = " ".join(name for name, bit in KINDS.items() if int(graph.kinds[tie]) & bit)
            yield speaker, int(graph.targets[tie]), did, float(graph.weights[tie]), int(graph.days[tie])


def _plain(words: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{words}" if words.startswith(_FORMULA) else words


def _words(name: str) -> str:
    return escape("".join(sign for sign in name if sign.isprintable()))
