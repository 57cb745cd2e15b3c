"""What every test may count on: a real PostgreSQL with the migrated database, a fresh cache, a folder for files, a Chromium."""

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase, override_settings

from portal.messages import compile_messages
from tests import chromium
from tests.database import TestDatabase

# Playwright keeps an event loop in the main thread, where Django would then refuse to talk to the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# Django reads a catalogue once.
compile_messages()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Replaces pytest-django's own: a copy of a migrated template, see tests/database.py."""
    database = TestDatabase()
    with django_db_blocker.unblock():
        database.create()
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: database.restore()
    yield
    TransactionTestCase._fixture_teardown = flush
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture(scope="session", autouse=True)
def _media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def process_environment(transactional_db: None) -> dict[str, str]:
    """The environment for a command that a test runs beside itself, on the test's own database.

    A test that uses it is transactional: what it writes is seen by the other process. BROKER_URL is for the test to add.
    """
    database = connection.settings_dict
    user, host, name = (quote(str(database[key]), safe="") for key in ("USER", "HOST", "NAME"))
    password = quote(database["PASSWORD"], safe="")
    port = f":{database['PORT']}" if database["PORT"] else ""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.local",
        "DATABASE_URL": f"postgres://{user}:{password}@{host}{port}/{name}",
    }


# What two processes begin with: one makes the database from which all are copied while the other tests what needs none; then come
# the files that take longest, so that short ones are left for the end.
FIRST = ("tests/infrastructure/test_database.py", "tests/extraction/", "tests/faults/", "tests/browser/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests are told apart by their folder; without a Chromium they are skipped, which `make test` says loudly."""
    items.sort(key=lambda item: next((n for n, start in enumerate(FIRST) if item.nodeid.startswith(start)), len(FIRST)))
    browser = [item for item in items if "browser" in item.path.parts]
    missing = bool(browser) and chromium.find() is None
    for item in browser:
        item.add_marker(pytest.mark.browser)
        if missing:
            item.add_marker(pytest.mark.skip(reason="no Chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """pytest-playwright's own arguments, with the Chromium that is there; root has no sandbox."""
    return {**browser_type_launch_args, "executable_path": chromium.find(), "args": ["--no-sandbox", "--disable-dev-shm-usage"]}
