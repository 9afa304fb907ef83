"""A real server for each test that wants one."""

import threading
from collections.abc import Iterator

import pytest

from tests.sources.live.fediverse import Fediverse
from tests.sources.live.recorded import Recorded


@pytest.fixture
def server() -> Iterator[Recorded]:
    recorded = Recorded()
    thread = threading.Thread(target=recorded.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield recorded
    recorded.shutdown()
    recorded.server_close()
    thread.join()


@pytest.fixture
def fediverse() -> Iterator[Fediverse]:
    made = Fediverse()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield made
    made.cut()
    made.shutdown()
    made.server_close()
    thread.join()
