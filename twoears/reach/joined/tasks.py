"""Join the graph by who is who, and say what is known of everybody in it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
from django.db.models import Count, Q
from numpy.typing import NDArray

from twoears.activities.models import Actor, Post
from twoears.lib.languages import language_name
from twoears.people.companies.houses import domain_of
from twoears.people.companies.said import Houses
from twoears.people.companies.tasks import house_by_person, houses, houses_by_person
from twoears.reach import store
from twoears.reach.graph import SHARES
from twoears.reach.joined.vertices import Gathering
from twoears.reach.wanted.models import Wanted
from twoears.reach.wanted.naming import Known, Seeker
from twoears.threads.actions import us
from twoears.understanding.models import Note
from twoears.understanding.needs.coding.coded import carried
from twoears.understanding.needs.coding.pages import rows_of
from twoears.understanding.needs.pages import codes, items_placed

_OWN_WORDS: Final = ("post", "interview")
_AT_ONCE: Final = 10_000
_LATELY: Final = timedelta(days=365)  # from how far back it is learnt how often people pass on what they hear
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_ABOUT: Final = ("pk", "network", "place", "identity__person", "identity__person__stage", "uid", "handle", "mail",
                 "url", "name", "type", "summary")  # fmt: skip


def join(making: Path) -> dict[str, Any]:
    """Put the joined graph into a version that is being made; what is to be told of it."""
    seek = Seeker({one.name: one.things.split("\n") for one in Wanted.objects.filter(undone_at=None).order_by("pk")})
    gathered = _gathered(seek)
    version = store.Version(making, {})
    actors, vertices = np.array(gathered.actors, np.int64), np.array(gathered.vertices, np.int32)
    parts = (version.ties(part) for part in version.parts())
    graph = store.joined(parts, actors, vertices, len(gathered.who))
    since = (datetime.now(UTC) - _EPOCH - _LATELY).days
    shares = store.told_since(version, SHARES, since, actors, vertices)
    tied = np.isin(actors, store.accounts(version))
    gathered.save(version.joined(), graph, tied=tied, said=_said(actors), shared=shares)
    return {"people": graph.people, "ties": graph.ties, "unheard": seek.unheard()}


def _gathered(seek: Seeker) -> Gathering:
    ours, spoken, needs, made = us().actors, _spoken(), _needs(), Gathering()
    wanted, drawn, belongs, several = list(seek.unheard()), houses(), house_by_person(), houses_by_person()
    for pk, network, place, person, stage, *names in _accounts():
        known = _known(dict(zip(_ABOUT[5:], names, strict=True)), several.get(person, []) if person else None, drawn)
        sought = seek.place(known)
        made.add(
            pk,
            person,
            network,
            ours=pk in ours,
            wanted=wanted[sought] if sought >= 0 else "",
            stage=stage or "stranger",
            language=spoken.get(pk, ""),
            place=place[:60],
            organisation=belongs.get(person, "") if person else drawn.of(domain_of(known.mail)),
            need=needs.get(pk, ""),
        )
    return made


def _known(about: dict[str, str], companies: list[str] | None, drawn: Houses) -> Known:
    """An account with where its person belongs; where nobody was met behind it, its mail tells."""
    domain = domain_of(about["mail"])
    if companies is None:
        companies = [house] if (house := drawn.of(domain)) else []
    sites = [domain] if domain and drawn.anybody(domain) else []
    sites += [site for house in companies for site in drawn.domains(house) if not drawn.anybody(site)]
    firms = tuple(name for house in companies if (name := drawn.name(house)))
    return Known(**about, sites=tuple(sites), firms=firms)


def _said(actors: NDArray[np.int64]) -> NDArray[np.int32]:
    """How many posts each account made in public lately."""
    posts = Post.objects.filter(private=False, published__gte=datetime.now(UTC) - _LATELY)
    counted = dict(posts.values_list("author").annotate(n=Count("pk")).iterator(chunk_size=_AT_ONCE))
    return np.fromiter((counted.get(actor, 0) for actor in actors.tolist()), np.int32, actors.size)


def _accounts() -> Iterator[tuple[Any, ...]]:
    # Members decide, they do not speak; a visitor of a page whom nobody knows is nobody to be reached.
    unknown = Q(network="web", name="", handle="", mail="")
    found = Actor.objects.exclude(network="twoears").exclude(unknown).order_by("pk").values_list(*_ABOUT)
    return found.iterator(chunk_size=_AT_ONCE)


def _spoken() -> Mapping[int, str]:
    """The language in which each account speaks most."""
    counted = (
        Note.objects.filter(reader="language")
        .values_list("post__author", "label")
        .annotate(n=Count("pk"))
        .order_by("post__author", "n", "label")
    )
    return {author: language_name(label) for author, label, _ in counted.iterator(chunk_size=_AT_ONCE)}


def _needs() -> Mapping[int, str]:
    """The need of which each account spoke most, by what was coded in their own words."""
    names = {one.id: one.name for one in codes()}
    if not names:
        return {}
    speaks = carried(rows_of())
    said: dict[int, Counter[int]] = defaultdict(Counter)
    for item, one in items_placed(speaks).items():
        if one.kind in _OWN_WORDS and one.actor:
            said[one.actor].update(code for code in speaks[item] if code in names)
    return {actor: names[min(found, key=lambda code: (-found[code], code))] for actor, found in said.items() if found}
