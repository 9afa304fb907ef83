"""Who hears whom, as the record tells it: built behind the record, kept in versions, the same when made again."""

import json
import os
import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings

from tests.conftest import actor
from twoears.activities.models import Actor as ActorRow
from twoears.activities.record import record
from twoears.activities.values import Activity, Actor, Post, created
from twoears.jobs import catch_up
from twoears.people.actions import forget, merge, undo_identity
from twoears.people.models import Identity
from twoears.reach import store
from twoears.reach.graph import FOLLOWS, KINDS, KNOWS, LIKES, MENTIONS, REPLIES, SHARES, WRITES
from twoears.reach.joined.vertices import Joined
from twoears.reach.pages import reached
from twoears.reach.tasks import held, refresh

Hear = Callable[..., None]
DAY = datetime(2026, 3, 1, tzinfo=UTC)


def where() -> Path:
    return store.folder(Path(settings.DATA))


def ties() -> dict[tuple[str, str], int]:
    """(who speaks, who hears) -> what they did, by the names of accounts."""
    version = store.current(where())
    assert version
    names = dict(ActorRow.objects.values_list("pk", "handle"))
    found: dict[tuple[str, str], int] = {}
    for part in version.parts():
        for tie in version.ties(part):
            pair = names[tie["speaker"]], names[tie["hearer"]]
            found[pair] = found.get(pair, 0) | int(tie["kind"])
    return found


def kept() -> dict[str, bytes]:
    """Every array of the version that holds, byte by byte."""
    version = store.current(where())
    assert version
    files = (path for path in version.folder.rglob("*") if path.suffix == ".npy")
    return {str(path.relative_to(version.folder)): path.read_bytes() for path in files}


def did(who: Actor, verb: str, what: Actor | Post | str, at: datetime = DAY) -> Activity:
    about = what if isinstance(what, str) else what.id
    return Activity(id=f"{who.id}#{verb}-{about}", type=verb, actor=who, published=at, object=what)


def post(who: Actor, key: str, **also: object) -> Post:
    return Post(id=f"{who.id}/{key}", author=who, published=DAY, text="Hello.", **also)  # type: ignore[arg-type]


def tell(activities: Iterable[Activity]) -> None:
    record(list(activities))
    catch_up()


ANN, BOB, CAT, ACME = actor("ann"), actor("bob"), actor("cat"), actor("acme")


def test_whoever_answers_hears_whom_they_answer_and_is_heard_by_whom_they_name(heard: Hear) -> None:
    """
    2026-03-01  ann   says   acme  Does it run on SQLite?
    2026-03-02  acme  reply  ann   It does.
    """
    heard("acme")
    assert ties() == {("ann", "acme"): MENTIONS | REPLIES, ("acme", "ann"): MENTIONS}


def test_whoever_follows_likes_or_shares_hears_and_two_who_are_connected_hear_each_other(db: None) -> None:
    said = post(ANN, "1")
    tell([created(said), did(BOB, "Follow", ANN), did(BOB, "Like", said.id), did(CAT, "Announce", said.id),
          did(CAT, "Accept", BOB)])  # fmt: skip
    assert ties() == {("ann", "bob"): FOLLOWS | LIKES, ("ann", "cat"): SHARES, ("bob", "cat"): KNOWS,
                      ("cat", "bob"): KNOWS}  # fmt: skip


def test_words_in_private_reach_whom_they_are_written_to(db: None) -> None:
    ann, bob = (Actor(id=f"mailto:{n}@norrvik.example", network="mail", handle=n) for n in ("ann", "bob"))
    tell([created(post(bob, "0")), created(post(ann, "1", mentions=(bob.id,), private=True))])
    assert ties() == {("ann", "bob"): WRITES}


def test_a_follow_that_is_undone_is_none_and_nobody_undoes_that_of_another(db: None) -> None:
    follow = did(BOB, "Follow", ANN)
    tell([follow, did(CAT, "Undo", follow.id)])
    assert ties() == {("ann", "bob"): FOLLOWS}
    tell([did(BOB, "Undo", follow.id)])
    assert ties() == {}


def test_an_undoing_may_be_heard_before_what_it_undoes(db: None) -> None:
    follow = did(BOB, "Follow", ANN)
    tell([did(BOB, "Undo", follow.id)])
    tell([follow])
    assert ties() == {}


def test_a_post_that_comes_after_its_answer_ties_them(db: None) -> None:
    asked = post(ANN, "1")
    tell([created(post(BOB, "2", in_reply_to=asked.id)), did(CAT, "Like", asked.id)])
    assert ties() == {}
    tell([created(asked)])
    assert ties() == {("ann", "bob"): REPLIES, ("ann", "cat"): LIKES}


def test_somebody_named_by_handle_is_found_once_they_are_heard(db: None) -> None:
    tell([created(post(ANN, "1", mentions=("@Bob",)))])
    assert ties() == {}
    tell([did(BOB, "Follow", CAT)])
    assert ties()["ann", "bob"] == MENTIONS


def test_what_its_author_deletes_ties_nobody(db: None) -> None:
    said = post(ANN, "1", mentions=(BOB.id,))
    tell([created(said), did(BOB, "Follow", CAT)])
    assert ("ann", "bob") in ties()
    tell([did(ANN, "Delete", said.id, datetime(2026, 3, 2, tzinfo=UTC))])
    assert ("ann", "bob") not in ties()


