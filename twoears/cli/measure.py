"""`twoears measure`: the ratios."""

import csv as tables
import sys
from dataclasses import asdict
from datetime import UTC, datetime

from twoears.cli.saying import hint, number_words, print_json, say
from twoears.jobs import catch_up
from twoears.measures.pages import measured
from twoears.measures.ratios import MEASURES


def measure(*, since: datetime | None, until: datetime | None, json: bool, csv: bool, quiet: bool) -> None:
    """Print the five ratios between two days."""
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
        for number in shown.numbers:
            say()
            say(f"{number.of}: {number_words(number)}")
            say(f"  {number.question}" + (f" {number.aside} left aside." if number.aside else ""), "dim")
        if not quiet and not shown.us:
            hint("Say which accounts are yours: twoears listen … --us HANDLE")
        elif not quiet:
            hint(f"How each is counted: {', '.join(m.key for m in MEASURES)} in docs/reference/measures.md")


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None
