"""How well names are found on sentences that were coded by hand, and that the figures say it."""

import json

import pytest
from typer.testing import CliRunner

from twoears.cli import app
from twoears.understanding.entities.coded import SETS, Line, coded, mistakes, read, scored
from twoears.understanding.entities.values import KIND_GROUNDS, KINDS

pytestmark = pytest.mark.django_db


def test_a_mark_in_a_sentence_is_a_name_in_its_place() -> None:
    one = read(Line("Via [Leer](place:leer (x)) to [A](company:a).", "de", "2026-03-04"))
    assert one.text == "Via Leer to A." and one.names == (("place", "leer (x)", 4, 8), ("company", "a", 12, 13))


def test_most_finds_are_right_on_both_sets() -> None:
    for file in SETS.values():
        rows = scored(coded(file))
        told, right = sum(row.right.n for row in rows), sum(row.right.k for row in rows)
        there, found = sum(row.found.n for row in rows), sum(row.found.k for row in rows)
        assert right / told > 0.95 and found / there > 0.85


def test_what_is_wrong_is_counted_and_named() -> None:
    sentence = (read(Line("[China](company:china) and [Delta](company:delta)", "en", "2026-03-04")),)
    (company, place) = (row for row in scored(sentence) if row.label in ("company", "place"))
    assert (company.found.k, company.found.n, place.right.k, place.right.n) == (0, 2, 0, 1)
    assert [(one.kind, one.key, one.found) for one in mistakes(sentence)] == [
        ("place", "china", True), ("company", "china", False), ("company", "delta", False),
    ]  # fmt: skip


def test_every_kind_is_coded_and_has_its_grounds() -> None:
    named = {name[0] for one in coded(SETS["learnt from"]) for name in one.names}
    assert named == set(KINDS) == set(KIND_GROUNDS)


def test_the_command_prints_both_sets() -> None:
    told = json.loads(CliRunner().invoke(app, ["evaluate", "entities", "--json"]).stdout)
    assert set(told) == set(SETS) and {row["label"] for row in told["written after them"]["scores"]} == set(KINDS)
    shown = CliRunner().invoke(app, ["evaluate", "entities"])
    assert shown.exit_code == 0 and "sentences" in shown.stdout
