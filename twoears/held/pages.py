"""All that is held of one person, section by section, as plain values."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import reduce
from types import MappingProxyType
from typing import Any, BinaryIO, Final

from django.apps import apps
from django.db import transaction
from django.db.models import BinaryField, Count, ForeignKey, Model, Q, QuerySet

from twoears.activities.as2 import document
from twoears.activities.models import Activity, Actor, Post
from twoears.activities.pages import activities
from twoears.held.copying import Of, Section, write_copy
from twoears.held.holdings import HOLDINGS, Holding
from twoears.people.actions import the_person
from twoears.people.buying.models import BuyingView
from twoears.people.companies.tasks import places_of
from twoears.people.models import Person
from twoears.reach.wanted.pages import lines_naming
from twoears.team.models import Member
from twoears.threads.models import Turn

_AT_ONCE: Final = 2000
_ELSE: Final = "somebody else"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Whose:
    """One person: the row, and their accounts by number."""

    person: Person
    actors: frozenset[int]


@dataclass(frozen=True, slots=True)
class OfOthers:
    """What others said to them or did to their posts. It is of those others, and counted only."""

    replies: int
    deeds: dict[str, int]


def whose(public_id: str) -> Whose:
    """The person of a public id. Raises NobodyHere."""
    person = the_person(public_id)
    return Whose(person, frozenset(person.identities.values_list("actor", flat=True)))


def of_others(who: Whose) -> OfOthers:
    """How often others answered them, and did something to their posts."""
    spoke_in = Turn.objects.filter(actor__in=who.actors).values("thread")
    said = Post.objects.filter(author__in=who.actors).values("uid")
    # By thread first: no index leads from a post to what answers it.
    answers = Turn.objects.filter(thread__in=spoke_in, post__in_reply_to__in=said)
    replies = answers.exclude(actor__in=who.actors).count()
    done = Activity.objects.filter(post__author__in=who.actors).exclude(actor__in=who.actors)
    deeds = done.order_by("type").values_list("type").annotate(n=Count("pk"))
    return OfOthers(replies, dict(deeds))


def rows(holding: Holding, who: Whose) -> Iterator[Row]:
    """The rows of one table that are of this person, in the order in which they were made."""
    model: type[Model] = apps.get_model("twoears", holding.table)
    if holding.table == "Wanted":
        yield from _wanted(who)
        return
    shown = [f for f in model._meta.concrete_fields if not isinstance(f, BinaryField)]
    links = [f.name for f in shown if isinstance(f, ForeignKey)]
    for row in found(holding, who).select_related(*links).order_by("pk").iterator(chunk_size=_AT_ONCE):
        told = {f.name: row.pk if f.primary_key else _told(getattr(row, f.name), who) for f in shown}
        yield _MADE_THEIRS.get(holding.table, _as_it_is)(told)


def found(holding: Holding, who: Whose) -> "QuerySet[Any]":
    """The rows themselves. Each link is looked up by itself, along its own index."""
    model: type[Model] = apps.get_model("twoears", holding.table)
    by_link = [Q(**{f"{link}__in": who.actors}) for link in holding.by]
    if model is BuyingView:
        by_link.append(Q(organisation__in={place.house for place in places_of([who.person.pk])[who.person.pk]}))
    if not by_link:
        return model._default_manager.none()
    each = [Q(pk__in=model._default_manager.filter(by).order_by().values("pk")) for by in by_link]
    return model._default_manager.filter(reduce(Q.__or__, each))


def _wanted(who: Whose) -> Iterator[Row]:
    for wanted, things in lines_naming(Actor.objects.filter(pk__in=who.actors)):
        yield {"id": wanted.pk, "name": wanted.name, "things": things, "made_at": _plain(wanted.made_at),
               "undone_at": _plain(wanted.undone_at)}  # fmt: skip


def _told(value: Any, who: Whose) -> Any:
    """A value as JSON carries it; others are not named, for what is known of them is theirs."""
    if isinstance(value, Member):
        return "a member"
    if isinstance(value, Actor):
        return value.uid if value.pk in who.actors else _ELSE
    if isinstance(value, Person):
        return value.public_id if value.pk == who.person.pk else _ELSE
    if isinstance(value, Post):
        return value.uid if value.author_id in who.actors else _ELSE
    if isinstance(value, Activity):
        return value.uid if value.actor_id in who.actors else _ELSE
    return str(value) if isinstance(value, Model) else _plain(value)


def _without_the_other(match: Row) -> Row:
    """Behind a colon reasons tell handles and addresses of both accounts: of another, only what is alike is told."""
    if _ELSE not in (match["left"], match["right"]):
        return match
    return match | {"reasons": [[why.partition(":")[0], weight] for why, weight in match["reasons"]]}


def _without_colleagues(told: Row) -> Row:
    """What moved the view of a house is what colleagues did."""
    return told if told["person"] else told | {"reasons": []}


def _as_it_is(told: Row) -> Row:
    return told


_MADE_THEIRS: Final[Mapping[str, Callable[[Row], Row]]] = MappingProxyType(
    {"LikelyMatch": _without_the_other, "BuyingView": _without_colleagues}
)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


def write_copy_of(public_id: str, out: BinaryIO, now: datetime | None = None) -> dict[str, int]:
    """Write everything that is held of this person to `out`, as a zip for them; how many rows each file has.

    It is read in one transaction: what comes meanwhile is in none of the files, not in some.
    Raises NobodyHere.
    """
    with transaction.atomic():
        who = whose(public_id)
        others = of_others(who)
        of = Of(id=who.person.public_id, name=who.person.name, replies=others.replies, deeds=others.deeds)
        each = [Section(name=h.name, about=h.about, rows=rows(h, who)) for h in HOLDINGS]
        again = Section(name="as2", about="What you did once more, as ActivityStreams 2.0.", rows=_as2(who))
        return write_copy(out, of=of, sections=[*each, again], now=now or datetime.now(UTC))


def _as2(who: Whose) -> Iterator[Row]:
    return (document(activity) for activity in activities(who.actors, to_their_posts=False))
