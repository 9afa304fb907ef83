"""Servers with Mastodon's API, recorded: Mastodon itself and GoToSocial."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources.live.recorded import Reply, kinds, of
from twoears.activities.values import Activity
from twoears.lib.http import TryLater
from twoears.sources.mastodon.read import SOURCE
from twoears.sources.reading import Asked, CannotRead, Cursor, SetAside, Thing, Total

HOME = "https://social.norrvik.example"


def account(name: str, **more) -> dict:
    return {
        "id": f"7{name}",
        "username": name,
        "acct": name,
        "display_name": name.title(),
        "url": f"{HOME}/@{name}",
        "uri": f"{HOME}/users/{name}",
        "note": "<p>Hello</p>",
        "fields": [],
        "bot": False,
        "statuses_count": 2,
        **more,
    }


def status(name: str, key: str, text: str, at: str, **more) -> dict:
    return {
        "id": key,
        "created_at": at,
        "uri": f"{HOME}/users/{name}/statuses/{key}",
        "url": f"{HOME}/@{name}/{key}",
        "account": account(name),
        "content": f"<p>{text}</p>",
        "visibility": "public",
        "language": "en",
        "spoiler_text": "",
        "in_reply_to_id": None,
        "replies_count": 0,
        "reblogs_count": 0,
        "mentions": [],
        "tags": [],
        "reblog": None,
        "media_attachments": [],
        "poll": None,
        "card": None,
        **more,
    }


QUESTION = status("ben", "100", "Does it run on SQLite?", "2026-03-01T08:00:00.000Z")
ANSWER = status("ann", "101", "It does.", "2026-03-01T09:00:00.000Z", in_reply_to_id="100", replies_count=1)
THANKS = status("ben", "102", "Thank you.", "2026-03-01T10:00:00.000Z", in_reply_to_id="101")
LOOKUP, STATUSES, CONTEXT = "/api/v1/accounts/lookup", "/api/v1/accounts/7ann/statuses", "/api/v1/statuses/101/context"


@pytest.fixture
def mastodon(server):
    """
    2026-03-01 08:00  ben  Does it run on SQLite?
    2026-03-01 09:00  ann    It does.
    2026-03-01 10:00  ben      Thank you.
    """
    server.answers[LOOKUP] = Reply(account("ann"), headers={"x-ratelimit-reset": "2026-03-01T09:00:00.123456Z"})
    server.answers[STATUSES] = Reply([ANSWER])
    server.answers[f"{STATUSES}?max_id=101"] = Reply([])
    server.answers[CONTEXT] = Reply({"ancestors": [QUESTION], "descendants": [THANKS]})
    return server


def look(server, text="@ann@social.norrvik.example", **asked):
    return list(SOURCE.read(Thing(text=text), Asked(base=server.base, **asked)))


def test_we_hear_the_question_the_answer_and_the_thanks(mastodon):
    heard = look(mastodon)
    said = {a.object.id: a.object for a in of(Activity, heard)}
    assert [said[s["uri"]].text for s in (ANSWER, QUESTION, THANKS)] == [
        "It does.",
        "Does it run on SQLite?",
        "Thank you.",
    ]
    assert said[ANSWER["uri"]].in_reply_to == QUESTION["uri"]
    assert said[THANKS["uri"]].in_reply_to == ANSWER["uri"]
    assert said[ANSWER["uri"]].author.handle == "ann@social.norrvik.example"
    assert of(Total, heard) == [Total(2)]
    assert kinds(heard)[-1] == "Cursor"


def test_looking_twice_hears_the_same(mastodon):
    assert look(mastodon) == look(mastodon)


def test_a_server_with_ids_of_letters_is_read_like_any_other(server):
    """GoToSocial: ULIDs, a version that is no number, a rate limit in a format of its own."""
    key, parent = "01HQZXW9J5N7V3K8T2M4R6S1AB", "01HQZXW9J5N7V3K8T2M4R6S1AA"
    post = status("ann", key, "It does.", "2026-03-01T09:00:00.000Z", in_reply_to_id=parent)
    server.answers[LOOKUP] = Reply(account("ann", id="01ACCOUNT"), headers={"x-ratelimit-reset": "soon"})
    server.answers["/api/v1/accounts/01ACCOUNT/statuses"] = Reply([post])
    server.answers[f"/api/v1/accounts/01ACCOUNT/statuses?max_id={key}"] = Reply([])
    server.answers[f"/api/v1/statuses/{key}/context"] = Reply(
        {"ancestors": [{**QUESTION, "id": parent}], "descendants": []}
    )
    server.answers["/api/v1/instance"] = Reply({"version": "0.17.3+git-abc"})
    said = {a.object.id: a.object for a in of(Activity, look(server))}
    assert said[post["uri"]].in_reply_to == QUESTION["uri"]


def test_a_second_look_goes_on_where_the_first_ended(mastodon):
    cursor = of(Cursor, look(mastodon))[-1].value
    new = status("ann", "200", "News.", "2026-03-02T09:00:00.000Z")
    mastodon.answers[STATUSES] = Reply([new, ANSWER])
    heard = look(mastodon, cursor=cursor)
    assert new["uri"] in [a.object.id for a in of(Activity, heard)]
    assert not of(Total, heard)
    assert of(Cursor, heard)[-1].value["until"] > cursor["until"]


def test_answers_to_posts_of_the_last_days_are_looked_at_again(mastodon):
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    post = status("ann", "300", "What do you need?", yesterday)
    mastodon.answers[STATUSES] = Reply([post])
    mastodon.answers[f"{STATUSES}?max_id=300"] = Reply([])
    cursor = of(Cursor, look(mastodon))[-1].value
    mastodon.answers[STATUSES] = Reply([{**post, "replies_count": 1}])
    late = status("ben", "301", "A dark mode.", yesterday, in_reply_to_id="300")
    mastodon.answers["/api/v1/statuses/300/context"] = Reply({"ancestors": [], "descendants": [late]})
    assert late["uri"] in [a.object.id for a in of(Activity, look(mastodon, cursor=cursor))]


def test_a_look_that_was_broken_off_goes_on_at_its_page(mastodon):
    old = status("ann", "50", "Old.", "2026-02-01T09:00:00.000Z")
    mastodon.answers[f"{STATUSES}?max_id=101"] = Reply([old])
    mastodon.answers[f"{STATUSES}?max_id=50"] = Reply([])
    heard = []
    for one in SOURCE.read(Thing(text="@ann@social.norrvik.example"), Asked(base=mastodon.base)):
        heard.append(one)
        if isinstance(one, Cursor):
            break
    rest = look(mastodon, cursor=heard[-1].value)
    assert [a.object.id for a in of(Activity, rest)] == [old["uri"]]
    assert of(Cursor, rest)[-1] == of(Cursor, look(mastodon))[-1]


def test_a_boost_is_passed_on_and_an_edit_is_a_further_fact(mastodon):
    boost = status("ann", "400", "", "2026-03-04T09:00:00.000Z", reblog=QUESTION)
    edited = status("ann", "399", "Mended.", "2026-03-03T09:00:00.000Z", edited_at="2026-03-03T10:00:00.000Z")
    mastodon.answers[STATUSES] = Reply([boost, edited])
    mastodon.answers[f"{STATUSES}?max_id=399"] = Reply([])
    told = [(a.type, a.actor.id.rsplit("/", 1)[-1], a.object.text) for a in of(Activity, look(mastodon))]
    assert told == [
        ("Announce", "ann", "Does it run on SQLite?"),
        ("Create", "ann", "Mended."),
        ("Update", "ann", "Mended."),
    ]


@pytest.mark.parametrize(
    ("visibility", "private"), [("public", False), ("unlisted", False), ("private", True), ("direct", True)]
)
def test_what_was_said_to_few_is_private(visibility, private):
    raw = json.dumps({**QUESTION, "visibility": visibility}).encode()
    assert [a.object.private for a in SOURCE.read(Thing(text="x", raw=raw), Asked())] == [private]


def test_mentions_links_and_tags_are_told_apart():
    content = (
        '<p><a href="https://b.example/@eva" class="mention">@eva</a> see <a href="https://norrvik.example/">us</a> '
        '<a href="https://a.example/tags/x" class="mention hashtag">#x</a></p>'
    )
    mentions = [{"id": "9", "url": "https://b.example/@eva", "acct": "eva@b.example"},
                {"id": "7ann", "url": f"{HOME}/@ann", "acct": "ann"}]  # fmt: skip
    told = {**QUESTION, "account": account("ann"), "content": content, "mentions": mentions, "tags": [{"name": "x"}]}
    (activity,) = SOURCE.read(Thing(text="x", raw=json.dumps(told).encode()), Asked())
    post = activity.object
    assert post.links == ("https://norrvik.example/",)
    assert post.mentions == ("https://b.example/@eva", f"{HOME}/users/ann")
    assert (post.tags, post.text) == (("x",), "@eva see us #x")


def test_only_links_that_link_back_are_the_accounts_own():
    fields = [
        {
            "name": "Site",
            "value": '<a href="https://ann.example/">ann.example</a>',
            "verified_at": "2026-01-01T00:00:00Z",
        },
        {"name": "Shop", "value": '<a href="https://famous.example/">mine, I say</a>', "verified_at": None},
    ]
    raw = json.dumps({**QUESTION, "account": account("ann", fields=fields)}).encode()
    (activity,) = SOURCE.read(Thing(text="x", raw=raw), Asked())
    assert activity.actor.links == ("https://ann.example/",)


def test_an_answer_to_what_nobody_can_see_any_more_is_still_an_answer(mastodon):
    mastodon.answers[CONTEXT] = Reply({"ancestors": [], "descendants": []})
    (answer,) = of(Activity, look(mastodon))
    assert answer.object.in_reply_to.endswith("/statuses/100")


def test_a_broken_record_is_set_aside_and_can_be_tried_again(mastodon):
    broken = {**QUESTION, "created_at": "yesterday or so"}
    mastodon.answers[STATUSES] = Reply([broken, ANSWER])
    heard = look(mastodon)
    (aside,) = of(SetAside, heard)
    assert len(of(Activity, heard)) == 3
    mended = aside.raw.replace(b"yesterday or so", b"2026-03-01T08:00:00Z")
    if mended == aside.raw:  # the client made nothing of the date
        mended = json.dumps({**json.loads(aside.raw), "created_at": "2026-03-01T08:00:00Z"}).encode()
    assert kinds(SOURCE.read(Thing(text=aside.name, raw=aside.raw), Asked())) == ["SetAside"]
    assert kinds(SOURCE.read(Thing(text=aside.name, raw=mended), Asked())) == ["Activity"]


@pytest.mark.parametrize(
    "reply",
    [
        Reply("<html>Just a moment</html>"),
        Reply(b'[{"id": "1"', headers={"content-type": "application/json"}),
        Reply(b""),
        Reply({"feed": "none"}),
        Reply({"error": "boom"}, 500),
        Reply([], cut=50),
        Reply({"error": "This method requires a user"}, 401),
        Reply(b"", 502),
        Reply({"error": "Record not found"}, 404),
        Reply("just a word"),
        Reply("null"),
    ],
)
def test_an_answer_that_is_not_what_was_promised_is_named(mastodon, reply):
    mastodon.answers[STATUSES] = reply
    with pytest.raises(CannotRead, match=r"\. "):
        look(mastodon)


def test_a_conversation_that_cannot_be_read_does_not_stop_the_rest(mastodon):
    mastodon.answers[CONTEXT] = Reply({"error": "Record not found"}, 404)
    heard = look(mastodon)
    assert [a.object.text for a in of(Activity, heard)] == ["It does."]
    assert "conversation" in of(SetAside, heard)[0].reason


def test_a_rate_limit_says_when_to_come_back(mastodon):
    mastodon.answers[CONTEXT] = Reply({"error": "Throttled"}, 429, {"retry-after": "42"})
    with pytest.raises(TryLater) as told:
        look(mastodon)
    assert told.value.seconds == 42


def test_a_private_server_is_not_asked_unless_a_member_named_it(mastodon):
    with pytest.raises(CannotRead, match="private network"):
        list(SOURCE.read(Thing(text=f"{mastodon.base}/@ann"), Asked()))
    assert mastodon.asked == []


def test_a_handle_whose_domain_is_not_its_server_is_looked_up(mastodon, server, monkeypatch):
    """The profile's page is on one address of this machine, its server on another."""
    monkeypatch.setenv("TWOEARS_ALLOW_PRIVATE_HOSTS", "1")
    home = mastodon.base.replace("127.0.0.1", "localhost")
    reply = {
        "links": [{"rel": "http://webfinger.net/rel/profile-page"}, {"rel": "self", "href": f"{server.base}/users/ann"}]
    }
    mastodon.answers["/.well-known/webfinger?resource=acct:ann@localhost"] = Reply(reply)
    found, heads = mastodon.answers.pop(LOOKUP), mastodon.headers
    mastodon.answers[f"{LOOKUP}?acct=ann"] = found
    monkeypatch.setattr(mastodon, "deaf_to", "localhost")
    heard = list(SOURCE.read(Thing(text=f"{home}/@ann"), Asked()))
    assert len(of(Activity, heard)) == 3
    assert [head["host"].partition(":")[0] for head in heads][:3] == ["localhost", "localhost", "127.0.0.1"]


