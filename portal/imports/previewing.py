"""A look at what an import would bring: its first documents, read by the same code as the import itself, and nothing kept."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from django.db import transaction
from django.utils.text import capfirst

from partnerships.edtf import IncompleteDate, IncompleteDateError
from partnerships.locales import language_name
from partnerships.models import Document
from partnerships.models.places import country_names
from portal.extraction.sandbox import ReaderUnavailable
from portal.extraction.types import KnownName
from portal.imports import columns, matching, pages, reading, unpacking
from portal.imports.containers import Source, beside_title
from portal.imports.fetching import NotFetched
from portal.imports.models import Batch, Item, Suggestion
from portal.imports.suggestions import ARTICLE_KINDS
from portal.imports.telling import NOTHING, Told, told

log = logging.getLogger(__name__)

DOCUMENTS = 20
_ENTRIES = 100
"""How many entries are looked at for them, refused ones among them."""
SECONDS = 25.0
"""After so long no further document is begun with: a person waits for the page."""
Kind = Suggestion.Kind


@dataclass(slots=True)
class Previewed:
    """What would become of one document."""

    name: Told
    state: str
    """A value of `Item.State`: ready, duplicate, skipped or failed."""
    message: Told = NOTHING
    title: str = ""
    date: str = ""
    language: str = ""
    countries: list[str] = field(default_factory=list)
    facts: dict[str, int] = field(default_factory=dict)
    """How many suggestions there are of each kind of fact, see `Suggestion.Kind`."""

    @property
    def state_label(self) -> Any:
        return Item.State(self.state).label

    @property
    def beside(self) -> str:
        """What the name of what was brought says beside the title."""
        return beside_title(str(self.name), self.title) if self.title else ""

    @property
    def day(self) -> str:
        """The date in words of the active language."""
        try:
            return IncompleteDate.parse(self.date).label if self.date else ""
        except IncompleteDateError:
            return self.date

    @property
    def language_label(self) -> str:
        return capfirst(language_name(self.language)) if self.language else ""

    @property
    def country_labels(self) -> list[str]:
        names = country_names()
        return [names.get(code, code) for code in self.countries]

    @property
    def fact_labels(self) -> list[tuple[Any, int]]:
        return [(Kind(kind).label, number) for kind, number in self.facts.items()]


@dataclass(slots=True)
class Preview:
    documents: list[Previewed] = field(default_factory=list)
    has_more: bool = False
    """Whether there are further documents that were not looked at."""
    is_out_of_time: bool = False
    """Whether that is because reading these took so long."""

    def as_json(self) -> dict[str, Any]:
        """{"documents": [{"name", "state", "message", "title", "date", "language", "countries", "facts"}], "more": bool, "out_of_time": bool}"""
        return self._with(str)

    def kept(self) -> dict[str, Any]:
        """The form that `Batch.preview` keeps, whoever reads it later."""
        return self._with(Told.as_json)

    def _with(self, say: Callable[[Told], Any]) -> dict[str, Any]:
        documents = [
            {f.name: say(value) if isinstance(value := getattr(document, f.name), Told) else value for f in fields(document)}
            for document in self.documents
        ]
        return {"documents": documents, "more": self.has_more, "out_of_time": self.is_out_of_time}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Preview:
        """What `kept` gave."""
        documents = [
            Previewed(**{**document, "name": Told.of(document["name"]), "message": Told.of(document["message"])})
            for document in kept["documents"]
        ]
        return cls(documents, kept["more"], kept["out_of_time"])


def preview(sources: Iterable[Source]) -> Preview:
    """Reads the first documents; asks no second reader, and leaves no row behind. Raises ReaderUnavailable when nothing can be read."""
    found = Preview()
    names: dict[str, Told] = {}
    known = matching.read_known_names()
    read = 0
    ends = time.monotonic() + SECONDS
    for source in sources:
        is_enough = read == DOCUMENTS or len(found.documents) == _ENTRIES
        if is_enough or (found.documents and time.monotonic() > ends):
            found.has_more, found.is_out_of_time = True, not is_enough
            break
        document = _refused(source) or _repeated(source, names) or _look(source, known)
        read += document.state not in (Item.State.SKIPPED, Item.State.FAILED) or source.data is not None
        found.documents.append(document)
    return found


def preview_of(batch: Batch) -> Preview:
    """The same of a prepared batch, read once and kept with it until it begins or somebody says otherwise of the columns of tables.

    This process's reader is ended afterwards: a web server asks for it.
    """
    choices = columns.version()
    if batch.preview and batch.preview["columns"] == choices:
        return Preview.of(batch.preview)
    try:
        found = preview(_documents_of(batch))
    finally:
        reading.rest()
    Batch.objects.filter(pk=batch.pk, state=Batch.State.PREPARED).update(preview={**found.kept(), "columns": choices})
    return found


def _documents_of(batch: Batch) -> Iterator[Source]:
    for upload in batch.uploads.all():
        with unpacking.opened(upload) as stream:
            yield from unpacking.documents_of(upload, stream)


def _refused(source: Source) -> Previewed | None:
    if source.data is not None or source.address:
        return None
    return Previewed(source.called, Item.State.SKIPPED if source.skipped else Item.State.FAILED, source.message)


def _repeated(source: Source, names: dict[str, Told]) -> Previewed | None:
    """What stands in the same import already: nothing of the earlier document is left that could tell."""
    if source.data is None:
        return None
    digest = Document.hash_of(source.data)
    if digest not in names:
        names[digest] = source.called
        return None
    return Previewed(
        source.called, Item.State.DUPLICATE, told("The same as “%(name)s” in this import.") % {"name": names[digest]}
    )


def _look(source: Source, known: tuple[KnownName, ...]) -> Previewed:
    """The document read as an item of an import that is rolled back; each by itself, so that nobody waits long for its rows."""
    try:
        fetched = None if source.data is not None else pages.fetch(source.address)
    except NotFetched as error:
        return Previewed(source.called, Item.State.FAILED, error.words)
    with transaction.atomic():
        item = unpacking.store([source], None)[0]
        item.batch, item.position = Batch.objects.create(title="Preview"), 0
        if fetched:
            pages.keep(item, fetched)
        item.save()
        try:
            with transaction.atomic():
                reading.read(item, known)
            found = _previewed(item)
        except ReaderUnavailable:
            raise
        except Exception:
            # The import would keep the trace with the item and try again; here it is for the log.
            log.exception("“%s” could not be previewed", source.called)
            found = Previewed(source.called, Item.State.FAILED, told("An unexpected error; the log of the server has its trace."))
        transaction.set_rollback(True)
    return found


def _previewed(item: Item) -> Previewed:
    rows = list(item.suggestions.all())
    article = {row.kind: row.value for row in rows if row.kind in ARTICLE_KINDS}
    numbers = Counter(row.kind for row in rows)
    return Previewed(
        name=item.name,
        state=item.state if item.state != Item.State.APPLYING else Item.State.READY,
        message=item.message,
        title=article.get(Kind.TITLE, ""),
        date=article.get(Kind.PUBLISHED, ""),
        language=article.get(Kind.LANGUAGE, ""),
        countries=sorted(row.value["code"] for row in rows if row.kind == Kind.COUNTRY),
        facts={kind: numbers[kind] for kind in Kind.values if kind not in ARTICLE_KINDS and numbers[kind]},
    )
