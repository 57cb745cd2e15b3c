"""Which block is the title."""

from __future__ import annotations

import re

from portal.extraction.date_patterns import narrow_digits
from portal.extraction.stated import ISSUE
from portal.extraction.types import Document
from portal.extraction.zones.blocks import COLUMNS, WORD, Block, is_question
from portal.extraction.zones.labels import PARTS
from portal.extraction.zones.phrases import bare_label, label_of, start_word, whole_phrase
from portal.extraction.zones.publishers import (
    is_firm,
    is_station,
    names_body,
    names_desk,
    names_office,
    names_post,
    names_publisher,
    names_section,
)

NUMBERED = re.compile(r"(?:\bno?\.|№|\bn\.?\s?[º°]\.?|nr\.|\bissue\b|\bausgabe|номер|выпуск|第)\s?\d+\s?[号期號]?", re.IGNORECASE)
"""The number of an issue or of a press release."""
TRAIL = re.compile(r"\S\s[>›»→]\s\S")
STAMPED = re.compile(
    r"(?:19|20)\d\d,? (?:at )?\d{1,2}[:.]\d\d|(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d|\d\d:\d\d"
)
PERSON = re.compile(
    r"\W*(?:[^\W\d_a-zа-яё][\w.'’-]*(?: (?:de|da|van|von|der|den|bin|al|el))?\s){1,3}[^\W\d_a-zа-яё][\w.'’-]+(?: \([^()]{2,30}\))?[,–—]\s?\S"
)
PARTICULAR = re.compile(r"[^\W\d_](?:[^\W\d_]|[. '’-]){1,22}[:：]\s\S.{0,80}$")
ITEM = re.compile(r"\(?\d{1,2}[.)]\s")
LISTED = re.compile(r"^[-–•*]\s")
"""Before an entry of a list of contents."""
SPACED = re.compile(r"(?:\b\w ){4,}")
TITLE_END = re.compile(r"[.:|–—]\s")
TITLE_CUT = re.compile(r"\s+[|–—»·•:-]+\s+|[|»–—]|(?<=[\u3400-\u9fff])_|(?<=[\u3400-\u9fff])-|:\s")
REPORTED = re.compile(
    r"[【\[（(〔][^】\]）)〕]{0,24}(?:记者|記者|报道|報導|기자|특파원|讯|訊|电|電)[^】\]）)〕]{0,8}[】\]）)〕]$"
)
"""A line in brackets that names the paper and its reporter."""
STAGED = re.compile(r"\[[^\[\]]{3,100}\]$")
"""A direction of a script: [ISLANDS TODAY, 7:30]."""
PRESENT = re.compile(r"[^\W\d_][^:,]{2,30}: (?:[^,]{2,60}, ){3,}")
"""Who was there: "Present: A. Name (chair), B. Name, …"."""
_NAME_PART = r"(?:[^\W\d_a-zа-яё][\w.'’-]*|de|van|von|du|la|le|der|den|bin|al)"
IN_POST = re.compile(rf"{_NAME_PART}(?: {_NAME_PART}){{1,5}},\s(?P<post>[a-zà-ÿа-яё][\w'’-]*(?: [\w'’-]+){{0,2}})")
"""A person and the post behind the name, as under the title of a conversation."""
ASKED = re.compile(r"^[–—-]\s.*\?$|[.!?]\s+\S.{6,}\?$")
"""What an interviewer asks."""
SHAPES = ((REPORTED, 3.0), (TRAIL, 2.0), (COLUMNS, 3.0), (NUMBERED, 3.0), (STAMPED, 3.0), (LISTED, 3.0))
"""Shapes of lines that are no title, and how much they speak against it."""
SIGNED = re.compile(
    r"(?:^|\s)[^\W\d_a-zа-яё][a-zß-öø-ÿа-яё'’-]+ (?:(?:de|van|von|du|le|la) )?[A-ZÀ-ÖØ-ÞА-ЯЁ][A-ZÀ-ÖØ-ÞА-ЯЁ'’-]{2,}$"
)
"""A person at the end of a line, the surname in capitals: who wrote the text."""
BEHIND_NAME = re.compile(r"([^|–—·•]{3,60}?)\s?(?:[|·•]|\s[–—-]\s)\s?")
"""Between the name of a paper and what it says of itself."""
STAMPS = frozenset({"published", "updated", "date", "author", "views", "source"})
"""Particulars that stand beside a title."""
FURTHEST = 80
"""Blocks above the article in which its title is sought."""
DECKS = 4
"""Lines of a head at most: title, deck and what stands between them."""
SHORTEST = 3
"""Words of a title over a line that introduces a person."""
MUCH = 2.0
"""What speaks so much against a line keeps it out of a head."""
SAYS = re.compile(r"([^\s:：.](?:[^:：\n]{0,24}[^\s:：])?)\s?[:：]\s?\S")
"""Who speaks, before what is said."""
ENOUGH = 2.4
"""A score below which a line above the article is no title: the name of a page, a slogan of two words."""


