"""Durable positions of the steps behind the record. Call in a transaction: the row is locked until it ends."""

from twoears.activities.models import Position


def reached(step: str) -> int:
    """How far `step` has come, 0 before it began; a second process waits here until the first has saved."""
    Position.objects.get_or_create(step=step)
    return Position.objects.select_for_update().get(step=step).reached


def save(step: str, position: int) -> None:
    """`step` has seen everything up to `position`."""
    Position.objects.filter(step=step).update(reached=position)
