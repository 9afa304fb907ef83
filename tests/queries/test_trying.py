"""A query is tried before it is kept: what is proposed, how much it would hear, and what there is to judge."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import actor
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.jobs import catch_up
from twoears.queries.pages.trying import preview, read
from twoears.queries.wording import earlier
from twoears.web.views.query_words import preview_drawn, preview_title, preview_under

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("autor:bob crash", "author:bob crash"),
        ("premiere NEAR crash", "premiere NEAR/5 crash"),
        ("premiere ONEAR crash", "premiere ONEAR/5 crash"),
        ("pump && valve", "pump AND valve"),
        ("followers:[9 TO 3] pump", "followers:[3 TO 9] pump"),
        ("!!! pump", 'raw:"!!!" pump'),
        ("pump AND", "pump"),
        ("pump)", "pump"),
        ('(pump OR "valve', '(pump OR "valve")'),
    ],
)
def test_what_is_proposed_applies_the_suggestion(text: str, mended: str) -> None:
    found = read(text).mistake
    assert found is not None and found.mended == mended


@pytest.mark.parametrize(
    "text",
    ["a NEAR/5 NOT b", "author: bob crash", "AND pump", "a* pump", "pump [1 TO 5]", "pump NEAR/500 x", "xyzzy:a pump"],
)
def test_nothing_is_proposed_that_would_ask_for_something_else(text: str) -> None:
    found = read(text).mistake
    assert found is not None and found.mended == ""


def said(days_ago: dict[str, int]) -> None:
    """Posts of ann, each so many days before noon."""
    posts = [
        Post(id=f"https://x.com/ann/{ago}", author=actor("ann"), published=NOON - timedelta(days=ago), text=text)
        for text, ago in days_ago.items()
    ]
    record([created(post) for post in posts])
    catch_up()


@pytest.mark.django_db
def test_where_thirty_days_hold_too_little_the_latest_before_them_are_there_to_judge() -> None:
    """An archive whose newest post stands alone, and a query that finds much in the years before."""
    said({"Good morning": 0, **{f"premiere number {n}": 400 + 60 * n for n in range(13)}, "nothing": 395})
    shown = preview("premiere")
    assert (shown.found, shown.said, shown.earlier, shown.looked_back) == (0, 1, 13, 14)
    assert (shown.volume.k, shown.volume.n, shown.a_day) == (0, 1, 0.0), "what is older counts in no volume"
    assert [hit.words for hit in shown.sample[:2]] == ["premiere number 0", "premiere number 1"], "the latest first"
    assert earlier(shown) == "13 from 2023 to 2025"
    assert preview_title(shown).endswith("; here are 13 from 2023 to 2025")
    assert "cannot tell" in preview_under(shown)
    judged = preview("premiere", marks={hit.post: True for hit in shown.sample})
    assert (judged.precision.k, judged.precision.n) == (13, 13)


@pytest.mark.django_db
def test_no_more_than_a_sample_is_shown_and_nothing_older_than_it_needs() -> None:
    said({f"premiere number {n}": n * 3 for n in range(40)})
    shown = preview("premiere")
    assert (shown.found, shown.earlier, len(shown.sample)) == (10, 10, 20)
    assert {hit.words for hit in shown.sample} == {f"premiere number {n}" for n in range(20)}
    assert preview_drawn(shown).startswith("The 10 posts of those days, and 10 from ")


@pytest.mark.django_db
def test_where_thirty_days_hold_enough_nobody_looks_further_back() -> None:
    said({f"premiere number {n}": n for n in range(29)} | {"premiere of old": 99})
    shown = preview("premiere")
    assert (shown.found, shown.earlier, shown.looked_back, len(shown.sample)) == (29, 0, 0, 20)
    assert preview_title(shown).startswith("It would hear about") and preview_drawn(shown) == "20 drawn by chance."


@pytest.mark.django_db
def test_what_is_found_nowhere_is_said_with_how_far_was_looked() -> None:
    said({"Good morning": 0, "Good evening": 50})
    shown = preview("premiere")
    assert (shown.sample, shown.looked_back) == ((), 1)
    assert "The one post before holds none either." in preview_under(shown)


@pytest.mark.django_db
def test_however_long_the_past_is_only_so_much_of_it_is_looked_at() -> None:
    """The one post that it would find lies behind 510 others."""
    said({"Good morning": 0, **{f"number {n}": 40 + n for n in range(510)}, "premiere": 900})
    shown = preview("premiere", back=100)
    assert (shown.earlier, shown.looked_back) == (0, 500), "posts are read by the step, of 500 at first"
    assert "The 500 posts before hold none either." in preview_under(shown)
    assert preview("premiere").earlier == 1
