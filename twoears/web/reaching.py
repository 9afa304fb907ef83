"""What the page of reach says in words, and its picture as data."""

from typing import Any, Final

from twoears.lib.counts import counted
from twoears.lib.intervals import LEVEL, Number
from twoears.reach.showing import IfShared, Reached, Somebody
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
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"


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


def expected(shared: IfShared, whole: str) -> Number:
    """What is expected to be seen, as a number that can be drawn: a mean and where it likely lies."""
    seen = shared.seen
    return Number(
        of=f"{whole} would see it",
        k=round(seen.people),
        n=seen.of,
        estimate=seen.people / seen.of,
        low=seen.low / seen.of,
        high=seen.high / seen.of,
        level=LEVEL,
        method="independent cascades",
        question="How many would see it?",
    )


def seen_in_words(shared: IfShared) -> str:
    """Who hears it at once, what passing on adds and from what that was learnt, and who adds nothing."""
    seen = shared.seen
    idle = ", ".join(dict.fromkeys(map(_called, shared.idle)))
    told = f" Nearly all who hear {idle} hear another one of them." if idle else ""
    more = seen.people - seen.direct
    adds = f"about {more:,.0f} more" if more >= 0.5 else "hardly anybody"
    return (
        f"{seen.direct:,} of {seen.of:,} hear it from them; passing it on adds {adds}. Of {seen.heard:,} times that "
        f"somebody could pass on a post or an answer in the last year they did {seen.passed:,} times.{told}"
    )


def _called(one: Somebody) -> str:
    return f"{one.name} ({network_name(one.network)})" if one.network else one.name
