"""Who asked, who answered, who waits: plain values."""

from datetime import UTC, datetime
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from twoears.threads.turns import Said, Turn, turns
from twoears.threads.weave import Groups

US, ANN, BOB = 1, 2, 3
MARCH = datetime(2026, 3, 1, tzinfo=UTC)


def said(key: int, author: int, reply_to: int = 0, **more: object) -> Said:
    return Said(key=key, author=author, at=MARCH.replace(hour=key), ours=author == US, reply_to=reply_to, **more)  # type: ignore[arg-type]


def told(*posts: Said) -> dict[int, Turn]:
    return {turn.said.key: turn for turn in turns(posts)}


def test_a_question_that_names_us_waits_until_we_reply() -> None:
    asked = said(1, ANN, names_us=True, asks="question")
    assert told(asked)[1].open
    answered = told(asked, said(2, US, reply_to=1))
    assert (answered[1].open, answered[1].answered_by) == (False, 2)


def test_a_question_to_somebody_else_does_not_wait_for_us() -> None:
    assert told(said(1, ANN, names=frozenset({BOB}), asks="question"))[1].waits == ""


def test_an_answer_to_bob_leaves_ann_waiting() -> None:
    after = told(
        said(1, ANN, names_us=True, asks="question"),
        said(2, BOB, reply_to=1, names_us=True, asks="question"),
        said(3, US, reply_to=2),
    )
    assert after[1].open
    assert not after[2].open


def test_an_answer_to_the_second_of_anns_questions_answers_both() -> None:
    after = told(
        said(1, ANN, names_us=True, asks="question"),
        said(2, ANN, reply_to=1, names_us=True, asks="request"),
        said(3, US, reply_to=2),
    )
    assert {after[1].answered_by, after[2].answered_by} == {3}


def test_thanks_settle_what_we_did_not_answer() -> None:
    after = told(said(1, ANN, names_us=True, asks="question"), said(2, ANN, reply_to=1, names_us=True, thanks=True))
    assert not after[1].open
    assert after[1].answered_at is None


def test_thanks_with_a_new_question_wait_again() -> None:
    after = told(
        said(1, ANN, names_us=True, asks="question"),
        said(2, US, reply_to=1),
        said(3, ANN, reply_to=2, asks="question", thanks=True),
    )
    assert after[3].open


def test_what_we_asked_for_waits_when_they_give_it() -> None:
    after = told(
        said(1, ANN, names_us=True, asks="request"),
        said(2, US, reply_to=1, asks="question"),
        said(3, ANN, reply_to=2),
    )
    assert after[3].waits == "reply"


def test_what_the_reader_cannot_tell_waits_for_a_look() -> None:
    assert told(said(1, ANN, names_us=True, asks="cannot tell"))[1].waits == "unsure"


def test_a_complaint_after_our_answer_waits_for_a_look() -> None:
    after = told(
        said(1, ANN, names_us=True, asks="question"), said(2, US, reply_to=1), said(3, ANN, reply_to=2, complains=True)
    )
    assert (after[3].waits, after[3].open) == ("unsure", True)


def test_a_question_that_we_put_to_everybody_leaves_nobody_waiting() -> None:
    assert told(said(1, US, asks="question"), said(2, ANN, reply_to=1))[2].waits == ""


def test_the_first_turn_of_an_exchange_says_who_began() -> None:
    theirs = told(said(1, ANN, names_us=True), said(2, US, reply_to=1))
    ours = told(said(1, US), said(2, ANN, reply_to=1))
    assert (theirs[1].begins, ours[1].begins) == ("them", "us")


def test_nobody_began_where_the_first_turn_was_not_heard() -> None:
    after = told(said(1, ANN, names_us=True, complete=False), said(2, US, reply_to=1))
    assert not any(turn.begins for turn in after.values())


def test_a_broadcast_that_nobody_answers_is_no_exchange() -> None:
    assert told(said(1, US))[1].begins == ""


def test_somebody_writes_back_after_our_answer() -> None:
    after = told(said(1, ANN, names_us=True), said(2, US, reply_to=1), said(3, ANN, reply_to=2))
    assert (after[2].replied_to, after[2].wrote_back_at) == (ANN, MARCH.replace(hour=3))


def test_in_a_flat_thread_our_words_answer_everybody() -> None:
    after = told(
        said(1, ANN, names_us=True, asks="question"), said(2, BOB, names_us=True, asks="question"), said(3, US)
    )
    assert not after[1].open
    assert not after[2].open


posts = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.integers(0, 8),
        st.booleans(),
        st.sampled_from(["", "question", "cannot tell"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@given(posts, st.randoms())
def test_the_order_of_arrival_changes_nothing(drawn: list[tuple[int, int, bool, str, bool]], chance: object) -> None:
    all_said = [
        said(n, author, reply_to=parent if parent < n else 0, names_us=named and author != US, asks=asks, thanks=thanks)
        for n, (author, parent, named, asks, thanks) in enumerate(drawn, 1)
    ]
    shuffled = list(all_said)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert turns(shuffled) == turns(all_said)


@given(posts)
def test_nothing_is_answered_before_it_was_asked(drawn: list[tuple[int, int, bool, str, bool]]) -> None:
    for turn in turns(
        [
            said(
                n,
                author,
                reply_to=parent if parent < n else 0,
                names_us=named and author != US,
                asks=asks,
                thanks=thanks,
            )
            for n, (author, parent, named, asks, thanks) in enumerate(drawn, 1)
        ]
    ):
        assert turn.answered_at is None or turn.answered_at > turn.said.at
        assert not (turn.open and turn.answered_by)
        assert not turn.open or turn.waits


def test_posts_hang_together_in_whatever_order_they_come() -> None:
    ties = [("b", "a"), ("c", "b"), ("d", "a")]
    for order in permutations(ties):
        groups = Groups()
        for tie in order:
            groups.tie(tie)
        assert len({groups.root(key) for key in "abcd"}) == 1
