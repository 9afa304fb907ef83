"""Everything that runs by itself, and how often, on one page.

A post's journey, in order: read -> record -> understand -> meet -> thread -> ask -> resolve -> restage -> stand ->
stream -> graph -> ties learnt -> entities -> likely -> buying. Ties are told with the threads and with what is done.
Each step keeps its own durable position, so any number of processes may run the journey at once, and `kill -9` at any
instant loses nothing.
"""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from threading import Thread
from typing import Final

from django.db import DatabaseError, connection, transaction
from django.db.models import Max

from twoears.activities.models import Changed, Position, Wording
from twoears.activities.models import Post as PostRow
from twoears.conversations.digest.tasks import begin as wake
from twoears.conversations.digest.tasks import send as send_a_morning
from twoears.conversations.tasks import stand, stand_of
from twoears.following import Kept
from twoears.lib.http import NoAnswer
from twoears.measures.tasks import refresh, stale
from twoears.people.buying.tasks import tell_buying
from twoears.people.entities.pages import known_here
from twoears.people.joining.tasks import resolve
from twoears.people.referrals.tasks import VERSION as REFERRED_AS
from twoears.people.referrals.tasks import refer_again, refer_deeds, refer_words
from twoears.people.standing.tasks import restage, restage_when_due
from twoears.people.tasks import meet, meet_those_who_act, people_of
from twoears.people.taught.tasks import learn_likely
from twoears.people.ties.learning.tasks import behind as ties_to_learn
from twoears.people.ties.learning.tasks import learn, learn_again
from twoears.people.ties.tasks import VERSION as TIED_AS
from twoears.people.ties.tasks import tie_again, tie_deeds, tie_newcomers, tie_words, tied
from twoears.people.unsure.tasks import STEP as MATCHED
from twoears.people.unsure.tasks import VERSION as MATCHED_BY
from twoears.people.unsure.tasks import behind as somebody_is_new
from twoears.people.unsure.tasks import find_likely
from twoears.publishing.tasks import deliver
from twoears.queries.anew.tasks import begin_anew, that_name_us
from twoears.queries.models import Query
from twoears.queries.tasks import ask, ask_again
from twoears.queries.webhooks.tasks import tell
from twoears.reach.tasks import refresh as refresh_graph
from twoears.sources.actions import listen, next_due, owners
from twoears.sources.feeds.tasks import keep_told
from twoears.sources.models import Connection
from twoears.sources.reading import CannotRead
from twoears.sources.tasks import follow, forget_old_looks, streams_due, take_in
from twoears.team.actions import first_team
from twoears.team.hours import due
from twoears.team.models import OurAccount, Team
from twoears.threads.actions import say_us, us
from twoears.threads.models import Turn
from twoears.threads.tasks import STEP as THREADED
from twoears.threads.tasks import VERSION as TOLD_BY
from twoears.threads.tasks import retell, weave, weave_again
from twoears.threads.us import Us
from twoears.understanding.actions import STEP as UNDERSTOOD
from twoears.understanding.actions import read_again, understand
from twoears.understanding.entities.actions import STEP as NAMED
from twoears.understanding.entities.actions import VERSION as NAMED_AS
from twoears.understanding.entities.actions import find_changed, find_entities
from twoears.understanding.optional.tasks import read_some
from twoears.understanding.own.tasks import behind as more_to_learn
from twoears.understanding.own.tasks import read_back, relearn
from twoears.understanding.readers import readers

log = logging.getLogger(__name__)

LOOK_EVERY: Final = 1.0  # seconds between two looks for something to do
_HOUR: Final = 3600.0
_WAKING: Final = 20.0  # seconds between two looks at whose morning it is
_LOOKERS: Final = 3  # looks at the same time: most of a look is waiting for an answer
_PATIENCE: Final = 5.0  # seconds that a look may take to end when we are stopped; it begins again where it was
# What a round may stumble over: the database, the disk, or a post that one of our own steps did not foresee.
TROUBLE: Final = (DatabaseError, ValueError, LookupError, OSError, ArithmeticError, TypeError)
_LATEST: Final = datetime(9000, 1, 1, tzinfo=UTC)
_CHANGED: Final = 500  # posts that were edited or deleted, in one round
_TOLD_AS = "told as"
_READ_BY = "read by"
_NAMED_BY = "named by"
_MATCHED_BY = "matched by"
_TIED_BY = "tied by"
_RESOLVE = "resolve"


class NotCaughtUp(Exception):
    """The journey behind the record stopped before its end; its cause is the error. What was heard is kept."""


def catch_up(watch: Callable[[str, int], None] = lambda step, done: None) -> None:
    """Run the journey behind the record until nothing is left to do. Raises NotCaughtUp with the error as its cause."""
    try:
        while step():
            watch("understood", Position.objects.filter(step=UNDERSTOOD).values_list("reached", flat=True).first() or 0)
    except TROUBLE as error:
        raise NotCaughtUp(f"{type(error).__name__}: {error}") from error


