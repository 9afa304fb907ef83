"""Where each conversation stands, behind the record and after each decision. An opinion: made anew at any time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import msgspec
from django.db import transaction

from twoears.activities import bulk
from twoears.conversations.models import Decision, Standing
from twoears.conversations.ordering import Case, order_at, reasons
from twoears.people.models import Identity
from twoears.threads.models import Thread, Turn
from twoears.understanding.models import Note
from twoears.understanding.notes import CANNOT_TELL

STANDING = (
    *("thread", "needs", "post", "waits", "waiting", "waiting_since", "due_at", "order_at", "hidden_until"),
    *("language", "last_at", "owner", "team", "why"),
)
THANKS = "thanks"
WAITS = "waits"
_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Last:
    """The latest turns of a thread that matter: any of theirs, and a thank-you that nobody took up."""

    post: int
    at: datetime


@transaction.atomic(savepoint=False)
def stand(threads: Iterable[int]) -> None:
    """Say anew where `threads` stand."""
    wanted = set(threads)
    found = list(Thread.objects.filter(pk__in=wanted, merged_into=None, with_us=True))
    Standing.objects.filter(thread__in=wanted - {thread.pk for thread in found}).delete()
    stages = _stages(found)
    decided = _decisions(found)
    waiting = _open_turns(found)
    last, theirs = _ends(found)
    thanked = _thanks(last)
    rows = [
        _standing(t, stages.get(t.counterpart_id or 0, "stranger"), decided[t.pk], waiting[t.pk], thanked.get(t.pk))
        for t in found
    ]
    _tell_languages(rows, theirs)
    bulk.upsert(Standing, "thread", STANDING, [_row(standing) for standing in rows])


def stand_of(people: Iterable[int]) -> None:
    """Say anew where the threads with `people` stand."""
    actors = Identity.objects.filter(person__in=set(people)).values("actor")
    stand(Thread.objects.filter(counterpart__in=actors, merged_into=None).values_list("pk", flat=True))


def _row(s: Standing) -> tuple[object, ...]:
    """In the order of STANDING."""
    return (
        *(s.thread_id, s.needs, s.post_id, s.waits, s.waiting, s.waiting_since, s.due_at, s.order_at, s.hidden_until),
        *(s.language, s.last_at, s.owner_id, s.team_id, msgspec.json.encode(s.why).decode()),
    )


def _stages(threads: Iterable[Thread]) -> dict[int, str]:
    actors = {thread.counterpart_id for thread in threads if thread.counterpart_id}
    return dict(Identity.objects.filter(actor__in=actors).values_list("actor", "person__stage"))


def _decisions(threads: Iterable[Thread]) -> dict[int, list[Decision]]:
    made: dict[int, list[Decision]] = defaultdict(list)
    wanted = Decision.objects.filter(post__turn__thread__in=list(threads), undone_at=None).select_related("post__turn")
    for decision in wanted.order_by("made_at", "pk"):
        made[decision.post.turn.thread_id].append(decision)
    return made


def _open_turns(threads: Iterable[Thread]) -> dict[int, list[Turn]]:
    found: dict[int, list[Turn]] = defaultdict(list)
    for turn in Turn.objects.filter(thread__in=list(threads), open=True).order_by("at", "post"):
        found[turn.thread_id].append(turn)
    return found


def _ends(threads: Iterable[Thread]) -> tuple[dict[int, _Last], dict[int, int]]:
    """The last turn of each thread where it is theirs; and the last post of theirs, of ours where they said nothing."""
    last: dict[int, tuple[_Last, bool]] = {}
    theirs: dict[int, int] = {}
    turns = Turn.objects.filter(thread__in=list(threads)).order_by("thread", "at", "post")
    for thread, post, at, ours in turns.values_list("thread", "post", "at", "ours"):
        last[thread] = (_Last(post, at), ours)
        if not ours:
            theirs[thread] = post
    ends = {thread: end for thread, (end, ours) in last.items() if not ours}
    return ends, {thread: end.post for thread, (end, _) in last.items()} | theirs


def _thanks(ends: dict[int, _Last]) -> dict[int, _Last]:
    """Those of the last turns that thank us."""
    posts = [end.post for end in ends.values()]
    kind = set(Note.objects.filter(post__in=posts, reader="thanks", label="thanks").values_list("post", flat=True))
    return {thread: end for thread, end in ends.items() if end.post in kind}


def _tell_languages(standings: Iterable[Standing], theirs: dict[int, int]) -> None:
    posts = {standing: standing.post_id or theirs.get(standing.thread_id, 0) for standing in standings}
    told = Note.objects.filter(post__in=set(posts.values()), reader="language").exclude(label=CANNOT_TELL)
    languages = dict(told.values_list("post", "label"))
    for standing, post in posts.items():
        standing.language = languages.get(post, "")


def _standing(
    thread: Thread, stage: str, decided: list[Decision], open_turns: list[Turn], thanked: _Last | None
) -> Standing:
    standing = Standing(thread=thread, why=[], last_at=thread.last_at)
    _apply_owner(standing, decided)
    closing = [d.post.published for d in decided if d.kind in (Decision.Kind.DONE, Decision.Kind.ANSWERED)]
    # Done is done up to the post that was the last then: what is said later opens it again.
    closed_at = max(closing, default=_EVER)
    waiting = [turn for turn in open_turns if turn.at > closed_at]
    if waiting:
        _let_wait(standing, waiting, stage)
    elif thanked is not None and thanked.at > closed_at:
        standing.needs, standing.order_at, standing.post_id = THANKS, thanked.at, thanked.post
    standing.hidden_until = _hidden_until(thread, decided)
    return standing


def _let_wait(standing: Standing, waiting: list[Turn], stage: str) -> None:
    first = waiting[0]
    standing.needs, standing.post_id, standing.waits = WAITS, first.post_id, first.waits
    standing.waiting, standing.waiting_since, standing.due_at = len(waiting), first.at, first.due_at
    case = Case(waits=first.waits, waiting=len(waiting), stage=stage, due_at=first.due_at or first.at)
    standing.order_at = order_at(case)
    standing.why = [asdict(why) for why in reasons(case)]


def _hidden_until(thread: Thread, decided: list[Decision]) -> datetime | None:
    later = [d for d in decided if d.kind == Decision.Kind.LATER]
    # Something new from them ends "later": it was said of what had been said then.
    if not later or thread.last_at is None or thread.last_at > later[-1].post.published:
        return None
    return later[-1].until


def _apply_owner(standing: Standing, decided: list[Decision]) -> None:
    handed = [d for d in decided if d.kind == Decision.Kind.HAND_OVER]
    if handed:
        standing.owner_id = handed[-1].to_member_id
        standing.team_id = handed[-1].to_team_id
