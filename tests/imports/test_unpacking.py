"""What holds several documents is kept as it came and opened by a worker: streaming, once, and from where it was."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection

from partnerships.models import Document
from portal.imports import locks, services, unpacking
from portal.imports.containers import Source, Unopened
from portal.imports.models import Batch, Item, Upload, UploadPart
from tests.memory import peak_memory

pytestmark = pytest.mark.django_db


def table(rows: int) -> Unopened:
    lines = "".join(f"Title {n},Words of the article number {n}\n" for n in range(rows))
    return Unopened("news.csv", io.BytesIO(f"title,text\n{lines}".encode()))


def names(batch: Batch) -> list[str]:
    return [str(item) for item in batch.items.order_by("position")]


def expected(rows: int) -> list[str]:
    return [f"Title {n} · row {n + 2}" for n in range(rows)]


def test_a_start_keeps_the_file_and_does_not_open_it(site: None) -> None:
    batch = services.start([Source("a.txt", b"words"), table(3)], title="Spring")
    assert (batch.state, names(batch)) == ("running", ["a.txt"])
    assert unpacking.work()
    assert names(batch) == ["a.txt", *expected(3)]
    assert not UploadPart.objects.exists()
    assert Upload.objects.get().opened_at
    assert not unpacking.work()


def test_the_pieces_are_the_file(site: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "PART", 100)
    data = bytes(range(256)) * 3
    upload = unpacking.keep(Unopened("x.zip", io.BytesIO(data)), None)
    assert (upload.size, upload.parts.count()) == (768, 8)
    with unpacking.opened(upload) as stream:
        assert stream.read() == data
        stream.seek(-300, io.SEEK_END)
        assert stream.read(250) == data[-300:-50]
        assert stream.seek(90) == 90
        assert stream.read(20) == data[90:110]


@pytest.mark.parametrize("at", [0, 1, 2])
def test_an_opening_that_is_cut_short_goes_on_where_it_was(site: None, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    monkeypatch.setattr(unpacking, "_DOCUMENTS_AT_ONCE", 4)
    batch = services.start([table(10)], title="Spring")
    commit, calls = unpacking._commit, iter(range(100))

    class Killed(BaseException):
        pass

    def cut(upload: Upload, group: list[Source] | None) -> bool:
        if next(calls) == at:
            raise Killed
        return commit(upload, group)

    monkeypatch.setattr(unpacking, "_commit", cut)
    with pytest.raises(Killed):
        unpacking.work()
    assert names(batch) == expected(10)[: at * 4]
    services.finish()
    batch.refresh_from_db()
    assert batch.state == "running"
    Upload.objects.update(claimed_at=None)
    assert unpacking.work()
    assert names(batch) == expected(10)


def test_a_second_opening_of_the_same_file_doubles_nothing(site: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_DOCUMENTS_AT_ONCE", 4)
    batch = services.start([table(10)], title="Spring")
    stale = Upload.objects.select_related("user").get()
    assert unpacking.work()
    unpacking._open(stale)
    assert names(batch) == expected(10)
    late = Upload.objects.get()
    late.done = 4
    assert not unpacking._commit(late, [Source("late", b"words")])


def test_one_that_stops_the_worker_is_given_up_after_three_tries(site: None) -> None:
    batch = services.start([table(2)], title="Spring")
    Upload.objects.update(attempts=3)
    assert not unpacking.work()
    item = batch.items.get()
    assert (item.state, str(item)) == ("failed", "news.csv")
    assert "given up" in str(item.message)
    services.finish()
    batch.refresh_from_db()
    assert batch.state == "finished"


def test_a_fault_of_ours_is_tried_again_after_a_rest(site: None, monkeypatch: pytest.MonkeyPatch) -> None:
    services.start([table(2)], title="Spring")
    with monkeypatch.context() as patch:
        patch.setattr(unpacking, "documents_of", lambda *_args: 1 / 0)
        assert unpacking.work()
    assert not unpacking.work()
    Upload.objects.update(claimed_at=None)
    assert unpacking.work()
    assert Item.objects.count() == 2


def test_a_cancelled_import_is_not_opened_further_until_it_is_retried(site: None) -> None:
    batch = services.start([table(3)], title="Spring")
    services.cancel(batch)
    assert not unpacking.work()
    services.retry(batch)
    assert unpacking.work()
    assert len(names(batch)) == 3


def test_two_files_of_one_import_follow_each_other(site: None) -> None:
    batch = services.start([table(2), Unopened("more.csv", table(3).stream)], title="Spring")
    assert unpacking.work()
    assert unpacking.work()
    assert names(batch) == expected(2) + expected(3)
    assert Document.objects.count() == 3


def test_somebody_else_has_the_lock(site: None, process_environment: dict[str, str]) -> None:
    services.start([table(2)], title="Spring")
    pk = Upload.objects.get().pk
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [locks.UPLOADS, pk])
    assert not unpacking.work()
    other.close()
    assert unpacking.work()


def test_what_is_prepared_waits_and_can_be_forgotten(importer: User) -> None:
    batch = services.prepare([(table(2), False), (Unopened("b.csv", io.BytesIO(b"words")), True)], title="", user=importer)
    assert (batch.state, batch.title) == ("prepared", "2 documents")
    assert not unpacking.work()
    services.finish()
    assert services.begin(batch)
    assert not services.begin(batch)
    assert not services.discard(batch)
    assert unpacking.work()
    assert unpacking.work()
    assert names(batch) == [*expected(2), "b.csv"]
    assert not unpacking.forget()
    again = services.prepare([(table(2), False)], title="", user=importer)
    Batch.objects.filter(pk=again.pk).update(created_at="2020-01-01T00:00Z")
    assert unpacking.forget()
    assert not Upload.objects.filter(batch=again).exists()


def test_what_is_dropped_is_not_held_once_more(site: None, importer: User) -> None:
    large = Unopened("large.csv", io.BytesIO(b"title,text\n" + b"," * (32 * 1024 * 1024)))
    batch = services.prepare([(large, False)], title="", user=importer)
    assert Upload.objects.get().parts.count() == 33
    with peak_memory() as peak:
        assert services.discard(batch)
    assert not UploadPart.objects.exists()
    assert peak.kilobytes < 16 * 1024


def test_what_is_cancelled_unopened_is_forgotten_after_a_week(site: None) -> None:
    batch = services.start([table(2)], title="Spring")
    services.cancel(batch)
    assert not unpacking.forget()
    Batch.objects.update(finished_at="2020-01-01T00:00Z")
    assert unpacking.forget()
    assert not UploadPart.objects.exists()


def test_a_document_that_somebody_brings_at_the_same_moment(site: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def beaten(rows: list[Document]) -> None:
        Document.objects.create(sha256=rows[0].sha256, content=b"one", size=3, name="theirs")
        insert(rows)

    insert = unpacking.insert
    monkeypatch.setattr(unpacking, "insert", beaten)
    sources = [Source("a.txt", b"one"), Source("b.txt", b"two")]
    items = unpacking.store(sources, None)
    assert len({item.document_id for item in items}) == Document.objects.count() == 2


def test_a_zip_with_a_table_and_a_zip_in_it(site: None) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("b.txt", "words in b")
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("news.csv", table(2).stream.read())
        archive.writestr("inner.zip", inner.getvalue())
    batch = services.start([Unopened("all.zip", outer)], title="")
    assert unpacking.work()
    assert names(batch) == [*expected(2), "b.txt"]


SLOW_WORKER = """
import django; django.setup()
import time
from portal.imports import unpacking
commit = unpacking._commit
unpacking._DOCUMENTS_AT_ONCE = 5
def slowly(*arguments):
    time.sleep(0.05)
    return commit(*arguments)
unpacking._commit = slowly
unpacking.work()
"""


def test_a_worker_that_is_killed_in_the_middle_loses_and_doubles_nothing(process_environment: dict[str, str]) -> None:
    batch = services.start([table(500)], title="Spring")
    worker = subprocess.Popen([sys.executable, "-c", SLOW_WORKER], env={**process_environment, "BROKER_URL": "memory://"})
    wait_until(lambda: batch.items.count() >= 20)
    worker.kill()
    worker.wait()
    assert 20 <= batch.items.count() < 500
    # As the sweep does: as soon as the dead worker's claim has rested and its lock is gone.
    wait_until(unpacking.work)
    assert names(batch) == expected(500)
    services.finish()
    assert Document.objects.count() == 500


def wait_until(happens: Callable[[], bool], seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < ends
        time.sleep(0.05)
