"""What runs behind the record: layers are taught anew when corrections change, and old posts are read in their light.

Posts are looked at from the latest back; those that would be read otherwise are marked as changed, and go the way of
edited ones: their notes, and all that stands on them, are made anew.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final

import numpy as np
from django.db import transaction
from django.db.models import Count, Max

from twoears.activities.actions import reached, save
from twoears.activities.models import Changed, Position, Post
from twoears.understanding.actions import STEP, notes_of, put_in_place, words_of
from twoears.understanding.models import Correction
from twoears.understanding.models import Note as NoteRow
from twoears.understanding.notes import Note, says
from twoears.understanding.own.fitting import AROUND, Fitted, Taught, can_be_taught, fit
from twoears.understanding.own.layer import packed
from twoears.understanding.own.models import OwnLayer
from twoears.understanding.own.pages import corrections, ways
from twoears.understanding.own.ways import AS_SHIPPED, Ways
from twoears.understanding.readers import LABELS, read_all, readers, shares

_TAUGHT: Final = "layers taught by"
_READ: Final = "read in our ways"
_BACK: Final = "read back to"
_BATCH: Final = 2000  # posts in one round
_SHOWN: Final = 20  # posts that a layer reads otherwise, kept to be quoted


def relearn(now: datetime | None = None) -> int:
    """Teach every layer anew whose corrections have changed; how many there were."""
    names = _taught()
    if not names or Position.objects.filter(step=_TAUGHT, reached=(mark := _taught_by())).exists():
        return 0
    # Reckoned before the transaction begins: it takes a second or two, and nobody else could write meanwhile.
    learnt = [row for name in sorted(names) if (row := _learn(name, now or datetime.now(UTC))) is not None]
    with transaction.atomic():
        reached(_TAUGHT)
        for row in learnt:
            _put(row)
        save(_TAUGHT, mark)
    return len(learnt)


def behind() -> bool:
    """Whether corrections wait to be learnt from, or older posts to be read in their light. Looks only."""
    if _taught() and not Position.objects.filter(step=_TAUGHT, reached=_taught_by()).exists():
        return True
    held = dict(Position.objects.filter(step__in=(_READ, _BACK)).values_list("step", "reached"))
    return held.get(_READ, _mark(AS_SHIPPED.mark)) != _mark(ways().mark) or held.get(_BACK, 0) > 0


def _taught() -> set[str]:
    """Readers that somebody corrected, or that have a layer of their own."""
    return set(LABELS) & {
        *Correction.objects.values_list("reader", flat=True),
        *OwnLayer.objects.values_list("reader", flat=True),  # all that taught one may have been forgotten
    }


def _taught_by() -> int:
    """Changes when a correction comes, is taken back or goes, and when its post is edited or deleted."""
    said = Correction.objects.aggregate(
        n=Count("pk"),
        last=Max("made_at"),
        undone=Count("undone_at"),
        edited=Max("post__changed_at"),
        gone=Count("post__withdrawn_at"),
    )
    return _mark([*said.values(), [reader.version for reader in readers()]])


def _put(row: OwnLayer) -> None:
    """Keep a layer, also where another process made its first one meanwhile."""
    names = [field.attname for field in OwnLayer._meta.concrete_fields if not field.primary_key]
    OwnLayer.objects.update_or_create(reader=row.reader, defaults={name: getattr(row, name) for name in names})


def _learn(reader: str, now: datetime) -> OwnLayer | None:
    """What corrections teach one layer; None where none has changed since."""
    said, labels = corrections(reader), LABELS[reader]
    stands_on = next(one.version for one in readers() if one.name == reader)
    mark = blake2b(repr(said).encode("utf8", "surrogatepass"), digest_size=20).hexdigest()
    row = OwnLayer.objects.filter(reader=reader).first() or OwnLayer(reader=reader)
    if (row.taught_by, row.stands_on) == (mark, stands_on):
        return None
    plain = shares([text for text, _ in said], reader)
    spoken = np.flatnonzero(plain.sum(axis=1) > 0).tolist()  # in a language that the reader was taught
    truth = [said[at][1] for at in spoken]
    row.taught_by, row.stands_on, row.made_at, row.version = mark, stands_on, now, row.version + 1
    row.weights, row.taught, row.helps, row.looked, row.changed, row.examples = b"", len(truth), False, 0, 0, []
    if can_be_taught(truth):
        given = Taught(
            [said[at][0].words for at in spoken], plain[spoken], np.array([labels.index(one) for one in truth])
        )
        _keep(row, given, labels)
    return row


def _keep(row: OwnLayer, given: Taught, labels: tuple[str, ...]) -> None:
    corrected = Correction.objects.filter(reader=row.reader, undone_at=None).values("post")
    near = list(Post.objects.filter(withdrawn_at=None).exclude(pk__in=corrected).order_by("-pk")[:AROUND])
    texts = [words_of(post) for post in near]
    plain = shares(texts, row.reader)
    spoken = np.flatnonzero(plain.sum(axis=1) > 0).tolist()
    around = Taught([texts[at].words for at in spoken], plain[spoken], np.zeros(0, np.int64))
    made = fit(given, around, reader=row.reader, labels=labels, version=row.version)
    _tell(row, made)
    row.examples = _otherwise(made, near)
    row.looked, row.changed, row.examples = len(near), len(row.examples), row.examples[:_SHOWN]


def _tell(row: OwnLayer, made: Fitted) -> None:
    row.weights, row.helps = packed(made.layer), made.helps
    row.right, row.shipped_right = made.right, made.shipped_right


def _otherwise(made: Fitted, posts: Sequence[Post]) -> list[int]:
    """Those of `posts` that the layer has its reader read otherwise."""
    now, texts, name = ways(), [words_of(post) for post in posts], made.layer.reader
    without = Ways(now.enough, {key: layer for key, layer in now.layers.items() if key != name})
    with_it = Ways(now.enough, {**now.layers, name: made.layer})
    before, after = (_labels_of(read_all(texts, brief=True, ways=one), name) for one in (without, with_it))
    return [post.pk for post, one, other in zip(posts, before, after, strict=True) if one != other]


def _labels_of(notes: Sequence[tuple[Note, ...]], reader: str) -> list[str]:
    return [next(note.label for note in made if note.reader == reader) for made in notes]


def read_back() -> int:
    """Look at the next older posts, if this workspace reads otherwise than when they were read; how many there were."""
    mark = _mark(ways().mark)
    # What was heard before anything was chosen or learnt was read as shipped.
    held, _ = Position.objects.get_or_create(step=_READ, defaults={"reached": _mark(AS_SHIPPED.mark)})
    if held.reached == mark and not Position.objects.filter(step=_BACK, reached__gt=0).exists():
        return 0
    with transaction.atomic():
        before = reached(_BACK)
        if reached(_READ) != mark:
            save(_READ, mark)
            before = (Position.objects.filter(step=STEP).values_list("reached", flat=True).first() or 0) + 1
        posts = list(Post.objects.filter(pk__lt=before, withdrawn_at=None).order_by("-pk")[:_BATCH])
        _look_again(posts)
        save(_BACK, posts[-1].pk if posts else 0)
    return len(posts)


def _look_again(posts: Sequence[Post]) -> None:
    """Mark those of which a note would say something else than it does; where it would only be surer, or of another
    version, it is put in place at once: nothing else stands on that."""
    held: dict[int, dict[str, Note]] = defaultdict(dict)
    rows = NoteRow.objects.filter(post__in=[post.pk for post in posts], reader__in=LABELS)
    for row in rows:
        spans = tuple((low, high) for low, high in row.spans)
        held[row.post_id][row.reader] = Note(row.reader, row.version, row.label, row.probability, spans)
    made = {post.pk: {note.reader: note for note in notes if says(note) and note.reader in LABELS}
            for post, notes in zip(posts, notes_of(posts), strict=True)}  # fmt: skip
    other = [pk for pk in made if _said(made[pk]) != _said(held[pk])]
    Changed.objects.bulk_create([Changed(post_id=pk) for pk in other], ignore_conflicts=True)
    same = made.keys() - set(other)
    put_in_place([(pk, note) for pk in sorted(same) for note in made[pk].values() if note != held[pk][note.reader]])


def _said(notes: Mapping[str, Note]) -> dict[str, str]:
    return {reader: note.label for reader, note in notes.items()}


def _mark(told: object) -> int:
    return int.from_bytes(blake2b(repr(told).encode(), digest_size=7).digest(), "big")
