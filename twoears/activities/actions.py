"""What every floor above does with the record: keeps durable positions of its steps, and appends what members decided.

Positions are asked for in a transaction: the row is locked until it ends.
"""

from datetime import datetime
from typing import Protocol

from twoears.activities.models import Position
from twoears.activities.record import record
from twoears.activities.values import Activity, Actor


class Decider(Protocol):
    """A member, as far as the record names them."""

    @property
    def pk(self) -> int: ...

    @property
    def username(self) -> str: ...

    def __str__(self) -> str: ...


def append(member: Decider, verb: str, key: str, at: datetime, about: str = "") -> None:
    """`member` decided something at `at`: an activity of its own, about an object's id or about the decision itself."""
    actor = Actor(id=f"member:{member.pk}", network="twoears", handle=member.username, name=str(member))
    name = f"twoears:{key}"
    record([Activity(id=name, type=verb, actor=actor, published=at, object=about or name)], source="team")


def reached(step: str) -> int:
    """How far `step` has come, 0 before it began; a second process waits here until the first has saved."""
    Position.objects.get_or_create(step=step)
    return Position.objects.select_for_update().get(step=step).reached


def save(step: str, position: int) -> None:
    """`step` has seen everything up to `position`."""
    Position.objects.filter(step=step).update(reached=position)
