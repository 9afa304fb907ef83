"""What a team listens for: the same on each post as it arrives and on history, and nothing heard is thrown away."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import actor
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.jobs import catch_up
from twoears.listening.errors import QueryError
from twoears.queries.actions import (
    MayNotAsk,
    NameTaken,
    NoSuchQuery,
    add,
    bring_back,
    change,
    exclude,
    include_again,
    mark,
    remove,
    the_query,
    unmark,
)
from twoears.queries.models import Hit, Mark
from twoears.queries.pages.heard import last_day, left_out, said_by_us
from twoears.queries.pages.history import find
from twoears.queries.pages.hits import each_of, hits, search, told_once
from twoears.queries.pages.lists import precision, queries
from twoears.queries.pages.morning import new_since
from twoears.queries.pages.numbers import burst_of, share_of_voice, volume
from twoears.queries.pages.trying import preview
from twoears.team.models import Member
from twoears.threads.actions import say_us

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def said(*words: str, who: str = "ann", first: int = 0, every: timedelta = timedelta(hours=1)) -> None:
    """Posts of `who`, one after the other, at noon and later."""
    record(
        [
            created(
                Post(
                    id=f"https://x.com/{who}/status/{first + n}",
                    author=actor(who),
                    published=NOON + every * (first + n),
                    text=text,
                )
            )
            for n, text in enumerate(words)
        ]
    )


def found(name: str) -> list[str]:
    """All that it found and nobody left out, ours too."""
    query = the_query(name)
    return sorted(hit.words for hit in hits(query, limit=1000) + each_of(query, said_by_us([query]), limit=1000))


def test_a_query_hears_what_was_said_before_it_and_after_it(owner: Member) -> None:
    said("The pump leaks", "The fan is fine")
    catch_up()
    add(member=owner, name="Leaks", text="leak*")
    catch_up()
    said("It leaked again", "Silence", first=2)
    catch_up()
    assert found("leaks") == ["It leaked again", "The pump leaks"]
    assert [q.caught_up for q in queries()] == [True]


def test_who_is_us_may_be_said_after_a_query_was_kept(owner: Member) -> None:
    said("We make pumps", who="acme")
    said("My pump leaks", "A pump, @acme?", first=1)
    for name, text in (("Ours", "from:us"), ("To us", "pump to:us"), ("Pumps", "pump*")):
        add(member=owner, name=name, text=text)
    exclude(member=owner, query=the_query("Pumps"), text="from:us")
    mark(member=owner, query=the_query("Pumps"), post=PostRow.objects.get(text="My pump leaks"), right=True)
    catch_up()
    assert (found("Ours"), found("To us"), len(found("Pumps"))) == ([], [], 3)
    say_us(member=None, handles=["acme"])
    catch_up()
    assert (found("Ours"), found("To us")) == (["We make pumps"], ["A pump, @acme?"])
    assert found("Pumps") == ["A pump, @acme?", "My pump leaks"]
    assert precision(the_query("Pumps")).k == 1


def test_only_conversations_with_us_can_be_opened_here(owner: Member) -> None:
    say_us(member=None, handles=["acme"])
    said("A pump, @acme?")
    said("Nobody mends my pump", who="bob")
    catch_up()
    add(member=owner, name="Pumps", text="pump")
    catch_up()
    opens = {hit.words: bool(hit.conversation) for hit in hits(the_query("Pumps"), limit=10)}
    assert opens == {"A pump, @acme?": True, "Nobody mends my pump": False}


WORDS = st.lists(st.sampled_from(["pump", "leak", "fan", "noise", "thanks"]), min_size=1, max_size=4).map(" ".join)
TEXTS = st.sampled_from(
    ["pump", "pump leak", "pump OR fan", "fan NOT noise", '"pump leak"', "pump NEAR/2 leak", "from:us"]
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6), st.lists(TEXTS, min_size=1, max_size=3, unique=True))
def test_on_arrival_and_on_history_the_same_is_found(
    owner: Member, before: list[str], after: list[str], texts: list[str]
) -> None:
    from django.db import transaction

    with transaction.atomic():
        say_us(member=owner, handles=["bob"])
        said(*before, who="bob")
        catch_up()
        early = [add(member=owner, name=f"early {text}", text=text) for text in texts]
        said(*after, first=len(before))
        catch_up()
        late = [add(member=owner, name=f"late {text}", text=text) for text in texts]
        catch_up()
        for one, other in zip(early, late, strict=True):
            kept = set(Hit.objects.filter(query=one).values_list("post", flat=True))
            assert kept == set(Hit.objects.filter(query=other).values_list("post", flat=True))
            assert kept == {hit.post.pk for hit in find(one.text)}
        transaction.set_rollback(True)


def test_a_changed_query_begins_anew_and_a_removed_one_keeps_what_it_found(owner: Member) -> None:
    said("The pump leaks", "The fan is loud")
    kept = add(member=owner, name="Things", text="pump")
    catch_up()
    change(member=owner, query=kept, text="fan")
    catch_up()
    assert found("things") == ["The fan is loud"]
    remove(member=owner, query=kept)
    with pytest.raises(NoSuchQuery, match="no query 'things'"):
        the_query("things")
    assert Hit.objects.filter(query=kept).count() == 1
    said("A fan again", first=2)
    catch_up()
    bring_back(member=owner, query=kept)
    catch_up()
    assert found("things") == ["A fan again", "The fan is loud"]


def test_leaving_out_is_a_view_that_can_be_undone(owner: Member) -> None:
    said("The pump leaks")
    said("Buy a pump now", who="spam", first=1)
    kept = add(member=owner, name="Pumps", text="pump")
    catch_up()
    without = exclude(member=owner, query=kept, text="author:spam")
    said("Buy two pump", who="spam", first=2)
    catch_up()
    assert found("pumps") == ["The pump leaks"]
    assert [(q.hits, q.hidden) for q in queries()] == [(1, 2)]
    assert left_out([kept]).count() == 2
    include_again(member=owner, exclusion=without)
    assert len(found("pumps")) == 3


def test_what_members_say_of_hits_gives_a_precision_with_its_doubt(owner: Member) -> None:
    said("The pump leaks", "A petrol pump", "Pump it up")
    kept = add(member=owner, name="Pumps", text="pump")
    catch_up()
    assert precision(kept).estimate is None
    for number, post in enumerate(PostRow.objects.order_by("pk")):
        mark(member=owner, query=kept, post=post, right=number == 0)
    mark(member=owner, query=kept, post=PostRow.objects.order_by("pk")[1], right=True)
    number = precision(kept)
    assert (number.k, number.n) == (2, 3)
    assert number.low is not None and number.low < 2 / 3 < (number.high or 0)
    assert [hit.right for hit in hits(kept)] == [False, True, True]


def test_what_was_said_of_a_hit_is_taken_back_to_what_was_said_before(owner: Member) -> None:
    said("A petrol pump")
    kept, post = add(member=owner, name="Pumps", text="pump"), PostRow.objects.get()
    catch_up()
    first = mark(member=owner, query=kept, post=post, right=True)
    assert mark(member=owner, query=kept, post=post, right=True) == first, "the same again is the same"
    second = mark(member=owner, query=kept, post=post, right=False)
    assert ([hit.right for hit in hits(kept)], precision(kept).n) == ([False], 1)
    for _ in range(2):
        unmark(member=owner, mark=second)
        assert [hit.right for hit in hits(kept)] == [True], "undone twice is undone once"
    unmark(member=owner, mark=first)
    assert ([hit.right for hit in hits(kept)], precision(kept).estimate) == ([None], None)
    assert Mark.objects.count() == 2, "decisions are kept"
    owner.role = "reader"
    with pytest.raises(MayNotAsk):
        unmark(member=owner, mark=first)


def test_a_preview_shows_what_would_be_heard_and_what_to_look_at(owner: Member) -> None:
    said(*[f"The pump leaks number {n}" for n in range(30)], every=timedelta(hours=1))
    said("The pump leaked long ago", first=-24 * 40)
    shown = preview("pump and leak*")
    assert shown.found == 0, "and is a word here"
    assert any("word here" in advice.message for advice in shown.advice)
    shown = preview("pump leak*")
    assert (shown.found, shown.looked_at, len(shown.sample), shown.a_day) == (30, 30, 20, 1.0)
    first = shown.sample[0]
    assert [first.words[low:high] for low, high in first.marks] == ["pump", "leaks"]
    with pytest.raises(QueryError, match="never closed"):
        preview("(pump")


def test_a_search_over_history_tells_why_it_found_what_it_found(owner: Member) -> None:
    said("x " * 300 + "the pump leaks at last")
    (hit,) = search("leak*")
    assert hit.words.startswith("…")
    assert [hit.words[low:high] for low, high in hit.marks] == ["leaks"]
    assert search("leak*", since=NOON + timedelta(hours=1)) == ()


def test_volume_leaves_us_out_and_counts_a_story_once(owner: Member) -> None:
    say_us(member=owner, handles=["acme"])
    news = "Acme opens a new plant in Turin on Monday morning"
    said(news, who="ann")
    said(f"RT @ann: {news} https://short.example/1", who="bob", first=1)
    said("I like the new plant of acme", who="cid", first=30)
    said("We open a plant: acme says so itself", who="acme", first=2)
    kept = add(member=owner, name="Acme", text="acme plant")
    catch_up()
    counted = volume(kept)
    assert (counted.posts, counted.stories, counted.voices) == (3, 2, 3)
    assert [n for _, n in counted.days] == [2, 1]
    assert [(c.of, c.n) for c in counted.networks] == [("x", 3)]
    assert [c.n for c in counted.loudest] == [1, 1, 1]


def test_share_of_voice_has_a_named_denominator(owner: Member) -> None:
    said("acme is good", "acme is bad", "brand is fine", "acme and brand side by side")
    first, second = (add(member=owner, name=name, text=name) for name in ("acme", "brand"))
    catch_up()
    of_acme, of_brand = share_of_voice([first, second])
    assert ((of_acme.k, of_acme.n), (of_brand.k, of_brand.n)) == ((3, 4), (2, 4))
    assert "acme, brand heard" in of_acme.of


def test_a_burst_stands_out_against_the_querys_own_rhythm(owner: Member) -> None:
    every = timedelta(hours=3)
    said(*[f"pump number {n} of many" for n in range(200)], every=every)
    kept = add(member=owner, name="pump", text="pump")
    catch_up()
    assert burst_of(kept) == ()
    said(*[f"pump burst {n}" for n in range(25)], who="bob", first=40_000, every=timedelta(minutes=1))
    catch_up()
    (loud, *_) = burst_of(kept)
    assert loud.n >= 20 > 2 > loud.expected


def test_readers_look_and_a_name_is_given_once(owner: Member) -> None:
    add(member=owner, name="Pumps", text="pump")
    with pytest.raises(NameTaken, match="already"):
        add(member=owner, name="Pumps", text="pump fan")
    owner.role = "reader"
    with pytest.raises(MayNotAsk):
        add(member=owner, name="Fans", text="fan")
    with pytest.raises(QueryError):
        search("pump AND")


def test_the_list_holds_what_the_numbers_count_and_ours_is_a_view_of_its_own(owner: Member) -> None:
    say_us(member=owner, handles=["acme"])
    said("A new pump for all of you, out now", "A new pump for all of you, out now")
    said("We make pumps and a pump", who="acme", first=2)
    said("A pump to sell", who="spam", first=3)
    kept = add(member=owner, name="Pumps", text="pump")
    catch_up()
    exclude(member=owner, query=kept, text="from:spam")
    counted, (shown,) = volume(kept), queries()
    assert (counted.posts, counted.stories, counted.ours, counted.hidden) == (2, 1, 1, 1)
    assert (shown.hits, shown.ours, shown.hidden, sum(shown.days)) == (2, 1, 1, 2)
    (folded,) = told_once(kept)
    assert (folded.copies, folded.ours, len(hits(kept))) == (1, False, 2)
    (mine,) = each_of(kept, said_by_us([kept]), limit=9)
    assert (mine.ours, mine.handle) == (True, "acme")


def test_thirty_days_are_the_same_days_before_and_after_a_query_is_kept(owner: Member) -> None:
    """Whole days up to the last one on which anything was heard, though that was long ago."""
    said("pump at noon", "pump an hour later")
    said("pump on the first of thirty days", first=-24 * 29 - 12)
    said("pump on the day before", first=-24 * 30)
    tried = preview("pump")
    kept = add(member=owner, name="Pumps", text="pump")
    catch_up()
    (shown,) = queries()
    assert (tried.found, tried.days, tried.last_day) == (3, 30, NOON.date())
    assert (shown.days[0], shown.days[-1], sum(shown.days), shown.last_day) == (1, 2, 3, last_day())
    assert volume(kept, since=datetime(2026, 1, 31, tzinfo=UTC)).posts == 3
    assert volume(kept).posts == 4


def test_what_we_say_ourselves_is_no_news_of_today(owner: Member) -> None:
    say_us(member=owner, handles=["acme"])
    add(member=owner, name="Pumps", text="pump", on_today=True)
    said("We make a pump", who="acme")
    catch_up()
    assert new_since(NOON - timedelta(hours=1)) == ()
    said("My pump leaks", first=1)
    catch_up()
    assert [(one.n, one.stories) for one in new_since(NOON - timedelta(hours=1))] == [(1, 1)]
    assert preview("pump").found == 1
