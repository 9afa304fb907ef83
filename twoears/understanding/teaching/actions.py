"""Teach: a member says what a label should be. It wins at once, and can be taken back."""

from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Q

from twoears.activities.actions import append
from twoears.activities.models import Changed, Post
from twoears.team.models import Member
from twoears.understanding.actions import read_again, words_of
from twoears.understanding.models import Correction
from twoears.understanding.notes import CANNOT_TELL, Note, Text
from twoears.understanding.optional.pages import with_answers
from twoears.understanding.own.pages import ways
from twoears.understanding.readers import read_all
from twoears.understanding.teaching.pages import teachable
from twoears.understanding.teaching.same import digest, shared

_MOST = 10_000  # copies that are made anew at once; those that come later are read by the same rule


class TeachError(Exception):
    """What can go wrong with a correction: NothingThere, NoSuchLabel."""


class NothingThere(TeachError):
    """There is no such post or correction, or its words are gone."""


class NoSuchLabel(TeachError):
    """There is no such reader, or it does not know the label."""


class MayNotTeach(Exception):
    """Readers look; members and owners teach."""


@transaction.atomic
def teach(*, member: Member, post: int, reader: str, label: str, now: datetime | None = None) -> Correction:
    """Say that `reader` should make `label` of a post. The same label as before says that it was right."""
    _may(member)
    found = Post.objects.filter(pk=post, withdrawn_at=None).first()
    if found is None:
        raise NothingThere("That post is not here any more.")
    known = teachable()
    if reader not in known:
        raise NoSuchLabel(f"There is no reader {reader!r} to teach. There are: {', '.join(known)}.")
    if label not in known[reader]:
        raise NoSuchLabel(f"{reader} knows no label {label!r}. It has: {', '.join(known[reader])}.")
    moment, text = now or datetime.now(UTC), words_of(found)
    was = _read_as(found, text, reader)
    # The newest word of a member on a post is the one that counts; what colleagues said of it stays beside.
    Correction.objects.filter(post=found, reader=reader, member=member, undone_at=None).update(undone_at=moment)
    made = Correction.objects.create(
        post=found,
        reader=reader,
        label=label,
        was=was.label,
        was_sure=was.probability,
        version=was.version,
        digest=digest(text.words),
        member=member,
        made_at=moment,
    )
    append(member, "teach", f"correction:{made.pk}", moment, found.uid)
    _tell_again(found)
    return made


@transaction.atomic
def take_back(*, member: Member, correction: int, now: datetime | None = None) -> Correction:
    """Let the reader, or what a colleague said before, count again."""
    _may(member)
    made = Correction.objects.select_related("post").filter(pk=correction).first()
    if made is None:
        raise NothingThere("That correction is not here any more.")
    if made.undone_at is None:
        made.undone_at = now or datetime.now(UTC)
        made.save(update_fields=["undone_at"])
        append(member, "reopen", f"correction:{made.pk}:undo", made.undone_at, made.post.uid)
        _tell_again(made.post)
    return made


def _read_as(post: Post, text: Text, reader: str) -> Note:
    """What the reader that counts made of a post; nothing where one that an owner brought has not come to it."""
    made = with_answers([post.pk], [text.words], read_all([text], ways=ways()))[0]
    return next((note for note in made if note.reader == reader), Note(reader, "", CANNOT_TELL, 0.0))


def copies(post: Post) -> list[Post]:
    """Posts that say the same as this one, itself first."""
    words = words_of(post).words
    key, known = digest(words), shared(words)
    if not known:
        return [post]
    said = [Q(text__icontains=word) | Q(title__icontains=word) for word in known]
    like = Post.objects.filter(*said, withdrawn_at=None).exclude(pk=post.pk).order_by("-pk")[:_MOST]
    return [post, *(other for other in like if digest(words_of(other).words) == key)]


def _tell_again(post: Post) -> None:
    """The notes at once; conversations and all that stands on them with the next round of jobs."""
    same = copies(post)
    read_again(same)
    Changed.objects.bulk_create([Changed(post_id=one.pk) for one in same], ignore_conflicts=True)


def _may(member: Member) -> None:
    if not member.may_decide:
        raise MayNotTeach("Readers look; ask an owner to make you a member.")
