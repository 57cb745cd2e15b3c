"""The editor's form of an article."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from partnerships.forms import fetch_chosen


class NewsPageForm(WagtailAdminPageForm):
    """An article with its links, whose records are fetched at once however many there are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fetch_chosen(self)
