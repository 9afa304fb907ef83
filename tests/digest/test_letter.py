"""What the mail says, in its subject and in both of its parts, and that nobody else decides how it is read."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from django.core.mail import EmailMultiAlternatives
from hypothesis import given
from hypothesis import strategies as st

from twoears.conversations.digest.letter import Where, envelope, letter, text
from twoears.conversations.digest.morning import Heard, Morning, Needs, Quote
from twoears.conversations.digest.pages.writing import html
from twoears.conversations.digest.wording import because
from twoears.lib.intervals import Number, for_each
from twoears.queries.shown import Burst

OSLO = ZoneInfo("Europe/Oslo")
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=OSLO)
STOP = "https://ears.acme.example/digest/choose/7.never.x"
WHERE = Where(
    base="https://ears.acme.example",
    choices=(("Not the next one", "https://ears.acme.example/digest/choose/7.not-next.x"), ("Never", STOP)),
    stop=STOP,
    settings="https://ears.acme.example/settings#mail",
    because=because("work days", "Europe/Oslo"),
)


def needs(
    person: str = "Leila Haddad", words: str = "Does it hold below 4 °C?", hours: float = 43, waits: bool = True
) -> Needs:
    return Needs(
        person=person, about="Norrvik Pharma", words=words, why=("open question", "2 open"), waits=waits,
        since=MONDAY - timedelta(hours=hours), act="Answer" if waits else "Thank", conversation="c_1",
    )  # fmt: skip


def heard(name: str = "Pumps", n: int = 12, stories: int = 4, quotes: tuple[Quote, ...] = ()) -> Heard:
    return Heard(id="q_1", name=name, n=n, stories=stories, burst=None, quotes=quotes)


def morning(
    *people: Needs, waiting: int | None = None, queries: tuple[Heard, ...] = (), ratio: Number | None = None
) -> Morning:
    return Morning(
        at=MONDAY, since=MONDAY - timedelta(days=3), needs=people, heard=queries, yesterday=date(2026, 11, 22),
        waiting=sum(one.waits for one in people) if waiting is None else waiting, ratio=ratio,
    )  # fmt: skip


def sent(told: Morning) -> EmailMessage:
    """The mail as whoever gets it reads it."""
    made = letter(told, WHERE)
    headers = envelope(made, message="<m@acme.example>", domain="acme.example", now=MONDAY)
    mail = EmailMultiAlternatives(made.subject, text(made), "Ears <ears@acme.example>", ["mira@acme.example"])
    mail.extra_headers = dict(headers)
    mail.attach_alternative(html(made), "text/html")
    read = message_from_bytes(mail.message().as_bytes(linesep="\r\n"), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


SUBJECTS = [
    (morning(needs()), "Leila waits since Saturday"),
    (morning(needs(), waiting=3), "Leila waits since Saturday, and 2 more"),
    (morning(needs(hours=1)), "Leila waits since 06:30"),
    (morning(needs(hours=20)), "Leila waits since yesterday"),
    (morning(needs(hours=24 * 9)), "Leila waits since 14 November"),
    (morning(needs("Dr. Haddad")), "Dr. Haddad waits since Saturday"),
    (morning(needs("")), "Somebody waits since Saturday"),
    (morning(queries=(heard(),)), "Pumps: 12 posts in 4 stories"),
    (morning(queries=(heard(n=1, stories=1),)), "Pumps: 1 post"),
    (morning(queries=(heard(n=3, stories=1), heard("Fans"))), "Pumps: 3 posts in 1 story, and 1 more query"),
    (morning(needs(waits=False), queries=(heard(),)), "Pumps: 12 posts in 4 stories"),
]


@pytest.mark.parametrize(("told", "subject"), SUBJECTS)
def test_the_subject_names_a_person_and_a_state_or_a_query(told: Morning, subject: str) -> None:
    assert sent(told)["Subject"] == subject


WHOLE = """\
Two people need you today

Leila Haddad · Norrvik Pharma · waits for 43 hours
> Does it hold below 4 °C?
∵ open question · 2 open
Answer Leila Haddad: https://ears.acme.example/conversations/c_1

Aiko Tanabe · Norrvik Pharma · said yesterday
> We have run ours for four winters.
∵ open question · 2 open
Thank Aiko Tanabe: https://ears.acme.example/conversations/c_1

1 more waits: https://ears.acme.example/conversations

Heard in the last 3 days

Pumps: 12 posts in 4 stories
Said unusually often: 9 on Monday in the hour from 06:00, where 2 were
to be expected.
> The pump leaks.
  Ann, https://x.example/1
All of Pumps: https://ears.acme.example/queries/q_1

Yesterday, Sunday 22 November: 2.4 heard for each 1 said, likely 1.2 to
4.7 (12 heard, 5 said).

