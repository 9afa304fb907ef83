"""Themes in what people said: proposed from their own words, each with its evidence and whether it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from twoears.lib.intervals import Number, share
from twoears.understanding.needs.cutting import HOLDS, best_cut, halves
from twoears.understanding.needs.naming import names_of
from twoears.understanding.needs.spread import fits, points_of, unit, weights
from twoears.understanding.needs.terms import Floats, Ints, Terms, terms_of

MOST: Final = 20_000  # texts that are looked at at once
ENOUGH: Final = 40  # texts, below which nothing is proposed
_DIRECTIONS: Final = (8, 40)  # fewest and most; between them one for each so many texts
_A_DIRECTION: Final = 25
_NEAR: Final = 0.4  # cosine to the middle of a theme, below which a text is of none
_QUOTES: Final = 3
_EVERYWHERE: Final = 0.25  # share of texts above which a word tells nothing
_FEWEST: Final = 5  # texts of a theme
_SAME: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something that somebody said: `post` is its number, `who` stands for who said it."""

    post: int
    text: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A post that is quoted as evidence."""

    post: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What some of them speak of. `again` is how much of it comes again by the other half of the texts, 0 to 1.

    `holds` is false where it cannot be told that other texts would give it. `members` are the numbers of its posts.
    """

    name: str
    words: tuple[str, ...]
    posts: Number
    people: Number
    again: float
    holds: bool
    quotes: tuple[Quote, ...]
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Themes:
    """All themes, the largest that holds first; `none` is the share that fits no theme.

    `alike` is how alike the themes of two halves of the texts are (1 for the same); `why_none` says why there are none.
    """

    texts: int
    people: int
    left_out: int
    themes: tuple[Theme, ...]
    none: Number
    alike: float | None
    why_none: str = ""


def themes(
    said: Sequence[Said],
    *,
    left_out: int = 0,
    points: Floats | None = None,
    before: Sequence[tuple[str, frozenset[int]]] = (),
) -> Themes:
    """What people speak of. `points` are places of the texts from elsewhere (embeddings), a row each.

    `before` are names and posts of earlier themes: where most of a theme is the same, it keeps its name.

    >>> said = [Said(post=n, text=("no signal in the lab", "invoice!")[n % 2], who=str(n)) for n in range(40)]
    >>> found = themes(said)
    >>> [(theme.name, theme.posts.k, theme.holds) for theme in found.themes]
    [('invoice', 20, True), ('no signal, lab', 20, True)]
    """
    texts = [one.text for one in said]
    terms = _useful(terms_of(texts))
    placed = _placed(terms) if points is None else unit(points - points.mean(axis=0))
    there = np.flatnonzero(fits(placed))
    why = _too_little(said, len(there))
    if why:
        return _nothing(said, left_out, why)
    if np.allclose(placed[there], placed[there[0]]):
        return _nothing(said, left_out, "all of them say the same")
    group, near, again = best_cut(placed[there])
    k = len(again)
    of, nearness = np.full(len(said), -1), np.zeros(len(said))
    of[there], nearness[there] = np.where(near >= _NEAR, group, -1), near
    named = _kept_names(names_of(terms, texts, of, k), of, said, before)
    made = [_theme(said, of, nearness, at, *named[at], float(again[at])) for at in range(k) if (of == at).any()]
    return _told(said, left_out, [one for one in made if one.posts.k >= _FEWEST], halves(placed[there], k))


