"""What is said of what was taught, at the command line."""

from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from tests.conftest import actor
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.cli import app
from twoears.jobs import catch_up

pytestmark = pytest.mark.django_db


def taught(*words: str) -> str:
    done = CliRunner().invoke(app, ["teach", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_it_is_said_that_nothing_stands_after_the_only_correction_was_taken_back() -> None:
    assert "Nothing was taught yet." in taught()
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    record([created(Post(id="https://x.com/ann/1", author=actor("ann"), published=at, text="The new housing is out."))])
    catch_up()
    number = taught("https://x.com/ann/1", "thanks", "thanks").split()[0]
    assert "thanks: thanks, not none" in taught() and "Nothing" not in taught()
    taught("--take-back", number)
    assert "Nothing that was taught stands: all of it was taken back." in taught()
