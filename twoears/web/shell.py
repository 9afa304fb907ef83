"""What stands around every page: the rail, its places and the keys."""

import os
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the rail, and the letter that goes there after `g`."""

    name: str
    url: str
    letter: str
    here: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Places under one word."""

    name: str
    places: tuple[Place, ...]


THEMES = ("system", "light", "dark")
_PLACES = (
    ("", (("Today", "today", "t"),)),
    ("Listen", (("Conversations", "conversations", "c"), ("People", "people", "p"), ("Queries", "queries", "q"))),
    ("Speak", (("Reach", "reach", "r"),)),
    (
        "Learn",
        (
            ("Measure", "measure", "m"),
            ("Voices", "voices", "v"),
            ("Needs", "needs", "n"),
            ("Criticism", "criticism", "i"),
            ("Fit", "fit", "f"),
        ),
    ),
)
_BELONGS = {"/stages": "/people"}  # a page that stands under another place of the rail
_FOOT = (("Sources", "sources", "s"), ("Settings", "settings", "g"))


def shell(request: HttpRequest) -> dict[str, object]:
    """The rail as the templates show it. No query: a page stays as quick as its own question."""
    groups = tuple(Group(name, tuple(_place(request, place) for place in places)) for name, places in _PLACES)
    sample = os.environ.get("TWOEARS_SAMPLE") == "1"
    theme = request.COOKIES.get("theme", "")
    themes = {"theme_now": theme if theme in THEMES else "system", "theme_names": THEMES}
    return themes | {"sample": sample, "rail": groups, "rail_foot": tuple(_place(request, place) for place in _FOOT)}


def _place(request: HttpRequest, place: tuple[str, str, str]) -> Place:
    name, url_name, letter = place
    url = reverse(url_name)
    path = request.path.removesuffix(".json")
    path = _BELONGS.get(path, path)
    return Place(name, url, letter, path == url or path.startswith(url + "/"))
