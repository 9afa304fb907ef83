"""Acme at half past seven of a Monday, with a mail server on this machine."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.conftest import actor
from tests.smtp_server import SmtpServer
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.jobs import catch_up
from twoears.lib.mail import mail_server
from twoears.team.models import Member

MONDAY = datetime(2026, 3, 9, 7, 30, tzinfo=UTC)
SENDER = "Two Ears <ears@acme.example>"


def said(who: str, words: str, at: datetime, *, to_us: bool = False, private: bool = False, name: str = "") -> None:
    """A post, heard and understood; `to_us` speaks to Acme."""
    author = actor(who)
    post = Post(
        id=f"https://x.com/{who}/{at:%d%H%M%S}",
        url=f"https://x.com/{who}/{at:%d%H%M%S}",
        author=type(author)(id=author.id, network="x", handle=who, name=name or author.name),
        published=at,
        text=words,
        mentions=(actor("acme").id,) if to_us else (),
        private=private,
    )
    record([created(post)])
    catch_up()


@pytest.fixture
def out(settings: Any) -> Iterator[SmtpServer]:
    """The server that takes our mail."""
    made = SmtpServer()
    settings.MAIL = mail_server(f"smtp://127.0.0.1:{made.port}", SENDER)
    settings.PUBLIC_URL = "https://ears.acme.example"
    yield made
    made.stop()


@pytest.fixture
def mira(owner: Member) -> Member:
    """The owner, who has an address."""
    from twoears.threads.actions import say_us

    say_us(member=None, handles=["acme"])
    owner.first_name, owner.email = "Mira", "mira@acme.example"
    owner.save()
    return owner


@pytest.fixture
def colleague(mira: Member) -> Member:
    """Ana, of the same team."""
    from twoears.team.actions import first_team

    made = Member.objects.create_user("ana", email="ana@acme.example", first_name="Ana")
    first_team().members.add(made)
    return made
