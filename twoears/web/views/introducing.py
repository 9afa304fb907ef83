"""Introductions: leave somebody out, and ask them again."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from twoears.reach.introducing import actions
from twoears.web.doors import deciders_only, member_of, onward


@deciders_only
def spare(request: HttpRequest, actor: int) -> HttpResponse:
    """Nobody asks them."""
    made = actions.spare(member=member_of(request), actor=actor)
    undo = reverse("ask-again", args=[made.pk])
    return onward(request, gettext("Left out of introductions: %s.") % made.actor, reverse("reach"), undo)


@deciders_only
def ask_again(request: HttpRequest, key: int) -> HttpResponse:
    """They may be asked again."""
    made = actions.ask_again(member=member_of(request), key=key)
    undo = reverse("spare", args=[made.actor_id])
    return onward(request, gettext("They may be asked again: %s.") % made.actor, reverse("reach"), undo)
