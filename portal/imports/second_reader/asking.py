"""The second reading of an article: what it adds, and what to tell the reviewer when it could not be had."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from portal.extraction.second import Ground, Merged, SecondReaderError, merge
from portal.extraction.types import Extraction
from portal.imports.second_reader.breaker import breaker_of
from portal.imports.second_reader.client import ChatReader, NoAnswer
from portal.imports.second_reader.options import options
from portal.imports.second_reader.spending import Allowance
from portal.imports.telling import NOTHING, Told, ntold, told

SPARE = 10.0
"""Seconds beyond the limit of an answer: for the call itself, and for working on what was said."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opinion:
    """The reading after the second reader was asked, or as it was when there is none."""

    extraction: Extraction
    notice: Told = NOTHING
    record: dict[str, Any] | None = None
    """What `Item.reading` keeps: the model, and how many facts it added, confirmed and was refused, with the reasons."""


def longest() -> float:
    """Seconds that one question may take, with what is done about it."""
    current = options()
    return current.seconds + SPARE if current else 0.0


def ask(extraction: Extraction, allowance: Allowance | None) -> Opinion:
    """The reading with the second reader's facts among ours. Never fails: what goes wrong is a notice."""
    current = options()
    if current is None or allowance is None:
        return Opinion(extraction)
    if not allowance.tokens:
        return Opinion(extraction, told("The second reader was not asked: what it may cost today is used up."))
    breaker = breaker_of(current.url)
    if breaker.is_resting():
        return Opinion(
            extraction,
            told("The second reader was not asked: it has not answered lately. If that goes on, tell the administrator."),
        )
    reader = ChatReader(current)
    try:
        ground = Ground(extraction, current.most_characters)
        claims = reader.read(ground.article, extraction.language)
        breaker.answered()
        merged = merge(extraction, claims, ground)
    except NoAnswer as error:
        rests = breaker.failed()
        log.warning("The second reader gave no answer: %s%s", error, " It is left alone for a while." if rests else "")
        return Opinion(extraction, Told.of(error.args[0]))
    except SecondReaderError as error:
        breaker.answered()
        log.warning("The second reader gave no answer: %s", error)
        return Opinion(extraction, Told.of(error.args[0]))
    except Exception:
        # Ours to repair, and no reason to lose the offline reading.
        log.exception("The second reader's answer could not be worked on")
        return Opinion(extraction, told("The second reader's answer could not be worked on."))
    finally:
        allowance.spent = reader.tokens
    record = {
        "model": current.model,
        "tokens": reader.tokens,
        "added": merged.added,
        "confirmed": merged.confirmed,
        "refused": [list(pair) for pair in merged.refused],
    }
    return Opinion(merged.extraction, _notice(merged), record)


def _notice(merged: Merged) -> Told:
    number = len(merged.refused)
    words = ntold(
        "%(n)d claim of the second reader was refused: the article's words do not bear it out.",
        "%(n)d claims of the second reader were refused: the article's words do not bear them out.",
        number,
    )
    return words if number else NOTHING
