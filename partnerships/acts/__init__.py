"""Acts on many partnerships at once: shown first, carried out by the workers row by row, taken back with one click.

What is to be done and what is done stands in the rows of the act, so that a worker may die at any moment and another go on.
"""

from partnerships.acts.doing import ACTED, TAKEN_BACK, carry_out, entries_for, progress, unfinished
from partnerships.acts.ordering import (
    ActError,
    Preview,
    may_order,
    order,
    preview,
    preview_taking_back,
    take_back,
    what_in_words,
    why_in_words,
)

__all__ = [
    "ACTED",
    "TAKEN_BACK",
    "ActError",
    "Preview",
    "carry_out",
    "entries_for",
    "may_order",
    "order",
    "preview",
    "preview_taking_back",
    "progress",
    "take_back",
    "unfinished",
    "what_in_words",
    "why_in_words",
]
