"""What a spreadsheet may show of texts that nobody has checked."""

from __future__ import annotations

import re
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

# A spreadsheet runs what begins with these; a title comes from an article that nobody has checked.
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_NOT_IN_SPREADSHEETS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def harmless(value: str) -> str:
    """The text as a spreadsheet may show it: never a formula, without control characters."""
    value = _NOT_IN_SPREADSHEETS.sub("", value)
    return f"'{value}" if _FORMULA.match(value) else value


PREPROCESS: dict[Any, Any] = {
    **SpreadsheetExportMixin.custom_value_preprocess,
    str: {"csv": harmless, "xlsx": harmless},
}
"""For Wagtail's exports: how values of each type are written."""
