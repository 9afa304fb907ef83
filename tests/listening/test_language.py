"""The language of queries: what is read, what is refused, and how it is written anew."""

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.listening.queries import queries
from twoears.listening.advice import advice
from twoears.listening.errors import QueryError
from twoears.listening.facts import fits
from twoears.listening.grammar import MAX_DEPTH, parse
from twoears.listening.writing import tidy


@given(queries)
def test_a_tidy_query_is_the_same_query(text: str) -> None:
    query = parse(text)
    assert parse(tidy(query)) == query
    assert tidy(parse(tidy(query))) == tidy(query)


@given(st.text(max_size=60), st.text(alphabet='ab "()*?~-:[]/#@NEARORTtile15', max_size=40))
def test_whatever_is_typed_is_read_or_refused_in_one_way(any_text: str, near_text: str) -> None:
    for text in (any_text, near_text):
        try:
            query = parse(text)
        except QueryError as error:
            assert 0 <= error.at <= len(text)
            assert "^" in str(error)
        else:
            assert parse(tidy(query)) == query
            assert all(0 <= one.at <= len(text) for one in advice(query))


_PIECES = (
    *("followers:", "[", "]", " TO ", "*", "_", "1", "9", "lang:", "hashtag:", "mention:", "from:", "site:", "title:"),
    *(
        "#",
        "@",
        "www.",
        "https://",
        "//",
        "/",
        ":",
        "(",
        ")",
        '"',
        "~3",
        "-",
        " ",
        " ",
        "NOT",
        "NEAR/2",
        "near/5",
        "OR",
    ),
    *("\ufb03", "Title", "x", "ab", "pump", "\u0130", "\u00df", "?", "\uff1a", "\uff1f", "\uff08", "\uff20"),
)


@settings(max_examples=600)
@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
def test_pieces_of_queries_in_any_order_are_read_or_refused(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as error:
        assert "^" in str(error)
    else:
        assert parse(tidy(query)) == query
        assert tidy(parse(tidy(query))) == tidy(query)
        assert all(0 <= one.at <= len(text) for one in advice(query))


@pytest.mark.parametrize(
    "text",
    [
        "lang:en\ufb03NOTtitle:x",
        "title:(//x)",
        "site:www.www.acme.example",
        "site:https://*.acme.example",
        'hashtag:"# pumps"',
        "(a OR b " * 24 + "c" + ")" * 24,
    ],
)
def test_what_is_written_anew_can_be_read(text: str) -> None:
    query = parse(text)
    assert parse(tidy(query)) == query


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("a b", "a AND b"),
        ("a OR b c", "a OR (b AND c)"),
        ("a OR NOT b AND c", "a OR ((NOT b) AND c)"),
        ("a -b", "a AND NOT b"),
        ("a NOT b", "a AND NOT b"),
        ("NOT a NEAR/3 b", "NOT (a NEAR/3 b)"),
        ("(a (b (c)))", "a AND b AND c"),
        ("“leaking pump”", '"leaking pump"'),
        ("«leaking pump»", '"leaking pump"'),
        ("Acme", "ACME"),
        ("e-mail", '"e mail"'),
        ("a ONEAR/3 b", "a NEAR/3f b"),
        ("title:(a OR b)", "title:a OR title:b"),
        ("lang:(en de)", "lang:en AND lang:de"),
        ("#pumps", "hashtag:pumps"),
        ("@ann", "mention:ann"),
        ("hashtag:#pumps", "hashtag:pumps"),
        ("hashtag:(#pumps OR #valves)", "#pumps OR #valves"),
        ("mention:@acme", "mention:acme"),
        ("from:@ann@town.example", "from:ann@town.example"),
        ("a NEAR/5F b", "a ONEAR/5 b"),
        ("site:https://www.acme.example/", "site:acme.example"),
        ("site:*.acme.example", "site:acme.example"),
        ("followers:[1_000 TO *]", "followers:[1000 TO *]"),
        ("TITLE:a", "title:a"),
        ("pump**", "pump*"),
    ],
)
def test_two_ways_to_say_one_thing(one: str, same: str) -> None:
    assert parse(one) == parse(same)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a b", '"a b"'),
        ("a and b", "a AND b"),
        ("a NEAR/3 b", "a ONEAR/3 b"),
        ("pump", "title:pump"),
        ("a OR b", "b OR a"),
    ],
)
def test_two_things_that_look_alike(one: str, other: str) -> None:
    assert parse(one) != parse(other)


