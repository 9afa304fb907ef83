"""Answers of Mastodon's API that somebody saved as files: the same facts under the same ids as a look at the server."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources.live.fediverse import TOKEN, Fediverse
from tests.sources.live.recorded import kinds, of
from tests.sources.live.test_mastodon import ANSWER, HOME, JSON, QUESTION, THANKS, account
from twoears.activities.models import Activity as ActivityRow
from twoears.activities.values import Activity
from twoears.sources.actions import connect, listen
from twoears.sources.mastodon.read import SOURCE
from twoears.sources.reading import Asked, CannotRead, SetAside, Thing

LIKE = {
    "id": "9",
    "type": "favourite",
    "created_at": "2026-03-01T11:00:00Z",
    "account": account("ben"),
    "status": ANSWER,
}
FOLLOW = {"id": "8", "type": "follow", "created_at": "2026-03-01T12:00:00Z", "account": account("ben")}


def heard(told: object, **asked: object) -> list[object]:
    raw = told if isinstance(told, bytes) else json.dumps(told).encode()
    return list(SOURCE.read(Thing(text="saved.json", raw=raw), Asked(**asked)))  # type: ignore[arg-type]


def lines(*told: object) -> bytes:
    return b"\n".join(json.dumps(one).encode() for one in told) + b"\n"


@pytest.mark.django_db
def test_what_a_look_has_heard_is_known_in_the_saved_answers(fediverse: Fediverse, tmp_path: Path) -> None:
    """
    ann  says   Does anybody run this on SQLite?
    bob  answers, likes, boosts and follows; ann boosts eva
    """
    question = fediverse.post("ann", "Does anybody run this on SQLite?")
    answer = fediverse.post("bob", "@ann We do.", question)
    fediverse.note("favourite", "bob", question)
    fediverse.boost("bob", question)
    fediverse.note("follow", "bob")
    fediverse.boost("ann", fediverse.post("eva", "Fog over the harbour."))
    asked = Asked(base=fediverse.base, secrets={"token": TOKEN})
    assert listen(connect("@ann@social.norrvik.example", kind="mastodon", asked=asked)).new
    before = ActivityRow.objects.count()
    assert sorted(ActivityRow.objects.values_list("type", flat=True)) == [
        "Announce", "Announce", "Create", "Create", "Create", "Follow", "Like",
    ]  # fmt: skip
    own = [s for s in fediverse.statuses if s["account"]["username"] == "ann"]
    saved = {
        "notifications.json": json.dumps(fediverse.notes).encode(),
        "statuses.json": json.dumps(own).encode(),
        "statuses.jsonl": lines(*own),
        "context.json": json.dumps({"ancestors": [question], "descendants": [answer]}).encode(),
    }
    for name, raw in saved.items():
        (tmp_path / name).write_bytes(raw)
        again = listen(connect(str(tmp_path / name)))
        assert again.known and (again.new, again.set_aside) == (0, 0), name
    assert ActivityRow.objects.count() == before


def test_statuses_a_line_each_answer_each_other_and_a_broken_line_stops_nothing() -> None:
    found = heard(lines(THANKS, ANSWER) + b'{"id": \n\n' + lines(QUESTION))
    answered = {a.object.id: a.object.in_reply_to for a in of(Activity, found)}
    assert answered == {THANKS["uri"]: ANSWER["uri"], ANSWER["uri"]: QUESTION["uri"], QUESTION["uri"]: ""}
    (aside,) = of(SetAside, found)
    assert (aside.line, aside.raw) == (3, b'{"id": ')


@pytest.mark.parametrize(
    "told",
    [
        [QUESTION, ANSWER],
        {"ancestors": [QUESTION], "descendants": [ANSWER]},
        {"accounts": [], "statuses": [QUESTION, ANSWER], "hashtags": []},
        [{"id": "1", "unread": False, "accounts": [], "last_status": one} for one in (QUESTION, ANSWER)],
        [{**LIKE, "type": "mention", "status": one} for one in (QUESTION, ANSWER)],
    ],
)
def test_a_post_is_the_same_in_whatever_answer_it_stands(told: object) -> None:
    assert heard(told) == heard([QUESTION, ANSWER])
    assert SOURCE.fits(Thing(text="saved.json", raw=json.dumps(told).encode())) > 0.7


def test_who_is_followed_is_told_by_what_was_liked_or_by_a_member() -> None:
    (_, follow) = of(Activity, heard([LIKE, FOLLOW]))
    assert (follow.type, follow.actor.id, follow.object.id) == ("Follow", f"{HOME}/users/ben", f"{HOME}/users/ann")
    for us in (("@ann@social.norrvik.example",), ("acme", f"{HOME}/@ann")):
        (alone,) = heard([FOLLOW], us=us)
        assert (alone.id, alone.object.id) == (follow.id, f"{HOME}/users/ann")
    (aside,) = heard([FOLLOW])
    assert "who is followed" in aside.reason
    assert kinds(heard(aside.raw, us=("@ann@social.norrvik.example",))) == ["Activity"]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({**LIKE, "type": "mention", "status": None}, "without a post"),
        ({**FOLLOW, "type": "follow_request"}, "without a post"),
        ({**LIKE, "account": {}}, "Nobody can be named"),
        ("a word", "A post is an object"),
    ],
)
def test_a_notification_that_tells_of_nothing_is_set_aside_and_said(told: object, reason: str) -> None:
    (aside,) = of(SetAside, heard([told]))
    assert reason in aside.reason


def test_grouped_notifications_are_refused_with_what_to_do() -> None:
    with pytest.raises(CannotRead, match="/api/v1/notifications"):
        heard({"accounts": [], "statuses": [], "notification_groups": []})


def test_what_is_older_than_asked_is_left() -> None:
    assert len(heard([QUESTION, THANKS], since=datetime(2026, 3, 1, 9, tzinfo=UTC))) == 1


@given(st.integers(0, 4000))
def test_cut_lines_are_heard_as_far_as_they_go_or_refused(size: int) -> None:
    raw = lines(QUESTION, ANSWER)
    try:
        found = heard(raw[: min(size, len(raw) - 3)])
    except CannotRead as error:
        assert "saved.json" in str(error)
        return
    assert len(of(Activity, found)) <= 1


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(sorted(LIKE)), JSON), st.sampled_from(["favourite", "follow", "mention"]))
def test_whatever_a_server_puts_into_a_notification_it_is_heard_or_set_aside(more: dict, kind: str) -> None:  # type: ignore[type-arg]
    for one in heard([{**LIKE, "type": kind, **more}, FOLLOW]):
        assert isinstance(one, Activity | SetAside)
