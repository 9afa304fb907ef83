"""Records made to stop a reader: each is set aside with its reason, and those around it are heard."""

import io
import json
import zipfile
from pathlib import Path

from twoears.activities.values import Activity
from twoears.sources.catalogue import recognise, thing
from twoears.sources.mail.read import owner
from twoears.sources.reading import Asked, Heard, SetAside

ACCOUNT = 'window.YTD.account.part0 = [{"account": {"username": "acme", "accountId": "1"}}]'


def _heard(path: Path) -> list[Heard]:
    given = thing(str(path))
    return list(recognise(given).read(given, Asked()))


def _note(number: int, author: str) -> str:
    return json.dumps(
        {
            "@context": "https://www.w3.org/ns/activitystreams",
            "type": "Note",
            "id": f"https://a.example/{number}",
            "attributedTo": author,
            "content": "hi",
            "published": "2026-03-01T09:00:00Z",
        }
    )


def test_an_actor_with_a_broken_address_does_not_end_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    authors = ["https://a.example/ann", "http://[bad]/bob", "https://[::1", "https://a.example/cid"]
    path.write_text("\n".join(map(_note, range(4), authors)))
    heard = [item for item in _heard(path) if isinstance(item, Activity)]
    assert [activity.actor.id for activity in heard] == authors
    assert [activity.actor.handle for activity in heard] == ["ann", "bob", "[::1", "cid"]


def test_a_damaged_file_of_an_x_archive_is_set_aside_by_name(tmp_path: Path) -> None:
    tweets = [{"tweet": {"id_str": str(i), "full_text": f"hi {i}", "created_at": "Fri Jan 02 10:00:00 +0000 2026"}}
              for i in range(500)]  # fmt: skip
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data/account.js", ACCOUNT)
        archive.writestr("data/tweets.js", f"window.YTD.tweets.part0 = {json.dumps(tweets)}")
    whole = packed.getvalue()
    path = tmp_path / "x.zip"

    path.write_bytes(whole)
    assert len([item for item in _heard(path) if isinstance(item, Activity)]) == 500

    middle = len(whole) // 2
    path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :])
    asides = [item for item in _heard(path) if isinstance(item, SetAside)]
    assert [aside.name for aside in asides] == ["data/tweets.js"]
    assert "cut or damaged" in asides[0].reason


def test_a_mail_of_boxes_in_boxes_is_set_aside_and_its_box_has_no_owner(tmp_path: Path) -> None:
    head = (
        b"From: a@x.example\r\nTo: b@x.example\r\nDate: Fri, 2 Jan 2026 10:00:00 +0000\r\nMessage-ID: <1@x.example>\r\n"
    )
    boxes = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i) for i in range(2000))
    path = tmp_path / "deep.eml"
    path.write_bytes(head + boxes)
    assert [type(item) for item in _heard(path)] == [SetAside]
    assert owner(thing(str(path))) == ()


def test_a_damaged_table_of_a_linkedin_export_is_set_aside_by_name(tmp_path: Path) -> None:
    connections = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    connections += "".join(f"Ann,B{i},https://www.linkedin.com/in/b{i},,Norrvik,,02 Jan 2026\n" for i in range(300))
    shares = "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n"
    shares += "2026-01-02 10:00:00,https://www.linkedin.com/feed/update/urn:li:share:71,Hi,,,MEMBER_NETWORK\n"
    path = tmp_path / "linkedin.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Shares.csv", shares)
        archive.writestr("Connections.csv", connections)
        at = archive.getinfo("Connections.csv").header_offset + 60
    damaged = "Connections.csv is cut or damaged"
    assert not any(isinstance(item, SetAside) and damaged in item.reason for item in _heard(path))

    whole = path.read_bytes()
    path.write_bytes(whole[:at] + b"\xff\xff\xff\xff" + whole[at + 4 :])
    assert any(isinstance(item, SetAside) and damaged in item.reason for item in _heard(path))
