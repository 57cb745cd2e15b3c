"""Pages of the usual families of sites: the article is told from menus, cookies, cards and other articles."""

import pytest

from portal.extraction.documents import read_document
from portal.extraction.extract import extract
from portal.extraction.zones import find_outline
from tests.extraction.annotated import body_f1
from tests.extraction.pages import PAGES


@pytest.mark.parametrize("make", PAGES, ids=lambda make: make.__name__)
def test_a_page_of_a_family_of_sites_is_read(make):
    page = make()
    found = extract(page.html.encode(), f"{page.name}.html")
    assert (found.title, found.published, found.source) == (page.title, page.published, page.source)
    assert body_f1("\n".join(page.body), found.body) >= 0.97, found.body


INSERTS = {
    "a box": '<div class="box"><h4>More on this topic</h4><p>The bridge in Hull is to be ready by the end of the year, they said.</p></div>',
    "an aside": "<aside><h4>More on this topic</h4><p>The bridge in Hull is to be ready by the end of the year.</p></aside>",
    "teasers": '<div class="teaser"><h3>Read also</h3><ul><li><a href="/1">Council quarrels about its many car parks</a></li></ul></div>',
    "tags": '<p>Tags: <a href="a">crafts</a>, <a href="b">export</a></p>',
    "a letter": '<div class="newsletter"><p>Sign up for our free newsletter and never miss a thing again.</p></div>',
    "an advert": '<div class="ad"><p>Advertisement</p></div>',
}


@pytest.mark.parametrize("insert", INSERTS.values(), ids=INSERTS)
@pytest.mark.parametrize("position", [2, 5, 6])
def test_an_article_goes_on_behind_what_is_put_into_it(insert, position):
    said = [
        "The Chamber of Crafts in Leeds and the vocational school of Pécs have agreed on an exchange of apprentices.",
        "In autumn twelve apprentices will travel to Hungary for three weeks, and in spring as many will come back.",
        "Half of the cost of travel is borne by a programme of the European Union, and the partners share the rest.",
        "The groups are accompanied by two language teachers who were there at the first attempt in the year before.",
        "The Technical University of Brno has shown interest as well and wants to send a group of its own in summer.",
        "A contract about this is to be signed in May if the council agrees and the money suffices for all of them.",
        "Further information is given by the chamber from Monday to Thursday in its house at the market.",
    ]
    pieces = [f"<p>{sentence}</p>" for sentence in said]
    page = "\n".join([*pieces[:position], insert, *pieces[position:]])
    document = read_document(
        f"<html lang='en'><head><title>Apprentices of Leeds learn in Pécs | Paper</title></head><body><main><article>"
        f"<h1>Apprentices of Leeds learn in Pécs</h1>{page}</article></main><footer><p>© 2021 Paper</p></footer></body></html>".encode(),
        "a.html",
    )
    zones = find_outline(document, "en").zones
    body = [document.text[zone.start : zone.end] for zone in zones if zone.kind in ("heading", "paragraph")]
    assert body == said
