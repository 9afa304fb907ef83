"""The weights of matching, and their file."""

import json
from dataclasses import asdict, dataclass, field
from typing import Final, Self

VERSION: Final = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What each kind of agreement and disagreement weighs, in bits; `version` tells models apart."""

    version: str = VERSION
    prior: float = 0.0
    weights: dict[str, float] = field(default_factory=dict)

    def to_json(self) -> str:
        """As text that `from_json` reads."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The model that `to_json` wrote; ValueError where it is none."""
        return cls(**json.loads(text))


SHIPPED: Final = Model()
