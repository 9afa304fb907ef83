"""Which accounts are likely one person, as tables of pairs and as what holds of any."""

from dataclasses import replace
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoears.people.matching import JOINED, PROPOSED, SHIPPED, Index, Likely, Model, Profile, likely

HALL = "http://hall.example"


def account(key: int, network: str, name: str = "", handle: str = "", **more: object) -> Profile:
    return Profile(key=key, uid=f"{network}:{key}", network=network, name=name, handle=handle, **more)  # type: ignore[arg-type]


CROWD = tuple(
    account(1000 + n, ("x", "bluesky", "linkedin", "fediverse")[n % 4], f"Person{n} Family{n}", f"somebody{n}")
    for n in range(120)
)


def chance(one: Profile, two: Profile, *others: Profile) -> float:
    """How likely the two are one person, among 120 others."""
    pairs = likely([one, two, *others, *CROWD], least=0.0)
    return next((p.probability for p in pairs if {p.left, p.right} == {one.key, two.key}), 0.0)


PROPOSED_PAIRS = {
    "the same rare name": (account(1, "x", "Ottilie Quist"), account(2, "bluesky", "Ottilie Quist")),
    "family name first": (account(1, "x", "QUIST, Ottilie"), account(2, "bluesky", "Ottilie Quist")),
    "other scripts": (account(1, "x", "Ольга Соколова"), account(2, "linkedin", "Olga Sokolova")),
    "accents": (account(1, "x", "Sören Brückner"), account(2, "linkedin", "Soren Brueckner")),
    "Greek": (account(1, "x", "Ελένη Κόρμπα"), account(2, "linkedin", "Eleni Kormpa")),
    "a title and a company": (
        account(1, "x", "Dr. Ottilie Quist (she/her) | Norrvik"),
        account(2, "linkedin", "Ottilie Quist"),
    ),
    "a handle that spells the name": (account(1, "x", "O.", "ottiliequist"), account(2, "bluesky", "Ottilie Quist")),
    "the mailbox spells it": (
        account(1, "mail", "", "ottilie.quist@norrvik.example", mail="ottilie.quist@norrvik.example"),
        account(2, "linkedin", "Ottilie Quist"),
    ),
    "a nickname": (account(1, "x", "Bill Quist"), account(2, "fediverse", "William Quist")),
    "the same rare handle": (
        account(1, "x", "", "coldchainquist"),
        account(2, "bluesky", "", "coldchainquist.skies.example"),
    ),
}
APART = {
    "other names": (account(1, "x", "Ottilie Quist"), account(2, "bluesky", "Gareth Pelham")),
    "only the given name": (account(1, "x", "Ottilie"), account(2, "bluesky", "Ottilie")),
    "only the family name": (account(1, "x", "Ottilie Quist"), account(2, "bluesky", "Gareth Quist")),
    "one network": (account(1, "x", "Ottilie Quist", "oquist"), account(2, "x", "Ottilie Quist", "ottiliequist")),
    "a robot": (account(1, "x", "Ottilie Quist"), account(2, "bluesky", "Ottilie Quist", kind="Service")),
    "a house and a person": (account(1, "x", "Quist Dairy"), account(2, "bluesky", "Quist Dairy", kind="Organization")),
    "a shared desk": (
        account(1, "mail", "Quist Dairy", "info@quist.example", mail="info@quist.example"),
        account(2, "x", "Quist Dairy", "info"),
    ),
    "nobody answers": (
        account(1, "mail", "", "noreply@quist.example", mail="noreply@quist.example"),
        account(2, "x", "", "noreply"),
    ),
    "nothing is known": (account(1, "web"), account(2, "x")),
}


@pytest.mark.parametrize("pair", PROPOSED_PAIRS.values(), ids=PROPOSED_PAIRS)
def test_what_agrees_in_a_rare_thing_is_proposed_and_not_joined(pair: tuple[Profile, Profile]) -> None:
    assert PROPOSED <= chance(*pair) < JOINED


@pytest.mark.parametrize("pair", APART.values(), ids=APART)
def test_what_does_not_agree_or_cannot_be_is_left_alone(pair: tuple[Profile, Profile]) -> None:
    assert chance(*pair) < PROPOSED


def test_name_site_and_handle_together_may_be_joined() -> None:
    one = account(1, "x", "Ottilie Quist", "quist_otti77", links=("https://quist.example",))
    two = account(2, "fediverse", "Ottilie Quist", "ottiquist77", links=("https://quist.example",))
    assert chance(one, two) >= JOINED


