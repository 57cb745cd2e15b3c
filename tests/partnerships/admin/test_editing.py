"""A record's life in the editor: draft, publish, schedule, revert, moderation, and what is refused with which words."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, ReferenceIndex, TaskState

from partnerships.lifecycle import change_status
from partnerships.models import Event, Opportunity, Organisation, Partnership, Place, Sector
from tests.partnerships.admin.forms import Form, errors

ADD = "/admin/register/{}/add/"


def edit(record: object) -> str:
    return reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])


class TestPartnership:
    def test_is_made_with_all_its_parts(self, moderator: Client, harbour: Organisation, institute: Organisation) -> None:
        form = Form(moderator, ADD.format("partnerships"))
        form.set(
            title="Ice-free pier",
            kind="memorandum",
            status="active",
            signed="26.04.2019",
            starts="2019-05",
            ends="2024",
            summary="A pier.",
        )
        form.set(sectors=[Sector.objects.get(code="maritime").pk, Sector.objects.get(code="environment").pk])
        form.add_row("parties", organisation=harbour.pk, role="lead").add_row(
            "parties", organisation=institute.pk, role="partner"
        )
        form.add_row("sought", description="a shipyard in Belgium", country=Place.objects.get(code="BE").pk)
        assert form.press("action-publish").status_code == 302
        made = Partnership.objects.get(title="Ice-free pier")
        assert made.live
        assert (str(made.signed), str(made.starts), str(made.ends)) == ("2019-04-26", "2019-05", "2024")
        assert [(party.organisation, party.role) for party in made.parties.all()] == [(harbour, "lead"), (institute, "partner")]
        assert {sector.code for sector in made.sectors.all()} == {"maritime", "environment"}
        assert made.sought.get().country.code == "BE"
        assert [change.label for change in made.status_changes.all()] == ["Active"]

    def test_a_draft_may_be_incomplete_and_stays_private(self, editor: Client) -> None:
        assert Form(editor, ADD.format("partnerships")).set(title="Only an idea").press().status_code == 302
        draft = Partnership.objects.get()
        assert not draft.live
        assert draft.latest_revision is not None

    def test_even_a_draft_has_a_title(self, editor: Client) -> None:
        answer = Form(editor, ADD.format("partnerships")).press()
        assert "This field is required." in errors(answer)
        assert not Partnership.objects.exists()

    def test_needs_a_party_before_it_is_published(self, moderator: Client) -> None:
        answer = Form(moderator, ADD.format("partnerships")).set(title="Alone").press("action-publish")
        assert "A partnership needs at least one party before it can be published." in answer.content.decode()
        assert not Partnership.objects.exists()

    def test_a_party_that_is_taken_away_again_does_not_count(self, moderator: Client, partnership: Partnership) -> None:
        answer = Form(moderator, edit(partnership)).drop_row("parties", 0).drop_row("parties", 1).press("action-publish")
        assert "at least one party" in answer.content.decode()
        assert partnership.parties.count() == 2

    def test_ends_before_it_starts(self, editor: Client) -> None:
        answer = Form(editor, ADD.format("partnerships")).set(title="Backwards", starts="2020-05", ends="2019").press()
        assert errors(answer) == ["It ends before it starts."]

    def test_ends_before_it_was_signed(self, editor: Client) -> None:
        answer = Form(editor, ADD.format("partnerships")).set(title="Backwards", signed="2024", ends="2023").press()
        assert errors(answer) == ["It ends before it was signed."]

    @pytest.mark.parametrize(
        ("starts", "ends"), [("2020-05", "2020"), ("2020", "2020-03"), ("XXXX-07-09", "2019"), ("[2020..]", "2019")]
    )
    def test_what_may_be_in_order_is_not_refused(self, editor: Client, starts: str, ends: str) -> None:
        answer = Form(editor, ADD.format("partnerships")).set(title="Possible", starts=starts, ends=ends).press()
        # An open beginning is certain to be after 2019 only when its first day is known.
        assert answer.status_code == (200 if starts == "[2020..]" else 302)

    @pytest.mark.parametrize("text", ["9" * 19, "9" * 5000, "x"])
    @pytest.mark.parametrize("name", ["parties-0-organisation", "loaded_revision_id", "parties-0-id"])
    def test_an_id_that_can_be_none(self, editor: Client, partnership: Partnership, name: str, text: str) -> None:
        form = Form(editor, edit(partnership)).set(title="Not kept", **{name: text})
        answer = form.press()
        assert answer.status_code == 200
        assert "Not kept" in answer.content.decode()
        assert Partnership.objects.get().get_latest_revision_as_object().title == "Clean ballast water"

    def test_the_same_party_twice(self, editor: Client, harbour: Organisation) -> None:
        form = Form(editor, ADD.format("partnerships")).set(title="Doubled")
        form.add_row("parties", organisation=harbour.pk, role="lead").add_row("parties", organisation=harbour.pk, role="lead")
        assert "Two rows have the same organisation and role: remove one of them." in form.press().content.decode()
        assert not Partnership.objects.exists()

    def test_the_status_of_a_public_one_is_only_read(self, moderator: Client, editor: Client, partnership: Partnership) -> None:
        form = Form(moderator, edit(partnership))
        assert "status" not in form.data
        assert f"/admin/register/decide/{partnership.pk}/status/" in form.page
        assert "Those who may publish do it." in Form(editor, edit(partnership)).page
        assert form.set(status="suspended", status_since="2021").press("action-publish").status_code == 302
        partnership.refresh_from_db()
        assert (partnership.status, partnership.status_since) == ("signed", None)

    def test_an_older_version_does_not_bring_its_status_back(self, moderator: Client, partnership: Partnership) -> None:
        first = partnership.latest_revision
        user = get_user_model().objects.get(username="Moderators")
        change_status(partnership, "suspended", None, "the port is closed", user)
        url = reverse(Partnership.snippet_viewset.get_url_name("revisions_revert"), args=[partnership.pk, first.pk])
        assert Form(moderator, url).set(title="As it was").press("action-publish").status_code == 302
        partnership.refresh_from_db()
        assert (partnership.title, partnership.status, partnership.status_reason) == (
            "As it was",
            "suspended",
            "the port is closed",
        )
        assert partnership.status_changes.count() == 2

    def test_publishing_again_adds_no_history(self, moderator: Client, partnership: Partnership) -> None:
        Form(moderator, edit(partnership)).set(summary="More.").press("action-publish")
        assert partnership.status_changes.count() == 1

    def test_a_draft_leaves_the_public_record_alone(self, editor: Client, partnership: Partnership) -> None:
        Form(editor, edit(partnership)).set(title="Aardvark water", status="ended").press()
        partnership.refresh_from_db()
        assert (partnership.title, partnership.sort_key, partnership.status) == (
            "Clean ballast water",
            "clean ballast water",
            "signed",
        )
        assert partnership.has_unpublished_changes
        assert partnership.get_latest_revision_as_object().title == "Aardvark water"

    def test_an_older_version_comes_back(self, moderator: Client, partnership: Partnership) -> None:
        first = partnership.latest_revision
        Form(moderator, edit(partnership)).set(title="Worse", signed="2020-01-01").drop_row("parties", 1).press("action-publish")
        assert Partnership.objects.get().parties.count() == 1
        url = reverse(Partnership.snippet_viewset.get_url_name("revisions_revert"), args=[partnership.pk, first.pk])
        assert Form(moderator, url).press("action-publish").status_code == 302
        back = Partnership.objects.get()
        assert (back.title, str(back.signed), back.parties.count()) == ("Clean ballast water", "2019-04", 2)

    def test_versions_are_compared(self, moderator: Client, partnership: Partnership) -> None:
        first = partnership.latest_revision_id
        Form(moderator, edit(partnership)).set(signed="2020-01-01", title="Cleaner").press("action-publish")
        url = reverse(Partnership.snippet_viewset.get_url_name("revisions_compare"), args=[partnership.pk, first, "latest"])
        page = moderator.get(url).content.decode()
        assert "2019-04" in page
        assert "2020-01-01" in page

    def test_publishing_is_scheduled(self, moderator: Client, partnership: Partnership) -> None:
        tomorrow = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
        form = Form(moderator, ADD.format("partnerships")).set(title="Later", go_live_at=tomorrow)
        form.add_row("parties", organisation=partnership.parties.first().organisation_id, role="partner")
        assert form.press("action-publish").status_code == 302
        later = Partnership.objects.get(title="Later")
        assert not later.live
        assert later.scheduled_revision is not None
        page = moderator.get("/admin/register/partnerships/?publication=scheduled").content.decode()
        assert "Later" in page

    def test_moderation(self, site: None, editor: Client, moderator: Client, harbour: Organisation) -> None:
        form = Form(editor, ADD.format("partnerships")).set(title="To be approved")
        form.add_row("parties", organisation=harbour.pk, role="partner")
        assert form.press("action-submit").status_code == 302
        waiting = Partnership.objects.get()
        assert not waiting.live
        assert waiting.workflow_in_progress
        task = TaskState.objects.get()
        action = reverse(Partnership.snippet_viewset.get_url_name("workflow_action"), args=[waiting.pk, "approve", task.pk])
        assert editor.post(action).status_code in (302, 403)
        waiting.refresh_from_db()
        assert not waiting.live
        moderator.post(action)
        waiting.refresh_from_db()
        assert waiting.live
        assert waiting.status_changes.count() == 1

    def test_what_waits_for_moderation_keeps_a_party(
        self, site: None, editor: Client, moderator: Client, harbour: Organisation
    ) -> None:
        form = Form(editor, ADD.format("partnerships")).set(title="To be approved")
        form.add_row("parties", organisation=harbour.pk, role="partner").press("action-submit")
        waiting = Partnership.objects.get()
        answer = Form(moderator, edit(waiting)).drop_row("parties", 0).press()
        assert "at least one party" in answer.content.decode()
        assert waiting.get_latest_revision_as_object().parties.count() == 1

    @pytest.mark.parametrize("by_script", [True, False])
    def test_what_waits_without_a_party_cannot_be_approved(self, site: None, moderator: Client, by_script: bool) -> None:
        waiting = Partnership.objects.create(title="To be approved", live=False)
        waiting.save_revision()
        waiting = Partnership.objects.get()
        waiting.get_workflow().start(waiting, get_user_model().objects.get(username="Moderators"))
        args = [waiting.pk, "approve", TaskState.objects.get().pk]
        address = reverse(Partnership.snippet_viewset.get_url_name("workflow_action"), args=args)
        headers = {"X-Requested-With": "XMLHttpRequest"} if by_script else {}
        answer = moderator.post(address, {"comment": "fine"}, headers=headers)
        editor = answer.json()["redirect"] if by_script else answer.headers["Location"]
        assert "at least one party" in moderator.get(editor).content.decode()
        assert (Partnership.objects.get().live, TaskState.objects.get().status) == (False, "in_progress")

    def test_an_incomplete_one_is_not_submitted(self, site: None, editor: Client) -> None:
        answer = Form(editor, ADD.format("partnerships")).set(title="Too early").press("action-submit")
        assert "at least one party" in answer.content.decode()

    def test_unpublish_and_history(self, moderator: Client, partnership: Partnership) -> None:
        url = reverse(Partnership.snippet_viewset.get_url_name("unpublish"), args=[partnership.pk])
        assert moderator.post(url).status_code == 302
        partnership.refresh_from_db()
        assert not partnership.live
        history = moderator.get(reverse(Partnership.snippet_viewset.get_url_name("history"), args=[partnership.pk]))
        assert "Unpublished" in history.content.decode()
        assert ModelLogEntry.objects.filter(action="wagtail.unpublish").exists()

    def test_a_second_editor_is_not_overwritten_by_autosave(
        self, editor: Client, moderator: Client, partnership: Partnership
    ) -> None:
        late = Form(editor, edit(partnership))
        Form(moderator, edit(partnership)).set(title="First there").press()
        answer = editor.post(edit(partnership), late.set(title="Late").data, headers={"Accept": "application/json"})
        assert answer.json()["success"] is False
        assert Partnership.objects.get().get_latest_revision_as_object().title == "First there"


def test_dates_of_every_precision(editor: Client, partnership: Partnership) -> None:
    form = Form(editor, edit(partnership))
    assert "April 2019" in form.page
    assert form.set(signed="26.04.2019", starts="--07-09", ends="").press().status_code == 302
    draft = Partnership.objects.get().get_latest_revision_as_object()
    assert (str(draft.signed), str(draft.starts), draft.ends) == ("2019-04-26", "XXXX-07-09", None)
    answer = form.set(signed="31.04.2019").press()
    assert errors(answer) == ["“2019-04-31” is not a date. Write 2019, 2019-04, 2019-04-26 or, without a year, XXXX-07-09."]
    assert 'value="31.04.2019"' in answer.content.decode()


class TestEvent:
    def test_is_made_with_its_route(self, moderator: Client, harbour: Organisation, partnership: Partnership) -> None:
        form = Form(moderator, ADD.format("events"))
        form.set(title="Round trip", kind="delegation-visit", state="held", starts="2023-05-30", ends="2023-06-02")
        form.add_row("legs", place="Bergen", country=Place.objects.get(code="NO").pk)
        form.add_row("legs", place="Almaty", country=Place.objects.get(code="KZ").pk, starts="2023-06-01", ends="2023-06-02")
        form.add_row("participations", organisation=harbour.pk, role="host")
        form.add_row("participations", organisation="", person="Ada Nilsen", person_role="harbour master", role="lead")
        form.add_row("event_partnerships", partnership=partnership.pk, relation="discussed")
        assert form.press("action-publish").status_code == 302
        event = Event.objects.get()
        assert [str(leg) for leg in event.legs.all()] == ["Bergen, Norway", "Almaty, Kazakhstan"]
        assert [str(part) for part in event.participations.all()] == ["Port of Lindvik", "Ada Nilsen"]
        assert event.event_partnerships.get().partnership == partnership

    def test_rows_that_say_nothing_or_the_impossible(self, editor: Client) -> None:
        form = Form(editor, ADD.format("events")).set(title="Odd")
        form.add_row("legs", place="", country="", starts="2020")
        form.add_row("legs", place="Bergen", country="", starts="2020-02", ends="2020-01")
        form.add_row("participations", organisation="", person="", role="host", person_role="mayor")
        found = errors(form.press())
        assert found == ["Give a place or a country.", "It ends before it starts.", "Choose an organisation or name a person."]


class TestOrganisation:
    def test_other_names(self, moderator: Client) -> None:
        form = Form(moderator, ADD.format("organisations")).set(name="Port of Lindvik", kind="public-authority")
        form.add_row("names", name="Порт Линдвик", language="ru", kind="transliteration")
        assert form.press("action-publish").status_code == 302
        made = Organisation.objects.get()
        assert (made.key, made.names.get().key) == ("port of lindvik", "порт линдвик")

    def test_a_doubled_name(self, editor: Client) -> None:
        form = Form(editor, ADD.format("organisations")).set(name="Port of Lindvik")
        form.add_row("names", name="PORT of Lindvik", kind="alias").add_row("names", name="PoL", kind="abbreviation")
        form.add_row("names", name="pol", kind="alias")
        assert errors(form.press()) == ["“PORT of Lindvik” is already given.", "“pol” is already given."]

    def test_a_namesake_is_pointed_out(self, editor: Client, harbour: Organisation) -> None:
        answer = editor.post(
            ADD.format("organisations"), Form(editor, ADD.format("organisations")).set(name="port of lindvik").data, follow=True
        )
        assert "The register already has “Port of Lindvik” (Norway). Is it the same?" in answer.content.decode()

    def test_a_website_that_is_none(self, editor: Client) -> None:
        answer = Form(editor, ADD.format("organisations")).set(name="X", website="javascript:alert(1)").press()
        assert errors(answer) == ["Enter a valid URL."]

    def test_what_is_used_is_not_deleted(self, moderator: Client, partnership: Partnership, harbour: Organisation) -> None:
        usage = moderator.get(reverse(Organisation.snippet_viewset.get_url_name("usage"), args=[harbour.pk]))
        assert "Clean ballast water" in usage.content.decode()
        # Rows that were written in bulk are not in Wagtail's index of references.
        ReferenceIndex.objects.all().delete()
        together = f"/admin/bulk/partnerships/organisation/delete/?id={harbour.pk}&next=/admin/"
        for url in (reverse(Organisation.snippet_viewset.get_url_name("delete"), args=[harbour.pk]), together):
            answer = moderator.post(url, follow=True)
            assert "“Port of Lindvik” is used by 1 party, so nothing was deleted." in answer.content.decode()
            assert Organisation.objects.filter(pk=harbour.pk).exists()

    def test_what_is_not_used_is(self, moderator: Client, harbour: Organisation) -> None:
        moderator.post(reverse(Organisation.snippet_viewset.get_url_name("delete"), args=[harbour.pk]))
        assert not Organisation.objects.exists()


def test_an_opportunity_with_countries(moderator: Client, harbour: Organisation) -> None:
    form = Form(moderator, ADD.format("opportunities")).set(title="Berths for research ships", kind="call", offered_by=harbour.pk)
    form.set(
        countries=[Place.objects.get(code=code).pk for code in ("BE", "NL")], opens="2026-05-01 10:00", closes="2026-04-01 10:00"
    )
    assert errors(form.press("action-publish")) == ["It ends before it starts."]
    assert form.set(closes="2026-06-01 10:00").press("action-publish").status_code == 302
    assert {place.code for place in Opportunity.objects.get().countries.all()} == {"BE", "NL"}


def test_every_field_of_an_editor_has_help(editor: Client) -> None:
    for name in ("partnerships", "events", "organisations", "opportunities"):
        page = Form(editor, ADD.format(name)).page
        labelled = re.findall(r"data-field-wrapper.*?</div>\s*</div>", page, re.S)
        bare = [
            field
            for field in labelled
            if "w-field__help" not in field and "organisation" not in field and "partnership" not in field
        ]
        assert not bare, bare[0]


def test_a_preview_is_shown(editor: Client, partnership: Partnership) -> None:
    url = reverse(Partnership.snippet_viewset.get_url_name("preview_on_edit"), args=[partnership.pk])
    form = Form(editor, edit(partnership)).set(title="As it would look")
    assert editor.post(url, form.data).json()["is_valid"]
    assert "As it would look" in editor.get(url).content.decode()
