"""The rings of reach as SVG: a dot for each person, nearer for fewer steps, and those outside who are not reached.

Values in, markup out. The dots stand in for people and not for where these are: their places say the ring and the
audience, and are spread evenly within it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from typing import Final

from twoears.lib.counts import counted
from twoears.reach.rings import Audience
from twoears.web.pictures import broad, svg, text

FROM: Final = 1_500  # people: from then on a dot stands for ten, from ten times as many for a hundred, and so on
WIDE: Final = 560
_RINGED: Final = 3.0  # the radius of a dot from which on a ring can be seen around it
_LEAST: Final = 0.16  # of the area for the emptiest ring, so that three rings can be told apart
_GOLDEN: Final = 0.6180339887498949
_LOOKS: Final = ("k-est", "k-friend", "k-stranger", "k-mute")


@dataclass(frozen=True, slots=True)
class _Paper:
    """A square of `size` units: where its middle is, and how far the rings and what lies beyond them come."""

    size: int

    @property
    def middle(self) -> float:
        """Across and down alike."""
        return self.size / 2

    @property
    def core(self) -> float:
        """What is kept free around us."""
        return 20.0 if self.size >= WIDE else 15.0

    @property
    def edge(self) -> float:
        """The radius of the third ring."""
        return self.size * 0.335 if self.size >= WIDE else self.size * 0.3

    @property
    def beyond(self) -> float:
        """Up to where those who are not reached are spread."""
        return self.edge * 1.24

    def at(self, angle: float, radius: float) -> tuple[float, float]:
        """A place, by its angle from noon and how far out it is."""
        return self.middle + radius * sin(angle), self.middle - radius * cos(angle)


@dataclass(frozen=True, slots=True)
class _Sector:
    """An audience's part of the round: from which angle to which, and how many dots stand in each ring and outside."""

    name: str
    start: float
    end: float
    dots: tuple[int, int, int, int]
    sharing: int


def dot_for(people: int) -> int:
    """For how many people a dot stands.

    >>> dot_for(492), dot_for(1_501), dot_for(40_000)
    (1, 10, 100)
    """
    each = 1
    while people > FROM * each:
        each *= 10
    return each


def rings(audiences: Sequence[Audience], whole: str, size: int = WIDE) -> str:
    """The picture; empty where nobody is to be reached. `whole` says who all of them are.

    >>> from twoears.lib.intervals import share
    >>> one = Audience(name="Pharma", at=(2, 1, 0), outside=3, sharing=1, reached=share(3, 6, of="", question=""))
    >>> rings([one], "the people you want").count("<path")
    4
    """
    people = sum(sum(one.at) + one.outside for one in audiences)
    if not people:
        return ""
    paper, sectors = _Paper(size), _sectors(audiences, dot_for(people))
    radii = _radii(paper, [sum(one.dots[ring] for one in sectors) for ring in range(3)])
    parts = [*_frame(paper, sectors, radii), *_dots(paper, sectors, radii), *_labels(paper, sectors, radii)]
    us = f'<rect x="{paper.middle - 8:g}" y="{paper.middle - 8:g}" width="16" height="16" rx="5" class="k-out"/>'
    return svg(size, size, sentence(audiences, whole), "".join(parts) + us)


def sentence(audiences: Sequence[Audience], whole: str) -> str:
    """What the picture shows, for those who do not see it."""
    at = [sum(one.at[ring] for one in audiences) for ring in range(3)]
    out = sum(one.outside for one in audiences)
    return (
        f"Of {whole}, {counted(sum(at) + out, 'person', 'people')}: {at[0]:,} hear you, {at[1]:,} are two steps away, "
        f"{at[2]:,} three, {out:,} are not reached. The table beside says how many of each kind."
    )


def _sectors(audiences: Sequence[Audience], each: int) -> list[_Sector]:
    sizes = [sum(one.at) + one.outside for one in audiences]
    # By the root of its size: a small audience keeps room for its name.
    wide = [sqrt(size) for size in sizes]
    made, at = [], 0.0
    for one, share in zip(audiences, wide, strict=True):
        end = at + 2 * pi * share / (sum(wide) or 1.0)
        dots = [_shown(n, each) for n in (*one.at, one.outside)]
        made.append(_Sector(one.name, at, end, (dots[0], dots[1], dots[2], dots[3]), _shown(one.sharing, each)))
        at = end
    return [one for one in made if sum(one.dots)]


def _shown(people: int, each: int) -> int:
    """Nobody who is there is rounded away."""
    return max(round(people / each), 1) if people else 0


def _radii(paper: _Paper, dots: Sequence[int]) -> tuple[float, float, float]:
    """Where the rings end: half way between rings of one width, and rings of the area that their dots need."""
    whole = sum(dots) or 1
    needs = [max(n / whole, _LEAST) for n in dots]
    area, ends, so_far = paper.edge**2 - paper.core**2, [], 0.0
    for number, need in enumerate(needs, 1):
        so_far += need / sum(needs)
        even = paper.core + (paper.edge - paper.core) * number / len(needs)
        ends.append((even + sqrt(paper.core**2 + area * so_far)) / 2)
    return ends[0], ends[1], ends[2]


