"""Names in Korean: words that end in a head noun once particles are off, people beside their role."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.extraction.lexicon import words
from portal.extraction.matching import is_hangul
from portal.extraction.names.latin import LatinReader
from portal.extraction.names.mentions import Found, OrganisationMention, PersonMention, PlaceIndex
from portal.extraction.names.vocabulary import HEAD_ORDER
from portal.extraction.places import Place
from portal.extraction.reading import BODY_PARTS, Reading, Sentence

WORD = re.compile(r"(?:\(주\)|㈜)?[\uac00-\ud7afA-Za-z0-9]+(?:[·&-][\uac00-\ud7afA-Za-z0-9]+)*")
COUNTED = re.compile(r"\d+(?:일|월|년|개|명|차|회|곳|억|만|%)")
CITY_ROLES = ("대사대리", "총영사", "대사", "부시장", "시장", "도지사", "부지사", "지사", "군수", "구청장")
"""Roles that are written in one word with the place: 창원시장."""
VERBAL = re.compile(
    r"(?:하는|했던|하고|하며|해|한|된|되는|있는|위한|대한|통한|따른|관한|인|의|은|는|을|를|이|가|와|과|에|에서|으로|로|도|며|고|및|등|할|될|던|적)$"
)
FOREIGN_SOUNDS = frozenset(
    "쿠카크트프브츠르드셀란를텍렉릭닉믹젠텔벨헬델넥펙팩케켄켈퀴큐킨틴틸틱템플펠핀펜슨슬즈칸칼캄컨컴콘콜켐턴톤톨튜푸팬퍼폰퓨뮤뉴듀벤렌겐넬멜렐림스팍셔셰뷔튀뮌괴쾰뢰쇠뤼웨릴톰셉잭핑랩븐쥬쉬쥐웰"
)
"""Syllables that are rare in Korean words and usual in foreign names."""
POSTED = re.compile("주[한일중미영독러불]")
"""Where an ambassador is posted, before the country: 주한 덴마크대사."""
NUMBERED = re.compile(r"^제\d")
"""A deputy may have a number: 제2부시장."""
FORMS = re.compile(r"^(?:주식회사|㈜|\(주\))$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its particles cut off: `text[start:end]` is the bare word."""

    start: int
    end: int
    text: str
    cut: bool


