"""A query finds in a stream, before anything of it is recorded, what it finds in history once all of it is."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import twoears
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Actor, Post, created
from twoears.following import Kept
from twoears.jobs import catch_up
from twoears.listening.grammar import parse
from twoears.listening.matcher import Matcher
from twoears.listening.tree import looks_at
from twoears.queries.actions import add
from twoears.queries.models import Hit
from twoears.queries.pages.history import find
from twoears.queries.tasks import about_to_be_said
from twoears.team.models import Member
from twoears.threads.actions import say_us, us

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
QUERIES = (
    *("pump", "lang:de", "lang:en", "NOT lang:de", "links:acme.example", "links:blog", "#pumps", "mention:acme"),
    *('place:"New York"', "place:paris", "followers:[1000 TO *]", "NOT followers:[* TO 9]", "author:lee", "from:cy"),
    *("lang:de links:acme.example", "pump AND (place:paris OR followers:[0 TO 5])"),
)
# What the record knows of each before the stream begins; the stream itself says little or nothing of them.
KNOWN = (
    Actor(id="did:ann", network="bluesky", handle="ann", name="Ann Lee", place="New York, USA", followers=5000),
    Actor(id="did:bob", network="bluesky", handle="bob", place="Paris", followers=3),
    Actor(id="did:cy", network="bluesky", handle="cy"),
)
authors = st.one_of(
    st.sampled_from([Actor(id=f"did:{name}", network="bluesky") for name in ("ann", "bob", "cy", "new")]),
    st.just(Actor(id="did:told", network="bluesky", handle="told", place="Paris", followers=1000)),
)
words = st.lists(
    st.sampled_from(
        [
            "Läuft das auch auf einem alten Rechner?",
            "Does it also run on an old machine?",
            "pump",
            "see https://acme.example/blog.",
            "#pumps",
            "@acme",
            "ok",
        ]
    ),
    max_size=4,
).map(" ".join)
said = st.lists(
    st.tuples(
        authors, words, st.sampled_from(["", "", "de", "en-GB"]), st.sampled_from([(), ("https://acme.example/",)])
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said)
def test_a_stream_is_asked_what_history_is_asked(
    owner: Member, drawn: list[tuple[Actor, str, str, tuple[str, ...]]]
) -> None:
    with transaction.atomic():
        say_us(member=owner, handles=["acme"])
        record([created(Post(id=f"before {who.id}", author=who, published=NOON)) for who in KNOWN])
        posts = [
            Post(id=str(n), author=who, published=NOON + timedelta(hours=n + 1), text=text, language=lang, links=links)
            for n, (who, text, lang, links) in enumerate(drawn)
        ]
        streamed = {text: _in_the_stream(text, posts) for text in QUERIES}
        record([created(post) for post in posts])
        kept = {text: add(member=owner, name=text, text=text) for text in QUERIES}
        catch_up()
        for text in QUERIES:
            history = {hit.post.uid for hit in find(text)} - {f"before {who.id}" for who in KNOWN}
            asked = set(Hit.objects.filter(query=kept[text]).values_list("post__uid", flat=True))
            assert (text, streamed[text]) == (text, history)
            assert asked - {f"before {who.id}" for who in KNOWN} == history
        transaction.set_rollback(True)


def _in_the_stream(text: str, posts: list[Post]) -> set[str]:
    query = parse(text)
    heard = about_to_be_said(posts, us(), looks_at(query))
    return {posts[at].id for at, _ in Matcher({"asked": query}).match(heard)}


def test_what_is_recorded_of_a_whole_network_is_what_is_found_in_it_later(owner: Member) -> None:
    """
    ann, of New York, whom 5,000 follow; a German without a declared language; somebody of whom nothing is known.
    """
    record([created(Post(id="before", author=KNOWN[0], published=NOON))])
    for text in ("lang:de", 'place:"New York" followers:[1000 TO *]', "links:acme.example"):
        add(member=owner, name=text, text=text)
    later, nobody = NOON + timedelta(hours=1), Actor(id="did:new", network="bluesky")
    heard = [
        created(Post(id="1", author=Actor(id="did:ann", network="bluesky"), published=later, text="Hello")),
        created(Post(id="2", author=nobody, published=later, text="Läuft das auch auf einem alten Rechner?")),
        created(Post(id="3", author=nobody, published=later, text="Hello")),
        created(Post(id="4", author=nobody, published=later, text="https://acme.example/")),
    ]
    record(Kept()(heard))
    assert set(PostRow.objects.values_list("uid", flat=True)) == {"before", "1", "2", "4"}
    catch_up()
    assert set(Hit.objects.values_list("post__uid", flat=True)) == {"before", "1", "2", "4"}


def test_a_notebook_finds_the_same(owner: Member) -> None:
    german = Post(id="1", author=KNOWN[1], published=NOON, text="Läuft das auch auf einem alten Rechner?")
    for text, found in (("lang:de", [german]), ("place:paris followers:[* TO 3]", [german]), ("lang:en", [])):
        assert twoears.find(text, [created(german)]) == found
