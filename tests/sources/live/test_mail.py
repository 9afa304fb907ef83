"""Mail as it was kept: boxes, folders, headers that lie, and what is new in an answer."""

import hashlib
import io
import os
import tracemalloc
import zipfile
from datetime import UTC, datetime
from email.utils import getaddresses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.live.recorded import kinds, of
from twoears.activities.values import Activity
from twoears.sources.catalogue import recognise
from twoears.sources.mail.box import Raw, _mbox
from twoears.sources.mail.headers import _SIMPLE, _listed
from twoears.sources.mail.quotes import new_words
from twoears.sources.mail.read import SOURCE, owner
from twoears.sources.reading import Asked, CannotRead, SetAside, Thing

MAIL = """\
From: Ann Berg <Ann@Norrvik.example>
To: sales@acme.example, Ben <ben@acme.example>
Cc: eva@acme.example
Date: Sun, 1 Mar 2026 10:00:00 +0100
Message-ID: <q2@norrvik.example>
In-Reply-To: <a1@acme.example>
References: <q1@norrvik.example>
 <a1@acme.example>
Subject: Re: =?utf-8?q?Preise_f=C3=BCr_SQLite?=

And the price?

On Sat, 28 Feb 2026 at 09:00, Ben <ben@acme.example> wrote:
> It does run on SQLite.

--\x20
Ann Berg, Norrvik
"""


def heard(mail: str | bytes, name: str = "mail.eml") -> list[object]:
    raw = mail.encode() if isinstance(mail, str) else mail
    return list(SOURCE.read(Thing(text=name, raw=raw), Asked()))


def post(mail: str | bytes):
    (activity,) = heard(mail)
    assert isinstance(activity, Activity), activity
    return activity.object


def changed(old: str, new: str) -> str:
    assert old in MAIL
    return MAIL.replace(old, new)


def test_a_mail_says_who_to_whom_what_and_in_answer_to_what():
    told = post(MAIL)
    assert (told.id, told.in_reply_to, told.context) == (
        "mid:q2@norrvik.example",
        "mid:a1@acme.example",
        "mid:q1@norrvik.example",
    )
    assert (told.author.id, told.author.mail, told.author.name) == (
        "mailto:ann@norrvik.example",
        "ann@norrvik.example",
        "Ann Berg",
    )
    assert told.mentions == ("mailto:sales@acme.example", "mailto:ben@acme.example", "mailto:eva@acme.example")
    assert (told.title, told.text, told.private) == ("Re: Preise für SQLite", "And the price?", True)
    assert told.published == datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_reading_twice_hears_the_same():
    assert heard(MAIL) == heard(MAIL)


def test_an_mbox_is_split_at_its_from_lines_and_nowhere_else():
    body = MAIL.replace("And the price?", ">From here on it works.\n\nFrom now on, too.\n\n>>From me")
    box = f"From ann Sun Mar  1 09:00:00 2026\n{body}\nFrom ben Mon Mar  2 09:00:00 2026\n{changed('q2@', 'q3@')}"
    first, second = heard(box, "all.mbox")
    assert (
        first.object.text == "From here on it works.\n\nFrom now on, too."
    )  # `>>From` was a quoted line in the mail itself
    assert second.object.id == "mid:q3@norrvik.example"


class _Endless(io.RawIOBase):
    """A box that is made while it is read."""

    def __init__(self, message: bytes, count: int) -> None:
        self.message, self.left = message, count

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        self.left -= 1
        if self.left < 0:
            return 0
        buffer[: len(self.message)] = self.message
        return len(self.message)


