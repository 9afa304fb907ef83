"""The rules of stages as people write them, in YAML: read with the line of every mistake, and written."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from twoears.people.stages import CANCELLED, EVIDENCE, QUIET, STAGES, Rule

LONGEST: Final = 20_000  # characters
MOST: Final = 40  # rules
_YEARS: Final = 3650  # days
_COUNTS: Final = 1000
_KEYS: Final = ("name", "to", "from", "when", "count", "within-days", "quiet-for-days", "without", "says")
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
# No table takes the first and the last: told of a person, they would stop everybody from being told.
_UNKEPT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class RulesError(ValueError):
    """Rules that cannot be read; `problems` are sentences, each with its line."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class _Given:
    """What stands behind one word of a rule: a word or several, and the line."""

    words: tuple[str, ...]
    line: int


def read(text: str) -> tuple[Rule, ...]:
    """The rules that `text` says; raises RulesError with all that is wrong.

    >>> [(rule.name, rule.stage, rule.count) for rule in read("- {to: friend, from: stranger, when: exchange}")]
    [('exchange', 'friend', 1)]
    >>> read("- {to: freind, from: stranger, when: exchange}")
    Traceback (most recent call last):
        ...
    twoears.people.ruling.RulesError: Line 1: there is no stage “freind”. Did you mean friend?
    """
    problems: list[str] = []
    rules: list[Rule] = []
    for node in _items(text):
        reading = _Reading(node, problems)
        before = len(problems)
        rule = reading.rule({r.name for r in rules})
        if len(problems) == before:
            twin = next((r for r in rules if _same(r, rule)), None)
            if twin:
                problems.append(f"Line {_line(node)}: the rule “{twin.name}” says of the same evidence where they go.")
            rules.append(rule)
    if problems:
        raise RulesError(problems)
    return tuple(rules)


def write(rules: Iterable[Rule]) -> str:
    """The same rules as text, as `read` reads them.

    >>> from twoears.people.stages import RULES
    >>> read(write(RULES)) == RULES
    True
    """
    return yaml.safe_dump(
        [_plain(rule) for rule in rules], sort_keys=False, default_flow_style=None, allow_unicode=True, width=100
    )


def _plain(rule: Rule) -> dict[str, object]:
    said: dict[str, object] = {"name": rule.name, "to": rule.stage, "from": list(rule.from_stages)}
    if rule.kind == QUIET:
        said |= {"quiet-for-days": rule.quiet_days, "without": list(rule.without)}
    else:
        said["when"] = rule.kind
    if rule.count > 1:
        said["count"] = rule.count
    if rule.within_days:
        said["within-days"] = rule.within_days
    return said | {"says": rule.sentence}


def _items(text: str) -> list[MappingNode]:
    if len(text) > LONGEST:
        raise RulesError([f"The rules are longer than {LONGEST:,} characters. Ten lines are usual."])
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RulesError([f"Line {line}: this is no YAML: {error.problem}."]) from error
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:  # numbers that no sign or version has
        raise RulesError(["This is no YAML that can be read. Write one rule a line, beginning with a dash."]) from error
    if not isinstance(root, SequenceNode) or not root.value:
        raise RulesError(["There is no list of rules. Each begins with a dash: - {to: friend, from: stranger, …}."])
    if len(root.value) > MOST:
        raise RulesError([f"There are {len(root.value)} rules; {MOST} are the most."])
    wrong = [f"Line {_line(node)}: this is no rule: words with a colon, such as to: friend." for node in root.value
             if not isinstance(node, MappingNode)]  # fmt: skip
    if wrong:
        raise RulesError(wrong)
    return list(root.value)


