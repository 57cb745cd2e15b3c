"""The forms by which documents come in, and by which a person says what the columns of a table hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.imports.containers import FIELD_LABELS, is_list, refusal, shown
from portal.imports.fetching import is_allowed
from portal.imports.limits import in_words, limit
from portal.imports.models import ColumnMapping


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of uploaded files, as a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        # An empty file is the import desk's to report, by name, beside the others.
        return [upload for upload in (data or ()) if upload]


class TextField(forms.CharField):
    """Text exactly as pasted: what cannot be stored in it is removed, and said, when it is read."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.validators = []


class StartForm(forms.Form):
    """Files or a pasted text, and what is to be done with them."""

    documents = FilesField(
        label=_("Files"),
        required=False,
        widget=FilesInput(
            attrs={
                "multiple": True,
                "accept": ".txt,.text,.md,.html,.htm,.xhtml,.docx,.pdf,.eml,.mbox,.zip,.csv,.tsv,.xlsx,.json,.jsonl,.ndjson,.xml,.rss,.atom,.urls",
            }
        ),
    )
    text = TextField(
        label=_("Or paste one article, or addresses"),
        required=False,
        help_text=_(
            "As it stands, with its title and date; menus and notices around it do not matter. A list of addresses of web pages, one a line, brings each page."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    title = forms.CharField(
        label=_("Name of this import"),
        required=False,
        max_length=255,
        help_text=_("By which you will find it again. Left empty, it is named after what you bring."),
    )
    publish = forms.BooleanField(
        label=_("Publish what is sure, without review"),
        required=False,
        help_text=_("For sources that you trust. Whatever is not sure waits for a person."),
    )

    def __init__(self, *args: Any, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].help_text = gettext(
            "Text, saved web pages, tables with an article in each row, feeds, WordPress exports, or a ZIP archive of them. At most %(document)s a document, %(archive)s an archive, "
            "and %(number)s files at once: put more into an archive."
        ) % {
            "number": f"{settings.DATA_UPLOAD_MAX_NUMBER_FILES:,}",
            "document": in_words(limit("IMPORT_MAX_DOCUMENT_BYTES")),
            "archive": in_words(limit("IMPORT_MAX_ARCHIVE_BYTES")),
        }
        if not may_publish:
            del self.fields["publish"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("documents") and not (data.get("text") or "").strip("\0 \t\r\n"):
            raise forms.ValidationError(_("Choose at least one file, or paste a text."))
        if is_list(data.get("text") or "") and not is_allowed():
            self.add_error("text", str(refusal()))
        return data


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table on the page that asks about it."""

    heading: str
    values: tuple[str, ...]
    field: Any


class ColumnsForm(forms.Form):
    """What each column of a table holds. Where none holds the text, a person says that this is meant."""

    title_only = forms.BooleanField(label=_("There is no text: import the titles alone"), required=False)
    asks_title_only = False
    """Whether the page has to ask that."""

    def __init__(
        self,
        *args: Any,
        headings: Sequence[str],
        columns: Mapping[str, str],
        rows: Sequence[Mapping[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.headings = tuple(headings)
        self._rows = rows
        held = {heading: field for field, heading in columns.items()}
        for number, heading in enumerate(self.headings):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=shown(heading),
                required=False,
                choices=[("", _("— leave out —")), *FIELD_LABELS.items()],
                initial=held.get(heading, ""),
            )

    @property
    def columns(self) -> list[Column]:
        """The columns with their first values, in the order of the table."""
        return [
            Column(
                shown(heading), tuple(v for row in self._rows if (v := row.get(heading, "").strip())), self[f"column-{number}"]
            )
            for number, heading in enumerate(self.headings)
        ]

    def chosen(self) -> dict[str, str]:
        """Field to heading."""
        fields = ((self.cleaned_data.get(f"column-{number}"), heading) for number, heading in enumerate(self.headings))
        return {field: heading for field, heading in fields if field}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        fields = list(filter(None, (data.get(f"column-{number}") for number in range(len(self.headings)))))
        self.asks_title_only = "title" in fields and "text" not in fields
        if twice := next((field for field in fields if fields.count(field) > 1), None):
            words = gettext("“%(field)s” is chosen for more than one column.")
            raise forms.ValidationError(words % {"field": FIELD_LABELS[twice]})
        if not {"title", "text"} & set(fields):
            raise forms.ValidationError(_("Say which column holds the text, or at least the title."))
        if self.asks_title_only and not data.get("title_only"):
            raise forms.ValidationError(
                _(
                    "No column holds the text: every article would be its title alone. Choose the column of the text, or say below that there is none."
                )
            )
        return data


class ColumnMappingForm(forms.ModelForm):
    """A remembered choice, to be changed: the column of each field."""

    class Meta:
        model = ColumnMapping
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        headings = [(heading, shown(heading)) for heading in self.instance.headings]
        for field, label in FIELD_LABELS.items():
            self.fields[field] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[("", _("— none —")), *headings],
                initial=self.instance.columns.get(field, ""),
            )
        self.fields["text"].help_text = _("Without it, every article of such a table is its title alone.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("title") and not data.get("text"):
            raise forms.ValidationError(_("Say which column holds the text, or at least the title."))
        return data

    def save(self, commit: bool = True) -> ColumnMapping:
        self.instance.columns = {field: self.cleaned_data[field] for field in FIELD_LABELS if self.cleaned_data.get(field)}
        return super().save(commit)
