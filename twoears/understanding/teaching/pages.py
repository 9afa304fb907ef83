"""What members said of readers' labels: what wins, what was taught, how often the readers were right. Queries only."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from twoears.lib.agreement import alpha
from twoears.lib.intervals import Number, share
from twoears.team.models import Member
from twoears.understanding.models import Correction
from twoears.understanding.notes import CANNOT_TELL, SILENT, Note, Reader
from twoears.understanding.optional.pages import BY_OPTIONAL, own_questions
from twoears.understanding.optional.showing import Asked
from twoears.understanding.readers import readers
from twoears.understanding.teaching.same import digest

BY_MEMBER = "member:"  # begins the version of a note that a member made
_SHOWN = 50
_WORDS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """One correction as it is shown: `words` are the first of the post; `undone` where it was taken back."""

    id: int
    post: int
    reader: str
    label: str
    was: str
    member: str
    at: datetime
    undone: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderTaught:
    """A reader, and how it fared with what members looked at.

    `right` is the share of what it told that members agreed with: members look at what seems wrong, so it is no
    measure of all posts. `agreement` is Krippendorff's alpha of members among themselves over the `twice` posts that
    two of them coded, None where that cannot be told.
    """

    name: str
    version: str
    question: str
    labels: tuple[str, ...]
    right: Number
    agreement: float | None
    twice: int


def who_can_be_taught() -> tuple[Reader | Asked, ...]:
    """The shipped readers in their order, and the questions that an owner brought."""
    return (*(reader for reader in readers() if reader.name != "language"), *own_questions())


def teachable() -> dict[str, tuple[str, ...]]:
    """reader -> the labels that a member can give, in the order of the readers."""
    return {one.name: tuple(label for label in one.labels if label != CANNOT_TELL) for one in who_can_be_taught()}


def telling() -> dict[str, tuple[str, ...]]:
    """reader -> the labels that say something, by which lists can be narrowed."""
    return {name: tuple(one for one in labels if one not in SILENT) for name, labels in teachable().items()}


def corrected(texts: Sequence[str], notes: list[tuple[Note, ...]]) -> list[tuple[Note, ...]]:
    """`notes` of `texts`, with what members said of them or of their copies in place of what readers did."""
    said = _said()
    if not said:
        return notes
    return [_instead(said.get(digest(text), {}), made) for text, made in zip(texts, notes, strict=True)]


def _instead(said: dict[str, Note], made: tuple[Note, ...]) -> tuple[Note, ...]:
    if not said:
        return made
    # A reader that an owner brought may not have come to this post yet, or never be given it.
    missing = set(said) - {note.reader for note in made}
    kept = tuple(said.get(note.reader, note) for note in made)
    return (*kept, *(note for reader, note in said.items() if reader in missing))


def _said() -> dict[str, dict[str, Note]]:
    """digest -> reader -> the note of the member who spoke last."""
    found: dict[str, dict[str, Note]] = defaultdict(dict)
    # Of a reader that was removed nothing is said any more, nor what another one of its name does not know.
    here = teachable()
    standing = Correction.objects.filter(undone_at=None, reader__in=here).order_by("made_at", "pk")
    for key, reader, label, member in standing.values_list("digest", "reader", "label", "member"):
        if label in here[reader]:
            found[key][reader] = Note(reader, f"{BY_MEMBER}{member or 0}", label, 1.0)
    return found


def said_by(version: str) -> str:
    """Who said what a note says, by its version; empty where a reader did."""
    if not version.startswith(BY_MEMBER):
        return ""
    member = Member.objects.filter(pk=int(version.removeprefix(BY_MEMBER))).first()
    return str(member or "a colleague who left")


def taught(*, reader: str = "", post: int | None = None, start: int = 0, limit: int = _SHOWN) -> tuple[Taught, ...]:
    """What was taught, the latest first."""
    found = Correction.objects.select_related("member", "post").order_by("-made_at", "-pk")
    if reader:
        found = found.filter(reader=reader)
    if post is not None:
        found = found.filter(post=post)
    return tuple(_shown(row) for row in found[start : start + limit])


def taught_in_all(reader: str = "") -> int:
    """How much was taught and stands."""
    found = Correction.objects.filter(undone_at=None)
    return (found.filter(reader=reader) if reader else found).count()


def _shown(row: Correction) -> Taught:
    return Taught(
        id=row.pk,
        post=row.post_id,
        reader=row.reader,
        label=row.label,
        was=row.was,
        member=str(row.member or ""),
        at=row.made_at,
        undone=row.undone_at is not None,
        words=" ".join((row.post.text or row.post.title).split())[:_WORDS],
    )


def readers_taught() -> tuple[ReaderTaught, ...]:
    """Every reader that can be taught, with what members made of it.

    What another reader told in place of a shipped one is no figure of the shipped one's.
    """
    told: dict[str, list[bool]] = defaultdict(list)
    coded: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    aside: dict[str, int] = defaultdict(int)
    asked = who_can_be_taught()
    own = {one.name for one in asked if one.version.startswith(BY_OPTIONAL)}
    rows = Correction.objects.filter(undone_at=None).values_list("reader", "digest", "label", "was", "version")
    for reader, key, label, was, version in rows:
        coded[reader][key].append(label)
        if version.startswith(BY_OPTIONAL) != (reader in own):
            continue
        if was == CANNOT_TELL:
            aside[reader] += 1
        else:
            told[reader].append(label == was)
    return tuple(
        ReaderTaught(
            name=reader.name,
            version=reader.version,
            question=reader.question,
            labels=reader.labels,
            right=share(
                sum(told[reader.name]),
                len(told[reader.name]),
                key=f"{reader.name}_right",
                of="labels that members looked at and found right",
                question="Of what the reader told and a member looked at, how much was right?",
                aside=aside[reader.name],
            ),
            agreement=alpha(coded[reader.name].values()),
            twice=sum(len(labels) > 1 for labels in coded[reader.name].values()),
        )
        for reader in asked
    )
