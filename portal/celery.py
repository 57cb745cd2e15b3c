"""The Celery application of the site: `celery -A portal worker`, `celery -A portal beat`."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init
from django.conf import settings

from portal import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_logging(**_: Any) -> None:
    """Leaves the logs as the settings have them; by default a worker would set up its own."""


@worker_init.connect
@beat_init.connect
def start_embedded_servers(**_: Any) -> None:
    """A worker or beat that runs alone brings the embedded servers with it, and they stay until it ends."""
    if settings.EMBEDDED_BROKER_DIR:
        embedded.valkey_in(settings.EMBEDDED_BROKER_DIR).ensure()
    if cluster := settings.DATABASES["default"].get("CLUSTER"):
        embedded.postgres_in(**cluster).ensure()
