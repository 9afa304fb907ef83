"""`twoears companies`: of which companies we know somebody, everybody of one, and what members say of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from twoears.cli import company_words as told
from twoears.cli.needs import number_of
from twoears.cli.saying import check_act, fail, hint, print_json
from twoears.cli.whom import member_named, whom
from twoears.jobs import catch_up
from twoears.people.actions import NobodyHere, the_person
from twoears.people.companies import actions
from twoears.people.companies.models import CompanyDecision
from twoears.people.companies.pages.history import all_decisions, decision_shown, decisions_of_company
from twoears.people.companies.pages.listing import companies as found
from twoears.people.companies.pages.one import company, places_shown
from twoears.people.companies.tasks import houses
from twoears.people.companies.trouble import CompanyError, MayNotPlace
from twoears.team.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The options."""

    find: str = ""
    since: str = ""
    until: str = ""
    roles: tuple[str, ...] = ()
    name: str = ""
    because: str = ""
    member: str = ""
    limit: int = 20
    json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    member: Member
    things: list[str]
    words: Words


def companies(act: str, things: Sequence[str], words: Words) -> None:
    """Do one thing, and print what came of it. What is none of them is a company to be looked at."""
    if act not in _ACTS and not things:
        act, things = "show", [act]
    check_act("companies", act, things, _ACTS, _TAKES)
    catch_up()
    try:
        _ACTS[act](_Asked(member=member_named(words.member), things=list(things), words=words))
    except CompanyError as error:
        fail(str(error), 2)
    except NobodyHere as error:
        fail(str(error), 1 if act == "show" else 2)
    except MayNotPlace as error:
        fail(str(error))


def _list(asked: _Asked) -> None:
    page = found(q=asked.words.find, limit=asked.words.limit)
    print_json(page) if asked.words.json else told.say_all(page)


def _show(asked: _Asked) -> None:
    one = company(asked.things[0])
    print_json(one) if asked.words.json else told.say_one(one)


def _person(asked: _Asked) -> None:
    shown = places_shown(the_person(whom(asked.things[0])))
    print_json(shown) if asked.words.json else told.say_places(shown)


def _history(asked: _Asked) -> None:
    said = all_decisions()
    if asked.things:
        said = decisions_of_company(houses().domains(actions.domain_meant(asked.things[0])))
    print_json(said[: asked.words.limit]) if asked.words.json else told.say_decisions(said, asked.words.limit)


def _set(asked: _Asked) -> None:
    made = actions.works_at(
        member=asked.member,
        person=whom(asked.things[0]),
        company=asked.things[1],
        since=actions.day_in(asked.words.since),
        until=actions.day_in(asked.words.until),
        roles=asked.words.roles,
        reason=asked.words.because,
    )
    _said(made, asked)


def _not(asked: _Asked) -> None:
    who, where = whom(asked.things[0]), asked.things[1]
    _said(actions.not_at(member=asked.member, person=who, company=where, reason=asked.words.because), asked)


def _part(asked: _Asked) -> None:
    made = actions.give_roles(
        member=asked.member,
        person=whom(asked.things[0]),
        company=asked.things[1],
        roles=asked.words.roles,
        reason=asked.words.because,
    )
    _said(made, asked)


def _join(asked: _Asked) -> None:
    (first, second), words = asked.things, asked.words
    made = actions.one_company(member=asked.member, company=first, other=second, name=words.name, reason=words.because)
    _said(made, asked)


def _apart(asked: _Asked) -> None:
    _said(actions.take_apart(member=asked.member, company=asked.things[0], reason=asked.words.because), asked)


def _name(asked: _Asked) -> None:
    first, name = asked.things
    _said(actions.call_company(member=asked.member, company=first, name=name, reason=asked.words.because), asked)


def _anybody(asked: _Asked) -> None:
    _said(actions.anybody_has(member=asked.member, company=asked.things[0], reason=asked.words.because), asked)


def _undo(asked: _Asked) -> None:
    made = actions.take_back(member=asked.member, decision=number_of(asked.things[0]))
    shown = decision_shown(made.pk)
    print_json(shown) if asked.words.json else told.say_decisions((shown,), 1)


def _said(made: CompanyDecision, asked: _Asked) -> None:
    shown = decision_shown(made.pk)
    if asked.words.json:
        print_json(shown)
        return
    told.say_decisions((shown,), 1)
    hint(f"To take it back: twoears companies undo {made.pk}")


_ACTS: dict[str, Callable[[_Asked], None]] = {
    "list": _list,
    "show": _show,
    "person": _person,
    "history": _history,
    "set": _set,
    "not": _not,
    "part": _part,
    "join": _join,
    "apart": _apart,
    "name": _name,
    "anybody": _anybody,
    "undo": _undo,
}
_TAKES = {
    "show": (1, 1, "COMPANY"),
    "person": (1, 1, "PERSON"),
    "history": (0, 1, "[COMPANY]"),
    "set": (2, 2, 'PERSON COMPANY --from DAY --until DAY --because "WHY"'),
    "not": (2, 2, 'PERSON COMPANY --because "WHY"'),
    "part": (2, 2, 'PERSON COMPANY --role decider --because "WHY"'),
    "join": (2, 2, 'COMPANY COMPANY --name NAME --because "WHY"'),
    "apart": (1, 1, 'DOMAIN --because "WHY"'),
    "name": (2, 2, 'COMPANY NAME --because "WHY"'),
    "anybody": (1, 1, 'DOMAIN --because "WHY"'),
    "undo": (1, 1, "NUMBER"),
}
