"""Shapes of words that tell what bears them, in languages of the Latin script."""

from __future__ import annotations

import re

CAMEL = re.compile(
    r"[A-ZÀ-Þ][a-zß-ÿ]+(?:[A-ZÀ-Þ][\w]*|\.[a-z]{2,3}\b)|[a-z]{1,2}[A-Z]\w+|[A-Z]{2,}[a-z]+[A-Z]\w*|[A-Z]\w*\d+\w*[A-Za-z]\b|[A-Z][a-z]*-[A-Z][a-z]+[A-Z]\w*|[A-Z]-[A-Z][a-z]{2,}"
)
ACRONYM = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ0-9]{1,7}(?:[&/-][A-Z0-9]{1,6}|/e)?")
HOUSE_LETTERS = re.compile(r"[A-Z]{2,3}|V&A")
"""Letters before a town: a club's, a hospital's, a university's."""
MODEL = re.compile(r"[A-Z]{1,4}-?\d+[A-Za-z]?")
"""After "its" or "a" the name of something made: "its TB2"."""
UNIT = re.compile(r"[A-Z]{1,5}-\d{1,3}[A-Za-z]?|[A-Z]\d{2,4}")
"""A model, a block or a hall: "GRES-1", "B14"."""
SURNAME = re.compile(r"(?:Mc|Mac|Fitz|De|Le|La|Di|Du|Van)[A-Z][a-z]+")
