"""Pages of the usual families of sites: the article is told from menus, cookies, cards and other articles."""

import pytest

from portal.extraction.extract import extract
from tests.extraction.annotated import body_f1
from tests.extraction.pages import PAGES


@pytest.mark.parametrize("make", PAGES, ids=lambda make: make.__name__)
def test_a_page_of_a_family_of_sites_is_read(make):
    page = make()
    found = extract(page.html.encode(), f"{page.name}.html")
    assert (found.title, found.published, found.source) == (page.title, page.published, page.source)
    assert body_f1("\n".join(page.body), found.body) >= 0.97, found.body
