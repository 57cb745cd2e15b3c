"""People in Chinese and Japanese: beside their role, foreign names by the dots between their parts."""

from __future__ import annotations

import re

from portal.extraction.lexicon import simplified, words
from portal.extraction.matching import Hit, is_han, longest
from portal.extraction.names.mentions import Found, OrganisationMention, PersonMention, PlaceIndex
from portal.extraction.names.vocabulary import list_matcher
from portal.extraction.places import Place
from portal.extraction.reading import Reading, Sentence

FOREIGN_ZH = re.compile(r"[\u4e00-\u9fff]{1,7}(?:[·•・．‧][\u4e00-\u9fff]{1,8}){1,3}")
SPELLED = re.compile(r"[\u4e00-\u9fff]{2,6}(?=\s?[（(][A-ZÀ-Ž][a-zà-ž]+ [A-ZÀ-Ž])")
"""A foreign name with its spelling in brackets: 諾瓦克（Jan Novák）."""
FOREIGN_JA = re.compile(r"[ァ-ヶー]{2,}(?:[・＝][ァ-ヶー]{2,}){1,3}")
AFTER_NAME = "担率等、，。和与在的）)向对及（(为参会出就一同说表介签指认强主致陪带代是则以还也透告补解提回：:；赴前到受应曾于作接宣发见带共先女教博院并将自"
DAY = re.compile(
    r"(?:本|上|下|这|這)?(?:周|週|星期|礼拜|禮拜)[一二三四五六日天]|[今昨当當同次翌](?:天|日|晚|早)|近日|日前|上午|下午|\d{1,2}[日月]"
)
"""A day right after a name: 王芳周一会谈."""
JAPANESE_AFTER = re.compile(
    r"(?:の|[ ：:])([\u4e00-\u9fff々]{1,3} [\u4e00-\u9fff々ぁ-ん]{1,3}|[\u4e00-\u9fff々]{3,5}(?<!氏))(?=[とがはもにを、。）)」]|氏|さん)"
)


