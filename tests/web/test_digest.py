"""The morning mail on the pages: how each member has it, and the links of a mail, which change nothing when opened."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from hearing import conversation_of

from twoears.conversations.digest.actions import link
from twoears.conversations.digest.letter import text
from twoears.conversations.digest.models import MorningMail, MorningWish
from twoears.conversations.digest.pages.reader import wish_of
from twoears.conversations.digest.pages.writing import written
from twoears.conversations.digest.tasks import send
from twoears.lib.mail import mail_server
from twoears.queries.actions import add
from twoears.queries.models import Query
from twoears.team.models import Member


def body(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def mailing(settings):
    """Mail could go out: to a server that nobody asks here."""
    settings.MAIL = mail_server("smtps://mail.acme.example", "Two Ears <ears@acme.example>")
    settings.PUBLIC_URL = "https://ears.acme.example"


@pytest.fixture
def mira(owner) -> Member:
    owner.email = "mira@acme.example"
    owner.save()
    return owner


def choose(word: str) -> str:
    return f"/digest/choose/{word}"


def test_without_a_mail_server_the_page_says_so(office, mira):
    page = body(office.get("/settings"))
    assert "Outgoing mail is not set up" in page
    assert "Send me one now" not in page
    refused = office.post("/digest/send", follow=True)
    assert "TWOEARS_MAIL_URL" in body(refused)
    assert not MorningMail.objects.exists()


def test_each_member_says_where_when_and_with_which_words(office, looking, owner, reader, mailing):
    for client, member in ((office, owner), (looking, reader)):
        sent = {"mail": f"{member.username}@acme.example", "when": "mondays", "words": "no words"}
        page = body(client.post("/digest/want", sent, follow=True))
        assert f'value="{member.username}@acme.example"' in page
        assert re.search(r"The next one comes on Monday \d+ \w+ at 07:30, UTC", page)
        assert (wish_of(member).when, wish_of(member).quotes) == ("mondays", "no words")
    assert Member.objects.get(pk=owner.pk).email == "owner@acme.example"
    assert "no mail address" in body(office.post("/digest/want", {"mail": "nobody"}, follow=True))
    assert "is no choice" in body(office.post("/digest/want", {"mail": "", "when": "hourly"}, follow=True))


def test_what_it_would_say_is_a_page_and_a_page_like_the_mail(office, mira, mailing):
    page = body(office.get("/digest"))
    assert re.search(r"<h1[^>]*>\w+ waits since .+, and \d+ more</h1>", page)
    assert "&gt; " in page and "Answer Leila Haddad: https://ears.acme.example/" in page
    looks = office.get("/digest/mail.html")
    assert "Leila Haddad" in body(looks) and "style=" in body(looks)
    policy = looks["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src" not in policy and "img-src" not in policy
    told = office.get("/digest.json").json()["preview"]
    assert told["subject"] and "/digest/choose/" not in told["text"] + told["html"], "looking hands out no key"


def test_with_nothing_to_say_the_page_says_that(client, owner, mailing):
    client.force_login(owner)
    assert "There is nothing to say now" in body(client.get("/digest"))
    assert client.get("/digest/mail.html").status_code == 404


def test_one_is_asked_for_and_how_it_went_stands_in_settings(office, mira, mailing, settings):
    said = office.post("/digest/send", follow=True)
    assert "It goes out within seconds" in body(said)
    assert MorningMail.objects.get().state == "pending"
    assert office.get("/digest/send").status_code == 405
    settings.MAIL = mail_server("smtp://127.0.0.1:1", "ears@acme.example")  # nobody is there
    send(datetime.now(UTC) + timedelta(seconds=1))
    page = body(office.get("/settings"))
    assert "On its way" in page and "cannot be talked to" in page


def test_every_link_of_a_mail_leads_somewhere(office, mira, mailing):
    add(member=mira, text="calibration", name="Calibration", in_mail=True)
    made = written(mira)
    assert made is not None
    links = set(re.findall(r"https://ears\.acme\.example(/[^\s#]*)", text(made.letter)))
    assert f"/conversations/{conversation_of('Leila Haddad')}" in links
    assert sum(link.startswith("/digest/choose/") for link in links) == 3
    assert {link: office.get(link).status_code for link in links} == dict.fromkeys(links, 200)


CHOICES = [
    ("mondays", "A morning mail on Mondays only?", "You get the morning mail on Mondays", "mondays"),
    ("never", "No morning mail any more?", "You get no morning mail any more", "never"),
    ("not-next", "Leave out the next morning mail?", "is left out", "work days"),
]


@pytest.mark.parametrize(("choice", "asked", "done", "when"), CHOICES)
def test_a_link_asks_and_only_its_button_changes(mira, choice, asked, done, when):
    stranger = Client(enforce_csrf_checks=True)
    address = choose(link(mira, choice))
    for _ in range(3):  # programs that look through mail open every link
        looked = stranger.get(address)
        assert looked.status_code == 200 and asked in body(looked)
        assert stranger.head(address).status_code == 200
    assert not MorningWish.objects.exists()
    assert ("It is that of" in body(looked)) == (choice == "not-next")
    assert body(looked).count("<button") == 1 and f'action="{address}"' in body(looked)
    assert done in body(stranger.post(address))
    assert wish_of(mira).when == when
    assert (wish_of(mira).not_on is not None) == (choice == "not-next")


def test_a_mail_program_unsubscribes_with_one_click(mira):
    sent = Client(enforce_csrf_checks=True).post(
        choose(link(mira, "never")), "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert sent.status_code == 200
    assert wish_of(mira).when == "never"


def test_what_was_chosen_twice_is_chosen_once_and_can_be_taken_back(mira):
    client = Client()
    first = body(client.post(choose(link(mira, "not-next"))))
    day = wish_of(mira).not_on
    client.post(choose(link(mira, "not-next")))
    assert wish_of(mira).not_on == day
    back = re.search(r'action="([^"]+)"', first)
    assert back is not None
    assert "sent after all" in body(client.post(back[1]))
    assert wish_of(mira).not_on is None
    never = body(client.post(choose(link(mira, "never"))))
    again = re.search(r'action="([^"]+)"', never)
    assert again is not None
    client.post(again[1])
    assert wish_of(mira).when == "work days"


def test_what_is_left_out_is_said_in_settings_and_taken_back_there(office, mira, mailing):
    Client().post(choose(link(mira, "not-next")))
    assert "is left out" in body(office.get("/settings"))
    office.post("/digest/after-all")
    assert "is left out" not in body(office.get("/settings"))


def test_a_link_that_was_not_made_here_does_nothing(mira, reader):
    signed = link(mira, "never")
    _, _, mark = signed.rpartition(".")
    wrong = [
        f"{mira.pk}.mondays.{mark}",
        f"{reader.pk}.never.{mark}",
        f"{signed}x",
        "never",
        f"{mira.pk}.never",
        "%00.x",
    ]
    for word in wrong:
        for answer in (Client().get(choose(word)), Client().post(choose(word))):
            assert answer.status_code == 404, word
            assert "This link does nothing" in body(answer)
    assert not MorningWish.objects.exists()


def test_the_link_of_somebody_who_has_left_does_nothing(mira):
    word = link(mira, "never")
    mira.is_active = False
    mira.save()
    assert Client().post(choose(word)).status_code == 404
    assert not MorningWish.objects.exists()


def test_a_query_goes_into_the_mail_by_a_switch_that_readers_do_not_have(office, looking, owner):
    kept = add(member=owner, text="calibration")
    there = f"/queries/{kept.public_id}"
    assert 'name="in_mail"' in body(office.get(there)) and 'name="in_mail"' not in body(looking.get(there))
    office.post(f"{there}/deliver", {"in_mail": "on", "alerts": "on"})
    assert Query.objects.get().in_mail and 'name="in_mail" checked' in body(office.get(there))
    assert looking.post(f"{there}/deliver", {}).status_code == 403
    office.post(f"{there}/deliver", {"alerts": "on"})
    assert not Query.objects.get().in_mail
    office.post("/queries/keep", {"text": "meter", "in_mail": "on"})
    assert Query.objects.get(name="meter").in_mail


def test_a_forgotten_password_is_mailed_to_members_and_to_nobody_else(client, mira):
    mira.set_password("long-enough-1")
    mira.save()
    for address in ("nobody@acme.example", "mira@acme.example"):
        client.post("/accounts/password/reset/", {"email": address})
    assert [message.to for message in outbox.outbox] == [["mira@acme.example"]]
