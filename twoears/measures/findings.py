"""One honest sentence. A stronger one is chosen only where the interval allows it."""

from collections.abc import Sequence
from datetime import date

from twoears.lib.counts import times
from twoears.lib.intervals import Number


def headline(numbers: Sequence[Number], us: Sequence[str]) -> str:
    """What Measure says first.

    >>> from twoears.lib.intervals import for_each
    >>> headline([for_each(50, 20, of="", question="")], ["acme"])
    'You listen more than you speak; whether it is twice as much, it is too early to say'
    """
    if not us:
        return "Say which accounts are yours, and the ratios begin"
    heard = numbers[0]
    if heard.estimate is None or heard.low is None:
        return "You have said nothing yet, so there is no ratio to show"
    high = heard.high if heard.high is not None else float("inf")
    if heard.low >= 2:
        return "You listen more than twice as much as you speak"
    if heard.low > 1:
        less = ", but not twice as much" if high < 2 else "; whether it is twice as much, it is too early to say"
        return f"You listen more than you speak{less}"
    if high < 1:
        return "You speak more than you listen"
    # A range from less than half to more than double says nothing.
    if heard.low < 0.5 or high > 2:
        return "Too early to say whether you listen more than you speak"
    return "You listen about as much as you speak"


def waited(number: Number, first: date | None = None, last: date | None = None) -> str:
    """How often people waited for our answer, and in which years.

    >>> from twoears.lib.intervals import share
    >>> waited(share(24, 61, of="", question=""), date(2013, 4, 2), date(2017, 1, 9))
    'Between 2013 and 2017, people waited 61 times for your answer.'
    >>> waited(share(1, 1, of="", question=""), date(2017, 1, 9), date(2017, 1, 9))
    'In 2017, people waited once for your answer.'
    """
    if not number.n:
        return "Nobody has waited for an answer of yours."
    said = f"eople waited {times(number.n)} for your answer."
    return f"{_years(first, last)}, p{said}" if first and last else f"P{said}"


def promise_kept(number: Number) -> str:
    """What it comes to, where an owner has promised a time.

    >>> from twoears.lib.intervals import share
    >>> promise_kept(share(24, 61, of="", question=""))
    'You kept your promise 24 times and broke it 37 times.'
    """
    if not number.n:
        return _QUIET
    if number.k == number.n:
        return "You kept your promise every time."
    if not number.k:
        return "You never kept your promise."
    return f"You kept your promise {times(number.k)} and broke it {times(number.n - number.k)}."


def answered_within(number: Number, time: str, never: int) -> str:
    """What it comes to, where nobody has promised anything: measured by a time that is only our default.

    `never` of them were not answered at all.

    >>> from twoears.lib.intervals import share
    >>> answered_within(share(24, 61, of="", question=""), "half a day", 30)
    'You answered 24 times within half a day, seven times later, and 30 times not at all.'
    >>> answered_within(share(6, 7, of="", question=""), "half a day", 0)
    'You answered six times within half a day, and once later.'
    """
    if not number.n:
        return _QUIET
    if number.k == number.n:
        return f"You answered every time within {time}."
    late = number.n - number.k - never
    said = [
        f"{times(number.k)} within {time}" if number.k else "",
        f"{times(late)} later" if late else "",
        f"{times(never)} not at all" if never else "",
    ]
    first, *rest = filter(None, said)
    if not number.k:
        return f"You never answered within {time}: {' and '.join((first, *rest))}."
    return f"You answered {', '.join((first, *rest[:-1]))}, and {rest[-1]}."


_QUIET = "That is a quiet start."


def _years(first: date, last: date) -> str:
    return f"In {first.year}" if first.year == last.year else f"Between {first.year} and {last.year}"
