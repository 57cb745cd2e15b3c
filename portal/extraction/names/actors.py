"""Names in languages of the Latin script that their part in the sentence tells: "Halden Pulp employs", "goes to Red Gate"."""

from __future__ import annotations

import re

from portal.extraction.lexicon import sector_cues
from portal.extraction.lexicon.grammar import leading, small_words
from portal.extraction.names.mentions import OrganisationMention, PersonMention
from portal.extraction.names.neighbours import Neighbours
from portal.extraction.names.organisations import Classifier
from portal.extraction.names.tokens import Chunk, Token
from portal.extraction.names.vocabulary import Vocabulary, hits_between
from portal.extraction.reading import Reading, Sentence

BRACKET = re.compile(r"^ \([^()]{2,40}\)(?=,? )")
SEAT = re.compile(r" (?:of|in|from|d[eu]|à|uit|van) [A-ZÀ-Þ][\w-]+(?: [A-ZÀ-Þ][\w-]+)?(?= [a-zà-ÿ]|,? and )")
"""Between a name and its verb: "Aurubis of Hamburg buys"."""
OTHERS = re.compile(
    r"(?:, [A-ZÀ-Þ][\w&.-]*(?: [A-ZÀ-Þ][\w&.-]*){0,3}){0,3},? (?:and|et|y|e|en) (?:the |l['’]|la |le |el |het |de )?"
    r"[A-ZÀ-Þ][\w&.-]*(?: [A-ZÀ-Þ][\w&.-]*){0,3}(?: (?:of|in|from|d[eu]|à|uit|van) [A-ZÀ-Þ][\w-]+)?(?= [a-zà-ÿ])"
)
"""More names between a name and the verb of them all."""
LINKED = re.compile(r" (?:and|et|y|e|en) ")
JOINED = re.compile(
    r"(?:^|[.;:,] |\b(?:while|that|because|where|que|dat|omdat|porque) )(?:(?:[Tt]he|[LlDd][aeo]|[Ee]l|[Hh]et|[Dd]e) |[Ll]['’])?[A-ZÀ-Þ][\w&.-]*"
    r"(?: [A-ZÀ-Þ][\w&.-]*){0,3}(?: (?:of|in|from|d[eu]|à|uit|van) [A-ZÀ-Þ][\w-]+)? (?:and|et|y|e|en) (?:the |l['’]|la |le |el |het |de )?$"
)
"""The others before a name that do it too."""
WITH_OTHER = re.compile(r" (?:and|et|y|e|en|&) ([A-ZÀ-Þ][\w’'-]+)")
SMALL = re.compile(r"\b[a-zà-ÿ]{3,}\b")
MOST_BETWEEN = 5
MOST_ASIDE = 9
RELATIVE = frozenset({"which", "qui", "que", "die", "dat"})
PASSIVE = frozenset(small_words("being"))
OPENING = frozenset("\"“”„«'‘’(")
STAFF_OF = re.compile(rf"\s{leading('of', 'from', 'at')}")
"""After people: they belong to what follows."""


