"""Where the newsroom keeps names of persons, for a removal on request."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    String,
    StringSegment,
    StringTranslation,
    TranslationSource,
)

from partnerships.people import Needle, TextPlace, removal_places
from portal.news.models import (
    NewsCountry,
    NewsEvent,
    NewsOpportunity,
    NewsOrganisation,
    NewsPage,
    NewsPartnership,
    NewsSector,
)

PAGE_FIELDS = ("title", "draft_title", "seo_title", "search_description", "source", "topics", "body")
LINKS = (NewsPartnership, NewsEvent, NewsOrganisation, NewsOpportunity, NewsCountry, NewsSector)


def connect() -> None:
    """Called once, when every model is loaded."""
    removal_places.insert(0, TextPlace("news", _("Articles"), NewsPage, PAGE_FIELDS, saves=True))
    for model in LINKS:
        place = TextPlace(model._meta.model_name or "", _("Words of articles at links"), model, ("quote",), describe=_page)
        removal_places.insert(1, place)
    # What translations are made from: the next one would bring the person back.
    words = _("Texts of translations")
    removal_places.extend(
        [
            TextPlace("translatedtext", words, String, ("data",), is_history=True, change=_string),
            TextPlace("translation", words, StringTranslation, ("data",), is_history=True),
            TextPlace("translationsource", words, TranslationSource, ("object_repr", "content_json"), is_history=True),
            TextPlace("translationpart", words, StringSegment, ("attrs",), is_history=True),
            TextPlace("translationvalue", words, OverridableSegment, ("data_json",), is_history=True),
            TextPlace("translationchoice", words, SegmentOverride, ("data_json",), is_history=True),
        ]
    )


def _string(row: String, needle: Needle) -> dict[str, Any] | None:
    """A text is known by its hash, and stands there once for each language."""
    text = needle.replaced(row.data)
    mark = String._get_data_hash(text)
    same = String.objects.filter(locale=row.locale_id, data_hash=mark).exclude(pk=row.pk).first()
    if same is None:
        return {"data": text, "data_hash": mark}
    known = StringTranslation.objects.filter(translation_of=same).values("locale", "context")
    for translation in StringTranslation.objects.filter(translation_of=row):
        if not known.filter(locale=translation.locale_id, context=translation.context_id).exists():
            StringTranslation.objects.filter(pk=translation.pk).update(translation_of=same)
    StringSegment.objects.filter(string=row).update(string=same)
    row.delete()
    return None


def _page(link: NewsEvent) -> str:
    return str(link.page)
