"""Who can hear us, on the page: rings, audiences, whom we want, who carries us; and the same for other programs."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.conftest import NOW, actor, stream_of
from twoears.activities.record import record
from twoears.activities.values import Activity, Actor, Post, created
from twoears.jobs import catch_up
from twoears.lib.intervals import share
from twoears.queries.actions import add
from twoears.reach.rings import Audience
from twoears.reach.wanted.models import Wanted
from twoears.sources.actions import connect, listen
from twoears.sources.reading import Asked
from twoears.web.rings import dot_for, rings

ALL = {"days": 0}


def body(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def desk(client: Client, owner) -> Client:
    client.force_login(owner)
    return client


def follow(who: str, whom: str) -> Activity:
    by, to = actor(who), actor(whom)
    return Activity(id=f"{by.id}#follow-{to.id}", type="Follow", actor=by, published=NOW, object=to)


@pytest.fixture
def chain(heard) -> None:
    """Ann follows acme, Bob follows Ann, Cid follows Bob, Dan follows Cid; nobody whom we reach is heard by Eve."""
    heard("acme")
    ties = (("ann", "acme"), ("bob", "ann"), ("cid", "bob"), ("dan", "cid"), ("fay", "eve"))
    record([follow(*tie) for tie in ties])
    catch_up()


@pytest.fixture
def stream() -> list[Activity]:
    return []


def test_rings_are_steps_and_who_is_not_reached_is_counted(desk, chain) -> None:
    told = desk.get("/reach.json", ALL).json()
    assert told["finding"] == "3 of 6 of the people heard here can hear you"
    (one,) = told["audiences"]
    assert (one["name"], one["at"], one["outside"], one["reached"]["k"], one["reached"]["n"]) == (
        "x",
        [1, 1, 1],
        3,
        3,
        6,
    )
    page = body(desk.get("/reach", ALL))
    assert "3 of 6 of the people heard here can hear you" in page and "1 hear you, 1 are two steps away" in page


def test_of_those_who_are_wanted_it_says_who_can_hear_us_and_whom_nobody_heard(desk, chain) -> None:
    said = {"text": "@bob\n@eve\nNorrvik", "name": "Water"}
    page = body(desk.post("/reach/want", said, follow=True))
    assert "Noted: Water." in page and "nobody was heard: Norrvik" in page
    told = desk.get("/reach.json", ALL).json()
    assert told["by"] == "wanted" and told["finding"] == "1 of 2 of the people you want can hear you"
    assert [(one["name"], one["at"], one["outside"]) for one in told["audiences"]] == [("Water", [0, 1, 0], 1)]
    key = Wanted.objects.get().pk
    page = body(desk.post(f"/reach/wanted/{key}/remove", follow=True))
    assert "Removed: Water." in page and desk.get("/reach.json", ALL).json()["by"] == "network"
    desk.post(f"/reach/wanted/{key}/bring-back")
    assert desk.get("/reach.json", ALL).json()["by"] == "wanted"


def test_a_file_names_several_audiences_and_a_name_again_takes_the_place_of_the_list(desk, chain) -> None:
    table = b"Company,Audience\n@ann,Near\n@dan,Far\n"
    desk.post("/reach/want", {"file": SimpleUploadedFile("w.csv", table)})
    told = desk.get("/reach.json", ALL).json()
    assert {one["name"]: one["reached"]["k"] for one in told["audiences"]} == {"Near": 1, "Far": 0}
    desk.post("/reach/want", {"text": "@cid", "name": "far"})
    told = desk.get("/reach.json", ALL).json()
    assert {one["name"]: one["reached"]["k"] for one in told["audiences"]} == {"Near": 1, "far": 1}


def test_the_nearest_way_in_names_who_stands_on_it(desk, chain) -> None:
    desk.post("/reach/want", {"text": "who,what\n@ann,Near\n@dan,Far", "name": ""})
    way = desk.get("/reach.json", ALL).json()["way"]
    assert way["audience"] == "Far" and [one["name"] for one in way["through"]] == ["Acme", "Ann", "Bob", "Cid", "Dan"]
    assert 'Nearest way into Far: <span dir="auto">Dan</span>, 4 steps away, through Ann, then Bob' in body(
        desk.get("/reach", ALL)
    )


def test_who_hears_only_one_of_us_is_carried_by_them(desk, heard) -> None:
    heard("acme", "ina")
    record([follow("ann", "acme"), follow("ann", "ina"), follow("bob", "ina"), follow("cid", "ina")])
    catch_up()
    carriers = desk.get("/reach.json", ALL).json()["carriers"]
    assert [(one["who"]["name"], one["alone"]["k"], one["alone"]["n"]) for one in carriers] == [
        ("Ina", 2, 3),
        ("Acme", 0, 1),
    ]
    told = desk.get("/reach.json", ALL | {"from": "@acme"}).json()
    assert told["speaker"] == "Acme" and told["all"]["at"] == [1, 0, 0]


def test_talk_ages_and_a_follow_does_not(desk, heard, stream) -> None:
    heard("acme")
    record([follow("ann", "acme"), follow("bob", "eve")])
    record(stream_of("2020-03-01  acme  says  -  Hello.\n2020-03-02  bob  reply  acme  Hello to you."))
    catch_up()
    assert desk.get("/reach.json", ALL).json()["all"]["at"][0] == 2
    assert desk.get("/reach.json", {"days": 90}).json()["all"]["at"][0] == 1


def test_on_networks_where_nobody_follows_it_cannot_be_told(desk, heard) -> None:
    heard("acme")
    bought = Actor(id="mailto:eve@norrvik.example", network="mail", handle="eve", mail="eve@norrvik.example")
    order = Activity(id="order:1", type="order", actor=bought, published=NOW, object="https://acme.example/fx3")
    record([follow("ann", "acme"), order])
    catch_up()
    told = desk.get("/reach.json", ALL).json()
    assert {one["name"]: (one["reached"]["n"], one["reached"]["aside"]) for one in told["audiences"]} == {
        "x": (1, 0),
        "mail": (0, 1),
    }


def test_before_anything_is_known_it_says_what_is_missing(desk) -> None:
    page = body(desk.get("/reach"))
    assert "Nothing was heard yet" in page and "Say which accounts are yours" in page


def test_other_programs_get_a_table_a_graph_and_a_picture(desk, chain) -> None:
    rows = list(csv.DictReader(io.StringIO(desk.get("/reach.csv", ALL).content.decode())))
    assert (rows[0]["network"], rows[0]["step_1"], rows[0]["of"]) == ("x", "1", "6")
    tree = ElementTree.fromstring(desk.get("/reach.graphml").content)  # noqa: S314  our own
    assert len(tree.findall(".//{*}edge")) == 5
    drawn = desk.get("/reach.vl.json", ALL).json()
    assert sum(value["people"] for value in drawn["data"]["values"]) == 6


def test_readers_look_and_do_not_choose_whom_we_want(looking) -> None:
    assert looking.get("/reach").status_code == 200
    assert looking.post("/reach/want", {"text": "norrvik.example"}).status_code == 403


@pytest.mark.parametrize("asked", [{"by": "colour"}, {"from": "nobody"}, {"from": "\x00"}])
def test_what_is_not_there_is_told(desk, chain, asked) -> None:
    assert desk.get("/reach", asked).status_code in (200, 404)


@pytest.mark.parametrize("text", ["", " \n \n", "\x00", ",,,\n,,"])
def test_a_list_that_names_nobody_is_refused(desk, text) -> None:
    assert "Name at least one company" in body(desk.post("/reach/want", {"text": text}, follow=True))


def test_of_very_many_a_dot_stands_for_several_and_nobody_is_rounded_away() -> None:
    n = 40_000
    many = Audience(name="All", at=(1, 300, 9_000), outside=n, sharing=1, reached=share(9_301, n, of="", question=""))
    assert dot_for(49_301) == 100
    drawn = rings([many], "the people heard here")
    assert 480 < drawn.count("z") < 520
    assert "49,301 people" in drawn


def test_if_some_of_us_share_something_it_says_how_many_would_see_it(desk, heard) -> None:
    now = datetime.now(UTC) - timedelta(days=3)
    heard("acme", "ina")
    said = [Post(id=f"https://x.com/acme/{n}", author=actor("acme"), published=now, text="New.") for n in range(6)]
    record([created(post) for post in said])
    record(
        [follow(f"p{n}", "acme") for n in range(30)] + [follow("p1", "ina"), *(follow(f"q{n}", "p0") for n in range(9))]
    )
    by = actor("p0")
    record([Activity(id=f"s{n}", type="Announce", actor=by, published=now, object=said[n].id) for n in range(5)])
    catch_up()
    carriers = {one["who"]["name"]: one["id"] for one in desk.get("/reach.json").json()["carriers"]}
    page = body(desk.get("/reach", {"share": [carriers["Acme"], carriers["Ina"]]}))
    assert "of them would see it" in page and "30 of 39 hear it from them; passing it on adds about" in page
    assert "Of 180 times that somebody could pass on a post or an answer in the last year they did 5 times." in page
    assert "Nearly all who hear Ina (X) hear another one of them." in page
    assert "Cannot tell" in body(desk.get("/reach", {"share": "999999"}))


def test_two_spellings_of_one_list_are_one_list(desk, chain) -> None:
    desk.post("/reach/want", {"text": "who,what\n@ann,Water\n@bob,water\n@cid,WATER"})
    (one,) = Wanted.objects.filter(undone_at=None)
    assert (one.name, one.things) == ("Water", "@ann\n@bob\n@cid")


@pytest.mark.parametrize(
    ("given", "said"), [(b"@ann\n" * 250_000, "larger than 1 MB"), (b"a" * 200_000, "no list that can be read")]
)
def test_a_list_that_cannot_be_taken_whole_is_refused(desk, chain, given, said) -> None:
    after = desk.post("/reach/want", {"file": SimpleUploadedFile("w.csv", given)}, follow=True)
    assert said in body(after) and not Wanted.objects.exists()


def test_lists_that_were_brought_are_named_with_who_and_when(desk, owner, chain, tmp_path) -> None:
    path = tmp_path / "friends.csv"
    path.write_text("follower,followed\neve,acme\neve,eve\n")
    asked = Asked(options={"network": "x", "day": "2026-03-01"})
    listen(connect(str(path), kind="ties", asked=asked, member=owner))
    catch_up()
    page = body(desk.get("/reach", ALL))
    assert "Lists of who follows whom" in page and "friends.csv" in page
    assert "1 new, 0 known, 1 set aside; by" in page
    assert desk.get("/reach.json", ALL).json()["lists"][0]["read"] == 2
    assert "4 of 6 of the people heard here can hear you" not in page, "Fay hears Eve, who hears us now"
    assert "5 of 6 of the people heard here can hear you" in page


def test_an_audience_by_a_kept_query_is_offered_and_shown(desk, owner, heard, stream) -> None:
    heard("acme")
    record(stream_of("2026-03-02  ann  says  -  My pump is loud.\n2026-03-03  eve  says  -  A pump is dear."))
    record([follow("ann", "acme")])
    add(member=owner, name="Pumps", text="pump")
    catch_up()
    assert "query%3APumps" in body(desk.get("/reach", ALL))
    page = body(desk.get("/reach", ALL | {"by": "query:Pumps"}))
    assert "1 of 2 of those who said “Pumps” can hear you" in page and "of those who said so" in page
    assert desk.get("/reach", {"by": "query:taps"}).status_code == 404
