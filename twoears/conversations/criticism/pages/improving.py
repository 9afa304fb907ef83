"""Improvements as they are shown: in a list by state, and one with its critics. Queries only."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import Count

from twoears.conversations.criticism.actions import standing
from twoears.conversations.criticism.models import Improvement, ImprovementChange, State, Tie
from twoears.conversations.criticism.pages.critics import cases, critics_of
from twoears.conversations.criticism.pages.showing import ChangeShown, ImprovementShown, WholeImprovement
from twoears.conversations.criticism.reckoning import Case, Figures, figures, heard_back
from twoears.understanding.needs.models import Code
from twoears.understanding.needs.pages import counts_as

_CHANGES: Final = 60
_ORDER: Final = (State.OPEN, State.DECIDED, State.DONE, State.DECLINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvements:
    """All that stand, open ones first; and what came of those that are done or declined."""

    improvements: tuple[ImprovementShown, ...]
    figures: Figures


def improvements(*, now: datetime | None = None) -> Improvements:
    """All improvements that were not taken back."""
    rows = list(Improvement.objects.filter(undone_at=None).select_related("owner", "need", "member"))
    rows.sort(key=lambda one: (_ORDER.index(State(one.state)), -one.pk))
    counted = cases(rows)
    of: dict[int, list[Case]] = defaultdict(list)
    for case in counted:
        of[case.improvement].append(case)
    ties = dict(Tie.objects.filter(undone_at=None).values_list("improvement").annotate(n=Count("pk")))
    names = _needs()
    return Improvements(
        improvements=tuple(_shown(row, ties.get(row.pk, 0), of[row.pk], names) for row in rows),
        figures=figures(counted, now or datetime.now(UTC)),
    )


def going_on() -> tuple[tuple[int, str], ...]:
    """Number and title of those that are not settled yet, the latest first."""
    found = Improvement.objects.filter(undone_at=None, state__in=(State.OPEN, State.DECIDED)).order_by("-pk")
    return tuple(found.values_list("pk", "title"))


def one_improvement(improvement: int, *, now: datetime | None = None) -> WholeImprovement:
    """An improvement with its critics; raises NoSuchImprovement."""
    row = standing(improvement)
    critics, counted = critics_of(row)
    posts = Tie.objects.filter(improvement=row, undone_at=None).count()
    return WholeImprovement(
        improvement=_shown(row, posts, counted, _needs()),
        critics=critics,
        figures=figures(counted, now or datetime.now(UTC)),
        changes=changes(improvement),
    )


def changes(improvement: int, *, start: int = 0, limit: int = _CHANGES) -> tuple[ChangeShown, ...]:
    """What was done to an improvement, the latest first."""
    found = ImprovementChange.objects.filter(improvement=improvement).select_related("member")
    return tuple(change_shown(row) for row in found.order_by("-made_at", "-pk")[start : start + limit])


def change_shown(row: ImprovementChange) -> ChangeShown:
    """One of them."""
    was, now = _told(row.what, row.before, row.after)
    return ChangeShown(
        id=row.pk,
        what=row.what,
        was=was,
        now=now,
        member=str(row.member or ""),
        at=row.made_at,
        undone=row.undone_at is not None,
    )


def _told(what: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, str]:
    if what == "own":
        return str(before.get("name", "")), str(after.get("name", ""))
    if what in ("make", "describe"):
        return str(before.get("title", "")), str(after.get("title", ""))
    if what in ("tie", "off"):
        return str(len(before.get("ties", ()))), str(len(after.get("ties", ())))
    return str(before.get("state", "")), str(after.get("words", ""))


def _needs() -> dict[int, tuple[int, str]]:
    """code -> the code that it counts for now, and its name."""
    names = dict(Code.objects.values_list("pk", "name"))
    return {code: (into, names[into]) for code, into in counts_as().items()}


def _shown(row: Improvement, posts: int, counted: list[Case], names: Mapping[int, tuple[int, str]]) -> ImprovementShown:
    need, name = names.get(row.need_id or 0, (0, ""))
    return ImprovementShown(
        id=row.pk,
        title=row.title,
        need=need,
        need_name=name,
        owner=str(row.owner or ""),
        state=row.state,
        words=row.words,
        link=row.link,
        member=str(row.member or ""),
        made_at=row.made_at,
        settled_at=row.settled_at,
        posts=posts,
        heard=heard_back(counted),
    )
