"""Write a town into a folder: what a source would give, and beside it what is really so."""

from dataclasses import asdict
from pathlib import Path

import msgspec

from twoears.activities.as2 import document
from twoears.town.town import Town

STREAM = "town.as2.jsonl"
TRUTH = "truth.json"


def write(town: Town, folder: Path) -> tuple[Path, Path]:
    """Write `town.as2.jsonl` (ActivityStreams 2.0, one activity a line) and `truth.json`; their paths.

    The folder is made where it is missing. OSError says why where nothing can be written there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stream, truth = folder / STREAM, folder / TRUTH
    encode = msgspec.json.encode
    with stream.open("wb") as lines:
        for activity in town.activities():
            lines.write(encode(document(activity)) + b"\n")
    about = {
        "us": town.us,
        "members": [_member(town, at) for at in range(len(town.members))],
        "seed": town.seed,
        "until": town.until,
    }
    truth.write_bytes(encode({**about, **asdict(town.truth())}) + b"\n")
    return stream, truth


def _member(town: Town, at: int) -> dict[str, object]:
    return asdict(town.members[at])
