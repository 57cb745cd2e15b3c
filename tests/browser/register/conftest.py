from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.entering import enter
from tests.browser.register.office import employ
from tests.site.small_register import SmallRegister, make_register


@pytest.fixture
def register(transactional_db: None) -> SmallRegister:
    return make_register()


@pytest.fixture
def moderator(page: Page, live_server: Any, register: SmallRegister) -> Page:
    """A large screen on which a moderator is logged in."""
    page.set_viewport_size({"width": 1280, "height": 900})
    return enter(page, live_server.url, employ("mia"))
