"""Who lives in the town: companies of the trade, the people who work there, and their accounts.

Person `number` is the same in a town of 400 and in one of a million: all that is drawn comes from (seed, number).
"""

from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from twoears.activities.values import Actor
from twoears.town.chance import Luck, mixed
from twoears.town.grammar import Grammar, grammar
from twoears.town.places import bluesky_id, fediverse_id

BLOCK: Final = 20
"""People of one neighbourhood: they know each other, work in a handful of companies and are simulated together."""
_SIZES: Final = (6, 5, 4, 3, 2)

NEEDS: Final = (
    "calibration",
    "battery",
    "gateway",
    "alarm",
    "software",
    "export",
    "probe",
    "price",
    "delivery",
    "mapping",
    "rules",
    "integration",
    "training",
    "repair",
)
TRADES: Final = (
    "dairy",
    "pharma",
    "brewery",
    "museum",
    "blood",
    "hospital",
    "fish",
    "bakery",
    "chocolate",
    "flowers",
    "lab",
    "courier",
)
STORIES: Final = ("hall", "swap", "audit", "heat", "team")
STYLES: Final = ("terse", "chatty", "chatty", "formal", "plain", "plain", "lower", "foreign")
_ROLES: Final = (
    "quality manager",
    "cold-store manager",
    "plant manager",
    "pharmacist",
    "lab manager",
    "technician",
    "buyer",
    "IT",
    "logistics",
    "maintenance",
    "managing director",
    "validation engineer",
    "conservator",
)
_CULTURES: Final = (
    ("en",) * 50 + ("de",) * 15 + ("fr",) * 9 + ("es",) * 8 + ("it",) * 7 + ("nl",) * 6 + ("pt",) * 3 + ("ja",) * 2
)
_ABROAD: Final = {"en": 0.0, "de": 0.25, "fr": 0.2, "es": 0.2, "it": 0.2, "nl": 0.5, "pt": 0.4, "ja": 0.4}
_ZONES: Final = {
    "en": (
        "Europe/London",
        "Europe/Dublin",
        "America/Chicago",
        "America/New_York",
        "Africa/Lagos",
        "Asia/Kolkata",
        "Europe/London",
    ),
    "de": ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich"),
    "fr": ("Europe/Paris", "Europe/Brussels", "America/Montreal"),
    "es": ("Europe/Madrid", "America/Bogota", "Europe/Madrid"),
    "it": ("Europe/Rome",),
    "nl": ("Europe/Amsterdam",),
    "pt": ("Europe/Lisbon", "America/Sao_Paulo"),
    "ja": ("Asia/Tokyo",),
}
_SERVERS: Final = (
    "coldchain.example",
    "labs.example",
    "norden.example",
    "werkstatt.example",
    "social.example",
    "atelier.example",
    "foodfolk.example",
)
_KINDS: Final = {
    "dairy": "Dairy",
    "pharma": "Pharma",
    "brewery": "Brewing",
    "museum": "Museum",
    "blood": "Blood Service",
    "hospital": "Hospital",
    "fish": "Seafood",
    "bakery": "Bakeries",
    "chocolate": "Chocolate",
    "flowers": "Flowers",
    "lab": "Biolabs",
    "courier": "Couriers",
}
_NO_LETTERS: Final = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "ı": "i", "ł": "l"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the town. `need` is the real one, `story` what goes on at work, `typos` how often a slip is made."""

    number: int
    name: str
    company: str
    firm: int
    domain: str
    trade: str
    role: str
    language: str
    foreign: bool
    zone: str
    site: str
    need: str
    story: str
    style: str
    emoji: float
    typos: float
    accounts: tuple[Actor, ...]

    def on(self, network: str) -> Actor | None:
        """This person's account on `network`, where there is one."""
        return next((a for a in self.accounts if a.network == network), None)


