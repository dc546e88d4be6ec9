"""The tasks app."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Background work."""

    name = "seenheard.web.tasks"
    label = "seenheard_tasks"
    default_auto_field = "django.db.models.BigAutoField"
