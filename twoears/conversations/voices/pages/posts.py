"""The posts of a subject: what was found, and what answered it directly; the latest first, and at most so many.

Of private messages none is read: what was said in confidence is no voice of a range of opinions.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.db.models import QuerySet

from twoears.activities.models import Activity, Post
from twoears.conversations.voices.models import Subject
from twoears.listening.grammar import parse
from twoears.queries.models import Hit
from twoears.queries.pages.history import found_in
from twoears.threads.actions import us
from twoears.threads.models import Turn
from twoears.understanding.needs.coding.coded import carried
from twoears.understanding.needs.coding.pages import rows_of
from twoears.understanding.stances.stance import Told

MOST: Final = 20_000  # posts of a subject that are read, the latest, and as many answers to them
_AT_ONCE: Final = 5_000
_COLUMNS: Final = (
    "post", "post__uid", "post__title", "post__text", "post__in_reply_to", "post__published", "ours", "thread", "actor",
    "actor__identity__person",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A post as it is read."""

    post: int
    uid: str
    text: str
    reply_to: str
    at: datetime
    ours: bool
    thread: int
    who: str


@dataclass(frozen=True, slots=True, eq=False)
class Posts:
    """Posts, the latest first, and as what they are read; how many answers are among them, what was left out."""

    rows: tuple[Row, ...]
    told: tuple[Told, ...]
    answers: int
    left_out: int

    @property
    def people(self) -> set[str]:
        """Who was heard."""
        return {row.who for row in self.rows if not row.ours}


def posts_of(subject: Subject, most: int = MOST, besides: Iterable[int] = ()) -> Posts:
    """The posts of a subject with direct answers to them; `besides` are read too, as members marked them."""
    keys, left_out = _keys(subject, most)
    found = {row.post: row for row in _rows([*keys, *besides])}
    answers = {row.post: row for row in islice(_answers(found), most)}
    rows = sorted((found | answers).values(), key=lambda row: (row.at, row.post), reverse=True)
    place = {row.uid: at for at, row in enumerate(rows)}
    told = tuple(Told(row.text, row.who, place.get(row.reply_to, -1) if row.reply_to else -1, row.ours) for row in rows)
    return Posts(tuple(rows), told, len(answers), left_out)


def likes_of(posts: Sequence[int]) -> list[tuple[str, int]]:
    """(who, post) of each like that was not taken back; ours are left out."""
    liked: list[tuple[str, int, str, int]] = []
    for some in _in_parts(posts):
        acts = Activity.objects.filter(type="Like", post__in=some).exclude(actor__in=us().actors)
        rows: Any = acts.order_by("-published", "-pk").values_list("uid", "actor", "actor__identity__person", "post")
        liked += [(uid, actor, _who(actor, person), post) for uid, actor, person, post in rows]
    gone: set[str] = set()
    for part in _in_parts(sorted({actor for _, actor, _, _ in liked})):
        gone.update(Activity.objects.filter(actor__in=part, type="Undo").values_list("object_uid", flat=True))
    return [(who, post) for uid, _, who, post in liked if uid not in gone]


def _keys(subject: Subject, most: int) -> tuple[list[int], int]:
    """Which posts it is about, the latest first, and how many older ones are left out."""
    if subject.query is not None:
        hits = Hit.objects.filter(query=subject.query, excluded=None, post__private=False)
        keys = list(hits.order_by("-at", "-pk").values_list("post", flat=True)[:most])
        return keys, hits.count() - most if len(keys) == most else 0
    if subject.text:
        here = Post.objects.filter(withdrawn_at=None, private=False)
        keys = [key for batch in found_in(here, parse(subject.text)) for key in batch]
        return keys[:most], max(len(keys) - most, 0)
    speaks = carried(rows_of())
    coded = [one.key for one, codes in speaks.items() if one.kind == "post" and subject.code_id in codes]
    return sorted(coded, reverse=True)[:most], max(len(coded) - most, 0)


def _rows(keys: Iterable[int]) -> Iterator[Row]:
    for some in _in_parts(list(dict.fromkeys(keys))):
        yield from _of(Turn.objects.filter(post__in=some))


def _answers(found: dict[int, Row]) -> Iterator[Row]:
    """Direct answers to what was found, which need not have its words."""
    uids = {row.uid for row in found.values()}
    for some in _in_parts(sorted({row.thread for row in found.values()})):
        yield from (
            row
            for row in _of(Turn.objects.filter(thread__in=some).exclude(post__in_reply_to=""))
            if row.post not in found and row.reply_to in uids
        )


def _of(turns: QuerySet[Turn]) -> Iterator[Row]:
    here = turns.filter(post__withdrawn_at=None, post__private=False).order_by("-at", "-post")
    for values in here.values_list(*_COLUMNS).iterator(_AT_ONCE):
        yield _row(*values)


def _row(*values: Any) -> Row:
    post, uid, title, text, reply_to, at, ours, thread, actor, person = values
    whole = f"{title}\n{text}" if title else text
    return Row(
        post=post, uid=uid, text=whole, reply_to=reply_to, at=at, ours=ours, thread=thread, who=_who(actor, person)
    )


def _who(actor: int, person: int | None) -> str:
    return f"person:{person}" if person else f"actor:{actor}"


def _in_parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