def test_a_box_is_never_held_in_memory_whole():
    """Five thousand messages of 4 KB."""
    message = b"From ann Sun Mar  1 09:00:00 2026\n" + MAIL.encode() + b"x" * 3000 + b"\n\n"
    tracemalloc.start()
    count = sum(isinstance(raw, Raw) for raw in _mbox(io.BufferedReader(_Endless(message, 5000), 8192), "box"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 5000
    assert peak < 200_000


@pytest.mark.parametrize("make", ["maildir", "folder", "zip", "zipped mbox"])
def test_mail_is_found_in_folders_and_zips(tmp_path, make):
    mails = {f"{n}": changed("q2@", f"q{n}@").encode() for n in range(3)}
    path = tmp_path / "box"
    if make == "maildir":
        for folder in ("cur", "new", "tmp"):
            (path / folder).mkdir(parents=True)
        for name, raw in mails.items():
            (path / "cur" / f"{name}.host:2,S").write_bytes(raw)
        (path / "tmp" / "half").write_bytes(b"half a mail")
    elif make == "folder":
        path.mkdir()
        for name, raw in mails.items():
            (path / f"{name}.eml").write_bytes(raw)
    else:
        with zipfile.ZipFile(path, "w") as archive:
            box = b"".join(b"From ann Sun Mar  1 09:00:00 2026\n" + raw + b"\n" for raw in mails.values())
            for name, raw in mails.items() if make == "zip" else [("all.mbox", box)]:
                archive.writestr(f"{name}.eml" if make == "zip" else f"Takeout/Mail/{name}", raw)
    thing = Thing(text=str(path), path=path)
    assert sorted(a.object.id for a in SOURCE.read(thing, Asked())) == [f"mid:q{n}@norrvik.example" for n in range(3)]
    assert SOURCE.fits(thing) >= 0.7


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        (
            "Subject: Re: =?utf-8?q?Preise_f=C3=BCr_SQLite?=",
            "Subject: =?utf-8?b?UHI=?= =?utf-8?b?ZWlz?=",
            "title",
            "Preis",
        ),
        (
            "Subject: Re: =?utf-8?q?Preise_f=C3=BCr_SQLite?=",
            "Subject: =?utf-8?q?f=C3?= =?utf-8?q?=BCr?=",
            "title",
            "für",
        ),
        ("Subject: Re: =?utf-8?q?Preise_f=C3=BCr_SQLite?=", "Subject: f\u00fcr dich", "title", "für dich"),
        ("Subject: Re: =?utf-8?q?Preise_f=C3=BCr_SQLite?=", "X: y", "title", ""),
        ("In-Reply-To: <a1@acme.example>", "X: y", "in_reply_to", "mid:a1@acme.example"),
        ("References: <q1@norrvik.example>\n <a1@acme.example>", "X: y", "context", "mid:a1@acme.example"),
        ("Message-ID: <q2@norrvik.example>", "Message-ID: q2@norrvik.example", "id", "mid:q2@norrvik.example"),
        (
            "From: Ann Berg <Ann@Norrvik.example>",
            "From: ann@norrvik.example (Ann)",
            "author.mail",
            "ann@norrvik.example",
        ),
        (
            "From: Ann Berg <Ann@Norrvik.example>",
            "From: =?utf-8?q?Ann_<ann=40norrvik.example>?=",
            "author.mail",
            "ann@norrvik.example",
        ),
        ("From: Ann Berg <Ann@Norrvik.example>", 'From: "Berg, Ann" <ann@norrvik.example>', "author.name", "Berg, Ann"),
        (
            "From: Ann Berg <Ann@Norrvik.example>",
            "From: a@x.example, ann@norrvik.example\nSender: ann@norrvik.example",
            "author.mail",
            "ann@norrvik.example",
        ),
        ("From: Ann Berg <Ann@Norrvik.example>", "From: a@x.example\nFrom: b@x.example", "author.mail", "a@x.example"),
        (
            "From: Ann Berg <Ann@Norrvik.example>",
            "From: undisclosed\nReply-To: ann@norrvik.example",
            "author.mail",
            "ann@norrvik.example",
        ),
    ],
)
def test_headers_are_read_as_they_really_arrive(old, new, field, value):
    told = post(changed(old, new))
    for name in field.split("."):
        told = getattr(told, name)
    assert told == value


RECEIVED = "Received: from a by b; Sun, 1 Mar 2026 09:00:05 +0000\n"


