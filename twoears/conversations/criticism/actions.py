"""Improvements: make, describe, own, decide, decline, do, and tie criticism to them; each kept, and taken back."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django.db import transaction

from twoears.activities.actions import append
from twoears.activities.models import Post
from twoears.conversations.criticism.models import Improvement, ImprovementChange, State, Tie
from twoears.conversations.criticism.trouble import CannotBe, MayNotImprove, NoSuchImprovement, NothingToTie
from twoears.team.models import Member
from twoears.threads.models import Turn
from twoears.understanding.needs import words
from twoears.understanding.needs.actions import standing_code
from twoears.understanding.needs.trouble import BadWords

TITLE: Final = 120
LINK: Final = 2_000
MOST_AT_ONCE: Final = 500  # posts that are tied or taken off in one decision
_STATES: Final = ("make", "decide", "decline", "done")


@transaction.atomic
def improve(
    *,
    member: Member,
    title: str,
    need: int | None = None,
    owner: Member | None = None,
    posts: Sequence[int] = (),
    now: datetime | None = None,
) -> Improvement:
    """A new improvement, for a need of the codebook where there is one, with the criticism that it is about."""
    may(member)
    moment = now or datetime.now(UTC)
    code = standing_code(need) if need is not None else None
    made = Improvement.objects.create(
        title=words.line(title, "what to improve", TITLE), need=code, owner=_owner(owner), member=member, made_at=moment
    )
    _changed(member, made, "make", {}, {"title": made.title}, moment)
    if posts:
        tie(member=member, improvement=made.pk, posts=posts, now=moment)
    return made


@transaction.atomic
def describe(
    *, member: Member, improvement: int, title: str, need: int | None = None, now: datetime | None = None
) -> Improvement:
    """Another title or need."""
    may(member)
    made = standing(improvement)
    before = {"title": made.title, "need": made.need_id}
    made.title = words.line(title, "what to improve", TITLE)
    made.need = standing_code(need) if need is not None else None
    after = {"title": made.title, "need": made.need_id}
    if before != after:
        made.save(update_fields=["title", "need"])
        _changed(member, made, "describe", before, after, now or datetime.now(UTC))
    return made


@transaction.atomic
def give_owner(*, member: Member, improvement: int, owner: Member | None, now: datetime | None = None) -> Improvement:
    """Whose it is from now on; nobody's for None."""
    may(member)
    made = standing(improvement)
    before = {"owner": made.owner_id, "name": str(made.owner or "")}
    made.owner = _owner(owner)
    if made.owner_id != before["owner"]:
        made.save(update_fields=["owner"])
        after = {"owner": made.owner_id, "name": str(made.owner or "")}
        _changed(member, made, "own", before, after, now or datetime.now(UTC))
    return made


@transaction.atomic
def decide(*, member: Member, improvement: int, now: datetime | None = None) -> Improvement:
    """We will do it; also where it was declined before."""
    return _move(member, improvement, "decide", State.DECIDED, now)


@transaction.atomic
def decline(*, member: Member, improvement: int, reason: str, now: datetime | None = None) -> Improvement:
    """We will not do it, for a reason that critics can be told."""
    said = _said(reason, "the reason")
    return _move(member, improvement, "decline", State.DECLINED, now, words=said)


@transaction.atomic
def done(*, member: Member, improvement: int, what: str, link: str = "", now: datetime | None = None) -> Improvement:
    """It is done: what was done, and where that can be seen. Only what was decided can be done."""
    said = _said(what, "what was done")
    return _move(member, improvement, "done", State.DONE, now, words=said, link=_link(link))


@transaction.atomic
def tie(*, member: Member, improvement: int, posts: Sequence[int], now: datetime | None = None) -> list[Tie]:
    """These posts are criticism that it is about; what was tied to another improvement is moved."""
    may(member)
    moment, made = now or datetime.now(UTC), standing(improvement)
    wanted = _theirs(posts)
    old = {tie.post_id: tie for tie in Tie.objects.filter(post__in=wanted, undone_at=None)}
    new = [post for post in wanted if post not in old or old[post].improvement_id != made.pk]
    moved = [old[post].pk for post in new if post in old]
    Tie.objects.filter(pk__in=moved).update(undone_at=moment)
    ties = Tie.objects.bulk_create(Tie(improvement=made, post_id=post, member=member, made_at=moment) for post in new)
    if ties:
        _changed(member, made, "tie", {"ties": moved}, {"ties": [one.pk for one in ties]}, moment)
    return ties


@transaction.atomic
def take_off(*, member: Member, improvement: int, posts: Sequence[int], now: datetime | None = None) -> int:
    """These posts are not about it after all; how many were."""
    may(member)
    moment, made = now or datetime.now(UTC), standing(improvement)
    gone = list(Tie.objects.filter(improvement=made, post__in=list(posts), undone_at=None).values_list("pk", flat=True))
    if not gone:
        raise NothingToTie(f"None of that was tied to {made.title}.")
    Tie.objects.filter(pk__in=gone).update(undone_at=moment)
    _changed(member, made, "off", {"ties": gone}, {}, moment)
    return len(gone)


