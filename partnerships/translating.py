"""The editor of a record's translations: a panel for each language, the original beside each field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.conf import settings
from django.conf.global_settings import LANGUAGES as EVERY_LANGUAGE
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.compare import TextFieldComparison
from wagtail.admin.panels import Panel
from wagtail.admin.widgets import AdminAutoHeightTextInput

from partnerships.locales import language_name
from partnerships.models.records import Record
from partnerships.models.translations import Shown, plain_code
from partnerships.names import sort_key

FormClass = TypeVar("FormClass", bound=type[Any])


def field_of(language: str, name: str) -> str:
    """The form field that holds the translation of a record's field: translation_zh_hans_title."""
    return f"translation_{language}_{name}".replace("-", "_")


def checked_field_of(language: str) -> str:
    """The form field by which an editor says that the translations fit the original as it is now."""
    return field_of(language, "checked")


def language_choices() -> list[tuple[str, str]]:
    """The languages that a text may be in: those of the site first, then all others by name."""
    offered = [code for code, _name in settings.LANGUAGES]
    named = {code: capfirst(language_name(code)) for code in dict.fromkeys([*offered, *(code for code, _name in EVERY_LANGUAGE)])}
    others = sorted((code for code in named if code not in offered), key=lambda code: sort_key(named[code]))
    return [("", _("Not known")), *((code, named[code]) for code in [*offered, *others])]


class LanguageField(forms.ChoiceField):
    """The language of the texts of a record; one that stands there already is always offered."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = gettext_lazy("In which the title and the summary are written. Readers of other languages are told.")
        super().__init__(
            choices=language_choices, required=False, label=gettext_lazy("Language of the texts"), help_text=help_text, **kwargs
        )

    def valid_value(self, value: Any) -> bool:
        return True if value == self.initial else super().valid_value(value)


def with_translations(model: type[Record]) -> Callable[[FormClass], FormClass]:
    """For the form class of a record: gives it the fields in which its texts are translated."""

    def decorate(form: FormClass) -> FormClass:
        form.declared_fields.update(_fields(model))
        return form

    return decorate


def _fields(model: type[Record]) -> Iterator[tuple[str, forms.Field]]:
    for language, _name in settings.LANGUAGES:
        for name in model.translated:
            source: Any = model._meta.get_field(name)
            yield (
                field_of(language, name),
                forms.CharField(
                    label=capfirst(source.verbose_name),
                    required=False,
                    max_length=source.max_length,
                    widget=AdminAutoHeightTextInput(attrs={"lang": language, "dir": "auto"}),
                ),
            )
        yield (
            checked_field_of(language),
            forms.BooleanField(
                label=gettext_lazy("Checked: what is written here fits the original as it is now"), required=False
            ),
        )


class TranslationForm:
    """The part of a record's form that reads and keeps its translations; for a Django model form to inherit from first."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            self.fields["language"].initial = self.instance.language
        for language, name, field in self._translations():
            self.initial.setdefault(field, self.instance.translation(language, name))

    def _translations(self: Any) -> Iterator[tuple[str, str, str]]:
        for language, _name in settings.LANGUAGES:
            for name in self.instance.translated:
                if (field := field_of(language, name)) in self.fields:
                    yield language, name, field

    def _post_clean(self: Any) -> None:
        super()._post_clean()
        # Now the instance has its originals as they were typed.
        for language, name, field in self._translations():
            if self.add_prefix(field) not in self.data or field not in self.cleaned_data:
                continue
            text = self.cleaned_data[field].strip()
            is_checked = bool(self.cleaned_data.get(checked_field_of(language)))
            if text != self.instance.translation(language, name) or (text and is_checked):
                self.instance.translate(language, name, text)


class TranslationPanel(Panel):
    """The texts of a record in one language."""

    def __init__(self, language: str, **kwargs: Any) -> None:
        kwargs.setdefault("heading", gettext_lazy("Translation: %s") % dict(settings.LANGUAGES)[language])
        super().__init__(**{"classname": "collapsed", **kwargs})
        self.language = language

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "language": self.language}

    def get_form_options(self) -> dict[str, Any]:
        names = [field_of(self.language, name) for name in self.model.translated] if self.model else []
        return {"fields": [*names, checked_field_of(self.language)]}

    class BoundPanel(Panel.BoundPanel):
        template_name = "partnerships/admin/translation_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            language, record = self.panel.language, self.instance
            outdated = record.outdated().get(language, [])
            return {
                **super().get_context_data(parent_context),
                "rows": [
                    {
                        "field": self.form[field_of(language, name)],
                        "original": Shown(getattr(record, name) or "", "" if name in record.momentary else record.language),
                        "is_outdated": name in outdated,
                    }
                    for name in record.translated
                ],
                "is_original": bool(record.language) and plain_code(record.language) == language,
                "checked": self.form[checked_field_of(language)] if outdated else None,
            }

        def get_comparison(self) -> list[Any]:
            return [partial(TranslationComparison, self.panel, name) for name in self.panel.model.translated]


class TranslationComparison(TextFieldComparison):
    """What became of a translation from one version to another."""

    def __init__(self, panel: TranslationPanel, name: str, obj_a: Record, obj_b: Record) -> None:
        self.label = f"{panel.heading}: {panel.model._meta.get_field(name).verbose_name}"
        self.val_a, self.val_b = (one.translation(panel.language, name) for one in (obj_a, obj_b))

    def field_label(self) -> str:
        return self.label
