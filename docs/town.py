"""`python -m docs.town`: how far the readers recover what the people of the town really do. It takes some seconds."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from twoears.cli.saying import number_words
from twoears.cli.town_needs import CODED, needs_found
from twoears.cli.town_read import Read, both_truths, by_person, told_complaints, town_read
from twoears.cli.town_taught import CORRECTED, READERS, taught_scores
from twoears.house import open_house
from twoears.lib.intervals import share
from twoears.understanding.scoring import Score

PAGE = Path(__file__).parent / "reference" / "readers-town.md"
PEOPLE, SEED, UNTIL = 400, 1, datetime(2026, 11, 30, tzinfo=UTC)
_HEAD = """\
# What the readers recover of the town

*Written by `python -m docs.town`; `twoears evaluate --town PEOPLE` prints the same for a town of today.*

A town of {people} people with the seed {seed}, up to {until:%-d %B %Y}, in eight languages. What each post really is
stands in its truth; no word of the town was used to teach the readers. Who lives there is counted for what they say
to the company, and for *promotion* and *announcement* everybody, the company too. Posts of the town are short, wry and
full of the trade, unlike those the readers learnt from: this is a hard test, and they fail much of it.

In *question or request* a post that asks is found where it is read as either: which of the two it is, is a matter of
definition. A post has one truth, so that one which thanks and then asks counts as a false *thanks*.

| reader | label | found of what is there | right of what is told | cannot tell |
| --- | --- | --- | --- | --: |
"""
_COMPLAINTS: Final = """
## Complaints, looked at closely

A post of the town has one kind. By the codebook of the readers a complaint is any report that something a company
stands for went wrong, also a polite one: a question may report a fault, and thanks may come with a reproach. So each
line that people say in English is marked in the truth by whether it reports a trouble with the company
(`twoears/town/troubles.py`), whatever its kind. One person looked them through; in other languages only complaints
were marked. No text was changed for it. Both truths in English, side by side:

| a complaint is there where | found of what is there | right of what is told | cannot tell |
| --- | --- | --- | --: |
{both}

What those posts really are of which a complaint is told:

| kind | posts | of these in English | of these report a trouble |
| --- | --: | --: | --: |
{kinds}

## Who did it

The same by people, whatever the number of their posts: whoever did it once or more counts as one, and is found where it
is told of a post in which they did. Whoever is told of other posts only counts against what is right. *Reported a
trouble* is by posts in English.

| who | found of those who did | right of those told |
| --- | --- | --- |
{people}
"""
_TAUGHT: Final = """
## What corrections teach

A member [teaches the readers](../guides/teach-the-readers.md): for each, {corrected} English posts of every second
person are said to be what they are, drawn by lot, half of them such that were read wrongly. Shown are the posts of all
other people, in English.

| reader | label | found, as it came | right, as it came | found, taught | right, taught |
| --- | --- | --- | --- | --- | --- |
"""
_NEEDS: Final = """
## Who needs what

Needs are a codebook's matter, and every trade has its own: so members code some posts, and [the learner](learner.md)
foretells the others. Here the first {coded} posts of each need by every second person are coded as their truth has it,
and 30 of small talk as none; the posts of all other people are foretold, small talk among them. In English, what was
asked or complained of. Small talk that is told a need counts against what is right.

| need | found of what is there | right of what is told | cannot tell |
| --- | --- | --- | --: |
"""


def main() -> None:
    """Write the page."""
    open_house(None)
    # Only now: models cannot be imported before the house is open.
    from twoears.cli.evaluate import town_scores

    rows = [
        f"| {one.reader} | {one.label} | {number_words(one.found)} | {number_words(one.right)} | {one.unsure:,} |"
        for one in town_scores(PEOPLE, seed=SEED, until=UNTIL)
    ]
    head = _HEAD.format(people=PEOPLE, seed=SEED, until=UNTIL)
    pairs = [pair for one in READERS for pair in taught_scores(PEOPLE, one, seed=SEED, until=UNTIL)]
    complaints = _complaints(town_read(PEOPLE, seed=SEED, until=UNTIL))
    needs = _needs(needs_found(PEOPLE, seed=SEED, until=UNTIL))
    PAGE.write_text(head + "\n".join(rows) + "\n" + complaints + _taught(pairs) + needs, "utf8")


def _complaints(read: Sequence[Read]) -> str:
    """What is told to complain, by both truths and by people."""
    return _COMPLAINTS.format(
        both="\n".join(
            f"| {one.label} | {number_words(one.found)} | {number_words(one.right)} | {one.unsure:,} |"
            for one in both_truths(read)
        ),
        kinds="\n".join(f"| {kind} | {n:,} | {english:,} | {so:,} |" for kind, n, english, so in told_complaints(read)),
        people="\n".join(
            f"| {one.label} | {number_words(one.found)} | {number_words(one.right)} |" for one in by_person(read)
        ),
    )


def _taught(pairs: Sequence[tuple[Score, Score]]) -> str:
    """Each label before and after it was taught."""
    rows = [
        f"| {old.reader} | {old.label} | {number_words(old.found)} | {number_words(old.right)} "
        f"| {number_words(new.found)} | {number_words(new.right)} |"
        for old, new in pairs
    ]
    return _TAUGHT.format(corrected=CORRECTED) + "\n".join(rows) + "\n"


def _needs(found: Sequence[Score]) -> str:
    """Who needs what, need by need and over all."""
    rows = [
        f"| {one.label} | {number_words(one.found)} | {number_words(one.right)} | {one.unsure:,} |" for one in found
    ]
    there, told, k = (sum(numbers) for numbers in zip(*((s.found.n, s.right.n, s.found.k) for s in found), strict=True))
    every = (
        number_words(share(k, there, of="needs, found", question="Of what is there, how much is found?")),
        number_words(share(k, told, of="needs, right", question="Of what is told, how much is so?")),
        f"{sum(one.unsure for one in found):,}",
    )
    head = _NEEDS.format(coded=CODED)
    return head + "\n".join([*rows, f"| **all of them** | {' | '.join(every)} |"]) + "\n"


if __name__ == "__main__":
    main()
