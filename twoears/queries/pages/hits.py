"""Hits as they are shown: who said it, the words that matched, how often it was said, what members think of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice

from django.db.models import Count, QuerySet

from twoears.listening.grammar import parse
from twoears.listening.said import Said
from twoears.listening.stories import stories
from twoears.listening.tree import Query as Asked
from twoears.listening.truth import why
from twoears.people.models import Identity
from twoears.queries.models import Hit, Mark, Query
from twoears.queries.pages.heard import heard
from twoears.queries.pages.history import Found, find
from twoears.queries.shown import HitShown
from twoears.queries.tasks import said
from twoears.threads.models import Turn

_WORDS = 280
_ABOUT = 60  # characters before the first word that matched: small screens show three lines


def search(text: str, *, since: datetime | None = None, limit: int = 30, skip: int = 0) -> tuple[HitShown, ...]:
    """A query over history, once; the latest first. Raises QueryError."""
    found = islice(find(text, since=since), skip, skip + limit)
    return shown(list(found), parse(text))


def hits(query: Query, *, limit: int = 30, after: int = 0) -> tuple[HitShown, ...]:
    """What a kept query has heard, each post, the latest first."""
    return each_of(query, heard([query]), limit=limit, after=after)


def told_once(query: Query, *, limit: int = 30, after: int = 0) -> tuple[HitShown, ...]:
    """The same with copies folded: of each story the post that was found last, the latest story first."""
    return once_of(query, heard([query]), limit=limit, after=after)


def each_of(query: Query, among: QuerySet[Hit], *, limit: int, after: int = 0) -> tuple[HitShown, ...]:
    """Some of its hits, the latest first."""
    rows = among.order_by("-at", "-pk").select_related("post__author")
    return _shown(query, list(rows[after : after + limit]), among)


def once_of(query: Query, among: QuerySet[Hit], *, limit: int, after: int = 0) -> tuple[HitShown, ...]:
    """The same with copies folded."""
    # Numbers first, and only then the words: a story that was told a thousand times is one row.
    rows = among.order_by("-at", "-pk").values_list("pk", "story")
    latest: dict[int, int] = {}
    for key, story in rows.iterator():
        latest.setdefault(story, key)
        if len(latest) == after + limit:
            break
    held = Hit.objects.select_related("post__author").in_bulk(list(latest.values())[after:])
    return _shown(query, [held[key] for key in list(latest.values())[after:] if key in held], among)


def one_of(query: Query, among: QuerySet[Hit], post: int) -> HitShown | None:
    """One of them, as it is shown in the list; None where that post is not among them."""
    found = among.filter(post=post).select_related("post__author").first()
    return _shown(query, [found], among)[0] if found else None


def _shown(query: Query, found: Sequence[Hit], among: QuerySet[Hit]) -> tuple[HitShown, ...]:
    posts = [hit.post for hit in found]
    rows = [Found(post, one) for post, one in zip(posts, said(posts), strict=True)]
    right = dict(
        Mark.objects.filter(query=query, post__in=posts, undone_at=None).order_by("at").values_list("post", "right")
    )
    told = {hit.post_id: hit.story for hit in found}
    return shown(rows, parse(query.text), right, _copies(among, told))


def _copies(among: QuerySet[Hit], told: Mapping[int, int]) -> dict[int, int]:
    """post -> how often the same story is told elsewhere among them."""
    rows = among.filter(story__in=set(told.values())).values_list("story")
    counted = dict(rows.annotate(n=Count("pk")).order_by())
    return {post: max(counted.get(story, 1) - 1, 0) for post, story in told.items()}


def shown(
    found: Sequence[Found],
    asked: Asked,
    right: Mapping[int, bool] | None = None,
    copies: Mapping[int, int] | None = None,
) -> tuple[HitShown, ...]:
    """Hits as values: their conversation where we take part in it, their person, and the words that matched."""
    return marked(found, [_matched(one.said, asked) for one in found], right, copies)


def marked(
    found: Sequence[Found],
    spans: Sequence[Sequence[tuple[int, int]]],
    right: Mapping[int, bool] | None = None,
    copies: Mapping[int, int] | None = None,
) -> tuple[HitShown, ...]:
    """The same, where it is known what to mark of each: places in its text, or in its title where it has no text."""
    posts = [one.post.pk for one in found]
    # What others say among themselves has no page here: it is opened where it was said.
    turns = Turn.objects.filter(post__in=posts, thread__with_us=True)
    threads = dict(turns.values_list("post", "thread__public_id"))
    people = dict(
        Identity.objects.filter(actor__in={one.post.author_id for one in found}).values_list(
            "actor", "person__public_id"
        )
    )
    if copies is None:
        roots = stories([one.post.text for one in found])
        copies = {one.post.pk: roots.count(roots[at]) - 1 for at, one in enumerate(found)}
    return tuple(
        _hit(one, places, threads, people, copies.get(one.post.pk, 0), right or {})
        for one, places in zip(found, spans, strict=True)
    )


def _hit(
    one: Found,
    spans: Sequence[tuple[int, int]],
    threads: Mapping[int, str],
    people: Mapping[int, str],
    copies: int,
    right: Mapping[int, bool],
) -> HitShown:
    words, marks = _cut(one.said.text or one.said.title, spans)
    post = one.post
    return HitShown(
        post=post.pk,
        conversation=threads.get(post.pk, ""),
        person_id=people.get(post.author_id, ""),
        author=str(post.author),
        handle=post.author.handle,
        network=post.author.network,
        language=one.said.language,
        url=post.url,
        at=post.published,
        words=words,
        marks=marks,
        private=post.private,
        ours=one.said.ours,
        right=right.get(post.pk),
        copies=copies,
    )


def _matched(heard: Said, asked: Asked) -> list[tuple[int, int]]:
    """Where a query matched in the words that are shown."""
    field = "text" if heard.text else "title"
    return [(span.start, span.end) for span in why(asked, heard) if span.field == field]


def _cut(whole: str, spans: Sequence[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words around the first match, and where the matches stand in them."""
    start = max(0, spans[0][0] - _ABOUT) if spans else 0
    start = whole.rfind(" ", 0, start) + 1 if start else 0
    before = "…" if start else ""
    cut = whole[start : start + _WORDS]
    after = "…" if start + _WORDS < len(whole) else ""
    moved = len(before) - start
    inside = [(low + moved, min(high, start + _WORDS) + moved) for low, high in spans if low < start + _WORDS]
    return before + cut + after, tuple(inside)
