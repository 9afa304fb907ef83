"""What languages are called, by their two letters (ISO 639-1)."""

import re
from typing import Final

_NAMES: Final = """
af Afrikaans|am Amharic|an Aragonese|ar Arabic|as Assamese|av Avaric|az Azerbaijani|ba Bashkir|be Belarusian|
bg Bulgarian|bn Bengali|bo Tibetan|br Breton|bs Bosnian|ca Catalan|ce Chechen|co Corsican|cs Czech|cv Chuvash|cy Welsh|
da Danish|de German|dv Dhivehi|el Greek|en English|eo Esperanto|es Spanish|et Estonian|eu Basque|fa Persian|fi Finnish|
fr French|fy Frisian|ga Irish|gd Scottish Gaelic|gl Galician|gn Guarani|gu Gujarati|gv Manx|he Hebrew|hi Hindi|
hr Croatian|ht Haitian Creole|hu Hungarian|hy Armenian|ia Interlingua|id Indonesian|ie Interlingue|io Ido|is Icelandic|
it Italian|ja Japanese|jv Javanese|ka Georgian|kk Kazakh|km Khmer|kn Kannada|ko Korean|ku Kurdish|kv Komi|kw Cornish|
ky Kyrgyz|la Latin|lb Luxembourgish|li Limburgish|lo Lao|lt Lithuanian|lv Latvian|mg Malagasy|mk Macedonian|
ml Malayalam|mn Mongolian|mr Marathi|ms Malay|mt Maltese|my Burmese|ne Nepali|nl Dutch|nn Norwegian Nynorsk|
no Norwegian|oc Occitan|or Odia|os Ossetic|pa Punjabi|pl Polish|ps Pashto|pt Portuguese|qu Quechua|rm Romansh|
ro Romanian|ru Russian|sa Sanskrit|sc Sardinian|sd Sindhi|si Sinhala|sk Slovak|sl Slovenian|so Somali|sq Albanian|
sr Serbian|su Sundanese|sv Swedish|sw Swahili|ta Tamil|te Telugu|tg Tajik|th Thai|tk Turkmen|tl Tagalog|tr Turkish|
tt Tatar|ug Uyghur|uk Ukrainian|ur Urdu|uz Uzbek|vi Vietnamese|vo Volapük|wa Walloon|yi Yiddish|yo Yoruba|zh Chinese
"""
LANGUAGE_NAMES: Final[dict[str, str]] = {
    code: name for code, _, name in (pair.strip().partition(" ") for pair in _NAMES.replace("\n", "").split("|"))
}
_CODES: Final = {name.casefold(): code for code, name in LANGUAGE_NAMES.items()}
_BETWEEN = re.compile(r"[,;\n]+")


class NoSuchLanguage(ValueError):
    """A word that is neither two letters nor a name that we know."""


def language_name(code: str) -> str:
    """What a language is called; its letters where we know no name.

    >>> language_name("de"), language_name("xx")
    ('German', 'xx')
    """
    return LANGUAGE_NAMES.get(code, code)


def languages_in(words: str) -> tuple[str, ...]:
    """The languages that are named, each once, by name or letters, with commas between; raises NoSuchLanguage.

    >>> languages_in("English, de; DE-at")
    ('en', 'de')
    """
    return tuple(dict.fromkeys(_code(word.strip()) for word in _BETWEEN.split(words) if word.strip()))


def _code(word: str) -> str:
    short = word.casefold().replace("_", "-").partition("-")[0]
    found = _CODES.get(word.casefold()) or (short if short in LANGUAGE_NAMES else "")
    if not found:
        raise NoSuchLanguage(f"{word[:40]!r} is no language that we know. Write it like German, or like de.")
    return found
