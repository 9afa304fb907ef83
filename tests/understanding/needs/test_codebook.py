"""The codebook: what members decide of codes, each with its history, and taken back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.conftest import actor
from twoears.activities.models import Activity
from twoears.activities.models import Post as PostRow
from twoears.activities.record import record
from twoears.activities.values import Post, created
from twoears.team.models import Member, Role
from twoears.understanding.needs.actions import (
    describe_code,
    give_example,
    make_code,
    merge_codes,
    retire_code,
    split_code,
    undo_change,
)
from twoears.understanding.needs.coding.actions import (
    bring_talk_back,
    code_item,
    keep_talk,
    remove_talk,
    take_coding_back,
)
from twoears.understanding.needs.coding.pages import book, coded_as, one_talk, proposed, talks
from twoears.understanding.needs.items import Item
from twoears.understanding.needs.models import Coding, Talk
from twoears.understanding.needs.pages import changes, code_named, codes, one_code
from twoears.understanding.needs.trouble import (
    BadWords,
    MayNotCode,
    NameTaken,
    NoSuchCode,
    NoSuchTalk,
    NothingToCode,
    NotSo,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira(db: None) -> Member:
    return Member.objects.create(username="mira", role=Role.MEMBER)


@pytest.fixture
def said(db: None) -> Callable[..., Item]:
    """Somebody says something."""

    def say(text: str, who: str = "ann") -> Item:
        number = PostRow.objects.count()
        at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=number)
        record([created(Post(id=f"https://x.com/{who}/{number}", author=actor(who), published=at, text=text))])
        return Item("post", PostRow.objects.get(uid=f"https://x.com/{who}/{number}").pk)

    return say


def names() -> list[str]:
    return [one.name for one in codes()]


def test_a_code_is_made_described_and_both_are_taken_back(owner: Member) -> None:
    made = make_code(member=owner, name="  battery   life ", meaning="It does not last.")
    assert names() == ["battery life"]
    describe_code(member=owner, code=made.pk, name="Battery", use="Not for chargers.")
    shown = one_code(made.pk)
    assert (shown.name, shown.meaning, shown.use) == ("Battery", "It does not last.", "Not for chargers.")
    first, last = changes(made.pk)[1], changes(made.pk)[0]
    assert (last.what, last.was, last.now) == ("describe", "battery life", "Battery")
    with pytest.raises(NotSo, match="later change"):
        undo_change(member=owner, change=first.id)
    undo_change(member=owner, change=last.id)
    assert names() == ["battery life"]
    undo_change(member=owner, change=first.id)
    assert names() == [] and one_code(made.pk).state == "retired"
    assert all(change.undone for change in changes(made.pk))
    assert Activity.objects.filter(uid__startswith="twoears:codechange").count() == 4
    undo_change(member=owner, change=first.id)
    assert Activity.objects.filter(uid__startswith="twoears:codechange").count() == 4, "twice is once"


def test_two_codes_that_stand_do_not_share_a_name(owner: Member) -> None:
    battery, other = make_code(member=owner, name="Battery"), make_code(member=owner, name="Parcel")
    with pytest.raises(NameTaken):
        make_code(member=owner, name="battery")
    with pytest.raises(NameTaken):
        describe_code(member=owner, code=other.pk, name="BATTERY")
    retire_code(member=owner, code=battery.pk)
    again = make_code(member=owner, name="battery")
    with pytest.raises(NameTaken):
        undo_change(member=owner, change=changes(battery.pk)[0].id)
    retire_code(member=owner, code=again.pk)
    undo_change(member=owner, change=changes(battery.pk)[0].id)
    assert code_named("BATTERY") == battery.pk


def test_what_was_coded_by_a_merged_code_counts_for_the_other_and_comes_apart_again(
    owner: Member, said: Callable[..., Item]
) -> None:
    one, two = said("flat battery"), said("dead accumulator")
    battery, accu = make_code(member=owner, name="battery"), make_code(member=owner, name="accu")
    code_item(member=owner, item=one, code=battery.pk)
    code_item(member=owner, item=two, code=accu.pk)
    merge_codes(member=owner, code=accu.pk, into=battery.pk)
    assert names() == ["battery"] and len(coded_as(battery.pk)) == 2
    with pytest.raises(NotSo, match="merged into battery"):
        code_item(member=owner, item=one, code=accu.pk)
    with pytest.raises(NotSo):
        merge_codes(member=owner, code=battery.pk, into=accu.pk)
    with pytest.raises(NotSo, match="one code already"):
        merge_codes(member=owner, code=battery.pk, into=battery.pk)
    undo_change(member=owner, change=changes(accu.pk)[0].id)
    assert names() == ["accu", "battery"] and len(coded_as(battery.pk)) == 1


def test_merged_twice_it_counts_for_the_last(owner: Member, said: Callable[..., Item]) -> None:
    a, b, c = (make_code(member=owner, name=name) for name in "abc")
    code_item(member=owner, item=said("words"), code=a.pk)
    merge_codes(member=owner, code=a.pk, into=b.pk)
    merge_codes(member=owner, code=b.pk, into=c.pk)
    assert len(coded_as(c.pk)) == 1
    retire_code(member=owner, code=c.pk)
    assert book().codes == () and book().saturation.codes == 0


def test_a_split_takes_along_what_was_chosen_and_gives_it_back(owner: Member, said: Callable[..., Item]) -> None:
    items = [said(f"battery {n}") for n in range(3)]
    battery = make_code(member=owner, name="battery")
    for one in items:
        code_item(member=owner, item=one, code=battery.pk)
    made = split_code(member=owner, code=battery.pk, name="charger", items=items[:2])
    assert (len(coded_as(battery.pk)), len(coded_as(made.pk))) == (1, 2)
    assert one_code(made.pk).split_from == "battery"
    with pytest.raises(NotSo, match="None of that was coded as battery"):
        split_code(member=owner, code=battery.pk, name="third", items=items[:1])
    with pytest.raises(NotSo, match="Choose what"):
        split_code(member=owner, code=battery.pk, name="third", items=[])
    undo_change(member=owner, change=changes(made.pk)[0].id)
    assert len(coded_as(battery.pk)) == 3 and names() == ["battery"]


def test_a_split_that_is_taken_back_leaves_what_was_said_since(owner: Member, said: Callable[..., Item]) -> None:
    back, anew, still = said("flat battery"), said("battery died"), said("battery is empty")
    battery = make_code(member=owner, name="battery")
    for one in (back, anew, still):
        code_item(member=owner, item=one, code=battery.pk)
    made = split_code(member=owner, code=battery.pk, name="charger", items=[back, anew, still])
    take_coding_back(member=owner, coding=Coding.objects.get(code=made, post=back.key).pk)
    code_item(member=owner, item=anew, code=battery.pk, says=False)
    undo_change(member=owner, change=changes(made.pk)[0].id)
    standing = Coding.objects.filter(undone_at=None).values_list("post", "code", "says")
    assert sorted(standing) == [(anew.key, battery.pk, False), (still.key, battery.pk, True)]


def test_what_was_split_again_is_put_together_in_order(owner: Member, said: Callable[..., Item]) -> None:
    one = said("flat battery")
    battery = make_code(member=owner, name="battery")
    code_item(member=owner, item=one, code=battery.pk)
    charger = split_code(member=owner, code=battery.pk, name="charger", items=[one])
    cable = split_code(member=owner, code=charger.pk, name="cable", items=[one])
    with pytest.raises(NotSo, match="cable was split from charger after that"):
        undo_change(member=owner, change=changes(charger.pk)[0].id)
    for code in (cable, charger):
        undo_change(member=owner, change=changes(code.pk)[0].id)
    assert names() == ["battery"]
    assert list(Coding.objects.filter(undone_at=None).values_list("code", flat=True)) == [battery.pk]


def test_examples_and_counter_examples_stand_in_the_book(owner: Member, said: Callable[..., Item]) -> None:
    yes, no = said("flat battery"), said("nice battery!")
    made = make_code(member=owner, name="battery", examples=[yes])
    give_example(member=owner, code=made.pk, item=no, fits=False)
    shown = one_code(made.pk)
    assert [one.text for one in shown.examples] == ["flat battery"]
    assert [one.text for one in shown.counter_examples] == ["nice battery!"]
    give_example(member=owner, code=made.pk, item=no)
    assert len(one_code(made.pk).examples) == 2 and one_code(made.pk).counter_examples == ()
    undo_change(member=owner, change=changes(made.pk)[0].id)
    assert len(one_code(made.pk).examples) == 1
    assert [one.text for one in one_code(made.pk).counter_examples] == ["nice battery!"], "it stands again"


def test_the_newest_word_of_a_member_counts_and_can_be_taken_back(owner: Member, said: Callable[..., Item]) -> None:
    one = said("flat battery")
    made = make_code(member=owner, name="battery")
    code_item(member=owner, item=one, code=None)
    yes = code_item(member=owner, item=one, code=made.pk)
    assert Coding.objects.filter(undone_at=None).count() == 1, "none fits does not stand beside what does"
    code_item(member=owner, item=one, code=made.pk, says=False, how="proposal")
    assert coded_as(made.pk) == () and (book().codes[0].accepted.k, book().codes[0].accepted.n) == (0, 1)
    again = code_item(member=owner, item=one, code=made.pk)
    assert again.pk != yes.pk and len(coded_as(made.pk)) == 1
    take_coding_back(member=owner, coding=again.pk)
    assert coded_as(made.pk) == ()
    assert Activity.objects.filter(uid=f"twoears:coding:{again.pk}:undo").exists()


def test_readers_look_and_code_nothing(reader: Member, owner: Member, said: Callable[..., Item]) -> None:
    made, one = make_code(member=owner, name="battery"), said("flat battery")
    for refused in (
        lambda: make_code(member=reader, name="x"),
        lambda: describe_code(member=reader, code=made.pk, name="x"),
        lambda: retire_code(member=reader, code=made.pk),
        lambda: give_example(member=reader, code=made.pk, item=one),
        lambda: code_item(member=reader, item=one, code=made.pk),
        lambda: keep_talk(member=reader, title="x", text="x"),
    ):
        with pytest.raises(MayNotCode):
            refused()
    assert names() == ["battery"] and not Coding.objects.exists()


def test_what_is_not_there_and_what_is_no_text_is_refused(owner: Member, said: Callable[..., Item]) -> None:
    one, made = said("words"), make_code(member=owner, name="battery")
    for name in ("", "  ", "a\x00b", "a" * 81):
        with pytest.raises(BadWords):
            make_code(member=owner, name=name)
    with pytest.raises(BadWords):
        make_code(member=owner, name="long", meaning="a" * 2001)
    with pytest.raises(NoSuchCode):
        code_item(member=owner, item=one, code=999_999)
    for nothing in (Item("post", 999_999), Item("passage", 1)):
        with pytest.raises(NothingToCode):
            code_item(member=owner, item=nothing, code=made.pk)
    with pytest.raises(NoSuchCode, match="There are: battery"):
        code_named("batery")
    PostRow.objects.update(text="", withdrawn_at=datetime.now(UTC))
    with pytest.raises(NothingToCode):
        code_item(member=owner, item=one, code=made.pk)


def test_what_its_author_deleted_is_coded_no_more(owner: Member, said: Callable[..., Item]) -> None:
    made = make_code(member=owner, name="battery", examples=[said("flat battery")])
    code_item(member=owner, item=said("dead battery"), code=made.pk)
    PostRow.objects.update(text="", withdrawn_at=datetime.now(UTC))
    assert book().saturation.items == 0 and coded_as(made.pk) == () and one_code(made.pk).examples == ()


def test_a_talk_is_coded_by_paragraphs_beside_posts(owner: Member, mira: Member, said: Callable[..., Item]) -> None:
    made = make_code(member=owner, name="battery")
    talk = keep_talk(
        member=owner, title="Ann, first look", text="It is fine.\n\nBut the battery is flat.", day=date(2026, 3, 1)
    )
    _, passages = one_talk(talk.pk)
    assert [one.item.text for one in passages] == ["It is fine.", "But the battery is flat."]
    second = Item("passage", int(passages[1].item.id.partition(":")[2]))
    code_item(member=owner, item=second, code=made.pk)
    code_item(member=mira, item=second, code=made.pk)
    code_item(member=owner, item=said("flat again"), code=made.pk)
    assert {one.kind for one in coded_as(made.pk)} == {"interview", "post"}
    assert (talks()[0].coded.k, talks()[0].coded.n) == (1, 2)
    assert [said.member for said in one_talk(talk.pk)[1][1].codings] == ["Owner", "mira"]
    remove_talk(member=owner, talk=talk.pk)
    assert talks() == () and len(talks(removed=True)) == 1 and len(coded_as(made.pk)) == 1
    with pytest.raises(NoSuchTalk):
        one_talk(talk.pk)
    bring_talk_back(member=owner, talk=talk.pk)
    assert len(coded_as(made.pk)) == 2


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"text": " "}, {"text": "a\x00"}, {"kind": "gossip"}, {"day": date(1880, 1, 1)},
              {"day": date(2999, 1, 1)}, {"actor": 999_999}]
)  # fmt: skip
def test_a_talk_that_cannot_be_kept_is_refused_whole(owner: Member, wrong: dict[str, object]) -> None:
    given = {"title": "Ann", "text": "It is fine."} | wrong
    with pytest.raises((BadWords, NothingToCode)):
        keep_talk(member=owner, **given)  # type: ignore[arg-type]
    assert not Talk.objects.exists()


def test_proposals_come_from_what_was_coded_and_from_the_book(owner: Member, said: Callable[..., Item]) -> None:
    made = make_code(member=owner, name="battery", examples=[said("the battery is flat"), said("flat battery again")])
    assert "it takes 3" in proposed(made.pk, ["a battery"]).why_none
    code_item(member=owner, item=said("my battery died"), code=made.pk)
    give_example(member=owner, code=made.pk, item=said("the parcel is late"), fits=False)
    assert [one.place for one in proposed(made.pk, ["late parcel", "new battery", "weather"]).proposals] == [1]
