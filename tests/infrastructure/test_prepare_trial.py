"""The first start: who may log in, and when sample articles are brought in."""

from pathlib import Path

import pytest
from celery import Celery
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from wagtail.models import Site

from portal.imports.models import Batch
from portal.management.commands import prepare_trial
from portal.news.models import HomePage, NewsIndexPage, NewsPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


def test_the_login_is_made_once_and_stays(var: Path) -> None:
    prepare_trial.keep_admin()
    password = (var / "admin_password").read_text()
    assert authenticate(username="admin", password=password).is_superuser
    assert (var / "admin_password").stat().st_mode & 0o077 == 0
    prepare_trial.keep_admin()
    assert (var / "admin_password").read_text() == password


def test_a_changed_password_is_not_shown_any_more(var: Path) -> None:
    prepare_trial.keep_admin()
    admin = get_user_model().objects.get(username="admin")
    admin.set_password("my own words")
    admin.save()
    prepare_trial.keep_admin()
    assert not (var / "admin_password").exists()
    assert authenticate(username="admin", password="my own words")


def test_a_database_with_people_gets_no_further_admin(var: Path) -> None:
    get_user_model().objects.create_superuser("chief", "chief@example.org", "secret words")
    prepare_trial.keep_admin()
    assert list(get_user_model().objects.values_list("username", flat=True)) == ["chief"]
    assert not (var / "admin_password").exists()


def test_samples_are_for_an_empty_database() -> None:
    assert prepare_trial.samples_are_wanted()


def test_samples_that_were_broken_off_are_wanted_again() -> None:
    batch = Batch.objects.create(title=prepare_trial.SAMPLES_TITLE, state=Batch.State.RUNNING)
    assert prepare_trial.samples_are_wanted()
    batch.state = Batch.State.FINISHED
    batch.save()
    assert not prepare_trial.samples_are_wanted()


def test_samples_never_come_beside_the_content_of_others() -> None:
    Batch.objects.create(title="The archive of our office")
    assert not prepare_trial.samples_are_wanted()


def test_samples_never_come_beside_articles_written_by_hand() -> None:
    call_command("create_site", verbosity=0)
    NewsIndexPage.objects.get(locale__language_code="en").add_child(instance=NewsPage(title="Our first article", slug="first"))
    assert not prepare_trial.samples_are_wanted()


def test_full_addresses_follow_the_port_of_this_start(settings) -> None:
    call_command("create_site", verbosity=0)
    settings.SITE_URL = "http://127.0.0.1:8123"
    prepare_trial.keep_site_address()
    assert Site.objects.get(is_default_site=True).root_url == "http://127.0.0.1:8123"
    assert HomePage.objects.get(locale__language_code="en").full_url.startswith("http://127.0.0.1:8123/")


def test_a_site_that_has_a_name_keeps_it(settings) -> None:
    call_command("create_site", verbosity=0)
    Site.objects.update(hostname="liaison.example.org", port=443)
    settings.SITE_URL = "http://127.0.0.1:8123"
    prepare_trial.keep_site_address()
    assert Site.objects.get(is_default_site=True).root_url == "https://liaison.example.org"


def test_a_broker_that_cannot_be_reached_is_told_and_no_obstacle(monkeypatch, capsys) -> None:
    # An app of the test's own: the addresses of the real one cannot be set back.
    away = Celery(broker="redis://127.0.0.1:9/0", set_as_current=False)
    monkeypatch.setattr(prepare_trial, "celery_app", away)
    prepare_trial.Command().import_samples()
    assert "The broker cannot be reached; is BROKER_URL right?" in capsys.readouterr().err
    assert not Batch.objects.exists()