@pytest.mark.parametrize(
    ("date", "hour"),
    [
        ("Date: Sun, 1 Mar 2026 10:00:00 +0100\n", 9),
        ("", 9),
        ("Date: soon\n", 9),
        ("Date: Mon, 1 Jan 2091 00:00:00 +0000\n", 9),
        ("Date: Thu, 1 Jan 1970 00:00:00 +0000\n", 9),
        ("Date: Sun, 1 Mar 2026 08:00:00 -0000\n", 8),
    ],
)
def test_a_date_that_lies_gives_way_to_the_stamp_of_the_server(date, hour):
    told = post(RECEIVED + changed("Date: Sun, 1 Mar 2026 10:00:00 +0100\n", date))
    assert (told.published.date().isoformat(), told.published.hour) == ("2026-03-01", hour)


@pytest.mark.parametrize(
    "date", ["", "Date: soon\n", "Date: Mon, 1 Jan 2091 00:00:00 +0000\n", "Date: 99 Foo 99999 99:99\n"]
)
def test_a_mail_without_a_date_that_can_be_believed_is_set_aside_and_can_be_tried_again(date):
    (aside,) = heard(changed("Date: Sun, 1 Mar 2026 10:00:00 +0100\n", date))
    assert "date" in aside.reason
    assert kinds(heard(aside.raw)) == ["SetAside"]
    assert kinds(heard(RECEIVED.encode() + aside.raw)) == ["Activity"]


def test_a_mail_from_nobody_is_set_aside():
    (aside,) = heard(changed("From: Ann Berg <Ann@Norrvik.example>", "From: undisclosed"))
    assert "nobody" in aside.reason


def test_a_mail_without_an_id_has_one_made_of_its_content():
    bare = changed("Message-ID: <q2@norrvik.example>\n", "")
    assert post(bare).id == post(bare).id != post(bare + "more").id


@pytest.mark.parametrize(("header", "auto"), [
    ("Auto-Submitted: auto-replied", "reply"), ("X-Autoreply: yes", "reply"), ("Precedence: auto_reply", "reply"),
    ("Content-Type: multipart/report; boundary=x", "reply"), ("Auto-Submitted: auto-generated", "generated"),
    ("Auto-Submitted: no", ""), ("Precedence: bulk", "newsletter"), ("X-Nothing: at all", ""),
])  # fmt: skip
def test_what_a_machine_wrote_is_told_apart(header, auto):
    (activity,) = heard(f"{header}\n{MAIL}")
    assert (activity.type, activity.detail) == ("Create", (("auto", auto),) if auto else ())


def test_a_bounce_is_told_apart():
    (activity,) = heard(changed("From: Ann Berg <Ann@Norrvik.example>", "From: MAILER-DAEMON@norrvik.example"))
    assert activity.detail == (("auto", "bounce"),)


HTML = """\
From: ann@norrvik.example
Date: Sun, 1 Mar 2026 10:00:00 +0100
Message-ID: <h@norrvik.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/html; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

<style>p{}</style><p>Gr=FC=DFe<br>Ann</p><blockquote type=3D"cite"><p>old words</p></blockquote>
--x
Content-Type: text/plain; name="notes.txt"
Content-Disposition: attachment; filename="notes.txt"

attached words
--x--
"""


def test_html_becomes_words_and_attachments_are_left_out():
    assert post(HTML).text == "Grüße\nAnn"


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "nonsense", "punycode", "\u00fc", ""])
def test_a_declared_character_set_that_lies_breaks_nothing(charset):
    assert "Ann" in post(HTML.replace("iso-8859-1", charset)).text


@pytest.mark.parametrize(("text", "new"), [
    ("Just words.", "Just words."),
    ("> question\nanswer\n> second\nanother", "answer\nanother"),
    ("Yes.\n\nOn 1 Mar, Ann\n<ann@norrvik.example>\nwrote:\n\n> old", "Yes."),
    ("Ja.\n\nAm 01.03.2026 um 10:00 schrieb Ann:\n> alt", "Ja."),
    ("Yes.\n\n-----Original Message-----\nFrom: Ann\nold", "Yes."),
    ("Yes.\n\nFrom: Ann\nSent: Sunday\nTo: Ben\nSubject: Hi\n\nold", "Yes."),
    ("Yes.\n-- \nAnn\nNorrvik", "Yes."),
    ("Yes.\n\nSent from my iPhone", "Yes."),
    ("Yes.\n________________________________\nlist@lists.example\nhttp://lists.example", "Yes."),
    ("This was sent from my home on the hill, where I wrote:\nthat it works.", None),
    ("From: here to there is far.\nIt is.", None),
    ("A list:\n- one\n-- two\n--- three", None),
    ("On the whole it works. As I wrote:\n\nuse SQLite.", None),
    ("On 1 March she wrote:\nand so did I.", None),
])  # fmt: skip
def test_only_what_is_plainly_quoted_or_signed_is_cut(text, new):
    assert new_words(text) == (text if new is None else new)


