"""Stances: what says a statement nearly as it stands, what answers it, what is learnt; and that most cannot be told."""

import random

import pytest

from twoears.understanding.stances.answering import answer_in
from twoears.understanding.stances.arguing import best_argued
from twoears.understanding.stances.counting import cast, newest, sides
from twoears.understanding.stances.folded import fold
from twoears.understanding.stances.learning import learn
from twoears.understanding.stances.literal import said_in, stated
from twoears.understanding.stances.proposing import propose
from twoears.understanding.stances.reading import read
from twoears.understanding.stances.stance import CANNOT_TELL, Stance, Told
from twoears.understanding.stances.surety import FEWEST, taught
from twoears.understanding.voices.votes import votes_of

DEARER = "Parking in the centre should cost more."


def side_of(text: str, statement: str = DEARER) -> str:
    found = said_in(text, fold(text).replace("\0", ""), stated(statement))
    return found[0] if found else "cannot tell"


@pytest.mark.parametrize(
    "text",
    [
        "Parking in the centre should cost more",
        "Yes. I think that parking in the centre should cost more!",
        "parking in the city centre should cost a lot more",
        "Parking in the centre should cost more, because the buses are empty.",
        "No, parking in the centre should cost more.",
        "I agree that parking in the centre should cost more",
    ],
)
def test_who_says_it_nearly_as_it_stands_agrees(text: str) -> None:
    assert side_of(text) == "agree"


@pytest.mark.parametrize(
    "text",
    [
        "Parking in the centre should not cost more.",
        "I don't think parking in the centre should cost more",
        "No, parking in the centre should never cost more!",
        "It is not true that parking in the centre should cost more",
        "Nonsense: parking in the centre should cost more",
    ],
)
def test_who_says_that_it_is_not_so_disagrees(text: str) -> None:
    assert side_of(text) == "disagree"


@pytest.mark.parametrize(
    "text",
    [
        "Should parking in the centre cost more?",
        "Why parking in the centre should cost more",
        "Parking in the centre should cost less.",
        "Parking in the centre costs more.",
        "They say parking in the centre should cost more",
        "The council wants that parking in the centre should cost more",
        "He wrote “parking in the centre should cost more”",
        "If parking in the centre should cost more I shall leave",
        "I'm not sure parking in the centre should cost more",
        "Parking in the centre should cost more, but only for vans",
        "Parking in the centre should cost more is a stupid idea",
        "Parking in the centre should cost more lol",
        "Parking in the centre should cost more 🙄",
        "Parking in the centre should cost more. Parking in the centre should not cost more.",
        "More centre, should parking cost",
        "I love the centre.",
        "",
    ],
)
def test_of_what_is_asked_hedged_reported_mocked_or_otherwise_it_cannot_be_told(text: str) -> None:
    assert side_of(text) == "cannot tell"


@pytest.mark.parametrize(
    ("statement", "text", "side"),
    [
        ("Die Züge fahren pünktlich", "Die Züge fahren nicht pünktlich!", "disagree"),
        ("Die Züge fahren pünktlich", "Ich finde, die Züge fahren pünktlich.", "agree"),
        ("Le train arrive à l'heure", "Le train n'arrive jamais à l’heure", "disagree"),
        ("El tren llega tarde", "Creo que el tren llega tarde", "agree"),
        ("Il treno arriva tardi", "Il treno non arriva tardi", "disagree"),
        ("The limit is 30 in town streets", "The limit is 50 in town streets", "cannot tell"),
        ("Trains must not be late", "Trains must not be late", "agree"),
        ("Trains must not be late", "Trains must be late", "disagree"),
        ("Is it so?", "It is so", "cannot tell"),
        ("It is so", "It is so", "cannot tell"),
    ],
)
def test_it_holds_in_other_languages_and_figures_count(statement: str, text: str, side: str) -> None:
    assert side_of(text, statement) == side


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("@ann @bob Exactly!", "agree"),
        ("+1", "agree"),
        ("👍🏽👍", "agree"),
        ("I couldn't agree more", "agree"),
        ("Genau.", "agree"),
        ("D’accord", "agree"),
        ("No, that is wrong.", "disagree"),
        ("I don't agree", "disagree"),
        ("Stimmt nicht!", "disagree"),
        ("👎", "disagree"),
        ("No idea", None),
        ("I agree, but not with all of it", None),
        ("Yes, that is wrong", None),
        ("Exactly?", None),
        ("Exactly 😂", None),
        ("👍👎", None),
        ("Exactly " + "and so on " * 40, None),
        ("Thanks!", None),
        ("", None),
    ],
)
def test_a_short_answer_tells_or_it_does_not(text: str, side: str | None) -> None:
    found = answer_in(text)
    assert (found[0] if found else None) == side


