"""An answer by mail: under the mail it answers, to a person, and with nothing smuggled into its headers."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, message_from_string
from email.header import decode_header, make_header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.sources.imap.letters import mail
from twoears.sources.mail.message import sent
from twoears.sources.sending import Letter, NotSent

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ORIGINAL = """\
From: Ann Berg <ann@norrvik.example>
Message-ID: <q2@norrvik.example>
References: <q1@norrvik.example> <a1@acme.example>
Subject: AW: Re: Preise

"""
BEN = "Ben Öst <ben@acme.example>"


def letter(text: str = "It does.", **more: object) -> Letter:
    told = {"key": "0a1b", "act": "reply", "target": "mid:q2@norrvik.example", "target_mail": "ann@norrvik.example"}
    return Letter(text=text, since=NOW, **(told | more))


def written(text: str = "It does.", original: str | None = ORIGINAL, **more: object):
    made = mail(letter(text, **more), BEN, message_from_string(original) if original is not None else None)
    return made, message_from_bytes(made.content)


def test_an_answer_stands_under_what_it_answers():
    made, told = written("Ja, für 10 €.\nGrüße")
    activity = sent(made.content, NOW)
    assert (made.sender, made.to, made.key) == ("ben@acme.example", "ann@norrvik.example", "0a1b@acme.example")
    assert (activity.id, activity.object.id) == ("mid:0a1b@acme.example#create", "mid:0a1b@acme.example")
    assert (activity.object.in_reply_to, activity.object.context) == (
        "mid:q2@norrvik.example",
        "mid:q1@norrvik.example",
    )
    assert (activity.object.text, activity.object.title) == ("Ja, für 10 €.\nGrüße", "Re: Preise")
    assert (activity.actor.mail, activity.actor.name) == ("ben@acme.example", "Ben Öst")
    assert (told["Auto-Submitted"], dict(activity.detail)) == ("no", {})
    assert activity.published == NOW


def test_the_same_letter_is_the_same_mail_at_every_try():
    assert written()[0] == written()[0]


def test_without_the_original_the_record_says_to_whom_and_under_what():
    _, told = written(original=None, subject="Preise", thread=("mid:q1@norrvik.example", "mid:q2@norrvik.example"))
    assert (told["To"], told["Subject"]) == ("ann@norrvik.example", "Re: Preise")
    assert told["References"].split() == ["<q1@norrvik.example>", "<q2@norrvik.example>"]


def test_a_long_chain_keeps_its_first_and_its_last_ids_and_none_is_torn():
    chain = " ".join(f"<{'x' * 90}{n}@norrvik.example>" for n in range(100))
    made, told = written(original=ORIGINAL.replace("<q1@norrvik.example> <a1@acme.example>", chain))
    kept = told["References"].split()
    assert (len(kept), kept[0], kept[-1]) == (20, f"<{'x' * 90}0@norrvik.example>", "<q2@norrvik.example>")
    assert max(map(len, made.content.split(b"\r\n"))) < 998


@pytest.mark.parametrize(("headers", "to"), [
    ("Reply-To: Sales <sales@norrvik.example>\n", "sales@norrvik.example"),
    ("Reply-To: users@lists.example\nList-Post: <mailto:users@lists.example>\n", "ann@norrvik.example"),
    ("Reply-To: nonsense\n", "ann@norrvik.example"),
])  # fmt: skip
def test_an_answer_goes_to_a_person(headers, to):
    assert written(original=headers + ORIGINAL)[0].to == to


@pytest.mark.parametrize(("original", "why"), [
    ("Auto-Submitted: auto-replied\n" + ORIGINAL, "No person wrote"),
    ("X-Failed-Recipients: x@y.example\n" + ORIGINAL, "No person wrote"),
    ("List-Unsubscribe: <https://a.example>\n" + ORIGINAL, "No person wrote"),
    (ORIGINAL.replace("ann@", "no-reply@"), "Nobody reads"),
    (ORIGINAL.replace("ann@norrvik", "users@lists") + "", None),
    ("List-Post: <mailto:ann@norrvik.example>\n" + ORIGINAL, "all who read that list"),
])  # fmt: skip
def test_machines_and_lists_are_not_answered(original, why):
    if why is None:
        assert written(original=original)[0].to == "users@lists.example"
        return
    with pytest.raises(NotSent, match=why):
        written(original=original)


@pytest.mark.parametrize("sender", ["", "ben", "ben@acme.example\r\nBcc: eve@bad.example", "<ben@acme.example> x, y@z"])
def test_a_sender_that_is_no_address_sends_nothing(sender):
    try:
        made = mail(letter(), sender, None)
    except NotSent:
        return
    assert made.sender == "ben@acme.example" and b"Bcc" not in made.content.partition(b"\r\n\r\n")[0]


HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted", "Content-Type",
           "MIME-Version", "Content-Transfer-Encoding"]  # fmt: skip
NASTY = st.text(alphabet="ab:\r\n\0\x0b\x0c\x85\u2028 <>@,;\"'\\é=?", max_size=60)


@given(NASTY, NASTY, NASTY, NASTY)
def test_nothing_that_others_wrote_makes_a_header(subject, address, parent, name):
    """A subject, an address, an id and a name with line ends of all kinds in them."""
    told = letter(
        subject=f"x{subject}\nBcc: eve@bad.example",
        target=f"mid:{parent}",
        target_mail=f"ann{address}@b.example",
        thread=(f"mid:{parent}",),
    )
    try:
        made = mail(told, f'"{name}" <ben@acme.example>', None)
    except NotSent:
        return
    head = made.content.partition(b"\r\n\r\n")[0]
    assert b"\r" not in head.replace(b"\r\n", b"") and b"\n" not in head.replace(b"\r\n", b"")
    names = [line.split(b":")[0].decode() for line in head.split(b"\r\n") if not line[:1].isspace()]
    assert set(names) <= set(HEADERS) and len(names) == len(set(names))
    assert re.fullmatch(r"[^\s<>,]+@[\w.-]+", made.to)


@given(st.text(max_size=200).filter(lambda text: not any("\ud800" <= sign <= "\udfff" for sign in text)))
def test_the_words_arrive_as_they_were_written(text):
    part = message_from_bytes(written(text)[0].content)
    assert part.get_payload(decode=True).decode().split() == text.split()


def test_a_subject_in_any_letters_is_one_subject():
    for said in ("Preise für Öl " * 12, "Re[2]: Re: x", "Réf : prix", "Reizend"):
        _, told = written(original=None, subject=said)
        subject = " ".join(str(make_header(decode_header(told["Subject"]))).split())
        assert subject.startswith("Re: ") and subject.count("Re: ") == 1 and "[2]" not in subject
