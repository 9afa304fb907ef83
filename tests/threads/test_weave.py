"""Threads on a real database: late parents, missing parents, joined threads, who is us."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import cycle, islice, permutations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import actor
from twoears.activities.models import Actor as ActorRow
from twoears.activities.models import Position
from twoears.activities.record import record
from twoears.activities.values import Activity, Actor, Post, created
from twoears.jobs import catch_up
from twoears.sources.feeds.read import read as read_feed
from twoears.sources.reading import Asked, Thing
from twoears.threads.actions import forget_us, our_candidates, say_us, us
from twoears.threads.models import Thread, Turn
from twoears.threads.tasks import weave, weave_again
from twoears.threads.us import Us
from twoears.understanding.actions import STEP as UNDERSTOOD
from twoears.understanding.actions import understand

pytestmark = pytest.mark.django_db


def post(number: int, parent: int = 0, who: str = "ann", context: str = "") -> Activity:
    return created(
        Post(
            id=f"https://x.com/{who}/status/{number}" if number < 100 else str(number),
            author=actor(who),
            text="Does it run on SQLite?",
            published=datetime(2026, 3, 1, number, tzinfo=UTC),
            in_reply_to=f"https://x.com/ann/status/{parent}" if parent else "",
            context=context,
            mentions=("https://x.com/acme",),
        )
    )


def threads() -> list[tuple[int, bool]]:
    return sorted(Thread.objects.filter(merged_into=None).values_list("turns", "missing_parent"))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_chain_is_one_thread_in_whatever_order_it_comes(order: Sequence[int]) -> None:
    chain = [post(1), post(2, parent=1), post(3, parent=2)]
    for place in order:
        record([chain[place]])
        catch_up()
    assert threads() == [(3, False)]


def test_two_children_of_a_parent_that_was_never_heard_are_one_thread() -> None:
    record([post(2, parent=1), post(3, parent=1)])
    catch_up()
    assert threads() == [(2, True)]


def test_a_parent_that_comes_late_is_missing_no_more() -> None:
    record([post(2, parent=1)])
    catch_up()
    assert threads() == [(1, True)]
    record([post(1)])
    catch_up()
    assert threads() == [(2, False)]


def test_old_names_of_a_conversation_still_lead_to_it() -> None:
    record([post(1), post(3, parent=2)])
    catch_up()
    names = list(Thread.objects.values_list("public_id", flat=True))
    record([post(2, parent=1)])
    catch_up()
    found = Thread.objects.filter(public_id__in=names)
    assert {(t.merged_into or t).pk for t in found} == {Thread.objects.get(merged_into=None).pk}


def test_a_conversations_name_ties_posts_together() -> None:
    record([post(1, context="mid:a"), post(2, context="mid:a"), post(3, context="mid:b")])
    catch_up()
    assert threads() == [(1, False), (2, False)]


def test_saying_who_we_are_tells_everything_anew(heard: Callable[..., None], stream: list[Activity]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 10:00  acme  reply  ann   It does.
    """
    record(stream)
    catch_up()
    assert not Turn.objects.filter(ours=True).exists()
    say_us(member=None, handles=["@acme"])
    catch_up()
    assert Turn.objects.filter(ours=True).count() == 1
    forget_us(member=None, handle="@acme")
    catch_up()
    assert not Turn.objects.filter(ours=True).exists()


def test_a_domain_names_all_our_mailboxes() -> None:
    from twoears.activities.values import Actor

    ann = Actor(id="mailto:ann@norrvik.example", network="mail", mail="ann@norrvik.example")
    help_desk = Actor(id="mailto:help@acme.example", network="mail", mail="help@acme.example")
    at = datetime(2026, 3, 1, tzinfo=UTC)
    record(
        [created(Post(id="mid:1", author=ann, published=at)), created(Post(id="mid:2", author=help_desk, published=at))]
    )
    say_us(member=None, handles=["@acme.example"])
    assert "mailto:help@acme.example" in us().names
    assert "mailto:ann@norrvik.example" not in us().names


