"""Of whom we speak, counted by hand; and what it says where there is nothing to count."""

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from twoears.activities.record import record
from twoears.activities.values import Activity
from twoears.jobs import catch_up
from twoears.measures import pages
from twoears.measures.pages import measured
from twoears.measures.stream import engine, folder, open_stream
from twoears.threads.actions import say_us
from twoears.threads.models import Turn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _settled() -> None:
    pages._engine.cache_clear()


def hear(stream: list[Activity]) -> None:
    say_us(member=None, handles=["@acme"])
    record(stream)
    catch_up()


def test_of_our_own_words_the_share_that_says_you(stream: list[Activity]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  What do you think of our new office, and can you help me with it?
    2026-03-01 10:00  acme  reply  ann   How do you use it, and what would help you most in your work?
    2026-04-02 09:00  acme  says   -     We are proud that our team won the prize, and we thank our partners for it.
    """
    hear(stream)
    shown = measured()
    assert shown.spoken_of is not None
    assert (shown.spoken_of.k, shown.spoken_of.n) == (3, 7)
    assert shown.spoken_of.low is not None and 0 <= shown.spoken_of.low < 3 / 7 < (shown.spoken_of.high or 0) <= 1
    assert [(month.start, month.number.k, month.number.n) for month in shown.months] == [
        (date(2026, 3, 1), 3, 3), (date(2026, 4, 1), 0, 4),
    ]  # fmt: skip
    assert measured(since=datetime(2026, 4, 1, tzinfo=UTC)).spoken_of.n == 4  # type: ignore[union-attr]
    assert set(Turn.objects.filter(ours=False).values_list("we", "you")) == {(0, 0)}


def test_without_such_words_there_is_no_number(stream: list[Activity]) -> None:
    """
    2026-03-01 10:00  acme  says  -  The new version is out, with many small changes.
    """
    hear(stream)
    shown = measured()
    assert shown.spoken_of is not None and (shown.spoken_of.n, shown.spoken_of.estimate) == (0, None)
    assert shown.months == ()


def test_parts_of_an_older_stream_are_read_and_say_nothing(stream: list[Activity], settings) -> None:
    """
    2026-03-01 10:00  acme  says  -  We are proud of our team, as you know.
    """
    hear(stream)
    (part,) = folder(Path(settings.DATA)).glob("part-*.parquet")
    old = part.with_name("old")
    duckdb.sql(f"COPY (SELECT * EXCLUDE (we, you) FROM read_parquet('{part}')) TO '{old}' (FORMAT parquet)")
    old.replace(part)
    assert {"we", "you"} <= set(open_stream(part.parent, engine())[0].collect_schema().names())
    assert measured().spoken_of.n == 0  # type: ignore[union-attr]
