"""Subjects and their statements, as they are listed."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Count, Q, QuerySet

from twoears.conversations.voices.actions import (
    MOST_STATEMENTS,
    STATEMENT,
    asked_for,
    standing_statements,
    standing_subject,
)
from twoears.conversations.voices.models import StanceMark, Statement, Subject
from twoears.conversations.voices.pages.showing import StatementShown, SubjectShown
from twoears.conversations.voices.trouble import NoSuchSubject
from twoears.understanding.needs.trouble import BadWords
from twoears.understanding.needs.words import line

_MARKS: Final = Count("marks", filter=Q(marks__undone_at=None, marks__post__withdrawn_at=None))


def subjects(*, removed: bool = False) -> tuple[SubjectShown, ...]:
    """Those that stand, by name; or those that were removed, the latest first."""
    found = Subject.objects.filter(undone_at__isnull=not removed).select_related("query", "code")
    return tuple(_shown(one) for one in found.order_by("-undone_at" if removed else "name", "pk"))


def subject_shown(key: int) -> SubjectShown:
    """One that stands; raises NoSuchSubject."""
    return _shown(standing_subject(key))


def subject_named(words: str) -> int:
    """The key of a subject by its name or number, standing or removed; raises NoSuchSubject."""
    name = words.strip()
    found = Subject.objects.filter(name__iexact=name).order_by("undone_at", "-pk")
    one = found.filter(undone_at=None).first() or found.first()
    if one is None and name.isascii() and name.isdecimal() and len(name) < 19:
        one = Subject.objects.filter(pk=int(name)).first()
    if one is None:
        raise NoSuchSubject(f"There is no subject {words[:80]!r}. See them: twoears subjects list.")
    return int(one.pk)


def statements_taken_back(key: int) -> tuple[StatementShown, ...]:
    """Statements on a subject that were taken back, the latest first."""
    here = Q(post=None) | Q(post__withdrawn_at=None)
    return _statements(Statement.objects.filter(here, subject=key).exclude(undone_at=None).order_by("-undone_at"))


def adhoc(query: str, statements: Iterable[str]) -> tuple[Subject, SubjectShown]:
    """A subject of which nothing is kept: what a query finds, and some statements, numbered from 1. Raises BadWords."""
    asked, given = asked_for(query), [line(words, "the statement", STATEMENT) for words in statements]
    if not asked or len(given) > MOST_STATEMENTS:
        raise BadWords(f"Give a query, and at most {MOST_STATEMENTS} statements.")
    told = tuple(
        StatementShown(id=at, words=words, member="", post=0, marks=0) for at, words in enumerate(given, start=1)
    )
    made = Subject(name=asked, text=asked)
    return made, SubjectShown(
        id=0, name=asked, kind="words", of=asked, query="", code=0, likes_count=False, removed=False, statements=told
    )


def marks_of(statement: int) -> dict[int, str]:
    """post -> what members say that it makes of a statement."""
    standing = StanceMark.objects.filter(statement=statement, undone_at=None, post__withdrawn_at=None)
    return dict(standing.values_list("post", "side"))


def _shown(one: Subject) -> SubjectShown:
    kind = "query" if one.query is not None else "need" if one.code is not None else "words"
    return SubjectShown(
        id=one.pk,
        name=one.name,
        kind=kind,
        of=str(one.query or one.code or one.text),
        query=one.query.public_id if one.query is not None else "",
        code=one.code_id or 0,
        likes_count=one.likes_count,
        removed=one.undone_at is not None,
        statements=_statements(standing_statements().filter(subject=one)),
    )


def _statements(found: QuerySet[Statement]) -> tuple[StatementShown, ...]:
    rows = found.select_related("member").annotate(marked=_MARKS)
    ordered = rows if rows.query.order_by else rows.order_by("pk")
    return tuple(
        StatementShown(id=row.pk, words=row.text, member=str(row.member or ""), post=row.post_id or 0, marks=row.marked)
        for row in ordered
    )
