"""How far a post went, as an indented list."""

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe

from twoears.reach.travelled.pages import NoSuchPost, the_post, travelled
from twoears.reach.travelled.showing import Hop, Travelled
from twoears.web.doors import members_only, show

DEEPEST: Final = 6
"""Steps that are indented; beyond them a line says its step, so that it stays on the smallest screens."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: who is above them, and what closes or opens behind the line."""

    hop: Hop
    above: str
    after: SafeString
    deepest: int = DEEPEST


@members_only
def travels(request: HttpRequest, post: int) -> HttpResponse:
    """Who passed it on after whom."""
    try:
        page = travelled(the_post(str(post)))
    except NoSuchPost as error:
        raise Http404(str(error)) from error
    said = {"json": f"/posts/{post}/travelled.json"}
    return show(request, "pages/travelled.html", page, said=said, rows=_rows(page))


def _rows(page: Travelled) -> list[Row]:
    levels = [min(hop.step, DEEPEST) for hop in page.hops] + [-1]
    last: dict[int, str] = {}
    rows = []
    for hop, level, following in zip(page.hops, levels, levels[1:], strict=False):
        last[hop.step] = hop.who.name
        # Only our own marks are here, and no word that anybody said.
        deeper = "<ul>" if following > level else "</li>" + "</ul></li>" * max(level - following, 0)
        ends = deeper if following >= 0 else "</li>" + "</ul></li>" * level + "</ul>"
        rows.append(Row(hop, last.get(hop.step - 1, ""), mark_safe(ends)))  # noqa: S308
    return rows
