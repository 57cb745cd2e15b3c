"""What the text leaves open is asked, and an answer becomes the value."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from lxml import html

from partnerships.edtf import IncompleteDate
from portal.extraction.extract import extract
from portal.extraction.types import EventFact, LegFact, Question
from portal.imports import answers, questions, review
from portal.imports.models import Item, Suggestion
from tests.imports.readings import at, item_of, reading

pytestmark = pytest.mark.django_db
QUESTION = Question("event:0.start", "In which year?", ("2001", "2007", "2012", "2018", "2029"), "A Monday.", at("10 March 2021"))


def yearless(**changes: Any) -> Item:
    event = EventFact(
        "delegation-visit",
        at("in Sapporo on 10 March"),
        start="--12-30",
        end="--01-02",
        legs=(LegFact("Sapporo", "JP", "--12-30"),),
        confidence=0.9,
    )
    return item_of(reading(**{"events": (event,), "questions": (QUESTION,), "published": "2019-01-20", **changes}))


def answer(item: Item, text: str, user: User, number: int = 0) -> Suggestion:
    item.refresh_from_db()
    return answers.answer(item, number, text, version=item.version, user=user)


def test_the_answers_that_fit_are_offered_the_nearest_to_the_article_first(publisher: User) -> None:
    item = yearless()
    (asked,) = questions.ask(item, list(item.suggestions.all()))
    assert (asked.choices, asked.answer) == (("2018", "2012", "2007", "2001"), "")
    assert asked.text == "30 December: which year?"
    assert asked.hint.endswith("2018 fits the weekday.")


def test_without_a_weekday_the_years_around_the_article_are_offered(publisher: User) -> None:
    item = yearless(questions=(Question("event:0.start", "In which year?", ()),))
    (asked,) = questions.ask(item, list(item.suggestions.all()))
    assert asked.choices == ("2019", "2018")


def test_a_year_completes_every_date_of_the_event(publisher: User) -> None:
    item = yearless()
    suggestion = answer(item, "2018", publisher)
    assert (suggestion.state, suggestion.decided_by) == (Suggestion.State.EDITED, publisher)
    value = suggestion.edited_value
    assert (value["start"], value["end"], value["legs"][0]["start"]) == ("2018-12-30", "2019-01-02", "2018-12-30")
    assert suggestion.value["start"] == "--12-30"
    (asked,) = questions.ask(item, list(item.suggestions.all()))
    assert asked.answer == IncompleteDate.parse("2018-12-30").label
    # Another answer replaces the first one.
    assert answer(item, "2012", publisher).edited_value["end"] == "2013-01-02"


def test_a_whole_date_may_be_written(publisher: User) -> None:
    assert answer(yearless(), " 2018-12-29 ", publisher).edited_value["start"] == "2018-12-29"


def test_the_original_date_is_set_where_there_was_none(publisher: User) -> None:
    item = yearless(published=None, questions=(Question("published", "When was it published?", ("2018-07-09",)),))
    suggestion = answer(item, "2018-07-09", publisher)
    assert (suggestion.kind, suggestion.edited_value) == ("published", "2018-07-09")
    assert answer(item, "2018-07-10", publisher).pk == suggestion.pk
    assert questions.ask(item, list(item.suggestions.all()))[0].answer == IncompleteDate.parse("2018-07-10").label


@pytest.mark.parametrize("text", ["", "soon", "2018-13-40", "20188", "[..2018"])
def test_what_is_no_date_is_refused_in_words(publisher: User, text: str) -> None:
    item = yearless(questions=(QUESTION, Question("published", "When?", ())))
    if text:
        with pytest.raises(review.Conflict, match="is not a date"):
            answer(item, text, publisher)
    with pytest.raises(review.Conflict, match="is not a day"):
        answer(item, text, publisher, number=1)
    with pytest.raises(review.Conflict, match="not asked"):
        answer(item, "2018", publisher, number=7)


def test_29_february_is_not_in_every_year(publisher: User) -> None:
    event = EventFact("forum", at("10 March 2021"), start="--02-29", confidence=0.9)
    item = yearless(events=(event,))
    with pytest.raises(review.Conflict, match="2018-02-29"):
        answer(item, "2018", publisher)
    assert answer(item, "2020", publisher).edited_value["start"] == "2020-02-29"


def test_by_buttons_without_scripts(client: Client, publisher: User) -> None:
    client.force_login(publisher)
    item = yearless()
    page = client.get(reverse("imports:item", args=[item.uuid])).content.decode()
    assert 'name="answer" value="2018"' in page
    (words,) = html.fromstring(page).xpath(
        f"//*[@id='question-0']//a[@href='#suggestion-{item.suggestions.get(kind='event').pk}']"
    )
    assert words.text_content() == "in Sapporo on 10 March"
    url = reverse("imports:answer", args=[item.uuid, 0])
    page = client.post(url, {"answer": "2018", "version": item.version}, follow=True).content.decode()
    assert f"<b>{IncompleteDate.parse('2018-12-30').label}</b>" in page
    assert item.suggestions.get(kind="event").edited_value["start"] == "2018-12-30"
    # Whoever still sees the page as it was is told so.
    page = client.post(url, {"answer": "2012", "version": item.version}, follow=True).content.decode()
    assert "since you opened it" in page


def test_the_reading_offers_the_years_that_fit_the_weekday() -> None:
    text = (
        "Lund receives a delegation\n\nA delegation from Makerere University visited Lund University in Sweden on Monday 9 July. "
        "The guests from Uganda spoke with the rector about joint courses.\n\nA memorandum will follow, both universities said."
    )
    question = next(q for q in extract(text.encode(), "a.txt").questions if q.about.startswith("event:"))
    assert {"2012", "2018"} <= set(question.choices)
    assert "2019" not in question.choices
    assert question.hint == "The text calls it a Monday."
