"""Learn who is who from what members answered, whenever there are twice as many answers; and unlearn what they undo."""

from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from twoears.people.accounts.tasks import last_account, profiles_of
from twoears.people.joining.tasks import in_force
from twoears.people.matching import SHIPPED, Model
from twoears.people.matching.learning import Lesson
from twoears.people.matching.trying import EACH, Tried, mark, tried
from twoears.people.matching.values import Decided
from twoears.people.models import IdentityDecision, MatchModel, SureMatch
from twoears.team.actions import first_team

_BITS: Final = 4  # of the number of accounts: it is learnt anew when an eighth more are held
Said = tuple[int, int, int, str]


def in_use() -> Model:
    """By what likely pairs are weighed now."""
    text = MatchModel.objects.order_by("-pk").values_list("model", flat=True).first()
    if not text or first_team().match_as_shipped:
        return SHIPPED
    try:
        return Model.from_json(text)
    except ValueError:
        return SHIPPED  # written by an older version of ours; the next round learns it anew


def mark_of(model: Model) -> int:
    """A number that changes with any weight of a model."""
    return _number(model.to_json())


def answered() -> QuerySet[IdentityDecision]:
    """What members say now of pairs that were proposed, the oldest first: yes (merge) or no (split)."""
    return in_force().filter(kind__in=("merge", "split")).exclude(probability=None)


def learn_likely() -> int:
    """Learn anew where what it is learnt from is other than when it was learnt last; how many answers it was.

    The same answers, accounts and links give the same, whenever it is learnt: a rebuild learns it again.
    """
    said, unasked, sure, last = _from_what()
    told_by = _digest(said, unasked, sure, last)
    held = MatchModel.objects.order_by("-pk").values_list("told_by", flat=True).first() or ""
    if told_by == held:
        return 0
    made = _learnt(said, unasked, sure, last) if told_by else None
    with transaction.atomic():
        MatchModel.objects.all().delete()
        if made is not None:
            _save(made, told_by, sure)
    return max(len(said), 1)


def _from_what() -> tuple[list[Said], list[Said], int, int]:
    """The answers and the unasked words that are learnt from, of how many sure pairs, and the last account."""
    said = list(answered().values_list("pk", "left", "right", "kind")[: mark(answered().count())])
    no = sum(kind == "split" for *_, kind in said)
    if min(no, len(said) - no) < EACH:
        return [], [], 0, 0
    told = in_force().filter(kind__in=("merge", "split"), probability=None)
    unasked = list(told.values_list("pk", "left", "right", "kind")[: _power(told.count())])
    return said, unasked, _power(SureMatch.objects.count()), _coarse(last_account())


def _learnt(said: list[Said], unasked: list[Said], sure: int, last: int) -> Tried:
    certain = SureMatch.objects.order_by("left", "right").values_list("left", "right")[:sure]
    decided = [Decided(left, right, kind == "merge") for _, left, right, kind in said]
    decided += [Decided(left, right, kind == "merge", asked=False) for _, left, right, kind in unasked]
    decided += [Decided(left, right, same=True, asked=False) for left, right in certain]
    named = {key for one in decided for key in (one.left, one.right)}
    profiles = [one for one in profiles_of(None) if one.key <= last or one.key in named]
    return tried(Lesson(profiles, decided))


def _save(made: Tried, told_by: str, sure: int) -> None:
    MatchModel.objects.create(
        told_by=told_by,
        model=made.model.to_json() if made.better else "",
        learnt=made.model.to_json(),
        answers=len(made.foretold),
        sure=sure,
        foretold=[(one.learnt, one.shipped, one.same) for one in made.foretold],
        gain=made.gain,
        error=made.error,
        made_at=datetime.now(UTC),
    )


def _digest(said: list[Said], unasked: list[Said], sure: int, last: int) -> str:
    """Empty where there is nothing to learn from."""
    return f"{_number((SHIPPED.to_json(), said, unasked, sure, last)):x}" if said else ""


def _number(told: object) -> int:
    return int.from_bytes(blake2b(repr(told).encode(), digest_size=7).digest(), "big")


def _power(n: int) -> int:
    return 1 << (n.bit_length() - 1) if n else 0


def _coarse(n: int) -> int:
    """`n` with all but its first bits nought.

    >>> _coarse(7), _coarse(47), _coarse(100_000)
    (7, 44, 98304)
    """
    left = max(n.bit_length() - _BITS, 0)
    return n >> left << left
