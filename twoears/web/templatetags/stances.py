"""The components of the pages of stances."""

from django import template
from django.utils.safestring import SafeString

from twoears.web import stancing
from twoears.web.templatetags.twoears import decided

register = template.Library()


@register.filter
def told_by(by: str) -> str:
    """What told a stance."""
    return stancing.told_by(by)


@register.simple_tag
def deciding(text: str, spans: tuple[tuple[int, int], ...]) -> SafeString:
    """A text around the words that decided, which are marked."""
    return decided(*stancing.cut(text, spans))
