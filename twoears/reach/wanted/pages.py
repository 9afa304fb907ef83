"""Which lists of those whom we want to reach name somebody, and by which lines."""

from collections.abc import Iterable, Iterator

from twoears.activities.models import Actor
from twoears.reach.wanted.models import Wanted
from twoears.reach.wanted.naming import Known, key_of, names_of


def lines_naming(actors: Iterable[Actor]) -> Iterator[tuple[Wanted, list[str]]]:
    """Each list that names one of these accounts, with those lines; of those that were removed too."""
    known = names_of_all(actors)
    for wanted in Wanted.objects.order_by("pk").iterator():
        if things := [thing for thing in wanted.things.split("\n") if key_of(thing) in known]:
            yield wanted, things


def names_of_all(actors: Iterable[Actor]) -> set[str]:
    """Whatever a list can call one of these accounts, as keys to compare with."""
    names = set[str]()
    for one in actors:
        names |= names_of(Known(uid=one.uid, handle=one.handle, mail=one.mail, name=one.name))
    return names
