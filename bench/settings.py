"""The site's settings with Django's admin beside it: only here, to have something to compare queue pages with."""

import os

os.environ.setdefault("SEENHEARD_SECRET_KEY", "only-for-benchmarks-" * 4)

from seenheard.web.config.settings import *  # noqa: F403
from seenheard.web.config.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
# Static files are not what is measured: both are spared looking for them.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ROOT_URLCONF = "bench.admin_urls"
if str(DATABASES["default"]["ENGINE"]).endswith("postgresql"):
    # One connection throughout, so that the CPU of its server process can be told.
    DATABASES["default"]["CONN_MAX_AGE"] = None