@pytest.mark.parametrize(
    ("text", "at", "says", "suggests"),
    [
        ("", 0, "empty", "Write a word"),
        ("acme AND", 5, "missing", ""),
        ("(acme OR pump", 0, "never closed", "Write )"),
        ("acme)", 4, "No bracket", "Leave it out"),
        ("acme OR OR pump", 8, "Before OR", '"OR"'),
        ("()", 0, "nothing between", "Leave"),
        ('"acme', 0, "never closed", "quotation"),
        ("titel:acme", 0, "no field titel", "title:"),
        ("language:en", 0, "no field", "lang:"),
        ("Re:Invent", 0, "no field Re", "quotation"),
        ("acme && pump", 5, "no operator", "Did you mean AND?"),
        ("acme || pump", 5, "no operator", "Did you mean OR?"),
        ("acme NEAR pump", 5, "needs a number", "NEAR/5"),
        ("acme NEAR/500 pump", 5, "from 1 to 100", ""),
        ("a NEAR/5 (b AND c)", 9, "only OR", "AND"),
        ("a NEAR/5 NOT b", 9, "NOT cannot", "AND NOT"),
        ("title:a NEAR/5 b", 8, "one field", "title:("),
        ("p*", 0, "nearly every word", "two letters"),
        ("*pump*", 0, "not both", "one end"),
        ("東*", 0, "no meaning", "Leave it out"),
        ('"acme pump"~', 11, "number is missing", "~5"),
        ('"acme"~5', 0, "two words", "~5"),
        ('"a b c"~1', 0, "from 2 to", ""),
        ("++", 0, "no word", "raw:"),
        ("raw:C++", 4, "needs a quotation", 'raw:"C++"'),
        ("followers:10", 10, "range", "[1000 TO"),
        ("followers:[9 TO 1]", 10, "ends before", "[1 TO 9]"),
        ("followers:[a TO b]", 10, "no range", "[1000 TO"),
        ("followers:[_ TO *]", 10, "no range", "[1000 TO"),
        ("followers:[* TO __]", 10, "no range", "[1000 TO"),
        ("mention:#acme", 0, "word is missing", "directly"),
        ("hashtag:a*", 8, "nearly every word", "two letters"),
        ("hashtag:*a*b*c*d*e", 8, "4 stars", ""),
        ("(a OR b " * 49 + "c" + ")" * 49, 0, "50 brackets", ""),
        ("to:ann", 3, "cannot be compared", "mention:"),
        ("site:acme.example/blog", 5, "cannot be compared", "url:"),
        ("title:(a OR lang:en)", 12, "inside title", "Close"),
        ("title: acme", 0, "value is missing", "directly"),
        ("[1 TO 2]", 0, "followers", "followers:"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_now(text: str, at: int, says: str, suggests: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse(text)
    error = refused.value
    assert (error.at, says in error.message, suggests in error.suggestion) == (at, True, True), str(error)


def test_the_caret_stands_under_the_place_in_any_writing() -> None:
    with pytest.raises(QueryError) as refused:
        parse("東京 OR OR b")
    lines = str(refused.value).splitlines()
    assert lines[2].index("^") == len("  東京 OR ") + 2  # two ideographs are two columns wide each


@pytest.mark.parametrize(
    "hostile",
    [
        "(" * 100_000,
        "(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1),
        "NOT " * 3000 + "a",
        "- " * 9000,
        "a " * 9000,
        "a" * 30_000,
        '"' + "a " * 1000 + '"',
        "a*b*c*d*e*f",
        "word " * 2001,
    ],
)
def test_a_hostile_query_is_refused(hostile: str) -> None:
    with pytest.raises(QueryError):
        parse(hostile)


def test_a_long_query_is_read() -> None:
    text = " OR ".join(f'"product {n}" NEAR/5 noise' for n in range(400))
    assert parse(tidy(parse(text))) == parse(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pump NEAR/11 noise", "far"),
        ('"pump noise"~30', "far"),
        ("pum* AND noise", "very many words"),
        ("pump* NEAR/5 noise", "by chance"),
        ("NOT pump", "only excludes"),
        ("acme OR NOT pump", "nearly everything"),
        ("pump OR valve OR Pump", "more than once"),
        ("acme and pump", "is a word here"),
        ("acme OR pump AND valve", "binds before"),
        ("acme pump", "side by side"),
        ("the OR acme", "nearly every post"),
        ('"how are you?"', "one letter"),
        ("C++", "only letters"),
        ("+acme", "no meaning"),
        ("acme near/5 pump", "near/5 is a word here"),
        ("lang:german", "codes such as de"),
        ("lang:jp", "codes such as de"),
        ("source:tables", "the network"),
        ("type:tweet", "kind of post"),
        ("from:me", "name of an account"),
        ("acme followers:[1000 TO *]", "Few networks"),
        ('acme place:"New York"', "Few networks"),
    ],
)
def test_advice_points_at_what_may_not_be_meant(text: str, message: str) -> None:
    assert message in " ".join(one.message for one in advice(parse(text)))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("lang:german", "lang:de?"),
        ("lang:Deutsch", "lang:de?"),
        ("lang:gr", "lang:el?"),
        ("lang:xx", "lang:en."),
        ("source:twitter", "source:x?"),
        ("source:mastodon", "source:fediverse?"),
        ("source:linkdin", "source:linkedin?"),
        ("source:tables", "linkedin"),
        ("type:tweet", "type:note?"),
        ("type:artikle", "type:article?"),
        ("from:me", "from:us?"),
        ("acme near/7 pump", "NEAR/7?"),
        ("acme near pump", "NEAR/5?"),
    ],
)
def test_advice_says_which_value_is_meant(text: str, meant: str) -> None:
    told = [one.suggestion for one in advice(parse(text))]
    assert any(meant in one for one in told) and not any("raw:" in one for one in told)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "lang:de-AT",
            "lang:yue",
            "lang:en*",
            "source:tiktok",
            "source:x",
            "source:fediverse",
            "type:note",
            "from:ann",
        ),
        "acme",
        'acme AND (pump OR "valve seat") AND NOT jobs',
        "pump NEAR/10 noise",
        "#pumps",
        "from:us",
        "e-mail",
        "pump*",
    ],
)
def test_a_good_query_gets_no_advice(text: str) -> None:
    assert advice(parse(text)) == ()


def test_a_stranger_s_tag_cannot_make_wildcards_slow() -> None:
    began = process_time()
    assert not fits("*a" * 30 + "*b", "a" * 1000)
    assert process_time() - began < 1


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=8))
def test_wildcards_fit_as_a_pattern_that_tries_everything_does(wild: str, value: str) -> None:
    tried = re.compile(re.escape(wild).replace(r"\*", ".*").replace(r"\?", "."))
    assert fits(wild, value) == (tried.fullmatch(value) is not None)
