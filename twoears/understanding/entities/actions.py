"""Find what posts name, behind the record; and what is made anew after an edit, or gone after a deletion."""

from collections.abc import Callable, Iterable, Sequence

from django.db import transaction
from django.db.models import QuerySet

from twoears.activities import bulk
from twoears.activities.actions import reached, save
from twoears.activities.models import Position, Post
from twoears.understanding.actions import words_of
from twoears.understanding.entities.finding import entities
from twoears.understanding.entities.models import Entity as EntityRow
from twoears.understanding.entities.values import LONGEST, Entity, Known
from twoears.understanding.models import Note
from twoears.understanding.notes import CANNOT_TELL

STEP = "entities"
VERSION = "1"  # of all that find: when it changes, every post is looked at again
ENTITY = ("post", "kind", "key", "name", "start", "end", "probability", "reason", "version")
_READ = ("pk", "title", "text", "language", "published", "withdrawn_at", "author__network")
_REASON = 120


def find_entities(known: Callable[[], Known], *, after_step: str, most: int = 2000) -> int:
    """Look at the next posts that `after_step` has seen, at most `most`, and return how many there were.

    `known` tells what the workspace knows, and is only asked where there is something to look at.
    """
    with transaction.atomic():
        start = reached(STEP)
        ready = Position.objects.filter(step=after_step).values_list("reached", flat=True).first() or 0
        posts = list(_of(Post.objects.filter(pk__gt=start, pk__lte=ready).order_by("pk"))[:most])
        if posts:
            find_again(posts, known())
            save(STEP, posts[-1].pk)
    return len(posts)


def find_changed(posts: Iterable[int], known: Known) -> None:
    """Make anew what these posts name, as far as they were looked at; the others' turn comes by itself."""
    find_again(list(_of(Post.objects.filter(pk__in=list(posts), pk__lte=reached(STEP)))), known)


def find_again(posts: Sequence[Post], known: Known) -> None:
    """Put what `posts` name in place of what was found before; of what its author deleted nothing is kept."""
    EntityRow.objects.filter(post__in=[post.pk for post in posts]).delete()
    standing = [post for post in posts if post.withdrawn_at is None]
    languages = _languages(standing)
    rows = [
        _row(post.pk, one) for post in standing for one in _named_in(post, languages.get(post.pk, post.language), known)
    ]
    bulk.insert(EntityRow, ENTITY, rows, "")


def _named_in(post: Post, language: str, known: Known) -> tuple[Entity, ...]:
    words, network = words_of(post).words, post.author.network
    return entities(words, language=language, said_at=post.published, network=network, known=known)


def _of(posts: QuerySet[Post]) -> QuerySet[Post]:
    return posts.select_related("author").only(*_READ)


def _languages(posts: Sequence[Post]) -> dict[int, str]:
    """As they were read; what the network declares is often the language of the device."""
    notes = Note.objects.filter(post__in=[post.pk for post in posts], reader="language").exclude(label=CANNOT_TELL)
    return dict(notes.values_list("post", "label"))


def _row(post: int, one: Entity) -> tuple[object, ...]:
    """In the order of ENTITY."""
    name, reason = one.name[:LONGEST], one.reason[:_REASON]
    return (post, one.kind, one.key, name, one.start, one.end, one.probability, reason, VERSION)
