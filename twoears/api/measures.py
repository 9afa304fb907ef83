"""The ratios: are we talking better?"""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from twoears.api.asked import Moment
from twoears.api.credentials import READ
from twoears.api.problems import Problem
from twoears.api.shapes import measures as shapes
from twoears.measures.pages import answer_times, measured
from twoears.measures.showing import AnswerTimes

router = Router(tags=["measures"])


@router.get("/measures", response=shapes.Measured, auth=READ)
def list_measures(
    request: HttpRequest,
    since: Annotated[Moment | None, Query(alias="from")] = None,
    until: Annotated[Moment | None, Query(alias="to")] = None,
) -> dict[str, object]:
    """The five ratios between two moments (a moment without a zone is UTC), the same before, and the trend."""
    _forward(since, until)
    page = measured(since=since, until=until)
    return {
        "since": page.since,
        "until": page.until,
        "as_of": page.as_of,
        "finding": page.finding,
        "items": page.numbers,
        "before": page.before,
        "weeks": page.weeks,
        "us": page.us,
        "spoken_of": page.spoken_of,
        "months": page.months,
        "referring": page.referring,
    }


@router.get("/answer-times", response=shapes.AnswerTimes, auth=READ)
def list_answer_times(
    request: HttpRequest,
    since: Annotated[Moment | None, Query(alias="from")] = None,
    until: Annotated[Moment | None, Query(alias="to")] = None,
) -> AnswerTimes:
    """How long people who asked between two moments waited for us, and how long those whom we answered took."""
    _forward(since, until)
    return answer_times(since=since, until=until)


def _forward(since: datetime | None, until: datetime | None) -> None:
    if since and until and since >= until:
        raise Problem(422, "The time ends before it begins.", [("query.to", "must lie after `from`")])
