"""What was coded, as it is shown: the book with its figures, how proposals fared, talks and passages. Queries only."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from twoears.lib.intervals import Number, share
from twoears.understanding.needs.coding.coded import (
    Agreement,
    Row,
    Saturation,
    agreement,
    carried,
    in_words,
    saturation,
)
from twoears.understanding.needs.foretelling import CodedSo, Foretelling, Order, foretell
from twoears.understanding.needs.items import Item
from twoears.understanding.needs.models import Coding, Passage, Talk
from twoears.understanding.needs.pages import CodeShown, ItemShown, codes, counts_as, item_of, items_shown, one_code
from twoears.understanding.needs.proposing import Coded, Proposals, propose
from twoears.understanding.needs.trouble import NoSuchTalk

_TAUGHT: Final = 5_000  # coded texts from which proposals are made, the latest
_LEARNT: Final = 1_000  # coded texts from which all codes are learnt together, the latest


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingShown:
    """One word of a member on an item; `code` is empty where none of the codes fits."""

    id: int
    item: str
    code: str
    says: bool
    how: str
    member: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A code, the share of the items looked at that speak of it, and how far members agree on it."""

    code: CodeShown
    items: Number
    agreement: Agreement
    accepted: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The whole codebook: each code with its figures, agreement on all of them, and whether new needs still come."""

    codes: tuple[Coverage, ...]
    agreement: Agreement
    saturation: Saturation
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkShown:
    """A talk, and how much of it was coded."""

    id: int
    title: str
    kind: str
    day: date
    about: str
    actor: int
    member: str
    coded: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageShown:
    """A paragraph, and what members said of it."""

    item: ItemShown
    codings: tuple[CodingShown, ...]


def rows_of() -> list[Row]:
    """What members said that stands, by the codes that it counts for now."""
    to = counts_as()
    told = (
        _standing().order_by("made_at", "pk").values_list("post", "passage", "code", "says", "member", "made_at", "how")
    )
    return [
        Row(
            item=item_of(post, passage), code=to.get(code) if code is not None else None, says=says,
            member=member or -key, at=at, how=how,
        )
        for key, (post, passage, code, says, member, at, how) in enumerate(told, start=1)
        if code is None or code in to
    ]  # fmt: skip


def _standing() -> QuerySet[Coding]:
    """What was not taken back, of what is still here."""
    return Coding.objects.filter(undone_at=None).filter(
        Q(post__isnull=False, post__withdrawn_at=None) | Q(passage__talk__undone_at=None, passage__isnull=False)
    )


def book() -> Book:
    """The codebook with its figures."""
    rows, standing = rows_of(), codes()
    speaks = carried(rows)
    whole, *each = agreement(rows, [code.id for code in standing])
    found = saturation(rows)
    return Book(
        codes=tuple(
            Coverage(code=code, items=_covered(speaks, code), agreement=agreed, accepted=_accepted(rows, code.id))
            for code, agreed in zip(standing, each, strict=True)
        ),
        agreement=whole,
        saturation=found,
        sentence=in_words(found),
    )


def coverage(code: int) -> Coverage:
    """One code with its figures; raises NoSuchCode."""
    shown, rows = one_code(code), rows_of()
    return Coverage(
        code=shown,
        items=_covered(carried(rows), shown),
        agreement=agreement(rows, [code])[1],
        accepted=_accepted(rows, code),
    )


def coded_as(code: int, *, limit: int = 100) -> tuple[ItemShown, ...]:
    """What speaks of a code, coded last first."""
    rows = rows_of()
    speaks = carried(rows)
    order = dict.fromkeys(row.item for row in reversed(rows) if code in speaks[row.item])
    shown = items_shown(list(order)[:limit])
    return tuple(shown[one] for one in order if one in shown)


def codings_of(items: Collection[Item]) -> dict[str, tuple[CodingShown, ...]]:
    """item -> what members said of it that stands, the first word first."""
    posts, passages = ([one.key for one in items if one.kind == kind] for kind in ("post", "passage"))
    found: dict[str, list[CodingShown]] = defaultdict(list)
    here = (
        _standing().filter(Q(post__in=posts) | Q(passage__in=passages)).filter(Q(code=None) | Q(code__retired_at=None))
    )
    for row in here.select_related("code__merged_into", "member").order_by("made_at", "pk"):
        shown = coding_shown(row)
        found[shown.item].append(shown)
    return {item: tuple(said) for item, said in found.items()}


def coding_shown(row: Coding) -> CodingShown:
    """One word of a member."""
    return CodingShown(
        id=row.pk,
        item=str(item_of(row.post_id, row.passage_id)),
        code=str((row.code.merged_into or row.code) if row.code else ""),
        says=row.says,
        how=row.how,
        member=str(row.member or ""),
        at=row.made_at,
    )


def proposed(code: int, pool: Sequence[str], *, most: int = 20) -> Proposals:
    """Which of some texts are likely to speak of a code, by what was coded and by the examples in the book."""
    shown = one_code(code)
    given = {one.id: (one.text, True) for one in shown.examples} | {
        one.id: (one.text, False) for one in shown.counter_examples
    }
    speaks = carried(rows_of())
    latest = dict(list(speaks.items())[-_TAUGHT:])
    words = items_shown(latest)
    told = {str(item): (words[item].text, code in of) for item, of in latest.items() if item in words}
    return propose([Coded(text=text, speaks=yes) for text, yes in (given | told).values()], pool, most=most)


def foretold(pool: Sequence[str], *, order: Order = "unsure", code: int | None = None, most: int = 20) -> Foretelling:
    """What some texts likely speak of, learnt from texts coded by one code and from those that none fits."""
    rows = rows_of()
    speaks, standing = carried(rows), {one.id for one in codes()}
    fits_none = {row.item for row in rows if row.code is None}
    alone = {item: next(iter(of)) for item, of in speaks.items() if len(of) == 1 and of <= standing}
    told: dict[Item, int | None] = alone | {item: None for item in fits_none if not speaks[item]}
    latest = [item for item in speaks if item in told][-_LEARNT:]
    words = items_shown(latest)
    so = [CodedSo(text=words[item].text, code=told[item]) for item in latest if item in words]
    return foretell(so, pool, order=order, code=code, most=most)


def talks(*, removed: bool = False) -> tuple[TalkShown, ...]:
    """The talks that were kept, the latest first; or those that were removed."""
    found = Talk.objects.filter(undone_at__isnull=not removed).select_related("actor", "member").order_by("-day", "-pk")
    parts = _by_talk(Passage.objects.filter(talk__in=found.values("pk")).values_list("talk").annotate(n=Count("pk")))
    said = _standing().filter(passage__isnull=False).values_list("passage__talk")
    done = _by_talk(said.annotate(n=Count("passage", distinct=True)))
    return tuple(_talk(row, done.get(row.pk, 0), parts.get(row.pk, 0)) for row in found)


def one_talk(talk: int, *, start: int = 0, limit: int | None = None) -> tuple[TalkShown, tuple[PassageShown, ...]]:
    """A talk with its paragraphs, or some of them; raises NoSuchTalk."""
    shown = next((one for one in talks() if one.id == talk), None)
    if shown is None:
        raise NoSuchTalk("That talk is not here any more.")
    keys = Passage.objects.filter(talk=talk).order_by("number").values_list("pk", flat=True)
    items = [Item("passage", key) for key in keys[start : start + limit if limit else None]]
    words, said = items_shown(items), codings_of(items)
    return shown, tuple(PassageShown(item=words[one], codings=said.get(str(one), ())) for one in items if one in words)


def _talk(row: Talk, done: int, parts: int) -> TalkShown:
    return TalkShown(
        id=row.pk,
        title=row.title,
        kind=row.kind,
        day=row.day,
        about=str(row.actor or ""),
        actor=row.actor_id or 0,
        member=str(row.member or ""),
        coded=share(done, parts, key="coded", of="of its paragraphs were looked at", question="How much was coded?"),
    )


def _by_talk(rows: Iterable[tuple[Any, ...]]) -> dict[int, int]:
    return {int(talk): int(n) for talk, n in rows}


def _covered(speaks: Mapping[Item, set[int]], code: CodeShown) -> Number:
    k = sum(code.id in of for of in speaks.values())
    return share(
        k, len(speaks), key="items", of="of what was looked at speaks of it", question="How much is said of it?"
    )


def _accepted(rows: Sequence[Row], code: int) -> Number:
    """Of the proposals for a code on which a member decided, those that were taken."""
    said = [row.says for row in rows if row.code == code and row.how == "proposal"]
    return share(
        sum(said), len(said), key="accepted", of="of its proposals were taken", question="Are proposals right?"
    )
