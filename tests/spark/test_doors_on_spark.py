"""The engine that the environment names counts, at the command line and behind the record, and says that it did."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from tests.conftest import actor
from twoears.activities.record import record
from twoears.activities.values import Activity, Actor, Post, created
from twoears.cli import app
from twoears.jobs import catch_up
from twoears.people.models import LikelyMatch
from twoears.people.unsure import tasks
from twoears.threads.actions import say_us

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark
TIES = "ann,bob\nann,eve\nbob,kim\nkim,leo\neve\nmax,leo\n"


@pytest.fixture
def by_spark(spark: "SparkSession", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOEARS_ENGINE", "spark")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ties.csv"
    path.write_text(TIES)
    return path


def do(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["reach", *words])
    assert done.exit_code == code, done.output
    return done.output


def test_what_is_asked_of_a_file_is_answered_as_here_by_name_of_the_engine(by_spark: None, file: Path) -> None:
    said = do(str(file), "--from", "ann", "--from", "max")
    assert "5 new, 0 already known, 1 set aside" in said and "Counted by Spark at local[2]." in said
    assert "1 set aside: A name is missing." in said
    assert "ann and max: 4 of 4 people within 3 steps" in said
    assert "ann reaches 4; 3 of them nobody else; adds 4 to 0" in said
    told = json.loads(do(str(file), "--from", "ann", "--each", "--json"))
    assert told["engine"] == "spark" and told["each"] == [
        {"name": "ann", "at": [2, 1, 1], "within": [2, 3, 4], "of": 5, "error": 0}
    ]


def test_an_estimate_is_called_one_and_its_error_is_said(by_spark: None, file: Path) -> None:
    said = do(str(file), "--from", "ann", "--error", "0.05")
    assert "ann: about 4 of 5 people within 3 steps" in said
    assert "two estimates in three lie within 5.0%" in said


def test_what_spark_does_not_do_is_told_with_who_does(by_spark: None, file: Path) -> None:
    for words in (["--everyone"], ["--to", "ties.gexf"]):
        assert "is done by the local engine: TWOEARS_ENGINE=local" in do(str(file), *words, code=1)


def spoke(who: Actor, day: int, *mentions: str) -> Activity:
    at = datetime(2026, 3, day, tzinfo=UTC)
    return created(Post(id=f"{who.id}/{day}", author=who, text="Does it run?", mentions=mentions, published=at))


@pytest.mark.django_db
def test_all_accounts_that_were_heard_are_compared_to_the_same_end(
    by_spark: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leila turned to us; an account that looks like hers only spoke."""
    say_us(member=None, handles=["acme"])
    leila, hers = (
        Actor(
            id=f"{network}:leila", network=network, handle="leila_haddad_norrvik", name="Leila Haddad", place="Uppsala"
        )
        for network in ("fediverse", "bluesky")
    )
    crowd = [Actor(id=f"x:u{n}", network="x", handle=f"u{n}", name=f"Una {n} Berg") for n in range(30)]
    record([spoke(leila, 1, actor("acme").id), spoke(hers, 2), *(spoke(one, 3) for one in crowd)])
    catch_up()
    rows = LikelyMatch.objects.values_list("public_id", "probability", "reasons")
    here = list(rows)
    assert here
    LikelyMatch.objects.all().delete()
    monkeypatch.setattr(tasks, "WORTH_SPARK", 0)
    assert tasks.find_all_likely() == len(here)
    assert list(rows) == here
