"""Articles that come again: the same text is recognised, what resembles another waits for a person, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from portal.imports import comparing, duplicates, resemblance, review, services
from portal.imports.models import Batch, Item, Shingle
from portal.imports.shingles import shingles, tokens
from portal.news.models import NewsPage
from tests.imports.conftest import finish_work, numbered, only_item

pytestmark = pytest.mark.django_db
Bring = Callable[..., Batch]
CHINESE = "波恩与武汉的两所大学签署了合作备忘录，双方将在水处理和城市规划方面开展联合研究，并互派学生。首批学生将于明年秋季抵达。"


def edited(text: str) -> str:
    """The text without one of its later sentences and with another end."""
    first, _dot, rest = text.partition("Sapporo, Japan. ")
    return (
        first
        + "Sapporo, Japan. "
        + rest.replace("Share on", "The rector of the second university thanked all guests.\n\nShare on")
    )


def decide(item: Item, decision: str, user: User) -> Item:
    item.refresh_from_db()
    return resemblance.decide(item, decision, version=item.version, user=user)


def apply(item: Item, user: User, publish: bool = True) -> Any:
    item.refresh_from_db()
    review.accept_sure(item, version=item.version, user=user)
    item.refresh_from_db()
    outcome = services.apply(item, user=user, version=item.version, publish=publish)
    item.refresh_from_db()
    return outcome


@pytest.fixture
def pair(bring: Bring, publisher: User) -> tuple[Item, Item]:
    """An article that has been published, and an edited one of it under review."""
    first = only_item(bring(numbered(1), title="Spring"))
    apply(first, publisher)
    return first, only_item(bring(edited(numbered(1)), title="Autumn"))


# --- finding


def test_the_same_text_in_other_bytes_is_a_duplicate(bring: Bring) -> None:
    first = only_item(bring(numbered(1)))
    again = only_item(bring(numbered(1).replace("\n\n", "\n \n").replace("Share on Facebook", "Print this page"), title="Autumn"))
    assert (again.state, again.duplicate_of, again.likeness) == ("duplicate", first, 1)
    assert "same text as “0.txt” in “Spring”" in str(again.message)
    assert not again.suggestions.exists()


def test_nearly_the_same_text_names_what_it_resembles_and_waits(bring: Bring) -> None:
    first = only_item(bring(numbered(1)))
    second = only_item(bring(edited(numbered(1)), title="Autumn", publish=True))
    assert (second.state, second.duplicate_of, second.resembles) == ("ready", first, True)
    assert 0.8 < second.likeness <= 1
    assert "It resembles “0.txt” in “Spring”" in str(second.message)
    assert "It was not published by itself: a person says first" in str(second.message)
    assert second.suggestions.exists()


def test_other_articles_with_the_same_parties_are_others(bring: Bring) -> None:
    batch = bring(numbered(1), numbered(2), numbered(3))
    assert list(batch.items.values_list("state", "likeness")) == [("ready", None)] * 3


def test_what_was_taken_out_resembles_nothing_any_more(pair: tuple[Item, Item], bring: Bring, publisher: User) -> None:
    first, second = pair
    services.take_back(first.batch, user=publisher)
    decide(second, "same", publisher)
    third = only_item(bring(edited(numbered(1)) + "\nOne more line of words.", title="Winter"))
    assert (third.state, third.likeness) == ("ready", None)


def test_a_footer_that_all_share_costs_and_says_nothing(site: None) -> None:
    footer = (
        "Press office of the region, all rights reserved, write to the editors for permission to print these words again " * 2
    )
    batch = Batch.objects.create(title="Many")
    items = [Item(batch=batch, position=n, name=str(n), state="ready") for n in range(duplicates.COMMON + 20)]
    Item.objects.bulk_create(items)
    for number, item in enumerate(items):
        duplicates.remember(item, f"{numbered(number)[-900:]} {footer}")
        item.save()
    new = Item.objects.create(batch=batch, position=999, name="new")
    assert duplicates.find_similar(new, f"A short text of its own about nothing that was there before. {footer}") is None
    found = duplicates.find_similar(new, f"{numbered(7)[-900:]} and a few more words after it. {footer}")
    assert found
    assert found.item == items[7]


@pytest.mark.parametrize(
    ("text", "least"), [(CHINESE * 3, 10), ("слово " * 3 + "ещё несколько других слов здесь стоит", 1), ("a b", 0)]
)
def test_shingles_are_a_sample_that_stays(text: str, least: int) -> None:
    words = tokens(text)
    assert len(shingles(words)) >= least
    assert shingles(words) == shingles(tokens(text.upper()))
    assert set(shingles(words)) <= set(shingles(tokens(f"{text} {text} and some more words after them")))


def test_chinese_is_compared_by_characters(site: None) -> None:
    batch = Batch.objects.create(title="Many")
    first = Item.objects.create(batch=batch, position=0, name="first", state="ready")
    duplicates.remember(first, CHINESE)
    first.save()
    new = Item.objects.create(batch=batch, position=1, name="new")
    found = duplicates.find_similar(new, CHINESE[:40] + "另外，市长出席了签字仪式。")
    assert found
    assert found.item == first


def test_hostile_texts_are_compared_in_time() -> None:
    assert len(shingles(tokens(" ".join(map(str, range(60_000)))))) == 5000
    rows = comparing.compare("a b " * 50_000, "\n".join(f"line {n}" for n in range(5000)))
    assert len(rows) <= 2 * comparing.MOST_PARAGRAPHS


# --- deciding


def test_nothing_is_applied_before_a_person_has_decided(pair: tuple[Item, Item], publisher: User) -> None:
    _first, second = pair
    with pytest.raises(review.Conflict, match="Say first"):
        apply(second, publisher)
    assert NewsPage.objects.count() == 1


def test_the_same_is_set_aside_and_can_be_another_after_all(pair: tuple[Item, Item], publisher: User) -> None:
    _first, second = pair
    assert decide(second, "same", publisher).state == "duplicate"
    assert decide(second, "different", publisher).state == "waiting"
    finish_work()
    second.refresh_from_db()
    assert (second.state, second.resembles) == ("ready", False)
    assert apply(second, publisher).page != NewsPage.objects.order_by("pk").first()


def test_another_article_has_a_page_of_its_own_and_is_found_again(pair: tuple[Item, Item], bring: Bring, publisher: User) -> None:
    first, second = pair
    decide(second, "different", publisher)
    assert apply(second, publisher).page != first.page
    third = only_item(bring(edited(numbered(1)).replace("guests", "friends"), title="Winter"))
    assert third.duplicate_of == second


def test_copies_of_what_is_undecided_are_not_missed(pair: tuple[Item, Item], bring: Bring, publisher: User) -> None:
    """Two articles resemble a third, and each other more: whatever a person says first, the other is asked about."""
    first, second = pair
    again = only_item(bring(edited(numbered(1)).replace("\n\n", "\n\n\n"), title="Again"))
    assert (again.state, again.duplicate_of) == ("duplicate", second)
    third = only_item(bring(edited(numbered(1)).replace("guests", "friends"), title="Winter"))
    assert third.duplicate_of == first
    assert not decide(second, "different", publisher).resembles
    asked = decide(third, "different", publisher)
    assert (asked.state, asked.resembles, asked.duplicate_of) == ("ready", True, second)
    assert "It resembles “0.txt” in “Autumn”" in str(asked.message)
    assert "Spring" not in str(asked.message)
    assert not decide(third, "different", publisher).resembles


def test_a_new_version_changes_the_article_and_can_be_taken_back(pair: tuple[Item, Item], publisher: User) -> None:
    first, second = pair
    decide(second, "version", publisher)
    before = NewsPage.objects.get()
    page = apply(second, publisher).page
    assert (page.pk, page.slug, second.page) == (before.pk, before.slug, before)
    after = NewsPage.objects.get()
    assert after.live
    assert "thanked all guests" in str(after.body)
    assert after.document_id == second.document_id
    assert after.partnership_links.count() == before.partnership_links.count()

    assert (
        str(services.take_back(first.batch, user=publisher, preview=True).kept.lines[0].reason)
        == "“Autumn” has brought a newer version of it."
    )
    report = services.take_back(second.batch, user=publisher)
    assert [line.label for line in report.restored.lines] == [before.title]
    restored = NewsPage.objects.get()
    assert (restored.live, str(restored.body), restored.document_id) == (True, str(before.body), first.document_id)
    services.take_back(first.batch, user=publisher)
    assert not NewsPage.objects.exists()


def test_a_new_version_waits_beside_what_a_person_wrote(pair: tuple[Item, Item], publisher: User) -> None:
    _first, second = pair
    page = NewsPage.objects.get()
    page.title = "By hand"
    page.save_revision(user=publisher).publish()
    decide(second, "version", publisher)
    outcome = apply(second, publisher)
    assert "waits as a draft" in str(outcome.left_out[-1][1])
    page = NewsPage.objects.get()
    assert (page.title, page.has_unpublished_changes) == ("By hand", True)


def test_a_version_of_what_is_still_under_review_takes_its_place(bring: Bring, publisher: User) -> None:
    first = only_item(bring(numbered(1)))
    second = only_item(bring(edited(numbered(1)), title="Autumn"))
    decide(second, "version", publisher)
    first.refresh_from_db()
    assert (first.state, "newer version" in str(first.message)) == ("skipped", True)
    apply(second, publisher)
    assert NewsPage.objects.count() == 1


def test_side_by_side_in_the_admin(client: Client, pair: tuple[Item, Item], publisher: User) -> None:
    _first, second = pair
    client.force_login(publisher)
    url = reverse("imports:item", args=[second.uuid])
    page = client.get(url).content.decode()
    assert "<ins>The rector of the second university thanked all guests.</ins>" in page
    assert 'name="decision" value="version"' in page
    assert page.count("of the shorter text") == 1
    post = reverse("imports:likeness", args=[second.uuid])
    assert "Choose how it stands" in client.post(post, {"decision": "x", "version": second.version}, follow=True).content.decode()
    client.post(post, {"decision": "different", "version": second.version})
    assert (
        "since you opened it" in client.post(post, {"decision": "same", "version": second.version}, follow=True).content.decode()
    )
    assert "Decided: <b>Another article</b>" in client.get(url).content.decode()
    second.refresh_from_db()
    assert second.likeness_decision == "different"
    assert Shingle.objects.filter(item=second).exists()


def test_what_was_called_a_duplicate_is_reached_from_its_import(client: Client, pair: tuple[Item, Item], publisher: User) -> None:
    _first, second = pair
    decide(second, "same", publisher)
    client.force_login(publisher)
    page = client.get(reverse("imports:batch", args=[second.batch.uuid])).content.decode()
    assert f'href="{reverse("imports:item", args=[second.uuid])}#first"' in page
    assert 'value="different"' in client.get(reverse("imports:item", args=[second.uuid])).content.decode()


def test_the_difference_is_shown_by_words() -> None:
    (row,) = comparing.compare("The port of Oslo signed it in May.", "The port of Bergen signed it in May.")
    assert [run.text for run in row.before if run.is_changed] == ["Oslo"]
    assert [run.text for run in row.after if run.is_changed] == ["Bergen"]
    assert comparing.compare("One.\nTwo.", "One.")[1].after == ()
