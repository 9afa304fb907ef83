"""Contrarian voices: made-up worlds of which it is known who thinks what, and votes that nobody could tell from."""

from dataclasses import replace
from random import Random
from time import monotonic

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import twoears
from twoears.lib.intervals import share
from twoears.understanding.voices.choosing import choose
from twoears.understanding.voices.factors import fit
from twoears.understanding.voices.hearing import voices
from twoears.understanding.voices.loudness import effective, loudness
from twoears.understanding.voices.means import k_means, rand_index, silhouette
from twoears.understanding.voices.places import places_of
from twoears.understanding.voices.reading import looks_like_votes, organisations_from, votes_from
from twoears.understanding.voices.statements import more_at_least
from twoears.understanding.voices.votes import Votes, VotesError, votes_of

Row = tuple[str, str, int]
SPLIT = [f"split {n:02}" for n in range(16)]
SHARED = [f"shared {n}" for n in range(3)]


def two_camps(people: int = 120, seed: int = 3, keep: float = 0.8) -> list[Row]:
    """Two groups that disagree on 16 statements and agree with three; nine in ten votes are as their group's."""
    chance = Random(seed)
    rows = []
    for n in range(people):
        camp = 1 if n < people * 0.6 else -1
        for number, name in enumerate((*SPLIT, *SHARED)):
            if chance.random() > keep:
                continue
            side = 1 if name in SHARED else camp * (1 if number % 2 else -1)
            rows.append((f"p{n:03}", name, side if chance.random() < 0.9 else chance.choice((0, -side))))
    return rows


def camp_of(person: str, people: int = 120) -> int:
    return int(int(person[1:]) >= people * 0.6)


def no_camps(people: int = 120, seed: int = 3) -> list[Row]:
    """Each statement is more or less liked, and each person more or less content; nothing else matters."""
    chance = Random(seed)
    likes = [chance.uniform(0.2, 0.8) for _ in range(20)]
    return [
        (f"p{n:03}", f"s{m:02}", 1 if chance.random() < like else -1)
        for n in range(people)
        for m, like in enumerate(likes)
    ]


@pytest.fixture(scope="module")
def camps():
    return voices(votes_of(two_camps()))


def test_two_planted_groups_are_found(camps):
    assert camps.sentence == "Opinions fall into two groups."
    assert [group.sure.n for group in camps.groups] == [72, 48]
    named = {"group A": 0, "group B": 1}
    assert all(named[place.group] == camp_of(place.person) for place in camps.places if place.group)
    assert camps.unsure.k < 5


def test_planted_bridges_are_what_all_groups_agree_with(camps):
    assert {(one.statement, one.side) for one in camps.bridges} == {(name, "agree") for name in SHARED}
    for one in camps.bridges:
        assert one.lowest.low == min(number.low for number in one.groups) > 0.5


def test_what_sets_a_group_apart_is_what_groups_were_split_by(camps):
    for group in camps.groups:
        assert len(group.apart) == 5
        assert all(one.statement in SPLIT and one.at_least > 0.5 for one in group.apart)
        assert all(one.inside.low > one.outside.high for one in group.apart)


def test_dissent_is_a_minority_of_its_own_group_and_says_of_how_many(camps):
    assert {one.against for one in camps.dissent} == {"everybody", "group A", "group B"}
    votes = {(person, statement): vote for person, statement, vote in two_camps()}
    for one in camps.dissent:
        assert 0 < one.quietly.k < one.quietly.n / 2 and one.quietly.low is not None
        assert all(votes[who, one.statement] == {"agree": 1, "disagree": -1}[one.side] for who in one.voices)


def test_a_world_without_groups_says_so():
    heard = voices(votes_of(no_camps()))
    assert heard.sentence.startswith("No groups: cannot tell, for how somebody votes on one statement does not tell")
    assert (heard.groups, heard.places, heard.openings) == ((), (), ())
    assert heard.unsure.estimate is None


def test_opinions_along_a_line_are_no_separate_groups():
    chance = np.random.default_rng(2)
    where, pull, liked = chance.normal(size=150), chance.normal(size=24) * 1.5, chance.normal(size=24)
    agrees = chance.random((150, 24)) < 1 / (1 + np.exp(-(np.outer(where, pull) + liked)))
    rows = [(f"p{n:03}", f"s{m:02}", 1 if agrees[n, m] else -1) for n in range(150) for m in range(24)]
    heard = voices(votes_of(rows))
    assert not heard.separate and "Opinions fall into" not in heard.sentence


