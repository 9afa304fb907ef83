"""Feeds: as files, by their address, and by the address of a page that declares one."""

import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.live.recorded import Reply, kinds, of
from twoears.activities.values import Activity
from twoears.lib.http import TryLater
from twoears.sources.catalogue import recognise, thing
from twoears.sources.feeds.read import SOURCE
from twoears.sources.reading import Asked, CannotRead, Cursor, SetAside, Thing

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Norrvik</title><link>https://norrvik.example/</link><language>en</language>
<item><title>Older</title><link>https://norrvik.example/1</link><guid>https://norrvik.example/1</guid>
<pubDate>Sun, 01 Mar 2026 09:00:00 +0100</pubDate><dc:creator>Ann Berg</dc:creator>
<description>&lt;p&gt;It runs on &lt;a href="https://sqlite.example/"&gt;SQLite&lt;/a&gt;.&lt;/p&gt;</description>
<category>storage</category></item>
<item><title>Newer &amp;amp; better</title><link>https://norrvik.example/2</link><guid isPermaLink="false">post-2</guid>
<pubDate>Mon, 02 Mar 2026 09:00:00 GMT</pubDate><description>Words.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Norrvik</title><link href="https://norrvik.example/"/>
<entry><id>tag:norrvik.example,2026:1</id><title>One</title><link href="https://norrvik.example/1"/>
<published>2026-03-01T09:00:00Z</published><updated>2026-03-05T09:00:00Z</updated>
<author><name>Ann</name><uri>https://ann.example/</uri></author>
<content type="html">&lt;p&gt;Hi&lt;/p&gt;</content></entry></feed>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Norrvik",
    "home_page_url": "https://norrvik.example/",
    "items": [
        {
            "id": 7,
            "url": "https://norrvik.example/7",
            "content_text": "3 < 4 & <b>",
            "tags": ["a"],
            "date_published": "2026-03-01T09:00:00Z",
            "authors": [{"name": "Ann", "url": "https://ann.example/"}],
        }
    ],
}


def heard(raw: str | bytes, **asked: object) -> list[object]:
    return list(SOURCE.read(Thing(text="feed.xml", raw=raw.encode() if isinstance(raw, str) else raw), Asked(**asked)))


def look(server, text="https://norrvik.example/feed", **asked):
    return list(SOURCE.read(Thing(text=text), Asked(base=server.base, **asked)))


def test_an_rss_feed_is_heard_newest_first():
    newer, older = heard(RSS)
    assert (older.object.id, older.object.title, older.object.text) == (
        "https://norrvik.example/1",
        "Older",
        "It runs on SQLite.",
    )
    assert older.published == datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert (older.object.links, older.object.tags, older.object.language) == (
        ("https://sqlite.example/",),
        ("storage",),
        "en",
    )
    assert (older.actor.id, older.actor.name) == ("https://norrvik.example/#Ann%20Berg", "Ann Berg")
    assert (newer.object.id, newer.object.title) == ("https://norrvik.example/#post-2", "Newer & better")
    assert (newer.actor.id, newer.actor.name, newer.actor.network) == ("https://norrvik.example/", "Norrvik", "web")


def test_an_atom_feed_names_its_author_and_its_first_date():
    (entry,) = heard(ATOM)
    assert (entry.object.id, entry.actor.id, entry.object.text) == (
        "tag:norrvik.example,2026:1",
        "https://ann.example/",
        "Hi",
    )
    assert entry.published == datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_a_json_feed_keeps_plain_words_plain():
    (entry,) = heard(json.dumps(JSON_FEED))
    assert (entry.object.text, entry.object.id) == ("3 < 4 & <b>", "https://norrvik.example/#7")


def test_reading_twice_hears_the_same():
    assert heard(RSS) == heard(RSS)


def test_what_is_older_than_asked_is_left():
    assert len(heard(RSS, since=datetime(2026, 3, 2, tzinfo=UTC))) == 1


