"""Criticism is found, grouped by need and tied to improvements; critics hear back, or it is said why they cannot."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from twoears.activities.models import Activity, Actor
from twoears.activities.models import Post as PostRow
from twoears.conversations.actions import answered_there, save_draft
from twoears.conversations.criticism import actions
from twoears.conversations.criticism.models import Improvement, ImprovementChange, Tie
from twoears.conversations.criticism.pages.found import found, of_need
from twoears.conversations.criticism.pages.improving import improvements, one_improvement
from twoears.conversations.criticism.telling.actions import lay_ready, leave_alone, mark, may_be_told, unmark
from twoears.conversations.criticism.trouble import CannotBe, MayNotImprove, NoSuchImprovement, NothingToTie
from twoears.conversations.models import Draft, Standing
from twoears.people.actions import forget
from twoears.people.models import Person
from twoears.queries.actions import add
from twoears.team.models import Member
from twoears.understanding.needs.actions import make_code, retire_code
from twoears.understanding.needs.coding.actions import code_item
from twoears.understanding.needs.items import Item
from twoears.understanding.needs.trouble import BadWords, NoSuchCode

pytestmark = pytest.mark.django_db
Hear = Callable[..., None]
MARCH = datetime(2026, 3, 1, tzinfo=UTC)


def day(n: int) -> datetime:
    return MARCH + timedelta(days=n - 1)


def of(handle: str) -> list[int]:
    return list(PostRow.objects.filter(author__handle=handle).order_by("published").values_list("pk", flat=True))


def conversation(handle: str) -> str:
    return Standing.objects.get(thread__counterpart__handle=handle).thread.public_id


def test_criticism_is_what_was_said_to_or_about_us_or_marked(owner: Member, heard: Hear) -> None:
    """
    2026-03-01  ann  says  acme  The display froze again after the update. Third time this month. This is terrible.
    2026-03-01  bob  says  acme  Thanks for the quick answer, that helped.
    2026-03-01  cyd  says  -     The acme logger broke again. I am so disappointed and angry.
    2026-03-01  dan  says  -     My neighbour is terrible and I am angry about the noise again.
    """
    heard("acme")
    assert {one.item.who for one in of_need(0)[0]} == {"Ann"}
    add(member=owner, name="us", text="acme OR acmeinstruments")
    add(member=owner, name="others", text="neighbour")
    heard("acme")
    assert {one.item.who for one in of_need(0)[0]} == {"Ann", "Cyd"}, "what a query without our name finds is not us"
    made = mark(member=owner, post=of("bob")[0])
    none = mark(member=owner, post=of("ann")[0], says=False)
    assert {one.item.who for one in of_need(0)[0]} == {"Bob", "Cyd"}
    assert next(one for one in of_need(0)[0] if one.item.who == "Bob").why == ("by hand",)
    unmark(member=owner, mark=made.pk)
    unmark(member=owner, mark=none.pk)
    assert {one.item.who for one in of_need(0)[0]} == {"Ann", "Cyd"}
    with pytest.raises(NothingToTie):
        mark(member=owner, post=10**9)


CROWD = """
    2026-03-01 09:00  ann   says   acme  The display froze again. Third time this month. This is terrible.
    2026-03-01 10:00  bob   says   acme  The display froze on me again. I am really angry about this.
    2026-03-02 10:00  cyd   says   acme  Your invoice is wrong again. This is a disaster, I am angry.
