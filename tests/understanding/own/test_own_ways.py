"""A workspace teaches its readers: a layer learns behind the record, old posts follow, and all of it can be undone."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import actor
from tests.understanding.own.gym import CLIMBING, CUSTOMERS, OTHERS, said
from twoears.activities.models import Activity, Changed, Position
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.jobs import catch_up
from twoears.team.models import Member
from twoears.understanding.models import Correction, Note
from twoears.understanding.own.actions import (
    MayNotSet,
    NoSuchChoice,
    NoSuchReader,
    NoThreshold,
    choose_enough,
    choose_layer,
    take_choice_back,
)
from twoears.understanding.own.models import OwnLayer
from twoears.understanding.own.pages import chosen, layers, own_trades, shipped_enough, ways
from twoears.understanding.own.tasks import relearn
from twoears.understanding.teaching.actions import take_back, teach

pytestmark = pytest.mark.django_db
BEGIN = datetime(2026, 3, 1, 9, tzinfo=UTC)
TAUGHT = (*((text, "none") for text in said(CLIMBING, 0, 6)), *((text, "complaint") for text in said(CUSTOMERS, 0, 6)))


def hear(*texts: str, start: int = 0) -> None:
    record([
        created(Post(id=f"https://x.com/ann/{start + at}", author=actor("ann"), published=BEGIN + timedelta(minutes=at),
                     text=text, mentions=(actor("acme").id,)))
        for at, text in enumerate(texts)
    ])  # fmt: skip
    catch_up()


def label(text: str) -> str:
    found = Note.objects.filter(post__text=text, reader="complaint").values_list("label", flat=True)
    return found.first() or "none"


@pytest.fixture
def gym(owner: Member) -> list[Correction]:
    """A gym of which a member corrected 42 posts; those of the last walls were only heard."""
    hear(*said((*CLIMBING, *CUSTOMERS, *OTHERS), 0, 12))
    posts = dict(PostRow.objects.values_list("text", "pk"))
    return [teach(member=owner, post=posts[text], reader="complaint", label=word) for text, word in TAUGHT]


def test_what_was_corrected_changes_how_old_and_new_posts_are_read(gym: list[Correction]) -> None:
    old = said(CLIMBING, 8, 12)
    assert "complaint" in {label(text) for text in old}
    catch_up()
    assert {label(text) for text in old} <= {"none", "cannot tell"}
    customers = {label(text) for text in said(CUSTOMERS, 8, 12)}
    assert "complaint" in customers and "none" not in customers
    hear("Failed the purple route again, so annoyed with my fingers", start=500)
    assert label("Failed the purple route again, so annoyed with my fingers") in ("none", "cannot tell")
    assert not Changed.objects.exists()


def test_what_was_learnt_is_told_with_figures_and_what_it_changed(gym: list[Correction]) -> None:
    (before,) = layers()
    assert before.why_not == "it is being learnt" and before.right.estimate is None
    catch_up()
    (learnt,) = layers()
    assert learnt.reads and not learnt.why_not
    assert (learnt.taught, learnt.right.n, learnt.shipped_right.n) == (42, 42, 42)
    assert learnt.right.k > learnt.shipped_right.k
    assert 0 < learnt.changed.k <= learnt.changed.n == 120 - 42
    assert learnt.examples and all(PostRow.objects.filter(pk=post).exists() for post, _ in learnt.examples)


def test_a_layer_that_is_set_aside_reads_nothing_and_comes_back(gym: list[Correction], owner: Member) -> None:
    catch_up()
    made = choose_layer(member=owner, reader="complaint", reads=False)
    catch_up()
    assert "complaint" in {label(text) for text in said(CLIMBING, 8, 12)}
    assert layers()[0].why_not == "a member set it aside" and not layers()[0].reads
    take_choice_back(member=owner, choice=made.pk)
    catch_up()
    assert "complaint" not in {label(text) for text in said(CLIMBING, 8, 12)}
    names = Activity.objects.filter(source="team", uid__contains="reader-choice").values_list("type", flat=True)
    assert sorted(names) == ["choose", "reopen"]


def test_taking_corrections_back_unlearns_them(gym: list[Correction], owner: Member) -> None:
    catch_up()
    for made in gym[:-10]:
        take_back(member=owner, correction=made.pk)
    catch_up()
    assert OwnLayer.objects.get().taught == 10 and not layers()[0].reads
    assert layers()[0].why_not == "it takes 20 corrections, 5 at least of a second label"
    assert "complaint" in {label(text) for text in said(CLIMBING, 8, 12)}


def test_nothing_is_learnt_twice(gym: list[Correction]) -> None:
    assert relearn() == 1
    assert relearn() == 0
    catch_up()
    version = OwnLayer.objects.get().version
    catch_up()
    assert OwnLayer.objects.get().version == version == 1


def test_what_a_member_said_still_wins_over_the_layer(gym: list[Correction], owner: Member) -> None:
    catch_up()
    text = said(CLIMBING, 8, 9)[0]
    teach(member=owner, post=PostRow.objects.get(text=text).pk, reader="complaint", label="complaint")
    catch_up()
    assert label(text) == "complaint"


def test_how_sure_a_reader_must_be_holds_for_old_posts_and_can_be_taken_back(owner: Member) -> None:
    text = "The {} membership was charged twice, please refund".format("family")
    hear(text, "Lost my grip on the blue crux, third time this week")
    assert label("Lost my grip on the blue crux, third time this week") == "cannot tell"
    lower = choose_enough(member=owner, reader="complaint", enough=0.6)
    catch_up()
    assert label("Lost my grip on the blue crux, third time this week") == "complaint"
    choose_enough(member=owner, reader="complaint", enough=0.99)
    catch_up()
    assert label("Lost my grip on the blue crux, third time this week") == "cannot tell"
    assert [(one.reader, one.value) for one in chosen()] == [("complaint", 0.99)]
    for one in chosen():
        take_choice_back(member=owner, choice=one.id)
    assert ways().enough == {"complaint": 0.6}
    take_choice_back(member=owner, choice=lower.pk)
    assert ways().enough == {} and shipped_enough()["complaint"] == 0.7


def test_the_surer_it_must_be_the_less_is_found(gym: list[Correction]) -> None:
    trade = own_trades()["complaint"]
    found = [one.found.k for one in trade]
    assert found == sorted(found, reverse=True) and trade[0].found.n == 18
    assert all(one.right.k == one.found.k for one in trade)


def test_what_cannot_be_chosen_is_named(owner: Member, reader: Member) -> None:
    with pytest.raises(MayNotSet):
        choose_enough(member=reader, reader="complaint", enough=0.8)
    with pytest.raises(NoSuchReader, match="no reader 'language'"):
        choose_layer(member=owner, reader="language", reads=False)
    with pytest.raises(NoThreshold, match="Between 30% and 99%, not 100%"):
        choose_enough(member=owner, reader="complaint", enough=1.0)
    with pytest.raises(NoSuchChoice):
        take_choice_back(member=owner, choice=7)


def test_a_workspace_that_chose_nothing_looks_at_nothing_again(owner: Member) -> None:
    hear("See you at the blue wall on Friday")
    assert not Position.objects.filter(step="read back to").exists()
