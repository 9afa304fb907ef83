"""Teaching from the page, the command line and the API."""

import json
import re
from datetime import UTC, datetime

from django.test import Client
from django.utils.html import escape
from hearing import conversation_of
from typer.testing import CliRunner

from tests.conftest import actor
from tests.understanding.own.gym import CLIMBING, CUSTOMERS, said
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.cli import app
from twoears.conversations.criticism.models import CriticismMark
from twoears.jobs import catch_up
from twoears.understanding.models import Correction, Note
from twoears.understanding.own.models import ReaderChoice
from twoears.understanding.teaching.actions import teach


def body(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_beside_a_conversation_a_label_is_said_better_and_taken_back(office, owner):
    address = f"/conversations/{conversation_of('Leila Haddad')}"
    page = body(office.get(address))
    post = int(re.search(r'/posts/(\d+)/teach"', page)[1])
    assert 'value="complaint:complaint"' in page and "as it is read" in page
    answer = office.post(f"/posts/{post}/teach", {"says": "complaint:complaint", "next": address}, follow=True)
    assert answer.request["PATH_INFO"] == address
    said = body(answer)
    assert "It counts for everything that says the same." in said and f"said by {owner}" in said
    made = Correction.objects.get()
    assert f'action="/corrections/{made.pk}/take-back"' in said
    assert Note.objects.get(post=post, reader="complaint").probability == 1.0
    assert "You have taught one thing" in body(office.get("/readers"))
    assert "complaint, which was read as: no complaint" in body(office.get("/readers"))
    assert escape(made.post.text[:40]) in body(office.get("/readers"))
    office.post(f"/corrections/{made.pk}/take-back", {"next": address})
    assert not Note.objects.filter(post=post, reader="complaint", version__startswith="member").exists()
    assert f"said by {owner}" not in body(office.get(address))


def test_beside_a_conversation_a_message_is_marked_as_criticism(office):
    address = f"/conversations/{conversation_of('Leila Haddad')}"
    post = int(re.search(r'action="/posts/(\d+)/criticism"', body(office.get(address)))[1])
    answer = office.post(f"/posts/{post}/criticism", {"says": "yes", "next": address}, follow=True)
    assert answer.request["PATH_INFO"] == address and "Marked as criticism." in body(answer)
    assert CriticismMark.objects.get().post_id == post


def test_nonsense_is_said_in_a_sentence(office):
    post = Note.objects.values_list("post", flat=True).first()
    for says in ("", "asks", "asks:answer", "mood:good"):
        answer = office.post(f"/posts/{post}/teach", {"says": says, "next": "/readers"}, follow=True)
        assert "There is no reader" in body(answer) or "knows no label" in body(answer)
    assert office.post("/posts/99999999/teach", {"says": "asks:question"}).status_code == 404
    assert office.post("/corrections/99999999/take-back").status_code == 404


def test_a_reader_sees_what_was_taught_and_teaches_nothing(looking: Client):
    page = body(looking.get(f"/conversations/{conversation_of('Leila Haddad')}"))
    assert "Say what it is" not in page
    assert looking.get("/readers").status_code == 200
    assert looking.post("/posts/1/teach", {"says": "asks:question"}).status_code == 403


def test_at_the_command_line_as_well(office):
    talk = conversation_of("Leila Haddad")
    run = CliRunner()
    assert "Nothing was taught yet." in run.invoke(app, ["teach"]).stdout
    made = json.loads(run.invoke(app, ["teach", talk, "complaint", "complaint", "--json"]).stdout)
    assert (made["label"], made["undone"]) == ("complaint", False)
    assert "complaint: complaint, not none" in run.invoke(app, ["teach"]).stdout
    assert "Taken back." in run.invoke(app, ["teach", "--take-back", str(made["id"])]).stdout
    refused = run.invoke(app, ["teach", talk, "complaint", "praise"])
    assert refused.exit_code == 2 and "complaint knows no label 'praise'" in refused.stderr
    assert run.invoke(app, ["teach", "https://nowhere.example/1", "asks", "none"]).exit_code == 2
    catch_up()


def test_the_page_shows_how_good_each_reader_came_and_what_it_takes_for_what(office):
    page = body(office.get("/readers"))
    for reader in ("Asks", "Sentiment", "Kind", "Need"):
        assert f"<b>{reader}</b>" in page
    assert "What it is, to the left; what it was taken for, above" in page and "Companies&#x27; posts" in page
    (asks,) = [one for one in office.get("/readers.json").json()["figures"] if one["name"] == "asks"]
    assert [one["label"] for one in asks["taken"]] == ["question", "request", "none"]
    for one in asks["taken"]:
        assert sum(count for _, count, _ in one["counts"]) == one["n"] and all(0 <= s <= 5 for _, _, s in one["counts"])
    assert all(row["right"]["n"] == row["told"]["k"] for row in asks["rows"])


def test_how_sure_a_reader_must_be_is_chosen_on_the_page_and_taken_back(office):
    assert "It tells what it is at least <b>70%</b> sure of" in body(office.get("/readers"))
    said = body(office.post("/readers/thanks/choose", {"enough": "0.90"}, follow=True))
    assert "Older posts are read again" in said and "<b>90%</b> sure of, as" in said
    made = ReaderChoice.objects.get()
    assert f'action="/readers/choices/{made.pk}/take-back"' in said
    assert "as it came" not in body(office.post(f"/readers/choices/{made.pk}/take-back", follow=True))
    assert "Between 30% and 99%" in body(office.post("/readers/thanks/choose", {"enough": "7"}, follow=True))
    assert "is no share" in body(office.post("/readers/thanks/choose", {"enough": "much"}, follow=True))
    assert office.post("/readers/mood/choose", {"enough": "0.7"}).status_code == 404
    assert office.post("/readers/choices/99999999/take-back").status_code == 404


def test_a_reader_sees_how_it_is_set_and_sets_nothing(looking: Client):
    page = body(looking.get("/readers"))
    assert "at least <b>70%</b> sure of" in page and "/readers/thanks/choose" not in page
    assert looking.post("/readers/thanks/choose", {"enough": "0.9"}).status_code == 403


def test_what_a_layer_learnt_stands_on_the_page_and_can_be_set_aside(office, owner):
    for word, sentences in (("none", CLIMBING), ("complaint", CUSTOMERS)):
        hear_said(said(sentences, 0, 6))
        for post in PostRow.objects.filter(text__in=said(sentences, 0, 6)):
            teach(member=owner, post=post.pk, reader="complaint", label=word)
    assert "has 42 corrections to learn from: it is being learnt." in body(office.get("/readers"))
    catch_up()
    page = body(office.get("/readers"))
    assert "reads with what you taught it" in page and "as shipped" in page and "posts it reads" in page
    assert "Where you looked: 70% sure" in page
    assert "set aside" in body(office.post("/readers/complaint/choose", {"reads": "no"}, follow=True))
    page = body(office.get("/readers"))
    assert "reads as it came, for a member set it aside" in page and "Let it read" in page
    run = CliRunner()
    assert "complaint reads as it came" in run.invoke(app, ["tune"]).stdout


def test_at_the_command_line_a_reader_is_set(office):
    run = CliRunner()
    shown = run.invoke(app, ["tune", "thanks"])
    assert "70% sure: finds" in shown.stdout and "must be sure" in shown.stdout
    assert "thanks, enough: 0.9" in run.invoke(app, ["tune", "thanks", "--enough", "0.9"]).stdout
    listed = json.loads(run.invoke(app, ["tune", "--json"]).stdout)
    (thanks,) = [one for one in listed["readers"] if one["name"] == "thanks"]
    assert (thanks["enough"], thanks["shipped"]) == (0.9, 0.6)
    assert "Taken back." in run.invoke(app, ["tune", "--take-back", str(thanks["chosen"]["id"])]).stdout
    assert "no reader 'mood'" in run.invoke(app, ["tune", "mood"]).stderr
    assert "on or off" in run.invoke(app, ["tune", "thanks", "--layer", "perhaps"]).stderr
    assert "Between 30% and 99%" in run.invoke(app, ["tune", "thanks", "--enough", "1"]).stderr


def hear_said(texts: list[str]) -> None:
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    record([
        created(Post(id=f"https://x.com/ann/{text}", author=actor("ann"), published=at, text=text))
        for text in texts
    ])  # fmt: skip
    catch_up()
