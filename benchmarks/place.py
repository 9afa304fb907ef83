"""Where the benchmarks keep their data, and Two Ears on a data folder of their own."""

import os
import tempfile
from pathlib import Path

HOME = Path(os.environ.get("BENCH_HOME") or Path(tempfile.gettempdir()) / "twoears-bench")


def open_house(name: str) -> Path:
    """Point Two Ears at `HOME`/`name`, set it up and bring its tables up to date. Before any model is imported."""
    folder = HOME / name
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["TWOEARS_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "twoears.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    return folder
