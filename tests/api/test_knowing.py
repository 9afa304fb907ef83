"""People, ratios, sources and ourselves through the API."""

from pathlib import Path

import pytest

from twoears.activities.models import Actor, Post
from twoears.sources.models import Connection


def test_people_are_listed_a_page_at_a_time(ask, world) -> None:
    page = ask("GET", "people?limit=2").json()
    assert (len(page["items"]), page["total"]) == (2, 5)
    rest = ask("GET", f"people?limit=10&after={page['next']}").json()
    assert len(rest["items"]) == 3
    assert [card["name"] for card in ask("GET", "people?q=bob").json()["items"]] == ["Bob"]
    assert ask("GET", "people?view=enemies").status_code == 422


def test_one_person_comes_with_stages_and_give_and_take(ask, person) -> None:
    shown = ask("GET", f"people/{person('Bob')}").json()
    assert shown["stage"] == "friend"
    assert [number["key"] for number in shown["give_and_take"]] == ["turned_to_us_first", "answered", "promotion"]
    assert shown["held"] == [{"what": "Public posts", "why": "They said it in public, to you or beside you."}]
    assert ask("GET", "people/p_none").status_code == 404


def test_hours_are_not_guessed_from_two_posts(ask, person) -> None:
    hours = ask("GET", f"people/{person('Bob')}").json()["hours"]
    assert (hours["n"], hours["shares"], hours["leave_alone"], hours["sure"]) == (2, [], None, False)
    assert hours["sentence"].startswith("Too early to tell: two posts were heard")


def test_two_are_one_until_it_is_taken_back(ask, person) -> None:
    ann, annie = person("Ann"), person("Annie")
    made = ask("POST", f"people/{ann}/merge", {"other": annie})
    assert (made.status_code, made.json()["kind"]) == (201, "merge")
    assert len(ask("GET", f"people/{annie}").json()["known_as"]) == 2
    assert ask("POST", f"people/{ann}/merge", {"other": annie}).status_code == 409
    assert ask("POST", f"people/{ann}/merge", {"other": "p_none"}).status_code == 404
    assert ask("POST", f"identities/{made.json()['id']}/undo").json()["undone"] is True
    assert len(ask("GET", f"people/{annie}").json()["known_as"]) == 1
    assert ask("POST", "identities/999999/undo").status_code == 404


def test_an_account_is_split_from_the_others(ask, person) -> None:
    ann, annie = person("Ann"), person("Annie")
    ask("POST", f"people/{ann}/merge", {"other": annie})
    accounts = {known["name"]: known["actor"] for known in ask("GET", f"people/{ann}").json()["known_as"]}
    account = accounts["Annie"]
    assert ask("POST", f"people/{ann}/split", {"actor": account}).status_code == 201
    assert ask("POST", f"people/{ann}/split", {"actor": account}).status_code == 404
    assert ask("POST", f"people/{ann}/split", {"actor": 0}).status_code == 422


def test_owners_forget_whoever_they_name_in_full(ask, ask_as_owner, person) -> None:
    bob = person("Bob")
    assert ask("DELETE", f"people/{bob}", {"typed": "Bob"}).status_code == 403
    assert ask_as_owner("DELETE", f"people/{bob}", {"typed": "bob"}).status_code == 422
    gone = ask_as_owner("DELETE", f"people/{bob}", {"typed": "Bob"})
    assert gone.json() == {"accounts": 1, "posts": 2, "activities": 2}
    assert ask_as_owner("GET", f"people/{bob}").status_code == 404
    assert not Actor.objects.filter(name="Bob").exists()


def test_every_ratio_comes_with_what_it_was_made_of(ask, world) -> None:
    shown = ask("GET", "measures").json()
    assert shown["us"] == ["Acme"]
    assert len(shown["items"]) == 5
    answered = next(number for number in shown["items"] if number["key"] == "answered_within_promise")
    assert answered["low"] <= answered["estimate"] == answered["k"] / answered["n"] <= answered["high"]


def test_answer_times_come_with_how_many_waited(ask, world) -> None:
    shown = ask("GET", "answer-times").json()
    assert shown["ours"]["answered"] <= shown["ours"]["n"]
    assert [step["hours"] for step in shown["ours"]["within"]] == [1, 4, 24, 72, 168, 720]
    assert ask("GET", "answer-times?from=2001-01-01&to=2001-02-01").json()["ours"]["n"] == 0
    assert ask("GET", "answer-times?from=2001-02-01&to=2001-01-01").status_code == 422


