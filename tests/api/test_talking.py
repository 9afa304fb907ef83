"""Conversations through the API: looking, deciding, undoing."""

from datetime import UTC, datetime, timedelta

from twoears.conversations.models import Decision, Draft, TeamNote
from twoears.team.models import Member, Team


def test_today_names_who_waits_and_why(ask, world) -> None:
    shown = ask("GET", "today").json()
    assert shown["waiting_total"] == 4
    assert {row["person"] for row in shown["waiting"]} == {"Ann", "Annie", "Carla", "Dora"}
    assert all(row["why"][0]["reason"] for row in shown["waiting"])
    assert shown["heard_for_each_said"]["n"] == 2
    assert len(ask("GET", "today?limit=2").json()["waiting"]) == 2


def test_a_list_goes_on_by_its_cursor_until_the_end(ask, world) -> None:
    first = ask("GET", "conversations?limit=3")
    page = first.json()
    assert (len(page["items"]), page["total"]) == (3, 4)
    assert f"after={page['next']}" in first["Link"]
    rest = ask("GET", f"conversations?limit=3&after={page['next']}").json()
    assert rest["next"] is None
    assert len({row["conversation"] for row in page["items"] + rest["items"]}) == 4


def test_conversations_are_chosen_by_tab_network_and_words(ask, world) -> None:
    assert ask("GET", "conversations?tab=all&q=SQLite").json()["total"] == 1
    assert ask("GET", "conversations?tab=mine").json()["total"] == 0
    assert ask("GET", "conversations?network=mail").json()["items"] == []


def test_a_tab_a_cursor_or_a_limit_that_is_none_is_named(ask, world) -> None:
    for query, where in (
        ("tab=nowhere", "query.tab"),
        ("after=999", "query.after"),
        ("limit=0", "query.limit"),
        ("q=%00", "query.q"),
    ):
        refused = ask("GET", f"conversations?{query}")
        assert refused.status_code == 422
        assert refused["Content-Type"] == "application/problem+json"
        assert [mistake["where"] for mistake in refused.json()["errors"]] == [where]


def test_what_is_not_known_is_ignored(ask, conversation) -> None:
    assert ask("GET", "conversations?colour=red").status_code == 200
    body = {"text": "Call her.", "colour": "red"}
    assert ask("POST", f"conversations/{conversation('Ann')}/notes", body).status_code == 201


def test_one_conversation_comes_with_its_words_and_its_tag(ask, conversation) -> None:
    answer = ask("GET", f"conversations/{conversation('Bob')}?all=1")
    shown = answer.json()
    assert [message["author"] for message in shown["messages"]] == ["Bob", "Acme", "Bob"]
    assert answer["ETag"] == f'"{shown["etag"]}"'
    assert ask("GET", "conversations/c_none").status_code == 404


def test_done_takes_somebody_off_the_list_and_undo_brings_them_back(ask, conversation) -> None:
    made = ask("POST", f"conversations/{conversation('Ann')}/done")
    assert (made.status_code, made.json()["kind"]) == (201, "done")
    assert ask("GET", "today").json()["waiting_total"] == 3
    undone = ask("POST", f"decisions/{made.json()['id']}/undo")
    assert undone.json()["undone"] is True
    assert ask("GET", "today").json()["waiting_total"] == 4
    assert ask("POST", "decisions/999999/undo").status_code == 404
    assert ask("POST", f"decisions/{2**63}/undo").status_code == 422


def test_answered_there_puts_the_draft_away(ask, conversation) -> None:
    where = f"conversations/{conversation('Ann')}"
    assert ask("POST", f"{where}/draft", {"text": "It does."}).json() == {"text": "It does."}
    assert ask("GET", where).json()["draft"] == "It does."
    assert ask("POST", f"{where}/answered").json()["kind"] == "answered"
    assert not Draft.objects.exists()


def test_an_empty_draft_is_thrown_away(ask, conversation) -> None:
    where = f"conversations/{conversation('Ann')}/draft"
    ask("POST", where, {"text": "It does."})
    assert ask("POST", where, {"text": " "}).json() == {"text": ""}


