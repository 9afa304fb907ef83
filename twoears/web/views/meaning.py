"""What the fields of a webhook mean: the words around the choice, and what was chosen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from twoears.lib.counts import spelled
from twoears.sources.tables.columns import CONSTANTS
from twoears.sources.webhook.mapping import FIXED
from twoears.sources.webhook.showing import FIELDS, Meaning, Meanings
from twoears.web.words import opening

_PATH, _SAME = "m:", "same-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A path or a word with the field that it is taken for, as a line of the form."""

    name: str
    meaning: Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """The form: what is taken for something, what is not, what is one for all, and what there is to say of it."""

    taken: tuple[Choice, ...]
    left: tuple[Choice, ...]
    same: tuple[Choice, ...]
    fields: tuple[tuple[str, str], ...]
    for_all: tuple[tuple[str, str], ...]
    problem: str
    basis: str
    others: str


def mean(shown: Meanings | None, problem: str = "") -> Mean | None:
    """The form for what is shown; None where nothing is to be said."""
    if shown is None:
        return None
    lines = [Choice(name=f"{_PATH}{meaning.path}", meaning=meaning) for meaning in shown.meanings]
    left = tuple(line for line in lines if not line.meaning.field)
    fixed = (*shown.same, Meaning(path="", value="", field=""))
    return Mean(
        taken=tuple(line for line in lines if line.meaning.field),
        left=left,
        same=tuple(Choice(name=f"{_SAME}{i}", meaning=meaning) for i, meaning in enumerate(fixed)),
        fields=tuple(FIELDS.items()),
        for_all=tuple((field, FIELDS[field]) for field in CONSTANTS),
        problem=problem,
        basis=_basis(shown),
        others=ngettext("%s other field", "%s other fields", len(left)) % opening(spelled(len(left))),
    )


def _basis(shown: Meanings) -> str:
    """What it rests on: never how many without of how many."""
    if not shown.records:
        return ""
    return gettext("%(readable)s of %(records)s can be read like this.") % {
        "readable": f"{shown.readable:,}",
        "records": ngettext("%s record that waits", "%s records that wait", shown.records) % f"{shown.records:,}",
    }


def chosen(posted: Mapping[str, str]) -> dict[str, str]:
    """path -> field, as it was chosen; what was taken for nothing is left out.

    >>> chosen({"m:data.text": "text", "m:data.x": "", "same-0": " shop ", "same-0-field": "network", "same-1": ""})
    {'data.text': 'text', '=shop': 'network'}
    """
    paths = {name.removeprefix(_PATH): str(posted[name]) for name in posted if name.startswith(_PATH) and posted[name]}
    return paths | dict(_fixed(posted))


def _fixed(posted: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in posted:
        words = str(posted[name]).strip()
        if name.startswith(_SAME) and not name.endswith("-field") and words:
            yield FIXED + words, str(posted.get(f"{name}-field", ""))


def accepted(readable: int, records: int) -> str:
    """What is said once it is accepted.

    >>> accepted(2, 3)
    'Accepted. 2 of the 3 that were looked at can be read by it; all that wait are read now.'
    """
    if not records:
        return gettext("Accepted. What comes from now on is read by it.")
    return gettext(
        "Accepted. %(readable)s of the %(records)s that were looked at can be read by it; all that wait are read now."
    ) % {"readable": f"{readable:,}", "records": f"{records:,}"}
