"""Memory of the web server and of a worker while large files come in and are opened: it must stay flat, whatever their size.

    python -m tests.benchmarks.bench_memory [--zip-mb 100] [--rows 50000] [--wxr-mb 100]

A real web server and a worker of their own, on a database of their own. Each file is made here, sent by a program in pieces, and opened by
the worker; its documents are not read, which has limits of its own. The highest memory of each process is asked of the system many times a
second; "growth" is how much higher it is than before the file came. One JSON line a figure. The sizes that the project promises:
--zip-mb 1000 --rows 500000.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
django.setup()

from django.contrib.auth.models import User  # noqa: E402 - needs the settings
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from portal.imports.models import Batch, ImportToken, Upload  # noqa: E402
from tests.database import TestDatabase  # noqa: E402

WORKER = "from portal.imports import unpacking\nimport time\nwhile True:\n    unpacking.work() or time.sleep(0.1)\n"
WORDS = [f"{a}{b}{c}" for a in ("ta", "ri", "mo", "le") for b in ("ka", "ni", "ros", "vel") for c in ("", "n", "s", "der", "ing")]
SENTENCE = "The University of Tartu and Hokkaido University agreed on {}. "


class Watch(threading.Thread):
    """The highest resident memory of a process and those below it, in megabytes, while it runs."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.before = self.highest = resident(pid)
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.05):
            self.highest = max(self.highest, resident(self.pid))

    def end(self) -> float:
        self.over.set()
        self.join()
        return self.highest


def resident(pid: int) -> float:
    total = 0
    for one in [pid, *below(pid)]:
        try:
            pages = int(Path(f"/proc/{one}/statm").read_text().split()[1])
        except (OSError, IndexError):
            continue
        total += pages * os.sysconf("SC_PAGE_SIZE")
    return total / 1024 / 1024


