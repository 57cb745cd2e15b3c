"""Who is credited with an article, or published it, with the words that say so."""

from __future__ import annotations

import re

from portal.extraction.sources.alone import alone, says_else
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
from portal.extraction.sources.likely import likely_house, plain_house
from portal.extraction.sources.lines import house_beside_day
from portal.extraction.sources.naming import is_platform, owner_of
from portal.extraction.sources.site import branded, domain_of, holder_of, site_of, stated_author
from portal.extraction.stated import Stated
from portal.extraction.types import Span
from portal.extraction.zones.outline import Outline


def source_of(outline: Outline) -> Stated | None:
    """Who is credited, else who published: a source line, the markup, the wire, the site, the sign-off, the copyright line."""
    found = _source_of(outline)
    name = alone(found.value, outline.language) if found else ""
    if found is None or name == found.value:
        return found
    spans = ((s.start + at, s.start + at + len(name)) for s in found.spans if (at := s.quote.find(name)) >= 0)
    return Stated(name, tuple(Span(start, end, name) for start, end in spans))


def _source_of(outline: Outline) -> Stated | None:
    markup = outline.document.markup
    found = credited(outline)
    if found:
        return found
    if markup.source:
        return Stated(markup.source)
    if wire := agency_ahead(outline) or agency_byline(outline) or firm_over_title(outline) or office_below(outline):
        return wire
    if markup.site_name and not is_platform(markup.site_name):
        return Stated(owner_of(markup.site_name))
    if agency := agency_behind(outline):
        return agency
    return site_of(outline) or branded(outline) or signed_off(outline) or station_of(outline) or _agreed(outline)


_SIGNS = (
    issuer_of,
    reporter_house,
    letterhead_of,
    house_beside_day,
    first_line,
    holder_of,
    masthead_of,
    sender_of,
    imprint_of,
    stated_author,
    running_head,
    name_on_top,
    likely_house,
    reserved_by,
    domain_of,
)
SHORTEST_OF_DOMAIN = 6
"""Letters of a name that a domain must hold to be that of its house."""
_SURE = frozenset({issuer_of, reporter_house, house_beside_day, first_line, masthead_of, sender_of, imprint_of, stated_author})


def _agreed(outline: Outline) -> Stated | None:
    """The house that the page itself shows without saying so: by a sure sign, by two that agree, or by the only one that there is.

    Names on a page are more often those of partners, hosts and advertisers than that of its house, and no house is better than a
    wrong one: an unsure sign gives way where another points elsewhere, and a guess is nothing alone.
    """
    signs = [(s, found) for s in _SIGNS if (found := s(outline)) and not says_else(found.value, outline.language)]
    if not signs:
        return None
    sign, chosen = signs[0]
    if sign in _SURE or any(_is_same(chosen, found) for _sign, found in signs[1:]):
        return chosen
    return (chosen if len(signs) == 1 and sign in (holder_of, domain_of) else None) or plain_house(outline)


def _is_same(one: Stated, other: Stated) -> bool:
    first, second = one.value.casefold(), other.value.casefold()
    if first in second or second in first:
        return True
    # A domain has neither blanks nor signs: gaugesleeper.example is that of "Gauge & Sleeper".
    shorter, longer = sorted((re.sub(r"[\W_]+", "", name) for name in (first, second)), key=len)
    return len(shorter) >= SHORTEST_OF_DOMAIN and shorter in longer
