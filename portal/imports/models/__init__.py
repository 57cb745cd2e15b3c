"""The rows of the import desk, a file for each subject."""

from portal.imports.models.batches import Batch, BulkAcceptance, BulkPreview, Item, Shingle
from portal.imports.models.changes import Change, Undo
from portal.imports.models.orders import Order
from portal.imports.models.reading import GoldArticle, GoldRun, ReaderSpending
from portal.imports.models.sources import FeedSubscription, ImportToken
from portal.imports.models.suggestions import NO_ORGANISATION, UNKNOWN, NameDecision, NotLinked, Suggestion
from portal.imports.models.uploads import ColumnMapping, Upload, UploadPart

__all__ = [
    "NO_ORGANISATION",
    "UNKNOWN",
    "Batch",
    "BulkAcceptance",
    "BulkPreview",
    "Change",
    "ColumnMapping",
    "FeedSubscription",
    "GoldArticle",
    "GoldRun",
    "ImportToken",
    "Item",
    "NameDecision",
    "NotLinked",
    "Order",
    "ReaderSpending",
    "Shingle",
    "Suggestion",
    "Undo",
    "Upload",
    "UploadPart",
]
