"""New pages and records written together: what Wagtail does for each by itself, in a few statements for all of them.

Identifiers are taken from the sequences first, so that everything that names a record (links, evidence, revisions) can be
made before a row is there. Nothing is in the database before `flush`, which belongs to the transaction of the caller.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from anyascii import anyascii
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.log_actions import registry
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backends
from wagtail.signals import page_published

from partnerships import lifecycle
from partnerships.models import Partnership
from partnerships.models.facetrow import records_changed
from partnerships.models.records import Record
from portal.news.facets import RECORD_TYPE
from portal.news.models import NewsIndexPage, NewsPage

LONGEST_SLUG = 80
_LEAST_AHEAD = 8


class Writer:
    """Collects what is new, and writes it all with `flush`. For one transaction; the caller holds back other imports."""

    def __init__(self, user: AbstractUser | None, items: int) -> None:
        self._user = user
        self._ahead = max(_LEAST_AHEAD, 2 * items)
        self._keys: dict[type[models.Model], list[int]] = {}
        self._new: dict[type[models.Model], list[Any]] = defaultdict(list)
        self._links: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self._logs: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self._revisions: list[Revision] = []
        self._published: list[Any] = []
        self._shelf: _Shelf | None = None
        self._own: set[int] = set()

    def add(self, record: Any) -> Revision:
        """Makes the record (with its parts) a draft with a first revision; it has its identifier from now on, if not before."""
        self._place(record)
        revision = self.revise(record)
        self._log(record, "wagtail.create")
        return revision

    def add_page(self, page: NewsPage, index: NewsIndexPage) -> Revision:
        """The same for an article, as the last one below `index`."""
        self._shelf = self._shelf or _Shelf(index)
        page.locale_id = index.locale_id
        page.content_type = ContentType.objects.get_for_model(NewsPage, for_concrete_model=False)
        self._shelf.put(page)
        page.draft_title = page.title
        self._place(page)
        revision = self.revise(page)
        self._log(page, "wagtail.create", content_changed=True)
        return revision

    def slug(self, index: NewsIndexPage, title: str, titles: Iterable[str] = ()) -> str:
        """A free address for an article; `titles` are those that will be asked for next, looked up along with it."""
        self._shelf = self._shelf or _Shelf(index)
        return self._shelf.slug(title, titles)

    def holds(self, record: Any) -> bool:
        """Whether the record is new and not yet written."""
        return any(record is other for other in self._new[type(record)])

    def is_own(self, record: Any) -> bool:
        """Whether the latest revision of the record was made by this writer, or noted with `claim`."""
        return record.latest_revision_id in self._own

    def claim(self, revision: Revision) -> None:
        """Notes a revision that was saved by other means as one of this import."""
        self._own.add(revision.pk)

    def revise(self, record: Any, *, log: str = "") -> Revision:
        """A revision of a new record as it now stands."""
        if log:
            self._log(record, log)
        now = timezone.now()
        revision = Revision(
            pk=self._key(Revision),
            content_type=record.get_content_type(),
            base_content_type=record.get_base_content_type(),
            object_id=str(record.pk),
            created_at=now,
            user=self._user,
            object_str=str(record),
            content=record.serializable_data(),
        )
        record.latest_revision = revision
        if isinstance(record, Page):
            record.latest_revision_created_at = now
        self._revisions.append(revision)
        self._own.add(revision.pk)
        return revision

    def publish(self, record: Any) -> None:
        """Makes the latest revision of a new record the public one."""
        record.live, record.has_unpublished_changes = True, False
        record.live_revision = record.latest_revision
        record.last_published_at = timezone.now()
        record.first_published_at = record.first_published_at or record.last_published_at
        self._log(record, "wagtail.publish", revision=record.latest_revision, content_changed=True)
        if not any(record is other for other in self._published):
            self._published.append(record)

    def flush(self) -> None:
        """Writes everything that was collected. Deferred constraints let the rows come in any order."""
        Revision.objects.bulk_create(self._revisions)
        for model, rows in self._new.items():
            if rows and model is NewsPage:
                self._insert_pages(rows)
            elif rows:
                model._base_manager.bulk_create(rows)
        for model, rows in self._links.items():
            model._base_manager.bulk_create(rows)
        for model, rows in self._logs.items():
            model._base_manager.bulk_create(rows)
        self._index()
        self._tell()
        for records in self._new.values():
            for record in records:
                # From now on its parts are read from the database, like those of any other.
                record.__dict__.pop("_cluster_related_objects", None)
        for collected in (self._new, self._links, self._logs, self._revisions, self._published):
            collected.clear()

    def _insert_pages(self, pages: Sequence[NewsPage]) -> None:
        assert self._shelf
        # `bulk_create` refuses models in two tables; this is what it calls for one table.
        for model in (Page, NewsPage):
            model._base_manager.get_queryset()._insert(pages, fields=model._meta.local_concrete_fields, using=connection.alias)
        self._shelf.count(len(pages))
        for page in pages:
            page._state.adding, page._state.db = False, connection.alias

    def _index(self) -> None:
        """What Wagtail looks up and searches in."""
        references = [row for records in self._new.values() for record in records for row in _references(record)]
        ReferenceIndex.objects.bulk_create(references, ignore_conflicts=True)
        if pages := self._new.get(NewsPage):
            for backend in get_search_backends(with_auto_update=True):
                backend.get_index_for_model(NewsPage).add_items(NewsPage, pages)

    def _tell(self) -> None:
        """Those who wait to hear of new and public records: the lists, and the history of a partnership's status."""
        for model, records in self._new.items():
            record_type = RECORD_TYPE if model is NewsPage else getattr(model, "record_type", "")
            if records and record_type:
                records_changed(record_type, [record.pk for record in records])
        lifecycle.keep_statuses([r for r in self._published if isinstance(r, Partnership)], user=self._user)
        for page in self._published:
            if isinstance(page, NewsPage):
                page_published.send(sender=NewsPage, instance=page, revision=page.live_revision)

    # --- one record

    def _place(self, record: Any) -> None:
        record.live, record.has_unpublished_changes = False, True
        if record.pk is None:
            record.pk = self._key(Page if isinstance(record, Page) else type(record))
            for field in record._meta.concrete_fields:
                # Moments of making and derived keys: a revision holds them too.
                field.pre_save(record, add=True)
        if isinstance(record, Page):
            record.id = record.pk
        self._new[type(record)].append(record)
        held = record.__dict__.setdefault("_cluster_related_objects", {})
        for relation in get_all_child_relations(record):
            # What is not set is empty, and not to be asked for.
            for position, part in enumerate(held.setdefault(relation.get_accessor_name(), [])):
                part.pk = part.pk or self._key(type(part))
                setattr(part, relation.field.name, record)
                if hasattr(part, "sort_order"):
                    part.sort_order = position
                self._links[type(part)].append(part)
        for field in get_all_child_m2m_relations(record):
            through = field.remote_field.through
            ends = field.m2m_field_name(), field.m2m_reverse_field_name()
            self._links[through] += [
                through(**{f"{ends[0]}_id": record.pk, f"{ends[1]}_id": other.pk}) for other in held.setdefault(field.name, [])
            ]

    def _key(self, model: type[models.Model]) -> int:
        if not self._keys.get(model):
            with connection.cursor() as cursor:
                table = connection.ops.quote_name(model._meta.db_table)
                column = model._meta.pk.column
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, self._ahead]
                )
                # Taken from the end.
                self._keys[model] = [key for (key,) in reversed(cursor.fetchall())]
        return self._keys[model].pop()

    def _log(self, record: Any, action: str, **values: Any) -> None:
        model = registry.get_log_model_for_instance(record)
        if model is None:
            return
        target = {"page": record} if isinstance(record, Page) else {"object_id": str(record.pk)}
        entry = model(
            content_type=record.get_content_type(),
            label=record.title if isinstance(record, Page) else str(record),
            action=action,
            timestamp=timezone.now(),
            data={},
            user=self._user,
            **target,
            **values,
        )
        self._logs[model].append(entry)


