"""Pages as readers without JavaScript get them."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html


def page(client: Client, address: str) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == 200, address
    return html.fromstring(response.content.decode())


def text(tree: html.HtmlElement, selector: str = "main") -> str:
    """The words of the first part of this kind."""
    return " ".join(tree.cssselect(selector)[0].text_content().split())


def queries(client: Client, address: str) -> int:
    """How many queries a page takes when what is kept between requests is there."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
