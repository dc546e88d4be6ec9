"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who signs in, and who may see what."""

    name = "seenheard.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