def test_a_feed_that_did_not_change_is_not_sent_again(server):
    server.answers["/feed"] = Reply(RSS, headers={"etag": '"v1"', "last-modified": "Mon, 02 Mar 2026 09:00:00 GMT"})
    first = look(server)
    second = look(server, cursor=of(Cursor, first)[-1].value)
    assert (len(of(Activity, first)), kinds(second)) == (2, ["Cursor", "LookAgain"])
    assert of(Cursor, second) == of(Cursor, first)
    assert server.headers[-1]["if-modified-since"] == "Mon, 02 Mar 2026 09:00:00 GMT"


def test_the_feed_that_a_page_declares_is_found_and_remembered(server):
    page = """<html><head><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments.xml">
              <link rel="alternate" type="application/rss+xml" href="/blog/feed.xml"></head><body>Hello</body></html>"""
    server.answers["/"] = Reply(page)
    server.answers["/blog/feed.xml"] = Reply(RSS)
    first = look(server, "norrvik.example/")
    assert len(of(Activity, first)) == 2
    assert of(Cursor, first)[-1].value["feed"] == "https://norrvik.example/blog/feed.xml"
    look(server, "norrvik.example/", cursor=of(Cursor, first)[-1].value)
    assert server.asked == ["/", "/blog/feed.xml", "/blog/feed.xml"]


def test_a_page_that_declares_no_feed_is_asked_where_feeds_usually_lie(server):
    server.answers["/about"] = Reply("<html><body>Hello</body></html>")
    server.answers["/atom.xml"] = Reply(ATOM)
    assert len(of(Activity, look(server, "https://norrvik.example/about"))) == 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply("<html><body>No feed here</body></html>"),
        Reply(b""),
        Reply("gone", 410),
        Reply("no", 404),
        Reply("boom", 500),
        Reply(RSS, cut=100),
        Reply('{"version": "https://jsonfeed.org/version/1.1", "items": ['),
    ],
)
def test_an_address_without_a_feed_is_named(server, reply):
    server.answers["/feed"] = reply
    with pytest.raises(CannotRead, match=r"\. "):
        look(server)


def test_a_feed_that_stops_half_way_gives_what_it_has_and_is_asked_for_again(server):
    """The server sends less than its feed, and believes that was all."""
    server.answers["/feed"] = Reply(RSS[: RSS.index("<title>Newer")], headers={"etag": '"v1"'})
    found = look(server)
    assert "https://norrvik.example/1" in [a.object.id for a in of(Activity, found)]
    assert "to its end" in of(SetAside, found)[-1].reason
    assert "etag" not in of(Cursor, found)[-1].value


UNDATED = RSS.replace("<pubDate>Mon, 02 Mar 2026 09:00:00 GMT</pubDate>", "")
BARE = "<item><title>Bare</title><description>Only words.</description></item>"


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("<pubDate>Sat, 28 Feb 2026 09:00:00 GMT</pubDate>", "2026-02-28"),
        ("<lastBuildDate>Fri, 27 Feb 2026 09:00:00 GMT</lastBuildDate>", "2026-02-27"),
        ("<dc:date>2026-02-26T09:00:00Z</dc:date>", "2026-02-26"),
    ],
)
def test_an_entry_without_a_date_has_that_of_its_feed(head, date):
    said = heard(
        UNDATED.replace("<link>https://norrvik.example/</link>", f"<link>https://norrvik.example/</link>{head}")
    )
    assert {a.object.title: f"{a.published:%Y-%m-%d}" for a in said} == {"Older": "2026-03-01", "Newer & better": date}


def test_an_entry_of_atom_without_a_date_has_that_of_its_feed():
    undated = ATOM.replace("<published>2026-03-01T09:00:00Z</published><updated>2026-03-05T09:00:00Z</updated>", "")
    (said,) = heard(
        undated.replace("<title>Norrvik</title>", "<title>Norrvik</title><updated>2026-02-01T00:00:00Z</updated>")
    )
    assert said.published == datetime(2026, 2, 1, tzinfo=UTC)


