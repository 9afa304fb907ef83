"""Machines told from people, and threads held together where headers are broken."""

from datetime import UTC, datetime

import pytest

from twoears.sources.mail.machines import speaks_for_nobody
from twoears.sources.mail.message import NoMail, sent

NOW = datetime(2026, 3, 2, tzinfo=UTC)
MAIL = """\
From: Ann Berg <ann@norrvik.example>
To: sales@acme.example
Date: Sun, 1 Mar 2026 10:00:00 +0100
Message-ID: <q2@norrvik.example>
Subject: Preise

And the price?
"""


def heard(*headers: str, mail: str = MAIL):
    return sent(("".join(f"{header}\n" for header in headers) + mail).encode(), NOW)


def subject(words: str) -> str:
    return MAIL.replace("Subject: Preise", f"Subject: {words}")


@pytest.mark.parametrize(("headers", "mail", "detail"), [
    ((), MAIL, {}),
    (("Content-Type: multipart/report; report-type=delivery-status; boundary=x",), MAIL, {"auto": "bounce"}),
    (("X-Failed-Recipients: ben@acme.example",), MAIL, {"auto": "bounce"}),
    (("Return-Path: <>",), MAIL.replace("ann@", "postmaster@"), {"auto": "bounce"}),
    ((), MAIL.replace("ann@", "postmaster@"), {}),
    (("Auto-Submitted: auto-replied (vacation)",), MAIL, {"auto": "reply"}),
    ((), subject("Automatic reply: Preise"), {"auto": "reply"}),
    ((), subject("Out of Office"), {"auto": "reply"}),
    ((), subject("Automatische Antwort: Preise"), {"auto": "reply"}),
    ((), subject("Abwesenheitsnotiz"), {"auto": "reply"}),
    ((), subject("=?utf-8?q?R=C3=A9ponse_automatique_:_Prix?="), {"auto": "reply"}),
    ((), subject("Respuesta =?utf-8?q?autom=C3=A1tica?=: Precios"), {"auto": "reply"}),
    ((), subject("Fuori sede"), {"auto": "reply"}),
    *(((), subject(words), {"auto": "reply"}) for words in (
        "Out of Office Re: Your offer", "Out of Office AutoReply: Your offer", "Réponse automatique : Votre offre",
        "Automatisch antwoord: Prijs", "Resposta automática: Preço", "Odpowiedź automatyczna: Cena", "Autosvar: Pris",
        "Automatiskt svar: Pris", "Automatisk svar: Pris", "自動応答: offer", "【自動返信】お問い合わせ",
        "自动回复：报价",
        "自動回覆: 報價", "자동 회신: 가격", "Автоматический ответ: Цена", "Otomatik yanıt: Fiyat",
        "Risposta automatica: R: Prezzo",
        "Re\u0301ponse automatique: Prix",
    )),
    *(((), subject(words), {}) for words in (
        "Out of office re-design of our site", "Afwezig op maandag", "自動応答の設定について", "자동 응답 기능 문의",
        "Автоответчик не работает", "Autosvar virker ikke", "Otomatik yanıt çalışmıyor", "自动回复功能坏了",
        "Nieobecność jutro",
        "Resposta automática não funciona", "Failure notice", "Undeliverable: our parcel",
    )),
    ((), subject("failure notice").replace("ann@", "postmaster@"), {"auto": "bounce"}),
    ((), subject("Undeliverable: Preise").replace("ann@", "postmaster@"), {"auto": "bounce"}),
    ((), subject("Re: Out of office plans"), {}),
    ((), subject("Out of office furniture, anyone?"), {}),
    ((), subject("Automatic reply button is broken"), {}),
    (("List-Unsubscribe: <https://shop.example/u>",), MAIL, {"auto": "newsletter"}),
    (("Precedence: bulk",), MAIL, {"auto": "newsletter"}),
    (("X-Auto-Response-Suppress: DR, OOF, AutoReply",), MAIL, {"auto": "generated"}),
    (("List-Id: Users <users.a.example>", "List-Post: <mailto:users@a.example>",
      "List-Unsubscribe: <mailto:users-leave@a.example>", "Precedence: list"), MAIL, {"list": "users.a.example"}),
])  # fmt: skip
def test_who_waits_for_an_answer_and_who_does_not_is_told_apart(headers, mail, detail):
    assert dict(heard(*headers, mail=mail).detail) == detail


