"""Names in Chinese and Japanese: head nouns that end a name, quoted names, people beside their role."""

from __future__ import annotations

import re
from bisect import bisect_right

from portal.extraction.matching import Hit, is_cjk, is_han, longest
from portal.extraction.names.east_asian_people import EastAsianPeople
from portal.extraction.names.latin import LatinReader
from portal.extraction.names.mentions import OrganisationMention, PersonMention
from portal.extraction.names.vocabulary import list_matcher
from portal.extraction.places import Place
from portal.extraction.reading import BODY_PARTS, Reading, Sentence

LONGEST_NAME = 22
WITHIN = frozenset("・·—－-＝=&ー々")
QUOTED = re.compile(r"[「『“]([^「」『』“”\n]{2,26})[」』”]")
BRACKET = re.compile(r"\s?[（(]([^（）()]{2,40})[)）]")
NOT_YET = frozenset({"共建", "建设", "打造", "筹建", "成立", "设立", "创建", "新建", "建立", "组建"})
"""What is only being built is not an organisation yet."""
ABROAD_FIRM = re.compile(r"(?<![ァ-ヶー・A-Za-z])([ァ-ヶー]{2,12}(?:[・＝ ][ァ-ヶーA-Za-z]{2,14}){0,3})社(?![会長員団内外製屋])")
"""A foreign firm in katakana: フオンナム・リサイクル社."""
SITED = tuple("のでへ内産発")
"""After a city these say where something is; the city does not act."""
SEATED = re.compile(
    "に(?:本社|本店|本部|拠点|本拠|工場|ある|住む|立地|所在|位置|[^、。]{0,16}を(?:開設|開い|設け|設置|オープン|新設|建設))"
)
SEAT = ("本社：", "本社:", "本店：", "总部：", "位于", "地址：")
"""What follows is an address, not a body that acts."""
UNNAMED = ("一家", "某", "多家", "数家", "两家", "一所", "一个", "某家", "几家", "ある", "別の")
SHARED = ("对方", "双方", "中外", "国内外", "海内外", "企業・", "大学・", "企业、")
GENERIC_FIRM = re.compile(r"[ァ-ヶー]{2,6}会社|(?:本社|支社|子|親)会社|(?!株式|有限|合同|合名|合資)[\u4e00-\u9fff]{2,4}会社")
COUNTS = re.compile("[0-9０-９一二三四五六七八九十百千今昨明去本同当翌前後来毎曜近每几数多]")
"""What stands before 日, 月 or 年 when they count days, months or years."""
INFLECTED = re.compile(r"[\u4e00-\u9fff々][ぁ-ん]+(?=[\u4e00-\u9fff々ァ-ヶー])")
"""A Japanese word with its ending, which no name goes across: 始まった|長崎."""
CAMPUS = re.compile(r"[（(]([\u4e00-\u9fff]{2,4})[）)]")
COUNTED = re.compile("[一二三四五六七八九十两几多数]+[家间所个座条项名]")
INNER = re.compile(r"[（(][\u4e00-\u9fff]{2,5}[）)]")
"""A part of a name in brackets: 天津港（集团）有限公司."""
REPORTER = re.compile("(?:本报|本社)?(?:记者|通讯员|实习生|記者)")
"""Who writes, in brackets after a dateline: 电（记者张三）."""
FACULTY = "学院"
"""With a general word before it this is only a part of a university: 设计学院."""
BEARER = re.compile(r"的(?:[\u4e00-\u9fff]{0,4}?)(?:企业|公司|团队|机构|工厂|商社|组织|协会)")
COMMON_KINDS = frozenset({"company", "other", "research-institute", "technopark"})
FOREIGN_NAME = re.compile(
    r"(?:である|の)?[「『]?([ァ-ヶー]{2,12}(?:[・＝][ァ-ヶー]{1,12}){0,3}|[A-Z][A-Za-z0-9&-]{2,18})(?![ァ-ヶーA-Za-z・])"
)
NATIVE_NAME = re.compile(r"の([\u4e00-\u9fff々ァ-ヶー]{3,10})(?=[（(はがとをにや、])")
MIXED_NAME = re.compile(r"([\u4e00-\u9fff]{1,4}[ァ-ヶー]{2,12})(?=[とはがをにや、（(])")
"""A name in two scripts right after its noun: 部品メーカー信州マイクロ."""
NAMING = frozenset({"メーカー", "老舗", "酒蔵", "蔵元", "商社", "工房", "スタートアップ", "ベンチャー", "NGO", "NPO", "新興企業"})
"""Words after which の leads to a name in any script: 部品メーカーの信濃工機."""
SHARED_BY_TOWNS = re.compile("[の的][^、。，]{0,12}?(?:交流|提携|協定|姉妹|友好|連携|合作|协议|協議|项目|項目|结好)")
"""What two towns have together."""
TOGETHER = frozenset("缔结 結為 结为 结成 签署 签订 締結 续签 續簽 携手 互设 互派 共建".split())
"""What towns and provinces do right after their names."""
JOINING = frozenset("和与與同及")
"""Between two names these join them; after a mark they belong to a name: 和笙精密."""
AFTER_TRADE = re.compile("显微|商务|政务|产品|支付|设备|元件|化|書|书|邮件|游戏")
"""After the word of a trade these make another word of it: 电子显微镜."""
UNNAMED_BODIES = ("监管机构", "有关机构", "相关机构", "金融机构", "科研机构", "主管部门")
BRANCH = re.compile(r"([\u4e00-\u9fff]{2,4}?)(?:分会|分行|分院|分校|分公司|办事处|代表处)")
"""A branch behind the name of a house: 中国贸促会青岛分会."""
TRADED = re.compile(
    "([\u4e00-\u9fff]{2,4}?(?:贸易|物流|智能|科技|生物|医药|能源|材料|光电|机器人|网络|软件|食品|农业|环境|影业|动力|医疗|半导体|传媒|数据))"
    "(?=自|于|近日|日前|今年|去年|宣布|表示|与|和|将|已|签|拿到|获得|获|联合|推出|计划|向|称|完成|收购|承诺|正在|开始|派|从|在)"
)
"""A Chinese firm by its trade where it acts: 嘉里物流宣布."""
BEFORE_FIRM = ("商", "企业", "公司", "巨头", "。", "，", ",", "、", "“", "由", "天", "日", "厂", "家", "：")
SMALL_HEADS = frozenset("市県局省庁都府町村部厅")


