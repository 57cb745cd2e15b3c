from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_save
from django.utils.translation import gettext_lazy as _
from wagtail.signals import published


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    label = "partnerships"
    verbose_name = _("Register")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only now.
        from partnerships import lifecycle, proofs
        from partnerships.models import Event, Opportunity, Organisation, Partnership, facetrow, facetsignals
        from partnerships.vocabulary import load_vocabulary

        facetsignals.connect()
        published.connect(lifecycle.keep_published_status, sender=Partnership, dispatch_uid="partnerships.keep_status")
        for record in (Partnership, Event, Organisation, Opportunity):
            pre_save.connect(proofs.note_public_values, sender=record, dispatch_uid=f"{record.record_type}.values_before")
            published.connect(proofs.mark_edited, sender=record, dispatch_uid=f"{record.record_type}.mark_edited")
        post_migrate.connect(load_vocabulary, sender=self, dispatch_uid="partnerships.load_vocabulary")
        # Comes after the last migration of every app.
        post_migrate.connect(facetrow.fill_empty, sender=self, dispatch_uid="partnerships.fill_empty")
