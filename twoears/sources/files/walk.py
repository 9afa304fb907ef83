"""A folder as it lies on the disk: what is in it in the order of names, and what is not looked at and why."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

MOST: Final = 100_000  # files
DEEPEST: Final = 32  # folders within each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder without its hidden files. `refused` are the places that are not looked at, each with the reason."""

    path: Path
    files: tuple[Path, ...] = ()
    folders: tuple["Folder", ...] = ()
    refused: tuple[tuple[Path, str], ...] = ()

    def all(self) -> Iterator[Path]:
        """Every file, those that lie nearest first."""
        waiting = [self]
        for folder in waiting:
            yield from folder.files
            waiting += folder.folders


def walked(root: Path) -> Folder:
    """The folder at `root` with all that lies in it; a link is followed only to a file in it that is hidden."""
    return _Walk(root.resolve(), MOST).folder(root, 1)


def stamp(folder: Folder) -> bytes:
    """The same as long as no file in the folder comes, goes or changes."""
    found = blake2b(digest_size=16)
    for path in folder.all():
        try:
            told = path.stat()
        except OSError:
            continue
        found.update(f"{path}\0{told.st_size}\0{told.st_mtime_ns}\0".encode("utf8", "surrogateescape"))
    return found.digest()


@dataclass(slots=True)
class _Walk:
    root: Path
    left: int

    def folder(self, path: Path, depth: int) -> Folder:
        try:
            with os.scandir(path) as found:
                entries = sorted((e for e in found if not e.name.startswith(".")), key=lambda e: e.name)
        except OSError as error:
            return Folder(path=path, refused=((path, f"It is a folder that cannot be looked into ({_why(error)})."),))
        files, folders, refused = list[Path](), list[Folder](), list[tuple[Path, str]]()
        for entry in entries:
            here = path / entry.name
            if self.left <= 0:
                refused.append((here, f"It comes behind {MOST:,} other files: it and what follows were not looked at."))
                break
            if why := self._refusal(entry, depth):
                refused.append((here, why))
            elif entry.is_dir(follow_symlinks=False):
                folders.append(self.folder(here, depth + 1))
            elif not entry.is_symlink() or self._is_hidden(here):
                files.append(here)
                self.left -= 1
        return Folder(path=path, files=tuple(files), folders=tuple(folders), refused=tuple(refused))

    def _refusal(self, entry: "os.DirEntry[str]", depth: int) -> str:
        if entry.is_symlink():
            inside = self._inside(Path(entry.path))
            return "" if inside is not None else "It is a link to another place, or to a folder, and is not followed."
        if entry.is_dir(follow_symlinks=False):
            return f"It lies more than {DEEPEST} folders deep." if depth >= DEEPEST else ""
        return "" if entry.is_file(follow_symlinks=False) else "It is neither a file nor a folder."

    def _inside(self, link: Path) -> Path | None:
        """The file in the same folder that a link leads to."""
        try:
            real = link.resolve(strict=True)
            return real.relative_to(self.root) if real.is_file() else None
        except (OSError, RuntimeError, ValueError):  # to nothing, to itself, or out of the folder
            return None

    def _is_hidden(self, link: Path) -> bool:
        # What it leads to is met by itself, unless it is hidden.
        inside = self._inside(link)
        return inside is not None and any(part.startswith(".") for part in inside.parts)


def _why(error: OSError) -> str:
    return error.strerror or str(error)
