"""What members' decisions on companies come to: which domains are one, and who belongs where. Plain values.

Nothing is ever overwritten. What stands is told from the decisions that were not taken back, the oldest first; a newer
one counts where it says otherwise. So whatever is taken back, in whatever order, what it had covered counts again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from twoears.people.companies.houses import ANYBODY
from twoears.people.companies.roles import ordered

WORKS: Final = "works"
NOT: Final = "not"
ROLE: Final = "role"
JOIN: Final = "join"
APART: Final = "apart"
NAME: Final = "name"
SHARED: Final = "anybody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A decision that stands. `person` is whoever its account is now; 0 for those about domains."""

    id: int
    kind: str
    domain: str
    person: int = 0
    other: str = ""
    name: str = ""
    roles: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """When somebody was first and last heard from an address of a company; None where nothing was heard from there."""

    first: datetime | None = None
    last: datetime | None = None
    mails: tuple[str, ...] = ()

    def __add__(self, other: "Heard") -> "Heard":
        """Both together."""
        moments = [at for at in (self.first, other.first, self.last, other.last) if at]
        mails = tuple(dict.fromkeys((*self.mails, *other.mails)))
        return Heard(min(moments, default=None), max(moments, default=None), mails)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somebody belongs to a company. `decided` is the decision that says so, 0 where only their mail tells it.

    `since` and `until` are as that decision says, None where it does not; `heard` is what mail tells beside it.
    """

    house: str
    now: bool
    decided: int = 0
    since: date | None = None
    until: date | None = None
    roles: tuple[str, ...] = ()
    heard: Heard = field(default_factory=Heard)


class Houses:
    """Which domains are one company, what it is called, and at which anybody may have a mailbox.

    >>> said = [Said(id=1, kind=JOIN, domain="a.example", other="b.example", name="Able")]
    >>> houses = Houses(said)
    >>> houses.of("b.example"), houses.domains("b.example"), houses.name("b.example"), houses.of("gmail.com")
    ('a.example', ('a.example', 'b.example'), 'Able', '')
    >>> Houses([*said, Said(id=2, kind=APART, domain="b.example")]).domains("b.example")
    ('b.example',)
    """

    def __init__(self, said: Iterable[Said] = ()) -> None:
        self._groups: dict[str, tuple[str, ...]] = {}
        self._shared: set[str] = set()
        names: list[Said] = []
        for one in said:
            if one.kind == JOIN:
                self._keep(tuple(dict.fromkeys((*self.domains(one.domain), *self.domains(one.other)))))
            elif one.kind == APART:
                self._keep(tuple(domain for domain in self.domains(one.domain) if domain != one.domain))
                self._keep((one.domain,))
            elif one.kind == SHARED:
                self._shared.add(one.domain)
            if one.kind in (JOIN, NAME) and one.name:
                names.append(one)
        # The name of a joining holds while both domains are together; of several the newest.
        self._names = {
            self.key(one.domain): one.name for one in names if self.key(one.other or one.domain) == self.key(one.domain)
        }

    def _keep(self, group: tuple[str, ...]) -> None:
        self._groups.update(dict.fromkeys(group, group))

    def domains(self, domain: str) -> tuple[str, ...]:
        """All domains of the company that `domain` is one of; the one that it goes by stands first."""
        return self._groups.get(domain, (domain,))

    def key(self, domain: str) -> str:
        """The domain that the company of `domain` goes by."""
        return self.domains(domain)[0]

    def anybody(self, domain: str) -> bool:
        """Whether anybody may have a mailbox there."""
        return domain in ANYBODY or domain in self._shared

    def of(self, domain: str) -> str:
        """The company that a mail address at `domain` tells of; empty where it tells of none."""
        return "" if not domain or self.anybody(domain) else self.key(domain)

    def name(self, domain: str) -> str:
        """What members call the company of `domain`; empty where nobody named it.

        The name of a joining holds while both domains are together.
        """
        return self._names.get(self.key(domain), "")

    def named(self, name: str) -> str:
        """The domain that the company goes by which members call so, of several the first; empty where none is."""
        wanted = " ".join(name.split()).casefold()
        return min((house for house, called in self._names.items() if called.casefold() == wanted), default="")


def places(houses: Houses, said: Sequence[Said], heard: Mapping[str, Heard], today: date) -> tuple[Place, ...]:
    """Where one person belongs: now first, then before, the latest first.

    `said` is about this person, the oldest first; `heard` is by company. What is decided of a company covers what mail
    tells of it. By mail alone somebody has left a company where they were heard from another one later, and never from
    the first one since.

    >>> day = lambda n: datetime(2026, 3, n)
    >>> mail = {"a.example": Heard(day(1), day(5)), "b.example": Heard(day(9), day(9))}
    >>> [(one.house, one.now) for one in places(Houses(), (), mail, date(2026, 4, 1))]
    [('b.example', True), ('a.example', False)]
    >>> no = Said(id=1, kind=NOT, domain="b.example", person=7)
    >>> [(one.house, one.now) for one in places(Houses(), [no], mail, date(2026, 4, 1))]
    [('a.example', True)]
    """
    words = _words(houses, said)
    roles = _roles(houses, said)
    found = [
        Place(house=house, now=one.until is None or one.until >= today, decided=one.id, since=one.since,
              until=one.until, roles=roles.get(house, ()), heard=heard.get(house, Heard()))
        for house, some in words.items() for one in some
    ]  # fmt: skip
    begins = _begins(found, {house: one for house, one in heard.items() if house not in words})
    for house, one in heard.items():
        if house not in words:
            found.append(Place(house=house, now=not _left(house, one, begins), roles=roles.get(house, ()), heard=one))
    return tuple(sorted(found, key=_latest_first))


def _words(houses: Houses, said: Sequence[Said]) -> dict[str, list[Said]]:
    """company -> what members say of it that stands beside what they said later; nothing where they deny it."""
    found: dict[str, list[Said]] = {}
    for one in said:
        house = houses.key(one.domain)
        if one.kind == NOT:
            found[house] = []
        elif one.kind == WORKS:
            found[house] = [*(older for older in found.get(house, ()) if not _meet(older, one)), one]
    return found


def _meet(one: Said, other: Said) -> bool:
    """Whether two spans share a day; where a side is open, they share all that lies beyond."""
    first, last = date.min, date.max
    return (one.since or first) <= (other.until or last) and (other.since or first) <= (one.until or last)


def _roles(houses: Houses, said: Sequence[Said]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in said:
        if one.kind in (NOT, ROLE) or one.kind == WORKS and one.roles:
            found[houses.key(one.domain)] = ordered(one.roles)
    return found


def _begins(decided: Iterable[Place], heard: Mapping[str, Heard]) -> dict[str, date]:
    """company -> the day on which somebody last began there, as far as it is told."""
    found = {house: one.first.date() for house, one in heard.items() if one.first}
    for one in decided:
        if began := one.since or (one.heard.first.date() if one.heard.first else None):
            found[one.house] = max(began, found.get(one.house, began))
    return found


def _left(house: str, heard: Heard, begins: Mapping[str, date]) -> bool:
    """They were heard from another company after the last time from this one, and never from this one since."""
    if heard.last is None:
        return False
    return any(since > heard.last.date() for other, since in begins.items() if other != house)


def _latest_first(one: Place) -> tuple[bool, int, str, int]:
    last = one.until or (one.heard.last.date() if one.heard.last else one.since)
    return not one.now, -(last.toordinal() if last else 0), one.house, -one.decided