def test_later_hides_until_the_moment_that_is_named(ask, conversation) -> None:
    where, until = f"conversations/{conversation('Ann')}/later", datetime.now(UTC) + timedelta(days=1)
    assert ask("POST", where, {"until": until.isoformat()}).status_code == 201
    assert ask("GET", "conversations?tab=later").json()["total"] == 1
    for moment in ("soon", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", None):
        refused = ask("POST", where, {"until": moment})
        assert refused.status_code == 422, moment
        assert refused.json()["errors"][0]["where"] == "body.until"


def test_it_is_handed_to_a_colleague_or_a_team_that_is_here(ask, member: Member, conversation) -> None:
    where = f"conversations/{conversation('Ann')}"
    Team.objects.create(name="Service")
    assert ask("POST", f"{where}/hand-over", {"to_member": "mia", "reason": "hers"}).json()["to"] == "Mia"
    assert ask("POST", f"{where}/hand-over", {"to_team": "Service"}).json()["to"] == "Service"
    assert ask("GET", where).json()["team"] == "Service"
    refused = ask("POST", f"{where}/hand-over", {"to_member": "nobody"})
    assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, "body.to_member")
    assert ask("POST", f"{where}/hand-over", {"to_team": "None"}).status_code == 422


def test_a_note_is_for_the_team_and_needs_words(ask, conversation) -> None:
    where = f"conversations/{conversation('Ann')}"
    note = ask("POST", f"{where}/notes", {"text": " She knows Bob. "}).json()
    assert (note["member"], note["text"]) == ("Mia", "She knows Bob.")
    assert ask("GET", where).json()["notes"] == [note | {"at": ask("GET", where).json()["notes"][0]["at"]}]
    assert ask("POST", f"{where}/notes", {"text": "  "}).status_code == 422
    assert ask("POST", f"{where}/notes", {"text": "\ud800"}).status_code == 422
    assert TeamNote.objects.count() == 1


def test_whoever_decides_about_what_they_saw_is_told_when_it_has_changed(ask, conversation) -> None:
    where = f"conversations/{conversation('Ann')}"
    seen = ask("GET", where)["ETag"]
    assert ask("POST", f"{where}/hand-over", {"to_member": "mia"}, If_Match=seen).status_code == 201
    refused = ask("POST", f"{where}/done", If_Match=seen)
    assert (refused.status_code, refused.json()["title"]) == (412, "Precondition failed")
    assert Decision.objects.count() == 1
    now = ask("GET", where)["ETag"]
    assert ask("POST", f"{where}/done", If_Match=f"W/{now}").status_code == 201
    assert ask("POST", f"{where}/done", If_Match="*").status_code == 201


def test_a_decision_about_nothing_is_refused(ask, world) -> None:
    for what, body in (
        ("done", None),
        ("answered", None),
        ("later", {"until": "2026-12-01"}),
        ("hand-over", {}),
        ("notes", {"text": "x"}),
        ("draft", {"text": "x"}),
    ):
        assert ask("POST", f"conversations/c_none/{what}", body).status_code == 404, what


def test_find_gives_people_and_conversations(ask, world) -> None:
    assert [hit["title"] for hit in ask("GET", "find?q=bob").json()["items"] if hit["kind"] == "person"] == ["Bob"]
    assert {hit["kind"] for hit in ask("GET", "find?q=price").json()["items"]} == {"conversation"}
    assert ask("GET", "find").status_code == 422


def test_what_is_found_is_counted_and_goes_on_by_its_cursor(ask, world) -> None:
    whole = ask("GET", "find?q=a").json()
    most = max(whole["total"], key=lambda kind: whole["total"][kind])
    assert whole["total"][most] > 1 and whole["next"] is None
    first = ask("GET", f"find?q=a&kind={most}&limit=1").json()
    second = ask("GET", f"find?q=a&kind={most}&limit=1&after={first['next']}").json()
    assert {hit["kind"] for hit in first["items"] + second["items"]} == {most}
    assert first["items"] != second["items"]
    assert ask("GET", f"find?q=a&limit=1&after={first['next']}").status_code == 422


def test_conversations_are_narrowed_to_a_language(ask, world, member) -> None:
    assert ask("GET", "conversations").json()["languages"] == ["en"]
    every = ask("GET", "conversations").json()["total"]
    assert ask("GET", "conversations?lang=en").json()["total"] == every > 0
    assert ask("GET", "conversations?lang=de").json()["items"] == []
    assert ask("GET", "conversations?lang=mine").json()["total"] == 0
    member.languages = ["en"]
    member.save()
    assert ask("GET", "conversations?lang=mine").json()["total"] == every


def test_a_source_tells_when_its_people_speak(ask, ask_as_reader, source, world) -> None:
    for asker in (ask, ask_as_reader):
        told = asker("GET", f"sources/{source.pk}/voices").json()
        assert (told["speak"]["n"], told["speak"]["told"], told["languages"], told["zone"]) == (0, False, [], "UTC")
    assert ask("GET", "sources/999/voices").status_code == 404
