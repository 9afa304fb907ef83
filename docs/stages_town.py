"""`python -m docs.stages_town`: how far stages told from the record agree with the town's truth. Half a minute."""

import os
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from twoears.cli.saying import number_words
from twoears.house import open_house
from twoears.people.ruling import read
from twoears.people.stages import RULES, STAGES
from twoears.town.town import Town, build
from twoears.town.write import write

PAGE = Path(__file__).parent / "reference" / "stages-town.md"
PEOPLE, SEED, UNTIL = 400, 1, datetime(2026, 11, 30, tzinfo=UTC)
TWICE: Final = """\
- {name: exchange, to: friend, from: stranger, when: exchange, count: 2}
- {name: meeting, to: friend, from: stranger, when: meeting}
- {to: customer, from: [stranger, friend], when: order}
- {to: evangelist, from: customer, when: refer}
"""
_PAGE: Final = """\
# Stages beside the town's truth

*Written by `python -m docs.stages_town`.*

A town of {people} people with the seed {seed}, up to {until:%-d %B %Y}, heard as any file is. Where each of its
people really stands is in its truth, and is compared with what the [rules](stages.md) tell from the record. Intervals
are of 80 %; alpha is Krippendorff's, 1 where all agree and 0 where they agree as by chance. All accounts of one
person are taken together here, unless it is said otherwise.

| | agree | alpha |
| --- | --- | --: |
{rows}

The aim is nine of ten. It is reached where orders decide (*has ordered, or not*), and missed over all four stages.

## At the end, by the rules as they came

| in truth | {heads} |
| --- | {dashes} |
{table}

## Why they differ

- **In the town, an answer makes a friend of a stranger four times in ten, by a hidden throw of a coin.** Nothing that
  is said or done afterwards shows how it fell. By the rules as they came, both sides took part, which is what a
  friend is here: {called} of {strangers} people whom the truth calls strangers were answered. Whoever knew of each
  number of answers what most people are who had so many would be right about {best} strangers and friends; no rule
  that counts answers can do better.
- **{before} people were friends, customers or evangelists before the record began.** What was not heard leaves no
  evidence. Of those who came as strangers {came} agree.
- **An evangelist of the town is one who recommended us in words.** No evidence of ours is made of words that
  recommend: the reader *referral* finds 3 of 108 such posts of the town. Who sent somebody to us, or shared words of
  ours, is told; but in the town shares follow how talkative somebody is, and make {shared} customers evangelists who
  are none.
- **Who is who.** Rules join only accounts of which it is certain. Told apart as the software tells them apart, an
  account that only asks is a friend while the mailbox of the same person orders; hence the last line.

The other rules that are tried above:

```yaml
{twice}```
"""


def main() -> None:
    """Write the page."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TWOEARS_SAMPLE"] = "1"
        open_house(Path(folder))
        town = build(PEOPLE, seed=SEED, until=UNTIL)
        _hear(town, Path(folder))
        PAGE.write_text(_page(town), "utf8")


def _hear(town: Town, folder: Path) -> None:
    # Only now: models cannot be imported before the house is open.
    from twoears.cli.settle import settle
    from twoears.jobs import catch_up

    said, _ = write(town, folder / "town")
    settle(said, town)
    catch_up()


def _page(town: Town) -> str:
    from twoears.cli import town_stages as measured
    from twoears.lib.agreement import alpha
    from twoears.lib.intervals import share

    truth = town.truth()
    told, other = measured.told_by(truth, RULES, UNTIL), measured.told_by(truth, read(TWICE), UNTIL)
    new = [one for one in truth.people if one.stages[0][1] == STAGES[0]]
    end, came = measured.at_end(truth.people, told, UNTIL), measured.at_end(new, told, UNTIL)
    bought = [(_bought(measured.stage_at(o.stages, UNTIL)), _bought(measured.stage_at(told[o.person], UNTIL)))
              for o in truth.people]  # fmt: skip
    apart = [(measured.stage_at(truth.people[person].stages, UNTIL), measured.stage_at(line, UNTIL))
             for person, line in measured.told_of_accounts(truth)]  # fmt: skip
    rows = [
        ("at the end", end.share, end.alpha),
        ("at the end, those who came as strangers", came.share, came.alpha),
        _month("at the end of each of 18 months", measured.by_month(truth.people, told, UNTIL)),
        _month("at the end of each month, those who came as strangers", measured.by_month(new, told, UNTIL)),
        ("has ordered, or not, at the end", _pairs(bought), alpha(bought)),
        ("the other rules below, at the end", (two := measured.at_end(truth.people, other, UNTIL)).share, two.alpha),
        _month("the other rules below, at the end of each month", measured.by_month(truth.people, other, UNTIL)),
        ("at the end, who is who as it was found", _pairs(apart), alpha(apart)),
    ]
    strangers = sum(n for (real, _), n in end.table.items() if real == STAGES[0])
    best = measured.best_by_count(truth.people, measured.answered(truth, RULES), UNTIL)
    return _PAGE.format(
        people=PEOPLE,
        seed=SEED,
        until=UNTIL,
        rows="\n".join(f"| {name} | {number_words(number)} | {_figure(sure)} |" for name, number, sure in rows),
        heads=" | ".join(f"told {stage}" for stage in STAGES),
        dashes=" | ".join("--:" for _ in STAGES),
        table=_table(end.table),
        called=strangers - end.table.get((STAGES[0], STAGES[0]), 0),
        strangers=strangers,
        best=number_words(best),
        before=len(truth.people) - len(new),
        came=number_words(share(came.share.k, came.share.n, of="", question="")),
        twice=TWICE,
        shared=end.table.get((STAGES[2], STAGES[3]), 0),
    )


def _month(name: str, found: object) -> tuple[str, object, object]:
    return name, getattr(found, "share"), getattr(found, "alpha")  # noqa: B009


def _bought(stage: str) -> str:
    return "ordered" if stage in STAGES[2:] else "not"


def _pairs(pairs: list[tuple[str, str]]) -> object:
    from twoears.lib.intervals import share

    return share(sum(a == b for a, b in pairs), len(pairs), of="stages that agree", question="")


def _table(table: Mapping[tuple[str, str], int]) -> str:
    rows = [[real, *(f"{table.get((real, told), 0):,}" for told in STAGES)] for real in STAGES]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _figure(sure: object) -> str:
    return f"{sure:.2f}" if isinstance(sure, float) else "cannot tell"


if __name__ == "__main__":
    main()
