"""The components of stages and of buying cycles."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from twoears.people.buying.showing import BuyingShown
from twoears.people.flows import Flows
from twoears.web import flowing

register = template.Library()


@register.simple_tag
def flow_picture(found: Flows, origin: str, target: str) -> SafeString:
    """How many went from one stage to another, by month."""
    return mark_safe(flowing.flow_of(found, origin, target))  # noqa: S308  our own drawing of numbers


@register.simple_tag
def buying_strip(shown: BuyingShown) -> SafeString:
    """The chances of the states as one quiet strip."""
    return mark_safe(flowing.strip(shown))  # noqa: S308  our own drawing of numbers


@register.filter
def chance(probability: float | None) -> str:
    """A chance as people read it.

    >>> chance(0.034), chance(0.001), chance(None)
    ('3 %', 'under 1 %', 'cannot tell')
    """
    if probability is None:
        return "cannot tell"
    if probability < 0.01:
        return "under 1 %"
    return "over 99 %" if probability > 0.99 else f"{probability * 100:.0f} %"
