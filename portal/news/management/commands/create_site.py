from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils.html import format_html
from wagtail.models import Page, Site, Workflow, WorkflowContentType

from partnerships.models import Event, Opportunity, Organisation, Partnership
from partnerships.pages.models import EventIndexPage, OpportunityIndexPage, OrganisationIndexPage, PartnershipIndexPage
from portal.news.models import HomePage, NewsIndexPage
from portal.news.roles import UnknownPermissionError, set_roles

# Any number that no other part of the project takes for its own lock.
LOCK = 4_812_207

HOME_INTRODUCTION = (
    "Who works with whom, on what, since when, and how we know: partnerships across borders, each with its sources."
)
# In the order of the menu.
LISTS: tuple[tuple[type[Page], str, str, str], ...] = (
    (PartnershipIndexPage, "partnerships", "Partnerships", "What organisations have agreed to do together, and how it stands."),
    (EventIndexPage, "events", "Events", "Visits, missions, forums and signings: who met whom, where and when."),
    (OrganisationIndexPage, "organisations", "Organisations", "The bodies that take part, with their partnerships."),
    (OpportunityIndexPage, "opportunities", "Opportunities", "Offers and requests that can be taken up now."),
    (NewsIndexPage, "news", "News", "What has been published about all of it, with its source."),
)


class Command(BaseCommand):
    help = (
        "Makes the pages that the portal stands on (home, news, the lists of the register), the groups and the workflow. "
        "Safe at each start: what is there stays as it is. A list that is not wanted is unpublished, not deleted: "
        "a deleted one is made again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reset-roles", action="store_true", help="give the project's groups exactly what docs/roles.md says"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            # Two hosts may start at the same moment.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            home, is_new = self._home()
            made = [title for model, slug, title, text in LISTS if self._made(home, model, slug, title, text)]
            if is_new or options["reset_roles"]:
                self._set_roles()
            if is_new:
                _moderate_records()
        if made and options["verbosity"]:
            self.stdout.write(f"Made: {', '.join(made)}.")

    def _home(self) -> tuple[HomePage, bool]:
        """The home page of the default site, and whether it has just been made."""
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        if site and isinstance(site.root_page.specific, HomePage):
            return site.root_page.specific, False
        if site and not _is_welcome_page(site.root_page):
            raise CommandError(
                f"The default site shows “{site.root_page}”, which is not a home page of Liaison; "
                "choose one under Settings, Sites, or remove that site."
            )
        home = Page.get_first_root_node().add_child(
            instance=HomePage(title="Liaison", slug="liaison", introduction=format_html("<p>{}</p>", HOME_INTRODUCTION))
        )
        _serve(home, site)
        return home, True

    def _made(self, home: HomePage, model: type[Page], slug: str, title: str, text: str) -> bool:
        if model.objects.exists():
            return False
        introduction = format_html("<p>{}</p>", text)
        home.add_child(instance=model(title=title, slug=slug, introduction=introduction, show_in_menus=True))
        return True

    def _set_roles(self) -> None:
        try:
            set_roles()
        except UnknownPermissionError as error:
            raise CommandError(str(error)) from error


def _is_welcome_page(page: Page) -> bool:
    """Whether it is the page that Wagtail's migrations make, as it was made."""
    return page.specific_class is Page and page.is_leaf()


def _serve(home: HomePage, site: Site | None) -> None:
    """Make `home` the default site's root, and remove Wagtail's welcome page that stood there."""
    welcome = site.root_page if site else None
    address = urlsplit(settings.SITE_URL)
    site = site or Site(is_default_site=True)
    site.root_page = home
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.save()
    if welcome:
        welcome.delete()


def _moderate_records() -> None:
    """Records go through the same workflow as pages do: Wagtail's own, the moderators' approval."""
    workflow = Workflow.objects.active().order_by("pk").first()
    if workflow:
        for model in (Partnership, Event, Organisation, Opportunity):
            content_type = ContentType.objects.get_for_model(model)
            WorkflowContentType.objects.get_or_create(content_type=content_type, defaults={"workflow": workflow})
