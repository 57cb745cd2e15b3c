"""Towns, lands and ministries that act, in languages of the Latin script."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from portal.extraction.lexicon.grammar import small_words
from portal.extraction.names.mentions import OrganisationMention
from portal.extraction.names.organisations import Classifier
from portal.extraction.names.tokens import Chunk, Token
from portal.extraction.names.vocabulary import Vocabulary
from portal.extraction.reading import Reading, Sentence

WORD = re.compile(r"[A-ZÀ-Þ][\w'’-]+\w(?: [A-ZÀ-Þ][\w'’-]+\w)?")
HYPHENED = re.compile(r"(?:-[A-ZÀ-Þ][\w’']+){1,3}")
"""More of a place's name than the list of places knows: "Bourgogne-Franche-Comté"."""
SITED = frozenset({"in", "im", "en", "dans", "sur", "near", "cerca", "bei", "près"})
"""Before "the city of ..." these say where something is, not who acts."""
TOWNS = small_words("town_of")
JOINT = re.compile(r" (?:and|und|et|y|e|en)(?= )(?: (?:the|de|of|la|von|van)| d['’])? ?")
ACTS = re.compile(r"(?:^|[.:]\s)The $|\b(?:[Ww]ith|[Bb]etween|and|by) (?:the )?$")
"""Before a land that acts."""
DEEDS = frozenset({"status.signed", "kinds.cooperation"})
"""What two towns do that a sentence names at its head: "Eindhoven en Wuxi gaan samenwerken"."""
COMMA = re.compile(r", (?:(?:de|of|la|von|van) |d['’])?")
LANDS, LANDS_OF = frozenset(small_words("lands")), frozenset(small_words("lands_of"))
"""Words that make even an unknown name after them that of a place."""


