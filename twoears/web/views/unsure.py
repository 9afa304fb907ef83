"""Who may be whom: two beside each other, yes, no or later; and what is joined without a look."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from twoears.lib.counts import spelled
from twoears.people.actions import undo_identity
from twoears.people.taught.actions import weigh_as_shipped
from twoears.people.taught.pages import taught
from twoears.people.taught.showing import Taught
from twoears.people.unsure import actions
from twoears.people.unsure.pages import proposal, unsure, would_join
from twoears.people.unsure.showing import Joining, Proposal, Said, WouldJoin
from twoears.web.doors import deciders_only, member_of, members_only, onward, owners_only, show
from twoears.web.words import opening

_NEXT = 12
_WORDS = {
    "yes": "They are one person now.",
    "no": "They stay two, and are not proposed again.",
    "later": "You are asked again in two weeks.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsurePage:
    """The pair that is asked about, those that come next, and what was said; `trying` is what a switch would join."""

    title: str
    pair: Proposal | None
    onwards: tuple[Proposal, ...]
    left: int
    later: int
    said: tuple[Said, ...]
    joining: Joining
    trying: WouldJoin | None
    taught: Taught


@members_only
def unsure_page(request: HttpRequest) -> HttpResponse:
    """The likeliest pair, or the one that `?pair=` names; `?least=` (in percent) tries what a switch would join."""
    found = unsure(limit=_NEXT)
    asked = request.GET.get("pair", "")[:40]
    pair = proposal(asked) if asked else next(iter(found.proposals), None)
    page = UnsurePage(
        title=_title(found.left),
        pair=pair,
        onwards=tuple(one for one in found.proposals if pair is None or one.id != pair.id),
        left=found.left,
        later=found.later,
        said=found.said,
        joining=found.joining,
        trying=_trying(request.GET.get("least", "")),
        taught=taught(),
    )
    return show(
        request,
        "pages/unsure.html",
        page,
        percent=_percent(page),
        lowest=round(actions.LOWEST * 100),
        json=f"/people/unsure.json?{request.GET.urlencode()}",
    )


@deciders_only
def answer(request: HttpRequest, match: str, says: str) -> HttpResponse:
    """The two of `match` are one person, are not, or are asked about later."""
    made = actions.answer(member=member_of(request), match=match, says=says, now=datetime.now(UTC))
    return onward(request, gettext(_WORDS[says]), reverse("unsure"), undo=reverse("undo-unsure", args=[made.pk]))


@deciders_only
def undo(request: HttpRequest, change: int) -> HttpResponse:
    """Take back what was said of two."""
    undo_identity(member=member_of(request), change=change)
    return onward(request, gettext("Taken back."), reverse("unsure"))


@owners_only
def join(request: HttpRequest) -> HttpResponse:
    """From which probability on two are joined without a look; nothing, where none is given."""
    least = _share(request.POST.get("least", "")) if request.POST.get("on") == "yes" else None
    if request.POST.get("on") == "yes" and least is None:
        raise actions.NotLikely(gettext("Give a probability in percent, such as 99."))
    actions.join_likely(owner=member_of(request), least=least)
    words = (
        gettext("What is that likely is joined now.") if least is not None else gettext("Nothing is joined by itself.")
    )
    return onward(request, words, f"{reverse('unsure')}#joining")


@owners_only
def weigh(request: HttpRequest) -> HttpResponse:
    """By what likely pairs are weighed: as it is shipped, or as answers taught."""
    as_shipped = request.POST.get("as_shipped") == "yes"
    weigh_as_shipped(owner=member_of(request), as_shipped=as_shipped)
    words = gettext("Pairs are weighed as it is shipped.") if as_shipped else gettext("Your answers count again.")
    return onward(request, words, f"{reverse('unsure')}#learnt")


def _trying(words: str) -> WouldJoin | None:
    least = _share(words)
    return would_join(least) if least is not None and least >= actions.LOWEST else None


def _share(words: str) -> float | None:
    """Percents as they are typed.

    >>> _share("99.5"), _share("99,5 %"), _share("often")
    (0.995, 0.995, None)
    """
    try:
        found = float(words[:20].replace(",", ".").replace("%", "").strip()) / 100
    except ValueError:
        return None
    return round(found, 6) if 0 <= found <= 1 else None


def _percent(page: UnsurePage) -> str:
    return f"{(page.trying.least if page.trying else page.joining.at) * 100:.4g}"


def _title(left: int) -> str:
    if not left:
        return gettext("Nobody is in doubt")
    return opening(ngettext("%s pair may be one person", "%s pairs may be one person", left) % spelled(left))
