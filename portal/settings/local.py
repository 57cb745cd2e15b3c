"""A trial or a developer's machine: needs no setting at all. DEBUG=1 shows Django's error pages."""

import warnings

from celery.exceptions import SecurityWarning

from .base import *  # noqa: F403 - settings build on each other
from .base import STORAGES, VAR_DIR, env
from .environment import kept_secret

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(VAR_DIR / "secret_key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=True)

# Static files straight from the sources, so that nothing has to be collected.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
warnings.filterwarnings("ignore", message="No directory at", category=UserWarning)

# A trial as root, in a container or on a rented machine, is nothing to be scolded for six lines long.
warnings.filterwarnings("ignore", category=SecurityWarning)
