"""Stages on the page, at the command line and through the API."""

import json
from pathlib import Path

import pytest
from hearing import person_of
from typer.testing import CliRunner

from twoears.cli import app
from twoears.people.models import Person
from twoears.people.standing.models import StageDecision, StageRules
from twoears.team.actions import make_token

TWICE = "- {to: friend, from: stranger, when: exchange, count: 2}"


def test_rules_are_tried_and_put_in_force_by_owners(office):
    page = office.get("/stages").content.decode()
    assert "by the rules as they came" in page and "Put them in force" not in page
    tried = office.post("/stages", {"text": TWICE}).content.decode()
    assert "people would stand elsewhere" in tried and "Put them in force" in tried
    assert not StageRules.objects.exists()
    wrong = office.post("/stages", {"text": "- {to: freind}"}).content.decode()
    assert "there is no stage “freind”. Did you mean friend?" in wrong
    said = office.post("/stages/rules", {"text": TWICE, "reason": "Once is little."}, follow=True).content.decode()
    version = StageRules.objects.get().pk
    assert "In force." in said and f"version {version}" in said and "Once is little." in said
    office.post(f"/stages/rules/{version}/undo")
    assert "by the rules as they came" in office.get("/stages").content.decode()


def test_a_members_word_stands_beside_what_the_rules_say(office):
    who = person_of("Leila Haddad")
    answer = office.post(f"/people/{who}/stage", {"stage": "evangelist", "reason": "At the fair."}, follow=True)
    page = answer.content.decode()
    assert "Evangelist, as" in page and "At the fair." in page and "By the rules:" in page
    office.post(f"/people/{who}/stage/{StageDecision.objects.get().pk}/undo")
    assert "At the fair." not in office.get(f"/people/{who}").content.decode()
    refused = office.post(f"/people/{who}/stage", {"stage": "king", "reason": "So."}, follow=True)
    assert "There is no stage" in refused.content.decode()


def test_a_reader_looks_and_decides_nothing(looking):
    who = person_of("Leila Haddad")
    assert "How people moved" in looking.get("/stages").content.decode()
    assert "Do the rules have it wrong?" not in looking.get(f"/people/{who}").content.decode()
    for address in (f"/people/{who}/stage", "/stages/rules", "/stages/rules/1/undo", f"/people/{who}/stage/1/undo"):
        assert looking.post(address, {"text": TWICE, "reason": "So.", "stage": "friend"}).status_code == 403


def do(*words: str, code: int = 0, said: str = "") -> str:
    done = CliRunner().invoke(app, ["stages", *words], input=said)
    assert done.exit_code == code, done.output
    return done.output


@pytest.mark.usefixtures("market")
def test_at_the_command_line(tmp_path: Path):
    assert "The rules that Two Ears came with" in do()
    file = tmp_path / "rules.yaml"
    file.write_text(TWICE)
    assert "people would stand elsewhere" in do("try", str(file))
    assert json.loads(do("try", "-", "--json", said=TWICE))["decided"] == 0
    assert "Say why" in do("use", str(file), code=2)
    used = do("use", str(file), "--because", "Once is little.")
    version = StageRules.objects.get().pk
    assert f"Version {version}" in used
    assert "in force" in do("versions") and "Once is little." in do("versions")
    assert "The rules that Two Ears came with" in do("undo", str(version))
    assert "stranger → friend" in do("flows", "--months", "3")
    leila = Person.objects.get(name="Leila Haddad")
    assert "∵" in do("set", leila.public_id, "customer", "--because", "An order on paper.")
    assert "By the rules" in do("take-back", str(StageDecision.objects.get().pk))
    assert "There is no stage" in do("set", leila.public_id, "king", "--because", "So.", code=2)
    assert "cannot be read" in do("try", str(tmp_path / "none"), code=2)
    assert "Did you mean friend?" in do("try", "-", said="- {to: freind}", code=2)


@pytest.mark.usefixtures("market")
def test_through_the_api(client, owner):
    sent = {"Authorization": f"Bearer {make_token(member=owner, name='all', scopes=['read', 'decide', 'set up'])}"}

    def ask(method: str, path: str, body: object = None, status: int = 200) -> dict:
        data = "" if body is None else json.dumps(body)
        answer = client.generic(method, f"/api/v1/{path}", data, "application/json", headers=sent)
        assert answer.status_code == status, answer.content
        return answer.json()

    assert ask("GET", "stages")["version"] == 0
    assert ask("POST", "stages/try", {"text": TWICE})["elsewhere"]["n"] == Person.objects.count()
    assert "Line 1" in ask("POST", "stages/try", {"text": "- {}"}, 422)["detail"]
    made = ask("POST", "stages/rules", {"text": TWICE, "reason": "Once is little."}, 201)
    assert made["versions"][0]["in_force"]
    ask("POST", f"stages/rules/{made['version']}/undo")
    ask("POST", "stages/rules/77/undo", status=404)
    assert {flow["origin"] for flow in ask("GET", "stages/flows?months=2")["flows"]} >= {"stranger", "friend"}
    who = person_of("Leila Haddad")
    said = ask("POST", f"people/{who}/stage", {"stage": "friend", "reason": "We met."}, 201)["said"]
    assert said["stage"] == "friend"
    assert ask("POST", f"stage-decisions/{said['id']}/undo")["said"] is None
    assert ask("GET", f"people/{who}/stage")["decisions"][0]["undone"]
