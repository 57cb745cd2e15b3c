"""The page of one search over everything."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from partnerships.addresses import index_address, index_title
from partnerships.listing.everything import FoundKind, search_everything
from partnerships.listing.filters import query_of
from partnerships.listing.subjects import Subject, subjects_named
from partnerships.models.sectors import sector_label
from partnerships.views.dossiers import country_label
from partnerships.views.lists import count_in_words

# The news have their own rows.
ROWS = {"news": "news/rows/news.html"}


def search(request: HttpRequest) -> HttpResponse:
    """What is found of each kind, with a link into its list; without words, the box to type them into."""
    found = search_everything(request.GET.get("q", ""))
    asked = query_of([("q", found.corrected or found.q)])
    context = {
        "found": found,
        "kinds": [_kind(kind, asked) for kind in found.kinds],
        "subjects": [(_label(subject), reverse(subject.facet, args=[subject.value.code])) for subject in subjects_named(found.q)],
        "canonical": request.build_absolute_uri(f"{request.path}?{query_of([('q', found.q)])}" if found.q else request.path),
        "noindex": bool(found.q),
    }
    return render(request, "partnerships/search.html", context)


def _label(subject: Subject) -> str:
    value = subject.value
    return country_label(value) if subject.facet == "country" else sector_label(value.code, value.label)


def _kind(kind: FoundKind, asked: str) -> dict[str, Any]:
    for record in kind.records:
        record.hits = kind.hits.get(record.pk, ())
    address = index_address(kind.record_type)
    return {
        "name": kind.record_type,
        "words": count_in_words(kind.record_type, kind.total),
        "title": index_title(kind.record_type),
        "records": kind.records,
        "has_more": kind.total > len(kind.records),
        "address": f"{address}?{asked}" if address else "",
        "row_template": ROWS.get(kind.record_type, f"partnerships/rows/{kind.record_type}.html"),
    }
