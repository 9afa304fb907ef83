"""Things that nobody should give us, and that somebody will."""

import os
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from twoears.lib.archives import BadArchive, opened
from twoears.sources.catalogue import recognise, thing
from twoears.sources.reading import CannotRead
from twoears.sources.tables.columns import known, matched


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CannotRead, match="neither a file nor a folder"):
        recognise(thing(str(tmp_path / "pipe")))
    with pytest.raises(BadArchive, match="no file and no folder"), opened(tmp_path / "pipe"):
        pass


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.touch(), "the file is empty"),
        (lambda path: path.mkdir(), "a folder in which we know nothing"),
        (lambda path: path.symlink_to("/nowhere"), "We do not know what"),
    ],
)
def test_what_is_not_known_is_said_with_what_it_is(tmp_path: Path, make: Callable[[Path], None], words: str) -> None:
    path = tmp_path / "given.json"
    make(path)
    with pytest.raises(CannotRead, match=words):
        recognise(thing(str(path)))


def test_a_file_that_does_not_let_itself_be_read_is_an_answer_and_no_crash() -> None:
    itself = Path("/proc/self/mem")
    if not itself.exists():
        pytest.skip("only Linux shows the memory of a process as a file")
    with pytest.raises(CannotRead, match="cannot be read"):
        recognise(thing(str(itself)))


def test_a_name_that_is_no_utf8_is_named_and_one_in_any_script_is_read(tmp_path: Path) -> None:
    rows = b"author,text,date\nann,hello,2026-01-02\n"
    good, bad = tmp_path / "données \u202e😀\n.csv", os.fsencode(tmp_path) + b"/donn\xe9es.csv"
    good.write_bytes(rows)
    with open(bad, "wb") as file:
        file.write(rows)
    assert recognise(thing(str(good))).kind == "tables"
    with pytest.raises(CannotRead, match=r"donn\\udce9es\.csv is not written in UTF-8"):
        recognise(thing(os.fsdecode(bad)))


def test_a_header_as_long_as_a_book_is_judged_at_once() -> None:
    began = process_time()
    assert known(["a:" * 100_000, "text", "date:dmy"]) == 2
    assert process_time() - began < 2


def test_the_order_of_dates_is_a_mark_at_the_end_of_a_name_only() -> None:
    assert matched(["text", "date:dmy"], [["hi", "02/01/2026"]], {}).day_first is True
    assert matched(["text", "date:mdy"], [["hi", "02/01/2026"]], {}).day_first is False
    with pytest.raises(CannotRead, match="No column says published"):
        matched(["text", "date:dmy or so"], [["hi", "02/01/2026"]], {})
