"""German names in the nominative: "der Technischen Universität Wien", "des Instituts Pasteur"."""

from __future__ import annotations

import re

from portal.extraction.names.vocabulary import Vocabulary

ADJECTIVE = re.compile(r"[A-ZÄÖÜ][a-zäöüß-]+(?:sch|lich|ig|haft|sam|iv|al|är)en")
"""An adjective that ends a case, not one of a town: "Technischen", not "Berliner"."""
FEMININE = re.compile(
    r"(?:ität|schule|akademie|agentur|kammer|ung|bank|stiftung|schaft|bahn|klinik|anstalt|messe|werft|gesellschaft|union)$"
)
NEUTER = re.compile(
    r"(?:institut|zentrum|museum|labor|amt|ministerium|werk|werke|netzwerk|kolleg|theater|archiv|haus|rote kreuz)$"
)
PLURAL = re.compile(r"(?:werke|betriebe|bahnen|häfen|hochschulen|universitäten)$")

GERMAN_BODIES = tuple(
    "handelskammer akademie botschaft nationalbank zentralbank verband städtetag agentur genossenschaft staatsbahn staatsbahnen universität "
    "hochschule museum philharmonie stiftung rundfunk kirche innung werftenverband ingenieurverein".split()
)
"""German writes every noun with a capital: these tell a body that a country has one of."""
UTILITIES = (
    "wasserwerke",
    "wasserbetriebe",
    "stadtwerke",
    "verkehrsbetriebe",
    "verkehrsgesellschaft",
    "stadtreinigung",
    "hafenbetriebe",
)
"""Firms of which a German town has one: "die Leipziger Wasserwerke"."""


def nominative(name: str, before: str, vocabulary: Vocabulary) -> str:
    """The name as it stands alone; `before` is the word in front of it in the text."""
    words = name.split()
    if before in ("des", "eines", "ihres", "seines", "dieses"):
        words[0] = _without_genitive(words[0], vocabulary)
    head = next((n for n, word in enumerate(words) if _is_head(word, vocabulary)), 0)
    if not 0 < head < 3 or not all(ADJECTIVE.fullmatch(word) for word in words[:head]):
        return " ".join(words)
    low = words[head].casefold()
    ending = "e" if FEMININE.search(low) or PLURAL.search(low) else "es" if NEUTER.search(low) else "er"
    return " ".join([*(f"{word[:-2]}{ending}" for word in words[:head]), *words[head:]])


def _without_genitive(word: str, vocabulary: Vocabulary) -> str:
    for ending in ("es", "s"):
        bare = word.removesuffix(ending)
        if bare != word and _is_head(bare, vocabulary):
            return bare
    return word


def _is_head(word: str, vocabulary: Vocabulary) -> bool:
    low = word.casefold()
    return any(hit.end == len(low) for hit in vocabulary.heads.find(low))
