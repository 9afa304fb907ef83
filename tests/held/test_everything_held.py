"""Every table says whether it holds something of a person; what is held is in their copy, and goes when they ask."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from tests.conftest import NOW
from tests.held.rows import along, says
from twoears.activities.models import Activity, Actor, Post
from twoears.activities.record import record
from twoears.activities.values import Activity as ActivityValue
from twoears.held.holdings import HOLD_NOTHING, HOLDINGS, Holding
from twoears.held.pages import found, rows, whose, write_copy_of
from twoears.jobs import catch_up
from twoears.people.actions import forget
from twoears.people.buying.models import BuyingView
from twoears.people.models import Person
from twoears.people.tasks import meet_by_hand
from twoears.reach.wanted.actions import want
from twoears.team.models import Member

TABLES: dict[str, type[models.Model]] = {
    model.__name__: model for model in apps.get_app_config("twoears").get_models() if not model._meta.auto_created
}
HELD = {holding.table: holding for holding in HOLDINGS}
LINKS = [(holding, link) for holding in HOLDINGS for link in holding.by]
# What a person is from the first: they are there already, and of each there is one.
GIVEN = {"Actor", "Person", "Identity"}
WORDS = "zebedee zebedee"
# Lists of work that is done in the next round, and ids that tie posts: see `HOLD_NOTHING`.
QUEUES = {"Band.post", "Changed.post", "ChangedActor.actor", "ThreadKey.thread", "ToMatch.actor", "Unmet.thread"}


def test_every_table_says_whether_it_holds_something_of_people() -> None:
    assert sorted([*HELD, *HOLD_NOTHING]) == sorted(TABLES), "say in twoears/held/holdings.py what a table holds"
    assert all(HOLD_NOTHING.values()), "and why it holds nothing"


def test_every_link_to_somebody_makes_a_row_theirs_or_says_why_not() -> None:
    silent = [
        f"{name}.{field.name}"
        for name, model in TABLES.items()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model.__name__ in HELD
        and field.name not in spoken_of(HELD.get(name))
    ]  # fmt: skip
    assert set(silent) == QUEUES, "say in twoears/held/holdings.py by what a row is theirs, or why it is not"


def spoken_of(holding: Holding | None) -> set[str]:
    if holding is None:
        return set()
    return {link.partition("__")[0] for link in holding.by} | set(holding.apart)


def test_no_file_of_a_copy_has_the_name_of_another() -> None:
    names = [holding.name for holding in HOLDINGS]
    assert len(set(names)) == len(names)


@pytest.fixture
def zebedee(db: None, stream: list[ActivityValue]) -> Person:
    """Recorded and met, and nothing more: what is made of it comes from each test."""
    record(stream)
    meet_by_hand(Actor.objects.get(handle="zebedee").pk)
    return Person.objects.get(name="Zebedee")


def made(person: Person, holding: Holding, link: str) -> models.Model:
    """A row of this table that is theirs by this link, with words that are found again wherever they go."""
    actor, model = person.first_actor, TABLES[holding.table]
    for whole, end in (
        ("post__author", Post.objects.filter(author=actor).get()),
        ("about__author", Post.objects.filter(author=actor).get()),
        ("activity__actor", Activity.objects.filter(actor=actor).get()),
        ("person__identities__actor", person),
    ):
        if link == whole:
            return along(model, link.partition("__")[0], end, WORDS)
    return along(model, link, actor, WORDS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("holding", "link"), [pair for pair in LINKS if pair[0].table not in GIVEN],
    ids=[f"{h.table}-{link}" for h, link in LINKS if h.table not in GIVEN],
)  # fmt: skip
def test_what_hangs_on_them_is_in_their_copy_and_goes_with_them(
    holding: Holding, link: str, zebedee: Person, owner: Member
) -> None:
    """
    2026-03-01  acme     says   -     Hello.
    2026-03-02  zebedee  reply  acme  Hello to you.
    """
    model = TABLES[holding.table]
    row = made(zebedee, holding, link)
    if holding.table == "LikelyMatch":
        model._default_manager.update(reasons=[[f"{WORDS}: and bob", 1.0]])
        assert "bob" not in json.dumps(list(rows(holding, whose(zebedee.public_id))))
    who = whose(zebedee.public_id)
    assert row in found(holding, who)
    assert WORDS in json.dumps(list(rows(holding, who))) or not says(model)
    forget(member=owner, person=zebedee.public_id, typed="Zebedee")
    assert not model._default_manager.filter(pk=row.pk).exists()
    assert holding_words(WORDS) == []


def texts(model: type[models.Model]) -> list[Any]:
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [f for f in model._meta.concrete_fields if isinstance(f, kinds)]


def holding_words(words: str) -> list[str]:
    """Every table and column where these words are still found."""
    return sorted({
        f"{name}.{field.name}"
        for name, model in TABLES.items()
        for field in texts(model)
        for value in model._default_manager.values_list(field.name, flat=True)
        if words in json.dumps(value, ensure_ascii=False).lower()
    })  # fmt: skip


# Words and ids of others, and what these are tied by: they stay as those others gave them.
OF_OTHERS = {"Post.text", "Post.in_reply_to", "Post.mentions", "Referral.named", "Referral.words", "Unmet.name"}


def test_nothing_names_them_any_more_but_the_words_of_others(owner: Member, heard: Callable[..., None]) -> None:
    """
    2026-03-01        acme     says   -        Hello.
    2026-03-02 09:00  zebedee  reply  acme     Hello to you. Does it run on a boat?
    2026-03-02 10:00  bob      reply  zebedee  It does, zebedee. I love it.
    2026-03-02 11:00  acme     reply  zebedee  It does on most boats.
    2026-03-02 12:00  zebedee  reply  acme     My friend Bob told me of you. Thank you!
    2026-03-03        zebedee  says   -        Acme is slow, and the crane is broken again.
    2026-03-03        acme     reply  zebedee  We are sorry to hear that.
    2026-03-03        bob      reply  acme     Zebedee recommended you to me.
    """
    heard("acme")
    want(member=owner, text="@Zebedee\nbob", name="Harbour")
    forget(member=owner, person=Person.objects.get(name="Zebedee").public_id, typed="Zebedee")
    catch_up()
    assert set(holding_words("zebedee")) <= OF_OTHERS


def test_a_copy_tells_what_is_in_it_and_names_nobody_else(owner: Member, heard: Callable[..., None]) -> None:
    """
    2026-03-01        acme     says   -        Hello.
    2026-03-02 09:00  zebedee  reply  acme     Hello to you. Does it run on a boat?
    2026-03-02 10:00  bob      reply  zebedee  It does on mine.
    """
    heard("acme")
    want(member=owner, text="@zebedee\nbob", name="Harbour")
    out = io.BytesIO()
    counts = write_copy_of(Person.objects.get(name="Zebedee").public_id, out, datetime(2026, 3, 10, tzinfo=UTC))
    assert {name for name, n in counts.items() if n} >= {"accounts", "posts", "activities", "turns", "ties", "wanted"}
    with zipfile.ZipFile(out) as copy:
        files = {name: copy.read(name).decode() for name in copy.namelist()}
    assert set(files) == {f"{name}.jsonl" for name, n in counts.items() if n} | {"about.json", "README.md"}
    told = {file["name"]: file for file in json.loads(files["about.json"])["files"]}
    assert all(told[name]["rows"] == n for name, n in counts.items())
    assert set(told["accounts"]["keys"]) == set(json.loads(files["accounts.jsonl"]))
    assert json.loads(files["about.json"])["of_others"] == {"replies": 1, "deeds": {}}
    assert all(json.loads(line) for name, text in files.items() if name.endswith("l") for line in text.splitlines())
    assert "1 answer of others to you" in files["README.md"]
    assert not [name for name, text in files.items() if "bob" in text.lower() or "on mine" in text]


def test_what_colleagues_did_is_not_told_in_a_copy_as_what_moved_their_house(zebedee: Person) -> None:
    """2026-03-01 09:00  zebedee  says  acme  Does it run?"""
    Actor.objects.filter(handle="zebedee").update(mail="zebedee@north-dairy.example")
    BuyingView.objects.create(organisation="north-dairy.example", reasons=["asked, 4"], acts=4, as_of=NOW, version="1")
    held = next(one for one in HOLDINGS if one.table == "BuyingView")
    (row,) = rows(held, whose(zebedee.public_id))
    assert (row["organisation"], row["reasons"]) == ("north-dairy.example", [])
