"""The codes that a claim may use. A test holds them to the register's own."""

from __future__ import annotations

import csv
import functools

from portal.extraction import lexicon
from portal.extraction.sectors import parents

PARTNERSHIP_KINDS = frozenset(
    "memorandum agreement letter-of-intent joint-centre joint-fund joint-venture programme twinning alliance project cooperation".split()
)
PARTNERSHIP_STATUSES = frozenset("proposed signed active suspended expired ended".split())
EVENT_KINDS = frozenset(
    "delegation-visit trade-mission forum exhibition meeting signing opening matchmaking competition webinar".split()
)
OPPORTUNITY_KINDS = frozenset("soft-landing internship funding technology-offer technology-request partner-search call".split())
ORGANISATION_KINDS = frozenset(
    "company startup university research-institute technopark public-authority foundation association investor media other".split()
)


@functools.cache
def countries() -> frozenset[str]:
    """Every country's ISO 3166-1 alpha-2 code."""
    with (lexicon.HERE / "countries" / "en.tsv").open(encoding="utf-8", newline="") as source:
        return frozenset(row["code"] for row in csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE))


def sectors() -> frozenset[str]:
    """Every sector's code."""
    return frozenset(parents())
