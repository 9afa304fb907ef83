"""The codebook: make, describe, merge, split, retire, give an example; each kept with its history, and taken back."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from twoears.activities.actions import append
from twoears.activities.models import Post
from twoears.team.models import Member
from twoears.understanding.needs import words
from twoears.understanding.needs.items import Item
from twoears.understanding.needs.models import Code, CodeChange, Coding, Example, Passage, ThemesKept
from twoears.understanding.needs.trouble import MayNotCode, NameTaken, NoSuchCode, NothingToCode, NotSo

_MOST_AT_ONCE = 500  # codings that a split takes along


@transaction.atomic
def make_code(
    *,
    member: Member,
    name: str,
    meaning: str = "",
    use: str = "",
    examples: Iterable[Item] = (),
    now: datetime | None = None,
) -> Code:
    """A new code, by hand or from a theme with posts as examples."""
    may(member)
    moment = now or datetime.now(UTC)
    made = Code.objects.create(
        name=_free(name),
        meaning=words.about(meaning, "the meaning"),
        use=words.about(use, "when to use it"),
        member=member,
        made_at=moment,
    )
    for one in examples:
        Example.objects.create(code=made, **found(one), member=member, made_at=moment)
    _changed(member, made, "make", {}, {"name": made.name}, moment)
    return made


@transaction.atomic
def describe_code(
    *,
    member: Member,
    code: int,
    name: str | None = None,
    meaning: str | None = None,
    use: str | None = None,
    now: datetime | None = None,
) -> Code:
    """Another name, meaning or use; what is None stays as it is."""
    may(member)
    made = standing_code(code)
    before = _described(made)
    if name is not None:
        made.name = _free(name, besides=made.pk)
    made.meaning = made.meaning if meaning is None else words.about(meaning, "the meaning")
    made.use = made.use if use is None else words.about(use, "when to use it")
    if _described(made) != before:
        made.save(update_fields=["name", "meaning", "use"])
        _changed(member, made, "describe", before, _described(made), now or datetime.now(UTC))
    return made


@transaction.atomic
def merge_codes(*, member: Member, code: int, into: int, now: datetime | None = None) -> Code:
    """From now on `code` is `into`: what was coded by the one counts for the other."""
    may(member)
    made, other = standing_code(code), standing_code(into)
    if made.pk == other.pk:
        raise NotSo(f"{made.name} is one code already.")
    made.merged_into = other
    made.save(update_fields=["merged_into"])
    _changed(member, made, "merge", {}, {"into": other.pk, "name": other.name}, now or datetime.now(UTC))
    return other


@transaction.atomic
def split_code(
    *,
    member: Member,
    code: int,
    name: str,
    items: Sequence[Item],
    meaning: str = "",
    use: str = "",
    now: datetime | None = None,
) -> Code:
    """A new code takes some of what was coded by `code` along."""
    may(member)
    moment, old = now or datetime.now(UTC), standing_code(code)
    if not 0 < len(items) <= _MOST_AT_ONCE:
        raise NotSo(f"Choose what the new code takes along: 1 to {_MOST_AT_ONCE} of what was coded.")
    of = Code.objects.filter(merged_into=old).values("pk")
    moved = [
        row
        for one in dict.fromkeys(items)
        for row in Coding.objects.filter(says=True, undone_at=None, **found(one)).filter(code__in=[old.pk, *_pks(of)])
    ]
    if not moved:
        raise NotSo(f"None of that was coded as {old.name}.")
    made = Code.objects.create(
        name=_free(name), meaning=words.about(meaning, "the meaning"), use=words.about(use, "when to use it"),
        split_from=old, member=member, made_at=moment,
    )  # fmt: skip
    new = Coding.objects.bulk_create(
        Coding(code=made, post_id=row.post_id, passage_id=row.passage_id, how=row.how, member_id=row.member_id,
               made_at=row.made_at)
        for row in moved
    )  # fmt: skip
    Coding.objects.filter(pk__in=[row.pk for row in moved]).update(undone_at=moment)
    after = {"name": made.name, "old": [row.pk for row in moved], "new": [row.pk for row in new]}
    _changed(member, made, "split", {"from": old.pk, "name": old.name}, after, moment)
    return made


@transaction.atomic
def retire_code(*, member: Member, code: int, now: datetime | None = None) -> Code:
    """Nothing is coded by it any more, and what was does not count; it stays in the book and can be brought back."""
    may(member)
    made = standing_code(code)
    made.retired_at = now or datetime.now(UTC)
    made.save(update_fields=["retired_at"])
    _changed(member, made, "retire", {}, {}, made.retired_at)
    return made


@transaction.atomic
def give_example(*, member: Member, code: int, item: Item, fits: bool = True, now: datetime | None = None) -> Example:
    """Put a post or a passage into the codebook, as one that is coded so or as one that is not."""
    may(member)
    moment, made = now or datetime.now(UTC), standing_code(code)
    standing = Example.objects.filter(code=made, undone_at=None, **found(item))
    before = {"instead_of": _pks(standing)}
    standing.update(undone_at=moment)
    example = Example.objects.create(code=made, **found(item), fits=fits, member=member, made_at=moment)
    _changed(member, made, "example", before, {"example": example.pk, "fits": fits}, moment)
    return example


@transaction.atomic
def undo_change(*, member: Member, change: int, now: datetime | None = None) -> CodeChange:
    """Take back what was done to a code; what was done to it afterwards is taken back first."""
    may(member)
    done = CodeChange.objects.select_related("code").filter(pk=change).first()
    if done is None:
        raise NothingToCode("That change is not here any more.")
    if done.undone_at is not None:
        return done
    later = CodeChange.objects.filter(code=done.code, pk__gt=done.pk, undone_at=None).exclude(what="example")
    if done.what != "example" and later.exists():
        raise NotSo(f"{done.code.name} was changed after that. Take the later change back first.")
    if done.what == "split" and (off := Code.objects.filter(split_from=done.code, retired_at=None).first()):
        raise NotSo(f"{off.name} was split from {done.code.name} after that. Take that back first.")
    done.undone_at = now or datetime.now(UTC)
    done.save(update_fields=["undone_at"])
    _UNDO[done.what](done, done.undone_at)
    append(member, "reopen", f"codechange:{done.pk}:undo", done.undone_at)
    return done


@transaction.atomic
def keep_themes(*, choice: str, asked: dict[str, Any], found: dict[str, Any], now: datetime | None = None) -> None:
    """Themes in place of those that were proposed before for the same choice. An opinion: no decision is recorded."""
    kept = {"asked": asked, "found": found, "made_at": now or datetime.now(UTC)}
    ThemesKept.objects.update_or_create(choice=choice, defaults=kept)


def may(member: Member) -> None:
    """Stop those who only look."""
    if not member.may_decide:
        raise MayNotCode("Readers look; ask an owner to make you a member.")


def standing_code(code: int) -> Code:
    """A code that can be used; raises NoSuchCode, or NotSo where it was merged or retired."""
    made = Code.objects.select_related("merged_into").filter(pk=code).first()
    if made is None:
        raise NoSuchCode(f"There is no code {code}. See them: twoears needs codes.")
    if made.merged_into is not None:
        raise NotSo(f"{made.name} was merged into {made.merged_into.name}.")
    if made.retired_at is not None:
        raise NotSo(f"{made.name} was retired. Take that back to use it again.")
    return made


def found(item: Item) -> dict[str, Any]:
    """The columns that point at an item; raises NothingToCode where it is not here or its words are gone."""
    if item.kind == "post":
        here = Post.objects.filter(pk=item.key, withdrawn_at=None).exists()
    else:
        here = Passage.objects.filter(pk=item.key, talk__undone_at=None).exists()
    if not here:
        raise NothingToCode(f"There is no {item.kind} {item.key} here any more.")
    return {f"{item.kind}_id": item.key}


def _free(name: str, besides: int = 0) -> str:
    said = words.line(name, "the name of a code", words.NAME)
    same = Code.objects.filter(name__iexact=said, retired_at=None, merged_into=None).exclude(pk=besides)
    if same.exists():
        raise NameTaken(f"There is a code called {said} already.")
    return said


def _described(code: Code) -> dict[str, Any]:
    return {"name": code.name, "meaning": code.meaning, "use": code.use}


def _changed(
    member: Member, code: Code, what: str, before: dict[str, Any], after: dict[str, Any], moment: datetime
) -> None:
    made = CodeChange.objects.create(code=code, what=what, before=before, after=after, member=member, made_at=moment)
    append(member, f"code-{what}", f"codechange:{made.pk}", moment)


def _pks(rows: Any) -> list[int]:
    return list(rows.values_list("pk", flat=True))


def _unmake(done: CodeChange, moment: datetime) -> None:
    Code.objects.filter(pk=done.code_id).update(retired_at=moment)


def _undescribe(done: CodeChange, moment: datetime) -> None:
    _free(done.before["name"], besides=done.code_id)
    Code.objects.filter(pk=done.code_id).update(**done.before)


def _unmerge(done: CodeChange, moment: datetime) -> None:
    _free(done.code.name, besides=done.code_id)
    Code.objects.filter(pk=done.code_id).update(merged_into=None)


def _unsplit(done: CodeChange, moment: datetime) -> None:
    """What went along goes back; what was coded by the new code since then is left with it, and does not count.

    What its member took back since then, or said anew, stays as they said.
    """
    standing = Coding.objects.filter(pk__in=done.after["new"], undone_at=None)
    went = dict(zip(done.after["new"], done.after["old"], strict=True))
    back = Coding.objects.filter(pk__in=[went[pk] for pk in _pks(standing)])
    standing.update(undone_at=moment)
    back.exclude(pk__in=[row.pk for row in back if _said_since(row)]).update(undone_at=None)
    _unmake(done, moment)


def _said_since(row: Coding) -> bool:
    """Whether its member said something else of the same item and code, or that none fits."""
    same = {"post": row.post_id, "passage": row.passage_id, "member": row.member_id, "undone_at": None}
    return Coding.objects.filter(Q(code=row.code_id) | Q(code=None), **same).exclude(pk=row.pk).exists()


def _unretire(done: CodeChange, moment: datetime) -> None:
    _free(done.code.name, besides=done.code_id)
    Code.objects.filter(pk=done.code_id).update(retired_at=None)


def _unexample(done: CodeChange, moment: datetime) -> None:
    """What it took the place of stands again, unless another has taken its own place since."""
    if Example.objects.filter(pk=done.after["example"], undone_at=None).update(undone_at=moment):
        Example.objects.filter(pk__in=done.before.get("instead_of", [])).update(undone_at=None)


_UNDO = {
    "make": _unmake,
    "describe": _undescribe,
    "merge": _unmerge,
    "split": _unsplit,
    "retire": _unretire,
    "example": _unexample,
}
