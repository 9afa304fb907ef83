"""The components of the page of reach."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe

from twoears.reach.rings import Audience
from twoears.web import rings

register = template.Library()


@register.simple_tag
def draw_rings(audiences: Sequence[Audience], whole: str, size: int = rings.WIDE) -> SafeString:
    """Who hears us, ring by ring."""
    return mark_safe(rings.rings(audiences, whole, size))  # noqa: S308  our own drawing of numbers


@register.filter
def each_dot(audiences: Sequence[Audience]) -> int:
    """For how many people a dot stands."""
    return rings.dot_for(sum(sum(one.at) + one.outside for one in audiences))


@register.filter
def steps(number: int) -> str:
    """How many steps, in words."""
    return {1: "one step", 2: "two steps", 3: "three steps"}.get(number, f"{number} steps")
