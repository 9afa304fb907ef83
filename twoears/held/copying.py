"""A copy for a person, as a zip: a page to read, and each kind of thing in a file of its own, for programs.

Nothing is kept in memory but the row that is being written.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, BinaryIO, Final

from twoears.lib.counts import counted
from twoears.lib.text import one_line

SHAPE: Final = 1
"""Goes up when a program that reads a copy has to be changed. Fields and files may be added without it."""

_README: Final = "README.md"
_NAME: Final = 120  # letters of a name in a headline


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One file of a copy: its name without the ending, what it holds, and its rows."""

    name: str
    about: str
    rows: Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Of:
    """Whose copy it is, and how often others answered them (`replies`) or did something to their posts (`deeds`)."""

    id: str
    name: str
    replies: int
    deeds: Mapping[str, int]


def write_copy(out: BinaryIO, *, of: Of, sections: Iterable[Section], now: datetime) -> dict[str, int]:
    """Write the zip to `out`, which must be able to go back; how many rows each file has.

    Files of nothing are left out, and named as such in the page to read.

    >>> from datetime import UTC
    >>> from io import BytesIO
    >>> ann = Of(id="p_1", name="Ann", replies=2, deeds={"Like": 1})
    >>> notes = Section(name="team_notes", about="What members noted.", rows=[{"text": "Kind."}])
    >>> out = BytesIO()
    >>> write_copy(out, of=ann, sections=[notes], now=datetime(2026, 3, 1, tzinfo=UTC))
    {'team_notes': 1}
    >>> with zipfile.ZipFile(out) as copy:
    ...     copy.namelist(), copy.read("team_notes.jsonl")
    (['team_notes.jsonl', 'about.json', 'README.md'], b'{"text": "Kind."}\\n')
    """
    written = list[_Written]()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for section in sections:
            written.append(_write(copy, section))
        copy.writestr("about.json", _json(_about(of, written, now)) + "\n")
        copy.writestr(_README, "\n".join(_to_read(of, written, now)) + "\n")
    return {one.name: one.rows for one in written}


@dataclass(frozen=True, slots=True)
class _Written:
    name: str
    about: str
    rows: int
    keys: list[str]


def _write(copy: zipfile.ZipFile, section: Section) -> _Written:
    """A file of lines, opened with its first row."""
    rows = iter(section.rows)
    first = next(rows, None)
    if first is None:
        return _Written(section.name, section.about, 0, [])
    count = 1
    with copy.open(f"{section.name}.jsonl", "w", force_zip64=True) as file:
        file.write(_line(first))
        for count, row in enumerate(rows, 2):  # noqa: B007
            file.write(_line(row))
    return _Written(section.name, section.about, count, list(first))


def _line(row: Mapping[str, Any]) -> bytes:
    return _json(row).encode("utf8", "surrogatepass") + b"\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _about(of: Of, written: list[_Written], now: datetime) -> dict[str, object]:
    return {
        "shape": SHAPE,
        "made_at": now.isoformat(),
        "person": {"id": of.id, "name": of.name},
        "files": [asdict(one) for one in written],
        "of_others": {"replies": of.replies, "deeds": dict(of.deeds)},
    }


def _to_read(of: Of, written: list[_Written], now: datetime) -> Iterator[str]:
    yield f"# What is held of {one_line(of.name, _NAME)}"
    yield f"\nMade on {now.day} {now:%B %Y, %H:%M} UTC. This is everything that this workspace holds of you."
    yield "\n## What is in it\n"
    for one in written:
        if one.rows:
            yield f"- `{one.name}.jsonl` ({counted(one.rows, 'row')}): {one.about}"
    yield "\nNothing is held of this:\n"
    yield from (f"- {one.about}" for one in written if not one.rows)
    yield "\n## What is not in it, because it is of others\n"
    yield f"- {counted(of.replies, 'answer')} of others to you: the words are theirs."
    yield from (f"- {n:,} times another did {verb} to a post of yours." for verb, n in of.deeds.items())
    yield "- Who they are: where a row speaks of another account it says “somebody else”, and of those who work here"
    yield "  “a member”."
    yield "\nWhat could not be read when it came is kept apart until somebody mends or removes it. Nobody can tell"
    yield "whose it is, so that it is not searched."
    yield "\n## For programs\n"
    yield "Each `.jsonl` file is UTF-8, one JSON object a line, with the same keys on every line. Moments are ISO 8601"
    yield f"with their zone. `about.json` lists the files and their keys; its `shape` is {SHAPE}. Files of nothing are"
    yield "left out."
    yield "`as2.jsonl` holds what you did once more as ActivityStreams 2.0, which other software can take up."