class KoreanReader:
    """Reads the names of one article."""

    def __init__(self, reading: Reading, places: tuple[Place, ...]) -> None:
        self.reading, self.places = reading, places
        lists = words("ko")
        self.lists, self.people_lists = lists["organisations"], lists["people"]
        self.heads = {head: kind for kind in reversed(HEAD_ORDER) for head in self.lists["heads"].get(kind, ())}
        self.longest_first = sorted(self.heads, key=len, reverse=True)
        self.particles = sorted(self.lists["particles"], key=len, reverse=True)
        self.stop = frozenset(self.lists["stop"]["names"])
        self.stop_words = frozenset(self.lists["stop_words"])
        self.staff = frozenset(self.lists["staff"])
        self.loanwords = frozenset(self.lists["loanwords"])
        self.introducers = {w: k for k, ws in self.lists["introducers"].items() for w in ws}
        self.roles = frozenset(self.people_lists["roles"]) | frozenset(self.people_lists["titles"])
        self.organisations: Found[OrganisationMention] = Found(len(reading.text))
        self.people: Found[PersonMention] = Found(len(reading.text))
        self.index = PlaceIndex(places)

    def read(self) -> tuple[list[OrganisationMention], list[PersonMention]]:
        """Organisations and people in the order of the text."""
        for sentence in self.reading.sentences:
            if sentence.kind in BODY_PARTS:
                found = self._words(sentence)
                self._persons(found)
                self._organised(found)
        self._join_brackets()
        latin, _ = LatinReader(self.reading, self.places, "en").read_latin_only()
        aliases = {alias for mention in self.organisations for alias in mention.aliases}
        self.organisations.extend(o for o in latin if o.name not in aliases)
        self._repeat_people()
        return self.organisations, self.people

    def _words(self, sentence: Sentence) -> list[Word]:
        found = []
        for match in WORD.finditer(self.reading.text, sentence.start, sentence.end):
            text = match.group()
            bare = self._bare(text)
            found.append(Word(match.start(), match.start() + len(bare), bare, len(bare) < len(text)))
        return found

    def _bare(self, text: str) -> str:
        """The word without its particle: the shortest cut that leaves a head noun or a role, else the longest particle."""
        for particle in ("", *self.particles):
            core = text.removesuffix(particle) if particle else text
            if (particle == "" or core != text) and core.endswith(CITY_ROLES):
                return core
        for particle in ("", *self.particles):
            core = text.removesuffix(particle) if particle else text
            if (particle == "" or core != text) and self._head(core):
                return core
        for particle in self.particles:
            if text.endswith(particle) and len(text) - len(particle) >= 2:
                return text[: -len(particle)]
        return text

    def _head(self, core: str) -> str | None:
        return next((head for head in self.longest_first if core.endswith(head) and len(head) > 1), None) or (
            next((head for head in self.longest_first if len(head) == 1 and core.endswith(head)), None) if len(core) > 1 else None
        )

    def _organised(self, found: list[Word]) -> None:
        for number, word in enumerate(found):
            if self._taken(word.start, word.end) or COUNTED.match(word.text):
                continue
            head = self._head(word.text)
            if (
                head in ("도", "시", "군")
                and not self._small_head(word, head)
                and number
                and self._introduced(found[number - 1], word)
            ):
                end = word.end - 1 if head == "도" else word.end
                self._add(word.start, end, self._introducer(found[number - 1].text) or "company", [])
            elif head:
                self._headed(found, number, word, head)
            elif FORMS.match(word.text) and number + 1 < len(found):
                following = found[number + 1]
                self._add(word.start, following.end, "company", [following.text])
            elif word.text.startswith(("㈜", "(주)")):
                self._add(word.start, word.end, "company", [re.sub(r"^(?:㈜|\(주\))", "", word.text)])
            elif number and self._introduced(found[number - 1], word):
                self._add(word.start, word.end, self._introducer(found[number - 1].text) or "company", [])
            elif self._is_province(word, found[number - 1] if number else None):
                self._add(word.start, word.end, "public-authority", [])
            elif self._employs(found, number) or self._from_abroad(found, number):
                self._add(word.start, word.end, "company", [])

    def _is_province(self, word: Word, before: Word | None) -> bool:
        """Whether a word is a province abroad and its kind: "하이난성"."""
        ends = word.text[-1] in "성주현" and len(word.text) > 2 and word.cut
        place = self.index.at(word.start)
        if (
            ends
            and place is not None
            and place.kind != "name"
            and place.start == word.start
            and place.end in (word.end - 1, word.end)
        ):
            return True
        country = self.index.at(before.start) if before is not None and not before.cut else None
        return ends and len(word.text) > 3 and country is not None and country.kind == "name" and self._is_name(word)

    def _employs(self, found: list[Word], number: int) -> bool:
        """Whether the people of a name are spoken of right after it: "아람코 관계자"."""
        word = found[number]
        if number + 1 >= len(found) or found[number + 1].text not in self.staff or word.cut or not self._is_name(word):
            return False
        return self._adjacent(word, found[number + 1]) and not VERBAL.search(word.text)

    def _from_abroad(self, found: list[Word], number: int) -> bool:
        """Whether a word in the sounds of a foreign language follows the name of its country: "독일 쿠카가"."""
        word = found[number]
        if not number or not word.cut or not self._adjacent(found[number - 1], word) or not self._is_name(word):
            return False
        place = self.index.at(found[number - 1].start)
        abroad = place is not None and place.kind == "name" and place.end == found[number - 1].end and not found[number - 1].cut
        return abroad and any(c in FOREIGN_SOUNDS for c in word.text) and word.text not in self.loanwords

    def _is_name(self, word: Word) -> bool:
        known = word.text in self.stop_words or word.text in self.stop or word.text in self.roles or word.text in self.introducers
        return not known and len(word.text) > 1 and all(is_hangul(c) for c in word.text) and self.index.at(word.start) is None

    def _introduced(self, before: Word, word: Word) -> bool:
        """Whether a word such as "스타트업" right before makes the next one a name."""
        named = word.text not in self.stop_words and word.text not in self.roles and len(word.text) > 1
        return (
            named
            and not before.cut
            and self._introducer(before.text) is not None
            and self._adjacent(before, word)
            and not self._place(word.start, word.end)
        )

    def _introducer(self, text: str) -> str | None:
        """The kind of a word such as "스타트업", also as the tail of one: 종묘회사."""
        tail = next((w for w in self.introducers if len(w) > 1 and text.endswith(w)), None)
        return self.introducers[tail] if tail else None

    def _headed(self, found: list[Word], number: int, word: Word, head: str) -> None:
        start = word.start
        alone = word.text == head
        taken = 0
        while number - taken > 0 and taken < 3:
            before = found[number - taken - 1]
            if not self._adjacent(before, found[number - taken]) or before.cut or not self._names(before):
                break
            taken += 1
            start = before.start
        if (alone and not taken) or word.text.startswith(("공동", "합동")):
            return
        if len(head) == 1 and not self._small_head(word, head):
            return
        if not alone and word.text in self.stop and not taken:
            return
        self._add(start, word.end, self.heads[head], [])

    def _small_head(self, word: Word, head: str) -> bool:
        if word.text in self.stop:
            return False
        if head in "시도군":
            return self._place(word.start, word.end - 1) or self._place(word.start, word.end)
        return len(word.text) >= (5 if head == "부" else 4) and word.text not in self.stop

    def _adjacent(self, first: Word, second: Word) -> bool:
        return self.reading.text[first.end : second.start] == " "

    def _names(self, word: Word) -> bool:
        if word.text in self.stop_words or word.text in self.roles or word.text in self.introducers:
            return False
        if COUNTED.match(word.text):
            return False
        place = self.index.at(word.start)
        country = place is not None and place.kind == "name" and place.start == word.start and place.end >= word.end
        if country or self._taken(word.start, word.end):
            return False
        return not VERBAL.search(word.text) or self._place(word.start, word.end)

    def _place(self, start: int, end: int) -> bool:
        return self.index.covers(start, end)

    def _add(self, start: int, end: int, kind: str, aliases: list[str]) -> None:
        name = self.reading.text[start:end]
        if len(name) > 1 and name not in self.stop and not self._taken(start, end):
            self.organisations.append(OrganisationMention(start, end, name, kind, [a for a in aliases if a]))

    def _taken(self, start: int, end: int) -> bool:
        return self.organisations.touch(start, end) or self.people.touch(start, end)

    def _persons(self, found: list[Word]) -> None:
        for number, word in enumerate(found):
            if not number or (NUMBERED.sub("", word.text) not in self.roles and not self._city_role(word)):
                continue
            before = found[number - 1]
            if not self._adjacent(before, word) or before.cut:
                continue
            if number > 2 and POSTED.fullmatch(before.text) and self._foreign(found[number - 3], found[number - 2]):
                self._person(found[number - 3].start, found[number - 2].end, f"{before.text} {word.text}", found, number - 3)
                continue
            if self._korean_name(before.text):
                self._person(before.start, before.end, word.text, found, number - 1)
            elif (
                number > 1 and self._korean_name(found[number - 2].text) and not found[number - 2].cut and self._head(before.text)
            ):
                self._person(found[number - 2].start, found[number - 2].end, f"{before.text} {word.text}", found, number - 2)
            elif (
                self._head(before.text)
                and number > 2
                and self._adjacent(found[number - 2], before)
                and (first := self._name_before(found, number - 2)) is not None
            ):
                stated = f"{found[number - 2].text} {before.text} {word.text}"
                self._person(found[first].start, found[number - 3].end, stated, found, first)
            elif self._head(before.text) and (first := self._name_before(found, number - 1)) is not None:
                self._person(found[first].start, found[number - 2].end, f"{before.text} {word.text}", found, first)
            elif (
                number > 1
                and self._adjacent(found[number - 2], before)
                and not found[number - 2].cut
                and self._foreign(found[number - 2], before)
            ):
                self._person(self._foreign_start(found, number - 2), before.end, word.text, found, number - 2)

    def _name_before(self, found: list[Word], city: int) -> int | None:
        """The number of the word with which a foreign name of two to four words before a city begins."""
        first = city
        while (
            first
            and city - first < 4
            and self._adjacent(found[first - 1], found[first])
            and not found[first - 1].cut
            and all(is_hangul(c) for c in found[first - 1].text)
            and self._is_part_of_name(found[first - 1])
        ):
            first -= 1
        return first if city - first > 1 and self._place(found[city].start, found[city].end - 1) else None

    def _is_part_of_name(self, word: Word) -> bool:
        return not (
            self._head(word.text)
            or word.text in self.stop_words
            or word.text in self.introducers
            or word.text in self.roles
            or self._place(word.start, word.end)
        )

    def _city_role(self, word: Word) -> bool:
        """Whether a word is a place with the role of who heads it: 포항시장, 셸레프테오시장."""
        role = next((role for role in CITY_ROLES if word.text.endswith(role) and len(word.text) > len(role)), None)
        return role is not None and self.index.at(word.start) is not None

    def _korean_name(self, text: str) -> bool:
        return (
            len(text) in (3, 4)
            and text[0] in self.people_lists["surnames"]
            and all(is_hangul(c) for c in text)
            and not self._head(text)
            and text not in self.stop_words
        )

    def _foreign(self, first: Word, second: Word) -> bool:
        return all(
            all(is_hangul(c) for c in word.text)
            and (len(word.text) > 1 or word is first or len(first.text) > 1)
            and self._is_part_of_name(word)
            for word in (first, second)
        )

    def _foreign_start(self, found: list[Word], first: int) -> int:
        """Where a foreign name of two or three words begins."""
        before = found[first - 1] if first else None
        third = before is not None and not before.cut and self._adjacent(before, found[first]) and len(found[first].text) == 1
        return before.start if third and before is not None else found[first].start

    def _person(self, start: int, end: int, role: str, found: list[Word], first: int) -> None:
        if not self.people.touch(start, end):
            home = found[first - 1].text if first and self._head(found[first - 1].text) else None
            self.people.append(PersonMention(start, end, self.reading.text[start:end], role, home))

    def _join_brackets(self) -> None:
        for mention in self.organisations:
            match = re.match(
                r"\s?[(（]([A-Za-z][^()（）]{1,40}|[\uac00-\ud7af]{2,14})[)）]", self.reading.text[mention.end : mention.end + 48]
            )
            if match:
                mention.aliases.append(match.group(1))

    def _repeat_people(self) -> None:
        for person in list({person.name: person for person in self.people}.values()):
            for match in re.finditer(re.escape(person.name), self.reading.text):
                if not self.people.touch(match.start(), match.end()):
                    self.people.append(PersonMention(match.start(), match.end(), person.name))
