"""The front page that editors compose from blocks."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from portal.news.home_blocks import DEFAULT
from portal.news.models import HomePage
from tests.site.small_register import SmallRegister, make_register


@pytest.fixture
def register(db: None) -> SmallRegister:
    return make_register()


def front(client: Client) -> Any:
    response = client.get("/")
    assert response.status_code == 200
    return html.fromstring(response.content)


def compose(*blocks: tuple[str, Any]) -> HomePage:
    home = HomePage.objects.get(depth=2, locale__language_code="en")
    home.body = list(blocks)
    home.save_revision().publish()
    return home


def parts(tree: Any) -> list[str]:
    """What stands on the page, in order, by the names of its parts."""
    names = {
        "front-search",
        "figures",
        "front-columns",
        "latest-news",
        "by-country",
        "by-sector",
        "latest-partnerships",
        "featured",
        "prose",
    }
    found = []
    for part in tree.cssselect("main > *"):
        found += [name for name in {*part.get("class", "").split(), part.get("aria-labelledby", "")} if name in names]
    return found


def test_a_new_front_page_has_everything(client: Client, register: SmallRegister) -> None:
    tree = front(client)
    assert parts(tree) == ["front-search", "figures", "front-columns", "by-country", "by-sector", "latest-news"]
    # The map leads where the names beside it lead.
    lines = tree.cssselect("section.index[aria-labelledby=by-country] .index-columns li")
    # A name leads to the dossier, its number to the list.
    assert {line[0].get("href").split("/")[2] for line in lines} == {line[1].get("href").split("=")[1] for line in lines}
    listed = {line[1].get("href") for line in lines}
    assert {link.get("href") for link in tree.cssselect("svg.map a")} == listed
    assert listed


def test_editors_choose_and_order(client: Client, register: SmallRegister) -> None:
    text = {"heading": "Welcome", "text": "<p>To the port.</p>"}
    compose(("news", None), ("text", text), ("partnerships", None))
    tree = front(client)
    assert parts(tree) == ["latest-news", "prose", "latest-partnerships"]
    assert "To the port." in tree.text_content()


def test_a_featured_partnership_goes_with_its_record(client: Client, register: SmallRegister) -> None:
    record = register.memorandum
    compose(("featured", {"partnership": record, "heading": "", "words": ""}))
    shown = front(client).cssselect(".featured")[0]
    assert shown.cssselect("h2 a")[0].get("href") == record.get_absolute_url()
    assert "share what they know of ice" in shown.text_content()
    record.unpublish()
    assert not front(client).cssselect(".featured")


def test_what_is_not_shown_is_not_asked_for(client: Client, register: SmallRegister) -> None:
    def asked() -> int:
        front(client)
        with CaptureQueriesContext(connection) as queries:
            front(client)
        return len(queries)

    everything = asked()
    compose(("news", None))
    assert asked() < everything


def test_the_same_cannot_stand_there_twice(register: SmallRegister) -> None:
    block = HomePage._meta.get_field("body").stream_block
    for twice in (["latest", "events"], ["map", "map"]):
        with pytest.raises(ValidationError):
            block.clean(block.to_python([{"type": name, "value": None} for name in twice]))
    block.clean(block.to_python([{"type": name, "value": None} for name, _value in DEFAULT]))


def test_editors_are_offered_the_blocks(admin_client: Client, register: SmallRegister) -> None:
    home = HomePage.objects.get(depth=2, locale__language_code="en")
    edit = admin_client.get(f"/admin/pages/{home.pk}/edit/")
    assert edit.status_code == 200
    for words in ("Map of the world", "Featured partnership", "Latest partnerships beside next events"):
        assert words.encode() in edit.content
