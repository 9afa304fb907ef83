"""Lists of who follows whom: what becomes a fact, what is refused, and that nothing is told twice."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from twoears.activities.models import Activity as ActivityRow
from twoears.activities.values import Activity
from twoears.people.models import Person
from twoears.sources.actions import connect, listen, remove
from twoears.sources.models import Aside
from twoears.sources.reading import Asked, CannotRead, SetAside, Thing
from twoears.sources.ties.read import fits, read
from twoears.team.actions import first_owner

ON_X = {"network": "x", "means": "follows"}


def given(tmp_path: Path, name: str, text: str, **options: str) -> list[str]:
    path = tmp_path / name
    path.write_text(text)
    found = read(Thing(text=str(path), path=path), Asked(options=options))
    return [_words(one) for one in found if isinstance(one, Activity | SetAside)]


def _words(one: Activity | SetAside) -> str:
    if isinstance(one, SetAside):
        return f"{one.line}: {one.reason}"
    assert not isinstance(one.object, str)
    return f"{one.actor.handle} {one.type} {one.object.handle}"


@pytest.mark.parametrize(
    ("means", "told"),
    [("follows", "ann Follow acme"), ("speaks", "acme Follow ann"), ("knows", "acme Accept ann")],
)
def test_a_line_says_what_a_member_says_that_it_means(tmp_path: Path, means: str, told: str) -> None:
    assert given(tmp_path, "a.csv", "@ann,@acme\n", network="x", means=means) == [told]


def test_a_fact_is_not_guessed(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="does not say who follows whom"):
        given(tmp_path, "a.csv", "@ann,@acme\n", network="x")
    with pytest.raises(CannotRead, match="on which network @acme"):
        given(tmp_path, "a.csv", "follower,followed\n@ann,@acme\n")
    with pytest.raises(CannotRead, match="cannot mean 'likes'"):
        given(tmp_path, "a.csv", "@ann,@acme\n", network="x", means="likes")
    with pytest.raises(CannotRead, match="no day"):
        given(tmp_path, "a.csv", "@ann,@acme\n", day="soon", **ON_X)
    with pytest.raises(CannotRead, match="no name of a network"):
        given(tmp_path, "a.csv", "@ann,@acme\n", network="our <b>forum</b>", means="follows")


@pytest.mark.parametrize("name", ["@", "@@", "ann@", "@ann@", "mailto:", "mailto:@", "did:", "a\0b", "a\u202eb"])
def test_what_is_the_name_of_no_account_is_set_aside(tmp_path: Path, name: str) -> None:
    wrong, right = given(tmp_path, "a.csv", f"{name},acme\nann,acme\n", **ON_X)
    assert wrong.startswith("1: ") and wrong.endswith(" is the name of no account.") and right == "ann Follow acme"


def test_nobody_follows_themselves_however_they_are_written(tmp_path: Path) -> None:
    told = given(tmp_path, "a.csv", "ann,@Ann\nhttps://x.com/ann,ann\nann,acme\n", **ON_X)
    assert told == ["1: Nobody hears themselves.", "2: Nobody hears themselves.", "ann Follow acme"]


def test_a_header_that_says_who_follows_is_believed(tmp_path: Path) -> None:
    assert given(tmp_path, "a.csv", "follower,followed\nann,acme\n", network="x") == ["ann Follow acme"]
    assert given(tmp_path, "a.csv", "followed,follower\nacme,ann\n", **ON_X) == ["ann Follow acme"]


def test_followers_of_somebody_are_one_a_line_or_in_a_column_that_says_so(tmp_path: Path) -> None:
    told = ["ann Follow acme", "bob Follow acme"]
    assert given(tmp_path, "a.txt", "ann\nbob\n", network="x", followers_of="@acme") == told
    assert given(tmp_path, "a.csv", "id,username\n1,ann\n2,bob\n", network="x", followers_of="@acme") == told


def test_graphs_are_read_with_what_their_edges_say(tmp_path: Path) -> None:
    text = (
        '<graphml><key id="l" for="node" attr.name="label"/><graph edgedefault="directed">\n'
        '<node id="a"><data key="l">ann</data></node>\n<edge source="a" target="acme"/>\n'
        '<edge source="a" target="bob" directed="false"/>\n<edge source="a" target="a"/>\n</graph></graphml>'
    )
    assert given(tmp_path, "a.graphml", text, **ON_X) == [
        "ann Follow acme",
        "ann Accept bob",
        "5: Nobody hears themselves.",
    ]


def test_kinds_that_are_no_follow_are_set_aside(tmp_path: Path) -> None:
    text = "source,target,weight,kinds\nacme,ann,3,follows|likes\nacme,bob,1,likes\nacme,cid,much,\n"
    assert given(tmp_path, "a.csv", text, network="x", means="speaks") == [
        "ann Follow acme",
        "3: It tells of likes, not of who follows whom: bring the posts themselves.",
        "4: The weight 'much' is no number.",
    ]


def test_a_table_of_letters_is_no_list_of_ties(tmp_path: Path) -> None:
    for name, text in (("a.csv", "from,to,subject\nann,bob,Hello\n"), ("b.csv", "ann,bob\n"), ("c.eml", "From: a\n")):
        path = tmp_path / name
        path.write_text(text)
        assert fits(Thing(text=str(path), path=path)) == 0


@pytest.mark.django_db
def test_a_list_becomes_facts_once_and_nobody_is_met_by_it(tmp_path: Path) -> None:
    path = tmp_path / "followers.csv"
    path.write_text("follower,followed\nann,acme\nbob,acme\nann,acme\nbob,bob\n")
    owner = first_owner()
    made = connect(str(path), kind="ties", asked=Asked(options={"network": "x", "day": "2026-03-01"}), member=owner)
    first, again = listen(made), listen(made)
    assert (first.read, first.new, first.known, first.set_aside) == (4, 2, 1, 1)
    assert (again.new, again.known) == (0, 3)
    facts = ActivityRow.objects.filter(type="Follow")
    assert {(one.actor.handle, one.published) for one in facts} == {
        ("ann", datetime(2026, 3, 1, tzinfo=UTC)),
        ("bob", datetime(2026, 3, 1, tzinfo=UTC)),
    }
    assert [one.line for one in Aside.objects.all()] == [5]
    assert not Person.objects.exists() and made.member == owner
    remove(member=owner, connection=made)
    assert facts.count() == 2, "what was heard through it stays in the record"
