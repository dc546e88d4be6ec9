"""The site's settings. What a force changes comes from the environment:

SEENHEARD_DATABASE_URL  where the database is (default sqlite:///seenheard.sqlite3)
SEENHEARD_SECRET_KEY    signs sessions and cuts of the trail (default: made once, kept beside the database)
SEENHEARD_OLD_KEYS      keys of before, with commas: what they signed still counts
SEENHEARD_HOSTS         names that the site answers to, with commas (default: this machine only)
SEENHEARD_PRODUCTION    1 where real records are: the site refuses to start with anything left at a default
SEENHEARD_HTTPS         1 when it is served over HTTPS: secure cookies, HSTS
SEENHEARD_NARROW_BY_TEAM  1 when names are for their own team only, but for roles that see all teams
SEENHEARD_ARRANGEMENTS  the file of what the force settles about its day's work (findings/arrangements.py lists it)
SEENHEARD_FORCE         what reports of audits call the force
SEENHEARD_REPORT_TEMPLATE  the force's own Word template for them (docs/how-to/run-an-audit.md)
SEENHEARD_ASK_REASON    1 when everybody says why before they open the page of a person or a case
SEENHEARD_KEEP_TRAIL_DAYS, SEENHEARD_KEEP_RELEASES_DAYS, SEENHEARD_KEEP_ACCESS_DAYS
                        how long each is kept (default: for ever)
SEENHEARD_OIDC_ISSUER   the force's directory for single sign-on, with SEENHEARD_OIDC_CLIENT and SEENHEARD_OIDC_SECRET
SEENHEARD_OIDC_CLAIM    the claim that is the account's name (default preferred_username)
SEENHEARD_MAIL_URL      where digests leave by (config/mail.py; default: files in a folder beside the database)
SEENHEARD_MAIL_FROM     whom they are from
SEENHEARD_ADDRESS       the site's own address, for what is read elsewhere (default http://localhost:8000)
SEENHEARD_DEMO          1 for the demonstration: a synthetic force, accounts with a published password
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from seenheard.web.config.database import DEFAULT_URL, beside, database
from seenheard.web.config.directory import directory
from seenheard.web.config.keeping import keeping
from seenheard.web.config.keys import secret
from seenheard.web.config.mail import mail
from seenheard.web.config.production import check_production

WEB = Path(__file__).resolve().parent.parent

PRODUCTION = os.environ.get("SEENHEARD_PRODUCTION") == "1"
if PRODUCTION:
    check_production(os.environ)
DEMO = os.environ.get("SEENHEARD_DEMO") == "1"
HTTPS = os.environ.get("SEENHEARD_HTTPS") == "1"
ARRANGEMENTS = os.environ.get("SEENHEARD_ARRANGEMENTS", "")
# What reports of audits call the force, and the Word template that they are filled into.
FORCE = os.environ.get("SEENHEARD_FORCE") or ("A force that does not exist" if DEMO else "The force")
REPORT_TEMPLATE = os.environ.get("SEENHEARD_REPORT_TEMPLATE", "")
# How long each kind is kept, in days; None keeps it until the force says otherwise (seenheard forget old).
KEEP_TRAIL = keeping("SEENHEARD_KEEP_TRAIL_DAYS", os.environ)
KEEP_RELEASES = keeping("SEENHEARD_KEEP_RELEASES_DAYS", os.environ)
KEEP_ACCESS = keeping("SEENHEARD_KEEP_ACCESS_DAYS", os.environ)
# Whether a reason is typed before the page of a person or a case opens, and for how long urgent access lasts.
ASK_REASON = os.environ.get("SEENHEARD_ASK_REASON") == "1"
URGENT_HOURS = 8
NARROW_BY_TEAM = os.environ.get("SEENHEARD_NARROW_BY_TEAM") == "1"
DEBUG = False

DATABASES = {"default": database(os.environ.get("SEENHEARD_DATABASE_URL") or DEFAULT_URL)}
SECRET_KEY = secret(os.environ.get("SEENHEARD_SECRET_KEY"), beside(DATABASES["default"], "seenheard.secret"))
SECRET_KEY_FALLBACKS = list(filter(None, os.environ.get("SEENHEARD_OLD_KEYS", "").split(",")))
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *filter(None, os.environ.get("SEENHEARD_HOSTS", "").split(",")),
]

APPS = (
    *("accounts", "trail", "releases", "findings", "people", "decisions", "tasks", "api"),
    *("audits", "readings", "reports"),
)
INSTALLED_APPS = [
    *(f"seenheard.web.{app}" for app in APPS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "rules",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "seenheard.web.accounts.sessions.SessionLimits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "seenheard.web.config.urls"
WSGI_APPLICATION = "seenheard.web.config.wsgi.application"

CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "seenheard.web.config.environment.environment",
            "context_processors": ["seenheard.web.config.environment.every_page"],
            "auto_reload": False,
            "loader": ChoiceLoader(
                [
                    FileSystemLoader([WEB / app / "templates" for app in ("config", *APPS)]),
                    PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
                ]
            ),
        },
    },
    # allauth's own messages; every page that we show has a template of ours.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": CONTEXT},
    },
]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
_MAIL = mail(os.environ.get("SEENHEARD_MAIL_URL", ""), beside(DATABASES["default"], "mail"))
EMAIL_BACKEND, EMAIL_FILE_PATH = _MAIL["EMAIL_BACKEND"], _MAIL.get("EMAIL_FILE_PATH")
EMAIL_HOST, EMAIL_PORT = _MAIL.get("EMAIL_HOST", ""), _MAIL.get("EMAIL_PORT", 0)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.get("EMAIL_HOST_USER", ""), _MAIL.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _MAIL.get("EMAIL_USE_SSL", False), _MAIL.get("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = _MAIL.get("EMAIL_TIMEOUT")
MAIL_FROM = os.environ.get("SEENHEARD_MAIL_FROM", "seen-and-heard@localhost")
SITE_ADDRESS = os.environ.get("SEENHEARD_ADDRESS", "http://localhost:8000").rstrip("/")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = WEB / "static" / "collected"
STATICFILES_DIRS = [WEB / "static" / "built"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ROOT = None

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# The National Cyber Security Centre: length and no common password, not odd characters.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "seenheard.web.accounts.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
# Locking out is the work of axes; allauth's own limits on other things stand.
ACCOUNT_RATE_LIMITS = {"login_failed": False, "login": False}
DIRECTORY = directory(os.environ)
SOCIALACCOUNT_PROVIDERS = DIRECTORY.provider if DIRECTORY else {}
SOCIALACCOUNT_ADAPTER = "seenheard.web.accounts.directory.DirectoryAdapter"
SOCIALACCOUNT_ONLY = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # on this machine itself
MFA_TOTP_ISSUER = "Seen and Heard"

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "seenheard.web.accounts.adapter.name_tried"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "seenheard.web.accounts.views.refuse.locked_out"
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]
AXES_VERBOSE = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],  # data: for the picture of an authenticator's secret
        "form-action": [SELF, *([DIRECTORY.origin] if DIRECTORY else [])],  # a form of ours leads to the directory
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "connect-src": [SELF],  # a reading saves itself while it is written
    }
}
CSRF_FAILURE_VIEW = "seenheard.web.accounts.views.refuse.forged"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "seenheard.web.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 60  # idle: each request that comes a minute after the last puts the end off
SESSION_LONGEST = 10 * 60 * 60  # however busy: a shift, and what comes after it
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True

# A force's own network is in no browser's built-in list, so nothing asks to be put there (W021: HSTS preload).
SILENCED_SYSTEM_CHECKS = ["security.W021"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"errors": {"class": "logging.StreamHandler", "level": "WARNING"}},
    "root": {"handlers": ["errors"], "level": "WARNING"},
    # Refused pages are answered in words; they are not faults of the site.
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "ERROR"}},
}
