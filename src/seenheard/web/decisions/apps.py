"""The decisions app."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """What people decide: excuses and link decisions."""

    name = "seenheard.web.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"
