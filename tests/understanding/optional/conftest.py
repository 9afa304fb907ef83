"""A model that answers on this machine, and an owner who brings it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from tests.chat_server import ChatServer
from tests.conftest import actor
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.jobs import catch_up
from twoears.team.models import Member
from twoears.understanding.optional.actions import Brought, add_reader, switch_on
from twoears.understanding.optional.models import OptionalReader

Say = Callable[..., PostRow]
Bring = Callable[..., OptionalReader]


@pytest.fixture
def server() -> Iterator[ChatServer]:
    made = ChatServer()
    yield made
    made.close()


@pytest.fixture
def bring(owner: Member, server: ChatServer) -> Bring:
    """An optional reader behind the server; switched on for everybody's public posts unless told otherwise."""

    def add(whose: str = "public", *, a_day: int = 100, past: bool = False, **said: object) -> OptionalReader:
        usual = {"name": "liked", "address": server.address, "near": True, "model": "small"}
        asked = {"question": "Does the author praise us?", "labels": ("praised", "none")}
        about = usual | ({} if said.get("reads") or said.get("places") else asked) | said
        made = add_reader(owner=owner, brought=Brought(**about))
        if whose:
            switch_on(owner=owner, reader=made.name, whose=whose, most_a_day=a_day, past=past)
        return made

    return add


@pytest.fixture
def say(db: None) -> Say:
    """Somebody says something, and it is understood."""
    numbers = iter(range(1, 1000))

    def tell(text: str, who: str = "ann", *, private: bool = False, mentions: tuple[str, ...] = ()) -> PostRow:
        number = next(numbers)
        at = datetime(2026, 3, 1, 9 + number // 60, number % 60, tzinfo=UTC)
        uid = f"https://x.com/{who}/{number}"
        said = tuple(actor(one).id for one in mentions)
        record([created(Post(id=uid, author=actor(who), published=at, text=text, private=private, mentions=said))])
        catch_up()
        return PostRow.objects.get(uid=uid)

    return tell
