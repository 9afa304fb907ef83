"""The doors of tracking libraries: who may send, what they are told, and what becomes of it behind them."""

import base64
import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from twoears.activities.models import Activity, Actor
from twoears.jobs import catch_up
from twoears.people.models import Identity, Person
from twoears.sources.actions import connect, pause
from twoears.sources.events import read
from twoears.sources.models import Aside, Brought, Connection, State
from twoears.sources.tasks import take_in
from twoears.team.models import Member

pytestmark = pytest.mark.django_db
SAMPLE = json.loads((Path(read.__file__).parent / "samples/batch.json").read_bytes())
EVENT = {"type": "track", "userId": "u", "event": "Song Played", "messageId": "m"}


@pytest.fixture
def key() -> str:
    return connect("events").door


@pytest.fixture
def sdk() -> Client:
    return Client(enforce_csrf_checks=True)


def basic(key: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode()}


def send(sdk: Client, said: object, path: str = "/v1/batch", **headers: str) -> Any:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    kind = headers.pop("kind", "application/json")
    return sdk.post(path, body, content_type=kind, headers=headers)


def test_a_server_names_its_key_by_basic_authorization(sdk: Client, key: str) -> None:
    said = send(sdk, {"batch": [EVENT]}, **basic(key))
    assert (said.status_code, said.json()) == (200, {"success": True})
    assert Brought.objects.count() == 1
    assert take_in() == 1
    assert Activity.objects.get().type == "visit"
    assert Connection.objects.get().state == State.LISTENING


@pytest.mark.parametrize("word", ["v1/t", "v1/track"])
def test_a_browser_names_its_key_within_and_sends_text(sdk: Client, key: str, word: str) -> None:
    said = send(sdk, {**EVENT, "writeKey": key}, f"/{word}", kind="text/plain", Origin="https://acme.example")
    assert said.status_code == 200
    assert said["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in said
    assert not said.cookies
    assert take_in() == 1


def test_the_key_may_stand_in_the_address_or_in_the_first_event(sdk: Client, key: str) -> None:
    assert send(sdk, EVENT, f"/v1/t?writeKey={key}").status_code == 200
    assert send(sdk, {"batch": [{**EVENT, "writeKey": key}]}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Basic"},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic " + base64.b64encode(b"\xff\xfe:").decode()},
        {"Authorization": "Bearer a.b"},
        {"Authorization": "Bearer " + "x" * 5000},
        basic("nobody"),
        basic("x" * 5000),
        basic("x" * 20 + "\x00"),
    ],
)
def test_who_has_no_key_is_told_so_and_nothing_is_kept(sdk: Client, key: str, headers: dict[str, str]) -> None:
    said = send(sdk, EVENT, "/v1/track", **headers)
    assert (said.status_code, said.json()["success"]) == (401, False)
    assert said["Access-Control-Allow-Origin"] == "*", "or a browser could not tell why"
    assert not Brought.objects.exists()


def test_the_key_of_another_kind_of_door_opens_none_of_these(sdk: Client) -> None:
    other = connect("webhook").door
    assert send(sdk, EVENT, "/v1/track", **basic(other)).status_code == 401


def test_packed_calls_are_unpacked_also_where_their_kind_says_that_they_are_forms(sdk: Client, key: str) -> None:
    packed = gzip.compress(json.dumps({"batch": [EVENT]}).encode(), mtime=0)
    form = "application/x-www-form-urlencoded"
    assert send(sdk, packed, kind=form, **basic(key), **{"Content-Encoding": "gzip"}).status_code == 200
    assert send(sdk, packed, kind=form, **basic(key)).status_code == 200, "by its first bytes"
    assert take_in() == 2
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"not packed", 400),
        (gzip.compress(b'{"batch": []}', mtime=0)[:-6], 400),
        (gzip.compress(b"x" * 600_000, mtime=0), 413),
        (gzip.compress(b"\x00" * 50_000_000, mtime=0), 413),
        (b"\x1f\x8b", 400),
    ],
)
def test_what_is_packed_wrong_or_unfolds_beyond_measure_is_refused(
    sdk: Client, key: str, body: bytes, status: int
) -> None:
    said = send(sdk, body, **basic(key), **{"Content-Encoding": "gzip"})
    assert (said.status_code, said.json()["success"]) == (status, False)
    assert not Brought.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"), [(b"", 400), (b"{", 400), (b'{"batch": 7}', 400), (b'{"a":"' + b"x" * 600_000 + b'"}', 413)]
)
def test_what_is_no_call_is_refused(sdk: Client, key: str, body: bytes, status: int) -> None:
    assert send(sdk, body, **basic(key)).status_code == status
    assert not Brought.objects.exists()


def test_browsers_may_ask_first_and_others_may_not_look(sdk: Client) -> None:
    asked = sdk.options("/v1/t", headers={"Origin": "https://acme.example", "Access-Control-Request-Method": "POST"})
    assert asked.status_code == 204
    assert "authorization" in asked["Access-Control-Allow-Headers"]
    assert sdk.get("/v1/t").status_code == 405
    assert sdk.post("/v1/nothing").status_code == 404