You get this because your address stands in Two Ears and your choice is:
every work day, at half past seven (Europe/Oslo). It is only sent when
somebody needs you or a query heard something.
Not the next one: https://ears.acme.example/digest/choose/7.not-next.x
Never: https://ears.acme.example/digest/choose/7.never.x
Address, days and words: https://ears.acme.example/settings#mail
"""


def whole() -> Morning:
    loud = Burst(at=datetime(2026, 11, 23, 5, tzinfo=UTC), n=9, expected=1.8, probability=0.001)
    said = Quote(words="The pump leaks.", author="Ann", url="https://x.example/1")
    query = Heard(id="q_1", name="Pumps", n=12, stories=4, burst=loud, quotes=(said,))
    thanks = needs("Aiko Tanabe", "We have run ours for four winters.", 20, waits=False)
    return morning(
        needs(), thanks, waiting=2, queries=(query,), ratio=for_each(12, 5, of="heard for each said", question="")
    )


def plain(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert isinstance(part, EmailMessage)
    return str(part.get_content()).replace("\r\n", "\n")


def marked_up(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


def test_the_plain_part_says_everything() -> None:
    assert plain(sent(whole())) == WHOLE


def test_the_html_part_says_the_same_and_asks_for_nothing_from_elsewhere() -> None:
    page = marked_up(sent(whole()))
    for said in ("Two people need you today", "Leila Haddad", "4 °C", "The pump leaks.", "12 heard, 5 said", STOP):
        assert said in page
    assert not any(word in page for word in ("<img", "<link", "<script", "src=", "@import", "url("))


def test_the_order_is_that_of_the_plain_part() -> None:
    page = marked_up(sent(whole()))
    said = ("Leila Haddad", "Aiko Tanabe", "1 more waits", "Heard in", "Said unusually", "Yesterday,", "You get this")
    assert sorted(said, key=page.index) == sorted(said, key=WHOLE.index) == list(said)


@pytest.mark.parametrize(
    ("k", "n", "said"),
    [
        (12, 5, "2.4 heard for each 1 said, likely 1.2 to\n4.7 (12 heard, 5 said)."),
        (3, 0, "3 heard, nothing said. Without anything\nsaid there is no ratio."),
        (0, 2, "0 heard for each 1 said, likely 0 to 0.82\n(0 heard, 2 said)."),
    ],
)
def test_yesterday_is_a_ratio_with_its_numbers(k: int, n: int, said: str) -> None:
    told = morning(needs(), ratio=for_each(k, n, of="heard for each said", question=""))
    assert said in plain(sent(told))


def test_silence_has_no_ratio() -> None:
    assert "Yesterday" not in plain(sent(morning(needs())))


def test_without_a_public_address_it_says_where_its_links_open() -> None:
    here = Where(base="http://localhost:8642", choices=(), stop="http://localhost:8642/x", settings="", because="")
    assert "the machine that runs Two Ears" in text(letter(whole(), here))
    assert "the machine that runs Two Ears" not in text(letter(whole(), WHERE))


HEADERS = {
    "From": "Ears <ears@acme.example>",
    "To": "mira@acme.example",
    "Message-ID": "<m@acme.example>",
    "Date": "Mon, 23 Nov 2026 07:30:00 +0100",
    "List-Id": "The morning mail of Two Ears <morning-mail.acme.example>",
    "List-Unsubscribe": f"<{STOP}>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "Auto-Submitted": "auto-generated",
}


def test_the_headers_are_those_of_a_letter_that_a_machine_wrote_and_anybody_can_stop() -> None:
    mail = sent(whole())
    assert {name: str(mail[name]) for name in HEADERS} == HEADERS


def test_one_click_is_only_offered_where_it_is_not_said_in_clear() -> None:
    here = Where(base="http://ears", choices=(), stop="http://ears/x", settings="", because="")
    told = envelope(letter(whole(), here), message="<m@x>", domain="x", now=MONDAY)
    assert told["List-Unsubscribe"] == "<http://ears/x>"
    assert "List-Unsubscribe-Post" not in told


HOSTILE = [
    "Bob\r\nBcc: everybody@acme.example\r\n\r\nBuy now",
    "\u202egro.elpmaxe\u202c",
    "<script>alert(1)</script><img src=https://evil.example/x.png>",
    '"><a href="https://evil.example">Answer</a>',
    "=?utf-8?q?Leila=0ABcc=3A_x=40evil.example?=",
    "Leila\u2028Bcc: x@evil.example\u2029\x0b\x0c\x1b[31m\x00\x85",
    "\ud800 broken \udfff",
    "{{ where.stop }}{% include 'x' %}",
    "x" * 10_000,
    " \u200b\u2060 ",
]
STEERS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u200e\u200f\u061c\x1b\x00\x0b\x0c\x85\u2028\u2029")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_chooses_neither_headers_nor_markup_nor_direction(name: str) -> None:
    said = Quote(words=name, author=name, url=f"https://evil.example/{name}")
    told = morning(needs(name, name), queries=(heard(name, quotes=(said,)),))
    for mail in (sent(told), sent(morning(queries=(heard(name, quotes=(said,)),)))):
        assert mail["Bcc"] is None and mail["Cc"] is None
        assert mail.get_all("To") == ["mira@acme.example"]
        assert len(mail["Subject"]) < 200
        page = marked_up(mail)
        assert not any(word in page for word in ("<script", "<img", '<a href="https://evil.example">'))
        assert not STEERS & set(mail["Subject"] + plain(mail) + page)
        assert all(part in ("text/plain", "text/html", "multipart/alternative") for part in map(kind, mail.walk()))


def kind(part: object) -> str:
    assert isinstance(part, EmailMessage)
    return part.get_content_type()


@given(st.text(max_size=60))
def test_whatever_somebody_is_called_the_subject_is_one_line_and_says_that_they_wait(name: str) -> None:
    mail = sent(morning(needs(name)))
    assert str(mail["Subject"]).endswith(" waits since Saturday")
    assert len(str(mail["Subject"]).splitlines()) == 1


def test_a_name_from_right_to_left_keeps_its_direction_to_itself() -> None:
    assert sent(morning(needs("يوسف منصور")))["Subject"] == "\u2068يوسف\u2069 waits since Saturday"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://x.example/a b", "", "http://x.example/" + "a" * 900])
def test_a_link_that_is_none_leads_to_the_query_instead(url: str) -> None:
    said = Quote(words="The pump leaks.", author="Ann", url=url)
    made = letter(morning(queries=(heard(quotes=(said,)),)), WHERE)
    assert made.news[0].quotes[0].url == "https://ears.acme.example/queries/q_1"
    assert "javascript:" not in html(made)