def choose_title(
    blocks: list[Block], body_start: int, document: Document, mastheads: frozenset[str], subject: str = ""
) -> list[int]:
    """The indexes of the blocks that make the title, none when the text has no title of its own; `subject` is that of its mail."""
    stated = [_key(t) for t in (*document.markup.titles, *filter(None, [subject])) if not _names_place(t, mastheads)]
    parts = [
        _key(p)
        for t in document.markup.titles
        for p in TITLE_CUT.split(t)
        if len(_key(p)) > 11 and not _names_place(p, mastheads)
    ]
    vocabulary = _vocabulary(blocks, body_start)
    best, chosen = 0.0, None
    following = 0
    for index in range(body_start - 1, max(-1, body_start - 1 - FURTHEST), -1):
        block = blocks[index]
        if not _could_be(block, mastheads, stated) or _in_list(blocks, index) or _is_asked(blocks, index):
            continue
        score = _score(block, vocabulary, stated, parts) - 0.45 * following + _around(blocks, index, body_start)
        if (name := BEHIND_NAME.match(block.text)) and _key(name[1]) in mastheads:
            score -= 3.0
        following += 1
        if score > best or chosen is None:
            best, chosen = score, index
    if chosen is None or best < ENOUGH:
        return []
    decked = _with_deck(blocks, chosen, body_start)
    return (
        [_first_of_head(blocks, chosen, vocabulary, mastheads)]
        if decked == [chosen] and _key(blocks[chosen].text) not in stated
        else decked
    )


def _names_place(title: str, mastheads: frozenset[str]) -> bool:
    """Whether a stated title names only where the page stands: the site, its section, or both."""
    return all(names_section(part) or _key(part) in mastheads for part in TITLE_CUT.split(title) if _key(part))


def _first_of_head(blocks: list[Block], chosen: int, vocabulary: set[str], mastheads: frozenset[str]) -> int:
    """The first line of a head of several paragraphs (title, deck) that speaks of what the article tells."""
    first = chosen
    for index in range(chosen - 1, max(-1, chosen - DECKS), -1):
        block = blocks[index]
        alike = block.element == blocks[chosen].element and block.in_main == blocks[chosen].in_main
        if (
            not alike
            or block.size < 4
            or block.text[:1].islower()
            or not _could_be(block, mastheads, [])
            or _in_list(blocks, index)
        ):
            break
        if any(names_section(part) for part in PARTS.split(block.text)) or block.text.isupper() != blocks[chosen].text.isupper():
            break
        if (
            (block.size <= 6 and (names_publisher(block.text) or names_office(block.text)))
            or is_firm(block.text)
            or ISSUE.search(block.text)
        ):
            break
        items = ITEM.match(block.text) and ITEM.match(blocks[chosen].text)
        if _shared(block, vocabulary) < 2 or items or _looks_other(block) >= MUCH:
            break
        first = index
    return first


def _shared(block: Block, vocabulary: set[str]) -> int:
    """How many words of a line (of Chinese and Japanese, pairs of signs) the article has too."""
    if wide := {c for c in block.text if c > "\u2e80"}:
        return len(wide & vocabulary) // 2
    tokens = {w[:5] for w in _words(block.text)}
    return len(tokens & {word[:5] for word in vocabulary})


def _could_be(block: Block, mastheads: frozenset[str], stated: list[str]) -> bool:
    key = _key(block.text)
    if key in stated and block.role in (None, "header", "caption"):
        return key not in mastheads
    if block.role is not None or key in mastheads or (block.prose and block.size > 30):
        return False
    return (
        1 <= block.size <= 45
        and len(block.text) <= 300
        and any(c.isalpha() for c in block.text)
        and not SPACED.search(block.text)
        and not _is_address(block.text)
    )


