"""The reports app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """What comes out of an audit: result, agreement, conclusions and reports."""

    name = "seenheard.web.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
