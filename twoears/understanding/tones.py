"""What shows a feeling in a text besides its runs of letters: words of our lists, denied or not, and how it is written.

Each sign can be read ("blame, denied", "words in capitals"). The lists are in `feeling_words.py` and `coarse_words.py`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.lib.text import ADDRESS, HANDLE, SPACE, TAG
from twoears.understanding.coarse_words import COARSE_WORDS
from twoears.understanding.cues import OF_ALL as CUES
from twoears.understanding.evidence import SIGNS, Floats
from twoears.understanding.feeling_words import FEELING_WORDS
from twoears.understanding.grams import LIMIT, SEPARATOR, Page, Places, is_letter, open_page

_LISTS: Final = {**FEELING_WORDS, **COARSE_WORDS}
FOREIGN: Final = ("de", "fr", "es", "it")
_SHARED: Final = ", other languages"
# Every list, and those in other languages apart, as "die" hurts in English and is an article in German.
LISTS: Final = (
    *(name for name in _LISTS if not name.endswith(_SHARED)),
    *(f"{name.removesuffix(_SHARED)}, {code}" for name in _LISTS if name.endswith(_SHARED) for code in FOREIGN),
)
TOLD: Final = (
    "strong praise", "praise", "blame", "strong blame", "anger", "joy", "optimism", "sadness",
    "glad sign", "sad sign", "angry sign", "slur", "coarse", "mild insult", "threat",
)  # fmt: skip
ENGLISH_ONLY: Final = frozenset(TOLD) - {"glad sign", "sad sign", "angry sign"}
AIMED: Final = ("slur", "coarse", "mild insult")
NEAR: Final = 3  # words by which a "not" reaches forward, and a "you" both ways
STOPS: Final = (*map(ord, ".,!?;:()"), SEPARATOR)
WEIGHED: Final = (
    "more praise than blame", "more blame than praise", "neither praise nor blame", "praise less blame",
    "praise after a but", "blame after a but", "strengthened praise", "strengthened blame", "more glad signs than sad",
    "more sad signs than glad", "aimed at somebody", "slur or coarse", "first praise, then blame",
)  # fmt: skip
WRITTEN: Final = (
    "exclamation marks", "question marks", "dots", "capitals", "drawn out", "addresses", "handles", "tags", "digits",
    "quotation marks", "words", "few words", "ends with an exclamation mark", "ends with a question mark",
)  # fmt: skip
ASIDE: Final = tuple(f"{name}, cue" for name in CUES)
TONES: Final = (
    *TOLD, *(f"{name}, denied" for name in TOLD), *WEIGHED, *WRITTEN, *ASIDE, "not English",
)  # fmt: skip
_CUE_PLACES: Final = [SIGNS.index(name) for name in CUES]
ANY_LANGUAGE: Final = -2


def _counted() -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    for name in LISTS:
        base, _, code = name.partition(", ")
        only = FOREIGN.index(code) if code in FOREIGN else -1 if base in ENGLISH_ONLY else ANY_LANGUAGE
        known = base in TONES
        found.append((TONES.index(base), TONES.index(f"{base}, denied"), only) if known else (-1, -1, ANY_LANGUAGE))
    return found


# For each list the signs that count its words, plain and denied (-1 for none), and the languages they are of.
COUNTED: Final = _counted()


@dataclass(frozen=True, slots=True)
class Tones:
    """`signs`: a row for each text. `bits`: for each word of the page which of LISTS it is in; `denied`: whether a
    "not" stands before it.
    """

    signs: Floats
    bits: NDArray[np.uint32]
    denied: NDArray[np.bool_]
    foreign: Places


def entries(lines: str) -> Iterator[str]:
    """The words of a list, with the forms that a plus stands for.

    >>> list(entries("hate+|cry+|glad"))
    ['hate', 'hates', 'hated', 'hating', 'cry', 'cries', 'cried', 'crying', 'glad']
    """
    for word in (word.strip() for line in lines.splitlines() for word in line.split("|")):
        if not word.endswith("+"):
            yield from [word] if word else []
        elif word[-2] == "e":
            yield from (word[:-1], f"{word[:-1]}s", f"{word[:-1]}d", f"{word[:-2]}ing")
        elif word[-2] == "y" and word[-3] not in "aeo":
            yield from (word[:-1], f"{word[:-2]}ies", f"{word[:-2]}ied", f"{word[:-1]}ing")
        else:
            several = "es" if word[-2] in "sh" else "s"
            yield from (word[:-1], word[:-1] + several, f"{word[:-1]}ed", f"{word[:-1]}ing")


def by_list() -> dict[str, tuple[str, ...]]:
    """The entries of each of LISTS. A line that begins without a bar begins the next language."""
    found: dict[str, tuple[str, ...]] = {}
    for name, lines in _LISTS.items():
        if not name.endswith(_SHARED):
            found[name] = tuple(entries(lines))
            continue
        for code, part in zip(FOREIGN, lines.strip().replace("\n        |", "|").splitlines(), strict=True):
            found[f"{name.removesuffix(_SHARED)}, {code}"] = tuple(entries(part))
    return found


def _keys(phrases: Sequence[str]) -> list[int]:
    """The key of each entry: of its word, or of its pair of words."""
    page = open_page(phrases)
    first = np.searchsorted(page.words.start, page.first)
    single = np.diff(first) == 2  # the separator is a word, too
    keys: list[int] = np.where(single, page.words.one[first[:-1] + 1], page.words.two[first[:-1] + 1]).tolist()
    return keys


@cache
def list_keys() -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """The keys of all entries in order, and for each a bit for every list that it is in."""
    lists: dict[int, int] = {}
    found = by_list()
    for bit, name in enumerate(LISTS):
        for key in _keys(found[name]):
            lists[key] = lists.get(key, 0) | 1 << bit
    keys = np.array(sorted(lists), dtype=np.uint64)
    return keys, np.array([lists[int(key)] for key in keys], dtype=np.uint32)


def _listed(hashes: NDArray[np.uint64]) -> NDArray[np.uint32]:
    keys, lists = list_keys()
    place = np.minimum(np.searchsorted(keys, hashes), len(keys) - 1)
    return np.where(keys[place] == hashes, lists[place], np.uint32(0))


def _in(bits: NDArray[np.uint32], name: str) -> NDArray[np.bool_]:
    return (bits >> np.uint32(LISTS.index(name)) & np.uint32(1)).astype(np.bool_)


def _back(flags: NDArray[np.bool_], stop: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether one of the few words before is flagged, with no stop between."""
    near, open_, found = flags, ~stop, np.zeros(len(flags), dtype=np.bool_)
    for _ in range(NEAR):
        near = np.concatenate(([False], near[:-1] & open_[:-1]))
        found |= near
    return found


