"""The zones of a document: its title, particulars, article and what is only around the article."""

from __future__ import annotations

from portal.extraction.zones.outline import Outline, find_outline

__all__ = ["Outline", "find_outline"]
