"""What a page says towards ours: who says it, whether it answers, likes or shares, and its words."""

from dataclasses import dataclass
from datetime import datetime

from twoears.activities.values import Actor
from twoears.sources.microformats import authors
from twoears.sources.microformats.authors import Other
from twoears.sources.microformats.marks import (
    RSVP,
    Entry,
    Marks,
    TooHeavy,
    entries,
    first,
    marks_of,
    markups,
    moment,
    text,
    title,
    towards,
)
from twoears.sources.microformats.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a page says. `towards` is reply, like, share, bookmark, rsvp or mention; `answer` the verb of an rsvp."""

    author: Actor
    towards: str = "mention"
    answer: str = ""
    title: str = ""
    text: str = ""
    published: datetime | None = None
    updated: datetime | None = None


def said(found: Page, target: str, other: Other) -> Said:
    """What the page says towards `target`. `other` gives one more page of the same site, for its author."""
    marks = _marks(found)
    chosen = _chosen(list(entries(marks.items)), target)
    if chosen is None:
        return Said(author=authors.of_site(found.url))
    told = chosen.told
    kind, words = towards(told, target), text(told)
    answer = RSVP.get(first(told, "rsvp").lower(), "") if kind == "reply" else ""
    return Said(
        author=authors.author(chosen, marks, other),
        towards="rsvp" if answer else kind,
        answer=answer,
        title=title(told, words),
        text=words,
        published=moment(told, "published"),
        updated=moment(told, "updated"),
    )


def _marks(found: Page) -> Marks:
    try:
        return marks_of(found)
    except TooHeavy:
        return Marks(found.url)  # the page links to us all the same


def _chosen(found: list[Entry], target: str) -> Entry | None:
    """The entry that is about `target`, else the one in whose words it stands, else the first."""
    about = (one for one in found if towards(one.told, target) != "mention")
    within = (one for one in found if any(target in html for html in markups(one.told)))
    return next(about, None) or next(within, None) or next(iter(found), None)