def _before(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.concatenate(([False], flags[:-1]))


def _sum(flags: NDArray[np.bool_], edge: Places) -> Floats:
    """How many flags each text has; `edge` is where the words of each begin, and where the last ends."""
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(flags)))
    counts: Floats = np.diff(sums[edge]).astype(np.float64)
    return counts


def _tally(bits: NDArray[np.uint32], some: NDArray[np.bool_], edge: Places) -> dict[str, Floats]:
    """How many words of each list each text has, of those in `some`."""
    kept = np.where(some, bits, np.uint32(0)).astype("<u4")
    single = np.unpackbits(kept.view(np.uint8).reshape(-1, 4), axis=1, bitorder="little")[:, : len(LISTS)]
    sums = np.add.reduceat(single, edge[:-1], axis=0, dtype=np.int64).astype(np.float64)
    return {name: sums[:, place] for place, name in enumerate(LISTS)}


def _of_language(counts: dict[str, Floats], name: str, foreign: Places) -> Floats:
    """The count of a list, of its English words in English and of others in other languages."""
    if name not in ENGLISH_ONLY:
        return counts[name]
    count = np.where(foreign < 0, counts[name], 0.0)
    if name in ("praise", "blame"):
        for place, code in enumerate(FOREIGN):
            count = np.where(foreign == place, counts[f"{name}, {code}"], count)
    return count


