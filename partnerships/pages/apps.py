from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "partnerships.pages"
    label = "pages"
    verbose_name = _("Public lists of the register")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from partnerships.pages import signals  # noqa: F401 - models exist only now