"""


@pytest.fixture
def crowd(db: None, heard: Hear) -> None:
    heard("acme")


@pytest.fixture
def stream(request: pytest.FixtureRequest) -> object:
    from tests.conftest import stream_of

    return stream_of(request.function.__doc__ if "heard" in request.fixturenames and "crowd" not in
                     request.fixturenames else CROWD)  # fmt: skip


def test_criticism_stands_with_the_need_behind_it(owner: Member, crowd: None) -> None:
    display = make_code(member=owner, name="a display that holds")
    for post in (*of("ann"), *of("bob")):
        code_item(member=owner, item=Item("post", post), code=display.pk)
    first, rest = found().groups
    assert (first.name, first.posts.k, first.posts.n, first.people.k, first.people.n) == (display.name, 2, 3, 2, 3)
    assert (rest.need, rest.name, rest.posts.k) == (0, "not tied to a need yet", 1)
    assert {quote.item.who for quote in first.quotes} == {"Ann", "Bob"}
    made = actions.improve(member=owner, title="A new display", need=display.pk, posts=of("ann"))
    assert [(one.name, one.posts.k) for one in found().groups] == [(display.name, 1), ("not tied to a need yet", 1)]
    assert (found().taken_up.k, found().taken_up.n) == (1, 3)
    retire_code(member=owner, code=display.pk)
    assert [one.need for one in found().groups] == [0], "what was coded by a retired code has no need"
    assert one_improvement(made.pk).improvement.need == 0


def test_an_improvement_is_decided_done_or_declined_with_a_reason(owner: Member, crowd: None) -> None:
    made = actions.improve(member=owner, title="  A new   display ", now=day(3))
    assert (made.title, made.state) == ("A new display", "open")
    with pytest.raises(CannotBe):
        actions.done(member=owner, improvement=made.pk, what="It holds.")
    with pytest.raises(BadWords):
        actions.decline(member=owner, improvement=made.pk, reason="  ")
    actions.decline(member=owner, improvement=made.pk, reason="It would cost too much.", now=day(4))
    assert one_improvement(made.pk).improvement.settled_at == day(4)
    actions.decide(member=owner, improvement=made.pk, now=day(5))
    assert one_improvement(made.pk).improvement.settled_at is None, "what is decided anew is not settled"
    actions.done(member=owner, improvement=made.pk, what="It holds.", link="https://acme.example/new", now=day(6))
    whole = one_improvement(made.pk)
    assert (whole.improvement.state, whole.improvement.words) == ("done", "It holds.")
    assert [change.what for change in whole.changes] == ["done", "decide", "decline", "make"]
    assert Activity.objects.filter(type__startswith="improvement-").count() == 4
    with pytest.raises(CannotBe):
        actions.undo(member=owner, change=whole.changes[1].id)
    actions.undo(member=owner, change=whole.changes[0].id)
    actions.undo(member=owner, change=whole.changes[0].id)
    assert (one_improvement(made.pk).improvement.state, one_improvement(made.pk).improvement.words) == ("decided", "")
    actions.undo(member=owner, change=whole.changes[1].id)
    now = one_improvement(made.pk).improvement
    assert (now.state, now.words, now.settled_at) == ("declined", "It would cost too much.", day(4))


def test_criticism_is_tied_moved_taken_off_and_all_of_that_taken_back(owner: Member, crowd: None) -> None:
    one = actions.improve(member=owner, title="Display", posts=[*of("ann"), *of("bob")])
    two = actions.improve(member=owner, title="Invoice")
    actions.tie(member=owner, improvement=two.pk, posts=of("bob"))
    assert [c.name for c in one_improvement(one.pk).critics] == ["Ann"]
    assert [c.name for c in one_improvement(two.pk).critics] == ["Bob"]
    moved = ImprovementChange.objects.latest("pk")
    tied = ImprovementChange.objects.get(improvement=one, what="tie")
    with pytest.raises(CannotBe):
        actions.undo(member=owner, change=tied.pk)
    actions.take_off(member=owner, improvement=two.pk, posts=of("bob"))
    with pytest.raises(CannotBe):
        actions.undo(member=owner, change=moved.pk)
    actions.undo(member=owner, change=ImprovementChange.objects.latest("pk").pk)
    actions.undo(member=owner, change=moved.pk)
    assert [c.name for c in one_improvement(one.pk).critics] == ["Ann", "Bob"]
    assert Tie.objects.filter(undone_at=None).count() == 2
    with pytest.raises(NothingToTie):
        actions.take_off(member=owner, improvement=two.pk, posts=of("bob"))
    actions.undo(member=owner, change=ImprovementChange.objects.get(improvement=one, what="make").pk)
    assert not Tie.objects.filter(undone_at=None).exists()
    with pytest.raises(NoSuchImprovement):
        one_improvement(one.pk)


def test_it_has_an_owner_who_can_decide(owner: Member, reader: Member, crowd: None) -> None:
    made = actions.improve(member=owner, title="Display")
    actions.give_owner(member=owner, improvement=made.pk, owner=owner)
    assert improvements().improvements[0].owner == str(owner)
    with pytest.raises(CannotBe):
        actions.give_owner(member=owner, improvement=made.pk, owner=reader)
    actions.undo(member=owner, change=ImprovementChange.objects.latest("pk").pk)
    assert improvements().improvements[0].owner == ""


@pytest.mark.parametrize("title", ["", "  ", "a\x00b", "x" * 121])
def test_a_title_that_is_no_title_is_refused(owner: Member, title: str) -> None:
    with pytest.raises(BadWords):
        actions.improve(member=owner, title=title)
    assert not Improvement.objects.exists()


def test_what_is_not_there_is_refused(owner: Member, crowd: None) -> None:
    made = actions.improve(member=owner, title="Display")
    actions.decide(member=owner, improvement=made.pk)
    for posts in ([], [10**9], of("acme") or [0], list(range(1, 600))):
        with pytest.raises(NothingToTie):
            actions.tie(member=owner, improvement=made.pk, posts=posts)
    with pytest.raises(NoSuchCode):
        actions.improve(member=owner, title="x", need=999)
    for link in ("javascript:alert(1)", "acme.example", "https://a b", "https://" + "x" * 2_000, "https://a\x00"):
        with pytest.raises(BadWords):
            actions.done(member=owner, improvement=made.pk, what="It holds.", link=link)
    for what in ("", "a\x00", "x" * 2_001):
        with pytest.raises(BadWords):
            actions.done(member=owner, improvement=made.pk, what=what)
    with pytest.raises(NothingToTie):
        actions.undo(member=owner, change=999)
    with pytest.raises(NoSuchImprovement):
        actions.decide(member=owner, improvement=999)


def test_readers_look_and_change_nothing(owner: Member, reader: Member, crowd: None) -> None:
    made = actions.improve(member=owner, title="Display", posts=of("ann"))
    actions.decline(member=owner, improvement=made.pk, reason="No.")
    at = made.pk
    for refused in (
        lambda: actions.improve(member=reader, title="x"),
        lambda: actions.describe(member=reader, improvement=at, title="x"),
        lambda: actions.give_owner(member=reader, improvement=at, owner=owner),
        lambda: actions.decide(member=reader, improvement=at),
        lambda: actions.decline(member=reader, improvement=at, reason="x"),
        lambda: actions.done(member=reader, improvement=at, what="x"),
        lambda: actions.tie(member=reader, improvement=at, posts=of("bob")),
        lambda: actions.take_off(member=reader, improvement=at, posts=of("ann")),
        lambda: actions.undo(member=reader, change=1),
        lambda: lay_ready(member=reader, improvement=at),
        lambda: leave_alone(member=reader, actor=1, reason="x"),
        lambda: may_be_told(member=reader, left_alone=1),
        lambda: mark(member=reader, post=of("ann")[0]),
        lambda: unmark(member=reader, mark=1),
    ):
        with pytest.raises(MayNotImprove):
            refused()
    assert one_improvement(at).improvement.state == "declined"


def test_who_heard_back_how_they_sound_and_where_they_stand_since(owner: Member, heard: Hear) -> None:
    """
    2026-03-01 09:00  ann   says   acme  The display froze again. Third time this month. This is terrible.
    2026-03-01 10:00  acme  reply  ann   We look into it.
    2026-03-02 09:00  bob   says   acme  The display froze on me again. I am really angry about this.
    2026-03-03 09:00  cyd   says   acme  My display froze again. This is terrible, I am angry.
    2026-03-11 09:00  acme  reply  ann   You asked for a display that holds. It does now.
    2026-03-12 09:00  acme  reply  cyd   The display holds now.
    2026-03-13 09:00  ann   says   acme  Wonderful, I love it! Thank you so much, great work!
    """
    heard("acme")
    made = actions.improve(member=owner, title="Display", posts=[of("ann")[0], *of("bob"), *of("cyd")], now=day(4))
    assert one_improvement(made.pk).improvement.heard.n == 0, "there is nothing to hear yet"
    actions.decide(member=owner, improvement=made.pk, now=day(5))
    actions.done(member=owner, improvement=made.pk, what="The display holds.", now=day(10))
    whole = one_improvement(made.pk, now=day(20))
    by_name = {critic.name: critic for critic in whole.critics}
    assert [critic.name for critic in whole.critics] == ["Bob", "Ann", "Cyd"], "who waits stands first"
    assert by_name["Ann"].heard_at == day(11) + timedelta(hours=9), "what we said before it was done is not it"
    assert (by_name["Bob"].heard_at, by_name["Cyd"].heard_by) == (None, "answer")
    assert (by_name["Ann"].tone, by_name["Cyd"].tone, by_name["Bob"].tone) == ("warmer", "cannot tell", "")
    figures = whole.figures
    assert (figures.heard.k, figures.heard.n) == (2, 3)
    assert (figures.warmer.k, figures.warmer.n, figures.warmer.aside) == (1, 1, 1)
    assert (figures.colder.k, figures.colder.n) == (0, 1)
    assert (figures.days.days, figures.days.told, figures.days.waiting) == (10.0, 2, 1)
    assert (figures.stage.k, figures.stage.n) == (1, 2), "Ann came back, which makes a friend; our own answer does not"
    assert improvements(now=day(20)).figures.heard == figures.heard


def test_a_member_who_answered_elsewhere_says_so(owner: Member, crowd: None) -> None:
    made = actions.improve(member=owner, title="Display", posts=[*of("ann"), *of("bob")], now=day(3))
    actions.decline(member=owner, improvement=made.pk, reason="Not now.", now=day(4))
    answered_there(member=owner, conversation=conversation("ann"), now=day(5))
    ann = next(critic for critic in one_improvement(made.pk).critics if critic.name == "Ann")
    assert (ann.heard_at, ann.heard_by) == (day(5), "member")
    assert one_improvement(made.pk).improvement.heard.k == 1


def test_a_draft_is_laid_for_each_and_nothing_is_sent(owner: Member, crowd: None) -> None:
    made = actions.improve(member=owner, title="Display", posts=[*of("ann"), *of("bob"), *of("cyd")])
    with pytest.raises(CannotBe):
        lay_ready(member=owner, improvement=made.pk)
    PostRow.objects.filter(pk__in=[*of("ann"), *of("bob")]).update(url="https://x.com/1")
    actions.decide(member=owner, improvement=made.pk)
    actions.done(member=owner, improvement=made.pk, what="The display holds.", link="https://acme.example/d")
    save_draft(member=owner, conversation=conversation("bob"), text="I am writing")
    laid = lay_ready(member=owner, improvement=made.pk)
    assert laid.ready == ("Ann",)
    assert dict(laid.left_out)["Bob"] == "a draft of yours is there already"
    assert "without a way to answer" in dict(laid.left_out)["Cyd"]
    assert Draft.objects.get(post__author__handle="bob").text == "I am writing"
    said = "The display froze again. Third time this month. This is terrible."
    ours = "We did: The display holds. https://acme.example/d"
    assert Draft.objects.get(post__author__handle="ann").text == f"You said: “{said}”\n{ours}"
    assert one_improvement(made.pk).improvement.heard.k == 0, "a draft tells nobody anything"
    with pytest.raises(NothingToTie):
        lay_ready(member=owner, improvement=made.pk, who=["p_none"])


def test_who_wants_to_be_left_alone_is_listed_with_the_reason(owner: Member, crowd: None) -> None:
    PostRow.objects.update(url="https://x.com/1")
    made = actions.improve(member=owner, title="Display", posts=of("ann"))
    actions.decline(member=owner, improvement=made.pk, reason="Not now.")
    left = leave_alone(member=owner, actor=Actor.objects.get(handle="ann").pk, reason="She asked so.")
    ann = one_improvement(made.pk).critics[0]
    assert (ann.way, ann.why_not, ann.left_alone) == ("", "left alone: She asked so.", left.pk)
    assert lay_ready(member=owner, improvement=made.pk).ready == ()
    may_be_told(member=owner, left_alone=left.pk)
    assert one_improvement(made.pk).critics[0].way == "there"
    with pytest.raises(BadWords):
        leave_alone(member=owner, actor=Actor.objects.get(handle="ann").pk, reason=" ")


def test_who_is_forgotten_and_what_is_deleted_is_gone_from_there(owner: Member, crowd: None) -> None:
    made = actions.improve(member=owner, title="Display", posts=[*of("ann"), *of("bob")])
    PostRow.objects.filter(pk__in=of("bob")).update(text="", withdrawn_at=day(9))
    bob = next(critic for critic in one_improvement(made.pk).critics if critic.name == "Bob")
    assert (bob.said, bob.deleted, bob.why_not) == ((), 1, "they deleted what they said")
    ann = Person.objects.get(name="Ann")
    forget(member=owner, person=ann.public_id, typed="Ann")
    assert [critic.name for critic in one_improvement(made.pk).critics] == ["Bob"]