def test_who_voted_seldom_is_asked_and_speaks_for_no_group():
    rows = two_camps() + [("quiet", "split 00", 1), ("quiet", "split 01", 1)]
    heard = voices(votes_of(rows))
    assert "quiet" in {one.person for one in heard.openings}
    assert next(place for place in heard.places if place.person == "quiet").group == ""


def test_of_those_who_voted_seldom_less_is_known():
    votes = votes_of(two_camps() + [("quiet", "split 00", 1)])
    known = places_of(fit(votes, 1)).known()
    quiet = known[votes.people.index("quiet")]
    assert quiet < min(known[votes.people.index(name)] for name in votes.people if name != "quiet")


def test_the_model_foretells_votes_that_it_has_not_seen():
    chosen = choose(votes_of(two_camps()))
    told = {number.key: number for number in chosen.accuracy}
    assert set(told) == {"group_means", "one_factor", "two_factors", "model"}
    assert 0.85 < told["model"].estimate < 0.99 and told["model"].low < told["model"].estimate < told["model"].high
    assert chosen.hangs_together and chosen.dimensions == 1


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([("ann", f"s{n}", 1 - n % 3) for n in range(60)], "only one person voted"),
        ([(f"p{n}", "s", 1 - n % 3) for n in range(60)], "there is only one statement"),
        ([(f"p{n}", f"s{m}", 1) for n in range(9) for m in range(9)], "all votes are the same"),
        ([(f"p{n}", f"s{m}", 1 - (n * m) % 3) for n in range(4) for m in range(4)], "there are 16 votes"),
    ],
)
def test_too_little_to_tell_says_why(rows, why):
    heard = voices(votes_of(rows))
    assert why in heard.why_none and heard.sentence.startswith("No groups: cannot tell")
    assert heard.groups == () and heard.accuracy == ()


def test_few_votes_are_few_however_much_they_agree():
    assert more_at_least(share(2, 2, of="", question=""), share(0, 2, of="", question="")) < 0.6
    rows = [*two_camps(), *((f"p{n:03}", "rare", 1) for n in (0, 1))]
    assert "rare" not in {one.statement for one in voices(votes_of(rows)).bridges}


@settings(max_examples=2, deadline=None)
@given(st.randoms(use_true_random=False))
def test_in_which_order_votes_come_does_not_matter(chance):
    rows = two_camps(people=20, keep=0.6)
    other = rows.copy()
    chance.shuffle(other)
    assert voices(votes_of(rows)) == voices(votes_of(other))


def test_somebody_without_a_vote_changes_nothing():
    head = "participant,group-id,n-comments,n-votes,n-agree,n-disagree," + ",".join(map(str, range(8)))
    chance = Random(1)
    lines = [f"{n},,0,8,0,0," + ",".join(str(chance.choice((1, -1, 0))) for _ in range(8)) for n in range(12)]
    one = voices(votes_from("\n".join([head, *lines]).encode()))
    other = voices(votes_from("\n".join([head, *lines, "99,,0,0,0,0" + "," * 8]).encode()))
    assert one == other and one.people == 12


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from([1, 0, -1])), min_size=1))
def test_of_votes_cast_twice_the_last_one_counts(rows):
    votes = votes_of(rows)
    found = {
        (votes.people[p], votes.statements[s]): v
        for p, s, v in zip(votes.person, votes.statement, votes.value, strict=True)
    }
    assert found == {(person, statement): vote for person, statement, vote in rows}
    assert votes.repeated == len(rows) - len(found)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from("uvwxyz"), st.sampled_from([1, 0, -1])),
        min_size=1,
        max_size=40,
    )
)
def test_whatever_votes_there_are_something_is_said(rows):
    heard = voices(votes_of(rows))
    assert heard.sentence.endswith(".")
    assert all(0 <= one.quietly.k <= one.quietly.n for one in heard.dissent)


def test_votes_come_one_a_row_in_any_usual_spelling():
    text = "Vote;Statement;Participant\nagree;s1;ann\n-1.0;s1;bob\n+1;s2;ann\n;s2;bob\nPASS;s2;cid\n"
    votes = votes_from(text.encode("utf-16"))
    assert (votes.people, votes.statements, votes.value.tolist()) == (
        ("ann", "bob", "cid"),
        ("s1", "s2"),
        [1, 1, -1, 0],
    )


