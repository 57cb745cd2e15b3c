"""Where a record of the register stands on the public site.

The readable address, /partnerships/lund-and-makerere-7f3a9c21b0d4/, ends in the first half of the record's identifier: the words
before it follow the title, the identifier never changes, and an address with old words leads to the one with the new ones.
/id/partnership/<uuid> stays true even when editors move the lists.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.utils.text import slugify
from django.utils.translation import get_language
from wagtail.models import Page

from partnerships.names import sort_key

if TYPE_CHECKING:
    from partnerships.models.records import Record

SHORT_ID_LENGTH = 12
WORDS_LENGTH = 60
# The names of the list pages' models end so: partnershipindexpage, newsindexpage.
INDEX_MODEL = "indexpage"
INDEXES = "partnerships.indexes"
# Other processes learn of a moved list page after at most this long; Wagtail's redirects bridge the time.
INDEXES_SECONDS = 60


def short_id(record: Record) -> str:
    """The part of the identifier that stands in the readable address: 12 hexadecimal digits."""
    return record.uuid.hex[:SHORT_ID_LENGTH]


def short_id_range(text: str) -> tuple[uuid.UUID, uuid.UUID]:
    """The first and the last identifier that begin with the 12 hexadecimal digits of `text`: an index can answer that."""
    rest = 32 - SHORT_ID_LENGTH
    return uuid.UUID(hex=text + "0" * rest), uuid.UUID(hex=text + "f" * rest)


def address_words(record: Record) -> str:
    """The record's title as words of an address, in Latin letters, cut between words; may be empty."""
    words = slugify(sort_key(str(record)))
    return words if len(words) <= WORDS_LENGTH else words[: WORDS_LENGTH + 1].rpartition("-")[0] or words[:WORDS_LENGTH]


def path_below_index(record: Record) -> str:
    """The record's path below the list page of its kind: lund-and-makerere-7f3a9c21b0d4/."""
    return f"{address_words(record)}-{short_id(record)}/".lstrip("-")


def permanent_address(record: Record) -> str:
    """The address that never changes; it leads to the readable one."""
    return f"/id/{record.record_type}/{record.uuid}"


def lasting_address(path: str) -> str:
    """The whole address of a path of this site, the same by whatever host it is asked: what programs know a thing by."""
    return f"{settings.SITE_URL}{path}"


def address_of(record: Record) -> str:
    """The readable address, from the site's root; the permanent one while no list page of its kind is published."""
    index = index_address(record.record_type)
    return f"{index}{path_below_index(record)}" if index else permanent_address(record)


def index_address(record_type: str) -> str:
    """The address of the published list page of this kind (news too) in the active language, "" when there is none."""
    return _index(record_type)[0]


def index_title(record_type: str) -> str:
    """The title that editors have given to this list page, "" when there is none."""
    return _index(record_type)[1]


def _index(record_type: str) -> tuple[str, str]:
    """Address and title of the list in the reader's language, or else in that of the site."""
    indexes = _indexes()
    languages = (get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE)
    return next((found for language in languages if (found := indexes.get((language, record_type)))), ("", ""))


def _indexes() -> dict[tuple[str, str], tuple[str, str]]:
    """(address, title) by language and kind of record; kept, as every row of every list asks for it."""
    indexes = cache.get(INDEXES)
    if indexes is None:
        pages = (
            Page.objects.live()
            .filter(content_type__model__endswith=INDEX_MODEL)
            .select_related("content_type", "locale")
            .order_by("-path")
        )
        indexes = {
            (page.locale.language_code, page.content_type.model.removesuffix(INDEX_MODEL)): (page.url or "", page.title)
            for page in pages
        }
        cache.set(INDEXES, indexes, INDEXES_SECONDS)
    return indexes


def forget_indexes(**kwargs: object) -> None:
    """Receiver of the signals of a page that was published, withdrawn, moved or deleted."""
    cache.delete(INDEXES)
