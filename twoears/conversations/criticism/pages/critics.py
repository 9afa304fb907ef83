"""Critics: who said what improvements are about, whether they can be told, have heard back, and how they are since."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from twoears.activities.models import Activity, Actor, Post
from twoears.conversations.criticism.drafting import draft, frame_of
from twoears.conversations.criticism.models import Improvement, LeftAlone, State, Tie
from twoears.conversations.criticism.pages.showing import Critic
from twoears.conversations.criticism.reckoning import Case, tone
from twoears.conversations.models import Decision, Draft, Standing
from twoears.conversations.pages.queue import languages_of
from twoears.people.models import Identity, StageChange
from twoears.publishing.actions import mouths
from twoears.publishing.models import Delivery
from twoears.publishing.models import State as Sending
from twoears.threads.actions import us
from twoears.threads.models import Turn
from twoears.understanding.models import Note
from twoears.understanding.needs.pages import post_shown

_AT_ONCE: Final = 5_000  # keys in one statement
_SETTLED: Final = (State.DONE, State.DECLINED)
_STAYS: Final = "exchange"  # an answer of ours makes a friend of a stranger: that is no change of theirs


@dataclass(slots=True)
class _Heard:
    """When somebody heard from us, by what we know it, and in which conversation."""

    at: datetime
    by: str
    conversation: str = ""


@dataclass(slots=True, kw_only=True)
class _Who:
    """One critic of one improvement: their ties, all their accounts, and what is known since."""

    improvement: Improvement
    key: str
    person: int | None
    accounts: set[int] = field(default_factory=set)
    ties: list[Tie] = field(default_factory=list)
    heard: _Heard | None = None
    after: list[str] = field(default_factory=list)
    stage: str = ""

    @property
    def first_at(self) -> datetime:
        return min(tie.post.published for tie in self.ties)

    @property
    def threads(self) -> set[int]:
        return {tie.post.turn.thread_id for tie in self.ties}


def cases(improvements: Collection[Improvement]) -> list[Case]:
    """The critics of those that are done or declined, as they are counted."""
    settled = [one for one in improvements if one.state in _SETTLED]
    found = _critics(settled)
    before = _sentiments(tie.post_id for one in found for tie in one.ties)
    return [_case(one, before) for one in found]


def critics_of(improvement: Improvement) -> tuple[tuple[Critic, ...], list[Case]]:
    """The critics of one improvement: who has not heard back first; and as they are counted, once it is settled."""
    found = _critics([improvement])
    before = _sentiments(tie.post_id for one in found for tie in one.ties)
    counted = [_case(one, before) for one in found] if improvement.state in _SETTLED else []
    tones = {one.key: case.tone for one, case in zip(found, counted, strict=False)}
    shown = _shown(found, tones)
    return tuple(sorted(shown, key=lambda one: (one.heard_at is not None, not one.way, one.first_at))), counted


def _critics(improvements: Sequence[Improvement]) -> list[_Who]:
    by_id = {one.pk: one for one in improvements}
    ties = Tie.objects.filter(improvement__in=by_id, undone_at=None, post__turn__isnull=False).order_by(
        "post__published", "pk"
    )
    rows = list(ties.select_related("post__author", "post__turn__thread"))
    people = dict(_identities({row.post.author_id for row in rows}))
    found: dict[tuple[int, str], _Who] = {}
    for row in rows:
        person = people.get(row.post.author_id)
        key = f"person:{person}" if person else f"actor:{row.post.author_id}"
        one = found.setdefault(
            (row.improvement_id, key), _Who(improvement=by_id[row.improvement_id], key=key, person=person)
        )
        one.ties.append(row)
        one.accounts.add(row.post.author_id)
    accounts: dict[int, set[int]] = defaultdict(set)
    for actor, person in Identity.objects.filter(person__in=set(people.values())).values_list("actor", "person"):
        accounts[person].add(actor)
    for one in found.values():
        one.accounts |= accounts.get(one.person or 0, set())
    _tell_since([one for one in found.values() if one.improvement.settled_at is not None])
    return list(found.values())


def _tell_since(found: Sequence[_Who]) -> None:
    """Who heard from us after it was settled, what they said after that, and where they stand since."""
    if not found:
        return
    moments = [one.improvement.settled_at for one in found if one.improvement.settled_at]
    answers = _answers(found, min(moments))
    for one in found:
        settled = one.improvement.settled_at
        told = [
            heard for key in (*one.accounts, *(-thread for thread in one.threads)) for heard in answers.get(key, ())
        ]
        one.heard = min((heard for heard in told if settled and heard.at >= settled), key=lambda h: h.at, default=None)
    heard = [one for one in found if one.heard]
    _tell_words(heard)
    _tell_stages(heard)


def _answers(found: Sequence[_Who], since: datetime) -> dict[int, list[_Heard]]:
    """account (or thread, below zero) -> what of ours reached it since: heard, sent from here, or as a member says."""
    accounts = sorted({actor for one in found for actor in one.accounts})
    threads = sorted({thread for one in found for thread in one.threads})
    made: dict[int, list[_Heard]] = defaultdict(list)
    for some in _in_parts(accounts):
        turns = Turn.objects.filter(replied_to__in=some, ours=True, at__gte=since, post__withdrawn_at=None)
        for actor, at, thread in turns.values_list("replied_to", "at", "thread__public_id"):
            made[actor].append(_Heard(at, "answer", thread))
        sent = Delivery.objects.filter(about__author__in=some, act=Delivery.Act.REPLY, state=Sending.SENT)
        rows = sent.filter(sent_at__gte=since).values_list("about__author", "sent_at", "about__turn__thread__public_id")
        for actor, sent_at, thread in rows:
            if sent_at is not None:
                made[actor].append(_Heard(sent_at, "delivery", thread or ""))
    for some in _in_parts(threads):
        said = Decision.objects.filter(kind=Decision.Kind.ANSWERED, undone_at=None, made_at__gte=since)
        told = said.filter(post__turn__thread__in=some)
        for key, made_at, thread in told.values_list("post__turn__thread", "made_at", "post__turn__thread__public_id"):
            made[-key].append(_Heard(made_at, "member", thread))
    return made


def _tell_words(heard: Sequence[_Who]) -> None:
    since = min((one.heard.at for one in heard if one.heard), default=None)
    if since is None:
        return
    of: dict[int, list[_Who]] = defaultdict(list)
    for one in heard:
        for actor in one.accounts:
            of[actor].append(one)
    for some in _in_parts(sorted(of)):
        said = Turn.objects.filter(actor__in=some, ours=False, at__gt=since, post__withdrawn_at=None)
        rows = list(said.values_list("post", "actor", "at"))
        labels = _sentiments(post for post, _, _ in rows)
        for post, actor, at in rows:
            for one in of[actor]:
                if one.heard and at > one.heard.at:
                    one.after.append(labels.get(post, "neutral"))


def _tell_stages(heard: Sequence[_Who]) -> None:
    of = {one.person: one for one in heard if one.person}
    rows = StageChange.objects.filter(person__in=list(of)).exclude(rule=_STAYS).order_by("at", "pk")
    moves = list(rows.values_list("person", "stage", "at"))
    for one in heard:
        since = [stage for person, stage, at in moves if person == one.person and one.heard and at > one.heard.at]
        one.stage = since[-1] if since else ""


def _case(one: _Who, before: Mapping[int, str]) -> Case:
    said = [before.get(tie.post_id, "neutral") for tie in one.ties if tie.post.withdrawn_at is None]
    return Case(
        improvement=one.improvement.pk,
        first_at=one.first_at,
        heard_at=one.heard.at if one.heard else None,
        tone=tone(said, one.after) if one.heard else "",
        moved=bool(one.stage) if one.heard and one.person else None,
    )


def _shown(found: Sequence[_Who], tones: Mapping[str, str]) -> list[Critic]:
    posts = [tie.post_id for one in found for tie in one.ties]
    languages = languages_of(posts)
    people = {i.person_id: i.person for i in _named({one.person for one in found if one.person})}
    alone = _alone({actor for one in found for actor in one.accounts})
    here = set(
        Standing.objects.filter(thread__in={t for one in found for t in one.threads}).values_list("thread", flat=True)
    )
    drafts = _drafts({thread for one in found for thread in one.threads})
    speaking = {
        network: bool(mouths(network)) for network in {tie.post.author.network for one in found for tie in one.ties}
    }
    made = []
    for one in found:
        said = [tie.post for tie in one.ties if tie.post.withdrawn_at is None]
        last = said[-1] if said else None
        person = people.get(one.person or 0)
        why, left = next((alone[actor] for actor in sorted(one.accounts) if actor in alone), ("", 0))
        thread = last.turn.thread if last else None
        way, why_not = _way(last, why, speaking)
        language = languages.get(last.pk, "") if last else ""
        made.append(Critic(
            who=person.public_id if person else one.key,
            name=person.name if person else str(one.ties[-1].post.author),
            person=person.public_id if person else "",
            network=one.ties[-1].post.author.network,
            said=tuple(post_shown(post) for post in said),
            deleted=len(one.ties) - len(said),
            first_at=one.first_at,
            conversation=thread.public_id if thread and thread.pk in here else "",
            original=next((post.url for post in reversed(said) if post.url.startswith("http")), ""),
            way=way,
            why_not=why_not,
            left_alone=left,
            heard_at=one.heard.at if one.heard else None,
            heard_by=one.heard.by if one.heard else "",
            heard_in=one.heard.conversation if one.heard else "",
            drafted_by=drafts.get(thread.pk, "") if thread and not one.heard else "",
            words=_words(one.improvement, last, language),
            framed=frame_of(language),
            tone=tones.get(one.key, "") if one.heard else "",
            stage=one.stage,
        ))  # fmt: skip
    return made


def _way(last: Post | None, alone: str, speaking: Mapping[str, bool]) -> tuple[str, str]:
    """How they can be told: here, there, or not at all with the reason."""
    if alone:
        return "", alone
    if last is None:
        return "", "they deleted what they said"
    if speaking[last.author.network] and last.turn.thread.with_us:
        return "here", ""
    if last.url.startswith("http"):
        return "there", ""
    return "", "it was heard without a way to answer: no source of ours speaks there, and there is no address"


def _words(improvement: Improvement, last: Post | None, language: str) -> str:
    if improvement.state not in _SETTLED or last is None:
        return ""
    said = last.text or last.title
    is_done = improvement.state == State.DONE
    return draft(said, improvement.words, improvement.link, is_done=is_done, language=language)


def _alone(actors: Collection[int]) -> dict[int, tuple[str, int]]:
    """account -> why it is left alone, and the decision of a member by which it is, 0 where they blocked us."""
    ours = Actor.objects.filter(pk__in=us().actors).values("uid")
    made: dict[int, tuple[str, int]] = {}
    for some in _in_parts(sorted(actors)):
        blocked = Activity.objects.filter(actor__in=some, type="Block", object_uid__in=ours)
        made |= dict.fromkeys(blocked.values_list("actor", flat=True), ("they blocked us", 0))
        said = LeftAlone.objects.filter(actor__in=some, undone_at=None)
        made |= {
            actor: (f"left alone: {reason}", pk) for actor, reason, pk in said.values_list("actor", "reason", "pk")
        }
    return made


def _drafts(threads: Collection[int]) -> dict[int, str]:
    """thread -> who has a draft in it."""
    rows = Draft.objects.filter(post__turn__thread__in=threads).exclude(text="").select_related("member", "post__turn")
    return {row.post.turn.thread_id: str(row.member) for row in rows}


def _sentiments(posts: Iterable[int]) -> dict[int, str]:
    """post -> what the reader of feelings made of it; what is left out was neutral."""
    found: dict[int, str] = {}
    for some in _in_parts(sorted(set(posts))):
        found |= dict(Note.objects.filter(post__in=some, reader="sentiment").values_list("post", "label"))
    return found


def _identities(actors: Collection[int]) -> Iterable[tuple[int, int]]:
    for some in _in_parts(sorted(actors)):
        yield from Identity.objects.filter(actor__in=some).values_list("actor", "person")


def _named(people: Collection[int]) -> Iterable[Identity]:
    for some in _in_parts(sorted(people)):
        yield from Identity.objects.filter(person__in=some).select_related("person")


def _in_parts(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
