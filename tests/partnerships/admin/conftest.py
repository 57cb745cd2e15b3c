from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client

from partnerships.models import Organisation, Partnership, Party, Place, Sector
from portal.news.roles import set_roles


@pytest.fixture
def site(db: None) -> None:
    call_command("create_site", languages=["en"], verbosity=0)


@pytest.fixture
def roles(db: None) -> None:
    set_roles()


@pytest.fixture
def log_in(roles: None) -> Callable[[str], Client]:
    """A browser in which a member of the named group is logged in; "" is a superuser."""

    def open_browser(group: str) -> Client:
        user, _made = get_user_model().objects.get_or_create(username=group or "root", defaults={"is_superuser": not group})
        if group:
            user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        return client

    return open_browser


@pytest.fixture
def editor(log_in: Callable[[str], Client]) -> Client:
    return log_in("Editors")


@pytest.fixture
def moderator(log_in: Callable[[str], Client]) -> Client:
    return log_in("Moderators")


@pytest.fixture
def harbour(db: None) -> Organisation:
    return Organisation.objects.create(name="Port of Lindvik", kind="public-authority", country=Place.objects.get(code="NO"))


@pytest.fixture
def institute(db: None) -> Organisation:
    return Organisation.objects.create(name="Асгардский институт воды", kind="university", country=Place.objects.get(code="KZ"))


@pytest.fixture
def partnership(harbour: Organisation, institute: Organisation) -> Partnership:
    """A public partnership of a Norwegian port and a Kazakh institute on water, signed in April 2019."""
    found = Partnership(title="Clean ballast water", kind="agreement", status="signed", signed="2019-04")
    found.parties = [Party(organisation=harbour, role="lead"), Party(organisation=institute)]
    found.sectors = [Sector.objects.get(code="water")]
    found.save()
    found.save_revision().publish()
    return Partnership.objects.get(pk=found.pk)
