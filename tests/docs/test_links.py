"""What links that people give as their own come to, as the reference counts it."""

from docs.links import Site, accounts, bare, linked_back, part
from twoears.people.resolve import matches

ANN = Site("https://ann.example/", ("https://twitter.com/ann", "https://x.com/annwork", "https://bob.example/"))
BOB = Site("https://bob.example/", ("http://ann.example",))


def test_links_that_nobody_answers_join_nobody() -> None:
    """Ann and Bob name each other's sites; her two profiles were never visited."""
    (match,) = [m for m in matches(accounts([ANN, BOB])) if m.evidence.startswith("each")]
    names = {one.key: bare(one.uid) for one in accounts([ANN, BOB])}
    assert {names[match.left], names[match.right]} == {"ann.example", "bob.example"}


def test_the_part_counts_what_would_be_joined_if_all_answered() -> None:
    heard = accounts([ANN, BOB])
    assert len(heard) == 4 and len(linked_back(heard, [(1, 2)])) == 4
    told = part([ANN, BOB])
    assert "| link to nobody | 1 | 1 | 0 | 0 |" in told
    assert "| each link back | 3 | 1 | 0 | 1 |" in told
