"""The cases of Russian names of places, and the adjectives that are made of them."""

from __future__ import annotations

import re

_RUSSIAN = re.compile(r"[А-ЯЁ][а-яё]+(?:[ -][А-ЯЁа-яё][а-яё]*)*")
_ADJECTIVES = {
    "ый": ("ого", "ому", "ый", "ым", "ом"),
    "ой": ("ого", "ому", "ой", "ым", "ом"),
    "ий": ("его", "ему", "ий", "им", "ем"),
    "кий": ("кого", "кому", "кий", "ким", "ком"),
    "ая": ("ой", "ой", "ую", "ой", "ой"),
    "яя": ("ей", "ей", "юю", "ей", "ей"),
    "ое": ("ого", "ому", "ое", "ым", "ом"),
    "кое": ("кого", "кому", "кое", "ким", "ком"),
    "ее": ("его", "ему", "ее", "им", "ем"),
    "ые": ("ых", "ым", "ые", "ыми", "ых"),
    "ие": ("их", "им", "ие", "ими", "их"),
}
"""Genitive, dative, accusative, instrumental and prepositional of Russian adjectives, by the end of the nominative."""
_NOUNS = {
    "ия": (("ии", "ии", "ию", "ией", "ии"),),
    "а": (("ы", "е", "у", "ой", "е"),),
    "я": (("и", "е", "ю", "ей", "е"),),
    "ий": (("ия", "ию", "ий", "ием", "ии"),),
    "й": (("я", "ю", "й", "ем", "е"),),
    "ь": (("и", "и", "ь", "ью", "и"), ("я", "ю", "ь", "ем", "е")),
    "ец": (("ца", "цу", "ец", "цом", "це"), ("еца", "ецу", "ец", "ецом", "еце")),
    "ье": (("ья", "ью", "ье", "ьем", "ье"),),
    "ово": (("ово", "ово", "ово", "ово", "ове"),),
    "ево": (("ево", "ево", "ево", "ево", "еве"),),
    "ы": (("", "ам", "ы", "ами", "ах"), ("ов", "ам", "ы", "ами", "ах")),
    "ки": (("к", "кам", "ки", "ками", "ках"), ("ок", "кам", "ки", "ками", "ках")),
    "щи": (("щ", "щам", "щи", "щами", "щах"),),
}
"""The same of nouns, twice where the nominative does not tell which. The genitive of Иваново is left out: it is a surname."""
_HARD, _VELAR_OR_HUSHING, _HUSHING = "бвгджзклмнпрстфхцчшщ", "гкхжчшщ", "жчшщц"
_WORDS_TOO = frozenset(
    "белинск братск волжск деканск дзержинск егерск железногорск зеленогорск имперск калининск кировск комсомольск конск красноармейск "
    "красногорск латинск ленинск мединск монастырск октябрьск партизанск первомайск преторск приморск пролетарск романовск светлогорск "
    "сионск советск транск троянск уральск утиск фрунзенск".split()
)
"""Adjectives of towns that are words, surnames or many towns' and streets' names too."""


def inflected(name: str, language: str) -> list[tuple[str, bool]]:
    """(form, whether it needs a capital) pairs of a place, first the name itself: Russian cases and the adjective in -ский."""
    if language != "ru" or not _RUSSIAN.fullmatch(name):
        return [(name, True)]
    *words, last = name.split()
    if not all(word[-2:] in _ADJECTIVES for word in words):
        return [(name, True)]
    first, _, rest = last.partition("-")
    adjectives: list[str] = []
    if rest.startswith("на-"):
        paradigms = [[f"{case}-{rest}" for case in cases] for cases in _noun_cases(first)]
    elif _is_adjective(rest):
        paradigms = [_joined("-", cases, _adjective_cases(rest)) for cases in _noun_cases(first)]
    else:
        before, noun = last[: last.rfind("-") + 1], last[last.rfind("-") + 1 :]
        paradigms = [[before + case for case in cases] for cases in _noun_cases(noun)]
        adjectives = [] if words else [(before + stem).lower() for stem in _adjective_stems(noun)]
    for word in reversed(words):
        paradigms = [_joined(" ", _adjective_cases(word), cases) for cases in paradigms]
    declined = dict.fromkeys(case for cases in paradigms for case in cases if case != name)
    lower = [f"{stem}*" for stem in adjectives if stem not in _WORDS_TOO]
    return [(name, True), *((case, True) for case in declined), *((stem, False) for stem in lower)]


def _joined(between: str, firsts: list[str], seconds: list[str]) -> list[str]:
    return [f"{first}{between}{second}" for first, second in zip(firsts, seconds, strict=True)]


def _is_adjective(word: str) -> bool:
    return word.endswith(("ый", "ский", "цкий", "шой", "ная", "ская", "цкая", "ское", "ные", "ские"))


def _adjective_cases(word: str) -> list[str]:
    ending = word[-3:] if word[-3:] in _ADJECTIVES else word[-2:]
    return [word[: -len(ending)] + case for case in _ADJECTIVES[ending]]


def _noun_cases(noun: str) -> list[list[str]]:
    """The cases of a Russian name, of each way in which it may be declined; none of a foreign one in -о or -и."""
    last = noun[-1]
    if _is_adjective(noun):
        # Жуковский is a surname, too.
        return [] if noun.endswith("ский") else [_adjective_cases(noun)]
    ending = next((noun[-size:] for size in (3, 2, 1) if noun[-size:] in _NOUNS and len(noun) > size + 1), "")
    if ending == "а":
        stem = noun[:-1]
        by = "е" if stem[-1] in _HUSHING else "о"
        return [[stem + ("и" if stem[-1] in _VELAR_OR_HUSHING else "ы"), stem + "е", stem + "у", f"{stem}{by}й", stem + "е"]]
    if ending:
        return [[noun[: -len(ending)] + case for case in cases] for cases in _NOUNS[ending]]
    if last in _HARD:
        return [[noun + "а", noun + "у", noun, noun + ("ем" if last in _HUSHING else "ом"), noun + "е"]]
    return []


def _adjective_stems(noun: str) -> list[str]:
    """What the adjective in -ский may begin with; those of the shortest names are other words."""
    stem, last = noun[:-1], noun[-1]
    if noun.endswith(("ск", "цк")) and len(noun) > 4:
        return [noun]
    if len(noun) < 4 or (len(stem) < 4 and last not in _HARD) or _is_adjective(noun):
        return []
    if noun.endswith("ия"):
        return [f"{noun[:-1]}йск"]
    if last == "ь":
        return [f"{noun if stem.endswith('л') else stem}ск"]
    if last == "ц":
        return [f"{noun}к"]
    if last == "й" or last in _HARD:
        return [f"{noun}ск"]
    if last in "ая" and stem.endswith("г"):
        return [f"{stem[:-1]}жск"]
    if noun.endswith("ка"):
        return [f"{stem[:-1]}ск", f"{stem}инск"]
    if last in "аи":
        return [f"{stem}ск", f"{stem}инск"]
    if last in "яы" or noun.endswith(("ово", "ево", "ино")):
        return [f"{stem}ск"]
    return []
