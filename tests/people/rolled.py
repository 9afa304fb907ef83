"""Run a state machine on the real database, and leave nothing of it there."""

from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test


def run_rolled_back(machine: type[RuleBasedStateMachine], *, examples: int, steps: int) -> None:
    """Run `machine` so many times, each in a transaction of its own that is rolled back."""

    class Rolled(machine):  # type: ignore[misc, valid-type]
        def __init__(self) -> None:
            super().__init__()
            self.room: Any = transaction.atomic()
            self.room.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.room.__exit__(None, None, None)

    quick = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(Rolled, settings=quick)
