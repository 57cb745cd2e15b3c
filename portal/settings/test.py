"""Tests: a PostgreSQL of their own, which may be lost in a power cut, and a broker that nobody listens to."""

import tempfile
import warnings
from pathlib import Path

from portal import embedded

from .base import *  # noqa: F403 - settings build on each other
from .base import STORAGES, VAR_DIR, database_url

SECRET_KEY = "for tests only"  # noqa: S105 - protects nothing
ALLOWED_HOSTS = ["*"]
SERVE_MEDIA = True

if not database_url:
    DATABASES = {"default": embedded.database(VAR_DIR / "test-postgres", durable=False)}

MEDIA_ROOT = Path(tempfile.gettempdir()) / "liaison-test-media"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
warnings.filterwarnings("ignore", message="No directory at", category=UserWarning)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
# Whatever the environment says: a test that needs a second reader starts its own.
SECOND_READER_URL = ""
