"""What may be asked of reach: the bodies and words that this door takes."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

_NO_NUL = r"^[^\u0000]*$"
ApartBy = (
    Literal["wanted", "network", "stage", "language", "place", "organisation", "need"]
    | Annotated[str, Field(pattern=r"^query:[^\u0000]+$", max_length=126)]
)


class LeaveOut(Schema):
    """An account, as a step of an introduction tells it."""

    account: Annotated[int, Field(ge=1, le=2**63 - 1)]


class NewWanted(Schema):
    """A company, a domain or a handle on each line, with what they are together in a second column or as `name`."""

    text: Annotated[str, Field(min_length=1, max_length=200_000, pattern=_NO_NUL)]
    name: Annotated[str, Field(max_length=80, pattern=_NO_NUL)] = ""
