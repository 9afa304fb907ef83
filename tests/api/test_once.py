"""A POST that is sent twice under one key is done once."""

from datetime import UTC, datetime, timedelta

import pytest

from twoears.conversations.models import Decision, TeamNote
from twoears.team.actions import answer_kept
from twoears.team.models import KeptAnswer


def test_the_same_key_is_done_once_and_answered_alike(ask, conversation) -> None:
    where = f"conversations/{conversation('Ann')}/notes"
    first, again = (ask("POST", where, {"text": "Call her."}, Idempotency_Key="k1") for _ in range(2))
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert again["Idempotency-Replayed"] == "true"
    assert again["Content-Type"] == first["Content-Type"]
    assert TeamNote.objects.count() == 1


def test_without_a_key_it_is_done_twice(ask, conversation) -> None:
    where = f"conversations/{conversation('Ann')}/notes"
    for _ in range(2):
        ask("POST", where, {"text": "Call her."})
    assert TeamNote.objects.count() == 2


def test_the_same_key_for_another_question_is_a_mistake(ask, conversation) -> None:
    where = f"conversations/{conversation('Ann')}/notes"
    ask("POST", where, {"text": "Call her."}, Idempotency_Key="k1")
    assert ask("POST", where, {"text": "Call him."}, Idempotency_Key="k1").status_code == 422
    assert ask("POST", where, {"text": "Call him."}, Idempotency_Key="k" * 201).status_code == 422
    assert TeamNote.objects.count() == 1


def test_two_members_may_choose_the_same_key(ask, ask_as_owner, conversation) -> None:
    where = f"conversations/{conversation('Ann')}/notes"
    for who in (ask, ask_as_owner):
        assert who("POST", where, {"text": "Call her."}, Idempotency_Key="k1").status_code == 201
    assert TeamNote.objects.count() == 2


def test_a_refusal_is_not_kept(ask, conversation) -> None:
    where = f"conversations/{conversation('Ann')}/done"
    assert ask("POST", where, Idempotency_Key="k1", If_Match='"old"').status_code == 412
    assert not KeptAnswer.objects.exists()
    assert ask("POST", where, Idempotency_Key="k1").status_code == 201
    assert Decision.objects.count() == 1


def test_a_replay_needs_the_scope_as_well(ask, ask_as_reader, conversation) -> None:
    where = f"conversations/{conversation('Ann')}/done"
    ask("POST", where, Idempotency_Key="k1")
    assert ask_as_reader("POST", where, Idempotency_Key="k1").status_code == 403


def test_an_answer_without_words_is_kept_too(ask, source) -> None:
    for _ in range(2):
        assert ask("POST", f"sources/{source.pk}/remove", Idempotency_Key="k1").status_code == 204


def test_an_answer_is_kept_for_a_day(member) -> None:
    now = datetime.now(UTC)
    with_key = {"member": member, "key": "k1", "asked": "a"}
    KeptAnswer.objects.filter(pk=answer_kept(**with_key, now=now).pk).update(status=201)
    assert answer_kept(**with_key, now=now + timedelta(hours=23)).status == 201
    assert answer_kept(**with_key, now=now + timedelta(hours=25)).status == 0


def test_when_the_answer_is_lost_so_is_the_deed(ask, conversation, monkeypatch) -> None:
    from twoears.api import once

    def crash(*args: object, **kwargs: object) -> None:
        raise OSError("the power went")

    monkeypatch.setattr(once, "keep_answer", crash)
    with pytest.raises(OSError, match="power"):
        ask("POST", f"conversations/{conversation('Ann')}/done", Idempotency_Key="k1")
    assert not Decision.objects.exists()
