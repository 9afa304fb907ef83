"""What members decide: done, later, handed over, noted, drafted, and taken back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import stream_of
from twoears.activities.models import Activity as ActivityRow
from twoears.activities.record import record
from twoears.conversations.actions import (
    NotAllowed,
    NotHere,
    NothingToSay,
    annotate,
    answered_there,
    done,
    hand_over,
    later,
    save_draft,
    undo,
)
from twoears.conversations.models import Standing
from twoears.conversations.pages.finding import find, first_finding
from twoears.conversations.pages.queue import conversations, long_waiting, today
from twoears.conversations.pages.thread import conversation
from twoears.jobs import catch_up
from twoears.team.models import Member, Role

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
ONE_QUESTION = "2026-03-03 09:00  ann  says  acme  Does it run on SQLite?"


@pytest.fixture
def waiting(owner: Member) -> str:
    """The id of one conversation that waits."""
    from twoears.threads.actions import say_us

    say_us(member=None, handles=["acme"])
    record(stream_of(ONE_QUESTION))
    catch_up()
    return today(owner, now=NOW).waiting[0].conversation


def ids(owner: Member, now: datetime = NOW) -> list[str]:
    return [row.conversation for row in today(owner, now=now).waiting]


def test_done_is_done_until_they_speak_again(owner: Member, waiting: str) -> None:
    done(member=owner, conversation=waiting, now=NOW)
    assert ids(owner) == []
    assert conversation(waiting, owner, now=NOW).state == "done"
    record(stream_of(ONE_QUESTION + "\n2026-03-03 11:00  ann  reply  ann  And does it run on Windows?"))
    catch_up()
    row = today(owner, now=NOW).waiting[0]
    assert (row.conversation, row.waiting_since) == (waiting, datetime(2026, 3, 3, 11, tzinfo=UTC))


def test_a_decision_can_be_taken_back(owner: Member, waiting: str) -> None:
    made = done(member=owner, conversation=waiting, now=NOW)
    undo(member=owner, decision=made.pk)
    undo(member=owner, decision=made.pk)
    assert ids(owner) == [waiting]
    assert conversation(waiting, owner).decisions[0].undone


def test_decisions_last_when_everything_is_told_anew(owner: Member, waiting: str) -> None:
    from twoears.threads.tasks import weave_again

    done(member=owner, conversation=waiting, now=NOW)
    weave_again()
    catch_up()
    assert ids(owner) == []


def test_later_is_a_tab_and_comes_back(owner: Member, waiting: str) -> None:
    later(member=owner, conversation=waiting, until=NOW + timedelta(days=1), now=NOW)
    assert ids(owner) == []
    assert [r.conversation for r in conversations(owner, tab="later", now=NOW).rows] == [waiting]
    assert ids(owner, NOW + timedelta(days=2)) == [waiting]


def test_new_words_end_later(owner: Member, waiting: str) -> None:
    later(member=owner, conversation=waiting, until=NOW + timedelta(days=9), now=NOW)
    record(stream_of(ONE_QUESTION + "\n2026-03-03 11:00  ann  reply  ann  Is anybody there?"))
    catch_up()
    assert ids(owner) == [waiting]


def test_what_is_handed_over_is_theirs(owner: Member, waiting: str) -> None:
    tom = Member.objects.create(username="tom", first_name="Tom")
    hand_over(member=owner, conversation=waiting, to_member=tom, reason="reads as hiring", now=NOW)
    assert [r.owner for r in conversations(tom, tab="mine", now=NOW).rows] == ["Tom"]
    assert conversations(owner, tab="nobody", now=NOW).rows == ()


def test_answered_there_closes_it(owner: Member, waiting: str) -> None:
    answered_there(member=owner, conversation=waiting, now=NOW)
    assert ids(owner) == []


def test_a_note_is_kept_and_needs_words(owner: Member, waiting: str) -> None:
    annotate(member=owner, conversation=waiting, text="  Help first.  ")
    assert [n.text for n in conversation(waiting, owner).notes] == ["Help first."]
    with pytest.raises(NothingToSay):
        annotate(member=owner, conversation=waiting, text="   ")


def test_a_draft_is_kept_for_its_writer_and_goes_when_empty(owner: Member, waiting: str) -> None:
    other = Member.objects.create(username="other")
    save_draft(member=owner, conversation=waiting, text="It does.")
    assert conversation(waiting, owner).draft == "It does."
    assert conversation(waiting, other).draft == ""
    save_draft(member=owner, conversation=waiting, text="")
    assert conversation(waiting, owner).draft == ""


def test_readers_look_and_strangers_see_nothing(owner: Member, waiting: str, reader: Member) -> None:
    assert conversation(waiting, reader).id == waiting
    for refused in (done, answered_there):
        with pytest.raises(NotAllowed):
            refused(member=reader, conversation=waiting)
    gone = Member.objects.create(username="gone", role=Role.OWNER, is_active=False)
    with pytest.raises(NotHere):
        conversation(waiting, gone)
    assert today(gone, now=NOW).waiting == ()
    assert find("SQLite", member=gone)[0].kind != "conversation"


def test_there_is_no_conversation_of_that_name(owner: Member) -> None:
    with pytest.raises(NotHere):
        conversation("c_nothing", owner)


def test_each_decision_is_an_activity(owner: Member, waiting: str) -> None:
    undo(member=owner, decision=done(member=owner, conversation=waiting, now=NOW).pk)
    annotate(member=owner, conversation=waiting, text="x")
    kinds = ActivityRow.objects.filter(source="team").order_by("pk").values_list("type", flat=True)
    assert list(kinds) == ["done", "reopen", "annotate"]


def test_open_questions_are_marked_in_their_words(owner: Member, waiting: str) -> None:
    message = conversation(waiting, owner).messages[0]
    assert [message.text[a:b] for a, b in message.marked] == ["Does it run on SQLite?"]


def test_the_order_is_the_earliest_broken_promise_moved_by_reasons(owner: Member, heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 12:00  bob   says   acme  This is the worst software I ever had, it crashes all day and nobody cares!
    """
    heard("acme")
    assert [(r.person, r.why[0].reason) for r in today(owner, now=NOW).waiting] == [
        ("Bob", "a complaint"),
        ("Ann", "open question"),
    ]


