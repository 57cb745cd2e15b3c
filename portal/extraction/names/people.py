"""Which runs of capitalised words are people, with role and organisation as the text gives them."""

from __future__ import annotations

import re

from portal.extraction.matching import Hit
from portal.extraction.names.mentions import Marks, PersonMention
from portal.extraction.names.organisations import Classifier
from portal.extraction.names.shapes import CAMEL
from portal.extraction.names.tokens import Chunk, Token
from portal.extraction.names.vocabulary import Vocabulary, hits_between, word_start
from portal.extraction.reading import Reading, Sentence

NEAR_ROLE = 70
BELONGS = frozenset({"of", "for", "der", "des", "für", "du", "del"})
"""After a role these lead to what the role is in, not to a name."""
AND = frozenset({" and ", " und ", " et ", " y ", " en ", " & "})
AFFILIATED = re.compile(r"(?: \([^()]{2,50}\)| (?:of|from|at|von|de|van) [^,;.()]{2,50})?(?:, |,? (?:and|und|et|y|en) )")
LEADS_HOME = re.compile(r" (?:of|from|at) | \(")
OF_NAMES = frozenset("queen king prince princess president chancellor general captain cardinal saint".split())
"""Roles that are also parts of names: "Queen Elizabeth Hospital"."""
LISTED_BEFORE = re.compile(r"(?:[:;•]|[–-]) $")
HOUSE_AFTER = re.compile(r", ([A-ZÀ-Þ][^,;:]{2,80}?)(?: \([^()]*\))*(?=[;.\n]|$)")
PRESENT = re.compile(
    r"\b(?:present|attend|participant|apologies|anwesend|teilnehm|aanwezig|deelnemer|présent|participant|presentes|asistentes)"
)
NAMING_VERBS = frozenset(
    {"called", "led", "leads", "heads", "headed", "visited", "presented", "represented", "introduced", "asked"}
)
"""Verbs of people that say nothing of the name after them: "it called Yakima Chief"."""
SURNAME_STARTS = ("Mc", "Mac", "De", "Le", "La", "Di", "Du", "Van")
SON_OF = frozenset({"bin", "binti", "bint", "ibn", "ould", "binte"})
HYPHENED_GIVEN = re.compile(r"[A-Z][a-z]{1,5}-[a-z]{1,6}")
"""Korean and Chinese given names in Latin letters."""
FAMILY_END = re.compile(
    r"^[A-ZÀ-Ž][^\W\d]{2,}(?:ova|eva|ović|ević|enko|shvili|adze|idze|ński|ńska|sson|sdóttir|dóttir|poulos|oğlu|ogly|uly|kyzy|escu|ovich|ovna|yeva|ov|yan)$"
)
"""Endings of surnames."""
SHOUTED = re.compile(r"[A-Z]{2,}")
ROMAN = re.compile(r"[IVX]+")
NEXT_NAME = re.compile(r" ([A-ZÀ-Þ][\w’'-]+) [A-ZÀ-Þ]")
"""After a role: the name of its bearer, who is another one than stands before it."""


