"""People: who is this, and where do we stand with each other?"""

from dataclasses import dataclass
from tempfile import TemporaryFile

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from twoears.held.pages import write_copy_of
from twoears.lib.counts import counted, spelled
from twoears.lib.text import place
from twoears.people import actions
from twoears.people.buying.pages import buying_of
from twoears.people.companies.pages.one import places_shown
from twoears.people.companies.roles import ROLES
from twoears.people.hours import DAYS
from twoears.people.pages import PEOPLE_VIEWS, people_list, person_page
from twoears.people.showing import PersonCard, PersonPage
from twoears.people.stages import STAGES
from twoears.people.standing.pages import standing_of
from twoears.reach.introducing.pages import to_person
from twoears.understanding.entities.values import LONGEST
from twoears.understanding.needs.pages import CodeShown, one_code
from twoears.understanding.teaching.pages import telling
from twoears.web.doors import deciders_only, member_of, members_only, onward, owners_only, show
from twoears.web.specs import year_spec
from twoears.web.weeks import table_of
from twoears.web.words import ACTS, opening


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """A list of people, by a question."""

    title: str
    view: str
    about: str
    q: str
    label: str
    need: CodeShown | None
    named: str
    people: tuple[PersonCard, ...]
    total: int
    after: str


@members_only
def people(request: HttpRequest) -> HttpResponse:
    """People by one of the saved questions, or by name."""
    view, q, label, after = (_asked(request, key) for key in ("view", "q", "label", "after"))
    view = view if view in PEOPLE_VIEWS else next(iter(PEOPLE_VIEWS))
    label = label if label in _labels() else ""
    need = one_code(place(asked)) if (asked := request.GET.get("need", "")) else None
    about = request.GET.get("about", "").strip()[:LONGEST].replace("\0", "")
    cards, onwards, total = people_list(
        view=view, q=q[:200], label=label, need=need.id if need else None, about=about, after=after
    )
    page = PeoplePage(
        title=_title(view, q, need.name if need else label, total, spoke=need is not None, about=about),
        view=view,
        about=PEOPLE_VIEWS[view],
        q=q,
        label=label,
        need=need,
        named=about,
        people=cards,
        total=total,
        after=onwards,
    )
    json = f"/people.json?{request.GET.urlencode()}"
    return show(request, "pages/people.html", page, views=tuple(PEOPLE_VIEWS), labels=_labels(), json=json)


def _asked(request: HttpRequest, key: str) -> str:
    """What an address asks for, without the NUL that PostgreSQL breaks at."""
    return request.GET.get(key, "").replace("\0", "").strip()


def _labels() -> list[str]:
    return [label for labels in telling().values() for label in labels]


@members_only
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """One person; `?same=` looks for somebody who may be the same."""
    page = person_page(public_id)
    same = _asked(request, "same")[:200]
    also = [card for card in people_list(q=same, limit=6)[0] if card.id != page.id] if same else []
    said = {
        "more": ngettext("%s more before these", "%s more before these", page.more) % f"{page.more:,}",
        "year": gettext("The twelve months to %s, on one line") % _last_month(page),
        "months": gettext("The five months to %s, on one line") % _last_month(page),
        "held": _held(page),
        "json": f"/people/{page.id}.json",
        "vl": f"/people/{page.id}.vl.json" if page.year else "",
    }
    return show(
        request,
        "pages/person.html",
        page,
        said=said,
        same=same,
        also=also,
        acts=tuple(ACTS),
        quoting=("Like", "Announce"),
        days=DAYS,
        hours=table_of(page.hours),
        standing=standing_of(actions.the_person(public_id)),
        stage_names=STAGES,
        places=places_shown(actions.the_person(public_id)),
        roles=ROLES,
        buying=buying_of(actions.the_person(public_id)),
        introductions=to_person(actions.the_person(public_id)),
    )


