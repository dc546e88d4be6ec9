"""The api app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """For other programs of the force."""

    name = "seenheard.web.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
