"""How well matching does where the truth is known: what is found, what of it is right, how sure it says to be.

Accounts are joined best pair first, and never so that two of one network come together; then pairs are counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from twoears.people.matching.finding import likely
from twoears.people.matching.model import SHIPPED, Model
from twoears.people.matching.shared import SEVERAL
from twoears.people.matching.values import JOINED, PROPOSED, Found, Profile
from twoears.people.resolve import Account, matches

Pairs = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Row:
    """Of the pairs that `what` joins, `k` of `joined` are right; `tellable` of all pairs can be told by anybody."""

    what: str
    k: int
    joined: int
    tellable: int
    all: int

    @property
    def right(self) -> float:
        return self.k / self.joined if self.joined else 1.0

    @property
    def found(self) -> float:
        return self.k / self.tellable

    @property
    def found_of_all(self) -> float:
        return self.k / self.all

    @property
    def f1(self) -> float:
        return 2 * self.k / (self.joined + self.tellable)


@dataclass(frozen=True, slots=True)
class Ten:
    """Pairs whose probability is between `low` and a tenth more: as `said`, and the share that is `true`, `k`."""

    low: float
    n: int
    said: float
    true: float
    k: int


@dataclass(frozen=True, slots=True)
class Figures:
    """How many accounts and pairs there are, what each way joins, and how sure it says to be where no rule joins."""

    accounts: int
    true: int
    tellable: int
    rows: tuple[Row, ...]
    tens: tuple[Ten, ...]
    left_out: int

    @property
    def error(self) -> float:
        """The expected calibration error: how far said and true lie apart, over the pairs of all tenths."""
        n = sum(ten.n for ten in self.tens)
        return sum(ten.n * abs(ten.said - ten.true) for ten in self.tens) / n if n else 0.0


def figures(profiles: Sequence[Profile], who: Mapping[int, int], model: Model = SHIPPED) -> Figures:
    """What certain rules find, and what likely pairs add, where `who` says for each key who it is."""
    true, tellable = _true(profiles, who), _true([one for one in profiles if _tells(one)], who)
    certain = [(m.left, m.right) for m in matches([_account(one) for one in profiles])]
    found = likely(profiles, model=model, least=0.01)
    ways = {
        "certain rules": 2.0,
        "and likely pairs, half or more": PROPOSED,
        f"and likely pairs, {JOINED} or more": JOINED,
    }
    rows = []
    for what, least in ways.items():
        joined = together(profiles, [*certain, *((p.left, p.right) for p in found if p.probability >= least)])
        rows.append(Row(what, len(joined & true), len(joined), len(tellable), len(true)))
    known = set(certain)
    return Figures(
        accounts=len(profiles),
        true=len(true),
        tellable=len(tellable),
        rows=tuple(rows),
        tens=_tens(Found(p for p in found if (p.left, p.right) not in known), true),
        left_out=len(found.left_out),
    )


def together(profiles: Sequence[Profile], joined: Iterable[tuple[int, int]]) -> Pairs:
    """All pairs that come together when `joined` are joined in their order, but for two accounts of one network.

    >>> ann = [Profile(key=key, uid=str(key), network=network) for key, network in ((1, "x"), (2, "mail"), (3, "x"))]
    >>> sorted(together(ann, [(1, 2), (2, 3)]))
    [(1, 2)]
    """
    group = {one.key: [one.key] for one in profiles}
    networks = {one.key: {one.network} - SEVERAL for one in profiles}
    for left, right in joined:
        one, two = group[left], group[right]
        if one is two or networks[left] & networks[right]:
            continue
        one.extend(two)
        met = networks[left] | networks[right]
        for key in one:
            group[key], networks[key] = one, met
    return {
        pair
        for those in {id(those): those for those in group.values()}.values()
        for pair in combinations(sorted(those), 2)
    }


def _tells(one: Profile) -> bool:
    """Whether it says anything by which somebody may be known: a visitor's number does not."""
    return bool(one.name or one.mail or one.links) or one.network != "web"


def _true(profiles: Iterable[Profile], who: Mapping[int, int]) -> Pairs:
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for one in profiles:
        groups[who[one.key]].append(one.key)
    return {pair for keys in groups.values() for pair in combinations(sorted(keys), 2)}


def _tens(found: Found, true: Pairs) -> tuple[Ten, ...]:
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for pair in found:
        bins[min(int(pair.probability * 10), 9)].append((pair.probability, (pair.left, pair.right) in true))
    return tuple(
        Ten(
            low / 10,
            len(of),
            sum(said for said, _ in of) / len(of),
            sum(k for _, k in of) / len(of),
            sum(k for _, k in of),
        )
        for low, of in sorted(bins.items())
    )


def _account(one: Profile) -> Account:
    return Account(
        key=one.key,
        uid=one.uid,
        network=one.network,
        handle=one.handle,
        url=one.url,
        mail=one.mail,
        links=one.links,
        summary=one.summary,
    )
