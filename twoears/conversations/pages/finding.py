"""The first finding after something was heard, and the answers of Find."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from twoears.activities.models import Actor
from twoears.conversations.finding import CONVERSATION, PERSON, POST, Finding, Found, Hit, Quote
from twoears.conversations.models import Standing
from twoears.conversations.pages.queue import shortened, today
from twoears.conversations.pages.thread import title_of
from twoears.measures.findings import answered_within, promise_kept
from twoears.measures.findings import waited as people_waited
from twoears.measures.pages import measured, waited
from twoears.measures.ratios import ANSWERED
from twoears.people.models import Identity, Person
from twoears.queries.pages.named import named, posts_naming
from twoears.queries.shown import HitShown
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
    return look_for(q, member=member, limit=limit).hits


def look_for(q: str, *, member: Member, limit: int = 20, kind: str = "", after: int = 0) -> Found:
    """The same, with how many there are of each; with `kind` only those, from the one `after` so many."""
    words = q.strip()
    if not words:
        return Found()
    people, (talks, posts) = _people(words), _turns(words, member)
    part, hits = slice(after, after + limit), list[Hit]()
    if kind in ("", PERSON):
        hits += _people_shown(people[part], words)
    if kind in ("", CONVERSATION):
        hits += _shown(talks[part], words, talk=True)
    if kind in ("", POST):
        hits += _shown(posts[part], words, talk=False)
    return Found(hits=tuple(hits), people=people.count(), conversations=len(talks), posts=len(posts))


def look_for_named(about: str, *, limit: int = 20, after: int = 0) -> Found:
    """The posts that name something, such as `place:berlin`, from the one `after` so many; raises NotNamed."""
    hits = (_named(one) for one in named(about, limit=limit, skip=after))
    return Found(hits=tuple(hits), posts=posts_naming(about).count())


def _named(one: HitShown) -> Hit:
    return Hit(
        kind=POST,
        id=one.url or str(one.post),
        title=one.author,
        words=one.words,
        at=one.at,
        network=one.network,
        author=one.author,
        marks=one.marks,
        url=one.url,
    )


def _people(words: str) -> QuerySet[Person]:
    by = (
        Q(name__icontains=words)
        | Q(identities__actor__handle__icontains=words.lstrip("@"))
        | Q(identities__actor__mail__icontains=words)
    )
    return Person.objects.filter(by).distinct().order_by("-last_at", "pk")


def _people_shown(people: QuerySet[Person], words: str) -> Iterator[Hit]:
    held = list(people)
    known: dict[int, str] = {}
    named = Q(actor__handle__icontains=words.lstrip("@")) | Q(actor__mail__icontains=words)
    for one in Identity.objects.filter(named, person__in=held).select_related("actor").order_by("-pk"):
        known[one.person_id] = _known_as(one.actor, words)
    for person in held:
        about = f"{person.stage} {person.organisation}".strip()
        # Whoever was found by an account sees which.
        by = known.get(person.pk, "") if words.lower() not in person.name.lower() else ""
        said = f"{about} · {by}" if by else about
        yield Hit(PERSON, person.public_id, person.name, said, person.last_at, marks=_places(said, words) if by else ())


def _known_as(actor: Actor, words: str) -> str:
    return actor.mail if words.lower() in actor.mail.lower() else f"@{actor.handle.lstrip('@')}"


def _turns(words: str, member: Member) -> tuple[list[int], list[int]]:
    """Posts with the words, the latest first: of each conversation of ours the latest one, and those said elsewhere."""
    ours = Standing.objects.visible_to(member).filter(thread__with_us=True, thread=OuterRef("thread"))
    # One look through all that was said, by numbers: it is the words that take long.
    found = Turn.objects.filter(Q(post__text__icontains=words) | Q(post__title__icontains=words))
    rows = found.annotate(here=Exists(ours)).order_by("-at", "-post").values_list("post", "thread", "here")
    talks: dict[int, int] = {}
    posts: list[int] = []
    for post, thread, here in rows.iterator():
        if here:
            talks.setdefault(thread, post)
        else:
            posts.append(post)
    return list(talks.values()), posts


def _shown(posts: list[int], words: str, *, talk: bool) -> Iterator[Hit]:
    turns = Turn.objects.select_related("post", "actor", "thread", "thread__standing").in_bulk(posts)
    names = _names({key for t in turns.values() for key in (t.actor_id, t.thread.counterpart_id) if key})
    return (_hit(turns[post], names, words, talk=talk) for post in posts if post in turns)


def _names(actors: set[int]) -> dict[int, str]:
    known = Identity.objects.filter(actor__in=actors).values_list("actor", "person__name")
    return {actor.pk: str(actor) for actor in Actor.objects.filter(pk__in=actors)} | dict(known)


def _hit(turn: Turn, names: dict[int, str], words: str, *, talk: bool) -> Hit:
    author, post = names.get(turn.actor_id, ""), turn.post
    with_whom = names.get(turn.thread.counterpart_id or 0, "" if turn.ours else author)
    said, marks = around(post.text if _places(_flat(post.text), words) else post.title or post.text, words)
    return Hit(
        kind=CONVERSATION if talk else POST,
        id=turn.thread.public_id if talk else post.url or post.uid,
        title=title_of(turn.thread, turn.thread.standing, with_whom) if talk else author,
        words=said,
        at=turn.at,
        network=turn.actor.network,
        author=author,
        marks=marks,
        url=post.url,
    )


def around(text: str, words: str, most: int = 200) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The part of a text in which the words stand first, near its beginning, and where they stand in it.

    >>> around("Good morning. Does the FX-3 hold calibration below 4 degrees, or not?", "Calibration", 40)
    ('… hold calibration below 4 degrees, or…', ((7, 18),))
    """
    flat = _flat(text)
    met = next(iter(_places(flat, words)), (0, 0))
    # Small screens show three lines of it: what was looked for has to stand in them.
    start = max(0, met[0] - most // 4) if met[0] > most // 3 else 0
    cut = flat[start:]
    if start and " " in cut[: met[0] - start]:
        cut = f"…{cut[cut.index(' ') :]}"
    said = shortened(cut, most)
    return said, _places(said, words)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _places(text: str, words: str) -> tuple[tuple[int, int], ...]:
    return tuple(met.span() for met in re.finditer(re.escape(_flat(words).lstrip("@")), text, re.IGNORECASE))
