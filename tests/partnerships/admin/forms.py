"""A form of the admin as a browser fills it in: taken from the page, changed, sent back."""

from __future__ import annotations

from typing import Any

import bs4
from django.http import HttpResponse
from django.test import Client
from wagtail.test.utils.form_data import querydict_from_html


class Form:
    """The editor's form of one page; values are set by name, rows added, and a button pressed."""

    def __init__(self, client: Client, url: str, form_id: str = "w-editor-form") -> None:
        self.client = client
        self.url = url
        page = client.get(url)
        assert page.status_code == 200, page
        self.page = page.content.decode()
        self.data = querydict_from_html(self.page, form_id=form_id)

    def set(self, **values: Any) -> Form:
        for name, value in values.items():
            if isinstance(value, list):
                self.data.setlist(name, [str(item) for item in value])
            else:
                self.data[name] = str(value)
        return self

    def add_row(self, relation: str, /, **values: Any) -> Form:
        count = int(self.data[f"{relation}-TOTAL_FORMS"])
        for name, value in {"id": "", "ORDER": count + 1, "DELETE": "", **values}.items():
            self.data[f"{relation}-{count}-{name}"] = str(value)
        self.data[f"{relation}-TOTAL_FORMS"] = str(count + 1)
        return self

    def drop_row(self, relation: str, number: int) -> Form:
        self.data[f"{relation}-{number}-DELETE"] = "1"
        return self

    def press(self, button: str = "") -> HttpResponse:
        """Send the form: "" saves a draft, "action-publish" publishes, "action-submit" submits to moderation."""
        data = dict(self.data.lists())
        return self.client.post(self.url, data | ({button: "1"} if button else {}))


def errors(response: HttpResponse) -> list[str]:
    """What the page says is wrong, in the order of the page."""
    assert response.status_code == 200, response
    page = bs4.BeautifulSoup(response.content, "html.parser")
    found = page.select(".error-message")
    return [" ".join(element.get_text(" ").split()) for element in found if element.get_text(strip=True)]


def cells(response: HttpResponse) -> list[list[str]]:
    """The rows of a list of the admin, as the words in its cells."""
    assert response.status_code == 200, response
    page = bs4.BeautifulSoup(response.content, "html.parser")
    rows = page.select("table.listing tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.select("td")] for row in rows]


def titles(response: HttpResponse) -> list[str]:
    """The titles of the rows of a list or chooser."""
    page = bs4.BeautifulSoup(response.content, "html.parser")
    found = page.select("td.title .title-wrapper")
    return [" ".join((cell.find("a") or cell.find("label") or cell).get_text(" ").split()) for cell in found]
