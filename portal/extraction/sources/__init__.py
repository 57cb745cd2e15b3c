"""Who is credited with an article, or published it, with the words that say so."""

from __future__ import annotations

from portal.extraction.sources.credits import agency_ahead, agency_behind, agency_byline, credited, office_below, signed_off
from portal.extraction.sources.foot import imprint_of, reserved_by, sender_of
from portal.extraction.sources.head import (
    firm_over_title,
    first_line,
    issuer_of,
    letterhead_of,
    masthead_of,
    name_on_top,
    reporter_house,
    running_head,
    station_of,
)
from portal.extraction.sources.likely import likely_house
from portal.extraction.sources.lines import house_beside_day
from portal.extraction.sources.naming import is_platform
from portal.extraction.sources.site import branded, domain_of, holder_of, site_of, stated_author
from portal.extraction.stated import Stated
from portal.extraction.zones.outline import Outline


def source_of(outline: Outline) -> Stated | None:
    """Who is credited, else who published: a source line, the markup, the wire, the site, the sign-off, the copyright line."""
    markup = outline.document.markup
    found = credited(outline)
    if found:
        return found
    if markup.source:
        return Stated(markup.source)
    if wire := agency_ahead(outline) or agency_byline(outline) or firm_over_title(outline) or office_below(outline):
        return wire
    if markup.site_name and not is_platform(markup.site_name):
        return Stated(markup.site_name)
    if agency := agency_behind(outline):
        return agency
    return (
        site_of(outline)
        or branded(outline)
        or signed_off(outline)
        or station_of(outline)
        or issuer_of(outline)
        or reporter_house(outline)
        or letterhead_of(outline)
        or house_beside_day(outline)
        or first_line(outline)
        or holder_of(outline)
        or masthead_of(outline)
        or sender_of(outline)
        or imprint_of(outline)
        or stated_author(outline)
        or running_head(outline)
        or name_on_top(outline)
        or likely_house(outline)
        or reserved_by(outline)
        or domain_of(outline)
    )