def _dot(paper: _Paper, sectors: Sequence[_Sector], radii: Sequence[float]) -> float:
    """How large a dot may be: where they stand closest, a quarter of the area is theirs."""
    room = [
        (end**2 - start**2) * (one.end - one.start) / 2 / one.dots[ring]
        for one in sectors
        for ring, (start, end) in enumerate(zip((paper.core, *radii), radii, strict=False))
        if one.dots[ring]
    ]
    return max(1.3, min(5.0, sqrt(0.25 * min(room, default=99.0) / pi)))


def _frame(paper: _Paper, sectors: Sequence[_Sector], radii: Sequence[float]) -> Iterator[str]:
    for radius in radii:
        yield f'<circle cx="{paper.middle:g}" cy="{paper.middle:g}" r="{radius:.4g}" class="k-ring"/>'
    if len(sectors) > 1:
        ends = (paper.at(one.start, radius) for one in sectors for radius in (paper.core, paper.beyond))
        lines = "".join(f"{'ML'[at % 2]}{x:.4g} {y:.4g}" for at, (x, y) in enumerate(ends))
        yield f'<path class="k-grid" d="{lines}"/>'


def _dots(paper: _Paper, sectors: Sequence[_Sector], radii: Sequence[float]) -> Iterator[str]:
    size = _dot(paper, sectors, radii)
    ends = (paper.core, *radii, paper.beyond)
    marked: list[tuple[float, float]] = []
    for ring, look in enumerate(_LOOKS):
        radius = (size, size * 0.86, size * 0.76, max(size * 0.36, 1.1))[ring]
        found: list[tuple[float, float]] = []
        for one in sectors:
            spots = list(_spread(paper, one, ends[ring], ends[ring + 1], one.dots[ring], radius + 1.2))
            found += spots
            marked += _some(spots, one.sharing) if ring == 0 else []
        if found:
            yield f'<path class="{look}" d="{"".join(_circle(x, y, radius) for x, y in found)}"/>'
    if marked:
        look, radius = ("k-carries", size + 2.6) if size >= _RINGED else ("k-out", size * 1.15)
        yield f'<path class="{look}" d="{"".join(_circle(x, y, radius) for x, y in marked)}"/>'


def _spread(
    paper: _Paper, one: _Sector, inner: float, outer: float, dots: int, edge: float
) -> Iterator[tuple[float, float]]:
    """Places spread evenly over a part of a ring, clear of its borders."""
    low, high = inner + edge, max(outer - edge, inner + edge)
    for number in range(dots):
        across, along = (number + 0.5) / dots, _turned(number + 1)
        radius = sqrt(low**2 + (high**2 - low**2) * along)
        clear = min(edge / radius, (one.end - one.start) * 0.4)
        yield paper.at(one.start + clear + (one.end - one.start - 2 * clear) * across, radius)


def _some(spots: Sequence[tuple[float, float]], many: int) -> list[tuple[float, float]]:
    """Some of the places, in no pattern, the same each time."""
    order = sorted(range(len(spots)), key=lambda at: (at * _GOLDEN) % 1)
    return [spots[at] for at in order[:many]]


def _turned(number: int) -> float:
    """The binary figures of a number turned round behind the point (van der Corput 1935): never near the one before.

    >>> [_turned(number) for number in (1, 2, 3)]
    [0.5, 0.25, 0.75]
    """
    part, at = 0.0, 0.5
    while number:
        part += at * (number & 1)
        number, at = number >> 1, at / 2
    return part


def _labels(paper: _Paper, sectors: Sequence[_Sector], radii: Sequence[float]) -> Iterator[str]:
    for one in sectors:
        angle = (one.start + one.end) / 2
        x, y = paper.at(angle, paper.beyond + 10)
        anchor = "middle" if abs(sin(angle)) < 0.35 else "start" if sin(angle) > 0 else "end"
        lines = _lines(one.name, 12 if anchor != "middle" else 20)
        # Rather over a few dots than cut off.
        wide = broad(max(lines, key=len))
        x = min(x, paper.size - wide) if anchor == "start" else max(x, wide) if anchor == "end" else x
        top = y + 4 - (len(lines) - 1) * (0 if cos(angle) < -0.35 else 6.5 if cos(angle) < 0.35 else 13)
        yield from (text(x, top + 13 * row, words, anchor, "k-strong halo") for row, words in enumerate(lines))
    for step, radius in enumerate(radii):
        # At the border between the last audience and the first, where no dot stands.
        words = ("1 step", "2 steps", "3 steps")[step] if paper.size >= WIDE else str(step + 1)
        yield text(paper.middle, paper.middle - radius + 4, words, "middle", "halo")


def _lines(name: str, wide: int) -> list[str]:
    """A name on two lines at most; what is too long for them ends in dots.

    >>> _lines("Food and dairy of the north", 14), _lines("Breweries", 7)
    (['Food and dairy', 'of the north'], ['Brewer…'])
    """
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > wide and len(lines) < 2:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return [line if len(line) <= wide else f"{line[: wide - 1]}…" for line in lines]


def _circle(x: float, y: float, r: float) -> str:
    return f"M{x - r:.4g} {y:.4g}a{r:.3g} {r:.3g} 0 1 0 {2 * r:.3g} 0a{r:.3g} {r:.3g} 0 1 0 -{2 * r:.3g} 0z"
