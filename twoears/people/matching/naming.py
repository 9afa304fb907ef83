"""What two accounts call themselves, compared: names, and names that a handle or a mail address spells."""

from typing import Final

from twoears.lib.compiled import inner
from twoears.people.matching.levels import (
    FAMILY,
    GIVEN,
    HALF,
    INITIAL,
    NEAR,
    NICK,
    OTHER,
    PART,
    SAME,
    SPELLED,
    UNNAMED,
)  # fmt: skip
from twoears.people.matching.strings import alike, where
from twoears.people.matching.table import Crowd, Table, rare, rare_name

_NEAR: Final = 0.9
_SAME_WORD, _SAME_ROOT, _NEAR_WORD, _INITIAL_WORD, _OTHER_WORD = 4, 3, 2, 1, 0


@inner
def _words(t: Table, one: int, one_root: int, two: int, two_root: int) -> int:
    if one == two:
        return _SAME_WORD
    if one_root == two_root:
        return _SAME_ROOT
    n, m = t.size[one], t.size[two]
    if n == 1 or m == 1:
        return _INITIAL_WORD if t.letters[t.at[one]] == t.letters[t.at[two]] else _OTHER_WORD
    if n > 3 and m > 3 and alike(t.letters, t.at[one], n, t.at[two], m) >= _NEAR:
        return _NEAR_WORD
    return _OTHER_WORD


@inner
def _full_names(given: int, family: int) -> int:
    """The outcome where both have two words, by how these compare."""
    low, high = min(given, family), max(given, family)
    if low == _SAME_WORD:
        return SAME
    if low == _SAME_ROOT:
        return NICK
    if low == _INITIAL_WORD and high >= _SAME_ROOT:
        return INITIAL
    if low == _NEAR_WORD:
        return NEAR
    if family >= _NEAR_WORD:
        return FAMILY
    return GIVEN if given >= _NEAR_WORD else OTHER


@inner
def _better(one: int, two: int) -> int:
    """The outcome that tells more: they stand in this order."""
    return one if one != UNNAMED and (two == UNNAMED or one <= two) else two


@inner
def _holds(t: Table, row: int, handle: int, known: int) -> int:
    """Whether a handle spells the full name of `row`; `known` says that its bearer gives one of the words as name."""
    if handle < 0:
        return UNNAMED
    first, last = t.first[row], t.last[row]
    n, m, size = t.size[first], t.size[last], t.size[handle]
    if m < 2 or size < 4:
        return UNNAMED
    at = where(t.letters, t.at[last], m, t.at[handle], size)
    if at < 0:
        return UNNAMED
    if n > 1 and n + m > 5 and where(t.letters, t.at[first], n, t.at[handle], size) >= 0:
        return SPELLED
    before = at > 0 and t.letters[t.at[handle] + at - 1] == t.letters[t.at[first]]
    if m > 3 and before and at == 1:
        return SPELLED if known else HALF
    return SPELLED if known and m > 3 else UNNAMED


@inner
def _one_word(t: Table, named: int, other: int) -> int:
    """The outcome where only `named` has two words."""
    word, known, different = t.first[other], 0, 0
    if word >= 0:
        root = t.first_root[other]
        given = _words(t, t.first[named], t.first_root[named], word, root)
        family = _words(t, t.last[named], t.last_root[named], word, root)
        known = 1 if max(given, family) >= _SAME_ROOT else 0
        different = 1 if max(given, family) == _OTHER_WORD else 0
    held = _better(_holds(t, named, t.handle[other], known), _holds(t, named, t.box[other], known))
    if held != UNNAMED:
        return held
    return PART if known else OTHER if different and t.size[word] > 1 else UNNAMED


@inner
def names(t: Table, i: int, j: int, crowd: Crowd) -> tuple[int, float]:
    """The outcome for what `i` and `j` are called, and the bits of how rare it is."""
    if t.last[i] >= 0 and t.last[j] >= 0:
        given = _words(t, t.first[i], t.first_root[i], t.first[j], t.first_root[j])
        family = _words(t, t.last[i], t.last_root[i], t.last[j], t.last_root[j])
        level = _full_names(given, family)
        if level >= GIVEN:
            turned = _full_names(
                _words(t, t.first[i], t.first_root[i], t.last[j], t.last_root[j]),
                _words(t, t.last[i], t.last_root[i], t.first[j], t.first_root[j]),
            )
            level = turned if turned < GIVEN and turned != INITIAL else level
        if level >= INITIAL:
            for handle in (t.handle[i], t.box[i]):
                level = SPELLED if _holds(t, j, handle, 0) == SPELLED else level
            for handle in (t.handle[j], t.box[j]):
                level = SPELLED if _holds(t, i, handle, 0) == SPELLED else level
        return level, _rare_of(t, i, j, level, crowd)
    if t.last[i] >= 0:
        level = _one_word(t, i, j)
        return level, _rare_of(t, i, j, level, crowd)
    if t.last[j] >= 0:
        level = _one_word(t, j, i)
        return level, _rare_of(t, j, i, level, crowd)
    one, two = t.first[i], t.first[j]
    if one < 0 or two < 0 or t.size[one] < 2 or t.size[two] < 2:
        return UNNAMED, 0.0
    if _words(t, one, t.first_root[i], two, t.first_root[j]) >= _SAME_ROOT:
        return PART, rare(t, t.first_root[i], crowd)
    return OTHER, 0.0


@inner
def _rare_of(t: Table, i: int, j: int, level: int, crowd: Crowd) -> float:
    """How rare is what agrees; `i` has a full name, `j` perhaps."""
    if level in (SAME, NICK) or (level == SPELLED and t.last[j] < 0):
        return rare_name(t, i, t.full[i], crowd)
    if level in (NEAR, SPELLED):
        return min(rare_name(t, i, t.full[i], crowd), rare_name(t, j, t.full[j], crowd))
    if level == HALF:
        return rare_name(t, i, t.short_first[i], crowd)
    if level == INITIAL:
        word = t.short_last[i] if t.first_root[i] == t.first_root[j] else t.short_first[i]
        return rare(t, word, crowd)
    if level == PART:
        return rare(t, t.first_root[j], crowd)
    return 0.0
