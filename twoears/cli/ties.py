"""`twoears ties` and `twoears cooling`: whom somebody knows, and who has gone quiet."""

from twoears.cli.saying import ago, fail, hint, number_words, print_json, say
from twoears.cli.whom import whom
from twoears.jobs import catch_up
from twoears.people.actions import NobodyHere, the_person
from twoears.people.pages import people_list
from twoears.people.ties.pages import ties_of
from twoears.people.ties.showing import TieShown, WithUs


def ties(person: str, *, json: bool) -> None:
    """Print the ties of one person."""
    catch_up()
    try:
        page = ties_of(the_person(whom(person)))
    except NobodyHere as error:
        fail(str(error))
    if json:
        print_json(page)
        return
    say(page.name, "bold")
    if page.with_us is None:
        say("You have not spoken with each other.")
    else:
        _say_with_us(page.with_us)
    _say_ties("Your colleagues", page.colleagues)
    _say_ties("They know", page.others)
    if page.more:
        hint(f"{page.more:,} more; --json has those that are shown here.")


def _say_with_us(tie: WithUs) -> None:
    say(tie.sentence)
    say(f"  ∵ {'; '.join(tie.strength.why)}", "dim")
    if tie.strength.held.n:
        say(f"  {tie.strength.held.of}: {number_words(tie.strength.held)}", "dim")
    say(f"{tie.quiet.sentence} {tie.turned_first}".strip())
    for number in tie.numbers:
        say(f"  {number.of}: {number_words(number)}", "dim")


def _say_ties(title: str, found: tuple[TieShown, ...]) -> None:
    if not found:
        return
    say(f"\n{title}", "bold")
    for tie in found:
        both = f", {tie.common} in common" if tie.common else ""
        say(f"  {tie.strength.probability:4.0%}  {tie.name} ({tie.network}): {tie.sentence}{both}  {tie.id}")
        say(f"        ∵ {'; '.join(tie.strength.why)}", "dim")


def cooling(limit: int, *, json: bool) -> None:
    """Print who has gone quiet, those that did last first."""
    catch_up()
    cards, _, total = people_list(view="cooling", limit=limit)
    if json:
        print_json({"items": cards, "total": total})
        return
    for card in cards:
        say(f"{card.name} · {card.stage} · last heard {ago(card.last_at)} ago  {card.id}", "bold")
        say(f"  {card.why}")
    if not cards:
        say("Nobody is quieter than usual, as far as anybody can tell.")
    elif total > len(cards):
        hint(f"{total - len(cards):,} more: --limit {total}")
