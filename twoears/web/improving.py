"""What was done to an improvement, in words."""

from django.utils.translation import gettext, ngettext

from twoears.conversations.criticism.pages.showing import ChangeShown


def as_improved(one: ChangeShown) -> str:
    """A change as a sentence without its subject."""
    n = int(one.now if one.what == "tie" else one.was) if one.what in ("tie", "off") else 0
    said = {
        "make": gettext("begun"),
        "describe": gettext("described anew"),
        "own": gettext("given to %s") % one.now if one.now else gettext("taken from %s") % one.was,
        "decide": gettext("decided"),
        "decline": gettext("declined"),
        "done": gettext("done"),
        "tie": ngettext("%d post tied to it", "%d posts tied to it", n) % n,
        "off": ngettext("%d post taken off", "%d posts taken off", n) % n,
    }
    return said.get(one.what, one.what)
