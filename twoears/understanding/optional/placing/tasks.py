"""Have a reader say where posts lie, for themes: those that it may be given, as many as the day has left."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

import numpy as np

from twoears.activities.models import Post
from twoears.understanding.actions import words_of
from twoears.understanding.optional.endpoint import Floats
from twoears.understanding.optional.giving.tasks import places_on
from twoears.understanding.optional.models import OptionalReader, OptionalSwitch
from twoears.understanding.optional.pages import named, switch_of
from twoears.understanding.optional.tasks import is_on, may_be_given, reserve
from twoears.understanding.optional.trouble import BadAnswer, BadWords, NotSwitchedOn

_AT_ONCE: Final = 16  # texts in one request
_IN_A_QUERY: Final = 5000


def places_of(
    name: str, posts: Sequence[int], ours: Collection[int], now: datetime | None = None
) -> tuple[list[str], Floats]:
    """The ids of posts and a row for each: as far as they may be given to the reader, and the day has room.

    Raises OptionalError: NotSwitchedOn where none may be given, BadWords where the reader gives labels, CannotAsk.
    """
    reader, moment = named(name), now or datetime.now(UTC)
    if reader.gives != OptionalReader.Gives.PLACES:
        raise BadWords(f"{name} gives labels. Bring one that gives places of posts: twoears readers add … --places.")
    switch = switch_of(reader)
    if switch is None:
        raise NotSwitchedOn(f"{name} is off. Agree first to what it is given: twoears readers on {name}.")
    ids: list[str] = []
    rows: list[Floats] = []
    for some in _in_parts(switch, posts, ours):
        room = reserve(switch, len(some), moment) if is_on(switch) else 0
        if room:
            ids += [post.uid for post in some[:room]]
            rows.append(places_on(reader, some[:room], [words_of(post).words for post in some[:room]], ours))
        if room < len(some):
            break
    if not rows:
        raise NotSwitchedOn(f"Of these posts none may be given to {name}, or not today any more.")
    if len({row.shape[1] for row in rows}) > 1:
        raise BadAnswer("It gives now so many numbers for a text, now another.")
    return ids, np.concatenate(rows)


def _in_parts(switch: OptionalSwitch, posts: Sequence[int], ours: Collection[int]) -> Iterator[list[Post]]:
    for start in range(0, len(posts), _IN_A_QUERY):
        allowed = list(may_be_given(switch, ours).filter(pk__in=posts[start : start + _IN_A_QUERY]).order_by("pk"))
        yield from (allowed[at : at + _AT_ONCE] for at in range(0, len(allowed), _AT_ONCE))
