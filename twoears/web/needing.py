"""What was done to a code, in words."""

from django.utils.translation import gettext

from twoears.understanding.needs.pages import ChangeShown


def as_changed(one: ChangeShown) -> str:
    """A change as a sentence without its subject."""
    said = {
        "make": gettext("made"),
        "describe": gettext("named %(now)s, before %(was)s") if one.was != one.now else gettext("described anew"),
        "merge": gettext("merged into %(now)s"),
        "split": gettext("split from %(was)s"),
        "retire": gettext("retired"),
        "example": gettext("given an %(now)s") if one.now == "example" else gettext("given a %(now)s"),
    }
    return said.get(one.what, one.what) % {"was": one.was, "now": one.now}
