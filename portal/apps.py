from django.apps import AppConfig

from portal.celery import app as celery_app


class PortalConfig(AppConfig):
    """The site itself: what the database must offer, and whether the parts are in health."""

    name = "portal"
    label = "portal"
    # Tasks of every app are published through this one, in the web process too.
    celery_app = celery_app
