"""The words of days in five languages: English, German, French, Spanish, Italian."""

from typing import Final

from twoears.lib.text import listed

_ENGLISH_MONTHS: Final = "january february march april may june july august september october november december"
_SHORT: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS: Final = {
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
}
_DAYS: Final = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
}


def _numbered(words: str, start: int) -> dict[str, int]:
    return {word: number for number, word in enumerate(words.split(), start)}


MONTHS: Final[dict[str, dict[str, int]]] = {
    "en": _numbered(_ENGLISH_MONTHS, 1) | _numbered(_SHORT, 1) | {"sept": 9},
    **{language: _numbered(words, 1) for language, words in _MONTHS.items()},
}
WEEKDAYS: Final[dict[str, dict[str, int]]] = {name: _numbered(words, 0) for name, words in _DAYS.items()}
# Days from the day of the post.
NEAR: Final[dict[str, dict[str, int]]] = {
    "en": {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1},
    "de": {"heute": 0, "gestern": -1, "morgen": 1, "übermorgen": 2, "vorgestern": -2},
    "fr": {"aujourd'hui": 0, "aujourd’hui": 0, "hier": -1, "demain": 1},
    "es": {"hoy": 0, "ayer": -1, "mañana": 1, "anteayer": -2, "anoche": -1},
    "it": {"oggi": 0, "ieri": -1, "domani": 1, "dopodomani": 2, "stasera": 0},
}
# What one of the words above stands for behind another: "the day after tomorrow", and what is no day at all.
NOT_NEAR: Final[dict[str, frozenset[str]]] = {
    "morgen": listed("heute gestern guten am jeden diesen schönen der den wunderschönen"),
    "mañana": frozenset(("la", "esta", "una", "de", "cada", "por", "toda")),
    "hier": frozenset(("avant",)), "demain": frozenset(("après",)),
}  # fmt: skip
AHEAD: Final = 1
BACK: Final = -1
HERE: Final = 0
# A word before a weekday, a week, a month or a year: which one is meant, from the post's own.
BEFORE: Final[dict[str, dict[str, int]]] = {
    "en": {"next": AHEAD, "last": BACK, "past": BACK, "this": HERE, "coming": HERE},
    "de": {
        **dict.fromkeys(("nächste", "nächstem", "nächsten", "nächstes", "nächster"), AHEAD),
        **dict.fromkeys(("kommende", "kommenden", "kommendes"), AHEAD),
        **dict.fromkeys(("letzte", "letzten", "letztes", "letzter", "letztem", "vorige", "vorigen"), BACK),
        **dict.fromkeys(("vergangene", "vergangenen", "vergangenes"), BACK),
        **dict.fromkeys(("diese", "diesen", "dieses", "dieser"), HERE),
    },
    "fr": {"ce": HERE, "cette": HERE},
    "es": {"próximo": AHEAD, "próxima": AHEAD, "pasado": BACK, "este": HERE, "esta": HERE},
    "it": {"prossimo": AHEAD, "prossima": AHEAD, "scorso": BACK, "scorsa": BACK, "questo": HERE, "questa": HERE},
}  # fmt: skip
# Only before a weekday: up to the one that comes, or from the one that was.
UNTIL: Final[dict[str, dict[str, int]]] = {
    "en": {"by": HERE, "until": HERE, "till": HERE, "til": HERE, "since": BACK},
    "de": {"bis": HERE, "ab": HERE, "seit": BACK},
    "fr": {"jusqu'à": HERE, "depuis": BACK},
    "es": {"hasta": HERE},
    "it": {"entro": HERE},
}
AFTER: Final[dict[str, dict[str, int]]] = {
    "fr": {"prochain": AHEAD, "prochaine": AHEAD, "dernier": BACK, "dernière": BACK, "passé": BACK},
    "es": {"próximo": AHEAD, "próxima": AHEAD, "pasado": BACK, "pasada": BACK},
    "it": {"prossimo": AHEAD, "prossima": AHEAD, "scorso": BACK, "scorsa": BACK},
}
UNITS: Final[dict[str, dict[str, str]]] = {
    "en": {"day": "day", "days": "day", "week": "week", "weeks": "week", "month": "month", "months": "month",
           "year": "year", "years": "year"},
    "de": {"tag": "day", "tage": "day", "tagen": "day", "woche": "week", "wochen": "week", "monat": "month",
           "monaten": "month", "jahr": "year", "jahren": "year"},
    "fr": {"jour": "day", "jours": "day", "semaine": "week", "semaines": "week", "mois": "month", "an": "year",
           "ans": "year", "année": "year"},
    "es": {"día": "day", "días": "day", "semana": "week", "semanas": "week", "mes": "month", "meses": "month",
           "año": "year", "años": "year"},
    "it": {"giorno": "day", "giorni": "day", "settimana": "week", "settimane": "week", "mese": "month",
           "mesi": "month", "anno": "year", "anni": "year"},
}  # fmt: skip
# What stands before "three days", and behind it.
COUNTED_BEFORE: Final[dict[str, dict[str, int]]] = {
    "en": {"in": AHEAD}, "de": {"in": AHEAD, "vor": BACK}, "fr": {"dans": AHEAD, "y a": BACK},
    "es": {"hace": BACK, "dentro de": AHEAD}, "it": {"tra": AHEAD, "fra": AHEAD},
}  # fmt: skip
# Only behind these does "in three days" name a day in English, and not how long something took.
AHEAD_OF_IN: Final = listed(
    "back due expire expires start starts begin begins end ends arrive arrives leave leaves leaving ready available "
    "again you launch launches open opens delivery ships renews renew meet return returns returning live out off "
    "closes close"
)
COUNTED_AFTER: Final[dict[str, dict[str, int]]] = {"en": {"ago": BACK}, "it": {"fa": BACK}, "es": {"atrás": BACK}}
NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10,
    "ein": 1, "einem": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "un": 1, "une": 1, "deux": 2,
    "trois": 3, "quatre": 4, "cinq": 5, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "due": 2, "tre": 3,
    "quattro": 4,
}  # fmt: skip
OF: Final = frozenset(("of", "de", "del", "di"))
LANGUAGES: Final = tuple(WEEKDAYS)
# Words by which a look for days begins, by language.
WAKES: Final[dict[str, frozenset[str]]] = {
    name: frozenset((*MONTHS[name], *WEEKDAYS[name], *NEAR[name], *UNITS[name])) | (
        frozenset(("night", "morning", "afternoon", "evening")) if name == "en" else frozenset()
    )
    for name in LANGUAGES
}  # fmt: skip
