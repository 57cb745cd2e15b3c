"""Evidence beside the record: shown, added, removed, and by whom."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from partnerships.models import Document, Evidence, Organisation, Partnership

TEXT = "Harbour news\n\nThe port and the institute signed an agreement on ballast water in April 2019."
QUOTE = "signed an agreement on ballast water"


@pytest.fixture
def document(db: None) -> Document:
    content = TEXT.encode()
    return Document.objects.create(
        sha256=Document.hash_of(content),
        content=content,
        size=len(content),
        name="harbour.txt",
        text=TEXT,
        media_type="text/plain",
    )


@pytest.fixture
def url(partnership: Partnership) -> str:
    return reverse("register_evidence_add", args=["partnership", partnership.pk])


def edit_url(partnership: Partnership) -> str:
    return reverse(Partnership.snippet_viewset.get_url_name("edit"), args=[partnership.pk])


class TestAdding:
    def test_a_sentence_of_a_document(self, editor: Client, url: str, partnership: Partnership, document: Document) -> None:
        answer = editor.post(url, {"field": "signed", "document": document.pk, "quote": f" {QUOTE} "})
        assert answer.status_code == 302
        found = partnership.evidence.get()
        assert document.text[found.start : found.end] == found.quote == QUOTE
        assert (found.field, found.decided_by.username) == ("signed", "Editors")
        page = editor.get(edit_url(partnership)).content.decode()
        assert QUOTE in page
        assert "harbour.txt" in page
        assert "Nothing proves" not in page

    def test_a_note_on_a_party(self, editor: Client, url: str, partnership: Partnership) -> None:
        party = partnership.parties.first()
        assert f"Party: {party.organisation}" in editor.get(url).content.decode()
        editor.post(url, {"field": f"party:{party.pk}", "note": "known to the editors"})
        inspect = reverse(Partnership.snippet_viewset.get_url_name("inspect"), args=[partnership.pk])
        page = editor.get(inspect).content.decode()
        assert f"Party: {party.organisation}" in page
        assert "known to the editors" in page

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            ({}, "Say how it is known: give an address, a source document, a file or a note."),
            ({"url": "javascript:alert(1)"}, "Enter a valid URL."),
            ({"field": "password", "note": "x"}, "Select a valid choice"),
            ({"note": "x\x00"}, "Null characters are not allowed."),
        ],
    )
    def test_what_is_refused(
        self, editor: Client, url: str, partnership: Partnership, data: dict[str, str], message: str
    ) -> None:
        answer = editor.post(url, data)
        assert answer.status_code == 200
        assert message in answer.content.decode()
        assert not partnership.evidence.exists()

    @pytest.mark.parametrize("quote", ["", "words that nobody wrote"])
    def test_a_quote_that_is_not_there(
        self, editor: Client, url: str, partnership: Partnership, document: Document, quote: str
    ) -> None:
        answer = editor.post(url, {"document": document.pk, "quote": quote})
        assert "The document does not contain these words" in answer.content.decode()
        assert not partnership.evidence.exists()

    def test_the_same_twice(self, editor: Client, url: str, partnership: Partnership) -> None:
        for _time in range(2):
            answer = editor.post(url, {"note": "known to the editors"})
        assert "This evidence is already there." in answer.content.decode()
        assert partnership.evidence.count() == 1

    def test_the_same_sentence_for_one_fact_twice(
        self, editor: Client, url: str, partnership: Partnership, document: Document
    ) -> None:
        sentence = {"field": "signed", "document": document.pk, "quote": QUOTE}
        editor.post(url, sentence)
        answer = editor.post(url, sentence | {"note": "page 3"})
        assert "This evidence is already there." in answer.content.decode()
        editor.post(url, sentence | {"field": "status"})
        assert [one.field for one in partnership.evidence.order_by("pk")] == ["signed", "status"]

    def test_it_stands_in_the_log(self, editor: Client, url: str, partnership: Partnership) -> None:
        editor.post(url, {"note": "known to the editors"})
        entry = ModelLogEntry.objects.get(action="register.evidence.add")
        assert entry.data["evidence"] == "known to the editors"
        history = editor.get(reverse(Partnership.snippet_viewset.get_url_name("history"), args=[partnership.pk]))
        assert "Evidence added" in history.content.decode()


def test_removing(editor: Client, partnership: Partnership) -> None:
    evidence = Evidence.objects.create(record=partnership, note="a mistake")
    url = reverse("register_evidence_remove", args=["partnership", partnership.pk, evidence.pk])
    assert editor.get(url).status_code == 405
    assert editor.post(url).status_code == 302
    assert not partnership.evidence.exists()
    assert ModelLogEntry.objects.get(action="register.evidence.remove").data["evidence"] == "a mistake"


def test_not_that_of_another_record(editor: Client, partnership: Partnership, harbour: Organisation) -> None:
    evidence = Evidence.objects.create(record=harbour, note="stays")
    assert editor.post(reverse("register_evidence_remove", args=["partnership", partnership.pk, evidence.pk])).status_code == 404
    assert Evidence.objects.exists()


@pytest.mark.parametrize("path", ["nonsense/1/add/", "partnership/999999/add/"])
def test_of_no_record(editor: Client, path: str) -> None:
    assert editor.get(f"/admin/register/evidence/{path}").status_code == 404


def test_only_for_those_who_may(db: None, client: Client, url: str, partnership: Partnership) -> None:
    assert client.post(url, {"note": "x"}).status_code == 302
    client.force_login(get_user_model().objects.create(username="nobody"))
    assert client.post(url, {"note": "x"}).status_code == 302
    assert not partnership.evidence.exists()


class TestDocuments:
    def test_are_listed_read_and_fetched(self, editor: Client, document: Document) -> None:
        assert "harbour.txt" in editor.get("/admin/register/documents/?q=HARB").content.decode()
        assert "signed an agreement" in editor.get(f"/admin/register/documents/inspect/{document.pk}/").content.decode()
        answer = editor.get(f"/admin/register/documents/{document.pk}/download/")
        assert b"".join(answer.streaming_content) == document.content
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment")

    @pytest.mark.parametrize("path", ["new/", "add/", "edit/{}/", "delete/{}/", "copy/{}/"])
    def test_are_never_changed(self, log_in, document: Document, path: str) -> None:
        client = log_in("")
        url = f"/admin/register/documents/{path.format(document.pk)}"
        assert client.get(url).status_code == 404
        assert client.post(url, {"name": "forged"}).status_code == 404
        document.refresh_from_db()
        assert document.name == "harbour.txt"
