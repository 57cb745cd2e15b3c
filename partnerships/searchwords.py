"""The words of a text by which it is searched: the same for what is stored and for what is asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from anyascii import anyascii

from partnerships.names import syllables

STEMMED = ("russian", "dutch", "german", "french", "spanish")
"""The text search configurations that give a word's forms; Latin words get their English stem from the Russian one."""

# Written without spaces, or with endings that grow onto the word: found by pairs of neighbouring characters.
_BY_PAIRS = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")
_WORD = re.compile(r"[^\W_]+")
WORD_LENGTH = 60
# A tsvector holds at most 1 MB; every word is stored in up to five forms.
BYTES_KEPT = 200_000
# Names come again in many records: their words are not worked out each time.
WORDS_KEPT = 20_000
SHORT = 400
# Of so many Chinese, Japanese and Korean characters, which names come among first, the sound is stored as well.
SOUNDED = 400
SOUND_MARK = "~"
# Shorter ones sound like too many others.
SOUND_LENGTH = 3
# A final letter is the same letter, and a plural or a suffix makes it an ordinary one.
_FINAL_LETTERS = str.maketrans("ךםןףץ", "כמנפצ")
# And, in, as, to, from, that, the: written as one with the word that follows.
_HEBREW_PREFIXES = re.compile(r"[ובכלמשה](?=[א-ת]{3})")
# How names of one sound are written in Latin letters by different rules: pinyin, Palladius' Russian one, English and German habits.
_SOUNDS = (
    *(("tsz", "j"), ("chzh", "j"), ("dzh", "j"), ("dj", "j"), ("zh", "j")),
    *(("shch", "s"), ("sch", "s"), ("sh", "s"), ("tch", "c"), ("ch", "c"), ("ts", "c"), ("tz", "c"), ("cz", "c")),
    *(("ong", "un"), ("ng", "n"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("qi", "ci"), ("q", "k")),
    *(("xi", "si"), ("xu", "su"), ("x", "ks"), ("wu", "u"), ("w", "v"), ("y", "i"), ("ou", "u"), ("oo", "u"), ("ee", "i")),
)
_TWICE = re.compile(r"(.)\1+")


def plain_words(text: str) -> list[str]:
    """Every word in order, folded: lower case, one form for each letter, ё as е, no longer than 60 letters.

    A run of Chinese, Japanese or Korean characters is one word here.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е").translate(_FINAL_LETTERS)
    parted = _BY_PAIRS.sub(lambda run: f" {run[0]} ", folded)
    return [word if is_by_pairs(word) else word[:WORD_LENGTH] for word in _WORD.findall(parted)]


def is_by_pairs(word: str) -> bool:
    return _BY_PAIRS.match(word) is not None


def pairs(run: str) -> list[str]:
    """The pairs of neighbouring characters of a run, a single character as it is."""
    return [run[start : start + 2] for start in range(len(run) - 1)] or [run]


def latin(word: str) -> str:
    """The word in plain Latin letters: сколково and skolkovo meet there, zürich and zurich too; "" if nothing is left."""
    return _letters("".join(syllables(word)) if is_by_pairs(word) else word)


def _letters(text: str) -> str:
    return "".join(_WORD.findall(anyascii(text).casefold()))


def sound(word: str) -> str:
    """What a name sounds like, under a mark of its own: Шэньчжэнь, Shenzhen and 深圳 are one; "" for words too short to tell."""
    return _sound(latin(word))


def _sound(heard: str) -> str:
    for written, plain in _SOUNDS:
        heard = heard.replace(written, plain)
    heard = _TWICE.sub(r"\1", heard)
    return SOUND_MARK + heard if len(heard) >= SOUND_LENGTH and heard.isalpha() else ""


def without_prefixes(word: str) -> list[str]:
    """A Hebrew word without the one or two particles that may be written as one with it; empty for other words."""
    found: list[str] = []
    while len(found) < 2 and _HEBREW_PREFIXES.match(word):
        word = word[1:]
        found.append(word)
    return found


def stored_words(texts: Iterable[str]) -> tuple[str, str]:
    """What is stored for a record with these texts: (words to be found as they stand, words to be found in all their forms).

    Both are separated by spaces, each word once, the second in its first place of use. Words beyond 200,000 bytes are left out.
    """
    exact: dict[str, None] = {}
    forms: dict[str, None] = {}
    size = sounded = 0
    for text in texts:
        for word in _short_words(text) if len(text) <= SHORT else plain_words(text):
            if word in forms:
                continue
            added = _stored_run(word, sounded < SOUNDED) if is_by_pairs(word) else _stored_forms(word)
            sounded += len(word) if is_by_pairs(word) else 0
            size += sum(len(form.encode()) for form in added if form not in exact)
            if size > BYTES_KEPT:
                return " ".join(exact), " ".join(forms)
            exact.update(dict.fromkeys(added))
            if not is_by_pairs(word):
                forms[word] = None
    return " ".join(exact), " ".join(forms)


@lru_cache(WORDS_KEPT)
def _short_words(text: str) -> tuple[str, ...]:
    return tuple(plain_words(text))


@lru_cache(WORDS_KEPT)
def _stored_forms(word: str) -> tuple[str, ...]:
    return tuple(form for form in (word, latin(word), sound(word), *without_prefixes(word)) if form)


@lru_cache(WORDS_KEPT)
def _stored_run(run: str, with_sounds: bool) -> tuple[str, ...]:
    # The last character alone, so that one character is found wherever it stands: the others begin a pair.
    found = [*pairs(run), run[-1]]
    if with_sounds:
        # A name may stand anywhere in the run; most have two or three characters, in kana more.
        read = [_letters(syllable) for syllable in syllables(run[:SOUNDED])]
        windows = (read[start : start + length] for length in (2, 3) for start in range(len(read) - length + 1))
        found += filter(None, (_sound("".join(window)) for window in (*windows, read[:12])))
    return tuple(found)
