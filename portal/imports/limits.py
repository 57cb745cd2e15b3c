"""How much the import desk takes in. Each limit can be raised or lowered by the setting of the same name."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.utils.translation import gettext as _

MB = 1024 * 1024
DEFAULTS = {
    "IMPORT_MAX_DOCUMENT_BYTES": 10 * MB,
    # Of one uploaded archive, and of all its entries once unpacked.
    "IMPORT_MAX_ARCHIVE_BYTES": 2_000 * MB,
    "IMPORT_MAX_UNPACKED_BYTES": 8_000 * MB,
    "IMPORT_MAX_ARCHIVE_ENTRIES": 50_000,
    # Text shrinks to a fifth, a saved page to a tenth: what shrinks a hundredfold was made to hurt.
    "IMPORT_MAX_ARCHIVE_RATIO": 100,
    # Of one table, feed or export, which are read row by row.
    "IMPORT_MAX_TABLE_BYTES": 500 * MB,
    "IMPORT_MAX_ROWS": 500_000,
}


def limit(name: str) -> int:
    """The value of one of the limits above, from the settings when they name it."""
    return int(getattr(settings, name, DEFAULTS[name]))


def too_much_sent(error: Exception) -> str:
    """A sentence for a request that Django refuses to take apart."""
    if isinstance(error, TooManyFilesSent):
        number = f"{settings.DATA_UPLOAD_MAX_NUMBER_FILES:,}"
        return _("More than %(n)s files were sent at once. Put them into a ZIP archive.") % {"n": number}
    size = in_words(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return _("The text is larger than %(size)s, the most that is taken as text. Bring it as a file.") % {"size": size}


def in_words(size: int) -> str:
    """A number of bytes for a sentence: "10 MB", "812 bytes"."""
    if size >= MB:
        return f"{size / MB:.1f}".removesuffix(".0") + " MB"
    return f"{size / 1024:.0f} kB" if size >= 10 * 1024 else f"{size:,} bytes"
