"""`twoears criticism`: what was criticised, by need; what is improved for it; and which critics heard back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from twoears.cli import criticism_words as told
from twoears.cli.needs import number_of, post_item
from twoears.cli.saying import check_act, fail, hint, print_json, say
from twoears.cli.whom import member_named
from twoears.conversations.criticism import actions
from twoears.conversations.criticism.pages.found import found, of_need
from twoears.conversations.criticism.pages.improving import changes, improvements, one_improvement
from twoears.conversations.criticism.telling import actions as telling
from twoears.conversations.criticism.trouble import CriticismError, MayNotImprove
from twoears.jobs import catch_up
from twoears.people.needs.pages import account_named
from twoears.team.models import Member
from twoears.understanding.needs.pages import code_named
from twoears.understanding.needs.trouble import NeedsError

NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The options, as they were typed."""

    need: str
    owner: str
    reason: str
    what: str
    link: str
    title: str
    member: str
    limit: int


def criticism(act: str, things: Sequence[str], words: Words, *, json: bool) -> None:
    """Do one thing, and print what came of it."""
    check_act("criticism", act, things, _ACTS, _TAKES)
    catch_up()
    try:
        _ACTS[act](member_named(words.member), list(things), words, json)
    except (CriticismError, NeedsError) as error:
        fail(str(error), 2)
    except MayNotImprove as error:
        fail(str(error), 1)


def _list(member: Member, things: list[str], words: Words, json: bool) -> None:
    all_of_it, made = found(), improvements()
    print_json({"found": all_of_it, **told.plain(made)}) if json else told.say_all(all_of_it, made)


def _posts(member: Member, things: list[str], words: Words, json: bool) -> None:
    need = code_named(things[0]) if things else 0
    some, in_all = of_need(need, limit=words.limit)
    print_json({"items": some, "in_all": in_all}) if json else told.say_posts(some, in_all)


def _improve(member: Member, things: list[str], words: Words, json: bool) -> None:
    title, *posts = things
    made = actions.improve(
        member=member,
        title=title,
        need=code_named(words.need) if words.need else None,
        owner=member_named(words.owner) if words.owner else None,
        posts=[_post(one) for one in posts],
    )
    _say_made(made.pk, json)


def _describe(member: Member, things: list[str], words: Words, json: bool) -> None:
    made = actions.standing(number_of(things[0]))
    need = made.need_id if not words.need else None if words.need == "none" else code_named(words.need)
    actions.describe(member=member, improvement=made.pk, title=words.title or made.title, need=need)
    _say_made(made.pk, json)


def _own(member: Member, things: list[str], words: Words, json: bool) -> None:
    owner = None if things[1] == NOBODY else member_named(things[1])
    _say_made(actions.give_owner(member=member, improvement=number_of(things[0]), owner=owner).pk, json)


def _tie(member: Member, things: list[str], words: Words, json: bool) -> None:
    improvement, *posts = things
    at = number_of(improvement)
    actions.tie(member=member, improvement=at, posts=[_post(one) for one in posts])
    _say_made(at, json)


def _off(member: Member, things: list[str], words: Words, json: bool) -> None:
    improvement, *posts = things
    at = number_of(improvement)
    actions.take_off(member=member, improvement=at, posts=[_post(one) for one in posts])
    _say_made(at, json)


def _decide(member: Member, things: list[str], words: Words, json: bool) -> None:
    _say_made(actions.decide(member=member, improvement=number_of(things[0])).pk, json)


def _decline(member: Member, things: list[str], words: Words, json: bool) -> None:
    made = actions.decline(member=member, improvement=number_of(things[0]), reason=words.reason)
    _say_made(made.pk, json)


def _done(member: Member, things: list[str], words: Words, json: bool) -> None:
    made = actions.done(member=member, improvement=number_of(things[0]), what=words.what, link=words.link)
    _say_made(made.pk, json)


def _undo(member: Member, things: list[str], words: Words, json: bool) -> None:
    done = actions.undo(member=member, change=number_of(things[0]))
    if done.what == "make":
        print_json({"id": done.improvement_id, "undone": True}) if json else say("Taken back.")
        return
    _say_made(done.improvement_id, json)


