"""What members decide about conversations: each decision is kept, can be undone, and appends an activity."""

from datetime import UTC, datetime

from django.db import transaction

from twoears.activities.actions import append
from twoears.conversations.models import Decision, Draft, Standing, TeamNote
from twoears.conversations.tasks import stand
from twoears.publishing import actions as publishing
from twoears.publishing.models import Delivery
from twoears.sources.models import Connection
from twoears.team.models import Member, Team
from twoears.threads.models import Thread, Turn

MAX_WORDS = 20_000


class ConversationError(Exception):
    """What can go wrong with a decision: NotHere, NotAllowed, NothingToSay."""


class NotHere(ConversationError):
    """There is no such conversation, or this member may not see it."""


class NotAllowed(ConversationError):
    """Readers look; members and owners decide."""


class NothingToSay(ConversationError):
    """A note or a reason without words."""


def the_thread(member: Member, conversation: str) -> Thread:
    """The thread behind a conversation's public id, also by an older id of it."""
    found = Thread.objects.filter(public_id=conversation).select_related("merged_into").first()
    thread = found.merged_into or found if found else None
    if thread is None or not Standing.objects.visible_to(member).filter(thread=thread).exists():
        raise NotHere(f"There is no conversation {conversation}. Look it up with `twoears find`.")
    return thread


def done(*, member: Member, conversation: str, now: datetime | None = None) -> Decision:
    """Nothing more to do here until somebody speaks again."""
    return _decide(member, conversation, Decision.Kind.DONE, now)


def answered_there(*, member: Member, conversation: str, now: datetime | None = None) -> Decision:
    """It was answered in the original place; the answer will be heard from there, and the draft has served."""
    made = _decide(member, conversation, Decision.Kind.ANSWERED, now)
    Draft.objects.filter(post__turn__thread=made.post.turn.thread_id, member=member).delete()
    return made


def later(*, member: Member, conversation: str, until: datetime, now: datetime | None = None) -> Decision:
    """Leave it until then, or until somebody speaks again."""
    return _decide(member, conversation, Decision.Kind.LATER, now, until=until)


def hand_over(
    *,
    member: Member,
    conversation: str,
    to_member: Member | None = None,
    to_team: Team | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> Decision:
    """Give it to a colleague or a team; to nobody takes it back."""
    return _decide(
        member, conversation, Decision.Kind.HAND_OVER, now, to_member=to_member, to_team=to_team, reason=reason[:500]
    )


@transaction.atomic
def annotate(*, member: Member, conversation: str, text: str, now: datetime | None = None) -> TeamNote:
    """A note that only the team sees."""
    thread = _may_decide(member, conversation)
    if not text.strip():
        raise NothingToSay("A note needs words.")
    moment = now or datetime.now(UTC)
    last = _last_turn(thread)
    note = TeamNote.objects.create(post=last.post, member=member, text=text.strip()[:MAX_WORDS], made_at=moment)
    append(member, "annotate", f"note:{note.pk}", moment, last.post.uid)
    return note


@transaction.atomic
def save_draft(*, member: Member, conversation: str, text: str, now: datetime | None = None) -> Draft | None:
    """Keep a reply in the making; empty words throw it away."""
    thread = _may_decide(member, conversation)
    post = _last_turn(thread).post
    mine = Draft.objects.filter(post__turn__thread=thread, member=member)
    if not text.strip():
        mine.delete()
        return None
    mine.exclude(post=post).delete()
    draft, _ = Draft.objects.update_or_create(
        post=post, member=member, defaults={"text": text[:MAX_WORDS], "changed_at": now or datetime.now(UTC)}
    )
    return draft


@transaction.atomic
def speak(
    *,
    member: Member,
    conversation: str,
    connection: Connection,
    act: str = "reply",
    text: str = "",
    post: int | None = None,
    now: datetime | None = None,
) -> Delivery:
    """Answer, like or share a post where it stands: the last of theirs, or `post`. A draft that is sent is done.

    It is put in line and sent once. Raises NotHere, NotAllowed, and CannotSend where it cannot be sent so.
    """
    thread = _may_decide(member, conversation)
    if connection not in publishing.mouths(thread.network):
        raise publishing.CannotSend(f"{connection} does not speak there. Copy the words and open the original instead.")
    if thread.private and act == Delivery.Act.SHARE:
        raise publishing.CannotSend("This was said in private. It is not ours to share.")
    turn = _turn(thread, post)
    made = publishing.send(member=member, connection=connection, act=act, text=text, about=turn.post, now=now)
    if act == Delivery.Act.REPLY:
        Draft.objects.filter(post__turn__thread=thread, member=member).delete()
    return made


@transaction.atomic
def take_back(*, member: Member, delivery: Delivery, now: datetime | None = None) -> bool:
    """Do not send it after all; the words become a draft again. Whether it was in time."""
    if not publishing.withdraw(member=member, delivery=delivery):
        return False
    turn = Turn.objects.select_related("thread").filter(post=delivery.about).first() if delivery.about_id else None
    if turn is not None and delivery.act == Delivery.Act.REPLY:
        mine = Draft.objects.filter(post__turn__thread=turn.thread, member=member)
        if not mine.exists():
            save_draft(member=member, conversation=turn.thread.public_id, text=delivery.text, now=now)
    return True


def _turn(thread: Thread, post: int | None) -> Turn:
    """The turn of a post, else the last of theirs that still stands, else the last."""
    said = Turn.objects.filter(thread=thread).select_related("post").order_by("-at", "-post")
    if post is not None:
        found = said.filter(post=post).first()
        if found is None:
            raise NotHere("That post is not in this conversation.")
        return found
    return said.filter(ours=False, post__withdrawn_at=None).first() or _last_turn(thread)


@transaction.atomic
def undo(*, member: Member, decision: int, now: datetime | None = None) -> Decision:
    """Take a decision back; undone twice is undone once."""
    if not member.may_decide:
        raise NotAllowed("Readers look; ask an owner to make you a member.")
    made = Decision.objects.select_related("post__turn").filter(pk=decision).first()
    if made is None:
        raise NotHere("That decision is not here any more.")
    if made.undone_at is None:
        made.undone_at = now or datetime.now(UTC)
        made.save(update_fields=["undone_at"])
        append(member, "reopen", f"decision:{made.pk}:undo", made.undone_at, made.post.uid)
    stand([made.post.turn.thread_id])
    return made


@transaction.atomic
def _decide(member: Member, conversation: str, kind: str, now: datetime | None, **more: object) -> Decision:
    thread = _may_decide(member, conversation)
    moment = now or datetime.now(UTC)
    last = _last_turn(thread)
    made = Decision.objects.create(kind=kind, post=last.post, member=member, made_at=moment, **more)
    append(member, _VERBS[kind], f"decision:{made.pk}", moment, last.post.uid)
    stand([thread.pk])
    return made


_VERBS: dict[str, str] = {
    Decision.Kind.DONE: "done",
    Decision.Kind.ANSWERED: "answered",
    Decision.Kind.LATER: "defer",
    Decision.Kind.HAND_OVER: "assign",
}


def _may_decide(member: Member, conversation: str) -> Thread:
    thread = the_thread(member, conversation)
    if not member.may_decide:
        raise NotAllowed("Readers look; ask an owner to make you a member.")
    return thread


def _last_turn(thread: Thread) -> Turn:
    last = Turn.objects.filter(thread=thread).select_related("post").order_by("-at", "-post").first()
    if last is None:
        raise NotHere("Nothing has been said here yet.")
    return last
