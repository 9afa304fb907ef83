"""Lay drafts ready for critics, leave somebody alone, mark a post as criticism. Nothing here sends."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Final

from django.db import transaction

from twoears.activities.actions import append
from twoears.activities.models import Actor, Post
from twoears.conversations.actions import save_draft
from twoears.conversations.criticism.actions import may, standing
from twoears.conversations.criticism.models import CriticismMark, LeftAlone, State
from twoears.conversations.criticism.pages.critics import critics_of
from twoears.conversations.criticism.pages.showing import Critic, Laid
from twoears.conversations.criticism.trouble import CannotBe, NothingToTie
from twoears.conversations.models import Draft
from twoears.team.models import Member
from twoears.threads.models import Turn
from twoears.understanding.needs import words

MOST_DRAFTS: Final = 100  # at once; a member reads and sends each
_REASON: Final = 300


@transaction.atomic
def lay_ready(*, member: Member, improvement: int, who: Collection[str] = (), now: datetime | None = None) -> Laid:
    """A draft of this member's for each critic who has not heard back, or for some; they edit and send each.

    Nobody's draft is written over: where this member has begun to write in a conversation, it stays as it is.
    """
    may(member)
    made = standing(improvement)
    if made.state not in (State.DONE, State.DECLINED):
        raise CannotBe(f"{made.title} is {made.state}. There is nothing to tell yet.")
    critics, _ = critics_of(made)
    unknown = set(who) - {critic.who for critic in critics}
    if unknown:
        raise NothingToTie(f"{min(unknown)[:60]!r} is none of the critics here.")
    ready: list[str] = []
    left_out: list[tuple[str, str]] = []
    for critic in critics:
        if who and critic.who not in who:
            continue
        why = _why_not(member, critic, len(ready))
        if why:
            left_out.append((critic.name, why))
            continue
        save_draft(member=member, conversation=critic.conversation, text=critic.words, now=now)
        ready.append(critic.name)
    return Laid(ready=tuple(ready), left_out=tuple(left_out))


@transaction.atomic
def leave_alone(*, member: Member, actor: int, reason: str, now: datetime | None = None) -> LeftAlone:
    """They asked not to be written to, or should not be: no draft is laid for them any more."""
    may(member)
    if not Actor.objects.filter(pk=actor).exists():
        raise NothingToTie(f"There is no account {actor}.")
    moment = now or datetime.now(UTC)
    told = words.line(reason, "why they are left alone", _REASON)
    LeftAlone.objects.filter(actor=actor, undone_at=None).update(undone_at=moment)
    made = LeftAlone.objects.create(actor_id=actor, reason=told, member=member, made_at=moment)
    append(member, "leave-alone", f"leftalone:{made.pk}", moment)
    return made


@transaction.atomic
def may_be_told(*, member: Member, left_alone: int, now: datetime | None = None) -> LeftAlone:
    """They may be written to after all."""
    may(member)
    made = LeftAlone.objects.filter(pk=left_alone).first()
    if made is None:
        raise NothingToTie("That decision is not here any more.")
    if made.undone_at is None:
        made.undone_at = now or datetime.now(UTC)
        made.save(update_fields=["undone_at"])
        append(member, "reopen", f"leftalone:{made.pk}:undo", made.undone_at)
    return made


@transaction.atomic
def mark(*, member: Member, post: int, says: bool = True, now: datetime | None = None) -> CriticismMark:
    """Say that a post of others is criticism, or that it is none."""
    may(member)
    moment = now or datetime.now(UTC)
    found = Post.objects.filter(pk=post, withdrawn_at=None, pk__in=Turn.objects.filter(ours=False).values("post"))
    said = found.select_for_update().first()
    if said is None:
        raise NothingToTie(f"There is no post {post} of others here.")
    before = CriticismMark.objects.filter(post=said, undone_at=None).first()
    if before is not None:
        CriticismMark.objects.filter(pk=before.pk).update(undone_at=moment)
    made = CriticismMark.objects.create(post=said, says=says, member=member, made_at=moment, instead_of=before)
    append(member, "mark-criticism", f"criticismmark:{made.pk}", moment, said.uid)
    return made


@transaction.atomic
def unmark(*, member: Member, mark: int, now: datetime | None = None) -> CriticismMark:
    """Take it back; what was said before it stands again."""
    may(member)
    made = CriticismMark.objects.filter(pk=mark).first()
    if made is None:
        raise NothingToTie("That mark is not here any more.")
    if made.undone_at is None:
        made.undone_at = now or datetime.now(UTC)
        made.save(update_fields=["undone_at"])
        CriticismMark.objects.filter(pk=made.instead_of_id or 0).update(undone_at=None)
        append(member, "reopen", f"criticismmark:{made.pk}:undo", made.undone_at)
    return made


def _why_not(member: Member, critic: Critic, laid: int) -> str:
    if critic.heard_at is not None:
        return "they have heard back"
    if not critic.way:
        return critic.why_not
    if not critic.conversation:
        return "they did not speak to us: copy the words and open the original"
    if Draft.objects.filter(post__turn__thread__public_id=critic.conversation, member=member).exists():
        return "a draft of yours is there already"
    return "" if laid < MOST_DRAFTS else f"{MOST_DRAFTS} are laid at once; lay again when these are sent"
