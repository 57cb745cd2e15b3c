"""What holds documents, opened: each entry comes out as a `Source`, read or refused with a reason, and none is dropped.

Nothing here knows the database.
"""

from portal.imports.containers.addresses import is_list, refusal
from portal.imports.containers.columns import FIELD_LABELS, FIELDS, ColumnChooser, Columns, guess_columns
from portal.imports.containers.dispatch import TABLES, table_in
from portal.imports.containers.feeds import open_feed
from portal.imports.containers.files import Upload, open_paths, open_stream, open_uploads, receive_paths, receive_uploads
from portal.imports.containers.pasted import PASTED_ADDRESSES, open_pasted, receive_pasted
from portal.imports.containers.source import Source, Unopened, beside_title, read_document, shown
from portal.imports.containers.tables import Unreadable

__all__ = [
    "FIELDS",
    "FIELD_LABELS",
    "PASTED_ADDRESSES",
    "TABLES",
    "ColumnChooser",
    "Columns",
    "Source",
    "Unopened",
    "Unreadable",
    "Upload",
    "beside_title",
    "guess_columns",
    "is_list",
    "open_feed",
    "open_pasted",
    "open_paths",
    "open_stream",
    "open_uploads",
    "read_document",
    "receive_pasted",
    "receive_paths",
    "receive_uploads",
    "refusal",
    "shown",
    "table_in",
]
