"""`twoears understand`: what each reader makes of the posts of a file, why, and what they name."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TextIO

from twoears.activities.values import Activity, Post
from twoears.cli.saying import as_json, err, fail, hint, say
from twoears.sources.catalogue import sources, surest, thing
from twoears.sources.reading import Asked, CannotRead, SetAside, Thing
from twoears.understanding.entities.finding import entities
from twoears.understanding.entities.values import Entity
from twoears.understanding.notes import CANNOT_TELL, Note, Text, language_in, says
from twoears.understanding.readers import read_all
from twoears.understanding.sides import side

_AT_ONCE = 1024
_LONGEST = 1 << 20  # characters of one line
_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".xlsx", ".parquet")
_ANY_DAY = {"1970-01-01": "published"}  # what a text means does not hang on when it was said


@dataclass(frozen=True, slots=True)
class _Said:
    """One text to be understood, and what it is called: the id of its post, or the number of its line."""

    post: str
    words: Text
    said_at: datetime | None = None
    network: str = ""


def understand(file: str, *, columns: dict[str, str], json: bool, quiet: bool) -> None:
    """Print what every reader makes of each text of `file` (`-` is standard input, one text a line)."""
    aside: list[SetAside] = []
    try:
        texts = _texts(file, columns, aside)
        read = _print_json(texts) if json else _print(texts)
    except BrokenPipeError:  # it is where we write to that has closed, and no trouble of the file
        raise
    except (CannotRead, OSError) as error:
        fail(str(error) if isinstance(error, CannotRead) else f"{file} cannot be read: {error.strerror or error}.")
    for one in aside[:3]:
        err.print(f"line {one.line}: {one.reason} {one.advice}" if one.line else f"{one.reason} {one.advice}")
    if not read:
        fail("There is no text in it.")
    if aside and not quiet:
        hint(f"{len(aside):,} records could not be read.")


def _texts(file: str, columns: dict[str, str], aside: list[SetAside]) -> Iterator[_Said]:
    if file == "-":
        return _lines(sys.stdin)
    given = thing(file)
    if given.path is None:
        fail(f"There is no file {file}. Give one, or - for what comes through a pipe.", 2)
    suffix = given.path.suffix.lower()
    if suffix == ".txt":
        return _lines(given.path.open(encoding="utf-8-sig", errors="replace"))
    fit, source = surest(given)
    kind = source.kind if fit > 0 else "tables" if suffix in _TABLES else ""
    if kind:
        return _posts(given, kind, columns, aside)
    return _lines(given.path.open(encoding="utf-8-sig", errors="replace"))


def _lines(file: TextIO) -> Iterator[_Said]:
    number = 0
    while line := file.readline(_LONGEST):
        number += 1
        if line.strip():
            yield _Said(str(number), Text(line.strip()))


def _posts(given: Thing, kind: str, columns: dict[str, str], aside: list[SetAside]) -> Iterator[_Said]:
    source = sources()[kind]
    asked, dated = Asked(columns=columns), True
    if kind == "tables":
        asked, dated = Asked(columns=_ANY_DAY | columns), False
        try:
            next(iter(source.read(given, Asked(columns=columns))), None)
            asked, dated = Asked(columns=columns), True
        except CannotRead:
            pass  # where it has no date, any will do; what else it lacks is said below
    for heard in source.read(given, asked):
        if isinstance(heard, SetAside):
            aside.append(heard)
        elif isinstance(heard, Activity) and isinstance(heard.object, Post) and heard.type == "Create":
            post = heard.object
            words = f"{post.title}\n{post.text}" if post.title else post.text
            said_at = post.published if dated else None
            yield _Said(post.id, Text(words, post.language), said_at, post.author.network)


def _read(texts: Iterable[_Said]) -> Iterator[tuple[_Said, tuple[Note, ...]]]:
    rest = iter(texts)
    while some := list(islice(rest, _AT_ONCE)):
        yield from zip(some, read_all([one.words for one in some]), strict=True)


def _print_json(texts: Iterable[_Said]) -> int:
    """One list, written as it is read, so that a file of any length goes through."""
    number = 0
    for number, (said, notes) in enumerate(_read(texts), start=1):
        sys.stdout.write("[" if number == 1 else ",\n")
        told: dict[str, object] = {"post": said.post, "text": said.words.words, "notes": _plain(said, notes)}
        told["side"] = _side(said, notes)
        sys.stdout.write(as_json(told | {"entities": _named(said, notes)}))
    sys.stdout.write("]\n" if number else "[]\n")
    return number


def _named(said: _Said, notes: Sequence[Note]) -> tuple[Entity, ...]:
    return entities(said.words.words, language=language_in(notes), said_at=said.said_at, network=said.network)


def _side(said: _Said, notes: Sequence[Note]) -> dict[str, object]:
    spoken = side(said.words.words, language_in(notes))
    return {"label": spoken.label, "we": spoken.we, "you": spoken.you, "words": spoken.words(said.words.words)}


def _plain(said: _Said, notes: Sequence[Note]) -> list[dict[str, object]]:
    return [
        {
            "reader": note.reader,
            "version": note.version,
            "label": note.label,
            "probability": round(note.probability, 4),
            "words": note.words(said.words.words),
        }
        for note in notes
    ]


def _print(texts: Iterable[_Said]) -> int:
    number = 0
    for number, (said, notes) in enumerate(_read(texts), start=1):
        if number > 1:
            say()
        say(" ".join(said.words.words.split())[:300], "bold")
        for note in notes:
            if says(note):
                say(_line(said, note), "dim" if note.label == CANNOT_TELL else None)
        for one in _named(said, notes):
            say(f"  {one.kind}: {one.key}, {one.probability:.0%}  ∵ “{one.name}”, {one.reason}")
    return number


def _line(said: _Said, note: Note) -> str:
    because = ", ".join(f"“{word}”" for word in note.words(said.words.words)[:3])
    return f"  {note.reader}: {note.label}, {note.probability:.0%}{f'  ∵ {because}' if because else ''}"
