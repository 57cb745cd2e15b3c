"""What holds documents, opened: each entry comes out as a `Source`, read or refused with a reason, and none is dropped.

Nothing here knows the database.
"""

from portal.imports.containers.files import open_paths, open_uploads
from portal.imports.containers.pasted import open_pasted
from portal.imports.containers.source import Source, shown

__all__ = ["Source", "open_pasted", "open_paths", "open_uploads", "shown"]
