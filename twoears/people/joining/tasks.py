"""Join accounts to people, and part them again. Opinions: the same facts and decisions give the same people.

What certain rules found is kept in a table, so that one decision makes only those anew whom it may concern: the
accounts that can be reached from it over what joins any two.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet
from django.dispatch import Signal

from twoears.activities.models import Activity, Actor
from twoears.lib.ids import short_id
from twoears.people.joining.word import Word, word_of_members
from twoears.people.models import Identity, IdentityDecision, LikelyMatch, Person, SureMatch
from twoears.people.resolve import LIKELY, Account, Match, matches, persons
from twoears.people.standing.tasks import restage
from twoears.people.tasks import ENGAGING, called, identity_of, organisation_of
from twoears.people.ties.tasks import retie
from twoears.team.actions import first_team
from twoears.threads.actions import us
from twoears.threads.models import Turn

_AT_ONCE = 10_000  # ids in one statement
_RULES = ("link", "mail", "handle")  # the strongest first
Row = TypeVar("Row", IdentityDecision, SureMatch, LikelyMatch)
_ACCOUNT = ("pk", "uid", "network", "handle", "url", "mail", "links", "summary")

people_changed = Signal()
"""Sent with `people`, a set of ids, in the transaction in which these have become others. The floors above follow."""


@transaction.atomic(savepoint=False)
def resolve() -> set[int]:
    """Find anew whom certain rules join, and make everybody anew who may be joined; the people that changed."""
    _find_sure()
    return _follow(_make(None))


@transaction.atomic(savepoint=False)
def resolve_around(actors: Iterable[int]) -> set[int]:
    """The same for those only whom a decision about `actors` may concern."""
    return _follow(_make(_reached(set(actors))))


def _follow(changed: set[int]) -> set[int]:
    ours = us()
    restage(changed, ours.actors)
    retie(changed, ours)
    people_changed.send(sender=None, people=changed)
    return changed


def in_force() -> QuerySet[IdentityDecision]:
    """What members decided of pairs, and neither took back nor overruled; the oldest first."""
    return IdentityDecision.objects.filter(undone_at=None, closed_by=None).order_by("pk")


def _find_sure() -> None:
    told = Actor.objects.filter(Q(mail__gt="") | ~Q(links=[]) | Q(summary__gt="")).order_by("pk")
    found = {(m.left, m.right): m for m in matches([_account(*row) for row in told.values_list(*_ACCOUNT)])}
    held = {(row.left_id, row.right_id): row for row in SureMatch.objects.all()}
    gone = [row.pk for pair, row in held.items() if found.get(pair) != _as_match(row)]
    for some in in_parts(gone):
        SureMatch.objects.filter(pk__in=some).delete()
    new = [match for pair, match in found.items() if pair not in held or match != _as_match(held[pair])]
    rows = [SureMatch(left_id=m.left, right_id=m.right, rule=m.rule, evidence=m.evidence) for m in new]
    SureMatch.objects.bulk_create(rows, batch_size=500)


def _account(
    key: int, uid: str, network: str, handle: str, url: str, mail: str, links: list[str], summary: str
) -> Account:
    return Account(
        key=key, uid=uid, network=network, handle=handle, url=url, mail=mail, links=tuple(links), summary=summary
    )


def _as_match(row: SureMatch) -> Match:
    return Match(row.left_id, row.right_id, row.rule, row.evidence)


def _reached(start: set[int]) -> set[int]:
    """Everybody who can be reached from `start` over what joins any two, or has joined them until now."""
    seen, edge = set[int](), start
    while edge:
        seen |= edge
        near = set[int]()
        for some in in_parts(edge):
            for joining in (SureMatch.objects.all(), _likely(), in_force().filter(kind="merge")):
                near.update(joining.filter(left__in=some).values_list("right", flat=True))
                near.update(joining.filter(right__in=some).values_list("left", flat=True))
            people = Identity.objects.filter(actor__in=some).values("person")
            near.update(Identity.objects.filter(person__in=people).values_list("actor", flat=True))
        edge = near - seen
    return seen


def _likely() -> QuerySet[LikelyMatch]:
    """Pairs that the workspace wants to be joined without a member."""
    return _from(first_team().join_likely_from)


def _from(least: float | None) -> QuerySet[LikelyMatch]:
    found = LikelyMatch.objects.order_by("-probability", "left", "right")
    return found.filter(probability__gte=least) if least is not None else found.none()


def _make(among: set[int] | None) -> set[int]:
    """Make the people `among` these accounts anew; of all who may be joined where None."""
    joined, apart = _joining(among, _likely())
    if among is None:
        among = _named(joined, apart) | set(Identity.objects.exclude(rule="self").values_list("actor", flat=True))
    return _keep(sorted(among), joined, apart)


def _joining(among: set[int] | None, likely: QuerySet[LikelyMatch]) -> tuple[list[Match], list[tuple[int, int]]]:
    """What joins accounts, the strongest first, and what keeps them apart."""
    said = [Word(d.left_id, d.right_id, d.kind == "merge") for d in _among(in_force().exclude(kind="later"), among)]
    together, apart = word_of_members(said)
    joined = [Match(min(pair), max(pair), "member", "a member joined them") for pair in together]
    sure = sorted(_among(SureMatch.objects.all(), among), key=lambda m: (_RULES.index(m.rule), m.left_id, m.right_id))
    joined += [_as_match(row) for row in sure]
    return joined + [Match(m.left_id, m.right_id, LIKELY, _evidence(m)) for m in _among(likely, among)], apart


def joined_from(least: float) -> list[LikelyMatch]:
    """The likely pairs that are one person only because `least` is likely enough, the least likely first."""
    likely = _from(least).select_related("left", "right")
    joined, apart = _joining(None, likely)
    keys = sorted(_named(joined, apart))
    networks = dict[int, str]()
    for some in in_parts(keys):
        networks.update(Actor.objects.filter(pk__in=some).values_list("pk", "network"))
    certain = _group_of(persons(keys, [m for m in joined if m.rule != LIKELY], apart))
    whole = _group_of(persons(keys, joined, apart, networks))
    found = [m for m in likely if m.right_id in whole[m.left_id] and m.right_id not in certain[m.left_id]]
    return found[::-1]


def _named(joined: Iterable[Match], apart: Iterable[tuple[int, int]]) -> set[int]:
    return {key for match in joined for key in (match.left, match.right)} | {key for pair in apart for key in pair}


def _group_of(groups: Iterable[tuple[int, ...]]) -> dict[int, frozenset[int]]:
    return {key: group for group in map(frozenset, groups) for key in group}


def _among(found: QuerySet[Row], among: set[int] | None) -> list[Row]:
    """Those of `found` that join or part two `among`, in the order of `found`."""
    if among is None:
        return list(found)
    if len(among) > _AT_ONCE:
        return [row for row in found if row.left_id in among]
    return list(found.filter(left__in=among))


def _evidence(match: LikelyMatch) -> str:
    why = "; ".join(text for text, weight in match.reasons[:2] if weight > 0)
    return f"likely, {match.probability:.1%}: {why}" if why else f"likely, {match.probability:.1%}"


def in_parts(keys: Iterable[int]) -> Iterator[list[int]]:
    """Sorted, and no more at once than a statement takes."""
    every = sorted(keys)
    return (every[start : start + _AT_ONCE] for start in range(0, len(every), _AT_ONCE))


def _keep(keys: Sequence[int], joined: Sequence[Match], apart: Sequence[tuple[int, int]]) -> set[int]:
    """Write the people that `keys` come to; those that changed."""
    actors: dict[int, Actor] = {}
    held: dict[int, Identity] = {}
    for some in in_parts(keys):
        actors |= Actor.objects.in_bulk(some)
        held |= {i.actor_id: i for i in Identity.objects.filter(actor__in=some).select_related("person")}
    groups = persons(keys, joined, apart, {key: actor.network for key, actor in actors.items()})
    group_of = {key: group for group in groups for key in group}
    why = {key: m for m in reversed(joined) if group_of[m.left] is group_of[m.right] for key in (m.left, m.right)}
    met = engaged([key for group in groups for key in group if key in held and held[key].rule != "self"])
    changed: set[int] = set()
    for group in groups:
        if any(key in met or key in held and held[key].rule == "self" for key in group):
            changed |= _join([actors[key] for key in group], held, why)
        else:
            # Nobody of them has turned to us: they were joined to somebody who had, and are accounts again.
            changed |= _let_go([held[key] for key in group if key in held])
    for some in in_parts(changed):
        Person.objects.filter(pk__in=some, identities=None).delete()
    return changed


def engaged(actors: Iterable[int]) -> set[int]:
    """Those who turned to us, ordered, referred or signed up."""
    found: set[int] = set()
    for some in in_parts(actors):
        found.update(Turn.objects.filter(actor__in=some, to_us=True, ours=False).values_list("actor", flat=True))
        found.update(Activity.objects.filter(actor__in=some, type__in=ENGAGING).values_list("actor", flat=True))
    return found


def _let_go(identities: Sequence[Identity]) -> set[int]:
    Identity.objects.filter(pk__in=[identity.pk for identity in identities]).delete()
    return {identity.person_id for identity in identities}


def _join(group: Sequence[Actor], held: dict[int, Identity], why: dict[int, Match]) -> set[int]:
    """Make `group` one person: that of its first account."""
    first = group[0]
    person = held[first.pk].person if first.pk in held else None
    if person is None or person.first_actor_id != first.pk:
        person, _ = Person.objects.get_or_create(
            public_id=short_id("p", first.uid),
            defaults={"first_actor": first, "name": called(group), "organisation": organisation_of(first)},
        )
    changed: set[int] = set()
    if person.name != called(group):
        person.name = called(group)
        person.save(update_fields=["name"])
        changed.add(person.pk)
    for actor in group:
        match = why.get(actor.pk) if len(group) > 1 else None
        rule, evidence = (match.rule, match.evidence) if match else ("self", "")
        changed |= _keep_identity(actor, person, rule, evidence, held)
    return changed


def _keep_identity(actor: Actor, person: Person, rule: str, evidence: str, held: dict[int, Identity]) -> set[int]:
    identity = held.get(actor.pk)
    if identity is None:
        held[actor.pk] = identity_of(actor, person, rule, evidence)
        held[actor.pk].save()
        return {person.pk}
    if (identity.person_id, identity.rule, identity.evidence) == (person.pk, rule, evidence):
        return set()
    before = identity.person_id
    identity.person, identity.rule, identity.evidence = person, rule, evidence
    identity.save(update_fields=["person", "rule", "evidence"])
    return {before, person.pk}
