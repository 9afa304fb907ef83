"""Likely matches through the API: seen, answered, taken back, and joined without a look where an owner wants it."""

from datetime import UTC, datetime

import pytest

from twoears.activities.record import record
from twoears.activities.values import Actor, Post, created
from twoears.jobs import catch_up
from twoears.people.models import Identity, LikelyMatch

ABOUT = "Process engineer at Norrvik Pharma. Valves and pumps."


@pytest.fixture
def pair(world) -> str:
    two = (
        Actor(id="f:1", network="fediverse", handle="leila_haddad_p@a.example", name="Leila Haddad", summary=ABOUT),
        Actor(id="b:1", network="bluesky", handle="leila_haddad_p.bsky.social", name="Leila Haddad", summary=ABOUT),
    )
    now = datetime(2026, 3, 1, tzinfo=UTC)
    record(
        [
            created(
                Post(
                    id="f:1/1",
                    author=two[0],
                    text="@acme How much?",
                    mentions=("https://social.example/users/acme",),
                    published=now,
                )
            ),
            created(Post(id="b:1/1", author=two[1], text="Rain.", published=now)),
        ]
    )
    catch_up()
    return LikelyMatch.objects.get(right__uid__in=("f:1", "b:1")).public_id


def test_a_program_sees_answers_and_takes_back(pair, ask, ask_as_reader) -> None:
    found = ask_as_reader("GET", "people/unsure").json()
    (one,) = found["proposals"]
    assert (one["id"], found["left"], one["right"]["person"]) == (pair, 1, "")
    assert one["signs_for"][0]["times"] > 1
    assert ask_as_reader("GET", f"people/unsure/{pair}").json() == one
    made = ask("POST", f"people/unsure/{pair}", {"says": "yes"})
    assert (made.status_code, made.json()["kind"]) == (201, "merge")
    assert ask("POST", f"people/unsure/{pair}", {"says": "yes"}).status_code == 409
    assert ask("GET", "people/unsure").json()["left"] == 0
    assert ask("POST", f"identities/{made.json()['id']}/undo").json()["undone"] is True
    assert ask("GET", "people/unsure").json()["left"] == 1


def test_who_may_not_and_what_cannot_be(pair, ask, ask_as_owner, ask_as_reader) -> None:
    assert ask_as_reader("POST", f"people/unsure/{pair}", {"says": "yes"}).status_code == 403
    assert ask("POST", f"people/unsure/{pair}", {"says": "perhaps"}).status_code == 422
    assert ask("POST", "people/unsure/m_none", {"says": "no"}).status_code == 404
    assert ask_as_owner("POST", "joining", {"least": 0.5}).status_code == 422


def test_an_owner_tries_and_switches(pair, ask_as_owner, ask_as_reader) -> None:
    LikelyMatch.objects.update(probability=0.995)
    assert ask_as_reader("GET", "joining/try?least=0.99").json()["total"] == 1
    assert ask_as_reader("POST", "joining", {"least": 0.99}).status_code == 403
    assert ask_as_owner("POST", "joining", {"least": 0.99}).json()["least"] == 0.99
    assert Identity.objects.filter(rule="likely").exists()
    assert ask_as_owner("POST", "joining", {"least": None}).json()["least"] is None
    assert not Identity.objects.filter(rule="likely").exists()


def test_a_program_sees_what_was_learnt_and_an_owner_switches(pair, ask_as_owner, ask_as_reader) -> None:
    found = ask_as_reader("GET", "joining/learnt").json()
    assert (found["standing"], found["next_at"], found["learnt"]) == ("too few", 16, None)
    assert ask_as_reader("POST", "joining/learnt", {"as_shipped": True}).status_code == 403
    assert ask_as_owner("POST", "joining/learnt", {"as_shipped": True}).json()["standing"] == "as shipped"
    assert ask_as_owner("POST", "joining/learnt", {"as_shipped": False}).json()["standing"] == "too few"
