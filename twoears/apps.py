"""The one Django app."""

from django.apps import AppConfig


class TwoEars(AppConfig):
    """One app label for all tables: moving a model between folders needs no migration."""

    name = "twoears"
    label = "twoears"
    verbose_name = "Two Ears"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Who has become somebody else stands elsewhere: what hangs on people follows at once."""
        from twoears.conversations.tasks import stand_of
        from twoears.people.joining.tasks import people_changed

        people_changed.connect(lambda people, **_: stand_of(people), weak=False, dispatch_uid="stand")
