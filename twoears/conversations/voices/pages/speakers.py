"""Who spoke, as they are shown: those who engaged with us by their name, strangers by their account."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from twoears.activities.models import Actor, Post
from twoears.conversations.voices.pages.posts import Row
from twoears.conversations.voices.pages.showing import Speaker
from twoears.people.companies.tasks import places_of
from twoears.people.models import Person
from twoears.threads.models import Thread

_AT_ONCE: Final = 5_000


def named(who: Collection[str]) -> dict[str, str]:
    """A name for each, no two alike: a name that several have is followed by what tells them apart."""
    people = {f"person:{key}": (name, f"no. {key}") for key, name in _people(_keys(who, "person"))}
    actors = {f"actor:{key}": (name, handle) for key, name, handle in _accounts(_keys(who, "actor"))}
    known = people | actors
    names = Counter(known[one][0] for one in who if one in known)
    whole = {one: name if names[name] == 1 else f"{name} ({beside})" for one, (name, beside) in known.items()}
    again = Counter(whole.values())
    return {one: name if again[name] == 1 else f"{name} · {one}" for one, name in whole.items()}


def organisations(who: Collection[str]) -> dict[str, str]:
    """Where each belongs, of those of whom that is known: by their mail, and as members said."""
    keys = _keys(who, "person")
    found: dict[str, str] = {}
    for some in _in_parts(keys):
        rows = Person.objects.filter(pk__in=some).exclude(organisation="").values_list("pk", "organisation")
        found |= {f"person:{key}": name for key, name in rows}
        found |= {f"person:{key}": where[0].house for key, where in places_of(some).items() if where and where[0].now}
    return found


def posts_shown(keys: Iterable[int]) -> dict[int, Post]:
    """Posts with their authors."""
    found: dict[int, Post] = {}
    for some in _in_parts(sorted(set(keys))):
        found |= {one.pk: one for one in Post.objects.filter(pk__in=some, withdrawn_at=None).select_related("author")}
    return found


def speakers(rows: Mapping[str, Row], posts: Mapping[int, Post]) -> dict[str, Speaker]:
    """who -> who they are, by one post of each; left out is whose post is not here any more."""
    names, ids, with_us = named(rows), dict[str, str](), dict[int, str]()
    for some in _in_parts(_keys(rows, "person")):
        people = Person.objects.filter(pk__in=some).values_list("pk", "public_id")
        ids |= {f"person:{key}": public for key, public in people}
    for some in _in_parts(sorted({row.thread for row in rows.values()})):
        with_us |= dict(Thread.objects.filter(pk__in=some, with_us=True).values_list("pk", "public_id"))
    return {
        who: Speaker(
            name=names.get(who, ""),
            person=ids.get(who, ""),
            network=posts[row.post].author.network,
            conversation=with_us.get(row.thread, ""),
            original=url if (url := posts[row.post].url).startswith(("https://", "http://")) else "",
        )
        for who, row in rows.items()
        if row.post in posts
    }


def _people(keys: Sequence[int]) -> Iterable[tuple[int, str]]:
    for some in _in_parts(keys):
        for row in Person.objects.filter(pk__in=some).select_related("first_actor"):
            yield row.pk, row.name or str(row.first_actor)


def _accounts(keys: Sequence[int]) -> Iterable[tuple[int, str, str]]:
    for some in _in_parts(keys):
        for row in Actor.objects.filter(pk__in=some).only("name", "handle", "uid", "network"):
            yield row.pk, str(row), f"{row.account}, {row.network}"


def _keys(who: Iterable[str], kind: str) -> list[int]:
    return sorted(int(one.partition(":")[2]) for one in who if one.startswith(f"{kind}:"))


def _in_parts(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
