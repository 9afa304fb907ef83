"""`twoears reach import`: a list of who follows whom becomes facts, as any other thing that is heard."""

from pathlib import Path

from twoears.cli.listen import listen
from twoears.cli.saying import fail, hint
from twoears.reach.brought.pages import KIND

_ENDED = 130


def bring(
    path: Path, *, network: str, means: str, followers_of: str, day: str, by: str, dry: bool, json: bool, quiet: bool
) -> None:
    """Record who follows whom in a file, and say what came of it; what was recorded before a stop is kept."""
    if not path.is_file():
        fail(f"There is no file {path}.", 2)
    said = {"network": network, "means": means, "followers_of": followers_of, "day": day}
    try:
        listen(
            [str(path)],
            kind=KIND,
            us=(),
            columns=(),
            since=None,
            base="",
            sets=[f"{name}={value}" for name, value in said.items() if value],
            dry_run=dry,
            json=json,
            quiet=quiet,
            onward=False,
            by=by,
        )
    except KeyboardInterrupt:
        fail("Stopped. What was recorded so far is kept; the same command goes on, and nothing is told twice.", _ENDED)
    if not (json or quiet or dry):
        hint("Who can hear you now: twoears reach")
