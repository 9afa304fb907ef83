"""Votes from files: one vote a row (`participant,statement,vote`), or Polis' `participants-votes.csv`, known by its
header.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from twoears.lib.delimited import Broken, Record, delimiter_of, records
from twoears.understanding.voices.votes import Votes, VotesError, votes_of

ROW: Final = ("participant", "statement", "vote")
_WIDE: Final = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
_COMMENT: Final = "comment-id"
_VOTES: Final = {"1": 1, "0": 0, "-1": -1, "agree": 1, "pass": 0, "disagree": -1}
_BEST_KNOWN: Final = "a table with the columns participant, statement and vote, or participants-votes.csv of Polis"
Cast = tuple[str, str, int]


@dataclass(slots=True)
class _Aside:
    """How many votes could not be read, and the first of them."""

    n: int = 0
    first: str = ""

    def add(self, line: int, why: str) -> None:
        self.n += 1
        self.first = self.first or f"Line {line}: {why}"


def read_votes(path: Path) -> Votes:
    """The votes of a file; the words of statements from `comments.csv` beside it. Raises VotesError and OSError."""
    beside = path.with_name("comments.csv")
    comments = beside.read_bytes() if beside.is_file() and beside != path else b""
    return votes_from(path.read_bytes(), comments)


def votes_from(data: bytes, comments: bytes = b"") -> Votes:
    """The votes in a file's bytes; raises VotesError where there are none.

    >>> found = votes_from(b"participant,statement,vote\\nann,s1,1\\nbob,s1,perhaps\\nbob,s1,-1\\n")
    >>> len(found), found.left_out
    (2, 1)
    """
    rows = records(io.BytesIO(data), delimiter_of(data[:4096].decode("utf-8", "replace")))
    header = next(rows, None)
    aside = _Aside()
    cast = _reader(header)(rows, aside)
    words, authors = _comments(comments)
    try:
        return replace(votes_of(cast, words, authors), left_out=aside.n, first_left_out=aside.first)
    except VotesError as error:
        raise VotesError(f"{error} {aside.first}".strip()) from error


def organisations_from(data: bytes) -> dict[str, str]:
    """Who belongs to which organisation: two columns, the first of which is the person.

    >>> organisations_from(b"person,organisation\\nann,Acme\\n")["ann"]
    'Acme'
    """
    rows = records(io.BytesIO(data), delimiter_of(data[:4096].decode("utf-8", "replace")))
    return {row.cells[0].strip(): row.cells[1].strip() for row in rows if isinstance(row, Record) and row.cells[1:]}


def looks_like_votes(head: bytes) -> bool:
    """Whether a file begins as one of votes does.

    >>> looks_like_votes(b"Participant;Statement;Vote\\n"), looks_like_votes(b"name,mail\\n")
    (True, False)
    """
    line = head.partition(b"\n")[0] + b"\n"
    try:
        _reader(next(records(io.BytesIO(line), delimiter_of(line.decode("utf-8", "replace"))), None))
    except VotesError:
        return False
    return True


def _reader(header: Record | Broken | None) -> Callable[[Iterator[Record | Broken], _Aside], Iterator[Cast]]:
    names = [cell.strip().lower() for cell in header.cells] if isinstance(header, Record) else []
    if tuple(names[: len(_WIDE)]) == _WIDE:
        return lambda rows, aside: _wide(rows, names, aside)
    if set(ROW) <= set(names):
        return lambda rows, aside: _long(rows, [names.index(name) for name in ROW], aside)
    raise VotesError(f"These are no votes. What is read is {_BEST_KNOWN}.")


def _long(rows: Iterator[Record | Broken], columns: Sequence[int], aside: _Aside) -> Iterator[Cast]:
    for row in rows:
        cells = row.cells if isinstance(row, Record) else []
        person, statement, vote = (cells[at].strip() if at < len(cells) else "" for at in columns)
        if not person or not statement:
            aside.add(row.line, "a vote needs a participant and a statement.")
        elif vote:
            yield from _cast(person, statement, vote, row.line, aside)


def _wide(rows: Iterator[Record | Broken], names: Sequence[str], aside: _Aside) -> Iterator[Cast]:
    """One person a row, one statement a column; an empty cell is a statement that they did not vote on."""
    for row in rows:
        cells = row.cells if isinstance(row, Record) else []
        if not cells or not cells[0].strip():
            aside.add(row.line, "it does not say who voted.")
            continue
        for name, vote in zip(names[len(_WIDE) :], cells[len(_WIDE) :], strict=False):
            if vote.strip():
                yield from _cast(cells[0].strip(), name, vote.strip(), row.line, aside)


def _cast(person: str, statement: str, vote: str, line: int, aside: _Aside) -> Iterator[Cast]:
    value = _VOTES.get(vote.lower().removesuffix(".0").removeprefix("+"))
    if value is None:
        aside.add(line, f"“{vote[:40]}” is no vote; a vote is 1 (agree), 0 (pass) or -1 (disagree).")
    else:
        yield person, statement, value


def _comments(data: bytes) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The words and the author of each statement, where a file tells them."""
    rows = records(io.BytesIO(data), delimiter_of(data[:4096].decode("utf-8", "replace")))
    header = next(rows, None)
    names = [cell.strip().lower() for cell in header.cells] if isinstance(header, Record) else []
    if _COMMENT not in names:
        return {}, {}
    found = [dict(zip(names, row.cells, strict=False)) for row in rows if isinstance(row, Record)]
    return (
        {row[_COMMENT].strip(): text for row in found if (text := row.get("comment-body", "").strip())},
        {row[_COMMENT].strip(): author for row in found if (author := row.get("author-id", "").strip())},
    )
