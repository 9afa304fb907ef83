"""Graphs from files and into files: what is read, what is set aside and why, and that nothing is lost on the way."""

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from twoears.reach import files, gathering
from twoears.reach.files import Imported, Named, read, write, write_followers
from twoears.reach.graph import FOLLOWS, SHARES, Graph, GraphError

NAME = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=12).filter(
    lambda name: name == name.strip() and name and not name.startswith(("#", "%", "'"))
)


def ties(found: Imported | Named) -> set[tuple[str, str]]:
    named = found if isinstance(found, Named) else found.named
    return {(named.names[v], named.names[w]) for v in range(named.graph.people) for w in named.graph.heard_by(v)}


def of(tmp_path: Path, name: str, text: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plain.csv", "ann,bob\nbob,eve\n"),
        ("headed.csv", "source,target\nann,bob\nbob,eve\n"),
        ("turned.csv", "follower,followed\nbob,ann\neve,bob\n"),
        ("beside.csv", "id,to,from\n1,bob,ann\n2,eve,bob\n"),
        ("tabs.tsv", "ann\tbob\nbob\teve\n"),
        ("spaces.txt", "# people who talk\nann bob\nbob   eve\n"),
        ("semicolons.csv", "Source;Target;Weight\nann;bob;2\nbob;eve;1\n"),
        ("quoted.csv", '\ufeff"ann","bob"\r\n"bob","eve"\r\n'),
    ],
)
def test_a_table_is_read_whatever_its_form(tmp_path: Path, name: str, text: str) -> None:
    found = read(of(tmp_path, name, text))
    assert ties(found) == {("ann", "bob"), ("bob", "eve")}
    assert (found.read, found.new, found.set_aside) == (2, 2, 0)


def test_numbers_under_words_are_a_table_with_a_header(tmp_path: Path) -> None:
    assert ties(read(of(tmp_path, "a.csv", "left,right\n1,2\n2,3\n"))) == {("1", "2"), ("2", "3")}


@pytest.mark.parametrize(
    ("means", "expected"),
    [("speaks", {("ann", "bob")}), ("follows", {("bob", "ann")}), ("knows", {("ann", "bob"), ("bob", "ann")})],
)
def test_what_a_line_means_can_be_said(tmp_path: Path, means: files.Means, expected: set[tuple[str, str]]) -> None:
    assert ties(read(of(tmp_path, "a.csv", "ann,bob\n"), means=means)) == expected


def test_a_header_that_says_who_follows_is_believed_over_what_is_said(tmp_path: Path) -> None:
    assert ties(read(of(tmp_path, "a.csv", "follower,followed\nbob,ann\n"), means="follows")) == {("ann", "bob")}


def test_bad_lines_are_set_aside_with_line_and_reason_and_the_rest_is_read(tmp_path: Path) -> None:
    text = "source,target,weight,kinds,day\nann,bob,2,follows|shares,2026-03-01\nann,ann\nann\nann,eve,much\n"
    text += "ann,eve,1,sings\nann,eve,1,,some day\nann,eve,-1\nann,bob,1\n" + f"ann,{'x' * 301}\n"
    found = read(of(tmp_path, "a.csv", text))
    assert (found.read, found.new, found.known, found.set_aside) == (9, 1, 1, 7)
    assert [(one.line, one.reason.split(".")[0][:24]) for one in found.aside] == [
        (3, "Nobody hears themselves"),
        (4, "A name is missing"),
        (5, "The weight 'much' is no "),
        (6, "There is no kind 'sings'"),
        (7, "'some day' is no day"),
        (8, "The weight '-1' is not b"),
        (10, "A name is longer than 30"),
    ]
    graph = found.named.graph
    assert (graph.weights.tolist(), graph.kinds.tolist(), graph.days.tolist()) == ([3], [FOLLOWS | SHARES], [20513])


def test_an_unclosed_quote_costs_its_line_alone(tmp_path: Path) -> None:
    found = read(of(tmp_path, "a.csv", 'ann,"bob\nbob,eve\neve,kim\n'))
    assert found.set_aside == 1
    assert ("bob", "eve") in ties(found)
    assert ("eve", "kim") in ties(found)


