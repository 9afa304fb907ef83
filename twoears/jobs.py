"""Everything that runs by itself, and how often, on one page.

A post's journey, in order: read -> record -> understand -> meet -> thread -> resolve -> restage -> stand -> stream.
Each step keeps its own durable position, so any number of processes may run the journey at once, and `kill -9` at any
instant loses nothing.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b
from typing import Final

from django.db import DatabaseError, connection, transaction

from twoears.activities.models import Position
from twoears.conversations.tasks import stand
from twoears.lib.http import NoAnswer
from twoears.measures.tasks import refresh
from twoears.people.models import Identity
from twoears.people.tasks import meet, meet_those_who_act, people_of, resolve, restage
from twoears.sources.actions import listen, next_due, owners
from twoears.sources.reading import CannotRead
from twoears.team.actions import first_team
from twoears.team.hours import due
from twoears.team.models import OurAccount
from twoears.threads.actions import say_us, us
from twoears.threads.models import Thread
from twoears.threads.tasks import weave, weave_again
from twoears.understanding.actions import STEP as UNDERSTOOD
from twoears.understanding.actions import understand
from twoears.understanding.readers import readers

log = logging.getLogger(__name__)

LOOK_EVERY: Final = 1.0  # seconds between two looks for something to do
_TOLD_AS = "told as"


def catch_up(watch: Callable[[str, int], None] = lambda step, done: None) -> None:
    """Run the journey behind the record until nothing is left to do."""
    while step():
        watch("understood", Position.objects.filter(step=UNDERSTOOD).values_list("reached", flat=True).first() or 0)


def step() -> bool:
    """One round of the journey; whether there was anything to do."""
    _start_over_when_told_otherwise()
    understood = understand()
    threaded = _thread()
    acted = _act()
    # The slow steps wait until the quick ones have caught up: one look at everything instead of many.
    if understood or threaded or acted:
        return True
    settled = _settle()
    return bool(refresh()) or settled


def _thread() -> int:
    team = first_team()
    hours, minutes = team.working(), team.promise_minutes
    ours = us()

    def promise(since: datetime) -> datetime:
        return due(since, minutes, hours)

    with transaction.atomic():
        count, threads = weave(ours, promise, after_step=UNDERSTOOD)
        if threads:
            actors = meet(threads, ours.actors)
            restage(people_of(actors), ours.actors)
            stand(threads)
            _resolve_soon()
    return count


def _act() -> int:
    ours = us().actors
    with transaction.atomic():
        count, actors = meet_those_who_act(ours)
        if actors:
            people = people_of(actors)
            restage(people, ours)
            _stand_of(people)
            _resolve_soon()
    return count


def _resolve_soon() -> None:
    Position.objects.update_or_create(step="resolve", defaults={"reached": 1})


def _settle() -> bool:
    """Join accounts to people once everything heard is threaded."""
    if not Position.objects.filter(step="resolve", reached=1).exists():
        return False
    with transaction.atomic():
        Position.objects.filter(step="resolve").update(reached=0)
        changed = resolve()
        restage(changed, us().actors)
        _stand_of(changed)
    return True


def _stand_of(people: set[int]) -> None:
    actors = Identity.objects.filter(person__in=people).values("actor")
    stand(Thread.objects.filter(counterpart__in=actors, merged_into=None).values_list("pk", flat=True))


def _start_over_when_told_otherwise() -> None:
    """Who is us, the promise or the readers have changed: everything heard is told anew."""
    team = first_team()
    told = [
        sorted(OurAccount.objects.values_list("handle", flat=True)),
        team.timezone,
        team.hours,
        team.promise_minutes,
    ]
    mark = int.from_bytes(blake2b(repr(told).encode(), digest_size=7).digest(), "big")
    read = [(reader.name, reader.version) for reader in readers()]
    with_readers = int.from_bytes(blake2b(repr(read).encode(), digest_size=7).digest(), "big")
    with transaction.atomic():
        if _changed(f"{_TOLD_AS} readers", with_readers):
            Position.objects.filter(step=UNDERSTOOD).update(reached=0)
            weave_again()
        if _changed(_TOLD_AS, mark):
            weave_again()


def _changed(step_name: str, mark: int) -> bool:
    position, made = Position.objects.get_or_create(step=step_name, defaults={"reached": mark})
    if made or position.reached == mark:
        return False
    Position.objects.filter(step=step_name).update(reached=mark)
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


def run(stop: Callable[[], bool]) -> None:
    """Look and catch up until `stop` says so. Run by `twoears up` beside the pages."""
    while not stop():
        busy = False
        for job in (look, step):
            try:
                busy = job() or busy
            except (DatabaseError, ValueError, LookupError, OSError, ArithmeticError, TypeError):
                # One broken job must not stop the others; it is said in the log and tried again.
                log.exception("%s failed", job.__name__)
                connection.close()
                time.sleep(LOOK_EVERY)
        if not busy:
            time.sleep(LOOK_EVERY)
