"""The inner loop, third part: the signs of feeling in a text, from the same codes and words.

It does what `tones.tones` does for whole batches, with the same numbers.
"""

from typing import Final

from twoears.lib.compiled import inner
from twoears.lib.text import ADDRESS, CAPITAL, HANDLE, TAG
from twoears.understanding.arrays import (
    DENIED,
    LISTED,
    Desk,
    Floats,
    Ints,
    Longs,
    Rules,
    has,
    is_a,
    is_word,
    one_if,
)  # fmt: skip
from twoears.understanding.cues import OF_ALL as CUES
from twoears.understanding.evidence import SIGNS
from twoears.understanding.grams import SEPARATOR
from twoears.understanding.seats import (
    BAD,
    COARSE,
    DENIES,
    GLAD,
    GOOD,
    HARD,
    SAD,
    STRENGTHENS,
    TO,
    TURNS,
)  # fmt: skip
from twoears.understanding.tones import ASIDE, LISTS, NEAR, TOLD, WEIGHED, WRITTEN

_LISTS: Final = len(LISTS)
_MASK: Final = (1 << _LISTS) - 1
_COUNTS: Final = len(TOLD)  # of words that are not denied; those of denied words follow
_WEIGHED: Final = 2 * _COUNTS
_WRITTEN: Final = _WEIGHED + len(WEIGHED)
_CUES: Final = _WRITTEN + len(WRITTEN)
_OTHER: Final = _CUES + len(ASIDE)
_KINDS: Final = len(CUES)
_CUE_SIGNS: Final = SIGNS.index(CUES[0])  # the first cue among the signs of the other readers
_CRY, _ASK, _DOT, _QUOTE, _DIGIT = 33, 63, 46, 34, 48
_FEW: Final = 5


@inner
def lists_of(desk: Desk, word: int) -> int:
    """A bit for each list that a word is in."""
    return (int(desk.bits[word]) >> LISTED) & _MASK


@inner
def is_stop(code: int) -> bool:
    """Whether a "not" reaches no further than this: .,!?;:() and the end of a text."""
    return code <= _ASK and code in (_DOT, 44, _CRY, _ASK, 59, 58, 40, 41, SEPARATOR)


@inner
def deny(rules: Rules, desk: Desk, count: int) -> None:
    """Mark the words that a "not" stands before."""
    near, denies = 0, int(rules.masks[0, DENIES])
    for word in range(count):
        head = int(desk.codes[desk.words[word, 0]])
        if is_stop(head):
            near = 0
            continue
        lists = lists_of(desk, word)
        if near > 0:
            if is_word(rules.shapes, head):
                desk.bits[word] |= 1 << DENIED
            near -= 1
        if lists & denies:
            near = NEAR


@inner
def sign_of(counted: Longs, bits: int, bit: int) -> int:
    """The sign that counts a word which is in a list; -1 for none."""
    sign = int(counted[bit])
    return sign + _COUNTS if sign >= 0 and has(bits, DENIED) else sign


@inner
def count_lists(counted: Longs, desk: Desk, count: int, row: Floats) -> None:
    """Count the words of each list that counts in a language."""
    for word in range(count):
        lists, bit = lists_of(desk, word), 0
        while lists:
            if lists & 1:
                sign = sign_of(counted, int(desk.bits[word]), bit)
                if sign >= 0:
                    row[sign] += 1.0
            lists >>= 1
            bit += 1


@inner
def is_near(desk: Desk, word: int, count: int, mask: int) -> bool:
    """Whether one of the few words before or behind is in such a list."""
    for other in range(max(word - NEAR, 0), min(word + NEAR + 1, count)):
        if other != word and lists_of(desk, other) & mask:
            return True
    return False