def step() -> bool:
    """One round of the journey; whether there was anything to do."""
    _start_over_when_told_otherwise()
    changed = _tell_changes()
    understood = understand()
    threaded = _thread()
    acted = _act() or tie_deeds(us()) or tie_newcomers(us()) or _refer()
    asked = ask()
    # The slow steps wait until the quick ones have caught up: one look at everything instead of many.
    if changed or understood or threaded or acted or asked:
        return True
    _keep_the_rule()
    if relearn() or read_back() or restage_when_due(us().actors):
        return True
    settled = _settle()
    # What keeps nobody waiting comes last, and goes on where it was.
    late: tuple[Callable[[], int | bool], ...] = (
        *(refresh, refresh_graph, lambda: learn(us()), lambda: find_entities(known_here, after_step=UNDERSTOOD)),
        *(learn_likely, find_likely, tell_buying),
    )
    return settled or any(job() for job in late)


def _thread() -> int:
    ours, promise = us(), _promise(first_team())
    with transaction.atomic():
        count, threads = weave(ours, promise, after_step=UNDERSTOOD)
        if threads:
            _know(threads, ours)
    return count


def _know(threads: set[int], ours: Us) -> None:
    """Meet those who turn to us in `threads`, which were just told, and say how these stand."""
    actors = meet(threads, ours.actors)
    senders = refer_words(threads, ours)
    restage(people_of(actors | senders), ours.actors)
    stand(threads)
    tie_words(threads, ours)
    _resolve_soon()


def _promise(team: Team) -> Callable[[datetime], datetime]:
    hours, minutes = team.working(), team.promise_minutes
    # A clock that lies by millennia must not stop the journey: a promise is not counted beyond the calendar.
    return lambda since: due(min(since, _LATEST), minutes, hours)


def _tell_changes() -> int:
    """Make anew what was made of posts that were edited or deleted since; how many there were."""
    with transaction.atomic():
        read = Position.objects.filter(step=UNDERSTOOD).values_list("reached", flat=True).first() or 0
        waiting = Changed.objects.filter(post__lte=read).order_by("post")[:_CHANGED]
        posts = list(PostRow.objects.filter(pk__in=waiting.values_list("post", flat=True)))
        if not posts:
            return 0
        read_again(posts)
        find_changed([post.pk for post in posts], known_here())
        threads, ours = set(Turn.objects.filter(post__in=posts).values_list("thread", flat=True)), us()
        retell(threads, ours, _promise(first_team()))
        # An edit may be what first turns to us.
        _know(threads, ours)
        ask_again([post.pk for post in posts])
        Changed.objects.filter(post__in=posts).delete()
    return len(posts)


def _keep_the_rule() -> None:
    """Let go of words that were edited away longer ago than the workspace keeps them."""
    since = datetime.now(UTC) - timedelta(days=first_team().keep_edits_days)
    Wording.objects.filter(heard_at__lte=since).delete()


def _act() -> int:
    ours = us().actors
    with transaction.atomic():
        count, actors = meet_those_who_act(ours)
        if actors:
            people = people_of(actors)
            restage(people, ours)
            stand_of(people)
            _resolve_soon()
    return count


def _refer() -> int:
    with transaction.atomic():
        count, senders = refer_deeds(us())
        restage(people_of(senders), us().actors)
    return count


def _resolve_soon() -> None:
    Position.objects.update_or_create(step=_RESOLVE, defaults={"reached": 1})


def _settle() -> bool:
    """Join accounts to people once everything heard is threaded."""
    if not Position.objects.filter(step=_RESOLVE, reached=1).exists():
        return False
    with transaction.atomic():
        Position.objects.filter(step=_RESOLVE).update(reached=0)
        resolve()
    return True


def left_to_do() -> int:
    """How many posts are not told yet as they are to be; 1 where only the last steps are missing, 0 at the end."""
    marks = _marks()
    held = dict(Position.objects.values_list("step", "reached"))
    last = PostRow.objects.aggregate(last=Max("pk"))["last"] or 0
    if any(held.get(name, mark) != mark for name, mark in marks.items()):
        return last
    behind = last - min(held.get(UNDERSTOOD, 0), held.get(THREADED, 0))
    unnamed = held.get(NAMED, 0) < held.get(UNDERSTOOD, 0)
    to_join = bool(held.get(_RESOLVE)) or somebody_is_new()
    return max(behind, 0) or int(to_join or stale() or unnamed or more_to_learn() or ties_to_learn())


