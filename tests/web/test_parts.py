"""The parts of the pages, on whatever values may come."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from xml.etree import ElementTree

from hypothesis import example, given, settings
from hypothesis import strategies as some

from twoears.conversations.one import Conversation, Message
from twoears.conversations.today import Day
from twoears.lib.intervals import for_each, share
from twoears.measures.answering import waits_of
from twoears.measures.showing import AnswerTimes, Week
from twoears.web import curves, pictures, timelines, volumes, words
from twoears.web.templatetags.twoears import marked

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
counts = some.integers(0, 10**7)
spans = some.lists(some.tuples(some.integers(0, 60), some.integers(0, 60)), max_size=5)


def message(text: str, marks: list[tuple[int, int]]) -> Message:
    return Message(
        post=1, uid="u", author="a", handle="a", person_id="", stage="", ours=False, to_us=True, at=AT, title="",
        text=text, language="", url="", withdrawn=False, marked=tuple(marks), waits="", open=True,
        answered_at=None, parent="", missing_parent=False, labels=(),
    )  # fmt: skip


def drawing(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)  # noqa: S314  our own drawing


@given(some.text(max_size=60), spans)
def test_marking_questions_never_changes_or_frees_the_words(text, marks):
    shown = str(marked(message(text, marks)))
    assert unescape(re.sub(r"</?mark>", "", shown)) == text
    assert "<" not in re.sub(r"</?mark>", "", shown)


@given(counts, counts, some.text(some.characters(exclude_categories=["C"]), max_size=30))
def test_every_share_draws_and_speaks(k, n, of):
    number = share(min(k, n), n, of=of, question="")
    said = words.sentence(number)
    assert f"{number.n:,}" in said or number.n < words.FEW
    if drawn := pictures.ratio(number, number, 0.8):
        assert drawing(drawn).find("title") is not None


@given(counts, counts)
def test_every_ratio_of_flows_draws_inside_its_frame(k, n):
    number = for_each(k, n, of="heard for each said", question="")
    if not (drawn := pictures.ratio(number, number, 2.0)):
        assert words.value(number) == "cannot tell"
        return
    for mark in drawing(drawn).iter("rect"):
        assert 0 <= float(mark.get("x", "0")) <= 248
        assert float(mark.get("x", "0")) + float(mark.get("width", "0")) <= 252


@given(some.lists(some.tuples(counts, counts), max_size=9))
def test_every_week_of_days_draws_or_stays_away(days):
    shown = [Day(day=date(2026, 1, 1) + timedelta(days=i), heard=h, said=s) for i, (h, s) in enumerate(days)]
    drawn = pictures.week(shown)
    assert bool(drawn) == any(h or s for h, s in days)
    if drawn:
        assert len(list(drawing(drawn).iter("rect"))) == 2 * len(days)


@given(some.lists(some.tuples(counts, counts), max_size=60))
def test_every_trend_draws_or_stays_away(flows):
    weeks = [
        Week(start=date(2026, 1, 5) + timedelta(weeks=i), number=for_each(h, s, of="heard for each said", question=""))
        for i, (h, s) in enumerate(flows)
    ]
    drawn = pictures.trend(weeks)
    assert not drawn or drawing(drawn).find("title") is not None


def test_few_cases_are_told_as_cases_and_many_as_a_range():
    assert words.value(share(9, 12, of="", question="")) == "9 of 12"
    assert words.basis(share(9, 12, of="", question="")) == "too few for a percentage"
    assert words.value(share(91, 117, of="", question="")) == "78%"
    assert words.basis(share(359, 359, of="", question="")) == "likely 99 to 100 · 359 of 359"


def talk(*said: datetime) -> Conversation:
    return Conversation(
        id="c_1", title="", network="x", private=False, person="Ann", person_id="", stage="friend", about="",
        state="quiet", messages=tuple(replace(message("Yes.", []), at=at) for at in said), earlier=0, notes=(),
        decisions=(), why=(), waiting_since=None, due_at=None, overdue=False, promise_minutes=720, owner="", team="",
        original="", draft="", etag="", others=(),
    )  # fmt: skip


def labels(markup: str) -> list[str]:
    return ["".join(label.itertext()) for label in drawing(markup).iter() if label.tag == "text"]


def test_a_talk_of_this_week_is_told_by_weekdays():
    drawn = timelines.rhythm(talk(AT - timedelta(days=2), AT - timedelta(hours=3)), AT, UTC)
    assert labels(drawn) == ["Sat", "Sun"]


def test_an_old_talk_has_dates_with_their_year():
    then = datetime(2017, 12, 1, 9, tzinfo=UTC)
    drawn = timelines.rhythm(talk(then, then + timedelta(days=2)), AT, UTC)
    assert labels(drawn) == ["2 Dec 2017", "3 Dec 2017"]
    spring = datetime(2026, 3, 4, 9, tzinfo=UTC)
    assert labels(timelines.rhythm(talk(spring, spring + timedelta(days=1)), AT, UTC)) == ["5 Mar"]


def test_one_message_is_one():
    assert "One message, theirs." in timelines.rhythm(talk(AT), AT, UTC)


_MIDDLE = {"start": 0.0, "middle": 0.5, "end": 1.0}


def span(label: ElementTree.Element, larger: float = 1.0) -> tuple[float, float, str]:
    """From where to where a label goes at most, and its words."""
    text, place = "".join(label.itertext()), float(label.get("x", "0"))
    wide = pictures.broad(text) * larger
    left = place - _MIDDLE[label.get("text-anchor", "start")] * wide
    return left, left + wide, text


def crowded(markup: str, width: int, larger: float = 1.0) -> list[str]:
    """Labels of the lowest line of a picture that run out of it or into each other, drawn so much larger."""
    named = [label for label in drawing(markup).iter() if label.tag == "text"]
    low = max((float(label.get("y", "0")) for label in named), default=0)
    found = sorted(span(label, larger) for label in named if float(label.get("y", "0")) == low)
    outside = [text for left, right, text in found if left < -4 or right > width + 4]
    return outside + [f"{a} {b}" for (_, end, a), (start, _, b) in zip(found, found[1:], strict=False) if start < end]


@given(some.lists(some.integers(0, 60 * 24 * 900), min_size=1, max_size=12), some.sampled_from([620, 320]))
def test_the_days_of_a_talk_stand_apart_and_inside(minutes, width):
    first = datetime(2025, 9, 3, 9, tzinfo=UTC)
    said = [first + timedelta(minutes=minute) for minute in sorted(minutes)]
    assert crowded(timelines.rhythm(talk(*said), AT, UTC, width), width) == []


@given(some.integers(2, 53), some.integers(0, 80), some.sampled_from([640, 320]))
def test_the_months_of_a_trend_stand_apart_and_inside(many, first, width):
    start = date(2025, 1, 6) + timedelta(weeks=first)
    weeks = [
        Week(start=start + timedelta(weeks=i), number=for_each(9, 4, of="heard for each said", question=""))
        for i in range(many)
    ]
    assert crowded(pictures.trend(weeks, width=width), width) == []


@given(some.lists(some.integers(0, 9), min_size=1, max_size=700), some.sampled_from([640, 320]))
def test_the_days_of_a_volume_stand_apart_and_inside(counts, width):
    days = [(date(2025, 1, 6) + timedelta(days=i), n) for i, n in enumerate(counts)]
    drawn = volumes.by_day(days, width)
    assert not drawn or crowded(drawn, width) == []


@given(some.integers(1, 20_000), some.dates(date(1990, 1, 1), date(2026, 1, 1)), some.sampled_from([640, 320]))
@example(4200, date(2013, 5, 24), 640)
@example(4200, date(2013, 5, 24), 320)
@settings(max_examples=30, deadline=None)
def test_the_columns_of_years_are_of_one_calendar_span_and_their_names_stand_apart(many, first, width):
    days = [(first + timedelta(days=i), 1 + i % 3) for i in range(many)]
    drawn = volumes.by_day(days, width)
    assert crowded(drawn, width, 1.1) == [], "labels are larger on small screens"
    assert 1 <= drawn.count("k-band") <= 200
    assert f"a column for each {volumes.span_of(days)}." in drawn


def test_a_column_is_as_wide_as_is_said():
    days = volumes.whole([(date(2013, 5, 24), 2), (date(2013, 5, 30), 1)], date(2013, 5, 24), date(2026, 3, 1))
    assert volumes.span_of(days) == "month"
    assert ">3</text>" in volumes.by_day(days), "both stand in one month"
    assert ">May 2013</text>" in volumes.by_day(days)


def test_how_long_answers_take_is_marked_apart_on_every_screen():
    one = waits_of([(2.0, True), (30.0, True), (400.0, False)], "How long?")
    both = AnswerTimes(since=None, until=None, ours=one, theirs=one)
    for width in (640, 320):
        assert crowded(curves.answers(both, width), width) == []


def test_the_names_of_days_tell_the_year_where_it_begins():
    days = [(date(2025, 12, 1) + timedelta(days=i), 1 + i % 3) for i in range(60)]
    names = re.findall(r">(\d+ \w{3}(?: \d{4})?)<", volumes.by_day(days))
    assert names[0] == "1 Dec 2025"
    assert [name for name in names[1:] if len(name) > 6] == [next(n for n in names if n.endswith("Jan 2026"))]
