"""Where a name begins behind capitalised words that only introduce it, in languages of the Latin script."""

from __future__ import annotations

import re

from portal.extraction.lexicon.grammar import small_words
from portal.extraction.names.organisations import Classifier
from portal.extraction.names.people import HYPHENED_GIVEN
from portal.extraction.names.shapes import ACRONYM, CAMEL
from portal.extraction.names.tokens import Chunk, Token
from portal.extraction.names.vocabulary import COMPOUNDING, Vocabulary, hits_between
from portal.extraction.reading import Reading, Sentence

HYPHENED = re.compile(r"[A-Z][\w]+-[a-z]{4,}")
"""A Dutch compound that is called after somebody: "Natin-instituut"."""
OF_TOWN = re.compile(r"[A-ZÄÖÜ][a-zäöüß-]{2,}er")
"""A German adjective of a town: "Dresdner"."""
FIRM = re.compile(
    r"\w*(?:firma|unternehmen|konzern|hersteller|anbieter|entwickler|betreiber|zulieferer|lieferant|bauer|ausrüster|spezialist|dienstleister|produzent|start-?up)"
)
"""What a firm is, and no part of a name: "Sensorhersteller"."""
DESCRIBING = ("-based", "-born", "-led", "-owned", "-listed", "-registered")
GROUPS = frozenset(small_words("groups"))
"""Groups of people that a sentence begins with: "Studenten van de Universiteit Gent"."""
STARTS = frozenset(
    {
        "startup",
        "start-up",
        "maker",
        "group",
        "studio",
        "studios",
        "brewery",
        "winery",
        "distillery",
        "bakery",
        "house",
        "mill",
        "yard",
    }
)
"""Introducing words with which names also begin: "Startup Works Aarhus"."""


