"""Bytes made text: `read_document(data, name)` gives the Document that everything else reads."""

from __future__ import annotations

from portal.extraction.documents.dispatch import read_document

__all__ = ["read_document"]
