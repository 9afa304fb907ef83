"""Subjects, statements and marks: make them, take them back, bring them back. Each is a decision of a member."""

from datetime import UTC, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from twoears.activities.actions import append
from twoears.activities.models import Post
from twoears.conversations.voices.models import StanceMark, Statement, Subject
from twoears.conversations.voices.trouble import AlreadySo, MayNotChoose, NoSuchSubject, NothingToMark
from twoears.listening.errors import QueryError
from twoears.listening.grammar import parse
from twoears.queries.models import Query
from twoears.team.models import Member
from twoears.threads.models import Turn
from twoears.understanding.needs import words
from twoears.understanding.needs.actions import standing_code
from twoears.understanding.needs.trouble import BadWords

MOST_STATEMENTS: Final = 60  # on one subject: each is read in all of its posts
STATEMENT: Final = 280
NAME: Final = 80
SIDES: Final = ("agree", "disagree", "neither")
_QUERY: Final = 2_000


@transaction.atomic
def make_subject(
    *,
    member: Member,
    name: str,
    query: Query | None = None,
    text: str = "",
    code: int | None = None,
    now: datetime | None = None,
) -> Subject:
    """A new subject: of a kept query, of a query over all that was heard, or of a need of the codebook."""
    may(member)
    if sum((query is not None, bool(text.strip()), code is not None)) != 1:
        raise BadWords("Say what it is about: a kept query, the words of a query, or a need.")
    title = words.line(name, "what the subject is called", NAME)
    if Subject.objects.filter(name__iexact=title, undone_at=None).exists():
        raise AlreadySo(f"There is a subject called {title} already.")
    moment = now or datetime.now(UTC)
    need = standing_code(code) if code is not None else None
    made = Subject.objects.create(
        name=title, query=query, text=asked_for(text), code=need, member=member, made_at=moment
    )
    append(member, "make-subject", f"subject:{made.pk}", moment)
    return made


@transaction.atomic
def remove_subject(*, member: Member, subject: int, now: datetime | None = None) -> Subject:
    """Out of sight with its statements; it can be brought back."""
    may(member)
    made = standing_subject(subject)
    made.undone_at = now or datetime.now(UTC)
    made.save(update_fields=["undone_at"])
    append(member, "remove", f"subject:{made.pk}:gone:{made.undone_at.timestamp():.0f}", made.undone_at)
    return made


@transaction.atomic
def bring_subject_back(*, member: Member, subject: int, now: datetime | None = None) -> Subject:
    """It stands here again."""
    may(member)
    made = Subject.objects.filter(pk=subject).first()
    if made is None:
        raise NoSuchSubject(f"There is no subject {subject}.")
    if made.undone_at is not None:
        if Subject.objects.filter(name__iexact=made.name, undone_at=None).exists():
            raise AlreadySo(f"There is another subject called {made.name} now. Remove that first.")
        made.undone_at = None
        made.save(update_fields=["undone_at"])
        moment = now or datetime.now(UTC)
        append(member, "reopen", f"subject:{made.pk}:back:{moment.timestamp():.0f}", moment)
    return made


@transaction.atomic
def count_likes(*, member: Member, subject: int, likes: bool, now: datetime | None = None) -> Subject:
    """Whether likes count for those who took no side in words of their own; the same act takes it back."""
    may(member)
    made = standing_subject(subject)
    if made.likes_count != likes:
        made.likes_count = likes
        made.save(update_fields=["likes_count"])
        moment = now or datetime.now(UTC)
        what = "count-likes" if likes else "leave-likes-out"
        append(member, what, f"subject:{made.pk}:likes:{moment.timestamp():.0f}", moment)
    return made


@transaction.atomic
def state(
    *, member: Member, subject: int, text: str, post: int | None = None, now: datetime | None = None
) -> Statement:
    """A statement on a subject; `post` is where its words were taken from, if they were."""
    may(member)
    moment, of = now or datetime.now(UTC), standing_subject(subject)
    said = words.line(text, "the statement", STATEMENT)
    standing = standing_statements().filter(subject=of)
    if standing.filter(text__iexact=said).exists():
        raise AlreadySo("That statement is there already.")
    if standing.count() >= MOST_STATEMENTS:
        raise AlreadySo(f"There are {MOST_STATEMENTS} statements. Take one back first.")
    made = Statement.objects.create(
        subject=of, text=said, post_id=_taken_from(post, said), member=member, made_at=moment
    )
    append(member, "state", f"statement:{made.pk}", moment)
    return made


@transaction.atomic
def take_statement_back(*, member: Member, statement: int, now: datetime | None = None) -> Statement:
    """Nothing is told of it any more; its marks are kept, and stand again with it."""
    return _stands(member, statement, stands=False, now=now)


