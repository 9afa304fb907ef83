"""What a query means: the plain definition, which every faster way must agree with, and the words that made it hold."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from twoears.listening.facts import fits, values
from twoears.listening.heard import Heard, Span, Stretch, Zone
from twoears.listening.said import Said
from twoears.listening.tree import And, Fact, Followers, Near, Node, Not, Or, Query, Raw, Reach, Run, Window
from twoears.listening.words import DROPPED, LETTER, kind

_WORDY = (LETTER, DROPPED)


def matches(query: Query, said: Said) -> bool:
    """Whether `query` finds `said`.

    >>> from twoears.listening.grammar import parse
    >>> matches(parse('"leaking pump" AND NOT from:us'), Said(text="Our pump is leaking")), "order matters"
    (False, 'order matters')
    >>> matches(parse("leak* NEAR/3 pump"), Said(text="Our pump is leaking"))
    True
    """
    return holds(query.root, Heard(said))


def holds(node: Node, heard: Heard) -> bool:
    """The same for a part of a query and for words that were found already."""
    match node:
        case And(parts):
            return all(holds(part, heard) for part in parts)
        case Or(parts):
            return any(holds(part, heard) for part in parts)
        case Not(part):
            return not holds(part, heard)
        case Run(words, zone):
            return bool(heard.zone(zone).stretches(words))
        case Near():
            return bool(chain(node, heard)[-1])
        case Window():
            return bool(gathered(node, heard))
        case Raw(text):
            return any(exact(part, text) for part in (heard.said.title, heard.said.text))
        case Fact(name, value):
            return any(fits(value, one) for one in heard.values(name))
        case Followers():
            return node.holds(heard.said.followers)


def chain(near: Near, heard: Heard) -> list[set[Stretch]]:
    """For each spot of a chain the stretches that are reached from the one before; the last is empty without a find."""
    layers = [_spot(near.spots[0], heard)]
    for spot, reach in zip(near.spots[1:], near.reaches, strict=True):
        before = layers[-1]
        firsts, lasts = {one.first for one in before}, {one.last for one in before}
        layers.append({one for one in _spot(spot, heard) if _reached(one, firsts, lasts, reach)})
    return layers


def _spot(runs: Sequence[Run], heard: Heard) -> set[Stretch]:
    return {stretch for run in runs for stretch in heard.zone(run.zone).stretches(run.words)}


def _reached(one: Stretch, firsts: set[int], lasts: set[int], reach: Reach) -> bool:
    """Whether a stretch that ends (or, in any order, begins) in the sets is near, without a word in common."""
    steps = range(1, reach.within + 1)
    return any(one.first - step in lasts for step in steps) or (
        not reach.ordered and any(one.last + step in firsts for step in steps)
    )


def gathered(window: Window, heard: Heard) -> list[tuple[int, int]]:
    """The first and last places of the windows that hold each run as often as it is named."""
    zone = heard.zone(window.runs[0].zone)
    often = Counter(run.words for run in window.runs)
    where = {words: [stretch.first for stretch in zone.stretches(words)] for words in often}
    starts = sorted({place for places in where.values() for place in places})
    return [
        (start, start + window.within)
        for start in starts
        if all(_count(where[words], start, start + window.within - len(words) + 1) >= n for words, n in often.items())
    ]


def _count(places: list[int], low: int, high: int) -> int:
    return bisect_right(places, high) - bisect_left(places, low)


def exact(text: str, wanted: str) -> list[tuple[int, int]]:
    """Where `wanted` stands in `text`, letter by letter, and not inside a longer word.

    >>> exact("Use C++, not Objective-C++.", "C++"), exact("Scala", "Sc")
    ([(4, 7), (23, 26)], [])
    """
    found = []
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if not (_inside(text, at) or _inside(text, end)):
            found.append((at, end))
        at = text.find(wanted, at + 1)
    return found


def _inside(text: str, at: int) -> bool:
    return 0 < at < len(text) and kind(text[at - 1]) in _WORDY and kind(text[at]) in _WORDY


def why(query: Query, said: Said) -> tuple[Span, ...]:
    """The characters that made `query` find `said`, in order; none where it does not, or only excludes.

    >>> from twoears.listening.grammar import parse
    >>> said = Said(text="My pump is leaking.", tags=("help",))
    >>> [(span.field, span.start, span.end) for span in why(parse("pump OR #help OR fan"), said)]
    [('tags', 0, 4), ('text', 3, 7)]
    """
    heard = Heard(said)
    return tuple(sorted(set(_spans(query.root, heard)))) if holds(query.root, heard) else ()


def _spans(node: Node, heard: Heard) -> Iterator[Span]:
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                if holds(part, heard):
                    yield from _spans(part, heard)
        case Run(words, zone):
            yield from _of(heard.zone(zone), heard.zone(zone).stretches(words))
        case Near(spots):
            yield from _of(heard.zone(spots[0][0].zone), _linked(node, heard))
        case Window():
            yield from _in_windows(node, heard)
        case Raw(text):
            for field, said in (("title", heard.said.title), ("text", heard.said.text)):
                yield from (Span(field, 0, start, end) for start, end in exact(said, text))
        case Fact(name, value):
            yield from _whole(name, value, heard)


def _of(zone: Zone, stretches: Sequence[Stretch]) -> Iterator[Span]:
    for stretch in stretches:
        yield from zone.spans(stretch)


def _linked(near: Near, heard: Heard) -> list[Stretch]:
    """The stretches on a whole chain: those that are reached from the start and reach the end."""
    layers = chain(near, heard)
    kept = [layers[-1]]
    for layer, reach in zip(reversed(layers[:-1]), reversed(near.reaches), strict=True):
        firsts, lasts = {one.first for one in kept[-1]}, {one.last for one in kept[-1]}
        kept.append({one for one in layer if _reaches(one, firsts, lasts, reach)})
    return sorted({stretch for layer in kept for stretch in layer})


def _reaches(one: Stretch, firsts: set[int], lasts: set[int], reach: Reach) -> bool:
    steps = range(1, reach.within + 1)
    return any(one.last + step in firsts for step in steps) or (
        not reach.ordered and any(one.first - step in lasts for step in steps)
    )


def _in_windows(window: Window, heard: Heard) -> Iterator[Span]:
    zone = heard.zone(window.runs[0].zone)
    windows = gathered(window, heard)
    for run in window.runs:
        for stretch in zone.stretches(run.words):
            if any(low <= stretch.first and stretch.last <= high for low, high in windows):
                yield from zone.spans(stretch)


def _whole(field: str, value: str, heard: Heard) -> Iterator[Span]:
    """Tags and mentions as a whole: what stands in the text of them is found there by whoever draws it."""
    shown = {"hashtag": ("tags", heard.said.tags), "mention": ("mentions", heard.said.mentions)}
    if field in shown:
        name, items = shown[field]
        for item, text in enumerate(items):
            if any(fits(value, one) for one in values(field, (text,))):
                yield Span(name, item, 0, len(text))
