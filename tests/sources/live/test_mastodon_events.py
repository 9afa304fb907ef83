"""Server-Sent Events, by the standard and against whoever does not keep to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.sources.mastodon.events import Event, NoEvents, events, framed

WORDS = st.text("a\u00fc:{ }\u2028\ufeff", max_size=6)
PARTS = st.lists(
    st.sampled_from(["event: update", "data: {}", "data", "data:x", ":thump", "id: 7", "retry: 3", ""]) | WORDS
)


def written(event: Event) -> list[str]:
    return [f"event: {event.name}", *(f"data: {line}" for line in event.data.split("\n")), ""]


@given(st.lists(st.builds(Event, WORDS.filter(bool), st.lists(WORDS, min_size=1).map("\n".join)), max_size=4))
def test_what_is_written_is_read(happened: list[Event]) -> None:
    lines = [line for event in happened for line in written(event)]
    assert list(events(lines)) == happened


@given(PARTS, st.sampled_from(["\r", "\n"]))
def test_however_lines_end_the_events_are_the_same(parts: list[str], end: str) -> None:
    lines = [":)", *parts]
    assert list(events(end.join(lines).split("\n"))) == list(events(lines))


@given(st.lists(st.text(max_size=20), max_size=20))
def test_whatever_comes_is_an_event_a_sign_of_life_or_no_stream(lines: list[str]) -> None:
    try:
        assert all(one is None or isinstance(one, Event) for one in events(lines))
    except NoEvents as error:
        assert error.status == 200


def test_what_is_cut_before_its_end_did_not_happen() -> None:
    assert list(events(["event: delete", "data: 7", "", "event: delete", "data: 8"])) == [Event("delete", "7")]


def test_an_event_without_data_is_none() -> None:
    assert list(events(["event: filters_changed", "", "data: x", ""])) == [Event("message", "x")]


def test_a_mark_of_byte_order_is_passed_over() -> None:
    assert list(events(["\ufeffdata: x", ""])) == [Event("message", "x")]


def test_a_page_is_no_stream() -> None:
    with pytest.raises(NoEvents, match="DOCTYPE"):
        list(events(["", "<!DOCTYPE html>"]))


@pytest.mark.parametrize(
    ("frame", "event"),
    [
        ('{"stream": ["user"], "event": "update", "payload": "{\\"id\\": \\"1\\"}"}', Event("update", '{"id": "1"}')),
        ('{"event": "update", "payload": {"id": "1"}}', Event("update", '{"id":"1"}')),
        (b'{"event": "delete", "payload": "01HQ"}', Event("delete", "01HQ")),
        ("{}", None),
        ("[]", None),
        ("", None),
        ('{"error": "Not found"}', None),
        ("cut{", Event("broken", "cut{")),
    ],
)
def test_a_frame_tells_what_an_event_tells(frame: str | bytes, event: Event | None) -> None:
    assert framed(frame) == event
