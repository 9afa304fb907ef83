"""What `twoears companies` prints."""

from collections.abc import Sequence

from twoears.cli.saying import ago, clean, hint, number_words, say, told_ago
from twoears.lib.counts import counted, on_day
from twoears.people.companies.values import Companies, Company, CompanySaid, OfCompany, PlacesShown


def say_all(page: Companies) -> None:
    """Each company, how many of those who are known there have ordered, and what waits."""
    for one in page.companies:
        more = f" and {one.people - len(one.names):,} more" if one.people > len(one.names) else ""
        called = f" ({clean(one.domain)})" if one.name else ""
        gone = " before, nobody now" if not one.people else ""
        say(f"{clean(one.name or one.domain)}{called}: {clean(', '.join(one.names))}{more}{gone}", "bold")
        waits = f" · {one.waits:,} wait for an answer" if one.waits else ""
        say(f"  ordered: {number_words(one.customers)} · last heard {ago(one.last_at)}{waits}")
    houses = counted(page.total, "company", "companies")
    say(f"{houses}. People we have met who belong to one: {number_words(page.told)}")
    if page.after:
        hint(f"and {page.total - len(page.companies):,} more: --limit {page.total}")


def say_one(one: Company) -> None:
    """One company with its buying group."""
    say(clean(one.name or one.domain), "bold")
    if one.name or len(one.domains) > 1:
        say(f"  {', '.join(one.domains)}", "dim")
    say(f"  ordered: {number_words(one.customers)} · asked us something: {number_words(one.asked)}")
    say(f"  spoke to us in ninety days up to {on_day(one.as_of)}: {number_words(one.part)}")
    if one.near is not None:
        say(f"  an order within thirty days: {one.near:.0%}, of anybody {one.usual or 0:.0%}")
    for reason in one.reasons:
        say(f"  ∵ {reason}", "dim")
    for person in one.people:
        _say_person(person)
    for person in one.before:
        say(f"{person.id}  {clean(person.name)}, before · {_since(person)}", "dim")
    for part in one.parts:
        say(f"  {part.role}: {clean(', '.join(part.people)) or 'nobody that we know of'}", "dim")
    for tie in one.inside:
        say(f"  {clean(tie.left_name)} and {clean(tie.right_name)}: {tie.sentence}", "dim")
    if one.pairs.n:
        say(f"  {number_words(one.pairs)} {one.pairs.of}", "dim")


def _say_person(person: OfCompany) -> None:
    roles = f" ({', '.join(person.roles)})" if person.roles else ""
    say(f"{person.id}  {clean(person.name)}{roles}, {person.stage} · {_since(person)}")
    they = f"they spoke {told_ago(person.they_spoke)}" if person.they_spoke else "they have not spoken to us"
    by = f", {clean(person.we_by)}" if person.we_by else ""
    we = f"we answered {told_ago(person.we_spoke)}{by}" if person.we_spoke else "we have not answered them"
    say(f"    {they} · {we}" + (f" · {person.silence}" if person.they_spoke else ""), "dim")


def _since(person: OfCompany) -> str:
    mail = "nothing was heard from there"
    if person.since and person.until:
        mail = f"heard from there {on_day(person.since)} to {on_day(person.until)}"
    spans = (f"from {person.works_since}" if person.works_since else "",
             f"until {person.works_until}" if person.works_until else "")  # fmt: skip
    return f"{' '.join(('a member says so', *filter(None, spans)))} · {mail}" if person.decided else mail


def say_places(shown: PlacesShown) -> None:
    """Where one person belongs, and did."""
    for one in shown.places:
        say(f"{'now' if one.now else 'before'}  {clean(one.name or one.domain)}"
            + (f" ({', '.join(one.roles)})" if one.roles else ""))  # fmt: skip
        say(f"  ∵ {one.sentence}", "dim")
    if not shown.places:
        say("Cannot tell: they write from no address of a company's own, and no member said so.")
    say_decisions(shown.decisions, 20)


def say_decisions(said: Sequence[CompanySaid], limit: int) -> None:
    """What members decided, newest first."""
    for one in said[:limit]:
        state = "  (taken back)" if one.undone else ""
        say(f"{one.id}  {on_day(one.at)}  {clean(one.sentence)}{state}")
        say(f"    ∵ {clean(one.reason)} · {clean(one.member)}", "dim")
    if len(said) > limit:
        hint(f"and {len(said) - limit:,} more: --limit {len(said)}")
