"""What a list of conversations can be narrowed to, as links: a tab, a network, a language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext

from twoears.conversations.listing import SPOKEN, Listing
from twoears.lib.languages import language_name
from twoears.understanding.entities.values import asked_for
from twoears.understanding.teaching.pages import telling
from twoears.web.words import network_name, opening

TAB_NAMES = {
    "waiting": "Waiting",
    "mine": "Mine",
    "nobody": "Nobody's",
    "later": "Later",
    "long ago": "Long ago",
    "all": "All",
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list is narrowed to; empty is everything."""

    tab: str
    network: str = ""
    lang: str = ""
    label: str = ""
    about: str = ""

    @property
    def address(self) -> str:
        """What asks for it.

        >>> Chosen("long ago", lang="de").address
        '?tab=long+ago&lang=de'
        """
        fields = {"tab": self.tab, "network": self.network, "lang": self.lang, "label": self.label}
        fields |= {"about": self.about}
        return "?" + urlencode({name: value for name, value in fields.items() if value})


@dataclass(frozen=True, slots=True)
class Choice:
    """A link, and whether the list is that already."""

    words: str
    address: str
    on: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """The links of a list. `others` are the languages that are not at hand; `onward` asks for the next page.

    `now` says what it is narrowed to, which is `narrowed` where it is not everything.
    """

    tabs: tuple[Choice, ...]
    networks: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    others: tuple[Choice, ...]
    labels: tuple[Choice, ...]
    named: tuple[Choice, ...]
    onward: str
    now: str
    narrowed: bool


def choices(page: Listing, chosen: Chosen, spoken: Sequence[str]) -> Choices:
    """Each choice keeps the others; `spoken` are the languages in which the member answers."""
    networks = [(gettext("Everywhere"), ""), *((network_name(name), name) for name in page.networks)]
    at_hand = [(gettext("Any language"), "")] + ([(gettext("I speak it"), SPOKEN)] if spoken else [])
    if chosen.lang and chosen.lang not in [code for _, code in at_hand]:
        at_hand.append((language_name(chosen.lang), chosen.lang))
    others = sorted((language_name(code), code) for code in page.languages if code != chosen.lang)
    return Choices(
        tabs=tuple(_choice(chosen, words, tab=tab) for tab, words in TAB_NAMES.items()),
        networks=tuple(_choice(chosen, words, network=name) for words, name in networks) if networks[2:] else (),
        languages=tuple(_choice(chosen, words, lang=code) for words, code in at_hand) if page.languages else (),
        others=tuple(_choice(chosen, words, lang=code) for words, code in others),
        labels=tuple(_choice(chosen, words, label=name) for words, name in _labels()),
        named=tuple(_choice(chosen, words, about=asked) for words, asked in _named(chosen.about, page.named)),
        now=_now(chosen),
        narrowed=bool(chosen.network or chosen.lang or chosen.label or chosen.about),
        onward=f"{chosen.address}&{urlencode({'after': page.after})}" if page.after else "",
    )


def _labels() -> list[tuple[str, str]]:
    said = [label for labels in telling().values() for label in labels]
    return [(gettext("Anything said"), ""), *((opening(label), label) for label in said)]


def _named(about: str, lately: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was named most of late, and what is asked for."""
    often = [(called(kind, key), f"{kind}:{key}") for kind, key in lately]
    asked = [(called(*asked_for(about)), about)] if about and about not in [one for _, one in often] else []
    return [(gettext("Whatever is named"), ""), *asked, *often] if asked or often else []


def called(kind: str, key: str) -> str:
    """What is named, as it is shown on a list.

    >>> called("place", "new york city"), called("handle", "ann@x")
    ('Place: new york city', 'Handle: ann@x')
    """
    return f"{opening(kind)}: {key}"


def _now(chosen: Chosen) -> str:
    """What the list is narrowed to, in words.

    >>> _now(Chosen("all")), _now(Chosen("all", "mastodon", "de")), _now(Chosen("all", label="complaint"))
    ('Everywhere, in any language', 'Mastodon, in German', 'Everywhere, in any language: complaint')
    """
    said = ", ".join(filter(None, (chosen.label, chosen.about)))
    return f"{_where(chosen)}: {said}" if said else _where(chosen)


def _where(chosen: Chosen) -> str:
    where = network_name(chosen.network) if chosen.network else gettext("Everywhere")
    if chosen.lang == SPOKEN:
        return gettext("%s, in a language that you answer in") % where
    tongue = language_name(chosen.lang) if chosen.lang else gettext("any language")
    return gettext("%(where)s, in %(tongue)s") % {"where": where, "tongue": tongue}


def _choice(chosen: Chosen, words: str, **changed: str) -> Choice:
    other = replace(chosen, **changed)
    return Choice(words, other.address, other == chosen)
