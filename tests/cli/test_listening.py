"""Queries on the command line: what is printed, and how it ends."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import pytest
from typer.testing import CliRunner

from tests.conftest import actor
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.cli import app
from twoears.cli.find import find, find_by_query
from twoears.cli.queries import queries
from twoears.team.models import Member
from twoears.threads.actions import say_us

pytestmark = pytest.mark.django_db
WORDS = ("The pump leaks again", "Buy a pump now", "A fan, and no noise", "Leaking pumps everywhere\u001b[31m")
Run = Callable[..., str]


@pytest.fixture
def heard(owner: Member) -> None:
    record(
        [
            created(
                Post(
                    id=f"https://x.com/ann/{n}",
                    author=actor(f"ann{n}"),
                    published=datetime(2026, 3, 1 + n, 9, tzinfo=UTC),
                    text=words,
                )
            )
            for n, words in enumerate(WORDS)
        ]
    )


@pytest.fixture
def run(heard: None, capsys: pytest.CaptureFixture[str]) -> Run:
    """What one of the acts prints; the standard error of one that fails, behind its exit code."""

    def act(*words: str, json: bool = True, name: str = "", **how: object) -> str:
        capsys.readouterr()
        try:
            queries(words[0], words[1:], name=name, today=False, limit=20, json=json, quiet=True, **how)
        except SystemExit as ended:
            told = capsys.readouterr()
            return f"{ended.code} {told.out}{told.err}"
        return capsys.readouterr().out

    return act


def value(printed: str) -> object:
    return msgspec.json.decode(printed)


def history(text: str, *, json: bool = True, limit: int = 20, since: datetime | None = None) -> None:
    find_by_query(text, since=since, limit=limit, json=json, quiet=True)


def test_history_is_found_by_a_query_the_latest_first(heard: None, capsys: pytest.CaptureFixture[str]) -> None:
    history("pump* AND leak*")
    assert [hit["words"][:7] for hit in value(capsys.readouterr().out)] == ["Leaking", "The pum"]
    history("pump*", limit=1)
    assert len(value(capsys.readouterr().out)) == 1
    history("pump*", since=datetime(2026, 3, 2))
    assert len(value(capsys.readouterr().out)) == 2
    history("leaking", json=False)
    shown = capsys.readouterr().out
    assert "\u001b[31m" not in shown and "Leaking pumps" in shown
    with pytest.raises(SystemExit, match="1"):
        history("nobody", json=False)


def test_find_says_how_many_more_there_are(heard: None, capsys: pytest.CaptureFixture[str]) -> None:
    find("pump", limit=2, json=False, quiet=False)
    assert "The latest: 2 of 3 posts said elsewhere. For all: --limit 3" in capsys.readouterr().err
    find("pump", limit=3, json=False, quiet=False)
    assert capsys.readouterr().err == ""
    find_by_query("pump*", since=None, limit=3, json=False, quiet=False)
    assert "there are more" not in capsys.readouterr().err
    find_by_query("pump*", since=None, limit=2, json=False, quiet=False)
    assert "The latest 2; there are more" in capsys.readouterr().err


def test_a_senseless_query_is_shown_with_its_place(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        history("(pump OR fan")
    lines = capsys.readouterr().err.splitlines()
    assert lines[1].index("(") == lines[2].index("^")
    assert run("add", "pump AND").startswith("2 ")


def test_words_or_a_query_are_needed() -> None:
    assert CliRunner().invoke(app, ["find"]).exit_code == 2
    assert CliRunner().invoke(app, ["find", "pump", "--query", "pump"]).exit_code == 2


def test_lint_and_tidy_say_what_is_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = run("lint", "(pump", json=False)
    assert wrong.startswith("4 ") and "^" in wrong and "Perhaps: (pump)" in wrong
    assert "Perhaps: author:bob crash" in run("lint", "autor:bob crash", json=False)
    assert "Did you mean AND?" in run("lint", "pump and fan", json=False)
    monkeypatch.setattr("sys.stdin", io.StringIO("a  b"))
    assert value(run("tidy", "-")) == {"tidy": "a AND b"}


def test_a_query_lives_its_life(run: Run) -> None:
    assert value(run("preview", "pump*"))["found"] == 3
    assert "How often it would be heard, we cannot tell" in run("preview", "pump*", json=False)
    made = value(run("add", "pump*", name="Pumps"))
    assert (made["hits"], made["caught_up"]) == (3, True)
    assert run("add", "pump", name="Pumps").startswith("1 "), "one name is given once"
    shown = value(run("show", "pumps"))
    assert (shown["volume"]["posts"], len(shown["hits"])) == (3, 3)
    assert value(run("mark", "Pumps", str(shown["hits"][0]["post"]), "n"))["k"] == 0
    assert "Not judged yet" in run("unmark", "Pumps", str(shown["hits"][0]["post"]), json=False)
    assert run("unmark", "Pumps", str(shown["hits"][0]["post"])).startswith("1 ")
    left = value(run("exclude", "Pumps", "buy"))
    assert left["hides"] == 1
    assert value(run("list"))[0]["hidden"] == 1
    assert value(run("include", "Pumps", str(left["id"])))["hidden"] == 0
    assert value(run("remove", "Pumps"))["removed"]
    assert run("show", "Pumps").startswith("1 ")
    assert "Pumps" in run("removed", json=False)
    assert value(run("bring-back", "Pumps"))["hits"] == 3
    assert "Nothing new" in run("digest", json=False)
    assert "3 posts in 3 stories (a post and its copies are one), by 3 voices" in run("show", "Pumps", json=False)


def test_what_we_said_is_shown_apart_and_numbers_say_what_they_leave_out(run: Run) -> None:
    say_us(member=None, handles=["ann1"])
    run("add", "pump*", name="Pumps")
    run("exclude", "Pumps", "leaks")
    assert "Pumps · 1 post · " in (told := run("show", "Pumps", json=False))
    assert "not counted: 1 of our own and 1 left out" in told and "Buy a pump" not in told
    assert [hit["words"] for hit in value(run("show", "Pumps", ours=True))["hits"]] == ["Buy a pump now"]
    since = run("show", "Pumps", json=False, since=datetime(2026, 3, 5))
    assert "Since 05 Mar 2026" in since and "0 posts in 0 stories" in since


@pytest.mark.parametrize(
    "words", [["sing"], ["mark", "Pumps"], ["unmark", "Pumps"], ["exclude", "Pumps"], ["include", "Pumps"], ["show"]]
)
def test_what_is_no_act_or_not_complete_is_two(run: Run, words: list[str]) -> None:
    assert run(*words).startswith("2 ")
