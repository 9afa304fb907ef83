"""The whole network, message by message: what each tells, the same whichever way it comes."""

import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources.live.jetstreams import (
    ANN,
    BEN,
    FOLLOW,
    LIKE,
    REPOST,
    Link,
    Relay,
    Told,
    answer,
    car,
    cbor,
    cid,
    deed,
    gone,
    post,
    running,
)  # fmt: skip
from tests.sources.live.recorded import of
from twoears.activities.values import Activity, Actor
from twoears.lib.http import Broken
from twoears.sources.bluesky.read import SOURCE as LOOKS
from twoears.sources.bluesky_repository.read import SOURCE as REPOSITORY
from twoears.sources.catalogue import recognise
from twoears.sources.jetstream.messages import message, too_old
from twoears.sources.jetstream.messages import told as told_by_message
from twoears.sources.jetstream.read import SOURCE
from twoears.sources.jetstream.wanted import COLLECTIONS, jetstream, wanted
from twoears.sources.reading import Asked, CannotRead, Cursor, Missed, NothingToFollow, SetAside, Thing

QUESTION = post(1, BEN, "Does it run on SQLite?", langs=["en"])
ANSWER = answer(2, ANN, "It does.", QUESTION)
ASKED_AT = f"at://{BEN}/{QUESTION.path}"
ALL = [
    QUESTION,
    ANSWER,
    deed(3, BEN, LIKE, {"uri": f"at://{ANN}/{ANSWER.path}", "cid": "c"}),
    deed(4, BEN, REPOST, {"uri": f"at://{ANN}/{ANSWER.path}", "cid": "c"}),
    deed(5, BEN, FOLLOW, ANN),
    Told(6, ANN, verb="update", path=ANSWER.path, record={**ANSWER.record, "text": "It does, since today."}),
    gone(7, QUESTION),
    gone(8, deed(3, BEN, LIKE, "")),
    Told(9, BEN, kind="identity", more={"handle": "Ben.Example"}),
    Told(10, BEN, kind="account", more={"active": False, "status": "takendown"}),
    Told(11, BEN, kind="account", more={"active": False, "status": "deleted"}),
]


def lines(*events: Told) -> Thing:
    return Thing(text="x.jsonl", raw="\n".join(event.line() for event in events).encode())


def frames(*events: Told) -> list:
    return [one for event in events for one in SOURCE.read(Thing(text="x", raw=event.frame()), Asked())]


def test_a_conversation_is_told_from_its_question_to_its_end():
    """
    Ben asks, Ann answers, Ben likes, passes on and follows; Ann mends her words, Ben takes back his, and is gone.
    """
    heard = list(SOURCE.read(lines(*ALL), Asked()))
    assert [one.type for one in of(Activity, heard)] == [
        "Create", "Create", "Like", "Announce", "Follow", "Update", "Delete", "Undo", "Update", "Update", "Delete",
    ]  # fmt: skip
    said = {one.id: one for one in of(Activity, heard)}
    assert said[f"{ASKED_AT}#create"].object.language == "en"
    assert said[f"at://{ANN}/{ANSWER.path}#create"].object.in_reply_to == ASKED_AT
    edit = said[f"at://{ANN}/{ANSWER.path}#update-rev6"]
    assert (edit.object.text, edit.published) == ("It does, since today.", ALL[5].at)
    assert edit.object.published == ANSWER.at, "it was said when it was said"
    assert (said[f"{ASKED_AT}#delete"].object, said[f"{ASKED_AT}#delete"].actor.id) == (ASKED_AT, BEN)
    assert isinstance(said[f"{BEN}#handle-ben.example"].object, Actor)
    assert said[f"{BEN}#handle-ben.example"].actor.handle == "ben.example"
    assert dict(said[f"{BEN}#account-takendown-{ALL[9].at:%Y%m%dT%H%M%S}"].detail) == {"status": "takendown"}
    assert said[f"{BEN}#delete"].object == BEN


def test_the_firehose_tells_the_same_as_a_jetstream():
    assert frames(*ALL) == list(SOURCE.read(lines(*ALL), Asked()))


def test_ids_are_those_of_a_look_and_of_a_repository():
    view = {"post": {"uri": ASKED_AT, "cid": "c", "record": QUESTION.record, "indexedAt": QUESTION.at.isoformat(),
                     "author": {"did": BEN, "handle": "b.example"}}}  # fmt: skip
    (looked,) = LOOKS.read(Thing(text="x", raw=json.dumps(view).encode()), Asked())
    kept = [{"uri": f"at://{e.did}/{e.path}", "cid": "c", "value": e.record} for e in ALL[:5]]
    stored = of(Activity, REPOSITORY.read(Thing(text="x.json", raw=json.dumps(kept).encode()), Asked()))
    streamed = of(Activity, SOURCE.read(lines(*ALL[:5]), Asked()))
    assert streamed == stored
    assert (looked.id, looked.object.id, looked.object.context) == (
        streamed[0].id, streamed[0].object.id, streamed[0].object.context)  # fmt: skip
    assert streamed[0].actor.handle == "", "a message names only the did; a handle that is known must stay"


