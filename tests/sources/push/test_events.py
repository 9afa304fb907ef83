"""Events of a site: what each call becomes, whatever order it comes in and whatever is wrong with it."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.activities.values import Activity, Actor
from twoears.activities.vocabulary import ACTIVITIES
from twoears.sources.events import read
from twoears.sources.events.read import SOURCE, answer, takes
from twoears.sources.reading import Asked, CannotRead, Heard, Incoming, SetAside, Thing

CAME = datetime(2026, 3, 2, 9, 6, tzinfo=UTC)
SAMPLE = Path(read.__file__).parent / "samples/batch.json"


def brought(said: object, path: str = "v1/batch", at: datetime = CAME, **options: str) -> list[Heard]:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return list(takes(Incoming(body=body, path=path, at=at), Asked(options=options)))


def one(said: dict[str, Any], path: str = "v1/track", at: datetime = CAME) -> Activity:
    """The one activity that an event becomes, beside what it shows of who is who."""
    (found,) = (a for a in heard([said], path, at) if not a.id.startswith("events:same/"))
    return found


def heard(said: list[dict[str, Any]], path: str = "v1/batch", at: datetime = CAME) -> list[Activity]:
    found = brought({"batch": said} if path == "v1/batch" else said[0], path, at)
    assert all(isinstance(item, Activity) for item in found), found
    return [item for item in found if isinstance(item, Activity)]


def test_a_visit_a_form_and_an_order_become_what_they_are() -> None:
    found = brought(SAMPLE.read_bytes())
    told = [(a.type, a.actor.id, a.object.id if isinstance(a.object, Actor) else a.object) for a in found]  # type: ignore[union-attr]
    assert told == [
        ("Join", "events:user/u-42", "events:group/norrvik"),
        ("Move", "events:anon/phone-1", "events:user/u-42"),
        ("View", "events:anon/browser-1", "https://acme.example/pricing"),
        ("submit", "events:anon/browser-1", ""),
        ("Update", "events:anon/browser-1", "events:anon/browser-1"),
        ("Update", "events:user/u-42", "events:user/u-42"),
        ("order", "events:user/u-42", "deal:1001"),
    ]


def test_an_order_tells_what_was_paid_for_what() -> None:
    order = next(a for a in brought(SAMPLE.read_bytes()) if isinstance(a, Activity) and a.type == "order")
    assert dict(order.detail) == {"amount": "420.5", "currency": "EUR", "product": "Valve, Gasket"}
    assert order.id == "deal:1001#order", "as in a table of orders, so that one order counts once"


def test_a_page_tells_where_its_reader_came_from_and_nothing_that_queries_give_away() -> None:
    view = next(a for a in brought(SAMPLE.read_bytes()) if isinstance(a, Activity) and a.type == "View")
    assert dict(view.detail) == {
        "name": "Pricing",
        "referrer": "https://bsky.app/profile/acme",
        "utm_source": "bluesky",
        "utm_campaign": "spring",
    }


def test_nothing_is_kept_of_addresses_of_computers_tokens_and_passwords() -> None:
    kept = repr(brought(SAMPLE.read_bytes()))
    assert "Ann Berg" in kept
    assert not any(word in kept for word in ("203.0.113.9", "abc", "not to be kept"))


def test_the_campaign_of_the_address_is_read_where_the_library_leaves_it_to_us() -> None:
    seen = {"type": "page", "anonymousId": "b", "properties": {"url": "https://acme.example/?utm_source=x&name=ann"}}
    assert dict(one(seen, "v1/page").detail)["utm_source"] == "x"
    assert "ann" not in repr(one(seen, "v1/page"))


@pytest.mark.parametrize(
    ("name", "verb"),
    [
        ("Order Completed", "order"),
        ("order_completed", "order"),
        ("Order Refunded", "Undo"),
        ("Signed Up", "submit"),
        ("signedUp", "submit"),
        ("Form Submitted", "submit"),
        ("Product Viewed", "View"),
        ("Email Opened", "Read"),
        ("Unsubscribed", "Leave"),
        ("Song Played", "visit"),
        ("Ordered by mistake", "visit"),
    ],
)
def test_names_of_events_mean_what_the_lists_say(name: str, verb: str) -> None:
    found = one({"userId": "u", "event": name, "messageId": "m", "properties": {"order_id": "7"}})
    assert found.type == verb
    assert found.type in ACTIVITIES


def test_what_has_no_verb_keeps_its_name_and_its_plain_properties() -> None:
    properties = {
        "plan": "pro",
        "seats": 3,
        "trial": True,
        "email": "x@y.example",
        "userIp": "10.0.0.1",
        "deep": {"a": 1},
    }
    detail = dict(one({"userId": "u", "event": "Song Played", "properties": properties}).detail)
    assert detail == {"event": "Song Played", "plan": "pro", "seats": "3", "trial": "true"}


def test_words_that_only_sound_personal_are_kept() -> None:
    detail = dict(one({"userId": "u", "event": "Ended", "properties": {"description": "a", "trip": "b"}}).detail)
    assert detail == {"event": "Ended", "description": "a", "trip": "b"}


def test_the_same_event_twice_is_one_activity_and_another_is_another() -> None:
    event = {"type": "track", "userId": "u", "event": "A", "messageId": "m"}
    unnamed = {"type": "track", "userId": "u", "event": "A"}
    ids = [a.id for a in heard([event, event, unnamed, unnamed, {**unnamed, "event": "B"}])]
    assert ids[0] == ids[1]
    assert ids[2] == ids[3]
    assert len(set(ids)) == 3


def test_an_order_is_one_however_often_its_page_of_thanks_is_loaded() -> None:
    event = {"type": "track", "userId": "u", "event": "Order Completed", "properties": {"order_id": 7, "total": 5}}
    ids = {a.id for a in heard([{**event, "messageId": "1"}, {**event, "messageId": "2"}])}
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("said", "sent", "happened"),
    [
        ("2026-03-02T09:05:00Z", "2026-03-02T09:05:58Z", "2026-03-02T09:05:00"),  # a clock that is right
        ("2026-03-02T11:05:00Z", "2026-03-02T11:06:00Z", "2026-03-02T09:05:00"),  # two hours fast
        ("2020-01-01T00:00:00Z", "2020-01-01T00:01:00Z", "2026-03-02T09:05:00"),  # it has forgotten the year
        ("2026-02-01T08:00:00Z", "2026-03-02T09:06:00Z", "2026-02-01T08:00:00"),  # kept on a telephone for a month
        ("2026-03-02T10:00:00Z", None, "2026-03-02T09:06:00"),  # nothing happens after it came
        (None, None, "2026-03-02T09:06:00"),
        ("2026-03-02T09:05:00Z", "when it suits", "2026-03-02T09:05:00"),
    ],
)
def test_clocks_that_are_wrong_are_set_right(said: str | None, sent: str | None, happened: str) -> None:
    event = {"userId": "u", "event": "A", "timestamp": said, "sentAt": sent}
    assert one(event).published.isoformat() == f"{happened}+00:00"
    assert one({**event, "originalTimestamp": said, "timestamp": "2001-01-01"}).published == (
        one(event).published if said else datetime(2001, 1, 1, tzinfo=UTC)
    )


@pytest.mark.parametrize("nobody", [None, "", "null", "undefined", "NaN", 0, "0", [], {}, "[object Object]", " "])
def test_nobody_is_not_a_name(nobody: object) -> None:
    (aside,) = brought({"userId": nobody, "anonymousId": nobody, "event": "A"}, "v1/track")
    assert isinstance(aside, SetAside)
    assert "nobody" in aside.reason
    assert one({"userId": nobody, "anonymousId": "b", "event": "A"}).actor.id == "events:anon/b"


def test_numbers_are_names_too() -> None:
    assert one({"userId": 42, "event": "A"}).actor.id == one({"userId": "42", "event": "A"}).actor.id


def test_names_that_differ_by_case_are_two_people_and_mail_addresses_are_not() -> None:
    def who(name: str) -> str:
        return one({"userId": name, "event": "A"}).actor.id.casefold()

    assert who("aB") != who("Ab")
    assert who("Ann@norrvik.example") == who("ann@Norrvik.example")


def test_sites_that_do_not_share_their_users_have_a_place_each() -> None:
    said = {"type": "track", "userId": "42", "event": "A"}
    (shop,) = brought({"batch": [said]}, place="Shop")
    assert isinstance(shop, Activity)
    assert shop.actor.id == "events:shop/user/42"


@pytest.mark.parametrize(
    ("piece", "why"),
    [
        ("7", "shape"),
        ('{"type": "track", "userId": "u"}', "event is missing"),
        ('{"type": "sing", "userId": "u"}', "no kind of event"),
        ('{"type": ["track"], "userId": "u"}', "no kind of event"),
        ('{"userId": "u", "event": "A"}', "no kind of event"),
        ('{"type": "track", "event": "A"}', "nobody"),
        ('{"type": "group", "userId": "u"}', "groupId"),
        ('{"type": "alias", "previousId": "b", "anonymousId": "c"}', "alias"),
        ('{"type": "track", "userId": "u", "event": "A", "timestamp": "yesterday-ish"}', "timestamp"),
        ('{"type": "track", "userId": "u", "event": "A", "timestamp": "99999-01-01"}', "timestamp"),
        ('{"type": "track", "userId": "u", "event": "' + "x" * 33_000 + '"}', "32 KB"),
    ],
)  # fmt: skip
def test_what_is_broken_is_set_aside_with_its_reason_and_the_rest_is_read(piece: str, why: str) -> None:
    whole = '{"type": "track", "userId": "u", "event": "B"}'
    first, aside, last = brought(f'{{"batch": [{whole}, {piece}, {whole}]}}'.encode())
    assert isinstance(first, Activity) and isinstance(last, Activity)
    assert isinstance(aside, SetAside)
    assert why in aside.reason


def test_what_was_set_aside_is_read_again_as_it_was_then_without_the_address_of_a_computer() -> None:
    bad = {"type": "alias", "userId": "u", "context": {"ip": "203.0.113.9"}, "timestamp": "2026-03-02T09:00:00Z"}
    (aside,) = brought({"batch": [bad], "sentAt": "2026-03-02T09:06:00Z"})
    assert isinstance(aside, SetAside)
    assert b"203.0.113.9" not in aside.raw
    mended = aside.raw.replace(b'"userId"', b'"previousId":"b","userId"')
    (again,) = SOURCE.read(Thing(text=aside.name, raw=mended), Asked())
    assert isinstance(again, Activity)
    assert (again.type, again.published) == ("Move", datetime(2026, 3, 2, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("body", "path", "status"),
    [
        (b'{"batch": []}', "v1/batch", 200),
        (b'{"userId": "u", "event": "A"}', "v1/t", 200),
        (b'{"userId": "u", "userId": "v", "event": "A"}', "v1/t", 200),  # which of the two counts is JSON's own riddle
        (b"{}", "v1/batch", 400),
        (b"", "v1/track", 400),
        (b"[]", "v1/track", 400),
        (b"not json", "v1/track", 400),
        (b'{"event": NaN}', "v1/track", 400),
        (b'{"event": "\xff\xfe"}', "v1/track", 400),
        (b'{"batch": {"a": 1}}', "v1/batch", 400),
        (b'{"batch": ' + b"[" * 100_000, "v1/batch", 400),
        (b'{"batch": [{"context": ' + b"[" * 3000 + b"]" * 3000 + b"}]}", "v1/batch", 400),
        (b'{"a": ' + b'{"a": ' * 100_000 + b"1" + b"}" * 100_001, "v1/track", 413),
        (b'{"event": "' + b"x" * 33_000 + b'"}', "v1/track", 413),
        (b'{"batch": ["' + b"x" * 600_000 + b'"]}', "v1/batch", 413),
    ],
)
def test_what_a_library_is_told_at_the_door(body: bytes, path: str, status: int) -> None:
    reply = answer(Incoming(body=body, path=path, at=CAME), Asked())
    assert reply.status == status
    assert reply.keep is (status == 200)
    assert json.loads(reply.body)["success"] is (status == 200)


def test_programs_that_look_at_pages_are_no_visitors_and_what_servers_send_of_users_stays() -> None:
    robot = {"userAgent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}
    page = {"type": "page", "anonymousId": "b", "context": robot}
    first, second = brought({"batch": [page, page]})
    assert first == second, "so that it is said once"
    assert isinstance(first, SetAside) and "Programs" in first.reason
    assert [a.type for a in heard([{**page, "userId": "u", "anonymousId": None}])] == ["View"]


def test_scripts_in_traits_stay_words() -> None:
    who = one(
        {"type": "identify", "userId": "u", "traits": {"name": "<script>alert(1)</script>\x00"}}, "v1/identify"
    ).actor
    assert who.name == "<script>alert(1)</script>"


def test_a_number_without_end_is_no_amount() -> None:
    body = '{"userId": "u", "event": "Order Completed", "properties": {"total": 1%s, "value": "5"}}' % ("0" * 400)
    (order,) = brought(body.encode(), "v1/track")
    assert isinstance(order, Activity)
    assert dict(order.detail) == {"amount": "5"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = [
    "userId", "anonymousId", "messageId", "event", "traits", "properties", "context", "timestamp", "sentAt", "groupId",
    "previousId", "name", "originalTimestamp",
]  # fmt: skip
EVENTS = st.fixed_dictionaries(
    {"type": st.sampled_from(["identify", "track", "page", "screen", "group", "alias"]) | JSON},
    optional=dict.fromkeys(FIELDS, JSON),
)


@given(st.lists(EVENTS | JSON, max_size=4))
def test_whatever_comes_each_event_is_heard_or_set_aside(batch: list[Any]) -> None:
    body = json.dumps({"batch": batch}).encode()
    found = brought(body)
    assert len([item for item in found if not _says_who(item)]) == len(batch)
    for item in found:
        if isinstance(item, Activity):
            assert item.published <= CAME
            assert item.type in ACTIVITIES
            assert item == next(again for again in brought(body) if isinstance(again, Activity) and again.id == item.id)


def _says_who(item: Heard) -> bool:
    return isinstance(item, Activity) and item.id.startswith("events:same/")


@given(st.binary(max_size=200), st.sampled_from(["v1/batch", "v1/t", "v1/nothing", ""]))
def test_any_bytes_are_answered(body: bytes, path: str) -> None:
    reply = answer(Incoming(body=body, path=path, at=CAME), Asked())
    if reply.status == 200:
        brought(body, path)
    else:
        with pytest.raises(CannotRead):
            brought(body, path)


def test_a_batch_of_many_is_read_while_one_waits_for_a_page() -> None:
    """500 KB of small events, as large as a call may be."""
    pieces: Iterator[str] = (f'{{"type":"track","userId":"u{n}","event":"A","messageId":"{n}"}}' for n in range(7000))
    body = ('{"batch":[' + ",".join(pieces) + "]}").encode()
    assert len(body) < 500 * 1024
    began = time.perf_counter()
    assert len(brought(body)) == 7000
    assert time.perf_counter() - began < 10
