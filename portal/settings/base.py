"""What is the same wherever Liaison runs. Each value that an installation may change is read from the environment."""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from portal import embedded

from .environment import database, env

BASE_DIR = Path(__file__).resolve().parents[2]
# Everything that a trial installation keeps: database, files, secrets.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()

DEBUG = False
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")

# --- Applications

INSTALLED_APPS = [
    "portal.imports.apps.ImportsConfig",
    "portal.news.apps.NewsConfig",
    "partnerships.pages.apps.PagesConfig",
    "partnerships.apps.PartnershipsConfig",
    "portal.apps.PortalConfig",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "csp",
    # Listed so that its documentation page serves its own scripts instead of loading them from another host.
    "ninja",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    # Before staticfiles: runserver then serves static files the way production does.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "portal.health.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A front page with its map is 96 kB, and 27 compressed; static files are compressed ahead by WhiteNoise.
    "django.middleware.gzip.GZipMiddleware",
    "portal.security.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# --- Data

if database_url := env.str("DATABASE_URL", default=""):
    DATABASES = {"default": database(database_url)}
else:
    DATABASES = {"default": embedded.database(VAR_DIR / "postgres")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if cache_url := env.str("CACHE_URL", default=""):
    CACHES = {"default": env.cache_url_config(cache_url)}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
# True when no web server or object store in front of us does it.
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=False)

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static-collected"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Request bodies; files go to disk beyond the memory limit, what a file may weigh is the import desk's decision.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A review form with its suggestions, and Wagtail's editor with its inline rows, need more than Django's 1000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_NUMBER_FILES = 5_000

# --- Language and time

# Addresses of this language bear no prefix; the others stand below /nl/, /he/ and so on.
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
LANGUAGES = [
    ("en", "English"),
    ("nl", "Nederlands"),
    ("ru", "Русский"),
    ("zh-hans", "简体中文"),
    ("he", "עברית"),
]
if LANGUAGE_CODE not in dict(LANGUAGES):
    raise ImproperlyConfigured(f"LANGUAGE_CODE is {LANGUAGE_CODE}; it must be one of {', '.join(dict(LANGUAGES))}.")
USE_I18N = True
FORMAT_MODULE_PATH = ["portal.formats"]
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
LOCALE_PATHS = [BASE_DIR / "locale"]

# --- People

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# A mail server that does not answer must not hold up a worker.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=30)
# The hour of the site's day from which the digest mails of the day are sent.
REMINDERS_HOUR = env.int("REMINDERS_HOUR", default=7)
# Expressions of interest: how long they are kept, when they should be answered, how many one sender may send in an hour.
INTEREST_KEPT_DAYS = env.int("INTEREST_KEPT_DAYS", default=180)
INTEREST_ANSWER_DAYS = env.int("INTEREST_ANSWER_DAYS", default=10)
INTEREST_PER_HOUR = env.int("INTEREST_PER_HOUR", default=5)
INTEREST_FILE_BYTES = env.int("INTEREST_FILE_BYTES", default=5 * 1024 * 1024)
# Whether a proxy before us sets X-Forwarded-For, whose last address is then the visitor's.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="liaison@localhost")

# --- Wagtail

WAGTAIL_SITE_NAME = "Liaison"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
# Those in which the project has its own words; in others the admin would be half in English.
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# A translation begins as a draft: else the untranslated text would be public at once, whoever began it.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# Nothing is loaded from another host: no avatars, no look for updates.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "eml", "html", "json", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
TAGGIT_CASE_INSENSITIVE = True

# --- Security

# Wagtail shows previews in a frame of its own.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
# Parts of Wagtail's admin write inline scripts and styles. Without a nonce, as that would switch 'unsafe-inline' off.
ADMIN_CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY["DIRECTIVES"] | {
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
}

# --- Background work: PostgreSQL holds what is to be done, a message only wakes a worker

EMBEDDED_BROKER_DIR: Path | None
if broker_url := env.str("BROKER_URL", default=""):
    EMBEDDED_BROKER_DIR, CELERY_BROKER_URL = None, broker_url
else:
    EMBEDDED_BROKER_DIR = VAR_DIR / "valkey"
    CELERY_BROKER_URL = embedded.broker_url(EMBEDDED_BROKER_DIR)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, int] = {}