def test_a_list_of_followers_is_heard_by_them(tmp_path: Path) -> None:
    path = of(tmp_path, "followers.txt", "bob\neve\n\nbob\n")
    found = read(path, followers_of="@ann")
    assert ties(found) == {("@ann", "bob"), ("@ann", "eve")}
    assert (found.read, found.new, found.known) == (3, 2, 1)
    write_followers(found.named, "ann", tmp_path / "again.txt")
    assert (tmp_path / "again.txt").read_text() == "bob\neve\n"


def test_parquet_of_numbers_and_of_words(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"target": [2, None, 3], "source": [1, 1, 2]}), tmp_path / "a.parquet")
    found = read(tmp_path / "a.parquet")
    assert ties(found) == {("1", "2"), ("2", "3")}
    assert [(one.line, one.reason) for one in found.aside] == [(2, "A name is missing.")]


GRAPHML = """<?xml version="1.0"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="w" for="edge" attr.name="weight" attr.type="double"/><key id="l" for="node" attr.name="label"/>
<graph edgedefault="undirected"><node id="a"><data key="l">Ann</data></node><node id="b"/><node id="c"/>
<edge source="a" target="b"><data key="w">2.5</data></edge>
<edge source="b" target="d" directed="true"/><edge source="b"/>
</graph></graphml>"""
GEXF = """<gexf><graph defaultedgetype="directed"><nodes><node id="0" label="Ann"/><node id="1" label="Bob"/></nodes>
<edges><edge source="0" target="1" weight="3"/><edge source="1" target="0" type="undirected"/>
<edge source="1" target="1"/></edges></graph></gexf>"""


def test_graphml_says_which_edges_run_both_ways(tmp_path: Path) -> None:
    found = read(of(tmp_path, "a.graphml", GRAPHML))
    assert ties(found) == {("Ann", "b"), ("b", "Ann"), ("b", "d")}
    assert found.named.names == ["Ann", "b", "c", "d"], "somebody without ties is there too"
    assert found.named.graph.weights.tolist() == [2.5, 2.5, 1]
    assert (found.read, found.new, found.set_aside) == (3, 2, 1)


def test_gexf_has_labels(tmp_path: Path) -> None:
    found = read(of(tmp_path, "a.gexf", GEXF))
    assert ties(found) == {("Ann", "Bob"), ("Bob", "Ann")}
    assert found.named.graph.weights.tolist() == [4, 1]
    assert found.set_aside == 1


@pytest.mark.parametrize(
    "declared",
    ['<!ENTITY a "aaaa">', '<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">', '<!ENTITY a SYSTEM "file:///etc/passwd">'],
)
def test_a_file_that_declares_entities_is_not_read(tmp_path: Path, declared: str) -> None:
    text = f'<!DOCTYPE graphml [{declared}]><graphml><graph><node id="&a;"/></graph></graphml>'
    with pytest.raises(GraphError, match="entities"):
        read(of(tmp_path, "a.graphml", text))


@pytest.mark.parametrize("encoding", ["none-such", "utf-7", "gbk", "base64", "idna", "undefined"])
def test_letters_that_cannot_be_read_are_said(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(GraphError, match="letters"):
        read(of(tmp_path, "a.graphml", f'<?xml version="1.0" encoding="{encoding}"?>{GRAPHML.partition("?>")[2]}'))


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"source": ["a"]},
        {"source": pa.array([b"\xff\xfe"]).view(pa.string()), "target": ["b"]},
        {"source": ["a"], "target": ["b"], "day": pa.array([2**50], pa.timestamp("ms"))},
        {"source": ["a"], "target": ["b"], "day": pa.array([2**30], pa.date32())},
    ],
)
def test_parquet_that_is_no_graph_or_holds_what_nobody_can_write_says_so(tmp_path: Path, columns: object) -> None:
    parquet.write_table(pa.table(columns), tmp_path / "a.parquet")
    with pytest.raises(GraphError, match="Parquet|columns"):
        read(tmp_path / "a.parquet")


def test_what_stands_before_the_break_of_a_file_is_kept(tmp_path: Path) -> None:
    found = read(of(tmp_path, "a.gexf", GEXF[: GEXF.index('<edge source="1" target="1"/>') + 9]))
    assert ties(found) == {("Ann", "Bob"), ("Bob", "Ann")}
    assert "breaks off" in found.aside[-1].reason


