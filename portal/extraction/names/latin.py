"""Names in languages of the Latin script."""

from __future__ import annotations

import re

from portal.extraction.names.actors import Actors
from portal.extraction.names.authorities import Authorities
from portal.extraction.names.brackets import bracketed
from portal.extraction.names.chunks import chunk
from portal.extraction.names.english import front_of
from portal.extraction.names.german import nominative
from portal.extraction.names.introductions import DESCRIBING, Introductions
from portal.extraction.names.mentions import Marks, OrganisationMention, PersonMention
from portal.extraction.names.neighbours import EVENTS, Neighbours
from portal.extraction.names.organisations import Classifier
from portal.extraction.names.people import AND, PeopleFinder, surname_hits
from portal.extraction.names.speakers import speakers
from portal.extraction.names.tokens import Chunk, Token, tokenise
from portal.extraction.names.vocabulary import Vocabulary, hits_between, vocabulary_of
from portal.extraction.places import Place
from portal.extraction.reading import BODY_PARTS, Reading, Sentence

HOME = re.compile(r"\b(?:la|el|del|al|le|du|au|l['’]|las|los|les|une?|una?)\s?(?=[a-zà-ÿ])()[a-zà-ÿ]{4,16}\s$")
"""An article and the adjective of a country right before a name."""
DATELINE = re.compile(r"[^()\n]{3,60}\(([^()]{2,60})\)\s?[-–—]+\s")
ADVERBS = {"en": "ly", "fr": "ment", "es": "mente"}
"""How adverbs end."""
AND_TITLE = re.compile(r" (?:and|und|et|y|e|en) (?:[A-ZÀ-Þ][a-z]{0,4}\.? )?")
SHORT_LINE = 80
FIRM_IN_RUSSIAN = re.compile(
    r"(?:компани|фирм|корпораци|производител|стартап|концерн|холдинг|оператор|поставщик|групп|авиакомпани|разработчик|ритейлер)[а-я]{0,4} [«\"]?$"
)
CYRILLIC = re.compile(r"[а-яё]")
NESTED_KINDS = frozenset({"university", "research-institute", "technopark", "foundation"})
LETTERS = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Za-z]{2,9}")
ORGANS = frozenset(
    "board council committee management commission office division department faculty school institute centre center unit team".split()
)


