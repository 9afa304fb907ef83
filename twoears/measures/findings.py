"""One honest sentence. A stronger one is chosen only where the interval allows it."""

from collections.abc import Sequence

from twoears.lib.counts import times
from twoears.lib.intervals import Number

FEW = 20  # below this a share is shown as cases, not as a percentage


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
        less = "but not twice as much" if high < 2 else "whether it is twice as much, it is too early to say"
        return f"You listen more than you speak; {less}"
    if high < 1:
        return "You speak more than you listen"
    # A range from less than half to more than double says nothing.
    if heard.low < 0.5 or high > 2:
        return "Too early to say whether you listen more than you speak"
    return "You listen about as much as you speak"


def answered(number: Number) -> tuple[str, str]:
    """The first finding, in two parts: what was seen, and what it comes to.

    >>> from twoears.lib.intervals import share
    >>> answered(share(24, 61, of="", question=""))
    ('61 times people waited for your answer.', 'You kept your promise fewer than half of the time.')
    """
    if not number.n:
        return "Nobody has waited for an answer of yours.", "That is a quiet start."
    seen = f"{_opening(times(number.n))} people waited for your answer." if number.n > 1 else _ONCE
    if number.k == number.n:
        return seen, "You kept your promise every time."
    if not number.k:
        return seen, "You never kept your promise."
    if number.n < FEW:
        return seen, f"You kept your promise {times(number.k)}."
    if number.k / number.n < 0.5:
        return seen, "You kept your promise fewer than half of the time."
    return seen, f"You kept your promise {times(number.k)} and broke it {times(number.n - number.k)}."


_ONCE = "Once somebody waited for your answer."


def _opening(words: str) -> str:
    return words[:1].upper() + words[1:]
