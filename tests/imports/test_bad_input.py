"""What goes wrong comes out as a sentence, through every door; nothing is half made, nothing hangs, no page breaks."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from portal.imports import containers, services
from portal.imports.models import Batch, Item
from portal.news.models import NewsPage
from tests.imports.conftest import ARTICLE, finish_work, only_item
from tests.imports.hostile import HOSTILE

pytestmark = pytest.mark.django_db
Bring = Callable[..., Batch]


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"\0" * 20_000_000)
    return buffer.getvalue()


SCRIPTS = """<html><head><title>Tartu</title><script>alert(1)</script></head><body onload="alert(2)">
<h1>Tartu and Sapporo sign</h1><p onclick="alert(3)">The University of Tartu &lt;script&gt;alert(4)&lt;/script&gt; and
Hokkaido University in Japan signed a memorandum. <a href="javascript:alert(5)">Read on</a></p>
<iframe srcdoc="<script>alert(6)</script>"></iframe><p>Estonia and Japan have waited for this agreement for years.</p></body></html>"""

INPUTS: dict[str, tuple[str, bytes, set[str]]] = {
    "empty": ("empty.txt", b"", {"skipped"}),
    "blank": ("blank.txt", b" \r\n\t ", {"skipped"}),
    "three words": ("three.txt", b"Three short words", {"ready", "failed"}),
    "2 MB of one letter": ("a.txt", b"a" * 2_000_000, {"ready", "failed", "skipped"}),
    "binary": ("binary.txt", bytes(range(256)) * 40, {"failed"}),
    "NUL": ("nul.txt", ARTICLE.replace("Tartu", "Tar\0tu").encode(), {"ready"}),
    "broken UTF-8": ("broken.txt", ARTICLE.encode().replace(b"Tartu", b"Tar\xfftu", 1), {"ready", "failed"}),
    "scripts": ("scripts.html", SCRIPTS.encode(), {"ready"}),
    "only scripts": ("only.html", b"<html><script>alert(1)</script></html>", {"skipped", "failed"}),
    "surrogates in bytes": (
        "half.txt",
        ARTICLE.replace("Tartu", "Tar\ud800tu").encode("utf-8", "surrogatepass"),
        {"ready", "failed"},
    ),
    "zip bomb": ("bomb.zip", bomb(), {"failed"}),
    "no zip": ("rubbish.zip", b"PK\x03\x04rubbish", {"failed"}),
    "empty zip": ("empty.zip", b"PK\x05\x06" + b"\0" * 18, {"skipped"}),
    **HOSTILE,
}


def assert_told(batch: Batch, states: set[str]) -> None:
    batch.refresh_from_db()
    assert batch.state == Batch.State.FINISHED
    for item in batch.items.all():
        assert item.state in states, (item.state, item.message, item.traceback)
        assert not item.traceback
        assert item.message or item.state == Item.State.READY
    assert not NewsPage.objects.exists()


@pytest.mark.parametrize("case", INPUTS)
def test_through_the_form(client: Client, publisher: User, case: str) -> None:
    name, data, states = INPUTS[case]
    client.force_login(publisher)
    response = client.post(reverse("imports:start"), {"documents": [SimpleUploadedFile(name, data)]}, follow=True)
    assert response.status_code == 200
    finish_work()
    batch = Batch.objects.get()
    assert_told(batch, states)
    assert client.get(reverse("imports:batch", args=[batch.uuid])).status_code == 200
    for item in batch.items.all():
        page = client.get(reverse("imports:item", args=[item.uuid]))
        assert page.status_code == 200
        assert b"<script>alert" not in page.content
        assert b"javascript:alert" not in page.content.replace(b"&", b"")


@pytest.mark.parametrize("case", INPUTS)
def test_through_the_command(site: None, tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, data, states = INPUTS[case]
    (tmp_path / name).write_bytes(data)
    out = run(tmp_path / name, monkeypatch=monkeypatch)
    answer = json.loads(out)
    assert answer["state"] == "finished"
    assert_told(Batch.objects.get(uuid=answer["batch"]), states)


def run(*paths: Path, monkeypatch: pytest.MonkeyPatch, **options: Any) -> str:
    monkeypatch.setattr("portal.imports.management.commands.import_articles.PATIENCE_SECONDS", 0)
    out = io.StringIO()
    call_command("import_articles", *paths, wait=True, json=True, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "state"),
    [("a\0" * 50, "ready"), ("Three short words", "ready"), ("<script>alert(1)</script>", "ready"), ("a" * 2_000_000, "ready")],
    ids=["NUL", "three words", "script", "2 MB"],
)
def test_pasted(client: Client, publisher: User, text: str, state: str) -> None:
    client.force_login(publisher)
    response = client.post(reverse("imports:start"), {"text": text}, follow=True)
    assert response.status_code == 200
    finish_work()
    item = only_item(Batch.objects.get())
    assert item.state in (state, Item.State.FAILED)
    assert client.get(reverse("imports:item", args=[item.uuid])).status_code == 200


def test_a_lone_surrogate_in_a_pasted_text(site: None) -> None:
    batch = services.start([containers.open_pasted(ARTICLE.replace("Tartu", "Tar\ud800tu"))], title="x")
    finish_work()
    item = only_item(batch)
    assert item.state == Item.State.READY
    assert "3 broken characters were removed." in item.message or "broken characters were removed" in item.message


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