def before_ends(text: str, start: int, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands right before a position."""
    return text[max(0, start - 4) : start].endswith(words)


class EastAsianReader(EastAsianPeople):
    """Reads the names of one article."""

    def __init__(self, reading: Reading, places: tuple[Place, ...]) -> None:
        super().__init__(reading, places)
        self.introducers = list_matcher(self.language, "organisations", "introducers")
        self.keeps = list_matcher(self.language, "organisations", "keeps")
        self.placed_heads = frozenset(self.lists["placed_heads"])
        self._place_chars = {at for place in places for at in range(place.start, place.end)}

    def read(self) -> tuple[list[OrganisationMention], list[PersonMention]]:
        """Organisations and people in the order of the text."""
        for sentence in self.reading.sentences:
            if sentence.kind in BODY_PARTS:
                self._persons(sentence)
                self._headed(sentence)
                self._quoted(sentence)
                if self.language == "zh":
                    self._traded(sentence)
                if self.language == "ja":
                    self._prefixed(sentence)
                    self._abroad(sentence)
                    self._introduced(sentence)
        self._join_brackets()
        latin, _ = LatinReader(self.reading, self.places, "en").read_latin_only()
        spans = [(o.start, o.end + 42) for o in self.organisations if o.aliases]
        self.organisations += [o for o in latin if not any(s <= o.start < e and o.name in self._aliases() for s, e in spans)]
        self._repeat_people()
        return self.organisations, self.people

    def _aliases(self) -> set[str]:
        return {alias for mention in self.organisations for alias in mention.aliases}

    def _headed(self, sentence: Sentence) -> None:
        text = self.reading.text
        offset = sentence.start
        hits = [Hit(h.start + offset, h.end + offset, h.value) for h in self.heads.find(self.folded[offset : sentence.end])]
        cuts = [
            Hit(h.start + offset, h.end + offset, h.value) for h in longest(self.cuts.find(self.folded[offset : sentence.end]))
        ]
        cut_ends = sorted(cut.end for cut in self._real_cuts(cuts, offset, sentence.end))
        best: dict[int, tuple[int, Hit[str]]] = {}
        for hit in hits:
            start = self._left(hit, cut_ends, offset)
            if (
                hit.end not in best
                or start < best[hit.end][0]
                or hit.end - hit.start > best[hit.end][1].end - best[hit.end][1].start
            ):
                best[hit.end] = (min(start, best.get(hit.end, (start, hit))[0]), hit)
        spans: list[tuple[int, int, Hit[str]]] = []
        for end in sorted(best):
            start, hit = best[end]
            if text[start:end] in self.stop:
                spans = [s for s in spans if not (start <= s[0] and s[1] <= end)]
            elif self._whole(start, end, hit):
                spans = [s for s in spans if not (start <= s[0] and s[1] <= end)]
                spans.append((start, self._right(end), hit))
        for start, end, hit in spans:
            country = re.match(r"[\u30a0-\u30ff\u3400-\u9fff]{2,8}・", text[start:end])
            if country and self.index.covers(start, start + country.end() - 1):
                start += country.end()
            if before_ends(text, start, SEAT) or end - start < 2:
                continue
            if (
                self.language == "ja"
                and text[end - 1] in "市県町村州"
                and ((text[end : end + 1] in SITED and not self._with(start, end)) or SEATED.match(text, end))
            ):
                continue
            if not self.people.touch(start, end) and text[start:end] not in self.stop:
                self.organisations.append(OrganisationMention(start, end, text[start:end], hit.value))

    def _with(self, start: int, end: int) -> bool:
        """Whether a town stands beside another in what both have: 石川県と…市の交流."""
        text = self.reading.text
        told = SHARED_BY_TOWNS.match(text, end) is not None
        before = text[max(0, start - 9) : start]
        return told and bool(re.search(r"[市県州省都府港区](?:と|和|与|與|同)(?:[\u30a0-\u30ff\u3400-\u9fff]{2,7}・?)?$", before))

    def _beside(self, end: int) -> bool:
        """Whether a Chinese town is the first of two in what both have: 宁波市和鲁昂市的."""
        second = re.match(r"[和与與同][^，。、\s]{2,9}?[市州省县縣港区區](?=(..))", self.reading.text[end : end + 14])
        if second is None:
            return False
        return second[1] in TOGETHER or SHARED_BY_TOWNS.match(self.reading.text, end + second.end()) is not None

    def _real_cuts(self, cuts: list[Hit[str]], start: int, end: int) -> list[Hit[str]]:
        """Words that no name has, without those that are only part of a longer word: 家 in 国家, 日 in 朝日."""
        text = self.reading.text
        kept = [Hit(h.start + start, h.end + start, h.value) for h in self.keeps.find(self.folded[start:end])]
        return [
            cut
            for cut in cuts
            if not (len(cut.value) == 1 and all(at in self._place_chars for at in range(cut.start, cut.end)))
            and not any(k.start <= cut.start and cut.end <= k.end and k.end - k.start > cut.end - cut.start for k in kept)
            and not (cut.value in "日月年" and not COUNTS.match(text[cut.start - 1 : cut.start]))
            and not (
                cut.value in JOINING
                and self.index.at(cut.end) is None
                and not (text[cut.start - 1 : cut.start].isalnum() or text[cut.start - 1 : cut.start] in "）)”」』")
            )
            and not (cut.value == "中国" and self.index.at(cut.end) is None)
        ]

    def _left(self, hit: Hit[str], cut_ends: list[int], floor: int) -> int:
        """Where the name before a head noun begins: after the nearest word that no name has, or after a mark."""
        text = self.reading.text
        start = hit.start
        limit = max(floor, hit.end - LONGEST_NAME)
        while start > limit and (
            is_cjk(text[start - 1])
            or (text[start - 1] in WITHIN and (text[start - 1] not in "＝=" or not is_han(text[start - 2])))
            or (text[start - 1].isascii() and text[start - 1].isalpha())
        ):
            start -= 1
            inner = INNER.search(text, max(limit, start - 7), start)
            if inner and inner.end() == start and not REPORTER.match(self.plain, inner.start() + 1):
                start = inner.start()
        if self.language == "ja":
            start = max([start, *(start + m.end() for m in INFLECTED.finditer(text[start : hit.start + 1]))])
        number = bisect_right(cut_ends, hit.start) - 1
        cut = cut_ends[number] if number >= 0 and cut_ends[number] > start else start
        if cut == hit.start or text[cut : hit.end] in self.stop:
            country = self.index.at(cut - 1)
            return country.start if country and country.kind == "name" and hit.end - hit.start < 6 else cut
        country = self.index.at(cut - 1) if hit.value == "public-authority" and hit.end - hit.start > 1 else None
        return country.start if country and country.kind == "name" and self.language == "zh" else cut

    def _whole(self, start: int, end: int, hit: Hit[str]) -> bool:
        text = self.plain
        name = text[start:end]
        if name.endswith(UNNAMED_BODIES):
            return False
        if AFTER_TRADE.match(text, end) and hit.value == "company":
            return False
        if text[max(0, start - 3) : start].rstrip('“「"‘『')[-2:] in NOT_YET:
            return False
        if COUNTED.match(self.plain, start) and self.language == "zh":
            return False
        if before_ends(text, start, UNNAMED) or GENERIC_FIRM.fullmatch(name) or name.startswith(SHARED):
            return False
        if end - start <= hit.end - hit.start or name in self.stop or len(name) < 3:
            return False
        if self._only_common(start, hit) or (text[hit.start : hit.end] in self.placed_heads and self.index.at(start) is None):
            return False
        after = text[end : end + 1]
        if text[start - 1 : start] in ("（", "(") and after in ("）", ")") and self.index.at(start) is not None:
            return False
        if text[hit.start : hit.end] in SMALL_HEADS or hit.end - hit.start == 1:
            place = self.index.at(hit.start - 1) is not None
            acts = not is_han(after) or text[end : end + 2] in TOGETHER
            acts = acts or (self.language == "zh" and (self._beside(end) or self._with(start, end)))
            office = text[hit.start : hit.end] in "局厅院" and self.index.at(start) is not None and after not in "长級级属里内"
            return (
                (place or len(name) > 3)
                and (acts or (office and self.language == "zh"))
                and not name.startswith(tuple("両各同本当該全他"))
            )
        return not name.startswith(("各", "一家", "多家", "两", "该", "本", "这", "一所", "両", "同", "当", "他", "全国"))

    def _only_common(self, start: int, hit: Hit[str]) -> bool:
        """Whether only general words stand before a head noun: 木材交易中心, 人工智能公司."""
        faculty = self.reading.text[hit.start : hit.end] == FACULTY
        if not (faculty or hit.value in COMMON_KINDS) or any(at in self._place_chars for at in range(start, hit.start)):
            return False
        return not self.common.sub("", self.reading.text[start : hit.start])

    def _right(self, end: int) -> int:
        """A name of a university may add its town: インド工科大学ボンベイ校, 中国地质大学（武汉）."""
        branch = BRANCH.match(self.plain, end) if self.language == "zh" else None
        if branch and self.index.covers(branch.start(1), branch.end(1)):
            return branch.end()
        campus = CAMPUS.match(self.reading.text, end) if self.language == "zh" else None
        if campus and self.reading.text[end - 1] == "学" and self.index.covers(campus.start(1), campus.end(1)):
            return campus.end()
        match = (
            re.match(r"[ァ-ヶー]{2,8}校?(?![ァ-ヶー・])", self.reading.text[end : end + 11]) if self.language == "ja" else None
        )
        return end + match.end() if match and self.reading.text[end - 1] == "学" else end

    def _quoted(self, sentence: Sentence) -> None:
        text = self.reading.text
        for match in QUOTED.finditer(text, sentence.start, sentence.end):
            before = self.folded[max(0, match.start() - 12) : match.start()]
            hits = [h for h in self.introducers.find(before) if h.end == len(before)]
            heads = [h for h in self.heads.find(match.group(1)) if h.end == len(match.group(1))]
            bearer = BEARER.match(text, match.end())
            follows = [h for h in self.heads.find(text[match.end() : match.end() + 5]) if h.start == 0 and h.end > 1]
            if follows and not re.search("[，。！？、]", match.group(1)):
                hits.append(Hit(0, 0, follows[0].value))
            if bearer or before.endswith(("名为", "名叫", "叫做")):
                hits.append(Hit(0, 0, "company"))
            inner = match.group(1)
            if (
                not (hits or heads)
                or inner in self.stop
                or any(
                    o.start <= match.start(1) and match.end(1) <= o.end and o.end - o.start > len(inner)
                    for o in self.organisations
                )
            ):
                continue
            bracket = re.fullmatch(r"(.+?)[（(](.+?)[)）]", inner)
            name = bracket.group(1) if bracket else inner
            self.organisations = [o for o in self.organisations if not (match.start(1) <= o.start and o.end <= match.end(1))]
            mention = OrganisationMention(match.start(1), match.start(1) + len(name), name, (hits or heads)[-1].value)
            if bracket:
                mention.aliases.append(bracket.group(2))
            self.organisations.append(mention)

    def _prefixed(self, sentence: Sentence) -> None:
        """A legal form before the name: 株式会社遠州オプティクス."""
        forms = "|".join(self.lists["forms"])
        for match in re.finditer(
            rf"(?:{forms})((?:(?!および|ならび|または)[ぁ-ん]{{2,5}}(?=[\u4e00-\u9fffァ-ヶ]))?[\u4e00-\u9fff々ァ-ヶーA-Za-z・]{{2,16}})",
            self.reading.text[sentence.start : sentence.end],
        ):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            self.organisations = [o for o in self.organisations if not (o.start < end and start < o.end)]
            mention = OrganisationMention(start, end, match.group(), "company", [match.group(1)])
            self.organisations.append(mention)

    def _traded(self, sentence: Sentence) -> None:
        """Chinese firms by the trade that ends their name and what they do."""
        text = self.plain
        for match in TRADED.finditer(text, sentence.start, sentence.end):
            start, end = match.span(1)
            place = self.index.at(start)
            start = place.end if place is not None and place.end < end - 2 else start
            opens = start == sentence.start or before_ends(text, start, BEFORE_FIRM) or self.index.at(start - 1) is not None
            plain = any(h.start < end - start for h in self.cuts.find(text[start:end])) or not self.common.sub(
                "", text[start:end]
            )
            named = opens and not plain and end - start > 3 and len(self.common.sub("", text[start:end])) > 1
            if (
                named
                and not self.people.touch(start, end)
                and not any(o.start < end and start < o.end for o in self.organisations)
            ):
                self.organisations.append(OrganisationMention(start, end, self.reading.text[start:end], "company"))

    def _abroad(self, sentence: Sentence) -> None:
        text = self.reading.text
        for match in ABROAD_FIRM.finditer(text, sentence.start, sentence.end):
            start, end = match.span()
            inside = any(o.start < end and start < o.end for o in self.organisations)
            if not inside and match.group() not in self.stop and not self.index.covers(start, end - 1):
                self.organisations.append(OrganisationMention(start, end, match.group(), "company", [match.group(1)]))

    def _introduced(self, sentence: Sentence) -> None:
        """A name in katakana or Latin letters that a word such as 企業 introduces: 新興企業ソラリス, NGOのグリーンハンズ."""
        text = self.reading.text
        for hit in self.introducers.find(self.folded[sentence.start : sentence.end]):
            begin = sentence.start + hit.end
            written = text[sentence.start + hit.start : begin]
            native = (NATIVE_NAME.match(text, begin) or MIXED_NAME.match(text, begin)) if written in NAMING else None
            match = FOREIGN_NAME.match(text, begin) or native
            placed = match is not None and match.re is not MIXED_NAME and self.index.at(match.start(1)) is not None
            if match is None or self._is_no_name(match[1]) or placed:
                continue
            start, end = match.span(1)
            if not self.people.touch(start, end) and not any(o.start < end and start < o.end for o in self.organisations):
                self.organisations.append(OrganisationMention(start, end, match[1], hit.value))

    def _is_no_name(self, name: str) -> bool:
        """Whether a stretch after an introducing word is a role, a general word or a person."""
        roles = self.roles.find(name)
        return name in self.stop or any(h.end == len(name) for h in roles) or not self.common.sub("", name)

    def _join_brackets(self) -> None:
        for mention in self.organisations:
            match = BRACKET.match(self.reading.text, mention.end)
            if match and re.search("[A-Za-z]", match.group(1)) and not match.group(1)[0].isdigit():
                mention.aliases.append(match.group(1).strip())
            elif (
                match
                and re.match(r"(?:以下)?(?:简称|下称|略称)?[“「]?", match.group(1))
                and len(match.group(1)) < 12
                and is_cjk(match.group(1)[-1])
                and self.language == "zh"
            ):
                mention.aliases.append(re.sub(r"^(?:以下)?(?:简称|下称)?[“「]?|[”」]$", "", match.group(1)))