def _is_address(text: str) -> bool:
    """Whether a line addresses its readers: "Dear colleagues,"."""
    return text.rstrip()[-1:] in ",!，！:：、" and len(text) < 80 and bool(start_word(text, "lines", "mail_opening"))


def _score(block: Block, vocabulary: set[str], stated: list[str], parts: list[str]) -> float:
    key = _key(block.text)
    score = 3.0
    if key in stated and not (block.linked > 0.8 and not block.in_main):
        only_page_title = key == stated[-1] and len(stated) == 1 and block.element != "heading"
        unspoken = block.size <= 5 and not _speaks_of(block, vocabulary)
        score += 1.5 if only_page_title or unspoken else 4.0 - 0.3 * stated.index(key)
    elif any(key.startswith(part) or part in key for part in parts):
        score += 3.0
    if block.element == "heading":
        score += 1.5
    score += _speaks_of(block, vocabulary)
    return score - _looks_other(block)


def _looks_other(block: Block) -> float:
    """How much the shape of a line speaks against its being a title."""
    against, text = _names_house(block), narrow_digits(block.text)
    if block.size <= 7 and SIGNED.search(block.text) and not block.text.isupper():
        against += 2.5
    if block.size < 3:
        against += 1.5
    if block.size > 25:
        against += 1.0
    if block.text.rstrip().endswith((".", "。")):
        against += 1.0
        if block.text[:1].islower():
            against += 1.0
    if not block.in_main and block.linked > 0.8:
        against += 1.5
    if not block.in_main and block.element != "heading":
        against += 1.0
    against += 3.0 * bool(STAGED.match(text) or PRESENT.match(text)) + 3.0 * bool(start_word(text, "labels", "present"))
    against += 2.0 * bool(ASKED.search(text))
    return against + sum(much for shape, much in SHAPES if shape.search(text))


def _names_house(block: Block) -> float:
    """How much speaks for a line's being the name of a house, its desk, its section or its slogan."""
    text, size = block.text, block.size
    told = 3.0 * is_station(text)
    if is_firm(text) or (size <= 5 and names_publisher(text)):
        told += 4.0
    if names_section(text) or (size <= 5 and names_section(TITLE_END.split(text)[-1])):
        told += 4.0
    if size <= 9 and any(names_desk(part) for part in PARTS.split(text)[1:]):
        told += 4.0
    if size <= 4 and not block.element and names_body(text) and text.istitle():
        told += 2.5
    if any(whole_phrase(part) == "notice" for part in TITLE_CUT.split(text)[1:]):
        told += 3.0
    if (name := BEHIND_NAME.match(text)) and start_word(text[name.end() :], "labels", "periodical"):
        told += 3.0
    return told


def _speaks_of(block: Block, vocabulary: set[str]) -> float:
    """How much of a line the article speaks of."""
    wide = {c for c in block.text if c > "\u2e80"}
    tokens = wide if len(wide) > 3 else {w for w in _words(block.text) if not w.isdigit()} or set(block.text)
    shared = sum(t[:6] in vocabulary for t in tokens)
    return 2.5 * shared / max(1, len(tokens)) * min(1.0, shared / 3)


def _around(blocks: list[Block], index: int, body_start: int) -> float:
    """What the lines before and after a line say about its being the title."""
    score = _next_to_particulars(blocks, index, body_start)
    block, before = blocks[index], blocks[index - 1] if index else None
    if before and before.role is None and before.size >= SHORTEST and not _names_house(before) and _introduces(block.text):
        score -= 3.0
    if (before and bare_label(before.text) == "title") or titled(block.text):
        score += 3.0
    if index == 0 and block.size <= 5 and _heads_particulars(blocks, 1, body_start):
        score -= 2.5
    if index and not block.element and block.gap == 0 and _heads_particulars(blocks, index, body_start):
        score += 0.7
    alone = block.gap > 0 and index + 1 < len(blocks) and blocks[index + 1].gap > 0
    if not block.element and alone and _letterhead(blocks, index):
        score += 1.5
    return score


def _is_asked(blocks: list[Block], index: int) -> bool:
    """Whether a line is a question of an interview, who asks before it and who answers before the next one: "Q: …?", 问：…？"""
    asks = SAYS.match(blocks[index].text)
    answers = SAYS.match(blocks[index + 1].text) if index + 1 < len(blocks) else None
    return bool(asks and answers and asks[1] != answers[1]) and is_question(blocks[index])


