"""Tables of articles: each row is an article, and its columns are told by their headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.imports.containers.columns import FIELD_LABELS, FIELDS, ColumnChooser, Columns
from portal.imports.containers.page import Entry, entry_source
from portal.imports.containers.source import Source, shown
from portal.imports.limits import limit
from portal.imports.telling import NOTHING, Refusal, Told, together, told, told_label

MOST_COLUMNS = 1_000
_MOST_SHOWN = 12


class Unreadable(Refusal):
    """The table, or the rest of it, cannot be read; the message is a full sentence."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as text."""

    place: Told
    """Where a person finds it: "row 12"."""
    number: int
    values: dict[str, str]
    problem: Told = NOTHING
    """Why it cannot be taken."""
    notice: Told = NOTHING
    """What was noticed, though it is taken."""


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, and rows that are read when they are asked for; asking may raise `Unreadable`."""

    headings: tuple[str, ...]
    rows: Iterator[Row]
    notice: Told = NOTHING


def unique_headings(cells: Sequence[str]) -> tuple[tuple[str, ...], Told]:
    """Headings of which none occurs twice ("title", "title (2)"), and sentences about those that did."""
    plain = [" ".join(cell.split()) for cell in cells]
    while plain and not plain[-1]:
        plain.pop()
    if len(plain) > MOST_COLUMNS:
        raise Unreadable(told("The table has more than %(most)s columns.") % {"most": f"{MOST_COLUMNS:,}"})
    if not any(plain):
        raise Unreadable(told("The first row must hold the headings of the columns; it is empty."))
    seen: Counter[str] = Counter()
    headings = []
    for number, cell in enumerate(plain, start=1):
        name = cell or letters_of(number)
        seen[name] += 1
        headings.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    notice = together(
        told("The heading “%(name)s” stands over %(n)d columns; the first of them is used.")
        % {"name": shown(name)[:60], "n": number}
        for name, number in seen.items()
        if number > 1
    )
    return tuple(headings), notice


def letters_of(number: int) -> str:
    """What a spreadsheet shows above a column: A, B, …, Z, AA."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def row_of(number: int, headings: tuple[str, ...], cells: Sequence[str]) -> Row | None:
    """The row under its headings; None when it is empty. `number` is what a spreadsheet shows beside it."""
    place = told("row %(n)d") % {"n": number}
    if not any(cell.strip() for cell in cells):
        return None
    more = [cell for cell in cells[len(headings) :] if cell.strip()]
    numbers = {"row": number, "n": len(cells), "headings": len(headings)}
    if more:
        words = told(
            "Row %(row)d has %(n)d cells, but there are %(headings)d headings: a separator in its text may not be quoted."
        )
        return Row(place, number, {}, problem=words % numbers)
    fewer = told("Row %(row)d has only %(n)d of %(headings)d cells.") % numbers
    values = dict(zip(headings, cells, strict=False))
    return Row(place, number, values, notice=fewer if len(cells) < len(headings) else NOTHING)


def sources_of(table: Table, name: str, origin: str, choose: ColumnChooser) -> Iterator[Source]:
    """A document for each row; what cannot be read says why."""
    origin = f"{origin}/{name}" if origin else name
    try:
        columns = _columns(table.headings, choose(table.headings))
    except Unreadable as problem:
        yield Source(name=name, message=problem.words)
        return
    if table.notice:
        yield Source(name=name, message=table.notice, skipped=True)
    found = 0
    try:
        for row in table.rows:
            found += 1
            if found > limit("IMPORT_MAX_ROWS"):
                most = f"{limit('IMPORT_MAX_ROWS'):,}"
                raise Unreadable(told("The table has more than %(most)s rows; the rest was not read. Split it.") % {"most": most})
            if row.problem:
                yield Source(name=name, place=row.place, origin=origin, message=row.problem)
            else:
                yield entry_source(_entry(row.values, columns), row.place, row.number, origin, row.notice)
    except Unreadable as problem:
        yield Source(name=name, message=problem.words)
        return
    if not found:
        yield Source(name=name, message=told("There are no rows below the headings."), skipped=True)


def _entry(values: dict[str, str], columns: Columns) -> Entry:
    entry = Entry()
    for field, heading in columns.items():
        setattr(entry, field, values.get(heading, ""))
    return entry


def _columns(headings: tuple[str, ...], chosen: Columns) -> Columns:
    for field, heading in chosen.items():
        if heading not in headings:
            words = told("There is no column “%(heading)s” for “%(field)s”. The headings are: %(all)s.")
            label = told_label(FIELD_LABELS[field])
            raise Unreadable(words % {"heading": shown(heading), "field": label, "all": _listed(headings)})
    if "text" not in chosen and "title" not in chosen:
        words = told("No column is known to hold the title or the text. The headings are: %(all)s. Say which one is which.")
        raise Unreadable(words % {"all": _listed(headings)})
    return {field: chosen[field] for field in FIELDS if field in chosen}


def _listed(headings: tuple[str, ...]) -> str:
    words = [shown(heading)[:40] for heading in headings[:_MOST_SHOWN]]
    return ", ".join(words) + (", …" if len(headings) > _MOST_SHOWN else "")
