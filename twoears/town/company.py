"""The company whose conversations are heard: Halden Instruments, loggers for cold chains and laboratories."""

from dataclasses import dataclass
from typing import Final

from twoears.activities.values import Actor
from twoears.town.chance import Luck, mixed
from twoears.town.places import bluesky_id, fediverse_id

NAME: Final = "Halden Instruments"
SITE: Final = "https://halden.example"
PROMISE: Final = 12 * 3600
"""Seconds within which the company says it answers."""

PRODUCTS: Final = (
    ("FX-3", 145),
    ("FX-5", 235),
    ("PT-40", 68),
    ("RH-7", 190),
    ("CryoTag", 310),
    ("GW-2", 480),
    ("CalBlock 9", 4150),
    ("HaldenView", 48),
)
"""Product and list price in euro."""
LISTENS_FOR: Final = (
    ("Our name", "halden OR haldeninstr"),
    ("Other makes", "kelvara OR norlogg OR frostmark OR thermosina"),
    ("Calibration", "calibrat* OR kalibr* OR étalonnage OR calibración"),
)
"""Name and words of what its people want to hear of."""

WANTS: Final = {
    "brewery": "Breweries",
    "dairy": "Dairies",
    "pharma": "Pharma",
    "lab": "Research labs",
    "museum": "Museums",
    "courier": "Couriers",
}
"""The trades that it wants to reach, and what it calls those who are in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A colleague: `hours` are the working hours in `zone`, on a 24-hour clock."""

    name: str
    role: str
    team: str
    languages: tuple[str, ...]
    zone: str
    hours: tuple[int, int]
    accounts: tuple[Actor, ...]


_COLLEAGUES: Final = (
    (
        "Maren Tveit",
        "head of service",
        "service",
        ("en", "de"),
        "Europe/Oslo",
        (7, 16),
        ("x", "fediverse", "bluesky", "linkedin"),
    ),
    ("Tomasz Wilk", "calibration lab", "service", ("en", "de"), "Europe/Warsaw", (8, 16), ("fediverse", "linkedin")),
    (
        "Lucía Ferrán",
        "service",
        "service",
        ("es", "it", "pt", "en"),
        "Europe/Madrid",
        (9, 18),
        ("x", "bluesky", "linkedin"),
    ),
    (
        "Joris van Aalst",
        "sales north",
        "sales",
        ("nl", "en", "de"),
        "Europe/Amsterdam",
        (8, 17),
        ("x", "fediverse", "linkedin"),
    ),
    ("Bastien Carrel", "sales south", "sales", ("fr", "en", "es"), "Europe/Paris", (9, 18), ("bluesky", "linkedin")),
    ("Hiroko Sanada", "sales Asia", "sales", ("ja", "en"), "Asia/Tokyo", (9, 18), ("x", "linkedin")),
    (
        "Ilse Brandauer",
        "marketing",
        "marketing",
        ("de", "en", "it"),
        "Europe/Vienna",
        (8, 17),
        ("x", "fediverse", "bluesky", "linkedin"),
    ),
    ("Oskar Lindahl", "press", "PR", ("en",), "Europe/Stockholm", (8, 17), ("x", "linkedin")),
    ("Amina Bouzid", "people and training", "HR", ("fr", "en"), "Europe/Paris", (9, 17), ("linkedin", "fediverse")),
    ("Priya Raman", "product", "product", ("en",), "Europe/London", (9, 18), ("fediverse", "bluesky", "linkedin")),
)

HOUSE: Final = {
    "x": Actor(
        id="https://x.com/HaldenInstr",
        network="x",
        handle="HaldenInstr",
        name=NAME,
        type="Organization",
        url="https://x.com/HaldenInstr",
        summary="Loggers for the cold chain and the lab. We answer within half a day.",
        links=(SITE,),
    ),
    "fediverse": Actor(
        id=fediverse_id("social.halden.example", "halden"),
        network="fediverse",
        handle="halden",
        name=NAME,
        type="Organization",
        url="https://social.halden.example/@halden",
        links=(SITE,),
    ),
    "bluesky": Actor(
        id=bluesky_id(mixed(9, 1)),
        network="bluesky",
        handle="halden.example",
        name=NAME,
        type="Organization",
        url="https://bsky.app/profile/halden.example",
        links=(SITE,),
    ),
    "linkedin": Actor(
        id="https://www.linkedin.com/company/halden-instruments",
        network="linkedin",
        handle="halden-instruments",
        name=NAME,
        type="Organization",
        url="https://www.linkedin.com/company/halden-instruments",
        links=(SITE,),
    ),
    "mail": Actor(
        id="mailto:hello@halden.example",
        network="mail",
        handle="hello@halden.example",
        name=NAME,
        type="Organization",
        mail="hello@halden.example",
    ),
    "web": Actor(
        id=f"{SITE}/blog", network="web", handle="halden-blog", name=NAME, type="Organization", url=f"{SITE}/blog"
    ),
}


def members() -> tuple[Member, ...]:
    """The colleagues, in a fixed order."""
    return tuple(
        Member(
            name=name,
            role=role,
            team=team,
            languages=languages,
            zone=zone,
            hours=hours,
            accounts=tuple(_account(name, network) for network in (*networks, "mail")),
        )
        for name, role, team, languages, zone, hours, networks in _COLLEAGUES
    )


def _account(name: str, network: str) -> Actor:
    first, last = name.lower().replace("í", "i").replace("á", "a").split(" ", 1)
    word = f"{first}_{last.replace(' ', '')}"
    slug = word.replace("_", "-")
    about = {
        "x": (f"https://x.com/{word}", word, f"https://x.com/{word}"),
        "fediverse": (fediverse_id("social.halden.example", word), word, f"https://social.halden.example/@{word}"),
        "bluesky": (
            bluesky_id(mixed(9, *word.encode())),
            f"{slug}.halden.example",
            f"https://bsky.app/profile/{slug}.halden.example",
        ),
        "linkedin": (f"https://www.linkedin.com/in/{slug}", slug, f"https://www.linkedin.com/in/{slug}"),
        "mail": (f"mailto:{first}@halden.example", f"{first}@halden.example", ""),
    }
    key, handle, url = about[network]
    mail = f"{first}@halden.example" if network in {"mail", "linkedin"} else ""
    return Actor(id=key, network=network, handle=handle, name=name, url=url, mail=mail, links=(SITE,) if url else ())


_TEAM_FOR: Final = {
    "price": "sales",
    "delivery": "sales",
    "training": "HR",
    "integration": "product",
    "software": "product",
}


def best_placed(colleagues: tuple[Member, ...], need: str, language: str, luck: Luck) -> Member:
    """Who answers: of those who speak the language one of the team for the need, else one of service, else any."""
    speak = [m for m in colleagues if language in m.languages] or list(colleagues)
    wanted = _TEAM_FOR.get(need, "service")
    fit = [m for m in speak if m.team == wanted] or [m for m in speak if m.team == "service"] or speak
    return luck.pick(fit)


def speaks_from(member: Member | None, network: str) -> Actor:
    """The account that speaks on `network`: the member's own, else the house's."""
    own = [a for a in member.accounts if a.network == network] if member else []
    return own[0] if own else HOUSE[network]
