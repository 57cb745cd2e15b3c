"""Parties that stand where a party must stand, though nothing else shows that they are organisations."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from portal.extraction.lexicon import words
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article, Named

_CAPITAL = r"[A-ZÀ-ÞĀ-ŽА-ЯЁ][\w’'&.-]*[\w’']"
_SMALL = r"(?:[a-zß-ÿа-яё-]+[\s’'])"
_NAME = rf"(?:[«„“\"]([A-ZÀ-ÞА-ЯЁ][^«»„“”\"]{{1,50}})[»“”\"]|({_CAPITAL}(?:\s(?:(?:of|for|de|da|do|del|della|di|du|des|la|van|für|der|and|&)\s){{0,2}}{_CAPITAL}){{0,5}}))"
_THE = r"(?:(?:the|der|die|das|dem|den|het|de|la|le|les|el|los|las|il|a|its|ihrer|ihrem|sa|son|su)\s|l['’])?"
AFTER = re.compile(
    rf"(?:\s(?:in|aus|of|from|van|uit|de|à|из|en|aus)\s{_CAPITAL}(?:\s{_CAPITAL})?)?"
    r"[,\s]*(?:together\s|jointly\s|zusammen\s|gemeinsam\s|samen\s)?(?:and|und|et|y|e|en|и|with|mit|avec|con|com|met|с|со)"
    rf"\s{_THE}{_SMALL}{{0,3}}{_NAME}"
)
"""After a party: "and the Norwegian yard Sund Mek"."""
BEFORE = re.compile(rf"{_NAME}\s(?:and|und|et|y|e|en|и|with|mit|avec|con|com|met|с|со)\s(?:[a-zß-ÿа-яё’'-]+\s?){{0,3}}$")
"""Before a party: "Innovation Norway and "."""
WITH = re.compile(rf"\b(?:with|mit|avec|con|com|met|с|со)\s{_THE}{_SMALL}{{0,3}}{_NAME}")
"""Anywhere: "the company that it had with Vitidata"."""
CYRILLIC = re.compile("[А-Яа-яЁё]")
HEADS = "社|大学|市|公社|協会|研究所|港|院|校|会|庁|局|センター|銀行|工場|組合|団"
JAPANESE_AFTER = re.compile(
    rf"(?:と|は、?|が|の)(?:[一-龯ぁ-ん]{{0,6}}の)?([一-龯]{{0,6}}[ァ-ヶー・]{{3,}}[一-龯ァ-ヶー・]{{0,12}}|[一-龯]{{3,9}}(?:{HEADS})|[A-Z][\w.&-]+)"
    r"(?=[とがはのに、])"
)
JAPANESE_BEFORE = re.compile(
    rf"(?:^|[、。はがの）])([一-龯]{{0,6}}[ァ-ヶー・]{{3,}}[一-龯ァ-ヶー・]{{0,12}}|[一-龯]{{3,9}}(?:{HEADS})|[A-Z][\w.&-]+)と(?:[一-龯ァ-ヶ]{{2,8}}の)?$"
)
CHINESE_AFTER = re.compile(
    r"(?:与|與|和|同|跟|及)([\u4e00-\u9fff·]{4,14}?|[A-Z][\w.&-]+(?: [A-Z][\w.&-]+)*)"
    r"(?=[在已将將日昨今前于於共联聯签簽合达達的，、（双雙正拟擬计計宣举舉开開就自从從成设設建研去上本近\d])"
)
CHINESE_BEFORE = re.compile(
    r"(?:^|[，。、；：）)由讯訊])([^，。、；：（）()\s在的了是将將为於于把被由]{4,14})(?:与|與|和|同|跟|及)$"
)
KOREAN_AFTER = re.compile(
    r"(?:은|는|이|가|와|과|의)?,?\s(?:[가-힣]{2,5}\s)?([가-힣A-Z][가-힣\w·]{2,14}?)(?:과|와|은|는|이|가|의)(?=\s)"
)
KOREAN_BEFORE = re.compile(r"(?:^|\s)([가-힣A-Z][가-힣\w·]{2,14})(?:와|과)\s(?:[가-힣]{2,5}\s)?$")
DENSE = {
    "ja": (JAPANESE_AFTER, JAPANESE_BEFORE),
    "zh": (CHINESE_AFTER, CHINESE_BEFORE),
    "ko": (KOREAN_AFTER, KOREAN_BEFORE),
}
COMMON = frozenset(
    "기업 학생 연구진 관계자 정부 대학 업체 지역 현지 양측 국내 해외 대표단 방문단 파트너 企業 大学 学生 研究者 関係者 当社 同社 同大学 両社 双方 企业 大学 政府 学生 代表团"
    " 访问团 一些企业 当地企业 有关部门".split()
)
"""Common nouns that may stand in the place of a name."""
THINGS = frozenset({"kinds.memorandum", "kinds.agreement", "kinds.programme", "kinds.project", "kinds.letter-of-intent"})
REACH = 90


@functools.cache
def _heads(language: str) -> frozenset[str]:
    """Nouns with which names of organisations begin or end: alone they name none."""
    return frozenset(head for heads in words(language)["organisations"]["heads"].values() for head in heads)


def names_in_slots(article: Article, sentence: Sentence) -> list[str]:
    """The name that "and" or "with" ties to the one organisation that a sentence names; at most one."""
    mentions = article.named_in(sentence)
    if not mentions:
        return []
    for match in _found(article, sentence, mentions):
        number = next((n for n, group in enumerate(match.groups(), 1) if group), 0)
        if number and _may_be_a_party(article, sentence, match, number):
            return [match[number].strip()]
    return []


def _found(article: Article, sentence: Sentence, mentions: list[Named]) -> Iterator[re.Match[str]]:
    text, language = article.reading.text, article.reading.language
    first, last = mentions[0], mentions[-1]
    begin = max(sentence.start, first.start - REACH)
    if language == "he":
        return
    after, before = DENSE.get(language, (AFTER, BEFORE))
    found = [after.match(text, last.end, min(sentence.end, last.end + REACH))]
    # a stretch of its own, so that ^ is where the clause or the reach begins
    left = before.search(text[begin : first.start]) if begin == sentence.start or language not in DENSE else None
    if left is not None:
        found.append(before.search(text, begin + left.start(), first.start))
    yield from (match for match in found if match)
    if language not in DENSE:
        yield from WITH.finditer(text, sentence.start, sentence.end)


def _may_be_a_party(article: Article, sentence: Sentence, match: re.Match[str], number: int) -> bool:
    """Whether a name is no person, place, day or organisation that is known already."""
    start, end = match.span(number)
    name, language = match[number], article.reading.language
    if name in COMMON or any(first < end and start < last for first, last, _ in article.people_in(sentence)):
        return False
    if any(place.start <= start < place.end and end <= place.end for place in article.places_in(sentence)):
        return False
    if any(date.start <= start < date.end for date in article.dates_in(sentence)):
        return False
    quoted = article.reading.text[start - 1] in '«„“"' if start else False
    bare = " " not in name and not quoted
    if bare and (language == "de" or (language == "ru" and CYRILLIC.search(name)) or name in _heads(language)):
        return False
    if any(
        cue.value in THINGS and start < cue.end and cue.end >= end for cue in article.reading.cues_in(sentence) if cue.start < end
    ):
        return False
    return not any(name in fact.name or fact.name in name for fact in article.organisations)
