from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.signals import published


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    label = "partnerships"
    verbose_name = _("Register")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only now.
        from partnerships import lifecycle
        from partnerships.models import Partnership, facetsignals
        from partnerships.vocabulary import load_vocabulary

        facetsignals.connect()
        published.connect(lifecycle.keep_published_status, sender=Partnership, dispatch_uid="partnerships.keep_status")
        post_migrate.connect(load_vocabulary, sender=self, dispatch_uid="partnerships.load_vocabulary")
