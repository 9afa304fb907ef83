"""The client libraries of Segment and RudderStack, as they are published, against the product as it runs.

`tests/servers/install-segment.sh` installs them.
"""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.servers
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
HERE = Path(os.environ.get("TWOEARS_TEST_SEGMENT") or CACHE / "twoears-tests/segment")
PYTHON = HERE / "python/bin/python"

NODE = """
const { Analytics } = require('@segment/analytics-node');
const [host, writeKey, run] = process.argv.slice(1);
const a = new Analytics({ writeKey, host, flushAt: 3 });
a.on('error', e => { console.error(e); process.exitCode = 1; });
a.identify({ userId: 'u1', messageId: run + 1, traits: { name: 'Ann', email: 'ann@norrvik.example' } });
a.page({ anonymousId: 'an1', messageId: run + 2, name: 'Pricing',
         properties: { url: 'https://acme.example/pricing' } });
a.track({ userId: 'u1', messageId: run + 3, event: 'Form Submitted', properties: { form: 'demo' },
          context: { campaign: { name: 'spring', source: 'bluesky' } } });
a.group({ userId: 'u1', messageId: run + 4, groupId: 'c1', traits: { name: 'Norrvik' } });
a.alias({ userId: 'u1', messageId: run + 5, previousId: 'an1' });
a.closeAndFlush();
"""
RUDDER = """
const R = require('@rudderstack/rudder-sdk-node').default || require('@rudderstack/rudder-sdk-node');
const [host, writeKey] = process.argv.slice(1);
const r = new R(writeKey, { dataPlaneUrl: host, flushAt: 2 });
r.identify({ userId: 'u2', traits: { email: 'bob@acme.example' } });
r.track({ userId: 'u2', event: 'Order Completed', properties: { order_id: 'r1', revenue: 4200, currency: 'EUR' } });
r.flush().then(() => process.exit(0), e => { console.error(e.message); process.exit(1); });
"""
BROWSER = """
const { JSDOM } = require('jsdom');
const [host, writeKey] = process.argv.slice(1);
const d = new JSDOM('<!doctype html><title>Pricing</title>', {
  url: 'https://acme.example/pricing?utm_source=bluesky&utm_campaign=spring&ajs_uid=u7', referrer: 'https://bsky.app/',
  pretendToBeVisual: true });
for (const k of ['window', 'document', 'location', 'localStorage', 'sessionStorage', 'XMLHttpRequest', 'navigator'])
  Object.defineProperty(globalThis, k, { value: d.window[k], configurable: true });
d.window.fetch = fetch;
const { AnalyticsBrowser } = require('@segment/analytics-next');
(async () => {
  const a = AnalyticsBrowser.load({ writeKey, cdnURL: host });
  await a.page('Pricing'); await a.identify('u7', { email: 'zed@acme.example' });
  await a.track('Demo Requested', { plan: 'pro' });
  setTimeout(() => process.exit(0), 1500);
})().catch(e => { console.error(e); process.exit(1); });
"""
SEGMENT_PYTHON = """
import sys
import segment.analytics as a
a.host, a.write_key, a.gzip, failed = sys.argv[1], sys.argv[2], sys.argv[3] == 'gzip', []
a.on_error = lambda error, items: failed.append(error)
a.identify('u9', {'email': 'eve@acme.example'})
a.track('u9', 'Trial Started', {'plan': 'pro'}, message_id=sys.argv[3])
a.flush()
a.shutdown()
sys.exit(str(failed) if failed else 0)
"""
RUDDER_PYTHON = """
import sys
import rudderstack.analytics as a
a.dataPlaneUrl, a.write_key, failed = sys.argv[1], sys.argv[2], []
a.on_error = lambda error, items: failed.append(error)
a.track('u8', 'Signed Up', {'plan': 'pro'})
a.flush()
sys.exit(str(failed) if failed else 0)
"""


