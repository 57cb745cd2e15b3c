"""Which runs of capitalised words are organisations, and of which kind."""

from __future__ import annotations

import re

from portal.extraction.lexicon.grammar import small_words
from portal.extraction.matching import Hit
from portal.extraction.names.english import ends_plainly, is_plain, is_wide
from portal.extraction.names.german import GERMAN_BODIES, UTILITIES
from portal.extraction.names.joints import ROMANCE_OF
from portal.extraction.names.mentions import OrganisationMention
from portal.extraction.names.shapes import ACRONYM, CAMEL, HOUSE_LETTERS, MODEL, SURNAME, UNIT
from portal.extraction.names.surroundings import Surroundings
from portal.extraction.names.tokens import Chunk, Token
from portal.extraction.names.vocabulary import hits_between
from portal.extraction.reading import Sentence

NATIONAL = frozenset(
    "innovation enterprise business export invest trade visit research digital smart health sport food design film screen tourism aid study hub "
    "startup start-up switzerland tech tradeshow venture energy water space media creative farm fintech".split()
)
AGENCIES = frozenset({"enterprise", "innovation", "tourism", "invest"})
"""Words with which a country's agency ends: "Malta Enterprise"."""
EMBASSIES = frozenset(small_words("embassies"))
"""Bodies that a country's adjective alone tells apart."""
MAKES = re.compile(
    r", which (?:was (?:founded|set up|established|bought|created)|is (?:based|owned|part of|headquartered)|employs|belongs to)\b|"
    r", (?:which|that|who) (?:also )?(?:makes|produces|develops|builds|sells|supplies|manufactures|operates|runs|designs|offers|owns)\b|, qui (?:fabrique|développe|conçoit|produit|exploite|vend)\b|, que (?:fabrica|desarrolla|produce|diseña|opera|vende)\b|, (?:dat|die) [^,.]{3,40}(?:maakt|ontwikkelt|bouwt|produceert)\b|, (?:das|die|der) [^,.]{3,60}(?:herstellt|entwickelt|baut|produziert|betreibt)\b"
)
GERMAN_NOUN = re.compile(r"(?:en|ung|heit|keit|schaft|nde|gen|ion|ität|mus|ler|eur|ment)$")
FORMS_BEFORE = frozenset("LLP LLC JSC OJSC CJSC PJSC OOO OAO ZAO PAO TOO PT CV TzOV UAB SIA SARL SRL".split())
"""Legal forms that may also stand before the name."""
PLACED = re.compile(r"\b(?:of|in|from|at|near|aus|in|bei|de|du|à|en|van|uit|te|von)\s$")
WITHIN_PLACES = re.compile(r"\b(?:in|near|around) (?:[A-ZÀ-Þ]\w+(?:, | and | und | et | y | en ))*$")
FAMILY = re.compile(
    r"\w (?:&|and|und|et|y|en) (?:Sons?|Daughters?|Söhne|Sohn|Töchter|Partners?|Cie|Co|Fils|Hijos|Zonen|Zoon|Brothers)$"
)
PARTNER = re.compile(
    r"\b(?:firm|lawyers|attorneys|architects|auditors|Kanzlei|cabinet|bufete|kantoor) ((?:[A-ZÀ-Þ][\w’'-]{1,18}, ){1,2})$"
)
"""The first partners of a firm that is called by several: "the law firm Villanueva, Reyes & Partners"."""
UNNAMED = re.compile(r"\b(?:an?|another|some|any|every) $")
"""Before a head noun in small letters: "an Emirati university"."""
BRACKETED_FORM = re.compile(r" \([A-Z]\w{1,9}\.?\) (?:Ltd|Limited|LLC|Inc|GmbH|Co)\b\.?(?!\n|$)")
"""A firm's country or "private" before its form: "Delta Shrimp (Pvt) Ltd"."""
POLISH_FORM = re.compile(r"\. ?z ?o\. ?o\.")
LETTERS_AFTER = re.compile(r" \(([A-Z]{3,7})\)")
"""The short form of a name in brackets behind it."""
UNDERTAKINGS = frozenset("project programme program scheme campaign initiative consortium mission".split())
"""What is called by letters of its own; an app or a prize may be called by those of a firm."""
NUMBERED = re.compile(r" (?:No\.?|Nr\.?|№|N°) ?\d{1,4}\b")
"""A school or a hospital that its number tells apart: "Gymnasium Nr. 12"."""
VERSION = re.compile(r" \d(?:\.\d{1,2})?(?![\w,]| [a-z])")
"""After the name of a product: "BreatheBag 2"."""
SMALL_WORD = re.compile(r" ([a-z]{2,20})\b")
DEFINITE = frozenset("the die der das dem den des le la el los l de het".split())
PLACED_KINDS = frozenset({"technopark", "university"})
"""Of these a town has one: "Tashkent's Technopark"."""
CARRIERS = frozenset({"railway", "railways", "airlines", "airways"})
"""Firms of which a country has one: "Georgian Railway"."""
FEDERAL = re.compile(r"bundes\w{3,30}(?:ministerium|amt|agentur|anstalt|institut|bank)")
"""Bodies that a German text names by one word."""
INDEFINITE = frozenset("ein eine einen einem einer eines kein keine keinen".split())