def _introduces(text: str) -> bool:
    """Whether a line says with whom a conversation was held: "Interview with Name, mayor of X", "Name, mayor of X"."""
    person = IN_POST.match(text)
    return bool(start_word(text, "labels", "talk")) or (person is not None and names_post(person["post"]))


def titled(text: str) -> int:
    """Where the title begins in a line that says that it is one, "Headline: …"; 0 in every other line."""
    head, colon, rest = text[:24].partition(":")
    return len(head) + 1 + len(rest) - len(rest.lstrip()) if colon and bare_label(head) == "title" else 0


def _in_list(blocks: list[Block], index: int) -> bool:
    """Whether a line of a text is one of several persons or particulars, one a line."""
    above = blocks[index - 1 : index] if index and blocks[index].gap == 0 else []
    near = [b for b in [*above, *blocks[index + 1 : index + 2]] if b.role not in STAMPS and (b in above or b.gap == 0)]
    return (
        not blocks[index].element
        and _is_entry(blocks[index].text)
        and not titled(blocks[index].text)
        and any(_is_entry(b.text) for b in near)
    )


def _heads_particulars(blocks: list[Block], index: int, body_start: int) -> bool:
    """Whether a line stands close above particulars, in one group with them and with the line over it."""
    if index + 1 >= body_start:
        return False
    block, after = blocks[index], blocks[index + 1]
    close = block.gap == 0 and after.gap == 0 and not block.element
    return close and block.role is None and block.size >= 3 and not _is_entry(block.text) and bool(PARTICULAR.match(after.text))


def _is_entry(text: str) -> bool:
    """A line of a list of persons or of particulars: `Name Surname, office`, `Status: final`."""
    return bool(PERSON.match(text) or PARTICULAR.match(text) or label_of(text))


def _letterhead(blocks: list[Block], index: int) -> bool:
    """Whether a text opens with a group of lines above this one of which one is a particular."""
    head: list[Block] = []
    for block in blocks[:index]:
        if head and block.gap > 0:
            break
        head.append(block)
    return len(head) >= 2 and any(b.role is not None or PARTICULAR.match(b.text) for b in head[1:])


def _next_to_particulars(blocks: list[Block], index: int, body_start: int) -> float:
    after = blocks[index + 1] if index + 1 < body_start else None
    if after is None:
        return 0.0
    if after.role == "navigation" and index <= 2:
        return -3.0
    return 0.7 if after.role in ("published", "date", "author", "source", "duration", "views") else 0.0


def _with_deck(blocks: list[Block], chosen: int, body_start: int) -> list[int]:
    """Of two lines set close together in a text that parts its paragraphs by blank lines, the first is the title."""
    if ITEM.match(blocks[chosen].text):
        return [chosen]
    spaced = sum(b.gap > 0 for b in blocks) > len(blocks) * 0.4
    above = blocks[chosen - 1] if chosen else None
    if above and above.element == "heading" != blocks[chosen].element and above.role is None and above.size >= 3:
        return [chosen - 1]
    if above and _heads_deck(blocks, chosen):
        return [chosen - 1]
    if (
        spaced
        and above
        and above.in_main == blocks[chosen].in_main
        and blocks[chosen].gap == 0
        and above.role is None
        and not above.prose
        and above.gap > 0
        and above.size >= 3
    ):
        return [chosen - 1]
    return [chosen]


def _heads_deck(blocks: list[Block], chosen: int) -> bool:
    """Whether the line right under the particulars is the title of a text, and the longer one under it its deck."""
    if chosen < 2 or blocks[chosen].element or blocks[chosen - 2].role not in STAMPS:
        return False
    above = blocks[chosen - 1]
    house = is_firm(above.text) or (above.size <= 6 and (names_publisher(above.text) or names_office(above.text)))
    plain = above.role is None and above.in_main and not above.prose and not house
    return plain and above.gap > 0 and 4 <= above.size < blocks[chosen].size


def _vocabulary(blocks: list[Block], body_start: int) -> set[str]:
    text = " ".join(b.text for b in blocks[body_start : body_start + 12] if b.prose)[:8000]
    return {w[:6] for w in _words(text)} | {c for c in text if c > "\u2e80"}


def _words(text: str) -> set[str]:
    """The longer words of a text, without what is elided before them: l'érable is "érable"."""
    words = (max(re.split("['’]", w), key=len) for w in WORD.findall(text))
    return {w.casefold() for w in words if len(w) > 3}


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


title_key = _key
