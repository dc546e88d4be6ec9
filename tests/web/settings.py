"""The site's settings for tests: nothing is written to the folder that they run in."""

import os

os.environ.setdefault("SEENHEARD_SECRET_KEY", "only-for-tests-" * 4)
os.environ["SEENHEARD_DEMO"] = "1"

from seenheard.web.config.settings import *  # noqa: F403
from seenheard.web.config.settings import DATABASES, MIDDLEWARE, STORAGES

MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# A slow hash guards passwords; tests make hundreds of them.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
