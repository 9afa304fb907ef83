"""The front matter of a post: YAML between `---` lines or TOML between `+++` lines, read with bounds."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any, Final

LONGEST: Final = 64 * 1024
_FENCES: Final = {"---": "yaml", "+++": "toml"}
# Editors leave tabs behind, which generators overlook and PyYAML does not.
_BEHIND = re.compile(r"[ \t]+$", re.MULTILINE)
_ENDS: Final = {fence: re.compile(rf"^{re.escape(fence)}[ \t]*$", re.MULTILINE) for fence in _FENCES}
# Anchors that name each other unfold to more than any machine holds; no post needs more than a few.
_MOST_ALIASES = 10
_MOST_VALUES = 10_000
_DEEPEST = 10
_LARGEST = 10**18
_DOTTED = re.compile(r"""(?<!["'\w-])(?:["'\w-]++[ \t]*+\.[ \t]*+){30}""")

Told = Mapping[str, Any]


class BadFront(ValueError):
    """The front matter cannot be read. Says why; `line` is that of the file, 0 where nobody can tell."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(why)
        self.line = line


@dataclass(frozen=True, slots=True)
class Parted:
    """The front matter, what it is written in (empty where there is none), and the post behind it."""

    kind: str
    front: str
    body: str


def parted(text: str) -> Parted:
    """Cut a file into its front matter and its post. Raises BadFront where the first has no end.

    >>> parted("---\\ntitle: Hi\\n---\\nWords")
    Parted(kind='yaml', front='title: Hi\\n', body='Words')
    >>> parted("Words").kind
    ''
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    fence = first.rstrip()
    if fence not in _FENCES:
        return Parted("", "", text)
    end = _ENDS[fence].search(rest[: LONGEST + 10])
    if end is None:
        raise BadFront(f"Its front matter has no end within {LONGEST // 1024} KB", 1)
    return Parted(_FENCES[fence], rest[: end.start()], rest[end.end() + 1 :])


def told(parts: Parted) -> Told:
    """What the front matter says, by names in lower case. Raises BadFront.

    >>> told(parted("---\\nTitle: No\\ndate: 2026-03-04\\ntags: [a, b]\\n---\\n"))
    {'title': 'No', 'date': '2026-03-04', 'tags': ['a', 'b']}
    """
    found = _yaml(parts.front) if parts.kind == "yaml" else _toml(parts.front) if parts.kind else {}
    if found is None or found == "":
        return {}
    if not isinstance(found, dict):
        raise BadFront("Its front matter holds no names with values", 1)
    return {str(name).lower(): value for name, value in found.items()}


def word(found: Told, *names: str) -> str:
    """The first of these that says something, as words.

    >>> word({"draft": True, "title": " Hi "}, "name", "title"), word({"draft": True}, "draft")
    ('Hi', 'true')
    """
    return next((said for name in names if (said := as_words(found.get(name)))), "")


def as_words(value: Any) -> str:
    """A value as it would be written in the front matter; lists and mappings are none."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, int) and abs(value) > _LARGEST:  # no date and no name, and Python would not write it out
        return ""
    return str(value).strip() if isinstance(value, str | int | float) else ""


def many(value: Any) -> Sequence[Any]:
    """The values of a list, or the one that stands without a list."""
    return value if isinstance(value, list) else () if value in (None, "") else (value,)


def _toml(front: str) -> Any:
    if _DOTTED.search(front):  # names within names, for which it takes the square of their number
        raise BadFront("Its front matter is nested too deep", 1)
    try:
        return tomllib.loads(front)
    except RecursionError as error:
        raise BadFront("Its front matter is nested too deep", 1) from error
    except ValueError as error:
        raise BadFront(f"Its front matter is no TOML: {error}"[:300], 1) from error


def _yaml(front: str) -> Any:
    import yaml  # here, because most runs read no post

    try:
        front = _BEHIND.sub("", front)
        _must_be_small(front)
        return yaml.load(front, Loader=_words_only())  # noqa: S506 - a SafeLoader that makes still less of what it reads
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise BadFront(f"Its front matter is no YAML: {error.problem or error.context}"[:300], line) from error
    except RecursionError as error:
        raise BadFront("Its front matter is nested too deep", 1) from error
    except BadFront:
        raise
    except yaml.YAMLError as error:
        raise BadFront(f"Its front matter is no YAML: {' '.join(str(error).split())}"[:300], 1) from error
    except (ValueError, ArithmeticError, AttributeError, LookupError, TypeError) as error:
        raise BadFront("Its front matter is no YAML: a value is not of the kind that it says", 1) from error


@cache
def _words_only() -> Any:
    """Every value as it was written: `no` is a language, and a date is read as all other dates are."""
    import yaml

    class Words(yaml.SafeLoader):
        yaml_implicit_resolvers: Any = {}

    return Words


def _must_be_small(front: str) -> None:
    """It is counted before anything is made of it."""
    import yaml

    depth = aliases = 0
    for number, event in enumerate(yaml.parse(front, Loader=yaml.SafeLoader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        aliases += isinstance(event, yaml.AliasEvent)
        if depth > _DEEPEST:
            raise BadFront("Its front matter is nested too deep", 1)
        if number > _MOST_VALUES or aliases > _MOST_ALIASES:
            raise BadFront("Its front matter unfolds to more than any post says of itself", 1)
