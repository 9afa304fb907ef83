"""Saved pages and JSON with microformats: who speaks there, under which ids, and what hostile ones may do."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.activities.values import Activity, Actor, Post
from twoears.sources.microformats.read import SOURCE
from twoears.sources.reading import Asked, CannotRead, Held, SetAside, Thing

OURS = "https://norrvik.example/blog/1"
AT = '<time class="dt-published" datetime="2026-03-02T09:00:00Z"></time>'
BY = '<a class="p-author h-card" href="https://ann.example/ann">Ann</a>'
HERE = '<link rel="canonical" href="https://ann.example/1">'


def heard(page: str, name: str = "page.html", **asked: object) -> list[Activity]:
    found = list(SOURCE.read(Thing(text=name, raw=page.encode()), Asked(**asked)))
    assert all(isinstance(one, Activity) for one in found), found
    return [one for one in found if isinstance(one, Activity)]


def aside(page: str, name: str = "page.html") -> SetAside:
    (found,) = SOURCE.read(Thing(text=name, raw=page.encode()), Asked())
    assert isinstance(found, SetAside)
    return found


def post(page: str, name: str = "page.html", **asked: object) -> Post:
    (found,) = heard(page, name, **asked)
    assert isinstance(found.object, Post)
    return found.object


def entry(inside: str, more: str = AT + BY) -> str:
    return f'<!doctype html><html><body><div class="h-entry">{more}{inside}</div></body></html>'


@pytest.mark.parametrize(
    "told",
    [
        '<link rel="canonical" href="https://ann.example/1">',
        '<link rel="shortlink canonical" href="https://ann.example/1">',
        '<meta property="og:url" content="https://ann.example/1">',
        "<!-- saved from url=(0021)https://ann.example/1 -->",
        "<!--\n Page saved with SingleFile \n url: https://ann.example/1 \n saved date: Mon Mar 02 2026 -->",
    ],
)
def test_a_page_says_where_it_lies(told: str) -> None:
    assert post(told + entry('<p class="e-content">Hi</p>')).id == "https://ann.example/1"


@pytest.mark.parametrize(
    "told", ["", '<link rel="canonical" href="/1">', '<link rel="canonical" href="javascript:x()">']
)
def test_a_page_that_does_not_is_known_by_its_file(told: str) -> None:
    page = told + entry('<p class="e-content">Hi</p>')
    assert post(page, "my page.html").id == "microformats:my%20page.html"
    assert post(page, "my page.html").url == ""


def test_its_own_id_goes_before_its_address_and_that_before_the_page() -> None:
    link, uid = '<a class="u-url" href="/2">x</a>', '<data class="p-uid" value="tag:ann.example,2026:2"></data>'
    words = '<p class="e-content">Hi</p>'
    assert post(HERE + entry(link + words)).id == "https://ann.example/2"
    assert post(HERE + entry(link + uid + words)).id == "tag:ann.example,2026:2"
    assert post(HERE + entry(link + uid + words)).url == "https://ann.example/2"
    assert post(HERE + entry('<data class="p-uid" value="2"></data>' + words)).id == "https://ann.example/1"


def test_a_post_that_the_record_knows_by_its_address_is_that_post() -> None:
    author = Actor(id="https://ann.example/", network="web")
    known = {"https://ann.example/2": Held(id="https://ann.example/?p=2", author=author)}
    page = HERE + entry('<a class="u-url" href="/2">x</a><p class="e-content">Hi</p>')
    assert post(page, held=known.get).id == "https://ann.example/?p=2"


def test_an_answer_and_a_like_are_of_what_the_record_knows_by_that_address() -> None:
    known = {OURS: Held(id="https://norrvik.example/?p=1", author=Actor(id="https://norrvik.example/", network="web"))}
    reply = HERE + entry(f'<a class="u-in-reply-to" href="{OURS}">re</a><p class="e-content">Yes</p>')
    like = HERE + entry(f'<a class="u-like-of" href="{OURS}">liked</a>')
    assert post(reply, held=known.get).in_reply_to == "https://norrvik.example/?p=1"
    assert [one.object for one in heard(like, held=known.get)] == ["https://norrvik.example/?p=1"]
    assert [one.object for one in heard(like)] == [OURS]


def test_who_writes_on_another_site_is_only_said_to() -> None:
    words = '<p class="e-content">Hi</p>'
    assert post(HERE + entry(words)).author.id == "https://ann.example/ann"
    elsewhere = HERE.replace("ann.example", "mallory.example")
    assert post(elsewhere + entry(words)).author.id == "https://mallory.example/#https://ann.example/ann"
    assert post(entry(words)).author.id == "https://ann.example/ann"  # a file that does not say where it lay


def test_without_an_author_it_is_the_site_and_without_a_site_nobody() -> None:
    words = '<p class="e-content">Hi</p>'
    site = post(HERE + entry(words, AT)).author
    assert (site.id, site.type) == ("https://ann.example/", "Organization")
    assert (
        post(entry(words + '<a class="u-url" href="https://bo.example/1"></a>', AT)).author.id == "https://bo.example/"
    )
    assert aside(entry(words, AT)).reason == "It does not say who wrote it."
    assert "canonical" in aside(entry(words, AT)).advice


def test_a_date_that_is_none_is_not_guessed() -> None:
    for date in ("", '<time class="dt-published" datetime="soon">soon</time>', '<b class="dt-start">2026-03-02</b>'):
        found = aside(HERE + entry('<p class="e-content">Hi</p>', BY + date))
        assert found.reason == "It does not say when it was published."
        mended = found.raw.replace(b'"published"', b'"then"')
        mended = mended.replace(b'"properties":{', b'"properties":{"published":["2026-03-02"],', 1)
        assert post(mended.decode(), found.name).published == datetime(2026, 3, 2, tzinfo=UTC)


def test_likes_that_a_page_shows_below_an_entry_are_not_the_entry() -> None:
    shown = '<p class="e-content">Hi</p><div class="p-like h-cite"><a class="p-author h-card" href="/eva">Eva</a></div>'
    assert post(HERE + entry(shown)).text == "Hi"
    assert [one.type for one in heard(HERE + entry(f'<a class="u-like" href="{OURS}">liked</a>'))] == ["Like"]


def test_an_event_says_when_it_takes_place_and_when_it_was_said() -> None:
    page = f'<div class="h-event">{AT}{BY}<b class="p-name">Open day</b><b class="dt-start">2026-05-01T18:00</b></div>'
    (found,) = heard(HERE + page)
    assert isinstance(found.object, Post)
    assert (found.object.type, found.object.title) == ("Event", "Open day")
    assert (found.published, found.detail) == (
        datetime(2026, 3, 2, 9, tzinfo=UTC),
        (("start", "2026-05-01T18:00:00+00:00"),),
    )


@pytest.mark.parametrize(
    ("page", "sure"),
    [
        (entry(""), 0.9),
        ('<body class="home hfeed">', 0.9),
        ('{"type": ["h-entry"], "properties": {}}', 0.9),
        ('<p class="h-card">Ann</p>', 0.3),
        ('<p class="h-full h-entryway">x</p>', 0.0),
        ("<p>h-entry</p>", 0.0),
        ("class=h-entry", 0.0),
        ('{"type": "h-entry"}', 0.0),
        ('<?xml version="1.0"?><rss><description>&lt;p class="h-entry"></description></rss>', 0.0),
        ("", 0.0),
    ],
)
def test_it_is_known_by_marks_and_not_by_words(page: str, sure: float) -> None:
    assert SOURCE.fits(Thing(text="x", raw=page.encode())) == sure


def test_a_folder_is_not_its_to_read(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(entry(""))
    assert SOURCE.fits(Thing(text="folder", path=tmp_path)) == 0.0


EVIL = '<script>steal()</script><img src=x alt="" onerror="steal()"><a href="javascript:steal()">here</a>'


def test_scripts_in_names_and_words_are_never_kept() -> None:
    by = f'<a class="p-author h-card" href="/ann">Ann{EVIL}</a>'
    found = post(HERE + entry(f'<p class="p-name">Title{EVIL}</p><p class="e-content">Words {EVIL}</p>', AT + by))
    assert (found.author.name, found.title, found.text, found.links) == ("Ann", "Title here", "Words here", ())
    document = '{"type":["h-entry"],"properties":{"name":["<script>steal()</script>T"],"published":["2026-03-02"],'
    document += '"author":["<script>steal()</script>Ann"],"content":[{"html":"<script>steal()</script>Hi"}]}}'
    assert (post(document).title, post(document).text, post(document).author.name) == ("T", "Hi", "Ann")


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ('<div class="h-entry p-name p-author e-content">' * 30, "more often than those of any page"),
        ('<div class="hentry author category vcard">' * 30, "more often than those of any page"),
        ('<div class="h-entry">' * 100_000, "deeper within each other"),
        (HERE + entry('<p class="e-content">Hi</p>') * 100_000, "larger than 3 MB"),
        ("[" * 100_000, "nested too deep"),
        ("no page at all", "neither a page nor JSON"),
    ],
    ids=["many names", "classic names", "deep", "20 MB", "deep JSON", "words"],
)
def test_what_is_built_to_take_for_ever_is_refused_at_once(page: str, why: str) -> None:
    start = time.process_time()
    with pytest.raises(CannotRead, match=why):
        heard(page)
    assert time.process_time() - start < 8


def test_thousands_of_entries_are_read() -> None:
    one = f'<div class="h-entry">{AT}<a class="u-url" href="/%d"></a><p class="e-content">Hi</p></div>'
    assert len(heard(HERE + "".join(one % number for number in range(3000)))) == 3000


def test_items_within_items_are_read_to_a_depth_that_pages_have() -> None:
    item = (
        '{"type":["h-entry"],"properties":{"url":["https://ann.example/%d"],"published":["2026-03-02"],"name":["x"]},'
    )
    page = "".join(item % number + '"children":[' for number in range(200)) + "]}" * 200
    assert len(heard(page)) == 21


WORDS = (
    "h-entry",
    "h-event",
    "h-card",
    "h-cite",
    "https://ann.example/1",
    "2026-03-02",
    "yes",
    "tag:a:1",
    "\x00",
    "<b>",
)
NAMES = (
    *("author", "bookmark-of", "category", "comment", "content", "html", "in-reply-to", "items", "lang", "like-of"),
    *("name", "properties", "published", "rsvp", "summary", "type", "uid", "url", "value"),
)
ANYTHING = st.recursive(
    st.sampled_from(WORDS) | st.none() | st.integers(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inside, max_size=5),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=10), st.sampled_from(WORDS) | ANYTHING)
def test_whatever_an_item_holds_it_is_heard_or_named(told: object, lang: object) -> None:
    known = {"published": ["2026-03-02"], "author": ["Ann"], "content": ["Hi"], **told}  # type: ignore[dict-item]
    document = {"items": [{"type": ["h-entry"], "properties": known, "lang": lang}]}
    found = list(SOURCE.read(Thing(text="a.json", raw=json.dumps(document).encode()), Asked()))
    for one in found:
        assert isinstance(one, Activity | SetAside)
        assert isinstance(one, SetAside) or rb"\u0000" not in msgspec.json.encode(one)
    assert found


def test_a_picture_that_is_saved_into_a_page_is_no_burden() -> None:
    picture = f'<img src="data:image/png;base64,{"A" * 5_000_000}">'
    assert post(HERE + entry(f'{picture}<p class="e-content">Hi</p>')).text == "Hi"