@members_only
def person_picture(request: HttpRequest, public_id: str) -> HttpResponse:
    """The line of a year as a Vega-Lite specification with its data."""
    return JsonResponse(year_spec(person_page(public_id)))


@members_only
def copy(request: HttpRequest, public_id: str) -> FileResponse:
    """Everything that is held of one person, as a zip to be sent to them."""
    file = TemporaryFile()  # noqa: SIM115  the answer closes it
    write_copy_of(public_id, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{public_id}.zip", content_type="application/zip")


@deciders_only
def merge(request: HttpRequest, public_id: str) -> HttpResponse:
    """These two are one person."""
    actions.merge(member=member_of(request), left=public_id, right=request.POST.get("other", ""))
    return _stay(request, gettext("They are one person now. Undo stands under Known as."), public_id)


@deciders_only
def split(request: HttpRequest, public_id: str) -> HttpResponse:
    """This account is somebody else."""
    actor = request.POST.get("actor", "")
    actions.split(member=member_of(request), person=public_id, actor=place(actor))
    return _stay(request, gettext("Split. Undo stands under Known as."), public_id)


@deciders_only
def undo_identity(request: HttpRequest, public_id: str, change: int) -> HttpResponse:
    """Take a merge or a split back."""
    actions.undo_identity(member=member_of(request), change=change)
    return _stay(request, gettext("Taken back."), public_id)


@owners_only
def forget(request: HttpRequest, public_id: str) -> HttpResponse:
    """Remove a person for good, when their name was typed as it stands."""
    actions.forget(member=member_of(request), person=public_id, typed=request.POST.get("typed", ""))
    onward(request, gettext("Forgotten. Nothing of them is held any more."), reverse("people"))
    return HttpResponseRedirect(reverse("people"))


def _last_month(page: PersonPage) -> str:
    """Where the line ends: with the last thing heard, not with today."""
    last = max((moment.at for moment in page.year), default=None)
    return f"{last:%B %Y}" if last else ""


def _held(page: PersonPage) -> str:
    parts = counted(len(page.known_as), "account"), counted(len(page.moments) + page.more, "moment")
    return gettext("Everything they said and did (%s)") % ", ".join(parts)


def _stay(request: HttpRequest, words: str, public_id: str) -> HttpResponse:
    return onward(request, words, reverse("person", args=[public_id]))


def _title(view: str, q: str, label: str, total: int, *, spoke: bool, about: str = "") -> str:
    if about:
        words = ngettext("%(n)s person named %(what)s", "%(n)s people named %(what)s", total)
        return opening(words % {"n": spelled(total), "what": about.partition(":")[2].strip()[:60]})
    if spoke:
        words = ngettext("%(n)s person spoke of %(need)s", "%(n)s people spoke of %(need)s", total)
        return opening(words % {"n": spelled(total), "need": label})
    if label:
        words = ngettext(
            "%(n)s person said what reads as %(label)s", "%(n)s people said what reads as %(label)s", total
        )
        return opening(words % {"n": spelled(total), "label": label})
    if q:
        return opening(
            ngettext("%(n)s person for “%(q)s”", "%(n)s people for “%(q)s”", total) % {"n": spelled(total), "q": q[:60]}
        )
    if view == "everyone":
        return opening(ngettext("%s person has turned to you", "%s people have turned to you", total) % spelled(total))
    if view == "cooling":
        return opening(ngettext("%s person has gone quiet", "%s people have gone quiet", total) % spelled(total))
    if view == "near":
        words = ngettext(
            "%s person is at least twice as likely to order soon as anybody",
            "%s people are at least twice as likely to order soon as anybody",
            total,
        )
        return opening(words % spelled(total))
    if view == "turned to us first":
        return opening(
            ngettext("%s person turned to you first", "%s people turned to you first", total) % spelled(total)
        )
    if view == "carry us":
        return opening(ngettext("%s person carries you", "%s people carry you", total) % spelled(total))
    return opening(f"{spelled(total)} {view if total != 1 else view.removesuffix('s')}")
