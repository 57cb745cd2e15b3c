"""The proof of a value, shown under its field in the editor."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel

from partnerships.models import Evidence
from partnerships.models.records import Record
from partnerships.proofs import evidence_of

QUOTE_WORDS = 16
MOST = 2


class ProvedFieldPanel(FieldPanel):
    """A field of a record with a short quote of its proof and a link to the source below its help."""

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if isinstance(self.instance, Record) and self.instance.pk:
                proof = proof_of(self.instance, self.field_name)
                if proof:
                    self.help_text: Any = format_html("{}{}", self.help_text, proof)


def proof_of(record: Record, field: str) -> SafeString | str:
    """The preferred or the first pieces of evidence of a field as HTML; "" when there is none."""
    if "_proof_by_field" not in record.__dict__:
        found: dict[str, list[Evidence]] = {}
        for row in sorted(evidence_of(record), key=lambda row: (not row.preferred, row.edited)):
            found.setdefault(row.field, []).append(row)
        record.__dict__["_proof_by_field"] = found
    proofs = record.__dict__["_proof_by_field"].get(field, [])
    return format_html_join("", "{}", ((_line(row),) for row in proofs[:MOST]))


def _line(row: Evidence) -> SafeString:
    quote = Truncator(row.quote).words(QUOTE_WORDS)
    words = format_html("“<bdi>{}</bdi>”", quote) if quote else ""
    words_of_value = _("said %(value)s, changed since") if row.edited else _("says %(value)s")
    mark = words_of_value % {"value": row.value} if row.value else _("changed since") if row.edited else ""
    parts = [part for part in (words, _source(row), mark) if part]
    return format_html('<span class="field-proof">{}</span>', format_html_join(" · ", "{}", ((part,) for part in parts)))


def _source(row: Evidence) -> SafeString | str:
    if row.document_id:
        return format_html('<a href="{}">{}</a>', reverse("source_documents:inspect", args=[row.document_id]), row.document)
    if row.url:
        return format_html('<a href="{}" rel="external noopener noreferrer">{}</a>', row.url, Truncator(row.url).chars(60))
    return row.note or _("a file of the office")
