"""Bring a reader, switch it on and off, let it count, remove it. Each is an owner's decision, and can be taken back."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from twoears.activities.actions import append, reached, save
from twoears.activities.models import Changed, Post
from twoears.lib.seals import seal
from twoears.team.models import Member
from twoears.understanding.notes import CANNOT_TELL, SILENT
from twoears.understanding.optional import consent as words
from twoears.understanding.optional import local
from twoears.understanding.optional.endpoint import address_of
from twoears.understanding.optional.giving.tasks import tried
from twoears.understanding.optional.models import OptionalAnswer, OptionalReader, OptionalSwitch
from twoears.understanding.optional.pages import digest_of, named, offer_of, own_questions, standing, switch_of
from twoears.understanding.optional.trouble import BadFolder, BadWords, MayNotBring, NameTaken
from twoears.understanding.readers import readers

MOST_TOGETHER: Final = 20
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,30}")
_FOLDER: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_MOST_LABELS: Final = 20
_LABEL: Final = 32
_LONGEST: Final = 400  # characters of a question
_MODEL: Final = 80
_KEY: Final = 4000
_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A reader as an owner describes it: an `address` with a `model`, or a `folder`.

    `reads` names the shipped reader whose question it answers; else `question` and `labels` are its own. `means` says
    what the labels of a model in a folder are called here. With `places` it gives places of texts instead of labels.
    """

    name: str
    address: str = ""
    near: bool = False
    model: str = ""
    key: str = ""
    folder: str = ""
    reads: str = ""
    question: str = ""
    labels: tuple[str, ...] = ()
    means: Mapping[str, str] = field(default_factory=dict)
    places: bool = False
    together: int = 1


@transaction.atomic
def add_reader(*, owner: Member, brought: Brought, now: datetime | None = None) -> OptionalReader:
    """Bring a reader. It reads nothing before it is switched on. Raises OptionalError."""
    _only_owners(owner)
    if bool(brought.address.strip()) == bool(brought.folder.strip()):
        raise BadWords("Say where the model is: an address, or a folder on this machine.")
    name, moment = _free(brought.name), now or datetime.now(UTC)
    question, labels = ("", ()) if brought.places else _asked(brought)
    made = OptionalReader(
        name=name,
        gives=OptionalReader.Gives.PLACES if brought.places else OptionalReader.Gives.LABELS,
        reads=brought.reads,
        counts=not brought.reads and not brought.places,
        question=question,
        labels=list(labels),
        member=owner,
        made_at=moment,
    )
    _at_an_address(made, brought) if brought.address.strip() else _in_a_folder(made, brought, labels)
    made.save()
    append(owner, "add-reader", f"optional:{made.pk}", moment)
    return made


def _at_an_address(made: OptionalReader, brought: Brought) -> None:
    if not 0 < brought.together <= MOST_TOGETHER:
        raise BadWords(f"1 to {MOST_TOGETHER} posts go in one request.")
    made.kind, made.near, made.together = OptionalReader.Kind.ENDPOINT, brought.near, brought.together
    made.path = address_of(brought.address, near=brought.near)
    made.model = _line(brought.model, "the name of the model", _MODEL)
    made.sealed = _sealed(brought.key)


def _in_a_folder(made: OptionalReader, brought: Brought, labels: Sequence[str]) -> None:
    found = local.opened(brought.folder.strip())
    made.kind, made.near, made.path, made.model = OptionalReader.Kind.FOLDER, True, brought.folder.strip(), found.digest
    if bool(found.labels) == brought.places:
        told = "labels" if found.labels else "places of texts"
        raise BadFolder(f"The model gives {told}, and not what it was brought for.")
    made.means = _meanings(found.labels, brought.means, labels)


def _meanings(theirs: Sequence[str], means: Mapping[str, str], labels: Sequence[str]) -> dict[str, str]:
    """What each label of the model is called here: as the owner says, or the same word."""
    same = {label.casefold(): label for label in labels}
    found = {one: means.get(one, same.get(one.casefold(), "")) for one in theirs}
    wrong = [one for one, label in found.items() if label not in (*labels, CANNOT_TELL)]
    if wrong and labels:
        raise BadWords(
            f"Say which of {', '.join(labels)} is meant by {', '.join(wrong)[:200]}, the labels of the model: "
            f"{wrong[0][:40]}={labels[0]}."
        )
    return found


