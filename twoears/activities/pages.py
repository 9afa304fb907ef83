"""What the doors show of the record itself: the activities as values again, for exports."""

from collections.abc import Iterable, Iterator

from django.db.models import Q

from twoears.activities.models import Activity as ActivityRow
from twoears.activities.models import Actor as ActorRow
from twoears.activities.models import Post as PostRow
from twoears.activities.values import Activity, Actor, Post

_AT_ONCE = 2000
_HIGHEST = 200  # posts of a thread above one: as many as a header of references may name


def activities(actors: Iterable[int] | None = None, *, to_their_posts: bool = True) -> Iterator[Activity]:
    """Everything recorded, in the order of the record.

    With `actors` (ids) only what they did, and (`to_their_posts`) what was done to their posts.
    """
    rows = ActivityRow.objects.select_related("actor", "post__author").order_by("pk")
    if actors is not None:
        wanted = list(actors)
        theirs = Q(actor__in=wanted)
        rows = rows.filter(theirs | Q(post__author__in=wanted) if to_their_posts else theirs)
    for row in rows.iterator(chunk_size=_AT_ONCE):
        yield _activity(row)


def posts_above(post: PostRow) -> list[PostRow]:
    """What `post` answers, what that answers, and so on as far as it was heard; the first post first."""
    above: list[PostRow] = []
    seen, parent = {post.uid}, post.in_reply_to
    while parent and parent not in seen and len(above) < _HIGHEST:
        found = PostRow.objects.filter(uid=parent).first()
        if found is None:
            break
        above.append(found)
        seen.add(parent)
        parent = found.in_reply_to
    return above[::-1]


def _activity(row: ActivityRow) -> Activity:
    about: Post | str = (
        value_of(row.post) if row.post is not None and row.type in ("Create", "Update") else row.object_uid
    )
    detail = tuple((str(key), str(value)) for key, value in row.detail.items())
    return Activity(
        id=row.uid,
        type=row.type,
        actor=actor_of(row.actor),
        published=row.published,
        object=about,
        target=row.target_uid,
        detail=detail,
    )


def actor_of(row: ActorRow) -> Actor:
    """An account as the value that readers and queries know."""
    return Actor(
        id=row.uid,
        network=row.network,
        handle=row.handle,
        name=row.name,
        type=row.type,
        url=row.url,
        summary=row.summary,
        mail=row.mail,
        place=row.place,
        followers=row.followers,
        links=tuple(row.links),
    )


def value_of(row: PostRow) -> Post:
    """A post as the value that readers and queries know; its author is read with it."""
    return Post(
        id=row.uid,
        author=actor_of(row.author),
        published=row.published,
        text=row.text,
        type=row.type,
        title=row.title,
        url=row.url,
        language=row.language,
        in_reply_to=row.in_reply_to,
        context=row.context,
        mentions=tuple(row.mentions),
        links=tuple(row.links),
        tags=tuple(row.tags),
        private=row.private,
    )
