"""The form by which documents come in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.imports.limits import in_words, limit


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
                "accept": ".txt,.text,.md,.html,.htm,.xhtml,.docx,.pdf,.eml,.mbox,.zip,.csv,.tsv,.xlsx,.json,.jsonl,.ndjson,.xml,.rss,.atom",
            }
        ),
    )
    text = TextField(
        label=_("Or paste one article"),
        required=False,
        help_text=_("As it stands, with its title and date; menus and notices around it do not matter."),
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
        return data
