"""Measure: are we talking better, and does it pay?"""

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext, ngettext

from twoears.conversations.pages.behind import KINDS, behind, spoken
from twoears.lib.counts import spelled, times
from twoears.lib.intervals import Number
from twoears.measures.pages import answer_times, measured, waited
from twoears.measures.ratios import ANSWER_BACK, ANSWERED, HEARD, PROMOTION, THEY_BEGIN, Waited
from twoears.measures.showing import Measured
from twoears.team.actions import first_team, promise_given
from twoears.team.hours import in_words
from twoears.web.curves import answer_rows
from twoears.web.doors import member_of, members_only, show
from twoears.web.specs import trend_spec
from twoears.web.words import form, opening

PERIODS = {"d": ("Day", 1), "w": ("Week", 7), "m": ("Month", 30), "y": ("Year", 365), "a": ("All", None)}
_USUAL = "a"
_COLUMNS = ("key", "of", "question", "k", "n", "estimate", "low", "high", "level", "method", "aside")


@members_only
def measure(request: HttpRequest) -> HttpResponse:
    """The five ratios of a time, beside the same before it, and the trend."""
    period, compare = _period(request), "compare" in request.GET
    page = _measured(period)
    said = {
        door: f"/measure.{ending}?period={period}"
        for door, ending in (("json", "json"), ("csv", "csv"), ("vl", "vl.json"))
    }
    periods = tuple((key, name) for key, (name, _) in PERIODS.items())
    pairs, span = (_pairs(page, compare), spoken()) if page.numbers else ([], None)
    return show(request, "pages/measure.html", page, said=said, period=period, periods=periods, compare=compare,
                ratios=pairs, span=span, default=_default(), times=_times(page))  # fmt: skip


@members_only
def measure_rows(request: HttpRequest) -> HttpResponse:
    """The turns that a number was counted from."""
    kind, period = request.GET.get("of", ""), _period(request)
    if kind not in KINDS:
        raise Http404("There are no turns of this kind.")
    page = behind(kind, member_of(request), since=_since(period), after=request.GET.get("after", ""))
    within = in_words(first_team().promise_minutes)
    said = {
        "title": opening(_TITLES[kind](page.total).replace("{time}", within)),
        "under": _UNDER.get(kind, "").replace("{time}", within),
        "json": f"/measure/rows.json?{request.GET.urlencode()}",
    }
    return show(request, "pages/rows.html", page, said=said, period=period)


@members_only
def measure_csv(request: HttpRequest) -> HttpResponse:
    """The ratios as a table; each row carries its own denominator and range."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="measure.csv"'
    table = csv.writer(answer)
    table.writerow(["time", *_COLUMNS])
    page = _measured(_period(request))
    for name, numbers in (("now", page.numbers), ("before", page.before)):
        table.writerows([[name, *(getattr(number, column) for column in _COLUMNS)] for number in numbers])
    return answer


@members_only
def measure_picture(request: HttpRequest) -> HttpResponse:
    """The trend as a Vega-Lite specification with its data."""
    return JsonResponse(trend_spec(_measured(_period(request))))


def _period(request: HttpRequest) -> str:
    asked = request.GET.get("period", _USUAL)
    return asked if asked in PERIODS else _USUAL


def _measured(period: str) -> Measured:
    return measured(since=_since(period))


def _since(period: str) -> datetime | None:
    days = PERIODS[period][1]
    return datetime.now(UTC) - timedelta(days=days) if days else None


def _times(page: Measured) -> dict[str, object] | None:
    """How long answers take, where anybody waited at all."""
    times = answer_times(since=page.since)
    return {"both": times, "rows": answer_rows(times)} if times.ours.n + times.theirs.n else None


def _default() -> str:
    return "" if promise_given() else in_words(first_team().promise_minutes)


def _pairs(page: Measured, compare: bool) -> list[dict[str, object]]:
    before: dict[str, Number] = {number.key: number for number in page.before} if compare else {}
    aside = waited(since=page.since)
    return [
        {
            "now": number,
            "before": before.get(number.key),
            "weak": form(number) in ("none", "dots"),
            "rows": [(kind, words) for kind, n, words in _rows(number) if n],
            "aside": [(kind, words) for kind, n, words in _aside(number, aside) if n],
        }
        for number in page.numbers
    ]


def _rows(number: Number) -> tuple[tuple[str, int, str], ...]:
    """What can be looked at behind a number: the kind of turns, how many, and the words of the link."""
    k, rest = number.k, number.n - number.k
    return {
        HEARD.key: (("heard", k, gettext("what was heard")), ("said", number.n, gettext("what was said"))),
        ANSWERED.key: (
            ("in time", k, f"{k:,} in time"),
            ("late", rest, f"{rest:,} late or never"),
        ),
        ANSWER_BACK.key: (("no word back", rest, "words without a word back"),),
        THEY_BEGIN.key: (("they began", k, f"{k:,} theirs"), ("we began", rest, f"{rest:,} ours")),
        PROMOTION.key: (("promotion", k, f"{k:,} promote"), ("no promotion", rest, f"{rest:,} do not")),
    }.get(number.key, ())


def _aside(number: Number, left: Waited) -> tuple[tuple[str, int, str], ...]:
    """The cases that the ratio of answers does not count, as `_rows`."""
    if number.key != ANSWERED.key:
        return ()
    unsure, running = f"{left.unsure:,} that we cannot tell", f"{left.running:,} still in time"
    return ("unsure", left.unsure, unsure), ("running", left.running, running)


_TITLES: Final[dict[str, Callable[[int], str]]] = {
    "heard": lambda n: ngettext("%s turn was said to you", "%s turns were said to you", n) % spelled(n),
    "said": lambda n: ngettext("%s turn was yours", "%s turns were yours", n) % spelled(n),
    "in time": lambda n: gettext("Answered within {time} %s") % times(n),
    "late": lambda n: gettext("Later than {time}, or not at all, %s") % times(n),
    "running": lambda n: (
        ngettext("%s can still be answered within {time}", "%s can still be answered within {time}", n) % spelled(n)
    ),
    "unsure": lambda n: (
        ngettext("%s may have waited for an answer", "%s may have waited for an answer", n) % spelled(n)
    ),
    "no word back": lambda n: gettext("You spoke to somebody and they did not write again, %s") % times(n),
    "they began": lambda n: (
        ngettext("%s exchange was begun by them", "%s exchanges were begun by them", n) % spelled(n)
    ),
    "we began": lambda n: ngettext("%s exchange was begun by you", "%s exchanges were begun by you", n) % spelled(n),
    "promotion": lambda n: ngettext("%s turn of yours promotes", "%s turns of yours promote", n) % spelled(n),
    "no promotion": lambda n: (
        ngettext("%s turn of yours does not promote", "%s turns of yours do not promote", n) % spelled(n)
    ),
}
_UNDER: Final = {
    "unsure": "Questions and complaints that the reader cannot be sure of. They are in no ratio.",
    "running": "Their {time} has not passed. They are in no ratio until it has, or until you answer.",
    "no word back": "In the same conversation. A person counts once in the ratio, however often you spoke to them.",
}
