"""A folder of files of any kind: each is read by the source that knows it, or set aside, and none stops the others."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources.files.test_file_sources import ASKED, FOLDERS, HERE, SAMPLES
from twoears.activities.models import Activity as ActivityRow
from twoears.activities.values import Activity, Post
from twoears.sources.actions import connect, listen, owners, retry
from twoears.sources.catalogue import recognise, sources, thing
from twoears.sources.files import walk
from twoears.sources.files.kept import HEAD, SMALL
from twoears.sources.files.read import SOURCE
from twoears.sources.models import Aside, Connection, State
from twoears.sources.reading import Another, Asked, CannotRead, Heard, SetAside, Source, Thing

FEED = (HERE / "feeds/samples/blog.rss").read_bytes()
NOISE = bytes(range(256))
NOTE = b'{"type": "Note", "id": "https://a.example/1", "attributedTo": "https://a.example/ann", "content": "Hi", '
NOTE += b'"published": "2026-03-01T09:00:00Z"}'
EXPORTS = [(kind, path) for kind, path in FOLDERS if kind != "files"]
any_export = pytest.mark.parametrize(("kind", "path"), EXPORTS, ids=[f"{k}-{p.name}" for k, p in EXPORTS])


def heard(folder: Path, asked: Asked = ASKED) -> list[Heard]:
    return list(SOURCE.read(thing(str(folder)), asked))


def ids(found: list[Heard]) -> list[str]:
    return sorted(one.id for one in found if isinstance(one, Activity))


def asides(found: list[Heard]) -> dict[str, str]:
    return {one.name: one.reason for one in found if isinstance(one, SetAside)}


def told_by(kind: str, path: Path) -> list[str]:
    return ids(list(sources()[kind].read(thing(str(path)), ASKED)))


def filled(folder: Path, **files: bytes) -> Path:
    for name, raw in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    return folder


@any_export
def test_an_export_stays_with_its_source(kind: str, path: Path) -> None:
    assert recognise(thing(str(path))).kind == kind


@any_export
def test_an_export_among_other_things_is_heard_as_if_it_were_alone(kind: str, path: Path, tmp_path: Path) -> None:
    shutil.copytree(path, tmp_path / "a/export")
    filled(tmp_path, **{"blog.rss": FEED, "b__talk.json": NOTE})
    assert recognise(thing(str(tmp_path))).kind == "files"
    others = {*told_by("feeds", tmp_path / "blog.rss"), "https://a.example/1#create"}
    assert ids(heard(tmp_path)) == sorted({*told_by(kind, path), *others})


@any_export
def test_what_lies_in_an_export_and_is_none_of_it_is_heard_too(kind: str, path: Path, tmp_path: Path) -> None:
    """The files of the export are not read a second time by who could read them alone."""
    shutil.copytree(path, tmp_path / "export")
    filled(tmp_path, **{"export__blog.rss": FEED})
    assert recognise(thing(str(tmp_path / "export"))).kind == "files"
    feed = told_by("feeds", tmp_path / "export/blog.rss")
    assert ids(heard(tmp_path / "export")) == sorted([*told_by(kind, path), *feed])


def archive(folder: Path, number: int, handle: str, post: int) -> Path:
    account = f'{{"account": {{"accountId": "{number}", "username": "{handle}", "accountDisplayName": "{handle}"}}}}'
    tweet = f'{{"id_str": "{post}", "full_text": "Hi.", "created_at": "Wed Mar 04 12:00:00 +0000 2026"}}'
    return filled(folder, **{
        "data__account.js": f"window.YTD.account.part0 = [ {account} ]".encode(),
        "data__tweets.js": f'window.YTD.tweets.part0 = [ {{"tweet": {tweet}}} ]'.encode(),
    })  # fmt: skip


def test_archives_of_two_people_beside_each_other_are_two(tmp_path: Path) -> None:
    archive(tmp_path / "ann", 71, "ann_ek", 1)
    archive(tmp_path / "ben", 72, "ben_berg", 2)
    said = [one for one in heard(tmp_path) if isinstance(one, Activity)]
    assert sorted((one.actor.handle, one.id) for one in said) == [
        ("ann_ek", "https://x.com/i/status/1#create"),
        ("ben_berg", "https://x.com/i/status/2#create"),
    ]


def test_an_export_is_one_with_the_pages_that_show_it_and_not_with_what_lies_beside_it(tmp_path: Path) -> None:
    archive(tmp_path, 71, "ann_ek", 1)
    filled(tmp_path, **{"Your archive.html": b"<html>", "assets__app.js": b"let a = 1", "assets__a.png": NOISE})
    assert recognise(thing(str(tmp_path))).kind == "x_archive"
    filled(tmp_path, **{"minutes__march.bin": NOISE})
    assert recognise(thing(str(tmp_path))).kind == "files"
    found = heard(tmp_path)
    assert ids(found) == ["https://x.com/i/status/1#create"]
    assert list(asides(found)) == ["Your archive.html", "assets/a.png", "assets/app.js", "minutes/march.bin"]


@pytest.mark.django_db
def test_whose_exports_lie_in_it_is_told(tmp_path: Path) -> None:
    archive(tmp_path / "x", 71, "ann_ek", 1)
    filled(tmp_path, **{"blog.rss": FEED})
    assert "ann_ek" in owners(connect(str(tmp_path)))
    assert owners(connect(str(filled(tmp_path / "other", **{"blog.rss": FEED})))) == ()


def test_an_archive_of_which_nobody_can_tell_whose_it_is_is_named_file_by_file(tmp_path: Path) -> None:
    (archive(tmp_path, 71, "ann_ek", 1) / "data/account.js").unlink()
    filled(tmp_path, **{"blog.rss": FEED})
    found = heard(tmp_path, Asked())
    assert ids(found) == told_by("feeds", tmp_path / "blog.rss")
    assert list(asides(found)) == ["data/tweets.js"]
    assert "account.js is missing" in asides(found)["data/tweets.js"]


def test_what_is_left_in_an_export_is_counted_and_what_might_be_read_is_named(tmp_path: Path) -> None:
    archive(tmp_path / "x", 71, "ann_ek", 1)
    table = b"id,author,text,published\n1,ann,Hello,2026-03-01\n"
    filled(tmp_path, **{"x__a.css": b"a {}", "x__data__b.png": NOISE, "x__data__old.csv": table, "blog.rss": FEED})
    told = asides(heard(tmp_path))
    assert told["x"] == "2 files in it are no part of X archive: x/a.css, x/data/b.png."
    assert "read as X archive, which does not read it" in told["x/data/old.csv"]
    assert len(told) == 2


@pytest.mark.parametrize("place", ["data__tweets.json", "tweets.json", "more__tweets.json"])
def test_a_table_of_posts_in_an_archive_is_never_left_in_silence(place: str, tmp_path: Path) -> None:
    archive(tmp_path, 71, "ann_ek", 1)
    row = b'[{"id": "7", "author": "ann", "text": "Hello", "published": "2026-03-01T09:00:00Z"}]'
    filled(tmp_path, **{place: row})
    assert recognise(thing(str(tmp_path))).kind == "files"
    found = heard(tmp_path)
    assert "https://x.com/i/status/1#create" in ids(found)
    told = asides(found).get(place.replace("__", "/"), "")
    assert len(ids(found)) == 2 or "read as X archive, which does not read it" in told


def test_a_table_of_something_else_in_an_archive_makes_no_folder_of_files_of_it(tmp_path: Path) -> None:
    archive(tmp_path, 71, "ann_ek", 1)
    filled(tmp_path, **{"data__sizes.csv": b"width,height\n1,2\n"})
    assert recognise(thing(str(tmp_path))).kind == "x_archive"


def test_each_file_is_heard_or_set_aside_with_its_own_reason(tmp_path: Path) -> None:
    filled(tmp_path, **{
        "a.json": NOTE, "b.bin": NOISE, "c.txt": b"", "d__cut.json": b'{"type": "OrderedCollection",',
        "d__e__channel.xml": b'<rss version="2.0"><channel><title>Norrvik</title></channel></rss>', "f.rss": FEED,
    })  # fmt: skip
    found = heard(tmp_path)
    told = asides(found)
    assert {name: reason.split(" ")[0] for name, reason in told.items()} == {
        "b.bin": "No", "c.txt": "The", "d/cut.json": "It", "d/e/channel.xml": "It",
    }  # fmt: skip
    assert str(tmp_path) not in "".join(told.values())
    assert all(one.advice for one in found if isinstance(one, SetAside))
    assert "https://a.example/1#create" in ids(found) and len(ids(found)) > 1
    assert heard(tmp_path) == found


def test_hidden_files_and_what_links_lead_to_elsewhere_are_left(tmp_path: Path) -> None:
    secret = filled(tmp_path / "outside", **{"secret.json": NOTE})
    folder = filled(tmp_path / "given", **{".hidden.json": NOTE, ".git__a.json": NOTE, "seen.txt": NOISE})
    (folder / "file").symlink_to(secret / "secret.json")
    (folder / "folder").symlink_to(secret)
    (folder / "itself").symlink_to(folder)
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "nothing").symlink_to("/nowhere")
    os.mkfifo(folder / "pipe")
    found = heard(folder)
    assert not ids(found)
    assert list(asides(found)) == ["file", "folder", "itself", "loop", "nothing", "pipe", "seen.txt"]
    assert "link" in asides(found)["file"] and "neither a file nor" in asides(found)["pipe"]


def test_a_link_to_a_file_in_the_folder_does_not_make_two_of_one(tmp_path: Path) -> None:
    """As versioned stores do, a file may be hidden behind its name."""
    filled(tmp_path, **{"said.json": NOTE, ".store__1": FEED})
    (tmp_path / "again.json").symlink_to(tmp_path / "said.json")
    (tmp_path / "blog.rss").symlink_to(tmp_path / ".store/1")
    found = heard(tmp_path)
    assert ids(found) == sorted(["https://a.example/1#create", *told_by("feeds", tmp_path / "blog.rss")])
    assert not asides(found)


def test_a_name_that_is_no_utf8_is_spelled_out(tmp_path: Path) -> None:
    for name, raw in ((b"donn\xe9es.bin", NOISE), (b"dit\xe9.json", NOTE), (b"coup\xe9.json", NOTE[:40])):
        with open(os.fsencode(tmp_path) + b"/" + name, "wb") as file:
            file.write(raw)
    found = heard(tmp_path)
    assert ids(found) == ["https://a.example/1#create"]
    assert list(asides(found)) == ["coup\\udce9.json", "donn\\udce9es.bin"]
    assert "\\udce9" not in str(found).encode("utf8", "strict").decode("ascii", "ignore").replace("\\\\udce9", "")


def test_what_lies_too_deep_or_behind_too_many_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "/".join("d" * 40)
    filled(deep, **{"said.json": NOTE})
    (told,) = asides(heard(tmp_path)).values()
    assert "32 folders deep" in told
    monkeypatch.setattr(walk, "MOST", 3)
    told = asides(heard(filled(tmp_path / "many", **{f"{n}.bin": NOISE for n in range(6)})))
    assert list(told) == ["3.bin", "0.bin", "1.bin", "2.bin"]
    assert "behind 3 other files" in told["3.bin"]


def test_a_list_of_feeds_in_it_names_its_feeds(tmp_path: Path) -> None:
    filled(tmp_path, **{"reader.opml": (HERE / "opml/samples/reader.opml").read_bytes(), "said.json": NOTE})
    named = [one for one in heard(tmp_path) if isinstance(one, Another)]
    assert named and all(one.kind == "feeds" and one.text.startswith("https://") for one in named)


LIVE = ("events", "events of ours", "webhook", "jetstream", "firehose", "@ann@server.example", "ann@berg.example",
        "ann.bsky.social", "did:plc:abc", "norrvik.example", "webmention norrvik.example")  # fmt: skip


@pytest.mark.django_db
def test_a_name_like_that_of_a_live_source_is_the_name_of_a_file(tmp_path: Path) -> None:
    filled(tmp_path, **dict.fromkeys(LIVE, NOISE))
    outcome = listen(connect(str(tmp_path)))
    assert (outcome.read, outcome.set_aside, outcome.new) == (len(LIVE), len(LIVE), 0)
    shutil.rmtree(tmp_path)
    assert all(retry(aside).set_aside for aside in Aside.objects.all())
    assert Connection.objects.count() == 1


@pytest.fixture
def later() -> Iterator[dict[str, Source]]:
    """The sources of a later version: what is put in is taken out again."""
    known = dict(sources())
    yield sources()
    sources().clear()
    sources().update(known)


def stumbling(error: Exception) -> Source:
    def read(given: Thing, asked: Asked) -> Iterator[Heard]:
        yield from sources()["activitystreams"].read(Thing(text="n", raw=NOTE), asked)
        raise error

    like = sources()["tables"]
    return replace(like, kind="stumbling", title="Stumbling", read=read, fits=lambda t: t.head(4) == b"trap")


@pytest.mark.parametrize("error", [KeyError("x"), RecursionError(), ValueError("x"), OSError(5, "Broken disk")])
def test_a_reader_that_stumbles_does_not_stop_the_others(
    tmp_path: Path, later: dict[str, Source], error: Exception
) -> None:
    later["stumbling"] = stumbling(error)
    filled(tmp_path, **{"a.trap": b"trap", "b.rss": FEED})
    found = heard(tmp_path)
    assert "https://a.example/1#create" in ids(found) and len(ids(found)) > 1
    (why,) = asides(found).values()
    assert why.startswith("What follows cannot be read.") and ("Stumbling" in why or "Broken disk" in why)


@pytest.mark.django_db
def test_the_second_reading_brings_nothing_new_and_keeps_what_was_set_aside_once(tmp_path: Path) -> None:
    shutil.copytree(HERE / "files/samples/mixed", tmp_path / "mixed")
    filled(tmp_path, **{"undated.rss": FEED.replace(b"pubDate", b"noDate")})
    first = listen(connect(str(tmp_path)))
    kept = Aside.objects.count()
    os.utime(tmp_path / "undated.rss", (1_900_000_000, 1_900_000_000))
    again = listen(connect(str(tmp_path)))
    assert first.new > 3 and first.read == first.new + first.known + first.set_aside
    assert (again.new, again.read, again.set_aside, Aside.objects.count()) == (0, first.read, first.set_aside, kept)
    assert Connection.objects.get().state == State.HEARD


@pytest.mark.django_db
def test_what_nobody_knew_is_heard_when_a_later_version_knows_it(tmp_path: Path, later: dict[str, Source]) -> None:
    """Small files as they were kept, large ones only as they lie there."""
    small, large = b"note " + NOTE, b"note " + NOTE + b" " * SMALL
    filled(tmp_path, **{"gone.note": small, "here.note": small.replace(b"/1", b"/2"), "large.note": large,
                        "lost.note": large.replace(b"/1", b"/3")})  # fmt: skip
    listen(connect(str(tmp_path)))
    for name in ("gone.note", "lost.note"):
        (tmp_path / name).unlink()
    told = {aside.name: aside for aside in Aside.objects.all()}
    assert len(bytes(told["lost.note"].raw)) < HEAD + 100
    assert all(retry(aside).set_aside for aside in told.values())

    def read(given: Thing, asked: Asked) -> Iterator[Heard]:
        with given.open() as file:
            yield from sources()["activitystreams"].read(Thing(text="n", raw=file.read()[5:].strip()), asked)

    like = sources()["tables"]
    later["notes"] = replace(like, kind="notes", read=read, fits=lambda t: float(t.head(5) == b"note "))
    assert [retry(told[name]).set_aside for name in ("gone.note", "here.note", "large.note", "lost.note")] == [
        0,
        0,
        0,
        1,
    ]
    assert ActivityRow.objects.count() == 2
    assert list(Aside.objects.filter(settled_at=None).values_list("name", flat=True)) == ["lost.note"]


@pytest.mark.django_db
def test_a_record_is_tried_again_by_the_reader_that_set_it_aside(tmp_path: Path) -> None:
    archive(tmp_path / "x", 71, "ann_ek", 1)
    tweets = tmp_path / "x/data/tweets.js"
    tweets.write_bytes(tweets.read_bytes().replace(b"Wed Mar 04 12:00:00 +0000 2026", b"some day"))
    filled(tmp_path, **{"blog.rss": FEED})
    listen(connect(str(tmp_path)))
    aside = Aside.objects.get()
    assert aside.name == "x/data/tweets.js" and retry(aside).set_aside == 1
    aside.raw = bytes(aside.raw).replace(b"some day", b"Wed Mar 04 12:00:00 +0000 2026")
    assert retry(aside).new == 1


@pytest.mark.django_db
def test_a_list_of_feeds_that_was_broken_is_tried_again_as_it_lies_there_now(tmp_path: Path) -> None:
    filled(tmp_path, **{"reader.opml": NOISE, "said.json": NOTE})
    listen(connect(str(tmp_path)))
    listed = b'<opml><body><outline type="rss" xmlUrl="https://norrvik.example/feed"/></body></opml>'
    filled(tmp_path, **{"reader.opml": listed})
    assert retry(Aside.objects.get()).new == 1
    assert Connection.objects.get(kind="feeds").state == State.WAITING
    assert Aside.objects.get().settled_at is not None


def test_what_is_older_than_asked_is_left_in_every_file(tmp_path: Path) -> None:
    saved = (HERE / "bluesky/samples/author_feed.json").read_bytes()
    filled(tmp_path, **{"said.json": NOTE, "saved.json": saved})
    assert ids(heard(tmp_path))
    assert not ids(heard(tmp_path, Asked(since=datetime(2100, 1, 1, tzinfo=UTC))))


@pytest.mark.parametrize("given", ["nothing here", "/nowhere/at/all"])
def test_what_is_no_folder_is_refused(given: str, tmp_path: Path) -> None:
    for text in (given, str(filled(tmp_path, **{"a.json": NOTE}) / "a.json")):
        with pytest.raises(CannotRead, match="not a folder"):
            list(SOURCE.read(thing(text), Asked()))
    assert SOURCE.fits(thing(given)) == SOURCE.fits(thing(str(tmp_path / "a.json"))) == 0


def test_a_folder_in_which_there_is_no_file_is_refused(tmp_path: Path) -> None:
    filled(tmp_path / "given", **{".hidden": NOTE, "empty__.also": NOTE})
    with pytest.raises(CannotRead, match="a folder in which we know nothing"):
        recognise(thing(str(tmp_path / "given")))


HEADS = (
    *(NOTE, FEED, b"PK\x03\x04", b"PAR1", b"\x1f\x8b", b"From a Sun Mar  1 09:00:00 2026\n", b"<opml>", b"[", b"{"),
    *(b"window.YTD.tweets.part0 = [", b"id,text,date\n", b"\x3a\xa2eroots", b"\xff\xfe<\x00r\x00s\x00s\x00", b""),
)
ANY_FILE = st.tuples(st.sampled_from(HEADS), st.binary(max_size=80), st.sampled_from(["", ".csv", ".eml", ".zip"]))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(st.lists(ANY_FILE, min_size=1, max_size=6))
def test_whatever_lies_in_a_folder_each_file_says_something(
    tmp_path: Path, files: list[tuple[bytes, bytes, str]]
) -> None:
    shutil.rmtree(tmp_path)
    filled(tmp_path, **{f"{n}{end}": head + rest for n, (head, rest, end) in enumerate(files)})
    found = heard(tmp_path)
    assert all(isinstance(one, Activity | Another | SetAside) for one in found)
    # Letters that lie together are one mailbox: an empty box in it says nothing of its own.
    assert len(found) >= sum(end != ".eml" for _, _, end in files)


def test_the_sample_is_of_this_kind() -> None:
    (sample,) = [path for kind, path in SAMPLES if kind == "files"]
    said = [one for one in heard(sample) if isinstance(one, Activity)]
    assert {one.object.text for one in said if isinstance(one.object, Post)} == {
        "Evenly, at last.", "Does it?", "Does it bake by now?", "It bakes.",
    }  # fmt: skip
