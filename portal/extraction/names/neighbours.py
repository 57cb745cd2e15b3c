"""Names in languages of the Latin script that only what stands beside them tells: a person, a list, a country."""

from __future__ import annotations

import re

from portal.extraction.names.english import is_department, is_no_name
from portal.extraction.names.mentions import OrganisationMention, PersonMention
from portal.extraction.names.organisations import Classifier
from portal.extraction.names.shapes import UNIT
from portal.extraction.names.tokens import Chunk
from portal.extraction.names.vocabulary import Vocabulary, hits_between
from portal.extraction.reading import Reading

LIST_GAP = re.compile(
    r"(?: \([A-ZÀ-Þ][\w&-]{1,11}\)| (?:of|from|aus|uit) [A-ZÀ-Þ][\w-]{2,20})?(?:,? (?:and|or|nor|und|oder|noch|et|ou|ni|y|e|o|en|of|&) |, )(?:(?:the|la|el|der|die|das|de|het|le|los|las) |l['’])?(?:([a-zà-ÿ]{4,14}) )?"
)
OR_DUTCH = re.compile(r",? of ")
LOCATED = re.compile(r"\b(?:in|near|à|dans|en|bei|te) $")
OF = re.compile(r"\b(?:of|de|du) $")
GOES_ON = re.compile(r",? (?:and|or|und|oder|et|ou|y|o|en|of|&) |, [A-ZÀ-Þ]")
HOME = re.compile(r",? (?:of|from|at|van|von|bij|bei|vom|chez)(?: the| de| der)? $| \($")
SITED = re.compile(r"\b([A-Za-z]{1,15}),? (?:in|near|outside) ([A-ZÀ-Þ][\w’'-]+)")
"""A word, and a name after "in": it is a place's."""
HELD = frozenset(
    "stake stakes share shares invest invests invested investing investment investments interest interests holding confidence trust".split()
)
"""After these "in" leads to a house."""
EVENTS = frozenset({"events.forum", "events.exhibition", "events.competition", "events.webinar"})


