"""A webhook of any program: what its fields mean is proposed, and read once a member has said so."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.activities.models import Activity, Post
from twoears.sources.actions import MayNot, bring, connect, retry
from twoears.sources.models import Aside, Brought, Connection
from twoears.sources.reading import Asked, CannotRead, Incoming, Reply
from twoears.sources.tasks import take_in
from twoears.sources.webhook import read
from twoears.sources.webhook.actions import accept_mapping
from twoears.sources.webhook.mapping import checked, proposed
from twoears.sources.webhook.pages import propose, sample
from twoears.sources.webhook.read import answer, takes
from twoears.sources.webhook.records import ONE, records
from twoears.sources.webhook.signatures import refused, scheme
from twoears.team.models import Member

CAME = datetime(2026, 3, 2, 9, 6, tzinfo=UTC)
EVENT = json.loads((Path(read.__file__).parent / "samples/cloudevent.json").read_bytes())
MAPPING = {"data.author.handle": "author", "data.author.name": "name", "data.text": "text", "ce.time": "published"}
ORDER = {
    "id": 7, "total": 42.5, "currency": "EUR", "created_at": "2026-03-01T09:00:00Z",
    "customer": {"id": 3, "email": "ann@norrvik.example"}, "line_items": [{"name": "Valve", "price": 40}],
}  # fmt: skip


def call(said: object, at: datetime = CAME, **headers: str) -> Incoming:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return Incoming(body=body, headers={name.replace("_", "-"): value for name, value in headers.items()}, at=at)


def binary(event: dict[str, object]) -> Incoming:
    told = {f"ce-{name}": str(event[name]) for name in ("specversion", "id", "source", "type", "time")}
    return Incoming(body=json.dumps(event["data"]).encode(), headers=told, at=CAME)


def test_a_cloudevent_is_the_same_whole_in_a_batch_and_with_its_envelope_in_headers() -> None:
    encoded = {**EVENT, "data_base64": base64.b64encode(json.dumps(EVENT["data"]).encode()).decode()}
    del encoded["data"]
    whole = records(call(EVENT))
    assert whole == records(call([EVENT])) == records(binary(EVENT)) == records(call(encoded))
    assert whole[0]["data.author.handle"] == "ann"


def test_plain_json_is_one_record_a_list_or_a_list_within() -> None:
    assert records(call(ORDER))[0]["customer.email"] == "ann@norrvik.example"
    assert records(call([ORDER, ORDER])) == records(call({"events": [ORDER, ORDER]})) == records(call(ORDER)) * 2
    assert records(call(ORDER))[0]["line_items.0.name"] == "Valve", "the items of an order are no records"


def test_what_a_post_and_an_order_mean_is_proposed_from_their_paths() -> None:
    post = {**MAPPING, "data.permalink": "url", "ce.id": "id"}
    assert proposed(records(call(EVENT))) == post
    order = proposed(records(call(ORDER)))
    assert order.items() >= {
        ("total", "amount"), ("currency", "currency"), ("created_at", "published"), ("customer.email", "mail")
    }  # fmt: skip
    assert order["id"] in ("id", "deal")
    assert "customer.id" not in order, "the number of a customer is not that of the order"


DESK = {"ticket": {
    "id": 35436, "subject": "Pump leaks", "description": "It drips.", "created_at": "2026-07-20T10:00:00Z",
    "requester": {"id": 7, "name": "Ann Lee", "email": "ann@norrvik.example"}, "via": {"channel": "web"},
}}  # fmt: skip
ISSUE = {
    "id": 1, "title": "Pump leaks", "body": "It drips.", "html_url": "https://forge.example/i/5",
    "created_at": "2026-07-01T10:00:00Z", "user": {"login": "bob"},
}  # fmt: skip
OPENED = {"action": "opened", "issue": ISSUE, "repository": {"id": 4, "name": "pump"}, "sender": {"login": "bob"}}
COMMENTED = {**OPENED, "action": "created", "comment": {
    "id": 99, "url": "https://api.forge.example/c/99", "html_url": "https://forge.example/i/5#c99", "body": "Me too.",
    "created_at": "2026-07-20T10:00:00Z", "user": {"login": "ann", "id": 3},
}}  # fmt: skip
CHAT = {"team_id": "T1", "type": "event_callback", "event": {
    "type": "message", "channel": "C2147", "user": "U21", "text": "Does it leak?", "ts": "1753005600.000100",
}}  # fmt: skip
SHOP = {
    "id": 82, "email": "ann@norrvik.example", "created_at": "2026-07-20T10:00:00Z", "name": "#9999", "currency": "EUR",
    "total_price": "403.00", "current_subtotal_price_set": {"shop_money": {"amount": "393.00", "currency_code": "EUR"}},
    "customer": {"id": 11, "default_address": {"name": "Ann Lee"}},
    "line_items": [{"title": "Pump", "price": "199.00"}],
}  # fmt: skip


@pytest.mark.parametrize(("told", "fields"), [
    (DESK, {"text": "ticket.description", "title": "ticket.subject", "published": "ticket.created_at",
            "id": "ticket.id", "name": "ticket.requester.name", "mail": "ticket.requester.email"}),
    ({"ticket": {**DESK["ticket"], "comment": {"body": "Mended.", "author": {"name": "Our Help"}}}},
     {"text": "ticket.comment.body", "title": "ticket.subject", "published": "ticket.created_at", "id": "ticket.id",
      "name": "ticket.comment.author.name"}),
    (COMMENTED, {"text": "comment.body", "author": "comment.user.login", "published": "comment.created_at",
                 "url": "comment.html_url", "id": "comment.id", "title": "issue.title"}),
    (OPENED, {"text": "issue.body", "author": "issue.user.login", "published": "issue.created_at",
              "url": "issue.html_url", "id": "issue.id", "title": "issue.title"}),
    (CHAT, {"text": "event.text", "author": "event.user", "published": "event.ts"}),
    (SHOP, {"amount": "total_price", "currency": "currency", "published": "created_at", "mail": "email", "id": "id",
            "name": "customer.default_address.name"}),
])  # fmt: skip
def test_fields_within_objects_are_proposed_beside_the_words_that_they_belong_to(
    told: dict[str, object], fields: dict[str, str]
) -> None:
    assert {field: path for path, field in proposed(records(call(told))).items()} == fields


@pytest.mark.django_db
def test_calls_of_several_shapes_at_one_door_are_all_read(owner: Member) -> None:
    connection = connect("webhook forge")
    for told in (COMMENTED, OPENED, CHAT):
        bring(connection.door, call(told))
    accept_mapping(member=owner, connection=connection, mapping=propose(connection))
    take_in()
    assert not Aside.objects.exists()
    assert sorted(Post.objects.values_list("text", "author__handle")) == [
        ("Does it leak?", "U21"), ("It drips.", "bob"), ("Me too.", "ann"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_is_set_aside_names_the_command_that_mends_it(owner: Member) -> None:
    connection = connect("webhook")
    accept_mapping(member=owner, connection=connection, mapping=MAPPING)
    bring(connection.door, call({"who": "ann", "message": "Hello"}))
    take_in()
    reason = Aside.objects.get().reason
    assert "twoears sources map" in reason and "who, message" in reason and "--map" not in reason


@pytest.mark.django_db
def test_calls_wait_until_a_member_has_said_what_they_mean_and_then_none_is_lost(owner: Member) -> None:
    connection = connect("webhook forum")
    assert propose(connection) == {}
    for number in range(3):
        said = bring(
            connection.door, call({**EVENT, "id": f"A{number}", "data": {**EVENT["data"], "text": f"No {number}"}})
        )
        assert said.status == 202
    assert (take_in(), Brought.objects.count(), Activity.objects.count()) == (0, 3, 0)
    wanted = propose(connection)
    assert wanted.items() >= MAPPING.items()
    assert sample(connection)["data.text"] == "No 0"
    assert propose(Connection.objects.get()) == wanted, "it does not change under their eyes"
    assert accept_mapping(member=owner, connection=connection, mapping=wanted) == 3
    assert (take_in(), Brought.objects.count()) == (3, 0)
    assert sorted(Post.objects.values_list("text", flat=True)) == ["No 0", "No 1", "No 2"]
    bring(connection.door, call({**EVENT, "id": "later", "data": {**EVENT["data"], "text": "Later"}}))
    assert take_in() == 1
    assert Post.objects.filter(text="Later", author__handle="ann").exists()


@pytest.mark.django_db
def test_a_reader_may_not_say_what_fields_mean(reader: Member) -> None:
    with pytest.raises(MayNot):
        accept_mapping(member=reader, connection=connect("webhook"), mapping=MAPPING)


@pytest.mark.django_db
def test_a_mapping_by_which_nothing_can_be_read_is_refused_and_calls_wait_on(owner: Member) -> None:
    connection = connect("webhook")
    bring(connection.door, call(EVENT))
    for wrong in (
        {"data.author.handle": "author"},
        {"data.text": "song"},
        {},
        {"a": "text", "b": "text"},
        {"=a": "text"},
    ):
        with pytest.raises(CannotRead):
            accept_mapping(member=owner, connection=connection, mapping=wrong)
    assert (take_in(), Brought.objects.count()) == (0, 1)


@pytest.mark.django_db
def test_what_could_not_be_read_is_read_after_the_mapping_has_changed(owner: Member) -> None:
    connection = connect("webhook")
    accept_mapping(member=owner, connection=connection, mapping={"body": "text", "who": "author"})
    bring(connection.door, call({"who": "ann", "message": "Hello", "when": "2026-03-01"}))
    assert take_in() == 1
    aside = Aside.objects.get()
    accept_mapping(
        member=owner, connection=connection, mapping={"message": "text", "who": "author", "when": "published"}
    )
    aside.connection.refresh_from_db()
    assert retry(aside).new == 1
    assert Post.objects.get().published == datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_an_order_of_a_shop_is_an_order(owner: Member) -> None:
    connection = connect("webhook shop")
    bring(connection.door, call(ORDER))
    accept_mapping(member=owner, connection=connection, mapping=propose(connection))
    take_in()
    order = Activity.objects.get()
    assert (order.type, order.actor.uid, order.uid) == ("order", "mailto:ann@norrvik.example", "deal:7#order")
    assert order.detail == {"amount": "42.5", "currency": "EUR"}


@pytest.mark.django_db
def test_the_same_call_at_another_time_is_one_post_also_without_a_number_or_a_date(owner: Member) -> None:
    connection = connect("webhook")
    accept_mapping(member=owner, connection=connection, mapping={"message": "text", "=chat": "network"})
    for hour in range(3):
        bring(connection.door, call({"message": "Hello"}, CAME + timedelta(hours=hour)))
        take_in()
    bring(connection.door, call({"message": "Hello again"}))
    take_in()
    assert sorted(Post.objects.values_list("text", flat=True)) == ["Hello", "Hello again"]
    assert Post.objects.first().author.network == "chat"  # type: ignore[union-attr]


@pytest.mark.django_db
def test_the_same_call_is_kept_once_while_it_waits() -> None:
    connection = connect("webhook")
    assert [bring(connection.door, call(EVENT)).status for _ in range(3)] == [202, 202, 202]
    assert Brought.objects.count() == 1


SECRET = "a secret that both know"
NOW = int(CAME.timestamp())


def digest(text: bytes, key: bytes = SECRET.encode(), algorithm: str = "sha256") -> bytes:
    return hmac.new(key, text, algorithm).digest()


def signed(sender: str, body: bytes, at: int = NOW) -> dict[str, str]:
    """The headers of a call as each sender makes them, from its own documentation."""
    time = str(at).encode()
    coded = base64.b64encode(digest(b"msg_1." + time + b"." + body, base64.b64decode("c2VjcmV0IGtleQ=="))).decode()
    return {
        "github": {"x-hub-signature-256": "sha256=" + digest(body).hex()},
        "stripe": {"stripe-signature": f"t={at},v1={'0' * 64},v1={digest(time + b'.' + body).hex()},v0=abc"},
        "slack": {
            "x-slack-request-timestamp": str(at),
            "x-slack-signature": "v0=" + digest(b"v0:" + time + b":" + body).hex(),
        },
        "shopify": {"x-shopify-hmac-sha256": base64.b64encode(digest(body)).decode()},
        "standard": {"webhook-id": "msg_1", "webhook-timestamp": str(at), "webhook-signature": f"v1,AAAA v1,{coded}"},
        "segment": {"x-signature": digest(body, algorithm="sha1").hex()},
        "": {"x-signature-256": "sha256=" + digest(body).hex()},
    }[sender]  # fmt: skip


@pytest.mark.parametrize("sender", ["github", "stripe", "slack", "shopify", "standard", "segment", ""])
def test_a_call_is_believed_when_it_is_signed_as_its_sender_signs(sender: str) -> None:
    secret = "whsec_c2VjcmV0IGtleQ==" if sender == "standard" else SECRET
    how, body = scheme(sender, "", ""), b'{"a": 1}'
    right = signed(sender, body)
    assert refused(how, secret, body, right, CAME) == ""
    assert refused(how, secret, b'{"a": 2}', right, CAME)
    assert refused(how, secret + "x", body, right, CAME) or sender == "standard"
    assert refused(how, secret, body, {}, CAME)
    for name in right:
        assert refused(how, secret, body, {**right, name: "sha256=zz,v1=,t=x"}, CAME)


@pytest.mark.parametrize("sender", ["stripe", "slack", "standard"])
@pytest.mark.parametrize("seconds", [-301, 301, 10**8])
def test_a_call_that_was_signed_long_ago_or_later_than_now_is_refused(sender: str, seconds: int) -> None:
    secret = "whsec_c2VjcmV0IGtleQ==" if sender == "standard" else SECRET
    how, body = scheme(sender, "", ""), b"{}"
    assert "minutes ago" in refused(how, secret, body, signed(sender, body, NOW + seconds), CAME)
    assert refused(how, secret, body, signed(sender, body, NOW + seconds // (abs(seconds) // 290 + 1)), CAME) == ""


def test_known_words_of_the_senders_themselves_are_believed() -> None:
    """The example of GitHub's documentation: the secret is It's a Secret to Everybody, the payload Hello, World!"""
    told = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    secret = "It's a Secret to Everybody"
    assert refused(scheme("github", "", ""), secret, b"Hello, World!", {"x-hub-signature-256": told}, CAME) == ""
    assert hashlib.sha256(b"").hexdigest().startswith("e3b0")


def door(said: object, asked: Asked | None = None, **headers: str) -> Reply:
    return answer(call(said, **headers), asked or Asked())


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{}", 202),
        (b'{"a": 1, "a": 2}', 202),
        (b'{"a": 1' + b"0" * 5000 + b"}", 400),
        (b'{"a": ' + b'{"a": ' * 100 + b"1" + b"}" * 101, 202),
        (b"", 400),
        (b"7", 400),
        (b'"words"', 400),
        (b"not json", 400),
        (b'{"a": NaN}', 400),
        (b'{"a": "\xff"}', 400),
        (b"[" * 100_000, 400),
        (b'{"a": "' + b"x" * 600_000 + b'"}', 413),
    ],
)
def test_what_a_program_is_told_at_the_door(body: bytes, status: int) -> None:
    reply = door(body)
    assert (reply.status, reply.keep) == (status, status == 202)


def test_calls_that_are_to_be_signed_and_are_not_are_refused() -> None:
    asked = Asked(secrets={"secret": SECRET}, options={"scheme": "github"})
    body = json.dumps(ORDER).encode()
    assert door(body, asked).status == 401
    assert door(body, asked, **signed("github", body)).status == 202
    with pytest.raises(CannotRead, match="secret is missing"):
        door(body, Asked(options={"scheme": "github"}))
    with pytest.raises(CannotRead, match="no way to sign"):
        door(body, Asked(secrets={"secret": SECRET}, options={"scheme": "gitlub"}))


def test_slack_is_told_that_the_address_is_ours() -> None:
    reply = door({"type": "url_verification", "challenge": "3eZbrw1a"})
    assert (reply.status, reply.body, reply.keep) == (200, "3eZbrw1a", False)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["text", "data", "author", "id", "time", "specversion", "events"]), JSON))
def test_whatever_comes_is_read_or_set_aside_and_reads_the_same_again(said: dict[str, object]) -> None:
    found = records(call(said))
    assert all(isinstance(value, str) for flat in found for value in flat.values())
    assert [flat[ONE] for flat in records(call(said))] == [flat[ONE] for flat in found]
    asked = Asked(columns={"text": "text", "author": "author", "time": "published", "id": "id"})
    assert len(list(takes(call(said), asked))) == len(found)
    if made := proposed(found):
        assert checked(made) == made
