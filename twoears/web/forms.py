"""How the forms of others speak here."""

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy


class SignIn(LoginForm):  # type: ignore[misc]  # allauth brings no types
    """The form at the door, in the words of the house."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = gettext_lazy("Name or mail address")
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].widget.attrs.pop("placeholder", None)
