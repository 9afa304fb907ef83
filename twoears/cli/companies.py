"""`twoears companies`: of which companies we know somebody, or everybody of one."""

from twoears.cli.saying import ago, clean, fail, hint, number_words, print_json, say
from twoears.jobs import catch_up
from twoears.people.actions import NobodyHere
from twoears.people.companies.pages.listing import companies as found
from twoears.people.companies.pages.one import company as one_company
from twoears.people.companies.values import Companies, Company


def companies(domain: str, *, find: str, limit: int, json: bool) -> None:
    """Print one company, or those that we know somebody of."""
    catch_up()
    if not domain:
        page = found(q=find, limit=limit)
        print_json(page) if json else _say_all(page)
        return
    try:
        one = one_company(domain)
    except NobodyHere as error:
        fail(str(error), 1)
    print_json(one) if json else _say_one(one)


def _say_all(page: Companies) -> None:
    for one in page.companies:
        more = f" and {one.people - len(one.names):,} more" if one.people > len(one.names) else ""
        say(f"{clean(one.domain)}: {clean(', '.join(one.names))}{more}", "bold")
        waits = f" · {one.waits:,} wait for an answer" if one.waits else ""
        say(f"  ordered: {number_words(one.customers)} · last heard {ago(one.last_at)}{waits}")
    say(f"{page.total:,} companies; {number_words(page.told)} of the people we have met write from one")
    if page.after:
        hint(f"and {page.total - len(page.companies):,} more: --limit {page.total}")


def _say_one(one: Company) -> None:
    say(clean(one.domain), "bold")
    say(f"  ordered: {number_words(one.customers)} · asked us something: {number_words(one.asked)}")
    if one.near is not None:
        say(f"  an order within thirty days: {one.near:.0%}, of anybody {one.usual or 0:.0%}")
    for reason in one.reasons:
        say(f"  ∵ {reason}", "dim")
    for person in one.people:
        since = f"heard from there since {person.since:%Y-%m-%d}" if person.since else "nothing was heard from there"
        say(f"{person.id}  {clean(person.name)}, {person.stage} · {since}")
