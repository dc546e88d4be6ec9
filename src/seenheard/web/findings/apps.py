"""The findings app."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """What someone must look at: Today, queues, findings, duties."""

    name = "seenheard.web.findings"
    label = "findings"
    default_auto_field = "django.db.models.BigAutoField"
