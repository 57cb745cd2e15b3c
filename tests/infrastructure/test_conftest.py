"""What the other tests rely on: a database that is whole again after each test, and reachable from other processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Page

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_finds_what_the_migrations_made(turn: int) -> None:
    assert Page.objects.filter(depth=1).exists()
    assert not get_user_model().objects.exists()
    get_user_model().objects.create_user(f"left by turn {turn}")
    Page.objects.all().delete()


def test_another_process_sees_the_database_of_the_test(process_environment: dict[str, str]) -> None:
    get_user_model().objects.create_user("seen from outside")
    script = (
        "from django.contrib.auth import get_user_model; print(list(get_user_model().objects.values_list('username', flat=True)))"
    )
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", script],
        cwd=ROOT,
        env=process_environment | {"VAR_DIR": os.devnull + "-unused", "SECRET_KEY": "x"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == "['seen from outside']", done.stderr
