"""The small words of the pages: numbers, times and promises as people say them. Nothing here touches a database."""

from datetime import datetime, timedelta, tzinfo

from django.utils.translation import gettext

from twoears.lib import counts
from twoears.lib.intervals import Number

FEW = 20  # below this many cases a percentage says more than we know
_PROMISES = {60: "hour", 720: "half a day", 1440: "day", 2880: "two days", 10080: "week"}
_MARKS = {"mail": "@", "linkedin": "in", "web": "www", "x": "x", "twitter": "x", "instagram": "ig", "facebook": "fb"}
_NAMES = {
    "x": "X",
    "linkedin": "LinkedIn",
    "youtube": "YouTube",
    "wordpress": "WordPress",
    "web": "Web site",
    "rss": "RSS",
}


ACTS = {
    "Like": "Liked", "Follow": "Followed", "Announce": "Shared", "visit": "Visited",
    "submit": "Signed up", "order": "Ordered", "refer": "Recommended you",
}  # fmt: skip


def opening(sentence: str) -> str:
    """A sentence with a capital at its start, the rest as it is.

    >>> opening("seven people need you")
    'Seven people need you'
    """
    return sentence[:1].upper() + sentence[1:]


def initials(name: str) -> str:
    """Up to two letters for a face; a dot where the name has none.

    >>> initials("Leila Haddad"), initials("@acme"), initials("   ")
    ('LH', 'A', '·')
    """
    words = ["".join(c for c in word if c.isalnum()) for word in name.split()[:8]]
    letters = [word[0] for word in words if word]
    return (letters[0] + (letters[-1] if len(letters) > 1 else "")).upper() if letters else "·"


def lasting(length: timedelta) -> str:
    """How long, short: minutes, hours, days.

    >>> lasting(timedelta(minutes=5)), lasting(timedelta(hours=19)), lasting(timedelta(days=9))
    ('5 min', '19 h', '9 days')
    """
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min" if minutes else gettext("now")
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // 1440:,} days"


def ago(at: datetime | None, now: datetime) -> str:
    """When it was, from here.

    >>> from datetime import UTC
    >>> ago(datetime(2026, 11, 19, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC))
    '3 days ago'
    """
    if at is None:
        return gettext("never")
    return gettext("%s ago") % counts.lasting(now - at) if at <= now else gettext("in %s") % counts.lasting(at - now)


def day(at: datetime, now: datetime, zone: tzinfo) -> str:
    """A day as short as it can be told: the weekday within a week, else the date, with the year where it is another.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    >>> day(datetime(2026, 11, 21, 12, 20, tzinfo=UTC), now, UTC), day(datetime(2025, 3, 4, tzinfo=UTC), now, UTC)
    ('Sat 12:20', '4 Mar 2025')
    """
    at, now = at.astimezone(zone), now.astimezone(zone)
    if timedelta(0) <= now - at < timedelta(days=6):
        return f"{at:%a %H:%M}"
    if at.year == now.year:
        return f"{at.day} {at:%b}"
    return f"{at.day} {at:%b} {at.year}"


def promise(minutes: int) -> str:
    """A promised time as it is said after "the": "half a day", "4 hours".

    >>> promise(720), promise(240), promise(45)
    ('half a day', '4 hours', '45 minutes')
    """
    if minutes in _PROMISES:
        return _PROMISES[minutes]
    return counts.lasting(timedelta(minutes=minutes))


def percent(share: float) -> str:
    """A share in whole percents; the ends only where they are meant.

    >>> percent(0.778), percent(0.9996), percent(1.0), percent(0.0004)
    ('78%', '>99%', '100%', '<1%')
    """
    if 0.995 <= share < 1:
        return ">99%"
    if 0 < share < 0.005:
        return "<1%"
    return f"{share * 100:.0f}%"


def times(ratio: float) -> str:
    """A ratio of flows with two figures that mean something.

    >>> times(2.47), times(0.334), times(31.7)
    ('2.5', '0.33', '32')
    """
    if ratio >= 10:
        return f"{ratio:,.0f}"
    return f"{ratio:.1f}" if ratio >= 0.95 else f"{ratio:.2f}"


def is_flow(number: Number) -> bool:
    """Whether it is a ratio of two flows rather than a share."""
    return number.method.startswith("poisson")


