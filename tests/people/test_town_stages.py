"""How stages told are set beside a truth: by person and by month."""

from datetime import UTC, datetime, timedelta

from twoears.cli.town_stages import at_end, by_month
from twoears.town.truth import PersonTruth

END = datetime(2026, 11, 30, tzinfo=UTC)


def somebody(number: int, *stages: tuple[int, str]) -> PersonTruth:
    return PersonTruth(
        person=number, name="", company="", role="", language="en", zone="UTC", need="", would_refer=False,
        stages=tuple((END - timedelta(days=days), stage) for days, stage in stages), accounts=(),
    )  # fmt: skip


def test_agreement_is_counted_by_person_and_month() -> None:
    people = [somebody(0, (500, "stranger"), (100, "friend")), somebody(1, (500, "stranger"))]
    told = {0: [(END - timedelta(days=40), "friend")], 1: [(END - timedelta(days=40), "friend")]}
    end = at_end(people, told, END)
    assert (end.share.k, end.share.n, end.table["stranger", "friend"]) == (1, 2, 1)
    months = by_month(people, told, END, months=4)
    # The first is a friend too late by two months, the second a friend too many in two.
    assert (months.share.k, months.share.n) == (4, 8)
    assert months.alpha is not None and months.alpha < 0.5
