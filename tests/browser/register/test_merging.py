"""Two records of one organisation in a browser: found, compared, merged, and taken apart again."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from partnerships.models import Organisation, OrganisationIdentifier, Place
from tests.browser.register.office import faults
from tests.site.small_register import SmallRegister


@pytest.fixture
def double(register: SmallRegister) -> Organisation:
    """Turku's harbour once more, under nearly the same name."""
    found = Organisation.objects.create(name="Harbour of Turku Ltd", country=Place.objects.get(code="FI"))
    OrganisationIdentifier.objects.create(organisation=found, scheme="wikidata", value="Q42")
    found.save_revision().publish()
    return Organisation.objects.get(pk=found.pk)


def test_a_merge_and_its_undoing(moderator: Page, live_server: Any, register: SmallRegister, double: Organisation) -> None:
    old = f"{live_server.url}{double.get_absolute_url()}"
    moderator.goto(f"{live_server.url}/admin/register/duplicates/")
    pair = moderator.get_by_role("listitem").filter(has_text="Harbour of Turku Ltd").first
    expect(pair).to_contain_text("The same name")
    pair.get_by_role("link", name="Compare and merge").click()
    expect(moderator.get_by_role("heading", name="What happens")).to_be_visible()
    expect(moderator.get_by_text("Wikidata Q42").first).to_be_visible()
    moderator.get_by_label("Reason").fill("One harbour")
    moderator.get_by_role("button", name="Merge").click()
    expect(moderator.get_by_text("It can be taken back here.")).to_be_visible()
    moderator.goto(old)
    expect(moderator).to_have_url(f"{live_server.url}{register.turku.get_absolute_url()}")
    expect(moderator.get_by_role("link", name="Q42")).to_be_visible()
    moderator.goto(f"{live_server.url}/admin/register/organisations/edit/{double.pk}/")
    moderator.get_by_role("button", name="Take the merge back").click()
    expect(moderator.get_by_text("stands for itself again")).to_be_visible()
    moderator.goto(old)
    expect(moderator.get_by_role("heading", level=1)).to_have_text("Harbour of Turku Ltd")


def test_the_pages_are_for_everyone(moderator: Page, live_server: Any, register: SmallRegister, double: Organisation) -> None:
    merge = f"register/merge/{register.turku.pk}/{double.pk}/"
    pages = ("register/duplicates/", merge, f"register/merge/{double.pk}/", f"register/organisations/edit/{double.pk}/")
    ours = ("duplicate-", "merge-", "act-list", "evidence__", "field-proof")
    assert not faults(moderator, [f"{live_server.url}/admin/{name}" for name in pages], ours)