class Authorities:
    """Finds the authorities of one article that its places name."""

    def __init__(self, reading: Reading, vocabulary: Vocabulary, classifier: Classifier) -> None:
        self.reading, self.vocabulary, self.classifier = reading, vocabulary, classifier

    def bodies(self, sentence: Sentence) -> list[OrganisationMention]:
        """ "the city of Antwerp" as the body that acts."""
        found = []
        for match in self.vocabulary.bodies.finditer(self.reading.text, sentence.start, sentence.end):
            before = self.reading.folded[max(0, match.start() - 12) : match.start()].split()
            end = self._end_of_place(match, sentence)
            if match.group().startswith("port of") and "at" in before[-3:]:
                continue
            sited = SITED - {"en"} if self.vocabulary.language == "nl" else SITED
            named_so = self.classifier.place_at(match.start())
            if named_so is not None and named_so.start == match.start() and named_so.end == end:
                continue
            if end is None or (before and before[-1] in (*sited, "a", "an")) or (before[-2:-1] and before[-2] in sited):
                continue
            hyphened = HYPHENED.match(self.reading.text, end, sentence.end)
            end = hyphened.end() if hyphened else end
            known = self.classifier.place_at(match.end()) is not None or not match.group().casefold().startswith(TOWNS)
            known = known and not self._only_told_apart(match)
            known = known or match.group().endswith(("du ", "des "))
            written = self.reading.text[match.start() if known else match.end() : end]
            kinds = {hit.value for hit in self.vocabulary.heads.find(match.group().casefold())}
            kind = "university" if "university" in kinds else "public-authority"
            found.append(OrganisationMention(match.start(), end, written[0].upper() + written[1:], kind))
        return found + self._lands(sentence)

    def _only_told_apart(self, match: re.Match[str]) -> bool:
        """Whether a small word only says what and where a place is: "the Chilean city of Punta Arenas"."""
        land = self.classifier.place_at(match.start() - 2) if match.start() > 1 else None
        small = match.group()[0].islower() and match.group().casefold().startswith(TOWNS)
        return small and land is not None and land.kind == "adjective" and land.end == match.start() - 1

    def _lands(self, sentence: Sentence) -> list[OrganisationMention]:
        """Lands that act or are dealt with, by the word after their name: "its partnership with the Murmansk region"."""
        if not any(category.startswith("kinds.") for category in self.reading.categories(sentence)):
            return []
        text = self.reading.text
        words = [
            (m, self.classifier.place_at(m.start() - 1))
            for m in self.vocabulary.lands.finditer(text, sentence.start, sentence.end)
        ]
        return [
            OrganisationMention(place.start, match.end(), text[place.start : match.end()], "public-authority")
            for match, place in words
            if place is not None and place.kind in ("place", "town") and ACTS.search(text, sentence.start, place.start)
        ]

    def several(self, sentence: Sentence) -> list[OrganisationMention]:
        """Towns, lands or houses named at once: "les mairies de Nantes et de Durham", "the universities of Sfax and Riga"."""
        found = []
        for match in self.vocabulary.several.finditer(self.reading.text, sentence.start, sentence.end):
            found += [
                OrganisationMention(start, end, self.reading.text[start:end], "public-authority")
                for start, end in self._places_listed(match.end())
            ]
        for match in self.vocabulary.plural.finditer(self.reading.text, sentence.start, sentence.end):
            one, kind = self.vocabulary.one_of[match.group().strip().casefold()]
            found += [
                OrganisationMention(start, end, f"{one} {self.reading.text[start:end]}", kind)
                for start, end in self._places_listed(match.end(), unknown=True)
            ]
        return found

    def _places_listed(self, begin: int, *, unknown: bool = False) -> list[tuple[int, int]]:
        """Two places or more in one list, perhaps of names that no list of places knows: "Gent, Lille en Kortrijk"."""
        places: list[tuple[int, int]] = []
        end, listed = begin, True
        while listed:
            place = self.classifier.place_at(end)
            word = WORD.match(self.reading.text, end) if unknown and place is None else None
            last = place.end if place else word.end() if word else end
            if last == end or (place and place.kind in ("adjective", "name")):
                break
            if word and self.vocabulary.has_head(self.reading, end, last):
                return []
            places.append((end, last))
            link = COMMA.match(self.reading.text, places[-1][1]) or JOINT.match(self.reading.text, places[-1][1])
            listed = link is not None
            end = link.end() if link else end
        return places if len(places) > 1 and not listed else []

    def _end_of_place(self, match: re.Match[str], sentence: Sentence) -> int | None:
        """Where the place after "city of" ends; the word before makes even an unknown name one: "regio Noord-Karelië"."""
        place = self.classifier.place_at(match.end())
        if place is not None:
            return None if place.kind == "adjective" else place.end
        word = WORD.match(self.reading.text, match.end(), sentence.end)
        first = re.split(r"\W", match.group())[0].casefold()
        bare = self.vocabulary.language == "en" and " of" not in match.group().casefold()
        if word is not None and self.classifier.is_town_with_article(match.group().split()[-1], word.group()):
            return word.end()
        if word is None or bare or first not in (LANDS if self.vocabulary.language == "de" else LANDS | LANDS_OF):
            return None
        low = word.group().casefold()
        common = low in self.vocabulary.generic or low in self.vocabulary.stop or low in self.vocabulary.name_stop
        return None if common or word.group() in self.vocabulary.given or word.group().isupper() else word.end()

    def _field_end(self, candidate: Chunk, tokens: list[Token]) -> int:
        """Where the field of a ministry ends whose further words are small: "de l'Économie numérique et du Plan"."""
        number = candidate.last
        while number + 1 < len(tokens) and self.reading.text[tokens[number].end : tokens[number + 1].start] == " ":
            following = tokens[number + 1]
            if not following.text.islower() or following.low not in self.vocabulary.lower_generic:
                break
            number += 1
        return tokens[number].end

    def ministries(self, open_chunks: list[Chunk], tokens: list[Token]) -> list[OrganisationMention]:
        """A ministry written small: "het ministerie van Buitenlandse Zaken", "the ministry of Health"."""
        found = []
        for candidate in open_chunks:
            begin = max(0, candidate.start - 34)
            match = self.vocabulary.ministries.search(self.reading.text, begin, candidate.start)
            if match and match.end() == candidate.start and self.classifier.place_of(candidate.tokens[0]) is None:
                end = self._field_end(candidate, tokens)
                name = self.reading.text[match.start() : end]
                found.append(OrganisationMention(match.start(), end, name[0].upper() + name[1:], "public-authority"))
        return found

    def acting_places(
        self, open_chunks: list[Chunk], sentence: Sentence, tokens: list[Token], found: Sequence[OrganisationMention] = ()
    ) -> list[OrganisationMention]:
        """Cities and regions that sign or are twinned: "Moscow and Beijing signed an agreement"; `found` are bodies beside them."""
        categories = self.reading.categories(sentence)
        twins = "kinds.twinning" in categories
        if not twins and not categories & DEEDS:
            return []
        cities = [c for c in open_chunks if self.classifier.is_city(c)]
        bodies = {body.end for body in found if body.kind == "public-authority"}
        beside = [
            c
            for c in cities
            if any(self.reading.text[end : c.start] in (" and ", " und ", " et ", " y ", " en ") for end in bodies)
        ]
        acting: list[Chunk] = []
        for first, second in itertools.pairwise(cities):
            gap = self.reading.text[first.end : second.start]
            if gap not in (" and ", " und ", " et ", " y ", " en ", " & ", ", "):
                continue
            before_first = self.reading.folded[max(0, first.start - 10) : first.start]
            verb = self.reading.folded[second.end : second.end + 22]
            moves = re.search(r"\b(?:in|from|of|near|aus|in|nach|bei|à|de|dans|en|desde|uit|te|bij) $", before_first)
            signs = any(h.value in DEEDS and h.start <= 10 for h in self.vocabulary.cues.find(verb))
            signs = signs and (first.start == sentence.start or "status.signed" in categories)
            between = re.search(
                r"\b(?:between|zwischen|entre|tussen) $", self.reading.folded[max(0, first.start - 10) : first.start]
            )
            if signs or (twins and (between or (not moves and gap != ", "))):
                acting += [first, second]
        if twins and not acting:
            acting = [
                c
                for c in cities
                if re.search(r"\b(?:with|mit|avec|con|met) $", self.reading.folded[max(0, c.start - 6) : c.start])
            ]
            subject = next((t for t in tokens if self.classifier.is_city_token(t)), None)
            if acting and subject is not None and subject.start < acting[0].start:
                acting.append(Chunk((subject,), 0, 0))
        acting += [c for c in beside if twins and c not in acting]
        return [OrganisationMention(c.start, c.end, self.reading.text[c.start : c.end], "public-authority") for c in acting]
