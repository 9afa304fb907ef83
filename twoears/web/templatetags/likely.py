"""The components of the page of those who may be one person."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from twoears.lib.counts import roughly
from twoears.people.unsure.showing import Sign
from twoears.web.templatetags.twoears import decided

register = template.Library()
_FULL = 96  # units of a bar


@register.filter
def of_hundred(probability: float) -> str:
    """A probability as a count of a hundred, as exact as it tells two apart near its ends.

    >>> of_hundred(0.973), of_hundred(0.9987), of_hundred(0.5)
    ('97 of 100', '998 of 1,000', '50 of 100')
    """
    if probability <= 0.99:
        return f"{int(round(probability * 100, 6))} of 100"
    return f"{min(int(probability * 1000), 999)} of 1,000"


@register.filter
def weighs(sign: Sign) -> str:
    """How much a sign weighs, in words.

    >>> weighs(Sign(text="", bits=6.0, times=64.0, part=1.0)), weighs(Sign(text="", bits=-0.1, times=1.07, part=0.1))
    ('64 times as likely', 'hardly tells')
    """
    if sign.times < 1.2:
        return "hardly tells"
    return f"{roughly(sign.times)} times as likely" if sign.times <= 1e6 else "over a million times as likely"


@register.simple_tag
def weight_bar(sign: Sign) -> SafeString:
    """The weight as a bar, beside the words that say it."""
    return format_html(
        '<svg class="weight" width="{}" height="8" viewBox="0 0 {} 8" aria-hidden="true">'
        '<rect class="k-track" width="{}" height="8" rx="2"/><rect class="{}" width="{}" height="8" rx="2"/></svg>',
        _FULL,
        _FULL,
        _FULL,
        "k-ear" if sign.bits >= 0 else "k-mouth",
        round(max(sign.part * _FULL, 2.0), 1),
    )


@register.simple_tag
def differs(text: str, spans: tuple[tuple[int, int], ...]) -> SafeString:
    """What one of two says, with what the other does not say marked."""
    return decided(text, spans)
