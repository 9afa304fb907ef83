"""Dates that strangers choose."""

import pytest

from twoears.lib.dates import NoDate, when


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59Z", "0001-01-01", "Fri, 31 Dec 9999 23:59:59 GMT", "1512-03-01"])
def test_the_ends_of_the_calendar_are_no_dates_of_ours(text: str) -> None:
    with pytest.raises(NoDate, match="in which nobody posts|outside the calendar"):
        when(text)


def test_a_letter_of_last_century_is_one() -> None:
    assert when("1969-12-31").year == 1969
