"""What a reader of many queries would say about one that can be read and yet may not mean what was meant."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from twoears.listening.common import EVERYWHERE
from twoears.listening.doubts import doubtful
from twoears.listening.signs import Sign, signs
from twoears.listening.tree import (
    And,
    Fact,
    Followers,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Query,
    Run,
    Window,
    is_pattern,
    leaves,
    runs,
)
from twoears.listening.writing import tidy

FAR: Final = 10  # words; farther apart, two words are rarely about each other
SHORT_STEM: Final = 4  # letters before a wildcard
_LOWER: Final = re.compile(r"and|or|not|(o?near)(/\d{1,6}f?)?", re.IGNORECASE)
_TOLD: Final = re.compile(r"[+#$%&=/\\<>!]")


@dataclass(frozen=True, slots=True)
class Advice:
    """What to look at, at which character of the query and over how many, and what to write instead."""

    message: str
    at: int
    length: int
    suggestion: str = ""


def advice(query: Query) -> tuple[Advice, ...]:
    """All advice on `query`, from left to right; none for most queries.

    >>> from twoears.listening.grammar import parse
    >>> [one.message for one in advice(parse("acme and pump NEAR/30 noise"))]
    ['Words side by side all must be there.', 'and is a word here.', 'More than 10 words apart is far.']
    """
    cut = signs(query.text)
    found = [*_of_signs(cut), *_mixed(query, cut), *_of_leaves(query), *_of_tree(query)]
    return tuple(sorted(set(found), key=lambda one: (one.at, one.message)))


def _of_signs(cut: list[Sign]) -> Iterator[Advice]:
    beside: list[Sign] = []
    for before, sign in zip([None, *cut], cut, strict=False):
        if sign.kind == "word" and (small := _LOWER.fullmatch(sign.text)):
            meant = sign.text.upper() if small[2] or not small[1] else f"{small[1].upper()}/5"
            suggestion = f"Did you mean {meant}?"
            yield Advice(f"{sign.text} is a word here.", sign.at, sign.length, suggestion)
        if sign.kind == "near" and sign.number > FAR:
            suggestion = f"Mostly {FAR} finds what you look for; AND finds it at any distance."
            yield Advice(f"More than {FAR} words apart is far.", sign.at, sign.length, suggestion)
        if before and before.kind in ("word", "quoted", "close") and sign.kind in ("word", "quoted"):
            beside.append(sign)
        if sign.kind == "word" and sign.text[:1] == "+":
            yield Advice("+ has no meaning.", sign.at, 1, "All words joined by AND must be there anyway.")
    if beside:
        first = beside[0]
        suggestion = "Write AND between them, or put a phrase between quotation marks."
        yield Advice("Words side by side all must be there.", first.at, first.length, suggestion)


def _mixed(query: Query, cut: list[Sign]) -> Iterator[Advice]:
    """AND and OR on one level: whoever reads it must know which binds first."""
    levels: list[set[str]] = [set()]
    for before, sign in zip([None, *cut], cut, strict=False):
        if sign.kind == "open":
            levels.append(set())
        if sign.kind == "close":
            levels.pop()
        beside = before and before.kind in ("word", "quoted", "close", "range") and sign.kind not in _JOINS
        what = "and" if beside else sign.kind
        if what in ("and", "or") and what not in levels[-1]:
            levels[-1].add(what)
            if len(levels[-1]) > 1:
                shown = tidy(query)
                suggestion = (
                    f"It is read as {shown}" if len(shown) < 200 else "Put brackets around what belongs together."
                )
                yield Advice("AND binds before OR.", sign.at, sign.length, suggestion)


_UNTOLD: Final = "Of who says nothing of it, this finds nothing, and NOT finds everything."
_JOINS: Final = ("and", "or", "near", "close", "end")


def _of_leaves(query: Query) -> Iterator[Advice]:
    for leaf in leaves(query.root):
        if isinstance(leaf, Fact):
            yield from _of_fact(leaf)
        for run in runs(leaf):
            yield from _of_run(run, leaf)
        if isinstance(leaf, Followers):
            yield Advice("Few networks say how many follow somebody.", leaf.at, len("followers:"), _UNTOLD)
        if any(run.zone == "place" for run in runs(leaf)):
            at = min(run.at for run in runs(leaf))
            yield Advice("Few networks say where somebody is.", at, 1, _UNTOLD)
        if isinstance(leaf, Window) and leaf.within > FAR:
            length = len(leaf.written) + 2
            suggestion = f"Mostly {FAR} finds what you look for; AND finds it at any distance."
            yield Advice(f"More than {FAR} words apart is far.", leaf.at, length, suggestion)


def _of_fact(fact: Fact) -> Iterator[Advice]:
    doubt = doubtful(fact)
    if doubt:
        yield Advice(doubt.message, fact.at, len(fact.value), doubt.suggestion)


def _of_run(run: Run, leaf: Leaf) -> Iterator[Advice]:
    length = max(1, len(run.written))
    for word in filter(is_pattern, run.words):
        if max(map(len, re.split(r"[*?]+", word))) < SHORT_STEM:
            suggestion = "Write more letters, or the words one by one with OR."
            yield Advice(f"{word} stands for very many words.", run.at, length, suggestion)
        if isinstance(leaf, Near | Window):
            yield Advice(f"{word} within a distance finds by chance.", run.at, length, "Write the words that you mean.")
        if word.endswith("?"):
            yield Advice("? stands for one letter.", run.at, length, "If it ends a question, leave it out.")
    alone = isinstance(leaf, Run) and len(run.words) == 1 and run.zone == "text" and not _LOWER.fullmatch(run.written)
    if alone and run.words[0] in EVERYWHERE:
        yield Advice(
            f"{run.words[0]} stands in nearly every post.", run.at, length, "Leave it out, or make it a phrase."
        )
    said = run.written.strip('"')
    told = _TOLD.search(said) and "://" not in said and not _LOWER.fullmatch(run.written)
    if told and run.zone in ("text", "title"):
        suggestion = f'To find these very characters write raw:"{said}".'
        yield Advice("Signs are not compared, only letters and digits.", run.at, length, suggestion)


def _of_tree(query: Query) -> Iterator[Advice]:
    if _excludes(query.root):
        suggestion = "Say also what must be there."
        yield Advice("This finds nearly everything, as it only excludes.", 0, len(query.text), suggestion)
    yield from _in_node(query.root)


def _in_node(node: Node) -> Iterator[Advice]:
    if isinstance(node, Not):
        yield from _in_node(node.part)
    if not isinstance(node, And | Or):
        return
    often = Counter(node.parts)
    for part in often:
        if often[part] > 1:
            at = getattr(next(iter(leaves(part))), "at", 0)
            yield Advice("The same stands here more than once.", at, 1, "Once is enough.")
    for part in node.parts:
        if isinstance(node, Or) and isinstance(part, Not):
            suggestion = "To exclude, write AND NOT."
            yield Advice("OR NOT finds nearly everything.", part.at, 3, suggestion)
        yield from _in_node(part)


def _excludes(node: Node) -> bool:
    match node:
        case Not():
            return True
        case And(parts):
            return all(_excludes(part) for part in parts)
    return False
