"""What texts name: each kind with what is one, and what only looks like one."""

from datetime import UTC, datetime

import pytest

from twoears.lib.profiles import profile
from twoears.understanding.entities.finding import entities
from twoears.understanding.entities.names import may_be_person
from twoears.understanding.entities.values import Entity, NotNamed, asked_for, known_names

WEDNESDAY = datetime(2026, 3, 4, 9, tzinfo=UTC)


def found(text: str, kind: str, language: str = "en", network: str = "x") -> list[str]:
    """The keys of one kind, in their order."""
    return [
        one.key for one in entities(text, language=language, said_at=WEDNESDAY, network=network) if one.kind == kind
    ]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("It costs $1,299.00 or €20.", ["USD 1299.00", "EUR 20.00"]),
        ("1.299,00 € im Jahr", ["EUR 1299.00"]),
        ("CHF 1'250 and 15 quid and US$ 3", ["CHF 1250.00", "GBP 15.00", "USD 3.00"]),
        ("They raised $1.5 million and 20k EUR", ["USD 1500000.00", "EUR 20000.00"]),
        ("¥500 is little", ["JPY 500"]),
        ("A$20 is not a dollar of the USA", ["AUD 20.00"]),
        ("$AAPL went up, 20 times, and 5 stars", []),
        ("I have 3 of them. Euro 2024 was fun", []),
    ],
)
def test_a_price_has_an_amount_and_a_currency(text: str, keys: list[str]) -> None:
    assert sorted(found(text, "price")) == sorted(keys)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("I live in Reading.", ["reading"]),
        ("Reading is fun, and Nice people help.", []),
        ("The Mobile app", []),
        ("Greetings from Berlin", ["berlin"]),
        ("Berlin is loud, Germany too", ["berlin", "germany"]),
        ("Paris, Texas is not in France", ["paris, tx", "france"]),
        ("Portland, ME", ["portland, me"]),
        ("We moved to New York last week", ["new york city"]),
        ("Whitney Houston and Jackson sang", []),
        ("Boston Dynamics builds robots", []),
        ("in March and in Spring, in English", []),
        ("in Halle 3", []),
        ("THE BERLIN OFFICE IS CLOSED", []),
    ],
)
def test_a_place_is_one_where_it_can_be_nothing_else_or_the_words_beside_it_say_so(text: str, keys: list[str]) -> None:
    assert found(text, "place") == keys


def test_a_place_is_the_same_in_every_language() -> None:
    named = [("Ich bin in München", "de"), ("Je suis à Munich", "fr"), ("She works in Munich", "en")]
    assert {tuple(found(text, "place", language)) for text, language in named} == {("munich",)}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Anna Berg wrote it", ["anna berg"]),
        ("Ask Mr Smith or Dr. Okafor", ["smith", "okafor"]),
        ("Frau Dr. Lindqvist ruft zurück", ["lindqvist"]),
        ("Maria de la Cruz and Jean-Pierre Dupont", ["maria de la cruz", "jean-pierre dupont"]),
        ("Will Apple fix it? May Day is near. Mark my words.", []),
        ("Thanks Anna", []),
        ("Anna Support Team", []),
    ],
)
def test_a_person_has_a_given_name_and_a_family_name_or_a_title(text: str, keys: list[str]) -> None:
    assert found(text, "person") == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Norrvik GmbH and Halden Instruments Ltd", ["norrvik", "halden instruments"]),
        ("la Fiat S.p.A. di Torino", ["fiat"]),
        ("I work at Initech", ["initech"]),
        ("She is CEO of Hooli", ["hooli"]),
        ("Siemens sold it to Stanford University", ["siemens", "stanford university"]),
        ("I work at Berlin, and for The best", []),
        ("Delta was late and Apple is sweet", []),
    ],
)
def test_a_company_has_a_legal_form_or_an_employer_s_place_or_a_name_known_everywhere(
    text: str, keys: list[str]
) -> None:
    assert found(text, "company") == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Does the FX-3 hold calibration?", ["fx-3"]),
        ("my iPhone 12 Pro broke", ["iphone 12 pro"]),
        ("our Galaxy S21 too", ["galaxy s21"]),
        ("COVID-19, UTF-8, ISO-9001, flight AB-123, seat C-4", []),
        ("Q3 was good, BA123 was late, B2B", []),
    ],
)
def test_a_product_has_letters_and_figures_and_is_neither_a_flight_nor_a_norm(text: str, keys: list[str]) -> None:
    assert found(text, "product") == keys


