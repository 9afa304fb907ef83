"""The components of the pages of queries, each a tag."""

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from twoears.queries import without
from twoears.queries.shown import Burst, HitShown
from twoears.web import volumes
from twoears.web.views.query_words import burst_in_words

register = template.Library()


@register.simple_tag
def spark(days: tuple[int, ...]) -> SafeString:
    """Thirty days in a line."""
    return mark_safe(volumes.spark(days))  # noqa: S308  our own drawing of numbers


@register.simple_tag
def by_day(days: tuple[tuple[date, int], ...], width: int = 640) -> SafeString:
    """How much was heard, by day or, where there are many, by week and so on."""
    return mark_safe(volumes.by_day(days, width))  # noqa: S308  our own drawing of numbers


@register.filter
def span_of(days: tuple[tuple[date, int], ...]) -> str:
    """What a column of `by_day` stands for."""
    return volumes.span_of(days)


@register.simple_tag
def caret(text: str, at: int, length: int) -> SafeString:
    """A query with the place marked where it stops making sense; nothing beyond the end is marked by a sign."""
    place = text[at : at + length] or "\u2038"
    return format_html('{}<mark class="wrong">{}</mark>{}', text[:at], place, text[at + length :])


@register.filter
def of_author(hit: HitShown) -> str:
    """What leaves out everything that its author says."""
    return without.of_author(hit.handle, hit.author)


@register.filter
def of_site(hit: HitShown) -> str:
    """What leaves out everything on its site."""
    return without.of_site(hit.url)


@register.filter
def burst_words(burst: Burst) -> str:
    """A burst as a sentence."""
    return burst_in_words(burst)