def test_a_clock_that_runs_ahead_or_is_broken_is_not_believed():
    ahead, broken = (post(n, ANN, "hi") for n in (1, 2))
    ahead.record["createdAt"], broken.record["createdAt"] = "2096-01-01T00:00:00Z", "yesterday"
    assert [a.published for a in of(Activity, SOURCE.read(lines(ahead, broken), Asked()))] == [ahead.at, broken.at]


@pytest.mark.parametrize("line", [b"{", b"7", b'{"did": "did:plc:ann"}', b'{"did": 7, "time_us": 1, "kind": "commit"}',
                                  QUESTION.line().replace(str(QUESTION.time_us), str(10**30)).encode(),
                                  QUESTION.line().replace(BEN, "ben").encode(),
                                  QUESTION.line().replace("/k1", "").replace('"k1"', '""').encode()])  # fmt: skip
def test_a_line_that_is_no_message_is_set_aside_with_its_number(line):
    heard = list(SOURCE.read(Thing(text="x.jsonl", raw=QUESTION.line().encode() + b"\n" + line), Asked()))
    (aside,) = of(SetAside, heard)
    assert (aside.line, aside.raw) == (2, line)
    assert len(of(Activity, heard)) == 1


@pytest.mark.parametrize("raw", [
    b"", b"\xa1", cbor({"op": 1}), b"\x81" * 100_000 + b"\xf6", cbor({"op": 1, "t": "#commit"}) + cbor([]),
    cbor({"op": 1, "t": "#commit"}) + cbor({"repo": "ann", "ops": []}),
    replace(QUESTION, more={"blocks": b"nothing"}).frame(),
    replace(QUESTION, more={"blocks": car([b"\x81" * 50_000 + b"\xf6"])}).frame(),
    replace(QUESTION, more={"blocks": car([])}).frame(),
])  # fmt: skip
def test_a_frame_that_cannot_be_read_is_set_aside(raw):
    assert [type(one) for one in SOURCE.read(Thing(text="x", raw=raw), Asked())] == [SetAside]


@given(st.binary(max_size=200), st.integers(0, 400))
def test_whatever_bytes_come_they_are_heard_or_set_aside(noise, cut):
    whole = ANSWER.frame()
    for raw in (noise, whole[:cut] + noise, whole[: -cut or None]):
        for one in SOURCE.read(Thing(text="x", raw=raw), Asked()):
            assert isinstance(one, Activity | SetAside)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = ["text", "createdAt", "facets", "reply", "embed", "langs", "tags", "$type", "subject"]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), JSON), st.sampled_from(COLLECTIONS))
def test_whatever_a_record_holds_it_is_heard_or_set_aside_and_so_in_both_ways(record, collection):
    event = Told(1, ANN, path=f"{collection}/k1", record=record)
    heard = list(SOURCE.read(lines(event), Asked()))
    assert [type(one) for one in heard] in ([Activity], [SetAside])
    assert [type(one) for one in frames(event)] == [type(one) for one in heard]


def test_only_what_was_asked_for_comes_from_a_firehose():
    relay = Relay(*ALL, Told(12, ANN, kind="sync", more={"rev": "r", "blocks": b""}), wire="firehose")
    with running(relay):
        relay.plan = [lambda relay, talk, events: [talk.send(relay.raw(e)) for e in events]]
        options = {"dids": ANN, "collections": "app.bsky.feed.post"}
        heard = listen(relay, options=options)
    assert [a.type for a in of(Activity, heard)] == ["Create", "Update"]
    assert "did:plc:ann" in of(Missed, heard)[0].why, "what a repository begun anew holds was not told"


def listen(relay: Relay, **asked) -> list:
    return list(SOURCE.stream(Thing(text=relay.address), Asked(base=f"ws://127.0.0.1:{relay.port}", **asked)))