def told(*rows: tuple[str, str, int]) -> list[Told]:
    return [Told(text, who, answers) for text, who, answers in rows]


def test_answers_take_the_side_of_what_they_answer_and_to_contradict_a_no_is_no_yes() -> None:
    """Nobody marked anything: only what is said, and what answers it directly, takes a side."""
    said = told(
        (DEARER, "ann", -1), ("Exactly!", "bob", 0), ("No, wrong.", "cid", 0), ("Exactly!", "dan", 1),
        ("Parking in the centre should not cost more.", "eve", -1), ("Wrong!", "fay", 4), ("So true", "gil", 4),
        ("A nice day", "hal", 0), ("Exactly!", "ida", -1),
    )  # fmt: skip
    made = read(DEARER, said)
    assert [one.side for one in made.stances] == [
        "agree", "agree", "disagree", "cannot tell", "disagree", "cannot tell", "disagree", "cannot tell",
        "cannot tell",
    ]  # fmt: skip
    assert [said[1].text[a:b] for a, b in made.stances[1].spans] == ["Exactly"]
    assert made.why_not == "there are 0 marks, and it takes 30" and made.words_right.n == 0
    assert all(one.probability == 0.9 for one in made.stances if one.by)


def test_ours_take_no_side_and_are_answered_all_the_same() -> None:
    made = read(DEARER, [Told(DEARER, "us", ours=True), Told("Exactly", "bob", answers=0)])
    assert [one.side for one in made.stances] == ["cannot tell", "agree"]


def test_a_mark_wins_and_where_words_are_wrong_too_often_they_tell_nothing() -> None:
    said = [Told(DEARER, f"p{n}") for n in range(9)]
    right = read(DEARER, said, {0: "agree", 1: "agree"})
    assert (right.words_right.k, right.words_right.n) == (2, 2) and right.stances[5].probability > 0.9
    wrong = read(DEARER, said, dict.fromkeys(range(3), "cannot tell"))
    assert [one.side for one in wrong.stances] == ["cannot tell"] * 9
    assert wrong.stances[0].by == "mark" and wrong.stances[5] == CANNOT_TELL
    only = read(DEARER, told(("Hm.", "ann", -1), ("Exactly", "bob", 0)), {0: "disagree"})
    assert [one.side for one in only.stances] == ["disagree", "disagree"]


def marked(n: int, seed: int = 1, noise: float = 0.0) -> tuple[list[Told], dict[int, str]]:
    """Posts that like or hate it in words that differ, or speak of the weather."""
    draw = random.Random(seed)
    words = {
        "agree": ["great", "lovely", "splendid", "at last", "good for us"],
        "disagree": ["robbery", "a scandal", "terrible", "greedy", "shame on them"],
        "cannot tell": ["it rains", "the sun", "a cold wind", "fog again", "snow soon"],
    }
    said, marks = [], {}
    for at in range(n):
        side = draw.choice(list(words))
        said.append(Told(f"{draw.choice(words[side])}, {draw.choice(words[side])}: parking fee {at}", f"p{at}"))
        marks[at] = draw.choice(list(words)) if draw.random() < noise else side
    return said, marks


def test_what_is_learnt_is_told_only_from_enough_marks_and_with_how_often_it_is_right() -> None:
    said, marks = marked(160)
    few = read(DEARER, said, {at: marks[at] for at in range(FEWEST - 1)})
    assert {one.by for one in few.stances} == {"mark", ""} and few.why_not == "there are 29 marks, and it takes 30"
    made = read(DEARER, said, {at: marks[at] for at in range(80)})
    learnt = [(one, marks[at]) for at, one in enumerate(made.stances) if one.by == "learnt"]
    assert len(learnt) > 30 and sum(one.side == side for one, side in learnt) / len(learnt) > 0.9
    assert made.learnt_right.n > 20 and made.learnt_right.low > 0.7 and made.why_not == ""
    assert all(one.side != "cannot tell" and one.probability >= 0.8 and one.spans for one, _ in learnt)


