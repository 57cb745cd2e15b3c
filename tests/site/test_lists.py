"""The public lists, as a browser without JavaScript sees them."""

import re
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client
from lxml import html

from tests.partnerships.making import made_partnership
from tests.site.reading import page
from tests.site.small_register import SmallRegister

STRANGE_QUERIES = [
    "country=%00",
    "page=999999",
    "page=-1",
    "page=99999999999999999999999999",
    "page=%D9%A3",
    "sector=nonsense&kind=x&status=%27&year=9999999999&year=-1&year=19",
    "q=%00",
    "q=%ED%A0%80",
    "q=" + "a" * 5000,
    "q=%27%22)%3A*%26!%5C",
    "organisation=%00&organisation=1&sort=;drop",
    "&".join(f"country=X{number}" for number in range(10_000)),
    "q[]=1&country[]=JP",
]
LISTS = ("/partnerships/", "/events/", "/organisations/", "/opportunities/", "/news/")


def titles(tree: html.HtmlElement) -> list[str]:
    return [" ".join(title.text_content().split()) for title in tree.cssselect("#results .row-title")]


def count(tree: html.HtmlElement) -> str:
    (heading,) = tree.cssselect("[role=status] h2")
    return heading.text_content()


def ticks(tree: html.HtmlElement, facet: str) -> dict[str, int]:
    boxes = tree.cssselect(f"input[name={facet}]")
    return {box.get("value"): int(box.getparent().cssselect(".tick-count")[0].text_content()) for box in boxes}


@pytest.mark.parametrize("address", LISTS)
def test_every_list_is_there(client: Client, register: SmallRegister, address: str) -> None:
    tree = page(client, address)
    assert tree.cssselect("h1")
    assert titles(tree)
    (form,) = tree.cssselect("form.finder")
    assert form.get("method") == "get"
    assert form.get("action") == address
    assert tree.cssselect("form.finder button[type=submit]")


def test_a_number_beside_a_value_is_the_number_of_rows_behind_it(client: Client, register: SmallRegister) -> None:
    tree = page(client, "/partnerships/?status=ended&status=signed")
    for facet in ("country", "sector", "kind", "year"):
        for value, number in ticks(tree, facet).items():
            found = page(client, f"/partnerships/?status=ended&status=signed&{facet}={value}")
            assert count(found).split()[0] == str(number), (facet, value)


def test_choices_stand_in_place_and_as_links_that_take_them_back(client: Client, register: SmallRegister) -> None:
    tree = page(client, "/partnerships/?country=JP&country=IL&status=signed&q=ports")
    assert {box.get("value") for box in tree.cssselect("input[type=checkbox]:checked")} == {"JP", "IL", "signed"}
    chips = {" ".join(chip.text_content().split()): chip.get("href") for chip in tree.cssselect(".chip")}
    assert chips["Remove filter Country: Japan"] == "/partnerships/?country=IL&q=ports&status=signed"
    assert chips["Remove filter Words: ports"] == "/partnerships/?country=IL&country=JP&status=signed"
    assert tree.cssselect("#q")[0].get("value") == "ports"


def test_a_sector_holds_those_below_it(client: Client, register: SmallRegister) -> None:
    tree = page(client, "/partnerships/")
    (parent,) = tree.cssselect("#sector-mobility")
    (within,) = parent.xpath("ancestor::li[1]/details")
    assert {box.get("value") for box in within.cssselect("input")} == {"maritime", "logistics"}
    assert "open" not in within.attrib
    assert "open" in page(client, "/partnerships/?sector=maritime").cssselect("#within-sector-mobility")[0].attrib


def test_values_beyond_the_eighth_are_folded_away_unless_one_is_chosen(client: Client, register: SmallRegister) -> None:
    (more,) = page(client, "/partnerships/").cssselect("#more-country")
    assert re.match(r"\s*Show \d+ more", more.text_content())
    assert "open" not in more.attrib
    hidden = more.cssselect("input")[-1].get("value")
    assert "open" in page(client, f"/partnerships/?country={hidden}").cssselect("#more-country")[0].attrib


def test_an_empty_list_says_which_filter_to_give_up(client: Client, register: SmallRegister) -> None:
    tree = page(client, "/partnerships/?country=JP&status=ended")
    assert count(tree) == "0 partnerships"
    offers = {link.text_content(): link.get("href") for link in tree.cssselect(".nothing a")}
    assert offers == {
        "Remove “Country: Japan”": "/partnerships/?status=ended",
        "Remove “Status: Ended”": "/partnerships/?country=JP",
    }
    assert "12 results" in tree.cssselect(".nothing")[0].text_content()
    # A choice that finds nothing stays where it can be taken back.
    assert ticks(tree, "country")["JP"] == 0


def test_an_empty_register_has_a_page_of_words(client: Client, db: None) -> None:
    call_command("create_site", languages=["en"], verbosity=0)
    for address in LISTS:
        tree = page(client, address)
        assert "nothing in this list yet" in tree.cssselect(".nothing")[0].text_content()
        assert not tree.cssselect("form")
    assert "still empty" in page(client, "/").text_content()


