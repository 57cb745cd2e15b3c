"""Which lines of a text go together: paragraphs broken by force at a width, heads on two or three lines."""

from __future__ import annotations

import re
from itertools import pairwise

from portal.extraction.layout import words
from portal.extraction.zones.labels import classify
from portal.extraction.zones.phrases import label_of
from portal.extraction.zones.publishers import names_publisher

CASELESS = re.compile(r"[\u0590-\u07ff\u0900-\u0eff\uac00-\ud7af]")
TERMINAL = re.compile(r"[.!?…。！？؟][\"'”’“‘»«)\]」』】）\s]*(?:[（(][^()（）]{1,40}[)）]\s*)?$")
LOWER = re.compile(r"[a-zа-яёà-öø-ÿāăąćčďēėęěğīįıķļłńňōőœŕřśşšţťūůűžżα-ωґєії]")
BULLET = re.compile(r"\s*(?:[-–—•*·▪●○■◆►▶✓✔»]\s|\(?\d{1,2}[.)]\s|[（(]\s?[\d１-９一二三四五六七八九十a-z]{1,2}\s?[)）])")
SAID = re.compile(r"[–—]\s[a-zа-яёà-öø-ÿ]")
"""A dash before who says what the line above quotes."""
SPEAKER_START = re.compile(r"\s*[A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ .'’-]{2,60}(?:,[^\"“«:]{0,120})?(?:[:：]|\s[\"“«])")
EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
WIDE = re.compile(r"[「『《“〈（\u3040-\u30ff\u3400-\u9fff]")
WIDE_END = re.compile(r"[\u3001-\u3011\u3040-\u30ff\u3400-\u9fff\uff01\uff09\uff0c\uff1a\uff1b\uff1f]")
WIDE_HUNG = re.compile(r"[^。！？]{4,}[、，：·・—～]")
"""The first line of a Chinese or Japanese head that goes on in the next."""
ADDRESSED = re.compile(r"\S@\S")
HANGING = re.compile(r"(?:(?<!\w)[a-zа-яёà-ÿ]{1,3}|[,&–—-])$")
"""A line that ends in a small word or a comma goes on in the next one."""
PARTICLE = re.compile(r"\s(?:up|off|out)$")
"""English verbs end in them, and so do titles: "Porto teams up"."""
HEAD_WIDTH, WIDE_HEAD, SHORTEST_HEAD = 76, 34, 16
LONGEST_CASELESS = 45
"""Characters of the first line of a head without capitals: a longer one is whole, and its deck follows."""
MOST_OF_HEAD = 3
"""Words before a colon that ends the first line of a head: fewer make a label."""
STAMP = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
BROKEN = re.compile(r"[^\W\d_]-$")
"""A line that ends within a word."""
RULE = 5
"""Signs of a line without a letter that parts two texts."""
DATED = re.compile(r"\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d\b|(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}")
"""A date in figures, with which a line of particulars begins."""
LABELLED = re.compile(r"[\w -]{2,24}[:：]\s")


def is_begun(line: str) -> bool:
    """Whether the first line of a text is the beginning of a head, and no name over its slogan."""
    written = line.split()
    goes_on = len(written) > 2 and bool(LOWER.match(written[-1])) and not names_publisher(line)
    if WIDE_HUNG.fullmatch(line):
        return True
    caseless = bool(CASELESS.match(line)) and len(line) >= SHORTEST_HEAD
    return (
        len(written) > 4
        or goes_on
        or caseless
        or bool(HANGING.search(line))
        or _is_wide(line)
        or (len(written) > 2 and line.isupper())
    )


def is_particular(line: str) -> bool:
    """Whether a line says when or by whom a text was written."""
    return (len(line) < 60 and bool(STAMP.search(line))) or classify(line, None) is not None


def _is_wide(line: str) -> bool:
    """Whether a line of Chinese or Japanese is longer than a name or a kicker."""
    return _columns(line) >= WIDE_HEAD and bool(EAST_ASIAN.match(line[-1:]))


def is_one_head(first: str, second: str) -> bool:
    """Whether a line goes on with the head in the line before."""
    if TERMINAL.search(first) or max(_columns(first), _columns(second)) > HEAD_WIDTH:
        return False
    if TERMINAL.search(second) and second[-1] not in "?!？！":
        return False
    hung = bool(WIDE_HUNG.fullmatch(first) and WIDE.match(second))
    if (
        BULLET.match(first)
        or BULLET.match(second)
        or re.search(r"\s{3,}", first)
        or (
            re.search(r"[:：]\s?$", first)
            and not hung
            and (is_mail_intro(first) or len(first.split()) < MOST_OF_HEAD or not second[:1].isupper())
        )
        or re.search(r"[:：]|\s{3,}|@", second)
        or DATED.match(second)
    ):
        return False
    if classify(first, None) is not None or classify(second, None) is not None:
        return False
    if first[:1] == "(" and first[-1:] == ")":
        return False
    if hung:
        return True
    if EAST_ASIAN.match(first[-1:]) and EAST_ASIAN.match(second):
        return _is_wide(first) and _columns(second) < _columns(first)
    if CASELESS.match(second) and first[-1:] == ",":
        return CASELESS.match(first) is not None and len(first.split()) > 1
    if CASELESS.match(second):
        return SHORTEST_HEAD <= len(first) <= LONGEST_CASELESS and len(second) < 0.85 * len(first) and not names_publisher(first)
    if first.isupper() and second.isupper():
        return len(first.split()) > 2 and not names_publisher(first)
    hangs = re.search(r"[:：]\s?$", first) or (
        HANGING.search(first) and not PARTICLE.search(first) and not _ends_in_its_verb(first)
    )
    return bool(LOWER.match(second) or hangs) and not first[:1].islower()


