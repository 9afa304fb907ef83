"""The words around the voices of a source: what shows a habit, how far it can be trusted, who answers in a language."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from twoears.lib.intervals import Number
from twoears.measures.showing import Speaking, Spoken, Voices
from twoears.web.weeks import table_of
from twoears.web.words import basis, opening, percent, value


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A week with its heading, its words, and the same as a table."""

    heading: str
    week: Speaking
    proof: str
    caption: str
    table: tuple[tuple[str, Sequence[str]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiced:
    """What is said of voices, in the order in which it stands on the page."""

    span: str
    pictures: tuple[Picture, ...]
    languages: tuple[Spoken, ...]
    others: str
    aside: str


def voiced(heard: Voices) -> Voiced:
    """The words for what was heard."""
    pictures = [_picture(gettext("When its people speak"), heard.speak, heard.zone)]
    if heard.to_us.n:
        pictures.append(_picture(gettext("When they speak to you"), heard.to_us, heard.zone))
    return Voiced(
        span=_span(heard),
        pictures=tuple(pictures),
        languages=heard.languages,
        others=_others(heard.others),
        aside=_aside(heard),
    )


def _picture(heading: str, week: Speaking, zone: str) -> Picture:
    posts = ngettext("%s post of others", "%s posts of others", week.n) % f"{week.n:,}"
    return Picture(
        heading=heading,
        week=week,
        proof=_proof(week),
        caption=gettext(
            "The stronger a square, the more they speak. %(posts)s, in %(zone)s, the time of your workspace."
        )
        % {"posts": posts, "zone": zone},
        table=tuple(table_of(week)),
    )


def _proof(week: Speaking) -> str:
    """How far a habit held when it was put to the test."""
    if week.proof is None or week.proof.estimate is None:
        return ""
    return gettext("Of the newer half, %(value)s fell into hours that the older half would choose (%(basis)s); of an "
                   "even week it would be %(even)s.") % {
        "value": value(week.proof), "basis": basis(week.proof), "even": percent(week.even)}  # fmt: skip


def _span(heard: Voices) -> str:
    if heard.since is None or heard.until is None:
        return ""
    months = (f"{heard.since:%B %Y}", f"{heard.until:%B %Y}")
    if months[0] == months[1]:
        return gettext("in %s") % months[0]
    return gettext("%(first)s to %(last)s") % {"first": months[0], "last": months[1]}


def _others(others: Number) -> str:
    if not others.k:
        return ""
    return opening(f"{others.of}: {value(others)}, {basis(others)}.")


def _aside(heard: Voices) -> str:
    """Those whose language is unknown are in no share, and so they are said."""
    n, aside = heard.others.n, heard.others.aside
    if not n:
        return gettext("Of no post could the language be told.") if aside else ""
    if not aside:
        return ""
    return gettext("Of %(told)s of %(all)s posts the language could be told; the others were too short.") % {
        "told": f"{n:,}", "all": f"{n + aside:,}"}  # fmt: skip