def test_those_who_answer_many_people_are_likely_us(heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 10:00  acme  reply  ann   It does.
    2026-03-01 11:00  bob   says   acme  Does it run on SQLite?
    2026-03-01 12:00  acme  reply  bob   It does.
    2026-03-01 13:00  cleo  says   acme  Does it run on SQLite?
    2026-03-01 14:00  acme  reply  cleo  It does.
    """
    heard()
    assert [c.handle for c in our_candidates() if c.preselected] == ["acme"]


def test_once_we_are_known_we_are_asked_only_where_none_of_us_speaks(heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 10:00  acme  reply  ann   It does.
    2026-03-01 11:00  other  reply  ann   It does.
    2026-03-01 11:00  bob   says   other  Does it run on SQLite?
    2026-03-01 12:00  other  reply  bob   It does.
    2026-03-01 13:00  cleo  says   other  Does it run on SQLite?
    2026-03-01 14:00  other  reply  cleo  It does.
    """
    heard("acme")
    assert our_candidates() == (), "one of us speaks on x"
    for number, who in enumerate(("dora", "emil", "fay")):
        asked, at = f"https://norrvik.example/{number}", datetime(2026, 3, 2, number, tzinfo=UTC)
        question = Post(id=asked, author=actor(who, "mastodon"), text="Is it open on Sunday?", published=at)
        answer = Post(id=f"{asked}/a", author=actor("shop", "mastodon"), text="It is.", published=at, in_reply_to=asked)
        record([created(question), created(answer)])
    catch_up()
    assert [(c.handle, c.network, c.preselected) for c in our_candidates()] == [("shop", "mastodon", True)]
    say_us(member=None, handles=["shop"])
    catch_up()
    assert our_candidates() == ()


def told_of_each() -> list[tuple[object, ...]]:
    """All that was told of each post, by names that do not depend on the order in which things came."""
    fields = ("post__uid", "to_us", "waits", "open", "answered_by__uid", "answered_at", "begins", "replied_to__uid",
              "wrote_back_at", "due_at")  # fmt: skip
    return sorted(Turn.objects.values_list(*fields), key=str)


@given(
    parents=st.lists(st.integers(0, 12), min_size=4, max_size=12),
    cuts=st.lists(st.integers(1, 4), min_size=1, max_size=12),
    big=st.integers(1, 6),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_whatever_batches_posts_are_threaded_the_turns_are_the_same(
    parents: list[int], cuts: list[int], big: int
) -> None:
    """Post n answers post `parents[n]`, where that came before it; each third is ours; `big` puts the telling off."""
    posts = [
        post(n + 1, parent=parent if parent <= n else 0, who="acme" if n % 3 == 2 else "ann")
        for n, parent in enumerate(parents)
    ]
    with transaction.atomic():
        record(posts)
        understand()
        ours = Us(frozenset(ActorRow.objects.filter(handle="acme").values_list("pk", flat=True)), frozenset({"acme"}))
        weave(ours, lambda since: since, after_step=UNDERSTOOD)
        at_once, summary = told_of_each(), threads()
        for again in range(2):
            if again:
                Turn.objects.all().delete()
                Thread.objects.all().delete()
            weave_again()
            for most in islice(cycle(cuts), len(posts) + 1):
                weave(ours, lambda since: since, after_step=UNDERSTOOD, most=most, big=big)
            assert (told_of_each(), threads()) == (at_once, summary)
            assert not Position.objects.filter(step__startswith="tell").exists()
        transaction.set_rollback(True)


def test_a_big_thread_is_told_when_it_has_doubled_or_nothing_more_comes() -> None:
    record([post(1), *(post(n, parent=1) for n in range(2, 10))])
    understand()
    heard = []
    while (came := weave(Us(), lambda since: since, after_step=UNDERSTOOD, most=1, big=2))[0]:
        heard.append((Turn.objects.count(), bool(came[1])))
    assert [turns for turns, told in heard if told] == [1, 2, 4, 8, 9]


@pytest.mark.parametrize("said", ["https://blog.example", "http://www.blog.example/", "https://blog.example/news/"])
def test_a_site_of_ours_makes_its_authors_ours_and_nobody_elses(said: str) -> None:
    feed = """<rss version="2.0"><channel><title>Blog</title><link>https://blog.example/news/</link>
      <item><title>One</title><guid>https://blog.example/1</guid><pubDate>Sun, 01 Mar 2026 09:00:00 GMT</pubDate>
      <author>ann@blog.example (Ann Ek)</author></item>
      <item><title>Two</title><guid>https://blog.example/2</guid><pubDate>Sun, 01 Mar 2026 09:00:00 GMT</pubDate></item>
      </channel></rss>"""
    heard = [one for one in read_feed(Thing(text="a.xml", raw=feed.encode()), Asked()) if isinstance(one, Activity)]
    stranger = Post(
        id="https://blog.example.org/1",
        author=Actor(id="https://blog.example.org/#Bob", network="web", name="Bob"),
        published=datetime(2026, 3, 1, tzinfo=UTC),
    )
    record([*heard, created(stranger)])
    say_us(member=None, handles=[said])
    ours = set(ActorRow.objects.filter(pk__in=us().actors).values_list("uid", flat=True))
    assert ours == {"https://blog.example/news/", "https://blog.example/news/#Ann%20Ek"}
