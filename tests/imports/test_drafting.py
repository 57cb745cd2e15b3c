"""What applying makes, what it finds again, and what it must never touch."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry, PageLogEntry

from partnerships import lifecycle
from partnerships.edtf import IncompleteDate
from partnerships.models import Event, Evidence, Opportunity, Organisation, Partnership, Place
from portal.extraction.types import Document, EventFact, OpportunityFact, OrganisationFact, PartnershipFact
from portal.imports import drafting, review, services
from portal.imports.models import Change, Item, Suggestion
from portal.news.models import NewsPage
from tests.imports.readings import TEXT, at, item_of, reading

pytestmark = pytest.mark.django_db


def apply(item: Item, user: User, publish: bool = True, accept: bool = True) -> drafting.Outcome:
    item.refresh_from_db()
    if accept:
        review.accept_sure(item, version=item.version, user=user)
        item.refresh_from_db()
    return services.apply(item, user=user, version=item.version, publish=publish)


def test_an_accepted_reading_becomes_a_page_with_its_records(publisher: User) -> None:
    item = item_of(reading())
    page = apply(item, publisher).page

    page = NewsPage.objects.get(pk=page.pk)
    assert page.live
    assert (page.title, page.published_on, page.original_language) == (
        "Tartu and Sapporo sign",
        datetime.date(2021, 3, 12),
        "en",
    )
    assert page.topics == "Cooperation, Science"
    assert [block.block_type for block in page.body] == ["paragraph", "quote", "paragraph"]
    assert [link.country.code for link in page.country_links.all()] == ["EE", "JP"]
    assert [link.sector.code for link in page.sector_links.all()] == ["artificial-intelligence"]
    assert page.country_links.first().quote == "Tartu"
    assert page.document_id == item.document_id
    assert page.owner == publisher

    partnership = page.partnership_links.get().partnership
    assert partnership.live
    assert (partnership.kind, partnership.status, str(partnership.signed)) == ("memorandum", "signed", "2021-03-10")
    assert {(p.organisation.name, p.role) for p in partnership.parties.all()} == {
        ("University of Tartu", "signatory"),
        ("Hokkaido University", "signatory"),
    }
    assert [sought.description for sought in partnership.sought.all()] == ["a distributor in Finland"]
    assert [sector.code for sector in partnership.sectors.all()] == ["artificial-intelligence"]

    event = page.event_links.get().event
    assert [(leg.place, leg.country.code, str(leg.starts)) for leg in event.legs.all()] == [("Sapporo", "JP", "2021-03-10")]
    assert {(str(p), p.role) for p in event.participations.all()} == {
        ("University of Tartu", "signatory"),
        ("Mari Tamm", "signatory"),
        ("Hokkaido University", "host"),
    }
    assert event.event_partnerships.get().relation == "signed"
    assert event.event_partnerships.get().partnership == partnership

    tartu = Organisation.objects.get(name="University of Tartu")
    assert (tartu.kind, tartu.country.code, [n.name for n in tartu.names.all()]) == ("university", "EE", ["UT"])
    assert page.opportunity_links.get().opportunity.summary == "An open call for students begins in May."
    item.refresh_from_db()
    assert (item.state, item.page_id) == (Item.State.APPLIED, page.pk)


def test_each_fact_has_its_words(publisher: User) -> None:
    item = item_of(reading())
    page = apply(item, publisher).page
    for record in (*Partnership.objects.all(), *Event.objects.all(), *Organisation.objects.all(), *Opportunity.objects.all()):
        evidence = Evidence.objects.get(object_id=record.pk, content_type__model=record.record_type, field="")
        assert evidence.document_id == item.document_id
        assert TEXT[evidence.start : evidence.end] == evidence.quote
        assert (evidence.extractor_version, evidence.decided_by) == ("test", publisher)
    fields = Evidence.objects.filter(object_id=page.pk, content_type__model="newspage").values_list("field", flat=True)
    assert set(fields) == {"title", "published_on"}


def test_drafts_are_not_public(publisher: User) -> None:
    page = apply(item_of(reading()), publisher, publish=False).page
    assert not NewsPage.objects.get(pk=page.pk).live
    assert not Organisation.objects.filter(live=True).exists()
    assert not Partnership.objects.filter(live=True).exists()


def test_publishing_makes_earlier_drafts_of_imports_public(publisher: User) -> None:
    apply(item_of(reading()), publisher, publish=False)
    apply(item_of(reading(), "second.txt"), publisher, publish=True)
    assert Organisation.objects.filter(live=True).count() == 2


def test_a_draft_that_a_person_works_on_is_not_published(publisher: User) -> None:
    apply(item_of(reading()), publisher, publish=False)
    tartu = Organisation.objects.get(name="University of Tartu")
    tartu.summary = "Not finished"
    tartu.save_revision(user=publisher)
    apply(item_of(reading(), "second.txt"), publisher, publish=True)
    assert not Organisation.objects.get(pk=tartu.pk).live


def test_the_same_facts_from_another_article_add_nothing(publisher: User) -> None:
    first = apply(item_of(reading()), publisher).page
    second = apply(item_of(reading(), "second.txt"), publisher).page
    assert [m.objects.count() for m in (Organisation, Partnership, Event, Opportunity)] == [2, 1, 1, 1]
    assert first.slug == "tartu-and-sapporo-sign"
    assert second.slug == "tartu-and-sapporo-sign-2"
    assert Partnership.objects.get().evidence.filter(field="").count() == 2


def test_another_kind_or_another_party_is_another_partnership(publisher: User) -> None:
    apply(item_of(reading()), publisher)
    third = OrganisationFact("Helsinki City", at("Finland"), (), None, "public-authority", "FI")
    both = ("University of Tartu", "Hokkaido University")
    facts = (
        PartnershipFact("joint-centre", "proposed", both, at("signed a memorandum"), confidence=0.9),
        PartnershipFact("memorandum", "signed", (*both, "Helsinki City"), at("signed a memorandum"), confidence=0.9),
    )
    organisations = (*reading().organisations, third)
    apply(item_of(reading(partnerships=facts, organisations=organisations), "second.txt"), publisher)
    assert Partnership.objects.count() == 3


def test_a_persons_values_are_never_overwritten_and_empty_ones_are_filled(publisher: User) -> None:
    sapporo = Organisation.objects.create(name="Hokkaido University", kind="other", summary="By hand")
    tartu = Organisation.objects.create(name="University of Tartu", country=Place.objects.get(code="FI"))
    item = item_of(reading())
    doubtful = item.suggestions.get(kind="organisation", value__name="University of Tartu")
    assert doubtful.match["state"] == "probable"
    review.decide(doubtful, state=Suggestion.State.ACCEPTED, version=0, user=publisher)
    apply(item, publisher)
    tartu.refresh_from_db()
    sapporo.refresh_from_db()
    assert tartu.country.code == "FI"
    assert (sapporo.country.code, sapporo.kind, sapporo.summary) == ("JP", "other", "By hand")
    change = Change.objects.get(action=Change.Action.UPDATED)
    assert change.before == {"country": None}


@pytest.mark.parametrize(
    ("published", "status", "after"),
    [
        ("2022-03-20", "suspended", "suspended"),
        ("2020-01-02", "suspended", "signed"),
        ("2022-03-20", "proposed", "signed"),
    ],
    ids=["a later article", "an earlier one", "back to talks"],
)
def test_a_later_article_tells_how_it_stands_now(publisher: User, published: str, status: str, after: str) -> None:
    apply(item_of(reading()), publisher)
    parties = ("University of Tartu", "Hokkaido University")
    fact = PartnershipFact("memorandum", status, parties, at("signed a memorandum"), confidence=0.9)
    later = item_of(reading(published=published, partnerships=(fact,), events=()), "second.txt")
    apply(later, publisher)
    partnership = Partnership.objects.get()
    assert partnership.status == after
    assert str(partnership.signed) == "2021-03-10"
    if after == "suspended":
        assert str(partnership.status_since) == published
        assert [change.status for change in partnership.status_changes.order_by("pk")] == ["signed", "suspended"]


def test_a_status_that_a_person_explained_is_left_alone(publisher: User) -> None:
    apply(item_of(reading()), publisher)
    lifecycle.change_status(Partnership.objects.get(), "active", IncompleteDate.parse("2021-06"), "The office opened.", publisher)
    parties = ("University of Tartu", "Hokkaido University")
    fact = PartnershipFact("memorandum", "ended", parties, at("signed a memorandum"), confidence=0.9)
    outcome = apply(item_of(reading(published="2022-03-20", partnerships=(fact,)), "second.txt"), publisher)
    assert Partnership.objects.get().status == "active"
    assert any("Ended" in str(reason) for _label, reason in outcome.left_out)


def test_a_name_in_another_script_is_kept(publisher: User) -> None:
    park = OrganisationFact("金沙科技园", at("Finland"), ("Jinsha Science Park", "the Park"), None, "technopark", "CN")
    apply(item_of(reading(organisations=(*reading().organisations, park))), publisher)
    assert [name.name for name in Organisation.objects.get(name="金沙科技园").names.all()] == ["Jinsha Science Park"]


def test_two_of_a_name_are_left_for_a_person(publisher: User) -> None:
    for _n in range(2):
        Organisation.objects.create(name="University of Tartu")
    item = item_of(reading())
    outcome = apply(item, publisher)
    assert Organisation.objects.filter(name="University of Tartu").count() == 2
    assert not outcome.page.partnership_links.exists()
    assert "two parties" in str(outcome.left_out[-1][1])


def test_who_is_only_wished_for_is_sought_by_the_one_party(publisher: User) -> None:
    fact = PartnershipFact(
        "cooperation", "proposed", ("University of Tartu",), at("signed a memorandum"), ("Hokkaido University",), confidence=0.9
    )
    apply(item_of(reading(partnerships=(fact,))), publisher)
    record = Partnership.objects.get()
    assert [party.organisation.name for party in record.parties.all()] == ["University of Tartu"]
    assert [each.description for each in record.sought.all()] == ["Hokkaido University"]


def test_the_person_says_which_of_two_it_is(publisher: User) -> None:
    one, _two = (Organisation.objects.create(name="University of Tartu") for _n in range(2))
    item = item_of(reading())
    suggestion = item.suggestions.get(kind="organisation", value__name="University of Tartu")
    value = {**suggestion.value, "use": str(one.uuid)}
    review.decide(suggestion, state=Suggestion.State.EDITED, version=0, user=publisher, value=value)
    outcome = apply(item, publisher)
    assert one in [link.organisation for link in outcome.page.organisation_links.all()]


def test_only_what_was_accepted_is_made(publisher: User) -> None:
    item = item_of(reading())
    outcome = apply(item, publisher, accept=False)
    assert outcome.page.title == "Tartu and Sapporo sign"
    assert not outcome.page.country_links.exists()
    assert not Organisation.objects.exists()


def test_a_partnership_brings_its_parties_unless_they_were_rejected(publisher: User) -> None:
    item = item_of(reading())
    decide(item, "partnership", Suggestion.State.ACCEPTED, publisher)
    apply(item, publisher, accept=False)
    assert Organisation.objects.count() == 2

    second = item_of(reading(), "second.txt")
    decide(second, "partnership", Suggestion.State.ACCEPTED, publisher)
    decide(second, "organisation", Suggestion.State.REJECTED, publisher)
    outcome = apply(second, publisher, accept=False)
    assert not outcome.page.partnership_links.exists()
    assert outcome.left_out


def test_people_are_kept_only_inside_an_event(publisher: User) -> None:
    apply(item_of(reading(events=())), publisher)
    assert not Event.objects.exists()
    assert not Organisation.objects.filter(name__contains="Tamm").exists()


def test_an_edited_value_is_what_is_made(publisher: User) -> None:
    item = item_of(reading())
    title = item.suggestions.get(kind="title")
    review.decide(title, state=Suggestion.State.EDITED, version=0, user=publisher, value="Two universities agree")
    body = item.suggestions.get(kind="body")
    review.decide(body, state=Suggestion.State.EDITED, version=0, user=publisher, value="<script>alert(1)</script> & co")
    page = apply(item, publisher).page
    assert page.title == "Two universities agree"
    assert page.body[0].value.source == "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; co</p>"


def test_without_a_title_nothing_is_made(publisher: User) -> None:
    item = item_of(reading(title=None))
    with pytest.raises(drafting.CannotApply):
        apply(item, publisher)
    item.refresh_from_db()
    assert item.state == Item.State.READY
    assert not NewsPage.objects.exists()
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Сколково в Антверпене", "skolkovo-v-antverpene"), ("！！", "article"), ("a" * 300, "a" * 80)],
    ids=["cyrillic", "signs", "long"],
)
def test_every_title_has_an_address(publisher: User, title: str, slug: str) -> None:
    page = apply(item_of(reading(title=title)), publisher).page
    assert page.slug == slug
    assert len(page.title) <= 255


def test_the_log_names_who_did_it(publisher: User) -> None:
    page = apply(item_of(reading()), publisher).page
    actions = dict(PageLogEntry.objects.filter(page=page.pk).values_list("action", "user"))
    assert actions["wagtail.create"] == actions["wagtail.publish"] == publisher.pk
    assert ModelLogEntry.objects.filter(action="wagtail.create", user=publisher).count() == 5


def test_every_change_is_in_the_book(publisher: User) -> None:
    item = item_of(reading())
    apply(item, publisher)
    assert list(item.changes.filter(action=Change.Action.CREATED).values_list("content_type__model", flat=True)) == [
        "organisation",
        "organisation",
        "partnership",
        "event",
        "opportunity",
        "newspage",
    ]
    assert item.changes.filter(action=Change.Action.PUBLISHED).count() == 6


def test_who_may_not_publish_applies_as_a_draft_only(importer: User) -> None:
    item = item_of(reading())
    with pytest.raises(PermissionDenied):
        apply(item, importer, publish=True)
    assert not apply(item, importer, publish=False, accept=False).page.live


def test_publishing_needs_the_right_to_publish_records_too(publisher: User) -> None:
    publisher.user_permissions.remove(Permission.objects.get(codename="publish_event"))
    with pytest.raises(PermissionDenied):
        apply(item_of(reading()), User.objects.get(pk=publisher.pk), publish=True)
    assert not NewsPage.objects.exists()


def decide(item: Item, kind: str, state: Any, user: User) -> None:
    for suggestion in item.suggestions.filter(kind=kind):
        review.decide(suggestion, state=state, version=suggestion.version, user=user)


@pytest.mark.parametrize(("closes", "day"), [("2021-05-31", datetime.date(2021, 5, 31)), ("--05-31", None), (None, None)])
def test_an_opportunity_is_open_until_the_end_of_the_day_that_the_article_names(
    closes: str | None, day: datetime.date | None, publisher: User
) -> None:
    item = item_of(
        reading(opportunities=(OpportunityFact("call", at("An open call for students"), confidence=0.9, closes=closes),))
    )
    record = apply(item, publisher).page.opportunity_links.get().opportunity
    assert (record.closes.date() if record.closes else None) == day
    assert Evidence.objects.filter(object_id=record.pk, field="closes").exists() == bool(day)


def test_an_event_that_was_called_off_is_recorded_so(publisher: User) -> None:
    event = EventFact("forum", at("signed a memorandum"), title="A forum", start="2021-03-10", confidence=0.9, state="cancelled")
    record = apply(item_of(reading(events=(event,))), publisher).page.event_links.get().event
    assert record.state == "cancelled"


def test_the_countries_of_stops_are_no_stops_of_their_own(publisher: User) -> None:
    event = EventFact(
        "signing",
        at("signed a memorandum"),
        start="2021-03-10",
        places=("Tartu", "Sapporo"),
        countries=("EE", "JP"),
        confidence=0.9,
    )
    record = apply(item_of(reading(events=(event,))), publisher).page.event_links.get().event
    assert [leg.place for leg in record.legs.all()] == ["Tartu", "Sapporo"]


def test_records_know_in_which_language_they_are_written(publisher: User) -> None:
    changes = {
        "language": "ru",
        "events": (EventFact("forum", at("a memorandum"), title="Форум", start="2021-03-10", confidence=0.9),),
    }
    apply(item_of(reading(**changes)), publisher)
    assert Event.objects.get().language == "ru"
    assert Opportunity.objects.get().language == "ru"  # its summary is a sentence of the text
    assert Partnership.objects.get().language == "en"  # its title is made of the names of its parties
    assert set(Organisation.objects.values_list("language", flat=True)) == {""}  # Latin names in a Russian text


def test_a_name_in_the_letters_of_its_language_is_in_it(publisher: User) -> None:
    text = TEXT.replace("Hokkaido University", "Тартуский университет")
    named = OrganisationFact("Тартуский университет", at("Тартуский университет", text), (), None, "university", "EE")
    document = Document(text=text, media_type="text/plain", encoding="utf-8", name="tartu.txt")
    changes = {"language": "ru", "organisations": (named,), "partnerships": (), "events": (), "opportunities": ()}
    apply(item_of(reading(document=document, **changes)), publisher)
    assert Organisation.objects.get(name="Тартуский университет").language == "ru"


def test_a_signing_without_a_title_tells_who_signed(publisher: User) -> None:
    signing = replace(reading().events[0], title="Signing, Sapporo")
    apply(item_of(reading(language="ru", events=(signing,))), publisher)
    event = Event.objects.get()
    assert (event.title, event.language) == ("Signing: University of Tartu, Hokkaido University", "en")
    # A title made here is there for every reader.
    assert event.translation("zh-hans", "title") == "签约仪式：University of Tartu、Hokkaido University"
    assert event.translation("nl", "title") == "Ondertekening: University of Tartu, Hokkaido University"
    assert not event.outdated()


@pytest.mark.parametrize(("places", "title"), [(("Delft", "荷兰"), "Delft"), (("荷兰",), "Netherlands"), ((), "Netherlands")])
def test_an_event_without_a_title_tells_where_it_was_in_the_letters_of_the_register(
    publisher: User, places: tuple[str, ...], title: str
) -> None:
    visit = replace(reading().events[0], kind="delegation-visit", places=places, countries=("NL",), legs=())
    apply(item_of(reading(partnerships=(), events=(visit,))), publisher)
    assert Event.objects.get().title == f"Delegation visit: {title}"


def test_an_edited_title_is_in_a_language_that_nobody_knows(publisher: User) -> None:
    item = item_of(reading(language="ru"))
    suggestion = item.suggestions.get(kind=Suggestion.Kind.EVENT)
    value = {**suggestion.value, "title": "Signing at Sapporo"}
    review.decide(suggestion, state=Suggestion.State.EDITED, version=suggestion.version, user=publisher, value=value)
    apply(item, publisher)
    assert (Event.objects.get().title, Event.objects.get().language) == ("Signing at Sapporo", "")


def test_an_import_leaves_the_translations_that_a_person_wrote(publisher: User) -> None:
    undated = reading().partnerships[0]
    apply(item_of(reading(partnerships=(replace(undated, date=None),), events=())), publisher)
    partnership = Partnership.objects.get()
    partnership.translate("nl", "title", "Tartu en Hokkaido")
    partnership.save()
    partnership.save_revision(user=publisher).publish()
    apply(item_of(reading(), "second.txt"), publisher)
    changed = Partnership.objects.get()
    assert str(changed.signed) == "2021-03-10"  # the second article has filled it
    assert changed.shown("title", "nl").text == "Tartu en Hokkaido"
    assert changed.outdated() == {}
