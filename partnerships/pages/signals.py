"""When a list page is published, withdrawn, renamed, moved or deleted, the addresses of all its records change."""

from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from partnerships.addresses import forget_indexes

for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    signal.connect(forget_indexes, dispatch_uid="partnerships.pages.addresses")
post_delete.connect(forget_indexes, sender="wagtailcore.Page", dispatch_uid="partnerships.pages.addresses")
