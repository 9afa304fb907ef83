"""What members send, and what they say of what nobody could tell. Nothing is sent without one of them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from secrets import token_hex

from django.db import transaction
from django.db.models import Q

from twoears.activities.models import Post
from twoears.publishing.models import Delivery, State
from twoears.sources.catalogue import sources
from twoears.sources.models import Connection
from twoears.sources.models import State as Listening
from twoears.sources.sending import Outgoing
from twoears.team.models import Member

_WAITING = (State.PENDING, State.SENDING, State.UNKNOWN)


class CannotSend(Exception):
    """It cannot be sent so: says what, why and what to do now. Nothing was done."""


class MayNotSend(CannotSend):
    """Readers look; members and owners speak."""


def outgoing(connection: Connection) -> Outgoing | None:
    """How this connection sends, None where it only listens."""
    source = sources().get(connection.kind)
    return source.post if source else None


def mouths(network: str = "") -> list[Connection]:
    """The connections through which we can speak: those that were given what it takes."""
    kinds = {kind for kind, source in sources().items() if source.post}
    free = [kind for kind in kinds if (out := sources()[kind].post) and out.free]
    able = Connection.objects.filter(~Q(sealed=b"") | Q(kind__in=free))
    found = able.exclude(state=Listening.PAUSED).order_by("pk")
    return [c for c in found if c.kind in kinds and network in ("", c.kind, _network(c.kind))]


def can_speak(network: str) -> bool:
    """Whether there is any source through which one could speak there."""
    return any(network in (kind, _network(kind)) for kind, source in sources().items() if source.post)


def _network(kind: str) -> str:
    # A connection is named after its software, the record after the network it speaks to.
    return {"mastodon": "fediverse", "imap": "mail"}.get(kind, kind)


@transaction.atomic
def send(
    *,
    member: Member,
    connection: Connection,
    act: str,
    text: str = "",
    about: Post | None = None,
    language: str = "",
    now: datetime | None = None,
) -> Delivery:
    """Put it in line to be sent once; the same words to the same post that still wait are not put there again."""
    _may(member)
    words = text.strip()
    _check(connection, act, words, about)
    same = Delivery.objects.filter(connection=connection, act=act, about=about, text=words, state__in=_WAITING)
    if about is not None and (waiting := same.first()):
        return waiting
    moment = now or datetime.now(UTC)
    return Delivery.objects.create(
        key=token_hex(16),
        connection=connection,
        act=act,
        about=about,
        text=words,
        language=language,
        member=member,
        made_at=moment,
        next_at=moment,
    )


def _check(connection: Connection, act: str, words: str, about: Post | None) -> None:
    out = outgoing(connection)
    if out is None or act not in out.acts:
        raise CannotSend(f"{connection} cannot {act}. Copy the words and open the original instead.")
    if not connection.sealed and not out.free:
        raise CannotSend(f"{connection} only listens so far. Give it a password or a token on the Sources page.")
    if act != Delivery.Act.POST and about is None:
        raise CannotSend(f"To {act}, say which post it is about.")
    if about is not None and about.withdrawn_at is not None:
        raise CannotSend("Its author has deleted that post. There is nothing to answer any more.")
    if act in (Delivery.Act.REPLY, Delivery.Act.POST, Delivery.Act.MENTION) and not words:
        raise CannotSend("There are no words yet.")
    if out.longest and (size := out.count(words)) > out.longest:
        raise CannotSend(f"That has {size} characters, and {out.longest} are the most there. Make it shorter.")


def withdraw(*, member: Member, delivery: Delivery) -> bool:
    """Take back what was not yet begun; whether it was in time."""
    _may(member)
    waiting = Delivery.objects.filter(pk=delivery.pk, state__in=(State.PENDING, State.FAILED))
    return bool(waiting.update(state=State.WITHDRAWN, next_at=None))


def try_again(*, member: Member, delivery: Delivery, now: datetime | None = None) -> bool:
    """Send once more what failed, or what a member has looked up and not found there."""
    _may(member)
    stuck = Delivery.objects.filter(pk=delivery.pk, state__in=(State.FAILED, State.UNKNOWN))
    changes: dict[str, object] = {"state": State.PENDING, "next_at": now or datetime.now(UTC), "tries": 0}
    out = outgoing(delivery.connection)
    if out is not None and out.find is None:
        # Nobody but the member can look it up: what they say counts as the look.
        changes["first_tried_at"] = None
    return bool(stuck.update(lease_until=None, **changes))


def it_is_there(*, member: Member, delivery: Delivery, url: str = "", now: datetime | None = None) -> bool:
    """A member has looked: what nobody could tell was sent."""
    _may(member)
    unknown = Delivery.objects.filter(pk=delivery.pk, state=State.UNKNOWN)
    return bool(unknown.update(state=State.SENT, sent_at=now or datetime.now(UTC), sent_url=url[:2000], next_at=None))


def of_posts(posts: Sequence[int]) -> list[Delivery]:
    """What was sent or is to be sent about these posts, the latest first."""
    return list(Delivery.objects.filter(about__in=posts).select_related("member", "connection"))


def _may(member: Member) -> None:
    if not member.may_decide:
        raise MayNotSend("Readers look; ask an owner to make you a member.")
