"""An article as the finders of relations see it: sentences with the parties, people, places and dates that stand in them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from portal.extraction import lexicon
from portal.extraction.date_mention import DateMention
from portal.extraction.lexicon.grammar import DENSE, either, leading, small_words
from portal.extraction.matching import Hit, fold, longest
from portal.extraction.names.merge import country_of
from portal.extraction.places import CALLED, Place, locate, seats
from portal.extraction.reading import BODY_PARTS, Part, Reading, Sentence, read
from portal.extraction.relations.references import references
from portal.extraction.relations.told_days import days_by_sentence
from portal.extraction.types import Document, OrganisationFact, PersonFact, Zone

LEAD_BONUS, TITLE_BONUS, DELEGATION_BONUS = 1.5, 2.0, 2.0
JOINT_REACH = 46
GROUP_REACH = 16
ITEM = re.compile(r"[A-ZÀ-ÞĀ-ŽА-ЯЁ][\w'’-]{2,20}(?:[ /–-]{1,3}[A-ZÀ-ÞĀ-ŽА-ЯЁ][\w'’-]{2,20}){0,2}[.:]")
"""The place that opens an item of a digest."""
BESIDE = 3
"""A word for a company so near before a name only says what the name is of."""
COMPOUND = re.compile(r"\s(?!together\b|under\b|after\b|over\b|during\b|across\b)[a-z]{3,}(?:s|ers?|ing|ment|tion)\b")
"""After a noun: what it only says more of."""
FOR_WHOM = re.compile(rf"\w{{0,3}}\s{leading('for')}")
"""Between a thing and for whom it is."""
QUOTED = re.compile(r"\w{0,3}\s[«„“\"]")
"""Between a noun and a name in quotation marks: «вместе с компанией „Альфа“»."""
OWN_WORDS = re.compile(rf"(?i:{leading('our', 'the')})(?=[a-zà-ÿа-яё])|{either(small_words('our', languages=DENSE))}")
"""What begins a mention by which the house that writes speaks of itself: "our office", "the park"."""
QUESTIONS = 2
"""So many paragraphs that end as questions make an interview."""
OWNED_KINDS = frozenset({"joint-centre", "joint-fund", "programme", "project"})


@dataclass(frozen=True, slots=True)
class Named:
    """A mention of an organisation: its number in `Article.organisations`."""

    start: int
    end: int
    number: int


class Article:
    """Everything known about the article before its relations are sought."""

    def __init__(
        self,
        document: Document,
        zones: tuple[Zone, ...],
        language: str | None,
        published: str | None,
        organisations: tuple[OrganisationFact, ...],
        people: tuple[PersonFact, ...],
    ) -> None:
        self.reading: Reading = read(document, zones, language)
        self.published = published
        self.organisations, self.people = organisations, people
        self.countries: tuple[str, ...] = ()
        """The countries that the article is about, once they are known."""
        located = locate(document, zones, language)
        plain = [place for place in located if place.kind not in ("institution", CALLED)]
        self.places = tuple(sorted([*plain, *seats(self.reading, located)], key=lambda place: place.start))
        self._place_starts = [place.start for place in self.places]
        self.mentions = sorted(
            (
                Named(self.reading.position(span.start), self.reading.position(span.end - 1) + 1, number)
                for number, fact in enumerate(organisations)
                for span in fact.evidence
            ),
            key=lambda m: (m.start, -m.end),
        )
        self._mention_starts = [mention.start for mention in self.mentions]
        self.people_named = sorted(
            (self.reading.position(span.start), self.reading.position(span.end - 1) + 1, fact.name)
            for fact in people
            for span in fact.evidence
        )
        self.people_spans = [(start, end) for start, end, _ in self.people_named]
        self.body = [s for s in self.reading.sentences if s.kind in BODY_PARTS]
        joint = lexicon.joint_cues(self.reading.language).find(lexicon.simplified(self.reading.folded, self.reading.language))
        self.joint = joint if self.reading.language in ("zh", "ja", "ko") else _whole_nouns(joint)
        self._joint_starts = [hit.start for hit in self.joint]
        self.items = self._items()
        """Numbers of the parts that are items of a digest."""
        self._cues: dict[tuple[int, int, tuple[int, int]], list[Hit[str]]] = {}
        self._dates: dict[int, list[DateMention]] = {}
        self.settle()

    def settle(self) -> None:
        """Say anew, once the organisations are known, which nouns stand for them and which of them the article is about."""
        outright = [(m.start, m.end, m.number) for m in self.mentions]
        self.referring = [Named(*found) for found in references(self.reading, self.organisations, outright, self.places)]
        """Nouns that stand for an organisation; they name parties, but count nowhere else."""
        self._referring_starts = [mention.start for mention in self.referring]
        self.main = self._main()
        self.dominant = self._dominant()
        self.writer = self._writer()
        """The house that speaks of itself as "our office", when there is one."""
        self.narrator = self._narrator()
        self.interview = sum(self.reading.text[: part.end].rstrip().endswith("?") for part in self._body_parts()) >= QUESTIONS
        """Whether the article asks and answers: then "we" are those of the house that it is about."""

    def suppose(self, start: int, end: int) -> None:
        """Take a stretch of the running text, and its like elsewhere, for the name of an organisation."""
        name = self.reading.text[start:end]
        ends = r"(?!\w)" if name[-1].isascii() else ""
        found = [
            match.span()
            for match in re.finditer(re.escape(name) + ends, self.reading.text)
            if not any(m.start < match.end() and match.start() < m.end for m in self.mentions)
        ]
        if not found:
            return
        number = len(self.organisations)
        spans = tuple(self.reading.span(*stretch) for stretch in found)
        country = country_of(self.reading, found, self.places)
        self.organisations = (*self.organisations, OrganisationFact(name=name, evidence=spans, country=country))
        self.mentions = sorted(
            [*self.mentions, *(Named(first, last, number) for first, last in found)], key=lambda m: (m.start, -m.end)
        )
        self._mention_starts = [mention.start for mention in self.mentions]
        self._cues.clear()

    def cues_in(self, sentence: Sentence) -> list[Hit[str]]:
        """The cue words of a sentence, save those that are only a part of a name: 研究 in 研究所, 无 in 无锡."""
        key = (sentence.start, sentence.end, sentence.aside)
        if key not in self._cues:
            names: list[Named | Place] = [*self.named_in(sentence)]
            if self.reading.language in DENSE:
                names += self.places_in(sentence)
            cues = self.reading.cues_in(sentence)
            self._cues[key] = [cue for cue in cues if not self._only_a_name(cue, names) and not self._wants_to_share(cue)]
        return self._cues[key]

    def categories(self, sentence: Sentence) -> set[str]:
        """Which kinds of cue words a sentence has outside names."""
        return {cue.value for cue in self.cues_in(sentence)}

    def passing(self, sentence: Sentence) -> bool:
        """Whether a sentence only compares or recalls; that something was last year does not make it so."""
        cues = self.cues_in(sentence)
        bygone = {(cue.start, cue.end) for cue in cues if cue.value == "context.bygone"}
        return any(cue.value == "context.passing" and (cue.start, cue.end) not in bygone for cue in cues)

    def _wants_to_share(self, cue: Hit[str]) -> bool:
        """Whether who seems to seek something wants to have it with others: "both want a joint cellar"."""
        if cue.value != "context.sought":
            return False
        at = bisect_left(self._joint_starts, cue.end)
        return at < len(self.joint) and self.joint[at].value == "marks" and self.joint[at].start - cue.end <= 1

    def _only_a_name(self, cue: Hit[str], names: Sequence[Named | Place]) -> bool:
        if cue.value.startswith(("kinds.", "events.", "opportunities.")):
            return False
        first = self.reading.text[cue.start]
        return not first.islower() and any(
            name.start <= cue.start
            and cue.end <= name.end - (not first.isupper())
            and cue.end - cue.start < name.end - name.start
            for name in names
        )

    def text(self, sentence: Sentence) -> str:
        return self.reading.text[sentence.start : sentence.end]

    def named_in(self, sentence: Sentence) -> list[Named]:
        """Mentions of organisations in a sentence, the longer of two that overlap."""
        found = self.mentions[bisect_left(self._mention_starts, sentence.start) : bisect_left(self._mention_starts, sentence.end)]
        kept: list[Named] = []
        for mention in found:
            if (not kept or mention.start >= kept[-1].end) and not sentence.skips(mention.start):
                kept.append(mention)
        return kept

    def people_in(self, sentence: Sentence) -> list[tuple[int, int, str]]:
        """(start, end, name) of the people that a sentence names."""
        first = bisect_left(self.people_spans, (sentence.start, 0))
        return self.people_named[first : bisect_left(self.people_spans, (sentence.end, 0))]

    def meant_in(self, sentence: Sentence) -> list[Named]:
        """Organisations that a sentence names or means by a noun: "the university"."""
        first = bisect_left(self._referring_starts, sentence.start)
        last = bisect_left(self._referring_starts, sentence.end)
        referring = [m for m in self.referring[first:last] if not sentence.skips(m.start)]
        return sorted([*self.named_in(sentence), *referring], key=lambda m: m.start)

    def quoted(self, sentence: Sentence) -> bool:
        """Whether most of a sentence is somebody's words."""
        if sentence.kind in ("quote", "speech"):
            return True
        text = self.text(sentence)
        opened = text.startswith(("“", '"', "«", "„", "‘", "「", "『", "'"))
        return opened

    def places_in(self, sentence: Sentence) -> list[Place]:
        found = self.places[bisect_left(self._place_starts, sentence.start) : bisect_left(self._place_starts, sentence.end)]
        return [place for place in found if not sentence.skips(place.start)]

    def dates_in(self, sentence: Sentence) -> list[DateMention]:
        """Dates of a sentence, offsets in the running text; a day of the month alone counts from the one named before."""
        if not self._dates:
            self._dates = days_by_sentence(self.reading, self.published)
        return self._dates[sentence.start]

    def kinds_in(self, sentence: Sentence) -> list[Hit[str]]:
        """Words that show a kind of partnership, those made by "joint" and a noun included."""
        named = self.named_in(sentence)
        cues = longest(cue for cue in self.reading.cues_in(sentence) if cue.value.startswith("kinds."))
        found = [
            Hit(cue.start, cue.end, cue.value[6:])
            for cue in cues
            if cue.value != "kinds.none"
            and not (cue.value == "kinds.cooperation" and any(m.start <= cue.start < m.end for m in named))
        ]
        joint = self._joint_in(sentence)
        marks = [hit for hit in joint if hit.value == "marks"]
        none = [cue for cue in cues if cue.value == "kinds.none"]
        for noun in joint:
            in_none = any(cue.start <= noun.start and noun.end <= cue.end for cue in none)
            if noun.value == "marks" or in_none or any(m.start <= noun.start and noun.end <= m.end for m in named):
                continue
            near = [
                m
                for m in marks
                if self._joins(m, noun, named)
                and not self._is_of_another(m, noun, joint)
                and (m.start < noun.start or self._ends_there(noun))
                and not _within_one(m, noun, cues)
            ]
            if near and not self._says_what(noun, near, named):
                first = min(near, key=lambda m: abs(noun.start - m.start))
                found.append(Hit(min(first.start, noun.start), max(noun.end, first.end), noun.value))
        return sorted(found, key=lambda hit: (hit.start, -hit.end))

    def _is_of_another(self, mark: Hit[str], noun: Hit[str], joint: list[Hit[str]]) -> bool:
        """Whether a mark belongs to a nearer noun, of which this one only says for whom: "a joint office for companies"."""
        nearer = [
            hit.end for hit in joint if hit.value not in ("marks", noun.value) and mark.end <= hit.start and hit.end < noun.start
        ]
        return any(FOR_WHOM.match(self.reading.folded, end, noun.start) for end in nearer)

    def _says_what(self, noun: Hit[str], marks: list[Hit[str]], named: list[Named]) -> bool:
        """Whether a noun only says what the name after it is, and is not called joint itself: "het waterinstituut INGA"."""
        before = any(m.start - noun.end == 1 or QUOTED.fullmatch(self.reading.text, noun.end, m.start) for m in named)
        return before and not any(0 <= noun.start - mark.end <= 1 for mark in marks)

    def nouns_in(self, sentence: Sentence) -> list[Hit[str]]:
        """Nouns outside names that "joint" would make a partnership of: laboratory, programme, fund."""
        return [hit for hit in self.things_in(sentence) if hit.value in OWNED_KINDS]

    def things_in(self, sentence: Sentence) -> list[Hit[str]]:
        """Nouns for what two parties may found, those of `nouns_in` and companies; none in a name or right before it."""
        named = self.named_in(sentence)
        nouns = self._joint_in(sentence)
        founded = (*OWNED_KINDS, "joint-venture")
        inside = {h.start for h in nouns if any(m.start <= h.start < m.end or m.start - h.end == 1 for m in named)}
        return [h for h in nouns if h.value in founded and h.start not in inside]

    def has_joint_mark(self, sentence: Sentence) -> bool:
        """Whether a sentence says "joint" or "together"."""
        return any(hit.value == "marks" for hit in self._joint_in(sentence))

    def _joint_in(self, sentence: Sentence) -> list[Hit[str]]:
        """Marks of joint work, and nouns that they turn into a partnership."""
        found = self.joint[bisect_left(self._joint_starts, sentence.start) : bisect_left(self._joint_starts, sentence.end)]
        return [hit for hit in found if not sentence.skips(hit.start)]

    def plain_kind(self, sentence: Sentence) -> str | None:
        """A programme or project that a sentence speaks of without saying that it is a joint one."""
        found = {hit.value for hit in self.nouns_in(sentence)}
        return next((kind for kind in ("programme", "project") if kind in found), None)

    def _joins(self, mark: Hit[str], noun: Hit[str], named: list[Named]) -> bool:
        """Whether a mark of joint work belongs to a noun: near it, and no name and no comma between them."""
        if -1 <= noun.start - mark.end <= JOINT_REACH:
            first, last = mark.end, noun.start
        elif self.reading.language not in ("zh", "ja") and 0 <= mark.start - noun.end < JOINT_REACH // 2:
            first, last = noun.end, mark.start
        else:
            return False
        between = self.reading.text[first:last]
        return not re.search("[,;:，；。]", between) and not any(m.start < last and first < m.end for m in named)

    def _ends_there(self, noun: Hit[str]) -> bool:
        """Whether an English noun is the thing itself, and does not only say what the next one is: "theatre nurses"."""
        return self.reading.language != "en" or not COMPOUND.match(self.reading.folded, noun.end)

    def _main(self) -> tuple[int, ...]:
        """The organisations that the article is about, the first first: by mentions, lead and title."""
        scores: Counter[int] = Counter()
        whole = {(cue.start, cue.end) for cue in self.reading.cues if cue.value.startswith("kinds.")}
        common = {mention.number for mention in self.mentions if (mention.start, mention.end) in whole}
        for mention in self.mentions:
            sentence = self.reading.sentence_at(mention.start)
            if mention.number in common or sentence is None or self.organisations[mention.number].kind == "media":
                continue
            before = self.reading.cues_in(sentence)
            if any(c.value == "course.group" and self._of_the_group(mention, c) for c in before):
                scores[mention.number] += DELEGATION_BONUS  # type: ignore[assignment]
            passing = "context.passing" in self.reading.categories(sentence)
            scores[mention.number] += 0.2 if passing else 1  # type: ignore[assignment]
            if sentence.kind == "title":
                scores[mention.number] += TITLE_BONUS  # type: ignore[assignment]
            elif sentence.body == self.reading.lead:
                scores[mention.number] += LEAD_BONUS  # type: ignore[assignment]
        return tuple(sorted(scores, key=lambda number: (-scores[number], number)))

    def _of_the_group(self, mention: Named, group: Hit[str]) -> bool:
        """Whether a delegation is that of a house: "the delegation of X", X总经理率代表团."""
        if self.reading.language in ("zh", "ja", "ko"):
            return 0 <= group.start - mention.end <= GROUP_REACH
        return -2 <= mention.start - group.end <= GROUP_REACH

    def _dominant(self) -> list[str]:
        """The two organisations that the title or the lead names, the first of each of two countries when they have some."""
        early = {
            m.number
            for m in self.mentions
            if (s := self.reading.sentence_at(m.start)) is not None and (s.kind == "title" or 0 <= s.body <= self.reading.lead)
        }
        ranked = [number for number in self.main if number in early]
        if not ranked:
            return []
        first = self.organisations[ranked[0]]
        others = [n for n in ranked[1:] if not self._one_in_the_other(first.name, self.organisations[n].name)]
        other = next((n for n in others if self.organisations[n].country != first.country), others[0] if others else None)
        return [first.name] + ([self.organisations[other].name] if other is not None else [])

    def _items(self) -> frozenset[int]:
        """Parts that begin with a place alone, where two or more do: "Bandung. The summer school …"."""
        first: dict[int, Sentence] = {}
        for sentence in self.body:
            first.setdefault(sentence.part, sentence)
        found = [part for part, sentence in first.items() if ITEM.fullmatch(self.reading.text, sentence.start, sentence.end)]
        return frozenset(found) if len(found) > 1 else frozenset()

    @staticmethod
    def _one_in_the_other(first: str, second: str) -> bool:
        """Whether one of two names is a part of the other: the committee of a park and the park."""
        return first in second or second in first

    def _body_parts(self) -> list[Part]:
        return [part for part in self.reading.parts if part.kind in BODY_PARTS]

    def _writer(self) -> str | None:
        for mention in self.mentions:
            words = OWN_WORDS.match(self.reading.text, mention.start, mention.end)
            if words and not self.organisations[mention.number].name.startswith(words.group()):
                return self.organisations[mention.number].name
        return None

    def _narrator(self) -> str | None:
        """The house that writes: named beside "our company", or by its page, else the one that the article is most about."""
        for sentence in self.body:
            owns = [cue for cue in self.reading.cues_in(sentence) if cue.value == "context.own"]
            for mention in self.named_in(sentence) if owns else ():
                if any(0 < mention.start - cue.end <= 14 and "," in self.reading.text[cue.end : mention.start] for cue in owns):
                    return self.organisations[mention.number].name
        return self.writer or (self.organisations[self.main[0]].name if self.main else None)

    def main_of(self, country: str) -> int | None:
        """The most prominent organisation of a country."""
        return next((number for number in self.main if self.organisations[number].country == country), None)

    def resolve(self, place: Place) -> int | None:
        """The one organisation that a place stands for: "Salalah" for the Port of Salalah."""
        written = fold(self.reading.text[place.start : place.end])
        fits = [n for n, fact in enumerate(self.organisations) if written in fold(fact.name)]
        bodies = [
            n
            for n in fits
            if self.organisations[n].kind == "public-authority" and len(fold(self.organisations[n].name)) <= len(written) + 9
        ]
        if bodies:
            return bodies[0]
        return fits[0] if len(fits) == 1 else None


def _whole_nouns(hits: list[Hit[str]]) -> list[Hit[str]]:
    """Marks, and nouns that are no part of a longer one: "vessel" in "research vessel"."""
    marks = [hit for hit in hits if hit.value == "marks"]
    return sorted([*marks, *longest(hit for hit in hits if hit.value != "marks")], key=lambda hit: (hit.start, -hit.end))


def _within_one(mark: Hit[str], noun: Hit[str], cues: list[Hit[str]]) -> bool:
    """Whether a mark and a noun stand within one word for something else: "joint venture capital fund"."""
    return any(c.start <= mark.start and noun.end <= c.end and c.value[6:] != noun.value for c in cues)