def _letters(texts: Sequence[str], page: Page) -> list[Floats]:
    """How much is in capitals, and how many letters are drawn out: what the page itself does not keep."""
    cut = [text[:LIMIT] for text in texts]
    raw = np.frombuffer("".join(cut).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    seams = np.concatenate(([0], np.cumsum([len(text) for text in cut]))).astype(np.int64)
    codes = page.codes[: page.first[-1]]
    owner = np.repeat(np.arange(len(cut)), np.diff(page.first))
    letter = is_letter(codes)
    place = np.where(letter, page.at[: len(codes)] + seams[owner], 0)
    capital = letter & _capitals()[np.minimum(raw[place], 0xFFFF)] if len(raw) else letter
    loud = capital & _before(capital) & _before(_before(capital))
    drawn = letter & (np.diff(page.at[: len(codes) + 1]) > 2)
    return [_sum(flags, page.first) for flags in (loud, drawn)]


@cache
def _capitals() -> NDArray[np.bool_]:
    return np.fromiter((chr(code).isupper() for code in range(0x10000)), dtype=np.bool_, count=0x10000)


def _written(texts: Sequence[str], page: Page, edge: Places) -> list[Floats]:
    head = page.codes[page.words.start]
    of = [_sum(head == code, edge) for code in (ord("!"), ord("?"), ord("."), ADDRESS, HANDLE, TAG, ord('"'))]
    cry, ask, dots, addresses, handles, tags, quotes = of
    digits = _sum(head == ord("0"), edge)
    words = _sum(is_letter(head), edge)
    last = head[np.maximum(edge[1:] - 1, 0)]
    loud, drawn = _letters(texts, page)
    counts = [cry, ask, dots, loud, drawn, addresses, handles, tags, digits, quotes, words]
    flags = [words < 5, last == ord("!"), last == ord("?")]
    return [*(np.log1p(count) for count in counts), *(flag.astype(np.float64) for flag in flags)]


def _weighed(bits: NDArray[np.uint32], denied: NDArray[np.bool_], foreign: Places, edge: Places) -> list[Floats]:
    """How praise and blame, glad and sad signs, insults and a "you" stand to each other."""
    owner = np.repeat(np.arange(len(foreign)), np.diff(edge))
    good, bad = (_polar(bits, name, foreign[owner]) for name in ("praise", "blame"))
    good, bad = np.where(denied, bad, good), np.where(denied, good, bad)
    turned = _after(_in(bits, "turns"), owner, edge)
    strong = _before(_in(bits, "strengthens"))
    p, b = _sum(good, edge), _sum(bad, edge)
    glad, sad = _sum(_in(bits, "glad sign"), edge), _sum(_in(bits, "sad sign") | _in(bits, "angry sign"), edge)
    hard = np.logical_or.reduce([_in(bits, name) for name in AIMED]) & (foreign[owner] < 0)
    stop = np.zeros(len(bits), dtype=np.bool_)
    stop[edge[:-1]] = True  # where a text begins: a "you" of its neighbour is not near
    to = _in(bits, "said to one")
    aimed = hard & (_back(to, stop) | _back(to[::-1], stop[::-1])[::-1])
    coarse = (_in(bits, "slur") | _in(bits, "coarse")) & (foreign[owner] < 0)
    return [
        np.greater(p, b).astype(np.float64), np.greater(b, p).astype(np.float64),
        ((p == 0) & (b == 0)).astype(np.float64), (p - b) / (p + b + 1), np.log1p(_sum(good & turned, edge)),
        np.log1p(_sum(bad & turned, edge)), np.log1p(_sum(good & strong, edge)), np.log1p(_sum(bad & strong, edge)),
        np.greater(glad, sad).astype(np.float64), np.greater(sad, glad).astype(np.float64),
        np.log1p(_sum(aimed, edge)), np.greater(_sum(coarse, edge), 0).astype(np.float64),
        np.greater(_sum(bad & _after(good, owner, edge), edge), 0).astype(np.float64),
    ]  # fmt: skip


def _polar(bits: NDArray[np.uint32], name: str, foreign: Places) -> NDArray[np.bool_]:
    flags = (_in(bits, name) | _in(bits, f"strong {name}")) & (foreign < 0)
    for place, code in enumerate(FOREIGN):
        flags |= _in(bits, f"{name}, {code}") & (foreign == place)
    return flags


def _after(flags: NDArray[np.bool_], owner: Places, edge: Places) -> NDArray[np.bool_]:
    """Whether a flagged word stands before in the same text."""
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(flags)))
    some: NDArray[np.bool_] = np.greater(sums[:-1], sums[edge[:-1]][owner])
    return some


def in_lists(page: Page) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """For each word of a page a bit for each of LISTS that it is in, and whether a "not" stands before it.

    >>> bits, denied = in_lists(open_page(["not good"]))
    >>> bool(bits[2] >> LISTS.index("praise") & 1), bool(denied[2])
    (True, True)
    """
    words = int(np.searchsorted(page.words.start, page.first[-1]))
    bits = (_listed(page.words.one) | _listed(page.words.two))[:words]
    head = page.codes[page.words.start[:words]]
    # A face is not denied: "not good :(".
    return bits, _back(_in(bits, "denies"), np.isin(head, STOPS)) & is_letter(head)


def tones(texts: Sequence[str], languages: Sequence[str], page: Page, seen: Floats) -> Tones:
    """The signs of feeling in the texts of a page, one or more; `seen` are the signs of the other readers there."""
    foreign = np.array([FOREIGN.index(code) if code in FOREIGN else -1 for code in languages], dtype=np.int64)
    edge = np.searchsorted(page.words.start, page.first)
    bits, denied = in_lists(page)
    plain, turned = _tally(bits, ~denied, edge), _tally(bits, denied, edge)
    told = [np.log1p(_of_language(counts, name, foreign)) for counts in (plain, turned) for name in TOLD]
    cues = [seen[:, place] for place in _CUE_PLACES]
    columns = [
        *told, *_weighed(bits, denied, foreign, edge), *_written(texts, page, edge), *cues,
        (foreign >= 0).astype(np.float64),
    ]  # fmt: skip
    return Tones(np.stack(columns, axis=1), bits, denied, foreign)


def unread() -> list[str]:
    """Entries that no text can match, as they are more than two words or not written as read. For tests: none is.

    >>> unread()
    []
    """
    return [entry for found in by_list().values() for entry in found if not _matches(entry)]


def _matches(entry: str) -> bool:
    page = open_page([entry])
    read = "".join(map(chr, page.codes[1:-1].tolist()))
    return len(page.words.one) in (3, 4) and read == entry and SPACE not in page.codes[:1]
