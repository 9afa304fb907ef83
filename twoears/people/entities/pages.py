"""Turns that name something, and the names by which texts are searched for people and companies. Queries only."""

from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Max, QuerySet

from twoears.people.models import Person
from twoears.threads.actions import our_names
from twoears.threads.models import Turn
from twoears.understanding.entities.models import Entity
from twoears.understanding.entities.names import may_be_person
from twoears.understanding.entities.values import Known, asked_for, known_names

_LATE: Final = 5_000  # posts
_TOLD: Final = ("person", "company", "product", "place")
_MOST: Final = 50_000  # people, those that were heard last


def naming(about: str) -> QuerySet[Turn]:
    """The turns, ours too, that name what `about` asks for, such as `place:berlin`; raises NotNamed."""
    kind, key = asked_for(about)
    return Turn.objects.filter(post__in=Entity.objects.filter(kind=kind, key=key).values("post"))


def named_lately(threads: QuerySet[Any, Any], most: int = 12) -> tuple[tuple[str, str], ...]:
    """The kinds and keys of people, companies, products and places that are named in `threads` (those that whoever
    asks may see), as far as the latest posts tell, the commonest first."""
    last = Entity.objects.aggregate(last=Max("post"))["last"] or 0
    late = Entity.objects.filter(post__gt=last - _LATE, kind__in=_TOLD, post__turn__thread__in=threads)
    counted = late.values("kind", "key").annotate(n=Count("post", distinct=True)).order_by("-n", "kind", "key")
    return tuple((row["kind"], row["key"]) for row in counted[:most])


def known_here() -> Known:
    """The names of those who turned to us, of the organisations among them, and our own.

    Texts are searched for what is known when their turn comes; who is met later is not looked for in what was read.
    """
    held = Person.objects.aggregate(last=Max("pk"), n=Count("pk"))
    return _known(str(settings.DATA), held["last"] or 0, held["n"], our_names())


@lru_cache(maxsize=2)
def _known(data: str, last: int, n: int, ours: tuple[str, ...]) -> Known:
    # The first three only say when to look anew.
    rows = list(Person.objects.order_by("-last_at", "-pk").values_list("name", "organisation")[:_MOST])
    companies = [organisation for _, organisation in rows if organisation]
    people = [name for name, organisation in rows if not organisation and may_be_person(name)]
    return known_names(people=people, companies=[*companies, *ours])
