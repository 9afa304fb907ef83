"""What codings tell: what each item speaks of, how far members agree, and whether new needs still come."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from twoears.lib.agreement import alpha
from twoears.lib.intervals import Number, share
from twoears.understanding.needs.items import Item

LAST: Final = 40  # items that say whether new needs still come
FEWEST_TWICE: Final = 10  # items coded by two members, below which their agreement cannot be told
_FEWEST: Final = 20  # items coded, below which nothing is told of what the next will bring
_POINTS: Final = 60  # of the curve


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One word of a member: `code` is None where none of the codes fits."""

    item: Item
    code: int | None
    says: bool
    member: int
    at: datetime
    how: str = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saturation:
    """`curve` is (items coded, codes met by then); `last` is the share of the last items that brought a new code.

    `enough` is false where too few were coded to tell.
    """

    items: int
    codes: int
    curve: tuple[tuple[int, int], ...]
    last: Number
    enough: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far members agree on a code, on all for None: Krippendorff's alpha, None where it cannot be told.

    `same` is the share of items coded by two or more on which all said the same.
    """

    code: int | None
    alpha: float | None
    same: Number


def carried(rows: Iterable[Row]) -> dict[Item, set[int]]:
    """item -> the codes that it speaks of: those for which more members are than against.

    >>> when = datetime(2026, 3, 1)
    >>> def said(member: int, code: int | None, says: bool = True) -> Row:
    ...     return Row(item=Item("post", 1), code=code, says=says, member=member, at=when)
    >>> carried([said(1, 7), said(2, 8), said(2, 7, False)])[Item("post", 1)]
    {8}
    """
    votes: dict[Item, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        of = votes[row.item]
        if row.code is not None:
            of[row.code] += 1 if row.says else -1
    return {item: {code for code, sum_of in of.items() if sum_of > 0} for item, of in votes.items()}


def saturation(rows: Sequence[Row]) -> Saturation:
    """Whether what is coded still brings new needs, in the order in which items were coded first."""
    speaks, first = carried(rows), dict[Item, datetime]()
    for row in rows:
        first[row.item] = min(row.at, first.get(row.item, row.at))
    order = sorted(first, key=lambda one: (first[one], one))
    met: set[int] = set()
    curve, brought = [(0, 0)], []
    for at, one in enumerate(order, start=1):
        brought.append(bool(speaks[one] - met))
        met |= speaks[one]
        curve.append((at, len(met)))
    last = brought[-LAST:]
    step = max(1, -(-len(curve) // _POINTS))
    return Saturation(
        items=len(order),
        codes=len(met),
        curve=tuple(dict.fromkeys([*curve[::step], curve[-1]])),
        last=share(sum(last), len(last), key="new", of="brought a new need", question="Do new needs still come?"),
        enough=len(order) >= _FEWEST,
    )


def in_words(found: Saturation) -> str:
    """What is said of it.

    >>> none = saturation([])
    >>> in_words(none)
    'Cannot tell whether new needs still come: 0 texts were coded, and it takes 20.'
    """
    n, k = found.last.n, found.last.k
    if not found.enough:
        told = f"{found.items} text was" if found.items == 1 else f"{found.items} texts were"
        return f"Cannot tell whether new needs still come: {told} coded, and it takes {_FEWEST}."
    if not k:
        return f"The last {n} brought nothing new."
    return f"{k} of the last {n} brought a new need."


def agreement(rows: Sequence[Row], codes: Sequence[int]) -> tuple[Agreement, ...]:
    """How far members agree, on all codes (the set of them is one label) and on each."""
    given: dict[Item, dict[int, set[int]]] = defaultdict(dict)
    against: dict[Item, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        if row.says:
            of = given[row.item].setdefault(row.member, set())
            of |= {row.code} if row.code is not None else set()
        elif row.code is not None:
            against[row.item][row.member].add(row.code)
    whole = [["+".join(map(str, sorted(of))) or "none" for of in members.values()] for members in given.values()]
    return (_agreed(None, whole), *(_agreed(code, _by_code(given, against, code)) for code in codes))


def _by_code(
    given: dict[Item, dict[int, set[int]]], against: dict[Item, dict[int, set[int]]], code: int
) -> list[list[str]]:
    found = []
    for one in {*given, *against}:
        said = {member: "yes" if code in of else "no" for member, of in given.get(one, {}).items()}
        refused = {member: "no" for member, of in against.get(one, {}).items() if code in of}
        found.append(list((refused | said).values()))
    return found


def _agreed(code: int | None, labels: Sequence[Sequence[str]]) -> Agreement:
    twice = [one for one in labels if len(one) > 1]
    same = sum(len(set(one)) == 1 for one in twice)
    return Agreement(
        code=code,
        alpha=alpha(twice) if len(twice) >= FEWEST_TWICE else None,
        same=share(same, len(twice), key="same", of="coded alike by all who coded them", question="Do members agree?"),
    )
