"""Pages without a feed that mark their entries with microformats, looked at as feeds are."""

from datetime import UTC, datetime

import pytest

from tests.sources.live.recorded import Recorded, Reply, of
from twoears.activities.values import Activity, Actor, Post
from twoears.sources.feeds.read import SOURCE
from twoears.sources.microformats.read import SOURCE as SAVED
from twoears.sources.reading import Asked, CannotRead, Cursor, Held, LookAgain, SetAside, Thing

URL = "https://ann.example/notes"
ENTRY = """<article class="h-entry"><a class="u-url" href="/{n}"></a><p class="e-content">{words}</p>
<time class="dt-published" datetime="2026-03-{n:02}T09:00:00Z"></time></article>"""
LIKE = """<article class="h-entry"><a class="u-url" href="/9"></a><a class="u-like-of" href="https://norrvik.example/1"></a>
<time class="dt-published" datetime="2026-03-09T09:00:00Z"></time></article>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Ann</title><link href="https://ann.example/"/><entry>
<id>https://ann.example/1</id><title>One</title><updated>2026-03-01T09:00:00Z</updated></entry></feed>"""


def feed(*entries: str, head: str = "") -> Reply:
    inside = '<a class="p-author h-card" href="/">Ann Ek</a>' + "".join(entries)
    return Reply(f'<!doctype html><html><head>{head}</head><body><div class="h-feed">{inside}</div></body></html>')


def look(server: Recorded, url: str = URL, **asked: object) -> list[object]:
    return list(SOURCE.read(Thing(text=url), Asked(base=server.base, **asked)))


def again(server: Recorded, before: list[object], **asked: object) -> list[object]:
    return look(server, cursor=of(Cursor, before)[-1].value, **asked)


def test_a_page_that_has_no_feed_is_heard_by_its_entries(server: Recorded) -> None:
    server.answers["/notes"] = feed(ENTRY.format(n=2, words="Two"), ENTRY.format(n=1, words="One"), LIKE)
    found = look(server)
    assert [(one.type, one.id) for one in of(Activity, found)[:2]] == [
        ("Create", "https://ann.example/2#create"),
        ("Create", "https://ann.example/1#create"),
    ]
    assert [(one.type, one.object, one.actor.name) for one in of(Activity, found)[2:]] == [
        ("Like", "https://norrvik.example/1", "Ann Ek")
    ]
    cursor = of(Cursor, found)[-1].value
    assert (cursor["feed"], cursor["newest"]) == (URL, "2026-03-09T09:00:00+00:00")
    assert of(LookAgain, found)[0].seconds > 0


def test_it_says_the_same_as_when_it_was_saved(server: Recorded) -> None:
    page = feed(ENTRY.format(n=1, words="One"), LIKE, head=f'<link rel="canonical" href="{URL}">')
    server.answers["/notes"] = page
    saved = SAVED.read(Thing(text="notes.html", raw=page.payload()), Asked())
    assert of(Activity, look(server)) == list(saved)


def test_a_feed_goes_before_the_marks_of_its_page(server: Recorded) -> None:
    head = '<link rel="alternate" type="application/atom+xml" href="/atom.xml">'
    server.answers["/notes"] = feed(ENTRY.format(n=5, words="Marked"), head=head)
    server.answers["/atom.xml"] = Reply(ATOM)
    found = look(server)
    assert [one.id for one in of(Activity, found)] == ["https://ann.example/1#create"]
    assert of(Cursor, found)[-1].value["feed"] == "https://ann.example/atom.xml"


def test_only_the_page_is_asked_for_again_until_it_declares_a_feed(server: Recorded) -> None:
    server.answers["/notes"] = feed(ENTRY.format(n=1, words="One"))
    first = look(server)
    assert len(server.asked) > 1
    server.asked.clear()
    second = again(server, first)
    assert server.asked == ["/notes"]
    assert of(Cursor, second) == of(Cursor, first)
    server.answers["/notes"] = feed(head='<link rel="alternate" type="application/atom+xml" href="/atom.xml">')
    server.answers["/atom.xml"] = Reply(ATOM)
    assert of(Cursor, again(server, second))[-1].value["feed"] == "https://ann.example/atom.xml"


