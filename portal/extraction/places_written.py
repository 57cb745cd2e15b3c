"""Whether a stretch that could name a place is written as one: its capitals, what stands right beside it, the name it is part of."""

from __future__ import annotations

from portal.extraction import lexicon
from portal.extraction.lexicon import Meanings, PlaceForm
from portal.extraction.matching import is_cjk, is_han, is_katakana
from portal.extraction.places_meant import goes_on, is_placed
from portal.extraction.reading import Reading

ARTICLES = frozenset({"El", "La", "Los", "Las", "Le", "Les"})
"""With a capital within a sentence they are part of a name: El Salto is not Salto."""
LONGEST_ABBREVIATION = 6
"""Of a state, which stands behind a town: "Augusta, Ga."; "Secretary Md. Karim" has none."""


def as_written(reading: Reading, start: int, end: int, meant: Meanings) -> Meanings | None:
    """What of the meanings is left by the way in which a stretch is written, and by the words around it."""
    if meant.is_alike:
        return meant if _is_written(reading, start, end, meant.forms[0]) else None
    forms = tuple(form for form in meant.forms if _is_written(reading, start, end, form))
    return lexicon.meanings(forms) if forms else None


def _is_written(reading: Reading, start: int, end: int, form: PlaceForm) -> bool:
    text = reading.text
    first = text[start]
    if text[end - 1] == "." and end - start <= LONGEST_ABBREVIATION:
        return text[start - 2 : start] == ", "
    if form.exact:
        return text[start:end].isupper() and not _all_capitals(reading, start)
    if first.isupper():
        return not _within_name(reading, start, end, form.kind)
    if is_katakana(first):
        return form.kind != "town" or (text[start - 1 : start] != "・" and text[end : end + 1] != "・")
    if form.capital and first.lower() != first.upper() and not is_cjk(first):
        return False
    if end - start == 2 and is_han(first) and form.kind == "adjective":
        before = text[start - 1 : start]
        followers = lexicon.ambiguous()["followers"]["ja" if reading.language == "ja" else "zh"]
        apart = before != "其" if reading.language != "ja" else not before or not is_han(before)
        return apart and any(text.startswith(word, end) for word in followers)
    return True


def _all_capitals(reading: Reading, position: int) -> bool:
    sentence = reading.sentence_at(position)
    if sentence is None:
        return False
    letters = [c for c in reading.text[sentence.start : sentence.end] if c.isalpha()]
    return len(letters) > 12 and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def _within_name(reading: Reading, start: int, end: int, kind: str) -> bool:
    """Whether a form with a capital is part of another name: a given name, a title or an article with a capital stands before
    it, or it is a given name and a name follows."""
    if kind == "adjective" and reading.language not in ("fr", "es"):
        return False
    text = reading.text
    before = text[max(0, start - 24) : start]
    last = words[-1] if before.endswith(" ") and (words := before.split()) else ""
    if last and (last in lexicon.given_names(reading.language) or last in lexicon.person_titles(reading.language)):
        return True
    if kind == "town" and last in ARTICLES and not before[: -len(last) - 1].rstrip().endswith((".", ":", "!", "?")):
        return True
    if not goes_on(reading, end):
        return False
    if kind == "adjective":
        return last[:1].isupper()
    return text[start:end] in lexicon.given_names(reading.language) and not is_placed(reading, start, end)
