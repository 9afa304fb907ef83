"""How the command line tells of needs."""

from collections.abc import Sequence

from twoears.cli.saying import hint, number_words, say
from twoears.conversations.needs.pages import Queue, ThemeShown, ThemesShown
from twoears.lib.counts import counted
from twoears.lib.text import one_line
from twoears.people.needs.pages import Segments
from twoears.understanding.needs.coding.coded import FEWEST_TWICE, Agreement
from twoears.understanding.needs.coding.pages import Book, CodingShown, PassageShown, TalkShown
from twoears.understanding.needs.foretelling import HowGood
from twoears.understanding.needs.pages import ChangeShown, CodeShown

_WORDS = 160


def say_themes(found: ThemesShown, limit: int) -> None:
    """Those that hold, then the others, each with a quote."""
    if found.made_at is None:
        say("Nobody has looked for themes in these posts yet.")
        hint("Look: twoears needs themes, without --kept")
        return
    say(f"{counted(found.texts, 'post')} of {counted(found.people, 'person', 'people')}", "bold")
    if found.left_out:
        say(f"{counted(found.left_out, 'older post')} left out: it takes 20,000 at once.", "dim")
    if found.why_none:
        say(f"No themes: cannot tell, for {found.why_none}.")
        return
    for theme in found.themes[:limit]:
        _say_theme(theme)
    if len(found.themes) > limit:
        hint(f"and {len(found.themes) - limit} more: --limit {len(found.themes)}")
    if found.none:
        say(f"fits no theme: {number_words(found.none)}")
    if found.alike is not None:
        say(f"The themes of two halves of the posts are alike by {found.alike:.2f} (1 is the same, 0 chance).", "dim")
    hint('Make one a code: twoears needs make --theme "NAME", with the same choice of posts')


def _say_theme(theme: ThemeShown) -> None:
    holds = f"comes again by {theme.again:.0%}"
    say(f"{theme.name}", "bold")
    say(f"  posts {number_words(theme.posts)} · people {number_words(theme.people)}")
    say(f"  {holds}" if theme.holds else f"  cannot tell whether other posts would give it: {holds} only", "dim")
    for quote in theme.quotes[:1]:
        say(f"  “{one_line(quote.text, _WORDS)}”  {quote.id}")


def say_book(found: Book) -> None:
    """The codes with their figures."""
    for one in found.codes:
        say(f"{one.code.id:>4}  {one.code.name}", "bold")
        say(f"      speaks of it: {number_words(one.items)} · {agreed_words(one.agreement)}")
    if not found.codes:
        say("There is no code yet.")
        hint('Make one: twoears needs make "NAME", or see twoears needs themes')
        return
    say(f"On all codes: {agreed_words(found.agreement)}")
    say(found.sentence)


def agreed_words(found: Agreement) -> str:
    """How far members agree."""
    if found.alpha is None:
        return f"members agree: cannot tell ({found.same.n} coded by two, and it takes {FEWEST_TWICE})"
    return f"members agree: alpha {found.alpha:.2f}, alike {number_words(found.same)}"


def say_code(shown: CodeShown, done: Sequence[ChangeShown]) -> None:
    """A code as the book has it, and what was done to it."""
    state = {"merged": f", merged into {shown.into}", "retired": ", retired"}.get(shown.state, "")
    say(f"{shown.id:>4}  {shown.name}{state}", "bold")
    for words in (shown.meaning, shown.use):
        if words:
            say(f"      {words}")
    for name, examples in (("example", shown.examples), ("counter-example", shown.counter_examples)):
        for one in examples:
            say(f"      {name}: “{one_line(one.text, _WORDS)}”  {one.id}")
    for change in done:
        say(f"      {change.id}: {change.what}{' (taken back)' if change.undone else ''}, {change.member}", "dim")


def say_coding(made: CodingShown) -> None:
    """What was said of an item, and how to take it back."""
    said = f"{'' if made.says else 'not '}{made.code}" if made.code else "none of the codes fits"
    say(f"{made.id:>4}  {made.item}: {said}")
    hint(f"To take it back: twoears needs take-back {made.id}")


def say_queue(found: Queue) -> None:
    """Posts to code, with the words that decided where they are proposed."""
    if found.precision is not None:
        say(f"right, of coded posts that were left out in turn: {number_words(found.precision)}")
    if found.learnt is not None:
        _say_how_good(found.learnt)
    for one in found.posts:
        say(f"{one.item.id}  {one.item.who} · {one.item.network}", "bold")
        if one.probability is not None:
            say(
                f"  {one.name}, {one.probability:.0%}"
                if one.told
                else f"  cannot tell: {one.name}, {one.probability:.0%}"
            )
        say(f"  {one_line(one.item.text, _WORDS)}")
        if one.spans:
            say(f"  ∵ {', '.join(one.item.text[start:end] for start, end in one.spans)}", "dim")
    if not found.posts:
        say(f"Nothing: {found.why_none or 'nothing was said there'}.")
    if found.why_not_learnt:
        hint(f"Nothing is learnt from what was coded: {found.why_not_learnt}.")
    hint(f"{counted(found.looked_at, 'post')} looked at. Code one: twoears needs code POST CODE, or: none POST")


def _say_how_good(good: HowGood) -> None:
    """What was learnt, by coded texts that were left out in turn."""
    say(f"learnt from {counted(good.texts, 'coded text')}, {counted(good.codes, 'code')}")
    say(f"  right of what it told: {number_words(good.right)} · cannot tell: {number_words(good.abstained)}")


def say_segments(found: Segments) -> None:
    """Who speaks of what."""
    for one in found.segments:
        say(f"{one.name}: {number_words(one.people)}", "bold")
        for who in one.who:
            quote = f"  “{one_line(who.quotes[0].text, _WORDS)}”" if who.quotes else ""
            say(f"  {who.name} · {who.network}{f' {who.person}' if who.person else ''}{quote}")
    if not found.people:
        say("Nobody stands in a segment yet: nothing was coded.")
    if found.aside:
        say(f"{found.aside} of what was coded is in nobody's own words, and in no segment.", "dim")


def say_talks(found: Sequence[TalkShown]) -> None:
    """The talks, the latest first."""
    for talk in found:
        with_whom = f", with {talk.about}" if talk.about else ""
        looked_at = f"{talk.coded.k} of {talk.coded.n} looked at"
        say(f"{talk.id:>4}  {talk.day}  {talk.title} ({talk.kind}{with_whom}): {looked_at}")
    if not found:
        say("No talk is here yet.")
        hint("Keep one: twoears needs keep FILE --with HANDLE")


def say_talk(talk: TalkShown, passages: Sequence[PassageShown]) -> None:
    """A talk, paragraph by paragraph."""
    say(f"{talk.title}: {talk.kind} on {talk.day}", "bold")
    for one in passages:
        said = ", ".join(f"{'' if c.says else 'not '}{c.code or 'none fits'}" for c in one.codings)
        say(f"{one.item.id}  {one_line(one.item.text, _WORDS)}{f'  [{said}]' if said else ''}")