def test_a_token_goes_to_the_server_that_was_named(mastodon):
    mastodon.answers["/api/v1/accounts/verify_credentials"] = Reply(account("ann"))
    mastodon.answers["/api/v1/notifications"] = mastodon.answers["/api/v1/timelines/home"] = Reply([])
    look(mastodon, secrets={"token": "a-token"})
    assert all(headers["authorization"] == "Bearer a-token" for headers in mastodon.headers)


def test_a_token_does_not_follow_to_another_server(mastodon, server, monkeypatch):
    monkeypatch.setenv("TWOEARS_ALLOW_PRIVATE_HOSTS", "1")
    there = mastodon.base.replace("127.0.0.1", "localhost")
    mastodon.answers["/api/v1/accounts/verify_credentials"] = Reply(b"", 302, {"location": f"{there}/elsewhere"})
    with pytest.raises(CannotRead, match="302"):
        look(mastodon, secrets={"token": "a-token"})
    assert mastodon.asked == ["/api/v1/accounts/verify_credentials"]


def test_what_cannot_be_a_token_is_not_sent(mastodon):
    with pytest.raises(CannotRead, match="one word"):
        look(mastodon, secrets={"token": "two words\r\nhost: elsewhere"})
    assert mastodon.asked == []


def test_pages_are_turned_as_the_server_says(mastodon):
    """The address in the header is that of the server behind its proxy; only its question counts."""
    old = status("ann", "50", "Old.", "2026-02-01T09:00:00.000Z")
    link = f'<http://10.0.0.7:3000{STATUSES}?limit=20&max_id=opaque>; rel="next", <{mastodon.base}/x>; rel="prev"'
    mastodon.answers[STATUSES] = Reply([ANSWER], headers={"link": link})
    mastodon.answers[f"{STATUSES}?max_id=opaque"] = Reply([old], headers={"link": '<http://10.0.0.7/y>; rel="prev"'})
    assert [a.object.text for a in of(Activity, look(mastodon))][-1] == "Old."
    assert not [asked for asked in mastodon.asked if "max_id=50" in asked or "max_id=101" in asked]


