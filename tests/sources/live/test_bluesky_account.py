"""Bluesky as the account itself: what rings, told once; what we send, there once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.sources.live.bluesky_server import Server, running
from tests.sources.live.recorded import of
from twoears.activities.models import Activity as ActivityRow
from twoears.activities.values import Activity
from twoears.lib.http import NoAnswer, TryLater
from twoears.publishing.actions import CannotSend
from twoears.publishing.actions import send as put_in_line
from twoears.publishing.models import Delivery, State
from twoears.publishing.tasks import deliver
from twoears.sources.actions import connect
from twoears.sources.bluesky import live
from twoears.sources.bluesky.read import SOURCE
from twoears.sources.bluesky.send import find, send
from twoears.sources.bluesky.words import facets, letters, record_key
from twoears.sources.reading import Alive, Asked, CannotRead, Cursor, Limit, SetAside, Thing
from twoears.sources.sending import Access, Letter, NotSent
from twoears.sources.tasks import follow
from twoears.team.models import Member

ANN, BEN = "did:plc:ann", "did:plc:ben"
POST = "app.bsky.feed.post"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
QUESTION = f"at://{BEN}/{POST}/q1"
SECRETS = {"password": "abcd-efgh"}


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as made:
        record = {"$type": POST, "text": "Does it run on SQLite?", "createdAt": NOON.isoformat()}
        made.records[QUESTION] = {"uri": QUESTION, "cid": "cid-q", "value": record}
        yield made


def ring(key: str, minute: int, collection: str = POST, **record: object) -> dict:
    at = (NOON + timedelta(minutes=minute)).isoformat()
    return {"uri": f"at://{BEN}/{collection}/{key}", "cid": "c", "indexedAt": at, "isRead": False, "reason": "x",
            "author": {"did": BEN, "handle": "ben.example", "displayName": "Ben"},
            "record": {"$type": collection, "createdAt": at, **record}}  # fmt: skip


def rings() -> list[dict]:
    """Ben follows Ann, likes and passes on her post, answers it, names her, quotes it; something new of Bluesky."""
    mine = {"uri": f"at://{ANN}/{POST}/a1", "cid": "c"}
    return [
        ring("n7", 7, "app.bsky.graph.verification", subject=ANN),
        ring("n6", 6, text="See this.", embed={"$type": "app.bsky.embed.record", "record": mine}),
        ring("n5", 5, text="@ann.example hello"),
        ring("n4", 4, text="Thank you.", reply={"root": mine, "parent": mine}),
        ring("n3", 3, "app.bsky.feed.repost", subject=mine),
        ring("n2", 2, "app.bsky.feed.like", subject=mine),
        ring("n1", 1, "app.bsky.graph.follow", subject=ANN),
    ]


def access(server: Server, **secrets: str) -> Access:
    return Access(text="@ann.example", base=server.base, secrets=secrets or SECRETS)


def letter(act: str = "reply", text: str = "It does.", key: str = "k1", **more: object) -> Letter:
    target = "" if act == "post" else QUESTION
    return Letter(**{"key": key, "act": act, "text": text, "target": target, "since": NOON} | more)  # type: ignore[arg-type]


def look(server: Server, cursor: dict[str, str] | None = None, text: str = "@ann.example") -> list:
    asked = Asked(base=server.base, secrets=SECRETS, cursor=cursor or {})
    return list(SOURCE.read(Thing(text=text), asked))


def test_what_others_did_to_us_rings_once_and_with_the_ids_of_every_other_way(server):
    server.rings = rings()
    server.headers = {"ratelimit-limit": "3000", "ratelimit-remaining": "2990", "ratelimit-reset": "1795000000"}
    heard = look(server)
    assert [(a.type, a.id.removeprefix(f"at://{BEN}/")) for a in of(Activity, heard)] == [
        ("Create", f"{POST}/n6#create"), ("Create", f"{POST}/n5#create"), ("Create", f"{POST}/n4#create"),
        ("Announce", "app.bsky.feed.repost/n3"), ("Like", "app.bsky.feed.like/n2"),
        ("Follow", "app.bsky.graph.follow/n1"),
    ]  # fmt: skip
    assert {a.actor.handle for a in of(Activity, heard)} == {"ben.example"}
    assert of(Limit, heard) == [Limit(3000, 2990, datetime.fromtimestamp(1795000000, UTC))]
    place = dict(of(Cursor, heard)[-1].value)
    assert look(server, place) != []
    server.rings.insert(0, ring("n8", 600, text="And again."))
    again = {a.id for a in of(Activity, look(server, place))}
    assert f"at://{BEN}/{POST}/n8#create" in again
    assert f"at://{BEN}/app.bsky.graph.follow/n1" not in again, "it reads back to where it was, and a little behind it"
    assert server.sign_ins == 1, "signed in once for all looks"


def test_a_look_that_was_broken_off_goes_on_at_its_page(server):
    server.rings = rings()
    first: list = []
    for one in SOURCE.read(Thing(text="@ann.example"), Asked(base=server.base, secrets=SECRETS)):
        first.append(one)
        if isinstance(one, Cursor) and "told_page" in one.value:
            break
    rest = look(server, dict(first[-1].value))
    assert {a.id for a in of(Activity, first + rest)} == {a.id for a in of(Activity, look(server))}
    assert len(of(Activity, first + rest)) == 6


def test_a_broken_ring_is_set_aside(server):
    server.rings = [ring("n1", 1, text="hi") | {"author": None}, ring("n2", 1, text="hi")]
    heard = look(server)
    assert (len(of(SetAside, heard)), len(of(Activity, heard))) == (1, 1)


def test_what_rings_for_us_is_not_told_as_anothers(server):
    server.rings = rings()
    server.trouble = lambda name: (200, {"did": BEN}) if name.endswith("getProfile") else None
    asked = Asked(base=server.base, secrets=SECRETS, options={"handle": "ann.example"})
    assert of(Activity, SOURCE.read(Thing(text="@ben.example"), asked)) == []


@pytest.mark.parametrize(("password", "handle"), [("wrong", ""), ("abcd-efgh", "carl.example")])
def test_who_is_not_let_in_is_told_what_to_do(server, password, handle):
    asked = Asked(base=server.base, secrets={"password": password}, options={"handle": handle})
    with pytest.raises(CannotRead, match="Make a new app password"):
        list(SOURCE.read(Thing(text="@ann.example"), asked))


def test_a_token_that_runs_out_is_renewed_and_one_that_is_not_known_any_more_made_anew(server):
    server.seconds = 60
    look(server)
    look(server)
    assert server.renewals > 0
    server.seconds = 7200
    look(server)
    server.valid = "the server has lost its sessions"
    before = server.sign_ins
    look(server)
    assert server.sign_ins == before + 1


def test_a_stream_of_an_account_tells_what_is_new_and_loses_nothing_when_it_is_cut(server, monkeypatch):
    monkeypatch.setattr(live, "QUICK", 0.01)
    monkeypatch.setattr(live, "SLOW", 0.01)
    server.rings = rings()[5:]
    heard: list = []
    place: dict[str, str] = {}
    for arrival in (rings()[4:], rings()[1:], [ring("n9", 900, text="Late."), *rings()]):
        stream = SOURCE.stream(Thing(text="@ann.example"), Asked(base=server.base, secrets=SECRETS, cursor=place))
        for one in stream:
            heard.append(one)
            if isinstance(one, Cursor):
                place = dict(one.value)
                break
        stream.close()
        server.rings = arrival
    stream = SOURCE.stream(Thing(text="@ann.example"), Asked(base=server.base, secrets=SECRETS, cursor=place))
    for one in stream:
        heard.append(one)
        if isinstance(one, Activity) and one.id.endswith("n9#create"):
            break
    stream.close()
    assert {a.id.split("/")[4].split("#")[0] for a in of(Activity, heard)} == {f"n{n}" for n in (1, 2, 3, 4, 5, 6, 9)}
    assert of(Alive, heard)


def test_a_stream_that_is_asked_to_wait_says_so_and_when(server):
    calls: list[str] = []

    def busy(name: str) -> tuple[int, dict] | None:
        calls.append(name)
        return (429, {"error": "RateLimitExceeded"}) if calls.count("app.bsky.feed.getAuthorFeed") > 1 else None

    server.headers = {"ratelimit-limit": "100", "ratelimit-remaining": "50", "ratelimit-reset": "1795000000"}
    server.trouble = busy
    heard: list = []
    asked = Asked(base=server.base, secrets=SECRETS)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(TryLater) as told:
        patch.setattr(live, "QUICK", 0.01)
        for one in SOURCE.stream(Thing(text="@ann.example"), asked):
            heard.append(one)
    assert told.value.seconds == 42
    assert (of(Limit, heard)[0].left, of(Limit, heard)[-1].left) == (50, 0)


@pytest.mark.django_db
def test_the_record_holds_each_thing_once_whether_it_was_looked_up_or_streamed(server, monkeypatch):
    monkeypatch.setattr(live, "QUICK", 0.01)
    monkeypatch.setattr("twoears.sources.tasks.FLUSH", 0.01)
    server.rings = rings()
    connection = connect("@ann.example", asked=Asked(base=server.base, secrets=SECRETS))
    from twoears.sources.actions import listen

    listen(connection)
    new = ring("n9", 900, text="Late.")

    def arrived() -> bool:
        server.rings = [new, *rings()]
        return ActivityRow.objects.filter(uid=f"{new['uri']}#create").exists()

    follow(connection, stop=arrived)
    assert ActivityRow.objects.count() == 7


def test_an_answer_names_its_parent_and_the_root_and_is_there_once(server):
    sent = send(letter(language="en"), access(server))
    written = server.records[sent.id]["value"]
    ref = {"uri": QUESTION, "cid": "cid-q"}
    assert written == {"$type": POST, "createdAt": "2026-11-20T12:00:00.000Z", "text": "It does.", "langs": ["en"],
                       "reply": {"root": ref, "parent": ref}}  # fmt: skip
    assert sent.url == f"https://bsky.app/profile/{ANN}/post/{sent.id.rpartition('/')[2]}"
    assert send(letter(language="en"), access(server)) == sent
    assert server.writes == 1
    deeper = send(letter(key="k2", target=sent.id), access(server))
    reply = server.records[deeper.id]["value"]["reply"]
    assert (reply["root"], reply["parent"]["uri"]) == (ref, sent.id), "the root is that of the whole conversation"


@pytest.mark.parametrize(("act", "collection"), [("like", "app.bsky.feed.like"), ("share", "app.bsky.feed.repost")])
def test_a_like_and_a_repost_are_about_the_post_and_are_not_done_twice(server, act, collection):
    sent = send(letter(act, ""), access(server))
    assert sent.id.split("/")[3] == collection
    assert server.records[sent.id]["value"]["subject"] == {"uri": QUESTION, "cid": "cid-q"}
    by_hand = f"at://{ANN}/{collection}/by-hand"
    viewer = {"like": by_hand, "repost": by_hand}
    server.views = {QUESTION: {"uri": QUESTION, "cid": "cid-q", "record": {}, "viewer": viewer}}
    assert send(letter(act, "", key="k2"), access(server)).id == by_hand
    assert server.writes == 1


@pytest.mark.django_db
@pytest.mark.parametrize("lost", [[], ["com.atproto.repo.putRecord"], ["com.atproto.repo.putRecord"] * 3])
def test_where_answers_are_lost_it_is_still_there_once(server, owner: Member, lost):
    connection = connect("@ann.example", asked=Asked(base=server.base, secrets=SECRETS))
    delivery = put_in_line(member=owner, connection=connection, act="post", text="News.", now=NOON)
    server.lost = list(lost)
    moment = NOON
    while deliver(moment) or Delivery.objects.filter(next_at__isnull=False).exists():
        moment += timedelta(minutes=10)
    delivery.refresh_from_db()
    assert (delivery.state, server.writes, len(server.records)) == (State.SENT, 1, 2)
    assert delivery.sent_uid in server.records


def test_what_was_sent_is_found_and_what_was_not_is_not(server):
    assert find(letter(), access(server)) is None
    sent = send(letter(), access(server))
    assert find(letter(), access(server)) == sent
    server.trouble = lambda name: (500, {"error": "InternalServerError"}) if name.endswith("getRecord") else None
    with pytest.raises(CannotRead):
        find(letter(), access(server))


def gone(server: Server) -> None:
    del server.records[QUESTION]


def blocked(server: Server) -> None:
    server.views = {}


def deleted(server: Server) -> None:
    server.views = {}
    del server.records[QUESTION]


def closed(server: Server) -> None:
    server.views = {QUESTION: {"uri": QUESTION, "cid": "c", "record": {}, "viewer": {"replyDisabled": True}}}


def refuses(server: Server) -> None:
    told = (400, {"error": "InvalidRequest", "message": "Record is not valid"})
    server.trouble = lambda name: told if name.endswith("putRecord") else None


@pytest.mark.parametrize(("change", "why"), [
    (gone, "was deleted"), (deleted, "was deleted"), (blocked, "blocked"), (closed, "lets only some people answer"),
    (refuses, "Record is not valid"),
])  # fmt: skip
def test_what_cannot_be_answered_is_said_in_plain_words_and_nothing_is_done(server, change, why):
    change(server)
    with pytest.raises(NotSent, match=why):
        send(letter(), access(server))
    assert server.writes == 0


@pytest.mark.parametrize("more", [
    {"target": "https://x.com/ben/status/1"}, {"target": f"at://{BEN}/app.bsky.feed.like/1"},
    {"text": "x" * 301}, {"text": "👩‍👩‍👧‍👦" * 300},
])  # fmt: skip
def test_what_does_not_fit_is_not_sent(server, more):
    with pytest.raises(NotSent):
        send(letter(**more), access(server))
    assert server.asked in ([], ["com.atproto.server.createSession"])


@pytest.mark.parametrize("status", [500, 502, 503])
def test_where_nobody_can_tell_it_is_said_so(server, status):
    server.trouble = lambda name: (status, {}) if name.endswith("putRecord") else None
    with pytest.raises(NoAnswer):
        send(letter(), access(server))


def test_a_server_that_is_not_there_may_be_there_later(server):
    with pytest.raises(NoAnswer):
        send(letter(), Access(text="@ann.example", base="http://127.0.0.1:9", secrets=SECRETS))
    with pytest.raises(NotSent, match="app password"):
        send(letter(), Access(text="@ann.example", base=server.base))


def test_a_server_that_asks_to_wait_has_done_nothing(server):
    server.trouble = lambda name: (429, {}) if name.endswith("putRecord") else None
    with pytest.raises(TryLater) as told:
        send(letter(), access(server))
    assert (told.value.seconds, server.writes) == (42, 0)


def test_links_tags_and_names_stand_at_their_bytes():
    text = "Grüß @ben.norrvik.se, #sqlite und @nobody.norrvik.se: https://norrvik.example/a, 👋"
    found = facets(text, lambda handle: BEN if handle == "ben.norrvik.se" else "")
    raw = text.encode()
    assert [raw[f["index"]["byteStart"] : f["index"]["byteEnd"]].decode() for f in found] == [
        "@ben.norrvik.se", "#sqlite", "https://norrvik.example/a",
    ]  # fmt: skip
    assert found[0]["features"][0]["did"] == BEN


def test_keys_are_the_same_at_every_try_and_in_the_order_of_time():
    keys = [record_key(f"key {n}", NOON + timedelta(seconds=n)) for n in range(50)]
    assert keys == sorted(keys)
    assert len({record_key(f"key {n}", NOON) for n in range(1000)}) == 1000, "many in one second are told apart"
    assert all(len(key) == 13 and key[0] in "234567abcdefghij" for key in keys)


@pytest.mark.django_db
def test_letters_are_counted_as_people_count_them_before_anything_is_put_in_line(server, owner: Member):
    assert [letters(t) for t in ("", "Grüße", "🇸🇪🇩🇰", "👍🏽", "e\u0301", "a\r\nb")] == [0, 5, 2, 1, 1, 4]
    connection = connect("@ann.example", asked=Asked(base=server.base, secrets=SECRETS))
    assert put_in_line(member=owner, connection=connection, act="post", text="👩‍👩‍👧‍👦" * 100)
    with pytest.raises(CannotSend, match="301 characters"):
        put_in_line(member=owner, connection=connection, act="post", text="👍🏽" * 301)


def test_nothing_else_is_asked_of_a_post_that_stands_alone(server):
    send(letter("post", "News."), access(server))
    assert server.asked == ["com.atproto.server.createSession", "com.atproto.repo.putRecord"]