def test_nothing_is_learnt_from_marks_that_hang_on_nothing() -> None:
    said, marks = marked(120, noise=1.0)
    made = read(DEARER, said, {at: marks[at] for at in range(100)})
    assert {one.by for one in made.stances} == {"mark", ""}
    assert made.why_not == "what was learnt from 100 marks is right too seldom"
    one_sided = read(DEARER, said, dict.fromkeys(range(60), "agree"))
    assert one_sided.why_not == "0 marks disagree, and it takes 8 of each side"


def test_nobody_vouches_for_themselves_in_what_is_held_out() -> None:
    """Each person always says the same words, and the words of no two are alike: of the others nothing can be told."""
    draw = random.Random(3)
    own = ["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=9)) for _ in range(20)]
    said = [Told(f"{own[n % 20]} {own[n % 20]} {n}", f"p{n % 20}") for n in range(200)]
    marks = {at: "agree" if at % 2 else "disagree" for at in range(200)}
    made = read(DEARER, said, marks)
    assert made.learnt_right.n == 0 or made.learnt_right.k / made.learnt_right.n < 0.7
    assert made.why_not


def test_a_learner_from_elsewhere_fits_the_seam() -> None:
    from twoears.understanding.stances.learning import Marked, Ridge

    seen: list[int] = []

    def other(marks: list[Marked]) -> Ridge:
        seen.append(len(marks))
        return learn(marks)

    said, marks = marked(80)
    assert taught([Marked(said[at].text, said[at].who, side) for at, side in marks.items()], other).learnt
    assert seen == [80]


def test_of_each_person_the_newest_side_counts_and_a_like_only_without_words() -> None:
    said = told(("a", "ann", -1), ("b", "ann", -1), ("c", "bob", -1), ("d", "eve", -1))
    stances = [Stance("cannot tell"), Stance("agree", 0.9, "words"), Stance("disagree", 0.9, "words"), CANNOT_TELL]
    voiced = newest(said, stances, [("eve", 2), ("bob", 1), ("ida", 3)])
    assert {who: (one.stance.side, one.stance.by) for who, one in voiced.items()} == {
        "ann": ("agree", "words"), "bob": ("disagree", "words"), "eve": ("disagree", "like"),
    }  # fmt: skip
    counted = sides(voiced, 5)
    assert (counted.agree.k, counted.disagree.k, counted.cannot_tell.k, counted.agree.n) == (1, 2, 2, 5)
    assert (counted.of_sides.k, counted.of_sides.n, counted.of_sides.aside) == (1, 3, 2)
    assert sorted(cast({"s": voiced})) == [("ann", "s", 1), ("bob", "s", -1), ("eve", "s", -1)]
    assert len(votes_of(cast({"s": voiced}))) == 3


def test_the_best_argued_come_first_and_say_why() -> None:
    long = "It takes the money from those who have the least of it, and gives it to those who own a garage. " * 2
    found = best_argued(
        ["No.", long, "No, see https://Example.org/a", "No, because it is dear", f"{long} Weil es so ist."]
    )
    assert [one.place for one in found] == [4, 3, 2, 1, 0]
    assert [one.reasons for one in found[1:3]] == [("gives a reason (“because”)",), ("links to example.org",)]
    assert found[4].reasons == ()


def test_sentences_that_many_others_are_near_to_are_proposed_once() -> None:
    said = [Told(f"Hello {n}! The night bus must come back soon.", f"p{n}") for n in range(6)]
    said += [Told(f"Cheap tickets for pupils, please, number {n} says", f"q{n}") for n in range(4)]
    said += [
        Told("The night bus must come back soon?", "ask"),
        Told("The night bus must come back now", "us", ours=True),
    ]
    found = propose(said)
    assert [(one.words, one.near.k, one.near.n) for one in found][0] == ("The night bus must come back soon", 6, 11)
    assert len([one for one in found if "night bus" in one.words]) == 1
    assert all("night bus" not in one.words for one in propose(said, besides=["The night bus must come back."]))
    assert propose([]) == () and propose(said[:2]) == ()