def test_who_comes_with_a_question_is_near_the_answer(client: Client, register: SmallRegister) -> None:
    def skips(address: str) -> list[str]:
        tree = page(client, address)
        # Each leads to something that is there.
        assert all(tree.cssselect(one.get("href")) for one in tree.cssselect(".skip"))
        return [one.text_content() for one in tree.cssselect(".skip")]

    assert skips("/partnerships/?country=JP") == skips("/news/") == ["Skip to the content", "Skip the filters"]
    assert skips("/partnerships/?country=JP&status=ended") == skips("/") == ["Skip to the content"]
    assert page(client, "/partnerships/").cssselect(".lead")
    assert not page(client, "/partnerships/?country=JP").cssselect(".lead")


def test_pages_follow_each_other(client: Client, register: SmallRegister) -> None:
    for number in range(30):
        made_partnership(f"Extra {number:02}", status="active", signed="2001")
    first, second = page(client, "/partnerships/?status=active"), page(client, "/partnerships/?status=active&page=2")
    assert (len(titles(first)), len(titles(second))) == (20, 10)
    assert not set(titles(first)) & set(titles(second))
    assert first.cssselect("a[rel=next]")[0].get("href") == "/partnerships/?status=active&page=2"
    assert second.cssselect("link[rel=canonical]")[0].get("href") == "http://testserver/partnerships/?status=active&page=2"
    assert second.cssselect(".pagination [aria-current=page]")[0].text_content() == "Page 2"


def test_the_order_can_be_chosen(client: Client, register: SmallRegister) -> None:
    newest, oldest = page(client, "/partnerships/"), page(client, "/partnerships/?sort=oldest")
    assert titles(newest)[0] == "Turku and Otaru on cold-water logistics"
    assert titles(oldest)[0] == "Trade talks 0"
    assert oldest.cssselect("#sort option[selected]")[0].get("value") == "oldest"


def test_what_bears_the_words_in_its_name_comes_first(client: Client, register: SmallRegister) -> None:
    made_partnership("Cranes for Bergen", status="active", signed="2001", summary="By the trade fair.")
    made_partnership("Ferries", status="active", signed="2023", summary="The cranes of Bergen.")
    found = page(client, "/partnerships/?q=cranes+bergen")
    assert titles(found) == ["Cranes for Bergen", "Ferries"]
    (chosen,) = found.cssselect("#sort option[selected]")
    assert (chosen.text_content(), chosen.get("value")) == ("Most relevant first", "")
    assert titles(page(client, "/partnerships/?q=cranes+bergen&sort=newest")) == ["Ferries", "Cranes for Bergen"]
    # Without words there is nothing to be relevant to, and no order need be told.
    assert "relevant" not in page(client, "/partnerships/?sort=relevance").cssselect("#sort")[0].text_content()
    (chip,) = page(client, "/partnerships/?q=cranes&sort=newest").cssselect(".chip")
    assert chip.get("href") == "/partnerships/"


def test_search_engines_get_one_address_and_few_combinations(client: Client, register: SmallRegister) -> None:
    tree = page(client, "/partnerships/?status=signed&sort=newest&country=ZZ&page=1&utm=x")
    assert tree.cssselect("link[rel=canonical]")[0].get("href") == "http://testserver/partnerships/?status=signed"
    assert not tree.cssselect("meta[name=robots]")
    assert (
        page(client, "/partnerships/?status=signed&country=JP").cssselect("meta[name=robots]")[0].get("content")
        == "noindex, follow"
    )


def test_what_a_form_sends_though_nothing_was_chosen_is_left_out(client: Client, register: SmallRegister) -> None:
    sent = client.get("/partnerships/?country=JP&sector=&since=&organisation_q=ot%C3%A9&q=%00&x=")
    assert (sent.status_code, sent["Location"]) == (302, "/partnerships/?country=JP&organisation_q=ot%C3%A9&q=%00")
    assert client.get("/partnerships/?country=&sector=")["Location"] == "/partnerships/"


def test_htmx_is_told_the_clean_address(client: Client, register: SmallRegister) -> None:
    response = client.get("/partnerships/?q=&sort=newest&status=signed", headers={"HX-Request": "true"})
    assert response.headers["HX-Push-Url"] == "/partnerships/?status=signed"


@pytest.mark.parametrize("address", LISTS)
def test_no_parameter_is_an_error(client: Client, register: SmallRegister, address: str) -> None:
    for query in STRANGE_QUERIES:
        assert count(page(client, f"{address}?{query}")), query[:60]


def test_what_is_searched_for_is_only_text(client: Client, register: SmallRegister) -> None:
    response = client.get("/partnerships/", {"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in response.content.decode()
    assert "alert" in unescape(response.content.decode())


def test_drafts_are_in_no_list_and_in_no_number(client: Client, register: SmallRegister) -> None:
    tree = page(client, "/partnerships/?sort=title")
    assert register.draft.title not in titles(tree)
    assert count(tree) == "14 partnerships"