def _critics(member: Member, things: list[str], words: Words, json: bool) -> None:
    whole = one_improvement(number_of(things[0]))
    print_json(whole) if json else told.say_whole(whole)


def _drafts(member: Member, things: list[str], words: Words, json: bool) -> None:
    improvement, *who = things
    laid = telling.lay_ready(member=member, improvement=number_of(improvement), who=who)
    print_json(laid) if json else told.say_laid(laid)


def _mark(says: bool) -> Callable[[Member, list[str], Words, bool], None]:
    def mark(member: Member, things: list[str], words: Words, json: bool) -> None:
        made = telling.mark(member=member, post=_post(things[0]), says=says)
        if json:
            print_json({"id": made.pk, "post": made.post_id, "says": made.says})
            return
        say(f"post:{made.post_id} is {'' if says else 'no '}criticism.")
        hint(f"To take it back: twoears criticism unmark {made.pk}")

    return mark


def _unmark(member: Member, things: list[str], words: Words, json: bool) -> None:
    made = telling.unmark(member=member, mark=number_of(things[0]))
    print_json({"id": made.pk, "post": made.post_id, "undone": True}) if json else say("Taken back.")


def _leave_alone(member: Member, things: list[str], words: Words, json: bool) -> None:
    made = telling.leave_alone(member=member, actor=account_named(things[0]), reason=words.reason)
    if json:
        print_json({"id": made.pk, "actor": made.actor_id, "reason": made.reason})
        return
    say(f"{made.actor} is left alone: {made.reason}")
    hint(f"To take it back: twoears criticism may-be-told {made.pk}")


def _may_be_told(member: Member, things: list[str], words: Words, json: bool) -> None:
    made = telling.may_be_told(member=member, left_alone=number_of(things[0]))
    print_json({"id": made.pk, "actor": made.actor_id, "undone": True}) if json else say("Taken back.")


_ACTS: dict[str, Callable[[Member, list[str], Words, bool], None]] = {
    "list": _list,
    "posts": _posts,
    "improve": _improve,
    "describe": _describe,
    "own": _own,
    "tie": _tie,
    "take-off": _off,
    "decide": _decide,
    "decline": _decline,
    "done": _done,
    "undo": _undo,
    "critics": _critics,
    "drafts": _drafts,
    "mark": _mark(True),
    "not": _mark(False),
    "unmark": _unmark,
    "leave-alone": _leave_alone,
    "may-be-told": _may_be_told,
}
_MANY = 501
_TAKES = {
    "posts": (0, 1, "NEED"),
    "improve": (1, _MANY, "TITLE POST..."),
    "describe": (1, 1, "NUMBER"),
    "own": (2, 2, "NUMBER MEMBER"),
    "tie": (2, _MANY, "NUMBER POST..."),
    "take-off": (2, _MANY, "NUMBER POST..."),
    "decide": (1, 1, "NUMBER"),
    "decline": (1, 1, "NUMBER"),
    "done": (1, 1, "NUMBER"),
    "undo": (1, 1, "NUMBER"),
    "critics": (1, 1, "NUMBER"),
    "drafts": (1, _MANY, "NUMBER CRITIC..."),
    "mark": (1, 1, "POST"),
    "not": (1, 1, "POST"),
    "unmark": (1, 1, "NUMBER"),
    "leave-alone": (1, 1, "HANDLE"),
    "may-be-told": (1, 1, "NUMBER"),
}


def _say_made(improvement: int, json: bool) -> None:
    """An improvement after a change, and how to take that back."""
    whole = one_improvement(improvement)
    if json:
        print_json(whole)
        return
    told.say_improvement(whole.improvement)
    last = next((one for one in changes(improvement, limit=1) if not one.undone), None)
    if last:
        hint(f"To take it back: twoears criticism undo {last.id}")


def _post(words: str) -> int:
    named = post_item(words)
    if named.kind != "post":
        fail(f"{words!r} is no post. Improvements are about posts.", 2)
    return named.key
