"""Feeds over time: how often they are looked at, what was edited, where they moved, what lies further back."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.web.sites import Asked as Question
from tests.sources.web.sites import Shown, Site
from twoears.activities.models import Activity as ActivityRow
from twoears.activities.models import Post as PostRow
from twoears.activities.values import Activity
from twoears.sources.actions import connect, listen
from twoears.sources.feeds.read import SOURCE
from twoears.sources.feeds.rhythm import LONGEST, SHORTEST, pause
from twoears.sources.models import Connection, State
from twoears.sources.reading import Asked, CannotRead, Cursor, Held, LookAgain, Thing

NOW = datetime.now(UTC)
XML = {"content_type": "application/rss+xml"}


def item(number: int, words: str = "Words.", at: datetime | None = None, more: str = "") -> str:
    when = (at or NOW - timedelta(hours=number)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return (
        f"<item><title>Post {number}</title><link>https://norrvik.example/{number}</link><pubDate>{when}</pubDate>"
        f"<guid>https://norrvik.example/?p={number}</guid><description>{words}</description>{more}</item>"
    )


def rss(*items: str, head: str = "") -> str:
    spaces = 'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    link = "<link>https://norrvik.example/</link>"
    return f'<rss version="2.0" {spaces}><channel><title>Norrvik</title>{link}{head}{"".join(items)}</channel></rss>'


def look(site: Site, cursor: dict[str, str] | None = None, path: str = "/feed", **how: object) -> list[object]:
    return list(SOURCE.read(Thing(text=site.url + path), Asked(cursor=cursor or {}, **how)))  # type: ignore[arg-type]


def kept(heard: list[object]) -> dict[str, str]:
    return dict([one for one in heard if isinstance(one, Cursor)][-1].value)


def again(heard: list[object]) -> int:
    return [one for one in heard if isinstance(one, LookAgain)][-1].seconds


def acts(heard: list[object]) -> list[Activity]:
    return [one for one in heard if isinstance(one, Activity)]


@pytest.mark.parametrize(
    ("hours", "head", "headers", "seconds"),
    [
        (range(1, 6), "", {}, 360),
        ((1, 25), "", {}, 8640),
        ((24 * 90,), "", {}, 86400),
        (range(1, 6), "<ttl>60</ttl>", {}, 3600),
        (range(1, 6), "<sy:updatePeriod>hourly</sy:updatePeriod>"
         "<sy:updateFrequency>2</sy:updateFrequency>", {}, 1800),
        (range(1, 6), "", {"cache_control": "max-age=7200"}, 7200),
        (range(1, 6), "<ttl>99999999999999</ttl>", {"cache_control": "max-age=x"}, 360),
        ((), "", {}, 900),
    ],
)  # fmt: skip
def test_a_feed_is_looked_at_as_often_as_it_is_worth(
    site: Site, hours: Iterable[int], head: str, headers: dict[str, str], seconds: int
) -> None:
    now = datetime.now(UTC)
    site.show("/feed", rss(*(item(n, at=now - timedelta(hours=n)) for n in hours), head=head), **XML, **headers)
    assert again(look(site)) == pytest.approx(seconds, abs=60)


def test_a_feed_that_did_not_change_keeps_its_rhythm(site: Site) -> None:
    site.show("/feed", rss(item(1), item(25)), etag='"1"', **XML)
    first = look(site)
    second = look(site, kept(first))
    assert acts(second) == []
    assert again(second) == again(first)


@given(st.integers(0, 10**9), st.integers(-(10**9), 10**9), st.integers(0, 10**9))
def test_a_pause_is_never_shorter_than_five_minutes_nor_longer_than_a_day(usual: int, ago: int, every: int) -> None:
    assert SHORTEST <= pause(usual, NOW - timedelta(seconds=ago), every, NOW) <= LONGEST


def test_where_a_hub_tells_us_we_look_seldom(site: Site) -> None:
    site.show("/feed", rss(item(1), item(2)), **XML)
    assert again(look(site, told=True)) == 6 * 3600


def test_an_edit_is_an_update_and_is_one_however_often_it_is_seen(site: Site) -> None:
    """Words that change without a date tell of an edit too."""
    site.show("/feed", rss(item(1, "It bakes."), item(2)), **XML)
    cursor = kept(look(site))
    site.show("/feed", rss(item(1, "It roasts."), item(2)), **XML)
    edited = [a for a in acts(look(site, cursor)) if a.type == "Update"]
    assert [(a.object.id, a.object.text) for a in edited] == [("https://norrvik.example/?p=1", "It roasts.")]
    assert [a.id for a in acts(look(site, cursor)) if a.type == "Update"] == [edited[0].id]
    assert not [a for a in acts(look(site, kept(look(site, cursor)))) if a.type == "Update"]


def test_what_left_the_feed_is_not_deleted_and_known_when_it_comes_back(site: Site) -> None:
    site.show("/feed", rss(item(1, "It bakes."), item(2)), **XML)
    cursor = kept(look(site))
    site.show("/feed", rss(item(2)), **XML)
    gone = look(site, cursor)
    assert {a.type for a in acts(gone)} == {"Create"}
    site.show("/feed", rss(item(1, "It bakes."), item(2)), **XML)
    assert {a.type for a in acts(look(site, kept(gone)))} == {"Create"}


def test_a_feed_that_moved_for_good_is_asked_where_it_is_now(site: Site) -> None:
    site.show("/feed", "", 301, location="/new")
    site.show("/new", rss(item(1)), **XML)
    assert kept(look(site))["feed"] == f"{site.url}/new"


def test_a_feed_that_is_elsewhere_for_a_while_keeps_its_address(site: Site) -> None:
    site.show("/feed", "", 302, location="/new")
    site.show("/new", rss(item(1)), **XML)
    assert kept(look(site))["feed"] == f"{site.url}/feed"


@pytest.mark.django_db
def test_a_feed_that_is_gone_for_good_is_left_alone(site: Site) -> None:
    connection = connect(site.show("/feed", "", 410))
    with pytest.raises(CannotRead, match="for good"):
        listen(connection)
    connection.refresh_from_db()
    assert (connection.state, connection.next_at) == (State.FAILED, None)
    other = connect(site.show("/other", "", 404))
    with pytest.raises(CannotRead):
        listen(other)
    assert Connection.objects.get(pk=other.pk).next_at is not None


def test_older_pages_are_read_at_the_first_look_and_not_again(site: Site) -> None:
    for number in (1, 2, 3):
        further = f'<atom:link rel="next" href="/feed?page={number + 1}"/>' if number < 3 else ""
        site.show("/feed" if number == 1 else f"/feed?page={number}", rss(item(number), head=further), **XML)
    first = look(site)
    assert [a.object.id[-1] for a in acts(first)] == ["1", "2", "3"]
    assert "back" not in kept(first)
    site.asked.clear()
    look(site, kept(first))
    assert [one.path for one in site.asked] == ["/feed"]


def test_archives_go_before_pages_and_never_to_another_host(site: Site) -> None:
    site.show("/feed", rss(item(1), head='<atom:link rel="next" href="/x"/>'
                                         '<atom:link rel="prev-archive" href="/2025"/>'), **XML)  # fmt: skip
    site.show("/2025", rss(item(2), head='<atom:link rel="prev-archive" href="http://localhost:1/2024"/>'), **XML)
    assert [a.object.id[-1] for a in acts(look(site))] == ["1", "2"]


def test_a_site_that_makes_pages_without_end_is_left_after_a_while(site: Site) -> None:
    def page(asked: Question) -> Shown:
        number = int(asked.path.partition("page=")[2] or 1)
        further = f'<atom:link rel="next" href="/feed?page={number + 1}"/>'
        return Shown(
            rss(item(number, at=NOW - timedelta(days=number)), head=further), 200, {"content-type": "text/xml"}
        )

    site.pages["/feed"] = page
    cursor: dict[str, str] = {}
    for _ in range(3):
        heard = look(site, cursor)
        cursor = kept(heard)
        assert again(heard) == SHORTEST
    assert len(site.asked) == 3 + 30
    site.pages["/feed"] = Shown(rss(item(1), head='<atom:link rel="next" href="/feed?page=2"/>'), 200, {})
    site.pages["/feed?page=2"] = Shown(rss(item(1), head='<atom:link rel="next" href="/feed?page=3"/>'), 200, {})
    site.pages["/feed?page=3"] = site.pages["/feed?page=2"]
    site.asked.clear()
    assert "back" not in kept(look(site))
    assert len(site.asked) == 3


def test_a_feed_of_wordpress_has_pages_that_it_does_not_name(site: Site) -> None:
    made = "<generator>https://wordpress.org/?v=6.1.9</generator>"
    site.show("/feed", rss(item(1), head=made), **XML)
    site.show("/feed?paged=2", rss(item(2), head=made), **XML)
    site.show("/feed?paged=3", "Nothing here", 404)
    assert [a.object.id[-1] for a in acts(look(site))] == ["1", "2"]


COMMENT = (
    "<item><title>Comment on Post 1 by Bob</title><link>https://norrvik.example/1#comment-7</link>"
    "<guid>{}</guid><pubDate>Mon, 02 Mar 2026 09:00:00 GMT</pubDate><description>Does it bake?</description></item>"
)


@pytest.mark.parametrize(
    ("key", "answers"),
    [
        ("https://norrvik.example/?p=1#comment-7", "https://norrvik.example/?p=1"),
        ("comment-seven", "https://norrvik.example/?p=1"),
    ],
)
def test_a_comment_answers_its_post(site: Site, key: str, answers: str) -> None:
    """By the name that WordPress gives it, else by the page that it stands on, which we hold under another id."""
    author = acts(list(SOURCE.read(Thing(text="f", raw=rss(item(1)).encode()), Asked())))[0].actor
    known = {"https://norrvik.example/1": Held(id="https://norrvik.example/?p=1", author=author)}
    site.show("/feed", rss(COMMENT.format(key)), **XML)
    (comment,) = acts(look(site, held=known.get))
    assert (comment.object.in_reply_to, comment.object.type) == (answers, "Note")


@pytest.mark.django_db
def test_an_edit_reaches_the_record(site: Site) -> None:
    connection = connect(site.show("/feed", rss(item(1, "It bakes.")), **XML))
    listen(connection)
    site.show("/feed", rss(item(1, "It roasts.")), **XML)
    connection.refresh_from_db()
    listen(connection)
    assert PostRow.objects.get().text == "It roasts."
    assert sorted(ActivityRow.objects.values_list("type", flat=True)) == ["Create", "Update"]
    connection.refresh_from_db()
    assert connection.next_at is not None
    assert connection.next_at - datetime.now(UTC) < timedelta(minutes=10)


UNDATED = "<item><title>Post {0}</title><link>https://norrvik.example/{0}</link><description>{1}</description></item>"
BARE = "<item><title>Bare {0}</title><description>{1}</description></item>"


@pytest.mark.django_db
@pytest.mark.parametrize("entry", [UNDATED, BARE])
def test_an_entry_without_a_date_is_new_once_and_keeps_the_date_of_its_first_look(site: Site, entry: str) -> None:
    """The feed says another date of itself at each look."""
    connection = connect(site.show("/feed", rss(entry.format(1, "It bakes.")), **XML))
    assert listen(connection).new == 1
    first = PostRow.objects.get().published
    for day in (1, 2):
        built = f"<lastBuildDate>0{day} Jan 2030 00:00:00 GMT</lastBuildDate>"
        site.show("/feed", rss(entry.format(1, "It bakes."), head=built), **XML)
        connection.refresh_from_db()
        again = listen(connection)
        assert (again.new, again.known, again.set_aside) == (0, 1, 0)
    post = PostRow.objects.get()
    assert (post.published, post.changed_at) == (first, first)
    assert list(ActivityRow.objects.values_list("type", flat=True)) == ["Create"]


@pytest.mark.django_db
def test_an_edit_of_an_entry_without_a_date_is_one_edit(site: Site) -> None:
    connection = connect(site.show("/feed", rss(UNDATED.format(1, "It bakes.")), **XML))
    listen(connection)
    site.show("/feed", rss(UNDATED.format(1, "It roasts.")), **XML)
    for new in (1, 0, 0):
        connection.refresh_from_db()
        assert listen(connection).new == new
    assert PostRow.objects.get().text == "It roasts."


@pytest.mark.django_db
def test_a_file_that_was_saved_again_brings_its_undated_entries_once(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(rss(UNDATED.format(1, "It bakes."), BARE.format(2, "So does it.")))
    assert listen(connect(str(path))).new == 2
    os.utime(path, (2_000_000_000, 2_000_000_000))
    assert listen(connect(str(path))).new == 0
    assert all(post.published.year < 2033 for post in PostRow.objects.all())
