"""How far people agree who coded the same things: Krippendorff's alpha for labels without an order."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence


def alpha(units: Iterable[Sequence[str]]) -> float | None:
    """1 where all agree, 0 where they agree as by chance; None where nothing was coded twice or only one label came.

    `units` are the labels that each thing was given, one a person; those with a single one tell nothing and are left
    out. Nominal metric by the matrix of coincidences, of Krippendorff's Computing Krippendorff's Alpha-Reliability
    (2011), section C: his four observers and twelve units give 0.743.

    >>> observers = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
    >>> coded = [[said[unit] for said in observers if said[unit] != "."] for unit in range(12)]
    >>> round(alpha(coded), 3)
    0.743
    >>> alpha([["yes"], ["no"]]) is None
    True
    """
    together: dict[tuple[str, str], float] = defaultdict(float)
    for labels in units:
        counts = Counter(labels)
        for one, many in counts.items():
            for other, others in counts.items():
                if len(labels) > 1:
                    together[one, other] += many * (others - (one == other)) / (len(labels) - 1)
    sums: dict[str, float] = defaultdict(float)
    for (one, _), times in together.items():
        sums[one] += times
    total = sum(sums.values())
    by_chance = total**2 - sum(times**2 for times in sums.values())
    if not by_chance:
        return None
    differ = sum(times for (one, other), times in together.items() if one != other)
    return 1.0 - (total - 1) * differ / by_chance
