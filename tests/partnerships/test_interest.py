"""Expressions of interest: received once and with care, answered by mail, gone after their time."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone
from lxml import html
from wagtail.models import ModelLogEntry

from partnerships import interest, retention
from partnerships.interest import receiving
from partnerships.listing import build_listing
from partnerships.models import Interest, InterestNotice, Opportunity
from partnerships.templatetags.register_tags import stage
from portal.news.roles import set_roles
from tests.site.small_register import SmallRegister

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nhello"


@pytest.fixture
def call(register: SmallRegister) -> Opportunity:
    set_roles()
    contact = User.objects.create_user("mia", email="mia@example.org", is_active=True)
    contact.groups.add(Group.objects.get(name="Moderators"))
    register.call.takes_interest, register.call.contact = True, contact
    register.call.save()
    return register.call


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "LEAST_SECONDS", -1)


def sent(client: Client, call: Opportunity, **values: Any) -> Any:
    """The answer to the form of the opportunity's page, filled in and sent."""
    tree = html.fromstring(client.get(call.get_absolute_url()).content.decode())
    form = tree.cssselect("form.form")[0]
    data = {field.name: field.value for field in form.cssselect("input[type=hidden]")}
    data |= {
        "interest-name": "Ingrid Jansson", "interest-email": "ingrid@example.org", "interest-message": "We build boats.",
        "interest-consent": "on",
    }  # fmt: skip
    data |= {f"interest-{name}": value for name, value in values.items()}
    data = {name: value for name, value in data.items() if value is not None}
    return client.post(form.get("action").partition("#")[0], data)


def errors(response: Any) -> str:
    return " ".join(html.fromstring(response.content.decode()).cssselect(".form-errors")[0].text_content().split())


def test_what_a_visitor_writes_is_kept_with_the_consent_as_it_was_read(client: Client, call: Opportunity, at_once: None) -> None:
    answer = sent(client, call, file=SimpleUploadedFile("../../Our boats.exe", PDF), organisation="Jansson Boats")
    assert (answer.status_code, answer["Location"]) == (302, f"{call.get_absolute_url()}interest/thanks/")
    assert "has arrived" in client.get(answer["Location"]).content.decode()
    found = Interest.objects.get()
    assert (found.name, found.email, found.organisation) == ("Ingrid Jansson", "ingrid@example.org", "Jansson Boats")
    assert "180 days" in found.consent_text
    assert (found.file_name, found.file_type, bytes(found.file)) == ("Our boats.pdf", "application/pdf", PDF)
    assert found.assigned_to == call.contact
    assert "127.0.0.1" not in found.sender
    assert len(found.sender) == 64


def test_the_same_form_sent_twice_is_one(client: Client, call: Opportunity, at_once: None) -> None:
    tree = html.fromstring(client.get(call.get_absolute_url()).content.decode())
    token = tree.cssselect("input[name=interest-token]")[0].value
    for _time in range(2):
        assert sent(client, call, token=token).status_code == 302
    assert Interest.objects.count() == 1


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"email": "nobody"}, "name@example.org"),
    ({"consent": None}, "please tick it"),
    ({"message": ""}, "Message"),
    ({"token": "made up"}, "too old"),
    ({"file": SimpleUploadedFile("a.pdf", b"MZ\x90 a program")}, "Only PDF"),
    ({"file": SimpleUploadedFile("a.pdf", b"")}, "empty"),
    ({"file": SimpleUploadedFile("a.pdf", PDF + b"x" * 6 * 1024 * 1024)}, "at most 5.0"),
    ({"name": "a\x00b"}, "Null characters"),
]


def test_what_is_wrong_is_said_and_nothing_is_lost(client: Client, call: Opportunity, at_once: None) -> None:
    for values, words in WRONG:
        answer = sent(client, call, **values)
        assert answer.status_code == 422
        assert words in errors(answer)
        assert "ingrid@example.org" in answer.content.decode() or "email" in values
    assert not Interest.objects.exists()


