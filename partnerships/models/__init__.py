"""Every model of the register, one subject a module."""

from partnerships.models.documents import Document
from partnerships.models.events import Event, EventChange, EventPartnership, Leg, Participation
from partnerships.models.evidence import Evidence
from partnerships.models.facetrow import FacetRow, SearchRow, refresh_facet_rows, refreshed_together
from partnerships.models.facetsources import OpportunityStage
from partnerships.models.keeping import BulkAct, BulkActRow, CalendarKey, Digest, ListColumns, Reminder, Term, Watch
from partnerships.models.opportunities import Interest, InterestNotice, Opportunity
from partnerships.models.organisations import (
    DistinctOrganisations,
    Organisation,
    OrganisationIdentifier,
    OrganisationMerge,
    OrganisationName,
)
from partnerships.models.partnerships import Partnership, Party, Sought, StatusChange
from partnerships.models.places import Place
from partnerships.models.removals import PersonRemoval
from partnerships.models.sectors import Sector

__all__ = [
    "BulkAct",
    "BulkActRow",
    "CalendarKey",
    "Digest",
    "DistinctOrganisations",
    "Document",
    "Event",
    "EventChange",
    "EventPartnership",
    "Evidence",
    "FacetRow",
    "Interest",
    "InterestNotice",
    "Leg",
    "ListColumns",
    "Opportunity",
    "OpportunityStage",
    "Organisation",
    "OrganisationIdentifier",
    "OrganisationMerge",
    "OrganisationName",
    "Participation",
    "Partnership",
    "Party",
    "PersonRemoval",
    "Place",
    "Reminder",
    "SearchRow",
    "Sector",
    "Sought",
    "StatusChange",
    "Term",
    "Watch",
    "refresh_facet_rows",
    "refreshed_together",
]
