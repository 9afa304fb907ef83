"""`twoears today`: who needs us, and why."""

from twoears.cli.saying import ago, fail, hint, number_words, print_json, say
from twoears.cli.whom import hint_who_is_us
from twoears.conversations.listing import SPOKEN
from twoears.conversations.pages.queue import conversations, long_waiting
from twoears.conversations.pages.queue import today as queue
from twoears.conversations.today import Row
from twoears.jobs import catch_up
from twoears.lib.counts import counted
from twoears.lib.languages import NoSuchLanguage, language_name, languages_in
from twoears.team.actions import first_owner

_SHOWN = 12


def today(*, limit: int | None, lang: str = "", json: bool, quiet: bool) -> None:
    """Print who waits, in order; with `lang` only those whom we would answer in that language."""
    spoken = _language(lang)
    catch_up()
    if spoken:
        _in_language(spoken, limit=limit, json=json)
        return
    shown = queue(first_owner(), limit=limit if json else limit or _SHOWN)
    if json:
        everyone = (*shown.waiting, *(() if limit else long_waiting(first_owner())))
        print_json([_plain(row) for row in everyone])
        return
    say(_headline(shown.waiting_total, shown.overdue_total), "bold")
    if not shown.waiting_total and not quiet:
        hint_who_is_us()
    for row in shown.waiting:
        say()
        _say_row(row)
    if shown.others or shown.long_ago:
        say()
        long_ago = f"{shown.long_ago:,} {'has' if shown.long_ago == 1 else 'have'} waited for more than a month."
        say(f"{counted(shown.others, 'other')} can wait; {long_ago}")
    if shown.heard_for_each_said and shown.heard_for_each_said.n:
        say()
        say(f"This week: {number_words(shown.heard_for_each_said)}")
    for heard in shown.queries:
        say(f"{heard.name}: {counted(heard.n, 'post')} since yesterday  {heard.id}")
    for loud in shown.bursts:
        say(f"{loud.name}: {loud.burst.n} at {loud.burst.at:%H:%M} UTC, which is unusually often  {loud.id}")
    if not quiet and shown.waiting:
        hint(f"Next: twoears show {shown.waiting[0].conversation}")


def _language(words: str) -> str:
    """Two letters, or `mine`; ends where nobody knows the language."""
    if words in ("", SPOKEN):
        return words
    try:
        return "".join(languages_in(words)[:1])
    except NoSuchLanguage as error:
        return fail(str(error), 2)


def _in_language(lang: str, *, limit: int | None, json: bool) -> None:
    owner = first_owner()
    everyone = queue(owner, limit=1)
    if lang == SPOKEN and not owner.languages:
        fail("You have not said in which languages you answer. Say it under Settings, or name one: --lang German.")
    page = conversations(owner, lang=lang, limit=limit or (everyone.waiting_total if json else _SHOWN))
    if json:
        print_json([_plain(row) for row in page.rows])
        return
    named = "a language that you answer in" if lang == SPOKEN else language_name(lang)
    say(f"Waiting and written in {named}: {page.total:,} of {everyone.waiting_total:,}.", "bold")
    for row in page.rows:
        say()
        _say_row(row)


def _plain(row: Row) -> dict[str, object]:
    return {
        "person": row.person,
        "person_id": row.person_id,
        "stage": row.stage,
        "network": row.network,
        "words": row.words,
        "why": [why.reason for why in row.why],
        "waiting_since": row.waiting_since,
        "due_at": row.due_at,
        "overdue": row.overdue,
        "long_ago": row.long_ago,
        "conversation": row.conversation,
        "suggested_act": row.suggested_act,
    }


def _headline(waiting: int, overdue: int) -> str:
    if not waiting:
        return "Nobody waits for you."
    people = "One person waits for an answer." if waiting == 1 else f"{waiting} people wait for an answer."
    if not overdue:
        return people
    return f"{people} {'One has' if overdue == 1 else f'{overdue} have'} waited longer than you promise."


def _say_row(row: Row) -> None:
    say(f"{row.person} · {row.stage} · {row.network} · {ago(row.waiting_since)}", "red" if row.overdue else "bold")
    say(f"  {row.words}", "italic")
    say(f"  ∵ {' · '.join(why.reason for why in row.why)} → {row.suggested_act}, {row.conversation}", "dim")
