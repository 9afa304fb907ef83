"""ActivityStreams 1.0 says in its own words what 2.0 says in others, and both are heard alike."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoears.activities.values import Activity, Actor, Post
from twoears.activities.vocabulary import ACTIVITIES, ACTORS, POSTS, PUBLIC
from twoears.sources.activitystreams.as1 import TYPES, VERBS
from twoears.sources.activitystreams.read import SOURCE
from twoears.sources.activitystreams.shape import NotActivity, activities
from twoears.sources.reading import Asked, SetAside, Thing

ANN = {"objectType": "person", "id": "https://norrvik.example/ann", "displayName": "Ann Ek", "username": "ann"}
ANN_2 = {"type": "Person", "id": "https://norrvik.example/ann", "name": "Ann Ek", "preferredUsername": "ann"}
BEN = "https://berg.example/ben"
AT = "2026-03-01T09:00:00Z"
NOTE = {
    "objectType": "note",
    "id": "https://norrvik.example/1",
    "url": "https://norrvik.example/ann/1",
    "displayName": "Kilns",
    "content": "<p>Does it bake?</p>",
    "published": AT,
    "author": ANN,
    "inReplyTo": [{"id": "https://berg.example/7", "url": "https://berg.example/ben/7"}],
    "tags": [
        {"objectType": "person", "url": BEN, "displayName": "Ben"},
        {"objectType": "hashtag", "displayName": "kilns"},
        {"objectType": "article", "url": "https://berg.example/manual"},
    ],
    "attachments": [{"objectType": "video", "stream": {"url": "https://norrvik.example/1.mp4"}}],
    "to": [{"objectType": "group", "alias": "@public"}],
}
NOTE_2 = {
    "type": "Note",
    "id": "https://norrvik.example/1",
    "url": "https://norrvik.example/ann/1",
    "name": "Kilns",
    "content": "<p>Does it bake?</p>",
    "published": AT,
    "attributedTo": ANN_2,
    "inReplyTo": "https://berg.example/7",
    "tag": [{"type": "Mention", "href": BEN, "name": "Ben"}, {"type": "Hashtag", "name": "#kilns"}],
    "attachment": [
        {"type": "Link", "href": "https://norrvik.example/1.mp4"},
        {"type": "Link", "href": "https://berg.example/manual"},
    ],
    "to": [PUBLIC],
}


def did(verb: str, **more: object) -> dict[str, Any]:
    key = "https://norrvik.example/did/1"
    return {"objectType": "activity", "verb": verb, "id": key, "actor": ANN, "published": AT, "object": BEN, **more}


def did_2(kind: str, **more: object) -> dict[str, Any]:
    key = "https://norrvik.example/did/1"
    return {"type": kind, "id": key, "actor": ANN_2, "published": AT, "object": BEN, **more}


def heard(raw: object, **asked: object) -> list[Any]:
    data = raw if isinstance(raw, bytes) else msgspec.json.encode(raw)
    thing = Thing(text="said.json", raw=data)
    return [one for one in SOURCE.read(thing, Asked(**asked)) if isinstance(one, Activity | SetAside)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (NOTE, NOTE_2),
        (did("post", object=NOTE), did_2("Create", object=NOTE_2)),
        (did("", object=NOTE), did_2("Create", object=NOTE_2)),
        (did("share", object=NOTE), did_2("Announce", object=NOTE_2)),
        (did("share", object=did("post", object=NOTE)), did_2("Announce", object=NOTE_2)),
        (did("favorite", object={"url": BEN}), did_2("Like")),
        (did("like", object=[BEN, "https://berg.example/other"]), did_2("Like")),
        (did("follow"), did_2("Follow")),
        (did("rsvp-yes"), did_2("Accept")),
        (did("rsvp-maybe"), did_2("TentativeAccept")),
        (did("stop-following"), did_2("Undo")),
        (did("add", target={"id": BEN}), did_2("Add", target=BEN)),
    ],
)
def test_the_same_is_heard_in_either_version(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert list(activities(old)) == list(activities(new))


def test_a_comment_as_old_gateways_wrote_it_is_heard() -> None:
    """Words beside the object, dates and addresses under other names."""
    old = {
        "objectType": "activity",
        "verb": "post",
        "id": "tag:search.norrvik.example,2026:7",
        "postedTime": AT,
        "body": "It bakes.",
        "actor": {"objectType": "person", "link": "https://norrvik.example/ann", "preferredUsername": "ann"},
        "object": {"objectType": "note", "id": "object:7", "link": "https://norrvik.example/ann/7"},
        "inReplyTo": {"link": "https://berg.example/7"},
    }
    (said,) = activities(old)
    assert isinstance(said.object, Post)
    assert (said.object.text, said.object.url) == ("It bakes.", "https://norrvik.example/ann/7")
    assert (said.object.in_reply_to, said.actor.handle) == ("https://berg.example/7", "ann")


@pytest.mark.parametrize(
    ("to", "private"),
    [
        ([{"objectType": "group", "alias": "@public"}], False),
        ([{"objectType": "group", "alias": "@unlisted"}], False),
        ([{"objectType": "group", "alias": "@private"}], True),
        ([{"objectType": "person", "url": BEN}], True),
        ([{"objectType": "person", "displayName": "Ben"}], True),
        ([], False),
    ],
)
def test_what_was_said_to_some_is_private(to: list[object], private: bool) -> None:
    (note,) = activities(NOTE | {"to": to})
    (whole,) = activities(did("post", object={n: v for n, v in NOTE.items() if n != "to"}, to=to))
    assert isinstance(note.object, Post) and isinstance(whole.object, Post)
    assert (note.object.private, whole.object.private) == (private, private)


def test_who_likes_is_not_who_wrote() -> None:
    with pytest.raises(NotActivity, match="no actor"):
        list(activities({"verb": "like", "object": NOTE, "published": AT, "id": BEN}))


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (ANN, "account alone"),
        (ANN_2, "account alone"),
        (did("follow", actor=None), "no actor"),
        (did("follow", published=None), "no date"),
        ({n: v for n, v in NOTE.items() if n not in ("id", "url")}, "no id and no address"),
        (did("purchase"), "'verb purchase'"),
        (did("assign"), "'verb assign'"),  # a word of our own members, which no stranger may use
        ({"objectType": "place", "displayName": "Berg"}, "'place'"),
    ],
)
def test_what_lacks_something_is_set_aside_with_what_it_lacks(item: dict[str, Any], reason: str) -> None:
    (aside,) = heard(item)
    assert isinstance(aside, SetAside) and reason in aside.reason
    (again,) = heard(aside.raw)
    assert again.reason == aside.reason


def test_an_edit_without_a_first_date_is_dated_by_its_last_change() -> None:
    (said,) = activities({n: v for n, v in NOTE.items() if n != "published"} | {"updated": "2026-03-02"})
    assert f"{said.published:%Y-%m-%d}" == "2026-03-02"


def test_a_list_and_lines_and_a_document_behind_empty_lines_are_read() -> None:
    other = NOTE | {"id": "https://norrvik.example/2"}
    for raw in (
        msgspec.json.encode([NOTE, other]),
        msgspec.json.encode({"items": [NOTE, other], "totalItems": 2}),
        msgspec.json.encode(NOTE) + b"\n" + msgspec.json.encode(other),
        b"\n\n" + msgspec.json.format(msgspec.json.encode([NOTE, other])),
    ):
        assert [one.object.id for one in heard(raw)] == ["https://norrvik.example/1", "https://norrvik.example/2"]


@pytest.mark.parametrize(
    ("raw", "sure"),
    [
        (msgspec.json.encode(NOTE), True),
        (msgspec.json.format(msgspec.json.encode([did("share")])), True),
        (b'{"verb": {"id": "http://adlnet.gov/expapi/verbs/attempted"}, "actor": {"objectType": "Agent"}}', False),
        (b'{"text": "the \\"verb\\" of a sentence"}', False),
        (b'verb,objectType\n"verb": "post"', False),
    ],
)
def test_it_is_known_by_its_words(raw: bytes, sure: bool) -> None:
    assert (SOURCE.fits(Thing(text="said.json", raw=raw)) > 0.7) is sure


def test_an_account_of_bluesky_is_of_bluesky_in_every_file() -> None:
    (said,) = activities(NOTE | {"author": "did:plc:ann"})
    assert said.actor == Actor(id="did:plc:ann", network="bluesky", handle="did:plc:ann")


def test_every_word_leads_to_one_of_the_record() -> None:
    assert set(VERBS.values()) <= ACTIVITIES
    assert set(TYPES.values()) <= POSTS | ACTORS


odd = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 9), st.sampled_from(["", "note", BEN, AT, "@public"])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(
            st.sampled_from(["id", "url", "objectType", "verb", "object", "displayName", "author", "alias", "stream"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*NOTE, "verb", "actor", "object", "target", "context", "cc", "urls"]), odd))
def test_whatever_stands_in_it_is_heard_or_named(more: dict[str, Any]) -> None:
    try:
        found = list(activities(NOTE | more))
    except NotActivity as error:
        assert str(error)
        return
    assert all(one.id and one.actor.id for one in found)
