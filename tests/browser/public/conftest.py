"""The public site in Chromium: nothing from another host, nothing that the policy forbids, no script error."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.site.small_register import SmallRegister, make_register

WATCH = "document.addEventListener('securitypolicyviolation', event => console.error('policy: ' + event.violatedDirective))"


@pytest.fixture
def register(transactional_db: None) -> SmallRegister:
    return make_register()


@pytest.fixture
def address(live_server: Any, register: SmallRegister) -> str:
    """The address of the running site, without a slash at the end."""
    return str(live_server.url)


@pytest.fixture(autouse=True)
def _watched(context: BrowserContext, live_server: Any) -> Iterator[None]:
    faults: list[str] = []
    host = urlsplit(live_server.url).netloc

    def note_console(message: Any) -> None:
        # Tests ask for a page that is not there on purpose.
        if message.type == "error" and "404" not in message.text:
            faults.append(message.text)

    context.add_init_script(WATCH)
    context.on("console", note_console)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("request", lambda request: None if urlsplit(request.url).netloc == host else faults.append(request.url))
    yield
    assert not faults


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": 360, "height": 740})
    return page


def every_page(register: SmallRegister) -> dict[str, str]:
    """An address of each kind of page, by what it is."""
    return {
        "front page": "/",
        "partnerships": "/partnerships/",
        "filtered": "/partnerships/?country=JP&country=NO&sector=maritime&sector=trade-investment&q=turku",
        "empty result": "/partnerships/?country=JP&status=ended",
        "countries together": "/partnerships/?country=JP&country=FI&country_all=1&organisation_q=otaru",
        "slip of the pen": "/partnerships/?q=otarzu",
        "search": "/search/?q=turku+japan",
        "search without words": "/search/",
        "events": "/events/",
        "organisations": "/organisations/",
        "opportunities": "/opportunities/",
        "news": "/news/",
        "partnership": register.memorandum.get_absolute_url(),
        "event": register.visit.get_absolute_url(),
        "organisation": register.turku.get_absolute_url(),
        "opportunity": register.call.get_absolute_url(),
        "countries": "/countries/",
        "country": "/countries/FI/",
        "country without records": "/countries/AQ/",
        "sectors": "/sectors/",
        "sector": "/sectors/mobility/",
        "article": register.article.get_url(),
        "article from right to left": register.hebrew.get_url(),
        "pictures": "/numbers/",
        "pictures of some": "/numbers/?country=JP",
        "parts": "/style/",
        "not found": "/nothing-here/",
    }
