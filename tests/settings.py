"""The settings of the tests: the real ones, as the role that may become the others."""

import os

os.environ.setdefault("PROSSIMO_TRIAL", "1")
os.environ.setdefault("PROSSIMO_DB_ROLE", "test")
# Playwright runs an event loop in the thread of the tests; our own code has none.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from prossimo_launch.settings import *  # noqa: F403
from prossimo_launch.settings import MIDDLEWARE as REAL_MIDDLEWARE

# Innermost: whatever a view writes on a GET is a fault (the journal is written outside it).
MIDDLEWARE = [*REAL_MIDDLEWARE, "tests.alarms.ReadOnlyGet"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SECOND_FACTOR_REQUIRED = False
PREPARED_COMPARED = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = STATE / "static-of-tests"  # noqa: F405  (whitenoise wants a folder, even empty)
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
