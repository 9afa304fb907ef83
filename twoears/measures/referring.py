"""Two ratios of who sends whom: new customers who were sent, and customers who send. Days in, numbers out.

Only what words, deeds and forms say is counted. Whoever was sent and never said so stands among those who were not.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from twoears.lib.intervals import Number, share
from twoears.measures.ratios import Measure

SENT: Final = Measure(
    "new_customers_by_referral",
    "new customers who were sent to us",
    "How many of those who begin to buy come because somebody sent them?",
    "people who first became a customer in this time and whom a certain person had sent before, of all who first "
    "became one; those of whom it is not settled yet who sent them are left aside",
)
SENDS: Final = Measure(
    "customers_who_refer",
    "customers who sent somebody",
    "Do those who buy send others?",
    "customers who sent somebody in this time after they had become one, of all who were customers by its end",
)
REFERRING: Final = (SENT, SENDS)


def new_by_referral(
    customers: Mapping[str, datetime],
    sent: Mapping[str, datetime],
    unsettled: Mapping[str, datetime],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Number:
    """`customers`: since when each is one; `sent`: when each was first sent; `unsettled`: the same by nobody certain.

    >>> day = [datetime(2026, 3, n) for n in range(1, 10)]
    >>> new = {"ann": day[5], "bob": day[6], "cat": day[1]}
    >>> made = new_by_referral(new, {"ann": day[3]}, {"bob": day[2]}, since=day[4])
    >>> made.k, made.n, made.aside
    (1, 1, 1)
    """
    new = {who: at for who, at in customers.items() if within(at, since, until)}
    came = {who for who, at in new.items() if who in sent and sent[who] <= at}
    unsure = {who for who, at in new.items() if who not in came and who in unsettled and unsettled[who] <= at}
    return share(len(came), len(new) - len(unsure), of=SENT.of, question=SENT.question, key=SENT.key, aside=len(unsure))


def customers_who_refer(
    customers: Mapping[str, datetime],
    sending: Iterable[tuple[str, datetime]],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Number:
    """`sending`: who sent somebody, and when; each customer counts once.

    >>> day = [datetime(2026, 3, n) for n in range(1, 10)]
    >>> made = customers_who_refer({"ann": day[2], "bob": day[2]}, [("ann", day[3]), ("ann", day[4]), ("bob", day[1])])
    >>> made.k, made.n
    (1, 2)
    """
    held = {who: at for who, at in customers.items() if within(at, None, until)}
    sent = {who for who, at in sending if who in held and at >= held[who] and within(at, since, until)}
    return share(len(sent), len(held), of=SENDS.of, question=SENDS.question, key=SENDS.key)


def within(at: datetime, since: datetime | None, until: datetime | None) -> bool:
    """From `since` on and before `until`; None for no bound."""
    return (since is None or at >= since) and (until is None or at < until)
