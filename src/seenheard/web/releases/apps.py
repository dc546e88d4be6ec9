"""The releases app."""

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """Loading one night's result."""

    name = "seenheard.web.releases"
    label = "releases"
    default_auto_field = "django.db.models.BigAutoField"