@transaction.atomic
def undo(*, member: Member, change: int, now: datetime | None = None) -> ImprovementChange:
    """Take back what was done to an improvement; what hangs on it is taken back first."""
    may(member)
    made = ImprovementChange.objects.select_related("improvement").filter(pk=change).first()
    if made is None:
        raise NothingToTie("That change is not here any more.")
    if made.undone_at is not None:
        return made
    kinds = _STATES if made.what in _STATES else (made.what,) if made.what in ("describe", "own") else ()
    later = ImprovementChange.objects.filter(improvement=made.improvement, what__in=kinds, pk__gt=made.pk)
    if later.filter(undone_at=None).exists():
        raise CannotBe(f"{made.improvement.title} was changed after that. Take the later change back first.")
    made.undone_at = now or datetime.now(UTC)
    made.save(update_fields=["undone_at"])
    _take_back(made, made.undone_at)
    append(member, "reopen", f"improvementchange:{made.pk}:undo", made.undone_at)
    return made


def may(member: Member) -> None:
    """Stop those who only look."""
    if not member.may_decide:
        raise MayNotImprove("Readers look; ask an owner to make you a member.")


def standing(improvement: int) -> Improvement:
    """An improvement that was not taken back; raises NoSuchImprovement."""
    made = Improvement.objects.select_related("owner", "need").filter(pk=improvement, undone_at=None).first()
    if made is None:
        raise NoSuchImprovement(f"There is no improvement {improvement}. See them: twoears criticism list.")
    return made


def _move(
    member: Member, improvement: int, what: str, state: str, now: datetime | None, *, words: str = "", link: str = ""
) -> Improvement:
    may(member)
    made, moment = standing(improvement), now or datetime.now(UTC)
    if made.state not in _FROM[state]:
        raise CannotBe(f"{made.title} is {made.state}. {_FIRST[made.state]}")
    before = _state_of(made)
    made.state, made.words, made.link = state, words, link
    made.settled_at = moment if state in (State.DONE, State.DECLINED) else None
    made.save(update_fields=["state", "words", "link", "settled_at"])
    _changed(member, made, what, before, _state_of(made), moment)
    return made


_FROM: dict[str, tuple[str, ...]] = {
    State.DECIDED: (State.OPEN, State.DECLINED),
    State.DECLINED: (State.OPEN, State.DECIDED),
    State.DONE: (State.DECIDED,),
}
_FIRST: dict[str, str] = {
    State.OPEN: "Decide on it first.",
    State.DECIDED: "That was decided already.",
    State.DECLINED: "Decide on it first, or take that back.",
    State.DONE: "Take that back first.",
}


def _state_of(made: Improvement) -> dict[str, Any]:
    at = made.settled_at.isoformat() if made.settled_at else None
    return {"state": str(made.state), "words": made.words, "link": made.link, "settled_at": at}


def _theirs(posts: Sequence[int]) -> list[int]:
    """These posts, each once; raises NothingToTie where one is not here, is ours, or was deleted."""
    wanted = list(dict.fromkeys(posts))
    if not 0 < len(wanted) <= MOST_AT_ONCE:
        raise NothingToTie(f"Choose what it is about: 1 to {MOST_AT_ONCE} posts at once.")
    here = Turn.objects.filter(post__in=wanted, ours=False, post__withdrawn_at=None)
    lost = set(wanted) - set(here.values_list("post", flat=True))
    if lost:
        raise NothingToTie(f"There is no post {min(lost)} of others here.")
    # Two at once wait for each other here, so that a post never stands by two improvements.
    list(Post.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk"))
    return wanted


def _take_back(made: ImprovementChange, moment: datetime) -> None:
    of = Improvement.objects.filter(pk=made.improvement_id)
    if made.what == "make":
        of.update(undone_at=moment)
        Tie.objects.filter(improvement=made.improvement_id, undone_at=None).update(undone_at=moment)
    elif made.what == "describe":
        of.update(title=made.before["title"], need=made.before["need"])
    elif made.what == "own":
        of.update(owner=Member.objects.filter(pk=made.before["owner"]).first())
    elif made.what in _STATES:
        at = made.before["settled_at"]
        of.update(**made.before | {"settled_at": datetime.fromisoformat(at) if at else None})
    else:
        _untie(made, moment)


def _untie(made: ImprovementChange, moment: datetime) -> None:
    """What was tied goes, and what stood before it stands again; not where it was tied elsewhere since."""
    new = made.after.get("ties", [])
    if Tie.objects.filter(pk__in=new, undone_at=None).count() < Tie.objects.filter(pk__in=new).count():
        raise CannotBe("Some of that was moved or taken off after that. Take the later change back first.")
    Tie.objects.filter(pk__in=new).update(undone_at=moment)
    old = Tie.objects.filter(pk__in=made.before.get("ties", []))
    if Tie.objects.filter(post__in=old.values("post"), undone_at=None).exists():
        raise CannotBe("Some of that was tied again after that. Take the later change back first.")
    old.filter(improvement__undone_at=None).update(undone_at=None)


def _owner(owner: Member | None) -> Member | None:
    if owner is not None and not owner.may_decide:
        raise CannotBe(f"{owner} only looks, and can own nothing. Choose a member.")
    return owner


def _said(given: str, what: str) -> str:
    told = words.about(given, what)
    if not told:
        raise BadWords(f"Give {what}: critics will be told.")
    return told


def _link(given: str) -> str:
    if not given.strip():
        return ""
    link = words.line(given, "the link", LINK)
    if not link.startswith(("https://", "http://")) or " " in link:
        raise BadWords(f"{link[:60]!r} is no address. It begins with https:// or http://.")
    return link


def _changed(
    member: Member, made: Improvement, what: str, before: dict[str, Any], after: dict[str, Any], moment: datetime
) -> None:
    change = ImprovementChange.objects.create(
        improvement=made, what=what, before=before, after=after, member=member, made_at=moment
    )
    append(member, f"improvement-{what}", f"improvementchange:{change.pk}", moment)
