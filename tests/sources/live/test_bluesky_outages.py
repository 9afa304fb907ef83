"""An account of Bluesky whose server fails in every way: what rings meanwhile is there once, and no hole is left."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from tests.sources.live.bluesky_server import Reply, Server, running
from tests.sources.live.test_bluesky_account import SECRETS, ring, rings
from twoears.activities.models import Activity, Post
from twoears.lib.http import NoAnswer
from twoears.sources.actions import connect, listen, next_due
from twoears.sources.bluesky import live
from twoears.sources.models import Connection, Gap, State
from twoears.sources.reading import Asked, CannotRead
from twoears.sources.tasks import follow

pytestmark = pytest.mark.django_db
OTHERS = 6  # of `rings`, without the one that says nothing to anybody
NEW = [ring(f"m{n}", 100 + n, text=f"Meanwhile {n}") for n in range(7)]  # more than a page


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name, value in {"QUICK": 0.02, "SLOW": 0.1, "_TICK": 0.02}.items():
        monkeypatch.setattr(live, name, value)
    monkeypatch.setattr("twoears.sources.tasks._PAUSE", 0.02)
    monkeypatch.setattr("twoears.sources.tasks.FLUSH", 0.01)
    with running() as made:
        made.rings = rings()
        yield made


Trouble = Callable[[Server], None]


def answers(*replies: Reply) -> Trouble:
    """These, whatever is asked, and then all is well."""

    def happen(server: Server) -> None:
        left = list(replies)
        server.trouble = lambda name: left.pop(0) if left else None

    return happen


def cut(server: Server) -> None:
    server.lost = ["app.bsky.notification.listNotifications"] * 2 + ["app.bsky.feed.getAuthorFeed"]


def a_token_of_before(server: Server) -> None:
    server.valid = "somebody restarted it"


def everything_ends(server: Server) -> None:
    """Tokens end with every answer; whoever asks has to come in again each time."""
    server.seconds = -10


def half_a_page(server: Server) -> None:
    """It tells a part, and fails on the next page."""
    left = iter([None, None, (502, {"error": "UpstreamFailure"}), (500, {"error": "InternalServerError"})])
    server.trouble = lambda name: next(left, None) if "listNotifications" in name else None


def place_lost(server: Server) -> None:
    Connection.objects.update(cursor={}, stream_cursor={})


def behind_its_time(server: Server) -> None:
    """Its clock is a year behind for what comes first: what rings has its own time, and nothing is passed over."""
    early = ring("early", -525_600, text="From last year.")
    server.rings = [early, *server.rings]


OUTAGES: dict[str, Trouble] = {
    "nothing happens": answers(),
    "it storms": answers(*((status, {"error": "InternalServerError"}) for status in (500, 502, 503, 504))),
    "it is cut before an answer": cut,
    "it forgets who we are": a_token_of_before,
    "its tokens end at once": everything_ends,
    "it fails on a later page": half_a_page,
    "it tells nonsense": answers((200, {"feed": "no list"}), (200, {"notifications": [None, 7]}), (200, {})),
    "our place is lost": place_lost,
    "its clock jumps": behind_its_time,
}


def look() -> None:
    """As the scheduler does beside the stream."""
    due = next_due()
    if due is not None:
        with suppress(CannotRead, NoAnswer):
            listen(due)


def there(key: str) -> bool:
    return Activity.objects.filter(uid__endswith=f"/{key}#create").exists()


@pytest.mark.parametrize("outage", OUTAGES)
def test_what_rings_while_its_server_fails_is_there_once(server: Server, outage: str) -> None:
    connection = connect("@ann.example", asked=Asked(base=server.base, secrets=SECRETS))
    listen(connection)
    end, told = time.monotonic() + 60, False

    def done() -> bool:
        nonlocal told
        assert time.monotonic() < end, Connection.objects.get().last_error
        if not told and Connection.objects.get().state == State.LISTENING:
            told = True
            OUTAGES[outage](server)
            server.rings = [*NEW[::-1], *server.rings]
        look()
        return told and all(there(f"m{n}") for n in range(7))

    follow(connection, stop=done)
    server.trouble = lambda name: None
    listen(connection)
    extra = Post.objects.filter(text="From last year.").count()
    assert sorted(Post.objects.filter(text__startswith="Mean").values_list("text", flat=True)) == [
        f"Meanwhile {n}" for n in range(7)
    ]
    assert Activity.objects.count() == OTHERS + len(NEW) + extra
    assert not Gap.objects.filter(filled_at=None).exists()


def test_a_server_that_asks_us_to_wait_is_not_asked_before(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("twoears.sources.tasks._wait", lambda seconds, stop: waited.append(seconds))
    connection = connect("@ann.example", asked=Asked(base=server.base, secrets=SECRETS))
    listen(connection)
    answers((429, {"error": "RateLimitExceeded"}), (429, {"error": "RateLimitExceeded"}))(server)
    server.rings = [*NEW, *server.rings]
    follow(connection, stop=lambda: there("m0"))
    assert len(waited) == 2
    assert min(waited) >= 42
