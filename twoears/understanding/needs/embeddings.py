"""Places of texts from elsewhere: a table of numbers (`.npy`), and beside it the ids of the posts, a line each."""

from pathlib import Path
from typing import Final

import numpy as np

from twoears.understanding.needs.terms import Floats

_MOST_ROWS: Final = 2_000_000
_MOST_COLUMNS: Final = 8_192
_LONGEST: Final = 400 * 1024**2  # bytes of ids


class EmbeddingsError(Exception):
    """The files do not hold what they should."""


def embeddings_of(path: Path) -> tuple[list[str], Floats]:
    """The ids and a row for each; raises EmbeddingsError. The table is read as it is needed."""
    try:
        # No pickles: a file that somebody sent must not run anything.
        rows = np.load(path, mmap_mode="r", allow_pickle=False)
        names = path.with_suffix(".ids")
        if names.stat().st_size > _LONGEST:
            raise EmbeddingsError(f"{names} is larger than 400 MB.")
        ids = names.read_text("utf8").splitlines()
    except OSError as error:
        raise EmbeddingsError(f"{error.filename or path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, EOFError) as error:
        raise EmbeddingsError(f"{path} is no table of numbers as numpy keeps it (.npy), or its ids no text.") from error
    if not isinstance(rows, np.ndarray) or rows.ndim != 2 or not np.issubdtype(rows.dtype, np.floating):
        raise EmbeddingsError(f"{path} should hold a table of floating numbers: a row for each post.")
    if rows.shape[0] > _MOST_ROWS or not 0 < rows.shape[1] <= _MOST_COLUMNS:
        raise EmbeddingsError(f"{path} has {rows.shape[0]:,} rows of {rows.shape[1]:,} numbers, which is too much.")
    if len(ids) != rows.shape[0]:
        raise EmbeddingsError(f"{path} has {rows.shape[0]:,} rows, and {names} {len(ids):,} ids. They must be as many.")
    return ids, rows
