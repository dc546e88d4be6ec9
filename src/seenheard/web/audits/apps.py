"""The audits app."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """Audits: schemes, plans, draws and their case files."""

    name = "seenheard.web.audits"
    label = "audits"
    default_auto_field = "django.db.models.BigAutoField"
