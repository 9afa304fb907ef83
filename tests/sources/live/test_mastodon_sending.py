"""Speaking at a server with Mastodon's API: once, to the right one, and to no more people than asked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.sources.live.fediverse import TOKEN, Fediverse
from tests.sources.live.fediverse_answers import Answer
from twoears.activities.models import Activity, Post
from twoears.lib.http import NoAnswer, TryLater
from twoears.publishing.actions import send as put_in_line
from twoears.publishing.models import Delivery, State
from twoears.publishing.tasks import deliver
from twoears.sources.actions import connect, listen
from twoears.sources.mastodon.read import SOURCE
from twoears.sources.mastodon.send import length, same_words
from twoears.sources.models import Connection
from twoears.sources.reading import Asked
from twoears.sources.sending import Access, Letter, NotSent, Outgoing, Sent
from twoears.team.models import Member

WE = "@ann@social.norrvik.example"


def mouth() -> Outgoing:
    assert SOURCE.post
    return SOURCE.post


def access(fediverse: Fediverse, **more: Any) -> Access:
    return Access(**{"text": WE, "base": fediverse.base, "secrets": {"token": TOKEN}, **more})


def letter(about: dict[str, Any] | None = None, act: str = "reply", text: str = "It does.", **more: Any) -> Letter:
    return Letter(**{"key": "k1", "act": act, "text": text, "since": datetime.now(UTC) - timedelta(hours=3),
                     "target": about["uri"] if about else "", "target_url": about["url"] if about else "",
                     **more})  # fmt: skip


def send(fediverse: Fediverse, what: Letter) -> Sent:
    return mouth().send(what, access(fediverse))


def find(fediverse: Fediverse, what: Letter) -> Sent | None:
    look = mouth().find
    assert look
    return look(what, access(fediverse))


@pytest.mark.parametrize(("who", "name"), [("bob", "@bob"), ("eva", "@eva@other.example")])
def test_an_answer_names_whom_it_answers(fediverse: Fediverse, who: str, name: str) -> None:
    question = fediverse.post(who, "Does it run on SQLite?")
    sent = send(fediverse, letter(question, language="en-GB"))
    said = fediverse.statuses[-1]
    assert (said["content"], said["in_reply_to_id"]) == (f"<p>{name} It does.</p>", question["id"])
    assert (sent.id, sent.url) == (said["uri"], said["url"])
    assert find(fediverse, letter(question)) == sent


def test_who_is_named_already_is_not_named_again_nor_are_we(fediverse: Fediverse) -> None:
    question = fediverse.post("eva", "Does it run on SQLite?")
    send(fediverse, letter(question, text="@eva@other.example It does."))
    first = fediverse.statuses[-1]
    send(fediverse, letter(first, text="And on PostgreSQL.", key="k2"))
    assert [s["content"] for s in fediverse.statuses[-2:]] == [
        "<p>@eva@other.example It does.</p>",
        "<p>And on PostgreSQL.</p>",
    ]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [("public", "public"), ("unlisted", "unlisted"), ("private", "private"), ("direct", "direct"),
     ("mutuals_only", "direct"), ("local", "direct"), ("", "direct")],
)  # fmt: skip
def test_an_answer_is_never_more_public_than_the_question(fediverse: Fediverse, asked: str, answered: str) -> None:
    question = fediverse.post("bob", "@ann Between you and me?", visibility=asked)
    sent = send(fediverse, letter(question))
    assert fediverse.statuses[-1]["visibility"] == answered
    assert find(fediverse, letter(question)) == sent, "found even where the server does not list it among our posts"


def test_the_same_words_to_another_or_long_ago_are_not_what_we_look_for(fediverse: Fediverse) -> None:
    question, other = fediverse.post("bob", "Does it run on SQLite?"), fediverse.post("eva", "Does it?")
    send(fediverse, letter(other))
    assert find(fediverse, letter(question)) is None
    send(fediverse, letter(question, key="k2"))
    assert find(fediverse, letter(question)) is not None
    assert find(fediverse, letter(question, text="It does not.")) is None
    assert find(fediverse, letter(question, since=datetime.now(UTC) + timedelta(hours=3))) is None


def test_a_post_of_our_own_is_found_by_its_words(fediverse: Fediverse) -> None:
    what = letter(act="post", text="News:\n\nversion 2 @bob@b.example is out")
    assert find(fediverse, what) is None
    sent = send(fediverse, what)
    fediverse.statuses[-1]["content"] = "<p>News:</p><p>version 2 @<span>bob</span> is out</p>"
    fediverse.boost("ann", fediverse.statuses[-1])
    assert find(fediverse, what) == sent


def test_a_like_and_a_boost_are_there_once(fediverse: Fediverse) -> None:
    praise = fediverse.post("bob", "I like it.")
    for act in ("like", "share"):
        what = letter(praise, act)
        assert find(fediverse, what) is None
        sent = send(fediverse, what)
        assert find(fediverse, what) == sent
    like = send(fediverse, letter(praise, "like"))
    assert like.heard
    assert (like.heard.type, like.heard.object, like.heard.id) == ("Like", praise["uri"], like.id)


def test_the_same_key_says_it_once(fediverse: Fediverse) -> None:
    question = fediverse.post("bob", "Does it run on SQLite?")
    assert send(fediverse, letter(question)) == send(fediverse, letter(question))
    assert len(fediverse.statuses) == 2


def test_what_the_server_refuses_is_not_sent_and_says_why(fediverse: Fediverse) -> None:
    question = fediverse.post("bob", "Does it run on SQLite?")
    with pytest.raises(NotSent, match="65 characters with the name, and 127.0.0.1 takes 60"):
        send(fediverse, letter(question, text="x" * 60))
    send(fediverse, letter(question, text=f"https://norrvik.example/{'x' * 200}"))
    with pytest.raises(NotSent, match="does not find"):
        send(fediverse, letter(question, target="https://gone.example/1", target_url=""))
    with pytest.raises(NotSent, match="only listen"):
        mouth().send(letter(question), access(fediverse, secrets={}))
    with pytest.raises(NotSent, match="only listen"):
        mouth().send(letter(question), access(fediverse, text="#cargo@social.norrvik.example"))
    with pytest.raises(NotSent, match="revoked"):
        mouth().send(letter(question), access(fediverse, secrets={"token": "an-old-one"}))
    fediverse.keys.clear()
    before = len(fediverse.statuses)
    fediverse.refuse = {"/api/v1/statuses": Answer({"error": "Validation failed: You posted that already."}, 422)}
    with pytest.raises(NotSent, match="You posted that already"):
        send(fediverse, letter(question, key="k9"))
    assert len(fediverse.statuses) == before


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer({"error": "Throttled"}, 429, {"x-ratelimit-reset": "2099-01-01T00:00:00Z"}), TryLater),
        (Answer(b"<html>Bad gateway</html>", 502), NoAnswer),
        (Answer(b"<html>", 503), NoAnswer),
        (Answer(b'{"id": "1"', 200), NoAnswer),
    ],
)
def test_where_nobody_can_tell_it_is_not_said_to_have_failed(
    fediverse: Fediverse, answer: Answer, error: type[Exception]
) -> None:
    question = fediverse.post("bob", "Does it run on SQLite?")
    fediverse.refuse = {"/api/v1/statuses": answer}
    with pytest.raises(error):
        send(fediverse, letter(question))


def test_a_post_without_an_id_that_holds_everywhere_is_answered_by_its_own(fediverse: Fediverse) -> None:
    question = fediverse.post("bob", "Does it run on SQLite?")
    send(fediverse, letter(question, target=f"mastodon:127.0.0.1/statuses/{question['id']}", target_url=""))
    assert fediverse.statuses[-1]["in_reply_to_id"] == question["id"]


@pytest.mark.django_db
@pytest.mark.parametrize(("act", "path"), [
    ("reply", "/api/v1/statuses"), ("like", "/api/v1/statuses/{}/favourite"), ("share", "/api/v1/statuses/{}/reblog"),
])  # fmt: skip
def test_where_the_answer_is_lost_it_is_there_once(fediverse: Fediverse, owner: Member, act: str, path: str) -> None:
    """A server whose clock is a day late did it, its answer never came, and an hour later it knows our key no more."""
    fediverse.set_clock(timedelta(days=-1))
    question = fediverse.post("bob", "@ann Does it run on SQLite?")
    connection = ours(fediverse)
    text = "It does." if act == "reply" else ""
    delivery = put_in_line(member=owner, connection=connection, act=act, text=text, about=Post.objects.get())
    fediverse.lose = [path.format(question["id"])]
    assert deliver()
    delivery.refresh_from_db()
    assert delivery.state == State.UNKNOWN
    fediverse.keys.clear()
    assert deliver(datetime.now(UTC) + timedelta(hours=1))
    delivery.refresh_from_db()
    assert delivery.state == State.SENT
    done = fediverse.statuses[1:]
    assert len(done) == (0 if act == "like" else 1)
    listen(connection)
    assert Delivery.objects.count() == 1
    assert {one.type for one in Activity.objects.filter(actor__handle__startswith="ann@")} == {
        {"reply": "Create", "like": "Like", "share": "Announce"}[act]
    }
    mine = Activity.objects.get(actor__handle__startswith="ann@")
    assert delivery.sent_uid == (mine.object_uid if act == "reply" else mine.uid), "heard as it was sent"


def ours(fediverse: Fediverse) -> Connection:
    connection = connect(WE, kind="mastodon", asked=Asked(base=fediverse.base, secrets={"token": TOKEN}))
    listen(connection)
    connection.refresh_from_db()
    return connection


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("It does.", "It  does.\n", True), ("@ann@a.example Yes", "@ann Yes", True), ("Yes", "No", False),
     ("@ann Yes", "@bob Yes", False), ("", "", True)],
)  # fmt: skip
def test_words_are_the_same_however_they_are_written(one: str, other: str, same: bool) -> None:
    assert same_words(one, other) is same


def test_a_mention_counts_as_its_name_and_an_address_as_one_length() -> None:
    count: Callable[[str], int] = length
    assert count("x" * 500) == 500
    assert count("@ann@social.norrvik.example") == 4
    assert count("(https://norrvik.example/a).") == 26
