"""`twoears measure`: the ratios."""

import csv as tables
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from twoears.cli.saying import fail, hint, number_words, print_json, say
from twoears.jobs import catch_up
from twoears.lib.counts import lasting
from twoears.measures.pages import answer_times, measured
from twoears.measures.ratios import MEASURES
from twoears.measures.showing import Waits


def measure(*, since: datetime | None, until: datetime | None, json: bool, csv: bool, quiet: bool) -> None:
    """Print the five ratios between two days."""
    _forward(since, until)
    catch_up()
    shown = measured(since=_utc(since), until=_utc(until))
    if json:
        print_json(list(shown.numbers))
    elif csv:
        rows = tables.DictWriter(sys.stdout, fieldnames=list(asdict(shown.numbers[0])) if shown.numbers else ["of"])
        rows.writeheader()
        rows.writerows(asdict(number) for number in shown.numbers)
    else:
        say(shown.finding + ".", "bold")
        for number in (*shown.numbers, *([shown.spoken_of] if shown.spoken_of else []), *shown.referring):
            say()
            say(f"{number.of}: {number_words(number)}")
            say(f"  {number.question}" + (f" {number.aside} left aside." if number.aside else ""), "dim")
        if not quiet and not shown.us:
            hint("Say which accounts are yours: twoears listen … --us HANDLE")
        elif not quiet:
            hint(f"How each is counted: {', '.join(m.key for m in MEASURES)} in docs/reference/measures.md")


def say_answer_times(*, since: datetime | None, until: datetime | None, json: bool) -> None:
    """Print how long answers take, ours and theirs."""
    _forward(since, until)
    catch_up()
    shown = answer_times(since=_utc(since), until=_utc(until))
    if json:
        print_json(shown)
        return
    for waits in (shown.ours, shown.theirs):
        _say_waits(waits)


def _say_waits(waits: Waits) -> None:
    say(waits.question, "bold")
    aside = f" {waits.aside} left aside." if waits.aside else ""
    say(f"{waits.sentence} {waits.answered} of {waits.n} have an answer.{aside}")
    for at in waits.within:
        span = lasting(timedelta(hours=at.hours))
        say(f"  within {span:8}  {at.share:4.0%}  ({at.low:.0%} to {at.high:.0%})", "dim")
    say()


def _forward(since: datetime | None, until: datetime | None) -> None:
    """End where a time ends before it begins."""
    begin, end = _utc(since), _utc(until)
    if begin and end and begin >= end:
        fail("The time ends before it begins: --from must lie before --to.", 2)


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None
