"""The keys by which names are compared and put in order."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import Any

from anyascii import anyascii

KEY_LENGTH = 255

# Dots and apostrophes inside a word belong to it: B.V. is BV, O'Neill is ONeill. All other punctuation parts words.
_INSIDE_WORDS = re.compile(r"(?<=\w)[.'’ʼ`](?=\w)")
_NOT_WORDS = re.compile(r"[\W_]+")
_LEADING_MARKS = re.compile(r"^\W+(?=\w)")
_LATIN_MARKS = re.compile(r"([a-z])[\u0300-\u036f]+")

# Greek to Arabic and what stands between: alphabets whose letters are in order as they are numbered.
_OWN_ALPHABET = re.compile(r"[\u0370-\u06ff]")
_NOT_LETTERS = re.compile(r"[^\w\s]")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_KANA = re.compile(r"[\u3041-\u30ff]")

_FORMS_BEFORE = frozenset(
    """
    the ооо оао зао пао ао нао ип фгуп фгбу фгбоу фгаоу мкп муп гуп анпо нп тоо тов ат прат чао одо
    ooo oao zao pao pt cv
    """.split()
)
_FORMS_AFTER = frozenset(
    """
    inc incorporated corp corporation co company ltd limited llc llp lp plc pty pte pvt private bhd sdn ltda
    gmbh mbh ag kg ohg ev eg gug ug se bv nv vof cv vzw asbl sa sas sasu sarl sprl srl spa snc sl slu sau
    ab oy oyj as asa aps sro zrt kft nyrt doo dd ad ead eood ood uab sia oü ou jsc pjsc cjsc ojsc ooo oao zao kk
    ооо оао зао пао ао ат тов тоо and
    """.split()
)
_CJK_FORMS = ("股份有限公司", "有限责任公司", "有限責任公司", "有限公司", "株式会社", "合同会社", "有限会社", "주식회사", "(주)")


def name_key(text: str) -> str:
    """The key under which spellings of one organisation's name are equal: lower case, without punctuation and legal forms.

    "ASML Holding N.V." and "asml holding nv" give "asml holding". Words stay in their script and order; only "" gives "".
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ").replace("ё", "е").strip()
    for form in _CJK_FORMS:
        folded = folded.removeprefix(form).removesuffix(form) or folded
    decomposed = unicodedata.normalize("NFD", _INSIDE_WORDS.sub("", folded))
    plain = unicodedata.normalize("NFC", _LATIN_MARKS.sub(r"\1", decomposed))
    words = _NOT_WORDS.sub(" ", plain).split()
    return (" ".join(_without_legal_forms(words)) or folded)[:KEY_LENGTH]


def _without_legal_forms(words: list[str]) -> list[str]:
    """The words without legal forms at either end; a name that is nothing but legal forms keeps its first word."""
    first, last = 0, len(words)
    while last - first > 1 and words[first] in _FORMS_BEFORE:
        first += 1
    while last - first > 1 and words[last - 1] in _FORMS_AFTER:
        last -= 1
    return words[first:last]


def sort_key(text: str) -> str:
    """The Latin, lower-case form by which names of every script are put in order and searched."""
    if not _KANA.search(text):
        text = _CHINESE.sub(lambda found: "".join(syllables(found[0])), text)
    return _LEADING_MARKS.sub("", anyascii(text).casefold())[:KEY_LENGTH]


def alphabet_key(label: str) -> str:
    """The key by which labels of one language are put in order as its readers expect it: each alphabet in its own order.

    Latin letters stand as if they had no marks, Chinese characters as they are read; a Russian й comes behind и.
    """
    if not _OWN_ALPHABET.search(label):
        return sort_key(label)
    words = unicodedata.normalize("NFC", label).casefold().replace("ё", "е")
    return _NOT_LETTERS.sub("", words)


def syllables(run: str) -> list[str]:
    """How each of a run of Chinese, Japanese or Korean characters is read, in Latin letters.

    Chinese ones are read as the words they make: 成都 is cheng, du. With kana beside them they are Japanese, read one by one.
    """
    if _KANA.search(run) or not _CHINESE.search(run):
        return [anyascii(character) for character in run]
    return [anyascii(reading) for reading in _pinyin()(run, errors=list)]


@cache
def _pinyin() -> Any:
    # Its dictionaries take a second and some 60 MB: only where Chinese comes.
    from pypinyin import lazy_pinyin

    return lazy_pinyin


_SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "GREEK": "Grek", "HEBREW": "Hebr", "ARABIC": "Arab", "CJK": "Hani", "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan", "HANGUL": "Hang", "DEVANAGARI": "Deva", "THAI": "Thai", "ARMENIAN": "Armn", "GEORGIAN": "Geor",
}  # fmt: skip


def script_of(text: str) -> str:
    """The script that most letters of a name are in, as ISO 15924 has it: Latn, Cyrl, Hani; "" when there are none.

    Japanese names are Jpan when they hold kana.
    """
    counts = Counter(
        _SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0].split("-")[0], "Zyyy") for letter in text if letter.isalpha()
    )
    if counts["Jpan"]:
        return "Jpan"
    return max(counts, key=lambda script: counts[script], default="")


def search_words(text: str) -> list[str]:
    """What was typed into a search box, as Latin lower-case words."""
    return sort_key(text.replace("\x00", " ")).split()
