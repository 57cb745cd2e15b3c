"""Parties that stand where a party must stand, though nothing else shows that they are organisations."""

from __future__ import annotations

import re

from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article

_CAPITAL = r"[A-ZÀ-ÞА-ЯЁ][\w’'&.-]*[\w’']"
_NAME = rf"(?:[«„“\"]([A-ZÀ-ÞА-ЯЁ][^«»„“”\"]{{1,50}})[»“”\"]|({_CAPITAL}(?:\s(?:(?:of|for|de|da|do|del|della|di|du|des|la|van|für|der|and|&)\s){{0,2}}{_CAPITAL}){{0,5}}))"
AFTER = re.compile(
    rf"(?:\s(?:in|aus|of|from|van|uit|de|à|из|en|aus)\s{_CAPITAL}(?:\s{_CAPITAL})?)?"
    r"[,\s]*(?:together\s|jointly\s|zusammen\s|gemeinsam\s|samen\s)?(?:and|und|et|y|e|en|и|with|mit|avec|con|com|met|с|со)"
    rf"\s(?:(?:the|der|die|das|dem|den|het|de|la|le|les|el|los|las|il|a|l['’])\s?)?(?:[a-zß-ÿа-яё-]+\s){{0,3}}{_NAME}"
)
"""After a party: "and the Norwegian yard Sund Mek"."""
BEFORE = re.compile(rf"{_NAME}\s(?:and|und|et|y|e|en|и|with|mit|avec|con|com|met|с|со)\s(?:[a-zß-ÿа-яё’'-]+\s?){{0,3}}$")
"""Before a party: "Innovation Norway and "."""
KATAKANA = re.compile(r"(?:^|[、。はがと]|の)([ァ-ヶー・]{3,}(?:[一-龯]{0,6}(?:社|大学|市|公社|協会|研究所))?)と$")
KATAKANA_AFTER = re.compile(
    r"(?:と|は、?|が)(?:[一-龯ぁ-ん]{0,6}の)?([ァ-ヶー・]{3,}(?:[一-龯]{0,6}(?:社|大学|市|公社|協会|研究所))?)(?=[とがはのに、])"
)
HANGUL = re.compile(r"(?:은|는|이|가)\s(?:[가-힣]{2,5}\s)?([가-힣]{3,12})(?:과|와)\s")
REACH = 90


def names_in_slots(article: Article, sentence: Sentence) -> list[str]:
    """The name that "and" or "with" ties to the one organisation that a sentence names."""
    mentions = article.named_in(sentence)
    if not mentions:
        return []
    text, language = article.reading.text, article.reading.language
    first, last = mentions[0], mentions[-1]
    before = text[max(sentence.start, first.start - REACH) : first.start]
    if language in ("ja", "ko", "zh", "he"):
        pattern = {"ja": KATAKANA_AFTER, "ko": HANGUL}.get(language)
        found = [pattern.match(text, last.end, min(sentence.end, last.end + REACH))] if pattern else []
    else:
        found = [AFTER.match(text, last.end, min(sentence.end, last.end + REACH)), BEFORE.search(before)]
    for match in found:
        name = next((group for group in match.groups() if group), None) if match else None
        if name and match and _may_be_a_party(article, sentence, name):
            return [name.strip()]
    return []


def _may_be_a_party(article: Article, sentence: Sentence, name: str) -> bool:
    """Whether a name is no person, place, day or organisation that is known already."""
    at = article.reading.text.find(name, sentence.start, sentence.end)
    if at < 0 or any(start < at + len(name) and at < end for start, end, _ in article.people_in(sentence)):
        return False
    if any(place.start <= at < place.end and len(name) <= place.end - at for place in article.places_in(sentence)):
        return False
    if any(date.start <= at < date.end for date in article.dates_in(sentence)):
        return False
    german = article.reading.language == "de" and " " not in name and at and article.reading.text[at - 1] not in '«„“"'
    return not german and not any(name in fact.name or fact.name in name for fact in article.organisations)
