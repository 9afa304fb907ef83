"""Who is forgotten goes from what members wrote down of them too, and from what was made of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import actor
from twoears.activities.models import Actor as ActorRow
from twoears.activities.record import record
from twoears.activities.values import Activity
from twoears.jobs import catch_up
from twoears.people.actions import forget
from twoears.people.buying.models import BuyingView
from twoears.people.buying.tasks import tell_buying
from twoears.people.models import Person
from twoears.reach.wanted.actions import bring_back, remove, want
from twoears.reach.wanted.models import Wanted
from twoears.team.models import Member

pytestmark = pytest.mark.django_db


def test_no_list_names_them_any_more_not_even_one_that_was_removed(
    owner: Member, heard: Callable[..., None], tmp_path: Path
) -> None:
    """
    2026-03-01  acme     says   -     Hello.
    2026-03-02  zebedee  reply  acme  Hello to you.
    """
    heard("acme")
    record([Activity(id="x:likes", type="Like", actor=actor("bob"), published=datetime(2026, 3, 3, tzinfo=UTC),
                     object="https://x.com/acme/status/0")])  # fmt: skip
    kept = want(member=owner, text="@Zebedee\nhttps://x.com/zebedee\nzebedee\n@bob\nnorrvik.example", name="A")[0]
    gone = want(member=owner, text="@zebedee\n@bob", name="B")[0]
    alone = want(member=owner, text="@zebedee", name="C")[0]
    remove(member=owner, key=gone.pk)
    catch_up()
    who = Person.objects.get(name="Zebedee")
    forget(member=owner, person=who.public_id, typed="Zebedee")
    kept.refresh_from_db()
    assert kept.things == "@bob\nnorrvik.example"
    assert bring_back(member=owner, key=gone.pk).things == "@bob"
    assert not Wanted.objects.filter(pk=alone.pk).exists(), "a list of nobody is none"
    catch_up()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in files if b"zebedee" in path.read_bytes().lower()] == []


def test_their_house_is_not_told_by_what_they_did(owner: Member, heard: Callable[..., None]) -> None:
    """
    2026-03-01  acme  says   -     Hello.
    2026-03-02  ann   reply  acme  Hello to you.
    """
    heard("acme")
    ActorRow.objects.filter(handle="ann").update(mail="ann@norrvik.example")
    moment, who = datetime.now(UTC), Person.objects.get(name="Ann")
    assert not tell_buying(moment), "it was told today"
    for house in ("norrvik.example", "kitano.example"):
        BuyingView.objects.create(organisation=house, reasons=["ordered"], as_of=moment, version="1")
    forget(member=owner, person=who.public_id, typed="Ann")
    assert set(BuyingView.objects.filter(person=None).values_list("organisation", flat=True)) == {"", "kitano.example"}
    assert tell_buying(moment), "and all is told anew at once"
