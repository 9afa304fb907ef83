"""`twoears subjects`, and `twoears voices` of posts: statements that members choose, marks, and who agrees."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twoears.cli import subject_words as told
from twoears.cli.needs import number_of, post_item
from twoears.cli.saying import check_act, fail, hint, print_json, say
from twoears.cli.whom import member_named
from twoears.conversations.voices import actions
from twoears.conversations.voices.pages.heard import from_posts, from_query
from twoears.conversations.voices.pages.marking import marking, proposals
from twoears.conversations.voices.pages.subjects import subject_named, subject_shown
from twoears.conversations.voices.pages.subjects import subjects as all_subjects
from twoears.conversations.voices.trouble import MayNotChoose, SubjectError
from twoears.jobs import catch_up
from twoears.queries.actions import QueryTrouble, the_query
from twoears.team.models import Member
from twoears.understanding.needs.pages import code_named
from twoears.understanding.needs.trouble import NeedsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The options, as they were typed."""

    query: str
    kept: str
    need: str
    post: str
    member: str
    limit: int


def voices(file: Path | None, *, subject: str, query: str, statements: Sequence[str], most: int, json: bool) -> None:
    """Print what the posts of a subject tell, or those that a query finds."""
    if (file is not None) + bool(subject) + bool(query) != 1:
        fail("Give a file of votes, or --subject, or --query with some --statement.", 2)
    if query and not statements:
        fail('Give at least one --statement "WORDS" to be agreed with or not.', 2)
    if subject and statements:
        fail(f'Statements on a subject are kept: twoears subjects state {subject} "WORDS".', 2)
    catch_up()
    try:
        found = from_posts(subject_named(subject), most) if subject else from_query(query, statements, most)
    except (SubjectError, NeedsError) as error:
        fail(str(error), 2)
    print_json(found) if json else told.say_heard(found)


def subjects(act: str, things: Sequence[str], words: Words, *, json: bool) -> None:
    """Do one thing, and print what came of it."""
    check_act("subjects", act, things, _ACTS, _TAKES)
    catch_up()
    try:
        _ACTS[act](member_named(words.member), list(things), words, json)
    except (SubjectError, NeedsError, QueryTrouble) as error:
        fail(str(error), 2)
    except MayNotChoose as error:
        fail(str(error), 1)


def _list(member: Member, things: list[str], words: Words, json: bool) -> None:
    found = [subject_shown(subject_named(things[0]))] if things else list(all_subjects())
    print_json(found) if json else told.say_subjects(found)


def _make(member: Member, things: list[str], words: Words, json: bool) -> None:
    made = actions.make_subject(
        member=member,
        name=things[0],
        query=the_query(words.kept) if words.kept else None,
        text=words.query,
        code=code_named(words.need) if words.need else None,
    )
    _say_made(made.pk, json)


def _remove(member: Member, things: list[str], words: Words, json: bool) -> None:
    made = actions.remove_subject(member=member, subject=subject_named(things[0]))
    print_json({"id": made.pk, "removed": True}) if json else say(f"Removed: {made.name}.")
    _hint_back(f"bring-back {made.pk}", json)


def _bring_back(member: Member, things: list[str], words: Words, json: bool) -> None:
    _say_made(actions.bring_subject_back(member=member, subject=subject_named(things[0])).pk, json)


def _likes(likes: bool) -> Callable[[Member, list[str], Words, bool], None]:
    def count(member: Member, things: list[str], words: Words, json: bool) -> None:
        _say_made(actions.count_likes(member=member, subject=subject_named(things[0]), likes=likes).pk, json)

    return count


def _state(member: Member, things: list[str], words: Words, json: bool) -> None:
    post = post_item(words.post).key if words.post else None
    made = actions.state(member=member, subject=subject_named(things[0]), text=things[1], post=post)
    _say_made(made.subject_id, json)
    _hint_back(f"take-back {made.pk}", json)


def _stands(stands: bool) -> Callable[[Member, list[str], Words, bool], None]:
    act = actions.bring_statement_back if stands else actions.take_statement_back

    def change(member: Member, things: list[str], words: Words, json: bool) -> None:
        _say_made(act(member=member, statement=number_of(things[0])).subject_id, json)

    return change


def _propose(member: Member, things: list[str], words: Words, json: bool) -> None:
    key = subject_named(things[0])
    found = proposals(key, limit=words.limit)
    print_json(found) if json else told.say_proposed(key, found)


def _posts(member: Member, things: list[str], words: Words, json: bool) -> None:
    found = marking(number_of(things[0]), limit=words.limit)
    print_json(found) if json else told.say_marking(found)


def _mark(member: Member, things: list[str], words: Words, json: bool) -> None:
    statement, post, side = things
    made = actions.mark(member=member, statement=number_of(statement), post=post_item(post).key, side=side)
    print_json(_plain(made)) if json else say(f"Marked: {made.side}.")
    _hint_back(f"unmark {made.pk}", json)


def _unmark(member: Member, things: list[str], words: Words, json: bool) -> None:
    made = actions.unmark(member=member, mark=number_of(things[0]))
    print_json(_plain(made) | {"undone": True}) if json else say("Taken back.")


_ACTS: dict[str, Callable[[Member, list[str], Words, bool], None]] = {
    "list": _list,
    "make": _make,
    "remove": _remove,
    "bring-back": _bring_back,
    "count-likes": _likes(True),
    "leave-likes-out": _likes(False),
    "state": _state,
    "take-back": _stands(False),
    "state-again": _stands(True),
    "propose": _propose,
    "posts": _posts,
    "mark": _mark,
    "unmark": _unmark,
}
_TAKES = {
    "list": (0, 1, "SUBJECT"),
    "make": (1, 1, "NAME"),
    "remove": (1, 1, "SUBJECT"),
    "bring-back": (1, 1, "SUBJECT"),
    "count-likes": (1, 1, "SUBJECT"),
    "leave-likes-out": (1, 1, "SUBJECT"),
    "state": (2, 2, 'SUBJECT "WORDS"'),
    "take-back": (1, 1, "STATEMENT"),
    "state-again": (1, 1, "STATEMENT"),
    "propose": (1, 1, "SUBJECT"),
    "posts": (1, 1, "STATEMENT"),
    "mark": (3, 3, "STATEMENT POST agree|disagree|neither"),
    "unmark": (1, 1, "NUMBER"),
}


def _plain(made: Any) -> dict[str, object]:
    return {"id": made.pk, "statement": made.statement_id, "post": made.post_id, "side": made.side}


def _say_made(key: int, json: bool) -> None:
    shown = subject_shown(key)
    print_json(shown) if json else told.say_subjects([shown])


def _hint_back(words: str, json: bool) -> None:
    if not json:
        hint(f"To take it back: twoears subjects {words}")
