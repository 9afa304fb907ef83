"""Which optional readers there are, how they go, and what they answered on posts. Queries only."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import PurePath
from typing import Final

from django.db.models import Q, QuerySet

from twoears.lib.intervals import Number, share
from twoears.understanding.models import Correction
from twoears.understanding.notes import CANNOT_TELL, Note
from twoears.understanding.optional.consent import Offer
from twoears.understanding.optional.endpoint import Endpoint
from twoears.understanding.optional.models import OptionalAnswer, OptionalDay, OptionalReader, OptionalSwitch
from twoears.understanding.optional.showing import Asked, OptionalShown
from twoears.understanding.optional.trouble import NotBrought

BY_OPTIONAL: Final = "optional:"  # begins the version of a note that an optional reader made
_DIGITS: Final = 8  # of a digest, where it is shown


def standing() -> "QuerySet[OptionalReader]":
    """Those that were not removed, in the order in which they came."""
    return OptionalReader.objects.filter(removed_at=None).order_by("pk")


def named(name: str) -> OptionalReader:
    """The one of that name; raises NotBrought."""
    found = standing().filter(name=name.strip()).first()
    if found is None:
        known = ", ".join(standing().values_list("name", flat=True))
        raise NotBrought(f"There is no optional reader {name!r}. " + (f"There are: {known}." if known else "Add one."))
    return found


def own_questions() -> tuple[Asked, ...]:
    """Those that answer a question which no shipped reader asks."""
    found = standing().filter(gives=OptionalReader.Gives.LABELS, reads="")
    return tuple(
        Asked(name=one.name, version=one.version, question=one.question, labels=(*one.labels, CANNOT_TELL))
        for one in found
    )


def digest_of(words: str) -> str:
    """The same for the same words, letter by letter."""
    return blake2b(words.encode("utf8", "surrogatepass"), digest_size=16).hexdigest()


def with_answers(posts: Sequence[int], words: Sequence[str], notes: list[tuple[Note, ...]]) -> list[tuple[Note, ...]]:
    """`notes` of posts, with what optional readers answered on these very words: beside, or in place of others."""
    counting = {one.pk: one for one in standing().filter(gives=OptionalReader.Gives.LABELS, counts=True)}
    if not counting:
        return notes
    said: dict[tuple[int, str], dict[str, Note]] = defaultdict(dict)
    for row in OptionalAnswer.objects.filter(reader__in=counting, post__in=posts, why=""):
        said[row.post_id, row.digest][counting[row.reader_id].speaks_as] = _note(counting[row.reader_id], row)
    return [
        _beside(said.get((post, digest_of(text)), {}), made)
        for post, text, made in zip(posts, words, notes, strict=True)
    ]


def _beside(said: dict[str, Note], made: tuple[Note, ...]) -> tuple[Note, ...]:
    if not said:
        return made
    kept = tuple(said.get(note.reader, note) for note in made)
    return (*kept, *(note for reader, note in said.items() if reader not in {note.reader for note in made}))


def _note(reader: OptionalReader, row: OptionalAnswer) -> Note:
    spans = tuple((start, end) for start, end in row.spans)
    return Note(reader.speaks_as, row.version, row.label, row.probability, spans)


def read_by(version: str) -> str:
    """The model that a note is of and where it is, by the note's version; empty where a shipped reader made it.

    >>> read_by("3.1"), read_by("member:1")
    ('', '')
    """
    if not version.startswith(BY_OPTIONAL):
        return ""
    name, _, model = version.removeprefix(BY_OPTIONAL).partition("@")
    found = OptionalReader.objects.filter(name=name, model=model).order_by("-pk").first()
    return by(found) if found else f"by {model[:40]}"


def by(reader: OptionalReader) -> str:
    """MODEL at HOST; for a model in a folder its name, the first digits of its digest, and that it is here."""
    if reader.kind == OptionalReader.Kind.FOLDER:
        return f"{PurePath(reader.path).name} ({reader.model[:_DIGITS]}) on this machine"
    return f"{reader.model} at {host_of(reader)}"


def host_of(reader: OptionalReader) -> str:
    """To whom words go; empty for a folder."""
    return "" if reader.kind == OptionalReader.Kind.FOLDER else Endpoint(reader.path, reader.model).host


def offer_of(reader: OptionalReader) -> Offer:
    """What its owner has to know of it before it is switched on."""
    return Offer(
        host=host_of(reader), near=reader.near, model=reader.model, path=reader.path, question=reader.question,
        together=reader.together,
    )  # fmt: skip


def switch_of(reader: OptionalReader) -> OptionalSwitch | None:
    """What was agreed to, None while it is off."""
    return OptionalSwitch.objects.select_related("member").filter(reader=reader, undone_at=None).first()


def given_on(reader: OptionalReader, moment: datetime) -> int:
    """How many posts it was given on that day (UTC)."""
    found = OptionalDay.objects.filter(reader=reader, day=moment.date())
    return found.values_list("posts", flat=True).first() or 0


def optional_readers(now: datetime | None = None) -> tuple[OptionalShown, ...]:
    """All of them, as they are shown."""
    moment = now or datetime.now(UTC)
    return tuple(_shown(one, moment) for one in standing())


def optional_reader(name: str, now: datetime | None = None) -> OptionalShown:
    """One of them; raises NotBrought."""
    return _shown(named(name), now or datetime.now(UTC))


def _shown(reader: OptionalReader, moment: datetime) -> OptionalShown:
    switch = switch_of(reader)
    answers = OptionalAnswer.objects.filter(reader=reader)
    aside = answers.exclude(why="")
    return OptionalShown(
        name=reader.name,
        kind=reader.kind,
        gives=reader.gives,
        by=by(reader),
        near=reader.near,
        question=reader.question,
        labels=tuple(reader.labels),
        reads=reader.reads,
        counts=reader.counts,
        together=reader.together,
        has_key=bool(reader.sealed),
        switch=switch.words if switch else "",
        switched_by=str(switch.member or "a colleague who left") if switch else "",
        whose=switch.whose if switch else "",
        most_a_day=switch.most_a_day if switch else 0,
        given=given_on(reader, moment),
        answered=answers.filter(why="").count(),
        aside=aside.count(),
        aside_why=aside.order_by("-read_at").values_list("why", flat=True).first() or "",
        trouble=reader.trouble,
        next_at=reader.next_at if reader.next_at and reader.next_at > moment else None,
        answered_at=reader.answered_at,
        right=right_of(reader),
    )


def right_as(name: str) -> Number | None:
    """How right the reader was that counts under this name; None where a shipped one does."""
    found = standing().filter(counts=True).filter(Q(reads=name) | Q(name=name)).first()
    return right_of(found) if found else None


def right_of(reader: OptionalReader) -> Number:
    """How much of what it told, and a member looked at, was right."""
    looked = Correction.objects.filter(undone_at=None, reader=reader.speaks_as, version=reader.version)
    told = [label == was for label, was in looked.exclude(was=CANNOT_TELL).values_list("label", "was")]
    return share(
        sum(told),
        len(told),
        key=f"{reader.name}_right",
        of="labels that members looked at and found right",
        question="Of what the reader told and a member looked at, how much was right?",
        aside=looked.filter(was=CANNOT_TELL).count(),
    )