def test_a_few_accounts_are_named_in_the_address_and_many_after_the_opening():
    few = wanted("jetstream", Asked(options={"dids": f"{ANN}, {BEN}"}))
    address, first = jetstream(few, 1_772_355_600_000_000)
    assert address.startswith("wss://jetstream2.us-east.bsky.network/subscribe?wantedCollections=app.bsky.feed.post&")
    assert "wantedDids=did%3Aplc%3Aann&wantedDids=did%3Aplc%3Aben&cursor=1772355600000000" in address
    assert first == ()
    many = wanted("jetstream", Asked(options={"dids": " ".join(f"did:plc:{n:05}" for n in range(60))}))
    address, first = jetstream(many, 0)
    assert "requireHello=true" in address
    assert "wantedDids" not in address
    assert len(json.loads(first[0])["payload"]["wantedDids"]) == 60
    relay = Relay(QUESTION)
    with running(relay):
        relay.plan = [lambda relay, talk, events: talk.send(relay.raw(events[0]))]
        heard = list(SOURCE.stream(Thing(text="jetstream"),
                                   Asked(base=f"http://127.0.0.1:{relay.port}",
                                         options={"dids": " ".join(sorted(many.dids))})))  # fmt: skip
    assert len(of(Activity, heard)) == 1
    assert json.loads(relay.said[0])["type"] == "options_update"


@pytest.mark.parametrize(("dids", "why"), [
    ("ann.example", "is not a did"), (" ".join(f"did:plc:{n:05}" for n in range(10_001)), "10,000 accounts at most"),
])  # fmt: skip
def test_accounts_that_cannot_be_asked_for_are_refused(dids, why):
    with pytest.raises(CannotRead, match=why):
        list(SOURCE.read(Thing(text="jetstream"), Asked(options={"dids": dids})))


def test_who_was_away_too_long_knows_it():
    now = datetime(2026, 11, 20, tzinfo=UTC)
    yesterday, long_ago = (int(now.timestamp() - hours * 3600) * 1_000_000 for hours in (24, 48))
    assert list(too_old(yesterday, now)) == list(too_old(0, now)) == []
    (missed,) = too_old(long_ago, now)
    assert missed.since == datetime(2026, 11, 18, tzinfo=UTC)


@pytest.mark.parametrize(("word", "op", "expected"), [
    ("OutdatedCursor", 1, [Missed]), ("FutureCursor", -1, [Missed, Cursor, Broken]),
    ("ConsumerTooSlow", -1, [Broken]), ("SomethingElse", -1, [Broken]), ("SomethingElse", 1, []),
])  # fmt: skip
def test_what_a_firehose_says_of_itself_is_understood(word, op, expected):
    raw = cbor({"op": op, "t": "#info"} if op == 1 else {"op": op}) + cbor({"name" if op == 1 else "error": word})
    came: list = []
    try:
        for one in SOURCE.read(Thing(text="x", raw=raw), Asked()):
            came.append(type(one))
    except Broken as error:
        came.append(type(error))
        assert "connect again" in str(error)
    assert came == expected


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ("jetstream", 0.95),
        ("Firehose", 0.95),
        ("wss://jetstream2.us-east.bsky.network/subscribe", 0.95),
        ("ws://localhost:2583/xrpc/com.atproto.sync.subscribeRepos", 0.95),
        ("wss://norrvik.example/", 0.5),
        ("https://jetstream.example", 0),
        ("jet stream", 0),
        ("", 0),
    ],
)
def test_the_address_of_a_stream_is_known(text, fit):
    assert SOURCE.fits(Thing(text=text)) == fit


def test_the_specimens_are_heard():
    samples = Path(__file__).parents[3] / "twoears/sources/jetstream/samples"
    for sample in sorted(samples.iterdir()):
        thing = Thing(text=sample.name, path=sample)
        heard = list(SOURCE.read(thing, Asked()))
        assert len(of(Activity, heard)) >= 5, sample.name
        assert not of(SetAside, heard)
        assert recognise(thing) is SOURCE


def test_a_file_is_not_followed(tmp_path):
    captured = tmp_path / "captured.jsonl"
    captured.write_text(QUESTION.line())
    for source in (SOURCE, LOOKS):
        assert source.stream is not None
        with pytest.raises(NothingToFollow):
            next(source.stream(Thing(text=str(captured), path=captured), Asked()))


def test_twenty_thousand_messages_a_second_are_read_on_one_core():
    raw = [post(n, ANN, "Our pump has been leaking since Monday. Who knows a plumber?", langs=["en"]).line().encode()
           for n in range(4000)]  # fmt: skip
    best = 1e9
    for _ in range(3):
        began = time.process_time()
        for line in raw:
            told_by_message(message(line))
        best = min(best, time.process_time() - began)
    assert len(raw) / best > 20_000


def test_a_link_in_a_record_is_a_link_in_both_ways():
    """A picture is named by its digest: in JSON by words, in CBOR by a link."""
    image = {"$type": "blob", "ref": cid(b"x"), "mimeType": "image/png", "size": 1}
    event = post(1, ANN, "look", embed={"images": [{"alt": "", "image": image}]})
    (heard,) = frames(event)
    assert isinstance(image["ref"], Link)
    assert heard.object.text == "look"
