"""Read what was recorded, behind the record, and keep what each reader made of it."""

from collections.abc import Sequence

import msgspec
from django.db import transaction

from twoears.activities import bulk
from twoears.activities.actions import reached, save
from twoears.activities.models import Post
from twoears.activities.values import Post as Told
from twoears.understanding.models import Note as NoteRow
from twoears.understanding.notes import Note, Text, says
from twoears.understanding.optional.actions import words_changed
from twoears.understanding.optional.pages import with_answers
from twoears.understanding.own.pages import ways
from twoears.understanding.readers import read_all
from twoears.understanding.teaching.pages import corrected

STEP = "understand"
_READ = ("pk", "title", "text", "language", "withdrawn_at")
NOTE = ("post", "reader", "version", "label", "probability", "spans")
_AGAIN = (
    "ON CONFLICT (post_id, reader) DO UPDATE SET version = excluded.version, label = excluded.label, "
    "probability = excluded.probability, spans = excluded.spans"
)


def understand(most: int = 2000) -> int:
    """Read the next posts, at most `most`, and return how many there were."""
    with transaction.atomic():
        after = reached(STEP)
        posts = list(Post.objects.filter(pk__gt=after).order_by("pk").only(*_READ)[:most])
        if posts:
            read_again(posts)
            save(STEP, posts[-1].pk)
    return len(posts)


def read_again(posts: Sequence[Post]) -> None:
    """Read `posts` and put the notes in place of older ones; of what its author deleted nothing is made."""
    NoteRow.objects.filter(post__in=[post.pk for post in posts]).delete()
    gone = [post.pk for post in posts if post.withdrawn_at is not None]
    posts = [post for post in posts if post.withdrawn_at is None]
    words_changed({post.pk: words_of(post).words for post in posts}, gone)
    made = zip(posts, notes_of(posts), strict=True)
    put_in_place([(post.pk, note) for post, notes in made for note in notes if says(note)])


def put_in_place(made: Sequence[tuple[int, Note]]) -> None:
    """Keep notes of posts, each in place of what the same reader made of it before."""
    bulk.insert(NoteRow, NOTE, [_row(post, note) for post, note in made], _AGAIN)


def notes_of(posts: Sequence[Post]) -> list[tuple[Note, ...]]:
    """What the readers make of `posts` in this workspace's ways, with what members said of them instead."""
    texts = [words_of(post) for post in posts]
    keys, words = [post.pk for post in posts], [text.words for text in texts]
    return corrected(words, with_answers(keys, words, read_all(texts, brief=True, ways=ways())))


def words_of(post: Post | Told) -> Text:
    """What the readers are given of a post: title and body, as they count places in it."""
    return Text(f"{post.title}\n{post.text}" if post.title else post.text, post.language)


def _row(post: int, note: Note) -> tuple[object, ...]:
    spans = msgspec.json.encode(note.spans).decode()
    return (post, note.reader, note.version, note.label, note.probability, spans)
