"""Reach as other programs want it: tables, a graph, a picture as data."""

import csv
from collections.abc import Sequence
from html import escape
from io import StringIO
from typing import Any, Final

from twoears.lib.counts import counted
from twoears.reach.graph import KINDS, Graph
from twoears.reach.showing import Reached
from twoears.web.words import network_name

KINDS_IN_WORDS: Final = {
    "wanted": "Whom you want",
    "network": "Network",
    "stage": "Stage",
    "language": "Language",
    "place": "Place",
    "organisation": "Organisation",
    "need": "Need",
}
_COLUMNS: Final = ("step_1", "step_2", "step_3", "not_reached", "cannot_tell", "reached", "of", "share", "low", "high")
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"
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
    kinds = {bit: name for name, bit in KINDS.items()}
    out = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
           '<key id="name" for="node" attr.name="name" attr.type="string"/>',
           '<key id="kinds" for="edge" attr.name="kinds" attr.type="string"/>',
           '<key id="weight" for="edge" attr.name="weight" attr.type="double"/>',
           '<graph id="reach" edgedefault="directed">']  # fmt: skip
    out += [f'<node id="n{at}"><data key="name">{_words(name)}</data></node>' for at, name in enumerate(names)]
    for vertex in range(graph.people):
        for tie in range(int(graph.offsets[vertex]), int(graph.offsets[vertex + 1])):
            told = " ".join(name for bit, name in kinds.items() if int(graph.kinds[tie]) & bit)
            out.append(
                f'<edge source="n{vertex}" target="n{int(graph.targets[tie])}"><data key="kinds">{told}</data>'
                f'<data key="weight">{float(graph.weights[tie]):g}</data></edge>'
            )
    return "\n".join([*out, "</graph>", "</graphml>", ""])


def spec(page: Reached) -> dict[str, Any]:
    """How far each audience is reached, as a Vega-Lite specification with its data."""
    words = ("one step", "two steps", "three steps", "not reached")
    values = [
        {"audience": one.name, "steps": word, "people": n}
        for one in page.audiences
        for word, n in zip(words, (*one.at, one.outside), strict=True)
    ]
    return {
        "$schema": _SCHEMA,
        "title": page.finding,
        "data": {"values": values},
        "mark": "bar",
        "encoding": {
            "y": {"field": "audience", "type": "nominal", "title": None, "sort": None},
            "x": {"field": "people", "type": "quantitative", "stack": "normalize", "title": "share of people"},
            "color": {
                "field": "steps",
                "type": "nominal",
                "sort": list(words),
                "scale": {"domain": list(words), "range": ["#0d6a70", "#5fa5a6", "#a9d3d2", "#e4e0d7"]},
            },
            "order": {"field": "steps", "sort": "ascending"},
        },
    }


def under(page: Reached) -> str:
    """The line above the finding: how far back, and how many speak."""
    back = f"last {counted(page.days, 'day')}" if page.days else "all that was heard"
    speak = page.speaker or counted(len(page.us), "account of yours", "accounts of yours")
    return f"{back} · {speak}"


def shown_as(by: str, name: str) -> str:
    """An audience's name as it is written on a page.

    >>> shown_as("network", "linkedin"), shown_as("stage", "friend"), shown_as("organisation", "norrvik.example")
    ('LinkedIn', 'Friends', 'norrvik.example')
    """
    if by == "network":
        return network_name(name)
    return f"{name.capitalize()}s" if by == "stage" else name


def _plain(words: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{words}" if words.startswith(_FORMULA) else words


def _words(name: str) -> str:
    return escape("".join(sign for sign in name if sign.isprintable()))
