"""Bluesky, from a recorded server and from captured answers."""

import copy
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.live.recorded import Reply, kinds, of
from twoears.activities.values import Activity
from twoears.lib.http import TryLater
from twoears.sources.bluesky.read import SOURCE, actor
from twoears.sources.reading import Asked, CannotRead, Cursor, SetAside, Thing, Total

XRPC = "/xrpc/app.bsky."
ANN, BEN = "did:plc:ann", "did:plc:ben"


def person(did: str) -> dict:
    return {"did": did, "handle": f"{did[-3:]}.norrvik.example", "displayName": did[-3:].title()}


def view(did: str, key: str, text: str, at: str, **more) -> dict:
    record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": at, **more.pop("record", {})}
    return {"uri": f"at://{did}/app.bsky.feed.post/{key}", "cid": "c", "author": person(did), "record": record,
            "indexedAt": at, "replyCount": 0, **more}  # fmt: skip


def answer_to(view: dict) -> dict:
    return {"reply": {"parent": {"uri": view["uri"], "cid": "c"}, "root": {"uri": view["uri"], "cid": "c"}}}


QUESTION = view(BEN, "q1", "Does it run on SQLite?", "2026-03-01T08:00:00Z")
ANSWER = view(ANN, "a1", "It does.", "2026-03-01T09:00:00Z", record=answer_to(QUESTION), replyCount=1)
THANKS = view(BEN, "q2", "Thank you.", "2026-03-01T10:00:00Z", record=answer_to(ANSWER))


@pytest.fixture
def bluesky(server):
    """
    2026-03-01 08:00  ben  Does it run on SQLite?
    2026-03-01 09:00  ann    It does.
    2026-03-01 10:00  ben      Thank you.
    """
    server.answers[f"{XRPC}actor.getProfile"] = Reply({**person(ANN), "postsCount": 1})
    server.answers[f"{XRPC}feed.getAuthorFeed"] = Reply(
        {"feed": [{"post": ANSWER, "reply": {"parent": QUESTION, "root": QUESTION}}]}
    )
    server.answers[f"{XRPC}feed.getPostThread"] = Reply(
        {"thread": {"post": ANSWER, "replies": [{"post": THANKS, "replies": []}]}}
    )
    return server


def look(server, text="@ann.norrvik.example", **asked):
    return list(SOURCE.read(Thing(text=text), Asked(base=server.base, **asked)))


def test_we_hear_the_question_the_answer_and_the_thanks(bluesky):
    heard = look(bluesky)
    said = {a.object.id: a.object for a in of(Activity, heard)}
    assert [said[v["uri"]].text for v in (QUESTION, ANSWER, THANKS)] == [
        "Does it run on SQLite?",
        "It does.",
        "Thank you.",
    ]
    assert said[THANKS["uri"]].in_reply_to == ANSWER["uri"]
    assert said[ANSWER["uri"]].context == QUESTION["uri"]
    assert said[ANSWER["uri"]].author.handle == "ann.norrvik.example"
    assert said[ANSWER["uri"]].url == "https://bsky.app/profile/did:plc:ann/post/a1"
    assert of(Total, heard) == [Total(1)]
    assert kinds(heard)[-1] == "Cursor"


def test_looking_twice_hears_the_same(bluesky):
    assert look(bluesky) == look(bluesky)


def test_a_second_look_goes_on_where_the_first_ended(bluesky):
    cursor = of(Cursor, look(bluesky))[-1].value
    again = look(bluesky, cursor=cursor)
    new = view(ANN, "a2", "News.", "2026-03-02T09:00:00Z")
    feed = bluesky.answers[f"{XRPC}feed.getAuthorFeed"].body["feed"]
    bluesky.answers[f"{XRPC}feed.getAuthorFeed"] = Reply({"feed": [{"post": new}, *feed]})
    third = look(bluesky, cursor=cursor)
    assert new["uri"] in [a.object.id for a in of(Activity, third)]
    assert of(Cursor, again)[-1].value == cursor
    assert of(Cursor, third)[-1].value["until"] > cursor["until"]


def test_answers_to_posts_of_the_last_days_are_looked_at_again(bluesky):
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    post = view(ANN, "new", "What do you need?", yesterday)
    bluesky.answers[f"{XRPC}feed.getAuthorFeed"] = Reply({"feed": [{"post": post}]})
    cursor = of(Cursor, look(bluesky))[-1].value
    late = view(BEN, "late", "A dark mode.", yesterday, record=answer_to(post))
    bluesky.answers[f"{XRPC}feed.getAuthorFeed"] = Reply({"feed": [{"post": {**post, "replyCount": 1}}]})
    bluesky.answers[f"{XRPC}feed.getPostThread"] = Reply({"thread": {"post": post, "replies": [{"post": late}]}})
    assert late["uri"] in [a.object.id for a in of(Activity, look(bluesky, cursor=cursor))]