def test_programs_are_slowed_down(client: Client, call: Opportunity, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    assert "quicker than a person" in errors(sent(client, call))
    monkeypatch.setattr(receiving, "LEAST_SECONDS", -1)
    assert sent(client, call, homepage="https://spam.example").status_code == 302
    assert Interest.objects.get().state == "spam"
    settings.INTEREST_PER_HOUR = 2
    assert sent(client, call).status_code == 302
    answer = sent(client, call)
    assert answer.status_code == 429
    assert "within an hour" in errors(answer)
    settings.BEHIND_PROXY = True
    client.defaults["HTTP_X_FORWARDED_FOR"] = "127.0.0.1, 192.0.2.7"
    assert sent(client, call).status_code == 302


def test_a_form_without_its_cookie_is_refused(call: Opportunity) -> None:
    assert Client(enforce_csrf_checks=True).post(f"{call.get_absolute_url()}interest/", {}).status_code == 403


def test_list_facet_page_and_form_close_at_the_same_moment(
    client: Client, call: Opportunity, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = call.closes
    for now, is_open in ((moment - datetime.timedelta(microseconds=1), True), (moment, False)):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        word = "open" if is_open else "closed"
        assert stage(call).value == word
        assert [record.pk for record in build_listing("opportunity", {"status": [word]}).records] == [call.pk]
        facet = next(facet for facet in build_listing("opportunity", {}).facets if facet.name == "status")
        assert [(value.value, value.count) for value in facet.values] == [(word, 1)]
        page = client.get(call.get_absolute_url()).content.decode()
        assert ("interest-message" in page, "The form closed" in page) == (is_open, not is_open)
        if is_open:
            kept = page
    token = html.fromstring(kept).cssselect("input[name=interest-token]")[0].value
    values = {"name": "A", "email": "a@example.org", "message": "late", "consent": "on", "token": token}
    answer = client.post(f"{call.get_absolute_url()}interest/", {f"interest-{name}": value for name, value in values.items()})
    assert answer.status_code == 410
    assert "is closed" in errors(answer)
    assert not Interest.objects.exists()


def archive(*names: str, mimetype: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as found:
        if mimetype:
            found.writestr("mimetype", mimetype)
        for name in names:
            found.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, ".pdf"),
        (b"\x89PNG\r\n\x1a\n", ".png"),
        (b"\xff\xd8\xff\xe0", ".jpg"),
        (archive("[Content_Types].xml", "word/document.xml"), ".docx"),
        (archive("content.xml", mimetype="application/vnd.oasis.opendocument.text"), ".odt"),
        (archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), ""),
        (archive("anything.txt"), ""),
        (b"PK\x03\x04 broken", ""),
        (b"<html><script>alert(1)</script>", ""),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, ending: str) -> None:
    try:
        checked = interest.checked_file('C:\\docs\\évil"; x.svg', io.BytesIO(content), len(content))
    except interest.FileError:
        assert not ending
    else:
        assert checked.name == f"évil x{ending}"


@pytest.fixture
def row(client: Client, call: Opportunity, at_once: None) -> Interest:
    assert sent(client, call, file=SimpleUploadedFile("boats.pdf", PDF)).status_code == 302
    return Interest.objects.get()


def test_an_answer_is_kept_sent_and_never_doubled(row: Interest) -> None:
    found = interest.answer(row, "Come in March.", row.assigned_to)
    assert (found.state, found.answer, bool(found.mailed_at)) == ("answered", "Come in March.", True)
    message = mail.outbox[0]
    assert (message.to, message.reply_to) == (["ingrid@example.org"], ["mia@example.org"])
    assert "Come in March." in message.body
    assert "We build boats." in message.body
    with pytest.raises(interest.AnswerError, match="mia has answered"):
        interest.answer(row, "Again", row.assigned_to)
    interest.send_answer(row, again=True)
    assert len(mail.outbox) == 1
    entry = ModelLogEntry.objects.get(action=interest.ANSWERED)
    assert "Ingrid" not in f"{entry.label} {entry.data}"