def test_a_polis_export_brings_words_and_authors():
    head = "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,10\n"
    said = 'timestamp,comment-id,author-id,comment-body\n1,0,7,"Cheaper, please."\n2,10,8,Louder.\n'
    votes = votes_from((head + "7,,1,2,1,1,1,-1\n8,,1,1,0,0,,0\n").encode(), said.encode())
    assert [votes.text(at) for at in range(2)] == ["Cheaper, please.", "Louder."]
    assert dict(votes.authors) == {"0": "7", "10": "8"} and votes.value.tolist() == [1, -1, 0]


def test_what_is_no_vote_is_left_out_and_told():
    votes = votes_from(b"participant,statement,vote\nann,s1,1\nbob,s1,nan\n,s1,1\ncid,s1,2\n")
    assert (len(votes), votes.left_out) == (1, 3)
    assert votes.first_left_out.startswith("Line 3: “nan” is no vote")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "These are no votes"),
        (b"\x00\xff\xfe\x00", "These are no votes"),
        (b"name,mail\nann,a@b.example\n", "These are no votes"),
        (b"participant,statement,vote\n", "There is no vote in it."),
        (b"participant,statement,vote\nann,s1,maybe\n", "There is no vote in it. Line 2: “maybe” is no vote"),
    ],
)
def test_what_cannot_be_read_says_so(data, why):
    assert not looks_like_votes(b"name,mail\n")
    with pytest.raises(VotesError, match=why):
        votes_from(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_votes_or_refused(data):
    for begun in (
        b"",
        b"participant,statement,vote\n",
        b"participant,group-id,n-comments,n-votes,n-agree,n-disagree,0\n",
    ):
        try:
            assert len(votes_from(begun + data, data)) > 0
        except VotesError as error:
            assert str(error)
    organisations_from(data)


def test_as_many_voices_as_would_say_as_much():
    even = effective({"ann": 10, "bob": 10, "cid": 10, "dan": 10}, "voices")
    loud = effective({"ann": 37, "bob": 1, "cid": 1, "dan": 1}, "voices")
    assert (even.estimate, even.k, even.n) == (4.0, 1600, 400)
    assert 1 < loud.low < loud.estimate < loud.high < 2
    assert effective({}, "voices").estimate is None


def test_organisations_speak_with_one_voice_each():
    heard = loudness(["ann", "bob", "cid", "dan"], {"ann": "Acme", "bob": "Acme"})
    assert heard.voices.estimate == 4 and heard.organisations.estimate == pytest.approx(16 / 6)
    assert loudness(["ann"]).organisations is None
    assert (heard.loudest.k, heard.loudest.n) == (4, 4)


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9)), min_size=5, max_size=40), st.integers(1, 5))
def test_points_lie_with_their_nearest_centre(points, k):
    group, centres = k_means(np.array(points), k)
    assert len(group) == len(points) and set(group.tolist()) <= set(range(k))
    assert k == 1 or -1e-9 <= silhouette(np.array(points), centres) <= 1


def test_groupings_are_compared_beyond_chance():
    chance = np.random.default_rng(1)
    one, other = chance.integers(0, 3, 3000), chance.integers(0, 3, 3000)
    assert rand_index(one, one) == 1 and abs(rand_index(one, other)) < 0.02


def test_notebooks_hear_votes_from_rows_and_files(tmp_path):
    rows = two_camps(people=40)
    file = tmp_path / "votes.csv"
    file.write_text("participant,statement,vote\n" + "".join(f"{p},{s},{v}\n" for p, s, v in rows))
    assert twoears.voices(rows) == twoears.voices(file)
    with pytest.raises(VotesError, match="no vote"):
        twoears.voices([("ann", "s", 7)])


def test_a_vote_knows_only_its_own_crowd():
    votes = votes_of(two_camps(people=20))
    assert isinstance(votes, Votes) and len(votes.only(votes.person == 0)) <= 19
    assert replace(votes, repeated=3).repeated == 3


@pytest.mark.slow
def test_a_million_votes_end_while_somebody_waits():
    chance = np.random.default_rng(1)
    camp = chance.integers(0, 2, 20_000)
    side = chance.choice([-1, 1], (2, 50))
    value = np.where(chance.random((20_000, 50)) < 0.9, side[camp], 0)
    began = monotonic()
    heard = voices(votes_of((f"p{n}", f"s{m}", int(value[n, m])) for n in range(20_000) for m in range(50)))
    assert heard.votes == 1_000_000 and len(heard.groups) == 2
    assert monotonic() - began < 180
