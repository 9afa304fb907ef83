"""Each kind of export through the whole listening: recognised among all sources, once, and given back by an export."""

from pathlib import Path

import msgspec
import pytest

from twoears.activities.as2 import document
from twoears.activities.values import Activity, Post
from twoears.sources import catalogue
from twoears.sources.actions import connect, dry_run, listen
from twoears.sources.activitystreams.shape import activities
from twoears.sources.catalogue import recognise, thing
from twoears.sources.models import Aside
from twoears.sources.reading import Asked

HERE = Path(catalogue.__file__).parent
KINDS = (
    "meta_export",
    "takeout",
    "bluesky_repository",
    "reddit",
    "wordpress",
    "microformats",
    "markdown",
    "access_log",
    "tables",
)
SAMPLES = [(k, p) for k in KINDS for p in sorted((HERE / k / "samples").iterdir()) if p.suffix != ".expected"]
any_sample = pytest.mark.parametrize(("kind", "path"), SAMPLES, ids=lambda v: v if isinstance(v, str) else v.name)


def said(path: Path) -> list[Activity]:
    given = thing(str(path))
    return [one for one in recognise(given).read(given, Asked()) if isinstance(one, Activity)]


@any_sample
def test_of_all_sources_the_right_one_knows_it(kind: str, path: Path) -> None:
    assert recognise(thing(str(path))).kind == kind


@any_sample
def test_what_was_read_comes_back_from_an_export_as_it_was(kind: str, path: Path) -> None:
    for activity in said(path):
        written = msgspec.json.encode(document(activity))
        assert list(activities(msgspec.json.decode(written))) == [activity]


@pytest.mark.django_db
@any_sample
def test_an_export_read_twice_is_heard_once(kind: str, path: Path) -> None:
    source, tried = dry_run(str(path))
    first = listen(connect(str(path)))
    aside = Aside.objects.count()
    second = listen(connect(str(path)))
    assert source.kind == kind
    assert first.new == tried.new == len(said(path)) > 0
    assert (second.new, second.known) == (0, first.new)
    assert aside == Aside.objects.count() == first.set_aside


def test_a_post_of_a_repository_is_the_post_that_the_live_source_hears() -> None:
    """The ids of the record are those that `getAuthorFeed` gives for it."""
    from twoears.sources.bluesky.shape import heard

    ours = next(a for a in said(HERE / "bluesky_repository/samples/repository.car") if a.type == "Create")
    assert isinstance(ours.object, Post)
    record = {"$type": "app.bsky.feed.post", "text": ours.object.text, "createdAt": "2026-03-04T09:00:00Z"}
    view = {"uri": ours.object.id, "author": {"did": ours.actor.id, "handle": "ann.example"}, "record": record}
    reposted = {"$type": "app.bsky.feed.defs#reasonRepost", "by": view["author"], "indexedAt": "2026-03-04T12:00:01Z"}
    uri = next(a.id for a in said(HERE / "bluesky_repository/samples/repository.car") if a.type == "Announce")
    live = list(heard({"post": view, "reason": {**reposted, "uri": uri}}))
    assert [(a.id, a.actor.id) for a in live] == [(uri, ours.actor.id), (ours.id, ours.actor.id)]


def test_a_post_of_wordpress_is_the_post_that_its_feed_brings(tmp_path: Path) -> None:
    """The same guid, and the same name of the writer on the same home."""
    path = tmp_path / "feed.xml"
    path.write_text(
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        "<title>Norrvik</title><link>https://norrvik.example</link><item><title>How we test a valve</title>"
        '<link>https://norrvik.example/valve/</link><guid isPermaLink="false">https://norrvik.example/?p=7</guid>'
        "<dc:creator>Ann Ek</dc:creator><pubDate>Wed, 04 Mar 2026 09:00:00 +0000</pubDate></item></channel></rss>"
    )
    fed, kept = said(path)[0], said(HERE / "wordpress/samples/site.xml")[0]
    assert (fed.id, fed.actor.id, fed.published) == (kept.id, kept.actor.id, kept.published)
