"""The one Django app."""

from django.apps import AppConfig


class TwoEars(AppConfig):
    """One app label for all tables: moving a model between folders needs no migration."""

    name = "twoears"
    label = "twoears"
    verbose_name = "Two Ears"
    default_auto_field = "django.db.models.BigAutoField"
