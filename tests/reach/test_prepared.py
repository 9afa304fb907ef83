"""The prepared form: the same graph under other numbers, kept beside it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoears.reach import engine
from twoears.reach.degrees import degrees
from twoears.reach.graph import Graph, GraphError
from twoears.reach.prepared import Prepared

PAIRS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=60)
PARTS = ("label", "offsets", "targets", "back", "sources")


@settings(deadline=None, max_examples=40)
@given(PAIRS)
def test_under_new_numbers_it_is_the_same_graph_both_ways_round(pairs: list[tuple[int, int]]) -> None:
    forms = []
    with pytest.MonkeyPatch.context() as patch:
        for worth in (0, 1 << 60):
            patch.setattr(engine, "WORTH", worth)
            forms.append(Prepared.of(Graph.from_edges([a for a, _ in pairs], [b for _, b in pairs], people=13)))
    form = forms[0]
    assert all(np.array_equal(getattr(form, part), getattr(forms[1], part)) for part in PARTS)
    assert (np.diff(np.diff(form.back)) <= 0).all(), "whoever hears most comes first"
    new = {(int(form.label[a]), int(form.label[b])) for a, b in pairs if a != b}
    forth = {(v, int(w)) for v in range(13) for w in form.targets[form.offsets[v] : form.offsets[v + 1]]}
    back = {(int(v), w) for w in range(13) for v in form.sources[form.back[w] : form.back[w + 1]]}
    assert forth == new == back


def test_ties_that_all_run_both_ways_are_kept_once(tmp_path: Path) -> None:
    form = Prepared.of(Graph.from_edges([0, 1, 1, 2], [1, 0, 2, 1]))
    assert form.mutual
    form.save(tmp_path)
    assert not (tmp_path / "prepared-sources.npy").exists()
    assert Prepared.load(tmp_path).mutual


def test_what_is_kept_beside_a_graph_is_found_again(tmp_path: Path) -> None:
    graph = Graph.from_edges([0, 0, 1], [1, 2, 3])
    graph.save(tmp_path)
    made = Prepared.beside(tmp_path)
    kept = Prepared.load(tmp_path)
    assert all(np.array_equal(getattr(made, part), getattr(kept, part)) for part in PARTS)
    assert degrees(kept, 0).at == (2, 1, 0)


def test_what_was_prepared_of_an_older_graph_goes(tmp_path: Path) -> None:
    Graph.from_edges([0], [1]).save(tmp_path)
    Prepared.beside(tmp_path)
    Graph.from_edges([0, 0], [1, 2]).save(tmp_path)
    with pytest.raises(GraphError, match="No prepared graph"):
        Prepared.load(tmp_path)
    assert Prepared.beside(tmp_path).ties == 2


def test_a_prepared_form_that_is_not_whole_is_named(tmp_path: Path) -> None:
    form = Prepared.of(Graph.from_edges([0, 0, 1], [1, 2, 3]))
    form.save(tmp_path)
    np.save(tmp_path / "prepared-targets.npy", form.targets[:1])
    with pytest.raises(GraphError, match="not whole"):
        Prepared.load(tmp_path)
