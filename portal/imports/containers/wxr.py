"""WordPress exports (WXR), read element by element in a process of their own: only the post at hand is in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from portal.imports.containers.children import Overwhelmed, answers
from portal.imports.containers.feeds import declares_entities
from portal.imports.containers.page import Entry, entry_source
from portal.imports.containers.source import Source, shown
from portal.imports.limits import limit
from portal.imports.telling import ntold, told

_HEAD = 64 * 1024
_ARTICLES = ("post", "page")
_DAMAGED = told("The file is damaged in line %(line)d, after entry %(n)d. The rest was not read.")
_DAMAGE = {
    "cut": told("The file ends in the middle, in line %(line)d, after entry %(n)d."),
    "long": told("An element in line %(line)d, after entry %(n)d, is too long. The rest was not read."),
    "deep": told("Elements are nested too deeply in line %(line)d, after entry %(n)d. The rest was not read."),
}
# [caption …], [gallery …]: what a theme replaces; the words between them stay.
_SHORTCODE = re.compile(r"\[/?[a-z][\w-]*(?:\s[^\[\]]*)?\]")


def looks_like_wxr(head: bytes) -> bool:
    """Going by the first bytes of a file."""
    return b"wordpress.org/export/" in head.replace(b"\0", b"")


def open_wxr(stream: BinaryIO, name: str, origin: str = "") -> Iterator[Source]:
    """A document for each published post and page; drafts, attachments and menus are counted, and said."""
    head = stream.read(_HEAD)
    stream.seek(0)
    if declares_entities(head):
        yield Source(name=name, message=told("The file declares XML entities, as no export needs to. It was not read."))
        return
    origin = f"{origin}/{name}" if origin else name
    left_out = number = 0
    whole = True
    try:
        for number, item in enumerate(answers("wxr", stream), start=1):
            if isinstance(item, list):
                whole, number = False, number - 1
                words = _DAMAGE.get(item[2], _DAMAGED)
                yield Source(name=name, message=words % {"line": item[1], "n": number})
            elif number > limit("IMPORT_MAX_ROWS"):
                most = f"{limit('IMPORT_MAX_ROWS'):,}"
                yield Source(
                    name=name, message=told("The export has more than %(most)s entries; the rest was not read.") % {"most": most}
                )
                break
            elif item["post_type"] in _ARTICLES and item["status"] == "publish":
                yield entry_source(_entry(item), told("entry %(n)d") % {"n": number}, number, origin)
            else:
                left_out += 1
    except Overwhelmed:
        whole = False
        words = told(
            "After entry %(n)d this file needed too much memory or time, as one that is made to hurt. The rest was not read."
        )
        yield Source(name=name, message=words % {"n": number})
    if left_out:
        words = ntold(
            "%(n)d entry is no published article (draft, attachment, menu) and was left out.",
            "%(n)d entries are no published articles (drafts, attachments, menus) and were left out.",
            left_out,
        )
        yield Source(name=name, message=words, skipped=True)
    elif whole and not number:
        yield Source(name=name, message=told("The export has no entries."), skipped=True)


def _entry(item: dict[str, Any]) -> Entry:
    text = _SHORTCODE.sub(" ", item.get("content") or item.get("excerpt") or "")
    return Entry(
        title=item.get("title", ""),
        text=text,
        date=item.get("post_date", "")[:10] or item.get("pubDate", ""),
        source=item["site"],
        url=item.get("link", ""),
        language=item["site_language"],
        topics=tuple(dict.fromkeys(shown(topic) for topic in item["topics"] if topic.strip() and topic != "Uncategorized")),
        identifier=item.get("guid", ""),
    )
