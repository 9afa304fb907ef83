"""Code a post or a passage, say that none of the codes fits, and take it back; keep a talk, and remove it."""

from datetime import UTC, date, datetime

from django.db import transaction

from twoears.activities.actions import append
from twoears.activities.models import Actor, Post
from twoears.team.models import Member
from twoears.understanding.needs import words
from twoears.understanding.needs.actions import found, may, standing_code
from twoears.understanding.needs.items import Item
from twoears.understanding.needs.models import Coding, Passage, Talk
from twoears.understanding.needs.trouble import BadWords, NothingToCode

KINDS = ("interview", "call")
HOW = ("hand", "proposal")
_FIRST_DAY = date(1990, 1, 1)


@transaction.atomic
def code_item(
    *,
    member: Member,
    item: Item,
    code: int | None,
    says: bool = True,
    how: str = "hand",
    now: datetime | None = None,
) -> Coding:
    """Say that an item speaks of a code, or (`says` is false) does not; without a code, that none of them fits.

    The newest word of a member on an item and a code counts. One that fits takes the place of "none fits", and back.
    """
    may(member)
    if how not in HOW:
        raise BadWords(f"Coded by {' or '.join(HOW)}, not by {how!r}.")
    moment, place = now or datetime.now(UTC), found(item)
    made_by = standing_code(code) if code is not None else None
    mine = Coding.objects.filter(member=member, undone_at=None, **place)
    mine.filter(code=made_by).update(undone_at=moment)
    if made_by is None:
        mine.filter(says=True).update(undone_at=moment)
    elif says:
        mine.filter(code=None).update(undone_at=moment)
    made = Coding.objects.create(
        code=made_by, **place, says=says or made_by is None, how=how, member=member, made_at=moment
    )
    append(member, "code", f"coding:{made.pk}", moment, _uid(item))
    return made


@transaction.atomic
def take_coding_back(*, member: Member, coding: int, now: datetime | None = None) -> Coding:
    """It was not said."""
    may(member)
    made = Coding.objects.filter(pk=coding).first()
    if made is None:
        raise NothingToCode("That coding is not here any more.")
    if made.undone_at is None:
        made.undone_at = now or datetime.now(UTC)
        made.save(update_fields=["undone_at"])
        append(member, "reopen", f"coding:{made.pk}:undo", made.undone_at)
    return made


@transaction.atomic
def keep_talk(
    *,
    member: Member,
    title: str,
    text: str,
    kind: str = "interview",
    day: date | None = None,
    actor: int | None = None,
    now: datetime | None = None,
) -> Talk:
    """Keep the notes of an interview or a call, cut into paragraphs; `actor` is the account that it was with."""
    may(member)
    moment = now or datetime.now(UTC)
    if kind not in KINDS:
        raise BadWords(f"A talk is an {' or a '.join(KINDS)}, not {kind[:40]!r}.")
    when = day or moment.date()
    if not _FIRST_DAY <= when <= moment.date():
        raise BadWords(f"{when} is no day on which somebody can have been heard.")
    if actor is not None and not Actor.objects.filter(pk=actor).exists():
        raise NothingToCode(f"There is no account {actor}.")
    parts = words.paragraphs(text)
    made = Talk.objects.create(
        title=words.line(title, "the title", words.TITLE), kind=kind, day=when, actor_id=actor, member=member,
        made_at=moment,
    )  # fmt: skip
    Passage.objects.bulk_create(Passage(talk=made, number=at, text=part) for at, part in enumerate(parts, start=1))
    append(member, "keep-talk", f"talk:{made.pk}", moment)
    return made


@transaction.atomic
def remove_talk(*, member: Member, talk: int, now: datetime | None = None) -> Talk:
    """Out of sight with all that was coded in it; it can be brought back."""
    return _seen(member, talk, gone=True, now=now)


@transaction.atomic
def bring_talk_back(*, member: Member, talk: int, now: datetime | None = None) -> Talk:
    """It stands here again."""
    return _seen(member, talk, gone=False, now=now)


def _seen(member: Member, talk: int, *, gone: bool, now: datetime | None) -> Talk:
    may(member)
    made = Talk.objects.filter(pk=talk).first()
    if made is None:
        raise NothingToCode("That talk is not here any more.")
    if (made.undone_at is not None) != gone:
        moment = now or datetime.now(UTC)
        made.undone_at = moment if gone else None
        made.save(update_fields=["undone_at"])
        key = f"talk:{made.pk}:{'gone' if gone else 'back'}:{moment.timestamp():.0f}"
        append(member, "remove" if gone else "reopen", key, moment)
    return made


def _uid(item: Item) -> str:
    """The id of a post; a passage has none in the record."""
    return Post.objects.values_list("uid", flat=True).get(pk=item.key) if item.kind == "post" else ""
