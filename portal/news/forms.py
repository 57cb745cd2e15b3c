"""The editor's form of an article."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from partnerships.forms import fetch_chosen
from partnerships.ids import row_id

LINK_TO = "link_to"
"""The field of what is ticked beside the form: "organisation:12:the words that name it", as often as there is something to link."""
LINKED = ("partnership", "event", "organisation", "opportunity")
QUOTE_LENGTH = 500


class NewsPageForm(WagtailAdminPageForm):
    """An article with its links, whose records are fetched at once however many there are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fetch_chosen(self)

    def save(self, commit: bool = True) -> Any:
        article = super().save(commit=False)
        if self.data and hasattr(self.data, "getlist"):
            for ticked in self.data.getlist(LINK_TO):
                self._link(article, *ticked.split(":", 2))
        if commit:
            article.save()
            self._save_m2m()
        return article

    def _link(self, article: Any, kind: str = "", pk: str = "", quote: str = "") -> None:
        """Link what is ticked, once: the box stays ticked while the editor saves again and again."""
        record = row_id(pk)
        if kind not in LINKED or record is None:
            return
        rows = getattr(article, f"{kind}_links")
        model = rows.model._meta.get_field(kind).related_model
        same = [row for row in rows.all() if getattr(row, f"{kind}_id") == record]
        if not same and model.objects.filter(pk=record).exists():
            order = max((row.sort_order or 0 for row in rows.all()), default=-1) + 1
            rows.add(rows.model(**{f"{kind}_id": record}, quote=quote[:QUOTE_LENGTH], sort_order=order))
        # The same one chosen by hand in the meantime.
        for row in same[1:]:
            rows.remove(row)
