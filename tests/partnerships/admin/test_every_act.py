"""Every act of the office tried by every role with a real request: docs/roles.md says who may, and Wagtail's log says who did."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import ModelLogEntry, Page

from partnerships import acts
from partnerships.authority import merge
from partnerships.models import (
    BulkAct,
    CalendarKey,
    DistinctOrganisations,
    Event,
    Evidence,
    Interest,
    Opportunity,
    Organisation,
    OrganisationMerge,
    Participation,
    Partnership,
    PersonRemoval,
    Watch,
)
from portal.imports.models import NotLinked
from portal.news.models import HomePage, NewsIndexPage, NewsPage
from portal.news.roles import ROLES
from tests.partnerships.admin.test_roles_of_the_office import told

NOBODY, STRANGER = "no group", "not logged in"
SEE = "see the register"
REPORTS = "look into reports"
EVIDENCE = "add evidence"
DECIDE = "decide on partnerships: confirm,"
MERGE = "merge organisations"
PUBLISH = "publish, lock, unlock and delete records"
INBOX = "open the inbox"
REMOVAL = "remove a person"
PAGES, LIVE_PAGES, GONE_PAGES = "add and change pages", "publish, lock and unlock pages", "delete pages"
FILES, CHANGE_FILES = "add and choose images", "change and delete images"
IMPORT = "import, review"
VOCABULARY = "change countries"
MANAGE = "manage users"
OWN = "(one's own)"
TODAY = datetime.date.today()
KNOWN = {"reason": "ice", "known": "editors", "date": TODAY.isoformat()}


@dataclass(frozen=True)
class World:
    """A register with one of everything that an act needs."""

    partnership: Partnership
    draft: Organisation
    twin: Organisation
    harbour: Organisation
    merged: OrganisationMerge
    evidence: Evidence
    interest: Interest
    act: BulkAct
    event: Event
    article: NewsPage
    file: Any


@pytest.fixture
def world(roles: None, partnership: Partnership, harbour: Organisation) -> World:
    partnership.status, partnership.starts, partnership.ends = "active", "2020-01-01", "2100-12-31"
    partnership.review_months = 12
    partnership.save_revision().publish()
    draft = Organisation.objects.create(name="Draft", live=False)
    twin, other, gone = (Organisation.objects.create(name=name) for name in ("Lindvik harbour", "Kept", "Gone"))
    event = Event.objects.create(title="Visit")
    Participation.objects.create(event=event, person="Aino Satamainen")
    interest = Interest.objects.create(
        opportunity=Opportunity.objects.create(title="Berths", kind="call"), name="Ingrid", email="i@example.org", message="We build.",
        consent_at=timezone.now(), answer_by=TODAY, delete_on=TODAY + datetime.timedelta(days=9),
    )  # fmt: skip
    root = get_user_model().objects.create(username="root", is_superuser=True)
    ordered = BulkAct(kind="owner", values={"owner": root.pk}, reason="on leave", made_by=root)
    acts.order(ordered, Partnership.objects.all())
    acts.carry_out(ordered.pk)
    home = Page.get_first_root_node().add_child(instance=HomePage(title="Portal", slug="portal"))
    news = home.add_child(instance=NewsIndexPage(title="News", slug="news"))
    article = news.add_child(instance=NewsPage(title="Signed", slug="signed", original_language="en"))
    file = get_document_model().objects.create(title="Scan", file=ContentFile(b"scan", name="scan.txt"))
    return World(
        Partnership.objects.get(pk=partnership.pk), draft, twin, harbour, merge(other, gone, root),
        Evidence.objects.create(record=partnership, field="status", note="the editors"), interest, ordered, event, article, file,
    )  # fmt: skip


@dataclass(frozen=True)
class Act:
    """One thing that somebody tries."""

    row: str
    """The beginning of the row of the table that says who may; OWN for what everyone may who can log in to the office."""
    name: str
    address: str
    data: dict[str, Any] | None
    """None is a GET."""
    happened: Callable[[], bool] | None
    """None for a page: it happened when it is shown."""
    is_logged: bool = True


def every_act(w: World) -> Iterator[Act]:
    desk, one = "/admin/register/", w.partnership.pk
    decide, edit = f"{desk}decide/{one}/", f"{desk}organisations/edit/{w.draft.pk}/"
    now = Partnership.objects.filter(pk=one)
    known = KNOWN | {"seen": str(w.partnership.live_revision_id)}
    draft, people = Organisation.objects.filter(pk=w.draft.pk), Participation.objects
    rows = {f"{name}-{what}": 0 for name in ("names", "identifiers") for what in ("TOTAL_FORMS", "INITIAL_FORMS")}
    form = rows | {"name": "Changed", "kind": "company"}

    def page(row: str, name: str, address: str) -> Act:
        return Act(row, name, address, None, None, is_logged=False)

    for name in ("partnerships", "events", "organisations", "opportunities", "countries", "sectors", "documents"):
        yield page(SEE, f"list of {name}", f"{desk}{name}/")
    yield page(SEE, "what was changed", f"{desk}partnerships/history/{one}/")
    yield Act(
        SEE, "add", f"{desk}organisations/add/", form, lambda: Organisation.objects.filter(name="Changed", live=False).exists()
    )
    yield Act(SEE, "change a draft", edit, form, lambda: draft.get().get_latest_revision_as_object().name == "Changed")
    for name in ("expiring", "stale", "unproved", "incomplete", "unlinked", "reminders", "untranslated-partnerships"):
        yield page(REPORTS, f"report {name}", f"/admin/reports/{name}/")
    for what in (f"organisation/{w.harbour.pk}", f"country/{w.harbour.country_id}"):
        yield page(REPORTS, f"briefing {what}", f"{desk}briefing/{what}/")
    yield Act(OWN, "calendar", f"{desk}calendar/", {"act": "make"}, CalendarKey.objects.exists, is_logged=False)

    proof = f"{desk}evidence/partnership/{one}/"
    yield Act(
        EVIDENCE,
        "add evidence",
        f"{proof}add/",
        {"field": "ends", "note": "seen"},
        w.partnership.evidence.filter(note="seen").exists,
    )
    yield Act(
        EVIDENCE, "prefer evidence", f"{proof}{w.evidence.pk}/prefer/", {}, w.partnership.evidence.filter(preferred=True).exists
    )
    yield Act(EVIDENCE, "take evidence away", f"{proof}{w.evidence.pk}/remove/", {}, lambda: not w.partnership.evidence.exists())

    yield Act(DECIDE, "suspend", f"{decide}suspend/", known, now.filter(status="suspended").exists)
    yield Act(DECIDE, "change status", f"{decide}status/", known | {"status": "ended"}, now.filter(status="ended").exists)
    yield Act(DECIDE, "confirm", f"{decide}confirm/", known | {"day": TODAY.isoformat()}, now.filter(last_confirmed=TODAY).exists)
    yield Act(DECIDE, "extend", f"{decide}extend/", known | {"ends": "2101-06-30"}, now.filter(ends="2101-06-30").exists)
    yield Act(DECIDE, "renew", f"{decide}renew/", known | {"ends": "2105"}, w.partnership.terms.exists)
    yield Act(DECIDE, "let end", f"{decide}let-end/", known, now.filter(let_end=True).exists)
    asked = {"status": "suspended", "expected": acts.Preview(pks=[one]).mark} | known
    yield Act(
        DECIDE, "act on many", f"{desk}acts/new/status/?status=active", asked, lambda: carried_out(now.filter(status="suspended"))
    )
    yield Act(
        DECIDE,
        "take an act back",
        f"{desk}acts/{w.act.pk}/take-back/",
        {"reason": "back"},
        lambda: carried_out(now.filter(owner=None)),
    )
    yield page(DECIDE, "acts on many", "/admin/reports/acts/")
    quiet = {"days": 7}
    yield Act(DECIDE, "keep reminders quiet", f"{desk}watch/{one}/", quiet, Watch.objects.exclude(snoozed_until=None).exists)
    yield Act(
        DECIDE,
        "renewal in progress",
        f"{desk}watch/{one}/",
        {"progress": 1},
        Watch.objects.exclude(in_progress_since=None).exists,
    )

    pair = f"{w.harbour.pk}/{w.twin.pk}/"
    yield page(MERGE, "likely duplicates", f"{desk}duplicates/")
    yield Act(MERGE, "merge", f"{desk}merge/{pair}", {"reason": "one quay"}, w.harbour.merges.exists)
    yield Act(
        MERGE, "take a merge back", f"{desk}merges/{w.merged.pk}/", {}, OrganisationMerge.objects.exclude(undone_at=None).exists
    )
    yield Act(MERGE, "never the same", f"{desk}never-same/{pair}", {}, DistinctOrganisations.objects.exists)

    yield Act(PUBLISH, "publish", edit, form | {"action-publish": "1"}, draft.filter(live=True).exists)
    partnership = f"{desk}partnerships"
    yield Act(PUBLISH, "unpublish", f"{partnership}/unpublish/{one}/", {}, now.filter(live=False).exists)
    yield Act(PUBLISH, "lock", f"{partnership}/lock/{one}/", {}, now.filter(locked=True).exists)
    yield Act(PUBLISH, "delete", f"{desk}organisations/delete/{w.draft.pk}/", {}, lambda: not draft.exists())
    many = f"/admin/bulk/partnerships/organisation/delete/?id={w.draft.pk}&next=/admin/"
    yield Act(PUBLISH, "delete many", many, {"seen": str(w.draft.pk)}, lambda: not draft.exists())

    inbox, interest = f"{desk}inbox/{w.interest.pk}/", Interest.objects
    yield page(INBOX, "inbox", inbox)
    handled = {"act": "handle", "seen": "new:", "state": "in-progress", "assigned_to": ""}
    yield Act(INBOX, "handle", inbox, handled, interest.filter(state="in-progress").exists)
    yield Act(INBOX, "answer", inbox, {"act": "answer", "text": "Come."}, interest.filter(answer="Come.").exists)
    yield Act(INBOX, "erase", f"{inbox}erase/", {}, interest.exclude(erased_at=None).exists)
    named = {"name": "Aino Satamainen", "act": "remove"}
    yield Act(
        REMOVAL, "remove a person", f"{desk}remove-person/", named, lambda: not people.exists() and PersonRemoval.objects.exists()
    )

    article = f"/admin/pages/{w.article.pk}/"
    offer = {"record": f"organisation:{w.harbour.pk}"}
    yield page(PAGES, "change a page", f"{article}edit/")
    yield Act(
        PAGES,
        "refuse an offer",
        f"/admin/imports/articles/{w.article.pk}/offers/refuse/",
        offer,
        NotLinked.objects.exists,
        is_logged=False,
    )
    live = NewsPage.objects.filter(pk=w.article.pk, live=True)
    yield Act(LIVE_PAGES, "unpublish a page", f"{article}unpublish/", {}, lambda: not live.exists(), is_logged=False)
    index = w.article.get_parent()
    gone = f"/admin/pages/{index.pk}/delete/"
    yield Act(GONE_PAGES, "delete with those below", gone, {}, lambda: not NewsIndexPage.objects.exists(), is_logged=False)
    files = get_document_model().objects
    yield page(FILES, "add a file", "/admin/documents/multiple/add/")
    yield page(CHANGE_FILES, "change a file", f"/admin/documents/edit/{w.file.pk}/")
    yield Act(
        CHANGE_FILES, "delete a file", f"/admin/documents/delete/{w.file.pk}/", {}, lambda: not files.exists(), is_logged=False
    )

    for name in ("new", "queue", "unknown"):
        yield page(IMPORT, f"imports: {name}", f"/admin/imports/{name}/")
    yield page(VOCABULARY, "countries", f"{desk}countries/add/")
    yield page(VOCABULARY, "sectors", f"{desk}sectors/add/")
    for name in ("users", "groups", "sites", "redirects", "collections", "workflows/list"):
        yield page(MANAGE, name, f"/admin/{name}/")


def carried_out(found: Any) -> bool:
    """Whether the workers, once they have done what waits, leave what `found` finds."""
    for pk in BulkAct.objects.values_list("pk", flat=True):
        acts.carry_out(pk)
    return bool(found.exists())


@pytest.mark.django_db
@pytest.mark.parametrize("role", [*ROLES, NOBODY, STRANGER])
def test_what_happens_is_what_the_table_says(world: World, role: str) -> None:
    user = get_user_model().objects.create(username="somebody")
    client = Client()
    if role != STRANGER:
        client.force_login(user)
    if role in ROLES:
        user.groups.add(Group.objects.get(name=role))
    wrong = []
    for act in every_act(world):
        may = role in ROLES and (act.row == OWN or told(act.row, role))
        with transaction.atomic():
            last = ModelLogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            answer = client.get(act.address) if act.data is None else client.post(act.address, act.data)
            did = answer.status_code == 200 if act.happened is None else act.happened()
            if did != may:
                wrong.append(f"{act.name}: {answer.status_code}, {'happened' if did else 'did not happen'}")
            if did and act.is_logged and not ModelLogEntry.objects.filter(pk__gt=last, user=user).exists():
                wrong.append(f"{act.name}: not in the log")
            transaction.set_rollback(True)
    assert not wrong


@pytest.mark.django_db
def test_the_owner_keeps_reminders_quiet_whatever_the_role(world: World) -> None:
    for role in ROLES:
        user = get_user_model().objects.create(username=f"owner {role}")
        user.groups.add(Group.objects.get(name=role))
        Partnership.objects.filter(pk=world.partnership.pk).update(deputy=user)
        client = Client()
        client.force_login(user)
        Watch.objects.all().delete()
        client.post(f"/admin/register/watch/{world.partnership.pk}/", {"progress": 1})
        assert Watch.objects.exists(), role