class Population:
    """People by number, made when asked for."""

    def __init__(self, size: int, seed: int) -> None:
        self.size = size
        self.seed = seed
        self._known: dict[int, Person] = {}

    def __getitem__(self, number: int) -> Person:
        held = self._known.get(number)
        if held is None:
            if len(self._known) > 50_000:  # a million people held at once would take 3 GB
                self._known.clear()
            held = self._known[number] = self._born(number)
        return held

    def firm(self, number: int) -> int:
        """The company that person `number` works for, as a number."""
        block, place = divmod(number, BLOCK)
        turn = mixed(self.seed, block) % len(_SIZES)
        for at in range(len(_SIZES)):
            place -= _SIZES[(at + turn) % len(_SIZES)]
            if place < 0:
                return block * len(_SIZES) + at
        raise IndexError(number)

    def _born(self, number: int) -> Person:
        luck, names = Luck(self.seed, 2, number), grammar("names")
        culture = luck.pick(_CULTURES)
        abroad = luck.chance(_ABROAD[culture])
        first, last = _name(names, culture, number, self.seed)
        company, domain, trade, site = self._workplace(self.firm(number), names, luck)
        style = luck.pick(STYLES)
        return Person(
            number=number,
            name=f"{first} {last}",
            company=company,
            firm=self.firm(number),
            domain=domain,
            trade=trade,
            site=site,
            role=luck.pick(_ROLES),
            language="en" if abroad else culture,
            foreign=abroad and luck.chance(0.6),
            zone=luck.pick(_ZONES[culture]),
            need=luck.pick(NEEDS),
            story=luck.pick(STORIES),
            style="plain" if style == "lower" and culture == "ja" else style,
            emoji=luck.pick((0.0, 0.0, 0.05, 0.3)),
            typos=luck.pick((0.0, 0.0, 0.02, 0.12)),
            accounts=_accounts(first, last, number, domain, luck),
        )

    def _workplace(self, firm: int, names: Grammar, luck: Luck) -> tuple[str, str, str, str]:
        own = Luck(self.seed, 4, firm)  # the company's, not the person's: colleagues must get the same
        trade = own.pick(TRADES)
        family = names.say(f"last.{own.pick(_CULTURES)}", own, {})
        site = grammar("any").say("site", own, {})
        again = f" {firm // 400 + 1}" if firm >= 400 else ""
        company = f"{family if own.chance(0.6) else site} {_KINDS[trade]}{again}"
        # The number keeps two houses of one name apart, as a second house of one name in life takes another address.
        return company, f"{_slug(company)}-{firm:x}.example", trade, site


def _name(names: Grammar, culture: str, number: int, seed: int) -> tuple[str, str]:
    firsts, lasts = names.rules[f"first.{culture}"], names.rules[f"last.{culture}"]
    # 77 has no factor in common with the number of names, so nobody has a namesake before all names are used up.
    at = (number * 77 + seed * 31) % (len(firsts) * len(lasts))
    return str(firsts[at % len(firsts)][0]), str(lasts[at // len(firsts)][0])


def _accounts(first: str, last: str, number: int, domain: str, luck: Luck) -> tuple[Actor, ...]:
    name, one, two = f"{first} {last}", _slug(first).replace("-", ""), _slug(last).replace("-", "")
    token = f"{number:x}" if number >= 460 else ""
    server = luck.pick(_SERVERS)
    words = (
        f"{one}{two}{token}",
        f"{one}_{two}{token}",
        f"{two}_{one}{token}",
        f"{one[0]}{two}_{one[-1]}{number % 97}{token}",
    )
    x, fedi = luck.pick(words[:3]), luck.pick(words)
    slug, code = f"{one}-{two}-{mixed(number, 5) % 10**6:06x}{token}", mixed(number, 6)
    mail = f"{one}.{two}{token}@{domain}"
    handle = f"{words[0].replace('_', '-')}.skies.example"
    has = {
        "x": luck.chance(0.5),
        "fediverse": luck.chance(0.45),
        "bluesky": luck.chance(0.4),
        "linkedin": luck.chance(0.65),
    }
    if not any(has.values()):
        has["x"] = True
    home = f"https://{server}/@{fedi}"
    declared = {"x": f"https://x.com/{x}", "fediverse": home, "bluesky": f"https://bsky.app/profile/{handle}"}
    links = tuple(declared[n] for n in declared if has[n]) if luck.chance(0.35) else ()
    known = [
        Actor(
            id=declared["x"], network="x", handle=x, name=name, url=declared["x"], links=_others(links, declared["x"])
        ),
        Actor(
            id=fediverse_id(server, fedi),
            network="fediverse",
            handle=fedi,
            name=name if luck.chance(0.8) else first,
            url=home,
            links=_others(links, home),
        ),
        Actor(
            id=bluesky_id(code),
            network="bluesky",
            handle=handle,
            name=name if luck.chance(0.7) else f"{first} {last[0]}.",
            url=declared["bluesky"],
            links=_others(links, declared["bluesky"]),
        ),
        Actor(
            id=f"https://www.linkedin.com/in/{slug}",
            network="linkedin",
            handle=slug,
            name=name,
            url=f"https://www.linkedin.com/in/{slug}",
            mail=mail if luck.chance(0.3) else "",
        ),
    ]
    kept = [a for a in known if has[a.network]]
    if luck.chance(0.7):
        kept.append(Actor(id=f"mailto:{mail}", network="mail", handle=mail, name=name, mail=mail))
    visitor = f"https://halden.example/visitors/{mixed(number, 7):x}"
    return (
        *kept,
        Actor(id=visitor, network="web", handle=f"{mixed(number, 7):x}", mail=mail if luck.chance(0.25) else ""),
    )


def _others(links: tuple[str, ...], own: str) -> tuple[str, ...]:
    return tuple(link for link in links if link != own)


def _slug(words: str) -> str:
    plain = normalize("NFKD", words.translate(_NO_LETTERS)).encode("ascii", "ignore").decode().lower()
    return "".join(letter if letter.isalnum() else "-" for letter in plain)
