"""The one Django app."""

from django.apps import AppConfig


class TwoEars(AppConfig):
    name = "twoears"
    label = "twoears"
    verbose_name = "Two Ears"
    default_auto_field = "django.db.models.BigAutoField"
