"""The readings app."""

from django.apps import AppConfig


class ReadingsConfig(AppConfig):
    """Readings of case files, what is referred back, and moderation."""

    name = "seenheard.web.readings"
    label = "readings"
    default_auto_field = "django.db.models.BigAutoField"
