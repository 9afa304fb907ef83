"""Where uploads are kept: what came together in one folder, under names of their own. Nothing is run from there."""

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from secrets import token_hex

_WORD = re.compile(r"[0-9a-f]{16,64}")
_DEEPEST = 24  # folders within each other
_LONGEST = 120


class TooMuch(Exception):
    """An upload is larger than the house takes by way of the browser."""


def keep(root: Path, name: str, chunks: Iterable[bytes], *, most: int, within: str = "") -> Path:
    """Store an upload of at most `most` bytes below `root`; raises TooMuch, and keeps nothing of it then.

    Those that share the word `within` come together: their names are paths, of which folders are kept.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = keep(Path(folder), "../blog/a?.md", [b"# A"], most=9, within="0" * 16)
    ...     path.relative_to(folder).as_posix()
    '0000000000000000/blog/a_.md'
    """
    parts = [_plain(part) for part in PurePosixPath(name.replace("\\", "/")).parts if part.strip("./\0")]
    parts = parts or ["upload"]
    if within:
        path = _of(root, within).joinpath(*parts[:_DEEPEST], *parts[_DEEPEST:][-1:])
    else:
        path = root / token_hex(4) / parts[-1]
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists():  # two names that became the same one
        path = path.with_name(f"{token_hex(2)} {path.name}")
    _write(path, name, chunks, most)
    return path


def together(root: Path, within: str) -> Path:
    """The folder of what came together under a word; raises FileNotFoundError where nothing did."""
    folder = _of(root, within)
    inside = list(folder.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def kept(root: Path, endings: tuple[str, ...], most: int = 200) -> list[Path]:
    """Files that were brought and end so, the latest first, by folder and name below `root`."""
    if not root.is_dir():
        return []
    found = [path for path in root.glob("*/*") if path.suffix.lower() in endings and path.is_file()]
    found.sort(key=lambda path: (-path.stat().st_mtime, path.name))
    return [path.relative_to(root) for path in found[:most]]


def one_kept(root: Path, name: str) -> Path:
    """The file that `kept` told by that name; raises FileNotFoundError for any other, wherever it would lead."""
    folder, _, file = name.partition("/")
    path = root / folder / file
    if not re.fullmatch(r"[0-9a-f]{8,64}", folder) or file != PurePosixPath(file).name or not path.is_file():
        raise FileNotFoundError("There is no such file among those that were brought here.")
    return path


def _of(root: Path, within: str) -> Path:
    if not _WORD.fullmatch(within):
        raise FileNotFoundError("What comes together shares a word of 16 to 64 hexadecimal digits.")
    return root / within


def _plain(name: str) -> str:
    return re.sub(r"[^\w.\- ]", "_", name)[-_LONGEST:].lstrip(".") or "upload"


def _write(path: Path, name: str, chunks: Iterable[bytes], most: int) -> None:
    written = 0
    with path.open("wb") as out:
        for chunk in chunks:
            written += len(chunk)
            if written > most:
                path.unlink()
                raise TooMuch(
                    f"{name} is larger than {most // 1024**3} GB. Read it with `twoears listen FILE` instead."
                )
            out.write(chunk)
