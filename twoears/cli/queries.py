"""`twoears queries`: what is listened for: keep, look, judge, leave out, remove."""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from twoears.activities.models import Post
from twoears.cli.finding import caught_up, say_hit
from twoears.cli.saying import fail, hint, number_words, print_json, say, told_ago
from twoears.lib.counts import counted
from twoears.lib.text import place
from twoears.listening.errors import QueryError
from twoears.listening.grammar import parse
from twoears.listening.writing import tidy
from twoears.queries import actions
from twoears.queries.actions import QueryTrouble, removed_query, the_query
from twoears.queries.models import Exclusion, Query
from twoears.queries.pages.heard import heard as heard_by
from twoears.queries.pages.heard import said_by_us
from twoears.queries.pages.hits import each_of, once_of
from twoears.queries.pages.lists import exclusions, precision, query_shown, removed
from twoears.queries.pages.lists import queries as kept
from twoears.queries.pages.morning import bursts_since, new_since
from twoears.queries.pages.numbers import volume
from twoears.queries.pages.trying import preview, read
from twoears.queries.shown import Advised, Burst, QueryShown, Volume
from twoears.queries.wording import FEW, earlier, nothing_before, within
from twoears.team.actions import first_owner

_DAY = timedelta(days=1)
_CHECK_FAILED = 4
_SAID = {"y": True, "yes": True, "n": False, "no": False}


def queries(
    act: str,
    things: Sequence[str],
    *,
    name: str,
    today: bool,
    limit: int,
    json: bool,
    quiet: bool,
    mail: bool = False,
    since: datetime | None = None,
    ours: bool = False,
) -> None:
    """Do one of the things that can be done with queries; a text that is no query is shown with its place, exit 2."""
    words = [sys.stdin.read() if thing == "-" else thing for thing in things]
    acts: Mapping[str, Callable[[], None]] = {
        "list": lambda: _list(json=json, quiet=quiet),
        "removed": lambda: _removed(json=json),
        "add": lambda: _add(_one(words, "add TEXT"), name=name, today=today, mail=mail, json=json, quiet=quiet),
        "lint": lambda: _lint(_one(words, "lint TEXT"), json=json),
        "tidy": lambda: _tidy(_one(words, "tidy TEXT"), json=json),
        "preview": lambda: _preview(_one(words, "preview TEXT"), json=json),
        "show": lambda: _show(_one(words, "show NAME"), since=since, ours=ours, limit=limit, json=json, quiet=quiet),
        "remove": lambda: _remove(_one(words, "remove NAME"), json=json),
        "bring-back": lambda: _bring_back(_one(words, "bring-back NAME"), json=json, quiet=quiet),
        "mark": lambda: _mark(words, json=json),
        "unmark": lambda: _unmark(words, json=json),
        "exclude": lambda: _exclude(words, json=json),
        "include": lambda: _include(words, json=json),
        "mail": lambda: _mail(_one(words, "mail NAME"), wanted=True, json=json),
        "no-mail": lambda: _mail(_one(words, "no-mail NAME"), wanted=False, json=json),
        "digest": lambda: _digest(json=json, quiet=quiet),
    }
    if act not in acts:
        fail(f"There is nothing called {act!r} to do with queries. Say one of: {', '.join(acts)}.", 2)
    try:
        acts[act]()
    except QueryError as error:
        fail(str(error), 2)
    except QueryTrouble as error:
        fail(str(error))


def _one(words: Sequence[str], form: str) -> str:
    if not words:
        fail(f"Write it as: twoears queries {form}", 2)
    return " ".join(words)


def _list(*, json: bool, quiet: bool) -> None:
    caught_up(quiet=quiet or json)
    found = kept()
    if json:
        print_json(found)
        return
    for query in found:
        _say_query(query)
    if not found:
        say("Nothing is listened for yet.")
        hint("Keep a query: twoears queries add 'acme AND (pump OR valve)'")


def _removed(*, json: bool) -> None:
    found = removed()
    if json:
        print_json(found)
        return
    for query in found:
        _say_query(query)
    if not found:
        say("No query was removed.")


def _say_query(query: QueryShown) -> None:
    heard = f"last heard {told_ago(query.last_at)}" if query.last_at else "never heard"
    say(f"{query.name} · {counted(query.hits, 'post')} · {heard}  {query.id}", "bold")
    if query.text != query.name:
        say(f"  {query.text}")
    meant = f"meant: {number_words(query.precision)}" if query.precision.n else "not judged yet"
    when = within(len(query.days), query.last_day, datetime.now(UTC).date())
    say(f"  {counted(sum(query.days), 'post')} {when} · {meant}{_not_counted(query)}", "dim")


