"""Who would likely send others if asked, and why it is not too early. Reasons side by side, and never one score.

A customer stands here who gave a sign of their own in the last year (praise, thanks for an answer, more done for us
than by us, somebody sent before), for whom nothing is open, and who has not complained lately.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import F, Q

from twoears.lib.counts import on_day, times
from twoears.people.models import Identity, Person
from twoears.people.referrals.showing import Ready
from twoears.people.ties.models import Relationship
from twoears.threads.models import Turn
from twoears.threads.turns import UNSURE
from twoears.understanding.models import Note

STAGES: Final = ("customer", "evangelist")
LATELY: Final = timedelta(days=90)
"""A complaint within it makes asking too early."""
_YEAR: Final = timedelta(days=365)
_MOST: Final = 5_000  # customers, those that were heard last
_WORDS: Final = 120


class _Sign(NamedTuple):
    at: datetime
    words: str


def ready(now: datetime, sent_before: dict[str, datetime]) -> tuple[Ready, ...]:
    """Those who would likely send somebody, the latest sign first; `sent_before`: public id -> when they did."""
    people = list(Person.objects.filter(stage__in=STAGES).order_by("-last_at", "pk")[:_MOST])
    person_of = dict(Identity.objects.filter(person__in=people).values_list("actor", "person"))
    too_early = _open(person_of) | _complained(person_of, now)
    signs = _signs(person_of, now)
    for person in people:
        if at := sent_before.get(person.public_id):
            signs[person.pk].append(_Sign(at, f"sent you somebody on {on_day(at)}"))
    chosen = [person for person in people if signs[person.pk] and person.pk not in too_early]
    shown = [_shown(person, signs[person.pk], now) for person in chosen]
    return tuple(sorted(shown, key=lambda one: (one.latest, one.id), reverse=True))


def _shown(person: Person, signs: list[_Sign], now: datetime) -> Ready:
    since = f"{person.stage} since {on_day(person.stage_since)}" if person.stage_since else person.stage
    return Ready(
        id=person.public_id,
        name=person.name,
        stage=person.stage,
        why=tuple(sign.words for sign in sorted(signs, reverse=True)),
        not_too_early=(since, "nothing of theirs is open", f"no complaint in the last {LATELY.days} days"),
        latest=max(sign.at for sign in signs),
    )


def _open(person_of: dict[int, int]) -> set[int]:
    waiting = Turn.objects.filter(actor__in=list(person_of), open=True).exclude(waits__in=("", UNSURE))
    return {person_of[actor] for actor in waiting.values_list("actor", flat=True)}


def _complained(person_of: dict[int, int], now: datetime) -> set[int]:
    notes = Note.objects.filter(reader="complaint", label="complaint", post__author__in=list(person_of))
    lately = notes.filter(post__published__gt=now - LATELY, post__turn__to_us=True)
    return {person_of[actor] for actor in lately.values_list("post__author", flat=True)}


def _signs(person_of: dict[int, int], now: datetime) -> dict[int, list[_Sign]]:
    """person -> the latest sign of each kind."""
    found: dict[int, dict[str, _Sign]] = defaultdict(dict)
    said = Note.objects.filter(
        post__author__in=list(person_of), post__published__gt=now - _YEAR, post__turn__to_us=True
    )
    kinds = said.filter(Q(reader="praise", label="praise") | Q(reader="thanks", label="thanks"))
    rows = kinds.order_by("post__published").values_list("post__author", "label", "post__published", "post__text")
    for actor, label, at, text in rows:
        words = " ".join(text.split())[:_WORDS]
        verb = "praised" if label == "praise" else "thanked you"
        found[person_of[actor]][label] = _Sign(at, f"{verb} on {on_day(at)}: “{words}”")
    ties = Relationship.objects.filter(low=None, high__in=list(person_of), they_way__gt=F("we_way"))
    for actor, they, we, at in ties.filter(last_at__gt=now - _YEAR).values_list(
        "high", "they_way", "we_way", "last_at"
    ):
        way = f"went out of their way for you {times(they)}, you for them {times(we)}"
        found[person_of[actor]]["way"] = _Sign(at, way)
    return defaultdict(list, {person: list(signs.values()) for person, signs in found.items()})
