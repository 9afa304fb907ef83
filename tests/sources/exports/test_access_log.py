"""A visit without its visitor: what is kept of a line, and what is not."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.activities.values import Activity
from twoears.sources.access_log.lines import NotALine, line
from twoears.sources.access_log.read import SOURCE, read, viewed
from twoears.sources.access_log.robots import is_robot
from twoears.sources.reading import Asked, Heard, SetAside, Thing

SAMPLE = Path(read.__code__.co_filename).parent / "samples/access.log"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
LINE = (
    f'203.0.113.7 - - [04/Mar/2026:10:00:00 +0100] "GET /a?b=c HTTP/1.1" 200 9 "https://b.example/?q=ann" "{FIREFOX}"'
)
PERSONAL = ("203.0.113", "198.51.100", "2001:db8", "ann@", "ann%40", "q=valve")


def heard(raw: bytes, asked: Asked | None = None) -> list[Heard]:
    return list(read(Thing(text="access.log", raw=raw), asked or Asked()))


def test_a_page_that_was_shown_is_a_view_with_where_its_reader_came_from() -> None:
    views = [one for one in heard(SAMPLE.read_bytes()) if isinstance(one, Activity)]
    assert [(v.type, v.object, v.published) for v in views] == [
        ("View", "/valve/", datetime(2026, 3, 4, 9, 0, tzinfo=UTC)),
        ("View", "/about/", datetime(2026, 3, 4, 9, 2, tzinfo=UTC)),
        ("View", "https://norrvik.example/", datetime(2026, 3, 4, 9, 3, tzinfo=UTC)),
    ]
    assert views[0].detail == (("referrer", "https://www.google.com/search"), ("utm_source", "newsletter"))


def test_no_address_and_no_query_is_kept_also_of_lines_that_cannot_be_read() -> None:
    told = repr(heard(SAMPLE.read_bytes()))
    assert "norrvik.example" in told
    assert [word for word in PERSONAL if word in told] == []


def test_robots_and_parts_of_pages_are_counted() -> None:
    asides = [one.reason for one in heard(SAMPLE.read_bytes()) if isinstance(one, SetAside)]
    assert asides[2:] == [
        "Left aside: 1 requests for parts of pages, redirections and errors and 1 requests of programs."
    ]


def test_a_log_without_hosts_is_of_the_site_that_we_name() -> None:
    [view] = heard(LINE.encode(), Asked(base="https://norrvik.example/"))
    assert isinstance(view, Activity) and view.object == "https://norrvik.example/a"


def test_one_reader_is_one_visitor_here_and_another_one_elsewhere() -> None:
    same, later = line(LINE), line(LINE.replace("10:00:00", "11:00:00"))
    assert viewed(same, "", b"key").actor == viewed(later, "", b"key").actor
    assert viewed(same, "", b"key").id != viewed(later, "", b"key").id
    assert viewed(same, "", b"key").actor != viewed(same, "", b"another key").actor


def test_a_packed_log_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "access.log.gz"
    path.write_bytes(gzip.compress(SAMPLE.read_bytes()))
    packed = Thing(text=str(path), path=path)
    assert SOURCE.fits(packed) > 0.9
    kept = [one for one in read(packed, Asked()) if isinstance(one, Activity)]
    assert kept == [one for one in heard(SAMPLE.read_bytes()) if isinstance(one, Activity)]


def test_a_log_cut_while_packed_gives_what_came_before_the_cut(tmp_path: Path) -> None:
    path = tmp_path / "access.log.gz"
    path.write_bytes(gzip.compress(SAMPLE.read_bytes() * 200)[:-9])
    got = list(read(Thing(text=str(path), path=path), Asked()))
    assert any(isinstance(one, Activity) for one in got)
    assert any(isinstance(one, SetAside) and "cannot be read" in one.reason for one in got)


@pytest.mark.parametrize(
    "agent", ["", "-", "curl/8.5", "python-requests/2.31", "Feedly/1.0", FIREFOX + " HeadlessChrome"]
)
def test_a_program_is_no_reader(agent: str) -> None:
    assert is_robot(agent)


@pytest.mark.parametrize("agent", [
    FIREFOX,
    "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; SLCC2; .NET CLR 2.0.50727)",
    "Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36",
])  # fmt: skip
def test_a_browser_is_a_reader(agent: str) -> None:
    assert not is_robot(agent)


@given(st.text(max_size=300) | st.text('0.: -[]"\\/GET', max_size=300))
def test_any_other_line_is_refused_in_words(text: str) -> None:
    try:
        line(text)
    except NotALine as error:
        assert str(error)


def test_a_line_made_to_take_long_does_not() -> None:
    for text in (
        "1 - " + "a " * 30_000,
        '1 - - [04/Mar/2026:10:00:00 +0100] "' + "\\" * 60_000,
        "1 - -" + " [" * 30_000,
    ):
        with pytest.raises(NotALine):
            line(text)


def test_a_line_longer_than_any_is_one_line_and_the_next_is_read() -> None:
    found = heard(b"x" * 300_000 + b"\n" + LINE.encode() + b"\nbad\n")
    assert [one.object for one in found if isinstance(one, Activity)] == ["/a"]
    assert [one.line for one in found if isinstance(one, SetAside)] == [1, 3]
