"""Queries through the API: kept, linted, tried, heard, judged, left out, counted, delivered."""

import pytest

from twoears.jobs import catch_up
from twoears.queries.models import Query
from twoears.threads.actions import say_us


@pytest.fixture
def kept(ask, world) -> str:
    made = ask("POST", "queries", {"text": "housing OR price", "name": "Price"})
    assert made.status_code == 201
    catch_up()
    return made.json()["id"]


def test_a_query_is_kept_listed_and_heard(ask, kept: str) -> None:
    (shown,) = ask("GET", "queries").json()["items"]
    assert (shown["id"], shown["hits"], shown["caught_up"]) == (kept, 1, True)
    (hit,) = ask("GET", f"queries/{kept}/hits").json()["items"]
    assert [hit["words"][low:high] for low, high in hit["marks"]] == ["price", "housing"]
    assert ask("GET", f"queries/{kept}/volume").json()["voices"] == 1
    assert ask("GET", f"queries/{kept}/volume?since=2199-01-01").json()["posts"] == 0
    assert ask("GET", f"queries/{kept}/hits?since=2199-01-01").json()["items"] == []
    assert ask("GET", "queries/q_nobody").status_code == 404


def test_what_we_said_ourselves_is_a_view_of_its_own(ask, kept: str) -> None:
    (hit,) = ask("GET", f"queries/{kept}/hits").json()["items"]
    say_us(member=None, handles=[hit["handle"]])
    catch_up()
    assert ask("GET", f"queries/{kept}/hits").json()["items"] == []
    (ours,) = ask("GET", f"queries/{kept}/hits?which=ours").json()["items"]
    assert (ours["post"], ours["ours"]) == (hit["post"], True)
    volume = ask("GET", f"queries/{kept}/volume").json()
    assert (volume["posts"], volume["ours"], volume["hidden"]) == (0, 1, 0)
    assert ask("GET", f"queries/{kept}/hits?which=all").status_code == 422


def test_a_list_of_queries_goes_on_by_its_cursor(ask, kept: str) -> None:
    ask("POST", "queries", {"text": "pump"})
    first = ask("GET", "queries?limit=1").json()
    rest = ask("GET", f"queries?limit=1&after={first['next']}").json()
    assert [one["name"] for page in (first, rest) for one in page["items"]] == ["Price", "pump"]
    assert rest["next"] is None and rest["total"] == 2


def test_a_senseless_query_is_refused_with_its_place(ask, world) -> None:
    answer = ask("POST", "queries", {"text": "(pump"})
    assert answer.status_code == 422
    assert "^" in answer.json()["errors"][0]["detail"]
    assert ask("GET", "queries/preview?text=pump+AND").status_code == 422
    mistake = ask("GET", "queries/lint?text=(pump").json()["mistake"]
    assert (mistake["at"], mistake["mended"]) == (0, "(pump)")
    assert ask("GET", "queries/lint?text=pump").json()["tidy"] == "pump"


def test_it_is_tried_before_it_is_kept(ask, world) -> None:
    tried = ask("GET", "queries/preview?text=calibration").json()
    assert (tried["found"], len(tried["sample"]), tried["precision"]["n"]) == (1, 1, 0)
    assert not Query.objects.exists()


def test_a_hit_is_judged_and_the_share_that_is_meant_comes_back(ask, kept: str) -> None:
    (hit,) = ask("GET", f"queries/{kept}/hits").json()["items"]
    number = ask("POST", f"queries/{kept}/marks", {"post": hit["post"], "right": True})
    assert number.status_code == 201
    assert (number.json()["k"], number.json()["n"]) == (1, 1)
    assert ask("POST", f"queries/{kept}/marks", {"post": 10**9, "right": True}).status_code == 404
    assert ask("POST", f"queries/{kept}/marks/{hit['post']}/undo").json()["n"] == 0
    assert ask("POST", f"queries/{kept}/marks/{hit['post']}/undo").status_code == 404


def test_what_is_left_out_can_be_shown_again(ask, kept: str) -> None:
    left = ask("POST", f"queries/{kept}/exclusions", {"text": "heated"})
    assert (left.status_code, left.json()["hides"]) == (201, 1)
    assert ask("GET", f"queries/{kept}/hits").json()["items"] == []
    assert [hit["ours"] for hit in ask("GET", f"queries/{kept}/hits?which=hidden").json()["items"]] == [False]
    assert len(ask("GET", f"queries/{kept}/exclusions").json()["items"]) == 1
    assert ask("POST", f"queries/{kept}/exclusions/{left.json()['id']}/undo").json()["items"] == []
    assert len(ask("GET", f"queries/{kept}/hits").json()["items"]) == 1
    assert ask("POST", f"queries/{kept}/exclusions/999/undo").status_code == 404


def test_share_of_voice_names_its_denominator(ask, kept: str) -> None:
    other = ask("POST", "queries", {"text": "display OR price"}).json()["id"]
    catch_up()
    answer = ask("GET", f"queries/share?id={kept}&id={other}")
    assert answer.status_code == 200, answer.content
    numbers = answer.json()["items"]
    assert [(one["k"], one["n"]) for one in numbers] == [(1, 2), (2, 2)]
    assert "of all stories" in numbers[0]["of"]
    assert ask("GET", "queries/share").status_code == 422


def test_it_is_changed_removed_and_brought_back(ask, kept: str) -> None:
    assert ask("POST", f"queries/{kept}/change", {"name": "Prices", "text": "price"}).json()["name"] == "Prices"
    assert ask("POST", f"queries/{kept}/change", {"text": "("}).status_code == 422
    assert ask("POST", f"queries/{kept}/remove").json()["removed"]
    assert ask("GET", "queries").json()["items"] == []
    assert not ask("POST", f"queries/{kept}/bring-back").json()["removed"]
    assert ask("POST", "queries", {"text": "x", "name": "Prices"}).status_code == 409


def test_where_hits_go_is_said_and_taken_back(ask, kept: str) -> None:
    there = {"webhook": "https://hook.example/", "on_today": True, "feed": True}
    told = ask("POST", f"queries/{kept}/deliver", there).json()
    assert told["webhook"] == "https://hook.example/" and told["on_today"] and told["feed_key"]
    assert ask("POST", f"queries/{kept}/deliver", {}).json()["feed_key"] == ""
    assert ask("POST", f"queries/{kept}/deliver", {"webhook": "mailto:a@b"}).status_code == 422
    refused = ask("POST", f"queries/{kept}/deliver", {"webhook": "http://127.0.0.1:8123/hook"})
    assert refused.status_code == 422 and "TWOEARS_ALLOW_PRIVATE_HOSTS=1" in refused.json()["detail"]


def test_readers_look_and_keep_nothing(ask, ask_as_reader, kept: str) -> None:
    assert ask_as_reader("GET", f"queries/{kept}/hits").status_code == 200
    assert ask_as_reader("POST", "queries", {"text": "pump"}).status_code == 403
    assert ask_as_reader("POST", f"queries/{kept}/remove").status_code == 403


def test_today_names_what_was_heard_since_yesterday(ask, kept: str) -> None:
    assert ask("GET", "today").json()["queries"] == []
    ask("POST", f"queries/{kept}/deliver", {"on_today": True})
    (heard,) = ask("GET", "today").json()["queries"]
    assert (heard["name"], heard["n"], heard["stories"]) == ("Price", 1, 1)
