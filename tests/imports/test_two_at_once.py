"""Two workers, two imports of the same documents, two clicks: one set of pages and records."""

from __future__ import annotations

import datetime
import io
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection, transaction

from partnerships.models import Document, Organisation
from portal.imports import claims, orders, resemblance, reversing, review, services, unpacking
from portal.imports.containers import Source, Unopened
from portal.imports.models import Batch, Item, Undo, Upload
from portal.news.models import NewsPage
from tests.imports.conftest import numbered
from tests.imports.readings import item_of, reading


@pytest.fixture
def publisher(transactional_db: None) -> User:
    call_command("create_site", languages=["en"], verbosity=0)
    user = User.objects.create_user("pia", password="a long word")
    user.groups.add(Group.objects.get(name="Importing admins"))
    return user


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Runs the calls in threads that begin together; gives what each returned or raised."""
    gate = threading.Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(number: int, call: Callable[[], Any]) -> None:
        gate.wait()
        try:
            results[number] = call()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_the_same_import_twice_at_once(publisher: User) -> None:
    sources = [Source(f"{n}.txt", numbered(n).encode()) for n in range(4)]

    def start() -> Batch:
        return services.start(sources, title="Twice", user=publisher, publish=True)

    batches = at_once(start, start)
    assert Document.objects.count() == 4
    at_once(*[lambda: services.process(seconds=120)] * 2)
    services.process(seconds=60)
    states = sorted(Item.objects.values_list("state", flat=True))
    assert states == ["applied"] * 4 + ["duplicate"] * 4
    assert NewsPage.objects.count() == len(set(NewsPage.objects.values_list("slug", flat=True))) == 4
    names = list(Organisation.objects.values_list("key", flat=True))
    assert len(names) == len(set(names))
    assert {Batch.objects.get(pk=batch.pk).state for batch in batches} == {"finished"}


def test_the_same_text_in_other_bytes_at_once(publisher: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are read before either is written."""
    texts = [numbered(0), numbered(0).replace("\n\n", "\n\n\n")]
    for text in texts:
        services.start([Source("a.txt", text.encode())], title="Once", user=publisher, publish=True)
    note, gate = resemblance.note, threading.Barrier(2)

    def together(item: Item, text: str) -> str:
        gate.wait(60)
        return note(item, text)

    monkeypatch.setattr(resemblance, "note", together)
    monkeypatch.setattr(claims, "READ_TOGETHER", 1)
    at_once(*[lambda: services.process(seconds=120)] * 2)
    assert sorted(Item.objects.values_list("state", flat=True)) == ["applied", "duplicate"]


def test_texts_that_resemble_each_other_at_once(publisher: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are read before either is written: whoever is second says what it resembles, and waits for a person."""
    texts = [numbered(0), numbered(0).replace("The two universities", "Both of these old universities").replace("silver", "gold")]
    for text in texts:
        services.start([Source("a.txt", text.encode())], title="Once", user=publisher, publish=True)
    note, gate = resemblance.note, threading.Barrier(2)

    def together(item: Item, text: str) -> str:
        gate.wait(60)
        return note(item, text)

    monkeypatch.setattr(resemblance, "note", together)
    monkeypatch.setattr(claims, "READ_TOGETHER", 1)
    at_once(*[lambda: services.process(seconds=120)] * 2)
    first, second = Item.objects.order_by("-state")
    assert (first.state, second.state) == ("ready", "applied")
    assert (first.duplicate_of, first.resembles, second.duplicate_of) == (second, True, None)
    assert first.likeness > 0.5
    assert NewsPage.objects.count() == 1


def test_while_one_opens_a_large_archive_another_reads(publisher: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first two documents are read before the archive's other two are even items."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(4):
            archive.writestr(f"{number}.txt", numbered(number))
    batch = services.start([Unopened("all.zip", packed)], title="Archive", user=publisher)
    commit, begun, goes_on, seen = unpacking._commit, threading.Event(), threading.Event(), []

    def slowly(upload: Upload, group: list[Source] | None) -> bool:
        if begun.is_set():
            assert goes_on.wait(60)
        committed = commit(upload, group)
        begun.set()
        return committed

    def read() -> None:
        assert begun.wait(60)
        assert not services.process(seconds=60)
        seen.append(services.counts(batch))
        goes_on.set()

    monkeypatch.setattr(unpacking, "_DOCUMENTS_AT_ONCE", 2)
    monkeypatch.setattr(unpacking, "_commit", slowly)
    assert at_once(unpacking.work, read) == [True, None]
    assert seen == [{"ready": 2}]
    services.process(seconds=60)
    assert services.counts(batch) == {"ready": 4}


def test_two_clicks_on_apply_at_once(publisher: User) -> None:
    item = item_of(reading())

    def click() -> Any:
        return services.apply(item, user=publisher, version=0, publish=True)

    results = at_once(click, click)
    assert sum(isinstance(result, review.Conflict) for result in results) == 1
    assert NewsPage.objects.count() == 1


def test_who_finds_an_order_in_hand_counts_no_try(publisher: User, monkeypatch: pytest.MonkeyPatch) -> None:
    item = item_of(reading())
    services.apply(item, user=publisher, version=0, publish=True)
    order = services.order_undo(item.batch, user=publisher)
    seen = []
    carry_out = orders._try

    def with_others_about(*given: Any) -> None:
        """Others look for work after the try was counted and before the order is held."""
        seen.extend(at_once(*[lambda: reversing.work(seconds=5)] * orders.TRIES))
        seen.append(Undo.objects.get().attempts)
        carry_out(*given)

    monkeypatch.setattr(orders, "_try", with_others_about)
    reversing._step(Undo.objects.filter(pk=order.pk))
    assert seen == [False, False, False, 1]
    assert services.counts(item.batch) == {"undone": 1}


def test_a_command_that_waits_leaves_a_slow_worker_alone(
    publisher: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that begins may take long over its first document; only one that is not there is done without."""
    command = "portal.imports.management.commands.import_articles"
    monkeypatch.setattr(f"{command}.PATIENCE_SECONDS", 0.6)
    monkeypatch.setattr(f"{command}.POLL_SECONDS", 0.05)
    monkeypatch.setattr(claims, "IDLE", datetime.timedelta(0))
    monkeypatch.setattr(claims, "REST", datetime.timedelta(0))
    (tmp_path / "a.txt").write_text(numbered(0))
    told = io.StringIO()
    begun, over = threading.Event(), threading.Event()

    def work() -> None:
        while not (claimed := claims.claim(Item.State.WAITING)):
            over.wait(0.05)
        with transaction.atomic():
            (item,) = claims.hold(claims.begin(claimed))
            begun.set()
            over.wait(2)
            item.state = Item.State.SKIPPED
            item.save()
        services.finish()

    def wait() -> None:
        # The document is there at once, and nobody may take it before the worker does.
        monkeypatch.setattr(services, "process", lambda seconds: begun.wait(seconds))
        call_command("import_articles", tmp_path, wait=True, stdout=io.StringIO(), stderr=told)

    assert at_once(work, wait) == [None, None]
    assert "No worker" not in told.getvalue()
