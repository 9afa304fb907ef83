"""A map of opinions: a mark for each person, near those who vote alike, of the shape of their group.

Values in, markup out. Shape tells groups apart where colour cannot; who may belong to another group is a small ring.
"""

from collections.abc import Callable, Sequence
from typing import Final

from twoears.understanding.voices.hearing import Place, Voices
from twoears.web.pictures import NARROW, svg, text

_HIGH, _EDGE = 240, 14
_STACKS: Final = 36  # where opinions differ in one direction alone, people stand on each other like grains
_SIZE = 3.6
Mark = Callable[[float, float], str]


def _circle(x: float, y: float, r: float = _SIZE) -> str:
    return f"M{x - r:.5g} {y:.4g}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z"


def _square(x: float, y: float) -> str:
    side = 1.8 * _SIZE
    return f"M{x - side / 2:.5g} {y - side / 2:.4g}h{side:.3g}v{side:.3g}h-{side:.3g}z"


def _up(x: float, y: float) -> str:
    return f"M{x:.5g} {y - _SIZE * 1.1:.4g}l{_SIZE * 1.1:.3g} {_SIZE * 2:.3g}h-{_SIZE * 2.2:.3g}z"


def _down(x: float, y: float) -> str:
    return f"M{x:.5g} {y + _SIZE * 1.1:.4g}l{_SIZE * 1.1:.3g} -{_SIZE * 2:.3g}h-{_SIZE * 2.2:.3g}z"


def _diamond(x: float, y: float) -> str:
    r = _SIZE * 1.25
    return f"M{x:.5g} {y - r:.4g}l{r:.3g} {r:.3g}l-{r:.3g} {r:.3g}l-{r:.3g} -{r:.3g}z"


def _ring(x: float, y: float) -> str:
    return _circle(x, y, 2.2)


_UNSURE: Final = ("", "k-prev", "small rings", _ring)
_SHAPES: Final[tuple[tuple[str, str, Mark], ...]] = (
    ("k-est", "circles", _circle),
    ("k-out", "squares", _square),
    ("k-band", "triangles", _up),
    ("k-mute", "diamonds", _diamond),
    ("k-out-band", "triangles upside down", _down),
)


def opinion_map(heard: Voices, width: int = NARROW) -> str:
    """The map; empty where it is not known where people stand.

    >>> from twoears.understanding.voices.hearing import voices
    >>> from twoears.understanding.voices.votes import votes_of
    >>> rows = [(f"p{n}", f"s{m}", 1 if n % 2 == m % 2 else -1) for n in range(24) for m in range(6)]
    >>> opinion_map(voices(votes_of(rows))).count("<path")
    2
    """
    if not heard.places:
        return ""
    points, high = _on_paper(heard.places, width)
    marks = "".join(_marks(name, look, mark, points) for name, look, _, mark in _kinds(heard))
    names = "".join(_name(group.name, points) for group in heard.groups)
    return svg(width, high, map_sentence(heard), marks + names)


def map_sentence(heard: Voices) -> str:
    """What the map shows, for those who do not see it."""
    parts = [
        f"{group.name}, {group.sure.k} as {shape}" for group, (_, shape, _) in zip(heard.groups, _SHAPES, strict=False)
    ]
    told = f" Surely in {'; '.join(parts)}." if parts else ""
    return f"{heard.sentence}{told} Who stands near votes alike."


def legend(heard: Voices) -> list[tuple[str, str]]:
    """A small picture of each mark, and what it stands for."""
    found = [(name or "may belong to another group", look, mark) for name, look, _, mark in _kinds(heard)]
    return [(_alone(look, mark), name) for name, look, mark in found]


def _alone(look: str, mark: Mark) -> str:
    path = f'<path class="{look}" d="{mark(6, 6)}"/>'
    return f'<svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">{path}</svg>'


def shape_of(number: int) -> str:
    """By which shape a group is drawn."""
    return _SHAPES[number][1]


def _kinds(heard: Voices) -> list[tuple[str, str, str, Mark]]:
    named = [(group.name, *shape) for group, shape in zip(heard.groups, _SHAPES, strict=False)]
    return [_UNSURE, *named] if any(not place.group for place in heard.places) else [*named]


Point = tuple[float, float, str]


def _on_paper(places: Sequence[Place], width: int) -> tuple[list[Point], float]:
    """The marks, and how high they come. Both directions have one scale; where there is but one, it is stacked."""
    xs, ys = [place.x for place in places], [place.y for place in places]
    left, top = min(xs), max(ys)
    wide, high = max(xs) - left or 1.0, top - min(ys)
    if not high:
        return _stacked(places, left, wide, width), _HIGH
    scale = min((width - 2 * _EDGE) / wide, (_HIGH - 2 * _EDGE) / high)
    right = (width - scale * wide) / 2
    found = [(right + scale * (place.x - left), _EDGE + scale * (top - place.y), place.group) for place in places]
    return found, round(scale * high + 2 * _EDGE)


def _stacked(places: Sequence[Place], left: float, wide: float, width: int) -> list[Point]:
    stacks: list[list[Place]] = [[] for _ in range(_STACKS)]
    for place in sorted(places, key=lambda one: (one.group, one.x)):
        stacks[min(int((place.x - left) / wide * _STACKS), _STACKS - 1)].append(place)
    step = min(2 * _SIZE + 0.6, (_HIGH - 3 * _EDGE) / max(map(len, stacks)))
    across = (width - 2 * _EDGE) / _STACKS
    return [
        (_EDGE + across * (number + 0.5), _HIGH - _EDGE - step * height, place.group)
        for number, stack in enumerate(stacks)
        for height, place in enumerate(stack)
    ]


def _marks(name: str, look: str, mark: Mark, points: Sequence[Point]) -> str:
    found = [mark(x, y) for x, y, group in points if group == name]
    return f'<path class="{look}" d="{"".join(found)}"/>' if found else ""


def _name(name: str, points: Sequence[Point]) -> str:
    """The letter of a group in its middle."""
    mine = [(x, y) for x, y, group in points if group == name]
    if not mine:
        return ""
    x, y = sum(x for x, _ in mine) / len(mine), sum(y for _, y in mine) / len(mine)
    return text(x, y + 4, name[-1], "middle", "k-strong halo")
