"""People whom labels before their speech name, in languages of the Latin script."""

from __future__ import annotations

import re

from portal.extraction.matching import Hit
from portal.extraction.names.mentions import PersonMention
from portal.extraction.names.organisations import Classifier
from portal.extraction.names.vocabulary import Vocabulary
from portal.extraction.reading import Reading

SMALL = re.compile(r"\b[a-zà-ÿ]{3,}\b")
"""Words that an article writes small, of which a label makes no name: "NEXT WEEK: ..."."""


def speakers(reading: Reading, vocabulary: Vocabulary, classifier: Classifier) -> tuple[list[PersonMention], list[Hit[str]]]:
    """People named by labels in capitals before their speech, and the organisations that the labels add to the role."""
    people: list[PersonMention] = []
    organisations: list[Hit[str]] = []
    small = frozenset(SMALL.findall(reading.text))
    for part in reading.parts:
        label = reading.text[part.start : part.end].rstrip(" :")
        if part.kind != "speaker" or not label:
            continue
        label_start = part.start
        while (first := label.partition(" "))[2] and first[0].casefold().rstrip(".") in vocabulary.titles:
            label_start += len(label) - len(first[2])
            label = first[2]
        name, _, rest = label.partition(",")
        inside = re.fullmatch(r"[^()]*\(([A-ZÀ-Þ][^()]* [A-ZÀ-Þ][^()]*)\)", name)
        shift = inside.start(1) if inside else 0
        name = inside.group(1) if inside else name
        head = name.rpartition(" ")[0]
        if not rest and len(head.split()) > 1 and classifier.place_at(label_start + len(head) + 1) is not None:
            name = head
        role, organisation = (
            _label(rest.strip(), label_start + label.find(rest.strip()), vocabulary) if rest.strip() else (None, None)
        )
        start = label_start + shift
        place = reading.text[start + len(name) + 2 : part.end]
        if (
            (len(name.split()) == 1 and role is None)
            or (not rest and len(name.split()) > 3)
            or vocabulary.has_head(reading, start, start + len(name))
        ):
            continue
        if name.casefold() in vocabulary.name_stop or name in vocabulary.acronym_stop or not name.strip():
            continue
        if role is None and all(word in small or word in vocabulary.common for word in name.casefold().split()):
            continue
        if role is None and organisation is not None and not place.strip():
            continue
        people.append(
            PersonMention(
                start,
                start + len(name),
                _cased(name) if name.isupper() else name,
                role,
                organisation.value if organisation else None,
            )
        )
        if organisation and role:
            organisations.append(organisation)
    return people, organisations


def _label(label: str, offset: int, vocabulary: Vocabulary) -> tuple[str | None, Hit[str] | None]:
    roles = [h for h in vocabulary.roles.find(label.lower()) if h.start == 0 or label[h.start - 1] in " ,"]
    if not roles:
        return None, None
    end = max(h.end for h in roles)
    rest = label[end:].strip(" ,")
    role = label[:end].strip(" ,")
    of = re.match(r"(?:OF|FOR|AT) ([A-Z ]+?), (.+)$", rest)
    if of:
        role, rest = f"{role} of {of.group(1)}", of.group(2)
    rest = re.sub(r"^(?:OF|FOR|AT) (?:THE )?", "", rest)
    start = offset + label.rfind(rest) if rest else 0
    name = _cased(rest) if rest.isupper() else rest
    return role.capitalize(), Hit(start, start + len(rest), name) if len(rest) > 2 else None


def _cased(capitals: str) -> str:
    small = {"of", "and", "the", "for", "de", "van", "der", "von", "la", "del", "du", "des", "in"}
    words = [w if (len(w) <= 3 and w.isupper() and not re.search("[AEIOUY]", w)) else w.capitalize() for w in capitals.split()]
    words = [re.sub(r"(?<=[-'’])\w", lambda m: m.group().upper(), w) for w in words]
    return " ".join(w.lower() if n and w.lower() in small else w for n, w in enumerate(words))
