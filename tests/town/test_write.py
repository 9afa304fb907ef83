"""A town as ActivityStreams 2.0: what is written is read back, and nothing that we say is lost."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from twoears.activities.as2 import document, taken_up
from twoears.activities.values import Activity, Actor, Post
from twoears.activities.vocabulary import ACTIVITIES, POSTS
from twoears.sources.activitystreams.shape import activities
from twoears.town.town import build
from twoears.town.write import write

UNTIL = datetime(2026, 11, 20, 15, tzinfo=UTC)

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), max_size=30)
moments = st.datetimes(datetime(2010, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=0)
)
addresses = st.from_regex(r"https://[a-z]{1,8}\.example/[a-z0-9]{1,8}", fullmatch=True)
actors = st.builds(
    Actor,
    id=addresses,
    network=st.sampled_from(["x", "fediverse", "web"]),
    handle=st.from_regex("[a-z]{1,9}", fullmatch=True),
    name=words,
    url=addresses,
    links=st.lists(addresses, max_size=2).map(tuple),
)


@st.composite
def told(draw: st.DrawFn) -> Activity:
    actor = draw(actors)
    post = st.builds(
        Post,
        id=addresses,
        author=st.just(actor),
        published=moments,
        text=words,
        type=st.sampled_from(sorted(POSTS)),
        language=st.sampled_from(["", "en", "ja"]),
        in_reply_to=addresses,
        mentions=st.lists(addresses, max_size=2).map(tuple),
        tags=st.lists(st.from_regex("[a-z]{1,6}", fullmatch=True), max_size=2).map(tuple),
        private=st.booleans(),
    )
    kind = draw(st.sampled_from(sorted(ACTIVITIES)))
    detail = draw(st.dictionaries(words, words, max_size=2))
    return Activity(
        id=draw(addresses),
        type=kind,
        actor=actor,
        published=draw(moments),
        object=draw(st.one_of(post, actors, addresses)),
        detail=tuple(detail.items()),
    )


def read_back(activity: Activity) -> list[Activity]:
    item = json.loads(json.dumps(document(activity)))
    return [taken_up(item, plain) for plain in activities(item)]


@given(told())
def test_what_is_written_is_read_back_whole(activity):
    assert read_back(activity) == [activity]


def test_a_whole_town_is_read_back():
    for activity in build(60, until=UNTIL).activities():
        assert read_back(activity) == [activity]


def test_plain_as2_carries_who_said_what_to_whom():
    """A reader that knows none of our terms still gets the words, the thread and the audience."""
    ann = Actor(
        id="https://a.example/ann", network="fediverse", handle="ann", name="Ann & Co", url="https://a.example/@ann"
    )
    post = Post(
        id="https://a.example/1",
        author=ann,
        published=UNTIL,
        text="Is 3 < 4?\n\nAnn",
        language="en",
        in_reply_to="https://b.example/2",
        mentions=("https://b.example/bob",),
        tags=("cold",),
        private=True,
    )
    activity = Activity(id="https://a.example/1#create", type="Create", actor=ann, published=UNTIL, object=post)
    plain = {key: value for key, value in document(activity).items() if not key.startswith("ear:")}
    (heard,) = activities(plain)
    assert heard == activity


@pytest.mark.parametrize(
    "wrong", [{"ear:detail": [1]}, {"ear:detail": "x"}, {"actor": {"ear:links": 3, "ear:mail": []}}, {"actor": None}]
)
def test_terms_of_the_wrong_kind_are_passed_over(wrong):
    ann = Actor(id="https://a.example/ann", network="fediverse")
    liked = Activity(id="https://a.example/3", type="Like", actor=ann, published=UNTIL, object="https://b.example/2")
    assert taken_up(wrong, liked) == liked


def test_a_folder_holds_the_stream_and_its_truth(tmp_path):
    town = build(40, until=UNTIL)
    stream, truth = write(town, tmp_path / "new" / "town")
    lines = stream.read_bytes().splitlines()
    assert len(lines) == sum(1 for _ in town.activities())
    held = json.loads(truth.read_bytes())
    assert {"us", "members", "people", "posts", "deals", "referrals", "causes"} <= held.keys()
    assert len(held["people"]) == 40
    assert held["us"] == list(town.us)


def test_writing_twice_gives_the_same_bytes(tmp_path):
    one, two = (write(build(40, seed=9, until=UNTIL), tmp_path / name) for name in ("one", "two"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "town").write_text("")
    with pytest.raises(FileExistsError):
        write(build(40, until=UNTIL), tmp_path / "town")


def test_a_change_of_one_word_shows(tmp_path):
    ann = Actor(id="https://a.example/ann", network="fediverse", handle="ann", url="https://a.example/ann")
    one = Activity(
        id="https://a.example/3",
        type="order",
        actor=ann,
        published=UNTIL,
        object="https://b.example/2",
        detail=(("amount", "1"),),
    )
    assert read_back(replace(one, detail=(("amount", "2"),))) != [one]