def test_a_look_that_was_broken_off_goes_on_at_its_page(bluesky):
    """Two pages; the power goes after the first."""
    old = view(ANN, "old", "Old.", "2026-02-01T09:00:00Z")
    bluesky.answers[f"{XRPC}feed.getAuthorFeed"].body["cursor"] = "p2"
    bluesky.answers[f"{XRPC}feed.getAuthorFeed?cursor=p2"] = Reply({"feed": [{"post": old}]})
    heard = []
    for one in SOURCE.read(Thing(text="@ann.norrvik.example"), Asked(base=bluesky.base)):
        heard.append(one)
        if isinstance(one, Cursor):
            break
    rest = look(bluesky, cursor=heard[-1].value)
    assert [a.object.id for a in of(Activity, rest)] == [old["uri"]]
    whole = look(bluesky)
    assert {a.id for a in of(Activity, heard + rest)} == {a.id for a in of(Activity, whole)}
    assert of(Cursor, rest)[-1] == of(Cursor, whole)[-1]


def test_a_server_that_gives_the_same_page_for_ever_is_left(bluesky):
    bluesky.answers[f"{XRPC}feed.getAuthorFeed"].body["cursor"] = "again"
    assert len(of(Cursor, look(bluesky))) == 2


def test_a_repost_is_passed_on_by_who_did_it(bluesky):
    item = {"post": QUESTION, "reason": {"$type": "app.bsky.feed.defs#reasonRepost", "by": person(ANN),
                                         "indexedAt": "2026-03-03T09:00:00Z"}}  # fmt: skip
    bluesky.answers[f"{XRPC}feed.getAuthorFeed"] = Reply({"feed": [item]})
    shared, said = of(Activity, look(bluesky))
    assert (shared.type, shared.actor.id, shared.object.id) == ("Announce", ANN, QUESTION["uri"])
    assert (said.type, said.actor.id) == ("Create", BEN)


def test_facets_become_links_mentions_and_tags():
    facets = [
        {"index": {"byteStart": 0, "byteEnd": 3}, "features": [feature]}
        for feature in (
            {"$type": "app.bsky.richtext.facet#mention", "did": BEN},
            {"$type": "app.bsky.richtext.facet#tag", "tag": "sqlite"},
            {"$type": "app.bsky.richtext.facet#link", "uri": "https://norrvik.example/docs"},
        )
    ]
    embed = {"$type": "app.bsky.embed.record", "record": {"uri": QUESTION["uri"], "cid": "c"}}
    raw = json.dumps(
        view(ANN, "f", "hey", "2026-03-01T09:00:00Z", record={"facets": facets, "embed": embed, "langs": ["en"]})
    )
    (activity,) = SOURCE.read(Thing(text="x", raw=raw.encode()), Asked())
    post = activity.object
    assert (post.links, post.mentions, post.tags, post.language) == (
        ("https://norrvik.example/docs",),
        (BEN,),
        ("sqlite",),
        "en",
    )
    assert activity.detail == (("quote", QUESTION["uri"]),)


@pytest.mark.parametrize("gone", [
    {"$type": "app.bsky.feed.defs#notFoundPost", "uri": QUESTION["uri"], "notFound": True},
    {"$type": "app.bsky.feed.defs#blockedPost", "uri": QUESTION["uri"], "blocked": True, "author": {"did": BEN}},
])  # fmt: skip
def test_a_deleted_or_blocked_parent_is_still_what_was_answered(bluesky, gone):
    bluesky.answers[f"{XRPC}feed.getAuthorFeed"] = Reply(
        {"feed": [{"post": ANSWER, "reply": {"parent": gone, "root": gone}}]}
    )
    bluesky.answers[f"{XRPC}feed.getPostThread"] = Reply({"thread": {"post": ANSWER, "replies": [gone]}})
    (answer,) = of(Activity, look(bluesky))
    assert answer.object.in_reply_to == QUESTION["uri"]


def test_a_clock_that_runs_ahead_is_not_believed():
    ahead = view(ANN, "x", "hi", "2026-03-01T09:00:00Z", record={"createdAt": "2096-01-01T00:00:00Z"})
    (activity,) = SOURCE.read(Thing(text="x", raw=json.dumps(ahead).encode()), Asked())
    assert activity.published == datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_a_broken_record_is_set_aside_and_can_be_tried_again(bluesky):
    broken = copy.deepcopy(ANSWER)
    del broken["author"]
    bluesky.answers[f"{XRPC}feed.getAuthorFeed"] = Reply({"feed": [{"post": broken}, 7, {"post": QUESTION}]})
    heard = look(bluesky)
    first, second = of(SetAside, heard)
    assert [a.object.id for a in of(Activity, heard)] == [QUESTION["uri"]]
    assert [type(one) for one in SOURCE.read(Thing(text=first.name, raw=first.raw), Asked())] == [SetAside]
    mended = json.dumps({"post": {**json.loads(first.raw)["post"], "author": person(ANN)}}).encode()
    assert kinds(SOURCE.read(Thing(text=first.name, raw=mended), Asked())) == ["Activity"]
    assert second.reason


