"""The words of IMAP: whatever a server says is read, or refused as what it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.sources.imap.tongue import Literal, NoImap, Value, pairs, quoted, shown, spoken, uid_set, values


def written(value: Value) -> list[bytes | Literal]:
    """`value` as a server would write it: every third text as counted bytes, the others quoted."""
    if value is None:
        return [b"NIL"]
    if isinstance(value, bytes):
        if len(value) % 3 == 0:
            return [Literal(value)]
        return [b'"' + value.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"']
    parts: list[bytes | Literal] = [b"("]
    for one in value:
        parts += [*written(one), b" "]
    return [*parts, b")"]


def joined(parts: list[bytes | Literal]) -> list[bytes | Literal]:
    out: list[bytes | Literal] = [b""]
    for part in parts:
        if isinstance(part, bytes) and isinstance(out[-1], bytes):
            out[-1] += part
        else:
            out.append(part)
    return out


@given(st.recursive(st.none() | st.binary(max_size=8), lambda inner: st.lists(inner, max_size=4), max_leaves=20))
def test_what_is_written_is_read_as_it_was(value):
    assert values(joined(written(value))) == [value]


@given(st.lists(st.binary(max_size=60) | st.binary(max_size=20).map(Literal), min_size=1, max_size=4))
def test_whatever_bytes_a_server_sends_they_are_read_or_refused(pieces):
    try:
        found = values(pieces)
    except NoImap:
        return
    assert isinstance(pairs(found), dict)


@pytest.mark.parametrize("text", [b"(" * 100_000, b"[" * 20_000, b'"' + b"\\" * 100_001, b")", b"(a", b'"a'])
def test_answers_without_end_or_measure_are_refused_or_read_quickly(text):
    try:
        values([text])
    except NoImap:
        return
    assert text.startswith(b"[")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30))
def test_the_name_of_a_folder_survives_the_way_there_and_back(name):
    assert spoken(name).isascii()
    assert shown(spoken(name)) == name


@given(st.text(max_size=30))
def test_no_words_of_ours_end_the_line_of_a_question(words):
    try:
        assert not {13, 10, 0} & set(quoted(words))
    except NoImap:
        return


@given(st.sets(st.integers(1, 60)))
def test_numbers_are_named_in_runs(uids):
    named = [part.split(b":") for part in uid_set(sorted(uids)).split(b",") if part]
    assert {n for part in named for n in range(int(part[0]), int(part[-1]) + 1)} == uids