class Classifier(Surroundings):
    """Judges the chunks of one article."""

    def judge(self, chunk: Chunk, tokens: list[Token], sentence: Sentence) -> OrganisationMention | None:
        """The organisation that a chunk names, or None."""
        name = self.reading.text[chunk.start : chunk.end]
        if name.casefold() in self.vocabulary.name_stop or name in self.vocabulary.forms or self.is_scenery(chunk):
            return None
        return (
            self.judge_headed(chunk, tokens, sentence)
            or self._by_company(chunk, tokens, sentence, name)
            or self._by_letters(chunk, name)
        )

    def judge_headed(self, chunk: Chunk, tokens: list[Token], sentence: Sentence) -> OrganisationMention | None:
        """The organisation that a chunk names by its own words alone, or None."""
        name = self.reading.text[chunk.start : chunk.end]
        if (
            name.casefold() in self.vocabulary.name_stop
            or self.is_scenery(chunk)
            or (
                chunk.tokens[0].low in self.vocabulary.geographic
                and (len(chunk.tokens) == 2 or self.place_of(chunk.tokens[-1]) is not None)
            )
        ):
            return None
        first = chunk.tokens[0]
        if first.text in self.vocabulary.colleges and len(chunk.tokens) == 2 and not self._in_capitals(chunk):
            return OrganisationMention(chunk.start, chunk.end, name, "university")
        return self._by_form(chunk, name) or self._known(chunk, name) or self._by_head(chunk, name) or self._national(chunk, name)

    def _by_letters(self, chunk: Chunk, name: str) -> OrganisationMention | None:
        """A name whose first letters follow in brackets: "European Spallation Source (ESS)"."""
        letters = LETTERS_AFTER.match(self.reading.text, chunk.end)
        if letters is None or len(chunk.tokens) < 2 or letters[1] in self.vocabulary.acronym_stop:
            return None
        telling = [t for t in chunk.tokens if t.low not in self.vocabulary.connectors]
        first = {"".join(t.text[0] for t in words).upper() for words in (chunk.tokens, telling)}
        cues = [hit.value for hit in hits_between(self.vocabulary.cues, self.reading, chunk.start, chunk.end)]
        common = all(t.low in self.vocabulary.generic for t in telling) or telling[-1].low in self.vocabulary.things
        if letters[1] not in first or common or any(cue.startswith(("kinds.", "events.", "opportunities.")) for cue in cues):
            return None
        return OrganisationMention(chunk.start, chunk.end, name, "other")

    def _by_form(self, chunk: Chunk, name: str) -> OrganisationMention | None:
        """A legal form at the end: "LumoSens GmbH"; its dot belongs to the name."""
        first, last = chunk.tokens[0], chunk.tokens[-1]
        if len(chunk.tokens) > 1 and first.text in FORMS_BEFORE and not self.is_place(Chunk(chunk.tokens[1:], 0, 0)):
            start = chunk.tokens[1].start
            return OrganisationMention(start, chunk.end, self.reading.text[start : chunk.end], "company")
        polish = POLISH_FORM.match(self.reading.text, last.end) if last.text == "Sp" and len(chunk.tokens) > 1 else None
        if polish:
            return OrganisationMention(chunk.start, polish.end(), self.reading.text[chunk.start : polish.end()], "company")
        bracketed_form = BRACKETED_FORM.match(self.reading.text, last.end)
        if bracketed_form:
            end = bracketed_form.end()
            return OrganisationMention(chunk.start, end, self.reading.text[chunk.start : end], "company")
        if FAMILY.search(name):
            partner = PARTNER.search(self.reading.text, max(0, chunk.start - 48), chunk.start)
            start = partner.start(1) if partner else chunk.start
            return OrganisationMention(start, chunk.end, self.reading.text[start : chunk.end], "company")
        if len(chunk.tokens) < 2 or last.text not in self.vocabulary.forms:
            return None
        if self.vocabulary.language == "en" and is_wide(chunk.tokens, self.vocabulary):
            return None
        chunk = self._of_firm(chunk)
        dotted = self.reading.text[last.end : last.end + 1] == "." and f"{last.text}." in self.vocabulary.forms
        sentence_ends = self.reading.text[last.end + 1 : last.end + 2] in ("", "\n")
        end = last.end + 1 if dotted and not sentence_ends else last.end
        return OrganisationMention(chunk.start, end, self.reading.text[chunk.start : end], "company")

    def _of_firm(self, chunk: Chunk) -> Chunk:
        """A firm without the thing that is told to be its: "Glashütte von Sachsenglas AG"."""
        if self.vocabulary.language != "de" or len(chunk.tokens) < 4 or chunk.tokens[1].low != "von":
            return chunk
        return Chunk(chunk.tokens[2:], chunk.first + 2, chunk.last)

    def _known(self, chunk: Chunk, name: str) -> OrganisationMention | None:
        """One that the whole world knows, perhaps with the name of a branch: "Carl Zeiss Meditec"."""
        for number in range(min(len(chunk.tokens), 3), 0, -1):
            kind = self.vocabulary.known.get(self.reading.text[chunk.start : chunk.tokens[number - 1].end])
            if kind is not None:
                placed = self.is_place(chunk) and PLACED.search(self.reading.folded[max(0, chunk.start - 8) : chunk.start])
                return (
                    None if placed or len(chunk.tokens) > number + 2 else OrganisationMention(chunk.start, chunk.end, name, kind)
                )
        return None

    def _by_head(self, chunk: Chunk, name: str) -> OrganisationMention | None:
        hits = self.vocabulary.head_hits(self.reading, chunk.start, chunk.end)
        if not hits or self.is_place(chunk) or self._only_planned(chunk) or self._is_named_like_trade(chunk):
            return None
        if self.vocabulary.language == "en" and (
            (ends_plainly(chunk.tokens, hits, self.vocabulary) and self.place_of(chunk.tokens[-1]) is None)
            or (is_plain(chunk.tokens, self._kind(chunk, hits), self.vocabulary) and self.place_of(chunk.tokens[0]) is None)
        ):
            return None
        numbered = NUMBERED.match(self.reading.text, hits[-1].end)
        if numbered and numbered.end() >= chunk.end:
            name = self.reading.text[chunk.start : numbered.end()]
            return OrganisationMention(chunk.start, numbered.end(), name, self._kind(chunk, hits))
        if not self._says_more(chunk, hits):
            return self._of_place(chunk, hits) or self._at_place(chunk, hits)
        if chunk.tokens[-1].text.islower() and UNNAMED.search(self.reading.folded, max(0, chunk.start - 8), chunk.start):
            return None
        chunk = self._without_seat(chunk, hits)
        return OrganisationMention(chunk.start, chunk.end, self.reading.text[chunk.start : chunk.end], self._kind(chunk, hits))

    def _is_named_like_trade(self, chunk: Chunk) -> bool:
        """Whether only a surname looks like a firm's trade: "Maria Wool"."""
        first, last = chunk.tokens[0], chunk.tokens[-1]
        return len(chunk.tokens) == 2 and first.text in self.vocabulary.given and last.low in self.vocabulary.trades

    def _only_planned(self, chunk: Chunk) -> bool:
        """Whether the word before says that the thing is what the parties make: "ein gemeinsames Labor für …"."""
        before = self.reading.folded[max(0, chunk.start - 18) : chunk.start].split()
        if before and before[-1] in INDEFINITE and self.vocabulary.language == "de":
            return not any(self.place_of(t) or ACRONYM.fullmatch(t.text) for t in chunk.tokens)
        return bool(before) and any(h.value == "marks" and h.start == 0 for h in self.vocabulary.joint.find(before[-1]))

    def _of_place(self, chunk: Chunk, hits: list[Hit[str]]) -> OrganisationMention | None:
        """A general name that belongs to a place: "Tashkent's IT Park"."""
        match = re.search(r"(\S+)['’]s $", self.reading.text[max(0, chunk.start - 30) : chunk.start])
        place = self._place_at.get(chunk.start - len(match.group(0))) if match else None
        alone = len(chunk.tokens) < 2 and self._kind(chunk, hits) not in PLACED_KINDS
        if match is None or place is None or place.kind == "adjective" or alone:
            return None
        start = chunk.start - len(match.group(0))
        return OrganisationMention(start, chunk.end, self.reading.text[start : chunk.end], self._kind(chunk, hits))

    def _at_place(self, chunk: Chunk, hits: list[Hit[str]]) -> OrganisationMention | None:
        """A general name in capitals that its town tells apart: "the Maritime Institute in Gdańsk"."""
        if self.vocabulary.language == "de" or len(chunk.tokens) < 2 or not all(t.capital for t in chunk.tokens):
            return None
        before = self.reading.folded[max(0, chunk.start - 8) : chunk.start].split()
        link = re.match(r" (?:in|en|à|te) ", self.reading.text[chunk.end : chunk.end + 5])
        place = self._place_at.get(chunk.end + link.end()) if link else None
        kind = self._kind(chunk, hits)
        if place is None or place.kind not in ("place", "town") or before[-1:] not in ([w] for w in DEFINITE):
            return None
        if kind == "public-authority":
            return None
        return OrganisationMention(chunk.start, place.end, self.reading.text[chunk.start : place.end], kind)

    def _without_seat(self, chunk: Chunk, hits: list[Hit[str]]) -> Chunk:
        """ "Sermersooq Business Council of Nuuk" is complete without its town; "University of Bergen" is not."""
        for number in range(len(chunk.tokens) - 2, 1, -1) if self.vocabulary.language == "en" else ():
            token = chunk.tokens[number]
            if token.low not in self.vocabulary.linking or token.low in ROMANCE_OF:
                continue
            seat = Chunk(chunk.tokens[number + 1 :], 0, 0)
            front = Chunk(chunk.tokens[:number], chunk.first, chunk.first + number - 1)
            inside = [hit for hit in hits if hit.end <= front.end]
            if (
                inside
                and (
                    self.is_place(seat)
                    or (len(seat.tokens) == 1 and inside[-1].end == front.end and self._kind(front, inside) == "company")
                )
                and self._kind(front, inside) not in ("public-authority", "university")
                and self._telling(front, inside)
                and not any(t.low in self.vocabulary.linking for t in front.tokens)
            ):
                return front
        return chunk

    def _telling(self, chunk: Chunk, hits: list[Hit[str]]) -> list[Token]:
        """The words of a chunk that are not head nouns, general words or connectors."""
        return [
            t
            for t in chunk.tokens
            if not any(h.start <= t.start and t.end <= h.end for h in hits)
            and t.low not in self.vocabulary.generic
            and t.low not in self.vocabulary.connectors
        ]

    def _says_more(self, chunk: Chunk, hits: list[Hit[str]]) -> bool:
        """Whether a chunk says which organisation it is, and is not just "Innovation Centre"."""
        telling = self._telling(chunk, hits)
        if self.vocabulary.language == "nl" and self._is_compound_name(chunk):
            return True
        if CAMEL.fullmatch(self.reading.text[chunk.start : chunk.end]) and hits[0].value == "public-authority":
            return True
        if telling and any(self.reading.folded[h.start : h.end] in EMBASSIES for h in hits):
            return True
        if FEDERAL.fullmatch(chunk.tokens[-1].low) and self.vocabulary.language == "de" and len(chunk.tokens) == 1:
            return True
        if telling:
            return len(telling) > 1 or not self._only_adjective(telling[0], chunk)
        if self.vocabulary.language == "de" and self._only_sited(chunk, hits):
            return False
        linked = [t for t in chunk.tokens[1:-1] if t.low in self.vocabulary.linking]
        return (bool(linked) and len(chunk.tokens) >= 3) or self._long_title(chunk, hits)

    def _is_compound_name(self, chunk: Chunk) -> bool:
        """Whether a single Dutch compound with a capital within a sentence is a name: "Erasmushogeschool"."""
        sentence = self.reading.sentence_at(chunk.start)
        within = sentence is not None and chunk.start > sentence.start and sentence.kind != "heading"
        return len(chunk.tokens) == 1 and within and len(chunk.tokens[0].text) > 10

    def _only_sited(self, chunk: Chunk, hits: list[Hit[str]]) -> bool:
        """Whether German common nouns only say of what or where: "Ausbildungszentrum am Hafen", "Werksfähre der Werft"."""
        links = [t.low for t in chunk.tokens[1:-1] if t.low in self.vocabulary.linking]
        return bool(links) and set(links) <= {"am", "im", "der", "des"} and any(h.end == chunk.end for h in hits)

    def _long_title(self, chunk: Chunk, hits: list[Hit[str]]) -> bool:
        """Whether three general English words with capitals after "the" are a name: "the Food and Drug Administration"."""
        sentence = self.reading.sentence_at(chunk.start)
        before = self.reading.folded[max(0, chunk.start - 8) : chunk.start].split()
        return (
            self.vocabulary.language == "en"
            and len(chunk.tokens) >= 3
            and (before[-1:] == ["the"] or self._begins_and_acts(chunk, sentence))
            and sentence is not None
            and sentence.kind != "heading"
            and all(t.capital or t.low in self.vocabulary.coordinators for t in chunk.tokens)
            and any(h.end == chunk.end and h.value != "company" for h in hits)
        )

    def _begins_and_acts(self, chunk: Chunk, sentence: Sentence | None) -> bool:
        """Whether general words with capitals begin a sentence as its subject: "Sustainable Fibre Alliance checks the herds"."""
        verb = SMALL_WORD.match(self.reading.text, chunk.end)
        acting = self.vocabulary.acts | self.vocabulary.deeds | self.vocabulary.auxiliaries
        return sentence is not None and sentence.start == chunk.start and verb is not None and verb[1] in acting

    def _only_adjective(self, token: Token, chunk: Chunk) -> bool:
        place = self.place_of(token)
        alone = place is not None and place.kind == "adjective" and len(chunk.tokens) < 3 and token.start == chunk.start
        return alone and chunk.tokens[-1].low not in CARRIERS and not self._is_national_body(chunk)

    def _is_national_body(self, chunk: Chunk) -> bool:
        """Whether capitals and the article show the one body of a country: "the Welsh Government", "die Estnische Handelskammer"."""
        if chunk.tokens[-1].text.islower() or len(chunk.tokens[-1].text) < 6:
            return False
        before = self.reading.folded[max(0, chunk.start - 8) : chunk.start].split()
        hits = self.vocabulary.head_hits(self.reading, chunk.start, chunk.end)
        if not before or before[-1] not in DEFINITE:
            return False
        if self.vocabulary.language == "de" and chunk.tokens[-1].low.endswith(UTILITIES):
            return True
        if self._kind(chunk, hits) in ("company", "other") and self.vocabulary.language != "nl":
            return False
        return self.vocabulary.language != "de" or chunk.tokens[-1].low.endswith(GERMAN_BODIES)

    def says_something(self, chunk: Chunk) -> bool:
        """Whether a chunk has a word that is neither a head noun nor general."""
        return bool(self._telling(chunk, self.vocabulary.head_hits(self.reading, chunk.start, chunk.end)))

    def _kind(self, chunk: Chunk, hits: list[Hit[str]]) -> str:
        """English puts the head noun last, before "of"; the others put it first."""
        cut = next((t.start for t in chunk.tokens[1:] if t.low in self.vocabulary.linking), chunk.end)
        front = [hit for hit in hits if hit.end <= cut] or hits
        if self.vocabulary.language == "en":
            last = max(hit.end for hit in front)
            front = [hit for hit in front if hit.end == last]
            return max(front, key=lambda hit: hit.end - hit.start).value
        first = min(hit.start for hit in front)
        return max((hit for hit in front if hit.start == first), key=lambda hit: hit.end).value

    def _national(self, chunk: Chunk, name: str) -> OrganisationMention | None:
        """ "Innovation Norway", "Export Barbados", "Accenture Latvia"."""
        if len(chunk.tokens) != 2:
            return None
        first, second = chunk.tokens
        land = self.place_of(first)
        if land is not None and land.kind == "name" and second.low in AGENCIES and not self._in_capitals(chunk):
            return OrganisationMention(chunk.start, chunk.end, name, "public-authority")
        place = self.place_of(second)
        if place is None or place.kind == "adjective" or self.place_of(first) is not None or first.low in self.vocabulary.parts:
            return None
        if HOUSE_LETTERS.fullmatch(first.text) and first.text not in self.vocabulary.acronym_stop and place.kind != "name":
            return None if self._in_capitals(chunk) else OrganisationMention(chunk.start, chunk.end, name, "other")
        if first.low in NATIONAL:
            return OrganisationMention(chunk.start, chunk.end, name, "public-authority")
        if (
            place.kind == "name"
            and (first.low not in self.vocabulary.generic or first.low == "royal")
            and first.text not in self.vocabulary.given
            and not self._is_role(first)
        ):
            return OrganisationMention(
                chunk.start, chunk.end, name, "company", sure=CAMEL.match(first.text) is not None or first.text.isupper()
            )
        return None

    def _is_role(self, token: Token) -> bool:
        return any(True for _ in hits_between(self.vocabulary.roles, self.reading, token.start, token.end))

    def _by_company(self, chunk: Chunk, tokens: list[Token], sentence: Sentence, name: str) -> OrganisationMention | None:
        """By the shape of the name or by the words around it."""
        if not (self.says_something(chunk) or self._is_firms_compound(chunk, tokens)) or len(name) < 3 or self._is_country(chunk):
            return None
        if self.vocabulary.language == "de" and len(chunk.tokens) == 1 and GERMAN_NOUN.search(name):
            return None
        chunk = self._without_town(chunk)
        name = self.reading.text[chunk.start : chunk.end]
        if self.vocabulary.language == "en" and len(chunk.tokens) == 1 and chunk.tokens[0].low in self.vocabulary.ordinary:
            return None
        kind = self.introduced(chunk, tokens) or self.described(chunk, sentence) or self.made_by(chunk, sentence)
        if kind is None and not self.is_place(chunk) and self._is_based(chunk, tokens):
            kind = "company"
        if kind is None and self.employs(chunk):
            kind = "other"
            chunk = self._without_officer(chunk)
            name = self.reading.text[chunk.start : chunk.end]
        if kind is None and MAKES.match(self.reading.text, chunk.end, min(sentence.end, chunk.end + 80)):
            kind = "company"
        own = self._own_head(chunk, tokens) if kind else None
        if own is not None:
            return OrganisationMention(own, chunk.end, self.reading.text[own : chunk.end], kind or "other")
        beside = self.is_place(chunk) and self.reading.text[max(0, chunk.start - 2) : chunk.start] == ", "
        if (
            kind
            and not beside
            and not (self.is_place(chunk) and PLACED.search(self.reading.folded[max(0, chunk.start - 8) : chunk.start]))
        ):
            return OrganisationMention(chunk.start, chunk.end, name, kind)
        before = self.reading.text[max(0, chunk.start - 40) : chunk.start]
        if any(self.place_of(t) for t in chunk.tokens) and len(chunk.tokens) == 1:
            return None
        if self._shaped(chunk) and not (CAMEL.fullmatch(name) and WITHIN_PLACES.search(before)):
            return OrganisationMention(chunk.start, chunk.end, name, "company" if CAMEL.fullmatch(name) else "other")
        return None

    def _without_officer(self, chunk: Chunk) -> Chunk:
        """A house without the name of the one who has the office there: "President of Delta Beer Aram Hakobyan"."""
        given = next((n for n, t in enumerate(chunk.tokens) if n and t.text in self.vocabulary.given), 0)
        named = given and given == len(chunk.tokens) - 2
        return Chunk(chunk.tokens[:given], chunk.first, chunk.first + given - 1) if named else chunk

    def _is_firms_compound(self, chunk: Chunk, tokens: list[Token]) -> bool:
        """Whether a German word is the name of the firm that the word before it tells of: "der Dresdner Firma Ionenwerk"."""
        if self.vocabulary.language != "de" or len(chunk.tokens) > 1 or chunk.first == 0:
            return False
        compound = all(hit.start > 0 for hit in self.vocabulary.heads.find(chunk.tokens[0].low))
        before = tokens[chunk.first - 1]
        told = self.vocabulary.introducers.get(before.low) in ("company", "startup")
        return compound and told and self.reading.text[before.end : chunk.start] == " "

    def _is_country(self, chunk: Chunk) -> bool:
        """Whether a country is named, of which a description tells no firm: "Chile, the largest producer"."""
        place = self.place_of(chunk.tokens[0])
        return place is not None and place.kind == "name" and place.end == chunk.end

    def _is_based(self, chunk: Chunk, tokens: list[Token]) -> bool:
        """Whether a word such as "Kyiv-based" stands right before a name that begins like no person's."""
        before = tokens[chunk.first - 1] if chunk.first else None
        return (
            before is not None
            and before.capital
            and before.low.endswith("-based")
            and self.reading.text[before.end : chunk.start] == " "
            and chunk.tokens[0].text not in self.vocabulary.given
        )

    def _without_town(self, chunk: Chunk) -> Chunk:
        """ "la bodega Kopke de Oporto": a brand of one word without its town."""
        named = len(chunk.tokens) == 3 and chunk.tokens[1].low in ("de", "d", "du")
        town = self.place_of(chunk.tokens[2]) if named else None
        return Chunk(chunk.tokens[:1], chunk.first, chunk.first) if town is not None and town.kind in ("place", "town") else chunk

    def _own_head(self, chunk: Chunk, tokens: list[Token]) -> int | None:
        """Where a small noun begins that belongs to the name after it: "l'hôpital Purpan", "lycée agricole Étienne-Munier"."""
        before = tokens[max(0, chunk.first - 2) : chunk.first]
        if not before or self.reading.text[before[-1].end : chunk.start] != " ":
            return None
        if before[-1].text in self.vocabulary.own_heads:
            return before[-1].start
        adjective = before[-1].text.islower() and before[-1].low not in self.vocabulary.stop | self.vocabulary.connectors
        if len(before) > 1 and adjective and self.reading.text[before[0].end : before[1].start] == " ":
            return before[0].start if before[0].text in self.vocabulary.own_heads else None
        return None

    def _shaped(self, chunk: Chunk) -> bool:
        text = chunk.tokens[0].text
        if (
            len(chunk.tokens) > 3
            or text.upper().rstrip("S") in self.vocabulary.acronym_stop
            or text.upper() in self.vocabulary.acronym_stop
        ):
            return False
        if len(chunk.tokens) == 1:
            if (
                self._names_thing(chunk)
                or text in self.vocabulary.forms
                or UNIT.fullmatch(text)
                or self._is_short_for_matter(chunk)
            ):
                return False
            if ACRONYM.fullmatch(text):
                return not self._in_capitals(chunk) and (len(text) < 4 or chunk.tokens[0].low not in self.vocabulary.common)
            numbered = VERSION.match(self.reading.text, chunk.end)
            return CAMEL.fullmatch(text) is not None and not SURNAME.fullmatch(text) and not numbered
        return (
            ACRONYM.fullmatch(text) is not None
            and len(text) > 2
            and not self._in_capitals(chunk)
            and chunk.tokens[1].low in self.vocabulary.generic
        )

    def _is_short_for_matter(self, chunk: Chunk) -> bool:
        """Whether letters in brackets are those of a document or an occasion: "Free Trade Agreement (PASFTA)"."""
        before = re.search(r"([^\W\d_]+) \($", self.reading.folded[max(0, chunk.start - 24) : chunk.start])
        return before is not None and before[1] in self.vocabulary.matters | self.vocabulary.endings | self.vocabulary.things

    def _names_thing(self, chunk: Chunk) -> bool:
        """Whether the words beside say that letters are those of a thing: "the SKINS project", "a sensor called DropEye"."""
        before = self.reading.folded[max(0, chunk.start - 8) : chunk.start]
        model = MODEL.fullmatch(chunk.tokens[0].text) and before.endswith((" its ", " their ", " his ", " her ", " a ", " an "))
        if model or before.endswith((" called ", " named ", " dubbed ")):
            return True
        after = re.match(r" ([a-z]+)", self.reading.folded[chunk.end : chunk.end + 20])
        if after is not None and after[1] in UNDERTAKINGS:
            self.things.add(self.reading.text[chunk.start : chunk.end])
        return after is not None and after[1] in self.vocabulary.things

    def _in_capitals(self, chunk: Chunk) -> bool:
        around = self.reading.text[max(0, chunk.start - 30) : chunk.start] + self.reading.text[chunk.end : chunk.end + 30]
        letters = [c for c in around if c.isalpha()]
        return bool(letters) and sum(c.isupper() for c in letters) > 0.5 * len(letters)
