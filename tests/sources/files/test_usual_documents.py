"""The quick way through ActivityStreams reads what it takes exactly as the thorough one does, and leaves the rest."""

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoears.activities.vocabulary import PUBLIC
from twoears.sources.activitystreams.shape import activities
from twoears.sources.activitystreams.usual import usual

ANN = "https://a.example/users/ann"
NOTE: dict[str, Any] = {
    "id": f"{ANN}/1",
    "type": "Note",
    "attributedTo": ANN,
    "content": "<p>Does it run?</p>",
    "to": [PUBLIC],
    "cc": [f"{ANN}/followers"],
    "contentMap": {"en": "<p>Does it run?</p>"},
    "url": "https://a.example/@ann/1",
    "inReplyTo": None,
    "summary": None,
    "tag": [{"type": "Mention", "href": "https://b.example/bob"}, {"type": "Hashtag", "name": "#kilns"}],
    "attachment": [],
}
CREATE: dict[str, Any] = {
    "@context": "https://www.w3.org/ns/activitystreams",
    "id": f"{ANN}/1#c",
    "type": "Create",
    "actor": ANN,
    "published": "2026-03-01T09:00:00+01:00",
    "object": NOTE,
}
LINKED = f'<a class="mention" href="{ANN}">@ann</a> <a href="https://b.example/">b</a>'

words = st.sampled_from(
    [
        "",
        "Hi",
        "<p>Hi &amp; bye</p>",
        f'<a class="mention" href="{ANN}">@ann</a> <a href="https://b.example/">b</a>',
        ANN,
        f"{ANN}/9",
        "bob",
        "#kilns",
        "x" * 2001,
        PUBLIC,
        "2026-03-01",
    ]
)
odd = st.one_of(
    words,
    st.none(),
    st.integers(0, 2),
    st.just({"id": ANN, "type": "Person", "name": "Ann"}),
    st.lists(st.one_of(words, st.none()), max_size=2),
    st.dictionaries(st.sampled_from(["en", "de", "href", "url", "name", "type"]), words, max_size=3),
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "type": st.sampled_from(["Mention", "Hashtag", ["Mention"]]),
                "href": words,
                "name": words,
                "url": words,
            },
        ),
        max_size=2,
    ),
)
fields = st.sampled_from([*NOTE, "published", "name", "nameMap", "summaryMap", "context", "conversation", "@type"])
doing = st.sampled_from([*CREATE, "target", "@type"])


def lines_of(note: dict[str, Any], done: dict[str, Any]) -> bytes:
    return msgspec.json.encode(CREATE | {"object": NOTE | note} | done)


def test_a_post_as_mastodon_writes_it_goes_the_quick_way() -> None:
    found = usual(lines_of({}, {}))
    assert found is not None
    assert [found] == list(activities(CREATE))


@pytest.mark.parametrize(
    ("note", "done"),
    [
        ({}, {"actor": {"id": ANN, "type": "Person", "name": "Ann"}}),
        ({}, {"@context": ["https://www.w3.org/ns/activitystreams", {"ear": "https://twoears.org/ns#"}]}),
        ({"nameMap": {"en": "Title"}}, {}),
        ({"id": "x" * 2001}, {}),
        ({}, {"published": "yesterday, or so"}),
    ],
)
def test_what_is_out_of_the_usual_is_left_to_the_thorough_way(note: dict[str, Any], done: dict[str, Any]) -> None:
    assert usual(lines_of(note, done)) is None


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(fields, odd, max_size=3), st.dictionaries(doing, odd, max_size=1))
def test_both_ways_read_the_same(note: dict[str, Any], done: dict[str, Any]) -> None:
    line = lines_of(note, done)
    found = usual(line)
    assert found is None or [found] == list(activities(msgspec.json.decode(line)))
