"""A query is tried before it is kept: what is proposed for a mistake says what its suggestion says."""

import pytest

from twoears.queries.pages.trying import read


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("autor:bob crash", "author:bob crash"),
        ("premiere NEAR crash", "premiere NEAR/5 crash"),
        ("premiere ONEAR crash", "premiere ONEAR/5 crash"),
        ("pump && valve", "pump AND valve"),
        ("followers:[9 TO 3] pump", "followers:[3 TO 9] pump"),
        ("!!! pump", 'raw:"!!!" pump'),
        ("pump AND", "pump"),
        ("pump)", "pump"),
        ('(pump OR "valve', '(pump OR "valve")'),
    ],
)
def test_what_is_proposed_applies_the_suggestion(text: str, mended: str) -> None:
    found = read(text).mistake
    assert found is not None and found.mended == mended


@pytest.mark.parametrize(
    "text",
    ["a NEAR/5 NOT b", "author: bob crash", "AND pump", "a* pump", "pump [1 TO 5]", "pump NEAR/500 x", "xyzzy:a pump"],
)
def test_nothing_is_proposed_that_would_ask_for_something_else(text: str) -> None:
    found = read(text).mistake
    assert found is not None and found.mended == ""
