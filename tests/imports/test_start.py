"""How an import begins: a preview that writes nothing, columns that are asked about, addresses, and what is too large."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Document
from portal.imports import columns, containers, fetching, pages, previewing, services, suggestions
from portal.imports.containers import Source
from portal.imports.models import Batch, ColumnMapping, Item, Suggestion, Upload
from portal.imports.telling import told
from tests.imports.conftest import ARTICLE, finish_work, numbered
from tests.imports.test_api import post, token_of

pytestmark = pytest.mark.django_db
Bring = Callable[..., Batch]


@pytest.fixture
def desk(client: Client, publisher: User) -> Client:
    client.force_login(publisher)
    return client


def start(client: Client, **data: Any) -> Any:
    return client.post(reverse("imports:start"), data, follow=True)


def archive(**files: str | bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer.getvalue()


def rows() -> list[int]:
    return [model.objects.count() for model in (Batch, Item, Document, Suggestion, Upload)]


# --- preview


def test_a_preview_says_what_an_import_then_does(bring: Bring) -> None:
    bring(numbered(7))
    before = rows()
    sources = [
        Source("a.txt", numbered(0).encode()),
        Source("again.txt", numbered(0).encode()),
        Source("known.txt", numbered(7).encode()),
        Source("empty.txt", b" "),
        Source("logo.png", message=told("Files of this kind are not read."), skipped=True),
    ]
    preview = previewing.preview(sources)
    assert rows() == before
    assert not preview.has_more
    first = preview.documents[0]
    assert (first.state, first.date, first.language) == ("ready", "2021-03-12", "en")
    assert first.title == "University of Tartu and Hokkaido University sign memorandum no. 1"
    assert first.countries == ["EE", "JP"]
    assert first.facts["partnership"]
    assert [document.state for document in preview.documents] == ["ready", "duplicate", "duplicate", "skipped", "skipped"]
    assert "a.txt" in str(preview.documents[1].message)
    assert "Spring" in str(preview.documents[2].message)
    batch = bring(*sources)
    items = list(batch.items.order_by("position"))
    assert [item.state for item in items] == [document.state for document in preview.documents]
    facts = items[0].suggestions.filter(kind__in=first.facts).values_list("kind").annotate(n=Count("pk"))
    assert dict(facts.order_by()) == first.facts


def test_only_the_first_documents_are_touched() -> None:
    asked = 0

    def sources() -> Iterator[Source]:
        nonlocal asked
        for n in range(10_000):
            asked += 1
            yield Source(f"{n}.txt", f"Some words of the text number {n}.".encode())

    preview = previewing.preview(sources())
    assert (len(preview.documents), preview.has_more) == (20, True)
    assert asked == 21
    refused = previewing.preview(Source(f"{n}.png", message=told("Not read."), skipped=True) for n in range(10_000))
    assert (len(refused.documents), refused.has_more) == (100, True)


def test_a_fault_of_ours_is_told_for_its_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestions, "build", lambda *_args: 1 / 0)
    preview = previewing.preview([Source("a.txt", ARTICLE.encode()), Source("empty.txt", b" ")])
    assert [document.state for document in preview.documents] == ["failed", "skipped"]
    assert "unexpected error" in str(preview.documents[0].message)
    assert not Item.objects.exists()


def test_the_form_previews_and_then_imports_what_it_kept(desk: Client) -> None:
    files = [SimpleUploadedFile("news.zip", archive(**{"a.txt": numbered(0), "broken.docx": b"no word file"}))]
    response = start(desk, documents=files, text=numbered(1), preview="1", title="Spring")
    batch = Batch.objects.get()
    assert response.redirect_chain[-1][0] == reverse("imports:preview", args=[batch.uuid])
    page = response.content.decode()
    assert "sign memorandum no. 1" in page
    assert "sign memorandum no. 2" in page
    assert "All 3 documents" in page
    assert "12 March 2021 · English · Estonia, Japan" in page
    assert (batch.state, Item.objects.count(), Document.objects.count()) == ("prepared", 0, 0)
    assert "Not started" in desk.get(reverse("imports:index")).content.decode()
    assert desk.get(reverse("imports:batch", args=[batch.uuid])).url == reverse("imports:preview", args=[batch.uuid])
    desk.post(reverse("imports:begin", args=[batch.uuid]))
    finish_work()
    assert sorted(batch.items.values_list("state", flat=True)) == ["failed", "ready", "ready"]
    assert desk.get(reverse("imports:preview", args=[batch.uuid])).url == reverse("imports:batch", args=[batch.uuid])
    desk.post(reverse("imports:discard", args=[batch.uuid]))
    assert Batch.objects.exists()


def test_a_preview_is_read_once_and_again_when_the_columns_are_said_otherwise(
    desk: Client, publisher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, really = [], previewing.preview
    monkeypatch.setattr(previewing, "preview", lambda sources: read.append(1) or really(sources))
    start(desk, documents=[SimpleUploadedFile("news.csv", b"title,text\nTartu signs,Words of the article\n")], preview="1")
    batch = Batch.objects.get()
    url = reverse("imports:preview", args=[batch.uuid])
    assert "Tartu signs" in desk.get(url).content.decode()
    assert len(read) == 1
    columns.remember(("title", "text"), {"title": "text", "text": "title"}, publisher)
    assert "Words of the article" in desk.get(url).content.decode()
    assert len(read) == 2
    ColumnMapping.objects.all().delete()
    desk.get(url)
    assert len(read) == 3
    desk.post(reverse("imports:begin", args=[batch.uuid]))
    batch.refresh_from_db()
    assert (batch.state, batch.preview) == ("running", None)


def test_a_kept_preview_is_what_was_read(bring: Bring) -> None:
    bring(numbered(7))
    found = previewing.preview([Source("a.txt", numbered(0).encode()), Source("known.txt", numbered(7).encode())])
    assert previewing.Preview.of(json.loads(json.dumps(found.kept()))) == found


def test_a_preview_that_ran_out_of_time_says_so(desk: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previewing, "SECONDS", 0.0)
    files = [SimpleUploadedFile(f"{n}.txt", numbered(n).encode()) for n in range(2)]
    page = start(desk, documents=files, preview="1").content.decode()
    assert "The first document, as it would be read; there are more." in page
    assert "Reading them took longer than 0 seconds, so the preview ends here." in page
    assert previewing.Preview.of(Batch.objects.get().preview).is_out_of_time
    (tmp_path / "all.zip").write_bytes(archive(**{"a.txt": numbered(0), "b.txt": numbered(1)}))
    out = io.StringIO()
    call_command("import_articles", str(tmp_path), preview=True, stdout=out)
    assert "the preview ends here; there is more." in out.getvalue()
    monkeypatch.setattr(previewing, "SECONDS", 100.0)
    monkeypatch.setattr(previewing, "DOCUMENTS", 1)
    enough = previewing.preview(Source(f"{n}.txt", b"words") for n in range(3))
    assert (enough.has_more, enough.is_out_of_time) == (True, False)


def test_what_was_previewed_can_be_discarded(desk: Client) -> None:
    start(desk, text=ARTICLE, preview="1")
    batch = Batch.objects.get()
    response = desk.post(reverse("imports:discard", args=[batch.uuid]), follow=True)
    assert "Nothing was imported" in response.content.decode()
    assert rows() == [0, 0, 0, 0, 0]


def test_the_steps_are_closed_to_strangers(client: Client, importer: User, django_user_model: type[User]) -> None:
    batch = services.prepare([(containers.Unopened("a.txt", io.BytesIO(b"words")), False)], title="", user=importer)
    client.force_login(django_user_model.objects.create_user("nobody", password="x"))
    for name in ("preview", "columns"):
        assert client.get(reverse(f"imports:{name}", args=[batch.uuid])).status_code in (302, 403)
    for name in ("begin", "discard"):
        assert client.post(reverse(f"imports:{name}", args=[batch.uuid])).status_code in (302, 403)
    assert Batch.objects.get().state == "prepared"


def test_the_command_previews(site: None, tmp_path: Path) -> None:
    (tmp_path / "news.zip").write_bytes(archive(**{"a.txt": numbered(0), "bad.docx": b"x"}))
    out = io.StringIO()
    call_command("import_articles", str(tmp_path), preview=True, json=True, stdout=out)
    answer = json.loads(out.getvalue())
    assert answer["more"] is False
    assert [document["state"] for document in answer["documents"]] == ["ready", "failed"]
    assert answer["documents"][0]["countries"] == ["EE", "JP"]
    assert answer["documents"][1]["message"]
    assert rows() == [0, 0, 0, 0, 0]
    out = io.StringIO()
    call_command("import_articles", str(tmp_path), preview=True, stdout=out)
    assert "University of Tartu and Hokkaido University sign memorandum no. 1" in out.getvalue()
    assert "That is all." in out.getvalue()


def test_a_program_previews(client: Client, importer: User) -> None:
    token = token_of(importer)
    data = {"documents": SimpleUploadedFile("news.csv", b"Kop,Tekst\nTartu signs,Words of the article\n")}
    answer = client.post("/api/v1/imports?preview=true", data, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert answer.json()["documents"][0]["name"] == "Tartu signs · row 2"
    assert rows() == [0, 0, 0, 0, 0]


# --- columns


TABLE = "Rubrik,Brödtext,Nummer\nTartu signs,Words of the article,7\nSapporo follows,More words of it,8\n"


def table() -> SimpleUploadedFile:
    return SimpleUploadedFile("nyheter.csv", TABLE.encode())


def chosen(page: str, *fields: str) -> dict[str, str]:
    names = list(dict.fromkeys(re.findall(r'<select name="([^"]+)"', page)))
    return dict(zip(names, fields, strict=True))


def test_columns_that_are_not_known_are_asked_about_and_remembered(desk: Client) -> None:
    response = start(desk, documents=[table()])
    batch = Batch.objects.get()
    assert response.redirect_chain[-1][0] == reverse("imports:columns", args=[batch.uuid])
    page = response.content.decode()
    for words in ("Rubrik", "Sapporo follows", "nyheter.csv"):
        assert words in page
    assert batch.state == "prepared"
    wrong = desk.post(reverse("imports:columns", args=[batch.uuid]), chosen(page, "text", "text", ""))
    assert "more than one column" in wrong.content.decode()
    wrong = desk.post(reverse("imports:columns", args=[batch.uuid]), chosen(page, "", "", "date"))
    assert "which column holds the text" in wrong.content.decode()
    assert not ColumnMapping.objects.exists()
    seen = desk.post(reverse("imports:columns", args=[batch.uuid]), chosen(page, "title", "text", ""), follow=True)
    assert re.search(r"<b[^>]*>Tartu signs</b>\s*<p[^>]*><bdi>row 2</bdi>", seen.content.decode())
    desk.post(reverse("imports:begin", args=[batch.uuid]))
    finish_work()
    assert [str(item) for item in batch.items.all()] == ["Tartu signs · row 2", "Sapporo follows · row 3"]
    response = start(desk, documents=[table()])
    assert response.redirect_chain[-1][0] == reverse("imports:batch", args=[Batch.objects.first().uuid])


def test_a_table_whose_articles_would_be_titles_alone_is_asked_about_twice(desk: Client) -> None:
    rows = "Rubrik,Brödtext,Nummer\nTartu,Words of the article,7\nTartu and Sapporo sign a memorandum on students,,8\n"
    page = start(desk, documents=[SimpleUploadedFile("nyheter.csv", rows.encode())]).content.decode()
    address = reverse("imports:columns", args=[Batch.objects.get().uuid])
    assert "import the titles alone" not in page
    answer = chosen(page, "title", "", "date")
    asked = desk.post(address, answer).content.decode()
    assert "every article would be its title alone" in asked
    assert not ColumnMapping.objects.exists()
    (tick,) = re.findall(r'<input type="checkbox" name="([^"]+)"', asked)
    seen = desk.post(address, {**answer, tick: "on"}, follow=True).content.decode()
    assert seen.count("It has a title and no text.") == 2
    assert seen.count("There is too little text in this file to be an article.") == 1
    assert ColumnMapping.objects.get().columns == {"title": "Rubrik", "date": "Nummer"}
    # With a text there is nothing to ask, whatever is ticked.
    desk.post(address, {**chosen(page, "title", "text", ""), tick: "on"})
    assert ColumnMapping.objects.get().columns == {"title": "Rubrik", "text": "Brödtext"}


def test_of_many_tables_the_first_are_asked_about(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "MOST_ASKED", 2)
    known = [SimpleUploadedFile(f"{n}.csv", f"title,text\nTartu signs {n},Words\n".encode()) for n in range(2)]
    start(desk, documents=[*known, table()])
    assert Batch.objects.get().state == "running"
    finish_work()
    assert [str(item) for item in Batch.objects.get().items.all() if "No column is known" in str(item.message)] == ["nyheter.csv"]


def test_what_is_remembered_can_be_changed_and_forgotten(client: Client, admin_user: User, site: None) -> None:
    client.force_login(admin_user)
    columns.remember(("Rubrik", "Brödtext", "Nummer"), {"title": "Rubrik", "text": "Nummer"}, admin_user)
    row = ColumnMapping.objects.get()
    assert "Brödtext" in client.get(reverse("import_columns:index")).content.decode()
    address = reverse("import_columns:edit", args=[row.pk])
    assert 'value="Brödtext"' in client.get(address).content.decode()
    client.post(address, {"title": "Rubrik", "text": "Brödtext"})
    row.refresh_from_db()
    assert row.columns == {"title": "Rubrik", "text": "Brödtext"}
    assert "at least the title" in client.post(address, {"date": "Nummer"}).content.decode()
    assert client.get(reverse("import_columns:add")).status_code in (302, 403)
    client.post(reverse("import_columns:delete", args=[row.pk]))
    assert not ColumnMapping.objects.exists()


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.xlsx"])
def test_a_table_that_cannot_be_read_is_not_asked_about(desk: Client, name: str) -> None:
    response = start(desk, documents=[SimpleUploadedFile(name, b"\0\1")])
    assert response.redirect_chain[-1][0] == reverse("imports:batch", args=[Batch.objects.get().uuid])
    finish_work()
    assert Item.objects.get().state == "failed"


def test_columns_are_named_by_a_program(client: Client, importer: User) -> None:
    token = token_of(importer)
    response = post(client, token, documents=table(), columns="title=Rubrik,text=Brödtext")
    assert response.status_code == 202
    finish_work()
    assert str(Item.objects.first()).startswith("Tartu signs")
    response = post(client, token, documents=table(), columns="nonsense")
    assert response.status_code == 400
    assert "FIELD=HEADING" in response.json()["detail"]


# --- addresses


@pytest.fixture
def web(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A web server on the loopback that the client takes for a public one; gives its address."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path.startswith("/a")
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            self.wfile.write(numbered(len(self.path)).encode() if found else b"")

        def log_message(self, *_args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Pages)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.IMPORT_FETCH_HOSTS = ["news.example"]
    client = fetching.Client(resolve=lambda _host, _port: ["127.0.0.1"], accepts=lambda _address: True)
    monkeypatch.setattr("portal.imports.pages.Client", lambda: client)
    yield f"http://news.example:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_list_of_addresses_brings_each_page(desk: Client, web: str) -> None:
    text = f"# What we read\n{web}/a1\n\n{web}/missing\n{web}/a1\nhttps://elsewhere.example/a\n{web}/a22.txt\n"
    start(desk, text=text)
    finish_work()
    batch = Batch.objects.get()
    found = {str(item).removeprefix(web): (item.state, str(item.message)) for item in batch.items.all()}
    assert found["/a1"][0] == found["/a22.txt"][0] == "ready"
    assert found["/missing"][0] == "failed"
    assert "404" in found["/missing"][1]
    assert "elsewhere.example" in found["https://elsewhere.example/a"][1]
    assert found["addresses.urls"] == (
        "skipped",
        "Addresses that stand in the list more than once are brought once (1 left out).",
    )
    assert batch.items.get(address=f"{web}/a1").document.origin == f"{web}/a1"
    failed = batch.items.get(address=f"{web}/missing")
    page = desk.get(reverse("imports:batch", args=[batch.uuid])).content.decode()
    assert f'value="{failed.pk}"' in page
    assert services.retry(batch, [failed]) == 1


def test_no_transaction_waits_for_the_network_and_the_item_stays_claimed(
    desk: Client, web: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, bool]] = []
    fetch = pages.fetch

    def watched(address: str) -> fetching.Fetched:
        seen.append((len(connection.savepoint_ids), Item.objects.filter(claimed_at__gt=timezone.now()).exists()))
        return fetch(address)

    monkeypatch.setattr(pages, "fetch", watched)
    outside = len(connection.savepoint_ids)
    start(desk, text=f"{web}/a1\n{web}/missing")
    finish_work()
    assert seen == [(outside, True)] * 2
    assert sorted(Item.objects.values_list("state", flat=True)) == ["failed", "ready"]
    assert not Item.objects.filter(claimed_at__gt=timezone.now(), state="ready").exists()
    (tmp_path / "list.txt").write_text(f"{web}/a1\n{web}/a22\n")
    call_command("import_articles", str(tmp_path / "list.txt"), preview=True, stdout=io.StringIO())
    assert seen[2:] == [(outside, False)] * 2


def test_an_uploaded_list_is_the_same(web: str, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(f"{web}/a1\n{web}/a22\n")
    out = io.StringIO()
    call_command("import_articles", str(tmp_path / "list.txt"), preview=True, json=True, stdout=out)
    assert [document["state"] for document in json.loads(out.getvalue())["documents"]] == ["ready", "ready"]
    assert not Document.objects.exists()
    call_command("import_articles", str(tmp_path / "list.txt"), stdout=io.StringIO())
    finish_work()
    assert list(Item.objects.values_list("state", flat=True)) == ["ready", "ready"]


def test_where_nothing_may_be_fetched_a_list_is_refused(desk: Client, importer: User, settings: Any) -> None:
    settings.IMPORT_FETCH_HOSTS = []
    text = "https://news.example/a\nhttps://news.example/b"
    assert "fetches nothing from the network" in start(desk, text=text).content.decode()
    response = post(Client(), token_of(importer), text=text)
    assert response.status_code == 400
    assert "fetches nothing" in response.json()["detail"]
    assert not Batch.objects.exists()
    start(desk, documents=[SimpleUploadedFile("list.txt", text.encode())])
    finish_work()
    item = Item.objects.get()
    assert item.state == "failed"
    assert "fetches nothing" in str(item.message)


def test_an_article_with_addresses_in_it_is_no_list() -> None:
    assert containers.is_list("https://a.example/x\n# a note\nhttp://b.example")
    for text in ("", "\n", "See https://a.example/x", "https://a.example/x\nand more", "ftp://a.example/x", "# only a note"):
        assert not containers.is_list(text)


# --- too large


def test_a_text_that_is_too_large_is_an_error_of_the_form(desk: Client, importer: User, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
    response = start(desk, text="a" * 1_200_000)
    assert response.status_code == 200
    assert "Bring it as a file" in response.content.decode()
    response = post(Client(), token_of(importer), text="a" * 1_200_000)
    assert response.status_code == 413
    assert "Bring it as a file" in response.json()["detail"]
    assert not Batch.objects.exists()


def test_too_many_files_are_an_error_of_the_form(desk: Client, importer: User, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    files = [SimpleUploadedFile(f"{n}.txt", b"words") for n in range(4)]
    assert "Put them into a ZIP archive" in start(desk, documents=files).content.decode()
    for file in files:
        file.seek(0)
    response = post(Client(), token_of(importer), documents=files)
    assert response.status_code == 413
    assert not Batch.objects.exists()


def test_the_form_still_asks_for_its_token(publisher: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(publisher)
    assert client.post(reverse("imports:start"), {"text": ARTICLE}).status_code == 403
    page = client.get(reverse("imports:start")).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    response = client.post(reverse("imports:start"), {"text": ARTICLE, "csrfmiddlewaretoken": token[1]})
    assert response.status_code == 302
    assert Batch.objects.exists()


def test_many_small_files_do_not_wait_for_each_other(desk: Client) -> None:
    start(desk, documents=[SimpleUploadedFile(f"{n}.txt", f"words {n}".encode()) for n in range(1_200)])
    assert Item.objects.count() == 1_200
    assert connection.is_usable()
