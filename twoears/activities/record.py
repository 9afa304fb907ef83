"""Write down what was heard: idempotent, in batches, in one transaction.

The same fact twice is one fact: the key is the network's own id. What a fact says of an actor or of a post is kept as
last told, so two runs over the same input end in the same table, in whatever order the batches came.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from twoears.activities import bulk
from twoears.activities.models import Activity as ActivityRow
from twoears.activities.models import Actor as ActorRow
from twoears.activities.models import Changed, ChangedActor, Forgotten, Wording
from twoears.activities.models import Post as PostRow
from twoears.activities.pages import actor_of
from twoears.activities.values import Activity, Actor, Post
from twoears.lib.cycles import unsearched

ACTOR = ("uid", "network", "handle", "name", "type", "url", "summary", "mail", "place", "links", "seen_at",
         "followers", "followers_at")  # fmt: skip
_SAYS = ("type", "handle", "name", "url", "summary", "mail", "place")
_TOLD_OF = ("id", *_SAYS, "links")
POST = (
    "uid",
    "author",
    "type",
    "title",
    "text",
    "url",
    "language",
    "in_reply_to",
    "context",
    "mentions",
    "links",
    "tags",
    "private",
    "published",
    "changed_at",
    "withdrawn_at",
)
ACTIVITY = ("uid", "type", "actor", "post", "object_uid", "target_uid", "detail", "source", "published", "recorded_at")

# Later news about an account wins; a source that knows less does not empty what another one told, and what was told
# earlier but comes later still fills what nobody has told since.
_TOLD = {"handle": "''", "name": "''", "url": "''", "summary": "''", "mail": "''", "place": "''", "links": "'[]'"}
_LATER = "excluded.seen_at > twoears_actor.seen_at"
# A count goes by its own date: whoever tells none does not make an old one new.
_COUNTED = "excluded.followers_at > COALESCE(twoears_actor.followers_at, '0001-01-01 00:00:00')"
_FILLS = {c: f"excluded.{c} <> {nothing} AND twoears_actor.{c} = {nothing}" for c, nothing in _TOLD.items()}
_ACTOR_NEWS = (
    "ON CONFLICT (uid) DO UPDATE SET "
    + ", ".join(
        [
            f"{c} = CASE WHEN {_FILLS[c]} OR excluded.{c} <> {nothing} AND {_LATER} "
            f"THEN excluded.{c} ELSE twoears_actor.{c} END"
            for c, nothing in _TOLD.items()
        ]
        + [f"{c} = CASE WHEN {_LATER} THEN excluded.{c} ELSE twoears_actor.{c} END" for c in ("type", "seen_at")]
        + [
            f"{c} = CASE WHEN {_COUNTED} THEN excluded.{c} ELSE twoears_actor.{c} END"
            for c in ("followers", "followers_at")
        ]
    )
    + f" WHERE {' OR '.join([_LATER, _COUNTED, *_FILLS.values()])}"
)
# An edit by its author replaces the words and what belongs to them; what its author withdrew stays withdrawn.
_EDITED = ("text", "title", "language", "mentions", "links", "tags")
_POST_NEWS = (
    f"ON CONFLICT (uid) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in (*_EDITED, 'changed_at'))} "
    "WHERE excluded.changed_at > twoears_post.changed_at AND twoears_post.withdrawn_at IS NULL "
    "AND excluded.author_id = twoears_post.author_id"
)
_KNOWN = "ON CONFLICT (uid) DO NOTHING"
_AHEAD = timedelta(minutes=5)  # by which the clock of an author may be ahead; networks allow no more
_LATEST = datetime(9000, 1, 1, tzinfo=UTC)
_LOCK = 7_207_120  # any number; the same in every process


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many activities of a batch were new and how many were known already."""

    new: int
    known: int


def record(batch: Sequence[Activity], *, source: str = "") -> Recorded:
    """Write `batch` in one transaction; call it inside `transaction.atomic` to save a cursor together with it.

    >>> record([])
    Recorded(new=0, known=0)
    """
    if not batch:
        return Recorded(0, 0)
    # No savepoint: behind one, each of SQLite's statements costs more with every page changed before it.
    with unsearched(), transaction.atomic(savepoint=False):
        _one_writer_at_a_time()
        wanted = _not_forgotten(batch)
        actors = _write_actors(wanted)
        edited, wordings = _edits(wanted)
        posts, fresh = _write_posts(wanted, actors)
        new = _write_activities(wanted, actors, posts, source)
        withdrawn = _withdraw(wanted) + _withdrawn_before(wanted, fresh)
        _keep_changes(edited, wordings, withdrawn)
    return Recorded(new, len(batch) - new)