def _start_over_when_told_otherwise() -> None:
    """Who is us, the promise or the readers have changed: everything heard is told anew."""
    with transaction.atomic():
        changed = {name for name, mark in _marks().items() if _changed(name, mark)}
        if _READ_BY in changed:
            Position.objects.filter(step=UNDERSTOOD).update(reached=0)
            begin_anew(list(Query.objects.all()))  # by language, and hits know theirs
        if changed & {_READ_BY, _NAMED_BY}:
            Position.objects.filter(step=NAMED).update(reached=0)
        if _MATCHED_BY in changed:
            Position.objects.filter(step=MATCHED).update(reached=0)
        if changed - {_NAMED_BY, _MATCHED_BY, _TIED_BY}:
            begin_anew(that_name_us())
            weave_again()
        if changed & {_TOLD_AS, _TIED_BY} or not tied():
            weave_again()
            tie_again()
            refer_again()
            learn_again()


def _marks() -> dict[str, int]:
    """What everything was told by, as numbers that change when it does."""
    team = first_team()
    ours = sorted(OurAccount.objects.values_list("handle", flat=True))
    return {
        _TOLD_AS: _mark([TOLD_BY, ours, team.timezone, team.hours, team.promise_minutes]),
        _READ_BY: _mark([(reader.name, reader.version) for reader in readers()]),
        _NAMED_BY: _mark(NAMED_AS),
        _MATCHED_BY: _mark([MATCHED_BY, ours]),
        _TIED_BY: _mark((TIED_AS, REFERRED_AS)),
    }


def _mark(told: object) -> int:
    return int.from_bytes(blake2b(repr(told).encode(), digest_size=7).digest(), "big")


def _changed(name: str, mark: int) -> bool:
    position, made = Position.objects.get_or_create(step=name, defaults={"reached": mark})
    if made or position.reached == mark:
        return False
    Position.objects.filter(step=name).update(reached=mark)
    return True


def look() -> bool:
    """Read the connection whose turn it is; whether there was one."""
    connected = next_due()
    if connected is None:
        return False
    try:
        listen(connected)
    except (CannotRead, NoAnswer) as error:
        log.info("%s: %s", connected, error)
    if handles := owners(connected):
        say_us(member=None, handles=list(handles))
    return True


def read_elsewhere() -> bool:
    """Give the next posts to a reader that an owner brought, where one is switched on; whether there were any.

    A step of its own beside the journey: what it answers is told by the journey's next round, and an answer that does
    not come keeps no other step waiting.
    """
    return bool(read_some(lambda: us().actors))


def run(stop: Callable[[], bool]) -> None:
    """Look, follow streams and catch up until `stop` says so. Run by `twoears up` beside the pages.

    Side by side: what a long file has told so far is understood while it is still being read, and a place that is slow
    to answer, or dead, keeps nobody waiting.
    """
    beside = [
        Thread(target=_again, args=(look, stop), name=f"look {number}", daemon=True) for number in range(_LOOKERS)
    ]
    jobs = (take_in, deliver, tell, keep_told, read_elsewhere, read_elsewhere, _Mornings().go_out, _Tidy().up,
            _Streams(stop).open)  # fmt: skip
    beside += [Thread(target=_again, args=(job, stop), name=job.__name__, daemon=True) for job in jobs]
    for thread in beside:
        thread.start()
    _again(step, stop)
    for thread in beside:
        thread.join(_PATIENCE)


class _Mornings:
    """The mails of the morning, one after the other."""

    def __init__(self) -> None:
        self._next = 0.0

    def go_out(self) -> bool:
        """Whether one was sent, or could not be."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _WAKING
            wake()
        return send_a_morning()


class _Tidy:
    """What is let go of once an hour."""

    def __init__(self) -> None:
        self._next = 0.0

    def up(self) -> bool:
        """Never busy: it can wait."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _HOUR
            forget_old_looks()
        return False


class _Streams:
    """The streams that this process holds open, a thread for each."""

    def __init__(self, stop: Callable[[], bool]) -> None:
        self._stop = stop

    def open(self) -> bool:
        """Open those that nobody holds; never busy, so that it looks once in a while."""
        for connected in streams_due():
            # A stream waits for the network most of the time; killed with us, it loses nothing.
            Thread(target=self._follow, args=(connected,), name=f"follow {connected}", daemon=True).start()
        return False

    def _follow(self, connected: Connection) -> None:
        try:
            follow(connected, stop=self._stop, keep=Kept())
        except TROUBLE:
            # Its lease runs out, and it is opened again.
            log.exception("%s failed", connected)
        finally:
            connection.close()


def _again(job: Callable[[], bool | int], stop: Callable[[], bool]) -> None:
    while not stop():
        try:
            busy = bool(job())
        except TROUBLE:
            # One broken round must not stop the next: it is said in the log and tried again.
            log.exception("%s failed", job.__name__)
            connection.close()
            busy = False
        if not busy:
            time.sleep(LOOK_EVERY)
