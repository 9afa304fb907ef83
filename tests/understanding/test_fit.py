"""A draft beside those it is meant for: whose words are whose, what is asked, and where nothing can be told."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import twoears
from twoears.cli import app
from twoears.team.models import Member
from twoears.understanding.fit.fit import Said, fit
from twoears.understanding.fit.words import lix, sentences_of, their_words, words_of

PROBE = "Does the probe drift in the cold store at night?"
PRICE = "What does the gateway cost for ten sites?"
SUN = "The cat purrs in the sun all day."


def audience(*texts: str, asks: str = "question") -> list[Said]:
    return [Said(post=n, text=text, language="en", asks=asks) for n, text in enumerate(texts)]


def test_what_they_asked_and_the_draft_leaves_out_is_named() -> None:
    found = fit("Our probe does not drift in a cold store, and that holds at night.",
                audience(*[PROBE] * 15, *[PRICE] * 10), [SUN] * 30)  # fmt: skip
    assert (found.taken_up.k, found.taken_up.n) == (15, 25)
    assert [(one.words, one.times) for one in found.left_out] == [(PRICE, 10)]


def test_words_that_are_theirs_are_told_from_those_that_all_say() -> None:
    found = fit("Our probe purrs with synergies.", audience(*[PROBE] * 15, *[PRICE] * 10), [f"the {SUN}"] * 30)
    assert "probe" in dict(found.shared) and dict(found.shared)["probe"] == 15
    assert "gateway" in dict(found.missing) and "the" not in dict(found.missing)
    assert found.jars == ("purrs", "synergies")


def test_of_a_few_nothing_is_told_but_their_questions() -> None:
    found = fit("It is warm.", audience(PROBE, PRICE), [SUN] * 30)
    assert not found.enough and found.shared == found.missing == found.jars == ()
    assert found.they_read is None and found.taken_up.n == 2


def test_in_a_writing_without_blanks_no_word_is_told_apart() -> None:
    found = fit("このセンサーは寒い場所でも使えますか", audience(*[PROBE] * 20), [SUN] * 20)
    assert found.reads is None and found.jars == ()


def test_long_words_and_long_sentences_read_harder() -> None:
    easy, hard = lix("It is warm. It is dry."), lix("Calibration certificates notwithstanding, temperatures fluctuate.")
    assert easy is not None and hard is not None and easy < 10 < hard
    assert lix("") is None and lix("12 34 @ann") is None


@given(st.text(max_size=400), st.lists(st.text(max_size=80), max_size=30))
def test_whatever_is_drafted_for_whomever_has_an_answer(draft: str, texts: list[str]) -> None:
    found = fit(draft, audience(*texts), texts[:5])
    assert 0 <= found.taken_up.k <= found.taken_up.n
    assert set(dict(found.shared)) <= set(words_of(draft))
    assert not set(dict(found.missing)) & set(words_of(draft))
    assert all(part in draft for part in sentences_of(draft))


@given(st.lists(st.sampled_from(["the probe drifts", "a probe", "my cat too", SUN]), max_size=40))
def test_nobody_has_words_of_their_own_beside_themselves(texts: list[str]) -> None:
    assert their_words(texts, texts) == []


@pytest.fixture
def office(client: Client, heard: Callable[..., None], owner: Member) -> Client:
    heard("acme")
    client.force_login(owner)
    return client


def test_through_every_door_it_is_the_same(office: Client, tmp_path) -> None:  # type: ignore[no-untyped-def]
    """
    2026-03-01 09:00  ann   says   acme  What does the gateway cost for ten sites?
    2026-03-01 10:00  acme  reply  ann   Ten pounds.
    2026-03-01 11:00  bob   says   acme  Does the probe drift in the cold store?
    """
    draft = "The gateway: ten sites, one cost."
    page = office.post("/fit", {"draft": draft, "view": "everyone"}).content.decode()
    assert "It speaks to 1 of 2 of what they asked" in page
    assert "Does the probe drift in the cold store?" in page.split("leaves out")[1]
    (tmp_path / "draft.txt").write_text(draft)
    told = json.loads(CliRunner().invoke(app, ["fit", str(tmp_path / "draft.txt"), "--json"]).stdout)
    assert (told["taken_up"]["k"], told["taken_up"]["n"]) == (1, 2)
    friends = json.loads(CliRunner().invoke(app, ["fit", "-", "--view", "customers", "--json"], input=draft).stdout)
    assert friends["n"] == 0
    assert "There is no view" in CliRunner().invoke(app, ["fit", "-", "--view", "enemies"], input=draft).stderr
    assert "No reader says" in CliRunner().invoke(app, ["fit", "-", "--label", "bored"], input=draft).stderr
    assert "There is no word" in CliRunner().invoke(app, ["fit", "-"], input=" ").stderr
    assert twoears.fit(draft, [PRICE, PROBE]).taken_up.n == 2
    assert office.get("/fit").status_code == 200


def test_a_stranger_sees_nothing(client: Client, db: None) -> None:
    assert client.post("/fit", {"draft": "x"}).status_code == 302
