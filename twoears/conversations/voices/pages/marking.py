"""What members are asked to mark, what they marked, and statements that are proposed."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Final

from twoears.activities.models import Post
from twoears.conversations.voices.actions import standing_statement, standing_subject
from twoears.conversations.voices.models import StanceMark
from twoears.conversations.voices.pages.posts import MOST, posts_of
from twoears.conversations.voices.pages.showing import Marking, MarkShown, StatementProposed, ToMark
from twoears.conversations.voices.pages.speakers import posts_shown
from twoears.conversations.voices.pages.subjects import marks_of, subject_shown
from twoears.understanding.needs.pages import post_shown
from twoears.understanding.needs.terms import Floats
from twoears.understanding.stances.proposing import nearest, propose
from twoears.understanding.stances.reading import Read, read
from twoears.understanding.stances.stance import MARKED, Stance
from twoears.understanding.teaching.same import digest

_SHOWN: Final = 20
_TOLD: Final = "is that right?"
_NEAR: Final = "shares words with the statement"
_OTHER: Final = "one of the latest"


def marking(statement: int, *, limit: int = _SHOWN, most: int = MOST) -> Marking:
    """What to mark on a statement: what was told first, then what is near to it. Raises NothingToMark."""
    row = standing_statement(statement)
    given = marks_of(statement)
    posts = posts_of(standing_subject(row.subject_id), most, given)
    place = {one.post: at for at, one in enumerate(posts.rows)}
    made = read(row.text, posts.told, {place[post]: MARKED[side] for post, side in given.items() if post in place})
    shown = subject_shown(row.subject_id)
    open_ = [at for at, one in enumerate(posts.rows) if not one.ours and one.post not in given]
    near = nearest(row.text, [posts.told[at].text for at in open_])
    order = _order(open_, near, made)
    chosen = _once(order, [one.text for one in posts.told], limit)
    words = posts_shown(posts.rows[at].post for at in chosen)
    nearness = dict(zip(open_, near.tolist(), strict=True))
    return Marking(
        subject=shown,
        statement=next(one for one in shown.statements if one.id == statement),
        posts=tuple(
            _to_mark(words[posts.rows[at].post], made.stances[at], nearness[at])
            for at in chosen
            if posts.rows[at].post in words
        ),
        marks=_marks(statement),
        words_right=made.words_right,
        learnt_right=made.learnt_right,
        why_not=made.why_not,
        looked_at=len(posts.rows),
    )


def proposals(subject: int, *, limit: int = 10, most: int = MOST) -> tuple[StatementProposed, ...]:
    """Statements that are proposed for a subject; raises NoSuchSubject."""
    posts, shown = posts_of(standing_subject(subject), most), subject_shown(subject)
    found = propose(posts.told, most=limit, besides=[one.words for one in shown.statements])
    words = posts_shown(posts.rows[one.place].post for one in found)
    return tuple(
        StatementProposed(words=one.words, near=one.near, item=post_shown(words[posts.rows[one.place].post]))
        for one in found
        if posts.rows[one.place].post in words
    )


def _order(open_: Sequence[int], near: Floats, made: Read) -> list[int]:
    """In turns: what was told, the least sure of it first; and what was not, the nearest in words first."""
    told = [at for at in open_ if made.stances[at].by]
    told.sort(key=lambda at: (made.stances[at].probability, at))
    nearness = dict(zip(open_, near.tolist(), strict=True))
    others = [at for at in open_ if not made.stances[at].by]
    others.sort(key=lambda at: (-nearness[at], at))
    return [at for pair in zip_longest(told, others) for at in pair if at is not None]


def _once(order: Iterable[int], texts: Sequence[str], limit: int) -> list[int]:
    """Of texts that say the same one is asked about."""
    found: dict[str, int] = {}
    for at in order:
        if len(found) == limit:
            break
        found.setdefault(digest(texts[at]), at)
    return list(found.values())


def _to_mark(post: Post, stance: Stance, near: float) -> ToMark:
    why = _TOLD if stance.by else _NEAR if near > 0 else _OTHER
    return ToMark(
        item=post_shown(post), side=stance.side, probability=stance.probability, by=stance.by, spans=stance.spans,
        why=why,
    )  # fmt: skip


def _marks(statement: int) -> tuple[MarkShown, ...]:
    rows = StanceMark.objects.filter(statement=statement, undone_at=None, post__withdrawn_at=None)
    latest = rows.select_related("member", "post__author").order_by("-made_at", "-pk")[:_SHOWN]
    return tuple(
        MarkShown(id=row.pk, side=row.side, member=str(row.member or ""), at=row.made_at, item=post_shown(row.post))
        for row in latest
    )