@inner
def stand(logs: Floats, masks: Longs, desk: Desk, count: int, row: Floats) -> None:
    """How praise and blame, glad and sad signs, insults and a "you" stand to each other."""
    praise = blame = glad = sad = aimed = 0
    late_praise = late_blame = strong_praise = strong_blame = 0
    turned = strong = coarse = praised = spoilt = False
    for word in range(count):
        lists = lists_of(desk, word)
        if lists == 0:
            strong = False
            continue
        good, bad = lists & masks[GOOD] != 0, lists & masks[BAD] != 0
        if has(int(desk.bits[word]), DENIED):
            good, bad = bad, good
        praise, blame = praise + good, blame + bad
        late_praise, late_blame = late_praise + (good and turned), late_blame + (bad and turned)
        strong_praise, strong_blame = strong_praise + (good and strong), strong_blame + (bad and strong)
        spoilt = spoilt or (bad and praised)
        praised = praised or good
        glad, sad = glad + (lists & masks[GLAD] != 0), sad + (lists & masks[SAD] != 0)
        coarse = coarse or lists & masks[COARSE] != 0
        aimed += lists & masks[HARD] != 0 and is_near(desk, word, count, int(masks[TO]))
        turned = turned or lists & masks[TURNS] != 0
        strong = lists & masks[STRENGTHENS] != 0
    row[0], row[1], row[2] = one_if(praise > blame), one_if(blame > praise), one_if(praise == 0 and blame == 0)
    row[3] = (praise - blame) / (praise + blame + 1)
    row[4], row[5], row[6], row[7] = logs[late_praise], logs[late_blame], logs[strong_praise], logs[strong_blame]
    row[8], row[9] = one_if(glad > sad), one_if(sad > glad)
    row[10], row[11], row[12] = logs[aimed], one_if(coarse), one_if(spoilt)


@inner
def letters(rules: Rules, raw: Ints, begin: int, desk: Desk, size: int) -> tuple[int, int]:
    """How many letters are in capitals, behind two others; and how many are drawn out."""
    run = loud = drawn = 0
    for at in range(1, size):
        if not is_word(rules.shapes, int(desk.codes[at])):
            run = 0
            continue
        if at + 1 < size and desk.at[at + 1] - desk.at[at] > 2:
            drawn += 1
        run = run + 1 if is_a(rules.shapes, int(raw[begin + desk.at[at]]), CAPITAL) else 0
        loud += run > 2
    return loud, drawn


@inner
def spell(rules: Rules, desk: Desk, count: int, loud: int, drawn: int, row: Floats) -> None:
    """Which marks a text has, and how much of it is loud."""
    logs = rules.logs
    cry = ask = dots = addresses = handles = tags = digits = quotes = words = head = 0
    for word in range(count):
        head = int(desk.codes[desk.words[word, 0]])
        if is_word(rules.shapes, head):
            words += 1
            digits += head == _DIGIT
            continue
        cry, ask, dots, quotes = (
            cry + (head == _CRY),
            ask + (head == _ASK),
            dots + (head == _DOT),
            quotes + (head == _QUOTE),
        )
        addresses, handles, tags = addresses + (head == ADDRESS), handles + (head == HANDLE), tags + (head == TAG)
    row[0], row[1], row[2], row[3], row[4] = logs[cry], logs[ask], logs[dots], logs[loud], logs[drawn]
    row[5], row[6], row[7] = logs[addresses], logs[handles], logs[tags]
    row[8], row[9], row[10] = logs[digits], logs[quotes], logs[words]
    row[11], row[12], row[13] = one_if(words < _FEW), one_if(head == _CRY), one_if(head == _ASK)


@inner
def tone(
    rules: Rules, raw: Ints, begin: int, desk: Desk, size: int, count: int, foreign: int, seen: Floats, row: Floats
) -> None:
    """Write a row of TONES for a text whose words are known; `seen` are its signs for the other readers."""
    deny(rules, desk, count)
    count_lists(rules.counted[foreign + 1], desk, count, row)
    for at in range(_WEIGHED):
        row[at] = rules.logs[int(row[at])]
    stand(rules.logs, rules.masks[foreign + 1], desk, count, row[_WEIGHED:_WRITTEN])
    loud, drawn = letters(rules, raw, begin, desk, size)
    spell(rules, desk, count, loud, drawn, row[_WRITTEN:_CUES])
    for kind in range(_KINDS):
        row[_CUES + kind] = seen[_CUE_SIGNS + kind]
    row[_OTHER] = one_if(foreign >= 0)
