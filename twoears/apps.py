"""The one Django app."""

from django.apps import AppConfig


class TwoEars(AppConfig):
    """One app label for all tables: moving a model between folders needs no migration."""

    name = "twoears"
    label = "twoears"
    verbose_name = "Two Ears"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Who has become somebody else stands elsewhere, who is forgotten nowhere: what hangs on people follows."""
        from twoears.conversations.tasks import stand_of
        from twoears.people.actions import people_forgotten
        from twoears.people.joining.tasks import people_changed
        from twoears.reach.wanted.actions import unname

        people_changed.connect(lambda people, **_: stand_of(people), weak=False, dispatch_uid="stand")
        people_forgotten.connect(lambda actors, **_: unname(actors=actors), weak=False, dispatch_uid="unname")