def known(batch: Sequence[Activity]) -> set[str]:
    """The ids of those in `batch` that were recorded before."""
    return set(bulk.ids(ActivityRow, [activity.id for activity in batch]))


def _not_forgotten(batch: Sequence[Activity]) -> Sequence[Activity]:
    digests = set(Forgotten.objects.values_list("digest", flat=True))
    if not digests:
        return batch
    return [a for a in batch if not any(forgotten_digest(actor.id) in digests for actor in _actors_of(a))]


def forgotten_digest(uid: str) -> str:
    """What is kept of a forgotten actor: enough to know it again, not to tell who it was."""
    return salted_hmac("twoears.forgotten", uid, algorithm="sha256").hexdigest()


def _one_writer_at_a_time() -> None:
    # Ids must become visible in the order in which they were given, or steps behind the record would pass some over.
    # SQLite has one writer anyway.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _write_actors(batch: Sequence[Activity]) -> dict[str, int]:
    latest: dict[str, tuple[Actor, datetime]] = {}
    counted: dict[str, tuple[int, datetime]] = {}
    for activity in batch:
        for actor in _actors_of(activity):
            if actor.followers is not None and _is_newer(counted.get(actor.id), activity.published):
                counted[actor.id] = (actor.followers, activity.published)
            held = latest.get(actor.id)
            latest[actor.id] = (actor, activity.published) if held is None else _later(held, actor, activity.published)
    known = {uid: told for uid, *told in bulk.rows(ActorRow, ("uid", "id", *_SAYS), latest)}
    # Most were heard before and say nothing new of themselves: then only the time is moved, and no index is touched.
    news = [
        uid
        for uid, (actor, _) in latest.items()
        if uid not in known or uid in counted or _is_news(actor, known[uid][1:])
    ]
    rows = [(*_actor_row(*latest[uid]), *counted.get(uid, (None, None))) for uid in news]
    with _noting_changes([uid for uid in news if uid in known]):
        bulk.insert(ActorRow, ACTOR, rows, _ACTOR_NEWS)
    bulk.move_on(ActorRow, "seen_at", [(latest[uid][1], known[uid][0]) for uid in latest.keys() - set(news)])
    return {uid: told[0] for uid, told in known.items()} | bulk.ids(ActorRow, latest.keys() - known.keys())


@contextmanager
def _noting_changes(uids: Sequence[str]) -> Iterator[None]:
    """Which of the known accounts `uids` say something else of themselves afterwards."""
    before = {key: says for key, *says in bulk.rows(ActorRow, _TOLD_OF, uids)}
    yield
    changed = [key for key, *says in bulk.rows(ActorRow, _TOLD_OF, uids) if before.get(key) != says]
    ChangedActor.objects.bulk_create([ChangedActor(actor_id=key) for key in sorted(changed)], batch_size=500)


def _is_newer(held: tuple[int, datetime] | None, at: datetime) -> bool:
    return held is None or at > held[1]


def as_told(posts: Sequence[Post]) -> list[Post]:
    """`posts` that are not recorded yet, with what the record will say of their authors once they are."""
    held = {row.uid: row for row in ActorRow.objects.filter(uid__in={post.author.id for post in posts})}
    return [_with_author(post, held[post.author.id]) if post.author.id in held else post for post in posts]


def _with_author(post: Post, held: ActorRow) -> Post:
    author, _ = _later((actor_of(held), held.seen_at), post.author, post.published)
    told = post.author.followers is not None and (held.followers_at is None or post.published > held.followers_at)
    author = msgspec.structs.replace(author, followers=post.author.followers if told else held.followers)
    return msgspec.structs.replace(post, author=author)


def _later(held: tuple[Actor, datetime], actor: Actor, told: datetime) -> tuple[Actor, datetime]:
    """What is told of an account last, with what was only told before."""
    before, at = held
    if actor is before or actor == before:
        return before, max(told, at)
    return (_whole(actor, before), told) if told > at else (_whole(before, actor), at)


