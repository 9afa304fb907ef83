"""Ask kept queries from the start again, because what their answers hang on has changed."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Max

from twoears.activities.models import Post
from twoears.listening.errors import QueryError
from twoears.listening.grammar import parse
from twoears.listening.tree import Fact, leaves
from twoears.queries.models import Exclusion, Hit, Query

_OF_US = ("from", "to")


def last_post() -> int:
    """The last post that has come: up to there everything is history, and no news to those who are told."""
    return Post.objects.aggregate(last=Max("pk"))["last"] or 0


def that_name_us() -> list[Query]:
    """The queries, removed ones too, whose answer or whose exclusions hang on who is us."""
    return [query for query in Query.objects.order_by("pk") if any(map(_names_us, _texts(query)))]


@transaction.atomic
def begin_anew(queries: list[Query]) -> None:
    """What these have found goes, and the journey asks them of all history again; nobody is told of it a second time.

    Marks and exclusions are decisions of members, and stay.
    """
    keys = [query.pk for query in queries]
    # Held as whoever keeps hits holds it, so that no answer of before comes in afterwards.
    list(Query.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    Hit.objects.filter(query__in=keys).delete()
    Query.objects.filter(pk__in=keys).update(reached=0, fresh_from=last_post())


def _texts(query: Query) -> Iterator[str]:
    yield query.text
    yield from Exclusion.objects.filter(query=query, undone_at=None).values_list("text", flat=True)


def _names_us(text: str) -> bool:
    try:
        return any(isinstance(leaf, Fact) and leaf.name in _OF_US for leaf in leaves(parse(text).root))
    except QueryError:  # it hears nothing either way
        return False
