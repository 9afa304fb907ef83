"""What a critic can be told: their own words, and what we did or why we do not. In their language where we know it."""

from typing import Final

from twoears.lib.text import TAG, marks, one_line

_QUOTED: Final = 140
_YOU_SAID: Final = {
    "en": "You said: “{}”",
    "de": "Sie sagten: „{}“",
    "fr": "Vous avez dit : « {} »",
    "es": "Usted dijo: «{}»",
    "it": "Lei ha detto: «{}»",
    "nl": "U zei: “{}”",
    "pt": "Você disse: “{}”",
}
_WE_DID: Final = {
    "en": "We did: {}",
    "de": "Wir haben: {}",
    "fr": "Ce que nous avons fait : {}",
    "es": "Lo que hicimos: {}",
    "it": "Che cosa abbiamo fatto: {}",
    "nl": "Wat we deden: {}",
    "pt": "O que fizemos: {}",
}
_WE_DO_NOT: Final = {
    "en": "We decided not to change it: {}",
    "de": "Wir ändern es nicht: {}",
    "fr": "Nous ne le changeons pas : {}",
    "es": "No lo cambiamos: {}",
    "it": "Non lo cambiamo: {}",
    "nl": "We veranderen het niet: {}",
    "pt": "Não vamos mudar isso: {}",
}


def frame_of(language: str) -> str:
    """The language in which the draft is framed: theirs where we have words for it, else English.

    >>> frame_of("de-AT"), frame_of("fi"), frame_of("")
    ('de', 'en', 'en')
    """
    short = language.split("-")[0].lower()
    return short if short in _YOU_SAID else "en"


def draft(said: str, words: str, link: str, *, is_done: bool, language: str) -> str:
    """A draft for a member to edit. What we did stands as we wrote it: nothing here translates.

    >>> print(draft("@acme no signal, see https://a.example #fail", "A new antenna.", "", is_done=True, language="en"))
    You said: “no signal, see fail”
    We did: A new antenna.
    """
    frame = frame_of(language)
    ours = f"{words} {link}".strip()
    second = (_WE_DID if is_done else _WE_DO_NOT)[frame].replace("{}", ours)
    quoted = quote(said)
    return f"{_YOU_SAID[frame].replace('{}', quoted)}\n{second}" if quoted else second


def quote(said: str) -> str:
    """Their words as data: on one line, cut, and without what would call others, lead elsewhere, or tag our answer.

    >>> quote("@acme and @bob broken again\\u202e")
    'and broken again'
    """
    pieces, done = [], 0
    for start, end, kind in marks(said):
        if start < done:
            continue
        pieces.append(said[done:start])
        pieces.append("" if kind == TAG else " ")
        done = end
    return one_line("".join([*pieces, said[done:]]), _QUOTED).strip(" :,;-–")
