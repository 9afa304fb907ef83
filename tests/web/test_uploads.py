"""Files that come together: the parts of one export, a folder, or several things at once."""

from pathlib import Path
from secrets import token_hex

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import twoears.sources.x_archive as x_archive
from twoears.sources.models import Connection
from twoears.team.models import Member

ARCHIVE = Path(x_archive.__file__).parent / "samples" / "archive" / "data"
TABLE = b"author,text,date\nann,Does it run on SQLite?,2026-03-01 09:00\n"


@pytest.fixture
def office(client: Client, owner: Member) -> Client:
    client.force_login(owner)
    return client


def send(office: Client, within: str, name: str, body: bytes) -> int:
    address = f"/start/upload?within={within}&name={name}"
    return office.post(address, body, content_type="application/octet-stream").status_code


def test_the_parts_of_an_archive_chosen_together_are_one_archive(office: Client) -> None:
    within = token_hex(16)
    for path in sorted(ARCHIVE.iterdir()):
        assert send(office, within, f"8 files/{path.name}", path.read_bytes()) == 201
    assert not Connection.objects.exists()
    told = office.post(f"/start/uploaded?within={within}")
    assert told.status_code == 201
    assert [one["heard"] for one in told.json()["taken"]] == ["X archive"]
    assert Connection.objects.get().kind == "x_archive"


def test_a_folder_is_one_source_with_its_paths(office: Client, data: Path) -> None:
    within = token_hex(16)
    send(office, within, "heard/spring/a.csv", TABLE)
    send(office, within, "heard/../../autumn/b.csv", TABLE)
    assert office.post(f"/start/uploaded?within={within}&one").status_code == 201
    made = Connection.objects.get()
    assert made.kind == "files"
    kept = {path.relative_to(data / "uploads" / within).as_posix() for path in (data / "uploads").rglob("*.csv")}
    assert kept == {"heard/spring/a.csv", "heard/autumn/b.csv"}


def test_of_several_things_each_is_heard_and_what_nobody_knows_is_not_kept(office: Client, data: Path) -> None:
    files = [SimpleUploadedFile("a.csv", TABLE), SimpleUploadedFile("b.bin", b"\x00\x01")]
    said = office.post("/start/listen", {"text": "", "file": files}, follow=True).content.decode()
    assert "We do not know what b.bin is. We read mail (.eml, mbox), tables" in said and "We are listening" in said
    assert "Give a file" not in said
    assert [made.kind for made in Connection.objects.all()] == ["tables"]
    assert [path.name for path in (data / "uploads").rglob("*.*")] == ["a.csv"]


def test_what_never_came_and_what_names_no_folder_is_refused(office: Client) -> None:
    for within in (token_hex(16), "../../etc", "", "ab"):
        told = office.post(f"/start/uploaded?within={within}")
        assert told.status_code == 422 and told.json()["problem"]
    assert send(office, "../../../tmp", "a.csv", TABLE) == 507


def test_a_reader_brings_nothing(client: Client, reader: Member) -> None:
    client.force_login(reader)
    assert client.post(f"/start/uploaded?within={token_hex(16)}").status_code == 403
