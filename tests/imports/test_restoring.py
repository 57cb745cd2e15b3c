"""Boilerplate put back into the text of an article, and left out again."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from lxml import html

from portal.imports import restoring, review, services
from portal.news.models import NewsPage
from tests.imports.readings import TEXT, ready

pytestmark = pytest.mark.django_db


def test_boilerplate_is_put_into_the_text_and_taken_out_again(publisher: User) -> None:
    item = ready("a")
    body = item.suggestions.get(kind="body")
    start = TEXT.index("Share this page")
    restoring.restore(item, start, version=0, user=publisher)
    body.refresh_from_db()
    assert (body.state, body.edited_value) == ("edited", f"{body.value}\n\nShare this page")
    item.refresh_from_db()
    assert ["paragraph", start, start + len("Share this page")] in item.reading["zones"]
    with pytest.raises(review.Conflict):
        restoring.restore(item, start, version=item.version, user=publisher)
    restoring.strike(item, start, version=item.version, user=publisher)
    body.refresh_from_db()
    item.refresh_from_db()
    assert (body.state, body.edited_value) == ("open", None)
    assert ["share", start, start + len("Share this page")] in item.reading["zones"]


def test_what_stands_before_the_article_comes_first_and_own_words_stay(publisher: User) -> None:
    item = ready("a")
    body = item.suggestions.get(kind="body")
    own = body.value.replace("An open call", "An open and free call")
    review.decide(body, state="edited", version=0, user=publisher, value=own)
    item.refresh_from_db()
    restoring.restore(item, TEXT.index("Home > News"), version=item.version, user=publisher)
    body.refresh_from_db()
    assert body.edited_value == f"Home > News\n\n{own}"


def test_what_was_left_out_stands_together_by_kind(client: Client, publisher: User) -> None:
    client.force_login(publisher)
    item = ready("a")
    url = reverse("imports:item", args=[item.uuid])

    def left_out() -> str:
        (passages,) = html.fromstring(client.get(url).content).find_class("review__passages")
        return " ".join(passages.text_content().split())

    assert left_out() == "Navigation Restore: Home > News Home > News Sharing Restore: Share this page Share this page"
    page = html.fromstring(client.get(url).content)
    (document,) = page.find_class("review__document")
    # Nothing between the words of the text; what is struck through knows its button in the list.
    assert not document.xpath(".//button")
    for words in document.xpath(".//s"):
        assert page.get_element_by_id(f"zone-{words.get('data-zone')}").get("value") == words.get("data-zone")
    restoring.restore(item, TEXT.index("Share this page"), version=0, user=publisher)
    assert left_out() == "Navigation Restore: Home > News Home > News"


def test_restored_by_a_button_it_is_in_the_article(client: Client, publisher: User) -> None:
    client.force_login(publisher)
    item = ready("a")
    start = TEXT.index("Share this page")
    page = client.post(
        reverse("imports:boilerplate", args=[item.uuid]), {"restore": start, "version": 0}, follow=True
    ).content.decode()
    assert "Leave out again" in page
    for data in ({"restore": "x"}, {"strike": "\0"}, {}, {"restore": "999999", "version": 1}):
        assert client.post(reverse("imports:boilerplate", args=[item.uuid]), data, follow=True).status_code == 200
    item.refresh_from_db()
    services.apply(item, user=publisher, version=item.version)
    assert "Share this page" in str(NewsPage.objects.get().body)
