"""`twoears stages`: the rules, other rules tried on history, how people move, and what members said of one person."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from twoears.cli.needs import number_of
from twoears.cli.saying import check_act, clean, fail, hint, number_words, print_json, say
from twoears.cli.whom import member_named, whom
from twoears.jobs import catch_up
from twoears.lib.counts import on_day
from twoears.people.actions import NobodyHere
from twoears.people.flows import Flows
from twoears.people.ruling import LONGEST
from twoears.people.standing import actions
from twoears.people.standing.pages import RulesShown, Trial, rules_shown, stage_flows, standing_of, try_rules
from twoears.people.standing.trouble import MayNotRule, StageError
from twoears.team.models import Member
from twoears.threads.actions import us


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Who decides, the things that were named, and the options."""

    member: Member
    things: list[str]
    because: str
    months: int
    limit: int
    json: bool


def stages(act: str, things: Sequence[str], *, because: str, months: int, member: str, limit: int, json: bool) -> None:
    """Do one thing, and print what came of it."""
    check_act("stages", act, things, _ACTS, _TAKES)
    catch_up()
    asked = _Asked(
        member=member_named(member), things=list(things), because=because, months=months, limit=limit, json=json
    )
    try:
        _ACTS[act](asked)
    except (StageError, NobodyHere) as error:
        fail(str(error), 2)
    except MayNotRule as error:
        fail(str(error))


def _rules(asked: _Asked) -> None:
    shown = rules_shown()
    print_json(shown) if asked.json else _say_rules(shown)


def _versions(asked: _Asked) -> None:
    shown = rules_shown()
    if asked.json:
        print_json(shown.versions)
        return
    for one in shown.versions:
        state = "taken back" if one.undone else "in force" if one.in_force else "before"
        say(f"{one.id}  {on_day(one.at)}  {state}  {clean(one.member)}: {clean(one.reason)}")
    if not shown.versions:
        say("No rules of your own: those that Two Ears came with are in force.")


def _try(asked: _Asked) -> None:
    rules = actions.read_rules(_text(asked.things[0]))
    trial = try_rules(rules, us().actors)
    print_json(trial) if asked.json else _say_trial(trial, asked.limit)


def _use(asked: _Asked) -> None:
    made = actions.put_in_force(member=asked.member, text=_text(asked.things[0]), reason=asked.because)
    catch_up()
    _rules(asked)
    if not asked.json:
        hint(f"To take them back: twoears stages undo {made.pk}")


def _undo(asked: _Asked) -> None:
    actions.take_rules_back(member=asked.member, rules=number_of(asked.things[0]))
    catch_up()
    _rules(asked)


def _flows(asked: _Asked) -> None:
    found = stage_flows(months=asked.months)
    print_json(found) if asked.json else _say_flows(found)


def _set(asked: _Asked) -> None:
    person, stage = asked.things
    made = actions.set_stage(member=asked.member, person=whom(person), stage=stage, reason=asked.because)
    _say_standing(made.actor_id, asked.json)
    if not asked.json:
        hint(f"To take it back: twoears stages take-back {made.pk}")


def _take_back(asked: _Asked) -> None:
    made = actions.take_stage_back(member=asked.member, decision=number_of(asked.things[0]))
    _say_standing(made.actor_id, asked.json)


_ACTS: dict[str, Callable[[_Asked], None]] = {
    "rules": _rules,
    "try": _try,
    "use": _use,
    "undo": _undo,
    "flows": _flows,
    "set": _set,
    "take-back": _take_back,
    "versions": _versions,
}
_TAKES = {
    "try": (1, 1, "FILE"),
    "use": (1, 1, 'FILE --because "WHY"'),
    "undo": (1, 1, "VERSION"),
    "set": (2, 2, 'PERSON STAGE --because "WHY"'),
    "take-back": (1, 1, "NUMBER"),
}


def _say_rules(shown: RulesShown) -> None:
    say(f"Version {shown.version}" if shown.version else "The rules that Two Ears came with", "bold")
    for rule in shown.rules:
        say(f"  {' or '.join(rule.from_stages)} → {rule.stage}: {clean(rule.sentence)}")
    say("  " + ", ".join(f"{n:,} {stage}{'' if n == 1 else 's'}" for stage, n in shown.people), "dim")
    hint("As a file to change: twoears stages --json, under text. To try one: twoears stages try FILE")


def _say_trial(trial: Trial, limit: int) -> None:
    say(trial.sentence, "bold")
    say(f"  {number_words(trial.elsewhere)}", "dim")
    for origin, target, n in trial.moves:
        say(f"  {origin} → {target}: {n:,}")
    for one in trial.people[:limit]:
        since = f" since {on_day(one.at)}" if one.at else ""
        say(f"  {one.person}  {clean(one.name)}: {one.now} → {one.then}{since}")
        say(f"    ∵ {clean(one.evidence)}", "dim")
    if left := trial.more + max(len(trial.people) - limit, 0):
        say(f"  and {left:,} more", "dim")
    if trial.decided:
        say(f"  {trial.decided:,} stand where a member said; no rule moves them.", "dim")


def _say_flows(found: Flows) -> None:
    for origin, target in found.pairs:
        say(f"{origin} → {target}", "bold")
        for flow in (one for one in found.flows if (one.origin, one.target) == (origin, target)):
            last = " so far" if found.unfinished and flow.month == found.months[-1] else ""
            say(f"  {flow.month:%b %Y}  {number_words(flow.share)}{last}")


def _say_standing(actor: int, json: bool) -> None:
    person = actions.person_behind(actor)
    shown = standing_of(person)
    if json:
        print_json(shown)
        return
    said = shown.said
    say(f"{clean(person.name)}: {person.stage}", "bold")
    if said:
        say(f"  ∵ {clean(said.member)} said so on {on_day(said.at)}: {clean(said.reason)}", "dim")
    since = f" since {on_day(shown.since)}: {clean(shown.evidence)}" if shown.since else ""
    say(f"  By the rules: {shown.by_rules}{since}", "dim")


def _text(name: str) -> str:
    try:
        if name == "-":
            return sys.stdin.read(LONGEST + 1)
        with Path(name).open("rb") as file:
            return file.read(4 * LONGEST + 4).decode("utf-8-sig")
    except OSError as error:
        fail(f"{name} cannot be read: {error.strerror or error}.", 2)
    except UnicodeDecodeError:
        fail(f"{name} is no text in UTF-8. Save it as plain text.", 2)
