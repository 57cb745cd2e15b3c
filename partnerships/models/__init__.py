"""Every model of the register, one subject a module."""

from partnerships.models.documents import Document
from partnerships.models.events import Event, EventPartnership, Leg, Participation
from partnerships.models.evidence import Evidence
from partnerships.models.facetrow import FacetRow, SearchRow, refresh_facet_rows, refreshed_together
from partnerships.models.facetsources import OpportunityStage
from partnerships.models.opportunities import Opportunity
from partnerships.models.organisations import Organisation, OrganisationName
from partnerships.models.partnerships import Partnership, Party, Sought, StatusChange
from partnerships.models.places import Place
from partnerships.models.sectors import Sector

__all__ = [
    "Document",
    "Event",
    "EventPartnership",
    "Evidence",
    "FacetRow",
    "Leg",
    "Opportunity",
    "OpportunityStage",
    "Organisation",
    "OrganisationName",
    "Participation",
    "Partnership",
    "Party",
    "Place",
    "SearchRow",
    "Sector",
    "Sought",
    "StatusChange",
    "refresh_facet_rows",
    "refreshed_together",
]
