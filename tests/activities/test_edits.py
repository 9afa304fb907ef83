"""Edits and deletions are facts: in whatever order they come, what was taken back stays nowhere."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from tests.conftest import actor
from twoears.activities.models import Activity as ActivityRow
from twoears.activities.models import Changed, Wording
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Activity, Post, created
from twoears.jobs import catch_up
from twoears.people.models import Identity
from twoears.queries.actions import add
from twoears.queries.models import Hit
from twoears.team.actions import keep_edits
from twoears.team.models import Member
from twoears.threads.actions import say_us
from twoears.threads.models import Turn
from twoears.understanding.models import Note

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ASKED = Post(
    id="https://x.com/ann/status/1",
    author=actor("ann"),
    published=NOON,
    text="@acme why does the pump leak?",
    mentions=(actor("acme").id,),
    links=("https://secret.example/1",),
)


def edited(text: str, hours: int = 1) -> Activity:
    return Activity(
        id=f"{ASKED.id}#edit-{hours}",
        type="Update",
        actor=ASKED.author,
        published=NOON + timedelta(hours=hours),
        object=replace(ASKED, text=text),
    )


def deleted(who: str = "ann", about: str = ASKED.id, hours: int = 2) -> Activity:
    at = NOON + timedelta(hours=hours)
    return Activity(id=f"{about}#delete-{who}", type="Delete", actor=actor(who), published=at, object=about)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_deletion_empties_the_post_in_whatever_order_it_is_heard(order: tuple[int, ...]) -> None:
    facts = [created(ASKED), edited("@acme never mind"), deleted()]
    for place in order:
        record([facts[place]])
    held = PostRow.objects.get()
    assert (held.text, held.links, held.withdrawn_at) == ("", [], NOON + timedelta(hours=2))
    assert not Wording.objects.exists()


def test_nobody_deletes_the_words_of_somebody_else() -> None:
    record([created(ASKED), deleted(who="bob")])
    assert PostRow.objects.get().text == ASKED.text
    record([deleted(who="bob", about=ASKED.author.id, hours=3)])
    assert PostRow.objects.get().text == ASKED.text


def test_who_leaves_a_network_takes_their_words_along() -> None:
    record([created(ASKED)])
    record([deleted(about=ASKED.author.id)])
    assert PostRow.objects.get().text == ""


def test_an_edit_is_told_everywhere_and_the_old_words_go_when_the_rule_says(owner: Member) -> None:
    say_us(member=owner, handles=["acme"])
    query = add(member=owner, name="Leaks", text="leak")
    record([created(ASKED)])
    catch_up()
    assert Turn.objects.get().waits == "question"
    assert Hit.objects.filter(query=query).count() == 1
    record([edited("@acme thank you so much, it works well now!")])
    assert Wording.objects.get().text == ASKED.text
    assert Changed.objects.exists()
    catch_up()
    assert Turn.objects.get().waits == ""
    assert not Hit.objects.exists()
    assert not Changed.objects.exists()
    assert Wording.objects.exists(), "thirty days, unless the workspace says otherwise"
    keep_edits(owner=owner, days=0)
    record([edited("@acme thanks", hours=3)])
    catch_up()
    assert not Wording.objects.exists()


def test_what_was_made_of_deleted_words_goes_too(owner: Member) -> None:
    say_us(member=owner, handles=["acme"])
    add(member=owner, name="Ann", text="author:ann")
    record([created(ASKED)])
    catch_up()
    assert Note.objects.exists()
    record([deleted()])
    catch_up()
    assert not Hit.objects.exists()
    assert Turn.objects.get().waits == ""
    assert not Note.objects.exclude(label="cannot tell").exists()


def test_an_edit_that_changes_nothing_leaves_nothing_to_do() -> None:
    record([created(ASKED)])
    record([edited(ASKED.text)])
    assert not Wording.objects.exists()
    assert not Changed.objects.exists()


@pytest.mark.parametrize("order", list(itertools.permutations(range(2))))
def test_a_post_whose_clock_is_ahead_of_its_deletion_is_emptied_too(order: tuple[int, ...]) -> None:
    facts = [created(ASKED), deleted(hours=-1)]
    for place in order:
        record([facts[place]])
    assert PostRow.objects.get().text == ""


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_who_leaves_takes_all_along_that_was_said_until_then_in_whatever_order(order: tuple[int, ...]) -> None:
    """
    A clock may be minutes ahead, and one that is years ahead tells nothing. Who comes back a day later speaks again.
    """
    ahead = replace(ASKED, id="ahead", published=NOON + timedelta(hours=2, minutes=4))
    never = replace(ASKED, id="never", published=datetime(2999, 1, 1, tzinfo=UTC))
    later = replace(ASKED, id="later", published=NOON + timedelta(days=1))
    facts = [deleted(about=ASKED.author.id), created(ahead), created(never), created(later)]
    for place in order:
        record([facts[place]])
    assert set(PostRow.objects.exclude(text="").values_list("uid", flat=True)) == {"later"}


def by(who: str, text: str, *, named: str = "ann", hours: int = 3, verb: str = "Update") -> Activity:
    """`who` says that the post of `named` has other words."""
    at = NOON + timedelta(hours=hours)
    post = replace(ASKED, author=actor(named), text=text, published=NOON if verb == "Update" else at)
    return Activity(id=f"{ASKED.id}#{verb}-{who}", type=verb, actor=actor(who), published=at, object=post)


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_nobody_puts_other_words_into_the_mouth_of_somebody_else(order: tuple[int, ...], together: bool) -> None:
    """
    Bob says that Ann's post has new words, that the post is his, and that he said it anew: facts, and nothing more.
    """
    record([created(ASKED)])
    facts = [
        edited("@acme never mind"),
        by("bob", "bought"),
        replace(by("bob", "mine", named="bob", hours=4), id="mine"),
        by("bob", "anew", named="bob", verb="Create"),
    ]
    told = [facts[place] for place in order]
    for batch in [told] if together else [[one] for one in told]:
        record(batch)
    held = PostRow.objects.get()
    assert (held.text, held.author.handle) == ("@acme never mind", "ann")
    assert [wording.text for wording in Wording.objects.all()] == [ASKED.text]
    assert ActivityRow.objects.count() == 5


def test_what_somebody_says_that_another_has_edited_is_no_post_before_it_was_said() -> None:
    record([by("bob", "bought")])
    assert not PostRow.objects.exists()
    record([created(ASKED)])
    assert PostRow.objects.get().text == ASKED.text


def test_an_edit_takes_along_its_tags_links_and_language_and_is_noticed_where_it_names_us(owner: Member) -> None:
    """
    ann, of her pump, in French and to nobody; then the same words in English, to us.
    """
    say_us(member=owner, handles=["acme"])
    queries = {
        text: add(member=owner, name=text, text=text)
        for text in ("#old", "#new", "links:new.example", "to:us", "mention:acme", "lang:en", "lang:fr")
    }
    words = "Why does the pump leak?"
    first = replace(ASKED, text=words, mentions=(), tags=("old",), language="fr")
    record([created(first)])
    catch_up()
    assert not Identity.objects.exists()
    assert {query.text for query in queries.values() if Hit.objects.filter(query=query).exists()} == {"#old", "lang:fr"}
    told = replace(first, mentions=ASKED.mentions, tags=("new",), links=("https://new.example/",), language="en")
    record([replace(edited(""), object=told)])
    catch_up()
    heard = {query.text for query in queries.values() if Hit.objects.filter(query=query).exists()}
    assert heard == {"#new", "links:new.example", "to:us", "mention:acme", "lang:en"}
    assert Turn.objects.get().waits == "question"
    assert Identity.objects.get().actor.handle == "ann"
    assert not Wording.objects.exists(), "not a word was replaced"
