"""Measure: are we talking better, and does it pay?"""

import csv
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse

from twoears.lib.intervals import Number
from twoears.measures.pages import measured
from twoears.measures.showing import Measured
from twoears.web.doors import members_only, show
from twoears.web.specs import trend_spec
from twoears.web.words import form

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
    return show(request, "pages/measure.html", page, said=said, period=period, periods=periods, compare=compare,
                ratios=_pairs(page, compare))  # fmt: skip


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
    days = PERIODS[period][1]
    return measured(since=datetime.now(UTC) - timedelta(days=days) if days else None)


def _pairs(page: Measured, compare: bool) -> list[dict[str, object]]:
    before: dict[str, Number] = {number.key: number for number in page.before} if compare else {}
    return [
        {"now": number, "before": before.get(number.key), "weak": form(number) in ("none", "dots")}
        for number in page.numbers
    ]
