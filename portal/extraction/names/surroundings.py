"""What the words around a run of capitalised words say of it: a place, a thing, a kind of organisation."""

from __future__ import annotations

import re

from portal.extraction.lexicon import places
from portal.extraction.lexicon.grammar import small_words
from portal.extraction.names.english import is_matter
from portal.extraction.names.fields import FIELD
from portal.extraction.names.tokens import Chunk, Token
from portal.extraction.names.vocabulary import Vocabulary, hits_between
from portal.extraction.places import Place
from portal.extraction.reading import Reading, Sentence

NAMING = frozenset(word for phrase in small_words("naming") for word in phrase.split())
THING_AFTER = re.compile(
    r"[\"”»’]?(?:,| is| was| ist| war| est| es| fue| \() ?(?:an?|the|ein|eine|une?|una?|een) ((?:[^\W\d_]+(?:-[^\W\d_]+)*[ ]){0,2}[^\W\d_]+)"
)
"""A description after a name, up to three words of it."""
THING_APPOSED = re.compile(
    r"\b(?:[Ii]ts|[Oo]ur|[Tt]heir|[Tt]he) (?:(?!of |from |for )[a-z-]{1,20} ){0,3}?([a-z]{3,20}), [„“\"‘']?$"
)
"""A thing between whose commas its name stands: "the e-learning platform, NormaLearn, "."""
MINISTER = re.compile(r"\bminist(?:ers?|res?|r[oa]s?|erin|ern)$")
"""What follows is the field of one, not a house."""
ASIDE = re.compile(r" \([A-ZÀ-Þ][\w.&-]{1,11}\)(?=,)| (?:of|from|in|uit|aus|d[eu]|à) [A-ZÀ-Þ][\w-]+(?=, )")
"""Letters in brackets or a seat between a name and its description."""
NEAR = 64
HALLS = frozenset({"hall", "rathaus", "arena", "stadium", "stadion"})
BUILDINGS = frozenset({"house", "building", "tower", "court", "centre", "center", "hall", "plaza", "palace"})
ADDRESS = re.compile(r", (?:\d{1,4} )?(?:[a-z]{1,20} ){1,4}(?:floor|street|avenue|road|lane|square)\b")
"""After a building: where in it, or where it stands."""
AND_CAPITALS = re.compile(r" (?:and|&) (?:[A-ZÀ-Þ][\w-]{1,20} ){1,3}([A-ZÀ-Þ][\w-]{1,20})\b(?! [A-ZÀ-Þ])")
GROWN = {"du": "le", "des": "les"}
"""French small words that have grown together with an article."""