@pytest.mark.parametrize(("headers", "parent", "context"), [
    (("References: <a@x> <b@x> <c@x>",), "c@x", "a@x"),
    (("In-Reply-To: <b@x>", "References: <a@x> <b@x>"), "b@x", "a@x"),
    (("In-Reply-To: <b@x>",), "b@x", "b@x"),
    (("References: <a@x><b@x>",), "b@x", "a@x"),
    (("References: <a@\n x> <b@x>",), "b@x", "a@x"),
    (("References: <a@x> <b@",), "a@x", "a@x"),
    (("In-Reply-To: <q2@norrvik.example>", "References: <a@x> <q2@norrvik.example>"), "a@x", "a@x"),
    (("In-Reply-To: Your message of \"Sun, 1 Mar\" <a@x>",), "a@x", "a@x"),
    (("In-Reply-To: your mail of <Sunday at noon>",), "", "q2@norrvik.example"),
    (("References: =?utf-8?q?nonsense?=",), "", "q2@norrvik.example"),
])  # fmt: skip
def test_a_thread_holds_together_where_its_headers_are_broken(headers, parent, context):
    post = heard(*headers).object
    assert (post.in_reply_to, post.context) == (f"mid:{parent}" if parent else "", f"mid:{context}")


BOUNCE = """\
From: Mail Delivery <mailer-daemon@norrvik.example>
To: ben@acme.example
Date: Sun, 1 Mar 2026 10:00:00 +0000
Message-ID: <bounce@norrvik.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x
Content-Type: text/plain

ann@norrvik.example is not known here.
--x
Content-Type: message/delivery-status

Final-Recipient: rfc822; ann@norrvik.example
--x
Content-Type: {kind}

Message-ID: <a1@acme.example>
Subject: Preise

It does.
--x--
"""


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_bounce_stands_under_the_mail_that_came_back(kind):
    activity = heard(mail=BOUNCE.format(kind=kind))
    assert activity.object.in_reply_to == "mid:a1@acme.example"
    assert dict(activity.detail) == {"auto": "bounce"}
    assert activity.object.text == "ann@norrvik.example is not known here."


@pytest.mark.parametrize(("old", "new", "author", "name"), [
    ("Ann Berg <ann@norrvik.example>", '"boss@acme.example" <eve@bad.example>', "eve@bad.example", "boss@acme.example"),
    ("Ann Berg <ann@norrvik.example>", "=?utf-8?q?=3D=3Futf-8=3Fq=3FAnn=3F=3D?= <ann@norrvik.example>",
     "ann@norrvik.example", "=?utf-8?q?Ann?="),
    ("Ann Berg <ann@norrvik.example>", "=?x-none?b?QW5u?= <ann@norrvik.example>", "ann@norrvik.example", "Ann"),
    ("Ann Berg <ann@norrvik.example>", "Ann\u2028Berg <ann@norrvik.example>", "ann@norrvik.example", "Ann Berg"),
])  # fmt: skip
def test_a_sender_who_lies_or_is_badly_encoded_is_named_as_what_the_address_says(old, new, author, name):
    told = heard(mail=MAIL.replace(old, new)).actor
    assert (told.mail, told.name) == (author, name)


@pytest.mark.parametrize(
    "charset", ["charset*=utf-8''utf-8", "charset*0=ut; charset*1=f-8", "charset=utf-16", "charset*=x''%%%"]
)
def test_a_character_set_in_pieces_or_in_lies_breaks_nothing(charset):
    assert "price" in heard(f"Content-Type: text/plain; {charset}").object.text or charset == "charset=utf-16"


def test_a_file_that_is_named_in_pieces_is_an_attachment_and_no_words():
    kind = "Content-Type: text/plain; name*0*=utf-8''Pre; name*1=ise.txt"
    assert heard(kind).object.text == ""


def test_a_mail_of_tomorrow_is_no_mail_unless_a_server_stamped_it():
    tomorrow = MAIL.replace("1 Mar 2026", "1 Mar 2036")
    with pytest.raises(NoMail, match="date"):
        heard(mail=tomorrow)
    assert heard("Received: from a by b; Sun, 1 Mar 2026 09:00:05 +0000", mail=tomorrow).published.year == 2026


@pytest.mark.parametrize(("address", "nobody"), [
    ("noreply@a.example", True), ("Do-Not-Reply@a.example", True), ("bounces+1@a.example", True),
    ("mailer-daemon@a.example", True), ("nora@a.example", False), ("reply@a.example", False),
])  # fmt: skip
def test_addresses_that_nobody_reads_are_known(address, nobody):
    assert speaks_for_nobody(address) is nobody