def test_an_entry_of_a_file_that_says_no_date_at_all_has_that_of_the_file(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_text(UNDATED)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    said = list(SOURCE.read(Thing(text=str(path), path=path), Asked()))
    assert [a.published for a in said if "better" in a.object.title] == [datetime.fromtimestamp(1_700_000_000, UTC)]


def test_an_entry_that_says_no_date_at_all_is_heard_at_the_moment_of_the_look(server):
    server.answers["/feed"] = Reply(UNDATED)
    before = datetime.now(UTC)
    (newest, _) = of(Activity, look(server))
    assert newest.object.title == "Newer & better"
    assert before <= newest.published <= datetime.now(UTC)


def test_an_entry_without_id_and_link_is_known_by_its_words():
    """Its id stays when the feed says another date or another order, and is another in another feed."""
    first = heard(RSS.replace("<item>", BARE + "<item>", 1))
    again = heard(
        RSS.replace("</channel>", f"<lastBuildDate>Sun, 01 Mar 2026 09:00:00 GMT</lastBuildDate>{BARE}</channel>")
    )
    key = {a.object.id for a in first if a.object.title == "Bare"}
    assert key == {a.object.id for a in again if a.object.title == "Bare"}
    assert all(k.startswith("https://norrvik.example/#words-") for k in key)
    other = heard(
        RSS.replace("https://norrvik.example/", "https://berg.example/").replace("<item>", BARE + "<item>", 1)
    )
    assert key.isdisjoint(a.object.id for a in other)


def test_a_recording_without_id_and_link_is_known_by_its_address():
    item = "<item><enclosure url='https://norrvik.example/1.mp3' type='audio/mpeg' length='1'/></item>"
    (said,) = (a for a in heard(RSS.replace("<item>", item + "<item>", 1)) if not a.object.title)
    assert (said.object.id, said.object.links) == ("https://norrvik.example/1.mp3", ("https://norrvik.example/1.mp3",))


def test_an_entry_in_which_nothing_is_said_is_set_aside_and_can_be_tried_again():
    empty = "<item><author>Ann</author><pubDate>Mon, 02 Mar 2026 09:00:00 GMT</pubDate></item>"
    (aside,) = of(SetAside, heard(RSS.replace("<item>", empty + "<item>", 1)))
    assert "no id, no address and no words" in aside.reason
    (again,) = heard(aside.raw)
    assert again.reason == aside.reason
    document = json.loads(aside.raw)
    document["items"][0]["title"] = "Now it says something"
    (mended,) = heard(json.dumps(document))
    assert mended.object.title == "Now it says something"


def test_an_item_that_is_no_entry_is_set_aside_and_not_passed_over():
    broken = {**JSON_FEED, "items": ["an entry", *JSON_FEED["items"]]}
    assert [type(one) for one in heard(json.dumps(broken))].count(SetAside) == 1


def test_a_rate_limit_says_when_to_come_back(server):
    server.answers["/feed"] = Reply("", 429, {"retry-after": "42"})
    with pytest.raises(TryLater) as told:
        look(server)
    assert told.value.seconds == 42


def test_an_address_on_a_private_network_is_not_asked(server):
    server.answers["/feed"] = Reply(RSS)
    with pytest.raises(CannotRead, match="private network"):
        list(SOURCE.read(Thing(text=f"{server.base}/feed"), Asked()))
    assert server.asked == []


def test_a_page_cannot_send_us_to_a_private_network(server):
    server.answers["/"] = Reply('<link rel="alternate" type="application/rss+xml" href="/elsewhere">')
    server.answers["/elsewhere"] = Reply("", 302, {"location": "http://169.254.169.254/latest/meta-data/"})
    with pytest.raises(CannotRead, match="no feed"):
        look(server, "https://norrvik.example/")


def test_entities_that_multiply_do_not():
    bomb = '<!DOCTYPE r [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)) + "]>"  # fmt: skip
    found = heard(bomb + RSS.split("?>", 1)[1].replace("Words.", "&m;"))
    assert all(len(a.object.text) < 10_000 for a in of(Activity, found))


@pytest.mark.parametrize("rest", [b"<a>" * 1_000_000, b"<" * 3_000_000, "<a>".encode("utf-16") * 300_000])
def test_a_feed_that_is_built_to_take_for_ever_is_refused_at_once(rest):
    start = time.process_time()
    with pytest.raises(CannotRead, match="deeper"):
        heard(b'<rss version="2.0"><channel>' + rest)
    assert time.process_time() - start < 5


def test_a_long_feed_with_sloppy_html_is_no_attack():
    item = RSS[RSS.index("<item>") : RSS.index("</item>") + 7]
    sloppy = item.replace(
        "<category>",
        "<enclosure url='https://norrvik.example/a.mp3'/><content><![CDATA[<p><br><p><p>x]]></content><category>",
    )
    assert len(heard(RSS.replace(item, sloppy * 600))) == 601


def test_a_feed_cannot_read_our_files():
    outside = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    found = heard(outside + RSS.split("?>", 1)[1].replace("Words.", "&x;"))
    assert not any("root:" in a.object.text for a in of(Activity, found))


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ("https://norrvik.example/blog", 0.6),
        ("norrvik.example", 0.5),
        ("norrvik.example/blog", 0.5),
        ("ann@norrvik.example", 0),
        ("@ann@server.example", 0),
        ("@ann.example", 0),
        ("what is this?", 0),
        ("javascript:alert(1)", 0),
    ],
)
def test_an_address_or_a_bare_domain_may_have_a_feed(text, fit):
    assert SOURCE.fits(Thing(text=text)) == fit


