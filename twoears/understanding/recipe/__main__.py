"""`python -m twoears.understanding.recipe DATA_FOLDER [PAGE]`: fit, measure, write weights and cards."""

import io
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np

from twoears.understanding.evidence import SIGNS, Floats
from twoears.understanding.linear import LinearReader
from twoears.understanding.readers import readers
from twoears.understanding.recipe.cards import line, page
from twoears.understanding.recipe.evaluate import asking_found, table
from twoears.understanding.recipe.figures import keep as keep_figures
from twoears.understanding.recipe.fit import fit
from twoears.understanding.recipe.sets import NoSet, gathered
from twoears.understanding.weights import CHECK, FILE, Weights, unpack

PAGE = Path("docs/reference/readers.md")


def packed(runs: np.ndarray[tuple[int], np.dtype[np.uint64]], second: dict[str, Floats]) -> bytes:
    """The bytes of the file of weights; the same numbers give the same bytes."""
    file = io.BytesIO()
    signs = {reader: weights.astype(np.float32) for reader, weights in second.items()}
    np.savez_compressed(file, table=runs.view(np.int8), names=np.array(SIGNS), **signs)  # type: ignore[arg-type]
    return file.getvalue()


def keep(raw: bytes) -> Weights:
    """Write the weights and their checksum where the package reads them."""
    digest = sha256(raw).hexdigest()
    FILE.write_bytes(raw)
    CHECK.write_text(digest + "\n", "utf8")
    return unpack(raw, digest)


def main(folder: Path, to: Path) -> int:
    """Run the recipe on the sets below `folder` and write the cards to `to`; 1 where a set is missing."""
    try:
        examples = gathered(folder)
    except NoSet as error:
        sys.stderr.write(f"{error}\n")
        return 1
    weights = keep(packed(*fit(examples)))
    weighers = [reader for reader in readers() if isinstance(reader, LinearReader)]
    rows = table(weighers, examples, weights)
    asking = asking_found(weighers[0], examples, weights)
    keep_figures(rows)
    sys.stdout.write("".join(line(row) + "\n" for row in rows))
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(page(weighers, rows, asking, weights.version), "utf8")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Say where the data is: python -m twoears.understanding.recipe DATA_FOLDER [PAGE]")
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else PAGE))
