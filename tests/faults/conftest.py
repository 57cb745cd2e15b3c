from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from portal.embedded import Valkey
from tests.faults.world import Workers
from tests.site.small_register import make_site


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long runs are for `pytest tests/faults -m faults`; a short one of each fault is in the ordinary suite."""
    if "faults" in config.option.markexpr:
        return
    for item in items:
        if item.get_closest_marker("faults"):
            item.add_marker(pytest.mark.skip(reason="takes minutes: pytest tests/faults -m faults"))


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Valkey]:
    broker = Valkey(tmp_path / "valkey")
    broker.ensure()
    yield broker
    broker.release()


@pytest.fixture
def environment(process_environment: dict[str, str], broker: Valkey, tmp_path: Path) -> dict[str, str]:
    """Of programs on the test's database and broker, with the pages of a site."""
    make_site(*dict(settings.LANGUAGES))
    return {**process_environment, "BROKER_URL": f"redis+socket://{broker.socket}", "VAR_DIR": str(tmp_path / "var")}


@pytest.fixture
def worker(environment: dict[str, str], tmp_path: Path) -> Iterator[Workers]:
    """One host with two processes that work; not started yet."""
    workers = Workers(environment, tmp_path)
    yield workers
    workers.kill()


@pytest.fixture
def hosts(environment: dict[str, str], tmp_path: Path) -> Iterator[Workers]:
    """Two hosts with two processes each; not started yet."""
    workers = Workers(environment, tmp_path, groups=2)
    yield workers
    workers.kill()
