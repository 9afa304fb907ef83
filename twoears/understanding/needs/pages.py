"""The codebook as it is shown: codes with their examples and how much was coded by them, and what was done to them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from twoears.activities.models import Post
from twoears.understanding.needs.items import Item
from twoears.understanding.needs.models import Code, CodeChange, Example, Passage, Talk
from twoears.understanding.needs.trouble import NoSuchCode

_AT_ONCE: Final = 5_000  # keys in one statement
_CHANGES: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShown:
    """A post or a passage with its words. `who` said it, or is the title of the talk; `kind`: post, interview, call.

    `actor` is the account that said it or that the talk was with, 0 where nobody knows.
    """

    id: str
    kind: str
    text: str
    who: str
    actor: int
    at: datetime
    network: str = ""
    url: str = ""
    talk: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an item comes from: `kind` is post, interview or call; `actor` as in ItemShown."""

    kind: str
    actor: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeShown:
    """A code as the book has it. `state` is standing, merged (`into` another one) or retired."""

    id: int
    name: str
    meaning: str
    use: str
    state: str
    into: str
    split_from: str
    examples: tuple[ItemShown, ...]
    counter_examples: tuple[ItemShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeShown:
    """What a member did to a code; `undone` where it was taken back."""

    id: int
    code: int
    name: str
    what: str
    was: str
    now: str
    member: str
    at: datetime
    undone: bool


def codes(*, all_of_them: bool = False) -> tuple[CodeShown, ...]:
    """The codes that stand, by name; or also those that were merged and retired."""
    rows = Code.objects.select_related("merged_into", "split_from").order_by("name", "pk")
    return _shown(list(rows if all_of_them else rows.filter(merged_into=None, retired_at=None)))


def one_code(code: int) -> CodeShown:
    """A code, standing or not; raises NoSuchCode."""
    row = Code.objects.select_related("merged_into", "split_from").filter(pk=code).first()
    if row is None:
        raise NoSuchCode(f"There is no code {code}.")
    return _shown([row])[0]


def code_named(words: str) -> int:
    """The number of the standing code that has this name or number; raises NoSuchCode."""
    said = " ".join(words.split())
    standing = Code.objects.filter(merged_into=None, retired_at=None)
    found = standing.filter(name__iexact=said).values_list("pk", flat=True).first()
    if found is None and said.isascii() and said.isdecimal() and len(said) < 19:
        found = Code.objects.filter(pk=int(said)).values_list("pk", flat=True).first()
    if found is None:
        known = ", ".join(standing.order_by("name").values_list("name", flat=True)[:20]) or "none yet"
        raise NoSuchCode(f"There is no code {said[:80]!r}. There are: {known}.")
    return found


def counts_as() -> dict[int, int]:
    """code -> the standing code that what was coded by it counts for; of what was retired nothing counts."""
    rows = {pk: (into, gone) for pk, into, gone in Code.objects.values_list("pk", "merged_into", "retired_at")}
    found = {}
    for code in rows:
        end, steps = code, 0
        while rows[end][0] is not None and steps < len(rows):
            end, steps = int(rows[end][0] or 0), steps + 1
        if rows[end][1] is None:
            found[code] = end
    return found


def changes(code: int | None = None, *, start: int = 0, limit: int = _CHANGES) -> tuple[ChangeShown, ...]:
    """What was done to a code, or to any; the latest first."""
    found = CodeChange.objects.select_related("code", "member").order_by("-made_at", "-pk")
    found = found if code is None else found.filter(code=code)
    return tuple(_change(row) for row in found[start : start + limit])


def items_placed(items: Iterable[Item]) -> dict[Item, Placed]:
    """Where items come from, without their words; what is not here any more is left out."""
    wanted = list(items)
    found: dict[Item, Placed] = {}
    posts = [one.key for one in wanted if one.kind == "post"]
    for start in range(0, len(posts), _AT_ONCE):
        rows = Post.objects.filter(pk__in=posts[start : start + _AT_ONCE], withdrawn_at=None)
        told = rows.values_list("pk", "author", "published")
        found |= {Item("post", pk): Placed("post", author, at) for pk, author, at in told}
    passages = [one.key for one in wanted if one.kind == "passage"]
    for start in range(0, len(passages), _AT_ONCE):
        here = Passage.objects.filter(pk__in=passages[start : start + _AT_ONCE], talk__undone_at=None)
        for one in here.select_related("talk").defer("text"):
            found[Item("passage", one.pk)] = Placed(one.talk.kind, one.talk.actor_id or 0, _moment(one.talk))
    return found


def items_shown(items: Iterable[Item]) -> dict[Item, ItemShown]:
    """The words of posts and passages; what is not here any more is left out."""
    wanted = list(items)
    found: dict[Item, ItemShown] = {}
    posts = [one.key for one in wanted if one.kind == "post"]
    for start in range(0, len(posts), _AT_ONCE):
        rows = Post.objects.filter(pk__in=posts[start : start + _AT_ONCE], withdrawn_at=None).select_related("author")
        found |= {Item("post", row.pk): post_shown(row) for row in rows}
    passages = [one.key for one in wanted if one.kind == "passage"]
    for start in range(0, len(passages), _AT_ONCE):
        here = Passage.objects.filter(pk__in=passages[start : start + _AT_ONCE], talk__undone_at=None)
        found |= {Item("passage", row.pk): passage_shown(row) for row in here.select_related("talk")}
    return found


def post_shown(post: Post) -> ItemShown:
    """A post, whose author was fetched with it."""
    return ItemShown(
        id=f"post:{post.pk}",
        kind="post",
        text=f"{post.title}\n{post.text}" if post.title else post.text,
        who=str(post.author),
        actor=post.author_id,
        at=post.published,
        network=post.author.network,
        url=post.url,
    )


def passage_shown(passage: Passage) -> ItemShown:
    """A passage, whose talk was fetched with it."""
    talk = passage.talk
    return ItemShown(
        id=f"passage:{passage.pk}",
        kind=talk.kind,
        text=passage.text,
        who=talk.title,
        actor=talk.actor_id or 0,
        at=_moment(talk),
        talk=talk.pk,
    )


def _moment(talk: Talk) -> datetime:
    """When a talk was: of its hour nothing is known, so that at which it was kept stands for it."""
    return datetime.combine(talk.day, talk.made_at.timetz())


def item_of(post: int | None, passage: int | None) -> Item:
    """The item that two columns point at."""
    return Item("post", post) if post is not None else Item("passage", passage or 0)


def _shown(rows: Sequence[Code]) -> tuple[CodeShown, ...]:
    examples = _examples([row.pk for row in rows])
    return tuple(
        CodeShown(
            id=row.pk,
            name=row.name,
            meaning=row.meaning,
            use=row.use,
            state="merged" if row.merged_into else "retired" if row.retired_at else "standing",
            into=str(row.merged_into or ""),
            split_from=str(row.split_from or ""),
            examples=tuple(examples[row.pk, True]),
            counter_examples=tuple(examples[row.pk, False]),
        )
        for row in rows
    )


def _examples(codes: Sequence[int]) -> Mapping[tuple[int, bool], list[ItemShown]]:
    rows = Example.objects.filter(code__in=codes, undone_at=None).order_by("made_at", "pk")
    told = [(code, fits, item_of(p, q)) for code, fits, p, q in rows.values_list("code", "fits", "post", "passage")]
    shown = items_shown(one for _, _, one in told)
    found: dict[tuple[int, bool], list[ItemShown]] = defaultdict(list)
    for code, fits, one in told:
        if one in shown:
            found[code, fits].append(shown[one])
    return found


def _change(row: CodeChange) -> ChangeShown:
    was, now = _told(row.what, row.before, row.after)
    return ChangeShown(
        id=row.pk, code=row.code_id, name=row.code.name, what=row.what, was=was, now=now, member=str(row.member or ""),
        at=row.made_at, undone=row.undone_at is not None,
    )  # fmt: skip


def _told(what: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, str]:
    """What was, and what is since: of what was described anew only the name, where that changed."""
    if what == "describe" and before.get("name") == after.get("name"):
        return "", ""
    if what == "example":
        return "", "example" if after.get("fits") else "counter-example"
    return str(before.get("name", "")), str(after.get("name", ""))
