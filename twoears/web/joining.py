"""Who may join: only those whom an owner added. There is no sign-up page."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """The door that opens from inside only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
