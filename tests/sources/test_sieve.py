"""Of a whole network only what is for us, or what a query finds, is recorded; and its end is heard too."""

from datetime import UTC, datetime

import pytest

from tests.conftest import actor
from twoears.activities.record import record
from twoears.activities.values import Activity, Post, created
from twoears.following import Kept
from twoears.queries.actions import add, remove
from twoears.team.models import Member
from twoears.threads.actions import say_us

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def post(number: int, text: str, who: str = "ann", to: str = "", answers: str = "") -> Activity:
    return created(
        Post(
            id=f"https://x.com/{who}/status/{number}",
            author=actor(who),
            published=NOON,
            text=text,
            mentions=(actor(to).id,) if to else (),
            in_reply_to=answers,
        )
    )


def did(kind: str, about: str, who: str = "ann") -> Activity:
    return Activity(id=f"{who} {kind} {about}", type=kind, actor=actor(who), published=NOON, object=about)


def test_only_what_is_for_us_or_what_a_query_finds(owner: Member) -> None:
    say_us(member=owner, handles=["acme", actor("acme").id])
    pumps = add(member=owner, name="Pumps", text="pump* NOT petrol")
    heard = [
        post(0, "Nice weather"),
        post(1, "My pumps leak"),
        post(2, "A petrol pump"),
        post(3, "hello", to="acme"),
        post(4, "we speak", who="acme"),
        post(5, "yes", answers="https://x.com/acme/status/4"),
        did("Like", "https://x.com/acme/status/4"),
        did("Like", "https://x.com/bob/status/4"),
    ]
    keep = Kept()
    assert list(keep(heard)) == [heard[at] for at in (1, 3, 4, 5, 6)]
    remove(member=owner, query=pumps)
    assert heard[1] not in Kept()(heard)


def test_the_end_of_what_was_kept_is_heard_and_no_other(owner: Member) -> None:
    record([post(1, "My pumps leak")])
    ends = [did("Delete", "https://x.com/ann/status/1"), did("Delete", "https://x.com/ann/status/2")]
    assert list(Kept()(ends)) == ends[:1]
