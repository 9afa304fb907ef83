"""A real WordPress: its feeds and comments are heard once and in their threads, and its pingbacks reach us."""

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.sources.web.sites import Site
from twoears.activities.models import Activity, Post
from twoears.lib.http import NoAnswer, exchange
from twoears.sources.actions import connect, listen
from twoears.sources.tasks import take_in

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
WORDPRESS = Path("/usr/share/wordpress")
_CONFIG = """<?php
define('DB_NAME', 'wp'); define('DB_USER', 'wp'); define('DB_PASSWORD', 'wp'); define('DB_HOST', 'localhost:{socket}');
define('DB_CHARSET', 'utf8mb4'); define('WP_HOME', '{url}'); define('WP_SITEURL', '{url}');
define('WP_HTTP_BLOCK_EXTERNAL', true); define('WP_ACCESSIBLE_HOSTS', '127.0.0.1,localhost');
define('DISABLE_WP_CRON', true); $table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
# WordPress has the same guard as we: it goes to no private address and to few ports, unless told so.
_OPEN = """<?php add_filter('http_request_host_is_external', '__return_true');
add_filter('http_allowed_safe_ports', fn($ports) => range(1, 65535));
"""


@dataclass
class WordPress:
    root: Path
    url: str

    def do(self, *what: str) -> str:
        script = Path(__file__).with_name("wordpress.php")
        done = subprocess.run(["php", script, self.root, self.url, *what], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()


@pytest.fixture(scope="module")
def wordpress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPress]:
    if not (WORDPRESS.is_dir() and shutil.which("php") and shutil.which("mariadbd")):
        why = "There is no WordPress here. Install it with tests/servers/install-wordpress.sh"
        pytest.fail(why) if os.environ.get("CI") else pytest.skip(why)
    folder = tmp_path_factory.mktemp("wordpress")
    running = [_database(folder)]
    try:
        made = _site(folder)
        port = made.url.rpartition(":")[2]
        with (folder / "php.log").open("wb") as log:
            serve = ["php", "-d", "error_reporting=0", "-S", f"127.0.0.1:{port}", "-t", made.root]
            running.append(
                subprocess.Popen(serve, stdout=log, stderr=log, env=os.environ | {"PHP_CLI_SERVER_WORKERS": "2"})
            )
        _wait(lambda: _answers(made.url), folder)
        yield made
    finally:
        for one in running[::-1]:
            one.terminate()
            one.wait(20)


def _database(folder: Path) -> subprocess.Popen[bytes]:
    """MariaDB on a socket of its own, as the user that Debian made for it where we are root."""
    data, sock = folder / "db", folder / "db.sock"
    data.mkdir()
    as_whom = []
    if os.getuid() == 0:
        as_whom = ["--user=mysql"]
        for path in (folder, data):
            shutil.chown(path, "mysql", "mysql")
        for above in folder.parents:
            if above.stat().st_uid == 0 and "pytest" in above.name:
                above.chmod(0o755)
    with (folder / "db.log").open("wb") as log:
        make = ["mariadb-install-db", "--no-defaults", *as_whom, f"--datadir={data}", "--skip-test-db"]
        subprocess.run(
            [*make, "--auth-root-authentication-method=normal"], stdout=log, stderr=log, check=True, timeout=120
        )
        small = ["--innodb-buffer-pool-size=32M", "--innodb-flush-log-at-trx-commit=0", "--performance-schema=OFF"]
        server = [
            "mariadbd",
            "--no-defaults",
            *as_whom,
            f"--datadir={data}",
            f"--socket={sock}",
            "--skip-networking",
            *small,
        ]
        running = subprocess.Popen(server, stdout=log, stderr=log)
    words = "create database wp; create user wp@localhost identified by 'wp'; grant all on wp.* to wp@localhost"
    said = ["mariadb", "--no-defaults", "-S", sock, "-u", "root", "-e", words]
    _wait(lambda: sock.exists() and subprocess.run(said, capture_output=True).returncode == 0, folder)
    return running


def _site(folder: Path) -> WordPress:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    root = folder / "root"
    shutil.copytree(WORDPRESS, root, ignore=shutil.ignore_patterns("languages", "*.mo", "wp-config.php"))
    (root / "wp-config.php").write_text(_CONFIG.format(socket=folder / "db.sock", url=url))
    (root / "wp-content/mu-plugins").mkdir(parents=True, exist_ok=True)
    (root / "wp-content/mu-plugins/open.php").write_text(_OPEN)
    made = WordPress(root, url)
    made.do("install")
    return made


def _answers(url: str) -> bool:
    try:
        return exchange("GET", f"{url}/?feed=rss2", allow="127.0.0.1").status == 200
    except NoAnswer:
        return False


def _wait(done: object, folder: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if done():  # type: ignore[operator]
            return
        time.sleep(0.3)
    pytest.fail("".join(log.read_text(errors="replace")[-2000:] for log in folder.glob("*.log")))


@pytest.fixture(autouse=True)
def _open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOEARS_ALLOW_PRIVATE_HOSTS", "1")


def test_its_posts_are_found_by_the_address_of_the_site_and_asked_for_only_when_new(wordpress: WordPress) -> None:
    numbers = [wordpress.do("post", f"Oven {n}", f"It bakes {n}.") for n in range(12)]
    connection = connect(wordpress.url)
    listen(connection)
    ids = {f"{wordpress.url}/?p={number}" for number in numbers}
    assert ids <= set(Post.objects.values_list("uid", flat=True)), "ten in a feed, the rest on its next page"
    connection.refresh_from_db()
    read = connection.read
    listen(connection)
    connection.refresh_from_db()
    assert connection.read == read, "nothing changed: 304"
    time.sleep(1.1)  # the dates of WordPress are whole seconds
    wordpress.do("edit", numbers[-1], "It roasts.")
    listen(connection)
    assert Post.objects.get(uid=f"{wordpress.url}/?p={numbers[-1]}").text == "It roasts."
    assert Activity.objects.filter(type="Update").count() == 1


@pytest.mark.parametrize("feed", ["comments-rss2", "comments-atom"])
def test_its_comments_answer_what_they_answer(wordpress: WordPress, feed: str) -> None:
    post = wordpress.do("post", "Oven", "It bakes.")
    first = wordpress.do("comment", post, "Bob", "Does it roast?", "0")
    second = wordpress.do("comment", post, "Ann", "It does.", first)
    listen(connect(f"{wordpress.url}/?feed={feed}"))
    about = f"{wordpress.url}/?p={post}"
    asked = Post.objects.get(uid=f"{about}#comment-{first}")
    said = Post.objects.get(uid=f"{about}#comment-{second}")
    assert (asked.in_reply_to, asked.text, asked.author.name) == (about, "Does it roast?", "Bob")
    assert said.in_reply_to == (asked.uid if feed == "comments-atom" else about), "RSS does not say which comment"


def test_its_pingback_tells_us_of_a_link_to_our_page(
    wordpress: WordPress, live_server: object, settings: object
) -> None:
    settings.PUBLIC_URL = live_server.url  # type: ignore[attr-defined]
    blog = Site()
    threading.Thread(target=blog.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    ours = blog.show("/blog/1", "<p>Our oven</p>", x_pingback=f"{live_server.url}/pingback")  # type: ignore[attr-defined]
    connect(f"{blog.url}/", kind="webmention")
    # WordPress waits for an answer three seconds long and no longer: the first one after a start takes its time.
    exchange("GET", f"{live_server.url}/pingback", allow="127.0.0.1")  # type: ignore[attr-defined]
    post = wordpress.do("post", "What we read", f'<p>Look at <a href="{ours}">their oven</a>, it bakes.</p>')
    wordpress.do("ping")
    blog.shutdown()
    assert take_in() == 1
    heard = Post.objects.get(url__startswith=f"{wordpress.url}/?p={post}")
    assert "their oven, it bakes." in heard.text
    assert heard.links == [ours]
    assert Activity.objects.get(post=heard).detail == {"by": "pingback"}
