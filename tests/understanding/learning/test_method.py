"""By the method: what is learnt from is never what is asked, and figures are counted as in what is published."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.understanding.learning.texts import BATTERY, IDLE, INVOICE, SIGNAL
from twoears.understanding.recipe import method, method_sets
from twoears.understanding.recipe.method_sets import in_turn
from twoears.understanding.recipe.sets import NoSet

ROWS = [(text, name) for name, some in (("s", SIGNAL), ("i", INVOICE), ("b", BATTERY)) for text in some]


def test_every_text_is_asked_once_and_never_taught_to_whom_it_is_asked() -> None:
    """24 texts and a copy of one."""
    rows = [*ROWS, ROWS[0]]
    splits = in_turn(rows)
    assert sorted(pair for split in splits for pair in split.asked) == sorted(rows)
    for split in splits:
        assert not {text for text, _ in split.taught} & {text for text, _ in split.asked}
        assert len(split.taught) + len(split.asked) == len(rows)


def test_macro_figures_count_labels_alike() -> None:
    """Nine of one label, one of the other, all told to be of the first."""
    truth, found = np.array([0] * 9 + [1]), np.zeros(10, np.int64)
    assert method.macro_recall(truth, found, [0, 1]) == 0.5
    assert method.macro_f1(truth, found, [0, 1]) == pytest.approx(9 / 19)
    assert method.macro_f1(truth, found, [1]) == 0
    assert method.accuracy(truth, found, [0, 1]) == 0.9


def _folder(folder: Path) -> Path:
    (folder / "understand").mkdir()
    return folder


def test_sets_that_are_missing_are_named_with_where_they_are_had(tmp_path: Path) -> None:
    """An empty folder."""
    made, missing = method.measured(_folder(tmp_path))
    assert made == []
    assert len(missing) == 1 + len(method.TASKS)
    assert any("github.com/clinc/oos-eval" in one for one in missing)
    assert method.measured(tmp_path, "banking")[1][0].startswith("Banking77")


def test_a_set_that_was_changed_is_refused(tmp_path: Path) -> None:
    """Another file under the name of one that is known."""
    (_folder(tmp_path) / "understand" / "clinc150_dev.json").write_text(json.dumps({"train": []}))
    with pytest.raises(NoSet, match="checksum"):
        method_sets.clinc(tmp_path)


def test_a_set_is_learnt_and_asked_and_its_figure_lies_within_its_range() -> None:
    """Three needs, in parts in turn; what is told is as much as can be counted."""
    task = method.Task("needs", lambda _: in_turn(ROWS), "macro-F1", method.macro_f1, "", 0.0)
    (made,) = method.figures_of(task, Path())
    assert made.n == len(ROWS)
    assert made.low <= made.value <= made.high
    assert made.right <= made.told <= made.n
    assert made.value > 0.6


def test_a_set_with_texts_out_of_scope_is_asked_for_both() -> None:
    """Idle words, half of them to tell what is enough."""
    split = method_sets.Split(ROWS[::2], ROWS[1::2], IDLE[:4], IDLE[4:])
    level, outside, *_ = method.in_scope_of(split)
    assert (level.n, outside.n) == (12, 4)
    assert level.figure.startswith("right in scope") and outside.figure.startswith("found out of scope")
