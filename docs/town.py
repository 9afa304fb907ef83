"""`python -m docs.town`: how far the readers recover what the people of the town really do. It takes some seconds."""

from datetime import UTC, datetime
from pathlib import Path

from twoears.cli.saying import number_words
from twoears.house import open_house

PAGE = Path(__file__).parent / "reference" / "readers-town.md"
PEOPLE, SEED, UNTIL = 400, 1, datetime(2026, 11, 30, tzinfo=UTC)
_HEAD = """\
# What the readers recover of the town

*Written by `python -m docs.town`; `twoears evaluate --town PEOPLE` prints the same for a town of today.*

A town of {people} people with the seed {seed}, up to {until:%-d %B %Y}, in eight languages. What each post really is
stands in its truth; no word of the town was used to teach the readers. Who lives there is counted for what they say
to the company, and for *promotion* and *announcement* everybody, the company too. Posts of the town are short, wry and
full of the trade, unlike those the readers learnt from: this is a hard test, and they fail much of it.

| reader | label | found of what is there | right of what is told | cannot tell |
| --- | --- | --- | --- | --: |
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
    PAGE.write_text(head + "\n".join(rows) + "\n", "utf8")


if __name__ == "__main__":
    main()
