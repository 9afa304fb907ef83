"""How this workspace reads: its ways, what each layer learnt, and what other thresholds would cost. Queries only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from twoears.activities.models import Post
from twoears.lib.intervals import Number, share
from twoears.understanding.models import Correction
from twoears.understanding.notes import Note, Text
from twoears.understanding.own.fitting import FEWEST, FEWEST_EACH, GAIN, MOST, can_be_taught
from twoears.understanding.own.layer import unpacked
from twoears.understanding.own.models import Choice, OwnLayer, ReaderChoice
from twoears.understanding.own.trading import Trade, counted, there_are, traded
from twoears.understanding.own.ways import AS_SHIPPED, Ways
from twoears.understanding.readers import LABELS, read_all, readers
from twoears.understanding.teaching.same import digest as digest_of

_SHOWN: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerLearnt:
    """What corrections taught a reader. `right` and `shipped_right` are of corrections that the layer had not seen.

    `reads` says whether it reads what comes; if not, `why_not` says why. `changed` are of the last posts those that it
    reads otherwise than the shipped reader, with some of them quoted.
    """

    reader: str
    taught: int
    reads: bool
    why_not: str
    right: Number
    shipped_right: Number
    changed: Number
    examples: tuple[tuple[int, str], ...]
    made_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A choice that stands: how sure the reader must be, or whether its layer reads."""

    id: int
    reader: str
    what: str
    value: float
    member: str
    at: datetime


def ways() -> Ways:
    """How this workspace reads, as it stands."""
    chosen = standing()
    enough = {one.reader: one.value for one in chosen.values() if one.what == Choice.ENOUGH}
    aside = {one.reader for one in chosen.values() if one.what == Choice.LAYER and not one.value}
    # A layer taught on another version of its reader may know other labels; it is soon taught anew.
    versions = {reader.name: reader.version for reader in readers()}
    held = [row for row in OwnLayer.objects.filter(helps=True).exclude(reader__in=aside)
            if row.stands_on == versions.get(row.reader)]  # fmt: skip
    layers = {row.reader: unpacked(bytes(row.weights), row.reader, row.version) for row in held}
    return Ways(enough, layers) if enough or layers else AS_SHIPPED


def standing() -> dict[tuple[str, str], ReaderChoice]:
    """(reader, what) -> the newest choice that was not taken back."""
    rows = ReaderChoice.objects.filter(undone_at=None).select_related("member").order_by("made_at", "pk")
    return {(row.reader, row.what): row for row in rows}


def chosen() -> tuple[Chosen, ...]:
    """Every choice that counts."""
    return tuple(
        Chosen(
            id=row.pk,
            reader=row.reader,
            what=row.what,
            value=row.value,
            member=str(row.member or ""),
            at=row.made_at,
        )
        for row in standing().values()
    )


def shipped_enough() -> dict[str, float]:
    """reader -> how sure it must be as it came.

    >>> shipped_enough()["asks"]
    0.55
    """
    return {reader.name: float(getattr(reader, "enough", 0.0)) for reader in readers() if reader.name in LABELS}


def layers() -> tuple[LayerLearnt, ...]:
    """What was learnt, for each reader of which members said something."""
    held = {row.reader: row for row in OwnLayer.objects.all()}
    aside = {row.reader for row in standing().values() if row.what == Choice.LAYER and not row.value}
    said = dict.fromkeys(Correction.objects.filter(undone_at=None).order_by("reader").values_list("reader", flat=True))
    return tuple(_layer(name, held.get(name), name in aside) for name in LABELS if name in said)


def _layer(name: str, row: OwnLayer | None, aside: bool) -> LayerLearnt:
    truth = [label for _, label in corrections(name)]
    learnt = row if row is not None and row.weights else None
    n = learnt.taught if learnt else 0
    question = "How many corrections that it had not seen does it read right?"
    return LayerLearnt(
        reader=name,
        taught=len(truth),
        reads=bool(row and row.helps and not aside),
        why_not=_why_not(truth, row, aside),
        right=share(learnt.right if learnt else 0, n, of="right with what was taught", question=question, key="own"),
        shipped_right=share(
            learnt.shipped_right if learnt else 0, n, of="right as shipped", question=question, key="shipped"
        ),
        changed=share(
            learnt.changed if learnt else 0,
            learnt.looked if learnt else 0,
            of="of the last posts, read otherwise",
            question="What does it change?",
            key="changed",
        ),
        examples=_quoted(learnt.examples if learnt else []),
        made_at=row.made_at if row else None,
    )


def _why_not(truth: list[str], row: OwnLayer | None, aside: bool) -> str:
    if not can_be_taught(truth):
        return f"it takes {FEWEST} corrections, {FEWEST_EACH} at least of a second label"
    if row is None or not row.weights:
        return "it is being learnt"
    if aside:
        return "a member set it aside"
    if not row.helps:
        return f"it would have to read {GAIN} more right than the shipped reader"
    return ""


def _quoted(posts: list[int]) -> tuple[tuple[int, str], ...]:
    found = Post.objects.filter(pk__in=posts[:_SHOWN], withdrawn_at=None).order_by("-pk")
    return tuple((post.pk, " ".join(post.text.split())[:120]) for post in found)


def corrections(reader: str) -> list[tuple[Text, str]]:
    """Every text that members corrected for a reader, with the label that counts; the latest first, copies once."""
    rows = Correction.objects.filter(reader=reader, undone_at=None, post__withdrawn_at=None).order_by("-made_at", "-pk")
    found: dict[str, tuple[Text, str]] = {}
    for digest, label, title, text, language in rows.values_list(
        "digest", "label", "post__title", "post__text", "post__language"
    ):
        words = f"{title}\n{text}" if title else text
        # What was edited since says something else than what the member looked at.
        if label in LABELS[reader] and len(found) < MOST and digest == digest_of(words):
            found.setdefault(digest, (Text(words, language), label))
    return list(found.values())


def own_trades() -> dict[str, tuple[Trade, ...]]:
    """By reader of which enough was corrected here: what other thresholds would cost on that.

    Members look at what seems wrong, so less is right there than of all posts.
    """
    given = {name: some for name in LABELS if len(some := corrections(name)) >= FEWEST}
    texts = list(dict.fromkeys(text for some in given.values() for text, _ in some))
    free = Ways(dict.fromkeys(given, 0.0), ways().layers)
    notes = dict(zip(texts, read_all(texts, brief=True, ways=free), strict=True)) if texts else {}
    return {name: _trade([(label, _of(notes[text], name)) for text, label in some]) for name, some in given.items()}


def _of(made: tuple[Note, ...], reader: str) -> Note:
    return next(note for note in made if note.reader == reader)


def _trade(said: list[tuple[str, Note]]) -> tuple[Trade, ...]:
    return traded(counted(said), there_are([label for label, _ in said]))
