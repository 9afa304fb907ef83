"""Accounts of one person on several networks: of members of a parliament, of owners of web sites, and made up."""

import json
from pathlib import Path
from random import Random

from twoears.lib.profiles import profile as whose
from twoears.lib.urls import host
from twoears.people.matching import Profile

OTHERS = tuple(f"{name}.com" for name in ("github", "flickr", "instagram", "medium", "soundcloud", "goodreads"))
STARTS = (*"bdfghklmnprstvw", "br", "ch", "fl", "gr", "kn", "pr", "sch", "st", "th", "tr")
VOWELS = (*"aeiou", "ai", "ea", "ou")
NETWORKS = ("x", "fediverse", "bluesky", "linkedin", "reddit", "youtube")
Accounts = tuple[list[Profile], dict[int, int]]


def congress(data: Path) -> Accounts:
    """Four networks; only on one do they give a name."""
    import yaml

    def read(name: str) -> list[dict]:
        return yaml.safe_load(next(data.rglob(name)).read_text("utf8"))

    names = {p["id"]["bioguide"]: p["name"].get("official_full", "") for p in read("congress_people_dev.yaml")}
    profiles, who = [], {}
    for number, one in enumerate(read("congress_social_media_dev.yaml")):
        for network in ("twitter", "facebook", "youtube", "instagram"):
            handle = str(one["social"].get(network) or "")
            if handle:
                key = len(profiles) + 1
                who[key] = number
                name = names.get(one["id"]["bioguide"], "") if network == "twitter" else ""
                profiles.append(Profile(key=key, uid=f"{network}:{handle}", network=network, handle=handle, name=name))
    return profiles, who


def indie_map(data: Path) -> Accounts:
    """Sites and the accounts that they name as their owner's, by handles; the links are the truth and are not told."""
    profiles, who, met = [], {}, set()
    for number, path in enumerate(sorted(data.rglob("indie_map/*.json"))):
        site = json.loads(path.read_text("utf8"))
        known = {}
        for url in site.get("rel_mes", ()):
            network, handle = _account(url)
            if handle and url not in met:
                met.add(url)
                known.setdefault(network, (handle, url))
        first, second = [*site["domain"].split("."), ""][:2]
        known["site"] = (second if first in ("blog", "www") else first, f"https://{site['domain']}/")
        for network, (handle, url) in known.items():
            key = len(profiles) + 1
            who[key] = number
            profiles.append(Profile(key=key, uid=url, network=network, handle=handle))
    return profiles, who


def _account(url: str) -> tuple[str, str]:
    known = whose(url)
    if known:
        return known
    name = host(url).removeprefix("www.")
    last = url.split("?")[0].rstrip("/").rsplit("/", 1)[-1].lower()
    return (name, last) if name in OTHERS and last not in ("people", "photos", name) else ("", "")


def made_up(people: int, seed: int = 7) -> Accounts:
    """Two to three accounts each; names as common and as rare as in life (Zipf's law), handles made of them or not."""
    lot = Random(seed)
    given, family = _words(lot, 3000), _words(lot, max(people // 4, 1000))
    profiles, who = [], {}
    for number in range(people):
        one, two = given[_rank(lot, len(given))], family[_rank(lot, len(family))]
        rest = "" if lot.random() < 0.3 else str(lot.randint(1, 9999))
        own = f"{one}{two}{rest}" if lot.random() < 0.7 else f"{_words(lot, 1)[0]}{rest}"
        for network in lot.sample(NETWORKS, lot.choice((2, 2, 3, 3))):
            key = len(profiles) + 1
            who[key] = number
            handle = own if lot.random() < 0.7 else f"{one[0]}_{two}{rest}"
            name = f"{one} {two}".title() if lot.random() < 0.8 else one.title()
            profiles.append(Profile(key=key, uid=f"{network}:{key}", network=network, handle=handle, name=name))
    return profiles, who


def _rank(lot: Random, n: int) -> int:
    return min(int(n ** lot.random()) - 1 + int(lot.random() * 3), n - 1)


def _words(lot: Random, n: int) -> list[str]:
    """Words that can be spoken."""
    return ["".join(lot.choice(STARTS) + lot.choice(VOWELS) for _ in range(lot.choice((2, 3, 3)))) for _ in range(n)]