def _asked(brought: Brought) -> tuple[str, tuple[str, ...]]:
    """The question and the labels: those of a shipped reader, or the owner's."""
    shipped = {reader.name: reader for reader in readers() if reader.name != "language"}
    if brought.reads:
        if brought.reads not in shipped:
            raise BadWords(f"There is no shipped reader {brought.reads!r}. There are: {', '.join(shipped)}.")
        reader = shipped[brought.reads]
        return reader.question, tuple(label for label in reader.labels if label != CANNOT_TELL)
    question = _line(brought.question, "the question", _LONGEST)
    labels = list(dict.fromkeys(_line(label, "a label", _LABEL) for label in brought.labels))
    if CANNOT_TELL in labels:
        labels.remove(CANNOT_TELL)
    if len(labels) == 1 and not SILENT & set(labels):
        labels.append("none")
    if not 1 < len(labels) <= _MOST_LABELS:
        raise BadWords(f"A question has 1 to {_MOST_LABELS} labels that answer it.")
    _said_by_no_other(labels)
    return question, tuple(labels)


def _said_by_no_other(labels: Iterable[str]) -> None:
    """Lists are narrowed by a label alone: it must not mean two things."""
    others = {label: reader.name for reader in readers() for label in reader.labels}
    others |= {label: asked.name for asked in own_questions() for label in asked.labels}
    taken = [label for label in labels if label in others and label not in SILENT]
    if taken:
        raise BadWords(f"{taken[0]!r} is what {others[taken[0]]} says. Choose another word.")


def folder_here(name: str) -> str:
    """The folder of that name below `models/` in the data folder, empty for no name; raises BadWords.

    Pages and programs name no other files of the machine: who may type there need not be who runs it.
    """
    said = name.strip()
    if said and not _FOLDER.fullmatch(said):
        raise BadWords("Name a folder that lies in models/ of the data folder, by its name alone: tone-model.")
    return str(settings.DATA / "models" / said) if said else ""


def try_reader(*, owner: Member, reader: str) -> str:
    """What it makes of a sentence of ours, in words; it need not be on for that. Raises CannotAsk.

    One that answers again goes on at once, and not after its pause.
    """
    _only_owners(owner)
    made = named(reader)
    said = tried(made)
    _at_once(made)
    return said


@transaction.atomic
def switch_on(
    *,
    owner: Member,
    reader: str,
    whose: str,
    most_a_day: int = words.USUAL,
    past: bool = False,
    now: datetime | None = None,
) -> OptionalSwitch:
    """Let it be given posts, as `consent` says in words; what it was allowed before ends."""
    _only_owners(owner)
    made, moment = named(reader), now or datetime.now(UTC)
    if whose not in words.WHOSE:
        raise BadWords(f"Say whose posts: {', '.join(words.WHOSE)}.")
    if not words.FEWEST <= most_a_day <= words.MOST:
        raise BadWords(f"{words.FEWEST} to {words.MOST:,} posts a day can be given.")
    _end(made, moment)
    said = words.consent(offer_of(made), whose=whose, most_a_day=most_a_day, past=past)
    switch = OptionalSwitch.objects.create(
        reader=made, whose=whose, most_a_day=most_a_day, past=past, words=said, member=owner, made_at=moment
    )
    reached(step_of(made))
    save(step_of(made), 0 if past else Post.objects.order_by("-pk").values_list("pk", flat=True).first() or 0)
    _at_once(made)
    append(owner, "switch-on", f"optional-switch:{switch.pk}", moment)
    return switch


@transaction.atomic
def switch_off(*, owner: Member, reader: str, now: datetime | None = None) -> OptionalReader:
    """From this moment on it is given nothing. What it answered stays."""
    _only_owners(owner)
    made, moment = named(reader), now or datetime.now(UTC)
    switch = switch_of(made)
    if switch is not None:
        _end(made, moment)
        append(owner, "switch-off", f"optional-switch:{switch.pk}:undo", moment)
    return made