@given(st.text(alphabet='ab@.<>, "()\\;:=?', max_size=40))
def test_addresses_that_are_read_quickly_are_read_as_the_grammar_reads_them(value):
    def bare(found):
        return [(name.strip(), address) for name, address in found if address]

    if all(_SIMPLE.fullmatch(part) for part in value.split(",")):
        assert bare(_listed(value)) == bare(getaddresses([value]))


def test_the_owner_of_a_box_is_named_only_where_it_is_certain():
    assert owner(Thing(text="a", raw=MAIL.encode())) == ()
    assert owner(Thing(text="a", raw=b"Delivered-To: Ben@acme.example\n" + MAIL.encode())) == (
        "mailto:ben@acme.example",
    )
    two = b"Delivered-To: ben@acme.example\nDelivered-To: eva@acme.example\n" + MAIL.encode()
    assert owner(Thing(text="a", raw=two)) == ()


def zipped(path: Path, **mails: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in mails.items():
            archive.writestr(f"{name}.eml", raw)
    return path


def of_number(number: int) -> bytes:
    return changed("q2@", f"q{number}@").encode() + bytes(hashlib.sha256(bytes([number])).hexdigest() * 9, "ascii")


def test_a_damaged_mail_in_a_zip_is_set_aside_and_the_others_are_heard(tmp_path):
    path = zipped(tmp_path / "box.zip", a=of_number(1), b=of_number(2), c=of_number(3))
    whole = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("b.eml").header_offset + 60
    whole[at : at + 8] = b"\xff" * 8
    path.write_bytes(whole)
    first, aside, last = SOURCE.read(Thing(text=str(path), path=path), Asked())
    assert (first.object.id, last.object.id) == ("mid:q1@norrvik.example", "mid:q3@norrvik.example")
    assert aside.name == "b.eml" and "cut or damaged" in aside.reason


def test_half_a_mail_at_the_end_of_a_cut_zip_does_not_pass_for_a_whole_one(tmp_path):
    path = zipped(tmp_path / "box.zip", a=of_number(1), b=of_number(2))
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.index(b"b.eml") + 400])
    thing = Thing(text=str(path), path=path)
    assert SOURCE.fits(thing) >= 0.7
    first, half, cut = SOURCE.read(thing, Asked())
    assert first.object.id == "mid:q1@norrvik.example"
    assert (half.name, half.reason) == ("b.eml", "It is the last before the cut, and may lack its end.")
    assert "what came later is missing" in cut.reason
    with pytest.raises(CannotRead, match="box.zip"):
        list(SOURCE.read(Thing(text="box.zip", raw=whole[:40]), Asked()))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_mails_of_one_name_in_a_zip_are_both_heard(tmp_path):
    with zipfile.ZipFile(tmp_path / "box.zip", "w") as archive:
        for number in (1, 2):
            archive.writestr("in/message.eml", of_number(number))
    thing = Thing(text="box.zip", path=tmp_path / "box.zip")
    assert [one.object.id for one in SOURCE.read(thing, Asked())] == [f"mid:q{n}@norrvik.example" for n in (1, 2)]


def test_a_mail_that_is_gone_or_a_link_is_named_and_the_others_are_heard(tmp_path):
    for number in (1, 2, 3):
        (tmp_path / f"{number}.eml").write_bytes(of_number(number))
    (tmp_path / "link.eml").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.eml")
    reading = SOURCE.read(Thing(text=str(tmp_path), path=tmp_path), Asked())
    first = [next(reading) for _ in range(3)]
    (tmp_path / "2.eml").unlink()
    gone, last = reading
    assert [one.name for one in first[:2]] == ["link.eml", "pipe.eml"]
    assert all("not a file" in one.reason for one in first[:2])
    assert gone.name == "2.eml" and "cannot be read (No such file" in gone.reason
    assert last.object.id == "mid:q3@norrvik.example"