@given(st.sampled_from([RSS, ATOM, json.dumps(JSON_FEED)]), st.integers(0, 2000))
def test_a_cut_feed_is_heard_as_far_as_it_goes_or_named(whole, size):
    try:
        for one in heard(whole[:size]):
            assert isinstance(one, Activity | SetAside)
    except CannotRead as error:
        assert "feed.xml" in str(error)


@given(st.binary(max_size=200))
def test_whatever_follows_the_head_of_a_feed_nothing_breaks(rest):
    try:
        heard(b'<?xml version="1.0"?><rss version="2.0"><channel><item>' + rest)
    except CannotRead as error:
        assert "feed.xml" in str(error)


def test_the_specimens_are_heard():
    samples = Path(__file__).parents[3] / "twoears/sources/feeds/samples"
    for sample in sorted(samples.glob("*.*")):
        thing = Thing(text=sample.name, path=sample)
        found = list(SOURCE.read(thing, Asked()))
        assert of(Activity, found), sample.name
        assert not of(SetAside, found)
        assert SOURCE.fits(thing) > 0.5


def test_half_a_letter_in_one_entry_leaves_all_entries_readable():
    whole = {**JSON_FEED, "items": [dict(JSON_FEED["items"][0], id=f"urn:{n}", content_text="Hi") for n in range(2)]}
    raw = json.dumps(whole).replace('"Hi"', '"Hi \\\\ \\ud83d\\ude00 \\ud83d!"', 1)
    assert [one.object.text for one in heard(raw) if isinstance(one, Activity)] == ["Hi \\ \U0001f600 \ufffd!", "Hi"]


@pytest.mark.parametrize("wide", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_feed_of_two_bytes_a_letter_is_a_feed_and_no_table(tmp_path, wide):
    file = tmp_path / "feed.xml"
    file.write_bytes(RSS.replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-16"?>').encode(wide))
    assert recognise(thing(str(file))).kind == "feeds"
    assert [one.object.text for one in heard(file.read_bytes())] == [one.object.text for one in heard(RSS)]
