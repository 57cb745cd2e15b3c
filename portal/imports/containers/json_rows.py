"""JSON: a list of objects, an object with such a list, or one object a line; read object by object."""

from __future__ import annotations

import codecs
import itertools
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from portal.imports.containers.tables import Row, Table, Unreadable, unique_headings
from portal.imports.limits import in_words, limit
from portal.imports.telling import Told, told

_CHUNK = 64 * 1024
_SPACE = " \t\r\n\ufeff"
# Numbers stay the text that they are: nobody counts with them, and one of 5,000 digits is no trouble.
_REASONS = {
    "Expecting value": told("a value is missing"),
    "Expecting ',' delimiter": told("a comma or a closing bracket is missing"),
    "Expecting ':' delimiter": told("a colon is missing after a name"),
    "Expecting property name": told("a name in double quotation marks is missing"),
    "Illegal trailing comma": told("a comma stands after the last value"),
    "Unterminated string": told("a quotation mark is not closed"),
    "Invalid control character": told("a line break or another control character stands in a text"),
    "Invalid \\": told("a backslash stands before what JSON does not know"),
}
"""By how the parser's own words, which are English, begin."""
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


def open_json(stream: BinaryIO) -> Table:
    """The table in a JSON or JSON Lines file; raises `Unreadable` when it is none."""
    records = _records(stream)
    first = next(records, None)
    if first is None:
        raise Unreadable(told("There is nothing to read: the file has no objects."))
    if not isinstance(first, dict):
        raise Unreadable(told("Each entry must be an object with names and values; the first is none."))
    wrapped = next((v for v in first.values() if isinstance(v, list) and v and all(isinstance(e, dict) for e in v)), None)
    following = next(records, None)
    if wrapped is not None and following is None:
        every: Iterator[Any] = iter(wrapped)
        first = wrapped[0]
    else:
        every = itertools.chain([first] if following is None else [first, following], records)
    headings, _notice = unique_headings(tuple(_flat(first)))
    return Table(headings, _rows(every))


def _rows(records: Iterator[Any]) -> Iterator[Row]:
    for number, record in enumerate(records, start=1):
        place = told("record %(n)d") % {"n": number}
        if isinstance(record, dict):
            yield Row(place, number, _flat(record))
        else:
            problem = told("Record %(n)d is no object with names and values.") % {"n": number}
            yield Row(place, number, {}, problem=problem)


def _flat(record: dict[str, Any]) -> dict[str, str]:
    """Names and texts; an object inside gives "title.rendered", a list of texts is joined by commas."""
    flat: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": _text(v) for inner, v in value.items()}
        else:
            flat[" ".join(name.split())] = _text(value)
    return flat


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(entry for entry in value if isinstance(entry, str))
    return ""


def _records(stream: BinaryIO) -> Iterator[Any]:
    """The values of the file, whether in one list or one after the other."""
    pieces = _Pieces(stream)
    in_list = pieces.skip(_SPACE) == "["
    if in_list:
        pieces.drop(1)
    number = 0
    while char := pieces.skip(_SPACE + ("," if in_list else "")):
        if in_list and char == "]":
            return
        number += 1
        yield pieces.value(number)
    if in_list:
        raise Unreadable(told("The file ends in the middle of its list, after record %(n)d.") % {"n": number})


def _reason(error: json.JSONDecodeError) -> Told:
    found = (words for start, words in _REASONS.items() if error.msg.startswith(start))
    return next(found, told("it cannot be read"))


class _Pieces:
    """The text of the file, of which only the value at hand is kept."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        start = stream.read(4)
        stream.seek(0)
        self._decoder = codecs.getincrementaldecoder(json.detect_encoding(start))()
        self._buffer = ""
        self._ended = False
        self._most = limit("IMPORT_MAX_DOCUMENT_BYTES")

    def _more(self, size: int = _CHUNK) -> bool:
        data = self._stream.read(size)
        try:
            self._buffer += self._decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            raise Unreadable(told("The file is not in UTF-8, as JSON must be.")) from error
        self._ended = not data
        return not self._ended

    def skip(self, chars: str) -> str:
        """The first character that is none of these; nothing at the end."""
        while not (kept := self._buffer.lstrip(chars)) and self._more():
            continue
        self._buffer = kept
        return kept[:1]

    def drop(self, number: int) -> None:
        self._buffer = self._buffer[number:]

    def value(self, number: int) -> Any:
        """The JSON value that begins here."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer)
                # A number may go on in the next piece.
                if end < len(self._buffer) or self._ended or not self._more():
                    self.drop(end)
                    return value
            except json.JSONDecodeError as error:
                if len(self._buffer) > self._most:
                    words = told("Record %(n)d is longer than %(most)s; the rest was not read.")
                    raise Unreadable(words % {"n": number, "most": in_words(self._most)}) from error
                # Twice as much each time, so that a long value is not begun over and over.
                if self._ended or not self._more(max(_CHUNK, len(self._buffer))):
                    words = told("Record %(n)d is no JSON (%(reason)s); the rest was not read.")
                    raise Unreadable(words % {"n": number, "reason": _reason(error)}) from error
            except RecursionError as error:
                raise Unreadable(told("Record %(n)d is nested too deeply; the rest was not read.") % {"n": number}) from error