def _placed(terms: Terms) -> Floats:
    fewest, most = _DIRECTIONS
    return points_of(terms, weights(terms), min(most, max(fewest, terms.texts // _A_DIRECTION)))


def _useful(terms: Terms) -> Terms:
    """Without what only one says, and without what nearly all do."""
    spread = terms.spread()
    least = 2 if terms.texts < 5_000 else 3
    return terms.only(
        (spread >= least) & (spread <= max(_EVERYWHERE * terms.texts, terms.texts / 2 * (terms.texts < 200)))
    )


def _too_little(said: Sequence[Said], there: int) -> str:
    if len(said) < ENOUGH:
        return f"there are {len(said)} texts, and it takes {ENOUGH}"
    if there < ENOUGH:
        return f"only {there} of {len(said)} texts share words that tell something, and it takes {ENOUGH}"
    return ""


def _theme(
    said: Sequence[Said], of: Ints, near: Floats, at: int, name: str, words: tuple[str, ...], again: float
) -> Theme:
    members = np.flatnonzero(of == at)
    order = members[np.argsort(-near[members], kind="stable")].tolist()
    return Theme(
        name=name,
        words=words,
        posts=share(len(members), len(said), key="posts", of="of the texts", question="How much is said of it?"),
        people=_people(said, members.tolist()),
        again=round(again, 3),
        holds=again >= HOLDS,
        quotes=_quotes(said, order),
        members=tuple(said[one].post for one in order),
    )


def _people(said: Sequence[Said], members: Sequence[int]) -> Number:
    everybody = len({one.who for one in said})
    who = len({said[one].who for one in members})
    return share(who, everybody, key="people", of="of the people", question="How many speak of it?")


def _quotes(said: Sequence[Said], order: Sequence[int]) -> tuple[Quote, ...]:
    """The most central, of different people and in different words."""
    found: list[Quote] = []
    who: set[str] = set()
    words: set[str] = set()
    for at in order:
        one, told = said[at], " ".join(said[at].text.lower().split())
        if one.who not in who and told not in words:
            found.append(Quote(post=one.post, text=one.text))
        who.add(one.who)
        words.add(told)
        if len(found) == _QUOTES:
            break
    return tuple(found)


def _kept_names(
    named: list[tuple[str, tuple[str, ...]]],
    of: Ints,
    said: Sequence[Said],
    before: Sequence[tuple[str, frozenset[int]]],
) -> list[tuple[str, tuple[str, ...]]]:
    """The names of before, where posts that were looked at both times are mostly the same, and so are the words."""
    here = {one.post for one in said}
    old = [(name, posts & here) for name, posts in before]
    known = frozenset[int]().union(*(posts for _, posts in before))
    made, taken = list(named), {name for name, _ in named}
    free = {name for name, _ in old}
    for at, (now, words) in enumerate(named):
        mine = {said[one].post for one in np.flatnonzero(of == at).tolist()} & known
        best = max(old, key=lambda one: _alike(mine, one[1]), default=("", frozenset[int]()))
        same = _alike(mine, best[1]) > _SAME and _still_fits(best[0], words)
        if same and best[0] in free and (best[0] == now or best[0] not in taken):
            made[at] = (best[0], words)
            free.discard(best[0])
    return made


def _still_fits(name: str, words: Sequence[str]) -> bool:
    """Whether a name still says what the theme is about: at least half of its parts are among the telling words."""
    parts = name.split(", ")
    return 2 * sum(part in words for part in parts) >= len(parts)


def _alike(one: set[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0


def _told(said: Sequence[Said], left_out: int, made: list[Theme], alike: float) -> Themes:
    inside = sum(theme.posts.k for theme in made)
    return Themes(
        texts=len(said),
        people=len({one.who for one in said}),
        left_out=left_out,
        themes=tuple(sorted(made, key=lambda one: (not one.holds, -one.posts.k, one.name))),
        none=_none(len(said) - inside, len(said)),
        alike=round(alike, 3),
        why_none="" if made else "no theme has enough texts",
    )


def _none(k: int, n: int) -> Number:
    return share(k, n, key="none", of="of the texts fit no theme", question="How much does not fit?")


def _nothing(said: Sequence[Said], left_out: int, why: str) -> Themes:
    people = len({one.who for one in said})
    none = _none(len(said), len(said))
    return Themes(texts=len(said), people=people, left_out=left_out, themes=(), none=none, alike=None, why_none=why)
