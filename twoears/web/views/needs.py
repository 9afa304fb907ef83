"""Needs: themes that are proposed, the codebook, and who speaks of which need."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from twoears.conversations.needs.actions import look_for_themes
from twoears.conversations.needs.pages import Choice, ThemesShown, choice, theme_named, themes_shown
from twoears.lib.counts import spelled
from twoears.people.needs.pages import Segments, segments
from twoears.understanding.needs import actions
from twoears.understanding.needs.coding.pages import Book, book
from twoears.understanding.needs.items import Item, item
from twoears.understanding.needs.trouble import BadWords
from twoears.understanding.teaching.pages import telling
from twoears.web.doors import deciders_only, member_of, members_only, onward, show
from twoears.web.words import FEW, opening

_MOST = 10_000  # texts; of more a page would keep its reader waiting, and the command line does not
_LISTED = 3  # people shown of a segment
_EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsPage:
    """Themes as they were last proposed for what was chosen, the codebook, and segments."""

    themes: ThemesShown
    book: Book
    segments: Segments
    problem: str


@members_only
def needs(request: HttpRequest) -> HttpResponse:
    """The three parts."""
    wanted, problem = Choice(), ""
    try:
        wanted = chosen(request.GET)
    except BadWords as error:
        problem = str(error)
    page = NeedsPage(themes=themes_shown(wanted), book=book(), segments=segments(listed=_LISTED), problem=problem)
    return show(
        request,
        "pages/needs.html",
        page,
        said={"title": _title(page), "json": f"/needs.json?{request.GET.urlencode()}"},
        asked=fields_of(wanted),
        labels=labels(),
        most=_MOST,
        unsure=sum(not theme.holds for theme in page.themes.themes),
    )


@deciders_only
def look(request: HttpRequest) -> HttpResponse:
    """Propose themes anew."""
    wanted = chosen(request.POST)
    look_for_themes(member=member_of(request), wanted=wanted, most=_MOST)
    return HttpResponseRedirect(f"{reverse('needs')}?{urlencode(fields_of(wanted))}")


@deciders_only
def make(request: HttpRequest) -> HttpResponse:
    """A new code, by hand or from a theme with its most central posts as examples."""
    examples: list[Item] = []
    if theme := request.POST.get("theme", ""):
        found = theme_named(chosen(request.POST), theme)
        examples = [item(quote.id) for quote in found.quotes[:_EXAMPLES]]
    made = actions.make_code(
        member=member_of(request),
        name=request.POST.get("name", ""),
        meaning=request.POST.get("meaning", ""),
        use=request.POST.get("use", ""),
        examples=examples,
    )
    return onward(request, gettext("Made: %s.") % made.name, reverse("need", args=[made.pk]))


def chosen(asked: object) -> Choice:
    """Which posts are looked at, as a form asks for it; raises BadWords."""
    get = asked.get  # type: ignore[attr-defined]
    return choice(
        query=get("query", "")[:2000],
        label=get("label", "").strip(),
        network=get("network", "").strip()[:32],
        since=_day(get("since", "")),
        until=_day(get("until", ""), after=1),
    )


def fields_of(wanted: Choice) -> dict[str, str]:
    """A choice as the fields of a form; the last day is the one that is looked at last."""
    until = wanted.until - timedelta(days=1) if wanted.until else None
    fields = {
        "query": wanted.query,
        "label": wanted.label,
        "network": wanted.network,
        "since": f"{wanted.since:%Y-%m-%d}" if wanted.since else "",
        "until": f"{until:%Y-%m-%d}" if until else "",
    }
    return {name: value for name, value in fields.items() if value}


def labels() -> list[str]:
    """What can be said of a post."""
    return [one for some in telling().values() for one in some]


def _day(words: str, after: int = 0) -> datetime | None:
    """The beginning of a day, or of one so many days later."""
    if not words.strip():
        return None
    try:
        day = datetime.fromisoformat(words.strip()).date()
        return datetime.combine(day + timedelta(days=after), time(), UTC)
    except (ValueError, OverflowError) as error:
        raise BadWords(f"{words[:20]!r} is no day. Write it like 2026-03-01.") from error


def _most(found: Segments) -> str:
    """The need that surely more people speak of than of any other; empty where that cannot be told."""
    first, second = [*(one.people for one in found.segments), None, None][:2]
    if first is None or first.n < FEW or first.low is None:
        return ""
    surely = first.low > (second.high if second and second.high is not None else 0)
    return found.segments[0].name if surely else ""


def _title(page: NeedsPage) -> str:
    """What is known of needs: what most speak of, what is in the book, what themes there are."""
    if most := _most(page.segments):
        return gettext("They speak most of %s") % most
    if n := len(page.book.codes):
        return opening(ngettext("%s need in the book", "%s needs in the book", n) % spelled(n))
    holding = sum(theme.holds for theme in page.themes.themes)
    if holding:
        return opening(ngettext("%s theme that holds", "%s themes that hold", holding) % spelled(holding))
    return gettext("What do they need?")
