"""Two pictures as Vega-Lite specifications with their data, for notebooks and slides. https://vega.github.io/schema/vega-lite/v5.json"""

from typing import Any

from twoears.measures.showing import Measured
from twoears.people.showing import PersonPage

_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_EAR, _MOUTH = "#0d6a70", "#a94a17"


def trend_spec(page: Measured) -> dict[str, Any]:
    """Heard for each said by week: a line in its likely range, on a log scale."""
    values = [
        {
            "week": w.start.isoformat(),
            "estimate": w.number.estimate,
            "low": w.number.low,
            "high": w.number.high,
            "heard": w.number.k,
            "said": w.number.n,
        }
        for w in page.weeks
        if w.number.estimate
    ]
    across = {"field": "week", "type": "temporal", "title": None}
    log = {"type": "log"}
    return {
        "$schema": _SCHEMA,
        "title": "Heard for each said, by week",
        "width": 640,
        "height": 180,
        "data": {"values": values},
        "encoding": {"x": across},
        "layer": [
            {
                "mark": {"type": "area", "opacity": 0.25, "color": _EAR},
                "encoding": {
                    "y": {"field": "low", "type": "quantitative", "scale": log, "title": "heard for each said"},
                    "y2": {"field": "high"},
                },
            },
            {
                "mark": {"type": "line", "color": _EAR},
                "encoding": {"y": {"field": "estimate", "type": "quantitative", "scale": log}},
            },
            {"mark": {"type": "rule", "strokeDash": [4, 3]}, "encoding": {"y": {"datum": 2}}},
        ],
    }


def year_spec(page: PersonPage) -> dict[str, Any]:
    """A year on one line: theirs up, ours down, longer for more effort."""
    values = [
        {
            "at": m.at.isoformat(),
            "effort": m.effort if m.side != "ours" else -m.effort,
            "side": m.side,
            "kind": m.kind,
            "network": m.network,
        }
        for m in page.year
    ]
    return {
        "$schema": _SCHEMA,
        "title": f"A year with {page.name}",
        "width": 900,
        "height": 160,
        "data": {"values": values},
        "mark": {"type": "rule", "strokeWidth": 2},
        "encoding": {
            "x": {"field": "at", "type": "temporal", "title": None},
            "y": {"datum": 0, "type": "quantitative", "title": "effort"},
            "y2": {"field": "effort"},
            "color": {
                "field": "side",
                "type": "nominal",
                "scale": {"domain": ["theirs", "ours"], "range": [_EAR, _MOUTH]},
            },
        },
    }
