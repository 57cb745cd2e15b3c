"""Two addresses for machines. They say whether, not why: the reasons go to the log, as anybody may ask."""

import logging
from collections.abc import Callable

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.celery import app
from portal.imports.models import Batch, Item, Upload

logger = logging.getLogger(__name__)
BROKER_SECONDS = 2


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers."""
    return JsonResponse({"status": "live"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations and broker are fine, else 503.

    {"status": "ready" | "not ready", "checks": {name: "ok" | "failed"}, "oldest_waiting_seconds": number | null}; the last is
    how long the oldest document or unopened file of the import desk has waited for a worker, null when none waits or it cannot be known.
    """
    checks = {"database": database, "migrations": migrations, "broker": broker}
    results = {name: _try(name, check) for name, check in checks.items()}
    fine = all(results.values())
    answer = {
        "status": "ready" if fine else "not ready",
        "checks": {name: "ok" if result else "failed" for name, result in results.items()},
        "oldest_waiting_seconds": oldest_waiting_seconds() if results["database"] and results["migrations"] else None,
    }
    return JsonResponse(answer, status=200 if fine else 503)


def database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def broker() -> bool:
    with app.connection_for_write(connect_timeout=BROKER_SECONDS) as line:
        # Opening a channel is the first thing that really talks to a Redis.
        line.default_channel  # noqa: B018
    return True


def oldest_waiting_seconds() -> int | None:
    items = Item.objects.filter(state=Item.State.WAITING, batch__state=Batch.State.RUNNING).aggregate(
        oldest=Min("batch__created_at")
    )
    uploads = Upload.objects.filter(opened_at=None, batch__state=Batch.State.RUNNING).aggregate(oldest=Min("created_at"))
    oldest = min(filter(None, (items["oldest"], uploads["oldest"])), default=None)
    return None if oldest is None else max(0, round((timezone.now() - oldest).total_seconds()))


def _try(name: str, check: Callable[[], bool]) -> bool:
    try:
        fine = check()
    except Exception:  # whatever a driver raises, the answer is the same
        logger.exception("Not ready: the check of %s failed", name)
        return False
    if not fine:
        logger.warning("Not ready: %s", name)
    return fine