class _Shelf:
    """The list of news whose last places are given out; its row is locked, as treebeard does when it adds a page."""

    def __init__(self, index: NewsIndexPage) -> None:
        self._index = Page.objects.select_for_update().get(pk=index.pk)
        last = self._index.get_last_child()
        self._last: str = last.path if last else ""
        self._taken: set[str] = set()
        self._asked: set[str] = set()

    def put(self, page: NewsPage) -> None:
        page.depth = self._index.depth + 1
        page.path = (
            Page(path=self._last, depth=page.depth)._inc_path() if self._last else Page._get_path(self._index.path, page.depth, 1)
        )
        page.numchild = 0
        page.set_url_path(self._index)
        self._last = page.path

    def count(self, pages: int) -> None:
        Page.objects.filter(pk=self._index.pk).update(numchild=F("numchild") + pages)

    def slug(self, title: str, titles: Iterable[str]) -> str:
        base = _base_of(title)
        self._look_up({base, *map(_base_of, titles)} - self._asked)
        if base in self._taken:
            # Seldom: all that begin with it, to find the first number that is free.
            self._taken |= set(self._siblings(slug__startswith=base))
        slug, number = base, 2
        while slug in self._taken:
            slug, number = f"{base}-{number}", number + 1
        self._taken.add(slug)
        return slug

    def _look_up(self, bases: set[str]) -> None:
        if bases:
            self._taken |= set(self._siblings(slug__in=bases))
            self._asked |= bases

    def _siblings(self, **condition: Any) -> models.QuerySet:
        return self._index.get_children().filter(**condition).values_list("slug", flat=True)


def _base_of(title: str) -> str:
    return slugify(anyascii(title))[:LONGEST_SLUG].strip("-") or "article"


def _references(record: Record | NewsPage) -> list[ReferenceIndex]:
    """What `ReferenceIndex.create_or_update_for_object` would write for a record that has no rows there yet."""
    own, base = record.get_content_type(), record.get_base_content_type()
    return [
        ReferenceIndex(
            content_type=own,
            base_content_type=base,
            object_id=record.pk,
            to_content_type_id=to_type,
            to_object_id=to_id,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
        for to_type, to_id, model_path, content_path in set(ReferenceIndex._extract_references_from_object(record))
    ]
