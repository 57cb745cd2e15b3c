"""The acts on one partnership, each through its page in the admin."""

import datetime
from collections.abc import Callable

import bs4
import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from partnerships import lifecycle
from partnerships.facts import unproved
from partnerships.models import Document, Evidence, Partnership
from partnerships.views.lifecycle import ACTS
from portal.news.roles import EDITORS
from tests.partnerships.admin.forms import Form, errors

MOST_QUERIES = 40


def act(partnership: Partnership, code: str) -> str:
    return reverse("register_act", args=[partnership.pk, code])


def refusal(response: HttpResponse) -> list[str]:
    """What the page says against the act as a whole."""
    page = bs4.BeautifulSoup(response.content, "html.parser")
    return [error.get_text(strip=True) for error in page.select("li.error")]


def inspect(partnership: Partnership) -> str:
    return reverse(partnership.snippet_viewset.get_url_name("inspect"), args=[partnership.pk])


@pytest.fixture
def running(partnership: Partnership) -> Partnership:
    partnership.status, partnership.starts, partnership.ends = "active", "2020-01-01", "2100-12-31"
    partnership.save_revision().publish()
    return Partnership.objects.get(pk=partnership.pk)


def test_renewing(moderator: Client, running: Partnership) -> None:
    form = Form(moderator, act(running, "renew"))
    form.set(
        ends="2105", signed="2100-11-05", date="2100-11", reason="both want it", note="renewed in Riga", public="on", known="page"
    )
    assert errors(form.press()) == ["Give the address of the page."]
    answer = form.set(url="https://example.org/renewed", quote="They renew it").press()
    assert answer.headers["Location"] == inspect(running)
    running.refresh_from_db()
    assert (str(running.starts), str(running.ends), str(running.signed)) == ("2101-01-01", "2105", "2100-11-05")
    term = running.terms.get()
    assert (term.outcome, str(term.date), term.reason, term.note, term.public) == (
        *("renewed", "2100-11", "both want it", "renewed in Riga", True),
    )
    assert (term.evidence.url, term.evidence.quote, term.evidence.field) == (
        "https://example.org/renewed",
        "They renew it",
        "ends",
    )
    page = moderator.get(inspect(running)).content.decode()
    assert "both want it" in page
    assert "is renewed: a new term has begun" in page
    history = moderator.get(reverse(running.snippet_viewset.get_url_name("history"), args=[running.pk])).content.decode()
    assert "Renewed until 2105 (both want it)" in history


def test_suspending_and_resuming(moderator: Client, running: Partnership) -> None:
    known = Evidence.objects.create(record=running, field="status", note="A call")
    Evidence.objects.create(record=running, field="starts", note="A call")
    address = act(running, "suspend")
    form = Form(moderator, address)
    assert form.data["date"] == datetime.date.today().isoformat()
    # What was kept for two facts is not offered twice in the same words.
    offered = bs4.BeautifulSoup(moderator.get(address).content, "html.parser").select("[name=existing] option")
    assert [one.get_text() for one in offered[1:]] == ["Starts: A call", "Status: A call"]
    form.set(
        date="2025-03", reason="no ships", note="The port is closed", known="existing", existing=known.pk, public="on"
    ).press()
    running.refresh_from_db()
    change = running.status_changes.last()
    assert (change.status, str(change.date), change.evidence, change.public) == ("suspended", "2025-03", known, True)
    form = Form(moderator, act(running, "resume")).set(date="2026", reason="ships again")
    del form.data["public"]
    form.press()
    change = running.status_changes.last()
    assert (change.status, change.public, change.evidence.note) == ("active", False, "Known to the editors")
    entry = moderator.get(reverse(running.snippet_viewset.get_url_name("history"), args=[running.pk])).content.decode()
    assert "Status changed from Active to Suspended, March 2025 (no ships)" in entry


@pytest.mark.parametrize(("fact", "value"), [("", ""), ("starts", "2020-01-01"), ("status", ""), ("status", "suspended")])
def test_a_sentence_that_the_record_has_proves_the_new_status(
    moderator: Client, running: Partnership, fact: str, value: str
) -> None:
    text = "The line runs. From March it is halted."
    source = Document.objects.create(name="letter.txt", text=text, content=text.encode(), size=len(text), sha256="0" * 64)
    sentence = Evidence.objects.create(
        record=running, field=fact, value=value, document=source, start=15, end=len(text), quote=text[15:]
    )
    for _twice in range(2):
        Form(moderator, act(running, "suspend")).set(
            date="2025-03", reason="no ships", known="existing", existing=sentence.pk
        ).press()
        proof = running.status_changes.last().evidence
        assert (proof.field, proof.quote, proof.document, proof.value, proof.edited) == (
            *("status", sentence.quote, source, "suspended", False),
        )
        assert not unproved(Partnership, "status").filter(pk=running.pk).exists()
        assert Evidence.objects.filter(field="status").count() == 1
        # What it was kept for otherwise stays.
        assert Evidence.objects.count() == (1 if fact == "status" else 2)
        lifecycle.resume(Partnership.objects.get(), None, "ships again", None)


