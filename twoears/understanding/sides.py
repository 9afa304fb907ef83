"""Of whom a post speaks: of its author's own side, of the one it is said to, of both, or of neither.

The words are those of five languages, and the same for the fit of a draft and for the measure of what we say.
"""

import re
from dataclasses import dataclass
from typing import Final

from twoears.lib.text import listed
from twoears.understanding.notes import CANNOT_TELL

READ: Final = 4_000  # characters of a text that are read
LABELS: Final = ("we", "you", "both", "none", CANNOT_TELL)
_WORD: Final = re.compile(r"[^\W\d_]+")
_OURS: Final = {
    "en": listed("we us our ours ourselves i me my mine myself"),
    "de": listed(
        "wir uns unser unsere unserem unseren unserer unseres ich mir mich mein meine meinem meinen meiner meines"
    ),
    "fr": listed("nous notre nos je j moi mon ma mes"),
    "es": listed("nosotros nosotras nos nuestro nuestra nuestros nuestras yo mi mis mí"),
    "it": listed("noi nostro nostra nostri nostre io mio mia miei mie"),
}
_YOURS: Final = {
    "en": listed("you your yours yourself yourselves u ur"),
    "de": listed("du dir dich dein deine deinem deinen deiner deines euch euer eure eurem euren eurer eures"),
    "fr": listed("vous votre vos tu toi ton ta tes"),
    "es": listed("tú tu tus ti usted ustedes vosotros vosotras vuestro vuestra vuestros vuestras"),
    "it": listed("tu tuo tua tuoi tue voi vostro vostra vostri vostre"),
}
# With a capital within a sentence these speak to somebody; written small, or at its start, they may be "she" or "they".
_FORMAL: Final = listed("Sie Ihnen Ihr Ihre Ihrem Ihren Ihrer Ihres")
_STARTS: Final = frozenset('.!?…:\n"„“»')


@dataclass(frozen=True, slots=True)
class Side:
    """`label` is one of LABELS; how many words say we or I, how many say you, and where each stands in the text."""

    label: str
    we: int
    you: int
    spans: tuple[tuple[int, int], ...] = ()

    def words(self, text: str) -> tuple[str, ...]:
        """The words that decided it.

        >>> side("We love your work.", "en").words("We love your work.")
        ('We', 'your')
        """
        return tuple(text[start:end] for start, end in self.spans)


def side(text: str, language: str = "en") -> Side:
    """Of whom `text` speaks; of a language that is none of the five, it cannot be told.

    >>> [side(words).label for words in ("Our best year yet!", "How did you do that?", "We hear you.", "It rains.")]
    ['we', 'you', 'both', 'none']
    >>> side("Können Sie das?", "de").you, side("Sie kommt.", "de").you, side("Wat?", "nl").label
    (1, 0, 'cannot tell')
    """
    tongue = language[:2].lower()
    if tongue not in _OURS:
        return Side(CANNOT_TELL, 0, 0)
    text = text[:READ]
    ours, yours = _OURS[tongue], _YOURS[tongue]
    we, you = [], []
    for found in _WORD.finditer(text):
        word = found[0]
        low = word.lower()
        if low in ours and word != "US":  # a country
            we.append(found.span())
        elif low in yours or (tongue == "de" and word in _FORMAL and not _opens(text, found.start())):
            you.append(found.span())
    label = "both" if we and you else "we" if we else "you" if you else "none"
    return Side(label, len(we), len(you), tuple(sorted(we + you)))


def _opens(text: str, start: int) -> bool:
    """Whether a sentence begins there."""
    before = text[max(0, start - 4) : start].rstrip(" ")
    return not before or before[-1] in _STARTS
