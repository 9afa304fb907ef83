"""A model in a folder on this machine: what it reads, why, and what is no model."""

import json
import pickle
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.onnx_models import WEIGHTS, classifier, encoder
from tests.understanding.optional.conftest import Say
from twoears.jobs import catch_up, read_elsewhere
from twoears.team.models import Member
from twoears.understanding.models import Note
from twoears.understanding.optional.actions import Brought, add_reader, switch_on, try_reader
from twoears.understanding.optional.classifying import classify
from twoears.understanding.optional.local import opened
from twoears.understanding.optional.models import OptionalReader, OptionalSwitch
from twoears.understanding.optional.pages import optional_reader
from twoears.understanding.optional.trouble import BadFolder, BadWords, NotInstalled

MEANS = {"NEG": "none", "POS": "praised"}


@pytest.fixture
def brought(owner: Member, tmp_path: Path) -> OptionalReader:
    """A classifier on this machine, switched on."""
    made = add_reader(
        owner=owner,
        brought=Brought(
            name="liked",
            folder=str(classifier(tmp_path / "tone")),
            question="Praise?",
            labels=("praised",),
            means=MEANS,
        ),
    )
    switch_on(owner=owner, reader="liked", whose="all", most_a_day=1000)
    return made


def read() -> None:
    while read_elsewhere():
        pass
    catch_up()


def test_a_text_has_a_label_a_share_and_the_words_without_which_it_were_less_sure(tmp_path: Path) -> None:
    text = "They said: I love it , it is great !"
    found = classify(opened(str(classifier(tmp_path / "m"))), MEANS, [text, "It broke .", "the weather"])
    assert [one.label for one in found] == ["praised", "none", "none"]
    assert found[0].probability > 0.99
    assert [text[start:end] for start, end in found[0].spans] == ["love"], "with one of the two it is sure enough"
    assert found[1].spans == (), "of what holds for most no word is shown"


def test_shares_do_not_depend_on_what_is_read_beside(tmp_path: Path) -> None:
    folder = opened(str(classifier(tmp_path / "m")))
    texts = ["love", "it broke and broke and broke again", "", "great price"] * 9
    alone = np.concatenate([folder.shares([text]) for text in texts])
    assert np.allclose(folder.shares(texts), alone) and np.allclose(alone.sum(axis=1), 1)


def test_one_of_several_labels_at_once_gives_each_its_own_share(tmp_path: Path) -> None:
    folder = opened(str(classifier(tmp_path / "m", problem_type="multi_label_classification")))
    assert np.allclose(folder.shares(["love"]), 1 / (1 + np.exp([[2, -4]])))


@pytest.mark.django_db
def test_it_makes_notes_and_nothing_leaves_the_machine(brought: OptionalReader, say: Say) -> None:
    assert "Nothing leaves it." in OptionalSwitch.objects.get().words
    post, private = say("I love it"), say("It is great", "bob", private=True)
    read()
    note = Note.objects.get(post=post, reader="liked")
    assert (note.label, note.version) == ("praised", f"optional:liked@{brought.model}")
    assert len(brought.model) == 64 and Note.objects.get(post=private, reader="liked").label == "praised"
    assert optional_reader("liked").by == f"tone ({brought.model[:8]}) on this machine"


@pytest.mark.django_db
def test_a_changed_file_is_another_version_and_reads_again(brought: OptionalReader, say: Say, tmp_path: Path) -> None:
    post = say("I love it")
    read()
    classifier(tmp_path / "tone", WEIGHTS[:, ::-1].copy() * 2)
    read()
    brought.refresh_from_db()
    assert not Note.objects.filter(post=post, reader="liked").exists(), "now it takes that for nothing"
    other = say("It broke")
    read()
    assert Note.objects.get(post=other, reader="liked").version == f"optional:liked@{brought.model}"


@pytest.mark.django_db
def test_labels_that_changed_with_the_file_are_told_and_keep_nobody_waiting(
    brought: OptionalReader, owner: Member, say: Say, tmp_path: Path
) -> None:
    classifier(tmp_path / "tone", id2label={"0": "BAD", "1": "GOOD"})
    say("I love it")
    read()
    shown = optional_reader("liked")
    assert "The model gives BAD, GOOD, and not what it was brought for." in shown.trouble
    with pytest.raises(BadFolder, match="BAD, GOOD"):
        try_reader(owner=owner, reader="liked")


def test_a_number_for_nothing_that_no_vocabulary_has_is_taken_for_none(tmp_path: Path) -> None:
    folder = opened(str(classifier(tmp_path / "m", pad_token_id=10**30)))
    assert folder.shares(["love", "it broke again"]).shape == (2, 2)


