"""Lists of feeds: each becomes a source of its own, and what is none is said."""

from pathlib import Path

import pytest

from tests.sources.web.sites import Site
from twoears.sources.actions import connect, dry_run, listen
from twoears.sources.catalogue import recognise, thing
from twoears.sources.models import Aside, Connection, State
from twoears.sources.opml.read import SOURCE
from twoears.sources.reading import Another, Asked, CannotRead, SetAside, Thing

SAMPLE = Path(__file__).parents[3] / "twoears/sources/opml/samples/reader.opml"


def heard(raw: bytes) -> list[object]:
    return list(SOURCE.read(Thing(text="list.opml", raw=raw), Asked()))


def test_each_feed_is_named_once_and_a_broken_line_is_set_aside() -> None:
    found = list(SOURCE.read(thing(str(SAMPLE)), Asked()))
    assert [one.text for one in found if isinstance(one, Another)] == [
        "https://ann.example/feed.xml",
        "https://oven.example/atom.xml",
    ]
    (aside,) = [one for one in found if isinstance(one, SetAside)]
    assert ("A broken one" in aside.reason, aside.line) == (True, 8)


@pytest.mark.django_db
def test_a_list_becomes_sources_that_wait_for_their_turn() -> None:
    assert recognise(thing(str(SAMPLE))).kind == "opml"
    assert dry_run(str(SAMPLE))[1].new == 2
    assert Connection.objects.count() == 0
    connection = connect(str(SAMPLE), asked=Asked(us=("ann.example",)))
    outcome = listen(connection)
    assert (outcome.new, outcome.known, outcome.set_aside) == (2, 0, 1)
    made = Connection.objects.filter(kind="feeds")
    assert [(c.state, c.next_at is not None, c.asked["us"]) for c in made] == [
        (State.WAITING, True, ["ann.example"])
    ] * 2
    assert listen(connection).known == 2
    assert made.count() == 2
    assert Aside.objects.count() == 1


def test_a_list_is_read_by_its_address(site: Site) -> None:
    url = site.show("/subscriptions.opml", SAMPLE.read_bytes())
    assert recognise(thing(url)).kind == "opml"
    assert sum(isinstance(one, Another) for one in SOURCE.read(thing(url), Asked())) == 2
    site.show("/subscriptions.opml", "<html>no list</html>")
    with pytest.raises(CannotRead, match="no list"):
        list(SOURCE.read(thing(url), Asked()))


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (b'<opml><body><outline xmlUrl="https://a.example/f"/><outline text="R & D" xmlUrl="https://b.example/f"/>', 1),
        (b'<!DOCTYPE o [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><opml><outline xmlUrl="https://a.ex/&b;"/></opml>', 0),
        (b'<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><outline text="&a;"/></opml>', 0),
        (b"<opml>" + b"<outline>" * 5000, 0),
        (b'<opml><outline xmlUrl="/etc/passwd" type="rss"/><outline xmlUrl="file:///etc/passwd"/></opml>', 0),
        (b"<opml>" + b'<outline xmlUrl="https://a.example/f"/>' * 20_000, 1),
    ],
)  # fmt: skip
def test_a_list_that_is_broken_or_hostile_gives_what_stands_before(raw: bytes, named: int) -> None:
    found = heard(raw)
    assert sum(isinstance(one, Another) for one in found) == named
    assert any(isinstance(one, SetAside) for one in found)