def test_an_address_that_only_one_gives_speaks_for_it_and_is_not_enough() -> None:
    """Anybody can give the address of somebody else as their own."""
    one = account(1, "x", "", "deepfreeze", summary="Toots at https://a.example/@otti")
    two = account(2, "fediverse", "Ottilie", "otti", url="https://a.example/@otti")
    assert chance(replace(one, summary=""), two) < chance(one, two) < JOINED


def test_two_houses_of_one_name_are_likely_one() -> None:
    one = account(1, "x", "Quist Dairy", kind="Organization")
    assert chance(one, account(2, "linkedin", "Quist Dairy", kind="Organization")) >= PROPOSED


def test_a_name_that_many_bear_tells_less() -> None:
    """On x three are called Ann Smith, so an Ann Smith elsewhere may be any of them."""
    one, two = account(1, "x", "Ann Smith", "asmith1"), account(2, "bluesky", "Ann Smith", "annie")
    others = [account(n, "x", "Ann Smith", f"smith{n}") for n in (3, 4)]
    assert chance(one, two, *others) < PROPOSED < chance(one, two)


def test_what_handles_have_beside_a_common_name_tells_the_namesakes_apart() -> None:
    smiths = [account(n, "x", "Ann Smith", f"annsmith{n}4{n}") for n in range(10, 15)]
    two = account(2, "bluesky", "Ann Smith", "ann-smith12412.skies.example")
    chances = {one.key: chance(one, two, *(s for s in smiths if s is not one)) for one in smiths}
    assert max(chances, key=lambda key: chances[key]) == 12
    assert chances[12] > PROPOSED
    assert all(p < 0.05 for key, p in chances.items() if key != 12)


def test_four_accounts_of_one_name_on_four_networks_may_be_one_person() -> None:
    four = [account(n, name, "Ottilie Quist") for n, name in enumerate(("x", "bluesky", "linkedin", "fediverse"), 1)]
    assert all(pair.probability >= PROPOSED for pair in likely(four))
    assert len(likely(four)) == 6


def test_places_days_and_words_speak_for_and_against() -> None:
    one = account(1, "x", "Ottilie Quist", place="Kiruna, Sweden", hours=tuple(range(7, 15)) * 3)
    two = account(2, "bluesky", "Ottilie Quist")
    here = replace(two, place="Kiruna", hours=tuple(range(7, 15)) * 3)
    there = replace(two, place="Lisbon", hours=tuple(range(19, 24)) * 4)
    assert chance(one, there) < chance(one, two) < chance(one, here)
    pair = likely([one, there], least=0)[0]
    assert [reason.text for reason in pair.reasons if reason.weight < 0] == [
        "their days lie hours apart",
        "the places differ: Kiruna, Sweden, Lisbon",
    ]


def test_every_pair_carries_its_reasons_strongest_first() -> None:
    one, two = PROPOSED_PAIRS["the mailbox spells it"]
    pair = likely([one, two, *CROWD])[0]
    assert (pair.left, pair.right) == (1, 2)
    assert pair.reasons[0].text == "both are called Ottilie Quist"
    weights = [abs(reason.weight) for reason in pair.reasons]
    assert weights == sorted(weights, reverse=True)


def test_what_too_many_share_is_said() -> None:
    many = [account(n, f"net{n}", "Ann Smith") for n in range(1, 100)]
    found = likely(many)
    assert found == []
    assert ("annsmith", 99) in [(one.what, one.n) for one in found.left_out]


def test_two_profiles_of_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="key 1"):
        likely([account(1, "x"), account(1, "bluesky")])
    index = Index.build([account(1, "x")])
    with pytest.raises(ValueError, match="key 1"):
        index.add(account(1, "x"))


def test_no_accounts_have_no_pairs() -> None:
    assert likely([]) == []
    assert Index.build([]).matches(account(1, "x", "Ottilie Quist")) == []


def test_progress_ends_where_it_should() -> None:
    told: list[tuple[int, int]] = []
    likely(CROWD, progress=lambda done, of: told.append((done, of)))
    assert told[-1][0] == told[-1][1]
    assert [done for done, _ in told] == sorted(done for done, _ in told)


@pytest.mark.parametrize(
    "text", ['{"version": "1"}', "[]", "not JSON", '{"version": "1", "weights": {"name: same": 1}}']
)
def test_what_is_no_model_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no model"):
        Model.from_json(text)


