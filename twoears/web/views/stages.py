"""Stages: the rules, other rules tried before they count, how people move; and a member's word on one person."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from twoears.lib.counts import spelled
from twoears.people.flows import Flow, Flows
from twoears.people.ruling import LONGEST
from twoears.people.stages import EVIDENCE, STAGES
from twoears.people.standing import actions
from twoears.people.standing.pages import RulesShown, Trial, rules_shown, stage_flows, try_rules
from twoears.people.standing.trouble import StageError
from twoears.threads.actions import us
from twoears.web.doors import deciders_only, member_of, members_only, onward, owners_only, show
from twoears.web.words import opening

_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class StagesPage:
    """The rules in force, those that are tried with what they would say, and flows."""

    rules: RulesShown
    text: str
    reason: str
    trial: Trial | None
    wrong: str
    flows: Flows


@members_only
def stages(request: HttpRequest) -> HttpResponse:
    """The page; by POST of `text` with other rules tried on all that was heard. Nothing is changed."""
    held = rules_shown()
    text = request.POST.get("text", "")[: LONGEST + 1].replace("\r\n", "\n") or held.text
    trial, wrong = None, ""
    if request.method == "POST":
        try:
            trial = try_rules(actions.read_rules(text), us().actors)
        except StageError as error:
            wrong = str(error)
    page = StagesPage(
        rules=held,
        text=text,
        reason=request.POST.get("reason", "")[:500],
        trial=trial,
        wrong=wrong,
        flows=stage_flows(months=_MONTHS),
    )
    return show(
        request,
        "pages/stages.html",
        page,
        rows=_rows(page.flows),
        evidence=EVIDENCE,
        said={"title": _title(held), "rules": _rules(held), "json": "/stages.json"},
    )


def _rows(found: Flows) -> list[tuple[str, str, list[Flow]]]:
    return [(a, b, [f for f in found.flows if (f.origin, f.target) == (a, b)]) for a, b in found.pairs]


def _title(held: RulesShown) -> str:
    """How many of all are more than strangers."""
    everybody = sum(n for _, n in held.people)
    known = everybody - dict(held.people).get(STAGES[0], 0)
    if not everybody:
        return gettext("Nobody has turned to you yet")
    words = ngettext(
        "%(known)s of one person is a stranger no more", "%(known)s of %(all)s people are strangers no more", everybody
    )
    return opening(words % {"known": spelled(known), "all": f"{everybody:,}"})


def _rules(held: RulesShown) -> str:
    return (
        gettext("rules of your own, version %s") % held.version if held.version else gettext("the rules as they came")
    )


@owners_only
def put_in_force(request: HttpRequest) -> HttpResponse:
    """These rules count from now on."""
    text = request.POST.get("text", "")[: LONGEST + 1].replace("\r\n", "\n")
    made = actions.put_in_force(member=member_of(request), text=text, reason=request.POST.get("reason", ""))
    words = gettext("In force. Everybody is told anew within minutes.")
    return onward(request, words, reverse("stages"), undo=reverse("undo-stage-rules", args=[made.pk]))


@owners_only
def undo_rules(request: HttpRequest, key: int) -> HttpResponse:
    """A version counts no more."""
    actions.take_rules_back(member=member_of(request), rules=key)
    return onward(request, gettext("Taken back. Everybody is told anew within minutes."), reverse("stages"))


@deciders_only
def set_stage(request: HttpRequest, public_id: str) -> HttpResponse:
    """A member says where somebody stands, and why."""
    made = actions.set_stage(
        member=member_of(request),
        person=public_id,
        stage=request.POST.get("stage", "") if request.POST.get("stage", "") in STAGES else "",
        reason=request.POST.get("reason", ""),
    )
    words = gettext("Said. What the rules say stands beside it.")
    here = reverse("person", args=[public_id])
    return onward(request, words, here, undo=reverse("undo-stage", args=[public_id, made.pk]))


@deciders_only
def undo_stage(request: HttpRequest, public_id: str, key: int) -> HttpResponse:
    """What a member said of a stage is taken back."""
    actions.take_stage_back(member=member_of(request), decision=key)
    return onward(request, gettext("Taken back."), reverse("person", args=[public_id]))
