"""The office's desk with a register of N partnerships: queries and time of each page of the admin, once it has been asked before.

    python -m tests.benchmarks.bench_desk [--sizes 2000 20000]

A moderator asks for each page through Django's test client, templates rendered. `cpu` is the processor's time in Python and `db` in
PostgreSQL (empty when its server is not on this machine), which other work on the machine does not lengthen much. Then everything with one country is suspended
by an act on many and taken back, which gives partnerships a second.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 - needs the settings
from django.contrib.auth.models import Group  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from partnerships import acts  # noqa: E402
from partnerships.filters import PartnershipFilterSet  # noqa: E402
from partnerships.models import BulkAct, Event, Opportunity, Organisation, Partnership, Place  # noqa: E402
from portal.news.roles import set_roles  # noqa: E402
from tests.database import TestDatabase  # noqa: E402

TIMES = 3
MOST_ACTED_ON = 200
LIST = "/admin/register/partnerships/"


def pages() -> list[str]:
    found = ["/admin/"]
    for model, name in (
        (Partnership, "partnerships"),
        (Event, "events"),
        (Organisation, "organisations"),
        (Opportunity, "opportunities"),
    ):
        record = model.objects.filter(live=True).order_by("pk").first()
        found += [f"/admin/register/{name}/", f"/admin/register/{name}/edit/{record.pk}/"]
    found += [f"{LIST}?country=CN&status=active", f"{LIST}?freshness=stale", f"{LIST}?q=port", f"{LIST}?proven=false&p=3"]
    found += [f"/admin/reports/{name}/" for name in ("expiring", "stale", "unproved", "incomplete", "unlinked")]
    record = Partnership.objects.filter(live=True, status="active").order_by("pk").first()
    found += [f"/admin/register/decide/{record.pk}/", f"{LIST}inspect/{record.pk}/", f"{LIST}history/{record.pk}/"]
    found += ["/admin/register/acts/new/status/?country=CN", "/admin/register/duplicates/"]
    country = Place.objects.annotate(number=Count("organisations__parties")).latest("number")
    busiest = Organisation.objects.filter(live=True).annotate(number=Count("parties")).latest("number")
    found += [f"/admin/register/briefing/country/{country.pk}/", f"/admin/register/briefing/organisation/{busiest.pk}/"]
    return [*found, f"/countries/{country.code}/briefing/"]


def database_seconds() -> float:
    """The processor's seconds that the server of this connection has used so far; nan when it is not on this machine."""
    try:
        stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return math.nan
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def measure(client: Client, page: str) -> tuple[int, float, float, float]:
    """Queries, the medians of the seconds and of the processor's seconds, and the mean of those of the database."""
    client.get(page)
    seconds, busy = [], []
    before = database_seconds()
    for _time in range(TIMES):
        started, worked = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as queries:
            status = client.get(page).status_code
        seconds.append(time.perf_counter() - started)
        busy.append(time.process_time() - worked)
        if status != 200:
            raise SystemExit(f"{page} answers {status}")
    database = (database_seconds() - before) / TIMES
    return len(queries), statistics.median(seconds), statistics.median(busy), database


def act(user: object) -> tuple[int, float, float, float]:
    """Partnerships acted on, the seconds of the preview for the whole register, and partnerships a second there and back."""
    asked = {"kind": "status", "values": {"status": "suspended"}, "reason": "measured", "made_by": user}
    started = time.perf_counter()
    acts.preview(BulkAct(**asked), Partnership.objects.all())
    preview = time.perf_counter() - started
    chosen = PartnershipFilterSet({"country": "CN"}, queryset=Partnership.objects.all(), request=None).qs
    some = Partnership.objects.filter(pk__in=list(chosen.values_list("pk", flat=True)[:MOST_ACTED_ON]))
    done = acts.order(BulkAct(**asked), some)
    started = time.perf_counter()
    acts.carry_out(done.pk)
    there = time.perf_counter() - started
    number = acts.progress(done)["done"]
    acts.take_back(done, user, "measured")
    started = time.perf_counter()
    acts.carry_out(done.pk)
    return number, preview, number / there, number / (time.perf_counter() - started)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2000])
    sizes = parser.parse_args().sizes
    database = TestDatabase()
    database.create()
    figures = []
    try:
        for size in sizes:
            database.restore()
            call_command("create_site", verbosity=0)
            set_roles()
            call_command("create_demo_records", partnerships=size, verbosity=0)
            user = get_user_model().objects.create(username="bench")
            user.groups.add(Group.objects.get(name="Moderators"))
            client = Client()
            client.force_login(user)
            print(
                f"\n{size} partnerships, load {os.getloadavg()[0]:.1f}\n{'queries':>8} {'ms':>7} {'cpu':>7} {'db':>7}  page",
                flush=True,
            )
            for page in pages():
                queries, seconds, busy, database_busy = measure(client, page)
                shown = " ".join(f"{number * 1000:7.0f}" for number in (seconds, busy, database_busy))
                print(f"{queries:8} {shown}  {page}", flush=True)
                told = {"seconds": round(seconds, 3), "cpu": round(busy, 3), "load": round(os.getloadavg()[0], 1)}
                figures.append({"bench": "desk", "partnerships": size, "page": page, "queries": queries, **told})
            number, preview, there, back = act(user)
            print(f"act on {number}: preview of all {preview:.2f} s, {there:.0f}/s there, {back:.0f}/s back", flush=True)
            act_figures = {
                "acted_on": number,
                "preview_seconds": round(preview, 3),
                "there": round(there, 1),
                "back": round(back, 1),
            }
            figures.append({"bench": "desk", "partnerships": size, **act_figures})
    finally:
        database.drop()
    for figure in figures:
        print(json.dumps(figure))


if __name__ == "__main__":
    main()
