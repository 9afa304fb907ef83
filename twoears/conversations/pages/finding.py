"""The first finding after something was heard, and the answers of Find."""

from datetime import UTC, datetime

from django.db.models import Q

from twoears.conversations.finding import Finding, Hit, Quote
from twoears.conversations.models import Standing
from twoears.conversations.pages.queue import shortened, today
from twoears.measures.findings import answered
from twoears.measures.pages import measured
from twoears.people.models import Person
from twoears.team.models import Member
from twoears.threads.models import Turn

_QUOTES = 3


def first_finding(member: Member, *, now: datetime | None = None) -> Finding | None:
    """One honest sentence about what was heard, None before there is any."""
    moment = now or datetime.now(UTC)
    shown = measured(now=moment)
    if not shown.numbers or not shown.us:
        return None
    number = next(n for n in shown.numbers if n.key == "answered_within_promise")
    seen, strong = answered(number)
    queue = today(member, now=moment, limit=_QUOTES)
    quotes = tuple(
        Quote(row.words, row.person, row.waiting_since or moment, row.conversation, row.language)
        for row in queue.waiting
    )
    return Finding(seen, strong, number, quotes, queue.waiting_total, 0)


def find(q: str, *, member: Member, limit: int = 20) -> tuple[Hit, ...]:
    """People by name, handle or mail; conversations and posts by words. At most `limit` of each kind."""
    words = q.strip()
    if not words:
        return ()
    return _people(words, limit) + _conversations(words, member, limit)


def _people(words: str, limit: int) -> tuple[Hit, ...]:
    by = (
        Q(name__icontains=words)
        | Q(identities__actor__handle__icontains=words.lstrip("@"))
        | Q(identities__actor__mail__icontains=words)
    )
    found = Person.objects.filter(by).distinct().order_by("-last_at", "pk")[:limit]
    return tuple(Hit("person", p.public_id, p.name, f"{p.stage} {p.organisation}".strip(), p.last_at) for p in found)


def _conversations(words: str, member: Member, limit: int) -> tuple[Hit, ...]:
    # One row a conversation: the latest of its posts that has the words.
    turns = Turn.objects.filter(Q(post__text__icontains=words) | Q(post__title__icontains=words))
    turns = turns.select_related("post", "actor", "thread").order_by("-at")[: limit * 5]
    allowed = set(
        Standing.objects.visible_to(member)
        .filter(thread__in={t.thread_id for t in turns})
        .values_list("thread", flat=True)
    )
    found: dict[str, Hit] = {}
    for turn in turns:
        kind, key = (
            ("conversation", turn.thread.public_id)
            if turn.thread_id in allowed
            else ("post", turn.post.url or turn.post.uid)
        )
        found.setdefault(
            key,
            Hit(
                kind,
                key,
                str(turn.actor),
                shortened(turn.post.text or turn.post.title, 160),
                turn.at,
                turn.actor.network,
            ),
        )
    return tuple(found.values())[:limit]
