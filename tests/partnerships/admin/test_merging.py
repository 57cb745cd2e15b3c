"""Likely duplicates and merges in the admin, and what visitors and programs find at the old addresses."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from partnerships.addresses import permanent_address
from partnerships.authority import find_organisations, merge, plan_merge, undo_merge
from partnerships.authority.duplicates import likely_duplicates, never_the_same
from partnerships.models import (
    DistinctOrganisations,
    Event,
    Evidence,
    Organisation,
    OrganisationIdentifier,
    OrganisationName,
    Participation,
    Partnership,
    Party,
    Place,
)
from tests.partnerships.admin.forms import Form, errors
from tests.partnerships.making import made_partnership

pytestmark = pytest.mark.django_db
DUPLICATES = "/admin/register/duplicates/"
EDIT = "/admin/register/organisations/edit/{}/"


def organisation(name: str, country: str = "", **values: object) -> Organisation:
    found = Organisation.objects.create(name=name, country=Place.objects.filter(code=country or "-").first(), **values)
    found.save_revision().publish()
    return Organisation.objects.get(pk=found.pk)


def found() -> list[tuple[str, str]]:
    return [(pair.first.name, pair.second.name) for pair in likely_duplicates()]


def likeness() -> float:
    (pair,) = likely_duplicates()
    return pair.likeness


class TestLikelyDuplicates:
    def test_the_same_name_comes_first(self) -> None:
        for name in ("Port of Lindvik AS", "Tartu Observatory", "Port of Lindvik", "Tartu Observatorium", "Elsewhere"):
            organisation(name)
        assert found() == [("Port of Lindvik AS", "Port of Lindvik"), ("Tartu Observatory", "Tartu Observatorium")]

    def test_across_scripts_and_by_other_names(self) -> None:
        first = organisation("Rosatom", "RU")
        organisation("Росатом")
        other = organisation("State Corporation")
        OrganisationName.objects.create(organisation=other, name="Росатом Групп")
        assert found()[0] == ("Rosatom", "Росатом")
        assert (first.name, other.name) in found()

    def test_another_country_lowers_it(self) -> None:
        organisation("Innovation Agency North", "NO")
        organisation("Innovation Agency South", "KZ")
        apart = likeness()
        Organisation.objects.update(country=None)
        assert apart == pytest.approx(0.8 * likeness())

    def test_never_the_same_is_remembered(self, moderator: Client) -> None:
        one, other = organisation("Port of Lindvik"), organisation("Port of Lindvik AS")
        moderator.post(reverse("register_never_same", args=[other.pk, one.pk]))
        assert found() == []
        assert ModelLogEntry.objects.filter(action__startswith="register.never_same").count() == 2
        never_the_same(one, other, None)
        page = moderator.get(reverse("register_merge", args=[one.pk, other.pk])).content.decode()
        assert f"{User.objects.get(groups__name='Moderators').username} said on" in page
        assert 'form="tell-apart"' not in page
        assert "Nothing here looks" in moderator.get(DUPLICATES).content.decode()

    def test_never_the_same_can_be_taken_back(self, moderator: Client, log_in: Callable[[str], Client]) -> None:
        one, other = organisation("Port of Lindvik"), organisation("Port of Lindvik AS")
        never_the_same(one, other, None)
        address = reverse("register_not_never", args=[DistinctOrganisations.objects.get().pk])
        assert address in moderator.get(DUPLICATES).content.decode()
        log_in("Editors").post(address)
        assert found() == []
        for _twice in range(2):
            assert moderator.post(address).status_code == 302
        assert len(found()) == 1
        assert ModelLogEntry.objects.filter(action__startswith="register.not_never_same").count() == 2
        history = moderator.get(reverse(one.snippet_viewset.get_url_name("history"), args=[one.pk])).content.decode()
        assert "No longer said to be never the same as “Port of Lindvik AS”" in history

    @pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "٣", "300"])
    def test_any_address_is_answered(self, moderator: Client, after: str) -> None:
        assert moderator.get(DUPLICATES, {"after": after}).status_code == 200


class TestMerging:
    def test_from_the_list_to_the_public_page(
        self, moderator: Client, client: Client, site: None, partnership: Partnership, harbour: Organisation
    ) -> None:
        harbour.save_revision().publish()
        kept = organisation("Lindvik Harbour", "NO")
        party = partnership.parties.get(organisation=harbour)
        url = reverse("register_merge", args=[kept.pk, harbour.pk])
        page = moderator.get(url).content.decode()
        assert "Partnerships to which it is a party: 1" in page
        assert partnership.title in page
        readable = harbour.get_absolute_url()
        answer = moderator.post(url, {"reason": "the same quay"})
        act = kept.merges.get()
        assert answer.url == reverse("register_merged", args=[act.pk])
        party.refresh_from_db()
        assert party.organisation == kept
        assert list(find_organisations("port of lindvik")) == [kept]
        for address in (permanent_address(harbour), readable, f"/api/v1/organisations/{harbour.uuid}"):
            answer = client.get(address)
            assert answer.status_code == 303, address
            assert client.get(answer.url).status_code == 200
        assert str(kept.uuid) in answer.url
        assert kept.name in client.get(partnership.get_absolute_url()).content.decode()
        assert moderator.get(EDIT.format(harbour.pk)).url == reverse("register_merged", args=[act.pk])
        history = moderator.get(reverse(Organisation.snippet_viewset.get_url_name("history"), args=[kept.pk]))
        assert "the same quay" in history.content.decode()
        moderator.post(reverse("register_merged", args=[act.pk]))
        assert client.get(readable).status_code == 200
        party.refresh_from_db()
        assert party.organisation == harbour
        assert "taken back already" in moderator.post(answer_url(act), follow=True).content.decode()

    def test_chains_of_merges_lead_to_the_last(self, client: Client, site: None) -> None:
        one, two, three = organisation("One"), organisation("Two"), organisation("Three")
        merge(two, one, None)
        merge(three, two, None)
        assert client.get(permanent_address(one)).url == three.get_absolute_url()

    def test_it_is_foreseen_in_as_many_queries_whatever_names_it(self, harbour: Organisation) -> None:
        gone = organisation("Lindvik harbour")

        def queries_after(number: int) -> int:
            for place in range(number):
                both = made_partnership(f"Ferry {number} {place}")
                for one in (harbour, gone):
                    Party.objects.create(partnership=both, organisation=one)
                visit = Event.objects.create(title="Visit")
                Participation.objects.create(event=visit, organisation=gone)
            with CaptureQueriesContext(connection) as queries:
                plan = plan_merge(harbour, gone)
            assert [group.total for group in plan.dropped] == [Partnership.objects.count()]
            return len(queries)

        assert queries_after(1) == queries_after(5)

    def test_what_is_refused(self, moderator: Client) -> None:
        one, two = organisation("One"), organisation("Two")
        itself = reverse("register_merge", args=[one.pk, one.pk])
        assert "cannot be merged into itself" in moderator.get(itself).content.decode()
        assert "cannot be merged into itself" in moderator.post(itself, follow=True).content.decode()
        merge(one, two, None)
        again = reverse("register_merge", args=[one.pk, two.pk])
        page = moderator.get(again).content.decode()
        assert "was merged into" in page
        assert 'name="reason"' not in page
        assert moderator.get(reverse("register_merge", args=[one.pk, 999999])).status_code == 404

    def test_only_for_those_who_may_publish(self, editor: Client) -> None:
        one, two = organisation("One"), organisation("Two")
        for url in (DUPLICATES, reverse("register_merge", args=[one.pk, two.pk])):
            answer = editor.post(url) if "merge" in url else editor.get(url)
            assert answer.status_code == 302
        assert not Organisation.objects.exclude(merged_into=None).exists()

    def test_later_edits_are_kept_and_named(self, partnership: Partnership, harbour: Organisation) -> None:
        kept, third = organisation("Kept"), organisation("Third")
        party = partnership.parties.get(organisation=harbour)
        act = merge(kept, harbour, None)
        party.refresh_from_db()
        party.organisation = third
        party.save()
        OrganisationName.objects.filter(organisation=kept).update(language="en")
        outcome = undo_merge(act, None)
        party.refresh_from_db()
        assert party.organisation == third
        assert [what for what, _why in outcome.kept] == [harbour.name, partnership.title]

    def test_a_version_made_since_follows(self, partnership: Partnership, harbour: Organisation) -> None:
        kept = organisation("Kept")
        act = merge(kept, harbour, None)
        partnership = Partnership.objects.get(pk=partnership.pk)
        partnership.title = "Cleaner water"
        partnership.save_revision()
        undo_merge(act, None)
        latest = Partnership.objects.get(pk=partnership.pk).latest_revision
        assert harbour.pk in [row["organisation"] for row in latest.content["parties"]]
        assert kept.pk not in [row["organisation"] for row in latest.content["parties"]]

    def test_sources_that_disagree_stand_side_by_side(self, client: Client, site: None) -> None:
        kept, merged = organisation("Kept", "NO"), organisation("Merged", "KZ")
        for one in (kept, merged):
            value = one.country.code if one == kept else ""
            Evidence.objects.create(record=one, field="country", url=f"https://example.org/{one.name}", value=value)
        merge(kept, merged, None)
        assert sorted(kept.evidence.values_list("value", flat=True)) == ["KZ", "NO"]
        assert "The sources disagree." in client.get(kept.get_absolute_url()).content.decode()


def answer_url(act: object) -> str:
    return reverse("register_merged", args=[act.pk])


class TestTheEditor:
    def test_identifiers_are_checked_and_shown(self, moderator: Client, client: Client, site: None) -> None:
        one = organisation("Port of Lindvik")
        form = Form(moderator, EDIT.format(one.pk)).add_row("identifiers", scheme="ror", value="04xfq0f35")
        assert any("do not fit" in error for error in errors(form.press("action-publish")))
        form = Form(moderator, EDIT.format(one.pk))
        form.add_row("identifiers", scheme="lei", value="https://search.gleif.org/#/record/5493001KJTIIGC8Y1R12")
        assert form.press("action-publish").status_code == 302
        assert OrganisationIdentifier.objects.get().value == "5493001KJTIIGC8Y1R12"
        page = client.get(one.get_absolute_url()).content.decode()
        assert "https://search.gleif.org/#/record/5493001KJTIIGC8Y1R12" in page
        shown = client.get(f"/api/v1/organisations/{one.uuid}").json()
        assert shown["identifiers"][0]["value"] == "5493001KJTIIGC8Y1R12"
        other = organisation("Harbour of Lindvik")
        form = Form(moderator, EDIT.format(other.pk)).add_row("identifiers", scheme="lei", value="5493001KJTIIGC8Y1R12")
        assert any("“Port of Lindvik” has this identifier" in error for error in errors(form.press("action-publish")))

    def test_no_circle_of_parents(self, moderator: Client, client: Client, site: None) -> None:
        top = organisation("Top")
        middle = organisation("Middle", parent=top)
        low = organisation("Low", parent=middle)
        for parent in (low, middle, top):
            form = Form(moderator, EDIT.format(top.pk)).set(parent=parent.pk)
            assert errors(form.press("action-publish"))
        top.refresh_from_db()
        assert top.parent is None
        page = client.get(middle.get_absolute_url()).content.decode()
        assert top.get_absolute_url() in page
        assert low.get_absolute_url() in page

    def test_proof_stands_below_its_field(self, editor: Client, partnership: Partnership) -> None:
        Evidence.objects.create(record=partnership, field="signed", note="seen in the archive", value="2019-04")
        page = Form(editor, f"/admin/register/partnerships/edit/{partnership.pk}/").page
        assert '<span class="field-proof">seen in the archive · says 2019-04</span>' in page

    def test_one_source_is_preferred(self, editor: Client, partnership: Partnership) -> None:
        one, other = (
            Evidence.objects.create(record=partnership, field="signed", note=f"source {value}", value=value)
            for value in ("2019-04", "2019-05")
        )
        page = Form(editor, f"/admin/register/partnerships/edit/{partnership.pk}/").page
        assert "The sources disagree." in page
        for evidence in (one, other):
            editor.post(reverse("register_evidence_prefer", args=["partnership", partnership.pk, evidence.pk]))
        kind = ContentType.objects.get_for_model(Partnership)
        assert list(Evidence.objects.filter(content_type=kind, preferred=True)) == [other]


def test_who_may_see_the_list(log_in: Callable[[str], Client]) -> None:
    assert log_in("Administrators").get(DUPLICATES).status_code == 200
