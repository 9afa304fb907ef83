"""Listening as a whole: recognised, recorded with its cursor, set aside and tried again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from twoears.activities.models import Activity
from twoears.jobs import look
from twoears.sources import actions
from twoears.sources.actions import MayNot, connect, dry_run, listen, listen_later, next_due, retry
from twoears.sources.catalogue import elsewhere, recognise, sources, thing
from twoears.sources.models import Aside, Connection, State
from twoears.sources.pages import asides, asides_in_all, health, progress, what_is
from twoears.sources.reading import Asked, CannotRead
from twoears.sources.uploads.actions import keep_upload
from twoears.sources.uploads.keeping import TooMuch
from twoears.team.models import Member

pytestmark = pytest.mark.django_db
NOTE = {
    "type": "Note",
    "id": "https://a.example/1",
    "attributedTo": "https://a.example/ann",
    "content": "Hi",
    "published": "2026-03-01T09:00:00Z",
}


def lines(folder: Path, *rows: object) -> Path:
    path = folder / "said.jsonl"
    path.write_bytes(b"\n".join(row if isinstance(row, bytes) else msgspec.json.encode(row) for row in rows) + b"\n")
    return path


def test_the_same_file_twice_is_heard_once(tmp_path: Path) -> None:
    path = lines(tmp_path, NOTE)
    first, second = listen(connect(str(path))), listen(connect(str(path)))
    assert (first.new, first.known) == (1, 0)
    assert (second.new, second.known) == (0, 1)
    assert Connection.objects.get().state == State.HEARD


def test_a_broken_line_is_set_aside_and_stops_nothing(tmp_path: Path) -> None:
    path = lines(
        tmp_path,
        NOTE,
        b'{"type": "Note", "id": ',
        {**NOTE, "id": "https://a.example/2"},
        {**NOTE, "id": "x", "published": "soon"},
    )
    outcome = listen(connect(str(path)))
    assert (outcome.read, outcome.new, outcome.set_aside) == (4, 2, 2)
    assert [(a.line, a.name) for a in asides()] == [(4, "said.jsonl"), (2, "said.jsonl")]
    assert all(a.reason and a.advice for a in asides())


def test_what_was_set_aside_twice_is_kept_once(tmp_path: Path) -> None:
    path = lines(tmp_path, NOTE, b"{")
    listen(connect(str(path)))
    listen(connect(str(path)))
    assert Aside.objects.count() == 1


def test_a_record_set_aside_can_be_tried_again(tmp_path: Path) -> None:
    listen(connect(str(lines(tmp_path, NOTE, {**NOTE, "id": "x", "published": "soon"}))))
    aside = Aside.objects.get()
    assert retry(aside).set_aside == 1
    aside.raw = msgspec.json.encode({**NOTE, "id": "https://a.example/9"})
    assert retry(aside).new == 1
    assert asides() == ()


def test_since_leaves_out_what_is_older(tmp_path: Path) -> None:
    path = lines(tmp_path, NOTE, {**NOTE, "id": "https://a.example/2", "published": "2026-04-01T09:00:00Z"})
    assert listen(connect(str(path)), asked=Asked(since=datetime(2026, 3, 15, tzinfo=UTC))).new == 1


def test_a_dry_run_records_nothing(tmp_path: Path) -> None:
    _, outcome = dry_run(str(lines(tmp_path, NOTE)))
    assert outcome.read == 1
    assert not Activity.objects.exists()


def test_a_dry_run_promises_what_comes(tmp_path: Path) -> None:
    path = lines(tmp_path, NOTE, NOTE, {**NOTE, "id": "https://a.example/2"}, b"{")
    for _ in range(2):
        _, promised = dry_run(str(path))
        assert promised == listen(connect(str(path)))


def test_nobody_knows_what_this_is(tmp_path: Path) -> None:
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 10)
    with pytest.raises(CannotRead, match="We do not know"):
        connect(str(tmp_path / "noise.bin"))
    with pytest.raises(CannotRead, match="There is no source"):
        connect(str(tmp_path), kind="telegraph")
    assert "know" in what_is("this is nothing at all")


@pytest.mark.parametrize(("words", "kind"), [
    ("@ann@social.example", "mastodon"),
    ("ann.bsky.social", "bluesky"),
    ("https://blog.example/feed.xml", "feeds"),
])  # fmt: skip
def test_what_is_typed_is_recognised(words: str, kind: str) -> None:
    assert recognise(thing(words)).kind == kind


@pytest.mark.parametrize(("words", "kind"), [
    ("/srv/still/to/come", ""), ("/srv/still/to/come", "files"), ("/srv/still/to/come.csv", "tables"),
    ("/srv/still/to/come.xml", "feeds"), ("~/to/come", "files"), ("notes", "activitystreams"),
])  # fmt: skip
def test_a_file_that_is_still_to_come_cannot_be_named_from_elsewhere(words: str, kind: str) -> None:
    with pytest.raises(CannotRead):
        elsewhere(words, kind)


@pytest.mark.parametrize(("words", "kind"), [
    ("https://blog.example/feed.xml", ""), ("https://blog.example/feed.xml", "feeds"), ("events shop", "events"),
    ("@ann@social.example", "mastodon"), ("ann@berg.example", ""), ("webhook crm", "webhook"),
])  # fmt: skip
def test_an_address_or_a_handle_can(words: str, kind: str) -> None:
    assert elsewhere(words, kind) == words


def test_a_file_that_went_away_is_said(tmp_path: Path) -> None:
    path = lines(tmp_path, NOTE)
    connection = connect(str(path))
    path.unlink()
    with pytest.raises(CannotRead):
        listen(connection)
    connection.refresh_from_db()
    assert connection.state == State.FAILED
    assert connection.last_error
    assert health()[0].silent


def test_the_worker_reads_what_is_in_line(tmp_path: Path, owner: Member) -> None:
    listen_later(member=owner, texts=[str(lines(tmp_path, NOTE))])
    assert len(progress()) == 1
    assert look()
    assert not look()
    assert Activity.objects.count() == 1
    assert progress() == ()


def test_two_workers_do_not_take_the_same_thing(tmp_path: Path, owner: Member) -> None:
    listen_later(member=owner, texts=[str(lines(tmp_path, NOTE))])
    assert next_due() is not None
    assert next_due() is None
    assert next_due(datetime.now(UTC) + timedelta(hours=1)) is not None  # whoever had it has died


def test_readers_add_nothing(tmp_path: Path, reader: Member) -> None:
    for refused in (
        lambda: listen_later(member=reader, texts=[str(tmp_path)]),
        lambda: keep_upload(member=reader, name="x", chunks=[b""]),
        lambda: actions.pause(member=reader, connection=Connection()),
    ):
        with pytest.raises(MayNot):
            refused()


def test_an_upload_keeps_its_name_but_not_its_path(owner: Member) -> None:
    path = keep_upload(member=owner, name="../../etc/pass wd\x00.zip", chunks=[b"a", b"b"])
    assert path.read_bytes() == b"ab"
    assert path.name == "pass wd_.zip"


def test_an_upload_has_a_limit(owner: Member, settings: object) -> None:
    settings.MAX_UPLOAD = 3  # type: ignore[attr-defined]
    with pytest.raises(TooMuch):
        keep_upload(member=owner, name="x", chunks=[b"ab", b"cd"])


def test_paused_things_rest_and_removed_ones_leave_what_was_heard(tmp_path: Path, owner: Member) -> None:
    connection = connect(str(lines(tmp_path, NOTE)))
    listen(connection)
    actions.pause(member=owner, connection=connection)
    assert next_due() is None
    actions.resume(member=owner, connection=connection)
    assert next_due() is not None
    actions.remove(member=owner, connection=connection)
    assert Activity.objects.count() == 1
    assert health() == ()


def test_every_source_says_what_it_sees_and_where_it_is_blind() -> None:
    for kind, source in sources().items():
        assert source.kind == kind
        assert source.sees.endswith(".") and source.blind.endswith(".")
        assert (Path(actions.__file__).parent / kind / "README.md").exists(), kind


def test_what_is_mended_and_read_again_is_not_set_aside_any_more(tmp_path: Path) -> None:
    connection = connect(str(lines(tmp_path, NOTE, b"{", {**NOTE, "id": "x", "published": "soon"})))
    listen(connection)
    assert (asides_in_all(connection.pk), health()[0].set_aside) == (2, 2)
    lines(tmp_path, NOTE, {**NOTE, "id": "https://a.example/2"}, {**NOTE, "id": "x", "published": "soon"})
    listen(connection)
    assert [aside.line for aside in asides()] == [3]
    assert (asides_in_all(), health()[0].set_aside) == (1, 1)
    assert [aside.line for aside in asides(settled=True)] == [2]


def test_a_reading_that_leaves_out_the_past_mends_nothing(tmp_path: Path) -> None:
    connection = connect(str(lines(tmp_path, NOTE, b"{")))
    listen(connection)
    lines(tmp_path, NOTE)
    listen(connection, asked=Asked(since=datetime(2026, 3, 15, tzinfo=UTC)))
    assert 2 in [aside.line for aside in asides()]


def test_those_set_aside_are_shown_page_by_page(tmp_path: Path) -> None:
    listen(connect(str(lines(tmp_path, NOTE, *(b"{%d" % n for n in range(5))))))
    assert [aside.line for aside in asides(after=3, limit=2)] == [aside.line for aside in asides()][3:]


def test_a_table_whose_dates_are_all_bad_is_read_and_each_row_says_so(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("id,author,text,published\n1,ann,Does it run?,last week\n2,bob,It does.,whenever\n")
    outcome = listen(connect(str(path)))
    assert (outcome.read, outcome.set_aside) == (2, 2)
    assert all("is not a date" in aside.reason for aside in asides())


def test_data_of_a_program_are_no_table(tmp_path: Path) -> None:
    path = tmp_path / "fake.zip"
    path.write_bytes(bytes(range(256)) * 8)
    with pytest.raises(CannotRead, match="We do not know"):
        connect(str(path))


def test_a_feed_that_lies_on_the_disk_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(
        '<rss version="2.0"><channel><title>A</title><item><guid>1</guid><title>Hi</title>'
        "<pubDate>Sun, 01 Mar 2026 09:00:00 GMT</pubDate></item></channel></rss>"
    )
    connection = connect(str(path))
    assert listen(connection).new == 1
    assert (connection.state, connection.next_at) == (State.HEARD, None)
    assert not health()[0].live
