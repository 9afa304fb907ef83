"""What a pair's exchanges add up to: nothing of it depends on the clock, so that it can be told again at any time."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.people.ties.exchanges import ASK, KINDS, OUT_OF_THEIR_WAY, SHARE, Exchanges

HALF_LIVES: Final = (30.0, 180.0)
"""Days after which an exchange counts half: what is lately, and what is of the year."""
APART: Final = 0.5
"""Days of silence from which on a new exchange begins; what comes sooner belongs to the one before."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Told:
    """Pairs, `low` under `high`, each once, in order. Index 0 of a side is what `low` did, 1 what `high` did.

    `counts` int64 (pairs, 2, KINDS); `began` (pairs, 2) how often each broke half a day of silence; `first` and
    `last` are days, of anything; `spoke` the day of the last that was more than a click, NaN where none was; `faded`
    (pairs, 2 half-lives) how many of these, each faded up to `last`; `clicks` (pairs) the same of clicks, by the longer
    half-life. `pauses` how many pauses there were between exchanges, `log_mean` and `log_sum2` mean and sum of squares
    around it of the logarithms of their days. `last_kind` and `last_by` tell of the last word, `first_by` of the first
    (-1 where there was none).
    """

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    counts: NDArray[np.int64]
    began: NDArray[np.int64]
    first: Floats
    last: Floats
    spoke: Floats
    faded: Floats
    clicks: Floats
    pauses: NDArray[np.int64]
    log_mean: Floats
    log_sum2: Floats
    last_kind: NDArray[np.int8]
    last_by: NDArray[np.int8]
    first_by: NDArray[np.int8]

    def __len__(self) -> int:
        return int(self.low.size)

    @property
    def of_way(self) -> NDArray[np.int64]:
        """(pairs, 2): how often each went out of their way for the other."""
        made: NDArray[np.int64] = self.counts[:, :, list(OUT_OF_THEIR_WAY)].sum(2)
        return made

    @property
    def words(self) -> NDArray[np.int64]:
        """(pairs, 2): how often each did more than click."""
        made: NDArray[np.int64] = self.counts[:, :, SHARE:].sum(2)
        return made


def tell(heard: Exchanges) -> Told:
    """The pairs of `heard`, in any order; nobody has a tie to themselves. One sort, then sums along it.

    >>> told = tell(Exchanges.of([(1, 2, 3, 0.0), (2, 1, 4, 0.1), (2, 1, 3, 9.0)]))
    >>> told.words.tolist(), told.began.tolist(), told.pauses.tolist()
    ([[1, 2]], [[1, 1]], [1])
    """
    heard = heard.where(heard.left != heard.right)
    low, high = np.minimum(heard.left, heard.right), np.maximum(heard.left, heard.right)
    # By time within a pair; what happened at once has an order of its own: any order of rows tells the same.
    order = np.lexsort((heard.left, heard.kind, heard.at, high, low))
    low, high, kind, at = low[order], high[order], heard.kind[order].astype(np.int64), heard.at[order]
    side = (heard.left[order] != low).astype(np.int64)
    new = np.flatnonzero((np.diff(low, prepend=-1) != 0) | (np.diff(high, prepend=-1) != 0))
    many, ends = new.size, np.append(new[1:], at.size) - 1
    pair = np.repeat(np.arange(many), ends - new + 1)
    words = kind >= SHARE
    last = at[ends] if many else at[:0]
    spoken, spoken_pair, spoken_side = at[words], pair[words], side[words]
    starts, gaps, gap_pair = _pauses(spoken, spoken_pair)
    log = np.log(gaps)
    count = np.bincount(gap_pair, minlength=many)
    mean = _summed(gap_pair, log, many) / np.maximum(count, 1)
    spoke, closing = np.full(many, np.nan), _last_of(spoken_pair)
    spoke[spoken_pair[closing]] = spoken[closing]
    last_kind, last_by, first_by = np.zeros(many, np.int8), np.full(many, -1, np.int8), np.full(many, -1, np.int8)
    opening = np.flatnonzero(np.diff(spoken_pair, prepend=-1) != 0)
    first_by[spoken_pair[opening]] = spoken_side[opening]
    last_kind[spoken_pair[closing]] = kind[words][closing]
    last_by[spoken_pair[closing]] = spoken_side[closing]
    return Told(
        low=low[new],
        high=high[new],
        counts=_counted((pair * 2 + side) * len(KINDS) + kind, (many, 2, len(KINDS))),
        began=_counted(spoken_pair[starts] * 2 + spoken_side[starts], (many, 2)),
        first=at[new],
        last=last,
        spoke=spoke,
        faded=np.stack([_faded(spoken, spoken_pair, last, half) for half in HALF_LIVES], axis=1),
        clicks=_faded(at[~words], pair[~words], last, HALF_LIVES[1]),
        pauses=count,
        log_mean=mean,
        log_sum2=_summed(gap_pair, (log - mean[gap_pair]) ** 2, many),
        last_kind=last_kind,
        last_by=last_by,
        first_by=first_by,
    )


def _counted(keys: NDArray[np.int64], shape: tuple[int, ...]) -> NDArray[np.int64]:
    return np.bincount(keys, minlength=int(np.prod(shape))).reshape(shape)


def _faded(at: Floats, pair: NDArray[np.int64], until: Floats, half: float) -> Floats:
    return _summed(pair, np.exp2((at - until[pair]) / half), until.size)


def _summed(place: NDArray[np.int64], values: Floats, many: int) -> Floats:
    return np.bincount(place, values, many).astype(np.float64)


def _last_of(pair: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.flatnonzero(np.diff(pair, append=-1) != 0)


def _pauses(at: Floats, pair: NDArray[np.int64]) -> tuple[NDArray[np.bool_], Floats, NDArray[np.int64]]:
    """Which exchanges begin one of their own; and the pauses, from the last word before to the first after."""
    same = np.diff(pair, prepend=-1) == 0
    gap = np.diff(at, prepend=0.0)
    starts = ~same | (gap >= APART)
    paused = same & starts
    return starts, gap[paused], pair[paused]


def pauses_of(spoken: Exchanges) -> tuple[NDArray[np.int64], Floats]:
    """The pauses in days between exchanges of the same pair, in order of time, and the number of the pair of each."""
    low, high = np.minimum(spoken.left, spoken.right), np.maximum(spoken.left, spoken.right)
    order = np.lexsort((spoken.at, high, low))
    low, high, at = low[order], high[order], spoken.at[order]
    pair = np.cumsum((np.diff(low, prepend=-1) != 0) | (np.diff(high, prepend=-1) != 0)) - 1
    _, gaps, of_pair = _pauses(at, pair)
    return of_pair, gaps


def asked_last(told: Told) -> NDArray[np.bool_]:
    """Pairs whose last word is a question or a request that has no answer."""
    open_ones: NDArray[np.bool_] = (told.last_kind == ASK) & ~np.isnan(told.spoke)
    return open_ones