def form(number: Number) -> str:
    """How a number may be shown: "none", "dots", "band" or "flow".

    >>> from twoears.lib.intervals import for_each, share
    >>> form(share(9, 12, of="deals", question="")), form(share(91, 117, of="questions", question=""))
    ('dots', 'band')
    >>> form(for_each(5, 2, of="heard for each said", question="")), form(share(0, 0, of="", question=""))
    ('flow', 'none')
    """
    if number.n == 0 or number.estimate is None:
        return "none"
    if is_flow(number):
        return "flow"
    return "dots" if number.n < FEW else "band"


def value(number: Number) -> str:
    """The number itself, as strongly as the evidence allows.

    >>> from twoears.lib.intervals import for_each, share
    >>> value(share(91, 117, of="", question="")), value(share(9, 12, of="", question=""))
    ('78%', '9 of 12')
    >>> value(for_each(5, 2, of="heard for each said", question="")), value(share(0, 0, of="", question=""))
    ('2.5 heard for each 1 said', 'cannot tell')
    """
    shape = form(number)
    if shape == "none" or number.estimate is None:
        return gettext("cannot tell")
    if shape == "flow":
        return f"{times(number.estimate)} {number.of.split(',')[0].replace(' for each ', ' for each 1 ')}"
    return percent(number.estimate) if shape == "band" else gettext("%(k)d of %(n)d") % {"k": number.k, "n": number.n}


def basis(number: Number) -> str:
    """What stands behind a number: its likely range and of how many.

    >>> from twoears.lib.intervals import for_each, share
    >>> basis(share(91, 117, of="", question="")), basis(share(9, 12, of="", question=""))
    ('likely 72 to 82 · 91 of 117', 'too few for a percentage')
    >>> basis(for_each(50, 20, of="", question="")), basis(for_each(3, 0, of="", question=""))
    ('likely 1.8 to 3.5 · 50 heard, 20 said', '3 heard, nothing said')
    """
    shape = form(number)
    if shape == "flow":
        return gettext("%(range)s · %(k)s heard, %(n)s said") % {
            "range": _range(number), "k": f"{number.k:,}", "n": f"{number.n:,}"}  # fmt: skip
    if shape == "band":
        return gettext("%(range)s · %(k)s of %(n)s") % {
            "range": _range(number), "k": f"{number.k:,}", "n": f"{number.n:,}"}  # fmt: skip
    if shape == "dots":
        return gettext("too few for a percentage")
    if not is_flow(number):
        return gettext("no cases yet")
    return gettext("%s heard, nothing said") % (f"{number.k:,}" if number.k else gettext("nothing"))


def sentence(number: Number) -> str:
    """A number as one sentence, for the title of its picture.

    >>> from twoears.lib.intervals import share
    >>> sentence(share(91, 117, of="answered in time", question=""))
    'answered in time: 78%, likely 72 to 82 · 91 of 117'
    """
    return f"{number.of}: {value(number)}, {basis(number)}"


def network_name(network: str) -> str:
    """What a network is called.

    >>> network_name("mastodon"), network_name("linkedin")
    ('Mastodon', 'LinkedIn')
    """
    return _NAMES.get(network, network.replace("_", " ").capitalize())


def network_mark(network: str) -> str:
    """Two or three letters for a network.

    >>> network_mark("mastodon"), network_mark("mail")
    ('ma', '@')
    """
    return _MARKS.get(network, network[:2].lower())


def _percents(low: float, high: float) -> tuple[int, int]:
    """Both ends in whole percents; never all or nothing unless it is so.

    >>> _percents(0.9955, 1.0), _percents(0.0, 0.003), _percents(0.725, 0.823)
    ((99, 100), (0, 1), (72, 82))
    """
    first, last = round(low * 100), round(high * 100)
    return (99 if first == 100 and low < 1 else first), (1 if last == 0 and high > 0 else last)


def _range(number: Number) -> str:
    if number.low is None:
        return gettext("no range")
    if is_flow(number):
        if number.high is None:
            return gettext("likely %s or more") % times(number.low)
        ends = {"low": times(number.low), "high": times(number.high)}
        if ends["low"] == ends["high"]:  # a narrow range needs a figure more
            ends = {"low": f"{number.low:.2f}", "high": f"{number.high:.2f}"}
        return gettext("likely %(low)s to %(high)s") % ends
    low, upper = _percents(number.low, number.high or 0.0)
    if low == upper:  # a narrow range needs a figure more
        return gettext("likely %(low)s to %(high)s") % {
            "low": f"{number.low * 100:.1f}", "high": f"{(number.high or 0) * 100:.1f}"}  # fmt: skip
    return gettext("likely %(low)d to %(high)d") % {"low": low, "high": upper}