def test_a_page_that_did_not_change_is_not_sent_again(server: Recorded) -> None:
    page = feed(ENTRY.format(n=1, words="One"))
    server.answers["/notes"] = Reply(page.body, headers={"etag": '"v1"'})
    first = look(server)
    second = again(server, first)
    assert (len(of(Activity, first)), of(Activity, second)) == (1, [])
    assert of(Cursor, second) == of(Cursor, first)


def test_an_entry_with_other_words_was_edited(server: Recorded) -> None:
    server.answers["/notes"] = feed(ENTRY.format(n=1, words="One"))
    first = look(server)
    server.answers["/notes"] = feed(ENTRY.format(n=1, words="Won"))
    edited = of(Activity, again(server, first))[-1]
    assert isinstance(edited.object, Post)
    assert (edited.type, edited.object.id, edited.object.text) == ("Update", "https://ann.example/1", "Won")


def test_an_entry_without_a_date_keeps_that_with_which_it_was_heard_first(server: Recorded) -> None:
    undated = '<article class="h-entry"><a class="u-url" href="/1"></a><p class="e-content">One</p></article>'
    server.answers["/notes"] = Reply(feed(undated).body, headers={"last-modified": "Mon, 02 Mar 2026 09:00:00 GMT"})
    (first,) = of(Activity, look(server))
    assert first.published == datetime(2026, 3, 2, 9, tzinfo=UTC)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    known = Held(id="https://ann.example/1", author=Actor(id="https://ann.example/", network="web"), published=at)
    (second,) = of(Activity, look(server, held={"https://ann.example/1": known}.get))
    assert second.published == at


def test_what_is_older_than_asked_is_left(server: Recorded) -> None:
    server.answers["/notes"] = feed(ENTRY.format(n=2, words="Two"), ENTRY.format(n=1, words="One"))
    assert len(of(Activity, look(server, since=datetime(2026, 3, 2, tzinfo=UTC)))) == 1


def test_nobody_speaks_as_us_on_a_page_of_theirs(server: Recorded) -> None:
    as_us = ENTRY.replace("<p class", '<a class="p-author h-card" href="https://norrvik.example/">Norrvik</a><p class')
    server.answers["/notes"] = feed(as_us.format(n=1, words="We are wrong"))
    (found,) = of(Activity, look(server))
    assert found.actor.id == "https://ann.example/#https://norrvik.example/"


def test_its_hub_can_tell_us(server: Recorded) -> None:
    head = f'<link rel="hub" href="https://hub.example/"><link rel="self" href="{URL}">'
    server.answers["/notes"] = feed(ENTRY.format(n=1, words="One"), head=head)
    cursor = of(Cursor, look(server))[-1].value
    assert (cursor["hub"], cursor["topic"]) == ("https://hub.example/", URL)


@pytest.mark.parametrize(
    "page",
    [
        Reply("<html><body>Hello</body></html>"),
        Reply('<html><body class="hfeed">Hello</body></html>'),
        Reply('<html><body><p class="h-card">Ann</p></body></html>'),
        Reply('<html><body>' + '<div class="h-entry p-name e-content p-author">' * 30),
        Reply('<div class="h-entry">x</div>', headers={"content-type": "image/png"}),
    ],
    ids=["no marks", "no entries", "only a person", "built to hold us", "no page"],
)  # fmt: skip
def test_a_page_without_entries_is_none(server: Recorded, page: Reply) -> None:
    server.answers["/notes"] = page
    with pytest.raises(CannotRead, match="found no feed"):
        look(server)


def test_an_entry_that_says_nothing_is_set_aside(server: Recorded) -> None:
    server.answers["/notes"] = feed(ENTRY.format(n=1, words=""), ENTRY.format(n=2, words="Two"))
    found = look(server)
    assert (len(of(Activity, found)), [one.reason for one in of(SetAside, found)]) == (1, ["It says nothing."])
