from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import RichTextField
from wagtail.models import Page


class RecordIndexPage(RoutablePageMixin, Page):
    """A public list of one kind of record; the subclass says which."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    record_type: ClassVar[str]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["news.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1

    class Meta:
        abstract = True


class PartnershipIndexPage(RecordIndexPage):
    record_type = "partnership"

    class Meta:
        verbose_name = _("list of partnerships")


class EventIndexPage(RecordIndexPage):
    record_type = "event"

    class Meta:
        verbose_name = _("list of events")


class OrganisationIndexPage(RecordIndexPage):
    record_type = "organisation"

    class Meta:
        verbose_name = _("list of organisations")


class OpportunityIndexPage(RecordIndexPage):
    record_type = "opportunity"

    class Meta:
        verbose_name = _("list of opportunities")