@pytest.mark.parametrize(
    "names",
    [
        (),
        ("cur/1700000000.M1P2.host:2,S", "dovecot.index", "dovecot-uidlist", "subscriptions"),
        (".Sent/cur/1700000000.M1P2.host:2,S", ".Sent/dovecot.index", "dovecot-uidlist"),
    ],
)
def test_a_maildir_is_known_by_its_folders_whatever_else_lies_there(tmp_path, names):
    for folder in ("cur", "new", "tmp", ".Sent/cur"):
        (tmp_path / folder).mkdir(parents=True)
    for name in names:
        (tmp_path / name).write_bytes(MAIL.encode())
    thing = Thing(text=str(tmp_path), path=tmp_path)
    assert recognise(thing).kind == "mail"
    assert len(list(SOURCE.read(thing, Asked()))) == bool(names)


@given(st.integers(0, 10**6), st.integers(0, 255))
def test_a_zip_with_a_wrong_byte_is_heard_or_named(place, byte):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.eml", MAIL)
    raw = bytearray(packed.getvalue())
    raw[place % len(raw)] = byte
    try:
        assert all(isinstance(one, Activity | SetAside) for one in heard(bytes(raw), "box.zip"))
    except CannotRead as error:
        assert "box.zip" in str(error)


def test_a_message_that_is_too_long_is_set_aside_and_the_next_is_heard():
    long = f"From a Sun Mar  1 09:00:00 2026\n{MAIL}" + ("x" * 1000 + "\n") * 34_000
    first, second = heard(f"{long}\nFrom b Sun Mar  1 09:00:00 2026\n{MAIL}")
    assert "longer than 32 MB" in first.reason
    assert isinstance(second, Activity)


def test_parts_within_parts_within_parts_are_set_aside_or_heard():
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3000))
    (one,) = heard(MAIL.split("\n\n")[0] + "\n" + deep)
    assert isinstance(one, Activity | SetAside)


@pytest.mark.parametrize(
    ("head", "fit"),
    [
        (MAIL, True),
        (f"From a Sun Mar  1 09:00:00 2026\n{MAIL}", True),
        ("From here on, words.\n", False),
        ("{}", False),
        ("", False),
    ],
)
def test_mail_is_recognised_by_its_headers(head, fit):
    assert (SOURCE.fits(Thing(text="x", raw=head.encode())) > 0) is fit


def test_an_address_alone_is_no_source():
    assert SOURCE.fits(Thing(text="ann@norrvik.example")) == 0


@given(st.integers(0, len(HTML)))
def test_a_cut_mail_is_heard_or_set_aside(size):
    assert all(isinstance(one, Activity | SetAside) for one in heard(HTML[:size]))


NAMES = [
    "From",
    "To",
    "Date",
    "Subject",
    "Message-ID",
    "References",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Received",
]


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.binary(max_size=60)), max_size=8), st.binary(max_size=100))
def test_whatever_headers_say_a_mail_is_heard_or_set_aside(headers, body):
    raw = b"".join(name.encode() + b": " + value.replace(b"\n", b"") + b"\n" for name, value in headers) + b"\n" + body
    for one in heard(raw + MAIL.encode()):
        assert isinstance(one, Activity | SetAside)
        if isinstance(one, Activity):
            f"{one}".encode()


@given(st.text(alphabet='=?utf8-bqQB_ <>@,;:"ab\u00fc', max_size=80))
def test_a_subject_or_a_sender_of_any_kind_breaks_nothing(value):
    for header in ("Subject", "From"):
        assert len(heard(f"{header}: {value}\n{MAIL}")) == 1


def test_the_specimens_are_heard():
    samples = Path(__file__).parents[3] / "twoears/sources/mail/samples"
    for sample in sorted(samples.glob("*.*")):
        found = list(SOURCE.read(Thing(text=sample.name, path=sample), Asked()))
        assert of(Activity, found), sample.name
        assert not of(SetAside, found)
        assert SOURCE.fits(Thing(text=sample.name, path=sample)) > 0.5
