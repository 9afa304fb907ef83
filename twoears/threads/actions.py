"""Who is us, decided by members; and what the record and the readers say of the posts of a thread."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Count, Q
from django.db.models.functions import Lower

from twoears.activities.models import Activity as ActivityRow
from twoears.activities.models import Actor
from twoears.team.models import Member, OurAccount
from twoears.threads.models import Thread, Turn
from twoears.threads.turns import Said
from twoears.threads.us import Us, names_of, within
from twoears.understanding.models import Note
from twoears.understanding.notes import CANNOT_TELL
from twoears.understanding.sides import side

_AT_ONCE = 10_000  # keys in one statement; SQLite takes 32,766
_CANDIDATES = 40
_BESIDE = 5  # shown of a network, once we are known elsewhere
_LOOKED_AT = 200_000  # posts, the latest: whoever answers for us has answered lately
_CLEARLY = 2  # times as many conversations as the next one
_ROW = (
    *("post", "thread", "actor", "at", "post__uid", "post__in_reply_to", "post__mentions", "post__text"),
    *("post__private", "actor__network", "actor__uid", "actor__handle"),
)
_READ = ("language", "asks", "thanks", "complaint", "promotion")
_PROMOTES = {"promotion": True, "none": False, CANNOT_TELL: None}


class MayNot(Exception):
    """Readers look; members and owners say who we are."""


@dataclass(frozen=True, slots=True)
class Told:
    """A post of `thread` as a thread needs it, and where it stands."""

    thread: int
    network: str
    private: bool
    said: Said


class _Row(NamedTuple):
    """A turn with its post and its author, in the order of _ROW."""

    post: int
    thread: int
    actor: int
    at: datetime
    uid: str
    parent: str
    mentions: list[str]
    text: str
    private: bool
    network: str
    actor_uid: str
    handle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An account that may be ours: how often it spoke, how often others named it, and why we think so."""

    handle: str
    network: str
    name: str
    posts: int
    named: int
    preselected: bool
    why: str


def us() -> Us:
    """Our accounts, as members named them: by handle, by id, all mailboxes by `@domain`, all authors by a site."""
    written = list(OurAccount.objects.values_list("handle", flat=True))
    if not written:
        return Us()
    said = [word.lower() for word in written]
    domains = [word for word in said if word.startswith("@") and "." in word and "@" not in word[1:]]
    plain = {word.lstrip("@") for word in said}
    # An address of ours may be written as a mailbox or as its id.
    plain |= {f"mailto:{word}" for word in plain if "@" in word}
    chosen = Actor.objects.annotate(low=Lower("handle"), key=Lower("uid"))
    wanted = Q(low__in=plain) | Q(key__in=plain) | Q(mail__in=plain)
    for domain in domains:
        wanted |= Q(mail__iendswith=domain)
    for start in (start for word in written for start in within(word)):
        wanted |= Q(network="web") & (Q(uid=start[:-1]) | _begins("uid", start))
    found = list(chosen.filter(wanted).values_list("pk", "uid", "handle", "mail"))
    names = plain | {word.lower() for _, *words in found for word in words if word}
    return Us(frozenset(pk for pk, *_ in found), frozenset(names), tuple(domains))


def _begins(field: str, start: str) -> Q:
    if connection.vendor != "sqlite":
        return Q(**{f"{field}__startswith": start})
    # Django's LIKE cannot use SQLite's index; everything that begins so lies between these two.
    return Q(**{f"{field}__gte": start, f"{field}__lt": start[:-1] + chr(ord(start[-1]) + 1)})


def our_names() -> tuple[str, ...]:
    """Who counts as us, in words: the names of our accounts that were heard, and what was said of the others."""
    said = list(OurAccount.objects.order_by("handle").values_list("handle", flat=True))
    if not said:
        return ()
    heard = Actor.objects.filter(pk__in=us().actors)
    names = sorted({str(actor) for actor in heard})
    known = {word.lower() for actor in heard for word in (actor.uid, actor.handle, actor.mail) if word}
    return (*names, *(word for word in said if word.lower().lstrip("@") not in known and word.lower() not in known))


@transaction.atomic
def say_us(*, member: Member | None, handles: list[str]) -> list[OurAccount]:
    """A member (None: whoever is at the command line) names our accounts; the next round tells everything anew."""
    _may(member)
    words = [handle.strip() for handle in handles if handle.strip()]
    made = [OurAccount.objects.get_or_create(handle=w, network="", defaults={"said_by": member}) for w in words]
    return [account for account, _ in made]


@transaction.atomic
def forget_us(*, member: Member | None, handle: str) -> bool:
    """A member takes back that an account is ours."""
    _may(member)
    gone, _ = OurAccount.objects.filter(handle=handle).delete()
    return bool(gone)


def _may(member: Member | None) -> None:
    if member is not None and not member.may_decide:
        raise MayNot("Readers look; ask an owner to make you a member.")


