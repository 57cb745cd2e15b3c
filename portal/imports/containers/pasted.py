from __future__ import annotations

import re
from collections.abc import Iterator

from portal.imports.containers.addresses import is_list, sources_of
from portal.imports.containers.source import Source, shown, too_big
from portal.imports.limits import limit
from portal.imports.telling import NOTHING, ntold

PASTED_ADDRESSES = "addresses.urls"
"""What a pasted list is called, as if it had been a file."""
# Half of a pair that stands for one character: no encoding can write it.
_SURROGATES = re.compile("[\ud800-\udfff]")


def open_pasted(text: str) -> Source:
    """A text from the clipboard as one document, named by its first words."""
    whole, broken = _SURROGATES.subn("", text)
    data = whole.encode()
    first_line = next((line.strip() for line in whole.replace("\0", "").splitlines() if line.strip()), "")
    first_words = first_line[:57].rstrip() + "…" if len(first_line) > 60 else first_line
    name = shown(first_words)
    if len(data) > limit("IMPORT_MAX_DOCUMENT_BYTES"):
        return too_big(name, len(data))
    words = ntold("%(n)d broken character was removed.", "%(n)d broken characters were removed.", broken)
    return Source(name=name, data=data, message=words if broken else NOTHING)


def receive_pasted(text: str) -> Iterator[Source]:
    """What a pasted text brings: one document, or the pages of a list of addresses."""
    if is_list(text):
        yield from sources_of(text.splitlines(), PASTED_ADDRESSES, "")
    else:
        yield open_pasted(text)
