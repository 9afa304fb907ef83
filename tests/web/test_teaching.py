"""Teaching from the page, the command line and the API."""

import json
import re

from django.test import Client
from hearing import conversation_of
from typer.testing import CliRunner

from twoears.cli import app
from twoears.jobs import catch_up
from twoears.understanding.models import Correction, Note


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
    office.post(f"/corrections/{made.pk}/take-back", {"next": address})
    assert not Note.objects.filter(post=post, reader="complaint", version__startswith="member").exists()
    assert f"said by {owner}" not in body(office.get(address))


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