def test_a_time_without_anything_heard_has_no_estimate(ask, world) -> None:
    shown = ask("GET", "measures?from=2001-01-01&to=2001-02-01T00:00:00Z").json()
    assert {number["estimate"] for number in shown["items"]} == {None}
    assert len(shown["before"]) == 5
    assert ask("GET", "measures?from=2001-02-01&to=2001-01-01").status_code == 422
    assert ask("GET", "measures?from=yesterday").json()["errors"][0]["where"] == "query.from"


def test_before_anything_was_heard_there_are_no_numbers(ask) -> None:
    assert ask("GET", "measures").json()["items"] == []


def test_a_source_is_added_paused_resumed_tested_and_removed(ask, source: Connection) -> None:
    added = ask("POST", "sources", {"text": "https://acme.example/feed.xml", "us": ["acme"]})
    assert (added.status_code, added.json()["state"]) == (201, "waiting")
    assert Connection.objects.get(pk=added.json()["id"]).asked["us"] == ["acme"]
    where = f"sources/{source.pk}"
    assert "1 activity" in ask("POST", f"{where}/test").json()["seen"]
    assert ask("POST", f"{where}/pause").json()["state"] == "paused"
    assert ask("POST", f"{where}/resume").json()["state"] == "waiting"
    assert ask("GET", "sources").json()["total"] == 2
    assert ask("POST", f"{where}/remove").status_code == 204
    assert ask("GET", "sources").json()["total"] == 1
    for what in ("test", "pause", "resume", "remove"):
        assert ask("POST", f"{where}/{what}").status_code == 404


def test_what_nobody_knows_is_not_listened_to(ask) -> None:
    refused = ask("POST", "sources", {"text": "what is this?"})
    assert (refused.status_code, Connection.objects.count()) == (422, 0)


def test_a_program_cannot_make_the_server_read_its_own_files(ask, source: Connection) -> None:
    there, not_there = (ask("POST", "sources", {"text": text}).json() for text in (source.text, f"{source.text}.none"))
    assert there["status"] == not_there["status"] == 422
    assert there["detail"].replace(source.text, "") == not_there["detail"].replace(f"{source.text}.none", "")
    assert Connection.objects.count() == 1


def test_a_record_that_was_set_aside_is_seen_and_tried_again(ask, aside) -> None:
    assert [shown["reason"] for shown in ask("GET", "asides").json()["items"]] == ["no JSON"]
    assert ask("GET", f"asides?source={aside.connection_id + 1}").json()["items"] == []
    assert ask("POST", f"asides/{aside.pk}/retry").json() == {"settled": False}
    aside.raw = b'{"type": "Create"}'
    aside.save()
    assert ask("POST", f"asides/{aside.pk}/retry").json() == {"settled": False}
    aside.raw = Path(aside.connection.text).read_bytes()
    aside.save()
    for _ in range(2):
        assert ask("POST", f"asides/{aside.pk}/retry").json() == {"settled": True}
    assert Connection.objects.get().set_aside == 0
    assert ask("GET", "asides").json()["items"] == []
    assert len(ask("GET", "asides?settled=true").json()["items"]) == 1
    assert ask("POST", "asides/999999/retry").status_code == 404


def test_we_say_who_is_us_and_take_it_back(ask, world) -> None:
    assert ask("GET", "us").json()["us"] == ["acme@social.example"]
    assert ask("POST", "us", {"handles": ["@acme.example"]}).json()["us"] == ["@acme.example", "acme@social.example"]
    assert ask("DELETE", "us?handle=%40acme.example").status_code == 204
    assert ask("DELETE", "us?handle=%40acme.example").status_code == 404
    assert ask("POST", "us", {"handles": []}).status_code == 422


@pytest.mark.parametrize("name", ["Acme"])
def test_whoever_answers_others_is_offered_as_us(ask, world, name: str) -> None:
    assert ask("GET", "us").json()["candidates"] == [], "we are known there"
    ask("DELETE", "us?handle=acme%40social.example")
    assert name in [candidate["name"] for candidate in ask("GET", "us").json()["candidates"]]


