"""The turns behind a ratio: what was answered late, what was left aside, who began, what promotes. Queries only."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.db.models import F, Q, QuerySet

from twoears.activities.models import Post
from twoears.conversations.models import Standing
from twoears.conversations.pages.queue import about, shortened
from twoears.conversations.today import Row, Why
from twoears.lib.counts import lasting
from twoears.lib.text import place
from twoears.people.models import Identity, Person
from twoears.team.models import Member
from twoears.threads.models import Thread, Turn
from twoears.threads.turns import UNSURE

KINDS: Final = (
    *("heard", "said", "in time", "late", "running", "unsure", "no word back"),
    *("they began", "we began", "promotion", "no promotion"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """One page of the turns of a kind, the latest first; `after` asks for the next one, empty at the end."""

    kind: str
    since: datetime | None
    rows: tuple[Row, ...]
    total: int
    after: str


def behind(
    kind: str,
    member: Member,
    *,
    since: datetime | None = None,
    after: str = "",
    limit: int = 30,
    now: datetime | None = None,
) -> Behind:
    """The turns of `kind`, one of KINDS, as far as `member` may see them."""
    moment = now or datetime.now(UTC)
    chosen = _between(Turn.objects.filter(_of(kind, moment)), since)
    chosen = chosen.filter(thread__standing__in=Standing.objects.visible_to(member).order_by())
    start = place(after)
    wanted = chosen.select_related("post", "actor", "thread").order_by("-at", "-post")
    found = list(wanted[start : start + limit + 1])
    return Behind(
        kind=kind,
        since=since,
        rows=_rows(found[:limit], moment),
        total=chosen.count(),
        after=str(start + limit) if len(found) > limit else "",
    )


def spoken() -> tuple[datetime, datetime] | None:
    """The first and the last moment of the conversations that we are part of; None before there is one."""
    # One step along an index each; both at once would read every thread.
    ours = Thread.objects.filter(with_us=True)
    first = ours.filter(first_at__isnull=False).order_by("first_at").values_list("first_at", flat=True).first()
    last = ours.order_by("-last_at").values_list("last_at", flat=True).first()
    return (first, last) if first and last else None


def _between(turns: QuerySet[Turn], since: datetime | None) -> QuerySet[Turn]:
    return turns.filter(at__gte=since) if since else turns


def _of(kind: str, now: datetime) -> Q:
    """The same lines as in `measures.ratios`, drawn in the database."""
    waits = ~Q(waits__in=("", UNSURE))
    in_time = Q(answered_at__lte=F("due_at"))
    return {
        "heard": Q(ours=False, to_us=True),
        "said": Q(ours=True),
        "in time": waits & in_time,
        "late": waits & Q(due_at__lt=now) & (Q(answered_at=None) | Q(answered_at__gt=F("due_at"))),
        "running": waits & Q(answered_at=None, due_at__gte=now),
        "unsure": Q(waits=UNSURE),
        "no word back": Q(ours=True, replied_to__isnull=False, wrote_back_at=None),
        "they began": Q(begins="them"),
        "we began": Q(begins="us"),
        "promotion": Q(ours=True, promotion=True),
        "no promotion": Q(ours=True, promotion=False),
    }[kind]


def _rows(turns: list[Turn], now: datetime) -> tuple[Row, ...]:
    known = Identity.objects.filter(actor__in={t.actor_id for t in turns}).select_related("person")
    people = {identity.actor_id: identity.person for identity in known}
    return tuple(_row(turn, people.get(turn.actor_id), now) for turn in turns)


def _row(turn: Turn, person: Person | None, now: datetime) -> Row:
    post: Post = turn.post
    return Row(
        conversation=turn.thread.public_id,
        person=person.name if person else str(turn.actor),
        person_id=person.public_id if person else "",
        stage="ours" if turn.ours else person.stage if person else "stranger",
        about="" if turn.ours else about(turn.actor, person.organisation if person else ""),
        network=turn.actor.network,
        words=shortened(post.text or post.title),
        language=post.language,
        why=_why(turn, now),
        waiting_since=None,
        due_at=turn.due_at,
        overdue=False,
        suggested_act="Look",
        last_at=turn.at,
        post=turn.post_id,
    )


def _why(turn: Turn, now: datetime) -> tuple[Why, ...]:
    if not turn.waits:
        return ()
    if turn.waits == UNSURE:
        answered = f"; answered after {lasting(turn.answered_at - turn.at)}" if turn.answered_at else ""
        return (Why(f"cannot tell whether they waited{answered}"),)
    if turn.answered_at is None:
        return (Why("not answered", late=turn.due_at is not None and turn.due_at < now),)
    late = turn.due_at is not None and turn.answered_at > turn.due_at
    return (Why(f"answered after {lasting(turn.answered_at - turn.at)}", late=late),)
