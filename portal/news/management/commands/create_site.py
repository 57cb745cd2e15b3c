from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import Locale, Page, Site, Workflow, WorkflowContentType

from partnerships.models import Event, Opportunity, Organisation, Partnership
from partnerships.pages.models import EventIndexPage, OpportunityIndexPage, OrganisationIndexPage, PartnershipIndexPage
from portal.news.models import HomePage, NewsIndexPage
from portal.news.roles import UnknownPermissionError, set_roles

# Any number that no other part of the project takes for its own lock.
LOCK = 4_812_207

HOME_INTRODUCTION = _(
    "Who works with whom, on what, since when, and how we know: partnerships across borders, each with its sources."
)
# In the order of the menu.
LISTS: tuple[tuple[type[Page], str, Any, Any], ...] = (
    (
        PartnershipIndexPage,
        "partnerships",
        _("Partnerships"),
        _("What organisations have agreed to do together, and how it stands."),
    ),
    (EventIndexPage, "events", _("Events"), _("Visits, missions, forums and signings: who met whom, where and when.")),
    (OrganisationIndexPage, "organisations", _("Organisations"), _("The bodies that take part, with their partnerships.")),
    (OpportunityIndexPage, "opportunities", _("Opportunities"), _("Offers and requests, and until when they stand.")),
    (NewsIndexPage, "news", _("News"), _("What has been published about all of it, with its source.")),
)


class Command(BaseCommand):
    help = (
        "Makes the pages that the portal stands on (home, news, the lists of the register), the groups and the workflow. "
        "Safe at each start: what is there stays as it is. A list that is not wanted is unpublished, not deleted: "
        "a deleted one is made again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--language",
            action="append",
            dest="languages",
            choices=list(dict(settings.LANGUAGES)),
            help="make the pages in this language only (may be repeated); without it in every language of the interface",
        )
        parser.add_argument(
            "--reset-roles", action="store_true", help="give the project's groups exactly what docs/roles.md says"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            # Two hosts may start at the same moment.
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            home, is_new = self._home()
            with override(settings.LANGUAGE_CODE):
                made = [str(title) for model, slug, title, text in LISTS if self._made(home, model, slug, title, text)]
            for code in options["languages"] or dict(settings.LANGUAGES):
                _translate(home, code)
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
            _check_language(site.root_page)
            return site.root_page.specific, False
        if site and not _is_welcome_page(site.root_page):
            raise CommandError(
                f"The default site shows “{site.root_page}”, which is not a home page of Liaison; "
                "choose one under Settings, Sites, or remove that site."
            )
        with override(settings.LANGUAGE_CODE):
            introduction = _paragraph(HOME_INTRODUCTION)
        home = Page.get_first_root_node().add_child(
            instance=HomePage(title="Liaison", slug="liaison", introduction=introduction, locale=Locale.get_default())
        )
        _serve(home, site)
        return home, True

    def _made(self, home: HomePage, model: type[Page], slug: str, title: str, text: str) -> bool:
        if model.objects.filter(locale=home.locale).exists():
            return False
        page = model(title=title, slug=slug, introduction=_paragraph(text), show_in_menus=True, locale=home.locale)
        home.add_child(instance=page)
        return True

    def _set_roles(self) -> None:
        try:
            set_roles()
        except UnknownPermissionError as error:
            raise CommandError(str(error)) from error


def _paragraph(text: object) -> str:
    return format_html("<p>{}</p>", text)


def _translate(home: HomePage, code: str) -> None:
    """Make the front page and the lists in this language as far as they are missing, as the catalogue words them.

    They are pages like all others: what editors make of them stays. Articles are not copied, each list shows all of them.
    """
    locale, _is_new = Locale.objects.get_or_create(language_code=code)
    if locale == home.locale:
        return
    front = HomePage.objects.filter(locale=locale, translation_key=home.translation_key).first()
    if front is None:
        front = _copied(home, Page.get_first_root_node(), locale, f"{home.slug}-{code}", home.title, HOME_INTRODUCTION)
    for model, _slug, title, text in LISTS:
        original = model.objects.child_of(home).first()
        if original and not model.objects.filter(locale=locale).exists():
            _copied(original, front, locale, original.slug, title, text)


def _copied(original: Page, parent: Page, locale: Locale, slug: str, title: object, text: object) -> Page:
    with override(locale.language_code):
        page = type(original)(
            title=str(title),
            slug=slug,
            introduction=_paragraph(text),
            show_in_menus=original.show_in_menus,
            live=original.live,
            locale=locale,
            translation_key=original.translation_key,
        )
    return parent.add_child(instance=page)


def _check_language(home: Page) -> None:
    """The site's root page is in its own language, whose addresses bear no prefix."""
    made_in = home.locale.language_code
    if made_in != settings.LANGUAGE_CODE:
        raise CommandError(
            f"LANGUAGE_CODE is {settings.LANGUAGE_CODE}, but the pages of this site were made with {made_in} as its own language, "
            f"and imported articles stand there. Set LANGUAGE_CODE={made_in} again; the language can only be chosen before the first start."
        )


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