def test_what_waited_a_month_before_the_last_words_is_long_ago(owner: Member, heard: Callable[..., None]) -> None:
    """
    2025-01-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 12:00  bob   says   acme  Does it run on SQLite?
    """
    heard("acme")
    shown = today(owner, now=NOW)
    assert ([r.person for r in shown.waiting], shown.long_ago) == (["Bob"], 1)
    assert [r.person for r in long_waiting(owner, now=NOW)] == ["Ann"]


def test_an_old_archive_has_its_own_today(owner: Member, heard: Callable[..., None]) -> None:
    """
    2019-01-01 09:00  ann   says   acme  Does it run on SQLite?
    """
    heard("acme")
    assert [r.person for r in today(owner).waiting] == ["Ann"]


def test_the_first_finding_is_true(owner: Member, heard: Callable[..., None]) -> None:
    """
    2026-03-01 09:00  ann   says   acme  Does it run on SQLite?
    2026-03-01 10:00  acme  reply  ann   It does.
    2026-03-01 09:00  bob   says   acme  Does it run on SQLite?
    """
    assert first_finding(owner, now=NOW) is None
    heard("acme")
    found = first_finding(owner, now=NOW)
    assert found is not None
    assert (found.number.k, found.number.n, found.waiting) == (1, 2, 1)
    assert [q.who for q in found.quotes] == ["Bob"]


def test_pages_of_a_list_hold_everybody_once(owner: Member) -> None:
    from twoears.threads.actions import say_us

    say_us(member=None, handles=["acme"])
    record(stream_of("\n".join(f"2026-03-03 09:{n:02}  p{n}  says  acme  Does it run on SQLite?" for n in range(25))))
    catch_up()
    seen: list[str] = []
    after = ""
    while True:
        page = conversations(owner, after=after, limit=10, now=NOW)
        seen += [row.conversation for row in page.rows]
        after = page.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 25 == Standing.objects.count()
