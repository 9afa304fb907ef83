"""Which posts are looked at for needs, the themes that were proposed for them, and what to code next. Queries only."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

import msgspec
from django.db.models import QuerySet

from twoears.activities.models import Post
from twoears.lib.intervals import Number
from twoears.listening.errors import QueryError
from twoears.listening.grammar import parse
from twoears.queries.pages.history import found_in
from twoears.team.models import Member
from twoears.threads.models import Turn
from twoears.understanding.models import Note
from twoears.understanding.needs.coding.pages import foretold, proposed
from twoears.understanding.needs.foretelling import Foretelling, HowGood, Order
from twoears.understanding.needs.models import Coding, Example, ThemesKept
from twoears.understanding.needs.pages import ItemShown, codes, post_shown
from twoears.understanding.needs.proposing import Proposals
from twoears.understanding.needs.themes import MOST, Said, Theme, Themes
from twoears.understanding.needs.trouble import BadWords, NothingToCode
from twoears.understanding.teaching.pages import telling

_AT_ONCE: Final = 5_000
_POOL: Final = 5_000  # posts, the latest, that are looked at for proposals
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which posts of others are looked at: by a query, a label, a network, days. Empty is all."""

    query: str = ""
    label: str = ""
    network: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def key(self) -> str:
        """The same for the same choice."""
        return sha256(msgspec.json.encode(asdict(self))).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeShown:
    """A theme with the posts that show it best."""

    name: str
    words: tuple[str, ...]
    posts: Number
    people: Number
    again: float
    holds: bool
    quotes: tuple[ItemShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemesShown:
    """Themes as they were last proposed for a choice; `made_at` is None where nobody has looked yet."""

    choice: Choice
    made_at: datetime | None
    texts: int
    people: int
    left_out: int
    themes: tuple[ThemeShown, ...]
    none: Number | None
    alike: float | None
    why_none: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToCode:
    """A post that was not coded yet; `spans` are the words for which it is proposed, none where it is not.

    `code` and `name` are what it likely speaks of, 0 and empty where nothing was learnt; `told` is false where that
    cannot be told, though it is the likeliest. `probability` is that it does speak of it.
    """

    item: ItemShown
    spans: tuple[tuple[int, int], ...] = ()
    code: int = 0
    name: str = ""
    told: bool = False
    probability: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What to code next: by proposal with how often such proposals are right, or just the latest.

    `learnt` says how good what was learnt from all codings is; where nothing was, `why_not_learnt` says why.
    """

    posts: tuple[ToCode, ...]
    precision: Number | None
    looked_at: int
    why_none: str
    learnt: HowGood | None = None
    why_not_learnt: str = ""


def choice(
    *, query: str = "", label: str = "", network: str = "", since: datetime | None = None, until: datetime | None = None
) -> Choice:
    """A choice that can be made; raises BadWords."""
    labels = [one for some in telling().values() for one in some]
    if any("\x00" in one for one in (query, label, network)):
        raise BadWords("There is a NUL character in it: that is no text.")
    if label and label not in labels:
        raise BadWords(f"No reader says {label[:40]!r}. There are: {', '.join(labels)}.")
    if since and until and since >= until:
        raise BadWords("The first day lies after the last.")
    if query.strip():
        try:
            parse(query)
        except QueryError as error:
            raise BadWords(str(error)) from error
    return Choice(query=query.strip(), label=label, network=network, since=since, until=until)


def chosen(member: Member, wanted: Choice, most: int = MOST) -> tuple[list[Said], int]:
    """What others said, the latest first, at most so much; and how much was left out for that."""
    turns = _turns(member, wanted)
    if wanted.query:
        keys = [key for batch in _found(turns, wanted.query) for key in batch]
        return _of(keys[:most]), max(len(keys) - most, 0)
    said = _said(_rows(turns)[:most])
    return said, turns.count() - most if len(said) == most else 0


def latest(member: Member, wanted: Choice, most: int) -> list[Said]:
    """The same without the count: a walk ends as soon as there is enough."""
    turns = _turns(member, wanted)
    if not wanted.query:
        return _said(_rows(turns)[:most])
    keys: list[int] = []
    for batch in _found(turns, wanted.query):
        keys += batch
        if len(keys) >= most:
            break
    return _of(keys[:most])


def themes_shown(wanted: Choice) -> ThemesShown:
    """Themes as they were last proposed for a choice, with their words as they stand now."""
    row = ThemesKept.objects.filter(choice=wanted.key).first()
    if row is None:
        return ThemesShown(
            choice=wanted, made_at=None, texts=0, people=0, left_out=0, themes=(), none=None, alike=None, why_none=""
        )
    made = msgspec.convert(row.found, Themes)
    quoted = [quote.post for theme in made.themes for quote in theme.quotes]
    posts = Post.objects.filter(pk__in=quoted, withdrawn_at=None).select_related("author")
    words = {post.pk: post_shown(post) for post in posts}
    return ThemesShown(
        choice=wanted,
        made_at=row.made_at,
        texts=made.texts,
        people=made.people,
        left_out=made.left_out,
        themes=tuple(_theme(theme, words) for theme in made.themes),
        none=made.none,
        alike=made.alike,
        why_none=made.why_none,
    )


def theme_named(wanted: Choice, name: str) -> ThemeShown:
    """One of the themes that are kept; raises NothingToCode."""
    said = " ".join(name.split()).casefold()
    found = next((one for one in themes_shown(wanted).themes if one.name.casefold() == said), None)
    if found is None:
        raise NothingToCode(f"There is no theme {name[:80]!r} there. Look again: twoears needs themes.")
    return found


def to_code(
    member: Member, wanted: Choice, *, code: int | None = None, order: Order = "unsure", limit: int = _SHOWN
) -> Queue:
    """What this member has not coded. Once enough was coded, with what it likely speaks of: in `order`, or for a code
    the surest. Before that by what is like the texts of a code, or just the latest.
    """
    mine = Coding.objects.filter(member=member, undone_at=None, post__isnull=False)
    done = mine if code is None else mine.filter(code__in=[code]) | mine.filter(code=None)
    said = latest(member, wanted, _POOL)
    left = {*done.values_list("post", flat=True), *_in_the_book(code)}
    pool = [one for one in said if one.post not in left]
    seen = foretold([one.text for one in pool], order=order, code=code, most=limit)
    if seen.foretold:
        return _learnt_queue(pool, len(said), seen, code)
    if code is None:
        why = "" if pool else "all of it was coded"
        return _queue([(one.post, ()) for one in pool[:limit]], len(said), None, why, seen)
    made = proposed(code, [one.text for one in pool], most=limit)
    found = [(pool[one.place].post, one.spans) for one in made.proposals]
    return _queue(found, len(said), made, made.why_none, seen)


def _learnt_queue(pool: Sequence[Said], looked_at: int, seen: Foretelling, code: int | None) -> Queue:
    names = {one.id: one.name for one in codes()}
    posts = _posts([pool[one.place].post for one in seen.foretold])
    return Queue(
        posts=tuple(
            ToCode(
                item=post_shown(posts[post]),
                spans=one.spans,
                code=one.code,
                name=names.get(one.code, ""),
                told=one.told,
                probability=one.probability,
            )
            for one in seen.foretold
            if (post := pool[one.place].post) in posts
        ),
        precision=seen.good.right if seen.good and code is not None else None,
        looked_at=looked_at,
        why_none="",
        learnt=seen.good,
    )


def _in_the_book(code: int | None) -> list[int | None]:
    """Posts that are examples of a code, or counter-examples: nobody is asked about them again."""
    given = Example.objects.filter(code=code, undone_at=None, post__isnull=False) if code is not None else []
    return [one.post_id for one in given]


def _queue(
    found: Sequence[tuple[int, tuple[tuple[int, int], ...]]],
    looked_at: int,
    made: Proposals | None,
    why: str,
    seen: Foretelling,
) -> Queue:
    posts = _posts([post for post, _ in found])
    return Queue(
        posts=tuple(ToCode(item=post_shown(posts[post]), spans=spans) for post, spans in found if post in posts),
        precision=made.precision if made else None,
        looked_at=looked_at,
        why_none=why,
        learnt=seen.good if made is None else None,
        why_not_learnt=seen.why_none,
    )


def _posts(keys: Sequence[int]) -> dict[int, Post]:
    return Post.objects.filter(pk__in=keys).select_related("author").in_bulk()


def _turns(member: Member, wanted: Choice) -> QuerySet[Turn]:
    """What others said, for members of the workspace; nothing for anybody else."""
    if not (isinstance(member, Member) and member.is_active):
        return Turn.objects.none()
    found = Turn.objects.filter(ours=False, post__withdrawn_at=None)
    if wanted.label:
        found = found.filter(post__in=Note.objects.filter(label=wanted.label).values("post"))
    if wanted.network:
        found = found.filter(actor__network=wanted.network)
    if wanted.since:
        found = found.filter(at__gte=wanted.since)
    return found.filter(at__lt=wanted.until) if wanted.until else found


def _found(turns: QuerySet[Turn], query: str) -> Iterator[list[int]]:
    return found_in(Post.objects.filter(pk__in=turns.values("post")), parse(query))


def _of(keys: Sequence[int]) -> list[Said]:
    return [
        one
        for at in range(0, len(keys), _AT_ONCE)
        for one in _said(_rows(Turn.objects.filter(post__in=keys[at : at + _AT_ONCE])))
    ]


def _rows(turns: QuerySet[Turn]) -> QuerySet[Turn, tuple[int, str, str, int, int | None]]:
    return turns.order_by("-at", "-post").values_list(
        "post", "post__title", "post__text", "actor", "actor__identity__person"
    )


def _said(rows: Iterable[tuple[int, str, str, int, int | None]]) -> list[Said]:
    return [
        Said(
            post=post,
            text=f"{title}\n{text}" if title else text,
            who=f"person:{person}" if person else f"actor:{actor}",
        )
        for post, title, text, actor, person in rows
    ]


def _theme(theme: Theme, words: dict[int, ItemShown]) -> ThemeShown:
    return ThemeShown(
        name=theme.name,
        words=theme.words,
        posts=theme.posts,
        people=theme.people,
        again=theme.again,
        holds=theme.holds,
        quotes=tuple(words[quote.post] for quote in theme.quotes if quote.post in words),
    )