class _Reading:
    """One rule, word by word; what is wrong goes to `problems`."""

    def __init__(self, node: MappingNode, problems: list[str]) -> None:
        self.line = _line(node)
        self.problems = problems
        self.given: dict[str, _Given] = {}
        for key, value in node.value:
            self._take(key, value)

    def rule(self, taken: set[str]) -> Rule:
        """The rule as far as it can be read; wrong where problems were added."""
        stage, froms = self._one("to", self._stage), self._many("from", self._stage)
        quiet = self._number("quiet-for-days", _YEARS) or 0
        kind = QUIET if "quiet-for-days" in self.given else self._one("when", self._kind)
        without = self._many("without", self._kind) if "without" in self.given else tuple(EVIDENCE) if quiet else ()
        count, within = self._number("count", _COUNTS) or 1, self._number("within-days", _YEARS) or 0
        self._fits(stage, froms, kind)
        says = " ".join(self.given["says"].words)[:300] if "says" in self.given else ""
        sentence = says or _sentence(kind, count, within, quiet, without)
        return Rule(self._name(kind, taken), stage, kind, froms, sentence, count, within, quiet, without)

    def _take(self, key: Node, value: Node) -> None:
        name = key.value if isinstance(key, ScalarNode) else ""
        if name not in _KEYS:
            self._wrong(f"a rule knows no “{name[:40]}”.{_meant(name, _KEYS)}", _line(key))
        elif name in self.given:
            self._wrong(f"“{name}” is said twice.", _line(key))
        else:
            nodes = value.value if isinstance(value, SequenceNode) else [value]
            plain = [one.value.strip() for one in nodes if isinstance(one, ScalarNode)]
            if len(plain) < len(nodes) or not all(plain):
                self._wrong(f"“{name}” takes a word, or several as [one, two].", _line(key))
            if any(_UNKEPT.search(word) for word in plain):
                self._wrong(f"“{name}” holds a sign that cannot be shown.", _line(key))
            self.given[name] = _Given(tuple(dict.fromkeys(plain)), _line(key))

    def _fits(self, stage: str, froms: tuple[str, ...], kind: str) -> None:
        if "when" in self.given and "quiet-for-days" in self.given:
            self._wrong("either “when” or “quiet-for-days”, not both.")
        if stage and stage in froms:
            self._wrong(f"it leads from {stage} to {stage}.")
        for name, needs in (("without", "quiet-for-days"), ("count", "when"), ("within-days", "count")):
            if name in self.given and needs not in self.given:
                self._wrong(f"“{name}” needs “{needs}” beside it.")
        ups = [one for one in froms if stage and STAGES.index(stage) > STAGES.index(one)]
        if ups and kind in (QUIET, CANCELLED):
            self._wrong(f"silence and orders taken back lead nobody up, from {ups[0]} to {stage}.")

    def _name(self, kind: str, taken: set[str]) -> str:
        name = self._word("name") if "name" in self.given else ""
        if name and not _NAME.fullmatch(name):
            self._wrong("a name is made of small letters, figures and dashes, 32 at most.", self.given["name"].line)
        if name and name in taken:
            self._wrong(f"the name “{name[:32]}” is taken.", self.given["name"].line)
        free = (one for n in range(1, MOST + 2) if (one := kind if n == 1 else f"{kind}-{n}") not in taken)
        return name or next(free)

    def _one(self, name: str, known: Callable[[str, int], str]) -> str:
        return known(self._word(name), self.given[name].line) if self._there(name) else ""

    def _many(self, name: str, known: Callable[[str, int], str]) -> tuple[str, ...]:
        if not self._there(name):
            return ()
        found = [known(word, self.given[name].line) for word in self.given[name].words]
        return tuple(word for word in found if word)

    def _word(self, name: str) -> str:
        words = self.given[name].words
        if len(words) != 1:
            self._wrong(f"“{name}” takes one word.", self.given[name].line)
        return words[0] if words else ""

    def _there(self, name: str) -> bool:
        if name not in self.given:
            self._wrong(f"“{name}” is missing.")
        return name in self.given

    def _number(self, name: str, most: int) -> int | None:
        if name not in self.given:
            return None
        word = self._word(name)
        if not (word.isascii() and word.isdecimal() and len(word) < 6 and 1 <= int(word) <= most):
            self._wrong(f"“{name}” is a whole number from 1 to {most:,}.", self.given[name].line)
            return None
        return int(word)

    def _stage(self, word: str, line: int) -> str:
        return self._known(word, STAGES, "stage", line)

    def _kind(self, word: str, line: int) -> str:
        return self._known(word, tuple(EVIDENCE), "evidence", line)

    def _known(self, word: str, there: Sequence[str], what: str, line: int) -> str:
        if word in there:
            return word
        self._wrong(f"there is no {what} “{word[:40]}”.{_meant(word, there)}", line)
        return ""

    def _wrong(self, words: str, line: int = 0) -> None:
        self.problems.append(f"Line {line or self.line}: {words}")


def _meant(word: str, there: Sequence[str]) -> str:
    near = get_close_matches(word, there, 1)
    return f" Did you mean {near[0]}?" if near else f" There are: {', '.join(there)}."


def _same(one: Rule, other: Rule) -> bool:
    """Whether two rules may both hold of the same evidence, so that only the first would ever count."""
    if one.kind != other.kind or not set(one.from_stages) & set(other.from_stages):
        return False
    how = [(r.count, r.within_days, r.quiet_days, r.without) for r in (one, other)]
    return how[0] == how[1]


def _sentence(kind: str, count: int, within: int, quiet: int, without: Sequence[str]) -> str:
    if kind == QUIET:
        what = "nothing at all" if set(without) == set(EVIDENCE) else f"no {' and no '.join(without)}"
        return f"For {quiet:,} days we heard {what} of them."
    often = f", {count:,} times" if count > 1 else ""
    return f"{EVIDENCE.get(kind, kind)}{often}{f' within {within:,} days' if within else ''}."


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1