@dataclass
class Product:
    """The product as it runs: where it answers, and what it holds."""

    address: str
    folder: Path
    key: str

    def ask(self, question: str) -> list[Any]:
        with sqlite3.connect(f"file:{self.folder / 'twoears.sqlite3'}?mode=ro", uri=True, timeout=30) as table:
            return table.execute(question).fetchall()

    def heard(self, count: int, actor: str) -> list[Any]:
        """What `actor` did, once there are `count` of it; time is given for it, and a second more for too many."""
        end = time.monotonic() + 60
        asked = (
            "SELECT a.type, a.object_uid, a.detail FROM twoears_activity a JOIN twoears_actor w ON w.id = a.actor_id "
            f"WHERE w.uid = '{actor}' ORDER BY a.type"
        )
        while len(self.ask(asked)) < count and time.monotonic() < end:
            time.sleep(0.2)
        time.sleep(1.5)
        return [(kind, about, json.loads(detail)) for kind, about, detail in self.ask(asked)]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """`twoears up` in a folder of its own, with a connection for events."""
    if not (HERE / ".ready-python").exists():
        missing = f"Segment's libraries are missing in {HERE}. Install them: tests/servers/install-segment.sh"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    folder = tmp_path_factory.mktemp("up")
    env = {**os.environ, "TWOEARS_DATA": str(folder)}
    env.pop("DATABASE_URL", None)
    env.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run([sys.executable, "-m", "twoears", "listen", "events"], env=env, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "twoears", "up", "--port", str(port)]
    running = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    made = Product(f"http://127.0.0.1:{port}", folder, "")
    try:
        _wait(made.address)
        made.key = made.ask("SELECT door FROM twoears_connection WHERE kind = 'events'")[0][0]
        yield made
    finally:
        running.terminate()
        running.wait(20)


def _wait(address: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as said:  # noqa: S310
                if said.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail("twoears up does not answer")


def node(script: str, *words: str) -> None:
    subprocess.run(["node", "-e", script, *words], cwd=HERE, check=True, timeout=60, capture_output=True)


def python(script: str, *words: str) -> None:
    subprocess.run([str(PYTHON), "-c", script, *words], check=True, timeout=60, capture_output=True)


def test_segment_for_node_is_heard_once_though_it_sends_twice(product: Product) -> None:
    for _ in range(2):
        node(NODE, product.address, product.key, "run-")
    assert product.heard(3, "events:user/u1") == [
        ("Join", "events:group/c1", {}),
        ("Update", "events:user/u1", {}),
        ("submit", "", {"event": "Form Submitted", "utm_source": "bluesky", "utm_campaign": "spring", "form": "demo"}),
    ]
    assert [kind for kind, _, _ in product.heard(2, "events:anon/an1")] == ["Move", "View"]
    assert product.ask("SELECT mail, links FROM twoears_actor WHERE uid = 'events:user/u1'") == [
        ("ann@norrvik.example", '["events:user/u1"]')
    ]
    end = time.monotonic() + 60
    asked = (
        "SELECT count(DISTINCT i.person_id), count(*) FROM twoears_identity i "
        "JOIN twoears_actor w ON w.id = i.actor_id WHERE w.uid IN ('events:user/u1', 'events:anon/an1')"
    )
    while product.ask(asked) != [(1, 2)] and time.monotonic() < end:
        time.sleep(0.5)
    assert product.ask(asked) == [(1, 2)], "the visitor and the user are one person"


def test_segment_in_a_browser_asks_where_to_send_and_is_heard(product: Product) -> None:
    """In jsdom: a page with a campaign and a user in its address, an identify, a track."""
    node(BROWSER, product.address, product.key)
    did = product.heard(2, "events:user/u7")
    assert {kind for kind, _, _ in did} >= {"Update", "submit"}
    views = product.ask(
        "SELECT object_uid, detail FROM twoears_activity WHERE type = 'View' AND detail LIKE '%bsky.app%'"
    )
    assert views[0][0] == "https://acme.example/pricing"
    assert json.loads(views[0][1])["utm_source"] == "bluesky"


def test_rudderstack_for_node_packs_its_calls_as_forms_and_is_heard(product: Product) -> None:
    node(RUDDER, product.address, product.key)
    assert [kind for kind, _, _ in product.heard(2, "events:user/u2")] == ["Update", "order"]


@pytest.mark.parametrize("how", ["plain", "gzip"])
def test_segment_for_python_is_heard(product: Product, how: str) -> None:
    before = len(product.ask("SELECT 1 FROM twoears_activity WHERE type = 'submit' AND detail LIKE '%Trial Started%'"))
    python(SEGMENT_PYTHON, product.address, product.key, how)
    did = [kind for kind, _, _ in product.heard(2 * before + 2, "events:user/u9")]
    assert did == ["Update"] * (before + 1) + ["submit"] * (before + 1)


def test_rudderstack_for_python_is_heard(product: Product) -> None:
    python(RUDDER_PYTHON, product.address, product.key)
    assert [kind for kind, _, _ in product.heard(1, "events:user/u8")] == ["submit"]


def test_a_library_with_a_wrong_key_is_told_so(product: Product) -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        python(SEGMENT_PYTHON, product.address, "wrong", "plain")
    assert b"401" in failed.value.stderr or b"write key" in failed.value.stderr
