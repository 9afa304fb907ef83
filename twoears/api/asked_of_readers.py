"""What may be asked of readers that an owner brings: the bodies that this door takes."""

from typing import Annotated, Final, Literal

from ninja import Schema
from pydantic import Field

from twoears.api.asked import Words
from twoears.understanding.optional.consent import MOST, USUAL

_NO_NUL: Final = r"^[^\u0000]*$"
Name = Annotated[str, Field(min_length=1, max_length=31, pattern=_NO_NUL)]
Long = Annotated[str, Field(max_length=500, pattern=_NO_NUL)]
SecretKey = Annotated[str, Field(max_length=4000, pattern=_NO_NUL)]
Whose = Literal["ours", "public", "all"]
ADay = Annotated[int, Field(ge=1, le=MOST)]


class NewReader(Schema):
    """A model behind an `address` with its name there (`near`: on this machine or in the private network), or in a
    `folder`: the name of one that lies in `models/` of the data folder.

    `reads` is the shipped reader whose question it answers; else `question` and `labels` are its own, or it gives
    `places` of texts. `means` maps labels of a model in a folder to yours. The `key` is sealed and never shown.
    """

    name: Name
    address: Long = ""
    near: bool = False
    model: Annotated[str, Field(max_length=80, pattern=_NO_NUL)] = ""
    key: SecretKey = ""
    folder: Long = ""
    reads: Words = ""
    question: Annotated[str, Field(max_length=400, pattern=_NO_NUL)] = ""
    labels: Annotated[list[Words], Field(max_length=20)] = []
    means: Annotated[dict[Annotated[str, Field(max_length=200)], Words], Field(max_length=100)] = {}
    places: bool = False
    together: Annotated[int, Field(ge=1, le=20)] = 1


class SwitchOn(Schema):
    """Whose posts a reader may be given, how many a day, and whether what was heard before too. `words` are those that
    asking for the switch told: they are compared, so that nobody agrees to something else.
    """

    whose: Whose
    most_a_day: ADay = USUAL
    past: bool = False
    words: Annotated[str, Field(max_length=5000, pattern=_NO_NUL)]


class LetCount(Schema):
    """Whether its answers stand in place of the shipped reader's."""

    counts: bool


class ReaderKey(Schema):
    """Another key; an empty one takes it away."""

    key: SecretKey