@pytest.mark.parametrize("text", ["<a>" * 100, '<gexf><graph><node id="' + "x" * (5 << 20) + '"/></graph></gexf>'])
def test_a_file_without_measure_is_refused_or_cut(tmp_path: Path, text: str) -> None:
    with pytest.raises(GraphError, match="deeper|longer"):
        read(of(tmp_path, "a.gexf", text))


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(NAME, NAME), min_size=1, max_size=20), ending=st.sampled_from(list(files._WRITES)))
def test_what_is_written_is_read_again(tmp_path: Path, pairs: list[tuple[str, str]], ending: str) -> None:
    names = sorted({name for pair in pairs for name in pair})
    place = {name: at for at, name in enumerate(names)}
    graph = Graph.from_edges(
        [place[a] for a, _ in pairs], [place[b] for _, b in pairs], people=len(names), weights=[2.5] * len(pairs)
    )
    named = Named.of(graph, names)
    write(named, tmp_path / f"a{ending}")
    again = read(tmp_path / f"a{ending}")
    assert ties(again) == ties(named)
    assert sorted(again.named.graph.weights.tolist()) == sorted(graph.weights.tolist())
    assert again.set_aside == 0


def test_kinds_and_days_live_on_in_tables(tmp_path: Path) -> None:
    graph = Graph.from_edges([0], [1], kinds=[FOLLOWS | SHARES], days=[20000])
    for ending in (".csv", ".tsv", ".parquet"):
        write(Named.of(graph, ["=1+1", "@eve"]), tmp_path / f"a{ending}")
        again = read(tmp_path / f"a{ending}").named
        assert ties(again) == {("=1+1", "@eve")}
        assert (again.graph.kinds.tolist(), again.graph.days.tolist()) == ([9], [20000])
    assert "'=1+1" in (tmp_path / "a.csv").read_text()


def test_a_name_that_is_not_there_comes_with_those_like_it() -> None:
    named = Named.of(Graph.from_edges([0], [1]), ["@annika", "bob"])
    assert named.vertex("annika") == 0
    assert named.vertex("@bob") == 1
    with pytest.raises(GraphError, match="Did you mean @annika"):
        named.vertex("anika")
    with pytest.raises(GraphError, match="one name of their own"):
        Named.of(named.graph, ["ann", "ann"])


def test_files_that_are_no_graph_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GraphError, match="may end in"):
        read(of(tmp_path, "a.doc", "x"))
    with pytest.raises(GraphError, match="cannot be read"):
        read(tmp_path / "none.csv")
    with pytest.raises(GraphError, match="no Parquet"):
        read(of(tmp_path, "a.parquet", "ann,bob"))
    with pytest.raises(GraphError, match="cannot be written"):
        write(Named.of(Graph.from_edges([], []), []), tmp_path / "a.doc")
    monkeypatch.setattr(files, "LARGEST", 3)
    with pytest.raises(GraphError, match="at most"):
        read(of(tmp_path, "a.csv", "ann,bob\n"))


def test_more_than_a_file_may_hold_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = of(tmp_path, "a.csv", "ann,bob\nbob,eve\n")
    monkeypatch.setattr(gathering, "MOST_NAMES", 2)
    with pytest.raises(GraphError, match="2 people"):
        read(path)
    monkeypatch.setattr(gathering, "MOST_NAMES", 9)
    monkeypatch.setattr(gathering, "MOST_TIES", 1)
    with pytest.raises(GraphError, match="1 ties"):
        read(path)


def test_an_empty_file_is_a_graph_of_nobody(tmp_path: Path) -> None:
    for name in ("a.csv", "b.txt"):
        assert read(of(tmp_path, name, "")).named.graph.people == 0


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400), ending=st.sampled_from([".csv", ".tsv", ".txt", ".graphml", ".gexf", ".parquet"]))
def test_no_bytes_break_a_reader(tmp_path: Path, data: bytes, ending: str) -> None:
    try:
        found = read(of(tmp_path, f"a{ending}", data))
    except GraphError:
        return
    assert found.read == found.new + found.known + found.set_aside
