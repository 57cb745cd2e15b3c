"""An import taken back: the register stands as before, and what people did since is kept and named."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html
from wagtail.models import ReferenceIndex
from wagtail.search.models import IndexEntry

from partnerships.models import (
    Document,
    Event,
    Evidence,
    Leg,
    Opportunity,
    Organisation,
    OrganisationName,
    Participation,
    Partnership,
    Party,
    Place,
    Sought,
)
from partnerships.models.facetrow import FacetRow
from portal.imports import redo, reversing, review, services, undo, undo_views
from portal.imports.models import Batch, Change, Item, Undo
from portal.news.models import NewsCountry, NewsOrganisation, NewsPage, NewsPartnership
from tests.imports.conftest import finish_work, numbered
from tests.imports.readings import item_of, reading

pytestmark = pytest.mark.django_db
QUERIES_OF_AN_ARTICLE = 24
"""What taking one more back asks of the database: its log entry and what Wagtail, its search and its translations look up for a page."""


def applied(user: User, name: str = "tartu.txt", **changes: Any) -> Item:
    item = item_of(reading(**changes), name)
    review.accept_sure(item, version=0, user=user)
    item.refresh_from_db()
    services.apply(item, user=user, version=item.version, publish=True)
    item.refresh_from_db()
    return item


def state() -> tuple[int, ...]:
    models = (NewsPage, Organisation, Partnership, Event, Opportunity, Evidence, FacetRow)
    return tuple(model._base_manager.count() for model in models)


def test_everything_that_was_made_goes_and_the_proof_stays(publisher: User) -> None:
    before = state()
    item = applied(publisher)
    assert state() != before
    report = services.take_back(item.batch, user=publisher)
    assert state() == before
    assert report.removed.count == 6
    assert not report.kept.count
    kinds = [kind for kind, _label, _reason in report.removed.lines]
    assert sorted(kinds) == ["article", "event", "opportunity", "organisation", "organisation", "partnership"]
    item.refresh_from_db()
    assert (item.state, item.page) == (Item.State.UNDONE, None)
    assert Document.objects.exists()
    assert item.suggestions.filter(state="accepted").exists()
    assert not Change.objects.filter(undone_at=None).exists()


def test_a_preview_says_the_same_and_does_nothing(publisher: User) -> None:
    item = applied(publisher)
    before = state()
    preview = services.take_back(item.batch, user=publisher, preview=True)
    assert state() == before
    item.refresh_from_db()
    assert item.state == Item.State.APPLIED
    report = services.take_back(item.batch, user=publisher)
    assert preview == report


def test_what_a_person_has_changed_is_kept_and_named(publisher: User) -> None:
    item = applied(publisher)
    tartu = Organisation.objects.get(name="University of Tartu")
    tartu.summary = "By hand"
    tartu.save_revision(user=publisher).publish()
    report = services.take_back(item.batch, user=publisher)
    assert [(*line[:2], str(line.reason)) for line in report.kept.lines] == [
        ("organisation", "University of Tartu", "pia has changed it since.")
    ]
    assert Organisation.objects.get().summary == "By hand"


def test_what_something_else_uses_is_kept_and_named(publisher: User) -> None:
    first = applied(publisher)
    second = applied(publisher, "second.txt")
    report = services.take_back(first.batch, user=publisher)
    assert NewsPage.objects.get() == second.page
    assert {line.label for line in report.kept.lines} >= {"University of Tartu", "Hokkaido University"}
    assert all("used by" in str(line.reason) for line in report.kept.lines)
    services.take_back(second.batch, user=publisher)
    assert not NewsPage.objects.exists()


def test_filled_fields_are_emptied_again(publisher: User) -> None:
    sapporo = Organisation.objects.create(name="Hokkaido University")
    item = applied(publisher)
    sapporo.refresh_from_db()
    assert sapporo.country.code == "JP"
    report = services.take_back(item.batch, user=publisher)
    sapporo.refresh_from_db()
    assert sapporo.country is None
    assert [line[:2] for line in report.restored.lines] == [("organisation", "Hokkaido University: country")]


def test_after_taking_it_back_the_document_can_be_brought_again(publisher: User) -> None:
    item = applied(publisher)
    services.take_back(item.batch, user=publisher)
    again = Item.objects.create(batch=Batch.objects.create(title="Again"), position=0, name="tartu.txt", document=item.document)
    finish_work()
    again.refresh_from_db()
    assert again.state == Item.State.READY


def test_by_command(publisher: User) -> None:
    item = applied(publisher)
    out = StringIO()
    call_command("undo_import", str(item.batch.uuid), preview=True, json=True, stdout=out)
    preview = json.loads(out.getvalue())
    assert (preview["preview"], preview["items"], len(preview["removed"])) == (True, 1, 6)
    call_command("undo_import", str(item.batch.uuid), stdout=out)
    assert "6 removed" in out.getvalue()
    assert not NewsPage.objects.exists()


def test_in_the_admin(client: Client, publisher: User, importer: User) -> None:
    item = applied(publisher)
    url = reverse("imports:take_back", args=[item.batch.uuid])
    client.force_login(importer)
    assert client.post(url).status_code == 302
    assert not item.batch.undos.exists()
    ways = [reverse(f"imports:{name}", args=[item.batch.uuid]) for name in ("batch", "summary")]
    assert not any(url in client.get(way).content.decode() for way in ways)
    client.force_login(publisher)
    assert all(url in client.get(way).content.decode() for way in ways)
    assert "6 things are removed" in client.get(url).content.decode()
    assert "“By hand” is being taken back" in client.post(url, {"act": "take_back"}, follow=True).content.decode()
    assert NewsPage.objects.exists()
    finish_work()
    assert not NewsPage.objects.exists()
    assert "6 things were removed" in client.get(url).content.decode()
    # What a page says while it runs goes when it is over: nothing stands outside of the part that is put in place.
    watched = html.fromstring(client.post(url, {"act": "bring_back"}, follow=True).content)
    watched.get_element_by_id("progress").drop_tree()
    assert "brought back" not in watched.text_content()
    finish_work()
    assert NewsPage.objects.get().live
    assert "Last brought back:" in client.get(url).content.decode()
    # The part that a page takes over which has watched it.
    assert '<div id="progress">\n        <h2 class="desk-h2">Take back “' in client.get(url).content.decode()


def test_many_articles_together_take_few_queries_more(publisher: User) -> None:
    """Those of the records are the same however many articles name them, and of its own an article has a few."""
    asked = []
    for number in (2, 6):
        batch = Batch.objects.create(title=f"{number} articles", state=Batch.State.FINISHED)
        for n in range(number):
            item = item_of(reading(), f"{number}-{n}.txt", batch)
            review.accept_sure(item, version=0, user=publisher)
            services.apply(item, user=publisher, version=1, publish=True)
        before = state()
        with CaptureQueriesContext(connection) as queries:
            assert services.take_back(batch, user=publisher).items == number
        assert before[0] == number
        assert state() == (0,) * 7
        asked.append(len(queries))
    assert asked[1] - asked[0] <= 4 * QUERIES_OF_AN_ARTICLE, asked


# --- bringing back


def whole_state() -> dict[str, Any]:
    """Everything that an import makes, with what it is found by."""
    records = {
        (str(record.uuid), record.pk, str(record), record.live, record.get_absolute_url())
        for model in (Organisation, Partnership, Event, Opportunity)
        for record in model._base_manager.all()
    }
    parts = {
        model.__name__: set(model._base_manager.values_list(*(field.attname for field in model._meta.concrete_fields)))
        for model in (Party, Sought, Leg, Participation, OrganisationName, NewsOrganisation, NewsPartnership, NewsCountry)
    }
    pages = {(str(page.uuid), page.pk, page.title, page.url_path, page.live, str(page.body)) for page in NewsPage.objects.all()}
    proof = set(Evidence.objects.values_list("content_type", "object_id", "field", "document", "start", "end", "quote"))
    found = {(row.record_type, row.record_id, tuple(row.countries), row.status, row.sort_key) for row in FacetRow.objects.all()}
    kinds = ContentType.objects.get_for_models(NewsPage, Organisation, Partnership, Event, Opportunity).values()
    links = ReferenceIndex.objects.filter(content_type__in=kinds)
    references = set(links.values_list("content_type", "object_id", "to_content_type", "to_object_id", "model_path"))
    return {
        **parts,
        "records": records,
        "pages": pages,
        "proof": proof,
        "found": found,
        "references": references,
        "searched": {(entry.content_type_id, entry.object_id) for entry in IndexEntry.objects.all()},
    }


def test_what_is_brought_back_is_the_same(publisher: User) -> None:
    item = applied(publisher)
    before = whole_state()
    services.take_back(item.batch, user=publisher)
    order = services.bring_back(item.batch, user=publisher)
    assert order.state == Undo.State.DONE
    after = whole_state()
    assert {name for name in before if before[name] != after[name]} == set()
    item.refresh_from_db()
    assert (item.state, item.page) == (Item.State.APPLIED, NewsPage.objects.get())
    assert NewsPage.objects.get().latest_revision.as_object().title == item.page.title
    report = services.take_back(item.batch, user=publisher)
    assert (report.removed.count, report.kept.count, state()) == (6, 0, (0,) * 7)


def test_drafts_are_brought_back_as_drafts(publisher: User) -> None:
    item = item_of(reading())
    review.accept_sure(item, version=0, user=publisher)
    services.apply(item, user=publisher, version=1)
    before = whole_state()
    services.take_back(item.batch, user=publisher)
    services.bring_back(item.batch, user=publisher)
    assert before == whole_state()


def test_filled_fields_are_filled_again_and_what_a_person_wrote_stays(publisher: User) -> None:
    sapporo = Organisation.objects.create(name="Hokkaido University")
    item = applied(publisher)
    services.take_back(item.batch, user=publisher)
    services.bring_back(item.batch, user=publisher)
    sapporo.refresh_from_db()
    assert sapporo.country.code == "JP"
    services.take_back(item.batch, user=publisher)
    sapporo.refresh_from_db()
    sapporo.country = Place.objects.get(code="KR")
    sapporo.save_revision(user=publisher).publish()
    services.bring_back(item.batch, user=publisher)
    sapporo.refresh_from_db()
    assert sapporo.country.code == "KR"


def test_what_stands_on_something_that_is_gone_comes_without_it(publisher: User) -> None:
    Organisation.objects.create(name="Hokkaido University")
    item = applied(publisher)
    services.take_back(item.batch, user=publisher)
    Organisation.objects.get().delete()
    assert services.bring_back(item.batch, user=publisher).state == Undo.State.DONE
    assert [party.organisation.name for party in Partnership.objects.get().parties.all()] == ["University of Tartu"]


def test_a_partnership_whose_parties_are_gone_comes_as_a_draft(publisher: User) -> None:
    parties = [Organisation.objects.create(name=name) for name in ("Hokkaido University", "University of Tartu")]
    item = applied(publisher)
    assert Partnership.objects.get().live
    services.take_back(item.batch, user=publisher)
    for party in parties:
        party.delete()
    assert services.bring_back(item.batch, user=publisher).state == Undo.State.DONE
    assert [(record.live, record.parties.count()) for record in Partnership.objects.all()] == [(False, 0)]


def test_a_document_that_came_again_is_not_doubled(publisher: User) -> None:
    item = applied(publisher)
    services.take_back(item.batch, user=publisher)
    again = Item.objects.create(batch=Batch.objects.create(title="Again"), position=0, name="tartu.txt", document=item.document)
    finish_work()
    services.bring_back(item.batch, user=publisher)
    item.refresh_from_db()
    again.refresh_from_db()
    assert (item.state, again.state, NewsPage.objects.count()) == (Item.State.UNDONE, Item.State.READY, 0)
    assert "come again in “Again”" in str(item.message)


def test_what_still_exists_is_asked_as_often_for_many(publisher: User, bring: Any) -> None:
    batch = bring(*map(numbered, range(4)), publish=True, user=publisher)
    services.take_back(batch, user=publisher)
    changes = list(Change.objects.filter(fate="removed").select_related("content_type"))

    def queries_for(some: list[Change]) -> int:
        with CaptureQueriesContext(connection) as asked:
            redo._there(some)
        return len(asked)

    pages = [change for change in changes if change.content_type.model == "newspage"]
    assert len(pages) == 4
    assert queries_for(pages) == queries_for(pages[:1]) > 0


def test_redo_by_command(publisher: User) -> None:
    item = applied(publisher)
    call_command("undo_import", str(item.batch.uuid), stdout=StringIO())
    out = StringIO()
    call_command("undo_import", str(item.batch.uuid), redo=True, json=True, stdout=out)
    assert json.loads(out.getvalue()) == {"batch": str(item.batch.uuid), "applied": 1, "left": []}
    assert NewsPage.objects.get().live


# --- interruption


class Killed(BaseException):
    """Stands for the end of the process: nothing in the code may catch it."""


@pytest.mark.parametrize("act", Undo.Act.values)
def test_cut_short_and_resumed(publisher: User, monkeypatch: pytest.MonkeyPatch, bring: Any, act: str) -> None:
    before = whole_state()
    batch = bring(*map(numbered, range(5)), publish=True, user=publisher)
    assert services.counts(batch) == {"applied": 5}
    made = whole_state()
    if act == Undo.Act.BRING_BACK:
        services.take_back(batch, user=publisher)
    monkeypatch.setattr(reversing, "TOGETHER", 2)
    order = reversing.order(batch, act, user=publisher)
    part = {"take_back": (undo, "_remove"), "bring_back": (redo, "_make_again")}[act]
    really, calls = getattr(*part), iter(range(1000))

    def until_killed(*args: Any) -> None:
        if next(calls) == 3:
            raise Killed
        really(*args)

    with monkeypatch.context() as patch:
        patch.setattr(*part, until_killed)
        with pytest.raises(Killed):
            services.process()
    assert reversing.is_waiting()
    finish_work()
    order.refresh_from_db()
    assert (order.state, order.attempts) == (Undo.State.DONE, 0)
    assert whole_state() == (before if act == Undo.Act.TAKE_BACK else made)


def test_what_kills_its_worker_is_given_up_and_the_rest_is_done(
    publisher: User, monkeypatch: pytest.MonkeyPatch, bring: Any
) -> None:
    batch = bring(*map(numbered, range(3)), publish=True, user=publisher)
    broken = NewsPage.objects.order_by("pk").first()
    really = undo._remove_pages

    def fail(pages: Any, user: Any) -> None:
        if broken in pages:
            raise RuntimeError("no")
        really(pages, user)

    monkeypatch.setattr(undo, "_remove_pages", fail)
    services.take_back(batch, user=publisher)
    order = batch.undos.get()
    assert (order.state, "no" in str(order.message)) == (Undo.State.FAILED, True)
    assert services.counts(batch) == {"applied": 1, "undone": 2}
    monkeypatch.setattr(undo, "_remove_pages", really)
    services.take_back(batch, user=publisher)
    assert services.counts(batch) == {"undone": 3}


def test_what_a_person_changed_keeps_its_proof(publisher: User) -> None:
    item = applied(publisher)
    tartu = Organisation.objects.get(name="University of Tartu")
    tartu.summary = "By hand"
    tartu.save_revision(user=publisher).publish()
    services.take_back(item.batch, user=publisher)
    assert tartu.evidence.exists()
    assert set(Evidence.objects.values_list("object_id", flat=True)) == {tartu.pk}


def test_the_page_foresees_so_many_articles_as_a_person_can_wait_for(
    client: Client, publisher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that go first; what an earlier one made and they use is not counted among what they made."""
    first = applied(publisher, "first.txt")
    second = item_of(reading(), "second.txt", first.batch)
    review.accept_sure(second, version=0, user=publisher)
    second.refresh_from_db()
    services.apply(second, user=publisher, version=second.version, publish=True)
    whole = reversing.preview(first.batch)
    part = reversing.preview(first.batch, 1)
    assert (whole.items, part.items) == (2, 1)
    assert not part.kept.count
    assert 0 < part.removed.count < whole.removed.count
    client.force_login(publisher)
    url = reverse("imports:take_back", args=[first.batch.uuid])
    assert "that go first" not in client.get(url).content.decode()
    monkeypatch.setattr(reversing, "MOST_FORESEEN", 1)
    assert "the 1 articles that go first, of 2" in client.get(url).content.decode()


def test_of_long_lists_the_page_shows_the_first_and_says_how_many_there_are(
    client: Client, publisher: User, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    item = applied(publisher)
    services.take_back(item.batch, user=publisher)
    monkeypatch.setattr(undo_views, "MOST_SHOWN", 2)
    client.force_login(publisher)
    page = client.get(reverse("imports:take_back", args=[item.batch.uuid])).content.decode()
    assert "6 things were removed" in page
    assert "4 more are named by the command undo_import." in page
    assert "Article</span> <bdi>" in page
    with django_assert_max_num_queries(12):
        assert len(reversing.report(item.batch, slice(2)).removed.lines) == 2
