"""What probes are told."""

import socket
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from celery import Celery
from django.db.utils import ConnectionHandler
from django.test import Client, override_settings
from django.utils import timezone

from portal.health import views
from portal.imports.models import Batch, Item, Upload
from portal.settings import base

pytestmark = pytest.mark.django_db


def test_live_needs_nothing(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/health/live")
    assert answer.status_code == 200
    assert answer.json() == {"status": "live"}


def test_ready_when_all_is_there(client: Client) -> None:
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "checks": {"database": "ok", "migrations": "ok", "broker": "ok"},
        "oldest_waiting_seconds": None,
    }


def test_ready_tells_how_long_the_oldest_document_has_waited(client: Client) -> None:
    batch = Batch.objects.create(title="A batch")
    Item.objects.create(batch=batch, position=1, name="a.txt")
    assert 0 <= client.get("/health/ready").json()["oldest_waiting_seconds"] < 60


def test_a_file_that_nobody_opens_waits_too(client: Client) -> None:
    batch = Batch.objects.create(title="A batch")
    Upload.objects.create(batch=batch, name="a.zip")
    Upload.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    assert 300 <= client.get("/health/ready").json()["oldest_waiting_seconds"] < 360
    Batch.objects.update(state=Batch.State.PAUSED)
    assert client.get("/health/ready").json()["oldest_waiting_seconds"] is None


def broken_broker(port: int) -> Celery:
    app = Celery(broker=f"redis://127.0.0.1:{port}/0", set_as_current=False)
    app.conf.broker_transport_options = base.CELERY_BROKER_TRANSPORT_OPTIONS
    return app


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes a connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_broker_that_is_away_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "app", broken_broker(9))
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": "ok", "migrations": "ok", "broker": "failed"}
    assert "127.0.0.1" not in answer.content.decode()


def test_a_frozen_broker_is_found_out_within_seconds(client: Client, monkeypatch: pytest.MonkeyPatch, silent_port: int) -> None:
    monkeypatch.setattr(views, "app", broken_broker(silent_port))
    start = time.monotonic()
    assert client.get("/health/ready").status_code == 503
    assert time.monotonic() - start < 5


def test_a_database_that_is_away_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    away = {"ENGINE": "django.db.backends.postgresql", "HOST": "127.0.0.1", "PORT": "9", "NAME": "liaison"}
    monkeypatch.setattr(views, "connection", ConnectionHandler({"default": away})["default"])
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == answer.json()["checks"]["migrations"] == "failed"
    assert answer.json()["oldest_waiting_seconds"] is None


@override_settings(ALLOWED_HOSTS=["liaison.example.org"], SECURE_SSL_REDIRECT=True)
def test_probes_come_by_any_name_and_over_plain_http(client: Client) -> None:
    assert client.get("/health/live", headers={"host": "10.1.2.3:8000"}).status_code == 200


def test_asking_changes_nothing(client: Client) -> None:
    assert client.post("/health/ready").status_code == 405
