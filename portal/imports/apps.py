from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "portal.imports"
    label = "imports"
    verbose_name = _("Import desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models, which they read, are there only now.
        from portal.imports import (
            checks,  # noqa: F401 - registers itself
            removal,
        )

        removal.connect()
