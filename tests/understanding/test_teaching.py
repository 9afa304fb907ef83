"""What members say of labels: it wins at once, for copies and for what comes later, and can be taken back."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import actor
from twoears.activities.models import Activity
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.conversations.models import Standing
from twoears.jobs import catch_up
from twoears.team.models import Member, Role
from twoears.understanding.models import Note
from twoears.understanding.teaching.actions import MayNotTeach, NoSuchLabel, NothingThere, copies, take_back, teach
from twoears.understanding.teaching.pages import readers_taught, taught, teachable
from twoears.understanding.teaching.same import digest, shared

pytestmark = pytest.mark.django_db
SAID = "The new housing is out, have a look at it today."


@pytest.fixture
def colleague(db: None) -> Member:
    return Member.objects.create(username="mira", first_name="Mira", role=Role.MEMBER)


def say(number: int, text: str, who: str = "ann") -> PostRow:
    at = datetime(2026, 3, 1, 9, number, tzinfo=UTC)
    uid = f"https://x.com/{who}/{number}"
    record([created(Post(id=uid, author=actor(who), published=at, text=text, mentions=(actor("acme").id,)))])
    catch_up()
    return PostRow.objects.get(uid=uid)


def label(post: PostRow, reader: str) -> str:
    return Note.objects.filter(post=post, reader=reader).values_list("label", flat=True).first() or "none"


def test_what_a_member_says_wins_for_a_post_its_copies_and_those_to_come(owner: Member) -> None:
    first, copy, other = say(1, SAID), say(2, f"RT @ann {SAID} https://t.co/x", "bob"), say(3, "Good morning.", "cleo")
    assert {label(one, "complaint") for one in (first, copy, other)} == {"none"}
    teach(member=owner, post=first.pk, reader="complaint", label="complaint")
    assert [label(one, "complaint") for one in (first, copy, other)] == ["complaint", "complaint", "none"]
    assert label(say(4, f"@acme {SAID}", "dora"), "complaint") == "complaint"
    note = Note.objects.get(post=first, reader="complaint")
    assert (note.probability, note.version) == (1.0, f"member:{owner.pk}")


def test_what_was_taught_moves_who_waits_and_back(owner: Member, heard: Callable[..., None]) -> None:
    """2026-03-01 09:00  ann  says  acme  The weather is fine over here today."""
    heard("acme")
    assert not Standing.objects.filter(needs="waits").exists()
    made = teach(member=owner, post=PostRow.objects.get().pk, reader="asks", label="question")
    catch_up()
    assert Standing.objects.get().needs == "waits"
    take_back(member=owner, correction=made.pk)
    catch_up()
    assert Standing.objects.get().needs == ""


def test_the_newest_word_counts_and_an_older_one_again_when_it_is_taken_back(owner: Member, colleague: Member) -> None:
    post = say(1, SAID)
    teach(member=owner, post=post.pk, reader="promotion", label="none")
    newer = teach(member=colleague, post=post.pk, reader="promotion", label="promotion")
    assert label(post, "promotion") == "promotion"
    take_back(member=owner, correction=newer.pk)
    assert label(post, "promotion") == "none"
    again = teach(member=owner, post=post.pk, reader="promotion", label="promotion")
    assert [one.undone for one in taught(post=post.pk)] == [False, True, True]
    take_back(member=owner, correction=again.pk)
    take_back(member=owner, correction=again.pk)
    assert all(one.undone for one in taught())


def test_each_word_is_an_activity_in_the_record(owner: Member) -> None:
    made = teach(member=owner, post=say(1, SAID).pk, reader="thanks", label="thanks")
    take_back(member=owner, correction=made.pk)
    assert list(Activity.objects.filter(source="team").order_by("pk").values_list("type", flat=True)) == [
        "teach",
        "reopen",
    ]


def test_readers_are_measured_by_what_members_looked_at_and_members_by_each_other(
    owner: Member, colleague: Member
) -> None:
    right, wrong = say(1, "Thank you so much for the quick help!"), say(2, SAID)
    for member in (owner, colleague):
        teach(member=member, post=right.pk, reader="thanks", label="thanks")
    teach(member=owner, post=wrong.pk, reader="thanks", label="thanks")
    teach(member=colleague, post=wrong.pk, reader="thanks", label="none")
    shown = next(one for one in readers_taught() if one.name == "thanks")
    assert (shown.right.k, shown.right.n) == (3, 4)
    assert shown.twice == 2 and shown.agreement is not None and shown.agreement < 1
    assert next(one for one in readers_taught() if one.name == "asks").agreement is None


def test_readers_do_not_teach_and_what_is_not_known_is_named(owner: Member, reader: Member) -> None:
    post = say(1, SAID)
    with pytest.raises(MayNotTeach):
        teach(member=reader, post=post.pk, reader="asks", label="question")
    with pytest.raises(NoSuchLabel, match="question, request, none"):
        teach(member=owner, post=post.pk, reader="asks", label="answer")
    with pytest.raises(NoSuchLabel, match="no reader 'mood'"):
        teach(member=owner, post=post.pk, reader="mood", label="good")
    with pytest.raises(NothingThere):
        teach(member=owner, post=post.pk + 1, reader="asks", label="question")
    with pytest.raises(NothingThere):
        take_back(member=owner, correction=1)
    assert "language" not in teachable()


@given(st.text(max_size=200))
def test_a_text_says_the_same_as_itself_shared_or_said_to_somebody(words: str) -> None:
    assert digest(f"@acme  {words} https://t.co/1") == digest(f"RT @ann {words}") or words.lstrip()[:2].upper() == "RT"
    assert all(word in words for word in shared(words))


def test_copies_are_found_whatever_their_lines_and_capitals(owner: Member) -> None:
    posts = [say(1, SAID), say(2, SAID.replace(" ", "\n", 2)), say(3, SAID.upper())]
    assert len({digest(post.text) for post in posts}) == 1
    assert {post.pk for post in copies(posts[0])} == {post.pk for post in posts}
    assert {post.pk for post in copies(posts[2])} == {post.pk for post in posts}