def test_texts_are_understood_by_every_reader_and_not_kept(ask, world) -> None:
    before = Post.objects.count()
    names = [reader["name"] for reader in ask("GET", "readers").json()["items"]]
    texts = ["Does the FX-3 run on Linux, and what does it cost?", ""]
    first, second = ask("POST", "understand", {"texts": texts}).json()["items"]
    assert [note["reader"] for note in first["notes"]] == [note["reader"] for note in second["notes"]] == names
    asks = next(note for note in first["notes"] if note["reader"] == "asks")
    assert asks["label"] == "question" and asks["words"][0] in texts[0]
    assert all(note["label"] in ("none", "cannot tell") for note in second["notes"])
    assert Post.objects.count() == before
    assert ask("POST", "understand", {"texts": []}).status_code == 422
    assert ask("POST", "understand", {"texts": ["a"] * 101}).status_code == 422


def test_a_label_is_corrected_and_taken_back(ask, world) -> None:
    post = Post.objects.filter(text__gt="").first()
    made = ask("POST", "corrections", {"post": post.pk, "reader": "thanks", "label": "thanks"})
    assert made.status_code == 201 and made.json()["label"] == "thanks"
    assert ask("GET", "corrections?reader=thanks").json()["total"] == 1
    assert "thanks" in [one["name"] for one in ask("GET", "readers/taught").json()["items"] if one["right"]["n"]]
    assert ask("DELETE", f"corrections/{made.json()['id']}").status_code == 204
    assert ask("GET", "corrections").json()["items"][0]["undone"] is True
    assert ask("POST", "corrections", {"post": post.pk, "reader": "thanks", "label": "joy"}).status_code == 422
    assert ask("POST", "corrections", {"post": 999_999, "reader": "thanks", "label": "none"}).status_code == 404


def test_how_sure_a_reader_must_be_is_chosen_and_taken_back(ask, world) -> None:
    made = ask("POST", "readers/thanks/choices", {"enough": 0.9})
    assert made.status_code == 201 and (made.json()["what"], made.json()["value"]) == ("enough", 0.9)
    shown = ask("GET", "readers/set").json()
    (thanks,) = [one for one in shown["items"] if one["name"] == "thanks"]
    assert (thanks["enough"], thanks["shipped"], thanks["here"]) == (0.9, 0.6, [])
    assert all(one["right"]["k"] == one["found"]["k"] for one in thanks["trade"]) and shown["layers"] == []
    assert ask("POST", "readers/thanks/choices", {"layer": False}).json()["what"] == "layer"
    assert ask("DELETE", f"readers/choices/{made.json()['id']}").status_code == 204
    assert ask("POST", "readers/thanks/choices", {}).status_code == 422
    assert ask("POST", "readers/thanks/choices", {"enough": 0.9, "layer": True}).status_code == 422
    assert ask("POST", "readers/thanks/choices", {"enough": 2}).status_code == 422
    assert ask("POST", "readers/mood/choices", {"enough": 0.9}).status_code == 404
    assert ask("DELETE", "readers/choices/999999").status_code == 404


def test_a_draft_is_compared_and_not_kept(ask, world) -> None:
    before = Post.objects.count()
    found = ask("POST", "fit", {"text": "It runs on SQLite, and what it costs stands below."}).json()
    assert found["n"] > 0 and not found["enough"] and found["taken_up"]["n"] >= 1
    assert ask("POST", "fit", {"text": "x", "view": "enemies"}).status_code == 422
    assert Post.objects.count() == before


def test_lists_are_narrowed_by_what_was_named_and_texts_say_what_they_name(ask, world) -> None:
    (one,) = ask("POST", "understand", {"texts": ["The FX-3 is €20 in Berlin"]}).json()["items"]
    assert [(found["kind"], found["key"]) for found in one["entities"]] == [
        ("product", "fx-3"), ("price", "EUR 20.00"), ("place", "berlin"),
    ]  # fmt: skip
    for path in ("conversations?tab=all&", "people?"):
        everything = ask("GET", path).json()["total"]
        assert everything and ask("GET", f"{path}about=place:nowhere").json()["total"] == 0
        refused = ask("GET", f"{path}about=berlin")
        assert refused.status_code == 422 and "place:berlin" in refused.json()["detail"]
