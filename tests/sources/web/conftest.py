"""A real site for each test that wants one, on a network that is private and here may be asked."""

import threading
from collections.abc import Iterator

import pytest

from tests.sources.web.sites import Site


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("TWOEARS_ALLOW_PRIVATE_HOSTS", "1")
    server = Site()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()
