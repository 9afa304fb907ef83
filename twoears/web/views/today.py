"""Today: who needs us, and why."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from twoears.conversations.ordering import HOURS
from twoears.conversations.pages.queue import today as who_needs_us
from twoears.conversations.today import Today
from twoears.lib.counts import spelled
from twoears.sources.pages import health
from twoears.team.actions import promise_given
from twoears.threads.actions import our_candidates
from twoears.web.doors import member_of, members_only, show
from twoears.web.words import opening, promise


@members_only
def today(request: HttpRequest) -> HttpResponse:
    """The morning page."""
    page = who_needs_us(member_of(request), now=datetime.now(UTC))
    known, unknown = health()[:6], strange(page)
    return show(request, "pages/today.html", page, said=said(page), sources=known, weights=weights(), strange=unknown)


def said(page: Today) -> dict[str, str]:
    """The sentences of the page: the finding, what stands under it, how much was done."""
    worked = page.done + page.waiting_total
    default = "" if promise_given() else _within(page)
    quiet = bool(default) and not page.waiting_total  # whoever nobody waits for need not hear of a default
    return {
        "title": opening(_title(page)),
        "under": "" if quiet else _under_default(page.overdue_total, default) if default else _under(page),
        "default": "" if quiet else default,
        "worked": gettext("%(done)d of %(all)d done") % {"done": page.done, "all": worked} if page.done else "",
        "others": opening(ngettext("%s other can wait", "%s others can wait", page.others) % spelled(page.others)),
        "long_ago": opening(
            ngettext("%s has waited for more than a month", "%s have waited for more than a month", page.long_ago)
            % spelled(page.long_ago)
        ),
    }


def strange(page: Today) -> str:
    """Who answers where none of our accounts is known: while it is not said that this is us, nobody waits there."""
    likely = () if page.waiting_total else tuple(c for c in our_candidates() if c.preselected)
    return f"{likely[0].handle} ({likely[0].network})" if likely else ""


def weights() -> tuple[tuple[str, str], ...]:
    """What each reason counts in the order, as hours of waiting."""
    return tuple((reason, gettext("%+g hours") % hours) for reason, hours in HOURS.items())


def _title(page: Today) -> str:
    if page.waiting_total:
        return ngettext("%s person needs you", "%s people need you", page.waiting_total) % spelled(page.waiting_total)
    if page.thank_total:
        return gettext("nobody waits for you; somebody spoke for you")
    return gettext("nobody waits for you")


def _under(page: Today) -> str:
    late = page.overdue_total
    if not late:
        return gettext("No promise is broken. You promise an answer within %s.") % _within(page)
    words = ngettext("%(n)s has waited longer than the %(time)s you promise.",
                     "%(n)s have waited longer than the %(time)s you promise.", late)  # fmt: skip
    return opening(
        words % {"n": spelled(late), "time": promise(page.promise_minutes).replace("half a day", "half day")}
    )


def _under_default(late: int, time: str) -> str:
    if not late:
        return gettext("Nobody has waited longer than %s.") % time
    words = ngettext("%(n)s has waited longer than %(time)s.", "%(n)s have waited longer than %(time)s.", late)
    return opening(words % {"n": spelled(late), "time": time})


def _within(page: Today) -> str:
    words = promise(page.promise_minutes)
    return {"hour": gettext("an hour"), "day": gettext("a day"), "week": gettext("a week")}.get(words, words)