@transaction.atomic
def bring_statement_back(*, member: Member, statement: int, now: datetime | None = None) -> Statement:
    """It stands again."""
    return _stands(member, statement, stands=True, now=now)


@transaction.atomic
def mark(*, member: Member, statement: int, post: int, side: str, now: datetime | None = None) -> StanceMark:
    """Say what a post of others makes of a statement: agree, disagree, or neither."""
    may(member)
    if side not in SIDES:
        raise BadWords(f"A post may {', '.join(SIDES)}; {side[:40]!r} is none of these.")
    moment, of = now or datetime.now(UTC), standing_statement(statement)
    here = Post.objects.filter(
        pk=post, withdrawn_at=None, private=False, pk__in=Turn.objects.filter(ours=False).values("post")
    )
    said = here.select_for_update().first()
    if said is None:
        raise NothingToMark(f"There is no post {post} of others here.")
    before = StanceMark.objects.filter(statement=of, post=said, undone_at=None).first()
    if before is not None:
        StanceMark.objects.filter(pk=before.pk).update(undone_at=moment)
    made = StanceMark.objects.create(
        statement=of, post=said, side=side, member=member, made_at=moment, instead_of=before
    )
    append(member, "mark-stance", f"stancemark:{made.pk}", moment, said.uid)
    return made


@transaction.atomic
def unmark(*, member: Member, mark: int, now: datetime | None = None) -> StanceMark:
    """Take it back; what was said before it stands again."""
    may(member)
    made = StanceMark.objects.filter(pk=mark).first()
    if made is None:
        raise NothingToMark("That mark is not here any more.")
    if made.undone_at is None:
        made.undone_at = now or datetime.now(UTC)
        made.save(update_fields=["undone_at"])
        StanceMark.objects.filter(pk=made.instead_of_id or 0).update(undone_at=None)
        append(member, "reopen", f"stancemark:{made.pk}:undo", made.undone_at)
    return made


def may(member: Member) -> None:
    """Stop those who only look."""
    if not member.may_decide:
        raise MayNotChoose("Readers look; ask an owner to make you a member.")


def standing_subject(subject: int) -> Subject:
    """A subject that was not removed; raises NoSuchSubject."""
    made = Subject.objects.select_related("query", "code").filter(pk=subject, undone_at=None).first()
    if made is None:
        raise NoSuchSubject(f"There is no subject {subject}. See them: twoears subjects list.")
    return made


def standing_statements() -> QuerySet[Statement]:
    """Statements that were not taken back, and whose words nobody deleted."""
    here = Q(post=None) | Q(post__withdrawn_at=None)
    return Statement.objects.filter(here, undone_at=None, subject__undone_at=None)


def standing_statement(statement: int) -> Statement:
    """One of them; raises NothingToMark."""
    made = standing_statements().select_related("subject").filter(pk=statement).first()
    if made is None:
        raise NothingToMark(f"There is no statement {statement} any more.")
    return made


def _stands(member: Member, statement: int, *, stands: bool, now: datetime | None) -> Statement:
    may(member)
    made = Statement.objects.filter(pk=statement, subject__undone_at=None).first()
    if made is None or (made.post is not None and made.post.withdrawn_at is not None):
        raise NothingToMark(f"There is no statement {statement} any more.")
    if (made.undone_at is None) != stands:
        moment = now or datetime.now(UTC)
        if stands and standing_statements().filter(subject=made.subject_id, text__iexact=made.text).exists():
            raise AlreadySo("That statement is there already.")
        made.undone_at = None if stands else moment
        made.save(update_fields=["undone_at"])
        key = f"statement:{made.pk}:{'back' if stands else 'gone'}:{moment.timestamp():.0f}"
        append(member, "reopen" if stands else "take-back", key, moment)
    return made


def asked_for(text: str) -> str:
    """A query that can be asked, on one line; empty for none. Raises BadWords."""
    if not text.strip():
        return ""
    said = words.line(text, "the query", _QUERY)
    try:
        parse(said)
    except QueryError as error:
        raise BadWords(str(error)) from error
    return said


def _taken_from(post: int | None, said: str) -> int | None:
    """The post in which these very words stand; none where a member wrote them anew."""
    found = Post.objects.filter(pk=post, withdrawn_at=None).values_list("title", "text").first() if post else None
    if post and found is None:
        raise NothingToMark(f"There is no post {post} here any more.")
    whole = " ".join(f"{found[0]} {found[1]}".split()).casefold() if found else ""
    return post if whole and said.casefold() in whole else None
