"""Posts that say a statement nearly as it stands, or say that it is not so. Of all others it cannot be told here.

All telling words of the statement stand in one sentence, in their order, with hardly another one between them; before
them stands nothing but that somebody thinks so; no hedge, no question, no quotation, no laugh. Whether it agrees is
told by how often it is turned round: once more or less than the statement is to disagree.
"""

from dataclasses import dataclass
from typing import Final

from twoears.understanding.stances import cues
from twoears.understanding.stances.folded import Sentence, Word, sentences
from twoears.understanding.stances.stance import Side, Span

FEWEST: Final = 2  # telling words of a statement, or one among more, below which a text may say anything with them
_ROOT, _ENDING = 3, 2  # letters
_BETWEEN: Final = 1  # telling words of others between the first and the last of the statement


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement as it is looked for."""

    stems: tuple[str, ...]
    telling: int
    words: frozenset[str]
    turned: int
    asks: bool

    @property
    def roots(self) -> tuple[str, ...]:
        """What a text has in it that says it, whatever the endings."""
        return tuple(stem[:-_ENDING] if len(stem) > _ROOT + _ENDING else stem[:_ROOT] for stem in self.stems)

    @property
    def can_be_looked_for(self) -> bool:
        """Whether it says enough to be found again."""
        enough = self.telling >= FEWEST or (self.telling > 0 and len(self.stems) > FEWEST)
        return enough and not self.asks


def stated(statement: str) -> Stated:
    """A statement made ready.

    >>> stated("Parking must not cost more.").stems, stated("It is so.").can_be_looked_for
    (('parking', 'must', 'cost', 'more'), False)
    """
    parts = list(sentences(statement))
    words = [word for part in parts for word in part.words]
    return Stated(
        tuple(word.stem for word in words if word.states),
        sum(word.tells for word in words),
        frozenset(word.text for word in words),
        sum(word.text in cues.NEGATIONS for word in words),
        len(parts) != 1 or parts[0].asks,
    )


def alike(one: str, other: str) -> bool:
    """Whether two stems are forms of one word, for all that can be told by an ending of one or two letters.

    >>> alike("cost", "costs"), alike("car", "care"), alike("centre", "center")
    (True, False, False)
    """
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) > _ROOT and long.startswith(short) and len(long) - len(short) <= _ENDING)


def said_in(text: str, flat: str, looked_for: Stated) -> tuple[Side, Span] | None:
    """The side that a text takes by saying the statement, and the sentence that does; None where it does not.

    `flat` is the text as `fold` makes it, without its NULs. Two sentences of different sides tell nothing.

    >>> from twoears.understanding.stances.folded import fold
    >>> cheaper = stated("Parking should cost more.")
    >>> for said in ("I think parking should cost more!", "Parking should not cost more.", "Should parking cost more?"):
    ...     print(said_in(said, fold(said), cheaper))
    ('agree', (0, 32))
    ('disagree', (0, 28))
    None
    """
    if not looked_for.can_be_looked_for or any(root not in flat for root in looked_for.roots):
        return None
    if any(sign in text for sign in cues.TURNED):
        return None
    found = [(side, (one.start, one.end)) for one in sentences(text) if (side := _side(one, looked_for, text))]
    return found[0] if len({side for side, _ in found}) == 1 else None


def _side(sentence: Sentence, looked_for: Stated, text: str) -> Side | None:
    words = sentence.words
    place = _match(words, looked_for.stems)
    if place is None or sentence.asks or _in_quotes(text, sentence):
        return None
    first, last = place
    others = [word.text for word in words if word.text not in looked_for.words]
    before = [word for word in words[:first] if word.text not in looked_for.words]
    within = [word for word in words[first : last + 1] if word.text not in looked_for.words]
    if any(word in cues.HEDGES for word in others) or words[0].text in cues.ASKING - looked_for.words:
        return None
    if any(word.text in cues.REPORTED for word in (*before, *within)):
        return None
    if any(word.tells and word.text not in cues.OPENING for word in before):
        return None
    if _goes_on(words[last + 1 :], text, words[last].end):
        return None
    return _by_turns(_turns(words[: last + 1], text) - looked_for.turned)


def _match(words: tuple[Word, ...], stems: tuple[str, ...]) -> tuple[int, int] | None:
    """The first and the last place of the statement's words, where they stand in their order and close together."""
    for start, word in enumerate(words):
        if alike(word.stem, stems[0]) and (last := _last(words[start:], stems)) is not None:
            return start, start + last
    return None


def _last(words: tuple[Word, ...], stems: tuple[str, ...]) -> int | None:
    met = between = 0
    for at, word in enumerate(words):
        if alike(word.stem, stems[met]) and word.states:
            met += 1
        else:
            between += word.tells
        if met == len(stems):
            return at
        if between > _BETWEEN:
            return None
    return None


def _goes_on(rest: tuple[Word, ...], text: str, end: int) -> bool:
    """Whether what was stated is not all that is stated: what follows is neither cut off nor a reason."""
    if not rest:
        return False
    cut_off = text[end : rest[0].start].strip(" \t\n'’")
    if any(word.text in cues.REFUSING for word in rest):
        return True
    if cut_off or rest[0].text in cues.JOINING:
        return False
    return any(word.tells or word.text in cues.NEGATIONS for word in rest)


def _turns(words: tuple[Word, ...], text: str) -> int:
    """How often it is turned round; a "no" that is cut off by a comma is an answer, and turns nothing."""
    turned = [word.text in cues.NEGATIONS or word.text in cues.REFUSING for word in words]
    answer = len(words) > 1 and words[0].text in ("no", "non") and "," in text[words[0].end : words[1].start]
    return sum(turned) - (answer and turned[0])


def _by_turns(more: int) -> Side | None:
    if more == 0:
        return "agree"
    return "disagree" if abs(more) == 1 else None


def _in_quotes(text: str, sentence: Sentence) -> bool:
    return any(sign in text[max(0, sentence.start - 2) : sentence.end + 2] for sign in cues.QUOTES)
