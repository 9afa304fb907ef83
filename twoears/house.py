"""Open the house: point Django at the data folder and bring its tables up to date, from any door."""

import os
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def open_house(data: Path | None = None) -> None:
    """Set Django up on `data` (default: `TWOEARS_DATA`, else the user's data folder) and migrate what is behind."""
    if data is not None:
        os.environ["TWOEARS_DATA"] = str(data.expanduser().resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twoears.settings")
    django.setup()
    if behind():
        call_command("migrate", verbosity=0, interactive=False)


def behind() -> bool:
    """Whether tables are missing or older than the code."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