def test_a_folder_that_is_gone_is_told_and_keeps_nobody_waiting(
    brought: OptionalReader, say: Say, tmp_path: Path
) -> None:
    (tmp_path / "tone" / "model.onnx").unlink()
    post = say("I love it")
    read()
    assert "cannot be read" in optional_reader("liked").trouble and "optimum-cli" in optional_reader("liked").trouble
    assert Note.objects.filter(post=post).exists()


@pytest.mark.django_db
def test_labels_of_the_model_have_to_mean_something_here(owner: Member, tmp_path: Path) -> None:
    def brought(**said: object) -> Brought:
        return Brought(name="x", folder=str(classifier(tmp_path / "m")), question="?", labels=("praised",), **said)

    with pytest.raises(BadWords, match="NEG=praised"):
        add_reader(owner=owner, brought=brought())
    with pytest.raises(BadWords, match="meant by POS"):
        add_reader(owner=owner, brought=brought(means={"NEG": "none", "POS": "splendid"}))
    with pytest.raises(BadFolder, match="not what it was brought for"):
        add_reader(owner=owner, brought=Brought(name="x", folder=str(tmp_path / "m"), places=True))
    same = Brought(name="x", folder=str(classifier(tmp_path / "m")), question="?", labels=("pos", "neg"))
    assert add_reader(owner=owner, brought=same).means == {"NEG": "neg", "POS": "pos"}


def _without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _with(name: str, content: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(content)  # type: ignore[func-returns-value]


class Planted:
    """What would run, if a pickle were read."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (exec, ("raise SystemExit('a pickle was read')",))


@pytest.mark.parametrize(("harm", "words"), [
    pytest.param(_without("model.onnx"), "cannot be read", id="no-model"),
    pytest.param(_without("tokenizer.json"), "cannot be read", id="no-words"),
    pytest.param(_with("model.onnx", b"not a model"), "cannot be loaded", id="no-onnx"),
    pytest.param(_with("model.onnx", pickle.dumps(Planted())), "cannot be loaded", id="pickle"),
    pytest.param(_with("model.onnx", b""), "up to 2,000,000,000 bytes", id="empty"),
    pytest.param(_with("config.json", b"{" + b" " * 1_000_001), "up to 1,000,000 bytes", id="large"),
    pytest.param(_with("config.json", b"[]"), "says nothing of a model", id="list"),
    pytest.param(_with("config.json", b"{"), "no JSON", id="cut"),
    pytest.param(_with("config.json", b"{}"), "does not name the labels", id="no-labels"),
    pytest.param(_with("config.json", json.dumps({"id2label": {"0": "A", "2": "B"}}).encode()), "2 to 100", id="hole"),
    pytest.param(_with("config.json", json.dumps({"id2label": {"0": "A", "1": "A"}}).encode()), "2 to 100", id="same"),
    pytest.param(_with("tokenizer.json", b"{}"), "cannot be loaded", id="no-tokenizer"),
])  # fmt: skip
def test_what_is_no_model_is_told(harm: Callable[[Path], None], words: str, tmp_path: Path) -> None:
    folder = classifier(tmp_path / "m")
    harm(folder)
    with pytest.raises(BadFolder, match=words):
        opened(str(folder))


@pytest.mark.parametrize("path", ["models/tone", "/nowhere/at/all", "", "\0", "/" + "x" * 5000])
def test_what_is_no_folder_is_told(path: str) -> None:
    with pytest.raises(BadFolder, match="no folder"):
        opened(path)


def test_a_model_with_more_labels_than_numbers_is_told(tmp_path: Path) -> None:
    folder = opened(str(classifier(tmp_path / "m", id2label={"0": "A", "1": "B", "2": "C"})))
    with pytest.raises(BadFolder, match="2 numbers for a text, and has 3 labels"):
        folder.shares(["love"])


@pytest.mark.parametrize("library", ["onnxruntime", "tokenizers"])
def test_without_the_libraries_it_says_how_to_get_them(
    library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(NotInstalled, match=r"pip install 'twoears\[local\]'"):
        opened(str(classifier(tmp_path / f"without-{library}")))


def test_places_are_the_same_for_the_same_words(tmp_path: Path) -> None:
    rows = opened(str(encoder(tmp_path / "places"))).places(["price help", "help price", "price", "love"])
    assert np.allclose(rows[0], rows[1]) and np.allclose(np.linalg.norm(rows, axis=1), 1)
    assert rows[0] @ rows[2] > 0.7 and abs(rows[2] @ rows[3]) < 1e-9
