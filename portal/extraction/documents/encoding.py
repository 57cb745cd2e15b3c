"""Bytes to characters: which encoding, and what had to be mended, told in sentences for the reviewer."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from portal.extraction.language import identifier
from portal.extraction.types import ExtractionError, nsaid, said

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "iso8859-8": "cp1255",
    "big5": "big5hkscs",
}
"""What pages that declare the left really hold."""
CANDIDATES = [
    "cp1251", "koi8_r", "iso8859_5", "mac_cyrillic", "cp866", "gb18030", "big5", "cp932", "euc_jp", "euc_kr", "cp949",
    "cp1255", "cp1252", "cp1250", "cp1253", "cp1254", "cp1256", "cp1257", "iso8859_2", "iso8859_6", "iso8859_7", "iso8859_15",
]  # fmt: skip
WESTERN = frozenset("en de fr es pt it nl sv da no nb nn fi is ca gl eu ga cy et".split())
CENTRAL = frozenset("pl cs sk hu sl hr bs sq".split())
SAMPLE = 60_000
SHIFTS = re.compile(rb"\x1b\$[@B]")
"""How Japanese mail leaves ASCII."""
LINE_ENDS = dict.fromkeys(map(ord, "\r\v\u0085\u2028\u2029"), "\n")
"""Signs that some programs write at the end of a line or a paragraph."""
PLAIN = re.compile(r"[ \n\r,.、。，\da-zA-Z]")
PLAIN_SHARE = 0.03
"""What such signs are of any text at least."""
FORMATS = frozenset("\ufeff\u200b\u200c\u200d\u200e\u200f\u00ad")
CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str
    notices: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of some bytes: byte order mark, UTF-8, what the document declares, then what the bytes look like.

    Line ends become `\\n`; NUL and lone surrogates become U+FFFD, one for one. Raises ExtractionError for bytes that are no text.
    """
    text, encoding, notice = _characters(data, declared)
    notices = [notice] if notice else []
    text = text.replace("\r\n", "\n").translate(LINE_ENDS)
    if len(CONTROL.findall(text[:SAMPLE])) > max(2, len(text[:SAMPLE]) // 50):
        raise ExtractionError(said("This file holds binary data, not text."))
    if nuls := text.count("\0"):
        if nuls > max(8, len(text) // 20):
            raise ExtractionError(said("This file holds binary data, not text."))
        text = text.replace("\0", "\ufffd")
        notices.append(
            nsaid("%(n)d NUL character was replaced by \ufffd.", "%(n)d NUL characters were replaced by \ufffd.", nuls)
        )
    text, lone = SURROGATE.subn("\ufffd", text)
    if lone:
        notices.append(
            nsaid("%(n)d broken character was replaced by \ufffd.", "%(n)d broken characters were replaced by \ufffd.", lone)
        )
    return Decoded(text, encoding, tuple(notices))


def _characters(data: bytes, declared: str | None) -> tuple[str, str, str | None]:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return text, encoding, None
    if wide := _utf16_without_mark(data):
        return (
            data.decode(wide, "replace"),
            wide,
            said("The text was read as %(encoding)s, which nothing in it declares.", encoding=wide.upper()),
        )
    if SHIFTS.search(data, 0, SAMPLE):
        try:
            return data.decode("iso2022_jp_2"), "iso2022_jp", None
        except UnicodeDecodeError:
            pass
    try:
        return data.decode("utf-8", "surrogatepass"), "utf-8", None
    except UnicodeDecodeError as error:
        broken = error
    if codec := _codec(declared):
        try:
            return data.decode(codec), codec, None
        except UnicodeDecodeError:
            pass
    if _is_mostly_utf8(data, broken):
        text = data.decode("utf-8", "replace")
        notice = nsaid(
            "%(n)d byte that is not UTF-8 was replaced by \ufffd.",
            "%(n)d bytes that are not UTF-8 were replaced by \ufffd.",
            text.count("\ufffd"),
        )
        return text, "utf-8", notice
    codec = _western(data) or _guessed(data)
    text = data.decode(codec, "replace")
    return text, codec, said("The text does not say how it is encoded; it was read as %(encoding)s.", encoding=codec)


def _western(data: bytes) -> str | None:
    """The encoding of a text in Latin letters of which few are accented; by its language, for the bytes are alike.

    The bytes between 80 and 9F are letters and quotation marks in Windows' encodings and nothing in the ISO ones.
    """
    sample = _sample(data)
    letters = sum(chr(b).isalpha() for b in sample if b < 128)
    accented = sum(b >= 128 for b in sample)
    if accented > letters * 0.2 or re.search(rb"[\x80-\xff]{4}", sample):
        return None
    code, _ = identifier().classify(sample.decode("cp1252", "replace"))
    windows = re.search(rb"[\x80-\x9f]", sample) is not None
    if code in CENTRAL:
        return "cp1250" if windows or (code == "pl" and b"\xb9" in sample) else "iso8859_2"
    if code == "tr":
        return "cp1254"
    if code in WESTERN:
        return "iso8859_15" if b"\xa4" in sample and not windows else "cp1252"
    return None


def _guessed(data: bytes) -> str:
    guess = from_bytes(_sample(data), cp_isolation=CANDIDATES, threshold=0.4).best()
    codec = guess.encoding if guess else "cp1252"
    return WIDER.get(codecs.lookup(codec).name, codec)


def _codec(name: str | None) -> str | None:
    try:
        found = codecs.lookup((name or "").strip().lower()).name
    except (LookupError, ValueError):
        return None
    return None if found in ("utf-8", "utf-16", "idna", "punycode") or not _is_text_codec(found) else WIDER.get(found, found)


def _is_text_codec(name: str) -> bool:
    try:
        "a".encode(name)
    except (LookupError, UnicodeError, ValueError):
        return False
    return True


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 that nothing declares: every second byte read as such gives printable signs, among them blanks, stops and line ends."""
    sample = data[:4000]
    if len(data) % 2 or len(sample) < 32:
        return None
    plain: dict[str, int] = {}
    for name in ("utf-16-le", "utf-16-be"):
        text = sample.decode(name, "replace")
        odd = sum(not c.isprintable() and not c.isspace() and c not in FORMATS for c in text)
        if odd <= len(text) // 100:
            plain[name] = len(PLAIN.findall(text))
    best = max(plain, key=lambda name: plain[name], default=None)
    return best if best and plain[best] > len(sample) // 2 * PLAIN_SHARE else None


def _is_mostly_utf8(data: bytes, broken: UnicodeDecodeError) -> bool:
    """Whether a few bad bytes stand in what is UTF-8 otherwise: text cut in the middle of a character, a stray byte."""
    sample = data[: SAMPLE * 4]
    text = sample.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    wide = sum(1 for c in text[:SAMPLE] if c > "\x7f") - bad
    return wide > 20 * bad or (broken.start >= len(data) - 3 and wide > 0)


def _sample(data: bytes) -> bytes:
    """The lines with bytes beyond ASCII, which alone tell encodings apart."""
    lines = [line for line in data[: SAMPLE * 20].split(b"\n") if not line.isascii()]
    return b"\n".join(lines)[:SAMPLE]
