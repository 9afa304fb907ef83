"""`twoears cascade POST`: how far one post went, by what was heard."""

from twoears.cli.saying import fail, hint, number_words, print_json, say
from twoears.jobs import catch_up
from twoears.reach.travelled.pages import NoSuchPost, the_post, travelled


def travel(words: str, *, json: bool) -> None:
    """Print who passed it on after whom, beside what was expected."""
    catch_up()
    try:
        page = travelled(the_post(words))
    except NoSuchPost as error:
        fail(str(error), 1)
    if json:
        print_json(page)
        return
    say(page.sentence, "bold")
    above: dict[int, str] = {}
    for hop in page.hops:
        above[hop.step] = hop.who.name
        guess = "" if hop.known else f", likely from {above.get(hop.step - 1, '')}"
        words = f": {hop.words[:80]}" if hop.words else ""
        say(f"{'  ' * min(hop.step, 20)}{hop.who.name} {hop.how}{guess}, {hop.at:%Y-%m-%d %H:%M}{words}")
    if page.size > len(page.hops):
        hint(f"{page.size - len(page.hops):,} more.")
    say(page.compared)
    if page.passed.n:
        say(f"{page.passed.of}: {number_words(page.passed)}", "dim")
