"""How a workspace has its readers read: how sure each must be, and the layers that its corrections taught."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from twoears.understanding.evidence import Floats
from twoears.understanding.grams import Places
from twoears.understanding.notes import CANNOT_TELL, Note, Text
from twoears.understanding.own.layer import Layer
from twoears.understanding.own.terms import Terms, terms


@dataclass(frozen=True)
class Ways:
    """`enough`: by reader, how sure it must be to tell; `layers`: by reader, what its corrections taught."""

    enough: Mapping[str, float] = field(default_factory=dict)
    layers: Mapping[str, Layer] = field(default_factory=dict)

    def over(self, texts: Sequence[Text]) -> "Bent":
        """These ways with some texts."""
        return Bent(self, texts)

    @property
    def mark(self) -> tuple[object, ...]:
        """The same as long as any text is read the same way."""
        return (sorted(self.enough.items()), sorted((name, one.version) for name, one in self.layers.items()))


AS_SHIPPED = Ways()


@dataclass(frozen=True)
class Bent:
    """A batch of texts, read in the workspace's ways."""

    ways: Ways
    texts: Sequence[Text]

    @cached_property
    def _terms(self) -> Terms:
        return terms([text.words for text in self.texts])

    def enough(self, reader: str, shipped: float) -> float:
        """How sure a reader must be."""
        return self.ways.enough.get(reader, shipped)

    def shares(self, reader: str, plain: Floats) -> Floats:
        """The probabilities of the labels with what was taught."""
        layer = self.ways.layers.get(reader)
        return layer.over(plain, self._terms) if layer else plain

    def signed(self, reader: str, notes: list[Note], plain: Floats, said: Places) -> list[Note]:
        """`notes` with the version of the layer; where it changed a label, with the words that it was changed by.

        `said` is the likeliest label of each text, by its place.
        """
        layer = self.ways.layers.get(reader)
        if layer is None:
            return notes
        other = np.flatnonzero((said != plain.argmax(axis=1)) & (plain.sum(axis=1) > 0))
        shown = self._shown(layer, other, said)
        version = f"{notes[0].version}+{layer.version}" if notes else ""
        return [
            replace(note, version=version, spans=shown.get(at, note.spans) if note.label != CANNOT_TELL else ())
            for at, note in enumerate(notes)
        ]

    def _shown(self, layer: Layer, texts: Places, said: Places) -> dict[int, tuple[tuple[int, int], ...]]:
        """For some texts the words that the layer decided by; for "none" there are none."""
        if not len(texts):
            return {}
        kept = np.isin(self._terms.owner, texts)
        found = layer.deciding(self._terms.where(kept), np.minimum(said, len(layer.labels) - 1))
        return {at: () if layer.labels[said[at]] == "none" else found[at] for at in texts.tolist()}