class Actors:
    """Finds the organisations of one article by their verbs; `people` grows while the article is read."""

    def __init__(
        self,
        reading: Reading,
        vocabulary: Vocabulary,
        classifier: Classifier,
        neighbours: Neighbours,
        people: list[PersonMention],
    ) -> None:
        self.reading, self.vocabulary, self.classifier = reading, vocabulary, classifier
        self.neighbours, self.people = neighbours, people
        self._common = vocabulary.common | frozenset(SMALL.findall(reading.text))

    def acting(
        self, open_chunks: list[Chunk], found: list[OrganisationMention], tokens: list[Token], sentence: Sentence
    ) -> list[OrganisationMention]:
        """Names that do what firms and bodies do, are dealt with as they are, or have what they have."""
        if sentence.kind == "heading":
            return []
        surnames = {word for person in self.people for word in person.name.split()}
        return [
            OrganisationMention(c.start, c.end, self.reading.text[c.start : c.end], "company", sure=False)
            for c in open_chunks
            if self._is_own(c)
            and self._has_part(c, tokens)
            and self.neighbours.plain_name(c)
            and not any(t.text in surnames for t in c.tokens)
            and not any(o.start == c.start for o in found)
        ]

    def _is_own(self, candidate: Chunk) -> bool:
        """Whether a name has a word that is neither general nor a place's, and ends with a capital."""
        own = (t for t in candidate.tokens if t.capital and t.low not in self.vocabulary.generic)
        return candidate.tokens[-1].capital and any(self.classifier.place_of(t) is None for t in own)

    def _has_part(self, candidate: Chunk, tokens: list[Token]) -> bool:
        """Whether a name has the part of an organisation in its sentence."""
        return (self._may_act(candidate, tokens) and (self._acts(candidate, tokens) or self._has_staff(candidate, tokens))) or (
            self._is_dealt_with(candidate, tokens)
        )

    def _has_staff(self, candidate: Chunk, tokens: list[Token]) -> bool:
        """Whether its people or wares follow: "Ecopetrol geologists", "Elgin Kaap's owner"."""
        if candidate.last + 1 >= len(tokens):
            return False
        last, following = candidate.tokens[-1], tokens[candidate.last + 1]
        gap = self.reading.text[last.end : following.start]
        if gap == " " and candidate.first == 0 and len(candidate.tokens) == 1 and self._is_their_field(last, following):
            return False
        return gap in (" ", "'s ", "’s ", "’ ", "' ") and following.low in self.vocabulary.staff

    def _is_their_field(self, word: Token, people: Token) -> bool:
        """Whether the first word of a sentence says what people do who belong to others: "Traffic engineers of both cities"."""
        if STAFF_OF.match(self.reading.folded, people.end):
            return True
        return any(h.start == 0 and h.end == len(word.low) for h in sector_cues(self.vocabulary.language).find(word.low))

    def _is_dealt_with(self, candidate: Chunk, tokens: list[Token]) -> bool:
        """Whether a small word before a name makes it one with whom something is done: "signed for Dalhousie"."""
        before = tokens[candidate.first - 1] if candidate.first else None
        if before is None or self.reading.text[before.end : candidate.start] != " ":
            return False
        if self.vocabulary.language == "nl" and before.low in self.vocabulary.deeds:
            return len(candidate.tokens) > 1 or self._is_rare(candidate.tokens[0])
        noun = tokens[candidate.first - 2].low if candidate.first > 1 else ""
        if noun in self.vocabulary.sites or noun in self.vocabulary.parts or self._is_field(candidate, before):
            return False
        if before.low in self.vocabulary.partnering or self._is_side(candidate, tokens):
            if self._is_beside_person(candidate):
                return False
            return len(candidate.tokens) > 1 or (self._is_rare(candidate.tokens[0]) and not self._goes_on(candidate, tokens))
        if len(candidate.tokens) == 1:
            return False
        return before.low in self.vocabulary.belonging and self._has_own_word(candidate)

    def _is_field(self, candidate: Chunk, before: Token) -> bool:
        """Whether a role is for what a name says ("Director for Global Engagement"), or the name has what follows: "Iran's Amirabad"."""
        if candidate.tokens[-1].possessive and len(candidate.tokens) == 1:
            return True
        begin = max(0, before.start - 30)
        return any(before.start - h.end == 1 for h in hits_between(self.vocabulary.roles, self.reading, begin, before.start))

    def _is_beside_person(self, candidate: Chunk) -> bool:
        """Whether "and" and a given name or a title follow: "signed by Batkhuyag Gungaa and Sir Mark Elder"."""
        other = WITH_OTHER.match(self.reading.text, candidate.end)
        return other is not None and (other[1] in self.vocabulary.given or other[1].casefold() in self.vocabulary.titles)

    def _goes_on(self, candidate: Chunk, tokens: list[Token]) -> bool:
        """Whether "and" joins a word to the longer name of one house: "Highlands and Islands Enterprise"."""
        following = tokens[candidate.last + 1 : candidate.last + 4]
        return (
            len(following) == 3
            and following[0].low in self.vocabulary.coordinators
            and all(t.capital and self.reading.text[t.start - 1] == " " for t in following[1:])
        )

    def _is_side(self, candidate: Chunk, tokens: list[Token]) -> bool:
        """Whether something is got from or given to a name: "ordered two buoys from Fugro"."""
        link = candidate.first - 1
        sides = self.vocabulary.sides.get(tokens[link].low)
        if sides is None:
            return False
        for number in range(link - 1, max(-1, link - MOST_ASIDE), -1):
            if self.reading.text[tokens[number].end : tokens[number + 1].start] != " ":
                return False
            if tokens[number].low in sides:
                return True
        return False

    def _may_act(self, candidate: Chunk, tokens: list[Token]) -> bool:
        """Whether a name may be what a verb is said of: not after "in" or "both"; a first word alone only if it is no common one."""
        several = len(candidate.tokens) > 1
        number = candidate.first - 1
        articled = number >= 0 and tokens[number].low in self.vocabulary.articles
        if number > 0 and articled and several:
            number -= 1
        before = tokens[number] if number >= 0 else None
        if before is None or before.text.isdigit():
            return several or (before is None and self._is_rare(candidate.tokens[0]))
        if self.reading.text[before.end : candidate.start].strip(" abcdefghijklmnopqrstuvwxyz'’"):
            return several or self.reading.text[before.end : candidate.start][-1:] not in OPENING
        return before.low not in self.vocabulary.leading and (several or not (articled or self.is_common(candidate.tokens[0])))

    def _has_own_word(self, candidate: Chunk) -> bool:
        """Whether a name has a word that is no ordinary one: of ordinary ones the names of things are made too."""
        return any(t.capital and not self.is_common(t) for t in candidate.tokens)

    def is_common(self, token: Token) -> bool:
        """Whether the language or the article writes a word small."""
        return token.low in self._common

    def _is_rare(self, token: Token) -> bool:
        """Whether a word is none that the language or the article writes small."""
        low = token.low
        return len(low) > 3 and low not in self._common and not (low.endswith("s") and low[:-1] in self._common)

    def _acts(self, candidate: Chunk, tokens: list[Token]) -> bool:
        """Whether a verb of firms follows, perhaps after small words: "will soon ship", ", which also makes"."""
        end = self._behind(candidate)
        several = len(candidate.tokens) > 1
        own = self._has_own_word(candidate)
        opens = candidate.first == 0 and not several
        passed = ["and"] if self._is_joined(candidate, tokens) else []
        apposed = self.reading.text[candidate.start - 2 : candidate.start] == ", "
        for token in tokens[candidate.last + 1 :]:
            if token.start < end:
                continue
            gap = self.reading.text[end : token.start]
            bare = BRACKET.sub("", gap) if end == candidate.end else gap
            inside = bare == ", " and (token.low in RELATIVE or (apposed and end == candidate.end))
            if (bare != " " and not inside) or len(passed) == MOST_BETWEEN:
                return False
            if several and not passed and token.low in self.vocabulary.speech_forms and self._is_no_person(candidate):
                return True
            suffered = any(small in PASSIVE for small in passed)
            if (token.low in self.vocabulary.acts and not (suffered and opens)) or (
                own and not suffered and self._is_deed(token.low, passed)
            ):
                return True
            if token.low not in self.vocabulary.auxiliaries and token.low not in RELATIVE:
                return False
            passed.append(token.low)
            end = token.end
        return False

    def _is_no_person(self, candidate: Chunk) -> bool:
        """Whether a name has a place or an ordinary word: "Sendai Kasei asked"."""
        first = candidate.tokens[0]
        place = self.classifier.place_of(first)
        return (place is not None and place.end == first.end) or all(t.low in self._common for t in candidate.tokens)

    def _behind(self, candidate: Chunk) -> int:
        """Where the verb of a name may begin: after its seat and after the others that do it too."""
        seat = SEAT.match(self.reading.text, candidate.end)
        end = seat.end() if seat else candidate.end
        others = OTHERS.match(self.reading.text, end)
        return others.end() if others else end

    def _is_joined(self, candidate: Chunk, tokens: list[Token]) -> bool:
        """Whether several do it, so that the verb is a plural."""
        seat = SEAT.match(self.reading.text, candidate.end)
        if OTHERS.match(self.reading.text, seat.end() if seat else candidate.end):
            return True
        before = self.reading.text[max(tokens[0].start, candidate.start - 90) : candidate.start]
        return LINKED.search(before[-12:]) is not None and JOINED.search(before) is not None

    def _is_deed(self, word: str, passed: list[str]) -> bool:
        """Whether a verb is what only one who acts does; its base form counts behind a small word or of several."""
        if word in self.vocabulary.deeds:
            return True
        if not passed or self.vocabulary.language != "en":
            return False
        forms = (f"{word}s", f"{word}es", f"{word}ed", f"{word}d", f"{word[:-1]}ied")
        return any(form in self.vocabulary.deeds or form in self.vocabulary.acts for form in forms)
