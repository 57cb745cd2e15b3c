"""Every public list goes through here: filters, facets with exact numbers, one page of records."""

from partnerships.listing.listing import build_listing
from partnerships.listing.types import AppliedFilter, Facet, FacetValue, Listing

__all__ = ["AppliedFilter", "Facet", "FacetValue", "Listing", "build_listing"]
