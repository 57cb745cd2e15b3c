from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    label = "partnerships"
    verbose_name = _("Register")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only now.
        from partnerships.models import facetsignals
        from partnerships.vocabulary import load_vocabulary

        facetsignals.connect()
        post_migrate.connect(load_vocabulary, sender=self, dispatch_uid="partnerships.load_vocabulary")
