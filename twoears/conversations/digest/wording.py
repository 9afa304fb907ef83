"""The sentences of the morning mail: subject, headline, clocks, counts. What strangers wrote is put on one line."""

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Final

from twoears.conversations.digest.due import MONDAYS, NEVER, WORK_DAYS
from twoears.conversations.digest.morning import Heard, Morning, Needs
from twoears.lib.counts import counted, lasting, spelled
from twoears.lib.intervals import Number
from twoears.lib.text import one_line
from twoears.queries.shown import Burst

NAME: Final = 60  # characters of a name
_ENDS: Final = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])|\n+")
_ISOLATE, _END = "\u2068", "\u2069"
_WHEN: Final = {WORK_DAYS: "every work day", MONDAYS: "every Monday", NEVER: "never"}


def name(words: str, most: int = NAME) -> str:
    """A name as it may stand in a sentence; one from right to left keeps its direction to itself.

    >>> name("  Leila\\nHaddad "), name("")
    ('Leila Haddad', 'Somebody')
    """
    flat = one_line(words, most) or "Somebody"
    turned = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in flat)
    return f"{_ISOLATE}{flat}{_END}" if turned else flat


def first_name(words: str) -> str:
    """What somebody is called in a subject: the first of their names, both where the first is short for something.

    >>> first_name("Leila Haddad"), first_name("Dr. Haddad"), first_name("@acme")
    ('Leila', 'Dr. Haddad', '@acme')
    """
    flat = one_line(words, NAME)
    first = flat.split(" ")[0]
    return name(flat if first.endswith(".") or len(first) < 2 else first, 40)


def subject(morning: Morning) -> str:
    """A person and a state, else a query and what it heard.

    What a mail program would take for an encoded word is taken apart: names do not choose how they are read.
    """
    return (_of_people(morning) if morning.waiting else _of_queries(morning)).replace("=?", "= ?")


def _of_people(morning: Morning) -> str:
    first = morning.needs[0]
    others = f", and {morning.waiting - 1:,} more" if morning.waiting > 1 else ""
    return f"{first_name(first.person)} waits since {since(first.since, morning.at)}{others}"


def _of_queries(morning: Morning) -> str:
    first, *rest = morning.heard
    others = f", and {counted(len(rest), 'more query', 'more queries')}" if rest else ""
    return f"{name(first.name)}: {told(first)}{others}"


def headline(morning: Morning) -> str:
    """What the mail comes to."""
    if morning.waiting:
        words = f"{spelled(morning.waiting)} {'person needs' if morning.waiting == 1 else 'people need'} you today"
        return words[:1].upper() + words[1:]
    many = "One of your queries" if len(morning.heard) == 1 else "Your queries"
    return f"{many} heard something, and nobody waits for you"


def since(at: datetime, now: datetime) -> str:
    """Since when, as short as it is clear; `now` says in which time zone.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
    >>> days = ((11, 23), (11, 22), (11, 21), (3, 4))
    >>> [since(datetime(2026, month, day, 6, 12, tzinfo=UTC), now) for month, day in days]
    ['06:12', 'yesterday', 'Saturday', '4 March']
    """
    here = at.astimezone(now.tzinfo)
    days = (now.date() - here.date()).days
    if days <= 1:
        return "yesterday" if days == 1 else f"{here:%H:%M}"
    if days < 7:
        return f"{here:%A}"
    return f"{here.day} {here:%B}" + ("" if here.year == now.year else f" {here.year}")


def clock(needs: Needs, now: datetime) -> str:
    """How long somebody has waited, or when they spoke for us."""
    return f"waits for {lasting(now - needs.since)}" if needs.waits else f"said {since(needs.since, now)}"


def told(heard: Heard) -> str:
    """How much a query heard.

    >>> told(Heard(id="", name="", n=12, stories=4, burst=None, quotes=()))
    '12 posts in 4 stories'
    """
    posts = counted(heard.n, "post")
    return posts if heard.n == 1 else f"{posts} in {counted(heard.stories, 'story', 'stories')}"


def burst(loud: Burst, now: datetime) -> str:
    """When it was said unusually often."""
    at, n = loud.at.astimezone(now.tzinfo), round(loud.expected)
    often = "hardly any was" if n < 1 else "1 was" if n == 1 else f"{n:,} were"
    return f"Said unusually often: {loud.n:,} on {at:%A} in the hour from {at:%H:%M}, where {often} to be expected."


def ratio(number: Number | None, morning: Morning) -> str:
    """Yesterday as a ratio with its numbers; nothing where there was silence."""
    if number is None:
        return ""
    day = f"Yesterday, {morning.yesterday:%A} {morning.yesterday.day} {morning.yesterday:%B}"
    both = f"{number.k:,} heard, {f'{number.n:,}' if number.n else 'nothing'} said"
    if number.estimate is None or number.low is None:
        return f"{day}: {both}. Without anything said there is no ratio."
    upper = f"to {_figure(number.high)}" if number.high is not None else "or more"
    return f"{day}: {_figure(number.estimate)} heard for each 1 said, likely {_figure(number.low)} {upper} ({both})."


def _figure(number: float) -> str:
    """Two figures that mean something.

    >>> _figure(2.47), _figure(0.334), _figure(31.7)
    ('2.5', '0.33', '32')
    """
    return f"{number:,.0f}" if number >= 10 or number == 0 else f"{number:.1f}" if number >= 0.95 else f"{number:.2f}"


def because(when: str, zone: str) -> str:
    """Why somebody gets this."""
    return (
        f"You get this because your address stands in Two Ears and your choice is: {_WHEN[when]}, at half past seven "
        f"({zone}). It is only sent when somebody needs you or a query heard something."
    )


def sentence_at(words: str, at: int) -> str:
    """The sentence of `words` in which the character `at` stands.

    >>> sentence_at("It ran for years. The pump leaks at 3.5 bar. Why?", 22)
    'The pump leaks at 3.5 bar.'
    """
    start = 0
    for end in _ENDS.finditer(words):
        if end.start() > at:
            return words[start : end.start()].strip()
        start = end.end()
    return words[start:].strip()


def a_while(length: timedelta) -> str:
    """How long a mail looks back, for its heading.

    >>> a_while(timedelta(hours=24)), a_while(timedelta(days=3))
    ('since yesterday', 'in the last 3 days')
    """
    return "since yesterday" if length < timedelta(hours=36) else f"in the last {lasting(length)}"
