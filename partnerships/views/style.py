"""The page that shows what public pages are made of: for those who change their looks, made from the parts themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from partnerships.addresses import index_address
from partnerships.interest import consent_text
from partnerships.listing import build_listing
from partnerships.models.events import EventState
from partnerships.models.facetsources import OpportunityStage
from partnerships.models.partnerships import PartnershipStatus
from partnerships.pictures.types import steps_of
from partnerships.views.lists import applied_filters, count_in_words, page_numbers

STYLESHEET = "site/site.css"
ROWS = 3
PAGE, PAGES = 7, 20
STAGES = ("talks", "agreed", "in-force", "on-hold", "over")
"""The fills of the picture of the years, see pictures.css."""
# AA of WCAG for text of any size; lines and shapes that tell something need 3.
ENOUGH = 4.5
GROUNDS = {"on-accent": "accent", "accent-deep": "accent-wash"}
"""What stands elsewhere than on the paper."""
_RULE = re.compile(r":root\s*\{(.*?)\}", re.DOTALL)
_COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})\s*;")
_SIZE = re.compile(r"--(size-[\w-]+):\s*([^;]+);")


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour of the stylesheet, by day and by night."""

    name: str
    light: str
    dark: str
    light_contrast: float
    """Between it and what it stands on, 1 to 21: the paper, or another colour."""
    dark_contrast: float


@dataclass(frozen=True, slots=True)
class Size:
    name: str
    value: str
    """As the stylesheet has it."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, #rrggbb, by WCAG's formula: 1 for the same, 21 for black on white."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def swatches(css: str) -> list[Swatch]:
    """The colours of the first two `:root` rules: those of light pages, and of dark ones."""
    light, dark = (dict(_COLOUR.findall(rule)) for rule in _RULE.findall(css)[:2])
    return [
        Swatch(name, colour, dark[name], contrast(colour, light[ground]), contrast(dark[name], dark[ground]))
        for name, colour in light.items()
        for ground in (GROUNDS.get(name, "paper"),)
    ]


def sizes(css: str) -> list[Size]:
    return [Size(name, value) for name, value in _SIZE.findall(_RULE.findall(css)[0])]


class SampleForm(forms.Form):
    """In the words of the form of interest; sent with a slip in its second field, so that it shows how an error looks."""

    name = forms.CharField(label=gettext_lazy("Your name"))
    email = forms.EmailField(label=gettext_lazy("Mail address"), help_text=gettext_lazy("The answer is sent there."))
    message = forms.CharField(label=gettext_lazy("Message"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    consent = forms.BooleanField(required=False)


def style(request: HttpRequest) -> HttpResponse:
    """The parts of public pages, in the reader's language and direction; records are those of this register."""
    css = _stylesheet()
    address = index_address("partnership")
    asked = {"country": ["NL", "JP"], "status": ["over"], "since": "2019"}
    empty = build_listing("partnership", {**asked, "q": "nothing holds these words"}, page_size=1)
    most = build_listing("partnership", {}, page_size=1).facets[0].values[:2]
    listing = build_listing("partnership", {"country": [value.value for value in most]}, page_size=ROWS)
    form = SampleForm({"name": "Aino", "email": "aino"})
    form.fields["consent"].label = consent_text()
    context = {
        "title": "Style",
        "canonical": request.build_absolute_uri(reverse("style")),
        "noindex": True,
        "swatches": swatches(css),
        "enough": ENOUGH,
        "sizes": sizes(css),
        "statuses": PartnershipStatus.choices,
        "states": EventState.choices,
        "stages": OpportunityStage.choices,
        "lights": list(_lights()),
        "rows": [(kind, build_listing(kind, {}, page_size=ROWS).records) for kind in ("partnership", "event", "organisation")],
        "listing": listing,
        "list_address": address,
        "applied": applied_filters(build_listing("partnership", asked, page_size=1)),
        "pages": SimpleNamespace(page=PAGE, has_previous=True, has_next=True, query=""),
        "page_numbers": page_numbers(PAGE, PAGES),
        "empty": empty,
        "empty_applied": applied_filters(empty),
        "form": form,
        "shades": steps_of([1, 4, 12, 40, 150]),
        "fills": STAGES,
        "count_in_words": count_in_words("partnership", 1234),
    }
    return render(request, "style/page.html", context)


def _stylesheet() -> str:
    path = finders.find(STYLESHEET)
    if not isinstance(path, str):
        raise FileNotFoundError(STYLESHEET)
    return Path(path).read_text(encoding="utf-8")


def _lights() -> Any:
    """What the light of freshness asks of a partnership, in each of its states."""
    today = timezone.localdate()
    for light, days in (("confirmed", 30), ("due", 500), ("stale", 900)):
        confirmed = today - timedelta(days=days)
        yield SimpleNamespace(freshness=light, known_on=confirmed, last_confirmed=confirmed)
    yield SimpleNamespace(freshness="stale", known_on=None, last_confirmed=None)