def _ends_in_its_verb(line: str) -> bool:
    """Whether the small word at the end of a line is the part that its verb leaves there: "… bildet Ingenieure aus"."""
    *before, last = line.split()
    verbs = [pair.split() for pair in words("labels", "separable")]
    stems = tuple(stem for part, stem in verbs if part == last)
    return bool(stems) and any(word.startswith(stems) for word in before if word[:1].islower())


def is_mail_intro(line: str) -> bool:
    """Whether a line stands over a quoted mail: On Wed, 3 Jul 2024, Name <address> wrote:"""
    return line.rstrip().endswith((":", "：")) and bool(ADDRESSED.search(line))


def joined_lines(lines: list[str]) -> str:
    """Lines of one paragraph as running text: no blank between Chinese characters, a broken word made whole."""
    text = lines[0]
    for line in lines[1:]:
        if text.endswith("-") and len(text) > 1 and text[-2].isalpha() and LOWER.match(line):
            text = text[:-1] + line
        elif (text.endswith("-") and len(text) > 1 and text[-2].isalpha() and line[:1].isalpha()) or (
            WIDE_END.match(text[-1:]) and WIDE.match(line)
        ):
            text += line
        else:
            text += " " + line
    return text


def wrap_width(lines: list[str]) -> int:
    """The width at which the lines of a text were broken by force, 0 when they were not."""
    widths = [_columns(line) for line in lines]
    long = sorted(w for w in widths if w > 20)
    broken = sum(bool(BROKEN.search(a)) and bool(LOWER.match(b)) for a, b in pairwise(lines))
    if len(long) < (2 if broken > 1 else 4):
        return 0
    width = long[int(len(long) * 0.9)]
    if width > 140:
        return 0
    torn = sum(_is_torn(a, b, w / width) for a, b, w in zip(lines, lines[1:], widths, strict=False))
    return width if torn >= max(2, len(long) // 6) else 0


def _is_torn(line: str, following: str, share: float) -> bool:
    """Whether a line, so much of the width, was broken in the middle of a sentence."""
    if TERMINAL.search(line[-40:]):
        return False
    east_asian = EAST_ASIAN.match(line[-1:]) and EAST_ASIAN.match(following[:1])
    return bool(share > 0.6 and (LOWER.match(following) or east_asian)) or bool(share > 0.8 and CASELESS.match(following))


def _columns(line: str) -> int:
    return len(line) + len(EAST_ASIAN.findall(line))


def flows_on(text: str, before: tuple[int, int], after: tuple[int, int], width: int) -> bool:
    """Whether the line after goes on with the paragraph of the line before."""
    first, second = text[before[0] : before[1]], text[after[0] : after[1]]
    if _is_rule(first) or _is_rule(second) or (first[:1] == "(" and first[-1:] == ")" and second[:1].isupper()):
        return False
    if SPEAKER_START.match(second) or is_mail_intro(first):
        return False
    if BULLET.match(second):
        return bool(SAID.match(second)) and first[-1] in ",!?»”…" and _columns(first) > width * 0.4
    if BROKEN.search(first) and second[:1].isalpha() and _columns(first) > width * (0.2 if LOWER.match(second) else 0.4):
        return True
    ended = bool(TERMINAL.search(first))
    if CASELESS.match(second) and not ended and _columns(first) > width * 0.8:
        return True
    full = _columns(first) + _columns(second.split(" ")[0]) + 1 > width * 0.86
    if not ended and LOWER.match(second) and not LABELLED.match(second) and _columns(first) > width * 0.4:
        return True
    if EAST_ASIAN.search(first[-1:]) and EAST_ASIAN.match(second):
        return not ended and _columns(first) > width * 0.9
    if LABELLED.match(second) and (ended or not full or LABELLED.match(first) or label_of(second)):
        return False
    on_top = before[0] < HEAD_WIDTH and not text[: before[0]].strip()
    if DATED.match(second) and (on_top or not HANGING.search(first)):
        return False
    if not full or re.search(r"\s{3,}", first) or re.search(r"\s{3,}", second):
        return False
    return len(second) > width * 0.6 or classify(second, None) is None


def _is_rule(line: str) -> bool:
    return len(line) > RULE and not any(c.isalnum() for c in line)


def is_in_middle(text: str, lines: list[tuple[int, int]], after: tuple[int, int], width: int) -> bool:
    """Whether a line goes on with a paragraph of several lines whose last one is short of the width but ends no sentence."""
    last, following = text[slice(*lines[-1])], text[slice(*after)]
    if len(lines) < 2 or BULLET.match(following) or SPEAKER_START.match(following) or re.search(r"\s{3,}", last + following):
        return False
    return not TERMINAL.search(last) and _columns(last) > width * 0.55 and classify(following, None) is None
