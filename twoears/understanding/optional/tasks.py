"""Give posts to optional readers, each at its own pace from its own place: one that is down keeps nobody waiting."""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q, QuerySet

from twoears.activities.actions import reached, save
from twoears.activities.models import Changed, Position, Post
from twoears.understanding.actions import STEP as UNDERSTOOD
from twoears.understanding.actions import words_of
from twoears.understanding.optional.actions import step_of
from twoears.understanding.optional.answers import Answer
from twoears.understanding.optional.giving.tasks import answers_on, opened
from twoears.understanding.optional.models import OptionalAnswer, OptionalDay, OptionalReader, OptionalSwitch
from twoears.understanding.optional.pages import digest_of, standing
from twoears.understanding.optional.trouble import AsksToWait, BadAnswer, CannotAsk

Ours = Callable[[], Collection[int]]

_LEASE: Final = timedelta(minutes=6)  # longer than two requests may take
_LONGEST_PAUSE: Final = timedelta(hours=6)
_WINDOW: Final = 2000  # posts that are looked through for some that may be given
_FROM_A_FOLDER: Final = 16  # posts that a model on this machine is given at once
_KEPT: Final = ("digest", "version", "label", "probability", "spans", "why", "stale", "read_at")


def read_some(ours: Ours, now: datetime | None = None) -> int:
    """Let one reader answer on the next posts; how many were looked at. 0 where none is on, due, and has posts left.

    `ours` tells which accounts are ours.
    """
    moment = now or datetime.now(UTC)
    for switch in _due(moment):
        if count := _read_next(switch, ours, moment):
            return count
    return 0


def _due(moment: datetime) -> list[OptionalSwitch]:
    """The switches of readers whose turn it may be, first the one that has waited longest."""
    free = Q(reader__lease_until=None) | Q(reader__lease_until__lt=moment)
    rested = Q(reader__next_at=None) | Q(reader__next_at__lte=moment)
    here = Q(undone_at=None, reader__removed_at=None, reader__gives=OptionalReader.Gives.LABELS)
    found = OptionalSwitch.objects.select_related("reader").filter(free, rested, here)
    return list(found.order_by(F("reader__answered_at").asc(nulls_first=True), "reader"))


def _read_next(switch: OptionalSwitch, ours: Ours, moment: datetime) -> int:
    reader = switch.reader
    if not _looks_well(reader, moment) or not _waiting(reader) or not _lease(reader, moment):
        return 0
    try:
        mine = ours()
        posts, end = _next_posts(switch, mine)
        room = reserve(switch, len(posts), moment)
        if posts and not room:
            _pause(reader, _tomorrow(moment) - moment, moment)
            return 0
        if room < len(posts):
            posts = posts[:room]
            end = end if end is None else posts[-1].pk
        return _read(switch, posts, end, mine, moment)
    finally:
        OptionalReader.objects.filter(pk=reader.pk).update(lease_until=None)


def _looks_well(reader: OptionalReader, moment: datetime) -> bool:
    """Whether a model in a folder can be loaded; a file that was changed is noticed here."""
    if reader.kind != OptionalReader.Kind.FOLDER:
        return True
    try:
        opened(reader)
    except CannotAsk as error:
        _stumbled(reader, str(error), timedelta(), moment)
        return False
    return True


def _waiting(reader: OptionalReader) -> bool:
    """Whether anything was heard, or changed, since it read last."""
    if OptionalAnswer.objects.filter(reader=reader, stale=True).exists():
        return True
    held = dict(Position.objects.filter(step__in=[step_of(reader), UNDERSTOOD]).values_list("step", "reached"))
    return held.get(step_of(reader), 0) < held.get(UNDERSTOOD, 0)


def _lease(reader: OptionalReader, moment: datetime) -> bool:
    free = Q(lease_until=None) | Q(lease_until__lt=moment)
    return bool(OptionalReader.objects.filter(free, pk=reader.pk).update(lease_until=moment + _LEASE))


def may_be_given(switch: OptionalSwitch, ours: Collection[int]) -> "QuerySet[Post]":
    """The posts that an owner agreed to give it."""
    held = Post.objects.select_related("author").filter(withdrawn_at=None).exclude(title="", text="")
    if switch.whose == OptionalSwitch.Whose.ALL:
        return held
    public = held.filter(private=False)
    return public.filter(author__in=ours) if switch.whose == OptionalSwitch.Whose.OURS else public


def _next_posts(switch: OptionalSwitch, ours: Collection[int]) -> tuple[list[Post], int | None]:
    """What comes next: words that changed first, else what lies behind its place; and how far that is (else None)."""
    reader, allowed = switch.reader, may_be_given(switch, ours)
    most = reader.together if reader.kind == OptionalReader.Kind.ENDPOINT else _FROM_A_FOLDER
    stale = OptionalAnswer.objects.filter(reader=reader, stale=True).order_by("post").values_list("post", flat=True)
    if changed := list(stale[:_WINDOW]):
        posts = list(allowed.filter(pk__in=changed).order_by("pk")[:most])
        if not posts:  # of these nothing may be given any more
            OptionalAnswer.objects.filter(reader=reader, post__in=changed).delete()
        return posts, None if posts else _place(reader)
    return _behind(reader, allowed, most)


