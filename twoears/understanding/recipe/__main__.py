"""`python -m twoears.understanding.recipe DATA_FOLDER [PAGE]`: fit, measure, write weights and cards."""

import io
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from twoears.understanding.evidence import SIGNS, Floats
from twoears.understanding.linear import LinearReader
from twoears.understanding.onestep_weights import FEELINGS, INTENTS, Family, OneStepWeights
from twoears.understanding.onestep_weights import unpack as unpack_onestep
from twoears.understanding.recipe.cards import line, page
from twoears.understanding.recipe.evaluate import (
    asking_found,
    feelings_table,
    first_table,
    gather,
    intents_table,
    weighers,
)  # fmt: skip
from twoears.understanding.recipe.examples import Example
from twoears.understanding.recipe.figures import keep as keep_figures
from twoears.understanding.recipe.fit import fit
from twoears.understanding.recipe.intents_card import intents_section
from twoears.understanding.recipe.measure import AllWeights, Row
from twoears.understanding.recipe.onestep import Seen, fit_family
from twoears.understanding.recipe.onestep_card import onestep_line, section
from twoears.understanding.recipe.onestep_measure import counted, reached
from twoears.understanding.recipe.sets import NoSet
from twoears.understanding.tones import TONES
from twoears.understanding.weights import CHECK, FILE, Weights, unpack

PAGE = Path("docs/reference/readers.md")


def packed(runs: np.ndarray[tuple[int], np.dtype[np.uint64]], second: dict[str, Floats]) -> bytes:
    """The bytes of the file of weights; the same numbers give the same bytes."""
    file = io.BytesIO()
    signs = {reader: weights.astype(np.float32) for reader, weights in second.items()}
    np.savez_compressed(file, table=runs.view(np.int8), names=np.array(SIGNS), **signs)  # type: ignore[arg-type]
    return file.getvalue()


def packed_onestep(runs: np.ndarray[tuple[int], np.dtype[np.int8]], rows: dict[str, Floats]) -> bytes:
    """The same for a family of readers of one step."""
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


def _fitted(family: Family, examples: Sequence[Example], first: Weights) -> OneStepWeights:
    """Fit and write a family of readers of one step; `first` are the weights of the readers of two steps."""
    kept = keep(packed_onestep(*fit_family(Seen(examples, first), family)), family.file, family.check)
    return unpack_onestep(family, kept, sha256(kept).hexdigest())


def _feelings_page(examples: Sequence[Example], research: Sequence[Example], rows: list[Row], all_: AllWeights) -> str:
    others = Seen(research, all_.first) if research else None
    found = [reached(reader, others) for reader in FEELINGS.labels] if others else []
    version = all_.families[FEELINGS.name].version
    return section(rows, [one for one in found if one], counted(FEELINGS, examples), version)


def main(folder: Path, to: Path) -> int:
    """Run the recipe on the sets below `folder` and write the cards to `to`; 1 where a set is missing."""
    try:
        of = gather(folder)
    except NoSet as error:
        sys.stderr.write(f"{error}\n")
        return 1
    kept = keep(packed(*fit(of.first)), FILE, CHECK)
    first = unpack(kept, sha256(kept).hexdigest())
    families = [_fitted(FEELINGS, of.feelings, first), _fitted(INTENTS, of.intents, first)]
    weights = AllWeights(first, {one.family.name: one for one in families})
    rows, felt = first_table(of.first, weights), feelings_table(of.feelings, of.research, weights)
    meant = intents_table(of.intents, weights)
    keep_figures([*rows, *felt, *meant], of, weights)
    sys.stdout.write("".join(f"{text}\n" for text in [*map(line, rows), *map(onestep_line, [*felt, *meant])]))
    asks = next(reader for reader in weighers() if isinstance(reader, LinearReader))
    sections = _feelings_page(of.feelings, of.research, felt, weights) + intents_section(
        meant, counted(INTENTS, of.intents), weights.families[INTENTS.name].version
    )
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(page(weighers(), rows, asking_found(asks, of.first, weights), first.version, sections), "utf8")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Say where the data is: python -m twoears.understanding.recipe DATA_FOLDER [PAGE]")
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else PAGE))
