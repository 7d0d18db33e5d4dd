"""The one settings file. Everything that differs between installations is an environment variable:

WORTLAUT_HOME   folder of the whole installation: database, secret key, uploads (else var/)
DATABASE_URL    a PostgreSQL address; without it SQLite in WORTLAUT_HOME
WORTLAUT_URL    the address people type, when it is not http://127.0.0.1:8000. With https:// in front of it a
                proxy does the TLS, and this alone turns on: the redirect from http, HSTS, cookies that travel
                by TLS only, and trust in what the proxy says of its client (X-Forwarded-Proto and -For)
WORTLAUT_IDLE_HOURS  after how many hours without a request a session ends (else 12: a working day; signing in
                again is needed after two weeks in any case)
WORTLAUT_DEBUG  "1" while developing, never where others can reach the server
"""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("WORTLAUT_HOME") or BASE_DIR / "var").resolve()
URL = os.environ.get("WORTLAUT_URL", "")
_url = urlsplit(URL)
if URL and not (_url.scheme in ("http", "https") and _url.hostname):
    raise ImproperlyConfigured("WORTLAUT_URL is an address such as https://wortlaut.example")
HTTPS = _url.scheme == "https"
DEBUG = os.environ.get("WORTLAUT_DEBUG") == "1"


def secret_key(path: Path) -> str:
    """The installation's own key, made at the first start and readable by its owner only (mode 0600)."""
    try:
        return path.read_text()
    except FileNotFoundError:
        # The texts are nobody else's business on a shared machine.
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was quicker
        return path.read_text()
    key = secrets.token_urlsafe(50)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(key)
    except OSError:  # a full disk must not leave an empty key behind
        path.unlink()
        raise
    return key


# Nobody waits longer than about five seconds for a lock, or for a server that is not there; the address may
# say otherwise (?connect_timeout=10). Milliseconds, but for the first.
# random_page_cost: databases live on SSDs today; by the default of 4 a search reads every text's index row (6
# ms for 2,000 articles instead of 1). jit: compiling takes longer than any query of a page.
POSTGRESQL_OPTIONS = "-c lock_timeout=5000 -c random_page_cost=1.1 -c jit=off"
POSTGRESQL_PATIENCE = {"connect_timeout": 3, "tcp_user_timeout": 5000, "options": POSTGRESQL_OPTIONS}


def database() -> dict[str, Any]:
    """PostgreSQL by DATABASE_URL, else SQLite: WAL so that reading never waits for writing, FULL so that
    an acknowledged write survives a power cut, IMMEDIATE so that a transaction never fails half-way."""
    if os.environ.get("DATABASE_URL"):
        found: dict[str, Any] = {**dj_database_url.config(conn_max_age=60, conn_health_checks=True)}
        return {**found, "OPTIONS": {**POSTGRESQL_PATIENCE, **found.get("OPTIONS", {})}}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "wortlaut.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 5,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
        },
        "TEST": {"NAME": HOME / "test.sqlite3"},
    }


SECRET_KEY = secret_key(HOME / "secret_key")
# This machine's own names stay allowed: a container's health check and a tunnel use them.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, [_url.hostname])]
CSRF_TRUSTED_ORIGINS = [f"{_url.scheme}://{_url.netloc}"] if URL else []

WINGS = ("newsreader", "annotations")  # the apps that hold the work; all others serve the installation
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "newsreader.staticfiles.StaticFiles",
    "django_htmx",
    "csp",
    "axes",
    "django_tasks",
    "django_tasks_db",
    *WINGS,
]

MIDDLEWARE = [
    "newsreader.health.healthz",
    "django.middleware.security.SecurityMiddleware",
    "newsreader.headers.isolated",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Below those that set headers: static files carry them too.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsreader.soundness.no_nul_in_cookies",
    "newsreader.compression.QuickGZip",  # below WhiteNoise, whose files are compressed already
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newsreader.sessions.end_when_idle",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "newsreader.limits.limited_body",  # above what reads bodies, below what its page needs
    "newsreader.seats.one_for_readers",
]

# Long work waits in the database for the worker (newsreader/background).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

ROOT_URLCONF = "newsreader.urls"
WSGI_APPLICATION = "newsreader.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "newsreader.context.chrome",
            ],
        },
    },
]

DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "newsreader.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Guessing (guessing.py): the tenth wrong password in a row for one name from one address locks this pair out
# for a quarter of an hour. `manage.py axes_reset` lets everybody in again.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# Who goes on trying meanwhile writes nothing and waits no longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_USERNAME_CALLABLE = "newsreader.guessing.digest"
AXES_CLIENT_IP_CALLABLE = "newsreader.guessing.client_address"
AXES_CLIENT_STR_CALLABLE = "newsreader.guessing.log_name"

# Sessions end (sessions.py): two weeks after signing in, and sooner when nobody comes by.
SESSION_ENGINE = "newsreader.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_IDLE_SECONDS = round(float(os.environ.get("WORTLAUT_IDLE_HOURS") or 12) * 3600)

# What a page says after a redirect; a cookie, because the page after it is a GET and must not write.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

LANGUAGES = [("de", _("German")), ("en", _("English"))]
# What commands speak, and pages for whoever's browser asks for neither: English on an English machine.
_locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
LANGUAGE_CODE = "en" if _locale.startswith("en") else "de"
USE_I18N = True
FORMAT_MODULE_PATH = "newsreader.formats"
USE_TZ = True
TIME_ZONE = os.environ.get("TZ") or "Europe/Berlin"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "newsreader.staticfiles.HashedStorage"},
}
# No other site needs our files.
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = HOME / "uploads"
# A folder for each project whose texts something was trained on, by its slug.
WEIGHTS_ROOT = HOME / "weights"

MB = 1024 * 1024
# How large a request may be (limits.py). A view that takes files has @body_limit(settings.IMPORT_MAX_BYTES);
# its own form decides what one file and what a zip may hold once unpacked.
REQUEST_MAX_BYTES = 5 * MB // 2
IMPORT_MAX_BYTES = 200 * MB
# The fields of a form, without files: an article text of a million characters (importing/decode.py), pasted
# as multipart/form-data, takes four bytes a character at most.
DATA_UPLOAD_MAX_MEMORY_SIZE = 9 * MB // 2
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 2_000
# Larger files wait on the disk, where only this server reads them.
FILE_UPLOAD_MAX_MEMORY_SIZE = MB
FILE_UPLOAD_PERMISSIONS = 0o600

# TLS ends at a proxy, which alone knows how the client came. Its word is taken for every request, because
# the server listens on loopback or in a container's own network, where nobody else speaks to it. Who does
# could only skip the redirect for themselves, and be taken for another address when guessing passwords.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_SSL_HOST = _url.netloc or None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# What other hosts below this name do is not ours to decide, and so is the browsers' preload list.
# The form answers who guesses, not axes' middleware.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "axes.W002"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
# With this prefix a browser takes the cookie from this very host only, and not from one below the same name.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"

# Nothing but our own files: a text that came in with markup could run nothing, even where escaping failed.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"  # for browsers that do not know frame-ancestors
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Devices that no page asks for. The clipboard is not among them: a quote is copied with its citation.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "idle-detection",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
# No query string, text or name is logged: Django's own request log names paths only, and logs.py keeps what
# an exception says out.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "newsreader.logs.DiscreetFormatter", "format": LOG_FORMAT}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
