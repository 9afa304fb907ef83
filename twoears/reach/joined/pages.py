"""Who stands behind the vertices of a kept graph, by name."""

from collections.abc import Sequence

from twoears.activities.models import Actor
from twoears.people.models import Person
from twoears.reach.joined.vertices import Joined
from twoears.reach.showing import Somebody
from twoears.threads.models import Thread


def somebodies(joined: Joined, vertices: Sequence[int], *, talks: bool = False) -> list[Somebody]:
    """Who stands behind vertices, in the same order; with where we talk with them, where that is asked."""
    who = [int(joined.who[vertex]) for vertex in vertices]
    met = Person.objects.in_bulk([one for one in who if one > 0])
    strangers = Actor.objects.in_bulk([-one for one in who if one < 0])
    threads = _conversations([one for one in who if one > 0]) if talks else {}
    made = []
    for one in who:
        if one > 0 and (person := met.get(one)):
            made.append(Somebody(name=person.name, person=person.public_id, conversation=threads.get(one, "")))
        elif account := strangers.get(-one):
            made.append(Somebody(name=str(account), network=account.network))
        else:
            made.append(Somebody(name="somebody who was forgotten"))
    return made


def _conversations(people: list[int]) -> dict[int, str]:
    found = Thread.objects.filter(
        counterpart__identity__person__in=people, merged_into=None, with_us=True, private=False
    ).order_by("last_at")
    return dict(found.values_list("counterpart__identity__person", "public_id"))
