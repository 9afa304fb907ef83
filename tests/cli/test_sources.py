"""Sources at the command line: what is kept of an address, and how a look at one ends."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from twoears.cli import app
from twoears.sources.models import Connection

pytestmark = pytest.mark.django_db
PRIVATE, NOWHERE = "http://127.0.0.1:9/feed.xml", "http://nowhere.invalid/feed.xml"


def test_an_address_that_we_refuse_leaves_no_source() -> None:
    told = CliRunner().invoke(app, ["listen", PRIVATE])
    assert told.exit_code == 1 and "private network" in told.output and "TWOEARS_ALLOW_PRIVATE_HOSTS" in told.output
    assert not Connection.objects.exists()


def test_a_server_that_cannot_be_reached_stays_a_source() -> None:
    assert CliRunner().invoke(app, ["listen", NOWHERE]).exit_code == 1
    assert Connection.objects.get().text == NOWHERE


def test_a_source_that_was_there_before_stays_and_says_why_it_is_refused() -> None:
    assert CliRunner().invoke(app, ["sources", "add", PRIVATE]).exit_code == 0
    assert CliRunner().invoke(app, ["listen", PRIVATE]).exit_code == 1
    assert "private network" in Connection.objects.get().last_error


def test_a_source_that_does_not_answer_ends_with_an_error_and_one_that_does_without(tmp_path: Path) -> None:
    said = tmp_path / "said.csv"
    said.write_text("id,author,text,published\n1,ann,Hello,2026-03-04 09:00\n")
    for thing in (PRIVATE, str(said)):
        assert CliRunner().invoke(app, ["sources", "add", thing]).exit_code == 0
    silent = CliRunner().invoke(app, ["sources", "test", PRIVATE])
    assert silent.exit_code == 1 and "It does not answer" in silent.output
    answers = CliRunner().invoke(app, ["sources", "test", "said.csv"])
    assert answers.exit_code == 0 and "It answers: 1 activity" in answers.output


def test_how_much_is_said_by_us_is_told_so_that_a_wrong_name_is_noticed(tmp_path: Path) -> None:
    """ann speaks twice, acme once."""
    said = tmp_path / "said.csv"
    rows = ("1,ann,Hello,2026-03-04 09:00", "2,acme,Hello you,2026-03-04 10:00", "3,ann,Bye,2026-03-04 11:00")
    said.write_text("\n".join(("id,author,text,published", *rows)))
    nobody = CliRunner().invoke(app, ["listen", str(said)]).output
    assert "by you" not in nobody
    wrong = CliRunner().invoke(app, ["listen", str(said), "--us", "akme"]).output
    assert "0 of 3 posts are by you (akme)." in wrong and "written as it was heard" in wrong
    right = CliRunner().invoke(app, ["listen", str(said), "--us", "acme"]).output
    assert "1 of 3 posts is by you (acme, akme)." in right and "written as it was heard" not in right
