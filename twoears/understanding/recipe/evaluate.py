"""On which texts the readers are measured: only such as none of them has learnt from, kind by kind."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from twoears.understanding.linear import LinearReader
from twoears.understanding.notes import Note
from twoears.understanding.onestep import OneStepReader
from twoears.understanding.onestep_weights import FEELINGS, INTENTS
from twoears.understanding.own.ways import Ways
from twoears.understanding.readers import readers
from twoears.understanding.recipe.examples import Example
from twoears.understanding.recipe.feelings_sets import feelings_gathered, measured
from twoears.understanding.recipe.intent_sets import intents_gathered
from twoears.understanding.recipe.measure import AllWeights, Row, Weighing, made_of, notes_of, table
from twoears.understanding.recipe.sets import gathered

_CARE: Final = ("care, coded", "care, customers", "care, companies")
_OWN: Final = ("own, en", "own, de", "own, fr", "own, es", "own, it")
# What the readers are made for: posts said to, by and about companies. Queries to assistants and talks are shown apart.
MADE_FOR: Final = (*_CARE, *_OWN, "corporate", "brands")
_FOREIGN: Final = ("de", "fr", "es", "it")
_UNTAUGHT: Final = ("nl", "pt", "pl", "sv", "ja", "ru", "ar", "tr", "da")
_ORIGINS: Final = {
    "all posts said to, by and about companies": MADE_FOR,
    "posts said to companies, coded by us": ("care, coded",),
    "customers who open a talk (they ask)": ("care, customers",),
    "companies' answers (nothing asked)": ("care, companies",),
    "all talks between customers and companies": _CARE,
    "our fresh posts, English": ("fresh, en",),
    "our fresh posts, German, French, Spanish, Italian": tuple(f"fresh, {name}" for name in _FOREIGN),
    "our fresh posts, languages not taught": tuple(f"fresh, {name}" for name in _UNTAUGHT),
    "our dry and terse posts, English": ("dry, en",),
    "our short posts, English": ("own short, en",),
    "our short posts, German, French, Spanish, Italian": tuple(f"own short, {name}" for name in _FOREIGN),
    "our posts on troubles, other trades, English": ("trouble, en",),
    "our posts on troubles, other trades, German, French, Spanish, Italian": tuple(
        f"trouble, {name}" for name in _FOREIGN
    ),
    "our own hard cases, all five languages": _OWN,
    "our own hard cases, English": ("own, en",),
    "our own hard cases, German": ("own, de",),
    "our own hard cases, French": ("own, fr",),
    "our own hard cases, Spanish": ("own, es",),
    "our own hard cases, Italian": ("own, it",),
    "companies' posts": ("corporate",), "posts that name a product": ("brands",),
    "queries to assistants": ("clinc", "banking77", "nlupp"), "talks about a gift": ("persuasion",),
    "prose": ("prose",), "comments under a video": ("comments",),
}  # fmt: skip
# By how the origin begins; the first kind held out of what was learnt from, the second never learnt from.
_FEELINGS: Final = {
    "our own posts, English": "own feelings, en", "posts in German": "posts, de", "posts in French": "posts, fr",
    "posts in Spanish": "posts, es", "posts in Italian": "posts, it", "posts that name a product": "brands",
    "our posts for the other readers": "from ", "companies' posts (calm)": "corporate",
    "queries, prose, companies' answers (calm)": "calm, ", "titles (calm)": "titles",
}  # fmt: skip
_RESEARCH: Final = {
    "SemEval 2013 to 2016, for research": ("SemEval", False), "TweetEval, training part, for research":
    ("TweetEval", False), "TweetEval, validation part, for research": ("TweetEval", True),
}  # fmt: skip
_INTENTS: Final = {
    "our own posts, English": "own intents, intents", "our dry and terse posts, English": "own intents, dry",
    "our short posts, English": "own intents, short",
    "public posts, coded by us": "coded, ", "posts about phones, labels of students": "purchases",
    "companies' posts, labels of others": "companies", "posts that name a product, labels of others": "named",
}  # fmt: skip

Inside = Callable[[Example], bool]


def _of(origins: Sequence[str]) -> Inside:
    return lambda one: one.held and one.origin in origins


def _begins(start: str, *, held: bool = True) -> Inside:
    return lambda one: one.held == held and one.origin.startswith(start)


def _in_english(inside: Inside) -> Inside:
    return lambda one: one.language == "en" and inside(one)


def weighers() -> list[Weighing]:
    """The readers that are measured."""
    return [reader for reader in readers() if isinstance(reader, LinearReader | OneStepReader)]


def _family(name: str, reader: str) -> list[Weighing]:
    """The readers of a family ("" for those of two steps), or one of them."""
    return [
        one for one in weighers()
        if (one.family.name if isinstance(one, OneStepReader) else "") == name and reader in ("", one.name)
    ]  # fmt: skip


def first_table(examples: Sequence[Example], weights: AllWeights, reader: str = "") -> list[Row]:
    """The figures of the readers of two steps."""
    groups = {group: _of(origins) for group, origins in _ORIGINS.items()}
    return table(_family("", reader), examples, groups, weights)


def feelings_table(
    examples: Sequence[Example], research: Sequence[Example], weights: AllWeights, reader: str = ""
) -> list[Row]:
    """The figures of the readers of feelings; emotion and offence were taught in English only."""
    rows = []
    for one in _family(FEELINGS.name, reader):
        for known, groups in ((examples, _held_groups(_FEELINGS)), (research, _research_groups())):
            chosen = groups if one.name == "sentiment" else {name: _in_english(in_) for name, in_ in groups.items()}
            rows += table([one], known, chosen, weights)
    return rows


def _held_groups(begins: dict[str, str]) -> dict[str, Inside]:
    return {group: _begins(start) for group, start in begins.items()}


def _research_groups() -> dict[str, Inside]:
    return {group: _begins(start, held=held) for group, (start, held) in _RESEARCH.items()}


def intents_table(examples: Sequence[Example], weights: AllWeights, reader: str = "") -> list[Row]:
    """The figures of the readers of intents."""
    return table(_family(INTENTS.name, reader), examples, _held_groups(_INTENTS), weights)


@dataclass(frozen=True, slots=True)
class Gathered:
    """All examples below a folder, those that were learnt from and those that were not: of the readers of two steps, of
    those of feelings, of those of intents, and what is for research only."""

    first: list[Example]
    feelings: list[Example]
    intents: list[Example]
    research: list[Example]

    def held_for(self, reader: Weighing) -> list[Example]:
        """All texts that a reader has not learnt from and whose label is known."""
        known = self.first
        if isinstance(reader, OneStepReader):
            known = self.intents if reader.family is INTENTS else self.feelings
        return [one for one in known if one.held and one.labels.get(reader.name, "") in reader.labels]


def gather(folder: Path) -> Gathered:
    """Read the sets below a folder. NoSet where one is missing that was learnt from."""
    first = gathered(folder)
    return Gathered(first, feelings_gathered(folder, first), intents_gathered(folder), measured(folder))


def all_tables(of: Gathered, weights: AllWeights, reader: str = "") -> list[Row]:
    """All figures, or those of one reader."""
    return [
        *first_table(of.first, weights, reader),
        *feelings_table(of.feelings, of.research, weights, reader),
        *intents_table(of.intents, weights, reader),
    ]


def confusion(reader: Weighing, examples: Sequence[Example], weights: AllWeights) -> dict[str, dict[str, int]]:
    """How often a reader said what of examples, by what they are."""
    counts: dict[str, Counter[str]] = {label: Counter() for label in reader.labels[:-1]}
    for example, note in zip(examples, notes_of(reader, examples, weights), strict=True):
        counts[example.labels[reader.name]][note.label] += 1
    return {truth: {label: said[label] for label in reader.labels} for truth, said in counts.items()}


def at_any_threshold(reader: Weighing, examples: Sequence[Example], weights: AllWeights) -> list[tuple[str, Note]]:
    """What each example is, and what a reader that need not be sure notes of it."""
    notes, _ = made_of(reader, examples, weights, Ways(enough={reader.name: 0.0}))
    return [(one.labels[reader.name], note) for one, note in zip(examples, notes, strict=True)]


def asking_found(reader: LinearReader, examples: Sequence[Example], weights: AllWeights) -> tuple[int, int, int]:
    """Of held-out customers' posts that ask: how many, how many are read as question or request, how many as none."""
    care = [one for one in examples if one.held and one.origin.startswith("care")]
    asking = [one for one in care if one.labels.get("asks", "none") != "none"]
    labels = [note.label for note in notes_of(reader, asking, weights)]
    return len(asking), sum(label in ("question", "request") for label in labels), labels.count("none")
