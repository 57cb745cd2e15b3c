"""Russian names in the nominative, and surnames in any case."""

from __future__ import annotations

import re

from portal.extraction.lexicon import given_names
from portal.extraction.names.mentions import Marks, PersonMention
from portal.extraction.names.people import surname_hits
from portal.extraction.reading import Reading


def adjective_of(word: str, gender: str) -> str:
    """An adjective in the nominative of a gender; proper compounds stay."""
    match = re.fullmatch(r"(.+?)(ый|ий|ой|ого|его|ому|ему|ым|им|ом|ем|ая|яя|ую|юю|ей|ое|ее|ые|ие|ых|их)", word)
    if not match:
        return word
    stem = match.group(1)
    if gender == "f":
        return stem + "ая"
    if gender == "n":
        return stem + "ое"
    return (
        stem + ("ий" if stem[-1] in "гкхжшщч" else "ый") if not word.endswith(("ый", "ий", "ой")) or word.endswith("ой") else word
    )


def given_of(first: str) -> str | None:
    """The nominative of a given name that may be declined."""
    names = given_names()
    if first in names:
        return first
    for ending in ("а", "у", "ом", "ем", "е", "я", "ю", "и", "ы", "ой", "ей"):
        if first.endswith(ending) and len(first) > len(ending) + 2:
            stem = first[: -len(ending)]
            for tail in ("", "й", "а", "я", "ь"):
                if stem + tail in names:
                    return stem + tail
    return None


def nominative_name(name: str, given: str | None) -> str:
    """A person's name in the nominative; `given` is its given name in the nominative."""
    parts = name.split()
    if given is None or parts[0] == given or len(parts) < 2:
        return name
    male = given[-1] not in "ая"
    rest = [
        re.sub(r"(ов|ев|ёв|ин|ын)(?:а|у|ым|е)$", r"\1", p) if male else re.sub(r"(ов|ев|ёв|ин|ын)(?:ой|у)$", r"\1а", p)
        for p in parts[1:]
    ]
    rest = [re.sub(r"(ск|цк)(?:ого|ому|им|ом)$", r"\1ий", p) if male else re.sub(r"(ск|цк)(?:ой|ую)$", r"\1ая", p) for p in rest]
    if male:
        rest = [
            re.sub(r"(?<=[бвгджзклмнпрстфхцчшщ])(?:а|у|ом|ем)$", "", p) if not re.search("(ов|ев|ин|ын|ск|цк)", p) else p
            for p in rest
        ]
    return " ".join([given, *rest])


def declined_surnames(reading: Reading, people: list[PersonMention], taken: Marks) -> list[PersonMention]:
    """Later mentions of known people by a declined surname alone."""
    found = surname_hits(reading, people, taken)
    for person in {person.name: person for person in people}.values():
        parts = person.name.split()
        for part in {parts[0], parts[-1]} if len(parts) > 1 else set():
            if part in given_names() or len(part) < 4:
                continue
            stem = part.rstrip("аяйьоеи") if part[-1] in "аяйь" else part
            for match in re.finditer(rf"\b{re.escape(stem)}(?:а|у|ым|ом|е|ой|ого|ому|я|ю|ем)?\b", reading.text):
                if not taken.touch(match.start(), match.end()):
                    found.append(PersonMention(match.start(), match.end(), person.name))
                    taken.mark(match.start(), match.end())
    return found
