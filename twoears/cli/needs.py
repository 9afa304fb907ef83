"""`twoears needs`: themes, the codebook, coding by hand and by proposal, talks, and who speaks of what."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db.models import Q

from twoears.activities.models import Post
from twoears.cli import need_words as told
from twoears.cli.saying import check_act, fail, hint, print_json, say
from twoears.cli.whom import member_named
from twoears.conversations.needs.actions import look_for_themes
from twoears.conversations.needs.pages import Choice, choice, theme_named, themes_shown, to_code
from twoears.jobs import catch_up
from twoears.people.needs.pages import account_named, segments
from twoears.team.models import Member
from twoears.understanding.needs import actions
from twoears.understanding.needs.coding import actions as coding
from twoears.understanding.needs.coding.pages import book, coding_shown, one_talk, talks
from twoears.understanding.needs.embeddings import EmbeddingsError, embeddings_of
from twoears.understanding.needs.foretelling import Order
from twoears.understanding.needs.items import Item, item
from twoears.understanding.needs.pages import changes, code_named, one_code
from twoears.understanding.needs.trouble import MayNotCode, NeedsError, NothingToCode
from twoears.understanding.needs.words import TALK
from twoears.understanding.optional.trouble import OptionalError

_CHANGES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The options, as they were typed."""

    query: str
    label: str
    network: str
    since: datetime | None
    until: datetime | None
    name: str
    meaning: str
    use: str
    theme: str
    embeddings: Path | None
    by: str
    sure: bool
    kept: bool
    call: bool
    day: datetime | None
    who: str
    member: str
    limit: int


def needs(act: str, things: Sequence[str], words: Words, *, json: bool) -> None:
    """Do one thing, and print what came of it."""
    check_act("needs", act, things, _ACTS, _TAKES)
    catch_up()
    try:
        _ACTS[act](member_named(words.member), list(things), words, json)
    except (NeedsError, EmbeddingsError, OptionalError) as error:
        fail(str(error), 2)
    except MayNotCode as error:
        fail(str(error), 1)


def _themes(member: Member, things: list[str], words: Words, json: bool) -> None:
    wanted = _choice(words)
    if words.embeddings and words.by:
        fail("Places come from a file or from a reader: --embeddings or --by.", 2)
    if words.kept:
        found = themes_shown(wanted)
    else:
        places = embeddings_of(words.embeddings) if words.embeddings else None
        found = look_for_themes(member=member, wanted=wanted, places=places, by=words.by)
    print_json(found) if json else told.say_themes(found, words.limit)


def _codes(member: Member, things: list[str], words: Words, json: bool) -> None:
    if things:
        key = code_named(things[0])
        shown, done = one_code(key), changes(key, limit=_CHANGES)
        print_json({"code": shown, "changes": done}) if json else told.say_code(shown, done)
        return
    found = book()
    print_json(found) if json else told.say_book(found)


def _make(member: Member, things: list[str], words: Words, json: bool) -> None:
    theme = theme_named(_choice(words), words.theme) if words.theme else None
    examples = [item(quote.id) for quote in theme.quotes] if theme else []
    name = things[0] if things else words.theme
    made = actions.make_code(member=member, name=name, meaning=words.meaning, use=words.use, examples=examples)
    _say_made(made.pk, json)


def _describe(member: Member, things: list[str], words: Words, json: bool) -> None:
    made = actions.describe_code(
        member=member,
        code=code_named(things[0]),
        name=words.name or None,
        meaning=words.meaning or None,
        use=words.use or None,
    )
    _say_made(made.pk, json)


def _merge(member: Member, things: list[str], words: Words, json: bool) -> None:
    code = code_named(things[0])
    _say_made(actions.merge_codes(member=member, code=code, into=code_named(things[1])).pk, json, code)


def _split(member: Member, things: list[str], words: Words, json: bool) -> None:
    code, name, *items = things
    made = actions.split_code(member=member, code=code_named(code), name=name, items=[post_item(one) for one in items])
    _say_made(made.pk, json)


def _retire(member: Member, things: list[str], words: Words, json: bool) -> None:
    _say_made(actions.retire_code(member=member, code=code_named(things[0])).pk, json)


def _example(fits: bool) -> Callable[[Member, list[str], Words, bool], None]:
    def give(member: Member, things: list[str], words: Words, json: bool) -> None:
        code = code_named(things[0])
        actions.give_example(member=member, code=code, item=post_item(things[1]), fits=fits)
        _say_made(code, json)

    return give


def _undo(member: Member, things: list[str], words: Words, json: bool) -> None:
    done = actions.undo_change(member=member, change=number_of(things[0]))
    _say_made(done.code_id, json)


def _code(says: bool) -> Callable[[Member, list[str], Words, bool], None]:
    def code(member: Member, things: list[str], words: Words, json: bool) -> None:
        made = coding.code_item(member=member, item=post_item(things[0]), code=code_named(things[1]), says=says)
        shown = coding_shown(made)
        print_json(shown) if json else told.say_coding(shown)

    return code


def _none(member: Member, things: list[str], words: Words, json: bool) -> None:
    shown = coding_shown(coding.code_item(member=member, item=post_item(things[0]), code=None))
    print_json(shown) if json else told.say_coding(shown)


def _take_back(member: Member, things: list[str], words: Words, json: bool) -> None:
    shown = coding_shown(coding.take_coding_back(member=member, coding=number_of(things[0])))
    print_json(shown) if json else say("Taken back.")


