"""Everything that a text names, in the order in which it stands there."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from twoears.understanding.entities.addresses import addresses
from twoears.understanding.entities.dates import dates
from twoears.understanding.entities.names import companies, known, people
from twoears.understanding.entities.page import Page, page_of
from twoears.understanding.entities.places import find_places
from twoears.understanding.entities.prices import prices
from twoears.understanding.entities.products import products
from twoears.understanding.entities.values import MOST, Entity, Known

NOTHING_KNOWN: Final = Known()
# Those whose form leaves no doubt come first: where two claim the same words, the first has them.
FINDERS: Final[tuple[Callable[[Page], Iterable[Entity]], ...]] = (
    *(addresses, known, prices, dates, products, companies, people, find_places),
)


def entities(
    text: str,
    *,
    language: str = "",
    said_at: datetime | None = None,
    network: str = "",
    known: Known = NOTHING_KNOWN,
) -> tuple[Entity, ...]:
    """What `text` names, at most 50 entities of its first 4,000 characters, in their order.

    `language` is two letters, `said_at` the moment from which "tomorrow" counts, `network` where `@ann` has an account,
    `known` the names that a workspace knows. What is not certain is left out.

    >>> found = entities("Met Anna Berg of Norrvik GmbH in Reading, the FX-3 is $1,299.", language="en")
    >>> [(one.kind, one.key) for one in found][:3]
    [('person', 'anna berg'), ('company', 'norrvik'), ('place', 'reading')]
    >>> [(one.kind, one.key) for one in found][3:]
    [('product', 'fx-3'), ('price', 'USD 1299.00')]
    """
    page = page_of(text, language=language[:2].lower(), said_at=said_at, network=network, known=known)
    found: list[Entity] = []
    for one in islice(_each(page), 4 * MOST):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
            if len(found) == MOST:
                break
    return tuple(sorted(found, key=lambda one: one.start))


def _each(page: Page) -> Iterator[Entity]:
    for finder in FINDERS:
        yield from finder(page)