def _not_counted(shown: QueryShown | Volume) -> str:
    """What stands in no other number."""
    ours = f"{shown.ours:,} of our own" if shown.ours else ""
    hidden = f"{shown.hidden:,} left out" if shown.hidden else ""
    return f" · not counted: {' and '.join(filter(None, (ours, hidden)))}" if ours or hidden else ""


def _add(text: str, *, name: str, today: bool, mail: bool, json: bool, quiet: bool) -> None:
    owner = first_owner()
    made = actions.add(member=owner, text=text, name=name, team=owner.teams.first(), on_today=today, in_mail=mail)
    caught_up(quiet=quiet or json)
    shown = query_shown(made)
    if json:
        print_json(shown)
        return
    _say_query(shown)
    if not quiet:
        for advised in read(text).advice:
            hint(_advice(advised))
        hint(f"Next: twoears queries show {made.public_id}")


def _lint(text: str, *, json: bool) -> None:
    """Exit 4 where the text is no query; advice alone is none of that."""
    said = read(text)
    if json:
        print_json(said)
    elif said.mistake is None:
        for advised in said.advice:
            say(_advice(advised))
        if not said.advice:
            say("It can be read, and there is nothing to say about it.")
    else:
        try:
            parse(text)
        except QueryError as error:
            say(str(error))
        if said.mistake.mended:
            hint(f"Perhaps: {said.mistake.mended}")
    if said.mistake is not None:
        raise SystemExit(_CHECK_FAILED)


def _advice(advised: Advised) -> str:
    return f"{advised.message} {advised.suggestion}".strip() + f" (character {advised.at + 1})"


def _tidy(text: str, *, json: bool) -> None:
    tidied = tidy(parse(text))
    print_json({"tidy": tidied}) if json else say(tidied)


def _preview(text: str, *, json: bool) -> None:
    caught_up(quiet=True)
    shown = preview(text)
    if json:
        print_json(shown)
        return
    when = within(shown.days, shown.last_day, datetime.now(UTC).date())
    often = f"About {shown.a_day:.3g} posts a day {when}."
    few = f"How often it would be heard, we cannot tell: others wrote {counted(shown.said, 'post')} {when}."
    say(few if shown.said < FEW else often, "bold")
    say(f"  of the posts of others that were looked at it finds {number_words(shown.volume)}", "dim")
    if shown.earlier:
        say(f"  {counted(shown.found, 'hit') if shown.found else 'none'} {when}; here are {earlier(shown)}", "dim")
    elif nothing_before(shown):
        say(f"  {nothing_before(shown)}", "dim")
    for hit in shown.sample:
        say()
        say_hit(hit)


def _show(name: str, *, since: datetime | None, ours: bool, limit: int, json: bool, quiet: bool) -> None:
    caught_up(quiet=quiet or json)
    query = the_query(name)
    begin = since.replace(tzinfo=since.tzinfo or UTC) if since else None
    shown, heard = query_shown(query), volume(query, since=begin)
    hits = (
        each_of(query, said_by_us([query], begin), limit=limit)
        if ours
        else once_of(query, heard_by([query], begin), limit=limit)
    )
    if json:
        print_json({"query": shown, "volume": heard, "hits": hits, "exclusions": exclusions(query)})
        return
    _say_query(shown)
    if begin:
        say(f"Since {begin:%d %b %Y}:")
    stories, voices = counted(heard.stories, "story", "stories"), counted(heard.voices, "voice")
    say(f"  {counted(heard.posts, 'post')} in {stories} (a post and its copies are one), by {voices}")
    whole = heard.ours if ours else heard.stories
    if begin and _not_counted(heard):
        say(f"  {_not_counted(heard).removeprefix(' · ')}", "dim")
    for burst in heard.bursts[:5]:
        say(f"  {_burst(burst)}")
    for one in exclusions(query):
        say(f"  without {one.text}, which hides {counted(one.hides, 'post')} ({one.id})", "dim")
    for hit in hits:
        say()
        say_hit(hit)
    if not quiet and hits:
        if len(hits) < whole:
            hint(f"The latest {len(hits):,} of {whole:,}. For more: --limit {whole}")
        hint(f"Judge them: twoears queries mark {query.public_id} {hits[0].post} y")
        if heard.ours and not ours:
            hint(f"What we said ourselves: twoears queries show {query.public_id} --ours")


