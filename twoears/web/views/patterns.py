"""/-/patterns: every component in both themes, on specimens of our own making."""

from datetime import UTC, date, datetime, timedelta

from django.http import HttpRequest, HttpResponse

from twoears.conversations.today import Day, Row, Why
from twoears.lib.intervals import for_each, share
from twoears.measures.showing import Week
from twoears.sources.health import Beat
from twoears.web.doors import members_only, show

_NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@members_only
def patterns(request: HttpRequest) -> HttpResponse:
    """The components, one under the other."""
    return show(request, "pages/patterns.html", specimens(), themes=("light", "dark"))


def specimens() -> dict[str, object]:
    """One value for each component, with the awkward ones among them: no cases, few cases, a flow without an end."""
    return {
        "stages": ("stranger", "friend", "customer", "evangelist", "ours"),
        "row": _row(),
        "why": _row().why,
        "numbers": (
            share(0, 0, of="deals where somebody knew us", question="Did we know them?"),
            share(9, 12, of="deals where somebody knew us", question="Did we know them?"),
            share(91, 117, of="answered within half a day", question="Do we keep our promise?"),
            share(37, 148, of="promotion in what we said", question="Do we sell or talk?", key="promotion"),
            for_each(212, 85, of="heard for each said", question="Do we listen?"),
            for_each(3, 0, of="heard for each said", question="Do we listen?"),
        ),
        "before": share(68, 112, of="answered within half a day", question="Do we keep our promise?"),
        "days": tuple(
            Day(day=date(2026, 11, 16) + timedelta(days=i), heard=h, said=s) for i, (h, s) in enumerate(_DAYS)
        ),
        "weeks": tuple(_week(i) for i in range(16)),
        "beats": tuple(Beat(at=_NOW, state="failed" if i in (9, 17) else "well", new=i) for i in range(24)),
    }


_DAYS = ((58, 31), (71, 24), (64, 28), (83, 29), (49, 22), (22, 7), (14, 5))


def _row() -> Row:
    return Row(
        conversation="c_specimen",
        person="Leila Haddad",
        person_id="p_specimen",
        stage="friend",
        about="Norrvik Pharma",
        network="mastodon",
        words="Does the FX-3 hold calibration below 4 °C, or would we need the heated housing?",
        language="en",
        why=(Why("two open questions, 19 hours", 7, late=True), Why("talked with you before", 4)),
        waiting_since=_NOW - timedelta(hours=19),
        due_at=_NOW - timedelta(hours=7),
        overdue=True,
        suggested_act="Answer",
    )


def _week(i: int) -> Week:
    heard, said = 40 + 7 * i, 38 + (i % 4) * 3
    return Week(
        start=date(2026, 8, 3) + timedelta(weeks=i),
        number=for_each(heard, said, of="heard for each said", question="Do we listen?"),
    )
