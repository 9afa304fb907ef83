"""Optional readers as pages, commands and programs show them."""

from dataclasses import dataclass
from datetime import datetime

from twoears.lib.intervals import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with labels that an owner brought: a reader as members can teach it."""

    name: str
    version: str
    question: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionalShown:
    """One optional reader: what it is, what it may, how it goes.

    `by` is the model and where it is; `switch` what was agreed to, empty while it is off; `given` how many posts it was
    given today, of `most_a_day`. `right` counts what members looked at: nothing else is known of how good it is.
    """

    name: str
    kind: str
    gives: str
    by: str
    near: bool
    question: str
    labels: tuple[str, ...]
    reads: str
    counts: bool
    together: int
    has_key: bool
    switch: str
    switched_by: str
    whose: str
    most_a_day: int
    given: int
    answered: int
    aside: int
    aside_why: str
    trouble: str
    next_at: datetime | None
    answered_at: datetime | None
    right: Number