def test_an_edit_that_names_somebody_else_moves_the_tie(db: None) -> None:
    said = post(ANN, "1", mentions=(BOB.id,))
    tell([created(said), did(BOB, "Follow", CAT)])
    later = datetime(2026, 3, 2, tzinfo=UTC)
    tell([did(ANN, "Update", post(ANN, "1", mentions=(CAT.id,)), later)])
    assert ("ann", "bob") not in ties() and ("ann", "cat") in ties()


def test_step_by_step_or_all_at_once_the_arrays_are_the_same(stream: list[Activity], db: None) -> None:
    """
    2026-03-01  ann   says   acme  Does it run on SQLite?
    2026-03-02  acme  reply  ann   It does.
    2026-03-03  bob   reply  acme  Price?
    2026-03-04  cat   says   bob   Have you seen this?
    """
    for activity in [*stream, did(CAT, "Follow", ANN), did(CAT, "Undo", f"{CAT.id}#Follow-{ANN.id}")]:
        tell([activity])
    grown = kept()
    shutil.rmtree(where())
    assert refresh()
    assert kept() == grown


def test_nothing_new_makes_no_new_version(heard: Hear) -> None:
    """
    2026-03-01  ann   says   acme  Does it run on SQLite?
    """
    heard("acme")
    assert not refresh()


def test_who_is_forgotten_is_in_no_array_and_the_rest_stays(heard: Hear, owner: object) -> None:
    """
    2026-03-01  ann   says   acme  Does it run on SQLite?
    2026-03-02  bob   says   acme  And on PostgreSQL?
    2026-03-02  acme  reply  ann   It does.
    """
    heard("acme")
    gone = ActorRow.objects.get(handle="ann").pk
    person = Identity.objects.get(actor=gone).public_id
    forget(member=owner, person=person, typed="Ann")  # type: ignore[arg-type]
    catch_up()
    version = store.current(where())
    assert version and gone not in store.accounts(version).tolist()
    assert ties() == {("bob", "acme"): MENTIONS}
    assert [path.name for path in where().iterdir() if path.is_dir()] == [version.name]
    again = kept()
    shutil.rmtree(where())
    refresh()
    assert kept() == again


def test_two_accounts_of_one_person_are_one_vertex_and_two_again_once_split(heard: Hear, owner: object) -> None:
    """
    2026-03-01  ann   says   acme  Does it run on SQLite?
    2026-03-02  bob   says   acme  And on PostgreSQL?
    """
    heard("acme")
    assert _people() == 2
    ann, bob = (Identity.objects.get(actor__handle=who).public_id for who in ("ann", "bob"))
    made = merge(member=owner, left=ann, right=bob)  # type: ignore[arg-type]
    catch_up()
    assert _people() == 1
    undo_identity(member=owner, change=made.pk)  # type: ignore[arg-type]
    catch_up()
    assert _people() == 2


def _people() -> int:
    version = store.current(where())
    assert version
    return Joined.load(version.joined()).graph.people


def test_killed_at_any_instant_a_whole_version_is_left(heard: Hear, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    2026-03-01  ann   says   acme  Does it run on SQLite?
    """
    heard("acme")
    before = kept()
    record([did(BOB, "Follow", ANN)])
    for instant in range(40):
        if not _killed_at(instant, monkeypatch):
            break
        assert kept() == before
    else:
        pytest.fail("it never ended")
    assert instant > 3 and ("ann", "bob") in ties()
    assert len([path for path in where().iterdir() if path.name.startswith("v-")]) == 1


class _Killed(BaseException):
    """As by `kill -9`: nothing behind it is run."""


def _killed_at(instant: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Run a round that ends when it touches the disk for the time `instant`; whether it came to that."""
    left = [instant]

    def until(do: Callable[..., object]) -> Callable[..., object]:
        def touch(*args: object, **also: object) -> object:
            if not left[0]:
                raise _Killed
            left[0] -= 1
            return do(*args, **also)

        return touch

    with monkeypatch.context() as patched:
        patched.setattr(np, "save", until(np.save))
        patched.setattr(os, "replace", until(os.replace))
        patched.setattr(Path, "write_text", until(Path.write_text))
        patched.setattr(Path, "mkdir", until(Path.mkdir))
        try:
            refresh()
        except _Killed:
            return True
    return False


def test_a_folder_older_than_the_database_is_caught_up(heard: Hear) -> None:
    """
    2026-03-01  ann   says   acme  Does it run on SQLite?
    """
    heard("acme")
    backup = where().with_name("backup")
    shutil.copytree(where(), backup)
    tell([did(BOB, "Follow", ANN)])
    shutil.rmtree(where())
    backup.rename(where())
    refresh()
    assert ties()["ann", "bob"] == FOLLOWS


def test_what_was_made_in_another_way_is_made_anew(heard: Hear) -> None:
    """
    2026-03-01  ann   says   acme  Does it run on SQLite?
    """
    heard("acme")
    version = store.current(where())
    assert version
    (version.folder / "about.json").write_text(json.dumps({**version.about, "by": 0}))
    assert held() is None and reached().version == ""
    assert refresh() and held()


def test_every_kind_is_a_bit_of_its_own() -> None:
    assert sum(KINDS.values()) == (1 << len(KINDS)) - 1