@pytest.mark.parametrize(("text", "fit"), [
    ("@ann@server.example", 0.95), ("https://server.example/@ann", 0.85), ("https://server.example/users/ann", 0.85),
    ("https://youtube.com/@ann", 0), ("https://server.example/@ann.rss", 0),
    ("#cargo@server.example", 0.95), ("https://server.example/tags/cargo", 0.7), ("#cargo", 0),
    ("ann@norrvik.example", 0), ("@ann.example", 0), ("ann.bsky.social", 0), ("", 0),
])  # fmt: skip
def test_a_handle_with_its_server_is_of_the_fediverse(text, fit):
    assert SOURCE.fits(Thing(text=text)) == fit


@given(st.integers(0, 3000))
def test_a_cut_capture_raises_one_named_error(size):
    raw = json.dumps([ANSWER, QUESTION]).encode()
    with pytest.raises(CannotRead):
        list(SOURCE.read(Thing(text="statuses.json", raw=raw[: min(size, len(raw) - 1)]), Asked()))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first text of a machine under load takes its time
@given(st.dictionaries(st.sampled_from(sorted(QUESTION)), JSON))
def test_whatever_a_server_puts_into_a_status_it_is_heard_or_set_aside(more):
    for one in SOURCE.read(Thing(text="x", raw=json.dumps([{**QUESTION, **more}]).encode()), Asked()):
        assert isinstance(one, Activity | SetAside)


def test_the_specimens_are_heard():
    samples = Path(__file__).parents[3] / "twoears/sources/mastodon/samples"
    for sample in sorted(samples.glob("*.json")):
        heard = list(SOURCE.read(Thing(text=sample.name, path=sample), Asked()))
        assert of(Activity, heard), sample.name
        assert not of(SetAside, heard)
        assert SOURCE.fits(Thing(text=sample.name, path=sample)) > 0.5
