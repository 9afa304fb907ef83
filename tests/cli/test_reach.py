"""Who can hear us, at the command line: in words, as tables, as a graph; and whom we want."""

import json
from pathlib import Path

from typer.testing import CliRunner

from twoears.cli import app


def do(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == code, done.output
    return done.output


def test_from_who_can_hear_us_to_whom_we_want(heard, tmp_path: Path) -> None:
    """
    2026-03-01  acme  says   -     Hello.
    2026-03-02  ann   reply  acme  Hello to you.
    2026-03-03  bob   reply  ann   And to you.
    2026-03-03  cid   says   -     Nobody hears me.
    """
    heard("acme")
    assert "2 of 3 of the people heard here can hear you." in do("reach", "--days", "0")
    told = json.loads(do("reach", "--days", "0", "--json", "--from", "acme"))
    assert told["all"]["at"] == [1, 1, 0] and told["speaker"] == "Acme"
    assert do("reach", "--days", "0", "--csv").splitlines()[1].startswith("x,1,1,0,1,0,2,3,")
    file = tmp_path / "wanted.csv"
    file.write_text("who,what\n@bob,Near\n@cid,Far\n", encoding="utf-8")
    assert "1 named" in do("wanted", "add", str(file))
    assert "cannot be read" in do("wanted", "add", str(tmp_path / "none.csv"), code=2)
    assert "1 of 2 of the people you want can hear you." in do("reach", "--days", "0")
    (far, near) = json.loads(do("wanted", "--json"))
    assert (far["name"], near["things"]) == ("Far", ["@bob"])
    assert "Far" not in do("wanted", "remove", str(far["id"]))
    assert "Far" in do("wanted", "bring-back", str(far["id"]))


def test_the_graph_goes_into_files(heard, tmp_path: Path) -> None:
    """
    2026-03-01  acme  says   -     Hello.
    2026-03-02  ann   reply  acme  Hello to you.
    """
    heard("acme")
    edges, graph = tmp_path / "ties.csv", tmp_path / "graph.graphml"
    for file in (edges, graph):
        do("reach", "--days", "0", "--to", str(file))
    lines = edges.read_text(encoding="utf-8").splitlines()
    assert any(",Acme,Ann,replies," in line for line in lines) and "<edge" in graph.read_text(encoding="utf-8")


def test_what_is_not_there_is_told(heard) -> None:
    """
    2026-03-01  acme  says   -     Hello.
    """
    heard("acme")
    assert "None of you is called" in do("reach", "--from", "nobody", code=2)
    assert "not told apart" in do("reach", "--by", "colour", code=2)
    assert "no number of a list" in do("wanted", "remove", "x", code=2)
    assert "There is no list 9" in do("wanted", "remove", "9", code=2)


def test_a_list_of_followers_becomes_facts_and_is_counted(heard, tmp_path: Path) -> None:
    """
    2026-03-01  acme  says   -     Hello.
    """
    heard("acme")
    file = tmp_path / "followers.csv"
    file.write_text("follower,followed\nann,acme\nbob,ann\nbob,\n", encoding="utf-8")
    named = ("reach", "import", str(file), "--network", "x", "--day", "2026-03-01")
    assert "read 3 · new 2 · known 0 · set aside 1" in do(*named, "--dry-run")
    assert json.loads(do("reach", "--json"))["lists"] == []
    assert "read 3 · new 2 · known 0 · set aside 1" in do(*named)
    assert json.loads(do(*named, "--json")) == {"read": 3, "new": 0, "known": 2, "set_aside": 1}
    told = json.loads(do("reach", "--json"))
    assert told["all"]["at"] == [1, 1, 0]
    (one,) = told["lists"]
    assert (one["name"], one["member"], one["new"], one["set_aside"]) == ("followers.csv", "Owner", 2, 1)
    assert "followers.csv: 2 ties nobody had told before" in do("reach")
    assert "One file at a time" in do("reach", str(file), str(file), code=2)
    assert "Nobody signs in" in do(*named, "--brought-by", "nobody", code=2)
    assert "no file" in do("reach", "import", str(tmp_path / "none.csv"), code=2)


def test_an_audience_is_who_said_what_a_kept_query_finds(heard, tmp_path: Path) -> None:
    """
    2026-03-01  acme  says   -     Hello, my pump is blue.
    2026-03-02  ann   reply  acme  My pump is loud.
    2026-03-03  bob   reply  acme  Hello.
    2026-03-03  cid   says   -     A pump is dear.
    """
    heard("acme")
    do("queries", "add", "pump", "--name", "Pumps")
    told = json.loads(do("reach", "--days", "0", "--by", "query:pumps", "--json"))
    assert told["finding"] == "1 of 2 of those who said “Pumps” can hear you" and told["unnamed"] == 0
    assert [(one["name"], one["at"]) for one in told["audiences"]] == [("Pumps", [1, 0, 0])]
    assert "lists them" in do("reach", "--by", "query:taps", code=2)
    ties = tmp_path / "ties.csv"
    ties.write_text("bob,ann\nbob,dan\nbob,eve\nkim,dan\n", encoding="utf-8")
    said = do("messengers", str(ties), "--audience", "query:Pumps", "--k", "1", "--share", "0")
    assert "1. bob: adds 1.0" in said, "only Ann counts"
    assert "Of 2 people who said what it finds the table names 1." in said
    assert "lists them" in do("messengers", str(ties), "--audience", "query:taps", code=2)


def test_who_wants_is_said_as_everywhere_and_as_before(heard, owner, tmp_path: Path) -> None:
    """
    2026-03-01  acme  says   -     Hello.
    """
    heard("acme")
    file = tmp_path / "wanted.csv"
    file.write_text("@bob", encoding="utf-8")
    for word in ("--as", "--member"):
        assert "1 named" in do("wanted", "add", str(file), "--name", "Near", word, owner.username)
        assert "Nobody signs in" in do("wanted", "add", str(file), "--name", "Near", word, "nobody", code=2)
    assert "--member" not in do("wanted", "--help")