class Introductions:
    """Knows the words before the names of one article."""

    def __init__(self, reading: Reading, vocabulary: Vocabulary, classifier: Classifier) -> None:
        self.reading, self.vocabulary, self.classifier = reading, vocabulary, classifier

    def _introduces(self, token: Token, sentence: Sentence) -> bool:
        """Whether a word only introduces the name: in languages that write nouns small, not with a capital within a sentence."""
        within = self.vocabulary.language != "de" and token.start > sentence.start and sentence.kind != "heading"
        own = within and (
            token.low in STARTS or (self.vocabulary.language == "nl" and HYPHENED.fullmatch(token.text) is not None)
        )
        return self.vocabulary.introducer(token.low) is not None and not own

    def name_of(self, candidate: Chunk, sentence: Sentence) -> Chunk:
        """The name without a capitalised word that introduces it ("Forschungsinstitut ETRI") or says where from."""
        tokens = list(candidate.tokens)
        number = candidate.first + self._front(tokens)
        tokens = tokens[number - candidate.first :]
        while len(tokens) > 1 and tokens[0].low in self.vocabulary.days:
            tokens, number = tokens[1:], number + 1
        while len(tokens) > 2 and tokens[0].low in GROUPS and tokens[1].low in self.vocabulary.linking:
            skip = (
                next(n for n, t in enumerate(tokens) if n and t.low not in self.vocabulary.linking) if tokens[-1].capital else 0
            )
            if not skip:
                break
            tokens, number = tokens[skip:], number + skip
        while (
            len(tokens) > 3
            and tokens[1].low in ("der", "des", "von", "van")
            and self.vocabulary.introducers.get(tokens[2].low) == "company"
            and tokens[3].capital
        ):
            tokens, number = tokens[2:], number + 2
        held = next((n for n, t in enumerate(tokens[1:-1], 1) if t.low in ("der", "des", "von", "of", "de", "du", "van")), 0)
        named = held and (tokens[-1].text in self.vocabulary.forms or tokens[held].low in ("des", "der"))
        if named and self._is_matter(tokens[held - 1]):
            tokens, number = tokens[held + 1 :], number + held + 1
        if self.vocabulary.language == "de" and (last := self._last_introducer(tokens)):
            tokens, number = tokens[last:], number + last
        while len(tokens) > 1 and (
            tokens[0].low.endswith(DESCRIBING)
            or (
                self._introduces(tokens[0], sentence)
                and not self._headed_name(tokens, sentence)
                and not HYPHENED_GIVEN.fullmatch(tokens[1].text)
            )
            or (self.vocabulary.language == "de" and tokens[0].low in self.vocabulary.stop)
        ):
            tokens.pop(0)
            number += 1
        return Chunk(tuple(tokens), number, candidate.last)

    def _is_matter(self, token: Token) -> bool:
        """Whether a word is what a firm does or has, and no part of its name: "Beteiligung" der Linzer Invest AG."""
        hits = hits_between(self.vocabulary.cues, self.reading, token.start, token.end)
        return any(h.value.startswith(("kinds.", "weak.", "status.")) and h.end == token.end for h in hits)

    def _last_introducer(self, tokens: list[Token]) -> int:
        """Where the name begins after "Vorhaben der Winterthurer Kliniksoftware-Firma": behind the last word for a firm."""
        links = [n for n, t in enumerate(tokens[:-2]) if n and t.low in ("der", "des", "von")]
        firms = [
            n for n, t in enumerate(tokens[:-1]) if links and n > links[0] and self.vocabulary.introducer(t.low) == "company"
        ]
        return firms[-1] + 1 if firms and tokens[firms[-1] + 1].capital else 0

    def _front(self, tokens: list[Token]) -> int:
        """How many words before the name say only what and where it is: "Dornbirner Weberei", "Leuvense" before a brand."""
        if self.vocabulary.language not in COMPOUNDING:
            return 0
        if self.vocabulary.language == "nl" and len(tokens) > 2 and self.is_adjective(tokens[0]) and self._whole_without(tokens):
            return 1
        number = 0
        while number < len(tokens) - 1 and self.is_adjective(tokens[number]):
            number += 1
        if number == 0 and len(tokens) > 2 and OF_TOWN.fullmatch(tokens[0].text):
            named = tokens[2].text not in self.vocabulary.forms
            return 2 if named and FIRM.fullmatch(tokens[1].low) else 0
        if number == 0:
            return 0
        if number < len(tokens) - 1 and self.vocabulary.introducer(tokens[number].low):
            following = tokens[number + 1]
            if following.capital and following.text not in self.vocabulary.forms:
                return number + 1
        return number if CAMEL.fullmatch(tokens[number].text) else 0

    def _whole_without(self, tokens: list[Token]) -> bool:
        """Whether a Dutch name is whole without the adjective of a country before it: "het Zweedse Vasa Museum"."""
        second = tokens[1]
        common = second.low in self.vocabulary.generic or second.low in self.vocabulary.connectors
        headed = self.vocabulary.has_head(self.reading, second.start, second.end)
        return not common and not headed and self.vocabulary.has_head(self.reading, second.start, tokens[-1].end)

    def is_adjective(self, token: Token) -> bool:
        place = self.classifier.place_of(token)
        return place is not None and place.kind == "adjective"

    def _headed_name(self, tokens: list[Token], sentence: Sentence) -> bool:
        """Whether the introducing word is the head noun of the name: "Institut Pasteur", "Bank of Riga", "Hochschule Wismar"."""
        if self.vocabulary.introducers.get(tokens[0].low) == "university":
            return True
        if self._opens(tokens, sentence):
            return False
        bears = self.vocabulary.introducers.get(tokens[0].low) == "other" and self.vocabulary.language == "de"
        if bears and self.vocabulary.has_head(self.reading, tokens[0].start, tokens[0].end):
            return True
        named = len(tokens) == 2 and ACRONYM.fullmatch(tokens[1].text) is not None
        if named and self.vocabulary.language in COMPOUNDING and self.vocabulary.introducer(tokens[0].low) == "company":
            return False
        compound = self.vocabulary.language == "nl" and tokens[0].low not in self.vocabulary.introducers and len(tokens) > 2
        if compound and self.vocabulary.introducer(tokens[0].low) == "company" and self.classifier.place_of(tokens[1]) is None:
            return False
        if self.vocabulary.language in COMPOUNDING and tokens[0].low not in self.vocabulary.introducers:
            if (
                len(tokens) > 2
                and tokens[-1].text in self.vocabulary.forms
                and self.vocabulary.introducer(tokens[0].low) == "company"
            ):
                return False
            return self.vocabulary.has_head(self.reading, tokens[0].start, tokens[0].end)
        if self.vocabulary.language == "de":
            if tokens[1].low in self.vocabulary.connectors:
                return True
            is_head = len(tokens) == 2 or self.vocabulary.has_head(self.reading, tokens[0].start, tokens[0].end)
            return is_head and self.classifier.place_of(tokens[1]) is not None
        return self.vocabulary.has_head(self.reading, tokens[0].start, tokens[0].end)

    def _opens(self, tokens: list[Token], sentence: Sentence) -> bool:
        """Whether a Dutch firm's description has its capital from the sentence alone: "Waterbedrijf Aquaduct Oost is begonnen"."""
        first = tokens[0]
        if self.vocabulary.language != "nl" or first.start != sentence.start or len(tokens) < 3:
            return False
        is_firm = self.vocabulary.introducers.get(first.low) == "company"
        return is_firm and f" {first.text} " not in self.reading.text and self.classifier.place_of(tokens[1]) is None
