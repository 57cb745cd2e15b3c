"""The report card: what reviewers decided, and the test articles that they keep."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from portal.imports import report_card, review, services
from portal.imports.gold import gold_of
from portal.imports.models import GoldArticle, GoldRun, Item, Suggestion
from portal.imports.scoring import MEASURES, Measure, score
from portal.imports.tasks import score_gold
from tests.imports.conftest import ARTICLE, only_item, person

NOTHING: dict[str, list[str]] = {}


def decide(item: Item, kind: str, state: str, user, value=None, **which: object) -> None:
    for suggestion in item.suggestions.filter(kind=kind, **which):
        review.decide(suggestion, state=state, version=suggestion.version, user=user, value=value)


@pytest.fixture
def applied(bring, publisher):
    """An article on which everything was decided: two countries accepted, one sector rejected, the source changed."""
    item = only_item(bring(ARTICLE))
    for kind in ("country", "organisation", "partnership", "title"):
        decide(item, kind, "accepted", publisher)
    decide(item, "sector", "rejected", publisher)
    decide(item, "published", "edited", publisher, value="2021-03-11")
    item.refresh_from_db()
    services.apply(item, user=publisher, version=item.version)
    item.refresh_from_db()
    return item


@pytest.fixture
def staff(publisher):
    client = Client()
    client.force_login(publisher)
    return client


def test_decisions_are_counted_by_kind(applied):
    found = report_card.review_measures(("rules",))
    assert found["country"] == Measure(found=2)
    assert found["sector"] == Measure(wrong=applied.suggestions.filter(kind="sector").count())
    assert found["published"] == Measure(wrong=1, missed=1)
    assert "person" not in found  # nobody decided on people


def test_only_applied_articles_count(bring, importer):
    item = only_item(bring(ARTICLE))
    decide(item, "country", "accepted", importer)
    assert report_card.review_measures(("rules",)) == {}


def test_the_second_readers_facts_are_counted_apart(applied):
    applied.suggestions.filter(kind="country").update(found_by="second")
    assert "country" not in report_card.review_measures(("rules", "both"))
    assert report_card.review_measures(("second",))["country"] == Measure(found=2)


def test_the_answers_of_an_item_hold_what_was_decided(applied):
    gold = gold_of(applied, {"countries": ["FI"], "organisations": ["Aurora Lab"]})
    assert gold["published"] == "2021-03-11"
    assert set(gold["countries"]) == {"EE", "JP", "FI"}
    assert gold["sectors"]["primary"] == []
    assert ["Aurora Lab"] in gold["organisations"]
    assert any("University of Tartu" in names for names in gold["organisations"])
    assert [p for p in gold["partnerships"] if not p.get("optional")]
    assert "Mari Tamm" in gold["optional_names"]
    assert gold["people"] == []


def test_the_present_reading_is_scored_against_the_answers(applied, publisher):
    report_card.keep(applied, user=publisher, added={"countries": ["FI"]})
    report_card.request(publisher)
    score_gold()
    run = GoldRun.objects.get()
    assert (run.state, run.articles, run.unread) == (GoldRun.State.DONE, 1, 0)
    measures = report_card.measures_of(run)
    assert list(measures) == list(MEASURES)
    assert measures["countries"] == Measure(2, 0, 1)
    assert measures["published"] == Measure(0, 1, 1)
    assert measures["organisations"].missed == 0
    assert measures["organisations"].wrong == 0
    assert any("FI" in remark for _name, remarks in run.remarks for remark in remarks)


def test_what_a_person_added_counts_as_missed_in_the_reviews(applied, publisher):
    report_card.keep(applied, user=publisher, added={"countries": ["FI"], "people": ["Aino Virta", "Jaan Tamm"]})
    found = report_card.review_measures(("rules",))
    assert found["country"] == Measure(2, 0, 1)
    assert found["person"] == Measure(0, 0, 2)


def test_everything_accepted_scores_full_marks(bring, publisher):
    item = only_item(bring(ARTICLE))
    for kind in Suggestion.Kind.values:
        decide(item, kind, "accepted", publisher)
    item.refresh_from_db()
    services.apply(item, user=publisher, version=item.version)
    item.refresh_from_db()
    report_card.keep(item, user=publisher, added=NOTHING)
    report_card.request(publisher)
    report_card.work()
    run = GoldRun.objects.get()
    assert run.remarks == []
    assert {m.f1 for m in report_card.measures_of(run).values()} <= {1.0, None}


def test_only_a_reviewed_article_can_be_kept(bring, importer):
    with pytest.raises(report_card.NotReviewed):
        report_card.keep(only_item(bring(ARTICLE)), user=importer, added=NOTHING)


def test_keeping_it_again_replaces_the_answers(applied, publisher):
    report_card.keep(applied, user=publisher, added={"countries": ["FI"]})
    report_card.keep(applied, user=publisher, added=NOTHING)
    assert GoldArticle.objects.get().added == {}


def test_a_test_article_that_cannot_be_read_misses_everything(applied, publisher):
    report_card.keep(applied, user=publisher, added=NOTHING)
    applied.document.__class__.objects.filter(pk=applied.document_id).update(content=b"\x00" * 10)
    report_card.request(publisher)
    report_card.work()
    run = GoldRun.objects.get()
    assert (run.articles, run.unread) == (1, 1)
    assert report_card.measures_of(run)["countries"] == Measure(0, 0, 2)


def test_one_order_waits_at_a_time_and_a_killer_is_given_up(publisher):
    report_card.request(publisher)
    report_card.request(publisher)
    run = GoldRun.objects.get()
    assert report_card.is_waiting()
    GoldRun.objects.update(attempts=report_card.TRIES)
    report_card.work()
    run.refresh_from_db()
    assert run.state == GoldRun.State.FAILED
    report_card.work()
    assert not report_card.is_waiting()


def test_the_page_shows_both_tables_and_orders_a_reading(applied, publisher, staff):
    report = reverse("imports:report_card")
    assert "No article is kept as a test yet." in staff.get(report).content.decode()
    keep = reverse("imports:keep", args=[applied.uuid])
    assert keep in staff.get(reverse("imports:item", args=[applied.uuid])).content.decode()
    assert staff.get(keep).status_code == 200
    answer = staff.post(keep, {"countries": ["FI"], "organisations": "Aurora  Lab\n\nAurora Lab\nNorth Institute"})
    assert answer.headers["Location"] == report
    assert GoldArticle.objects.get().added == {"countries": ["FI"], "organisations": ["Aurora Lab", "North Institute"]}
    assert "selected>Finland" in staff.get(keep).content.decode()
    staff.post(report)
    assert "are being read" in staff.get(report).content.decode()
    report_card.work()
    page = staff.get(report).content.decode()
    assert "1 articles, 0 could not be read" in page
    assert "North Institute" in page
    assert "Original date" in page
    menu = staff.get(reverse("wagtailadmin_home")).content.decode()
    assert report in menu
    staff.post(reverse("imports:drop_gold", args=[GoldArticle.objects.get().pk]))
    assert not GoldArticle.objects.exists()


def test_the_tables_come_as_csv(applied, publisher, staff):
    report_card.keep(applied, user=publisher, added=NOTHING)
    report_card.request(publisher)
    report_card.work()
    text = staff.get(reverse("imports:report_card"), {"export": "csv"}).content.decode("utf-8-sig")
    rows = {(row["by"], row["kind"]): row for row in csv.DictReader(io.StringIO(text))}
    assert rows["reviews: The portal", "country"]["precision"] == "1.0"
    assert rows["test articles", "countries"]["f1"] == "1.0"
    assert rows["test articles", "published"]["missed"] == "1"


@pytest.mark.parametrize("field", ["organisations", "people"])
def test_names_that_are_none_are_sent_back(applied, staff, field):
    page = staff.post(reverse("imports:keep", args=[applied.uuid]), {field: "x" * 300})
    assert page.status_code == 200
    assert "At most 100 names" in page.content.decode()
    assert staff.post(reverse("imports:keep", args=[applied.uuid]), {"countries": ["ZZ"]}).status_code == 200
    assert not GoldArticle.objects.exists()


def test_an_article_under_review_is_not_kept(bring, publisher, staff):
    item = only_item(bring(ARTICLE))
    page = staff.post(reverse("imports:keep", args=[item.uuid]), {}, follow=True).content.decode()
    assert "Only an article that has been reviewed" in page


def test_the_report_is_for_reviewers(site, applied):
    stranger = person("sam")
    stranger.user_permissions.remove(*stranger.user_permissions.filter(codename="change_item"))
    client = Client()
    client.force_login(stranger)
    for url in (reverse("imports:report_card"), reverse("imports:keep", args=[applied.uuid])):
        assert client.get(url).headers["Location"] == reverse("wagtailadmin_home")
    report_card.keep(applied, user=stranger, added=NOTHING)
    client.post(reverse("imports:drop_gold", args=[GoldArticle.objects.get().pk]))
    assert GoldArticle.objects.exists()


def test_scoring_an_answer_against_itself_is_perfect(applied):
    gold = gold_of(applied, NOTHING)
    read = {
        **{key: gold[key] for key in ("title", "published", "language", "source")},
        "body": "\n\n".join(gold["body"]),
        "countries": [{"code": code} for code in gold["countries"]],
        "organisations": [{"name": names[0]} for names in gold["organisations"]],
        "partnerships": [
            {"kind": p["kind"][0], "status": p["status"][0], "parties": [names[0] for names in p["parties"]]}
            for p in gold["partnerships"]
        ],
    }
    assert score(gold, read).remarks == []
