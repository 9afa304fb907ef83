"""What the pages of queries say in sentences."""

from datetime import timedelta
from math import log10

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from twoears.lib.counts import counted, spelled
from twoears.queries.shown import Burst, Preview, QueryShown, Volume
from twoears.web.words import opening

PERIODS = {"30": "30 days", "90": "90 days", "365": "a year", "all": "all"}


def since_of(period: str) -> timedelta | None:
    """How far back a period reaches; None for everything."""
    return timedelta(days=int(period)) if period in PERIODS and period != "all" else None


def list_title(n: int) -> str:
    """The headline of the list."""
    if not n:
        return gettext("Nothing is listened for yet")
    return opening(ngettext("%s thing is listened for", "%s things are listened for", n) % spelled(n))


def query_title(shown: QueryShown, volume: Volume, period: str) -> str:
    """What a query heard, as its headline."""
    within = gettext("so far") if period == "all" else gettext("in the last %s") % PERIODS[period].replace("a ", "")
    if not volume.posts:
        return gettext("%(name)s: nothing was heard %(within)s") % {"name": shown.name, "within": within}
    return gettext("%(name)s: %(voices)s said it %(within)s") % {
        "name": shown.name, "voices": counted(volume.voices, gettext("voice")), "within": within}  # fmt: skip


def query_under(shown: QueryShown, volume: Volume) -> str:
    """What stands under the headline: posts, stories, and whether it has caught up."""
    words = gettext("%(posts)s that tell %(stories)s; what we said ourselves is left out.") % {
        "posts": opening(counted(volume.posts, gettext("post"))),
        "stories": counted(volume.stories, gettext("story"), gettext("stories")),
    }
    return words if shown.caught_up else words + " " + gettext("It is still asked of what was heard before.")


def preview_title(shown: Preview) -> str:
    """How much a query would hear."""
    if not shown.said:
        return gettext("Nothing was heard yet that it could be tried on")
    if not shown.found:
        return gettext("It finds nothing in the last %(days)d days of what is held") % {"days": shown.days}
    return gettext("It would hear %(often)s") % {"often": _often(shown.a_day)}


def preview_under(shown: Preview) -> str:
    """What the estimate rests on."""
    if not shown.said or shown.volume.low is None or shown.volume.high is None:
        return ""
    found, looked = f"{shown.found:,}", f"{shown.looked_at:,}"
    if shown.looked_at == shown.said:
        return gettext("Found in %(found)s of the %(all)s posts of %(days)d days.") % {
            "found": found, "all": looked, "days": shown.days}  # fmt: skip
    low, high = shown.volume.low * shown.said, shown.volume.high * shown.said
    return gettext(
        "Likely %(low)s to %(high)s posts in %(days)d days: found in %(found)s of %(looked)s of the %(all)s posts."
    ) % {"low": _round(low), "high": _round(high), "days": shown.days, "found": found, "looked": looked,
         "all": f"{shown.said:,}"}  # fmt: skip


def burst_in_words(burst: Burst) -> str:
    """An hour that stood out, in the time zone of whoever looks."""
    at = timezone.localtime(burst.at)
    when = f"{at:%A} {at.day} {at:%B}, {at:%H:%M}"
    if burst.expected < 0.5:
        return gettext("%(when)s: %(n)s where hardly any was to be expected") % {"when": when, "n": f"{burst.n:,}"}
    words = ngettext("%(when)s: %(n)s where %(often)s was to be expected",
                     "%(when)s: %(n)s where %(often)s were to be expected", round(burst.expected))  # fmt: skip
    return words % {"when": when, "n": f"{burst.n:,}", "often": spelled(round(burst.expected))}


def _often(a_day: float) -> str:
    if a_day >= 1.5:
        return gettext("about %s posts a day") % _round(a_day)
    if a_day >= 0.2:
        return gettext("about %s a week") % counted(round(a_day * 7), gettext("post"))
    return gettext("about %s a month") % counted(max(1, round(a_day * 30)), gettext("post"))


def _round(number: float) -> str:
    """Two figures that mean something.

    >>> _round(1234.0), _round(7.4)
    ('1,200', '7')
    """
    if number < 10:
        return f"{number:.0f}"
    places = int(log10(number)) - 1
    return f"{round(number / 10**places) * 10**places:,}"
