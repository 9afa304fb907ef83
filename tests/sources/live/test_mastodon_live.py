"""Streams of the fediverse, whatever is cut: nothing lost, nothing twice, what was deleted is empty."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from tests.sources.live.fediverse import TOKEN, Fediverse
from tests.sources.live.fediverse_answers import Answer
from twoears.activities.models import Activity, Post
from twoears.lib.http import NoAnswer, TryLater
from twoears.sources.actions import connect, listen, next_due
from twoears.sources.mastodon.read import SOURCE
from twoears.sources.models import Aside, Connection, Gap, State
from twoears.sources.reading import Asked, CannotRead, NothingToFollow, Thing
from twoears.sources.tasks import follow

pytestmark = pytest.mark.django_db
Steps = Iterator[Callable[[], bool]]


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twoears.sources.tasks._PAUSE", 0.01)
    monkeypatch.setattr("twoears.sources.tasks.FLUSH", 0.05)


def connected(fediverse: Fediverse, text: str = "@ann@social.norrvik.example", **options: str) -> Connection:
    asked = Asked(base=fediverse.base, secrets={"token": TOKEN}, options=options)
    connection = connect(text, kind="mastodon", asked=asked)
    listen(connection)
    connection.refresh_from_db()
    return connection


def run(connection: Connection, steps: Steps, *, looks: bool = True) -> None:
    """Follow while the steps are gone: each waits until what it gives is so. Looks that fall due are made."""
    end = time.monotonic() + 20
    wanted: list[Callable[[], bool]] = [lambda: True]

    def stop() -> bool:
        assert time.monotonic() < end, "it never comes to that"
        if looks and (due := next_due()) is not None:
            with suppress(CannotRead, NoAnswer):
                listen(due)
        while wanted[0]():
            try:
                wanted[0] = next(steps)
            except StopIteration:
                return True
        return False

    follow(connection, stop=stop)


def holds(text: str) -> Callable[[], bool]:
    return lambda: Post.objects.filter(text=text).exists()


def is_open(fediverse: Fediverse, channel: str = "user") -> Callable[[], bool]:
    return lambda: any(stream.channel == channel for stream in fediverse.streams)


def told() -> list[tuple[str, str]]:
    found = Activity.objects.order_by("published", "pk").select_related("actor", "post")
    return [(one.type, one.actor.handle.partition("@")[0]) for one in found]


def everything_is_there_once(fediverse: Fediverse) -> None:
    """What the server holds is what the record holds."""
    there = {s["uri"] for s in fediverse.statuses if not s["reblog"]}
    assert set(Post.objects.filter(withdrawn_at=None).values_list("uid", flat=True)) == there
    creates = Activity.objects.filter(type="Create").values_list("object_uid", flat=True)
    assert len(creates) == len(set(creates))
    heard = Activity.objects.filter(type__in=("Like", "Follow", "Announce"))
    assert heard.count() == len({(one.type, one.actor_id, one.object_uid) for one in heard})


def test_what_happens_is_heard_as_it_happens(fediverse: Fediverse) -> None:
    """
    ann  says  Does anybody run this on SQLite?
    bob  answers, likes, boosts and follows; eva, whom ann follows, says something of her own
    """
    question = fediverse.post("ann", "Does anybody run this on SQLite?")

    def steps() -> Steps:
        yield is_open(fediverse)
        fediverse.post("bob", "@ann We do.", question)
        fediverse.note("favourite", "bob", question)
        fediverse.boost("bob", question)
        fediverse.note("follow", "bob")
        fediverse.post("eva", "Fog over the harbour.")
        yield lambda: holds("Fog over the harbour.")() and Activity.objects.filter(type="Follow").exists()

    run(connected(fediverse), steps(), looks=False)
    assert told() == [
        ("Create", "ann"),
        ("Create", "bob"),
        ("Like", "bob"),
        ("Announce", "bob"),
        ("Follow", "bob"),
        ("Create", "eva"),
    ]
    answer = Post.objects.get(text="@ann We do.")
    assert answer.in_reply_to == question["uri"]


def test_the_same_fact_has_the_same_id_whatever_way_it_comes(fediverse: Fediverse) -> None:
    question = fediverse.post("ann", "Does anybody run this on SQLite?")

    def steps() -> Steps:
        yield is_open(fediverse)
        fediverse.post("bob", "@ann We do.", question)
        fediverse.note("favourite", "bob", question)
        fediverse.boost("eva", question)  # at home, and as a notification
        fediverse.boost("ann", fediverse.post("eva", "Fog over the harbour."))
        fediverse.note("follow", "bob")
        yield lambda: Activity.objects.filter(type="Follow").exists()

    connection = connected(fediverse)
    run(connection, steps(), looks=False)
    streamed = set(Activity.objects.values_list("uid", flat=True))
    assert len(streamed) == 7
    listen(connection)
    Connection.objects.filter(pk=connection.pk).update(cursor={})
    connection.refresh_from_db()
    listen(connection)
    assert set(Activity.objects.values_list("uid", flat=True)) == streamed


def test_an_edit_is_a_further_fact_and_a_deletion_empties_the_text(fediverse: Fediverse) -> None:
    """One post was heard by a look, the other by the stream: both are deleted."""
    old = fediverse.post("bob", "@ann Call me on 0151 555")
    connection = connected(fediverse)

    def steps() -> Steps:
        yield is_open(fediverse)
        new = fediverse.post("bob", "@ann And write to bob@b.example")
        yield holds("@ann And write to bob@b.example")
        fediverse.edit(new, "@ann And write to nobody")
        yield holds("@ann And write to nobody")
        fediverse.delete(old)
        fediverse.delete(new)
        fediverse.tell("user", "delete", "an-id-that-we-never-met")
        yield lambda: Post.objects.filter(withdrawn_at=None).count() == 0

    run(connection, steps(), looks=False)
    assert set(Post.objects.values_list("text", flat=True)) == {""}
    assert sorted(verb for verb, _ in told()) == ["Create", "Create", "Delete", "Delete", "Update"]


def test_what_was_deleted_while_nobody_listened_is_found_by_the_look(fediverse: Fediverse) -> None:
    question = fediverse.post("ann", "Does anybody run this on SQLite?")
    answer = fediverse.post("bob", "@ann We do, call 0151 555.", question)
    connection = connected(fediverse)
    fediverse.delete(answer)
    listen(connection)
    assert Post.objects.get(uid=answer["uri"]).text == ""
    assert Post.objects.get(uid=question["uri"]).text != ""


def test_a_server_that_has_forgotten_everything_deletes_nothing(fediverse: Fediverse) -> None:
    question = fediverse.post("ann", "Does anybody run this on SQLite?")
    fediverse.post("bob", "@ann We do.", question)
    connection = connected(fediverse)
    fediverse.statuses, fediverse.notes = [], []
    listen(connection)
    assert not Post.objects.exclude(withdrawn_at=None).exists()


def test_a_boost_that_was_taken_back_is_undone(fediverse: Fediverse) -> None:
    post = fediverse.post("eva", "Fog over the harbour.")
    boost = fediverse.boost("ann", post)

    def steps() -> Steps:
        yield is_open(fediverse)
        fediverse.delete(boost)
        yield lambda: Activity.objects.filter(type="Undo").exists()

    run(connected(fediverse), steps(), looks=False)
    assert Activity.objects.get(type="Undo").object_uid == boost["uri"]
    assert Post.objects.get().text == "Fog over the harbour."


def cut_mid_line(fediverse: Fediverse) -> None:
    fediverse.cut(b'event: update\ndata: {"id": "1", "cont')


def cut_mid_letter(fediverse: Fediverse) -> None:
    fediverse.cut('event: update\ndata: "Gr\u00fc'.encode()[:-1])


def end_in_order(fediverse: Fediverse) -> None:
    fediverse.cut()


def storm(fediverse: Fediverse) -> None:
    fediverse.plan = ["429", "429", "503"]
    fediverse.cut(b"")


def busy_everywhere(fediverse: Fediverse) -> None:
    fediverse.trouble = [Answer({"error": "Throttled"}, 429, {"retry-after": "1"}), Answer(b"<html>", 503)]
    fediverse.cut(b"")


def say_everything_again(fediverse: Fediverse) -> None:
    for status in fediverse.statuses:
        fediverse.tell("user", "update", status)
    for note in fediverse.notes:
        fediverse.tell("user", "notification", note)
    fediverse.cut()


def jump(fediverse: Fediverse) -> None:
    """The clock of the server is wrong for one post, by two days."""
    right = fediverse.moment
    fediverse.moment += timedelta(days=2)
    fediverse.post("eva", "I am from the future.")
    fediverse.moment = right
    fediverse.cut()


@pytest.mark.parametrize(
    "outage",
    [cut_mid_line, cut_mid_letter, end_in_order, storm, busy_everywhere, say_everything_again, jump],
    ids=lambda outage: outage.__name__,
)
def test_whatever_breaks_nothing_is_lost_and_nothing_is_there_twice(
    fediverse: Fediverse, outage: Callable[[Fediverse], None]
) -> None:
    question = fediverse.post("ann", "Does anybody run this on SQLite?")
    connection = connected(fediverse)

    def steps() -> Steps:
        yield is_open(fediverse)
        fediverse.post("bob", "@ann We do.", question)
        yield holds("@ann We do.")
        outage(fediverse)
        for number in range(7):  # more than a page
            fediverse.post("bob", f"@ann In between {number}", question)
            fediverse.note("favourite", "bob", fediverse.post("eva", f"Weather {number}"))
        yield lambda: holds("Weather 0")() and holds("@ann In between 0")()
        yield is_open(fediverse)
        fediverse.post("bob", "@ann And after that", question)
        yield holds("@ann And after that")

    run(connection, steps())
    listen(connection)
    everything_is_there_once(fediverse)
    assert Activity.objects.filter(type="Like").count() == 7
    assert Gap.objects.exists()
    assert not Gap.objects.filter(filled_at=None).exists()


def test_a_stream_that_falls_silent_is_cut(fediverse: Fediverse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twoears.sources.mastodon.live.SILENCE", 0.3)
    fediverse.plan = ["silent", ""]
    connection = connected(fediverse)

    def steps() -> Steps:
        yield is_open(fediverse)
        yield lambda: Gap.objects.exists()

    run(connection, steps())
    assert "did not answer in time" in Gap.objects.get().why


def test_a_token_that_was_taken_back_is_said_and_a_new_one_goes_on(fediverse: Fediverse) -> None:
    connection = connected(fediverse)

    def steps() -> Steps:
        yield is_open(fediverse)
        fediverse.tokens.clear()
        fediverse.cut()
        yield lambda: "revoked" in Connection.objects.get().last_error
        assert Connection.objects.get().state == State.CUT
        fediverse.post("bob", "@ann Are you there?")
        fediverse.tokens.add(TOKEN)
        yield holds("@ann Are you there?")

    run(connection, steps())


def test_an_answer_to_something_unknown_comes_with_it(fediverse: Fediverse) -> None:
    """
    bob  says     Who has seen the fog?
    eva  answers  I have.
    """
    connection = connected(fediverse)
    question = fediverse.post("bob", "Who has seen the fog?")

    def steps() -> Steps:
        yield is_open(fediverse)
        fediverse.post("eva", "I have.", question)
        yield holds("I have.")

    run(connection, steps(), looks=False)
    assert Post.objects.get(text="I have.").in_reply_to == question["uri"]
    assert holds("Who has seen the fog?")()


def test_what_cannot_be_asked_for_now_is_left_to_the_look(fediverse: Fediverse) -> None:
    connection = connected(fediverse)
    question = fediverse.post("bob", "Who has seen the fog?")

    def steps() -> Steps:
        yield is_open(fediverse)
        fediverse.trouble = [Answer({"error": "Throttled"}, 429, {"retry-after": "60"})]
        fediverse.post("eva", "I have.", question)
        yield holds("I have.")

    run(connection, steps())
    assert Post.objects.get(text="I have.").in_reply_to == question["uri"]


def test_hashtags_are_followed_beside_the_account(fediverse: Fediverse) -> None:
    connection = connected(fediverse, hashtags="#cargo, norrvik")

    def steps() -> Steps:
        yield lambda: all(is_open(fediverse, name)() for name in ("user", "hashtag cargo", "hashtag norrvik"))
        fediverse.post("bob", "A ship full of #cargo")
        fediverse.post("eva", "To #norrvik")
        yield lambda: holds("A ship full of #cargo")() and holds("To #norrvik")()
        fediverse.cut()
        fediverse.post("bob", "Another #cargo")
        yield holds("Another #cargo")

    run(connection, steps())
    listen(connection)
    everything_is_there_once(fediverse)


@pytest.mark.parametrize("text", ["#cargo@social.norrvik.example", "https://social.norrvik.example/tags/cargo"])
def test_a_hashtag_is_a_thing_to_listen_to(fediverse: Fediverse, text: str) -> None:
    for number in range(5):
        fediverse.post("bob", f"Ship {number} full of #cargo")
    fediverse.post("bob", "No ship")
    connection = connect(text, asked=Asked(base=fediverse.base))
    assert connection.kind == "mastodon"
    listen(connection)
    fediverse.post("bob", "Late #Cargo")
    connection.refresh_from_db()
    listen(connection)
    everything = sorted(Post.objects.values_list("text", flat=True))
    assert everything == ["Late #Cargo", *(f"Ship {n} full of #cargo" for n in range(5))]


def test_without_a_token_or_a_stream_looks_remain(fediverse: Fediverse) -> None:
    thing = Thing(text="@ann@social.norrvik.example")
    assert SOURCE.stream
    with pytest.raises(NothingToFollow, match="token"):
        next(SOURCE.stream(thing, Asked(base=fediverse.base)))
    fediverse.has_streams = False
    with pytest.raises(NothingToFollow, match="no stream"):
        next(SOURCE.stream(thing, Asked(base=fediverse.base, secrets={"token": TOKEN})))


def test_what_a_token_may_not_read_is_said_and_the_rest_is_heard(fediverse: Fediverse) -> None:
    fediverse.refuse = {"/api/v1/notifications": Answer({"error": "This action is outside the authorized scopes"}, 403)}
    fediverse.post("ann", "Hello")
    fediverse.post("eva", "Fog.")
    connection = connected(fediverse)
    assert (holds("Hello")(), holds("Fog.")()) == (True, True)
    listen(connection)
    assert "outside the authorized scopes" in Aside.objects.get().reason
    fediverse.refuse = {}
    fediverse.post("bob", "@ann Are you there?")
    connection.refresh_from_db()
    listen(connection)
    assert holds("@ann Are you there?")()


def test_the_limit_of_a_server_is_known(fediverse: Fediverse) -> None:
    connection = connected(fediverse)
    assert (connection.limit_most, connection.limit_left) == (300, 299)
    assert connection.limit_resets_at == datetime(2026, 11, 22, 9, 5, tzinfo=UTC)


def test_a_page_that_was_broken_off_is_gone_on_with(fediverse: Fediverse) -> None:
    for number in range(8):
        fediverse.post("bob", f"@ann Number {number}")
    connection = connect("@ann@social.norrvik.example", asked=Asked(base=fediverse.base, secrets={"token": TOKEN}))
    asked_before = iter(range(100))

    def broken(method: str, *words: object, **named: object) -> Answer:
        path = str(words[0])
        if path == "/api/v1/notifications" and next(asked_before) == 1:
            return Answer({"error": "Throttled"}, 429, {"retry-after": "1"})
        return Fediverse.answer(fediverse, method, *words, **named)  # type: ignore[arg-type]

    fediverse.answer = broken  # type: ignore[method-assign]
    with pytest.raises(TryLater, match="wait"):
        listen(connection)
    assert 0 < Post.objects.count() < 8
    connection.refresh_from_db()
    listen(connection)
    everything_is_there_once(fediverse)
