"""How a fact is known: asked in the same words, and kept by the same rule, wherever a source is given."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents import get_document_model
from wagtail.documents.widgets import AdminDocumentChooser

from partnerships.facts import WHOLE_RECORD, fact_label, facts_of
from partnerships.models import Evidence
from partnerships.models.records import Record

EDITORS, EXISTING, PAGE, FILE = "editors", "existing", "page", "file"
SOURCE_FIELDS = ("document_id", "start", "end", "quote", "url", "file_id", "note", "extractor_version")
"""Where a piece of evidence stands."""


class SourceForm(forms.Form):
    """The fields of a source that is no imported document."""

    url = forms.URLField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("A page that says so, beginning with https://"),
    )
    quote = forms.CharField(
        label=gettext_lazy("Quote"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The words that say so, exactly as they stand there."),
    )
    file = forms.ModelChoiceField(
        queryset=get_document_model().objects.all(),
        label=gettext_lazy("File"),
        required=False,
        widget=AdminDocumentChooser,
        help_text=gettext_lazy("A file of the office, such as the scanned agreement; visitors do not get it."),
    )


class KnownForm(SourceForm):
    """A form that asks how it is known: `source` is what Evidence keeps of the answer."""

    SOURCES: ClassVar[tuple[str, ...]] = ("known", "url", "quote", "file")

    known = forms.ChoiceField(
        label=gettext_lazy("How do we know?"),
        widget=forms.RadioSelect,
        initial=EDITORS,
        choices=[
            (EDITORS, gettext_lazy("It is known to the editors")),
            (PAGE, gettext_lazy("A page says so")),
            (FILE, gettext_lazy("A file says so")),
        ],
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        missing = {PAGE: ("url", _("Give the address of the page.")), FILE: ("file", _("Choose the file."))}
        name, message = missing.get(cleaned.get("known", ""), ("", ""))
        if name and not cleaned.get(name) and name not in self.errors:
            self.add_error(name, message)
        return cleaned

    def source(self) -> dict[str, Any]:
        """Names and values of Evidence, as JSON can hold them."""
        cleaned = self.cleaned_data
        if cleaned["known"] == PAGE:
            return {"url": cleaned["url"], "quote": cleaned["quote"]}
        if cleaned["known"] == FILE:
            return {"file_id": cleaned["file"].pk, "quote": cleaned["quote"]}
        return {"note": _("Known to the editors")}


class EvidenceField(forms.ModelChoiceField):
    """Evidence of one record; a sentence is kept once for each fact that it proves, so each choice says for which."""

    facts: dict[str, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        return f"{fact_label(self.facts, obj.field)}: {obj}"


class RecordSourceForm(KnownForm):
    """The same for one record, whose own evidence can be chosen too."""

    SOURCES = ("known", "existing", "url", "quote", "file")

    existing = EvidenceField(
        queryset=Evidence.objects.none(),
        label=gettext_lazy("Evidence of this record"),
        required=False,
        help_text=gettext_lazy("One of the sentences, addresses and notes that the record has already."),
    )

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        evidence = record.evidence.select_related("document").defer("document__content", "document__text")
        if evidence.exists():
            self.fields["existing"].facts = facts_of(record)
            self.fields["existing"].queryset = evidence
            choices = list(self.fields["known"].choices)
            self.fields["known"].choices = [choices[0], (EXISTING, _("Evidence of this record says so")), *choices[1:]]
        else:
            del self.fields["existing"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("known") == EXISTING and not cleaned.get("existing") and "existing" not in self.errors:
            self.add_error("existing", _("Choose the evidence."))
        return cleaned

    def evidence_for(self, fact: str, user: Any) -> Evidence:
        """The evidence that was chosen, or what was written down, kept for a fact of the record unless it is there already."""
        if self.cleaned_data["known"] != EXISTING:
            # What stands there for a value proves that value only.
            plain = {"document_id": None, "url": "", "file_id": None, "value": "", "edited": False}
            return self._kept(fact, user, self.source(), plain | self.source())
        chosen: Evidence = self.cleaned_data["existing"]
        if fact in (chosen.field, WHOLE_RECORD):
            return chosen
        # What says another fact, or something of the whole record, says this one in a row of its own; a place in a document in one only.
        source = {name: getattr(chosen, name) for name in SOURCE_FIELDS}
        place = ("document_id", "start", "end") if chosen.document_id else SOURCE_FIELDS
        return self._kept(fact, user, source, {name: source[name] for name in place})

    def _kept(self, fact: str, user: Any, source: dict[str, Any], same: dict[str, Any]) -> Evidence:
        found = self.record.evidence.filter(field=fact, **same).first()
        return found or Evidence.objects.create(record=self.record, field=fact, decided_by=user, **source)