@transaction.atomic
def let_count(*, owner: Member, reader: str, counts: bool, now: datetime | None = None) -> OptionalReader:
    """Whether its answers stand in place of the shipped reader's; of two for one question the last one chosen does."""
    _only_owners(owner)
    made, moment = named(reader), now or datetime.now(UTC)
    if not made.reads:
        raise BadWords(f"{made.name} answers a question of its own. Switch it off, or remove it.")
    if counts == made.counts:
        return made
    other = standing().filter(reads=made.reads, counts=True).exclude(pk=made.pk).first()
    made.counts = counts
    made.save(update_fields=["counts"])
    _tell_again(made)
    if counts and other is not None:
        other.counts = False
        other.save(update_fields=["counts"])
        _tell_again(other)
    key = f"optional:{made.pk}:{made.reads}:{moment.isoformat()}"
    append(owner, "let-read" if counts else "let-shipped-read", key, moment)
    return made


@transaction.atomic
def give_key(*, owner: Member, reader: str, key: str) -> OptionalReader:
    """Another key; an empty one takes it away."""
    _only_owners(owner)
    made = named(reader)
    made.sealed = _sealed(key)
    made.save(update_fields=["sealed"])
    _at_once(made)
    return made


@transaction.atomic
def read_aside_again(*, owner: Member, reader: str) -> int:
    """Give it once more what it answered so that nothing could be made of it; how many posts."""
    _only_owners(owner)
    made = named(reader)
    _at_once(made)
    return OptionalAnswer.objects.filter(reader=made, stale=False).exclude(why="").update(stale=True)


@transaction.atomic
def remove_reader(*, owner: Member, reader: str, now: datetime | None = None) -> None:
    """Forget it and its key. Its notes go, and the shipped readers' come back; that it was there stays on record."""
    _only_owners(owner)
    made, moment = named(reader), now or datetime.now(UTC)
    switch_off(owner=owner, reader=reader, now=moment)
    made.removed_at, made.sealed, made.counts = moment, b"", False
    made.save(update_fields=["removed_at", "sealed", "counts"])
    _tell_again(made)
    OptionalAnswer.objects.filter(reader=made).delete()
    append(owner, "remove-reader", f"optional:{made.pk}:removed", moment)


def words_changed(posts: Mapping[int, str], gone: Iterable[int]) -> None:
    """Let answers on `gone` posts go, and have others read again where their words are no longer `posts`."""
    if not standing().exists():
        return
    OptionalAnswer.objects.filter(post__in=list(gone)).delete()
    held = OptionalAnswer.objects.filter(post__in=list(posts), stale=False).values_list("pk", "post", "digest")
    stale = [pk for pk, post, digest in held if digest != digest_of(posts[post])]
    OptionalAnswer.objects.filter(pk__in=stale).update(stale=True)


def step_of(reader: OptionalReader) -> str:
    """The name of its own place in the record."""
    return f"optional {reader.pk}"


def _end(reader: OptionalReader, moment: datetime) -> None:
    OptionalSwitch.objects.filter(reader=reader, undone_at=None).update(undone_at=moment)


def _at_once(reader: OptionalReader) -> None:
    OptionalReader.objects.filter(pk=reader.pk).update(next_at=None, failures=0, trouble="")


def _tell_again(reader: OptionalReader) -> None:
    """Notes, and all that stands on them, are made anew with the next rounds of jobs."""
    posts = OptionalAnswer.objects.filter(reader=reader, why="").values_list("post", flat=True)
    changed = [Changed(post_id=post) for post in posts]
    Changed.objects.bulk_create(changed, batch_size=_AT_ONCE, ignore_conflicts=True)


def _free(text: str) -> str:
    name = text.strip()
    if not _NAME.fullmatch(name):
        raise BadWords("A reader's name is up to 31 small letters, digits and hyphens, a letter first: praise-of-us.")
    if standing().filter(name=name).exists() or name in {reader.name for reader in readers()}:
        raise NameTaken(f"There is a reader called {name} already.")
    return name


def _line(text: str, what: str, most: int) -> str:
    said = " ".join(text.split())
    if not said or len(said) > most or not said.isprintable():
        raise BadWords(f"Give {what}, in up to {most} characters.")
    return said


def _sealed(key: str) -> bytes:
    said = key.strip()
    if len(said) > _KEY or not said.isascii() or not said.isprintable():
        raise BadWords("That is no key: it has letters, digits and marks, as it was given to you.")
    return seal({"key": said}, settings.SECRET_KEY) if said else b""


def _only_owners(owner: Member) -> None:
    if not owner.may_set_up:
        raise MayNotBring("Only owners choose who reads posts. Ask one of them.")
