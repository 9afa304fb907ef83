"""`python -m twoears.understanding.recipe DATA_FOLDER [PAGE]`: fit, measure, write weights and cards."""

import io
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from twoears.understanding import feeling_weights
from twoears.understanding.evidence import SIGNS, Floats
from twoears.understanding.feelings import FeelingReader
from twoears.understanding.linear import LinearReader
from twoears.understanding.readers import readers
from twoears.understanding.recipe.cards import line, page
from twoears.understanding.recipe.evaluate import asking_found, table
from twoears.understanding.recipe.examples import Example
from twoears.understanding.recipe.feelings import Seen, fit_feelings
from twoears.understanding.recipe.feelings_card import felt_line, section
from twoears.understanding.recipe.feelings_measure import counted, reached, rows_of
from twoears.understanding.recipe.feelings_sets import feelings_gathered, measured
from twoears.understanding.recipe.figures import keep as keep_figures
from twoears.understanding.recipe.fit import fit
from twoears.understanding.recipe.sets import NoSet, gathered
from twoears.understanding.tones import TONES
from twoears.understanding.weights import CHECK, FILE, Weights, unpack

PAGE = Path("docs/reference/readers.md")


def packed(runs: np.ndarray[tuple[int], np.dtype[np.uint64]], second: dict[str, Floats]) -> bytes:
    """The bytes of the file of weights; the same numbers give the same bytes."""
    file = io.BytesIO()
    signs = {reader: weights.astype(np.float32) for reader, weights in second.items()}
    np.savez_compressed(file, table=runs.view(np.int8), names=np.array(SIGNS), **signs)  # type: ignore[arg-type]
    return file.getvalue()


def packed_feelings(runs: np.ndarray[tuple[int], np.dtype[np.int8]], rows: dict[str, Floats]) -> bytes:
    """The same for the readers of feelings."""
    file = io.BytesIO()
    signs = {reader: weights.astype(np.float32) for reader, weights in rows.items()}
    np.savez_compressed(file, table=runs, names=np.array(TONES), **signs)  # type: ignore[arg-type]
    return file.getvalue()


def same(raw: bytes, other: bytes) -> bool:
    """Whether two files of weights differ in their last digits only, as between machines they do."""
    with np.load(io.BytesIO(raw)) as new, np.load(io.BytesIO(other)) as old:
        if new.files != old.files or any(new[name].shape != old[name].shape for name in new.files):
            return False
        numbers = [name for name in new.files if new[name].dtype.kind == "f"]
        exact = all(np.array_equal(new[name], old[name]) for name in new.files if name not in numbers)
        return exact and all(np.allclose(new[name], old[name], rtol=1e-4, atol=1e-5) for name in numbers)


def keep(raw: bytes, to: Path, check: Path) -> bytes:
    """Write weights and their checksum where the package reads them, and return what stands there. A file that differs
    in its last digits only is left, so that no post is read again for nothing.
    """
    if to.exists() and same(raw, to.read_bytes()):
        return to.read_bytes()
    digest = sha256(raw).hexdigest()
    to.write_bytes(raw)
    check.write_text(digest + "\n", "utf8")
    return raw


def feelings(folder: Path, examples: Sequence[Example], first: Weights) -> str:
    """Fit, measure and write the readers of feelings; `first` are the weights of the others. Returns their card."""
    seen, research = Seen(feelings_gathered(folder, examples), first), measured(folder)
    raw = packed_feelings(*fit_feelings(seen))
    kept = keep(raw, feeling_weights.FILE, feeling_weights.CHECK)
    weights = feeling_weights.unpack(kept, sha256(kept).hexdigest())
    others = Seen(research, first) if research else None
    feelers = [reader for reader in readers() if isinstance(reader, FeelingReader)]
    rows = [row for reader in feelers for row in rows_of(reader, seen, others, weights)]
    found = [reached(reader.name, others) for reader in feelers] if others else []
    sys.stdout.write("".join(felt_line(row) + "\n" for row in rows))
    return section(rows, [one for one in found if one], counted(seen.examples), weights.version)


def main(folder: Path, to: Path) -> int:
    """Run the recipe on the sets below `folder` and write the cards to `to`; 1 where a set is missing."""
    try:
        examples = gathered(folder)
        kept = keep(packed(*fit(examples)), FILE, CHECK)
        weights = unpack(kept, sha256(kept).hexdigest())
        felt = feelings(folder, examples, weights)
    except NoSet as error:
        sys.stderr.write(f"{error}\n")
        return 1
    weighers = [reader for reader in readers() if isinstance(reader, LinearReader)]
    rows = table(weighers, examples, weights)
    asking = asking_found(weighers[0], examples, weights)
    keep_figures(rows)
    sys.stdout.write("".join(line(row) + "\n" for row in rows))
    to.parent.mkdir(parents=True, exist_ok=True)
    linear = [reader for reader in readers() if isinstance(reader, LinearReader | FeelingReader)]
    to.write_text(page(linear, rows, asking, weights.version, felt), "utf8")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Say where the data is: python -m twoears.understanding.recipe DATA_FOLDER [PAGE]")
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else PAGE))
