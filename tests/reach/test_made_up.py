"""The made-up network: the same for the same numbers, its shape, and nothing half made."""

from pathlib import Path

import numpy as np
import pytest

from twoears.reach import engine
from twoears.reach.degrees import degrees
from twoears.reach.graph import GraphError
from twoears.reach.made_up import Shape, made_up

SMALL = Shape(people=4000, connections=50)


def test_one_account_has_exactly_as_many_connections_as_are_asked_for(tmp_path: Path) -> None:
    made = made_up(tmp_path, SMALL)
    assert made.graph().heard_by(made.account).size == 50
    assert degrees(made.prepared(), made.account).at[0] == 50
    assert degrees(made.graph(), made.account) == degrees(made.prepared(), made.account)


def test_a_few_know_many_and_most_ties_are_near(tmp_path: Path) -> None:
    made = made_up(tmp_path, Shape(people=20_000))
    graph = made.graph()
    known = np.diff(graph.offsets)
    assert 14 < known.mean() < 17
    assert np.median(known) < known.mean() * 0.7
    assert known.max() > 40 * known.mean()
    speaks = np.repeat(np.arange(graph.people), known)
    near = np.mean(made.places[speaks] == made.places[graph.targets])
    anybody = np.mean(np.square(np.bincount(made.places) / graph.people)) * (int(made.places.max()) + 1)
    assert near > anybody + 0.2


def test_both_engines_make_the_same_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for worth, folder in ((0, "one"), (1 << 60, "other")):
        monkeypatch.setattr(engine, "WORTH", worth)
        made.append(made_up(tmp_path / folder, SMALL))
    for file in sorted(made[0].folder.iterdir()):
        assert file.read_bytes() == (made[1].folder / file.name).read_bytes(), file.name


def test_what_is_kept_is_mapped_and_not_made_again(tmp_path: Path) -> None:
    made_up(tmp_path, SMALL)

    def never(share: float, doing: str) -> None:
        raise AssertionError(doing)

    assert made_up(tmp_path, SMALL, never).graph().people == 4000


def test_whoever_stops_leaves_nothing_half_made(tmp_path: Path) -> None:
    def stop(share: float, doing: str) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        made_up(tmp_path, SMALL, stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("people", "connections"), [(10, 5), (4000, 2001), (4000, 0), (1 << 31, 800)])
def test_a_shape_that_cannot_be_is_refused(people: int, connections: int) -> None:
    with pytest.raises(GraphError):
        Shape(people=people, connections=connections)
