"""What is known of accounts, as matching needs it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import QuerySet

from twoears.activities.models import Actor, Post
from twoears.listening.rhythm import hour_of_week
from twoears.people.joining.tasks import in_parts
from twoears.people.matching import Profile

_OURS: Final = "twoears"  # the network of members: what they decide is recorded under it
_ACTOR: Final = ("pk", "uid", "network", "handle", "name", "mail", "url", "links", "summary", "place", "type")
_SPOKE: Final = 200  # posts of an account, at most, that tell its hours


def accounts() -> QuerySet[Actor]:
    """All but those of members."""
    return Actor.objects.exclude(network=_OURS)


def last_account() -> int:
    """The id of the newest, 0 where there is none."""
    return accounts().order_by("-pk").values_list("pk", flat=True).first() or 0


def profiles_of(keys: Iterable[int] | None) -> list[Profile]:
    """What is known of these accounts, of all where None; the oldest first."""
    parts = [None] if keys is None else in_parts(keys)
    return [profile for some in parts for profile in _profiles(some)]


def _profiles(some: Sequence[int] | None) -> list[Profile]:
    held = accounts() if some is None else accounts().filter(pk__in=some)
    hours = _hours(some)
    return [
        Profile(
            key=key,
            uid=uid,
            network=network,
            handle=handle,
            name=name,
            mail=mail,
            url=url,
            links=tuple(links),
            summary=summary,
            place=place,
            organisation=name if kind == "Organization" else "",
            hours=tuple(hours.get(key, ())),
            kind=kind,
        )
        for key, uid, network, handle, name, mail, url, links, summary, place, kind in held.order_by("pk").values_list(
            *_ACTOR
        )
    ]


def _hours(some: Sequence[int] | None) -> dict[int, list[int]]:
    posts = Post.objects.all() if some is None else Post.objects.filter(author__in=some)
    spoke: dict[int, list[int]] = defaultdict(list)
    # The latest first, so that the same posts tell whether one account or all are looked at.
    rows = posts.order_by("author", "-published", "-pk").values_list("author", "published")
    for author, at in rows.iterator(chunk_size=10_000):
        if len(spoke[author]) < _SPOKE:
            spoke[author].append(hour_of_week(at))
    return spoke
