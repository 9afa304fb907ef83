"""What may be asked of needs: the bodies that this door takes."""

import datetime as dt
from typing import Annotated, Final, Literal

from ninja import Schema
from pydantic import Field

from twoears.api.asked import Key, Moment, Words

_NO_NUL: Final = r"^[^\u0000]*$"
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=_NO_NUL)]
About = Annotated[str, Field(max_length=2000, pattern=_NO_NUL)]
QueryWords = Annotated[str, Field(max_length=2000, pattern=_NO_NUL)]
ItemId = Annotated[str, Field(pattern=r"^(post|passage):[1-9][0-9]{0,17}$")]


class Which(Schema):
    """Which posts of others: by a query, a label, a network, days. Empty is all."""

    query: QueryWords = ""
    label: Words = ""
    network: Annotated[str, Field(max_length=32, pattern=_NO_NUL)] = ""
    since: Moment | None = None
    until: Moment | None = None


class NewCode(Schema):
    """A need as members call it; `examples` are items that show it."""

    name: Name
    meaning: About = ""
    use: About = ""
    examples: Annotated[list[ItemId], Field(max_length=20)] = []


class ChangedCode(Schema):
    """Another name, meaning or use; what is left out stays."""

    name: Name | None = None
    meaning: About | None = None
    use: About | None = None


class MergeInto(Schema):
    """The code that it is from now on."""

    into: Key


class SplitOff(Schema):
    """A new code, and what it takes along."""

    name: Name
    meaning: About = ""
    use: About = ""
    items: Annotated[list[ItemId], Field(min_length=1, max_length=500)]


class AsExample(Schema):
    """An item for the book: as one that is coded so, or one that is not."""

    item: ItemId
    fits: bool = True


class CodeIt(Schema):
    """What an item speaks of, or (`says` is false) does not; without a code, none of them fits."""

    item: ItemId
    code: Key | None = None
    says: bool = True
    how: Literal["hand", "proposal"] = "hand"


class NewTalk(Schema):
    """What was said (interview) or noted (call), and with whom: a handle, an id or a mail. Empty lines cut it."""

    title: Annotated[str, Field(min_length=1, max_length=200, pattern=_NO_NUL)]
    text: Annotated[str, Field(min_length=1, max_length=400_000, pattern=_NO_NUL)]
    kind: Literal["interview", "call"] = "interview"
    day: dt.date | None = None
    with_whom: Annotated[str, Field(max_length=300, pattern=_NO_NUL)] = ""
