"""Whom a draft is meant for, and how it fits them. Queries only."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db.models import QuerySet

from twoears.conversations.models import Standing
from twoears.people.models import Identity
from twoears.people.pages import in_view
from twoears.team.models import Member
from twoears.threads.models import Turn
from twoears.understanding.fit.fit import Fit, Said, fit
from twoears.understanding.models import Note
from twoears.understanding.notes import CANNOT_TELL

_LATEST = 3_000  # things that they said, of which the draft is told
_EVERYONE = "everyone"


def fitted(member: Member, draft: str, *, view: str = _EVERYONE, label: str = "", now: datetime | None = None) -> Fit:
    """How a draft fits the people of a view (see PEOPLE_VIEWS), or what they said that reads as `label`.

    Whose words are whose is told by what everybody else said; for everyone, by what we say ourselves.
    """
    moment = now or datetime.now(UTC)
    seen = Turn.objects.filter(thread__in=Standing.objects.visible_to(member).values("thread"))
    theirs, others = seen.filter(ours=False), seen.filter(ours=True)
    if view != _EVERYONE:
        actors = Identity.objects.filter(person__in=in_view(view, moment)).values("actor")
        theirs, others = theirs.filter(actor__in=actors), seen.filter(ours=False).exclude(actor__in=actors)
    if label:
        read = Note.objects.filter(label=label).values("post")
        theirs, others = theirs.filter(post__in=read), seen.filter(ours=False).exclude(post__in=read)
    return fit(draft, _said(theirs), _words(others))


def _said(turns: QuerySet[Turn]) -> list[Said]:
    rows = list(turns.order_by("-at", "-post").values_list("post", "post__title", "post__text")[:_LATEST])
    notes = _notes([post for post, _, _ in rows])
    return [
        Said(
            post=post,
            text=f"{title}\n{text}" if title else text,
            language=notes.get((post, "language"), ""),
            asks=notes.get((post, "asks"), ""),
        )
        for post, title, text in rows
    ]


def _words(turns: QuerySet[Turn]) -> list[str]:
    return list(turns.order_by("-at", "-post").values_list("post__text", flat=True)[:_LATEST])


def _notes(posts: Sequence[int]) -> dict[tuple[int, str], str]:
    wanted = Note.objects.filter(post__in=posts, reader__in=("language", "asks")).exclude(label=CANNOT_TELL)
    return {(post, reader): label for post, reader, label in wanted.values_list("post", "reader", "label")}
