"""Voices from posts: subjects and statements that members choose, marks, and what people are heard to hold."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import actor
from twoears.activities.models import Activity as ActivityRow
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Activity, Post, created
from twoears.conversations.voices import actions
from twoears.conversations.voices.models import StanceMark, Statement, Subject
from twoears.conversations.voices.pages.heard import from_posts, from_query
from twoears.conversations.voices.pages.marking import marking, proposals
from twoears.conversations.voices.pages.subjects import statements_taken_back, subject_named, subject_shown, subjects
from twoears.conversations.voices.trouble import AlreadySo, MayNotChoose, NoSuchSubject, NothingToMark
from twoears.jobs import catch_up
from twoears.people.actions import forget
from twoears.people.models import Person
from twoears.queries.actions import add, exclude
from twoears.threads.actions import say_us
from twoears.understanding.needs.actions import make_code
from twoears.understanding.needs.coding.actions import code_item
from twoears.understanding.needs.items import Item
from twoears.understanding.needs.trouble import BadWords

NOW = datetime(2026, 3, 10, tzinfo=UTC)
DEARER = "Parking in the centre should cost more."
OTHERS = ("The night bus must come back.", "The market square should have no cars.")
COUNT = 26


@pytest.fixture
def subject(owner) -> Subject:
    return actions.make_subject(member=owner, name="Parking", text="parking")


def post_of(who: str) -> PostRow:
    return PostRow.objects.filter(author__handle=who).latest("published")


def test_what_they_say_and_answer_is_counted_by_person_and_quoted(heard, owner, subject) -> None:
    """
    2026-03-01  acme  says   -     Parking in the centre should cost more.
    2026-03-02  ann   says   -     I think parking in the centre should cost more, because buses are empty.
    2026-03-03  bob   reply  acme  Exactly!
    2026-03-04  cid   says   -     Parking in the centre should not cost more. It is dear.
    2026-03-05  eve   says   -     Parking again, and always parking
    2026-03-06  eve   says   -     No word on parking today
    2026-03-07  dan   reply  ann   No, wrong.
    2026-03-08  fay   says   -     What a lovely day
    2026-03-09  gil   reply  eve   Exactly!
    """
    heard("acme")
    made = actions.state(member=owner, subject=subject.pk, text=DEARER)
    found = from_posts(subject.pk)
    assert (found.posts, found.answers, found.people) == (5, 3, 6)
    (one,) = found.statements
    assert (one.sides.agree.k, one.sides.disagree.k, one.sides.cannot_tell.k, one.sides.agree.n) == (2, 2, 2, 6)
    assert [quote.speaker.name for quote in one.agreeing] == ["Ann", "Bob"], "the one with a reason first"
    assert one.agreeing[0].reasons[0] == "gives a reason (“because”)"
    assert {quote.by for quote in one.disagreeing} == {"words", "reply"} and one.fewer == ""
    assert found.voices and found.voices.why_none == "there is only one statement"
    assert found.voices.loudness.turns == 7, "posts tell who is loud, not votes"
    assert [(asked.speaker.name, asked.posts) for asked in found.openings] == [("Eve", 2)]
    bob = next(quote.speaker for quote in one.agreeing if quote.speaker.name == "Bob")
    assert bob.conversation.startswith("c_") and bob.person
    cid = next(quote.speaker for quote in one.disagreeing if quote.speaker.name == "Cid")
    assert cid.conversation == "" and cid.person == "", "a stranger is shown by their account"
    assert made.text == DEARER


def test_a_deleted_or_private_post_is_not_in_it(heard, owner, subject) -> None:
    """
    2026-03-02  ann   says   -     Parking in the centre should cost more.
    2026-03-03  bob   says   -     Parking in the centre should cost more.
    2026-03-04  cid   says   -     Parking in the centre should cost more.
    """
    heard("acme")
    taken = actions.state(member=owner, subject=subject.pk, text=DEARER, post=post_of("ann").pk)
    own = actions.state(member=owner, subject=subject.pk, text="Parking should cost less.", post=post_of("ann").pk)
    assert taken.post_id and own.post_id is None, "words of a member's own are no words of hers"
    actions.mark(member=owner, statement=own.pk, post=post_of("ann").pk, side="disagree")
    PostRow.objects.filter(pk=post_of("bob").pk).update(private=True)
    assert from_posts(subject.pk).statements[0].sides.agree.k == 2
    PostRow.objects.filter(pk=post_of("ann").pk).update(text="", withdrawn_at=NOW)
    found = from_posts(subject.pk)
    assert [one.statement.words for one in found.statements] == ["Parking should cost less."]
    assert found.statements[0].statement.marks == 0 and (found.posts, found.people) == (1, 1)
    with pytest.raises(NothingToMark):
        actions.mark(member=owner, statement=taken.pk, post=post_of("cid").pk, side="agree")


def test_a_mark_wins_the_newest_counts_and_what_is_taken_back_lets_the_old_one_stand(heard, owner, subject) -> None:
    """
    2026-03-02  ann   says   -     Parking in the centre should cost more.
    2026-03-03  bob   says   -     I hate that parking is free
    """
    heard("acme")
    statement = actions.state(member=owner, subject=subject.pk, text=DEARER).pk
    bob = post_of("bob").pk
    first = actions.mark(member=owner, statement=statement, post=bob, side="disagree", now=NOW)
    second = actions.mark(member=owner, statement=statement, post=bob, side="agree", now=NOW + timedelta(hours=1))
    assert from_posts(subject.pk).statements[0].sides.agree.k == 2
    actions.unmark(member=owner, mark=second.pk)
    assert from_posts(subject.pk).statements[0].sides.disagree.k == 1
    actions.unmark(member=owner, mark=first.pk)
    assert from_posts(subject.pk).statements[0].sides.cannot_tell.k == 1
    acts = ActivityRow.objects.filter(type__in=["mark-stance", "reopen"], uid__startswith="twoears:stancemark")
    assert acts.count() == 4


def test_a_like_counts_only_where_members_said_so_and_never_against_own_words(heard, owner, subject) -> None:
    """
    2026-03-02  ann   says   -     Parking in the centre should cost more.
    2026-03-03  bob   says   -     Parking in the centre should not cost more.
    """
    heard("acme")
    actions.state(member=owner, subject=subject.pk, text=DEARER)
    uid = post_of("ann").uid
    likes = [
        Activity(id=f"l{n}", type="Like", actor=actor(n), published=NOW, object=uid) for n in ("bob", "cid", "dan")
    ]
    share = Activity(id="s", type="Announce", actor=actor("eve"), published=NOW, object=uid)
    ours = Activity(id="o", type="Like", actor=actor("acme"), published=NOW, object=uid)
    undone = Activity(id="u", type="Undo", actor=actor("dan"), published=NOW, object="ldan")
    record([*likes, share, ours, undone])
    catch_up()
    assert from_posts(subject.pk).statements[0].sides.agree.k == 1
    actions.count_likes(member=owner, subject=subject.pk, likes=True)
    (one,) = from_posts(subject.pk).statements
    assert (one.sides.agree.k, one.sides.disagree.k, one.sides.agree.n) == (2, 1, 3)
    assert [quote.speaker.name for quote in one.agreeing] == ["Ann"], "a like has no words to quote"
    actions.count_likes(member=owner, subject=subject.pk, likes=False)
    assert from_posts(subject.pk).statements[0].sides.agree.k == 1


@pytest.fixture
def camps(owner) -> Subject:
    """Two camps that hold one thing alike, in words of their own; and one who holds something of each."""
    made = []
    yes, no = ("I think {}", "{} Really."), ("I don't think {}", "It is not true that {}")
    for n in range(COUNT):
        for m, statement in enumerate((DEARER, *OTHERS, "Buses should be free.", "Bikes need safe lanes.")):
            side = m == 4 or (n < COUNT / 2) == (m % 2 == 0)
            text = (yes if side else no)[n % 2].format(statement)
            at = NOW - timedelta(hours=n * 6 + m)
            post = Post(id=f"https://x.com/p{n}/{m}", author=actor(f"p{n}"), published=at, text=f"{text} #town")
            made.append(created(post))
    say_us(member=owner, handles=["acme"])
    record(made)
    catch_up()
    kept = add(member=owner, text="#town", name="Town")
    catch_up()
    subject = actions.make_subject(member=owner, name="Town", query=kept)
    for statement in (DEARER, *OTHERS, "Buses should be free.", "Bikes need safe lanes."):
        actions.state(member=owner, subject=subject.pk, text=statement)
    return subject


def test_groups_bridges_and_dissent_come_from_posts_alone(camps) -> None:
    found = from_posts(camps.pk)
    assert found.voices and len(found.voices.groups) == 2 and found.voices.separate
    assert found.voices.votes == COUNT * 5
    assert "Bikes need safe lanes." in [bridge.words for bridge in found.voices.bridges]
    for one in found.statements[:4]:
        assert one.sides.agree.k == one.sides.disagree.k == COUNT / 2 and one.sides.cannot_tell.k == 0
    loud = found.voices.loudness
    assert loud.turns == COUNT * 5 and round(loud.voices.estimate or 0) == COUNT


def test_what_a_query_leaves_out_is_not_read(camps, owner) -> None:
    exclude(member=owner, query=camps.query, text="bikes")
    assert from_posts(camps.pk).posts == COUNT * 4


def test_only_so_many_are_read_the_latest(camps) -> None:
    found = from_posts(camps.pk, most=10)
    assert (found.posts, found.left_out) == (10, COUNT * 5 - 10)
    assert found.people == 2


def test_dissent_comes_with_its_words_and_how_many_quietly_hold_it(camps, owner) -> None:
    bikes = subject_shown(camps.pk).statements[4]
    for n in range(COUNT):
        key = PostRow.objects.get(uid=f"https://x.com/p{n}/4").pk
        actions.mark(member=owner, statement=bikes.id, post=key, side="disagree" if n in (3, 20) else "agree")
    found = from_posts(camps.pk)
    dissent = next(one for one in found.dissent if one.against == "everybody")
    assert (dissent.words, dissent.side, dissent.quietly.k, dissent.quietly.n) == (bikes.words, "disagree", 2, COUNT)
    assert {quote.speaker.name for quote in dissent.quotes} == {"P3", "P20"}
    assert all("Bikes need safe lanes" in quote.item.text for quote in dissent.quotes)
    assert found.statements[4].fewer == "disagree"


def test_statements_are_proposed_and_those_that_are_there_are_not(heard, owner, subject) -> None:
    """
    2026-03-01  ann   says   -     Parking in the old centre should cost more money.
    2026-03-02  bob   says   -     Hm. Parking in the old centre should cost more money!
    2026-03-03  cid   says   -     parking in the old centre should cost more money, now
    2026-03-04  dan   says   -     Is parking free?
    """
    heard("acme")
    (one,) = proposals(subject.pk)
    assert (one.near.k, one.near.n) == (3, 4) and one.words.startswith("Parking in the old centre")
    assert one.item.who in ("Ann", "Bob")
    actions.state(member=owner, subject=subject.pk, text=one.words, post=int(one.item.id.partition(":")[2]))
    assert proposals(subject.pk) == ()


def test_what_to_mark_is_what_was_told_and_what_is_near_each_once(heard, owner, subject) -> None:
    """
    2026-03-01  acme  says   -     Parking in the centre should cost more.
    2026-03-02  ann   says   -     Parking in the centre should cost more.
    2026-03-03  bob   says   -     RT @ann Parking in the centre should cost more.
    2026-03-04  cid   says   -     Does parking in the centre have to cost that much
    2026-03-05  dan   says   -     parking, parking, parking
    """
    heard("acme")
    statement = actions.state(member=owner, subject=subject.pk, text=DEARER).pk
    found = marking(statement)
    assert [one.item.who for one in found.posts] == ["Bob", "Cid", "Dan"]
    assert [one.why for one in found.posts][:2] == ["is that right?", "shares words with the statement"]
    actions.mark(member=owner, statement=statement, post=post_of("cid").pk, side="neither")
    again = marking(statement)
    assert "Cid" not in [one.item.who for one in again.posts]
    assert [(mark.item.who, mark.side) for mark in again.marks] == [("Cid", "neither")]


def test_a_subject_may_be_a_need_of_the_codebook(heard, owner) -> None:
    """
    2026-03-01  ann   says   -     Parking in the centre should cost more.
    2026-03-02  bob   says   -     Parking in the centre should cost more.
    """
    heard("acme")
    code = make_code(member=owner, name="space")
    code_item(member=owner, item=Item("post", post_of("ann").pk), code=code.pk)
    subject = actions.make_subject(member=owner, name="Space", code=code.pk)
    actions.state(member=owner, subject=subject.pk, text=DEARER)
    found = from_posts(subject.pk)
    assert (found.posts, found.statements[0].sides.agree.k, found.subject.kind) == (1, 1, "need")


def test_a_query_is_heard_without_anything_being_kept(heard, owner) -> None:
    """
    2026-03-01  ann   says   -     Parking in the centre should cost more.
    2026-03-02  bob   says   -     Parking in the centre should not cost more.
    """
    heard("acme")
    found = from_query("parking", [DEARER, "Buses should be free."])
    assert [(one.sides.agree.k, one.sides.disagree.k) for one in found.statements] == [(1, 1), (0, 0)]
    assert not Subject.objects.exists() and from_query("parking", []).why_none == "no statement was chosen yet"
    assert from_query("nothing", [DEARER]).why_none.startswith("nobody takes a side")


def test_each_decision_is_taken_back_and_brought_back(owner, subject) -> None:
    made = actions.state(member=owner, subject=subject.pk, text=DEARER)
    actions.take_statement_back(member=owner, statement=made.pk)
    assert subject_shown(subject.pk).statements == ()
    assert [one.words for one in statements_taken_back(subject.pk)] == [DEARER]
    actions.bring_statement_back(member=owner, statement=made.pk)
    assert [one.words for one in subject_shown(subject.pk).statements] == [DEARER]
    actions.remove_subject(member=owner, subject=subject.pk)
    assert subjects() == () and [one.name for one in subjects(removed=True)] == ["Parking"]
    with pytest.raises(NoSuchSubject):
        from_posts(subject.pk)
    assert subject_named("parking") == subject_named(str(subject.pk)) == subject.pk
    actions.bring_subject_back(member=owner, subject=subject.pk)
    assert [one.name for one in subjects()] == ["Parking"]
    verbs = set(ActivityRow.objects.filter(source="team").values_list("type", flat=True))
    assert verbs == {"make-subject", "state", "take-back", "reopen", "remove"}


def test_what_cannot_be_is_said_in_a_sentence(heard, owner, reader, subject) -> None:
    """
    2026-03-01  acme  says   -     Parking in the centre should cost more.
    2026-03-02  ann   says   -     Parking in the centre should cost more.
    """
    heard("acme")
    made = actions.state(member=owner, subject=subject.pk, text=DEARER)
    for error, act, words in (
        (BadWords, lambda: actions.make_subject(member=owner, name="X"), "Say what it is about"),
        (BadWords, lambda: actions.make_subject(member=owner, name="X", text="(a OR"), "something is missing"),
        (BadWords, lambda: actions.make_subject(member=owner, name=" ", text="a"), "there is no word"),
        (AlreadySo, lambda: actions.make_subject(member=owner, name="parking", text="a"), "already"),
        (AlreadySo, lambda: actions.state(member=owner, subject=subject.pk, text=DEARER.upper()), "already"),
        (NothingToMark, lambda: actions.state(member=owner, subject=subject.pk, text="a b", post=99), "no post 99"),
        (BadWords, lambda: actions.mark(member=owner, statement=made.pk, post=1, side="love"), "none of these"),
        (NothingToMark, lambda: actions.mark(member=owner, statement=made.pk, post=post_of("acme").pk, side="agree"),
         "of others"),
        (NothingToMark, lambda: actions.unmark(member=owner, mark=99), "not here"),
        (NoSuchSubject, lambda: subject_named("none"), "no subject 'none'"),
        (MayNotChoose, lambda: actions.state(member=reader, subject=subject.pk, text="a b"), "Readers look"),
        (MayNotChoose, lambda: actions.mark(member=reader, statement=made.pk, post=1, side="agree"), "Readers look"),
    ):  # fmt: skip
        with pytest.raises(error, match=words):
            act()
    assert not StanceMark.objects.exists()


def test_who_is_forgotten_is_gone_with_their_words_and_what_was_marked_of_them(heard, owner, subject) -> None:
    """
    2026-03-01  acme  says   -     Hello
    2026-03-02  ann   reply  acme  Parking in the centre should cost more.
    2026-03-03  bob   says   -     Parking in the centre should cost more.
    """
    heard("acme")
    ann = post_of("ann")
    taken = actions.state(member=owner, subject=subject.pk, text=DEARER, post=ann.pk)
    own = actions.state(member=owner, subject=subject.pk, text="Parking in the centre should cost a bit more.")
    actions.mark(member=owner, statement=own.pk, post=ann.pk, side="agree")
    person = Person.objects.get(name="Ann")
    forget(member=owner, person=person.public_id, typed=person.name)
    assert not StanceMark.objects.exists() and not Statement.objects.filter(pk=taken.pk).exists()
    assert from_posts(subject.pk).people == 1