def below(pid: int) -> list[int]:
    try:
        children = [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [one for child in children for one in (child, *below(child))]


def text(chance: random.Random, size: int) -> str:
    words = " ".join(chance.choices(WORDS, k=size // 6))
    return SENTENCE.format(words[:40]) + words


def make_zip(out: IO[bytes], megabytes: int) -> None:
    """Text files of 20 kB that are stored and not compressed, so that the archive is as large as what is in it."""
    chance = random.Random(1)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        number = 0
        while out.tell() < megabytes * 1024 * 1024:
            number += 1
            archive.writestr(f"article-{number}.txt", f"{number} {text(chance, 25_000)}")


def make_csv(out: IO[bytes], rows: int) -> None:
    chance = random.Random(2)
    out.write(b"title,text,date\n")
    for number in range(rows):
        out.write(f"Title {number},{text(chance, 400)},2021-03-{number % 28 + 1:02}\n".encode())


def make_wxr(out: IO[bytes], megabytes: int) -> None:
    chance = random.Random(3)
    out.write(
        b'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">'
        b"<channel><title>News</title><language>en</language>"
    )
    number = 0
    while out.tell() < megabytes * 1024 * 1024:
        number += 1
        out.write(
            f"<item><title>Title {number}</title><link>https://n.example/{number}</link><guid>{number}</guid>"
            f"<content:encoded><![CDATA[<p>{text(chance, 4_000)}</p>]]></content:encoded><wp:post_date>2021-03-12 10:00</wp:post_date>"
            "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>".encode()
        )
    out.write(b"</channel></rss>")


@contextmanager
def programs() -> Iterator[tuple[int, int, int]]:
    """A web server with one process and a worker, on the test database; gives the port and their process ids."""
    database = connection.settings_dict
    user, host, name = (quote(str(database[key]), safe="") for key in ("USER", "HOST", "NAME"))
    place = f":{database['PORT']}" if database["PORT"] else ""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.local",
        "DATABASE_URL": f"postgres://{user}:{quote(database['PASSWORD'], safe='')}@{host}{place}/{name}",
        "BROKER_URL": "memory://",
    }
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    web = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    web += ["--workers", "1", "--threads", "4", "--no-control-socket", "--log-level", "error"]
    worker = [sys.executable, "-c", f"import django; django.setup()\n{WORKER}"]
    running = [subprocess.Popen(command, env=environment, start_new_session=True) for command in (web, worker)]
    try:
        wait_for(port)
        yield port, running[0].pid, running[1].pid
    finally:
        for process in running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for(port: int) -> None:
    ends = time.monotonic() + 120
    while True:
        try:
            call = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            call.request("GET", "/health/live")
            call.getresponse().read()
            return
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.2)


def send(port: int, token: str, file: IO[bytes], name: str) -> tuple[str, float]:
    """Brings the file by the interface for programs, in pieces; gives the batch and the seconds until the answer."""
    border = uuid.uuid4().hex
    head = f'--{border}\r\nContent-Disposition: form-data; name="documents"; filename="{name}"\r\n\r\n'.encode()
    tail = f"\r\n--{border}--\r\n".encode()
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    began = time.monotonic()
    call = http.client.HTTPConnection("127.0.0.1", port, timeout=900)
    call.putrequest("POST", "/api/v1/imports")
    call.putheader("Authorization", f"Bearer {token}")
    call.putheader("Content-Type", f"multipart/form-data; boundary={border}")
    call.putheader("Content-Length", str(len(head) + size + len(tail)))
    call.endheaders()
    call.send(head)
    while piece := file.read(256 * 1024):
        call.send(piece)
    call.send(tail)
    answer = call.getresponse()
    body = json.loads(answer.read())
    if answer.status != 202:
        raise SystemExit(f"{name}: {answer.status} {body}")
    return body["batch"], time.monotonic() - began


def measure(name: str, make: Any, amount: int, port: int, web: int, worker: int, token: str) -> None:
    with tempfile.TemporaryFile() as file:
        make(file, amount)
        size = file.tell()
        watches = {"web": Watch(web), "worker": Watch(worker)}
        for watch in watches.values():
            watch.start()
        batch, seconds = send(port, token, file, name)
    began = time.monotonic()
    found = Batch.objects.get(uuid=batch)
    while Upload.objects.filter(batch=found, opened_at__isnull=True).exists():
        time.sleep(0.2)
    opening = time.monotonic() - began
    numbers = {who: {"before_mb": round(watch.before), "highest_mb": round(watch.end())} for who, watch in watches.items()}
    items = found.items.count()
    print(
        f"{name:12} {size / 1024 / 1024:8,.0f} MB {items:9,} items   answered after {seconds:6.1f} s, opened in {opening:6.1f} s"
        + "".join(f"   {who}: {n['before_mb']} -> {n['highest_mb']} MB" for who, n in numbers.items())
    )
    figures = {
        "items": items,
        "answered_s": round(seconds, 1),
        "opened_s": round(opening, 1),
        "load": round(os.getloadavg()[0], 1),
    }
    growth = {f"{who}_growth_mb": n["highest_mb"] - n["before_mb"] for who, n in numbers.items()}
    print(json.dumps({"bench": "memory", "file": name, "size_mb": round(size / 1024 / 1024), **figures, **growth, **numbers}))
    Batch.objects.filter(pk=found.pk).delete()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--zip-mb", type=int, default=100)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--wxr-mb", type=int, default=100)
    options = parser.parse_args()
    # So that a run that is stopped ends its programs and drops its database.
    signal.signal(signal.SIGTERM, lambda *_arguments: sys.exit(1))
    database = TestDatabase()
    database.create()
    try:
        call_command("create_site", verbosity=0)
        row = ImportToken(name="bench", user=User.objects.create_superuser("bench"))
        token = row.renew()
        row.save()
        with programs() as (port, web, worker):
            # The first request loads what every later one has.
            with tempfile.TemporaryFile() as file:
                make_csv(file, 10)
                send(port, token, file, "first.csv")
            time.sleep(2)
            running = (port, web, worker, token)
            measure("export.xml", make_wxr, options.wxr_mb, *running)
            measure("table.csv", make_csv, options.rows, *running)
            measure("archive.zip", make_zip, options.zip_mb, *running)
    finally:
        database.drop()


if __name__ == "__main__":
    main()