def our_candidates() -> tuple[Candidate, ...]:
    """Accounts that may be ours, most likely first: those who answer many different people.

    Once members named accounts, only those on networks where none of these speaks and one answers more than others.
    """
    ours = us()
    known = set(Actor.objects.filter(pk__in=ours.actors).values_list("network", flat=True))
    latest = Turn.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    answered = (
        Turn.objects.filter(pk__gt=latest - _LOOKED_AT)
        .exclude(post__in_reply_to="")
        .exclude(actor__network__in=known)
        .values("actor", "actor__network")
        .annotate(posts=Count("post"), threads=Count("thread", distinct=True))
        .order_by("-threads", "actor")
    )
    if not (ours.names or ours.domains):
        return _candidates(list(answered[:_CANDIDATES]))
    apart = (_candidates(list(answered.filter(actor__network=one)[:_BESIDE])) for one in _networks_but(known))
    return tuple(one for found in apart if any(c.preselected for c in found) for one in found)


def _networks_but(known: set[str]) -> list[str]:
    heard = Thread.objects.exclude(network__in=known).order_by("network")
    return list(heard.values_list("network", flat=True).distinct())


def _candidates(found: Sequence[Mapping[str, Any]]) -> tuple[Candidate, ...]:
    actors = Actor.objects.in_bulk([row["actor"] for row in found])
    threads = [*(row["threads"] for row in found), 0, 0]
    # Chosen beforehand only where one account stands out: in a file of many companies a careless click must not decide.
    likely = threads[0] if threads[0] >= max(3, _CLEARLY * threads[1]) else -1
    return tuple(_candidate(actors[row["actor"]], row["posts"], row["threads"], likely) for row in found)


def _candidate(actor: Actor, posts: int, threads: int, likely: int) -> Candidate:
    return Candidate(
        handle=actor.handle or actor.uid,
        network=actor.network,
        name=actor.name if actor.name != actor.handle else "",
        posts=posts,
        named=threads,
        preselected=threads == likely,
        why=f"answered in {threads} conversations" if threads != 1 else "answered in one conversation",
    )


def told(threads: set[int], ours: Us) -> Iterator[Told]:
    """The posts of `threads`, with what the readers made of them."""
    found = Turn.objects.filter(thread__in=threads).order_by("thread", "at", "post")
    rows = [_Row(*row) for row in found.values_list(*_ROW)]
    posts = {row.uid: row.post for row in rows}
    notes = _labels([row.post for row in rows])
    letters = _details([row.post for row in rows if row.network == "mail"])
    names: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows:
        names[row.thread].update({row.actor_uid.lower(): row.actor, row.handle.lower(): row.actor})
    for row in rows:
        said = _said(row, ours, posts, names[row.thread], notes[row.post], letters.get(row.post, {}))
        yield Told(row.thread, row.network, row.private, said)


def _said(
    row: "_Row",
    ours: Us,
    posts: Mapping[str, int],
    names: Mapping[str, int],
    notes: Mapping[str, str],
    letter: Mapping[str, str],
) -> Said:
    # What lies in our own box of sent mail is ours, also under a name that nobody has told us of.
    mine = row.actor in ours.actors or letter.get("box") == "sent"
    spoken = side(row.text, notes.get("language", "")) if mine else None
    return Said(
        key=row.post,
        author=row.actor,
        at=row.at,
        ours=mine,
        reply_to=posts.get(row.parent, 0),
        complete=not row.parent or row.parent in posts,
        names=names_of(row.mentions, row.text, names),
        names_us=not mine and ours.named_in(row.mentions, row.text),
        asks=notes.get("asks", ""),
        complains=notes.get("complaint") == "complaint",
        thanks=notes.get("thanks") == "thanks",
        promotes=_PROMOTES[notes.get("promotion", "none")],
        automatic="auto" in letter,
        we=spoken.we if spoken else 0,
        you=spoken.you if spoken else 0,
    )


def _details(posts: list[int]) -> dict[int, dict[str, str]]:
    """What was told of mails beside their words: whether a program wrote them, and in which box they lie."""
    found: dict[int, dict[str, str]] = {}
    for start in range(0, len(posts), _AT_ONCE):
        told_of = ActivityRow.objects.filter(post__in=posts[start : start + _AT_ONCE], type="Create")
        found.update(told_of.exclude(detail={}).values_list("post", "detail"))
    return found


def _labels(posts: list[int]) -> dict[int, dict[str, str]]:
    made: dict[int, dict[str, str]] = defaultdict(dict)
    for start in range(0, len(posts), _AT_ONCE):
        part = posts[start : start + _AT_ONCE]
        wanted = Note.objects.filter(post__in=part, reader__in=_READ)
        for post, reader, label in wanted.values_list("post", "reader", "label"):
            made[post][reader] = label
    return made