@pytest.mark.parametrize(
    ("text", "network", "keys"),
    [
        ("@Ann hello", "x", ["ann@x"]),
        ("@ann.bsky.social hello", "bluesky", ["ann.bsky.social@bluesky"]),
        ("@ann@norrvik.example hello", "fediverse", ["ann@norrvik.example@fediverse"]),
        ("https://twitter.com/Ann/status/71", "web", ["ann@x"]),
        ("https://www.linkedin.com/in/ann-ek/ and https://norrvik.example/@ann.", "web",
         ["ann-ek@linkedin", "ann@norrvik.example@fediverse"]),
        ("@ 5pm, @7pm, me @work?", "x", ["work@x"]),
        ("me@acme.example", "x", []),
    ],
)  # fmt: skip
def test_a_handle_is_the_same_as_the_address_of_its_profile(text: str, network: str, keys: list[str]) -> None:
    assert found(text, "handle", network=network) == keys


def test_links_and_mail_addresses_lose_what_stands_around_them() -> None:
    text = "(see https://www.acme.example/a?b=1#c), www.norrvik.example. Me@Acme.example!"
    assert found(text, "link") == ["acme.example/a?b=1", "norrvik.example"]
    assert found(text, "mail") == ["me@acme.example"]
    assert found("https://nodots and http://1.2 and a@b", "link") == []


def test_a_page_of_a_network_is_no_profile() -> None:
    assert [profile(url) for url in ("https://x.com/search", "https://x.com", "https://x.com.evil.example/ann")] == [
        None, None, None,
    ]  # fmt: skip


def test_what_a_workspace_knows_is_known_again() -> None:
    known = known_names(people=["Priya Nair", "Bob"], companies=["Halden"], products=["Probe Nine"])
    text = "Priya Nair of Halden likes the Probe Nine. Bob does not; Halden."
    named = entities(text, language="en", known=known)
    assert [(one.kind, one.key) for one in named] == [
        ("person", "priya nair"), ("company", "halden"), ("product", "probe nine"), ("company", "halden"),
    ]  # fmt: skip
    assert may_be_person("Priya Nair") and not may_be_person("Acme Team") and not may_be_person("ACME NEWS")


def test_every_find_stands_where_it_says_and_none_over_another() -> None:
    text = "Ann, see https://acme.example in Berlin: €20 by Friday, ask Anna Berg of Norrvik GmbH @ann 12.03.2026"
    named = entities(text, language="en", said_at=WEDNESDAY)
    assert all(text[one.start : one.end] == one.name and one.reason and 0.5 < one.probability < 1 for one in named)
    assert all(one.end <= other.start for one, other in zip(named, named[1:], strict=False))
    assert {one.kind for one in named} == {"link", "place", "price", "date", "person", "company", "handle"}


def test_what_is_asked_for_is_a_kind_and_a_key() -> None:
    assert asked_for("Place: New  York City") == ("place", "new york city")
    assert asked_for("date:2026-w10") == ("date", "2026-W10")
    for wrong in ("berlin", "town:berlin", "place:", ""):
        with pytest.raises(NotNamed, match="place:berlin"):
            asked_for(wrong)


def test_an_entity_compares_by_what_it_says() -> None:
    assert Entity("place", "Berlin", "berlin", 0, 6, 0.9, "x") == Entity("place", "Berlin", "berlin", 0, 6, 0.9, "x")