WORD = st.sampled_from(["Ann", "Bill", "William", "Ek", "Eck", "Quist", "Анна", "Åsa", "O", "M.", "李", "مريم"])
HOSTILE = st.one_of(
    st.text(max_size=30), st.sampled_from(["\x00\x1b[31m", "\u202eknA", "👩‍🔬🐟", "\ud800", " , ", "(((", "@@.."])
)


class Draft(NamedTuple):
    network: str
    words: list[str]
    handle: str
    mail: str
    links: tuple[str, ...]
    place: str
    summary: str
    kind: str
    hours: tuple[int, ...]

    def profile(self, key: int) -> Profile:
        told = {**self._asdict(), "key": key, "uid": f"{self.network}:{key}", "name": " ".join(self.words)}
        del told["words"]
        return Profile(**told)


PROFILE = st.builds(
    Draft,
    st.sampled_from(["x", "bluesky", "mail", "web", "linkedin"]),
    st.lists(st.one_of(WORD, HOSTILE), max_size=3),
    st.one_of(st.sampled_from(["annek", "ann_ek77", "ann.ek@norrvik.example", "bquist", "info"]), HOSTILE),
    st.one_of(st.sampled_from(["", "", "ann.ek@norrvik.example", "info@norrvik.example"]), HOSTILE),
    st.lists(st.one_of(st.sampled_from([HALL, "x:1", "bluesky:2"]), HOSTILE), max_size=2).map(tuple),
    st.one_of(st.sampled_from(["", "Kiruna, Sweden", "Kiruna"]), HOSTILE),
    st.one_of(st.sampled_from(["", "Cheese maker and cold chain pedant from Kiruna", f"See {HALL}"]), HOSTILE),
    st.sampled_from(["Person", "Person", "Person", "Organization", "Service"]),
    st.lists(st.integers(0, 167), max_size=20).map(tuple),
)
PROFILES = st.lists(PROFILE, max_size=9).map(lambda those: [one.profile(key) for key, one in enumerate(those, 1)])


def close(one: list[Likely], two: list[Likely]) -> bool:
    def rounded(pairs: list[Likely]) -> list[tuple[object, ...]]:
        return sorted((p.left, p.right, round(p.probability, 9), p.reasons) for p in pairs)

    return rounded(one) == rounded(two)


@settings(max_examples=60, deadline=None)
@given(PROFILES, st.randoms(use_true_random=False))
def test_of_any_profiles_the_rules_hold(profiles: list[Profile], lot: Random) -> None:
    found = likely(profiles, least=0.0)
    by_key = {one.key: one for one in profiles}
    for pair in found:
        one, two = by_key[pair.left], by_key[pair.right]
        assert pair.left < pair.right
        assert 0 <= pair.probability <= 1
        assert one.network != two.network or one.network in ("mail", "web")
        assert "Service" not in (one.kind, two.kind)
        assert one.kind == two.kind
        assert all(reason.text.isprintable() for reason in pair.reasons)
    mixed = list(profiles)
    lot.shuffle(mixed)
    assert close(found, likely(mixed, least=0.0))


@settings(max_examples=40, deadline=None)
@given(PROFILES)
def test_an_index_finds_what_all_pairs_find(profiles: list[Profile]) -> None:
    found = likely(profiles, least=0.0)
    whole = Index.build(profiles)
    grown = Index(SHIPPED)
    for one in profiles:
        grown.add(one)
    for one in profiles:
        mine = [pair for pair in found if one.key in (pair.left, pair.right)]
        assert close(whole.matches(one, least=0.0), mine)
        assert close(grown.matches(one, least=0.0), mine)
        visited = Index.build([other for other in profiles if other is not one])
        assert close(visited.matches(one, least=0.0), mine)
        assert close(visited.matches(one, least=0.0), mine)
        assert len(visited) == len(profiles) - 1


def test_names_of_a_megabyte_are_taken() -> None:
    long = "Ann " * 250_000
    one, two = account(1, "x", long, long, summary=long, mail=long, place=long), account(2, "bluesky", long, long)
    assert len(likely([one, two], least=0)) == 1
    assert all(len(reason.text) < 400 for pair in likely([one, two], least=0) for reason in pair.reasons)


def test_left_and_right_are_even() -> None:
    one, two = PROPOSED_PAIRS["the mailbox spells it"]
    assert chance(one, two) == pytest.approx(chance(replace(one, key=2), replace(two, key=1)))
