"""A value that a document states about itself, and the marks by which several readers know its head."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.extraction.types import Span

NEAR = 30
"""Blocks after the title in which its date and its publisher are sought."""
ISSUE = re.compile(
    r"(?:\bnewsletter|bulletin|rundbrief|nieuwsbrief|boletín|бюллетень|\bausgabe|\bno?\.|№|\bn\.?\s?[º°o]\.?|\bnr\.?|\bissue\b|\bvol|\bn[uú]m(?:mer|ero|éro)"
    r"|\bnuméro|\bepisode|\bépisode|\bepisodio|\bfolge|\baflevering|\bedition|\bedición|номер|выпуск|第|(?<=\s)#)\s?\d+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A value and where the text has it; no span when only the markup states it."""

    value: str
    spans: tuple[Span, ...] = ()
