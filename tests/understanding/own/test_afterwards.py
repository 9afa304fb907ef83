"""What was learnt follows what happens to the posts, to the readers, and in other processes."""

from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest

from tests.conftest import actor
from tests.understanding.own.test_own_ways import BEGIN, gym, hear, label  # noqa: F401 a fixture
from twoears.activities.models import Position
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Activity, Post
from twoears.jobs import catch_up, left_to_do
from twoears.people.actions import forget
from twoears.people.models import Person
from twoears.people.ties.learning.tasks import STEP as TIES_TOLD
from twoears.people.ties.learning.tasks import behind as ties_to_learn
from twoears.team.models import Member
from twoears.threads.actions import say_us
from twoears.understanding.models import Correction, Note
from twoears.understanding.own import tasks
from twoears.understanding.own.actions import choose_enough, choose_layer, take_choice_back
from twoears.understanding.own.layer import packed, unpacked
from twoears.understanding.own.models import OwnLayer
from twoears.understanding.own.pages import corrections, ways
from twoears.understanding.teaching.actions import take_back

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 3, 5, tzinfo=UTC)


def notes() -> list[tuple[object, ...]]:
    return sorted(Note.objects.values_list("post", "reader", "version", "label", "probability", "spans"))


def test_unlearning_restores_every_note_with_its_version_and_how_sure_it_was(
    gym: list[Correction],  # noqa: F811
    owner: Member,
) -> None:
    for made in gym:
        take_back(member=owner, correction=made.pk)
    catch_up()
    before = notes()
    Correction.objects.update(undone_at=None)
    catch_up()
    taught = {one[2] for one in notes()}
    assert any("+" in str(version) for version in taught), "posts that read as before are read by the layer, too"
    aside = choose_layer(member=owner, reader="complaint", reads=False)
    catch_up()
    take_choice_back(member=owner, choice=aside.pk)
    catch_up()
    assert {one[2] for one in notes()} == taught
    for made in gym:
        made.refresh_from_db()
        take_back(member=owner, correction=made.pk)
    catch_up()
    assert notes() == before


def test_what_deleted_posts_taught_is_unlearnt(gym: list[Correction]) -> None:  # noqa: F811
    catch_up()
    assert ways().layers
    for post in PostRow.objects.filter(corrections__isnull=False):
        record([Activity(id=f"{post.uid}#gone", type="Delete", actor=actor("ann"), published=LATER, object=post.uid)])
    catch_up()
    assert not ways().layers and not OwnLayer.objects.get().weights


def test_what_a_forgotten_person_taught_is_unlearnt_even_where_nobody_else_taught_anything(
    gym: list[Correction],  # noqa: F811
    owner: Member,
) -> None:
    say_us(member=None, handles=["acme"])
    catch_up()
    assert ways().layers
    forget(member=owner, person=Person.objects.get().public_id, typed="Ann")
    catch_up()
    assert not Correction.objects.exists()
    assert not ways().layers and not OwnLayer.objects.get().weights


def test_words_that_were_edited_are_not_what_the_member_looked_at(gym: list[Correction]) -> None:  # noqa: F811
    catch_up()
    assert OwnLayer.objects.get().taught == 42
    other = Post(id=gym[0].post.uid, author=actor("ann"), published=BEGIN, text="What a lovely evening.")
    record([Activity(id="edit", type="Update", actor=other.author, published=LATER, object=other)])
    catch_up()
    assert "What a lovely evening." not in [text.words for text, _ in corrections("complaint")]
    assert OwnLayer.objects.get().taught == 41


def test_a_layer_of_another_version_of_its_reader_stops_nothing_and_is_taught_anew(
    gym: list[Correction],  # noqa: F811
) -> None:
    catch_up()
    row = OwnLayer.objects.get()
    layer = unpacked(bytes(row.weights), row.reader, row.version)
    other = type(layer)(
        layer.reader,
        1,
        ("a", "b", "c"),
        layer.keys,
        layer.rarity,
        np.zeros((len(layer.keys), 3)),
        np.zeros(3),
        np.zeros((3, 3)),
    )
    OwnLayer.objects.update(weights=packed(other), stands_on="another")
    Position.objects.filter(step__in=["read by", "layers taught by"]).update(reached=1)
    catch_up()
    assert ways().layers["complaint"].labels == layer.labels


def test_what_was_read_before_anything_was_chosen_follows_the_first_choice(owner: Member) -> None:
    """As in a workspace that is older than choices are."""
    words = "Lost my grip on the blue crux, third time this week"
    hear(words)
    Position.objects.filter(step="read in our ways").delete()
    choose_enough(member=owner, reader="complaint", enough=0.6)
    catch_up()
    assert label(words) == "complaint"


def test_two_processes_may_teach_the_first_layer_at_once(
    gym: list[Correction],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    learn = tasks._learn

    def meanwhile(reader: str, now: datetime) -> OwnLayer | None:
        ours, theirs = learn(reader, now), learn(reader, now)
        if theirs is not None and theirs.pk is None:
            theirs.save()
        return ours

    monkeypatch.setattr(tasks, "_learn", meanwhile)
    catch_up()
    assert OwnLayer.objects.get().helps


def test_as_long_as_there_is_something_to_learn_something_is_left_to_do(
    gym: list[Correction],  # noqa: F811
    owner: Member,
) -> None:
    catch_up()
    assert left_to_do() == 0
    take_back(member=owner, correction=gym[0].pk)
    assert tasks.behind() and left_to_do() == 1
    catch_up()
    assert not tasks.behind() and left_to_do() == 0


def test_ties_that_are_not_told_by_what_was_learnt_are_left_to_do(heard: Callable[..., None]) -> None:
    """
    2026-03-01  ann   says   acme  Does it run on SQLite?
    2026-03-02  acme  reply  ann   It does.
    """
    heard("acme")
    assert not ties_to_learn() and left_to_do() == 0
    Position.objects.filter(step=TIES_TOLD).update(reached=0)
    assert ties_to_learn() and left_to_do() == 1
    catch_up()
    assert left_to_do() == 0
