"""Learn how strong ties are and how long pauses last, whenever twice as much was heard; and tell cooling by it."""

from typing import Final

import numpy as np
from django.db import transaction

from twoears.activities import bulk
from twoears.activities.actions import reached, save
from twoears.activities.models import Activity, Position
from twoears.people.ties.days import day, later
from twoears.people.ties.exchanges import US, Exchanges
from twoears.people.ties.learnt import AS_SHIPPED, Knows, learn_from
from twoears.people.ties.models import Exchange, Relationship, TieModel
from twoears.people.ties.pauses import Rhythm
from twoears.people.ties.strength import Model
from twoears.threads.us import Us

STEP: Final = "ties told by"
_FIRST: Final = 1024  # activities, under which nothing is learnt
_MOST: Final = 300_000  # exchanges, the latest
_ROUND: Final = 5_000


def learnt() -> Knows:
    """What was learnt last; as shipped where nothing was."""
    row = TieModel.objects.order_by("-mark").first()
    if row is None:
        return AS_SHIPPED
    shipped = AS_SHIPPED.model
    return Knows(
        model=Model(row.bias, tuple(row.weights), shipped.middle, shipped.scale),
        rhythm=Rhythm(row.log_mean, row.variance, tuple(row.out), row.pauses),
        mark=row.mark,
        shipped_counts=row.shipped_counts,
        pairs=row.pairs,
        came=row.came,
        bands=tuple((k, n) for k, n in row.bands),
        right=row.right,
        by_silence=row.by_silence,
    )


@transaction.atomic(savepoint=False)
def learn(us: Us) -> int:
    """Learn anew where twice as much was heard as when it was learnt last, else tell some more pairs by it.

    How much was done. What is learnt is told by powers of two, so that a rebuild learns the same.
    """
    mark = _mark()
    if mark == _held():
        return _tell_some()
    TieModel.objects.all().delete()
    if mark:
        _save(learn_from(_heard(mark), us.actors, mark))
    reached(STEP)
    save(STEP, 0)
    return 1


def behind() -> bool:
    """Whether there is more to learn from, or a pair to be told by what was learnt. Looks only."""
    told = Position.objects.filter(step=STEP).values_list("reached", flat=True).first() or 0
    return _mark() != _held() or told < bulk.last_id(Relationship)


def _mark() -> int:
    """Up to which activity is learnt: the last power of two that was reached."""
    last = bulk.last_id(Activity)
    return 1 << (last.bit_length() - 1) if last >= _FIRST else 0


def _held() -> int:
    return TieModel.objects.order_by("-mark").values_list("mark", flat=True).first() or 0


@transaction.atomic(savepoint=False)
def learn_again() -> None:
    """Forget what was learnt: who is us has changed."""
    TieModel.objects.all().delete()


def _heard(mark: int) -> Exchanges:
    found = Exchange.objects.filter(activity__lte=mark).order_by("-activity", "low", "high")
    rows = found.values_list("low", "high", "by_low", "kind", "at")[:_MOST]
    return Exchanges.of(
        (low if by else high or US, (high or US) if by else low, kind, day(at))
        for low, high, by, kind, at in rows.iterator(chunk_size=10_000)
    )


def _save(made: Knows) -> None:
    TieModel.objects.create(
        mark=made.mark,
        bias=made.model.bias,
        weights=list(made.model.weights),
        shipped_counts=made.shipped_counts,
        pairs=made.pairs,
        came=made.came,
        bands=[list(band) for band in made.bands],
        right=made.right,
        by_silence=made.by_silence,
        log_mean=made.rhythm.log_mean,
        variance=made.rhythm.variance,
        out=list(made.rhythm.out),
        pauses=made.rhythm.pauses,
    )


def _tell_some() -> int:
    """Say of some more pairs from when on they are quieter than usual; how many there were."""
    after = reached(STEP)
    if after >= bulk.last_id(Relationship):
        return 0
    found = Relationship.objects.filter(pk__gt=after).order_by("pk")
    rows = list(found.values_list("pk", "pauses", "log_mean", "log_sum2", "spoke_at")[:_ROUND])
    knows = learnt()
    pauses, mean, squares = (np.array([row[place] for row in rows], float) for place in (1, 2, 3))
    longest = knows.rhythm.longest_of(pauses, mean, squares)
    told = [(later(spoke, float(days)), knows.version, pk) for (pk, *_, spoke), days in zip(rows, longest, strict=True)]
    bulk.update(Relationship, ("cools_at", "version", "id"), told)
    save(STEP, rows[-1][0])
    return len(rows)