@pytest.mark.parametrize(
    "reply",
    [
        Reply("<html>Just a moment</html>"),
        Reply(b'{"feed": [', headers={"content-type": "application/json"}),
        Reply({"feed": "none"}),
        Reply([], headers={}),
        Reply({"error": "InternalServerError"}, 500),
        Reply({"feed": []}, cut=50),
        Reply({"error": "InvalidRequest", "message": "Profile not found"}, 400),
        Reply(b"", 502),
    ],
)
def test_an_answer_that_is_not_what_was_promised_is_named(bluesky, reply):
    bluesky.answers[f"{XRPC}feed.getAuthorFeed"] = reply
    with pytest.raises(CannotRead, match=r"\. "):
        look(bluesky)


def test_a_thread_that_cannot_be_read_does_not_stop_the_rest(bluesky):
    bluesky.answers[f"{XRPC}feed.getPostThread"] = Reply({"error": "NotFound", "message": "Post not found"}, 400)
    heard = look(bluesky)
    assert len(of(Activity, heard)) == 2
    assert "Post not found" in of(SetAside, heard)[0].reason


def test_a_rate_limit_says_when_to_come_back(bluesky):
    bluesky.answers[f"{XRPC}feed.getPostThread"] = Reply({}, 429, {"ratelimit-reset": "42"})
    with pytest.raises(TryLater) as told:
        look(bluesky)
    assert told.value.seconds == 42


def test_a_private_server_is_not_asked_unless_a_member_named_it(bluesky, monkeypatch):
    monkeypatch.setattr("twoears.sources.bluesky.door.PUBLIC", bluesky.base)
    with pytest.raises(CannotRead, match="private network"):
        list(SOURCE.read(Thing(text="@ann.norrvik.example"), Asked()))
    assert bluesky.asked == []


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ("ann.bsky.social", 0.9),
        ("@ann.example", 0.9),
        ("did:plc:abc", 0.95),
        ("https://bsky.app/profile/ann.example", 0.95),
        ("ann.example", 0),
        ("@ann@server.example", 0),
        ("ann@norrvik.example", 0),
        ("what is this?", 0),
        ("", 0),
    ],
)
def test_a_handle_of_one_domain_is_of_bluesky(text, fit):
    assert SOURCE.fits(Thing(text=text)) == fit


def test_what_is_no_handle_is_said_so():
    with pytest.raises(CannotRead, match="Write it like"):
        actor("not a handle")


@given(st.integers(0, 3000))
def test_a_cut_capture_raises_one_named_error(size):
    raw = json.dumps({"feed": [{"post": ANSWER}, {"post": QUESTION}]}).encode()
    with pytest.raises(CannotRead):
        list(SOURCE.read(Thing(text="feed.json", raw=raw[: min(size, len(raw) - 1)]), Asked()))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from(["uri", "author", "record", "indexedAt", "replyCount", "embed"]), JSON),
    st.dictionaries(st.sampled_from(["text", "createdAt", "facets", "reply", "embed", "langs", "tags", "$type"]), JSON),
)
def test_whatever_a_server_puts_into_a_post_it_is_heard_or_set_aside(outer, inner):
    post = {**ANSWER, **outer}
    if isinstance(post["record"], dict):
        post["record"] = {**ANSWER["record"], **inner}
    for one in SOURCE.read(Thing(text="x", raw=json.dumps({"feed": [{"post": post}]}).encode()), Asked()):
        assert isinstance(one, Activity | SetAside)


def test_the_specimens_are_heard():
    samples = Path(__file__).parents[3] / "twoears/sources/bluesky/samples"
    for sample in sorted(samples.glob("*.json")):
        heard = list(SOURCE.read(Thing(text=sample.name, path=sample), Asked()))
        assert of(Activity, heard), sample.name
        assert not of(SetAside, heard)
        assert SOURCE.fits(Thing(text=sample.name, path=sample)) > 0.5


def test_how_many_follow_the_account_is_told_by_its_profile_and_of_no_other(bluesky):
    bluesky.answers[f"{XRPC}actor.getProfile"] = Reply({**person(ANN), "followersCount": 12})
    said = of(Activity, look(bluesky))
    assert {(one.actor.id, one.actor.followers, one.object.author.followers) for one in said} == {
        (ANN, 12, 12),
        (BEN, None, None),
    }