if CELERY_BROKER_URL.startswith(("redis", "valkey")):
    # A frozen broker may hold up a request for a second, not for ever, and a dead one not at all; the sweep rings again.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "max_retries": 0,
        "socket_timeout": 1,
        "socket_connect_timeout": 1,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
    }
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "UTC"

STALE_SECONDS = 5400
"""With no worker, messages must not pile up for ever. They bear the time of beat's host: with another host's clock an hour off, none
may look stale at once."""
SWEEP_SECONDS = 2
FEED_SECONDS = 60
TIDY_SECONDS = 3600
REGISTER_SECONDS = 600
SCHEDULE_SECONDS = 60
PERSONAL_DATA_SECONDS = 6 * 3600
ACTS_SECONDS = 10
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "portal.imports.tasks.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": STALE_SECONDS},
    },
    "feeds": {"task": "portal.imports.tasks.poll_feeds", "schedule": FEED_SECONDS, "options": {"expires": STALE_SECONDS}},
    "schedule": {
        "task": "portal.news.tasks.publish_scheduled",
        "schedule": SCHEDULE_SECONDS,
        "options": {"expires": SCHEDULE_SECONDS},
    },
    "terms": {
        "task": "partnerships.tasks.close_terms",
        "schedule": REGISTER_SECONDS,
        "options": {"expires": STALE_SECONDS},
    },
    "reminders": {"task": "partnerships.tasks.remind", "schedule": REGISTER_SECONDS, "options": {"expires": STALE_SECONDS}},
    "interest": {
        "task": "partnerships.tasks.tell_of_interest",
        "schedule": REGISTER_SECONDS,
        "options": {"expires": STALE_SECONDS},
    },
    "acts": {"task": "partnerships.tasks.act_on_many", "schedule": ACTS_SECONDS, "options": {"expires": STALE_SECONDS}},
    "personal data": {
        "task": "partnerships.tasks.delete_personal_data",
        "schedule": PERSONAL_DATA_SECONDS,
        "options": {"expires": PERSONAL_DATA_SECONDS},
    },
    "tidy": {"task": "portal.imports.tasks.tidy", "schedule": TIDY_SECONDS, "options": {"expires": STALE_SECONDS}},
}

# --- A second reader of articles, asked over the chat-completions interface; none without an address

SECOND_READER_URL = env.str("SECOND_READER_URL", default="")
SECOND_READER_KEY = env.str("SECOND_READER_KEY", default="")
SECOND_READER_MODEL = env.str("SECOND_READER_MODEL", default="")
SECOND_READER_SECONDS = env.float("SECOND_READER_SECONDS", default=30.0)
SECOND_READER_CHARACTERS = env.int("SECOND_READER_CHARACTERS", default=20_000)
SECOND_READER_ANSWER_TOKENS = env.int("SECOND_READER_ANSWER_TOKENS", default=4_000)
SECOND_READER_TOKENS_PER_DAY = env.int("SECOND_READER_TOKENS_PER_DAY", default=1_000_000)

# --- Imports

# Hosts from which imports may fetch ("example.org", ".example.org" with all below it), or "public" for any public one.
IMPORT_FETCH_HOSTS = env.list("IMPORT_FETCH_HOSTS", default=[])

# --- Logs

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "portal": {"level": "INFO"},
        "partnerships": {"level": "INFO"},
        "celery": {"level": "INFO"},
        # Anybody can send any name; it is answered with 400, and not worth a traceback.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # A line for each message that is sent, received and done; and the sweep rings all day.
        **{f"celery.{name}": {"level": "WARNING"} for name in ("beat", "app.trace", "worker.strategy")},
    },
}
