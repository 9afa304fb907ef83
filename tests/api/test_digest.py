"""The morning mail through the API: how it comes, what it would say, and one at once."""

import pytest

from twoears.conversations.digest.models import MorningMail
from twoears.lib.mail import mail_server
from twoears.queries.models import Query


@pytest.fixture
def mailing(settings):
    settings.MAIL = mail_server("smtps://mail.acme.example", "ears@acme.example")


def test_it_is_read_changed_and_read_again(ask, world, mailing) -> None:
    before = ask("GET", "digest").json()
    assert (before["mail"], before["when"], before["words"]) == ("", "work days", "public words")
    assert before["trouble"] == "There is no mail address to send it to."
    changed = ask("POST", "digest", {"mail": "ann@acme.example", "words": "no words"})
    assert changed.status_code == 200
    after = changed.json()
    assert (after["mail"], after["when"], after["words"], after["trouble"]) == (
        "ann@acme.example", "work days", "no words", "",
    )  # fmt: skip
    assert after["next_on"] and ask("GET", "digest").json() == after


@pytest.mark.parametrize("asked", [{"mail": "nobody"}, {"when": "hourly"}, {"words": "some"}, {"mail": "a\u0000@b.c"}])
def test_what_is_no_choice_is_refused(ask, world, asked: dict[str, str]) -> None:
    assert ask("POST", "digest", asked).status_code == 422
    assert ask("GET", "digest").json()["mail"] == ""


def test_it_says_what_it_would_say(ask, world) -> None:
    told = ask("GET", "digest/preview").json()
    assert "waits since" in told["subject"]
    assert told["text"].splitlines()[0].endswith("you today")
    assert told["html"].startswith("<!doctype html>")
    assert "/digest/choose/" not in told["text"] + told["html"], "whoever may only read gets no link that changes"


def test_one_is_asked_for_where_mail_can_go_out(ask, world, mailing) -> None:
    assert ask("POST", "digest/send").status_code == 422
    ask("POST", "digest", {"mail": "ann@acme.example"})
    sent = ask("POST", "digest/send")
    assert (sent.status_code, sent.json()["state"]) == (202, "pending")
    assert MorningMail.objects.count() == 1


def test_without_a_mail_server_none_is_sent(ask, world) -> None:
    ask("POST", "digest", {"mail": "ann@acme.example"})
    refused = ask("POST", "digest/send")
    assert refused.status_code == 422 and "TWOEARS_MAIL_URL" in refused.json()["detail"]


def test_the_switch_of_a_query_stays_where_a_program_does_not_know_it(ask, world) -> None:
    kept = ask("POST", "queries", {"text": "price", "in_mail": True}).json()
    assert kept["in_mail"] is True
    where = f"queries/{kept['id']}/deliver"
    assert ask("POST", where, {"on_today": True}).json()["in_mail"] is True
    assert ask("POST", where, {"in_mail": False}).json()["in_mail"] is False
    assert not Query.objects.get().in_mail
