"""Find: whom and what it knows, how many there are, where each is opened, and which words are shown."""

from collections.abc import Callable

from twoears.activities.models import Post as PostRow
from twoears.conversations.pages.finding import find, look_for
from twoears.people.models import Person
from twoears.team.models import Member
from twoears.threads.models import Thread


def test_find_knows_people_and_words(owner: Member, heard: Callable[..., None]) -> None:
    """
    2026-03-03 09:00  ann  says  acme  Does it run on SQLite?
    """
    heard("acme")
    assert [h.kind for h in find("ann", member=owner)] == ["person"]
    assert [h.id for h in find("sqlite", member=owner)] == [Thread.objects.get().public_id]
    assert find("   ", member=owner) == ()


def test_find_says_how_many_there_are_and_gives_the_rest(owner: Member, heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Is the pump for hire?
    2026-03-01 10:00  ann   says   acme  The pump again: is it for hire?
    2026-03-01 11:00  bob   says   cid   Their pump is loud.
    2026-03-01 12:00  cid   says   bob   My pump is not.
    """
    heard("acme")
    found = look_for("pump", member=owner, limit=1)
    assert (found.people, found.conversations, found.posts) == (0, 2, 2)
    assert [hit.words for hit in found.hits] == ["The pump again: is it for hire?", "My pump is not."]
    rest = look_for("pump", member=owner, limit=5, kind="post", after=1)
    assert [(hit.kind, hit.words) for hit in rest.hits] == [("post", "Their pump is loud.")]
    assert rest.hits[0].url == PostRow.objects.get(text="Their pump is loud.").url
    assert (rest.total("conversation"), rest.of("conversation")) == (2, ())


def test_what_is_found_stands_in_the_first_words_that_are_shown(owner: Member, heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Good morning
    """
    heard("acme")
    PostRow.objects.update(text="Good morning. " * 9 + "Whom to ask about the pump that we bought? " + "Thanks. " * 30)
    (hit,) = find("pump", member=owner)
    assert hit.words.startswith("…") and [hit.words[a:b] for a, b in hit.marks] == ["pump"]
    assert hit.marks[0][1] < 80, "three lines on a small screen"
    PostRow.objects.update(title="On valves")
    (hit,) = find("valve", member=owner)
    assert (hit.words, hit.marks) == ("On valves", ((3, 8),)), "it is the title that has it"


def test_who_is_found_by_an_account_sees_which(owner: Member, heard: Callable[..., None]) -> None:
    """
    2026-03-03 09:00  ann  says  acme  Does it run on SQLite?
    """
    heard("acme")
    Person.objects.update(name="Somebody")
    (hit,) = find("@ann", member=owner)
    assert hit.words.endswith("· @ann") and [hit.words[a:b] for a, b in hit.marks] == ["ann"]
