"""The words of a text by which it is searched: the same for what is stored and for what is asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from anyascii import anyascii

# Written without spaces, or with endings that grow onto the word: found by pairs of neighbouring characters.
_BY_PAIRS = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")
_WORD = re.compile(r"[^\W_]+")
WORD_LENGTH = 60
# A tsvector holds at most 1 MB; every word is stored in up to three forms.
BYTES_KEPT = 200_000


def plain_words(text: str) -> list[str]:
    """Every word in order, folded: lower case, one form for each letter, ё as е, no longer than 60 letters.

    A run of Chinese, Japanese or Korean characters is one word here.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    parted = _BY_PAIRS.sub(lambda run: f" {run[0]} ", folded)
    return [word if is_by_pairs(word) else word[:WORD_LENGTH] for word in _WORD.findall(parted)]


def is_by_pairs(word: str) -> bool:
    return _BY_PAIRS.match(word) is not None


def pairs(run: str) -> list[str]:
    """The pairs of neighbouring characters of a run, a single character as it is."""
    return [run[start : start + 2] for start in range(len(run) - 1)] or [run]


def latin(word: str) -> str:
    """The word in plain Latin letters: сколково and skolkovo meet there, zürich and zurich too; "" if nothing is left."""
    return "".join(_WORD.findall(anyascii(word).casefold()))


def stored_words(texts: Iterable[str]) -> tuple[str, str]:
    """What is stored for a record with these texts: (words to be found as they stand, words to be found in all their forms).

    Both are separated by spaces, each word once, the second in its first place of use. Words beyond 200,000 bytes are left out.
    """
    exact: dict[str, None] = {}
    forms: dict[str, None] = {}
    size = 0
    for text in texts:
        for word in plain_words(text):
            added = _stored_forms(word) if word not in exact else []
            size += sum(len(form.encode()) for form in added if form not in exact)
            if size > BYTES_KEPT:
                return " ".join(exact), " ".join(forms)
            exact.update(dict.fromkeys(added))
            if not is_by_pairs(word):
                forms[word] = None
    return " ".join(exact), " ".join(forms)


def _stored_forms(word: str) -> list[str]:
    # The last character alone, so that one character is found wherever it stands: the others begin a pair.
    forms = [*pairs(word), word[-1]] if is_by_pairs(word) else [word, latin(word)]
    return [form for form in forms if form]