def _propose(member: Member, things: list[str], words: Words, json: bool) -> None:
    code = code_named(things[0]) if things else None
    order: Order = "sure" if words.sure else "unsure"
    found = to_code(member, _choice(words), code=code, order=order, limit=words.limit)
    print_json(found) if json else told.say_queue(found)


def _segments(member: Member, things: list[str], words: Words, json: bool) -> None:
    found = segments(code_named(things[0]) if things else None, listed=words.limit)
    print_json(found) if json else told.say_segments(found)


def _talks(member: Member, things: list[str], words: Words, json: bool) -> None:
    found = talks()
    print_json(found) if json else told.say_talks(found)


def _talk(member: Member, things: list[str], words: Words, json: bool) -> None:
    talk, passages = one_talk(number_of(things[0]))
    print_json({"talk": talk, "passages": passages}) if json else told.say_talk(talk, passages)


def _keep(member: Member, things: list[str], words: Words, json: bool) -> None:
    made = coding.keep_talk(
        member=member,
        title=words.name or ("" if things[0] == "-" else Path(things[0]).stem),
        text=_text(things[0]),
        kind="call" if words.call else "interview",
        day=words.day.date() if words.day else None,
        actor=account_named(words.who) if words.who else None,
    )
    talk, passages = one_talk(made.pk)
    if json:
        print_json({"talk": talk, "passages": passages})
        return
    say(f"{talk.id}  {talk.title}: {len(passages)} paragraphs")
    hint(f"Read it: twoears needs talk {talk.id}")


def _remove(member: Member, things: list[str], words: Words, json: bool) -> None:
    made = coding.remove_talk(member=member, talk=number_of(things[0]))
    print_json({"id": made.pk, "removed": True}) if json else say(f"Removed: {made.title}.")


def _bring_back(member: Member, things: list[str], words: Words, json: bool) -> None:
    made = coding.bring_talk_back(member=member, talk=number_of(things[0]))
    print_json({"id": made.pk, "removed": False}) if json else say(f"It is back: {made.title}.")


_ACTS: dict[str, Callable[[Member, list[str], Words, bool], None]] = {
    "themes": _themes,
    "codes": _codes,
    "make": _make,
    "describe": _describe,
    "merge": _merge,
    "split": _split,
    "retire": _retire,
    "example": _example(True),
    "counter-example": _example(False),
    "undo": _undo,
    "code": _code(True),
    "not": _code(False),
    "none": _none,
    "take-back": _take_back,
    "propose": _propose,
    "segments": _segments,
    "talks": _talks,
    "talk": _talk,
    "keep": _keep,
    "remove": _remove,
    "bring-back": _bring_back,
}
_MANY = 502
_TAKES = {
    "codes": (0, 1, "CODE"),
    "make": (0, 1, "NAME"),
    "describe": (1, 1, "CODE"),
    "merge": (2, 2, "CODE INTO"),
    "split": (3, _MANY, "CODE NAME POST..."),
    "retire": (1, 1, "CODE"),
    "example": (2, 2, "CODE POST"),
    "counter-example": (2, 2, "CODE POST"),
    "undo": (1, 1, "NUMBER"),
    "code": (2, 2, "POST CODE"),
    "not": (2, 2, "POST CODE"),
    "none": (1, 1, "POST"),
    "take-back": (1, 1, "NUMBER"),
    "propose": (0, 1, "CODE"),
    "segments": (0, 1, "CODE"),
    "talk": (1, 1, "NUMBER"),
    "keep": (1, 1, "FILE"),
    "remove": (1, 1, "NUMBER"),
    "bring-back": (1, 1, "NUMBER"),
}


def _say_made(code: int, json: bool, changed: int = 0) -> None:
    """A code after a change, and how to take that back."""
    shown, done = one_code(code), changes(changed or code, limit=1)
    if json:
        print_json({"code": shown, "changes": done})
        return
    told.say_code(shown, ())
    if done and not done[0].undone:
        hint(f"To take it back: twoears needs undo {done[0].id}")


def _choice(words: Words) -> Choice:
    until = words.until + timedelta(days=1) if words.until and not words.until.time() else words.until
    return choice(
        query=words.query, label=words.label, network=words.network, since=_in_utc(words.since), until=_in_utc(until)
    )


def _in_utc(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=UTC) if at and at.tzinfo is None else at


def post_item(words: str) -> Item:
    """A post by its number, id or address; a passage by `passage:5`."""
    if "://" in words or words.startswith(("at:", "urn:", "mid:")):
        found = Post.objects.filter(Q(uid=words) | Q(url=words)).values_list("pk", flat=True).first()
        if found is None:
            raise NothingToCode(f"There is no post {words}.")
        return Item("post", found)
    return item(words)


def number_of(words: str) -> int:
    """A number as it stands before what is listed."""
    if not (words.isascii() and words.isdecimal() and len(words) < 19):
        fail(f"{words!r} is no number. They stand before what is listed.", 2)
    return int(words)


def _text(name: str) -> str:
    try:
        if name == "-":
            return sys.stdin.read(TALK + 1)
        with Path(name).open("rb") as file:
            return file.read(4 * TALK + 4).decode("utf-8-sig")
    except OSError as error:
        fail(f"{name} cannot be read: {error.strerror or error}.", 2)
    except UnicodeDecodeError:
        fail(f"{name} is no text in UTF-8. Save it as plain text.", 2)
