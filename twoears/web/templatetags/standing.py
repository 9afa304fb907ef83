"""The components of stages: how people move between them."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from twoears.people.flows import Flows
from twoears.web import flowing

register = template.Library()


@register.simple_tag
def flow_picture(found: Flows, origin: str, target: str) -> SafeString:
    """How many went from one stage to another, by month."""
    return mark_safe(flowing.flow_of(found, origin, target))  # noqa: S308  our own drawing of numbers
