"""A text as a small sample of hashes, such that texts with words in common have hashes in common. Knows no database."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

WORDS = 4
CHARACTERS = 8
"""What a shingle is made of: so many words, or where words are written without spaces so many characters."""
SAMPLE = 4
"""One hash of so many is kept, always the same ones."""
MOST = 5000
_NO_SPACES = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_NO_SPACES}]|[^\W{_NO_SPACES}]+")
_CHARACTER = re.compile(rf"[{_NO_SPACES}]")


def tokens(text: str) -> list[str]:
    """The words of a text in lower case without punctuation; each Chinese or Japanese character is one."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


def shingles(words: list[str]) -> list[int]:
    """The sampled hashes (signed, 64 bits) of the tokens, in order, each once; none for a text shorter than one shingle."""
    characters = sum(1 for word in words if _CHARACTER.match(word))
    size = CHARACTERS if characters * 2 > len(words) else WORDS
    hashes = set()
    for start in range(len(words) - size + 1):
        digest = hashlib.blake2b(" ".join(words[start : start + size]).encode(errors="replace"), digest_size=8).digest()
        value = int.from_bytes(digest, signed=True)
        if value % SAMPLE == 0:
            hashes.add(value)
    # Of a very long text the same part is kept as of its versions: the smallest hashes.
    return sorted(hashes)[:MOST]


def text_hash(words: Sequence[str]) -> str:
    """Equal for equal words in the same order: 32 hexadecimal digits, "" for no words."""
    return hashlib.blake2b(" ".join(words).encode(errors="replace"), digest_size=16).hexdigest() if words else ""
