"""What a workspace's own accounts and decisions teach, and lists of records."""

from dataclasses import replace
from random import Random

from twoears.people.matching import SHIPPED, Decided, Index, Model, Profile, learn, likely
from twoears.people.matching.learning import Lesson
from twoears.people.matching.measuring import figures, together
from twoears.people.matching.records import Field, same
from twoears.people.matching.towns import town
from twoears.people.matching.trying import tried

GIVEN = "Ann Bea Cleo Dora Enid Faye Gwen Hope Iris Jane Kate Lena Mona Nell Olga Page Quin Rose Sara Tess"
FAMILY = "Ek Falk Grahn Holm Ivars Juhl Kvist Lind Moen Nygard Oden Palm Quist Rask Strand Thorn Ulv Vik Wall Yden"


def people(n: int) -> list[Profile]:
    """Each on x under her name, and on bluesky under a name of which only the initial is left."""
    lot, found = Random(4), []
    for number in range(n):
        one, two = lot.choice(GIVEN.split()), f"{lot.choice(FAMILY.split())}{lot.choice(FAMILY.split()).lower()}"
        for network, name in (("x", f"{one} {two}"), ("bluesky", f"{one[0]}. {two}")):
            key = len(found) + 1
            found.append(
                Profile(key=key, uid=f"{network}:{key}", network=network, name=name, place=f"Place{number % 9}")
            )
    return found


def test_nothing_to_learn_from_changes_nothing() -> None:
    assert learn([], []) == SHIPPED
    assert learn([Profile(key=1, uid="x:1", network="x", name="Ann Ek")], []) == SHIPPED


def test_accounts_that_agree_in_initials_teach_that_initials_tell() -> None:
    profiles = people(300)
    model = learn(profiles, [])
    assert model.weights["name: initial"] > SHIPPED.weights["name: initial"]
    assert model.version != SHIPPED.version
    assert learn(profiles, []) == model
    assert Model.from_json(model.to_json()) == model


def test_decisions_move_what_they_are_about() -> None:
    profiles = people(60)
    mine = [Decided(n, n + 1, same=True) for n in range(1, 41, 2)]
    theirs = [Decided(n, n + 1, same=False) for n in range(1, 41, 2)]
    start = learn(profiles, [])
    more, less = learn(profiles, mine), learn(profiles, theirs)
    assert less.weights["name: initial"] < start.weights["name: initial"] < more.weights["name: initial"]
    left = [p.probability for p in likely(profiles, model=less, least=0) if p.right == p.left + 1 and p.left % 2]
    right = [p.probability for p in likely(profiles, model=more, least=0) if p.right == p.left + 1 and p.left % 2]
    assert sum(left) / len(left) < 0.5 < sum(right) / len(right)


def test_decisions_about_accounts_that_are_gone_are_passed_over() -> None:
    profiles = people(20)
    assert learn(profiles, [Decided(900 + n, 950 + n, same=True) for n in range(9)]) == learn(profiles, [])


def test_in_a_town_likely_pairs_find_what_certain_rules_cannot() -> None:
    told = figures(*town(100, 31))
    certain, proposed, joined = told.rows
    assert certain.right == joined.right == 1
    assert proposed.f1 > 0.95 > certain.f1
    assert told.error < 0.1
    assert told.tellable < told.true


def test_two_accounts_of_one_network_never_come_together() -> None:
    three = [Profile(key=key, uid=str(key), network=name) for key, name in ((1, "x"), (2, "bluesky"), (3, "x"))]
    assert together(three, [(1, 2), (2, 3), (1, 3)]) == {(1, 2)}


LOT = Random(8)
RECORDS = [
    {
        "name": f"{one} {two}",
        "born": f"{LOT.randint(1920, 1999)}-0{LOT.randint(1, 9)}-{LOT.randint(10, 28)}",
        "town": f"Town{LOT.randint(1, 12)}",
    }
    for one in GIVEN.split()
    for two in FAMILY.split()
]
FIELDS = [Field("name", "name"), Field("born", "date"), Field("town")]


def test_records_with_slips_are_found_and_others_are_not() -> None:
    slips = [{**one, "name": one["name"].replace("a", "e"), "town": ""} for one in RECORDS[:50]]
    slips += [{**one, "born": one["born"][:-1] + "0"} for one in RECORDS[50:100]]
    found = {(pair.left, pair.right) for pair in same([*RECORDS, *slips], FIELDS)}
    true = {(n, 400 + n) for n in range(100)}
    assert len(found & true) > 80
    assert len(found - true) < 5


def test_records_of_one_list_are_two_where_lists_hold_nobody_twice() -> None:
    lists = [0] * 400 + [1] * 400
    found = same([*RECORDS, *RECORDS], FIELDS, lists=lists)
    assert {(pair.left, pair.right) for pair in found} == {(n, 400 + n) for n in range(400)}


def test_a_profile_that_is_put_in_place_of_another_is_found_as_it_is_now() -> None:
    """As an index that never held the other would find it."""
    first, *rest = people(40)
    other = replace(first, name="Tom Pike", handle="tompike")
    index = Index.build([first, *rest])
    index.put(other)
    anew = Index.build([other, *rest])
    assert len(index) == len(anew)
    assert [index.matches(one) for one in (other, *rest)] == [anew.matches(one) for one in (other, *rest)]


def test_what_was_told_unasked_does_not_say_how_often_such_pairs_are_one() -> None:
    profiles = people(60)
    told = [Decided(n, n + 1, same=True, asked=False) for n in range(1, 41, 2)]
    asked = [Decided(n, n + 1, same=True) for n in range(1, 41, 2)]
    plain, more = learn(profiles, told), learn(profiles, asked)
    assert plain.weights["name: initial"] < more.weights["name: initial"]


def test_answers_that_teach_nothing_are_not_followed() -> None:
    """Yes and no by lot: what is learnt foretells them no better than what is shipped."""
    lot = Random(3)
    decided = [Decided(n, n + 1, same=lot.random() < 0.5) for n in range(1, 65, 2)]
    profiles = people(60)
    made = tried(Lesson(profiles, decided))
    assert len(made.foretold) == 32
    assert not tried(Lesson(profiles, decided, start=made.model)).better
