"""What goes wrong comes out as a sentence, through every door; nothing is half made, nothing hangs, no page breaks."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from portal.imports import containers, previewing, services
from portal.imports.models import Batch, Item
from portal.imports.telling import Told
from portal.news.models import NewsPage
from tests.imports.conftest import ARTICLE, finish_work, only_item
from tests.imports.hostile import HOSTILE, SCRIPTS, content
from tests.imports.test_api import post, token_of
from tests.memory import peak_memory, peak_of_readers

pytestmark = pytest.mark.django_db
Bring = Callable[..., Batch]


MOST_SECONDS = 30
MOST_MEMORY = 300 * 1024
"""In kilobytes, as the system counts, beyond what the process holds before."""
MOST_MEMORY_OF_A_READER = 768 * 1024


@pytest.fixture(scope="module", autouse=True)
def readers_stay_small() -> Iterator[None]:
    with peak_of_readers() as peak:
        yield
    assert peak.kilobytes < MOST_MEMORY_OF_A_READER
    assert peak.kilobytes or sys.platform != "linux"


def assert_told(batch: Batch, states: set[str]) -> None:
    batch.refresh_from_db()
    assert batch.state == Batch.State.FINISHED
    for item in batch.items.all():
        assert item.state in states, (item.state, item.message, item.traceback)
        assert not item.traceback
        assert item.message or item.state == Item.State.READY
    assert not NewsPage.objects.exists()


def through_the_form(name: str, data: bytes, user: User, folder: Path) -> None:
    client = Client()
    client.force_login(user)
    response = client.post(reverse("imports:start"), {"documents": [SimpleUploadedFile(name, data)]}, follow=True)
    assert response.status_code == 200
    for batch in Batch.objects.filter(state=Batch.State.PREPARED):
        # A table whose columns are not known is asked about; here nobody answers.
        assert client.get(reverse("imports:preview", args=[batch.uuid])).status_code == 200
        client.post(reverse("imports:begin", args=[batch.uuid]))


def through_the_command(name: str, data: bytes, user: User, folder: Path) -> None:
    (folder / name).write_bytes(data)
    call_command("import_articles", folder / name, user=user.username, stdout=io.StringIO())


def through_the_api(name: str, data: bytes, user: User, folder: Path) -> None:
    assert post(Client(), token_of(user), documents=SimpleUploadedFile(name, data)).status_code == 202


@pytest.mark.parametrize("bring_in", [through_the_form, through_the_command, through_the_api])
@pytest.mark.parametrize("case", HOSTILE)
def test_every_trick_through_every_door(
    client: Client, publisher: User, tmp_path: Path, case: str, bring_in: Callable[..., None], settings: Any
) -> None:
    settings.IMPORT_FETCH_HOSTS = ["public"]
    name, _data, states = HOSTILE[case]
    data = content(case)
    began = time.monotonic()
    with peak_memory() as peak:
        bring_in(name, data, publisher, tmp_path)
        finish_work()
    assert time.monotonic() - began < MOST_SECONDS
    assert peak.kilobytes < MOST_MEMORY
    batch = Batch.objects.get()
    assert_told(batch, states)
    client.force_login(publisher)
    assert client.get(reverse("imports:batch", args=[batch.uuid])).status_code == 200
    for item in batch.items.all():
        page = client.get(reverse("imports:item", args=[item.uuid]))
        assert page.status_code == 200
        assert_harmless(page.content)


def assert_harmless(page: bytes) -> None:
    assert b"root:" not in page
    assert b"<script>alert" not in page
    assert b'="javascript:' not in page
    assert "\u202e" not in page.decode()


@pytest.mark.parametrize("case", HOSTILE)
def test_every_trick_in_a_preview(site: None, case: str, settings: Any) -> None:
    settings.IMPORT_FETCH_HOSTS = ["public"]
    name, _data, states = HOSTILE[case]
    upload = SimpleUploadedFile(name, content(case))
    began = time.monotonic()
    with peak_memory() as peak:
        documents = previewing.preview(containers.open_uploads([upload])).documents
    assert time.monotonic() - began < MOST_SECONDS
    assert peak.kilobytes < MOST_MEMORY
    assert documents
    for document in documents:
        assert document.state in states, (document.state, document.message)
        assert document.message or document.state == Item.State.READY
        assert "unexpected" not in str(document.message)
    assert not Batch.objects.exists()


def tricks() -> list[SimpleUploadedFile]:
    """Those of which something could reach whoever looks at a preview."""
    cases = ("path traversal", "scripts", "bidirectional names")
    return [SimpleUploadedFile(HOSTILE[case][0], content(case)) for case in cases]


def test_tricks_on_the_page_of_a_preview(client: Client, publisher: User) -> None:
    client.force_login(publisher)
    page = client.post(reverse("imports:start"), {"documents": tricks(), "preview": "1"}, follow=True)
    assert page.status_code == 200
    assert_harmless(page.content)
    for document in Batch.objects.get().preview["documents"]:
        assert escape(Told.of(document["name"])) in page.content.decode()
    assert not Item.objects.exists()


def test_tricks_in_a_preview_for_a_program(publisher: User) -> None:
    headers = {"Authorization": f"Bearer {token_of(publisher)}"}
    answer = Client().post("/api/v1/imports?preview=true", {"documents": tricks()}, headers=headers)
    assert answer.status_code == 200
    assert answer.json()["documents"]
    assert "\u202e" not in json.dumps(answer.json(), ensure_ascii=False)
    assert not Batch.objects.exists()


def test_a_workbook_that_fills_the_memory_ends_its_own_process(settings: Any) -> None:
    settings.IMPORT_MAX_ARCHIVE_RATIO = 100_000
    began = time.monotonic()
    (source,) = containers.open_stream(io.BytesIO(content("shared strings bomb")), "strings.xlsx")
    assert "too much memory or time" in str(source.message)
    assert time.monotonic() - began < MOST_SECONDS


def test_a_command_waits_and_tells(site: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "open.csv").write_bytes(content("open quote"))
    answer = json.loads(run(tmp_path / "open.csv", monkeypatch=monkeypatch))
    assert answer["state"] == "finished"
    assert answer["items"] == {"failed": 1}


def run(*paths: Path, monkeypatch: pytest.MonkeyPatch, **options: Any) -> str:
    monkeypatch.setattr("portal.imports.management.commands.import_articles.PATIENCE_SECONDS", 0)
    out = io.StringIO()
    call_command("import_articles", *paths, wait=True, json=True, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


@pytest.mark.parametrize("door", ["form", "program"])
@pytest.mark.parametrize(
    "text",
    ["a\0" * 50, "Three short words", "<script>alert(1)</script>", "a" * 2_000_000, "\u202eTartu signs", SCRIPTS],
    ids=["NUL", "three words", "script", "2 MB", "bidi", "scripts"],
)
def test_pasted(client: Client, publisher: User, text: str, door: str) -> None:
    client.force_login(publisher)
    if door == "form":
        assert client.post(reverse("imports:start"), {"text": text}, follow=True).status_code == 200
    else:
        assert post(Client(), token_of(publisher), text=text).status_code == 202
    finish_work()
    item = only_item(Batch.objects.get())
    assert item.state in (Item.State.READY, Item.State.FAILED)
    assert item.message or item.state == Item.State.READY
    page = client.get(reverse("imports:item", args=[item.uuid]))
    assert page.status_code == 200
    assert b"<script>alert" not in page.content
    assert "\u202e" not in page.content.decode()


def test_a_lone_surrogate_in_a_pasted_text(site: None) -> None:
    batch = services.start([containers.open_pasted(ARTICLE.replace("Tartu", "Tar\ud800tu"))], title="x")
    finish_work()
    item = only_item(batch)
    assert item.state == Item.State.READY
    assert "3 broken characters were removed." in str(item.message)


def test_active_content_never_reaches_a_page(bring: Bring, publisher: User) -> None:
    batch = bring(containers.Source("scripts.html", SCRIPTS.encode()))
    item = only_item(batch)
    page = services.apply(item, user=publisher, version=0, publish=True).page
    html = page.body.render_as_block()
    assert "<script" not in html
    assert "javascript:" not in html
    assert "onclick" not in html


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["/nowhere/at/all"], "There is no file or folder"),
        ([__file__, "--user", "nobody"], "There is no user nobody"),
        ([__file__ + "\u202e"], "\\u202e"),
    ],
    ids=["path", "user", "bidi"],
)
def test_a_command_that_cannot_run_says_why(site: None, arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words.replace("\\", "\\\\")):
        call_command("import_articles", *arguments)
    assert not Batch.objects.exists()


def test_who_may_not_publish_may_not_by_command(importer: User, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    with pytest.raises(CommandError, match="may import, but not publish"):
        call_command("import_articles", str(tmp_path), "--user", "ina", "--publish")


def test_wrong_batches_are_named(site: None) -> None:
    for name in ("nonsense", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(CommandError, match="There is no import"):
            call_command("undo_import", name)
