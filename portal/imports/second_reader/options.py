"""What the operator has set about the second reader."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

INSTRUCTIONS = Path(__file__).parent / "instructions.txt"


@dataclass(frozen=True, slots=True)
class Options:
    """Where the model is and how much it may take."""

    url: str
    key: str
    model: str
    seconds: float
    most_characters: int
    """Of an article, counted from its beginning."""
    answer_tokens: int
    tokens_per_day: int

    @property
    def most_tokens(self) -> int:
        """More than one article is likely to cost: a token for every character that is sent, and the longest answer."""
        return self.most_characters + INSTRUCTIONS.stat().st_size + self.answer_tokens


def options() -> Options | None:
    """None while no address is set: nobody is asked."""
    if not settings.SECOND_READER_URL:
        return None
    return Options(
        url=settings.SECOND_READER_URL,
        key=settings.SECOND_READER_KEY,
        model=settings.SECOND_READER_MODEL,
        seconds=settings.SECOND_READER_SECONDS,
        most_characters=settings.SECOND_READER_CHARACTERS,
        answer_tokens=settings.SECOND_READER_ANSWER_TOKENS,
        tokens_per_day=settings.SECOND_READER_TOKENS_PER_DAY,
    )
