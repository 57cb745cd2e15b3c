"""The pages that the portal stands on, made once and left alone."""

import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from wagtail.models import Page, Site, WorkflowContentType

from partnerships.pages.models import EventIndexPage, PartnershipIndexPage
from portal.news.models import HomePage, NewsIndexPage
from portal.news.roles import ROLES

pytestmark = pytest.mark.django_db

PATHS = ["/partnerships/", "/events/", "/organisations/", "/opportunities/", "/news/"]


def create(**options: bool) -> str:
    out = io.StringIO()
    call_command("create_site", stdout=out, **options)
    return out.getvalue()


def test_a_new_site_answers_everywhere(client: Client) -> None:
    assert create() == "Made: Partnerships, Events, Organisations, Opportunities, News.\n"
    home = Site.objects.get(is_default_site=True).root_page.specific
    assert isinstance(home, HomePage)
    assert [page.url for page in home.get_children().live().in_menu()] == PATHS
    for path in ["/", *PATHS]:
        assert client.get(path).status_code == 200, path
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert set(ROLES) <= set(Group.objects.values_list("name", flat=True))
    assert WorkflowContentType.objects.count() == 4


@override_settings(SITE_URL="https://liaison.example.org")
def test_it_stands_at_its_address() -> None:
    create()
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port, site.site_name) == ("liaison.example.org", 443, "Liaison")


def test_a_second_run_changes_nothing() -> None:
    create()
    home = HomePage.objects.get(locale__language_code="en")
    home.title = "Office of Lindvik"
    home.save_revision().publish()
    EventIndexPage.objects.get(locale__language_code="en").unpublish()
    editors = Group.objects.get(name="Editors")
    editors.permissions.remove(Permission.objects.get(codename="add_event"))
    WorkflowContentType.objects.all().delete()
    before = list(Page.objects.order_by("path").values_list("path", "title", "live"))
    assert create() == ""
    assert list(Page.objects.order_by("path").values_list("path", "title", "live")) == before
    assert not editors.permissions.filter(codename="add_event").exists()
    assert not WorkflowContentType.objects.exists()


def test_what_was_deleted_is_made_again() -> None:
    create()
    PartnershipIndexPage.objects.get(locale__language_code="en").delete()
    assert create() == "Made: Partnerships.\n"
    assert PartnershipIndexPage.objects.get(locale__language_code="en").live


def test_roles_are_reset_only_when_asked() -> None:
    create()
    editors = Group.objects.get(name="Editors")
    editors.permissions.add(Permission.objects.get(codename="delete_event"))
    create(reset_roles=True)
    assert not editors.permissions.filter(codename="delete_event").exists()


def test_a_site_of_something_else_is_left_alone() -> None:
    site = Site.objects.get()
    site.root_page.add_child(instance=Page(title="Somebody's", slug="theirs"))
    with pytest.raises(CommandError, match="is not a home page of Liaison"):
        create()
    assert not NewsIndexPage.objects.exists()


def test_without_any_site(client: Client) -> None:
    Site.objects.all().delete()
    create()
    assert client.get("/").status_code == 200
