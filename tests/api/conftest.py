"""A small world behind the API: Acme, five who talk with it, and an owner, a member, a reader and a stranger."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from twoears.activities.record import record
from twoears.activities.values import Activity, Actor, Post, created
from twoears.conversations.models import Standing
from twoears.jobs import catch_up
from twoears.people.models import Person
from twoears.sources.models import Aside, Connection
from twoears.team.actions import first_owner, first_team, make_token
from twoears.team.models import Member, Role, Scope
from twoears.threads.actions import say_us

# hours before now, who, the number of the post that it answers, the words
SAID = (
    (90, "bob", None, "@acme Does it run on SQLite?"),
    (89, "acme", 0, "It does. How large is your base?"),
    (88, "bob", 1, "About a million rows. Thank you, that helps a lot!"),
    (60, "ann", None, "@acme Does the FX-3 hold calibration below four degrees?"),
    (50, "acme", None, "Our new FX-4 is here. Buy before Friday and save 20 percent."),
    (30, "carla", None, "@acme The display froze again. Can you help me?"),
    (20, "dora", None, "@acme What is the price of the heated housing?"),
    (10, "annie", None, "@acme Is there a bracket for DN25 pipe?"),
)
Ask = Callable[..., HttpResponse]


def actor(handle: str) -> Actor:
    address = f"https://social.example/users/{handle}"
    full = f"{handle}@social.example"
    return Actor(id=address, network="mastodon", handle=full, name=handle.capitalize(), url=address)


def activities(now: datetime) -> list[Activity]:
    return [
        created(
            Post(
                id=f"https://social.example/posts/{number}",
                url=f"https://social.example/posts/{number}",
                author=actor(who),
                published=now - timedelta(hours=hours),
                text=words,
                in_reply_to="" if parent is None else f"https://social.example/posts/{parent}",
                mentions=(actor("acme").id,) if "@acme" in words else (),
            )
        )
        for number, (hours, who, parent, words) in enumerate(SAID)
    ]


@pytest.fixture
def owner(db: None) -> Member:
    return first_owner()


@pytest.fixture
def member(owner: Member) -> Member:
    made = Member.objects.create(username="mia", role=Role.MEMBER, first_name="Mia")
    first_team().members.add(made)
    return made


@pytest.fixture
def reader(owner: Member) -> Member:
    return Member.objects.create(username="rita", role=Role.READER)


@pytest.fixture
def world(owner: Member) -> None:
    say_us(member=owner, handles=["acme@social.example"])
    record(activities(datetime.now(UTC)))
    catch_up()


def asking(token: str = "", client: Client | None = None) -> Ask:
    """Ask the API: `ask("POST", "today", {...}, key="header value")`."""
    through = client or Client()

    def ask(method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        data = "" if body is None else json.dumps(body)
        return through.generic(method, f"/api/v1/{path}", data, "application/json", headers=sent)

    return ask


@pytest.fixture
def ask(member: Member) -> Ask:
    """A program of a member, with every scope."""
    return asking(make_token(member=member, name="all", scopes=list(Scope.values)))


@pytest.fixture
def ask_as_owner(owner: Member) -> Ask:
    return asking(make_token(member=owner, name="all", scopes=list(Scope.values)))


@pytest.fixture
def ask_as_reader(reader: Member) -> Ask:
    return asking(make_token(member=reader, name="look", scopes=["read"]))


@pytest.fixture
def stranger(db: None) -> Ask:
    return asking()


@pytest.fixture
def conversation(world: None) -> Callable[[str], str]:
    """The conversation with somebody, by their name."""
    return lambda name: str(Standing.objects.get(thread__counterpart__name=name).thread.public_id)


@pytest.fixture
def person(world: None) -> Callable[[str], str]:
    return lambda name: Person.objects.get(name=name).public_id


@pytest.fixture
def source(db: None, tmp_path: Any) -> Connection:
    """A file of one post, read before, and one record of it that was set aside."""
    post = {"type": "Note", "id": "https://a.example/1", "content": "Hello", "published": "2026-03-01T09:00:00Z"}
    path = tmp_path / "outbox.json"
    path.write_text(
        json.dumps(
            {
                "@context": "https://www.w3.org/ns/activitystreams",
                "type": "Create",
                "id": "https://a.example/1#create",
                "actor": "https://a.example/ann",
                "published": post["published"],
                "object": {**post, "attributedTo": "https://a.example/ann"},
            }
        )
    )
    return Connection.objects.create(name="outbox", kind="activitystreams", text=str(path), set_aside=1)


@pytest.fixture
def aside(source: Connection) -> Aside:
    return Aside.objects.create(
        connection=source,
        name="outbox.json",
        line=2,
        reason="no JSON",
        advice="look at it",
        raw=b"{",
        at=datetime.now(UTC),
        digest="d",
    )