def _burst(burst: Burst) -> str:
    return f"{burst.at:%A %d %b %Y, %H:%M} UTC: {burst.n} where {burst.expected:.1f} were to be expected"


def _remove(name: str, *, json: bool) -> None:
    query = the_query(name)
    actions.remove(member=first_owner(), query=query)
    if json:
        print_json({"id": query.public_id, "removed": True})
        return
    say(f"{query.name} is not listened for any more. What it found stays.")
    hint(f"Take it back: twoears queries bring-back {query.public_id}")


def _bring_back(name: str, *, json: bool, quiet: bool) -> None:
    query = removed_query(name)
    actions.bring_back(member=first_owner(), query=query)
    caught_up(quiet=quiet or json)
    print_json(query_shown(query)) if json else _say_query(query_shown(query))


def _mark(words: Sequence[str], *, json: bool) -> None:
    if len(words) != 3 or not words[1].isdecimal() or words[2] not in _SAID:
        fail("Write it as: twoears queries mark NAME POST y (or n). The number of a post stands below it in `show`.", 2)
    query = the_query(words[0])
    post = Post.objects.filter(hits__query=query, pk=place(words[1])).first()
    if post is None:
        fail(f"{query.name} has not found a post {words[1]}. See: twoears queries show {query.public_id}")
    actions.mark(member=first_owner(), query=query, post=post, right=_SAID[words[2]])
    _say_precision(query, json=json)
    if not json:
        hint(f"Take it back: twoears queries unmark {query.public_id} {post.pk}")


def _unmark(words: Sequence[str], *, json: bool) -> None:
    if len(words) != 2 or not words[1].isdecimal():
        fail("Write it as: twoears queries unmark NAME POST. The number of a post stands below it in `show`.", 2)
    query, member = the_query(words[0]), first_owner()
    made = actions.standing_mark(member=member, query=query, post=place(words[1]))
    if made is None:
        fail(f"You have said nothing of post {words[1]}.")
    actions.unmark(member=member, mark=made)
    _say_precision(query, json=json)


def _say_precision(query: Query, *, json: bool) -> None:
    number = precision(query)
    if json:
        print_json(number)
    else:
        say(f"Meant: {number_words(number)}" if number.n else "Not judged yet.")


def _exclude(words: Sequence[str], *, json: bool) -> None:
    if len(words) < 2:
        fail("Write it as: twoears queries exclude NAME TEXT, for example: exclude Pumps author:spammer", 2)
    query = the_query(words[0])
    made = actions.exclude(member=first_owner(), query=query, text=" ".join(words[1:]))
    left = next(one for one in exclusions(query) if one.id == made.pk)
    if json:
        print_json(left)
        return
    say(f"Left out: {left.text}, which hides {counted(left.hides, 'post')}.")
    hint(f"Take it back: twoears queries include {query.public_id} {left.id}")


def _include(words: Sequence[str], *, json: bool) -> None:
    if len(words) != 2 or not words[1].isdecimal():
        fail("Write it as: twoears queries include NAME NUMBER. The number stands behind it in `show`.", 2)
    query = the_query(words[0])
    left = Exclusion.objects.filter(query=query, pk=place(words[1]), undone_at=None).first()
    if left is None:
        fail(f"Nothing under the number {words[1]} is left out of {query.name}.")
    actions.include_again(member=first_owner(), exclusion=left)
    print_json(query_shown(query)) if json else say(f"{left.text} is shown again.")


def _mail(name: str, *, wanted: bool, json: bool) -> None:
    query = the_query(name)
    actions.put_in_mail(member=first_owner(), query=query, in_mail=wanted)
    if json:
        print_json(query_shown(query))
        return
    say(f"{query.name} is {'in the morning mail from now on' if wanted else 'not in the morning mail any more'}.")
    hint("What it would say now: twoears digest --print" if wanted else f"Take it back: twoears queries mail {name}")


def _digest(*, json: bool, quiet: bool) -> None:
    """What those queries that members want on Today heard in the last day, and what was said unusually often."""
    caught_up(quiet=quiet or json)
    since = datetime.now(UTC) - _DAY
    news, bursts = new_since(since), bursts_since(since)
    if json:
        print_json({"new": news, "bursts": bursts})
        return
    for one in news:
        say(f"{one.name}: {counted(one.n, 'post')} in {counted(one.stories, 'story', 'stories')}  {one.id}")
    for loud in bursts:
        say(f"{loud.name}: {_burst(loud.burst)}  {loud.id}")
    if not news and not bursts:
        say("Nothing new was heard since yesterday.")
