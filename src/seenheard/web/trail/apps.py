"""The trail app."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """Who did and read what: append-only."""

    name = "seenheard.web.trail"
    label = "trail"
    default_auto_field = "django.db.models.BigAutoField"
