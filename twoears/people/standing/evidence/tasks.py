"""What happened between people and us, of the kinds that rules of stages ask for. An opinion, read from the record."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from twoears.activities.models import Activity, Actor
from twoears.people.referrals.senders.pages import sent_by
from twoears.people.stages import CANCELLED, Evidence, Rule
from twoears.people.standing.evidence.words import bought_in
from twoears.people.ties.hearing.tasks import parts
from twoears.threads.us import Us
from twoears.understanding.models import Note

_ACTS: Final = ("order", "visit", "submit")
_LATER: Final = timedelta(days=1)
"""Who asks in two places within a day asks once; who speaks to us a day after we spoke with them has come back."""

_WORDS: Final = ("pk", "post__in_reply_to", "post__mentions", "post__text")

Found = dict[int, list[Evidence]]


class _Said(NamedTuple):
    """A post of one side to the other: when, its activity, and its thread."""

    at: datetime
    activity: int
    thread: int


def evidence(person_of: Mapping[int, int], ours: frozenset[int], rules: Sequence[Rule]) -> Found:
    """person -> what happened between them and us, of the kinds that `rules` ask for. `person_of` is by account."""
    kinds = {rule.kind for rule in rules} | {kind for rule in rules for kind in rule.without}
    found: Found = defaultdict(list)
    theirs = Activity.objects.filter(actor__in=list(person_of))
    if kinds & {"exchange", "reply", "return"}:
        _talk(person_of, ours, kinds, found)
    if "speak" in kinds:
        _add(found, person_of, "speak", theirs.filter(type="Create", post__turn__to_us=True, post__turn__ours=False))
    for kind in kinds.intersection(_ACTS):
        _add(found, person_of, kind, theirs.filter(type=kind))
    if "refer" in kinds:
        for person, at, activity in sent_by(person_of):
            found[person].append(Evidence(at, "refer", activity))
    if "customer-words" in kinds:
        _keep(found, "customer-words", {who: {0: one} for who, one in _first_words(person_of).items()})
    if "recommend" in kinds:
        _add(found, person_of, "recommend", theirs.filter(type="Announce", post__author__in=ours))
    if "meeting" in kinds:
        _add(found, person_of, "meeting", theirs.filter(type__in=("Accept", "Join"), post__type="Event"))
    if CANCELLED in kinds:
        orders = Activity.objects.filter(type="order").values("uid")
        _add(found, person_of, CANCELLED, theirs.filter(type="Undo", object_uid__in=orders))
    return found


def _talk(person_of: Mapping[int, int], ours: frozenset[int], kinds: set[str], found: Found) -> None:
    """Our answers, and whether they came back to us after them: each kind once a conversation, when it first was."""
    answers = _said(person_of, "post__turn__replied_to", Activity.objects.all())
    # One row a conversation: going on there is the same exchange.
    first = {person: _firsts(said) for person, said in answers.items()}
    if "exchange" in kinds:
        _keep(found, "exchange", first)
    if not kinds & {"reply", "return"}:
        return
    spoke = {who: said for who, said in _said(person_of, "post__turn__actor", _meant_for_us()).items() if who in first}
    if "reply" in kinds:
        _keep(found, "reply", {who: _firsts(s for s in said if _replies(s, first[who])) for who, said in spoke.items()})
    if "return" in kinds:
        begun = {who: sorted(first[who].values())[:2] for who in spoke}
        again = {who: [s for s in said if _returns(s, begun[who])] for who, said in spoke.items()}
        meant = _of_their_own_accord([one.activity for said in again.values() for one in said], ours)
        _keep(found, "return", {who: _firsts(s for s in said if s.activity in meant) for who, said in again.items()})


def _meant_for_us() -> QuerySet[Activity]:
    """What they said to us, without what a program answered for them and what is there to sell something."""
    said = Activity.objects.filter(post__turn__to_us=True, post__turn__ours=False).exclude(detail__has_key="auto")
    return said.exclude(Exists(Note.objects.filter(post=OuterRef("post"), reader="promotion", label="promotion")))


def _said(person_of: Mapping[int, int], whose: str, among: QuerySet[Activity]) -> dict[int, list[_Said]]:
    """person -> the posts of which they are `whose`, the oldest first."""
    said: dict[int, list[_Said]] = defaultdict(list)
    rows = among.filter(type="Create", **{f"{whose}__in": list(person_of)}).order_by("published", "pk")
    for actor, at, activity, thread in rows.values_list(whose, "published", "pk", "post__turn__thread"):
        said[person_of[actor]].append(_Said(at, activity, thread))
    return said


def _firsts(said: Iterable[_Said]) -> dict[int, _Said]:
    """thread -> the first there."""
    first: dict[int, _Said] = {}
    for one in said:
        first.setdefault(one.thread, one)
    return first


def _replies(one: _Said, answered: Mapping[int, _Said]) -> bool:
    """Whether it goes on where we had answered them."""
    answer = answered.get(one.thread)
    return answer is not None and (one.at, one.activity) > (answer.at, answer.activity)


def _returns(one: _Said, begun: Sequence[_Said]) -> bool:
    """Whether it is another conversation, a day or more after we answered them in one of the first two."""
    return any(a.thread != one.thread and one.at - a.at >= _LATER for a in begun)


def _first_words(person_of: Mapping[int, int]) -> dict[int, _Said]:
    """person -> where they first said to us that they bought from us."""
    said: dict[int, _Said] = {}
    rows = _meant_for_us().filter(actor__in=list(person_of), type="Create").order_by("published", "pk")
    for actor, at, activity, thread, text in rows.values_list(
        "actor", "published", "pk", "post__turn__thread", "post__text"
    ):
        if person_of[actor] not in said and bought_in(text):
            said[person_of[actor]] = _Said(at, activity, thread)
    return said


def _of_their_own_accord(said: Sequence[int], ours: frozenset[int]) -> set[int]:
    """Those that go on in a conversation, or name us: whom we only found, and answered unasked, did not come to us."""
    words = Actor.objects.filter(pk__in=ours).values_list("uid", "handle", "mail")
    us = Us(ours, frozenset(word.lower() for row in words for word in row if word))
    meant: set[int] = set()
    for part in parts(sorted(said)):
        rows = Activity.objects.filter(pk__in=part).values_list(*_WORDS)
        meant |= {pk for pk, parent, mentions, text in rows if parent or us.named_in(mentions, text)}
    return meant


def _keep(found: Found, kind: str, said: Mapping[int, Mapping[int, _Said]]) -> None:
    for person, by_thread in said.items():
        found[person] += [Evidence(one.at, kind, one.activity) for one in by_thread.values()]


def _add(found: Found, person_of: Mapping[int, int], kind: str, rows: QuerySet[Activity]) -> None:
    for actor, at, activity in rows.values_list("actor", "published", "pk"):
        found[person_of[actor]].append(Evidence(at, kind, activity))
