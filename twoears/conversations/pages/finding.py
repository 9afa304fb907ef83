"""The first finding after something was heard, and the answers of Find."""

import re
from datetime import UTC, datetime

from django.db.models import Q

from twoears.activities.models import Actor
from twoears.conversations.finding import Finding, Hit, Quote
from twoears.conversations.models import Standing
from twoears.conversations.pages.queue import shortened, today
from twoears.conversations.pages.thread import title_of
from twoears.measures.findings import answered_within, promise_kept
from twoears.measures.findings import waited as people_waited
from twoears.measures.pages import measured, waited
from twoears.measures.ratios import ANSWERED
from twoears.people.models import Identity, Person
from twoears.team.actions import first_team, promise_given
from twoears.team.hours import in_words
from twoears.team.models import Member
from twoears.threads.models import Turn

_QUOTES = 3


def first_finding(member: Member, *, now: datetime | None = None) -> Finding | None:
    """One honest sentence about what was heard, None before there is any."""
    moment = now or datetime.now(UTC)
    shown = measured(now=moment)
    if not shown.numbers or not shown.us:
        return None
    number = next(n for n in shown.numbers if n.key == ANSWERED.key)
    wait, team = waited(now=moment), first_team()
    time = "" if promise_given() else in_words(team.promise_minutes)
    queue = today(member, now=moment, limit=_QUOTES)
    quotes = tuple(
        Quote(row.words, row.person, row.waiting_since or moment, row.conversation, row.language)
        for row in queue.waiting
    )
    return Finding(
        sentence=people_waited(number, wait.first, wait.last),
        strong=answered_within(number, time, wait.never) if time else promise_kept(number),
        number=number,
        quotes=quotes,
        waiting=queue.waiting_total,
        first=wait.first,
        last=wait.last,
        unsure=wait.unsure,
        running=wait.running,
        default=time,
    )


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
    allowed = Standing.objects.visible_to(member).in_bulk({t.thread_id for t in turns})
    found: dict[str, Turn] = {}
    for turn in turns:
        found.setdefault(turn.thread.public_id if turn.thread_id in allowed else turn.post.url or turn.post.uid, turn)
    shown = dict(list(found.items())[:limit])
    names = _names({key for t in shown.values() for key in (t.actor_id, t.thread.counterpart_id) if key})
    return tuple(_hit(key, turn, allowed.get(turn.thread_id), names, words) for key, turn in shown.items())


def _names(actors: set[int]) -> dict[int, str]:
    known = Identity.objects.filter(actor__in=actors).values_list("actor", "person__name")
    return {actor.pk: str(actor) for actor in Actor.objects.filter(pk__in=actors)} | dict(known)


def _hit(key: str, turn: Turn, standing: Standing | None, names: dict[int, str], words: str) -> Hit:
    author = names.get(turn.actor_id, "")
    with_whom = names.get(turn.thread.counterpart_id or 0, "" if turn.ours else author)
    said, marks = around(turn.post.text or turn.post.title, words)
    return Hit(
        kind="conversation" if standing else "post",
        id=key,
        title=title_of(turn.thread, standing, with_whom) if standing else author,
        words=said,
        at=turn.at,
        network=turn.actor.network,
        author=author,
        marks=marks,
    )


def around(text: str, words: str, most: int = 200) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The part of a text in which the words stand first, and where they stand in it.

    >>> around("Good morning. Does the FX-3 hold calibration below 4 degrees, or not?", "Calibration", 40)
    ('… FX-3 hold calibration below 4…', ((12, 23),))
    """
    flat = " ".join(text.split())
    looked_for = re.compile(re.escape(" ".join(words.split())), re.IGNORECASE)
    met = looked_for.search(flat)
    start = max(0, met.start() - most // 3) if met and met.end() > most else 0
    cut = flat[start:]
    if start and " " in cut:
        cut = f"…{cut[cut.index(' ') :]}"
    said = shortened(cut, most)
    return said, tuple(m.span() for m in looked_for.finditer(said))
