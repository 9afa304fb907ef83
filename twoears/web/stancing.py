"""Stances as they are shown: what told them, and the words around those that decided."""

from typing import Final

from django.utils.translation import gettext

from twoears.conversations.voices.pages.showing import FromPosts
from twoears.lib.counts import counted, spelled
from twoears.web.words import opening

_LONGEST: Final = 480  # characters of a quote
_BEFORE: Final = 120  # of them before the first word that decided


def told_by(by: str) -> str:
    """What told a stance, as words after it.

    >>> told_by("words"), told_by("")
    ('in nearly these words', '')
    """
    said = {
        "mark": gettext("marked by one of you"),
        "words": gettext("in nearly these words"),
        "reply": gettext("by the answer it gives"),
        "learnt": gettext("learnt from your marks"),
        "like": gettext("by a like"),
    }
    return said.get(by, "")


def cut(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A long text around the words that decided first, with their places in what is left.

    >>> cut("so " * 100 + "it is bad. " + "and so on " * 90, ((300, 309),))[1]
    ((121, 130),)
    """
    if len(text) <= _LONGEST:
        return text, spans
    start = max(0, (spans[0][0] if spans else 0) - _BEFORE)
    before, end = "…" if start else "", start + _LONGEST
    moved = len(before) - start
    inside = tuple((a + moved, min(b, end) + moved) for a, b in spans if start <= a < end)
    return f"{before}{text[start:end]}{'…' if end < len(text) else ''}", inside


def headline(page: FromPosts) -> str:
    """What is known of a subject, in a sentence."""
    name = page.subject.name
    if not page.statements:
        return gettext("What do they say on %s?") % name
    if page.voices is None:
        return gettext("Cannot tell yet who agrees on %s") % name
    if page.voices.groups:
        return page.voices.sentence.rstrip(".")
    taking = page.voices.people
    return opening(f"{spelled(taking)} of {spelled(page.people)} take a side on {name}")


def basis(page: FromPosts) -> str:
    """What was read."""
    told = f"{counted(page.posts, 'post')} of {counted(page.people, 'person', 'people')}"
    told += f" and {counted(page.answers, 'direct answer')} to them" if page.answers else ""
    left = f" {counted(page.left_out, 'older post')} left out." if page.left_out else ""
    return f"{told} were read, private messages never.{left}"
