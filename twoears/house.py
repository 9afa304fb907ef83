"""Open the house: point Django at the data folder and bring its tables up to date, from any door."""

import os
import time
from pathlib import Path
from typing import Final

import django
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

_TRIES: Final = 20
_PAUSE: Final = 0.5  # seconds


def open_house(data: Path | None = None) -> None:
    """Set Django up on `data` (default: `TWOEARS_DATA`, else the user's data folder) and migrate what is behind."""
    if data is not None:
        os.environ["TWOEARS_DATA"] = str(data.expanduser().resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twoears.settings")
    django.setup()
    _bring_up_to_date()


def _bring_up_to_date() -> None:
    """Migrate what is behind. Another process may be at it: a step that it took first fails here, and we look again."""
    for left in reversed(range(_TRIES)):
        if not behind():
            return
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except DatabaseError:
            if not left:
                raise
            connection.close()
            time.sleep(_PAUSE)


def behind() -> bool:
    """Whether tables are missing or older than the code."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