class PeopleFinder:
    """Finds people among the chunks of one article."""

    def __init__(self, reading: Reading, vocabulary: Vocabulary, classifier: Classifier) -> None:
        self.reading, self.vocabulary, self.classifier = reading, vocabulary, classifier

    def split_role(self, chunk: Chunk) -> tuple[Chunk | None, str | None, bool, Chunk | None]:
        """(name, role, titled, what stands before the role) of "Moscow Mayor Sergey Sobyanin", "Prof. Grace Nakabuye"."""
        tokens = list(chunk.tokens)
        titled_within = self._titled_within(chunk)
        if titled_within is not None:
            return titled_within
        role, titled, front = None, False, None
        hits = [
            Hit(begin, h.end, h.value)
            for h in hits_between(self.vocabulary.roles, self.reading, chunk.start, chunk.end)
            if self.reading.text[begin := self._role_start(tokens, h.start)].isupper()
        ]
        best = max(hits, key=lambda hit: (hit.end, hit.end - hit.start), default=None)
        if (
            best is not None
            and self.reading.folded[best.start : best.end] in OF_NAMES
            and self.vocabulary.has_head(self.reading, best.end, chunk.end)
        ):
            best = None
        given = next(
            (n for n, t in enumerate(tokens) if n and t.text in self.vocabulary.given and not self.classifier.ends_place(t)), None
        )
        if best is None and given == 1 and len(tokens) > 2 and self._is_callings(tokens[0]):
            return Chunk(tuple(tokens[1:]), chunk.first + 1, chunk.last), tokens[0].text, False, None
        if best is None and given is not None and given < len(tokens) - 1 and self._only_field(tokens[:given]):
            return Chunk(tuple(tokens[given:]), chunk.first + given, chunk.last), self._field_role(tokens[0]), False, None
        if best is not None and best.end < chunk.end:
            inside = [h for h in hits if h.end == best.end]
            begin = min(h.start for h in inside)
            role = self.reading.text[begin : best.end]
            front_tokens = tuple(t for t in tokens if t.end <= begin)
            front = Chunk(front_tokens, chunk.first, chunk.first + len(front_tokens) - 1) if front_tokens else None
            tokens = [t for t in tokens if t.start >= best.end]
            if len(tokens) > 1 and tokens[0].text in BELONGS:
                rest = tokens[1:]
                number = chunk.first + len(chunk.tokens) - len(rest)
                return None, role, False, Chunk(tuple(rest), number, chunk.last)
        elif best is not None and best.end == chunk.end and best.start == chunk.start:
            return None, self.reading.text[chunk.start : chunk.end], False, None
        while (
            tokens
            and tokens[0].low in self.vocabulary.titles
            and not self._title_of_firm(tokens)
            and not (tokens[0].text in self.vocabulary.given and len(tokens) > 2)
        ):
            titled = True
            tokens.pop(0)
        while (
            tokens
            and tokens[0].text.islower()
            and tokens[0].low in self.vocabulary.linking | self.vocabulary.particles
            and (tokens[0].low not in self.vocabulary.particles or role is not None)
        ):
            tokens.pop(0)
        if not tokens:
            return None, role, titled, front
        number = chunk.first + list(chunk.tokens).index(tokens[0])
        return Chunk(tuple(tokens), number, chunk.last), role, titled, front

    def _role_start(self, tokens: list[Token], position: int) -> int:
        """Where the word of a role begins, with letters before a hyphen: "CTL-directeur"."""
        begin = word_start(self.reading.text, position)
        whole = next((t.start for t in tokens if t.start < begin < t.end and self.reading.text[begin - 1] == "-"), begin)
        return whole if self.vocabulary.language in ("nl", "de") else begin

    def _titled_within(self, chunk: Chunk) -> tuple[Chunk, str | None, bool, Chunk | None] | None:
        """The person whose title stands inside: "Vice-Rector for Research Prof. Dr. Mehmet Yüce of Erciyes University"."""
        tokens = chunk.tokens
        inside = [
            n
            for n, t in enumerate(tokens[:-1])
            if n and t.low in self.vocabulary.titles and self.reading.text[t.end : t.end + 1] == "."
        ]
        if not inside:
            return None
        begin = inside[-1] + 1
        ends = (
            n
            for n in range(begin + 1, len(tokens))
            if tokens[n].low in BELONGS | {"at"} and tokens[n - 1].low not in ("von", "van")
        )
        end = next(ends, len(tokens))
        name, rest = tokens[begin:end], tokens[end + 1 :]
        if not name:
            return None
        front = Chunk(rest, chunk.first + end + 1, chunk.last) if rest else None
        role = self.reading.text[chunk.start : tokens[inside[0]].start].strip()
        return Chunk(name, chunk.first + begin, chunk.first + end - 1), role, True, front

    def _title_of_firm(self, tokens: list[Token]) -> bool:
        """Whether a title begins the name of a firm: "Captain Cook Foods"."""
        return len(tokens) > 2 and self.vocabulary.has_head(self.reading, tokens[2].start, tokens[2].end)

    def _is_callings(self, token: Token) -> bool:
        """Whether a German noun before a given name is what its bearer does: "Wirtschaftsdelegierte Ursula Trattnig"."""
        if self.vocabulary.language != "de" or token.low in self.vocabulary.titles or not token.text[1:].islower():
            return False
        house = self.vocabulary.introducer(token.low) is not None or token.low in self.vocabulary.houses
        return not (
            house
            or token.text in self.vocabulary.given
            or self.classifier.place_of(token) is not None
            or self.vocabulary.has_head(self.reading, token.start, token.end)
        )

    def _only_field(self, tokens: list[Token]) -> bool:
        """Whether words before a name are a minister's field or a president's country."""
        if all(t.low in self.vocabulary.articles for t in tokens):
            return False
        known = (self.vocabulary.generic, self.vocabulary.linking, self.vocabulary.coordinators)
        return all(any(t.low in words for words in known) or self.classifier.place_of(t) is not None for t in tokens)

    def _field_role(self, first: Token) -> str | None:
        """The role before a field: "Deputy Minister of" Science and Technology."""
        begin = max(0, first.start - NEAR_ROLE)
        for hit in hits_between(self.vocabulary.roles, self.reading, begin, first.start):
            if re.fullmatch(
                r" (?:of|for|de|du|della|für|van|del)(?: the| la| l['’]| der)? ?", self.reading.text[hit.end : first.start]
            ):
                return self.reading.text[hit.start : hit.end]
        return None

    def judge(
        self, chunk: Chunk, tokens: list[Token], sentence: Sentence, role: str | None, titled: bool
    ) -> PersonMention | None:
        """The person that a chunk names, or None."""
        if self._is_house(chunk) and not (role or titled):
            return None
        if not self._could_be_name(chunk) or self.reading.text.startswith(" wrote:", chunk.end):
            return None
        before = role or self._role_before(chunk, tokens)
        after = self._role_after(chunk, sentence)
        several = len(chunk.tokens) > 1
        if (
            not titled
            and not role
            and (place := self.classifier.place_of(chunk.tokens[-1])) is not None
            and place.end >= chunk.tokens[-1].end
            and chunk.tokens[0].text not in self.vocabulary.given
        ):
            return None
        given = several and (chunk.tokens[0].text in self.vocabulary.given or _is_built_like_one(chunk.tokens))
        speaks = several and self._speaks(chunk, tokens) and self.classifier.introduced(chunk, tokens) is None
        speaks = speaks and not self._is_owned(chunk)
        speaks = speaks and (chunk.tokens[0].text in self.vocabulary.given or not self.classifier.is_city_token(chunk.tokens[0]))
        described = after is not None and (several or self._led_by(chunk))
        given = given or (several and self._attends(chunk, sentence))
        if not (titled or given or described or speaks or (before and (several or role or titled))):
            return None
        name = self.reading.text[chunk.start : chunk.end]
        stated, organisation = (before, None) if before and not after else self._parts(after or before)
        return PersonMention(chunk.start, chunk.end, name, stated, organisation)

    def joined(self, chunk: Chunk, people: list[PersonMention]) -> PersonMention | None:
        """A name of two or three words that "and" joins to a person: "Heikki Laakso and Mari Tuominen"."""
        if not people or not 2 <= len(chunk.tokens) <= 3 or not self._could_be_name(chunk):
            return None
        before = people[-1]
        gap = self.reading.text[before.end : chunk.start] if before.end < chunk.start else ""
        affiliated = AFFILIATED.fullmatch(gap) and LEADS_HOME.match(self.reading.text, chunk.end)
        if any(True for _ in hits_between(self.vocabulary.roles, self.reading, chunk.start, chunk.end)):
            return None
        if not (gap in AND or affiliated) or self.classifier.place_of(chunk.tokens[-1]) or self._follows_organisation(chunk):
            return None
        return PersonMention(chunk.start, chunk.end, self.reading.text[chunk.start : chunk.end])

    def may_be_name(self, chunk: Chunk) -> bool:
        """Whether two or three words may be a person's name by themselves."""
        placed = any(self.classifier.place_of(t) is not None for t in chunk.tokens)
        return 2 <= len(chunk.tokens) <= 3 and self._could_be_name(chunk) and not placed

    def _follows_organisation(self, chunk: Chunk) -> bool:
        """Whether the words after a name say that it is a firm's: ", which", ", a maker of"."""
        after = self.reading.folded[chunk.end : chunk.end + 40]
        opening = re.match(r", (?:an?|the|ein|eine|une?|una|een) ", after)
        kinds = hits_between(self.vocabulary.appositives, self.reading, chunk.end, chunk.end + 40)
        return after.startswith(", which") or (opening is not None and any(True for _ in kinds))

    def _could_be_name(self, chunk: Chunk) -> bool:
        tokens = chunk.tokens
        if self._is_office(chunk) or " & " in self.reading.text[chunk.start : chunk.end]:
            return False
        if len(tokens) > 6 or (
            self.vocabulary.has_head(self.reading, chunk.start, chunk.end) and tokens[0].text not in self.vocabulary.given
        ):
            return False
        if tokens[-1].text in self.vocabulary.forms or any(c.isdigit() for t in tokens for c in t.text):
            return False
        if any(SHOUTED.search(t.text) and not ROMAN.fullmatch(t.text) for t in tokens):
            return False
        if any(CAMEL.fullmatch(t.text) and not t.text.startswith(SURNAME_STARTS) for t in tokens):
            return False
        if self.classifier.is_place(chunk) and tokens[0].text not in self.vocabulary.given:
            return False
        rest = tokens[1:] if tokens[0].text in self.vocabulary.given else tokens
        generic = sum(t.low in self.vocabulary.generic or t.low in self.vocabulary.name_stop for t in rest)
        return generic == 0 or (tokens[0].text in self.vocabulary.given and generic < len(tokens) - 1)

    def _is_owned(self, chunk: Chunk) -> bool:
        """Whether a country's possessive stands before a name with no given name: "Denmark's Nordhavn Tang signed"."""
        text = self.reading.text
        if text[max(0, chunk.start - 3) : chunk.start] not in ("'s ", "’s ") or chunk.tokens[0].text in self.vocabulary.given:
            return False
        place = self.classifier.place_at(chunk.start - 4)
        return place is not None and place.kind == "name"

    def _is_office(self, chunk: Chunk) -> bool:
        """Whether a country's adjective and a role with a capital are an office: "the Polish Ambassador"."""
        first = self.classifier.place_of(chunk.tokens[0])
        if first is None or first.kind != "adjective" or len(chunk.tokens) < 2:
            return False
        rest = chunk.tokens[1:]
        hits = hits_between(self.vocabulary.roles, self.reading, rest[0].start, rest[-1].end)
        return any(hit.start == rest[0].start and hit.end == rest[-1].end for hit in hits)

    def _role_before(self, chunk: Chunk, tokens: list[Token]) -> str | None:
        """A role in small letters right before the name, perhaps with a comma: "executive director Andrei …"."""
        begin = max(0, chunk.start - NEAR_ROLE)
        window = self.reading.text[begin : chunk.start]
        hits = list(hits_between(self.vocabulary.roles, self.reading, begin, chunk.start))
        for hit in sorted(hits, key=lambda h: (-h.end, h.start)):
            gap = self.reading.text[hit.end : chunk.start]
            if self._may_be_house(hit, chunk):
                continue
            if re.fullmatch(r"[\s,]{1,2}(?:(?:Mr|Ms|Mrs|Dr|Prof|Herr|Frau|M|Mme|D|Dña)\.? )?", gap):
                return self.reading.text[hit.start : hit.end]
            if re.fullmatch(r" (?:of|for) the [a-z]+(?: [a-z]+)? ", gap):
                return self.reading.text[hit.start : hit.end]
            if re.fullmatch(r" (?:of|for|at|von|van|der|des|de|du|del|la|voor|der|bei) [\w\s'’-]{2,45}, ?", gap) and "," in gap:
                return window[hit.start - begin :].rstrip(", ")
        return None

    def _may_be_house(self, hit: Hit[str], chunk: Chunk) -> bool:
        """Whether a role may also be a firm's and nothing shows a person: "its partner, Namib Ammonia"."""
        word = self.reading.folded[hit.start : hit.end]
        return word in self.vocabulary.introducers and chunk.tokens[0].text not in self.vocabulary.given

    def _role_after(self, chunk: Chunk, sentence: Sentence) -> str | None:
        """The description after the name when it begins with a role: ", Head of International Relations at Skolkovo"."""
        end = min(sentence.end, chunk.end + NEAR_ROLE + 60)
        rest = self.reading.text[chunk.end : end]
        opening = re.match(r"\s?[,(]\s?|\s[–—-]\s|, (?:the|its|a|an)\s|\s(?:of|from|van|von|de|del)\s(?=[A-Z])", rest)
        if not opening or rest.startswith((", which", ", that")):
            return None
        if rest[opening.start() : opening.end()].strip() in ("of", "from", "van", "von", "de", "del"):
            return None
        start = chunk.end + opening.end()
        if re.match(r"(?:and|und|et|y|en|or)\b", self.reading.text[start : start + 4]):
            return None
        stop = re.search(
            r"[,;()“”\"]|[.](?=\s|$)|\s(?:and|said|who|which|explains|signed|und|et|y|en|und|die|der|qui|que|zei|sagte|a déclaré|dijo)\s",
            rest[opening.end() :],
        )
        limit = start + (stop.start() if stop else len(rest) - opening.end())
        hits = list(hits_between(self.vocabulary.roles, self.reading, start, limit))
        if not hits or min(hit.start for hit in hits) > start + 38:
            return None
        first = min(hits, key=lambda hit: (hit.start, -hit.end))
        bearer = NEXT_NAME.match(self.reading.text, max(h.end for h in hits if h.start == first.start))
        if bearer and bearer[1] in self.vocabulary.given:
            return None
        skipped = [
            t
            for t in re.findall(r"\w+", self.reading.text[start : first.start])
            if t[0].isupper() and self.vocabulary.language != "de"
        ]
        return self.reading.text[start:limit].strip() if len(skipped) <= 4 else None

    def _is_house(self, chunk: Chunk) -> bool:
        """Whether the word before makes a person's name that of a firm: "the shipyard Viktor Lenac"."""
        before = self.reading.folded[max(0, chunk.start - 30) : chunk.start].split()
        while len(before) > 1 and before[-1] in ("la", "le", "el", "de", "het", "the"):
            before.pop()
        return bool(before) and before[-1] in self.vocabulary.houses and self.reading.text[chunk.start - 1] == " "

    def _attends(self, chunk: Chunk, sentence: Sentence) -> bool:
        """Whether a name stands with its house in a list of those present: "; Elijah Kiprop, Konza Development Authority"."""
        if len(chunk.tokens) > 4 or not LISTED_BEFORE.search(self.reading.text, max(0, chunk.start - 3), chunk.start):
            return False
        house = HOUSE_AFTER.match(self.reading.text, chunk.end, sentence.end)
        if house is None or not PRESENT.search(self.reading.folded, max(0, sentence.start - 80), chunk.start):
            return False
        form = house[1].split()[-1] in self.vocabulary.forms
        return form or self.vocabulary.has_head(self.reading, house.start(1), house.end(1))

    def _led_by(self, chunk: Chunk) -> bool:
        """Whether a single name stands in a list of people: "by Mr. Volkov, …, and Yasyuke, General Manager of …"."""
        return (
            bool(re.search(r"(?:\b(?:and|by|with)|,) $", self.reading.text[max(0, chunk.start - 5) : chunk.start]))
            and len(chunk.tokens[0].text) > 3
        )

    def _speaks(self, chunk: Chunk, tokens: list[Token]) -> bool:
        text = self.reading.text
        after = [
            h
            for h in hits_between(self.vocabulary.speech, self.reading, chunk.end, min(len(text), chunk.end + 24))
            if text[chunk.end : h.start] in (" ", ", ")
        ]
        if after:
            return True
        begin = max(0, chunk.start - 24)
        return any(
            text[h.end : chunk.start] in (" ", ", ")
            for h in hits_between(self.vocabulary.speech, self.reading, begin, chunk.start)
            if text[h.start : h.end].casefold() not in self.vocabulary.acts | NAMING_VERBS
        )

    def _parts(self, description: str | None) -> tuple[str | None, str | None]:
        """ "Director of Z" as (role, organisation) when what follows the last small word is a name."""
        if not description:
            return None, None
        match = re.match(
            r"(?:the |its |an? )?(.+?) (?:of|at|for|from|von|der|des|bei|van|de|du|del|di|da|vom) (?:the |la |l['’]|der |het |le |las |los )?([A-ZÀ-Þ].+)$",
            description,
        )
        if match and not any(True for _ in self.vocabulary.roles.find(match.group(2).casefold())):
            return match.group(1), match.group(2)
        return re.sub(r"^(?:the|its|an?) ", "", description), None


def _is_built_like_one(tokens: tuple[Token, ...]) -> bool:
    """Whether only people are named so: "Abdulla bin Touq Al Marri", "Park Jin-hee", "Cheng-han Yeh"."""
    if any(t.low in SON_OF for t in tokens[1:-1]) or (2 <= len(tokens) <= 3 and FAMILY_END.search(tokens[-1].text)):
        return True
    return 2 <= len(tokens) <= 3 and any(HYPHENED_GIVEN.fullmatch(t.text) for t in (tokens[0], tokens[-1]))


def surname_hits(reading: Reading, people: list[PersonMention], taken: Marks) -> list[PersonMention]:
    """Later mentions of known people by one of their names alone."""
    found = []
    for person in {person.name: person for person in people}.values():
        parts = [part for part in re.split(r"\s", person.name) if len(part) > 2 and part[0].isupper()]
        if len(parts) < 2:
            continue
        for part in {parts[-1], parts[0]} if len(parts) == 2 else {parts[-1]}:
            for match in re.finditer(rf"\b{re.escape(part)}\b", reading.text):
                if not taken.touch(match.start(), match.end()):
                    found.append(PersonMention(match.start(), match.end(), person.name))
                    taken.mark(match.start(), match.end())
    return found
