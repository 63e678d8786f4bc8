"""All settings, each read from the environment with a default that runs on a laptop."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from vatra.config.environment import given
from vatra.config.mail import mail_settings
from vatra.web.quiet import logging_settings

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(given("VATRA_HOME", str(Path.cwd() / "var")))

DEBUG = given("VATRA_DEBUG") == "1"
HTTPS = given("VATRA_HTTPS") == "1"


def _secret_key() -> str:
    """The key of the environment, else one drawn once and kept beside the database."""
    named = given("VATRA_SECRET_KEY")
    if named:
        return named
    kept = HOME / "secret-key"
    if not kept.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        fd = os.open(kept, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(fd, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return kept.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = given("VATRA_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "lucide",
    "vatra.audit",
    "vatra.places",
    "vatra.access",
    "vatra.register",
    "vatra.people",
    "vatra.assessment",
    "vatra.care",
    "vatra.community",
    "vatra.supervision",
    "vatra.results",
    "vatra.notices",
    "vatra.papers",
    "vatra.releases",
    "vatra.sync",
    "vatra.web",
]

DATABASES = {"default": dj_database_url.parse(given("DATABASE_URL", f"sqlite:///{HOME / 'vatra.sqlite3'}"))}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        # FULL: a receipt must survive the loss of power, so every commit reaches the disk.
        init_command="PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;PRAGMA cache_size=-8000;",
    )
    DATABASES["default"]["CONN_MAX_AGE"] = None  # opening a file anew costs more than most questions
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}

AUTH_USER_MODEL = "access.Worker"
PASSWORD_HASHERS = ["vatra.access.hashing.SmallArgon2"]

LANGUAGE_CODE = "ro"
LANGUAGES = [("ro", _("Romanian")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Bucharest"
USE_TZ = True

# The office pages
TRUSTED_PROXIES = given("VATRA_TRUSTED_PROXIES").split(",")
MIDDLEWARE = [
    "vatra.web.middleware.PageHeaders",  # first: what the next ones answer by themselves carries them too
    "vatra.web.proxies.TrustedProxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vatra.web.middleware.SessionStands",
    "vatra.web.middleware.WorkerLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "vatra.web.context.page",
            ],
        },
    },
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "vatra.web.static_addresses.ContentAddresses"},
}
WHITENOISE_USE_FINDERS = True  # straight from the package: nothing to collect before the first start
WHITENOISE_MAX_AGE = 0 if DEBUG else 30 * 24 * 3600  # addresses carry the digest of their content
LOGIN_URL = "web:sign_in"
LOGIN_REDIRECT_URL = "web:home"
SESSION_COOKIE_NAME = "vatra"
SESSION_COOKIE_AGE = 12 * 3600  # a working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "vatra.web.faults.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # pages send small forms; the API has its own limits
DATA_UPLOAD_MAX_NUMBER_FIELDS = 600
FILE_UPLOAD_HANDLERS = ["vatra.web.no_files.NoFiles"]
LOGGING = logging_settings()
USE_THOUSAND_SEPARATOR = True

ROOT_URLCONF = "vatra.config.urls"
WSGI_APPLICATION = "vatra.config.wsgi.application"
STATIC_URL = "/static/"

POPULATIONS = [Path(path) for path in given("VATRA_POPULATIONS").split(",") if path]
RULEBOOK = given("VATRA_RULEBOOK", "romania")

# Notices: off unless a way out is named
NOTICES_BY_EMAIL = bool(given("VATRA_MAIL"))
NOTICES_SMS_FOLDER = given("VATRA_SMS_FOLDER")
DEFAULT_FROM_EMAIL = given("VATRA_MAIL_FROM", "vatra@localhost")
EMAIL_TIMEOUT = 20
globals().update(mail_settings(given("VATRA_MAIL")))