class LatinReader:
    """Reads the names of one article."""

    def __init__(self, reading: Reading, places: tuple[Place, ...], language: str | None = None) -> None:
        self.reading = reading
        self.vocabulary: Vocabulary = vocabulary_of(language or reading.language)
        self.classifier = Classifier(reading, self.vocabulary, places)
        self.finder = PeopleFinder(reading, self.vocabulary, self.classifier)
        self.organisations: list[OrganisationMention] = []
        self.people: list[PersonMention] = []
        self.introductions = Introductions(reading, self.vocabulary, self.classifier)
        self.authorities = Authorities(reading, self.vocabulary, self.classifier)
        self.neighbours = Neighbours(reading, self.vocabulary, self.classifier, self.people)
        self.actors = Actors(reading, self.vocabulary, self.classifier, self.neighbours, self.people)

    def read(self) -> tuple[list[OrganisationMention], list[PersonMention]]:
        """Organisations and people in the order of the text."""
        spoken, added = speakers(self.reading, self.vocabulary, self.classifier)
        self.people += spoken
        self.organisations += [OrganisationMention(h.start, h.end, h.value, "other", sure=False) for h in added]
        for sentence in self.reading.sentences:
            if sentence.kind in BODY_PARTS:
                self._sentence(sentence)
            elif sentence.kind == "title":
                self._title(sentence)
        spans = [(person.start, person.end) for person in self.people] + [(o.start, o.end) for o in self.organisations]
        taken = Marks(len(self.reading.text), spans)
        self.people += surname_hits(self.reading, self.people, taken)
        if self.vocabulary.language == "de":
            for mention in self.organisations:
                before = self.reading.folded[max(0, mention.start - 12) : mention.start].split()
                mention.name = nominative(mention.name, before[-1] if before else "", self.vocabulary)
        surnames = {person.name.split()[-1] for person in self.people if " " in person.name}
        self.organisations = [
            o for o in self.organisations if o.name not in surnames and (o.sure or o.name not in self.classifier.things)
        ]
        return self.organisations, self.people

    def read_latin_only(self) -> tuple[list[OrganisationMention], list[PersonMention]]:
        """Names in Latin letters within a text of another script: a run of two words and more, or one of a telling shape."""
        for sentence in self.reading.sentences:
            if sentence.kind in BODY_PARTS:
                words = (t for t in tokenise(self.reading, sentence) if t.text[0].isascii() and not t.text.isdigit())
                tokens = [t for t in words if not CYRILLIC.search(t.text)]
                for candidate in chunk(self.reading, tokens, self.vocabulary):
                    self._foreign(candidate, tokens, sentence)
        return self.organisations, self.people

    def _foreign(self, candidate: Chunk, tokens: list[Token], sentence: Sentence) -> None:
        mention = self.classifier.judge(candidate, tokens, sentence)
        name = self.reading.text[candidate.start : candidate.end]
        goes_on = re.match(r" [a-z]", self.reading.text[candidate.end : candidate.end + 2])
        introduced = self._firm_before(candidate)
        if mention is None and goes_on and len(candidate.tokens) == 1 and not introduced:
            return
        if mention is None and (len(candidate.tokens) > 1 or len(name) > 4) and not self.classifier.is_place(candidate):
            given = candidate.tokens[0].text in self.vocabulary.given
            mention = (
                None
                if given or (name.isupper() and "-" not in name)
                else OrganisationMention(candidate.start, candidate.end, name, "company", sure=False)
            )
        if mention is not None:
            self.organisations.append(mention)

    def _firm_before(self, candidate: Chunk) -> bool:
        """Whether a Russian word for a firm stands right before a name: "индийская компания Titagarh"."""
        before = self.reading.folded[max(0, candidate.start - 24) : candidate.start]
        return FIRM_IN_RUSSIAN.search(before) is not None

    def _sentence(self, sentence: Sentence) -> None:
        tokens = tokenise(self.reading, sentence)
        dateline = DATELINE.match(self.reading.text, sentence.start) if sentence.body == self.reading.lead else None
        tokens = [t for t in tokens if dateline is None or t.start >= dateline.end()]
        open_chunks: list[Chunk] = []
        found: list[OrganisationMention] = []
        for candidate in chunk(self.reading, tokens, self.vocabulary):
            if not self._take(candidate, tokens, sentence, found):
                open_chunks.append(candidate)
        self._join_people(open_chunks)
        found += [
            body
            for body in self.authorities.bodies(sentence)
            if not any(o.start < body.end and body.start < o.end for o in found)
        ]
        bodies = [o for o in found if o.kind == "public-authority"]
        open_chunks = [c for c in open_chunks if not any(o.start < c.start and c.end <= o.end for o in bodies)]
        for candidate in open_chunks:
            firm = self._foreign_firm(candidate)
            if firm is not None:
                found.append(OrganisationMention(firm.start, firm.end, self.reading.text[firm.start : firm.end], "company"))
        found += self.authorities.ministries(open_chunks, tokens)
        found += self.neighbours.homes(open_chunks, found)
        found += self.neighbours.owned(open_chunks, found)
        found += self.actors.acting(open_chunks, found, tokens, sentence)
        found += self.neighbours.listed(open_chunks, found)
        for named in (
            self.authorities.several(sentence),
            self.authorities.acting_places(open_chunks, sentence, tokens, found),
        ):
            found += [body for body in named if not any(o.start < body.end and body.start < o.end for o in found)]
        for mention in found:
            short = bracketed(self.reading, mention)
            if short and short not in mention.aliases:
                mention.aliases.append(short)
        self.organisations += found

    def _join_people(self, open_chunks: list[Chunk]) -> None:
        """Make people of names that "and" joins to a person after them: "Batkhuyag Gungaa and Sir Mark Elder"."""
        for candidate in list(open_chunks):
            person = next((p for p in self.people[-6:] if 0 < p.start - candidate.end < 14), None)
            gap = self.reading.text[candidate.end : person.start] if person else ""
            plain = not any(self.actors.is_common(t) for t in candidate.tokens)
            if person and plain and AND_TITLE.fullmatch(gap) and self.finder.may_be_name(candidate):
                self.people.append(
                    PersonMention(candidate.start, candidate.end, self.reading.text[candidate.start : candidate.end])
                )
                open_chunks.remove(candidate)

    def _title(self, sentence: Sentence) -> None:
        """Of a title only the towns and lands that are twinned: "Cuenca and Bologna are twinned"; the article names all others."""
        if "kinds.twinning" not in self.reading.categories(sentence):
            return
        tokens = tokenise(self.reading, sentence)
        self.organisations += self.authorities.acting_places(list(chunk(self.reading, tokens, self.vocabulary)), sentence, tokens)

    def _take(self, candidate: Chunk, tokens: list[Token], sentence: Sentence, found: list[OrganisationMention]) -> bool:
        if candidate.start > 0 and self.reading.text[candidate.start - 1] in "@#":
            return True
        if self._shouting(sentence):
            return True
        if len(candidate.tokens) == 1 and (candidate.tokens[0].low.endswith(DESCRIBING) or self._is_adverb(candidate, sentence)):
            return True
        if self.classifier.is_thing(candidate) or self._is_document_or_water(candidate):
            return True
        candidate = self.introductions.name_of(candidate, sentence)
        bearer, house = self._of_house(candidate)
        if house is not None:
            self._take(bearer, tokens, sentence, found)
            return self._organisation(house, tokens, sentence, found)
        name, role, titled, front = self.finder.split_role(candidate)
        if front is not None:
            self._organisation(front, tokens, sentence, found)
        if name is None:
            return True
        if not titled and self._organisation(name, tokens, sentence, found, headed_only=True):
            return True
        person = self.finder.judge(name, tokens, sentence, role, titled) or self.finder.joined(name, self.people)
        if person is not None and not titled and person.role is None and self._beside_firm(name, found):
            person = None
        if person is not None:
            if person.organisation is None and front is not None:
                person.organisation = self.reading.text[front.start : front.end]
            self.people.append(person)
            return True
        return self._organisation(name, tokens, sentence, found)

    def _of_house(self, candidate: Chunk) -> tuple[Chunk, Chunk | None]:
        """A person and the house after the name: "Ana García de la Universidad de Bilbao"."""
        tokens = candidate.tokens
        if self.vocabulary.language not in ("fr", "es") or tokens[0].text not in self.vocabulary.given:
            return candidate, None
        link = next((n for n in range(2, len(tokens) - 1) if tokens[n].low in self.vocabulary.linking), None)
        first = next((n for n in range(link or 0, len(tokens)) if tokens[n].low not in self.vocabulary.linking), 0)
        heads = self.vocabulary.head_hits(self.reading, tokens[first].start, candidate.end) if link and first else []
        if link is None or not any(hit.start == tokens[first].start for hit in heads):
            return candidate, None
        person = Chunk(tokens[:link], candidate.first, candidate.first + link - 1)
        return person, Chunk(tokens[first:], candidate.first + first, candidate.last)

    def _is_adverb(self, candidate: Chunk, sentence: Sentence) -> bool:
        """Whether a word before the first comma of a sentence is an adverb: "Separately, Aurubis and …"."""
        ending = ADVERBS.get(self.vocabulary.language)
        word = candidate.tokens[0]
        opens = word.start == sentence.start and self.reading.text[word.end : word.end + 1] == ","
        known = word.text in self.vocabulary.given or self.classifier.place_of(word) is not None
        return ending is not None and opens and not known and len(word.text) > 6 and word.low.endswith(ending)

    def _beside_firm(self, candidate: Chunk, found: list[OrganisationMention]) -> bool:
        """Whether a name that only a verb makes a person's is joined to a firm: "Grupo Bimbo and Lantmännen Unibake signed"."""
        if candidate.tokens[0].text in self.vocabulary.given or not found:
            return False
        gap = self.reading.text[found[-1].end : candidate.start] if found[-1].end < candidate.start else ""
        return gap in AND and found[-1].kind == "company"

    def _is_document_or_water(self, candidate: Chunk) -> bool:
        """Whether the last word says that a name is that of a treaty, a water or a day: "Hong Kong Convention", "Danube Delta"."""
        last = candidate.tokens[-1]
        return (
            len(candidate.tokens) > 1
            and last.low in self.vocabulary.endings
            and (
                last.low in self.vocabulary.things
                or candidate.tokens[0].text not in self.vocabulary.given
                or self.classifier.place_of(candidate.tokens[0]) is not None
            )
            and not self.vocabulary.has_head(self.reading, candidate.start, last.start)
        )

    def _shouting(self, sentence: Sentence) -> bool:
        """Whether a heading, or a short line of its own, is written in capitals, so that capitals show no name."""
        letters = [c for c in self.reading.text[sentence.start : sentence.end] if c.isalpha()]
        if sentence.kind != "heading" and (len(letters) < 5 or len(letters) > SHORT_LINE):
            return False
        return bool(letters) and sum(c.isupper() for c in letters) > 0.7 * len(letters)

    def _organisation(
        self,
        candidate: Chunk,
        tokens: list[Token],
        sentence: Sentence,
        found: list[OrganisationMention],
        headed_only: bool = False,
    ) -> bool:
        judge = self.classifier.judge_headed if headed_only else self.classifier.judge
        mention = judge(candidate, tokens, sentence)
        if mention is None or self._is_event(candidate) or (self.classifier.is_place(candidate) and self._after_body(candidate)):
            return False
        nested = self._nested(candidate, tokens, sentence)
        nested = nested or self._letters_of(candidate)
        if nested and mention.end == nested.end and self._is_organ(candidate, nested.start):
            mention = None
        found += [m for m in (mention, nested) if m is not None]
        return True

    def _letters_of(self, candidate: Chunk) -> OrganisationMention | None:
        """The house whose division is named: "International Cooperation Division of SPbPU"."""
        last, link = candidate.tokens[-1], candidate.tokens[-2] if len(candidate.tokens) > 2 else None
        if link is None or link.low != "of" or not LETTERS.fullmatch(last.text) or not self._is_organ(candidate, last.start):
            return None
        return OrganisationMention(last.start, last.end, last.text)

    def _after_body(self, candidate: Chunk) -> bool:
        """Whether the word before makes a place a body, which `_bodies` names whole: "provincie Groningen"."""
        return any(
            m.end() == candidate.start
            for m in self.vocabulary.bodies.finditer(
                self.reading.text, max(0, candidate.start - 40), min(len(self.reading.text), candidate.start + 1)
            )
        )

    def _is_event(self, candidate: Chunk) -> bool:
        """Whether the last word says that the name is an event's: "Volga Steel Forum"."""
        english = self.vocabulary.language == "en"
        last = front_of(candidate.tokens, self.vocabulary)[-1] if english else candidate.tokens[-1]
        hits = hits_between(self.vocabulary.cues, self.reading, last.start, last.end)
        return len(candidate.tokens) > 1 and any(h.value in EVENTS and h.end == last.end for h in hits)

    def _is_organ(self, candidate: Chunk, end: int) -> bool:
        """Whether what stands before the nested name is only one of its bodies: "Supervisory Board of …"."""
        front = [t for t in candidate.tokens if t.end < end and t.low not in self.vocabulary.linking]
        return bool(front) and front[-1].low in ORGANS and all(t.low in self.vocabulary.generic or t.low in ORGANS for t in front)

    def _foreign_firm(self, candidate: Chunk) -> Chunk | None:
        """The name in "het Noorse Havvind", "la eslovena Alpina Gripper": what has a capital after an adjective of a country.

        Where nouns are written small; a lone word in French and Spanish may be a person.
        """
        if self.vocabulary.language in ("fr", "es"):
            begin = max(0, candidate.start - 24)
            abroad = HOME.search(self.reading.text[begin : candidate.start])
            place = self.classifier.place_at(begin + abroad.start(1)) if abroad else None
            known = place is not None and place.kind == "adjective" and len(candidate.tokens) > 1
            return candidate if known and self.neighbours.plain_name(candidate) else None
        if (
            self.vocabulary.language != "nl"
            or len(candidate.tokens) < 2
            or not self.introductions.is_adjective(candidate.tokens[0])
        ):
            return None
        name = Chunk(candidate.tokens[1:], candidate.first + 1, candidate.last)
        before = self.reading.folded[max(0, candidate.start - 5) : candidate.start].split()
        return name if before[-1:] in (["het"], ["de"]) and self.neighbours.plain_name(name) else None

    def _nested(self, candidate: Chunk, tokens: list[Token], sentence: Sentence) -> OrganisationMention | None:
        """The university within "Torch technopark of Tsinghua University"."""
        for number in range(len(candidate.tokens) - 2, 0, -1):
            token = candidate.tokens[number]
            if token.low in self.vocabulary.linking and self.vocabulary.has_head(self.reading, candidate.start, token.start):
                rest = candidate.tokens[number + 1 :]
                while rest and rest[0].low in self.vocabulary.linking:
                    rest = rest[1:]
                if len(rest) < 2:
                    return None
                part = Chunk(tuple(rest), candidate.last - len(rest) + 1, candidate.last)
                mention = self.classifier.judge_headed(part, tokens, sentence)
                return mention if mention and mention.kind in NESTED_KINDS else None
        return None
