"""`python -m docs.stages_town`: how far stages told from the record agree with the truth of towns. Some minutes."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from docs.stages_oracle import acts, oracle, tells
from twoears.cli.saying import number_words
from twoears.house import open_house
from twoears.lib.agreement import alpha
from twoears.lib.intervals import Number, share
from twoears.people.ruling import read
from twoears.people.stages import RULES, STAGES
from twoears.town.town import Town, build
from twoears.town.truth import PersonTruth
from twoears.town.write import write

PAGE = Path(__file__).parent / "reference" / "stages-town.md"
PEOPLE, UNTIL = 400, datetime(2026, 11, 30, tzinfo=UTC)
BUILT_ON, UNSEEN = (1,), (2, 3)
ONCE: Final = """\
- {to: friend, from: stranger, when: exchange}
- {to: customer, from: [stranger, friend], when: order}
- {name: referral, to: evangelist, from: customer, when: refer}
- {name: recommendation, to: evangelist, from: customer, when: recommend}
"""
_PAGE: Final = """\
# Stages beside the truth of towns

*Written by `python -m docs.stages_town`.*

Towns of {people} people, up to {until:%-d %B %Y}, each heard as any file is. Where its people really stand is in the
truth of a town, and is compared with what the [rules](stages.md) tell from the record. Intervals are of 80 %; alpha is
Krippendorff's, 1 where all agree and 0 where they agree as by chance. All accounts of one person are taken together
here, unless it is said otherwise. Town 1 was looked at while town and rules were made, towns 2 and 3 were not.

{tables}

**The oracle** is no rule and nothing that is shipped. It sees each act and what it really is, who answered whom, who
thanked, praised, complained, ordered and recommended, and learnt from twenty other towns at which stage most stand of
whom the same was seen. What it misses, left no trace that tells more.

The aim is nine of ten at the end. {reached}

## At the end, by the rules as they came

All people of towns 2 and 3.

| in truth | {heads} |
| --- | {dashes} |
{table}

{why}
## Why they differ

- **A truth is no rule.** In a town an answer wins a stranger four times in ten, by a throw of chance. Who was won
  writes back or tells later how it went, but for some who are silent; who was not mostly stays away, yet one in seven
  occasions brings them to us again, and one in four of these leaves them the strangers they were; some of them thank
  once. So a reply and a return are signs, and each of them errs.
- **People who were friends, customers or evangelists before the record began.** What was not heard leaves no evidence,
  until they order again, or say that they bought from us.
- **Silent evangelists.** They recommend in words that name nobody whom they send. Nothing certain is made of these.
- **The months.** A friend is told from the day on which they came back, which may be later than the day on which they
  were won.
- **Who is who.** Rules join only accounts of which it is certain. An account that only asks stands apart from the
  mailbox of the same person that orders: hence the last lines.

The rules as they came before, for comparison, by which each who was answered was a friend and shares made evangelists:

```yaml
{once}```
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison in one town: (truth, told) for everybody."""

    name: str
    seed: int
    share: Number
    alpha: float | None
    pairs: tuple[tuple[str, str], ...] = ()
    causes: tuple[str, ...] = ()


def main() -> None:
    """Write the page. Each town is heard in a process of its own: a house is opened once."""
    seeds = (*BUILT_ON, *UNSEEN)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as towns:
        rows = [row for heard in towns.map(compared, seeds) for row in heard]
    PAGE.write_text(_page(rows), "utf8")


def compared(seed: int) -> list[Row]:
    """All comparisons of one town."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TWOEARS_SAMPLE"] = "1"
        open_house(Path(folder))
        town = build(PEOPLE, seed=seed, until=UNTIL)
        _hear(town, Path(folder))
        return _rows(town, seed)


def _hear(town: Town, folder: Path) -> None:
    # Only now: models cannot be imported before the house is open.
    from twoears.cli.settle import settle
    from twoears.jobs import catch_up

    said, _ = write(town, folder / "town")
    settle(said, town)
    catch_up()


