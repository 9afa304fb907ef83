"""What the pages of queries say in sentences."""

from datetime import UTC, date, datetime
from math import log10

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from twoears.lib.counts import counted, spelled
from twoears.queries.shown import Burst, Preview, QueryShown, Volume
from twoears.queries.wording import FEW, earlier, nothing_before, within
from twoears.web.words import opening

PERIODS = {"30": "30 days", "90": "90 days", "365": "a year", "all": "all"}


def days_of(period: str) -> int:
    """How many days a period has; 0 for everything."""
    return int(period) if period in PERIODS and period != "all" else 0


def within_days(days: int, last: date) -> str:
    """So many days, in the words of everybody."""
    return within(days, last, datetime.now(UTC).date())


def list_title(n: int) -> str:
    """The headline of the list."""
    if not n:
        return gettext("Nothing is listened for yet")
    return opening(ngettext("%s thing is listened for", "%s things are listened for", n) % spelled(n))


def query_title(shown: QueryShown, volume: Volume, period: str) -> str:
    """What a query heard, as its headline."""
    days = days_of(period)
    when = within_days(days, shown.last_day) if days else gettext("so far")
    if not volume.posts:
        return gettext("%(name)s: nothing was heard %(when)s") % {"name": shown.name, "when": when}
    return gettext("%(name)s: %(voices)s said it %(when)s") % {
        "name": shown.name, "voices": counted(volume.voices, gettext("voice")), "when": when}  # fmt: skip


def query_under(shown: QueryShown, volume: Volume) -> str:
    """What stands under the headline: posts, stories, what is not counted, and whether it has caught up."""
    said = [_told(volume), _not_counted(volume)]
    said += [] if shown.caught_up else [gettext("It is still asked of what was heard before.")]
    return " ".join(filter(None, said))


def _told(volume: Volume) -> str:
    if not volume.posts:
        return ""
    return ngettext(
        "%(posts)s in %(stories)s; a post and its copies are one story.",
        "%(posts)s in %(stories)s; a post and its copies are one story.",
        volume.posts,
    ) % {"posts": counted(volume.posts, gettext("post")), "stories": _stories(volume.stories)}


def _not_counted(volume: Volume) -> str:
    if volume.ours and volume.hidden:
        return gettext("Not counted: %(ours)s of our own, and %(hidden)s left out.") % {
            "ours": counted(volume.ours, gettext("post")), "hidden": f"{volume.hidden:,}"}  # fmt: skip
    if volume.ours:
        return gettext("Not counted: %s of our own.") % counted(volume.ours, gettext("post"))
    return gettext("Not counted: %s left out.") % counted(volume.hidden, gettext("post")) if volume.hidden else ""


VIEWS = {"heard": "Heard", "ours": "Ours", "hidden": "Left out"}


def views(volume: Volume) -> tuple[tuple[str, str, int], ...]:
    """What was heard and the lists beside it that hold anything, as (key, name, posts); nothing where there is none."""
    posts = {"heard": volume.posts, "ours": volume.ours, "hidden": volume.hidden}
    found = tuple((key, name, posts[key]) for key, name in VIEWS.items() if posts[key] or key == "heard")
    return found if len(found) > 1 else ()


def listed(which: str, volume: Volume, after: int, shown: int) -> str:
    """What a list of hits holds, and which part of it is shown."""
    n = {"heard": volume.stories, "ours": volume.ours}.get(which, volume.hidden)
    whole = _stories(n) if which == "heard" else counted(n, gettext("post"))
    if shown >= n or not shown:
        return whole
    if not after:
        return gettext("%(shown)s of %(whole)s") % {"shown": f"{shown:,}", "whole": whole}
    return gettext("%(first)s to %(last)s of %(whole)s") % {
        "first": f"{after + 1:,}", "last": f"{after + shown:,}", "whole": whole}  # fmt: skip


def _stories(n: int) -> str:
    return counted(n, gettext("story"), gettext("stories"))


def preview_title(shown: Preview) -> str:
    """How much a query would hear."""
    if not shown.said and not shown.looked_back:
        return gettext("Nothing was heard yet that it could be tried on")
    when, older = within_days(shown.days, shown.last_day), earlier(shown)
    if not shown.found and older:
        return gettext("It finds none %(when)s; here are %(older)s") % {"when": when, "older": older}
    if not shown.found:
        return gettext("It finds nothing %(when)s") % {"when": when}
    if shown.said < FEW:
        return gettext("It finds %(found)s %(when)s") % {"found": counted(shown.found, gettext("post")), "when": when}
    return gettext("It would hear %(often)s") % {"often": _often(shown.a_day)}


def preview_under(shown: Preview) -> str:
    """What the estimate rests on, whether it can be told at all, and that nothing older was found either."""
    said = [_rests_on(shown), nothing_before(shown)]
    if shown.said < FEW and (shown.said or shown.looked_back):
        said.insert(1, gettext("How often it would be heard, we cannot tell from so few."))
    return " ".join(filter(None, said))


def preview_drawn(shown: Preview) -> str:
    """What there is to judge: some by chance, or all of those days and the latest before them."""
    n, older = len(shown.sample), earlier(shown)
    if older and shown.found:
        return gettext("The %(found)s of those days, and %(older)s.") % {
            "found": counted(shown.found, gettext("post")), "older": older}  # fmt: skip
    if older:
        return gettext("The latest before those days.")
    return gettext("%s drawn by chance.") % n if n < shown.found else gettext("All that it finds.")


def _rests_on(shown: Preview) -> str:
    if not shown.said or shown.volume.low is None or shown.volume.high is None:
        return ""
    found, looked = f"{shown.found:,}", f"{shown.looked_at:,}"
    when = within_days(shown.days, shown.last_day)
    if shown.looked_at == shown.said:
        return gettext("Found in %(found)s of the %(all)s posts that others wrote %(when)s.") % {
            "found": found, "all": looked, "when": when}  # fmt: skip
    low, high = shown.volume.low * shown.said, shown.volume.high * shown.said
    return gettext(
        "Likely %(low)s to %(high)s posts: found in %(found)s of %(looked)s of the %(all)s that others wrote %(when)s."
    ) % {"low": _round(low), "high": _round(high), "when": when, "found": found, "looked": looked,
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