def _behind(reader: OptionalReader, allowed: "QuerySet[Post]", most: int) -> tuple[list[Post], int]:
    after = _place(reader)
    understood = Position.objects.filter(step=UNDERSTOOD).values_list("reached", flat=True).first() or 0
    window = Post.objects.filter(pk__gt=after, pk__lte=understood).order_by("pk").values_list("pk", flat=True)[:_WINDOW]
    end = max(window, default=understood)
    known = OptionalAnswer.objects.filter(reader=reader, version=reader.version, post__gt=after, post__lte=end)
    unread = allowed.filter(pk__gt=after, pk__lte=end).exclude(pk__in=known.values("post"))
    posts = list(unread.order_by("pk")[:most])
    return posts, posts[-1].pk if len(posts) == most else end


def _place(reader: OptionalReader) -> int:
    return Position.objects.filter(step=step_of(reader)).values_list("reached", flat=True).first() or 0


@transaction.atomic
def reserve(switch: OptionalSwitch, posts: int, moment: datetime) -> int:
    """How many of so many posts may still be given today; they count as given from now on."""
    day, _ = OptionalDay.objects.select_for_update().get_or_create(reader=switch.reader, day=moment.date())
    room = max(min(posts, switch.most_a_day - day.posts), 0)
    if room:
        OptionalDay.objects.filter(pk=day.pk).update(posts=F("posts") + room)
    return room


def _read(
    switch: OptionalSwitch, posts: Sequence[Post], end: int | None, ours: Collection[int], moment: datetime
) -> int:
    reader, texts = switch.reader, [words_of(post).words for post in posts]
    trouble = ""
    if not is_on(switch):  # another reader may have kept us waiting since we looked
        return 0
    try:
        answers = answers_on(reader, posts, texts, ours) if posts else []
    except BadAnswer as error:
        answers, trouble = [Answer(why=error.what)] * len(posts), str(error)
    except CannotAsk as error:
        seconds = error.seconds if isinstance(error, AsksToWait) else 0
        _stumbled(reader, str(error), timedelta(seconds=seconds), moment)
        return 0
    with transaction.atomic():
        # What it answered while that was taken back is not kept either.
        if OptionalSwitch.objects.select_for_update().filter(pk=switch.pk, undone_at=None).exists():
            _keep(reader, posts, texts, answers, moment)
            if end is not None:
                reached(step_of(reader))
                save(step_of(reader), end)
    if trouble:
        _stumbled(reader, trouble, timedelta(), moment)
    elif posts:
        well = {"failures": 0, "trouble": "", "next_at": None, "answered_at": datetime.now(UTC)}
        OptionalReader.objects.filter(pk=reader.pk).update(**well)
    return len(posts) or 1


def is_on(switch: OptionalSwitch) -> bool:
    """Whether nobody has taken it back."""
    return OptionalSwitch.objects.filter(pk=switch.pk, undone_at=None).exists()


def _keep(
    reader: OptionalReader, posts: Sequence[Post], texts: Sequence[str], answers: Sequence[Answer], moment: datetime
) -> None:
    rows = [
        OptionalAnswer(
            reader=reader, post=post, digest=digest_of(text), version=reader.version, label=answer.label,
            probability=answer.probability, spans=[list(span) for span in answer.spans], why=answer.why, read_at=moment,
        )
        for post, text, answer in zip(posts, texts, answers, strict=True)
    ]  # fmt: skip
    OptionalAnswer.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["reader", "post"], update_fields=_KEPT
    )
    if reader.counts:
        Changed.objects.bulk_create([Changed(post=post) for post in posts], ignore_conflicts=True)


def _stumbled(reader: OptionalReader, told: str, at_least: timedelta, moment: datetime) -> None:
    """Leave it in peace, twice as long after each failure."""
    failures = reader.failures + 1
    pause = max(min(timedelta(seconds=30 * 2 ** min(failures, 10)), _LONGEST_PAUSE), at_least)
    OptionalReader.objects.filter(pk=reader.pk).update(failures=failures, trouble=told[:2000])
    _pause(reader, pause, moment)


def _pause(reader: OptionalReader, pause: timedelta, moment: datetime) -> None:
    OptionalReader.objects.filter(pk=reader.pk).update(next_at=moment + pause)


def _tomorrow(moment: datetime) -> datetime:
    return datetime.combine(moment.date() + timedelta(days=1), time(), UTC)


def waiting_of(name: str) -> bool:
    """Whether the reader of that name has anything left to read."""
    return any(_waiting(reader) for reader in standing().filter(name=name))