def _rows(town: Town, seed: int) -> list[Row]:
    from twoears.cli import town_stages as measured

    truth = town.truth()
    everybody = truth.people
    told = measured.told_by(truth, RULES, UNTIL)
    before = measured.told_by(truth, read(ONCE), UNTIL)
    new = [one for one in everybody if one.stages[0][1] == STAGES[0]]

    def at_end(name: str, who: Sequence[PersonTruth], by: Mapping[int, measured.Line]) -> Row:
        pairs = [(measured.stage_at(o.stages, UNTIL), measured.stage_at(by[o.person], UNTIL)) for o in who]
        return _row(name, seed, pairs, [o.stages[0][1] for o in who])

    def by_month(name: str, who: Sequence[PersonTruth], by: Mapping[int, measured.Line]) -> Row:
        found = measured.by_month(who, by, UNTIL)
        return Row(name, seed, found.share, found.alpha)

    end = at_end("at the end", everybody, told)
    apart = [(measured.stage_at(everybody[person].stages, UNTIL), measured.stage_at(line, UNTIL))
             for person, line in measured.told_of_accounts(truth)]  # fmt: skip
    knows, seen = oracle(PEOPLE, UNTIL), acts(town)
    best = [(one.stages[-1][1], tells(knows, seen[one.person])) for one in everybody]
    return [
        end,
        at_end("at the end, those who came as strangers", new, told),
        by_month("at the end of each of 18 months", everybody, told),
        by_month("at the end of each month, those who came as strangers", new, told),
        _row("has ordered, or not, at the end", seed, [(_bought(a), _bought(b)) for a, b in end.pairs]),
        _row("the oracle, at the end", seed, best),
        at_end("the rules as they came before, at the end", everybody, before),
        _row("everybody a friend", seed, [(a, STAGES[1]) for a, _ in end.pairs]),
        _row("at the end, who is who as it was found", seed, apart),
    ]


def _row(name: str, seed: int, pairs: Sequence[tuple[str, str]], causes: Sequence[str] = ()) -> Row:
    number = share(sum(a == b for a, b in pairs), len(pairs), of="stages that agree", question="")
    return Row(name, seed, number, alpha(pairs), tuple(pairs), tuple(causes))


def _bought(stage: str) -> str:
    return "ordered" if stage in STAGES[2:] else "not"


def _page(rows: Sequence[Row]) -> str:
    ends = {row.seed: row for row in rows if row.name == "at the end"}
    unseen = [pair for seed in UNSEEN for pair in zip(ends[seed].pairs, ends[seed].causes, strict=True)]
    return _PAGE.format(
        people=PEOPLE,
        until=UNTIL,
        tables="\n\n".join(_town(seed, [row for row in rows if row.seed == seed]) for seed in ends),
        reached=_reached(ends),
        heads=" | ".join(f"told {stage}" for stage in STAGES),
        dashes=" | ".join("--:" for _ in STAGES),
        table=_table([pair for pair, _ in unseen]),
        why=_why(unseen),
        once=ONCE,
    )


def _town(seed: int, rows: Sequence[Row]) -> str:
    lines = [f"| {row.name} | {number_words(row.share)} | {_figure(row.alpha)} |" for row in rows]
    return "\n".join([f"| Town {seed} | agree | alpha |", "| --- | --- | --: |", *lines])


def _reached(ends: Mapping[int, Row]) -> str:
    short = [seed for seed, row in ends.items() if row.share.k < 0.9 * row.share.n]
    if not short:
        return "It is reached in each of them."
    return f"It is missed in {' and '.join(f'town {seed}' for seed in short)}."


def _table(pairs: Sequence[tuple[str, str]]) -> str:
    rows = [[real, *(str(sum(pair == (real, told) for pair in pairs)) for told in STAGES)] for real in STAGES]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _why(found: Sequence[tuple[tuple[str, str], str]]) -> str:
    """How many disagree by where they came from."""
    wrong = [(real, told, came) for (real, told), came in found if real != told]
    earlier = sum(came != STAGES[0] for *_, came in wrong)
    strangers = sum(real == STAGES[0] for real, *_ in wrong)
    silent = sum((real, told, came) == (STAGES[1], STAGES[0], STAGES[0]) for real, told, came in wrong)
    rest = sum(real == STAGES[3] and came == STAGES[0] for real, _, came in wrong)
    return (
        f"Of the {len(wrong)} who disagree, {earlier} stood above strangers before the record began, {strangers} are "
        f"strangers who came back or thanked, {silent} friends who said nothing that was heard, and {rest} evangelists "
        "who came as strangers and named nobody whom they sent.\n"
    )


def _figure(sure: float | None) -> str:
    return f"{sure:.2f}" if sure is not None else "cannot tell"


if __name__ == "__main__":
    main()
