"""Starts Django: the one place that does, so that the command line needs none of it to say --help."""

from __future__ import annotations

import os

import django
from django.apps import apps


def start() -> None:
    """Make Django ready, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seenheard.web.config.settings")
    if not apps.ready:
        django.setup()