def test_a_mail_that_fails_is_shown_and_sent_again(row: Interest, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> int:
        raise ConnectionRefusedError("no mail server")

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", fail)
        found = interest.answer(row, "Come in March.", row.assigned_to)
    assert (found.mailed_at, found.mail_error) == (None, "ConnectionRefusedError: no mail server")
    assert Interest.objects.get().answer == "Come in March."
    assert interest.send_answer(row).mailed_at
    assert len(mail.outbox) == 1


def test_a_try_of_which_nobody_knows_the_end_is_repeated_only_on_demand(row: Interest, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*args: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", die)
        with pytest.raises(KeyboardInterrupt):
            interest.answer(row, "Come in March.", row.assigned_to)
    with pytest.raises(interest.AnswerError, match="being sent"):
        interest.send_answer(row, again=True)
    Interest.objects.update(mail_tried_at=timezone.now() - datetime.timedelta(minutes=6))
    with pytest.raises(interest.AnswerError, match="interrupted"):
        interest.send_answer(row)
    assert interest.send_answer(row, again=True).mailed_at


def test_the_one_who_answers_is_told_once_and_nothing_of_the_visitor(row: Interest) -> None:
    assert interest.send_notices() == {"sent": 1, "failed": 0}
    assert interest.send_notices() == {"sent": 0, "failed": 0}
    (message,) = mail.outbox
    assert message.to == ["mia@example.org"]
    assert f"/admin/register/inbox/{row.pk}/" in message.body
    assert not [word for word in ("Ingrid", "ingrid@", "boats") if word in f"{message.subject} {message.body}"]


def test_whoever_takes_it_over_is_told(row: Interest) -> None:
    interest.send_notices()
    mia = row.assigned_to
    noor = User.objects.create(username="noor", email="noor@example.org")
    interest.assign(row, interest.handling(row), "new", noor, mia)
    assert interest.send_notices() == {"sent": 1, "failed": 0}
    assert interest.send_notices() == {"sent": 0, "failed": 0}
    first, second = mail.outbox
    assert second.to == ["noor@example.org"]
    assert first.extra_headers["Message-ID"] != second.extra_headers["Message-ID"]


@pytest.mark.parametrize(("state", "who"), [("declined", "noor"), ("in-progress", "mia"), ("in-progress", None)])
def test_nobody_is_told_of_what_is_no_work_or_their_own_act(row: Interest, state: str, who: str | None) -> None:
    interest.send_notices()
    noor = User.objects.create(username="noor", email="noor@example.org")
    interest.assign(row, interest.handling(row), state, {"noor": noor, "mia": row.assigned_to, None: None}[who], row.assigned_to)
    assert interest.send_notices() == {"sent": 0, "failed": 0}
    assert len(mail.outbox) == 1


def test_taking_it_oneself_sends_no_mail(row: Interest) -> None:
    interest.send_notices()
    noor = User.objects.create(username="noor", email="noor@example.org")
    interest.assign(row, interest.handling(row), "in-progress", noor, noor)
    assert interest.send_notices() == {"sent": 0, "failed": 0}


def test_nobody_is_told_of_spam(client: Client, call: Opportunity, at_once: None) -> None:
    assert sent(client, call, homepage="https://example.org").status_code == 302
    assert not InterestNotice.objects.exists()


@pytest.mark.parametrize("seen_to", [{"state": "declined"}, {"assigned_to": None}])
def test_nobody_is_told_of_what_is_seen_to(row: Interest, seen_to: dict[str, Any]) -> None:
    Interest.objects.update(**seen_to)
    assert interest.send_notices() == {"sent": 0, "failed": 1}
    assert interest.send_notices(timezone.now() + datetime.timedelta(days=1)) == {"sent": 0, "failed": 0}
    assert not mail.outbox


def test_a_notice_that_fails_or_dies_is_tried_three_times_under_one_message_id(
    row: Interest, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def die(_backend: object, messages: list[Any]) -> int:
        tried.append(messages[0].extra_headers["Message-ID"])
        raise (KeyboardInterrupt if len(tried) == 1 else ConnectionRefusedError("no mail server"))

    monkeypatch.setattr(EmailBackend, "send_messages", die)
    now = timezone.now()
    with pytest.raises(KeyboardInterrupt):
        interest.send_notices(now)
    assert interest.send_notices(now + datetime.timedelta(minutes=9)) == {"sent": 0, "failed": 0}
    for minutes in (10, 20, 30):
        interest.send_notices(now + datetime.timedelta(minutes=minutes))
    notice = InterestNotice.objects.get()
    assert (len(tried), len(set(tried)), notice.attempts, notice.sent_at) == (3, 1, 3, None)
    assert notice.error == "ConnectionRefusedError: no mail server"


def test_personal_data_goes_after_its_time_and_is_still_counted(row: Interest, settings: Any) -> None:
    interest.answer(row, "Dear Ingrid", row.assigned_to)
    assert retention.delete_personal_data(row.delete_on - datetime.timedelta(days=1)) == {"erased": 0, "senders": 0}
    assert retention.delete_personal_data(row.delete_on) == {"erased": 1, "senders": 0}
    assert retention.delete_personal_data(row.delete_on) == {"erased": 0, "senders": 0}
    left = Interest.objects.values().get()
    assert not [word for word in ("Ingrid", "ingrid@", "boats", "mia") if word in str(left)]
    assert (left["state"], left["file"], left["sender"]) == ("answered", None, "")
    assert left["erased_at"]
    with pytest.raises(interest.AnswerError, match="deleted"):
        interest.send_answer(row)


def test_what_tells_senders_apart_goes_after_a_day(row: Interest) -> None:
    assert retention.delete_personal_data()["senders"] == 0
    Interest.objects.update(received_at=timezone.now() - datetime.timedelta(days=2))
    assert retention.delete_personal_data()["senders"] == 1


def test_the_inbox_is_searched_by_every_word_in_no_time(row: Interest, client: Client) -> None:
    client.force_login(User.objects.get(username="mia"))
    inbox = "/admin/register/inbox/?q="
    assert "Ingrid Jansson" in client.get(f"{inbox}jansson+example.org").content.decode()
    assert "Ingrid Jansson" not in client.get(f"{inbox}jansson+elsewhere").content.decode()
    # Alternatives that multiply with each word would take until tomorrow.
    assert client.get(inbox + "+".join(["a"] * 99)).status_code == 200


def test_the_inbox(row: Interest, client: Client) -> None:
    client.force_login(User.objects.get(username="mia"))
    address = f"/admin/register/inbox/{row.pk}/"
    assert "Ingrid Jansson" in client.get("/admin/register/inbox/").content.decode()
    assert "Ingrid Jansson" in client.get("/admin/").content.decode()
    assert "Ingrid Jansson" not in client.get("/admin/register/inbox/?overdue=overdue").content.decode()
    Interest.objects.update(answer_by=timezone.localdate() - datetime.timedelta(days=1))
    assert "(overdue)" in client.get("/admin/register/inbox/?overdue=overdue").content.decode()
    file = client.get(f"{address}file/")
    assert file["Content-Disposition"] == 'attachment; filename="boats.pdf"'
    assert file["Content-Type"] == "application/octet-stream"
    opened = {"act": "handle", "seen": interest.handling(row), "assigned_to": ""}
    client.post(address, opened | {"state": "new"})
    row.refresh_from_db()
    assert (row.state, row.assigned_to) == ("new", None)
    late = client.post(address, opened | {"state": "spam"}, follow=True)
    assert "in the meantime: “New”, assigned to nobody." in late.content.decode()
    client.post(address, opened | {"seen": interest.handling(row), "state": "in-progress"})
    client.post(address, {"act": "answer", "text": ""})
    assert not mail.outbox
    client.post(address, {"act": "decline", "text": "We are sorry."})
    row.refresh_from_db()
    assert (row.state, row.answer, len(mail.outbox)) == ("declined", "We are sorry.", 1)
    lost = client.post(address, {"act": "answer", "text": "My long answer"}).content.decode()
    assert "has answered in the meantime" in lost
    client.post(f"{address}erase/")
    assert client.get(address).status_code == 404
    assert "Declined: 1" in client.get(f"/admin/register/opportunities/inspect/{row.opportunity_id}/").content.decode()