class Neighbours:
    """Finds the organisations of one article by their neighbours; `people` grows while the article is read."""

    def __init__(self, reading: Reading, vocabulary: Vocabulary, classifier: Classifier, people: list[PersonMention]) -> None:
        self.reading, self.vocabulary, self.classifier, self.people = reading, vocabulary, classifier, people
        self._sites = frozenset(match[2] for match in SITED.finditer(reading.text) if match[1].casefold() not in HELD)

    def homes(self, open_chunks: list[Chunk], found: list[OrganisationMention]) -> list[OrganisationMention]:
        """Names at which a person is at home: "Helen Tsoukalas of Austrade"."""
        homes = []
        for candidate in open_chunks:
            link = HOME.search(self.reading.text, max(0, candidate.start - 14), candidate.start)
            bracketed_in = (
                link is None
                or link[0] != " ("
                or (candidate.end - candidate.start > 3 and self.reading.text[candidate.end] == ")")
            )
            at_home = link is not None and bracketed_in and any(person.end == link.start() for person in self.people[-6:])
            english = self.vocabulary.language == "en"
            at_home = at_home and not (english and is_department(candidate.tokens, self.vocabulary))
            if at_home and self.plain_name(candidate) and not any(o.start == candidate.start for o in found):
                name = self.reading.text[candidate.start : candidate.end]
                homes.append(OrganisationMention(candidate.start, candidate.end, name, "other"))
        return homes

    def owned(self, open_chunks: list[Chunk], found: list[OrganisationMention]) -> list[OrganisationMention]:
        """Names that a country's possessive or an officer's role marks: "Latvia's Mintos", "Bremenports chief Robert Howe"."""
        marked = []
        for candidate in open_chunks if self.vocabulary.language == "en" else ():
            before = re.search(r"(\S+)['’]s $", self.reading.text[max(0, candidate.start - 30) : candidate.start])
            country = self.classifier.place_at(candidate.start - len(before[0])) if before else None
            owned = country is not None and country.kind == "name" and len(candidate.tokens) < 4
            if (
                (owned or self._is_led(candidate))
                and self.plain_name(candidate)
                and not any(o.start == candidate.start for o in found)
            ):
                name = self.reading.text[candidate.start : candidate.end]
                marked.append(OrganisationMention(candidate.start, candidate.end, name, "other", sure=False))
        return marked

    def _is_led(self, candidate: Chunk) -> bool:
        """Whether a role and a person follow: "Bremenports chief Robert Howe"."""
        end = candidate.end
        hits = [h for h in hits_between(self.vocabulary.roles, self.reading, end, end + 40) if h.start - end == 1]
        if not hits or self.reading.text[end] != " ":
            return False
        last = max(h.end for h in hits)
        return any(person.start - last in (1, 2) for person in self.people[-6:])

    def listed(self, open_chunks: list[Chunk], found: list[OrganisationMention]) -> list[OrganisationMention]:
        """Names in one list with an organisation: "Hitachi, NEC, Mitsubishi, and Toshiba"."""
        promoted: list[OrganisationMention] = []
        for _ in range(3):
            spans = [(o.start, o.end) for o in found + promoted if not self._is_body(o) or o.name.startswith("Government")]
            fresh = [
                OrganisationMention(c.start, c.end, self.reading.text[c.start : c.end], "company", sure=False)
                for c in open_chunks
                if not any(o.start == c.start for o in promoted)
                and self.plain_name(c)
                and not LOCATED.search(self.reading.folded[max(0, c.start - 6) : c.start])
                and self._beside(c, spans)
            ]
            if not fresh:
                break
            promoted += fresh
        return promoted

    def _is_body(self, mention: OrganisationMention) -> bool:
        """Whether an authority is named by its place alone: "City of Antwerp", whose neighbours in a list are places."""
        if mention.kind != "public-authority":
            return False
        last = self.classifier.place_at(mention.end - 1)
        return last is not None and last.end == mention.end

    def plain_name(self, candidate: Chunk) -> bool:
        """Whether a chunk may be a name at all: no place, role, person, event or general word."""
        name = self.reading.text[candidate.start : candidate.end]
        return (
            not self.classifier.is_place(candidate)
            and not (self.vocabulary.language == "en" and is_no_name(candidate.tokens, self.vocabulary))
            and not (self.vocabulary.language == "en" and len(candidate.tokens) == 1 and name in self._sites)
            and (self.classifier.place_of(candidate.tokens[-1]) is None or self._is_branch(candidate))
            and not any(True for _ in hits_between(self.vocabulary.roles, self.reading, candidate.start, candidate.end))
            and name.casefold() not in self.vocabulary.name_stop
            and name.upper() not in self.vocabulary.acronym_stop
            and name not in self.vocabulary.forms
            and not UNIT.fullmatch(candidate.tokens[-1].text)
            and candidate.tokens[0].text not in self.vocabulary.given
            and self.classifier.says_something(candidate)
            and not any(
                h.value in EVENTS for h in hits_between(self.vocabulary.cues, self.reading, candidate.start, candidate.end)
            )
            and self.vocabulary.language != "de"
        )

    def _is_branch(self, candidate: Chunk) -> bool:
        """Whether a town only ends a longer name: "Red Bull Salzburg"."""
        first = candidate.tokens[0]
        return (
            len(candidate.tokens) == 3
            and first.low not in self.vocabulary.parts | self.vocabulary.geographic
            and not any(self.classifier.place_of(t) is not None for t in candidate.tokens[:2])
        )

    def _beside(self, candidate: Chunk, spans: list[tuple[int, int]]) -> bool:
        text = self.reading.text
        for start, end in spans:
            gap = text[end : candidate.start] if end <= candidate.start else text[candidate.end : start]
            listed = LIST_GAP.fullmatch(gap) if end <= candidate.start or candidate.end <= start else None
            if listed and (listed[1] is None or self._says_what(listed[1])):
                if OR_DUTCH.match(gap) and self.vocabulary.language != "nl":
                    continue
                of = gap == ", " and candidate.end <= start and OF.search(text, max(0, candidate.start - 4), candidate.start)
                if of or (gap.startswith((" of ", " from ", " aus ", " uit ")) and gap.endswith(", ")):
                    continue
                return gap != ", " or end > candidate.start or bool(GOES_ON.match(text, candidate.end))
        after = text[candidate.end : candidate.end + 40]
        return bool(
            re.match(
                r"(?:, [A-Z][\w-]+)* (?:or|and) (?:a |an |another |other )(?:\w+ )?(?:compan|firm|manufacturer|start-up)", after
            )
        )

    def _says_what(self, word: str) -> bool:
        """Whether a small word before a name in a list tells what it is or where from, and is no verb."""
        return self.vocabulary.introducer(word) is not None or word in self.vocabulary.small_adjectives
