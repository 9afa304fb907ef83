"""Votes through the API: what they tell, and what is no vote."""

import pytest


def cast(people: int = 40) -> list[dict[str, object]]:
    """Two camps that hold one thing alike."""
    return [
        {"person": f"p{n}", "statement": f"s{m}", "vote": 1 if m == 0 or (n < people / 2) == bool(m % 2) else -1}
        for n in range(people)
        for m in range(7)
    ]


def test_a_program_hears_groups_bridges_and_voices(ask_as_reader) -> None:
    asked = {"votes": cast(), "words": {"s0": "It must be repairable."}, "organisations": {"p0": "Acme", "p1": "Acme"}}
    told = ask_as_reader("POST", "voices", asked).json()
    assert [group["sure"]["n"] for group in told["groups"]] == [20, 20]
    (bridge,) = told["bridges"]
    assert (bridge["words"], bridge["lowest"]["k"], bridge["lowest"]["n"]) == ("It must be repairable.", 20, 20)
    assert told["loudness"]["organisations"]["estimate"] < told["loudness"]["voices"]["estimate"] == 40
    assert {number["key"] for number in told["accuracy"]} == {"group_means", "one_factor", "two_factors", "model"}


def test_too_little_says_why(ask) -> None:
    told = ask("POST", "voices", {"votes": cast()[:1]}).json()
    assert told["groups"] == [] and told["why_none"] == "only one person voted"


@pytest.mark.parametrize(
    "votes", [[], [{"person": "a", "statement": "s", "vote": 2}], [{"person": "", "statement": "s", "vote": 1}], "all"]
)
def test_what_is_no_vote_is_refused(ask, votes) -> None:
    answer = ask("POST", "voices", {"votes": votes})
    assert answer.status_code == 422 and answer.json()["errors"]
