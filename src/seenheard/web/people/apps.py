"""The people app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The page of a child, an offender or a case."""

    name = "seenheard.web.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