def test_extending_letting_end_confirming(moderator: Client, running: Partnership) -> None:
    form = Form(moderator, act(running, "extend")).set(ends="2099", reason="more time")
    assert refusal(form.press()) == ["The new end must be after the old one, 31 December 2100."]
    assert not Evidence.objects.exists()
    form.set(ends="2102").press()
    Form(moderator, act(running, "confirm")).set(reason="called them").press()
    Form(moderator, act(running, "let-end")).set(ends="2101-06", reason="no money").press()
    running.refresh_from_db()
    assert (str(running.ends), running.let_end, running.last_confirmed) == ("2101-06", True, datetime.date.today())
    assert [term.outcome for term in running.terms.all()] == ["extended", "let-end"]
    Form(moderator, act(running, "go-on")).set(reason="money again").press()
    running.refresh_from_db()
    assert (running.let_end, running.terms.count()) == (False, 1)


def test_any_other_status(moderator: Client, running: Partnership) -> None:
    form = Form(moderator, act(running, "status")).set(status="active", reason="x")
    assert refusal(form.press()) == ["“Clean ballast water” already has this status."]
    form.set(status="ended", date="31.12.2025", reason="The institute closed").press()
    running.refresh_from_db()
    assert (running.status_label, str(running.status_since)) == ("Ended", "2025-12-31")


def test_whoever_decides_second_is_told_and_decides_again(moderator: Client, running: Partnership) -> None:
    second = Form(moderator, act(running, "let-end")).set(ends="2100-06-30", reason="no money", quote="They have none")
    Form(moderator, act(running, "renew")).set(ends="2105", reason="both want it").press()
    answer = second.press()
    assert len(refusal(answer)) == 1
    assert "changed since you opened this page" in refusal(answer)[0]
    running.refresh_from_db()
    assert (str(running.ends), running.let_end) == ("2105", False)
    # What was typed is still there, beside how it stands now; pressed once more it is done.
    page = bs4.BeautifulSoup(answer.content, "html.parser")
    assert page.select_one("[name=reason]")["value"] == "no money"
    assert "They have none" in page.select_one("[name=quote]").get_text()
    assert "2105" in page.select_one(".standing-facts").get_text()
    second.set(seen=page.select_one("[name=seen]")["value"], ends="2104").press()
    running.refresh_from_db()
    assert (str(running.ends), running.let_end) == ("2104", True)


def test_a_reason_is_asked_for(moderator: Client, running: Partnership) -> None:
    assert errors(Form(moderator, act(running, "suspend")).press()) == ["This field is required."]


def test_what_is_not_possible_now_is_said_so(moderator: Client, running: Partnership) -> None:
    answer = moderator.get(act(running, "resume"), follow=True)
    assert "“Resume” is not possible now: “Clean ballast water” is active." in answer.content.decode()
    Partnership.objects.update(live=False)
    answer = moderator.get(act(running, "suspend"), follow=True)
    assert "is not public: change it in the editor." in answer.content.decode()
    assert moderator.get(act(running, "explode")).status_code == 404


def test_a_locked_record_is_left_alone(moderator: Client, running: Partnership) -> None:
    root = get_user_model().objects.create(username="locker")
    Partnership.objects.update(locked=True, locked_by=root)
    assert "is locked: unlock it first." in moderator.get(act(running, "suspend"), follow=True).content.decode()


@pytest.mark.parametrize("code", ACTS)
def test_only_for_those_who_may_publish(log_in: Callable[[str], Client], running: Partnership, code: str) -> None:
    editor = log_in(EDITORS)
    for answer in (editor.get(act(running, code)), editor.post(act(running, code), {"reason": "x", "known": "editors"})):
        assert answer.status_code == 302
        assert answer.headers["Location"] == "/admin/"
    assert running.status_changes.count() == 2
    assert "Those who may publish decide" in editor.get(reverse("register_decide", args=[running.pk])).content.decode()


def test_where_the_acts_are_found(moderator: Client, running: Partnership) -> None:
    edit = reverse(running.snippet_viewset.get_url_name("edit"), args=[running.pk])
    decide = reverse("register_decide", args=[running.pk])
    for url in (edit, inspect(running), "/admin/register/partnerships/", decide):
        page = moderator.get(url).content.decode()
        for code in ("confirm", "status", "suspend", "renew", "extend", "let-end"):
            assert act(running, code) in page, (url, code)
        assert act(running, "resume") not in page


def test_after_the_end_day_the_lapse_is_decided(moderator: Client, running: Partnership) -> None:
    Partnership.objects.update(ends="2026-01-31", ends_on=datetime.date(2026, 1, 31))
    page = moderator.get(reverse("register_decide", args=[running.pk])).content.decode()
    assert "Expired, not confirmed" in page
    lifecycle.close_terms()
    Form(moderator, act(running, "let-end")).set(reason="nobody wants it").press()
    running.refresh_from_db()
    assert running.status_label == "Ended"


def test_few_queries(moderator: Client, running: Partnership, django_assert_max_num_queries) -> None:
    for ends in ("2101", "2102", "2103", "2104"):
        lifecycle.extend(running, lifecycle.renewing.IncompleteDate.parse(ends), "", None)
    for url in (act(running, "renew"), inspect(running), reverse("register_decide", args=[running.pk])):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert moderator.get(url).status_code == 200
