"""`twoears reach` of the workspace's own graph: who can hear us, and the graph for other programs."""

import sys
from pathlib import Path

from twoears.cli.saying import FEW, fail, hint, number_words, print_json, say
from twoears.jobs import catch_up
from twoears.lib.counts import counted
from twoears.queries.audience.pages import reached
from twoears.reach.exports import as_csv, as_graphml, write_edges
from twoears.reach.pages import NoReach, graph_now


def reach(*, speaker: str, by: str, days: int, csv: bool, json: bool) -> None:
    """Print who can hear us, by audience."""
    catch_up()
    try:
        page = reached(by=by, days=days, speaker=speaker)
    except NoReach as error:
        fail(str(error), 2)
    if json:
        print_json(page)
    elif csv:
        sys.stdout.write(as_csv(page))
    else:
        say(f"{page.finding}.", "bold")
        if page.all.reached.n >= FEW:
            say(f"  {'all of them':24}{number_words(page.all.reached)}")
        for one in page.audiences:
            aside = f" · of {one.reached.aside:,} we cannot tell" if one.reached.aside else ""
            say(f"  {one.name[:40]:24}{number_words(one.reached)}{aside}")
            say(f"  {'':24}{one.at[0]:,} at one step, {one.at[1]:,} at two, {one.at[2]:,} at three", "dim")
        if page.carriers:
            say("Of those who hear each of you, who hear nobody else of you:")
        for carrier in page.carriers:
            where = f" ({carrier.who.network})" if carrier.who.network else ""
            say(f"  {(carrier.who.name + where)[:40]:34}{number_words(carrier.alone)}")
        if page.way:
            say(f"Nearest way into {page.way.audience}: {' → '.join(one.name for one in page.way.through)}")
        for given in page.lists:
            by = f" by {given.member}" if given.member else ""
            told = f"{counted(given.new, 'tie')} nobody had told before, of {counted(given.read, 'line')}"
            say(f"{given.name}: {told}; brought{by} on {given.brought_at:%-d %B %Y}", "dim")
        if not page.us:
            hint("Say which accounts are yours: twoears listen … --us HANDLE")
        offered = ", ".join(kind for kind in page.offered if kind != page.by)
        hint(f"Told apart by {page.by}; there is also {offered or 'nothing else yet'}. Whom you want: twoears wanted")


def write(path: Path, *, days: int) -> None:
    """Write the graph into a file: as GraphML, or its ties as CSV."""
    if path.suffix.lower() not in (".graphml", ".csv"):
        fail(f"What was heard is written as .graphml or .csv, not as {path.name}.", 2)
    catch_up()
    found = graph_now(days)
    if found is None:
        fail("Nothing was heard yet: there is no graph to write.")
    graph, names = found
    if path.suffix.lower() == ".graphml":
        path.write_text(as_graphml(graph, names), encoding="utf-8")
    else:
        with path.open("w", encoding="utf-8", newline="") as out:
            write_edges(graph, names, out)
    hint(f"{path}: {graph.people:,} people, {graph.ties:,} ties.")
