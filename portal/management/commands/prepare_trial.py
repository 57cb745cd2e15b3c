"""Makes a database ready for `make run`: migrations, pages, a login, and at the first start the sample articles."""

import secrets
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection
from kombu.exceptions import KombuError
from wagtail.models import Site

from portal.celery import app as celery_app
from portal.imports.models import Batch
from portal.news.models import NewsPage

SAMPLES = settings.BASE_DIR / "demo" / "articles"
SAMPLES_TITLE = "Sample articles"
BROKER_SECONDS = 5
WORKER_START_SECONDS = 60
WORKER_STOP_SECONDS = 15


class Command(BaseCommand):
    help = "Makes the database ready for `make run`; harmless when it is ready already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-samples", action="store_true", help="leave out the sample articles")

    def handle(self, **options: Any) -> None:
        signal.signal(signal.SIGTERM, _exit_once)
        self.stdout.write("Preparing the database (the first time takes a moment) ...")
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(
                f"The database cannot be reached; is DATABASE_URL right? {' '.join(str(error).split())}"
            ) from error
        call_command("migrate", verbosity=0, interactive=False)
        call_command("create_site", verbosity=0)
        keep_site_address()
        keep_admin()
        if not options["no_samples"] and samples_are_wanted():
            self.import_samples()

    def import_samples(self) -> None:
        """Through the real import, by a real worker. A failure is told and does not keep the site from starting."""
        self.stdout.write("Importing the sample articles ...")
        try:
            check_broker()
            with worker(settings.VAR_DIR / "first-worker.log"):
                call_command("import_articles", str(SAMPLES), "--title", SAMPLES_TITLE, "--wait", "--publish")
        except CommandError as error:
            self.stderr.write(f"The sample articles could not all be imported ({error}). The next start tries again.")


def samples_are_wanted() -> bool:
    """In an empty database, or when an earlier first start did not come to its end; never beside somebody's own content."""
    if Batch.objects.exclude(title=SAMPLES_TITLE).exists() or not SAMPLES.is_dir():
        return False
    begun = Batch.objects.filter(title=SAMPLES_TITLE)
    return not begun.filter(state=Batch.State.FINISHED).exists() if begun else not NewsPage.objects.exists()


def keep_site_address() -> None:
    """Full addresses carry the port of this start, unless somebody has named the site."""
    url = urlsplit(settings.SITE_URL)
    site = Site.objects.filter(is_default_site=True, hostname__in=["localhost", "127.0.0.1"]).first()
    if site and url.hostname and (site.hostname, site.port) != (url.hostname, url.port or 80):
        site.hostname, site.port = url.hostname, url.port or 80
        site.save()


def keep_admin() -> None:
    """A user "admin" whose password stands in var/admin_password; the file goes when somebody has changed the password."""
    file: Path = settings.VAR_DIR / "admin_password"
    users = get_user_model()._default_manager
    admin = users.filter(username="admin").first()
    if admin is None and not users.filter(is_superuser=True).exists():
        password = secrets.token_urlsafe(9)
        file.touch(mode=0o600)
        file.write_text(password)
        # Without a name the form of one's account, where the language is chosen, cannot be saved.
        users.create_superuser("admin", "admin@example.org", password, first_name="Trial", last_name="Admin")
    elif admin is None or (file.exists() and not admin.check_password(file.read_text())):
        file.unlink(missing_ok=True)


def check_broker() -> None:
    """Raises CommandError when nobody answers at BROKER_URL."""
    try:
        with celery_app.connection_for_write(connect_timeout=BROKER_SECONDS) as broker:
            broker.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
    except (KombuError, OSError) as error:
        raise CommandError(f"The broker cannot be reached; is BROKER_URL right? {error}") from error


@contextmanager
def worker(log: Path) -> Iterator[None]:
    """A Celery worker for as long as the block runs."""
    command = [sys.executable, "-m", "celery", "--app", "portal", "worker", "--beat", "--concurrency", "2"]
    command += ["--schedule", str(settings.VAR_DIR / "first-beat-schedule")]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, cwd=settings.BASE_DIR, start_new_session=True)
    try:
        until = time.monotonic() + WORKER_START_SECONDS
        while not celery_app.control.ping(timeout=0.5) and process.poll() is None and time.monotonic() < until:
            pass
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(WORKER_STOP_SECONDS)
        if process.poll() is None:
            process.kill()
            process.wait()


def _exit_once(number: int, frame: FrameType | None) -> None:
    """Every `finally` on the way out is run, undisturbed by a second request."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(128 + number)