class Surroundings:
    """The places of one article and the words around its names."""

    def __init__(self, reading: Reading, vocabulary: Vocabulary, places: tuple[Place, ...]) -> None:
        self.reading, self.vocabulary = reading, vocabulary
        self.things: set[str] = set()
        """Names that the article once calls a project's, a ship's or a prize's."""
        self._places = {(place.start, place.end): place for place in places}
        self._place_at = {at: place for place in places for at in range(place.start, min(place.end, place.start + 40))}

    def is_place(self, chunk: Chunk) -> bool:
        """Whether every word of the chunk belongs to the name of a place."""
        return all(t.start in self._place_at or t.low in self.vocabulary.linking for t in chunk.tokens)

    def place_of(self, token: Token) -> Place | None:
        return self._place_at.get(token.start)

    def ends_place(self, token: Token) -> bool:
        """Whether a word belongs to a place that begins before it: "Said" in "Port Said"."""
        place = self.place_of(token)
        return place is not None and place.start < token.start

    def place_at(self, position: int) -> Place | None:
        return self._place_at.get(position)

    def is_city(self, chunk: Chunk) -> bool:
        """Whether the chunk is the name of a city or region, not of a country."""
        place = self._place_at.get(chunk.start)
        return self.is_place(chunk) and place is not None and place.kind in ("place", "town")

    def is_city_token(self, token: Token) -> bool:
        place = self._place_at.get(token.start)
        return place is not None and place.start == token.start and place.kind in ("place", "town") and len(token.text) > 3

    def is_thing(self, chunk: Chunk) -> bool:
        """Whether the words beside a name say that it is a ship's, a project's or a prize's; it is kept in mind."""
        thing = self._is_called_thing(chunk)
        if thing:
            self.things.add(self.reading.text[chunk.start : chunk.end])
        return thing

    def _is_called_thing(self, chunk: Chunk) -> bool:
        before = re.search(r"([^\W\d_]+) [„“«»\"‘']?$", self.reading.folded[max(0, chunk.start - 24) : chunk.start])
        if self.reading.text[chunk.end : chunk.end + 1] == "," and not before:
            before = THING_APPOSED.search(self.reading.text, max(0, chunk.start - NEAR), chunk.start)
        if before and before[1] in self.vocabulary.things and self.reading.text[chunk.start - 1] != "(":
            return True
        after = THING_AFTER.match(self.reading.folded, chunk.end, chunk.end + 60)
        described = after[1].split() if after else []
        if not any(word in self.vocabulary.things for word in described):
            return False
        return not any(
            self.vocabulary.introducer(word) or any(True for _ in self.vocabulary.appositives.find(word)) for word in described
        )

    def is_scenery(self, chunk: Chunk) -> bool:
        """Whether a name is that of a river or street, of the hall in which one meets, or only a German noun in the genitive."""
        before = self.reading.folded[max(0, chunk.start - 16) : chunk.start].split()
        if (before and before[-1] in self.vocabulary.geographic) or self.is_thing(chunk):
            return True
        if self.vocabulary.language == "en" and (
            is_matter(chunk.tokens, self.vocabulary) or self._is_in_address(chunk) or self._goes_on_to_matter(chunk)
        ):
            return True
        last = chunk.tokens[-1]
        if last.low in HALLS and before[-1:] and before[-1] in ("in", "at", "inside", "outside", "im", "dans", "en"):
            return True
        if before[-1:] == ["im"] and chunk.tokens[0].low in ("hafen", "flughafen", "bahnhof"):
            return True
        if last.low == "campus" and len(chunk.tokens) == 2 and (before[-2:] == ["at", "the"] or before[-1:] in (["at"], ["on"])):
            return True
        if (
            last.low == "valley"
            and before[-1:] == ["the"]
            and chunk.tokens[-2:-1]
            and chunk.tokens[-2].low not in self.vocabulary.generic
        ):
            return True
        alone = len(chunk.tokens) == 1 and self.vocabulary.language == "de"
        return alone and any(
            h.start == 0 and h.end + cut == len(last.text)
            for cut in (1, 2)
            for h in self.vocabulary.heads.find(last.low[:-cut])
            if last.low.endswith(("s", "es")[cut - 1])
        )

    def _is_in_address(self, chunk: Chunk) -> bool:
        """Whether a floor or a street follows a building: "Ndeke House, Third Floor"."""
        return chunk.tokens[-1].low in BUILDINGS and ADDRESS.match(self.reading.folded, chunk.end) is not None

    def _goes_on_to_matter(self, chunk: Chunk) -> bool:
        """Whether "and" joins a name of two words to that of an occasion: "Astana Mining and Metals Congress"."""
        if (
            len(chunk.tokens) > 2
            or not self.reading.text.startswith((" and ", " & "), chunk.end)
            or chunk.tokens[-1].text.isupper()
        ):
            return False
        rest = AND_CAPITALS.match(self.reading.text, chunk.end)
        last = rest[1].casefold() if rest else ""
        company = all(
            hit.value in ("company", "closing") for hit in self.vocabulary.head_hits(self.reading, chunk.start, chunk.end)
        )
        return (
            last in self.vocabulary.matters | self.vocabulary.endings
            and company
            and rest is not None
            and " " in rest[0].strip()[4:]
        )

    def is_town_with_article(self, small: str, word: str) -> bool:
        """Whether "du" and a name are "de" and a town whose name begins with an article: "port du Havre"."""
        article = GROWN.get(small)
        if self.vocabulary.language != "fr" or article is None:
            return False
        town = f"{article} {word.casefold()}"
        return any((start, end) == (0, len(town)) for start, end, _ in places("fr").find_in(town.title(), town))

    def employs(self, chunk: Chunk) -> bool:
        """Whether a role at it is named right before: "General Manager of Israel Sheng-BDO"."""
        if self.is_place(chunk):
            return False
        begin = max(0, chunk.start - 60)
        before = self.reading.text[begin : chunk.start]
        link = re.search(
            r"\s(?:of|at|from|von|bei|der|des|de|du|d['’]|del|van|bij) ?(?:the |la |las |los |le |het |l['’])?$", before
        )
        if not link or self.is_town_with_article(link.group().strip(), chunk.tokens[0].text):
            return False
        end = begin + link.start()
        field = self.vocabulary.language == "en" and all(
            t.low in self.vocabulary.generic or FIELD.search(t.low) for t in chunk.tokens
        )
        if field or MINISTER.search(self.reading.folded, begin, end):
            return False
        return any(end - hit.end <= 1 for hit in hits_between(self.vocabulary.roles, self.reading, begin, end))

    def made_by(self, chunk: Chunk, sentence: Sentence) -> str | None:
        """A firm that runs or makes something ("run by Lakeland Woollens") or that a colon adds to what it is ("a buyer: Marufuji Shoji")."""
        if self.is_place(chunk) or chunk.tokens[0].text in self.vocabulary.given:
            return None
        begin = max(sentence.start, chunk.start - NEAR)
        before = self.reading.folded[begin : chunk.start]
        bare = re.sub(r" (?:the |la |le |les |el |los |l'|de |het |der )?$", "", before)
        if any(True for _ in hits_between(self.vocabulary.roles, self.reading, chunk.start, chunk.end)):
            return None
        group = before.endswith(" the ") and len(chunk.tokens) == 1 and not chunk.tokens[0].text.isupper()
        if not group and any(h.end == len(bare) for h in self.vocabulary.makers.find(bare)):
            return "company"
        if len(chunk.tokens) > 1 and any(h.end == len(bare) for h in self.vocabulary.agents.find(bare)):
            return "company"
        if before.endswith(", ") and self.reading.text[chunk.end : chunk.end + 1] == ",":
            return self._apposed(before)
        if not before.endswith(": "):
            return None
        clause = re.split(r"[,;:]", before[:-2])[-1]
        words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", clause)[-6:]
        if len(words) < 3 and words and words[-1] in self.vocabulary.labels:
            return "company"
        return next((k for w in reversed(words) if (k := self.vocabulary.introducer(w))), None)

    def _apposed(self, before: str) -> str | None:
        """The kind of what a name between commas explains: "le groupement des piroguiers de Guet Ndar, Mbaal Gi, ..."."""
        clause = re.split(r"[,;:.]", before[:-2])[-1]
        if any(True for _ in self.vocabulary.roles.find(clause)):
            return None
        words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", clause)[-7:]
        kinds = [(n, kind) for n, w in enumerate(words) if (kind := self.vocabulary.introducer(w))]
        if (
            not kinds
            or kinds[-1][0] == len(words) - 1
            or words[kinds[-1][0] + 1] not in ("of", "in", "des", "de", "du", "der", "van", "von", "del")
        ):
            return None
        return kinds[-1][1]

    def introduced(self, chunk: Chunk, tokens: list[Token]) -> str | None:
        """The kind that the words before give: "the start-up CPS Lab", "such corporations as Hitachi"."""
        seen = 0
        number = chunk.first - 1
        while number >= 0 and seen < 3:
            token = tokens[number]
            gap = self.reading.text[token.end : tokens[number + 1].start]
            if gap.strip(" ‘’“”\"'«»„(:") and not (gap == ", " and seen == 0 and self.vocabulary.introducer(token.low)):
                return None
            kind = self.vocabulary.introducer(token.low)
            if kind:
                return kind
            place = self.place_of(token)
            described = (
                self.vocabulary.language in ("fr", "es")
                and seen == 0
                and token.text.islower()
                and len(token.text) > 4
                and token.low not in self.vocabulary.stop
            )
            if (
                token.low not in NAMING
                and not described
                and not (place is not None and place.kind == "adjective" and not token.capital)
            ):
                return None
            number -= 1
            seen += 1
        return None

    def described(self, chunk: Chunk, sentence: Sentence) -> str | None:
        """The kind that a description after the name gives: "Hydrom, the state company that …"."""
        text = self.reading.text
        aside = ASIDE.match(text, chunk.end, sentence.end)
        begin = aside.end() if aside else chunk.end
        rest = text[begin : min(sentence.end, begin + NEAR + 20)]
        match = re.match(
            r"[\"”»’]? (?:is|was|est|ist|es) (?:one of |an? |the |une? |eine? |l['’]un des )|"
            r",? ?[(,] ?(?:[A-ZÀ-Þ]\w+['’]s|the|an?|its|two|three|une?|la|le|l['’]|der|die|das|ein|eine|de|het|een|el|los|las|un|una)\b",
            rest,
        )
        if not match:
            return None
        stop = re.search(r"[,;.()]|\b(?:that|which|who|die|der|qui|que|dat)\b", rest[match.end() :])
        end = begin + match.end() + (stop.start() if stop else len(rest) - match.end())
        hits = list(hits_between(self.vocabulary.appositives, self.reading, begin + match.end(), end))
        roles = list(hits_between(self.vocabulary.roles, self.reading, begin + match.end(), end))
        if not hits or (roles and min(r.start for r in roles) <= min(h.start for h in hits)):
            return None
        first_break = re.search(
            r"\b(?:of|for|from|in|de|du|des|von|van|der|del)\b", self.reading.folded[begin + match.end() : end]
        )
        limit = begin + match.end() + first_break.start() if first_break and first_break.start() > 0 else end
        near = [hit for hit in hits if hit.end <= limit + 1] or hits
        return near[-1].value
