"""What programs say of those who may be one person."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field


class Answer(Schema):
    """`yes`: they are one person; `no`: they are not, and are not proposed again; `later`: ask again in two weeks."""

    says: Literal["yes", "no", "later"]


class RuleOfJoining(Schema):
    """From which probability on accounts are joined without a member; null joins nothing by itself."""

    least: Annotated[float, Field(ge=0.9, le=1)] | None


class RuleOfWeighing(Schema):
    """By what likely pairs are weighed: as it is shipped, or as members' answers taught."""

    as_shipped: bool
