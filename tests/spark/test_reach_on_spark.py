"""Three degrees on Spark are those of the engine of this machine, on any graph and of any file."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from twoears import reach as here
from twoears.lib.edges import Means
from twoears.reach import Graph, GraphError, on_spark
from twoears.reach.degrees import tied as has_ties
from twoears.reach.files import read, write
from twoears.reach.gathering import Named

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.spark

UGLY = """\ufeffsource,target,weight,day,kinds
# a remark
ann,bob,1,2026-03-01,replies
" ann ","eve",2.5,,"likes|shares"
ann,bob,1,,
bob,,1,,
bob,bob,1,,
'@kim,bob,1,,
bob,'@kim,1,,
kim,"le""o",,,
kim,leo,nan,,
kim,leo,-1,,
kim,leo,1d,,
kim,leo,1,2026-13-01,
kim,leo,1,2026-02-30,
kim,leo,1,2026-02-20T10:00,
kim,leo,1,,loves

max,a"b,1,,
%another
only
Zoë,日本
"""


def drawn(seed: int, people: int = 60, ties: int = 130) -> tuple[Graph, list[tuple[str, str]]]:
    """A graph with hubs, loops and doubles, as arrays and as pairs of names."""
    luck = np.random.default_rng(seed)
    speaks = (people * luck.random(ties) ** 2).astype(int)
    hears = luck.integers(0, people, ties)
    pairs = [(f"p{a}", f"p{b}") for a, b in zip(speaks, hears, strict=True)]
    return Graph.from_edges(speaks, hears, people=people), pairs


def tied(graph: Graph, seed: int, many: int) -> list[int]:
    """Some who have a tie, as a table of ties knows nobody else."""
    return np.random.default_rng(seed).choice(np.flatnonzero(has_ties(graph)), many).tolist()


def test_one_a_team_and_many_at_once_reach_the_same_people(spark: "SparkSession") -> None:
    graph, pairs = drawn(1)
    ties = on_spark.of_pairs(pairs)
    assert ties.ties == graph.ties
    asked = [tied(graph, n, many) for n, many in enumerate((1, 1, 3, 5))]
    told = on_spark.each(ties, [[f"p{one}" for one in group] for group in asked], 4)
    for group, found in zip(asked, told, strict=True):
        expected = here.degrees(graph, group, 4)
        assert (found.starts, found.at, found.error) == (expected.starts, expected.at, 0)


def test_what_each_adds_is_the_same(spark: "SparkSession") -> None:
    graph, pairs = drawn(7, people=40, ties=60)
    asked = tied(graph, 3, 5)
    found = on_spark.adds(on_spark.of_pairs(pairs), [f"p{one}" for one in asked])
    assert found == here.adds(graph, asked)


def test_whom_nobody_hears_reaches_nobody_and_a_short_walk_ends(spark: "SparkSession") -> None:
    ties = on_spark.of_pairs([("ann", "bob"), ("bob", "@eve"), ("alone", "alone")])
    assert on_spark.degrees(ties, ["eve"], 9).at == (0,) * 9
    assert on_spark.degrees(ties, ["@ann"], 9).within == (1, *[2] * 8)
    with pytest.raises(GraphError, match="Nobody is called 'alone'"):
        on_spark.degrees(ties, ["alone"])


def test_the_last_step_may_be_estimated_within_the_error_that_is_said(spark: "SparkSession") -> None:
    luck = np.random.default_rng(5)
    speaks, hears = luck.integers(0, 3_000, (2, 20_000))
    graph = Graph.from_edges(speaks, hears)
    ties = on_spark.of_pairs([(str(a), str(b)) for a, b in zip(speaks, hears, strict=True)])
    found = on_spark.each(ties, ["1", "2", ["3", "4"]], 3, error=0.05)
    for one, start in zip(found, (1, 2, [3, 4]), strict=True):
        exact = here.degrees(graph, start, 3)
        assert one.at[:2] == exact.at[:2] and one.error == 0.05
        assert abs(one.within[2] - exact.within[2]) <= 3 * 0.05 * exact.within[2]


@pytest.mark.parametrize("means", ["speaks", "knows"])
def test_a_file_gives_the_same_ties_and_the_same_lines_are_set_aside(
    spark: "SparkSession", tmp_path: Path, means: Means
) -> None:
    path = tmp_path / "ties.csv"
    path.write_text(UGLY, encoding="utf-8")
    local, found = read(path, means=means), on_spark.read(path, means=means)
    expected = (local.read, local.new, local.known, local.set_aside)
    assert (found.read, found.new, found.known, found.set_aside) == expected
    assert (found.ties.people, found.ties.ties) == (local.named.graph.people, local.named.graph.ties)
    assert sum(found.reasons.values()) == local.set_aside and found.reasons["A name is missing."] == 2
    names = local.named.names
    pairs = {(names[v], names[t]) for v in range(len(names)) for t in local.named.graph.heard_by(v)}
    assert {tuple(row) for row in found.ties.frame.select("speaks", "hears").collect()} == pairs


def test_parquet_words_in_lines_followers_and_folders_are_read(spark: "SparkSession", tmp_path: Path) -> None:
    named = Named.of(Graph.from_edges([0, 0, 1], [1, 2, 2]), ["ann", "bob", "eve"])
    folder = tmp_path / "ties"
    folder.mkdir()
    write(named, folder / "one.parquet")
    write(Named.of(Graph.from_edges([0], [1]), ["eve", "kim"]), folder / "two.parquet")
    assert on_spark.degrees(on_spark.read(folder).ties, ["ann"]).at == (2, 1, 0)
    words = tmp_path / "ties.txt"
    words.write_text("# made by hand\nann  bob\nbob eve\n")
    assert on_spark.degrees(on_spark.read(words).ties, ["ann"]).at == (1, 1, 0)
    followers = tmp_path / "followers.csv"
    followers.write_text("@bob\n@eve,since 2020\n\n")
    assert on_spark.degrees(on_spark.read(followers, followers_of="@ann").ties, ["ann"]).at == (2, 0, 0)


def test_what_cannot_be_asked_is_told(spark: "SparkSession", tmp_path: Path) -> None:
    ties = on_spark.of_pairs([("annika", "bob"), ("bob", "eve")])
    for words, asked in (
        ("Did you mean annika?", lambda: on_spark.degrees(ties, ["anika"])),
        ("Nobody asks", lambda: on_spark.degrees(ties, [])),
        ("Ask for 1 to 254 steps", lambda: on_spark.degrees(ties, ["bob"], 0)),
        ("The error of an estimate", lambda: on_spark.degrees(ties, ["bob"], error=0.9)),
        ("not there", lambda: on_spark.read(tmp_path / "none.csv")),
        ("written as Parquet first", lambda: on_spark.read(tmp_path / "ties.gexf")),
        ("nothing ends in", lambda: on_spark.read(tmp_path)),
    ):
        with pytest.raises(GraphError, match=words):
            asked()
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"no Parquet at all")
    with pytest.raises(GraphError, match="cannot be read"):
        on_spark.read(broken)
