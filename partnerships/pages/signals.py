"""When a list page is published, withdrawn, renamed, moved or deleted, the addresses of all its records change."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from partnerships.addresses import forget_indexes
from partnerships.pages.serving import forget_sites

for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    signal.connect(forget_indexes, dispatch_uid="partnerships.pages.addresses")
    signal.connect(forget_sites, dispatch_uid="partnerships.pages.sites")
post_delete.connect(forget_indexes, sender="wagtailcore.Page", dispatch_uid="partnerships.pages.addresses")


def _forget_changed(instance: object, **kwargs: object) -> None:
    # A page is saved as what it is, so that no one sender would tell of all.
    if isinstance(instance, Page | Site | PageViewRestriction):
        forget_sites()


for changed in (post_save, post_delete):
    changed.connect(_forget_changed, dispatch_uid="partnerships.pages.sites")
