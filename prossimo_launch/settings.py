"""Every setting of Prossimo, in one file, read from the environment and safe by default.

`PROSSIMO_TRIAL=1` (set by `make run` and by the tests) allows the private database and the invented
town; without it the secret key, the hosts and `DATABASE_URL` are required. `PROSSIMO_DEBUG=1` turns
on Django's own debugging pages and nothing else.
"""

import os
from pathlib import Path
from typing import Any

import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from prossimo_launch.cluster import connection_settings
from prossimo_launch.exchange import exchange_settings

ROOT = Path(__file__).resolve().parent.parent


def flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def words(name: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def required(name: str, why: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Manca la variabile {name}: {why}")
    return value


TRIAL = flag("PROSSIMO_TRIAL")
DEBUG = flag("PROSSIMO_DEBUG")
DEMO = TRIAL and flag("PROSSIMO_DEMO")
HTTPS = not TRIAL and not flag("PROSSIMO_INSECURE_HTTP")

SECRET_KEY = (
    os.environ.get("PROSSIMO_SECRET_KEY") or "trial-only-" + "0" * 60
    if TRIAL
    else required("PROSSIMO_SECRET_KEY", "almeno 50 caratteri a caso, tenuti fuori dal codice.")
)
# Earlier secrets: what was signed or sealed before a change still opens.
SECRET_KEY_FALLBACKS = words("PROSSIMO_SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = (
    words("PROSSIMO_ALLOWED_HOSTS") or ["127.0.0.1", "localhost", "[::1]", "testserver"]
    if TRIAL
    else required("PROSSIMO_ALLOWED_HOSTS", "i nomi del sito, separati da virgole.").split(",")
)
CSRF_TRUSTED_ORIGINS = words("PROSSIMO_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "prossimo.web",
    "prossimo.portal",
    "prossimo.observatory",
    "prossimo.cases",
    "prossimo.access",
    "prossimo.catalogue",
    "prossimo.citizens",
    "prossimo.accounts",
    "prossimo.network",
    "prossimo.territory",
    "prossimo.ui",
    "prossimo.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "template_partials",
]

# The order matters: what refuses early stands above what opens the transaction of the request.
MIDDLEWARE = [
    "prossimo.core.middleware.RequestGuard",
    "prossimo.web.health.Health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "prossimo.accounts.middleware.OneTransaction",
    "prossimo.accounts.middleware.LoginRequired",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "prossimo.accounts.middleware.RequiredSecondFactor",
    "prossimo.web.errors.Faults",
]

ROOT_URLCONF = "prossimo.web.urls"
WSGI_APPLICATION = "prossimo_launch.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "prossimo.web.frame.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "prossimo.ui.forms.BootstrapItaliaRenderer"

# --- data -------------------------------------------------------------------------------------

DATABASE_ROLE = os.environ.get("PROSSIMO_DB_ROLE", "app")
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "prossimo.core.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,  # OneTransaction does it, and sets who is asking inside it
        **connection_settings(DATABASE_ROLE),
    }
}
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 2,
    "tcp_user_timeout": 3000,
    "keepalives": 1,
    "keepalives_idle": 30,
    # Statements kept by the server (core.prepared); a pooler that lends a connection for one
    # transaction at a time would look for them on another one.
    "prepare_threshold": None if flag("PROSSIMO_DB_POOLER") else 2,
    **DATABASES["default"].get("OPTIONS", {}),
}
if TRIAL and os.environ.get("PROSSIMO_DB_NAME"):  # another database of the private server
    DATABASES["default"]["NAME"] = os.environ["PROSSIMO_DB_NAME"]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
    }
}
PREPARED_COMPARED = False  # the tests compare each prepared query with the same one written afresh
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATE = Path(os.environ.get("PROSSIMO_HOME") or ROOT / ".prossimo")
SNAPSHOT_ROOT = Path(os.environ.get("PROSSIMO_SNAPSHOTS") or STATE / "snapshots")
# People's documents, encrypted, outside whatever a web server gives away; the keys that close and open
# their keys. Without one of its own the secret key does: the day one is given, both still open.
FILES_ROOT = Path(os.environ.get("PROSSIMO_FILES") or STATE / "files")
FILES_KEY = os.environ.get("PROSSIMO_FILES_KEY", "")
FILES_KEY_FALLBACKS = words("PROSSIMO_FILES_KEY_FALLBACKS")
UPLOAD_MOST_MB = int(os.environ.get("PROSSIMO_UPLOAD_MB", "25"))  # of one file
# Who looks for viruses: `clamd:/run/clamav/clamd.ctl`, `clamd:host:3310`, `command:clamdscan -`; or nobody.
SCANNER = os.environ.get("PROSSIMO_SCANNER", "")
# A request larger than this is refused unread. What is uploaded stays in memory: nothing that is not
# encrypted ever touches the disk.
REQUEST_MOST_BYTES = (2 * UPLOAD_MOST_MB + 1) * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = REQUEST_MOST_BYTES
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Jobs come from the outbox: the row stays as proof, the finished job has no reason to.
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful", "concurrency": 2}

PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

# --- who enters -------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["prossimo.accounts.backends.StaffBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:today"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "prossimo.accounts.adapters.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Prossimo: "
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_FORMS = {"login": "prossimo.accounts.forms.LoginForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = TRIAL
MFA_TOTP_ISSUER = "Prossimo"
MFA_TOTP_TOLERANCE = 1  # telephones whose clock is half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are written by the administrator
MFA_ADAPTER = "prossimo.accounts.adapters.SecondFactorAdapter"
USERSESSIONS_TRACK_ACTIVITY = False
SECOND_FACTOR_REQUIRED = not DEMO

SESSION_ENGINE = "prossimo.accounts.sessions"
SESSION_COOKIE_AGE = 30 * 60  # half an hour without a click closes the session
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "prossimo.accounts.views.entrance.stale_page"
# How many proxies of ours stand in front: the client's address is the one the outermost wrote.
TRUSTED_PROXIES = int(os.environ.get("PROSSIMO_PROXIES", "1" if HTTPS else "0"))

# --- the wire ---------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 63072000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "base-uri": [SELF],
    }
}
EMAIL_BACKEND = os.environ.get(
    "PROSSIMO_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_HOST = os.environ.get("PROSSIMO_EMAIL_HOST", "localhost")
DEFAULT_FROM_EMAIL = os.environ.get("PROSSIMO_EMAIL_FROM", "prossimo@localhost")
EMAIL_TIMEOUT = 10
# Links in messages to citizens and providers begin with this address.
PUBLIC_ADDRESS = os.environ.get("PROSSIMO_PUBLIC_ADDRESS", "http://localhost:8000")
SMS_SENDER = os.environ.get("PROSSIMO_SMS_SENDER", "")  # a Python function (to, text); empty: off
if TRIAL and "PROSSIMO_EMAIL_HOST" not in os.environ:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = STATE / "mail"

# --- the national registries -------------------------------------------------------------------

EXCHANGE = exchange_settings(os.environ)  # empty: off
EXCHANGE_TRACE = STATE / "exchange.jsonl"

# --- words and looks --------------------------------------------------------------------------

LANGUAGE_CODE = "it"
LANGUAGES = [("it", "Italiano"), ("en", "English")]
LOCALE_PATHS = [ROOT / "prossimo" / "locale"]
TIME_ZONE = "Europe/Rome"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
BODY_NAME = os.environ.get("PROSSIMO_BODY_NAME", "")
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("PROSSIMO_STATIC") or STATE / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "prossimo.ui.assets.StaticStorage"},
}
STATICFILES_FINDERS = ["prossimo.ui.assets.OwnAppsFinder", "prossimo.ui.assets.BorrowedFinder"]
DJANGO_TABLES2_TEMPLATE = "ui/table.html"

# --- what the machine says --------------------------------------------------------------------

LOGGING_CONFIG = "prossimo.core.logs.configure"
LOGGING: dict[str, Any] = {"level": os.environ.get("PROSSIMO_LOG_LEVEL", "INFO")}
SILENCED_SYSTEM_CHECKS: list[str] = []