def _whole(later: Actor, earlier: Actor) -> Actor:
    silent = {name: getattr(earlier, name) for name in _TOLD if not getattr(later, name)}
    return msgspec.structs.replace(later, **silent) if any(silent.values()) else later


def _is_news(actor: Actor, known: Sequence[str]) -> bool:
    """Whether `actor` says of itself what we do not hold; empty words say nothing."""
    if actor.links:
        return True
    says = (actor.type, actor.handle, actor.name, actor.url, actor.summary, actor.mail, actor.place)
    return any(new and new != old for new, old in zip(says, known, strict=True))


def _actor_row(a: Actor, seen: datetime) -> tuple[Any, ...]:
    return (a.id, a.network, a.handle, a.name, a.type, a.url, a.summary, a.mail, a.place, _json(a.links), seen)


def _actors_of(activity: Activity) -> tuple[Actor, ...]:
    thing = activity.object
    if isinstance(thing, Actor):
        return (activity.actor, thing)
    if isinstance(thing, Post) and thing.author is not activity.actor:
        return (activity.actor, thing.author)
    return (activity.actor,)


def _write_posts(batch: Sequence[Activity], actors: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """uid -> id of all posts that `batch` is about, and of those that were not held before."""
    rows = [_post_row(post, changed, actors) for post, changed in _latest(batch)]
    last = bulk.last_id(PostRow)
    bulk.insert(PostRow, POST, rows, _POST_NEWS)
    # One writer at a time: what lies after `last` is what we have just written, and is read in one go.
    new = bulk.ids_after(PostRow, last)
    named = {a.object if isinstance(a.object, str) else a.object.id for a in batch if not isinstance(a.object, Actor)}
    return new | bulk.ids(PostRow, named - new.keys() - {""}), new


def _latest(batch: Sequence[Activity]) -> list[tuple[Post, datetime]]:
    """Each post as its author told it last, with when. Where several claim one, it is whose it was first."""
    latest: dict[str, tuple[Post, datetime]] = {}
    contested: dict[str, list[tuple[Post, datetime]]] = {}
    for activity in batch:
        thing = activity.object
        if isinstance(thing, Post) and not _is_of_another(activity):
            told = (thing, activity.published if activity.type == "Update" else thing.published)
            held = latest.get(thing.id)
            if held is None:
                latest[thing.id] = told
            elif thing.author.id != held[0].author.id:
                contested.setdefault(thing.id, []).append(told)
            elif told[1] > held[1]:
                latest[thing.id] = told
    if contested:
        owners = dict(PostRow.objects.filter(uid__in=list(contested)).values_list("uid", "author__uid"))
        for uid, claims in contested.items():
            owned = [claim for claim in claims if claim[0].author.id == owners.get(uid)]
            latest[uid] = max(owned, key=lambda claim: claim[1]) if owned else latest[uid]
    return list(latest.values())


def _is_of_another(activity: Activity) -> bool:
    """Whether somebody edits what is said to be by another: a fact, but nobody puts words into another's mouth."""
    thing = activity.object
    return activity.type == "Update" and isinstance(thing, Post) and thing.author.id != activity.actor.id


def _post_row(p: Post, changed: datetime, actors: dict[str, int]) -> tuple[Any, ...]:
    return (
        p.id,
        actors[p.author.id],
        p.type,
        p.title,
        p.text,
        p.url,
        p.language,
        p.in_reply_to,
        p.context,
        _json(p.mentions),
        _json(p.links),
        _json(p.tags),
        p.private,
        p.published,
        changed,
        None,
    )


def _write_activities(batch: Sequence[Activity], actors: dict[str, int], posts: dict[str, int], source: str) -> int:
    now = datetime.now(UTC)
    rows = []
    for a in batch:
        about = a.object if isinstance(a.object, str) else a.object.id
        detail = msgspec.json.encode(dict(a.detail)).decode() if a.detail else "{}"
        rows.append(
            (a.id, a.type, actors[a.actor.id], posts.get(about), about, a.target, detail, source, a.published, now)
        )
    return bulk.insert(ActivityRow, ACTIVITY, rows, _KNOWN)


def _edits(batch: Sequence[Activity]) -> tuple[set[int], list[Wording]]:
    """The posts that the edits in `batch` will change, and the words that they will replace.

    Where one post is edited twice, those are the words before the first edit.
    """
    told: dict[tuple[str, str], tuple[Post, datetime]] = {}
    for activity in batch:
        if activity.type == "Update" and isinstance(activity.object, Post) and not _is_of_another(activity):
            key = (activity.object.id, activity.actor.id)
            held = told.get(key)
            if held is None or activity.published > held[1]:
                told[key] = (activity.object, activity.published)
    edited: set[int] = set()
    wordings: list[Wording] = []
    now = datetime.now(UTC)
    for post in PostRow.objects.filter(uid__in={uid for uid, _ in told}, withdrawn_at=None).select_related("author"):
        new, at = told.get((post.uid, post.author.uid), (None, now))
        if new is None or at <= post.changed_at:
            continue
        if _said_beside(new) != _said_beside(post):
            edited.add(post.pk)
        if (new.text, new.title) != (post.text, post.title):
            edited.add(post.pk)
            since = post.changed_at
            wordings.append(Wording(post=post, title=post.title, text=post.text, since=since, until=at, heard_at=now))
    return edited, wordings


def _said_beside(post: Post | PostRow) -> tuple[object, ...]:
    """What an edit changes beside the words."""
    return (post.language, tuple(post.mentions), tuple(post.links), tuple(post.tags))


def _withdraw(batch: Sequence[Activity]) -> list[int]:
    """Empty what its author deletes, one post or all of an account; the posts that were emptied."""
    gone: list[int] = []
    for activity in batch:
        if activity.type == "Delete":
            about = activity.object if isinstance(activity.object, str) else activity.object.id
            posts = PostRow.objects.filter(author__uid=activity.actor.id, withdrawn_at=None)
            # No id is given out twice: whatever the clocks say, the post was there before its deletion.
            wanted = (
                posts.filter(_said_by(activity.published)) if about == activity.actor.id else posts.filter(uid=about)
            )
            gone += _emptied(wanted, activity.published)
    return gone


def _said_by(at: datetime) -> Q:
    """Posts of an account that were there when it was deleted at `at`; somebody may come back and speak again.

    A clock may be a little ahead, and one that is ahead of ours tells nothing.
    """
    latest = at + _AHEAD if at < _LATEST else at
    return Q(published__lte=latest) | Q(published__gt=datetime.now(UTC))


def _withdrawn_before(batch: Sequence[Activity], fresh: dict[str, int]) -> list[int]:
    """Empty those new posts whose deletion was heard before they were: streams and archives overtake each other."""
    deletions = ActivityRow.objects.filter(type="Delete")
    if not fresh or not deletions.exists():
        return []
    posts = [a.object for a in batch if isinstance(a.object, Post) and a.object.id in fresh]
    names = list({*fresh, *(post.author.id for post in posts)})
    gone: list[int] = []
    for start in range(0, len(names), 10_000):
        found = deletions.filter(object_uid__in=names[start : start + 10_000])
        for about, actor, uid, at in found.values_list("object_uid", "actor", "actor__uid", "published"):
            theirs = PostRow.objects.filter(author=actor, withdrawn_at=None)
            if about == uid:
                gone += _emptied(theirs.filter(_said_by(at), pk__gte=min(fresh.values())), at)
            elif about in fresh:
                gone += _emptied(theirs.filter(pk=fresh[about]), at)
    return gone


def _emptied(posts: QuerySet[PostRow], at: datetime) -> list[int]:
    found = list(posts.values_list("pk", flat=True))
    if found:
        PostRow.objects.filter(pk__in=found).update(text="", title="", links=[], tags=[], withdrawn_at=at)
        Wording.objects.filter(post__in=found).delete()
    return found


def _keep_changes(edited: set[int], wordings: Sequence[Wording], withdrawn: Sequence[int]) -> None:
    gone = set(withdrawn)
    Wording.objects.bulk_create([wording for wording in wordings if wording.post_id not in gone])
    changed = sorted(gone | edited)
    Changed.objects.bulk_create([Changed(post_id=post) for post in changed], ignore_conflicts=True)


def _json(words: tuple[str, ...]) -> str:
    return msgspec.json.encode(words).decode() if words else "[]"
