"""How good the readers are, at the command line: as shipped, on sets, on a town, and where members looked."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Actor, Post, created
from twoears.cli import app
from twoears.cli.evaluate import town_scores
from twoears.cli.town_needs import needs_found
from twoears.cli.town_read import Read, both_truths, by_person, told_complaints
from twoears.cli.town_taught import taught_scores
from twoears.jobs import catch_up
from twoears.team.models import Member
from twoears.town.truth import PostTruth
from twoears.understanding.notes import CANNOT_TELL, Note
from twoears.understanding.recipe.cards import line
from twoears.understanding.recipe.evaluate import weighers
from twoears.understanding.recipe.figures import kept
from twoears.understanding.recipe.onestep_card import onestep_line
from twoears.understanding.scoring import scores
from twoears.understanding.teaching.actions import teach

pytestmark = pytest.mark.django_db
CARDS = Path(__file__).parents[2] / "docs" / "reference" / "readers.md"
A_DAY = datetime(2026, 11, 30, tzinfo=UTC)  # on which a town ends that is the same on every day


def run(*words: str) -> str:
    done = CliRunner().invoke(app, ["evaluate", *words])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_figures_that_are_kept_are_those_of_the_cards() -> None:
    page = CARDS.read_text("utf8")
    assert {row.reader for row in kept()} == {reader.name for reader in weighers()}
    assert all(line(row) in page or onestep_line(row) in page for row in kept())


def test_without_data_the_shipped_figures_stand_there_and_what_members_said(owner: Member) -> None:
    assert "No member has said anything of a label yet" in run()
    ann = Actor(id="https://x.com/ann", network="x", handle="ann")
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    record([created(Post(id="1", author=ann, published=at, text="Thank you for the help!"))])
    catch_up()
    teach(member=owner, post=PostRow.objects.get().pk, reader="thanks", label="thanks")
    assert "thanks: right 1 of 1" in run()
    told = json.loads(run("thanks", "--json"))
    assert {row["reader"] for row in told["figures"]} == {"thanks"}
    assert [(one["name"], one["right"]["n"]) for one in told["corrections"]] == [("thanks", 1)]


def test_on_a_town_each_label_has_what_was_found_and_what_was_right(owner: Member) -> None:
    rows = json.loads(run("asks", "--town", "60", "--json"))
    assert [row["label"] for row in rows] == ["question", "request", "question or request"]
    assert all(row["found"]["k"] == row["right"]["k"] for row in rows)
    question, request, either = rows
    assert either["found"]["n"] == question["found"]["n"] + request["found"]["n"]
    assert either["found"]["k"] >= question["found"]["k"] + request["found"]["k"]
    assert question["found"]["n"] > 20 and question["found"]["low"] > 0.5
    assert "there" in run("asks", "--town", "30")


def test_who_needs_what_is_recovered_from_a_few_coded_posts() -> None:
    found = needs_found(150, coded=8, until=A_DAY)
    told, right = sum(one.right.n for one in found), sum(one.right.k for one in found)
    assert {one.reader for one in found} == {"needs"} and len(found) > 8
    assert told > 30 and right / told > 0.65
    assert sum(one.unsure for one in found) > 0


def test_what_is_corrected_for_some_people_helps_to_read_others() -> None:
    ((shipped, taught),) = taught_scores(150, "thanks", corrected=60, until=A_DAY)
    assert (shipped.label, shipped.found.n) == ("thanks", taught.found.n)
    assert taught.found.k > shipped.found.k and taught.right.k / taught.right.n > 0.7


def test_questions_of_the_town_are_recovered() -> None:
    found = {one.label: one for one in town_scores(80, "asks", until=A_DAY)}
    assert found["question"].found.low is not None and found["question"].found.low > 0.7


def read(person: int, kind: str, told: str, *, trouble: bool = False, language: str = "en") -> Read:
    """A post of the town; `told` is what the reader of complaints makes of it, the others tell nothing."""
    truth = PostTruth(post="", kind=kind, need="", waits=False, language=language, person=person, trouble=trouble)
    notes = {name: Note(name, "1", "none", 0.9) for name in ("asks", "thanks")}
    return Read(truth, {**notes, "complaint": Note("complaint", "1", told, 0.9)})


SAID = (
    read(1, "complaint", "complaint", trouble=True),
    read(1, "smalltalk", "complaint"),
    read(2, "question", "complaint", trouble=True),
    read(3, "question", "none", trouble=True),
    read(4, "complaint", "none", trouble=True, language="de"),
    read(4, "praise", "complaint", language="de"),
    read(-1, "answer", "complaint"),
)


def test_a_question_that_reports_a_fault_counts_by_one_truth_and_not_by_the_other() -> None:
    by_kind, by_trouble = both_truths(SAID)
    assert [(one.found.k, one.found.n, one.right.k, one.right.n) for one in (by_kind, by_trouble)] == [
        (1, 1, 1, 3),
        (2, 3, 2, 3),
    ]
    assert told_complaints(SAID) == (
        ("complaint", 1, 1, 1), ("smalltalk", 1, 1, 0), ("question", 1, 1, 1), ("praise", 1, 0, 0),
    )  # fmt: skip


def test_who_complained_is_found_by_what_they_complained_in() -> None:
    """The fourth complained, and was told to of a post of praise: that finds nobody."""
    found = {one.label: one for one in by_person(SAID)}
    complained, reported = found["complained"], found["reported a trouble"]
    assert (complained.found.k, complained.found.n, complained.right.k, complained.right.n) == (1, 2, 1, 3)
    assert (reported.found.k, reported.found.n, reported.right.k, reported.right.n) == (2, 3, 2, 2)
    assert found["asked"].found.n == 2 and found["asked"].right.n == 0


def test_what_is_not_there_is_said(owner: Member, tmp_path: Path) -> None:
    refused = CliRunner().invoke(app, ["evaluate", "mood"])
    assert refused.exit_code == 2 and "There is no reader 'mood' to evaluate." in refused.stderr
    (tmp_path / "understand").mkdir()
    missing = CliRunner().invoke(app, ["evaluate", "--data", str(tmp_path)])
    assert missing.exit_code == 1 and "It is had from" in missing.stderr


def test_what_could_not_be_told_is_neither_found_nor_wrong() -> None:
    pairs = [("a", Note("r", "1", "a", 0.9)), ("a", Note("r", "1", CANNOT_TELL, 0.4)), ("b", Note("r", "1", "a", 0.8))]
    (one,) = scores("r", ["a"], pairs)
    assert (one.found.k, one.found.n, one.right.k, one.right.n, one.unsure) == (1, 2, 1, 2, 1)
    (none,) = scores("r", ["c"], pairs)
    assert none.found.estimate is None and none.right.estimate is None
