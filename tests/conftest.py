"""What every test may ask for. The database is real; nothing of ours is replaced."""

import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from twoears.activities.values import Activity, Actor, Post, created

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
_LINE = re.compile(r"(\S+(?: \d\d:\d\d)?)\s{2,}(\S+)\s{2,}(\w+)\s{2,}(\S+)\s{2,}(.+)")


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Under CI nothing may be skipped: what was not run was not shown."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped and os.environ.get("CI"):
        for report in skipped:
            terminalreporter.write_line(f"skipped: {report.nodeid}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and os.environ.get("CI") and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: Path) -> None:
    """Parts of the stream, uploads and exports of a test stay with it."""
    settings.DATA = tmp_path  # type: ignore[attr-defined]


def actor(handle: str, network: str = "x") -> Actor:
    return Actor(id=f"https://{network}.com/{handle}", network=network, handle=handle, name=handle.capitalize())


def stream_of(words: str) -> list[Activity]:
    """Activities from lines `day [time]  who  reply|says  whom  words`; a reply answers the last post of whom."""
    last: dict[str, Post] = {}
    made: list[Activity] = []
    for number, line in enumerate(filter(None, map(str.strip, words.splitlines()))):
        found = _LINE.match(line)
        assert found, f"not a line of a stream: {line}"
        day, who, verb, whom, text = found.groups()
        at = datetime.fromisoformat(day).replace(tzinfo=UTC)
        parent = last.get(whom) if verb == "reply" else None
        post = Post(
            id=f"https://x.com/{who}/status/{number}",
            author=actor(who),
            published=at,
            text=text,
            in_reply_to=parent.id if parent else "",
            mentions=(actor(whom).id,) if whom != "-" else (),
        )
        last[who] = post
        made.append(created(post))
    return made


@pytest.fixture
def stream(request: pytest.FixtureRequest) -> list[Activity]:
    """The stream that the test's docstring tells."""
    return stream_of(request.function.__doc__ or "")


@pytest.fixture
def heard(db: None, stream: list[Activity]) -> Callable[..., None]:
    """Record the test's stream, with `us` as our accounts, and let it travel."""

    def hear(*us: str) -> None:
        from twoears.activities.record import record
        from twoears.jobs import catch_up
        from twoears.threads.actions import say_us

        say_us(member=None, handles=list(us))
        record(stream)
        catch_up()

    return hear


@pytest.fixture
def owner(db: None) -> object:
    from twoears.team.actions import first_owner

    return first_owner()


@pytest.fixture
def reader(db: None) -> object:
    from twoears.team.models import Member, Role

    return Member.objects.create(username="reader", role=Role.READER)