def test_the_library_of_a_browser_is_told_where_to_send(sdk: Client, key: str) -> None:
    told = sdk.get(f"/v1/projects/{key}/settings").json()["integrations"]["Segment.io"]
    assert (told["apiKey"], told["apiHost"], told["protocol"]) == (key, "testserver/v1", "http")
    assert sdk.get("/v1/projects/nobody/settings").status_code == 404


def test_a_storm_is_told_to_come_back_later(sdk: Client, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twoears.sources.actions._MOST_WAITING", 3)
    said = [send(sdk, {"batch": [EVENT]}, **basic(key)) for _ in range(5)]
    assert [one.status_code for one in said] == [200, 200, 200, 429, 429]
    assert int(said[-1]["Retry-After"]) > 0
    assert said[-1].json()["success"] is False
    take_in()
    assert send(sdk, {"batch": [EVENT]}, **basic(key)).status_code == 200


def test_a_door_that_is_closed_for_a_while_asks_to_come_back(sdk: Client, key: str, owner: Member) -> None:
    pause(member=owner, connection=Connection.objects.get())
    said = send(sdk, {"batch": [EVENT]}, **basic(key))
    assert (said.status_code, "Retry-After" in said) == (503, True)


def test_nothing_of_the_computer_that_sent_it_is_kept(sdk: Client, key: str) -> None:
    sdk.post("/v1/track", json.dumps(EVENT), content_type="application/json", REMOTE_ADDR="203.0.113.9",
             headers={**basic(key), "X-Forwarded-For": "203.0.113.9", "User-Agent": "Mozilla/5.0 Secret"})  # fmt: skip
    row = Brought.objects.get()
    assert "203.0.113.9" not in repr(row.headers) and "Secret" not in repr(row.headers)
    assert "authorization" not in row.headers


def test_sent_twice_it_is_heard_once_and_what_is_broken_is_kept_to_look_at(sdk: Client, key: str) -> None:
    batch = {"batch": [*SAMPLE["batch"], {"type": "track", "userId": "u", "timestamp": "2026-03-01T09:00:00Z"}]}
    for _ in range(2):
        send(sdk, batch, **basic(key))
        take_in()
    assert Activity.objects.count() == 7
    assert Aside.objects.count() == 1


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("together", [True, False])
def test_a_visitor_who_says_who_they_are_is_one_person_with_all_that_they_did_before(
    sdk: Client, key: str, order: int, together: bool
) -> None:
    """In whatever order it comes: a page, a form, then they sign in, order, and use their telephone."""
    events = SAMPLE["batch"][::order]
    for batch in [events] if together else [[event] for event in events]:
        send(sdk, {"batch": batch}, **basic(key))
        take_in()
    catch_up()
    ann = Person.objects.get(name="Ann Berg")
    accounts = set(Identity.objects.filter(person=ann).values_list("actor__uid", flat=True))
    assert accounts == {"events:anon/browser-1", "events:anon/phone-1", "events:user/u-42"}
    assert ann.stage == "customer"
    assert Actor.objects.get(uid="events:user/u-42").mail == "ann@norrvik.example"
    assert Actor.objects.get(uid="events:group/norrvik").name == "Norrvik"


def test_who_signs_in_much_later_is_who_they_were(sdk: Client, key: str) -> None:
    form = {"type": "track", "event": "Form Submitted", "anonymousId": "browser"}
    order = {"type": "track", "event": "Order Completed", "userId": "ann"}
    for said in (form, order, {"type": "identify", "anonymousId": "browser", "userId": "ann"}):
        send(sdk, {"batch": [said]}, **basic(key))
        take_in()
        catch_up()
    assert Identity.objects.filter(actor__uid__startswith="events:").values("person").distinct().count() == 1


def test_two_who_use_one_browser_stay_two(sdk: Client, key: str) -> None:
    """One signs in, then another; the browser belongs to who was there last."""
    said = [
        {"type": "track", "event": "Signed Up", "userId": who, "anonymousId": "browser", "timestamp": f"2026-03-0{day}"}
        for day, who in ((1, "ann"), (2, "bob"))
    ]
    send(sdk, {"batch": said}, **basic(key))
    take_in()
    catch_up()
    people = dict(Identity.objects.values_list("actor__uid", "person"))
    assert people["events:user/ann"] != people["events:user/bob"]
    assert people["events:anon/browser"] == people["events:user/bob"]


def test_strangers_who_never_say_who_they_are_make_no_people(sdk: Client, key: str) -> None:
    send(sdk, {"batch": [{"type": "page", "anonymousId": f"b{n}"} for n in range(3)]}, **basic(key))
    take_in()
    catch_up()
    assert (Actor.objects.count(), Person.objects.count()) == (3, 0)
    assert Activity.objects.filter(published__lte=datetime.now(UTC)).count() == 3
