"""What the check of structured data holds pages to: of each type of schema.org that they use, the properties that it has.

A selection of the vocabulary (version 15), those that pages may come to use; and what a type must have here: what schema.org's
own examples and the readers of it call required or recommended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

THING = "name url description disambiguatingDescription identifier sameAs alternateName image mainEntityOfPage subjectOf potentialAction"
PLACE = f"{THING} address geo containedInPlace"
ORGANISATION = (
    f"{THING} address areaServed department dissolutionDate event foundingDate funder keywords leiCode legalName location logo "
    "member memberOf parentOrganization subOrganization sponsor"
)
WORK = (
    f"{THING} about author citation contentLocation dateCreated dateModified datePublished expires headline inLanguage isBasedOn "
    "isPartOf keywords mentions publisher"
)
PROPERTIES: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "WebSite": WORK,
        "WebPage": f"{WORK} breadcrumb lastReviewed",
        "NewsArticle": f"{WORK} articleBody dateline wordCount",
        "SearchAction": f"{THING} target query query-input",
        "EntryPoint": f"{THING} urlTemplate",
        "BreadcrumbList": f"{THING} itemListElement numberOfItems",
        "ListItem": f"{THING} item position",
        "Project": ORGANISATION,
        **dict.fromkeys(
            (
                *("Organization", "Corporation", "CollegeOrUniversity", "ResearchOrganization", "GovernmentOrganization"),
                "NewsMediaOrganization",
            ),
            ORGANISATION,
        ),
        "OrganizationRole": f"{THING} roleName startDate endDate member",
        "PostalAddress": f"{THING} addressLocality addressCountry addressRegion",
        "Country": PLACE,
        "Place": PLACE,
        "VirtualLocation": THING,
        "Event": f"{THING} about attendee endDate eventAttendanceMode eventStatus inLanguage keywords location organizer "
        "previousStartDate startDate subEvent superEvent",
    }.items()
}
REQUIRED: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "WebSite": "name url potentialAction",
        "NewsArticle": "headline mainEntityOfPage publisher",
        "SearchAction": "target query-input",
        "EntryPoint": "urlTemplate",
        "BreadcrumbList": "itemListElement",
        "ListItem": "position name item",
        "OrganizationRole": "roleName member",
        "Event": "name eventStatus",
        "VirtualLocation": "url",
    }.items()
}
ADDRESSES = frozenset("url item mainEntityOfPage sameAs isBasedOn image logo @id".split())
DATES = frozenset("startDate endDate previousStartDate foundingDate dissolutionDate datePublished dateModified expires".split())
ENUMERATED = {
    "eventStatus": ("EventScheduled", "EventPostponed", "EventCancelled", "EventRescheduled"),
    "eventAttendanceMode": ("OnlineEventAttendanceMode", "OfflineEventAttendanceMode"),
}
_PART_OF_DATE = re.compile(r"\d{4}(-\d{2})?")


def faults(node: Any, path: str = "") -> Iterator[str]:
    """What is wrong with a node and those within it, nothing when all is right."""
    if isinstance(node, list):
        for number, one in enumerate(node):
            yield from faults(one, f"{path}[{number}]")
        return
    if not isinstance(node, dict):
        return
    kind = node.get("@type", "")
    path = f"{path}/{kind}"
    if kind not in PROPERTIES:
        yield f"{path}: a type that is not known here"
        return
    for name in REQUIRED.get(kind, frozenset()) - node.keys():
        yield f"{path}: lacks {name}"
    if kind not in (
        "OrganizationRole",
        "PostalAddress",
        "EntryPoint",
        "SearchAction",
        "BreadcrumbList",
        "NewsArticle",
        "VirtualLocation",
    ):
        yield from ([] if node.get("name") else [f"{path}: has no name"])
    for name, value in node.items():
        if name not in ("@type", "@id") and name not in PROPERTIES[kind]:
            yield f"{path}: {name} is no property of it"
        for one in value if isinstance(value, list) else [value]:
            yield from _faults_of_value(name, one, f"{path}.{name}")
            if isinstance(one, dict):
                yield from faults(one, path)


def _faults_of_value(name: str, value: Any, path: str) -> Iterator[str]:
    if value in (None, "", {}, []):
        yield f"{path}: is empty"
    if name in ADDRESSES and not (isinstance(value, str) and urlsplit(value).scheme in ("http", "https")):
        yield f"{path}: {value} is no whole address"
    if name in DATES and not _is_date(value):
        yield f"{path}: {value} is no date of ISO 8601"
    if name in ENUMERATED and value not in [f"https://schema.org/{word}" for word in ENUMERATED[name]]:
        yield f"{path}: {value} is none of its values"


def _is_date(text: str) -> bool:
    if _PART_OF_DATE.fullmatch(text):
        return True
    try:
        return bool(datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text))
    except ValueError:
        return False
