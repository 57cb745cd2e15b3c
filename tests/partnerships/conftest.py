import pytest

from tests.site.small_register import SmallRegister, make_register


@pytest.fixture
def register(db: None) -> SmallRegister:
    return make_register()