class EastAsianPeople:
    """Finds the people of one article; keeps what is found of people and organisations."""

    def __init__(self, reading: Reading, places: tuple[Place, ...]) -> None:
        self.reading, self.places = reading, places
        self.language = reading.language
        self.folded = simplified(reading.folded, self.language)
        self.plain = simplified(reading.text, self.language)
        lists = words(self.language)
        self.lists, self.people_lists = lists["organisations"], lists["people"]
        self.heads = list_matcher(self.language, "organisations", "heads")
        self.cuts = list_matcher(self.language, "organisations", "cuts")
        self.roles = list_matcher(self.language, "people", "roles")
        self.stop = frozenset(self.lists["stop"]["names"]) | frozenset(self.lists["pronouns"])
        self.common = re.compile("|".join(sorted(self.lists["common"], key=len, reverse=True)))
        self.organisations: list[OrganisationMention] = []
        self.people: Found[PersonMention] = Found(len(reading.text))
        self.index = PlaceIndex(places)

    def _persons(self, sentence: Sentence) -> None:
        text = self.reading.text
        foreign = FOREIGN_ZH if self.language == "zh" else FOREIGN_JA
        for match in foreign.finditer(text, sentence.start, sentence.end):
            self._foreign(match)
        offset = sentence.start
        roles = [
            Hit(h.start + offset, h.end + offset, h.value) for h in longest(self.roles.find(self.folded[offset : sentence.end]))
        ]
        for role in roles:
            if self.language == "zh":
                self._chinese_after(role)
                self._chinese_before(role)
            else:
                self._japanese_before(role)
                self._japanese_after(role)
        for title in self.people_lists["titles"]:
            for match in re.finditer(title, text[offset : sentence.end]):
                hit = Hit(offset + match.start(), offset + match.end(), title)
                if self.language == "zh":
                    self._chinese_before(hit)
                else:
                    self._japanese_before(hit)

    def _foreign(self, match: re.Match[str]) -> None:
        """A foreign name, whose parts a dot joins."""
        text = self.reading.text
        start, end = self._cut_foreign(match) if self.language == "zh" else match.span()
        after = text[end : end + 4]
        roles = longest(self.roles.find(self.plain[end : end + 12]))
        role = next((h.value for h in roles if h.start == 0), None) or next(
            (text[end : end + h.end] for h in roles if h.start < 6 and all(map(is_han, text[end : end + h.start]))), None
        )
        if (role is None and any(h.start == 0 for h in self.heads.find(after))) or self.index.covers(start, end):
            return
        titled = after.startswith(tuple(self.people_lists["titles"]))
        if self.language == "ja" and not role and not titled:
            return
        before = next((h.value for h in self.roles.find(self.plain[max(0, start - 10) : start]) if h.end == min(10, start)), None)
        self._add(start, end, role or before)

    def _cut_foreign(self, match: re.Match[str]) -> tuple[int, int]:
        """A foreign name in Chinese without the words that stand before its first and after its last part."""
        start, end = match.span()
        parts = re.split("[·•・．‧]", self.plain[start:end])
        front = [h.end for matcher in (self.cuts, self.roles) for h in matcher.find(parts[0])]
        cut = max(front, default=0)
        start += cut if cut < len(parts[0]) else 0
        last = parts[-1]
        stops = [
            m.start()
            for m in re.finditer(
                "[率表介与和在向说指认强签等的对以是出参访会见陪致讲宣述谈將與說表簽出席參訪會見通还也则从被因接代带]", last
            )
            if m.start() > 1
        ]
        stops += [h.start for h in self.roles.find(last) if h.start > 0]
        stops += [m.start() for m in DAY.finditer(last) if m.start() > 0]
        return start, end - (len(last) - min(stops)) if stops else end

    def _chinese_after(self, role: Hit[str]) -> None:
        text = self.reading.text
        begin = role.end
        while begin < len(text) and text[begin] in " 、由":
            begin += 1
        name = self._chinese_name(begin)
        spelled = SPELLED.match(text, begin)
        if spelled and not self._place_between(*spelled.span()):
            name = spelled.group()
        if name:
            self._add(begin, begin + len(name), text[self._role_start(role) : role.end], self._home(self._role_start(role)))
            self._chinese_listed(begin + len(name))

    def _chinese_listed(self, end: int) -> None:
        """Further people in a list that a role opens: 团长王小明、王芳."""
        text = self.reading.text
        while text[end : end + 1] == "、" and (name := self._chinese_name(end + 1, sure=True)):
            if self._place_between(end + 1, end + 1 + len(name)):
                return
            self._add(end + 1, end + 1 + len(name), None)
            end += 1 + len(name)

    def _chinese_name(self, begin: int, *, sure: bool = False) -> str | None:
        """The Chinese name that begins somewhere; a `sure` one has a word behind it that ends names."""
        text = self.plain
        double = text[begin : begin + 2] in self.people_lists["double_surnames"]
        if not double and text[begin : begin + 1] not in self.people_lists["surnames"]:
            return None
        family = 2 if double else 1
        for given, strict in ((2, True), (1, True), (2, sure)):
            name = text[begin : begin + family + given]
            if DAY.match(text, begin + len(name) - 1):
                continue
            after = text[begin + len(name) : begin + len(name) + 1]
            ends = not after or after in AFTER_NAME or not is_han(after) or DAY.match(text, begin + len(name)) is not None
            if len(name) == family + given and all(is_han(c) for c in name) and (ends if strict else name[-1] not in AFTER_NAME):
                if any(c in "的在和与是了为等会率赴携偕" for c in name[family:]) or any(
                    h.start < len(name) and h.end > family for h in self.roles.find(name)
                ):
                    continue
                return self.reading.text[begin : begin + len(name)]
        return None

    def _role_start(self, role: Hit[str]) -> int:
        """The first of several roles in a row: 党工委委员、管委会副主任."""
        match = re.search(
            r"((?:[\u4e00-\u9fff]{0,6}委员|党[\u4e00-\u9fff]{1,4})、)+$", self.reading.text[max(0, role.start - 20) : role.start]
        )
        return role.start - len(match.group()) if match else role.start

    def _home(self, position: int) -> str | None:
        return next((o.name for o in self.organisations if o.end == position), None)

    def _chinese_before(self, title: Hit[str]) -> None:
        """王伟教授, 李娜女士: the name before a title."""
        text = self.reading.text
        for size in (3, 2):
            begin = title.start - size
            if begin < 0 or not all(is_han(c) for c in text[begin : title.start]):
                continue
            if self._is_named_before(begin, title.start):
                self._add(begin, title.start, title.value if title.value in self.people_lists["roles"] else None)
                return

    def _is_named_before(self, begin: int, end: int) -> bool:
        """Whether a surname begins at `begin`, where a word may begin, and no place or head noun is part of the stretch."""
        text = self.plain
        before = text[begin - 1 : begin]
        opens = (
            not is_han(before)
            or before in "由和与、对向是请长任授记士"
            or bool(self.roles.find(self.plain[max(0, begin - 4) : begin]))
            or any(h.end == min(4, begin) and h.end - h.start > 1 for h in self.heads.find(self.plain[max(0, begin - 4) : begin]))
        )
        named = text[begin] in self.people_lists["surnames"] and opens
        return named and not self.heads.find(self.plain[begin:end]) and not self._place_between(begin, end)

    def _japanese_before(self, role: Hit[str]) -> None:
        text = self.reading.text
        match = re.search(
            r"(?<![\u4e00-\u9fff々])([\u4e00-\u9fff々]{2,3}[ 　]?[\u4e00-\u9fff々ぁ-ん]{1,3}|[\u4e00-\u9fff々ケヶノ]{3,6}|(?<=の)[ァ-ヶー]{3,12})$",
            text[max(0, role.start - 14) : role.start],
        )
        if match and match.group(1)[0] > "\u309f" and match.group(1)[-1] < "\u3100" and not self.common.sub("", match.group(1)):
            return
        if not match:
            return
        start = role.start - len(match.group(1))
        name = match.group(1)
        if (
            self._place_between(start, role.start)
            or any(h.end == len(name) for h in self.heads.find(name))
            or name in self.stop
            or name.startswith(("当社", "同社", "本社", "弊社", "同市", "同大"))
            or re.search("[はがをにのとでへやも]", name)
        ):
            return
        if any(h.start == 0 for h in self.heads.find(self.plain[role.start : role.end + 1])) and not role.value.endswith(
            ("長", "授", "表", "者", "員", "士", "役", "使", "事", "理", "領", "臣", "氏", "ん", "O", "ー")
        ):
            return
        if any(h.value for h in self.roles.find(name)) or len(name) < 3:
            return
        self._add(start, role.start, role.value if role.value in self.people_lists["roles"] else None)

    def _japanese_after(self, role: Hit[str]) -> None:
        """A name that its role introduces: 開発部長の森永健司."""
        match = JAPANESE_AFTER.match(self.reading.text, role.end)
        if match and not self._place_between(*match.span(1)) and not self.heads.find(match.group(1)):
            self._add(match.start(1), match.end(1), role.value)

    def _place_between(self, start: int, end: int) -> bool:
        return self.index.covers(start, end - 1)

    def _add(self, start: int, end: int, role: str | None, home: str | None = None) -> None:
        if not self.people.touch(start, end):
            self.people.append(PersonMention(start, end, self.reading.text[start:end], role, home))

    def _repeat_people(self) -> None:
        for person in list({person.name: person for person in self.people}.values()):
            if len(person.name) < 2:
                continue
            for match in re.finditer(re.escape(person.name), self.reading.text):
                if not self.people.touch(match.start(), match.end()):
                    self.people.append(PersonMention(match.start(), match.end(), person.name))
