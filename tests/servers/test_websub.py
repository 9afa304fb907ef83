"""A real hub (Flask-WebSub): it asks back at our door, brings what is new with its mark, and lets us go."""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.sources.web.sites import Site
from tests.sources.web.test_feeds_in_time import XML, item, rss
from twoears.activities.models import Post
from twoears.lib.http import NoAnswer, exchange
from twoears.sources.actions import connect, listen, remove
from twoears.sources.feeds.tasks import keep_told
from twoears.sources.models import Subscription
from twoears.sources.tasks import take_in
from twoears.team.models import Member

pytestmark = [pytest.mark.servers, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PYTHON = Path(os.environ.get("TWOEARS_TEST_SERVERS", "/opt/twoears-test-servers")) / "websub/bin/python"


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TWOEARS_ALLOW_PRIVATE_HOSTS", "1")
    if not PYTHON.exists():
        why = "There is no WebSub hub here. Install it with tests/servers/install-websub.sh"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    script = Path(__file__).with_name("websub_hub.py")
    with (tmp_path / "hub.log").open("wb") as log:
        running = subprocess.Popen([PYTHON, script, str(port)], cwd=tmp_path, stdout=log, stderr=log)
    try:
        _answers(f"http://127.0.0.1:{port}/hub", tmp_path / "hub.log")
        yield f"http://127.0.0.1:{port}/hub"
    finally:
        running.terminate()
        running.wait(10)


def _answers(url: str, log: Path) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            exchange("GET", url)
        except NoAnswer:
            time.sleep(0.2)
        else:
            return
    pytest.fail(log.read_text()[-2000:])


@pytest.fixture
def blog() -> Iterator[Site]:
    server = Site()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_real_hub_tells_us_until_nobody_listens(
    hub: str, blog: Site, live_server: object, settings: object, owner: Member
) -> None:
    settings.PUBLIC_URL = live_server.url  # type: ignore[attr-defined]
    links = f'<{hub}>; rel="hub", <{blog.url}/feed>; rel="self"'
    blog.show("/feed", rss(item(1)), link=links, **XML)
    connection = connect(f"{blog.url}/feed")
    listen(connection)
    _asked(lambda: Subscription.objects.get().ends_at is not None)  # it asked back, and granted a lease
    blog.show("/feed", rss(item(2, "Told by the hub."), item(1)), link=links, **XML)
    _publish(hub, f"{blog.url}/feed")
    assert take_in() >= 1
    assert Post.objects.get(uid="https://norrvik.example/?p=2").text == "Told by the hub."
    assert Post.objects.count() == 2
    remove(member=owner, connection=connection)
    _asked(lambda: not Subscription.objects.exists())  # it asked back, and we said that we meant it


def _asked(done: Callable[[], bool]) -> None:
    """Ask as the scheduler does until the hub has asked back: where it was too slow for one question, the next."""
    for _ in range(4):
        Subscription.objects.update(next_at=datetime.now(UTC))
        keep_told()
        if done():
            return
    pytest.fail(f"The hub has not asked back: {list(Subscription.objects.values())}")


def _publish(hub: str, topic: str) -> None:
    form = urlencode({"hub.mode": "publish", "hub.topic": topic, "hub.url": topic}).encode()
    answer = exchange("POST", hub, headers={"content-type": "application/x-www-form-urlencoded"}, body=form)
    assert answer.status < 300, answer.body
