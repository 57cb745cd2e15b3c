"""The form by which a person adds what the reading of a test article had missed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.imports.gold import ADDED
from portal.imports.value_forms import country_choices, sector_choices

LONGEST_NAME = 255
MOST_NAMES = 100


class LinesField(forms.CharField):
    """Names, one a line, as a list without repeats."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> list[str]:
        names = list(dict.fromkeys(" ".join(line.split()) for line in super().clean(value).splitlines() if line.strip()))
        if len(names) > MOST_NAMES or any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError(
                _("At most %(n)d names, each of at most %(c)d characters."), params={"n": MOST_NAMES, "c": LONGEST_NAME}
            )
        return names


class KeepForm(forms.Form):
    """What the reading had missed; all of it may be left empty."""

    countries = forms.MultipleChoiceField(label=_("Countries that were missed"), choices=country_choices, required=False)
    sectors = forms.MultipleChoiceField(label=_("Sectors that were missed"), choices=sector_choices, required=False)
    organisations = LinesField(
        label=_("Organisations that were missed"), required=False, help_text=_("One a line, as the article writes them.")
    )
    people = LinesField(label=_("People who were missed"), required=False, help_text=_("One a line, as the article writes them."))

    def added(self) -> dict[str, list[str]]:
        """As `GoldArticle.added`."""
        return {name: list(self.cleaned_data[name]) for name in ADDED}

    @staticmethod
    def initial_of(added: Mapping[str, list[str]]) -> dict[str, Any]:
        """What the form shows for an article that is kept already."""
        lines = {name: "\n".join(added.get(name, ())) for name in ("organisations", "people")}
        return {"countries": added.get("countries", []), "sectors": added.get("sectors", []), **lines}
